using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Lists.Contracts;

namespace Tongban.Approvals.SupervisionDuties;

/// <summary>A duty as a page and the API show it.</summary>
internal sealed record DutyAnswer(
    Guid Id, long Version, Guid ProjectId, string ProjectCode, string ProjectName, string Item, string Power, string Entry, int EntryVersion, string Organ, string NameZh, string NameEn, string CheckZh, string CheckEn,
    string Method, string FrequencyZh, string FrequencyEn, string LegalBasis, IReadOnlyList<ListFee> Fees, int Round, DutyState State, DateOnly DueOn, DateOnly YellowFrom,
    DutyResult? Result, string? Findings, string? FeeCharged, decimal? FeeYuan, DateOnly? CheckedOn)
{
    public Words Name => (NameZh, NameEn);

    public Light LightOn(DateOnly day) => State is not DutyState.Open ? Light.Ended : day > DueOn ? Light.Red : day >= YellowFrom ? Light.Yellow : Light.Green;
}

/// <summary>Reads duties of supervision: an organ its own, an enterprise those of its projects, auditors all.</summary>
internal sealed class DutyQueries(TongbanDb db, Caller caller)
{
    public const int PageSize = 50;

    public async Task<KeyPage<DutyAnswer>> ListAsync(bool open, string? text, string? after, CancellationToken ct)
    {
        var query = Visible().Where(d => open ? d.State == DutyState.Open : d.State == DutyState.Checked);
        if (text?.Trim() is { Length: > 0 } part)
            query = query.Where(d => d.ProjectCode.Contains(part) || d.ProjectName.Contains(part) || d.NameZh.Contains(part) || d.Entry.Contains(part));
        if (PageKey.Read<DutyKey>(after) is { } key)
            query = query.Where(d => d.DueOn > key.DueOn || (d.DueOn == key.DueOn && d.Id.CompareTo(key.Id) > 0));
        var rows = await Answers(query.OrderBy(d => d.DueOn).ThenBy(d => d.Id).Take(PageSize + 1)).ToListAsync(ct);
        return rows.Count <= PageSize ? new(rows, null) : new(rows[..PageSize], PageKey.Write(new DutyKey(rows[PageSize - 1].DueOn, rows[PageSize - 1].Id)));
    }

    public async Task<IReadOnlyList<DutyAnswer>> OfProjectAsync(Guid projectId, CancellationToken ct) =>
        await Answers(db.Set<SupervisionDuty>().Where(d => d.ProjectId == projectId && d.State != DutyState.Void).OrderBy(d => d.DueOn).ThenBy(d => d.Id).Take(500)).ToListAsync(ct);

    public Task<DutyAnswer?> FindAsync(Guid id, CancellationToken ct) => Answers(Visible().Where(d => d.Id == id)).SingleOrDefaultAsync(ct);

    private static IQueryable<DutyAnswer> Answers(IQueryable<SupervisionDuty> query) => query.AsNoTracking().Select(d => new DutyAnswer(
        d.Id, d.Version, d.ProjectId, d.ProjectCode, d.ProjectName, d.Item, d.Power, d.Entry, d.EntryVersion, d.Organ, d.NameZh, d.NameEn, d.CheckZh, d.CheckEn, d.Method, d.FrequencyZh, d.FrequencyEn, d.LegalBasis, d.Fees,
        d.Round, d.State, d.DueOn, d.YellowFrom, d.Result, d.Findings, d.FeeCharged, d.FeeYuan, d.CheckedOn));

    private IQueryable<SupervisionDuty> Visible()
    {
        var (duties, actor) = (db.Set<SupervisionDuty>(), caller.Actor);
        if (actor.Is(Roles.Auditor))
            return duties;
        if (actor.Organ is { } organ)
            return duties.Where(d => d.Organ == organ);
        return duties.WithinReachOf(actor);
    }

    private sealed record DutyKey(DateOnly DueOn, Guid Id);
}

/// <summary>What the organ found.</summary>
internal sealed record RecordCheckCommand(Guid Duty, DutyResult Result, string? Findings, string? Fee, decimal? FeeYuan);

/// <summary>An officer of the responsible organ records a check.</summary>
internal sealed class RecordCheckHandler(TongbanDb db, Caller caller, Calendars calendars, CityClock clock)
{
    /// <returns>When it is looked at next, or <see langword="null"/> when this was the last check.</returns>
    public Task<Result<DateOnly?>> HandleAsync(RecordCheckCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<SupervisionDuty>().SingleOrDefaultAsync(d => d.Id == command.Duty, ct) is not { } duty || caller.Actor.Organ != duty.Organ)
            return (Result<DateOnly?>)ApprovalErrors.NoSuchDuty();
        if (caller.Expects(duty) is { } stale)
            return stale;
        if (!duty.RecordCheck(command.Result, command.Findings, command.Fee, command.FeeYuan, caller.Actor, calendars.Current, clock.Now).TryGet(out var next, out var refusal))
            return refusal;
        if (next is not null)
            db.Add(next);
        return next?.DueOn;
    }, ct);
}
