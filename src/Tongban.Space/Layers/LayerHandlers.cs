using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;
using Tongban.Space.Import;

namespace Tongban.Space.Layers;

internal sealed record ConfirmRepairsCommand(Guid Version);

internal sealed record AcknowledgeRejectionsCommand(Guid Version, string? Reason);

internal sealed record PublishLayerCommand(Guid Version);

internal sealed record RetireLayerCommand(Guid Version, string? Reason);

internal sealed record DiscardLayerCommand(Guid Version);

/// <summary>The way of a version from draft to its end: one command, one act, by an officer of the layer's authority.</summary>
internal sealed class LayerHandlers(TongbanDb db, Caller caller, CityClock clock, LayerDirectory layers, OrganDirectory organs, BlobStore blobs)
{
    public Task<Result<int>> ConfirmAsync(ConfirmRepairsCommand command, CancellationToken ct) =>
        OnAsync(command, command.Version, SpacePermissions.Prepare, (version, _, _) => Done(version.ConfirmRepairs(caller.Actor.PersonId, clock.Now)), ct);

    public Task<Result<int>> AcknowledgeAsync(AcknowledgeRejectionsCommand command, CancellationToken ct) =>
        OnAsync(command, command.Version, SpacePermissions.Prepare, (version, _, _) => Done(version.AcknowledgeRejections(command.Reason, caller.Actor.PersonId, clock.Now)), ct);

    public Task<Result<int>> DiscardAsync(DiscardLayerCommand command, CancellationToken ct) =>
        OnAsync(command, command.Version, SpacePermissions.Prepare, (version, head, _) =>
        {
            var refusal = version.Discard(clock.Now);
            if (refusal is null)
                head.Closed(version.Id);
            return Done(refusal);
        }, ct);

    /// <summary>Puts a draft in force. Its file is read whole once more: what is published is what was looked at.</summary>
    public async Task<Result<int>> PublishAsync(PublishLayerCommand command, CancellationToken ct)
    {
        // Reading hundreds of megabytes is no part of the unit of work.
        var hash = await db.Set<LayerVersion>().AsNoTracking().Where(v => v.Id == command.Version).Select(v => v.ContentHash).SingleOrDefaultAsync(ct);
        var missing = hash is not null && await blobs.FetchAsync(hash, ct) is null;
        return await OnAsync(command, command.Version, SpacePermissions.Publish, async (version, head, layer) =>
        {
            var now = clock.Now;
            if ((version.Obstacles() ?? (missing ? LayerErrors.FileMissing(hash!) : null) ?? version.Publish(layer, head.Current, caller.Actor.PersonId, now)) is { } refusal)
                return refusal;
            if (head.Current is { } before && await db.Set<LayerVersion>().SingleOrDefaultAsync(v => v.Id == before, ct) is { } earlier)
                earlier.Supersede(now);
            head.Published(version.Id);
            return null;
        }, ct);
    }

    public Task<Result<int>> RetireAsync(RetireLayerCommand command, CancellationToken ct) =>
        OnAsync(command, command.Version, SpacePermissions.Publish, (version, head, _) =>
        {
            var refusal = version.Retire(command.Reason, clock.Now);
            if (refusal is null)
                head.Retired();
            return Done(refusal);
        }, ct);

    private static Task<Error?> Done(Error? refusal) => Task.FromResult(refusal);

    private Task<Result<int>> OnAsync<TCommand>(TCommand command, Guid id, Permission permission, Func<LayerVersion, LayerHead, LayerData, Task<Error?>> act, CancellationToken ct) where TCommand : notnull =>
        db.ActAsync(command, caller, async () =>
        {
            if (await db.Set<LayerVersion>().SingleOrDefaultAsync(v => v.Id == id, ct) is not { } version)
                return (Result<int>)LayerErrors.NoSuchVersion();
            if (layers.Catalogue.Find(version.Layer) is not { } layer)
                return LayerErrors.NoSuchLayer(version.Layer);
            var authority = layers.AuthorityOf(layer);
            if (caller.Actor.Organ != authority || !caller.Actor.Is(permission.HeldBy))
                return LayerErrors.NotYourLayer(organs.NameOf(authority));
            var head = await db.Set<LayerHead>().SingleAsync(h => h.Layer == version.Layer, ct);
            return (caller.Expects(version) ?? await act(version, head, layer)) is { } refusal ? refusal : version.Number;
        }, ct);
}
