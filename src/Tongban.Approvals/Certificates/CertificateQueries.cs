using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.Certificates;

/// <summary>Which results of an organ are asked for.</summary>
internal enum CertificateTab
{
    /// <summary>待送达.</summary>
    ToServe,

    /// <summary>待答复.</summary>
    Requests,

    /// <summary>即将届满: within sixty days.</summary>
    Expiring,

    /// <summary>全部.</summary>
    All,
}

/// <summary>One line of a list of results.</summary>
internal sealed record CertificateRow(
    Guid Id, ResultKind Kind, Words Name, string Number, string Organ, Words OrganName, string Owner, string ProjectCode, string ProjectName, DateOnly DecidedOn,
    ResultState State, DateOnly? ServiceDueOn, Light? Light, int? DaysLeft, DateOnly? ServedOn, DateOnly? ValidTo, HolderRequestKind? Requested, DateOnly? RequestDueOn);

/// <summary>What anyone may know of a permit: whether it holds, whose it is, until when.</summary>
internal sealed record PublicCertificate(
    string Number, Words Name, Words OrganName, string Holder, string? HolderName, string ProjectCode, string ProjectName, DateOnly DecidedOn, DateOnly? ValidTo, ResultState State, bool InForce,
    string? EndBasis, DateOnly? EndedOn, string Digest);

/// <summary>A result with its clock and history.</summary>
internal sealed record CertificateView(
    Guid Id, long Version, Guid ProjectId, Guid StageCase, string Item, ResultKind Kind, Words Name, string Number, string Organ, Words OrganName, string Owner, string ProjectCode, string ProjectName, DateOnly DecidedOn,
    ResultState State, TimeLimit Service, Light Light, int DaysUsed, int DaysLeft, IReadOnlyList<ExplainedDay> Days, DateOnly? ServedOn, ServiceWay? ServedBy, string? Receipt,
    DateOnly? ValidTo, string? ValidityBasis, int Renewals, DateOnly? LastDayToRenew, HolderRequest? Request, IReadOnlyList<ResultChange> Changes,
    EndGround? EndGround, string? EndReason, DateOnly? EndedOn, string Digest, Guid? Document);

internal sealed class CertificateQueries(TongbanDb db, Calendars calendars, CityClock clock, OrganDirectory organs, IProjectArchive archive, ILegalPersons legalPersons)
{
    public const int PageSize = 50;

    /// <summary>How long before the expiry the first reminder comes.</summary>
    public const int ReminderDays = 60;

    /// <summary>An organ's results, those that press first.</summary>
    public async Task<KeyPage<CertificateRow>> OfOrganAsync(Actor actor, CertificateTab tab, string? after, CancellationToken ct)
    {
        if (actor.Organ is not { } organ)
            return new([], null);
        var (today, soon) = (clock.Today, clock.Today.AddDays(ReminderDays));
        var mine = db.Set<IssuedResult>().AsNoTracking().Where(r => r.Organ == organ);
        mine = tab switch
        {
            CertificateTab.ToServe => mine.Where(r => r.State == ResultState.AwaitingService),
            CertificateTab.Requests => mine.Where(r => r.Requested != null),
            CertificateTab.Expiring => mine.Where(r => r.State == ResultState.InForce && r.ValidTo <= soon),
            _ => mine,
        };
        return await PageAsync(mine, after, ct);
    }

    /// <summary>All results of the enterprise the caller acts for, newest first.</summary>
    public Task<KeyPage<CertificateRow>> OfHolderAsync(Actor actor, string? after, CancellationToken ct) =>
        PageAsync(db.Set<IssuedResult>().AsNoTracking().WithinReachOf(actor).Where(r => r.State != ResultState.Voided), after, ct);

    /// <summary>Results of one project that the reader may see.</summary>
    public async Task<IReadOnlyList<CertificateRow>> OfStageAsync(Guid stageCase, Actor actor, CancellationToken ct) =>
        [.. (await db.Set<IssuedResult>().AsNoTracking().Where(r => r.StageCaseId == stageCase && r.State != ResultState.Voided).VisibleTo(actor).OrderBy(r => r.Item).Take(200).ToListAsync(ct)).Select(Show)];

    /// <summary>The public register of permits. Refusals and void papers are not in it.</summary>
    /// <param name="text">A number, a credit code or a project code, whole.</param>
    public async Task<KeyPage<PublicCertificate>> PublicAsync(string? text, bool inForceOnly, string? after, CancellationToken ct)
    {
        var today = clock.Today;
        var open = db.Set<IssuedResult>().AsNoTracking().Where(r => r.Kind != ResultKind.Refusal && r.State != ResultState.Voided && r.State != ResultState.AwaitingService);
        if (inForceOnly)
            open = open.Where(r => r.State == ResultState.InForce && (r.ValidTo == null || r.ValidTo >= today));
        if (text?.Trim() is { Length: > 0 } wanted)
            open = open.Where(r => r.Number == wanted || r.Owner == wanted || r.ProjectCode == wanted);
        if (PageKey.Read<Guid>(after) is var key && key != Guid.Empty)
            open = open.Where(r => r.Id < key);
        var rows = await open.OrderByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(ct);
        var next = rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id) : null;
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var owner in rows.Take(PageSize).Select(r => r.Owner).Distinct(StringComparer.Ordinal))
            names[owner] = (await legalPersons.FindAsync(owner, ct))?.Name;
        return new([.. rows.Take(PageSize).Select(r => new PublicCertificate(r.Number, r.Name, organs.NameOf(r.Organ), r.Owner, names[r.Owner], r.ProjectCode, r.ProjectName, r.DecidedOn, r.ValidTo, r.State, r.HoldsOn(today),
            r.EndGround?.Basis(), r.EndedOn, r.Digest))], next);
    }

    public async Task<CertificateView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await db.Set<IssuedResult>().AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } r)
            return null;
        var (today, calendar) = (clock.Today, calendars.Current);
        var document = (await archive.ListAsync(r.ProjectId, ArchiveAudience.Organs, ct)).FirstOrDefault(d => d.Number == r.Number)?.Id;
        return new CertificateView(r.Id, r.Version, r.ProjectId, r.StageCaseId, r.Item, r.Kind, r.Name, r.Number, r.Organ, organs.NameOf(r.Organ), r.Owner, r.ProjectCode, r.ProjectName, r.DecidedOn,
            r.State, r.Service, r.Service.LightOn(today, calendar), r.Service.Elapsed(today, calendar), r.Service.Remaining(today, calendar), r.Service.Explain(today, calendar), r.ServedOn, r.ServedBy,
            actor.IsOfficer || r.IsWithinReachOf(actor) ? r.Receipt : null, r.ValidTo, r.ValidityBasis, r.Renewals, r.ValidTo?.AddDays(-30), r.Request, r.Changes, r.EndGround, r.EndReason, r.EndedOn, r.Digest, document);
    }

    private async Task<KeyPage<CertificateRow>> PageAsync(IQueryable<IssuedResult> query, string? after, CancellationToken ct)
    {
        if (PageKey.Read<Guid>(after) is var key && key != Guid.Empty)
            query = query.Where(r => r.Id < key);
        var rows = await query.OrderByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(ct);
        return new([.. rows.Take(PageSize).Select(Show)], rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id) : null);
    }

    private CertificateRow Show(IssuedResult r)
    {
        var (today, calendar) = (clock.Today, calendars.Current);
        var waits = r.State is ResultState.AwaitingService;
        return new(r.Id, r.Kind, r.Name, r.Number, r.Organ, organs.NameOf(r.Organ), r.Owner, r.ProjectCode, r.ProjectName, r.DecidedOn, r.State, r.ServiceDueOn,
            waits ? r.Service.LightOn(today, calendar) : null, waits ? r.Service.Remaining(today, calendar) : null, r.ServedOn, r.ValidTo, r.Requested, r.RequestDueOn);
    }
}
