using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.Certificates;

/// <summary>Where every act on a result begins: loads it, asks who may act, knows the day.</summary>
internal sealed class CertificateDesk(TongbanDb db, Caller caller, Authority authority, Calendars calendars, CityClock clock, FlowLibrary flows, ILegalPersons legalPersons)
{
    public Actor Actor => caller.Actor;

    public TongbanDb Db => db;

    /// <summary>Results carry no flow of their own; what a result needs of it was copied when it was made.</summary>
    public CaseSetting Setting => new(flows.Current, calendars.Current, clock.Now);

    public Task<Result<long>> AsHolderAsync<TCommand>(TCommand command, Guid id, Func<IssuedResult, CaseSetting, Error?> act, CancellationToken ct) where TCommand : notnull =>
        ActAsync(command, id, async result => await legalPersons.StandsForAsync(Actor, result.Owner, result.ProjectId, clock.Today, ct)
            ? caller.Expects(result) ?? act(result, Setting) : CertificateErrors.NotYours(), ct);

    public Task<Result<long>> AsIssuerAsync<TCommand>(TCommand command, Guid id, Roles role, Func<IssuedResult, CaseSetting, Error?> act, CancellationToken ct) where TCommand : notnull =>
        ActAsync(command, id, result => Task.FromResult(authority.Check(Actor, role, result.Organ, result.Item).TryGet(out _, out var refusal)
            ? caller.Expects(result) ?? act(result, Setting) : refusal), ct);

    public Task<Result<long>> ActAsync<TCommand>(TCommand command, Guid id, Func<IssuedResult, Task<Error?>> work, CancellationToken ct) where TCommand : notnull =>
        db.ActAsync(command, caller, async () =>
        {
            if (await db.Set<IssuedResult>().VisibleTo(caller.Actor).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } result)
                return (Result<long>)CertificateErrors.NotFound();
            return await work(result) is { } refusal ? refusal : result.Version + 1;
        }, ct);

    public void TellHolder(IssuedResult result, string occasion, Words text) =>
        db.Notify(Notice.To(Notice.Enterprise(result.Owner), $"{occasion}:{result.Id:N}", text, $"/certificates/{result.Id}", clock.Now, result.ProjectId));

    public void TellIssuer(IssuedResult result, string occasion, Words text) =>
        db.Notify(Notice.To(Notice.Organ(result.Organ), $"{occasion}:{result.Id:N}", text, $"/certificates/{result.Id}", clock.Now, result.ProjectId));
}

internal static class CertificateVisibility
{
    /// <summary>Who sees a result with all that stands behind it: its organ, its holder, the auditors; the platform itself sees all.</summary>
    public static IQueryable<IssuedResult> VisibleTo(this IQueryable<IssuedResult> results, Actor actor)
    {
        if (actor.Is(Roles.Auditor) || actor == Actor.System)
            return results;
        if (actor.Organ is { } organ)
            return results.Where(r => r.Organ == organ);
        return results.WithinReachOf(actor);
    }
}
