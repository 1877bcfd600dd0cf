using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Weekly.Figures;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Weekly;

/// <summary>What the newest weekly return says of a project. One older than four weeks says nothing about today.</summary>
internal sealed class WeekFacts(TongbanDb db) : IProjectFactSource
{
    private const int FreshWeeks = 4;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "weekly.resumed", "weekly.stopReason", "weekly.stopWorkDays", "weekly.workersNeeded", "weekly.workersOnSite", "weekly.maskStockDays", "weekly.disinfectantStockDays", "material.stockDays", "project.plannedResumeOn",
    };

    public Words Name => ("周调度", "the weekly dispatch");

    public async Task<IReadOnlyList<ProjectFact>> OfAsync(ProjectRecord project, IReadOnlySet<string> asked, DateOnly today, CancellationToken ct)
    {
        if (!Known.Overlaps(asked))
            return [];
        var week = IsoWeek.Of(today);
        var entries = await db.Set<MajorEntry>().AsNoTracking().Where(e => e.ProjectId == project.Id).ToListAsync(ct);
        if (Board.InForce(entries, week) is not { } listed)
            return [];
        var facts = new List<ProjectFact>();
        void Say(string name, string? value, string? link)
        {
            if (value is not null && asked.Contains(name))
                facts.Add(new(name, value, link));
        }
        Say("project.plannedResumeOn", listed.ShouldResumeOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"/dispatch/major-projects/{listed.Code}");
        var (from, to) = (week.Plus(-FreshWeeks).Key, week.Key);
        if (await db.Set<WeeklyReturn>().AsNoTracking().Where(r => r.ProjectId == project.Id && r.Week >= from && r.Week <= to).OrderByDescending(r => r.Week).ThenByDescending(r => r.Revision).FirstOrDefaultAsync(ct) is not { } newest)
            return facts;
        var (f, page) = (newest.Fields, $"/dispatch/weeks/{newest.IsoWeek}/projects/{newest.Code}");
        Say("weekly.resumed", f.Resumed ? "true" : "false", page);
        Say("weekly.stopReason", f.StopReason is { } reason ? Word(reason) : null, page);
        Say("weekly.stopWorkDays", Plain(Stopped(newest.IsoWeek, f)), page);
        Say("weekly.workersNeeded", Plain(f.WorkersNeeded), page);
        Say("weekly.workersOnSite", Plain(f.WorkersOnSite), page);
        Say("weekly.maskStockDays", f.Supplies.FirstOrDefault(s => s.Kind is SupplyKind.Masks) is { } masks ? Plain(masks.StockDays) : null, page);
        Say("weekly.disinfectantStockDays", f.Supplies.FirstOrDefault(s => s.Kind is SupplyKind.Disinfectant) is { } fluid ? Plain(fluid.StockDays) : null, page);
        Say("material.stockDays", f.Materials.Count > 0 ? string.Join(';', f.Materials.Select(m => Plain(m.StockDays))) : null, page);
        return facts;
    }

    /// <summary>Days of the working week on which work stood still: all five, or those before it was resumed.</summary>
    internal static int Stopped(IsoWeek week, WeekFields fields) => !fields.Resumed ? 5 : fields.ResumedOn is { } day && day > week.Monday ? Math.Min(5, day.DayNumber - week.Monday.DayNumber) : 0;

    // The models' words for reasons (dispatch.json).
    private static string Word(StopReason reason) => reason switch
    {
        StopReason.Land => "acquisition",
        StopReason.Procedure => "approval",
        StopReason.Dispute or StopReason.Funds or StopReason.Weather or StopReason.Materials or StopReason.Labour or StopReason.Holiday => WeekFields.Name(reason),
        _ => "other",
    };

    private static string Plain(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
