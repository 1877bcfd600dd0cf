using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Weekly.Figures;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Weekly;

/// <summary>One line of the list of major projects.</summary>
internal sealed record MajorRow(MajorEntry Newest, bool IsListed, long Version, string Owner);

/// <summary>A project on the list, with its history.</summary>
internal sealed record MajorSheet(MajorProject Major, bool MayList);

/// <summary>One revision in the history of a week.</summary>
internal sealed record RevisionLine(int Revision, DateTimeOffset SubmittedAt, string? Organ, string? Reason, bool Late, string Digest);

/// <summary>The return of one project for one week, and what a person needs to make it.</summary>
/// <param name="Start">What the form begins with.</param>
/// <param name="CumulatedBefore">Investment of the year up to the week before.</param>
internal sealed record ReturnSheet(MajorEntry Project, IsoWeek Week, DateTimeOffset DueAt, WeeklyReturn? Current, WeekFields Start, decimal? CumulatedBefore, IsoWeek? StartsFrom, IReadOnlyList<RevisionLine> Revisions, IReadOnlyList<Outlier> Outliers,
    WeekRates Rates, bool MayReturn);

/// <summary>A project of the reader's in one week.</summary>
internal sealed record WeekStateRow(BoardProject Project, int Revision, bool Late, DateTimeOffset? SubmittedAt);

/// <summary>What another room knows about a project.</summary>
/// <param name="Value"><see langword="null"/> when there is no data.</param>
internal sealed record MeasuredFact(string Name, string? Value, string? Link);

/// <summary>One week in the list of weeks.</summary>
internal sealed record WeekRow(IsoWeek Week, DateTimeOffset DueAt, BoardPoint Figures);

/// <summary>Reads lists, returns and boards; the one place that says who sees which project's weeks.</summary>
internal sealed class WeekQueries(TongbanDb db, Caller caller, WeeklyDesk desk, WeeklyRules rules, IProjects projects, IEnumerable<IProjectFactSource> sources, CityClock clock)
{
    /// <summary>What a return is held beside: money, plan, approvals.</summary>
    private static readonly IReadOnlyDictionary<string, Words> Measured = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        ["fund.planWan"] = ("本年计划资金（万元）", "planned for the year, 10⁴ yuan"),
        ["fund.arrivedWan"] = ("本年到位资金（万元）", "money arrived this year, 10⁴ yuan"),
        ["fund.paidWan"] = ("累计支付（万元）", "paid in all, 10⁴ yuan"),
        ["plan.yearDoneWan"] = ("月报本年完成投资（万元）", "done this year by the monthly returns, 10⁴ yuan"),
        ["plan.physicalPercent"] = ("月报形象进度（%）", "physical progress of the monthly return, %"),
        ["item(S4-06).state"] = ("建筑工程施工许可", "construction permit"),
    };

    /// <summary>Officers see all; a project unit the projects its capacity reaches.</summary>
    private IQueryable<MajorProject> Visible() => caller.Actor.Is(DispatchPermissions.Read.HeldBy) ? db.Set<MajorProject>().AsNoTracking() : db.Set<MajorProject>().AsNoTracking().WithinReachOf(caller.Actor);

    public IsoWeek ThisWeek => IsoWeek.Of(clock.Today);

    /// <summary>The list as it is now.</summary>
    public async Task<IReadOnlyList<MajorRow>> MajorsAsync(bool alsoRemoved, CancellationToken ct)
    {
        var query = Visible();
        if (!alsoRemoved)
            query = query.Where(m => m.IsListed);
        return [.. (await query.Include(m => m.Entries).OrderBy(m => m.Code).Take(2000).ToListAsync(ct)).Select(m => new MajorRow(m.Newest, m.IsListed, m.Version, m.Owner))];
    }

    public async Task<MajorSheet?> MajorAsync(string code, CancellationToken ct) =>
        await Visible().Include(m => m.Entries).SingleOrDefaultAsync(m => m.Code == code, ct) is { } major ? new(major, desk.MayList(caller.Actor, major.Division, major.Newest.Class)) : null;

    /// <summary>Investment of the year up to the week before, by project code, of those that have returned an earlier week; a new year begins at nothing.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> CumulatedBeforeAsync(IReadOnlyCollection<string> codes, IsoWeek week, CancellationToken ct)
    {
        var (from, to) = (week.Plus(-Outliers.MostWeeks).Key, week.Key);
        var earlier = await db.Set<WeeklyReturn>().AsNoTracking().Where(r => codes.Contains(r.Code) && r.Week >= from && r.Week < to).ToListAsync(ct);
        return earlier.GroupBy(r => r.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(r => r.Week).ThenBy(r => r.Revision).Last() is var last && last.IsoWeek.Year == week.Year ? last.Fields.YearCumulativeWan : 0, StringComparer.Ordinal);
    }

    /// <returns>The sheet, or <see langword="null"/> when the reader does not see the project, or it was not on the list that week.</returns>
    public async Task<ReturnSheet?> ReturnAsync(string code, IsoWeek week, CancellationToken ct)
    {
        if (await Visible().Include(m => m.Entries).SingleOrDefaultAsync(m => m.Code == code, ct) is not { } major || Board.InForce(major.Entries, week) is not { } listed)
            return null;
        var all = await db.Set<WeeklyReturn>().AsNoTracking().Where(r => r.ProjectId == major.ProjectId && r.Week <= week.Key && r.Week >= week.Plus(-Outliers.MostWeeks).Key).ToListAsync(ct);
        var known = all.GroupBy(r => r.Week).Select(w => w.MaxBy(r => r.Revision)!).OrderByDescending(r => r.Week).ToList();
        var current = known is [{ } newest, ..] && newest.Week == week.Key ? newest : null;
        var earlier = known.Where(r => r.Week < week.Key).ToList();
        decimal? before = earlier is [{ } last, ..] ? (last.IsoWeek.Year == week.Year ? last.Fields.YearCumulativeWan : 0) : null;
        var start = current?.Fields ?? (earlier is [{ } from, ..] ? from.Fields.AsStart(from.IsoWeek.Year == week.Year) : WeekFields.Empty);
        return new(listed, week, week.DueAt(rules), current, start, before, current is null && earlier is [{ } w, ..] ? w.IsoWeek : null,
            [.. all.Where(r => r.Week == week.Key).OrderByDescending(r => r.Revision).Select(r => new RevisionLine(r.Revision, r.SubmittedAt, r.Organ, r.Reason, r.Late, r.Fields.Digest))],
            current is null ? [] : Outliers.Of(week, current.Fields, [.. earlier.Select(r => (r.IsoWeek, r.Fields))], listed.TotalWan), WeekRates.Of(listed, week, current?.Fields, rules),
            caller.Actor.Is(DispatchPermissions.Report.HeldBy) && week <= ThisWeek && ThisWeek.Since(week) <= SubmitReturnHandler.OpenWeeks && await desk.MayReturnAsync(caller.Actor, major, ct));
    }

    /// <summary>What one revision said.</summary>
    public async Task<WeeklyReturn?> RevisionAsync(string code, IsoWeek week, int revision, CancellationToken ct) =>
        await Visible().AnyAsync(m => m.Code == code, ct) ? await db.Set<WeeklyReturn>().AsNoTracking().SingleOrDefaultAsync(r => r.Code == code && r.Week == week.Key && r.Revision == revision, ct) : null;

    /// <summary>The reader's projects on the list of a week, those without a return first.</summary>
    public async Task<IReadOnlyList<WeekStateRow>> StatesAsync(IsoWeek week, CancellationToken ct)
    {
        var majors = await Visible().Include(m => m.Entries).OrderBy(m => m.Code).Take(2000).ToListAsync(ct);
        List<Guid> ids = [.. majors.Select(m => m.ProjectId)];
        var returns = caller.Actor.Is(DispatchPermissions.Read.HeldBy) ? db.Set<WeeklyReturn>().AsNoTracking().Where(r => r.Week == week.Key) : db.Set<WeeklyReturn>().AsNoTracking().Where(r => r.Week == week.Key && ids.Contains(r.ProjectId));
        var known = (await returns.Select(r => new { r.ProjectId, r.Revision, r.Late, r.SubmittedAt }).ToListAsync(ct)).GroupBy(r => r.ProjectId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Revision)!);
        return [.. majors.Select(m => Board.InForce(m.Entries, week)).OfType<MajorEntry>().Select(e => known.GetValueOrDefault(e.ProjectId) is { } r ? new WeekStateRow(Board.ProjectOf(e), r.Revision, r.Late, r.SubmittedAt) : new(Board.ProjectOf(e), 0, false, null))
            .OrderBy(r => r.Revision > 0).ThenBy(r => r.Project.Code, StringComparer.Ordinal)];
    }

    /// <summary>The board of a week as it was known at an instant, of the projects the reader sees.</summary>
    public async Task<BoardSheet> BoardAsync(IsoWeek week, DateTimeOffset asOf, BoardFilter filter, CancellationToken ct)
    {
        var majors = Visible();
        var entries = await db.Set<MajorEntry>().AsNoTracking().Where(e => majors.Any(m => m.Id == e.MajorId)).ToListAsync(ct);
        // The curve's first week looks back as far as its flags do.
        var from = week.Plus(-(Board.TrendWeeks + Outliers.MostWeeks)).Key;
        var returns = await db.Set<WeeklyReturn>().AsNoTracking().Where(r => r.Week >= from && r.Week <= week.Key && r.SubmittedAt <= asOf && majors.Any(m => m.ProjectId == r.ProjectId)).ToListAsync(ct);
        return Board.Of(entries, returns, week, asOf, filter, rules, desk.DivisionName);
    }

    /// <summary>The week a board opens with: the last that is over, otherwise the last that anyone returned.</summary>
    /// <remarks>A week that is not due yet would show as missing what may still come; it is shown when somebody asks for it, or when there is none before it.</remarks>
    public async Task<IsoWeek> NewestAsync(CancellationToken ct)
    {
        var majors = Visible();
        var over = clock.Now >= ThisWeek.DueAt(rules) ? ThisWeek : ThisWeek.Plus(-1);
        if (await db.Set<WeeklyReturn>().AnyAsync(r => r.Week == over.Key && majors.Any(m => m.ProjectId == r.ProjectId), ct))
            return over;
        var week = ThisWeek.Key;
        return await db.Set<WeeklyReturn>().Where(r => r.Week <= week && majors.Any(m => m.ProjectId == r.ProjectId)).OrderByDescending(r => r.Week).Select(r => (int?)r.Week).FirstOrDefaultAsync(ct) is { } newest ? IsoWeek.OfKey(newest) : ThisWeek;
    }

    /// <summary>What other rooms measured about a project; a source without an answer says that it has no data.</summary>
    public async Task<IReadOnlyList<MeasuredFact>> FactsAsync(Guid project, CancellationToken ct)
    {
        if (await projects.FindAsync(project, ct) is not { } record)
            return [];
        var asked = Measured.Keys.ToHashSet(StringComparer.Ordinal);
        var known = new Dictionary<string, MeasuredFact>(StringComparer.Ordinal);
        foreach (var source in sources.Where(s => s is not WeekFacts))
        {
            foreach (var fact in (await source.OfAsync(record, asked, clock.Today, ct)).Where(f => f.Value is not null))
                known.TryAdd(fact.Name, new(Measured[fact.Name].ToString(), fact.Value, fact.Link));
        }
        return [.. Measured.Select(m => known.GetValueOrDefault(m.Key) ?? new(m.Value.ToString(), null, null))];
    }

    /// <summary>The newest weeks with their figures, newest first.</summary>
    public async Task<IReadOnlyList<WeekRow>> WeeksAsync(CancellationToken ct)
    {
        var board = await BoardAsync(ThisWeek, clock.Now, new(), ct);
        return [.. board.Trend.Reverse().Select(p => (Week: IsoWeek.Parse(p.Week).Value, Point: p)).Where(p => p.Point.Projects > 0).Select(p => new WeekRow(p.Week, p.Week.DueAt(rules), p.Point))];
    }
}
