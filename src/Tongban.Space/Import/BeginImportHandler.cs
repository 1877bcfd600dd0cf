using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;
using Tongban.Space.Layers;
using Tongban.Space.Work;

namespace Tongban.Space.Import;

/// <summary>A file for a new version of a layer, kept already.</summary>
/// <param name="SourceDigest">SHA-256 under which the file is kept.</param>
/// <param name="Coverage">GeoJSON of the area the layer is complete in, or <see langword="null"/> with a division.</param>
/// <param name="Division">Division whose whole area is covered; only where its boundary is known.</param>
internal sealed record BeginImportCommand(string Layer, string FileName, string SourceDigest, long Bytes, ImportOptions Options, string? Coverage, string? Division);

/// <summary>An officer of the layer's authority hands a file in; it is read in the background.</summary>
internal sealed class BeginImportHandler(TongbanDb db, Caller caller, CityClock clock, LayerDirectory layers, OrganDirectory organs, FileIntake intake, WorkSignal<ImportRunner> signal)
{
    /// <summary>Takes the bytes in before anything is decided about them: only size and kind are looked at.</summary>
    public async Task<Result<(string Digest, long Bytes)>> ReceiveAsync(string layer, Stream content, CancellationToken ct)
    {
        if (Mine(layer).Error is { } refusal)
            return refusal;
        return await intake.ReceiveAsync(content, ct);
    }

    public async Task<Result<Guid>> HandleAsync(BeginImportCommand command, CancellationToken ct)
    {
        var result = await db.ActAsync(command, caller, async () =>
        {
            if (!Mine(command.Layer).TryGet(out var layer, out var refusal))
                return refusal;
            if (!CoverageOf(command).TryGet(out var coverage, out var noCoverage))
                return noCoverage;
            var head = await db.Set<LayerHead>().SingleOrDefaultAsync(h => h.Layer == layer.Code, ct);
            if (head is null)
                db.Add(head = LayerHead.Begin(layer.Code, clock.Now));
            if (head.Open is not null)
                return LayerErrors.ImportRunning(layer.Code);
            var version = LayerVersion.Begin(layer.Code, head.NextNumber(), FileIntake.NameOf(command.FileName), command.SourceDigest, command.Bytes, command.Options, caller.Actor.Organ!, caller.Actor.PersonId, coverage, command.Division, clock.Now);
            head.Begun(version.Id);
            db.Add(version);
            return (Result<Guid>)version.Id;
        }, ct);
        if (result.Error is null)
            signal.Raise();
        return result;
    }

    /// <summary>The layer, if the caller's organ is its authority.</summary>
    public Result<LayerData> Mine(string code)
    {
        if (layers.Catalogue.Find(code) is not { } layer)
            return LayerErrors.NoSuchLayer(code);
        var authority = layers.AuthorityOf(layer);
        return caller.Actor.Organ == authority && caller.Actor.Is(SpacePermissions.Prepare.HeldBy) ? layer : LayerErrors.NotYourLayer(organs.NameOf(authority));
    }

    private Result<Site> CoverageOf(BeginImportCommand command)
    {
        if (!string.IsNullOrWhiteSpace(command.Division))
            return layers.Boundaries.TryGetValue(command.Division, out var boundary) ? boundary : LayerErrors.BoundaryMissing(command.Division);
        return string.IsNullOrWhiteSpace(command.Coverage) ? LayerErrors.CoverageMissing() : Site.FromText(command.Coverage, "coverage").Then(r => (Result<Site>)r.Site);
    }
}
