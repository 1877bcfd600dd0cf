using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Efficiency;

/// <summary>What is asked: months of closing, both included, and whose projects.</summary>
/// <param name="From">As 202601.</param>
internal sealed record EfficiencyFilter(int From, int To, ProjectType? Type, string? Division);

/// <summary>Many spans in few figures. Days are charged working days.</summary>
/// <param name="Count">How many; the other figures are empty where too few are there to stay nameless.</param>
/// <param name="Promised">Mean of what was promised for the same.</param>
/// <param name="Legacy">Mean of what the same took one after another before.</param>
/// <param name="OnTime">Share that kept the promise, in percent.</param>
internal sealed record EfficiencyFigures(int Count, decimal? Mean, int? P50, int? P90, int? Max, decimal? Promised, decimal? Legacy, decimal? OnTime, EfficiencyShares? Shares);

/// <summary>Where the working days went, in days on average.</summary>
internal sealed record EfficiencyShares(decimal Departments, decimal Applicant, decimal Preparing, decimal Special, decimal Intermediary, decimal Gap)
{
    public decimal All => Departments + Applicant + Preparing + Special + Intermediary + Gap;
}

/// <summary>The figures of one group: a stage, a type, a division, a department.</summary>
internal sealed record EfficiencyGroup(string Key, string NameZh, string NameEn, EfficiencyFigures Figures, IReadOnlyList<EfficiencyFigures> Stages);

/// <summary>Days a type of project is promised now and took before, from the flow in force.</summary>
internal sealed record EfficiencyTarget(string Type, int Days, int SerialDays, IReadOnlyList<int> StageDays);

/// <summary>The whole page.</summary>
/// <param name="Projects">Projects that went through their last stage in the period.</param>
internal sealed record EfficiencyReport(
    string From, string To, IReadOnlyList<EfficiencyTarget> Targets, EfficiencyFigures Projects, IReadOnlyList<EfficiencyGroup> Stages,
    IReadOnlyList<EfficiencyGroup> Types, IReadOnlyList<EfficiencyGroup> Divisions, IReadOnlyList<EfficiencyGroup> Departments);

/// <summary>One stage in the list of the slowest.</summary>
internal sealed record SlowStage(string ProjectCode, string ProjectName, int Stage, string Division, string Type, DateOnly ClosedOn, int Days, int Promised, EfficiencyShares Shares);

/// <summary>A stage of a project as it really ran: the chain of items that decided how long it took.</summary>
internal sealed record ProjectStage(int Stage, Words Name, DateOnly OpenedOn, DateOnly ClosedOn, int Days, int Promised, int Legacy, Shares Shares, IReadOnlyList<PathItem> Path, IReadOnlyList<PathItem> Beside);

/// <summary>One item of a stage with its days.</summary>
internal sealed record PathItem(string Code, Words Name, string Organ, Words OrganName, DateOnly OpenedOn, DateOnly ClosedOn, int Days, int Promised, Shares Shares, IReadOnlyDictionary<string, int> Pauses);

/// <summary>A project's own critical path.</summary>
internal sealed record ProjectPath(string Code, string Name, ProjectType Type, IReadOnlyList<ProjectStage> Stages, int StagesInAll);

/// <summary>Adds up the cells; never reads a span except for one project or one page of a list.</summary>
internal sealed class EfficiencyQuery(TongbanDb db, FlowLibrary flows, IFlowFacts facts, CityCatalogue city, CityClock clock, OrganDirectory organs)
{
    public const int PageSize = 50;

    /// <summary>A group of fewer is not broken down for the public: its figures would be those of somebody's project.</summary>
    public const int FewestShown = 3;

    public EfficiencyFilter Filter(string? from, string? to, string? type, string? division) => new(
        Month(from) ?? MonthOf(clock.Today.AddMonths(-11)), Month(to) ?? MonthOf(clock.Today),
        ProjectTypes.TryParse(type, out var known) ? known : null, city.Division(division ?? "") is { } found ? found.Code : null);

    /// <param name="nameless">For readers without an office: groups of few are not broken down.</param>
    public async Task<EfficiencyReport> ReportAsync(EfficiencyFilter filter, bool nameless, CancellationToken ct)
    {
        var query = db.Set<EfficiencyCell>().AsNoTracking().Where(c => c.Month >= filter.From && c.Month <= filter.To && c.Count > 0);
        if (filter.Type is { } type)
            query = query.Where(c => c.Type == type);
        if (filter.Division is { } division)
            query = query.Where(c => c.Division == division);
        var cells = await query.GroupBy(c => new { c.Kind, c.Stage, c.Type, c.Division, c.Department, c.Days })
            .Select(g => new Sum(g.Key.Kind, g.Key.Stage, g.Key.Type, g.Key.Division, g.Key.Department, g.Key.Days, g.Sum(c => c.Count), g.Sum(c => c.Late), g.Sum(c => c.Promised), g.Sum(c => c.Legacy),
                g.Sum(c => c.Applicant), g.Sum(c => c.Preparing), g.Sum(c => c.Special), g.Sum(c => c.Intermediary), g.Sum(c => c.Gap))).ToListAsync(ct);
        var flow = flows.Current;
        var fewest = nameless ? FewestShown : 1;
        var stages = cells.Where(c => c.Kind is SpanKind.Stage).ToList();
        var projects = cells.Where(c => c.Kind is SpanKind.Project).ToList();
        var items = cells.Where(c => c.Kind is SpanKind.Item).ToList();
        return new(
            Write(filter.From), Write(filter.To),
            [.. (facts.Current?.Types ?? []).Where(t => filter.Type is null || t.Type == filter.Type).Select(t => new EfficiencyTarget(t.Type.Code(), t.Days, t.SerialDays, t.StageDays))],
            Figures(projects, fewest),
            [.. flow.Stages.Select(s => new EfficiencyGroup($"{s.No}", s.Name.Zh, s.Name.En, Figures(stages.Where(c => c.Stage == s.No), fewest), []))],
            [.. ProjectTypes.All.Where(t => stages.Exists(c => c.Type == t)).Select(t => new EfficiencyGroup(t.Code(), t.Name().Zh, t.Name().En, Figures(projects.Where(c => c.Type == t), fewest), ByStage(stages.Where(c => c.Type == t))))],
            [.. city.City.AllDivisions.Where(d => stages.Exists(c => c.Division == d.Code)).Select(d => new EfficiencyGroup(d.Code, d.NameZh, d.NameEn, Figures(projects.Where(c => c.Division == d.Code), fewest), ByStage(stages.Where(c => c.Division == d.Code))))],
            [.. city.Departments.Where(d => items.Exists(c => c.Department == d.Id)).Select(d => new EfficiencyGroup(d.Id, d.NameZh, d.NameEn, Figures(items.Where(c => c.Department == d.Id), fewest), []))]);

        IReadOnlyList<EfficiencyFigures> ByStage(IEnumerable<Sum> of) => [.. flow.Stages.Select(s => Figures(of.Where(c => c.Stage == s.No), fewest))];
    }

    /// <summary>The slowest stages of the period that the reader may see, slowest first.</summary>
    public async Task<KeyPage<SlowStage>> SlowestAsync(EfficiencyFilter filter, Actor actor, string? after, CancellationToken ct)
    {
        var visible = db.Set<StageCase>().VisibleTo(actor).Select(s => s.Id);
        var query = db.Set<EfficiencySpan>().AsNoTracking().Where(s => s.Kind == SpanKind.Stage && s.Month >= filter.From && s.Month <= filter.To);
        if (!actor.Is(Roles.Auditor))
            query = query.Where(s => visible.Contains(s.StageCaseId));
        if (filter.Type is { } type)
            query = query.Where(s => s.Type == type);
        if (filter.Division is { } division)
            query = query.Where(s => s.Division == division);
        if (after?.Split('.') is [var days, var id] && int.TryParse(days, CultureInfo.InvariantCulture, out var slower) && Guid.TryParse(id, out var last))
            query = query.Where(s => s.Days < slower || (s.Days == slower && s.Id < last));
        var rows = await query.OrderByDescending(s => s.Days).ThenByDescending(s => s.Id).Take(PageSize + 1).ToListAsync(ct);
        var page = rows.Take(PageSize).ToList();
        return new([.. page.Select(s => new SlowStage(s.ProjectCode, s.ProjectName, s.Stage, s.Division, s.Type.Code(), s.ClosedOn, s.Days, s.Promised, Mean(s)))],
            rows.Count > PageSize ? FormattableString.Invariant($"{page[^1].Days}.{page[^1].Id}") : null);
    }

    /// <returns><see langword="null"/> when the reader may see no stage of such a project; without stages while none has ended.</returns>
    public async Task<ProjectPath?> ProjectAsync(string code, Actor actor, CancellationToken ct)
    {
        var stages = await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectCode == code).VisibleTo(actor).Select(s => new { s.Id, s.ProjectName, s.Type, s.Flow }).ToListAsync(ct);
        if (stages.Count == 0)
            return null;
        var visible = stages.ConvertAll(s => s.Id);
        var spans = await db.Set<EfficiencySpan>().AsNoTracking().Where(s => visible.Contains(s.StageCaseId) && s.Kind != SpanKind.Project).ToListAsync(ct);
        var flow = flows.Of(stages[0].Flow);
        var items = spans.Where(s => s.Kind is SpanKind.Item).ToLookup(s => s.StageCaseId);
        return new(code, stages[0].ProjectName, stages[0].Type,
            [.. spans.Where(s => s.Kind is SpanKind.Stage).OrderBy(s => s.Stage).Select(s => new ProjectStage(s.Stage, flow.Stage(s.Stage).Name, s.OpenedOn, s.ClosedOn, s.Days, s.Promised, s.Legacy, s.Shares,
                [.. items[s.StageCaseId].Where(i => i.OnPath > 0).OrderBy(i => i.OnPath).Select(Show)],
                [.. items[s.StageCaseId].Where(i => i.OnPath == 0).OrderBy(i => i.Item, StringComparer.Ordinal).Select(Show)]))],
            flow.Stages.Count);

        PathItem Show(EfficiencySpan i) => new(i.Item!, flow.Item(i.Item!).Name, i.Organ, organs.NameOf(i.Organ), i.OpenedOn, i.ClosedOn, i.Days, i.Promised, i.Shares, i.Pauses);
    }

    /// <summary>The report as one table: every group with its figures.</summary>
    public static byte[] Csv(EfficiencyReport report) => Foundation.Web.Csv.Write(
        [
            Words.T("分组", "Group"), Words.T("编码", "Key"), Words.T("名称", "Name"), Words.T("阶段", "Stage"), Words.T("件数", "Count"), Words.T("平均工作日", "Mean working days"), "P50", "P90", Words.T("最长", "Longest"),
            Words.T("承诺（平均）", "Promised (mean)"), Words.T("改革前（平均）", "Before (mean)"), Words.T("按时率%", "On time %"), Words.T("部门", "Departments"), Words.T("申请人补正", "Applicant, corrections"),
            Words.T("申请人准备", "Applicant, preparing"), Words.T("特别程序", "Special procedures"), Words.T("中介", "Intermediaries"),
        ],
        Lines(report));

    private static IEnumerable<IReadOnlyList<string?>> Lines(EfficiencyReport report)
    {
        yield return Line(Words.T("项目全程", "Whole projects"), "", "", "", report.Projects);
        foreach (var stage in report.Stages)
            yield return Line(Words.T("阶段", "Stage"), stage.Key, Words.T(stage.NameZh, stage.NameEn), stage.Key, stage.Figures);
        foreach (var (name, groups) in new[] { (Words.T("类型", "Type"), report.Types), (Words.T("区划", "Division"), report.Divisions), (Words.T("部门", "Department"), report.Departments) })
        {
            foreach (var group in groups)
            {
                yield return Line(name, group.Key, Words.T(group.NameZh, group.NameEn), "", group.Figures);
                for (var i = 0; i < group.Stages.Count; i++)
                    yield return Line(name, group.Key, Words.T(group.NameZh, group.NameEn), $"{i + 1}", group.Stages[i]);
            }
        }
    }

    private static IReadOnlyList<string?> Line(string group, string key, string name, string stage, EfficiencyFigures f) =>
    [
        group, key, name, stage, Text(f.Count), Text(f.Mean), Text(f.P50), Text(f.P90), Text(f.Max), Text(f.Promised), Text(f.Legacy), Text(f.OnTime),
        Text(f.Shares?.Departments), Text(f.Shares?.Applicant), Text(f.Shares?.Preparing), Text(f.Shares?.Special), Text(f.Shares?.Intermediary),
    ];

    private static string? Text(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Figures of a group of cells. Percentiles by nearest rank: the smallest number of days that at least that share did not exceed.</summary>
    internal static EfficiencyFigures Figures(IEnumerable<Sum> cells, int fewest)
    {
        var sorted = cells.OrderBy(c => c.Days).ToList();
        var count = sorted.Sum(c => c.Count);
        if (count == 0 || count < fewest)
            return new(count, null, null, null, null, null, null, null, null);
        return new(count, Mean(c => c.Days * c.Count), Rank(50), Rank(90), sorted[^1].Days, Mean(c => c.Promised), Mean(c => c.Legacy), Math.Round(100m * (count - sorted.Sum(c => c.Late)) / count, 1),
            new(Mean(c => c.Days * c.Count), Mean(c => c.Applicant), Mean(c => c.Preparing), Mean(c => c.Special), Mean(c => c.Intermediary), Mean(c => c.Gap)));

        decimal Mean(Func<Sum, int> of) => Math.Round((decimal)sorted.Sum(c => (long)of(c)) / count, 1);

        int Rank(int percent)
        {
            var (rank, seen) = (((long)count * percent + 99) / 100, 0L);
            foreach (var cell in sorted)
            {
                seen += cell.Count;
                if (seen >= rank)
                    return cell.Days;
            }
            return sorted[^1].Days;
        }
    }

    private static EfficiencyShares Mean(EfficiencySpan s) => new(s.Days, s.Applicant, s.Preparing, s.Special, s.Intermediary, s.Gap);

    internal static int MonthOf(DateOnly day) => (day.Year * 100) + day.Month;

    internal static string Write(int month) => FormattableString.Invariant($"{month / 100:0000}-{month % 100:00}");

    private static int? Month(string? text) => DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? MonthOf(day) : null;

    internal sealed record Sum(SpanKind Kind, int Stage, ProjectType Type, string Division, string Department, int Days, int Count, int Late, int Promised, int Legacy, int Applicant, int Preparing, int Special, int Intermediary, int Gap);
}
