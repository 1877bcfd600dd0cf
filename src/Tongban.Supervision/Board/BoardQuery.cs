using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Rules;

namespace Tongban.Supervision.Board;

/// <summary>How many clocks show which light.</summary>
internal sealed record Lights(int Green, int Yellow, int Red, int DoubleRed, int Blue)
{
    public int All => Green + Yellow + Red + DoubleRed + Blue;

    public static Lights operator +(Lights a, Lights b) => new(a.Green + b.Green, a.Yellow + b.Yellow, a.Red + b.Red, a.DoubleRed + b.DoubleRed, a.Blue + b.Blue);
}

/// <summary>Lights of one department, stage or division.</summary>
/// <param name="Key">Organ, number of the stage, six digits of the division.</param>
internal sealed record LightGroup(string Key, string NameZh, string NameEn, Lights Lights)
{
    public string Name => ((Words)(NameZh, NameEn)).ToString();
}

/// <summary>The board of a moment.</summary>
/// <param name="TodayRed">Found today, double red among them.</param>
/// <param name="Open">Findings that are not over.</param>
/// <param name="PausedTooLong">Clocks that stand still beyond the day the applicant was told.</param>
/// <param name="ReturnedTooOften">Items that came back at least twice.</param>
/// <param name="Stars">Mean of the last ninety days' ratings; <see langword="null"/> without any, or for the public with fewer than three.</param>
internal sealed record BoardAnswer(
    DateOnly On, Lights All, IReadOnlyList<LightGroup> Organs, IReadOnlyList<LightGroup> Stages, IReadOnlyList<LightGroup> Divisions, int TodayYellow, int TodayRed, int Open, int PausedTooLong, int ReturnedTooOften, decimal? Stars, int Ratings);

/// <summary>A running clock as the list of the board shows it.</summary>
internal sealed record ClockRow(Guid Id, string ProjectCode, Guid StageCase, int Stage, string Item, string Organ, Light Light, DateOnly? DueOn, DateOnly? PausedSince, DateOnly? PlannedTo, string? PauseType, int Returned);

/// <summary>The live board. It counts by groups over narrow rows of what is open, never over cases that ended; the public sees numbers and no case.</summary>
internal sealed class BoardQuery(TongbanDb db, SupervisionOffice office, OrganDirectory organs, CityCatalogue city, IFlowFacts flow, CityClock clock)
{
    private const int PageSize = 50, RatingDays = 90, FewRatings = 3;
    private static readonly DateOnly Never = new(9999, 12, 31);

    /// <param name="nameless">For the public: no figures of single officers or cases, and no means over fewer than three.</param>
    public async Task<BoardAnswer> BoardAsync(Actor actor, bool nameless, CancellationToken ct)
    {
        var today = clock.Today;
        var mine = nameless || office.ReadsAll(actor) ? null : actor.Organ;
        var clocks = db.Set<RunningClock>().AsNoTracking();
        if (mine is not null)
            clocks = clocks.Where(c => c.Organ == mine);
        var groups = await clocks.GroupBy(c => new
        {
            c.Organ, c.Stage, c.Division,
            Light = c.PausedSince != null ? 4 : c.LawDueOn < today ? 3 : c.DueOn < today ? 2 : c.YellowFrom <= today ? 1 : 0,
        }).Select(g => new { g.Key.Organ, g.Key.Stage, g.Key.Division, g.Key.Light, Count = g.Count() }).ToListAsync(ct);
        var rows = groups.ConvertAll(g => (g.Organ, g.Stage, g.Division, Lights: new Lights(g.Light == 0 ? g.Count : 0, g.Light == 1 ? g.Count : 0, g.Light == 2 ? g.Count : 0, g.Light == 3 ? g.Count : 0, g.Light == 4 ? g.Count : 0)));

        var found = db.Set<Finding>().AsNoTracking().Where(f => !f.Dismissed);
        if (mine is not null)
            found = found.Where(f => f.Organ == mine);
        var todays = await found.Where(f => f.FoundOn == today).GroupBy(f => f.Level).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var open = await found.Where(f => f.SettledOn == null).Take(1000).CountAsync(ct);
        var since = today.AddDays(-RatingDays);
        var stars = await db.Set<SupervisionMeasure>().AsNoTracking().Where(m => m.Kind == MeasureKind.Rated && m.CountsOn >= since && (mine == null || m.Organ == mine)).GroupBy(m => m.Days).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var ratings = stars.Sum(s => s.Count);
        var names = flow.Current?.Stages.ToDictionary(s => s.No, s => s.Name) ?? [];
        return new(today, rows.Aggregate(new Lights(0, 0, 0, 0, 0), (sum, r) => sum + r.Lights),
            Groups(rows, r => r.Organ, key => organs.NameOf(key)),
            Groups(rows, r => r.Stage.ToString(System.Globalization.CultureInfo.InvariantCulture), key => names.GetValueOrDefault(int.Parse(key, System.Globalization.CultureInfo.InvariantCulture), (key, key))),
            Groups(rows, r => r.Division, key => city.Division(key)?.Name ?? (key, key)),
            todays.Where(t => t.Key is Severity.Yellow).Sum(t => t.Count), todays.Where(t => t.Key is not Severity.Yellow).Sum(t => t.Count), open,
            await clocks.Where(c => c.PausedSince != null && c.PlannedTo < today).Take(1000).CountAsync(ct),
            await clocks.Where(c => c.Returned >= RuleBook.MostReturns).Take(1000).CountAsync(ct),
            ratings == 0 || (nameless && ratings < FewRatings) ? null : decimal.Round((decimal)stars.Sum(s => s.Key * s.Count) / ratings, 2), ratings);
    }

    /// <summary>The clocks behind a number: only for those who may see the cases.</summary>
    /// <param name="light"><c>yellow</c>, <c>red</c>, <c>doubleRed</c>, <c>blue</c>, <c>paused</c> (too long), <c>returned</c> (too often), or all.</param>
    public async Task<KeyPage<ClockRow>> ClocksAsync(Actor actor, string? light, string? organ, int? stage, string? division, string? after, CancellationToken ct)
    {
        var today = clock.Today;
        var query = db.Set<RunningClock>().AsNoTracking();
        if (!office.ReadsAll(actor))
            query = query.Where(c => c.Organ == actor.Organ);
        if (!string.IsNullOrEmpty(organ))
            query = query.Where(c => c.Organ == organ);
        if (stage is { } no)
            query = query.Where(c => c.Stage == no);
        if (!string.IsNullOrEmpty(division))
            query = query.Where(c => c.Division == division);
        query = light switch
        {
            "green" => query.Where(c => c.PausedSince == null && c.YellowFrom > today),
            "yellow" => query.Where(c => c.PausedSince == null && c.YellowFrom <= today && c.DueOn >= today),
            "red" => query.Where(c => c.PausedSince == null && c.DueOn < today && (c.LawDueOn == null || c.LawDueOn >= today)),
            "doubleRed" => query.Where(c => c.PausedSince == null && c.LawDueOn < today),
            "blue" => query.Where(c => c.PausedSince != null),
            "paused" => query.Where(c => c.PausedSince != null && c.PlannedTo < today),
            "returned" => query.Where(c => c.Returned >= RuleBook.MostReturns),
            _ => query,
        };
        // The earliest due first; what stands still has no day and comes last.
        if (PageKey.Read<Place>(after) is { } last)
            query = query.Where(c => (c.DueOn ?? Never) > last.Due || ((c.DueOn ?? Never) == last.Due && c.Id.CompareTo(last.Id) > 0));
        var rows = await query.OrderBy(c => c.DueOn ?? Never).ThenBy(c => c.Id).Take(PageSize + 1).ToListAsync(ct);
        return new([.. rows.Take(PageSize).Select(c => new ClockRow(c.Id, c.ProjectCode, c.StageCaseId, c.Stage, c.Item, c.Organ, c.LightOn(today), c.DueOn, c.PausedSince, c.PlannedTo, c.PauseType, c.Returned))],
            rows.Count > PageSize ? PageKey.Write(new Place(rows[PageSize - 1].DueOn ?? Never, rows[PageSize - 1].Id)) : null);
    }

    private sealed record Place(DateOnly Due, Guid Id);

    private static List<LightGroup> Groups(IEnumerable<(string Organ, int Stage, string Division, Lights Lights)> rows, Func<(string Organ, int Stage, string Division, Lights Lights), string> by, Func<string, Words> name) =>
        [.. rows.GroupBy(by, StringComparer.Ordinal).Select(g => (g.Key, Name: name(g.Key), Lights: g.Aggregate(new Lights(0, 0, 0, 0, 0), (sum, r) => sum + r.Lights)))
            .OrderByDescending(g => g.Lights.DoubleRed + g.Lights.Red).ThenByDescending(g => g.Lights.Yellow).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => new LightGroup(g.Key, g.Name.Zh, g.Name.En, g.Lights))];
}
