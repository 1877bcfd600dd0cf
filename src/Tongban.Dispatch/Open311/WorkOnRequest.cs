using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Open311;

internal sealed record TransferRequestCommand(string Number, string Organ, string? Reason);

internal sealed record NoteRequestCommand(string Number, string? Notes);

internal sealed record CloseRequestCommand(string Number, RequestOutcome Outcome, string? Notes);

/// <summary>What the organ that handles a request does with it.</summary>
internal sealed class WorkOnRequest(TongbanDb db, Caller caller, CityCatalogue city, CityClock clock)
{
    /// <summary>The dispatch office may pass on what lies with anyone.</summary>
    public string Office { get; } = Organ.KeyOf("FGW", city.City.Division);

    public bool MayHandle(string organ) => caller.Actor.Is(DispatchPermissions.Work.HeldBy) && caller.Actor.Organ == organ;

    public bool MayTransfer(string organ) => MayHandle(organ) || (caller.Actor.Is(DispatchPermissions.Direct.HeldBy) && caller.Actor.Organ == Office);

    public Task<Result<long>> TransferAsync(TransferRequestCommand command, CancellationToken ct) => OnAsync(command, command.Number, MayTransfer, r =>
    {
        if (city.Organ(command.Organ) is null)
            return RequestErrors.NoSuchOrgan(command.Organ);
        if (r.Transfer(command.Organ, command.Reason, clock.Now) is { } refusal)
            return refusal;
        db.Notify(Notice.To(Notice.Organ(command.Organ), $"request-transferred:{r.Id:N}:{r.Version}", new Words("转来市民诉求 {0}", "The service request {0} was passed on to you").With(r.Number), $"/service-requests/{r.Number}", clock.Now));
        return null;
    }, ct);

    public Task<Result<long>> NoteAsync(NoteRequestCommand command, CancellationToken ct) => OnAsync(command, command.Number, MayHandle, r => r.Note(command.Notes, clock.Now), ct);

    public Task<Result<long>> CloseAsync(CloseRequestCommand command, CancellationToken ct) => OnAsync(command, command.Number, MayHandle, r => r.Close(command.Outcome, command.Notes, clock.Now), ct);

    private Task<Result<long>> OnAsync<T>(T command, string number, Func<string, bool> may, Func<ServiceRequest, Error?> act, CancellationToken ct) where T : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<ServiceRequest>().SingleOrDefaultAsync(r => r.Number == number, ct) is not { } request)
            return RequestErrors.NoSuchRequest(number);
        if (!may(request.Organ))
            return RequestErrors.NotYours();
        return (caller.Expects(request) ?? act(request)) is { } refusal ? refusal : (Result<long>)(request.Version + 1);
    }, ct);
}

internal sealed record RegisterApplicationCommand(string? Name, string? Contact, bool MayImport, int PerMinute);

/// <summary>A new application with the key that is shown once.</summary>
internal sealed record RegisteredApplication(Guid Id, string Key);

/// <summary>Keeps the applications that may send requests.</summary>
internal sealed class Applications(TongbanDb db, Caller caller, CityClock clock)
{
    public Task<Result<RegisteredApplication>> RegisterAsync(RegisterApplicationCommand command, CancellationToken ct)
    {
        // The answer holds a secret and is not kept for a repeat: sent twice, there are two applications, and one is revoked.
        caller.ActId = null;
        return db.ActAsync(command, caller, () =>
        {
            if (!ApiApplication.Register(command.Name, command.Contact, command.MayImport, command.PerMinute, clock.Now).TryGet(out var made, out var refusal))
                return Task.FromResult((Result<RegisteredApplication>)refusal);
            db.Add(made.Application);
            return Task.FromResult((Result<RegisteredApplication>)new RegisteredApplication(made.Application.Id, made.Key));
        }, ct);
    }

    public Task<Result<long>> RevokeAsync(Guid id, CancellationToken ct) => db.ActAsync(id.ToString(), caller, async () =>
    {
        if (await db.Set<ApiApplication>().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } application)
            return RequestErrors.NoSuchApplication();
        return application.Revoke(clock.Now) is { } refusal ? refusal : (Result<long>)(application.Version + 1);
    }, ct);

    public async Task<IReadOnlyList<ApiApplication>> ListAsync(CancellationToken ct) => await db.Set<ApiApplication>().AsNoTracking().OrderBy(a => a.Id).Take(500).ToListAsync(ct);

    /// <returns>The application behind a key, unless it was revoked.</returns>
    public async Task<ApiApplication?> FindAsync(string? key, CancellationToken ct)
    {
        if (key is not { Length: > 8 and < 100 })
            return null;
        var digest = Sha256.Of(key);
        return await db.Set<ApiApplication>().AsNoTracking().SingleOrDefaultAsync(a => a.KeyDigest == digest && a.RevokedAt == null, ct);
    }
}
