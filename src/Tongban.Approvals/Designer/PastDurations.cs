using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Designer;

/// <summary>What is simulated.</summary>
/// <param name="Least">Observations below which the fallback is taken.</param>
internal sealed record SimulationQuestion(ProjectType Type, long Seed, int Runs, int Least, bool Conditional)
{
    public static SimulationQuestion Of(string? type, long? seed, int? runs, int? least, bool? conditional) => new(
        ProjectTypes.TryParse(type, out var known) ? known : ProjectType.Filing, seed ?? 1, Math.Clamp(runs ?? Simulation.DefaultRuns, 1, Simulation.MostRuns), Math.Clamp(least ?? Simulation.LeastObservations, 1, 10_000), conditional ?? false);
}

/// <summary>How many working days closed items really used, by the calendar and without their pauses.</summary>
internal sealed class PastDurations(TongbanDb db, Calendars calendars)
{
    /// <summary>Newest closed items that are looked at: enough for every item, and the same effort however large the city's archive is.</summary>
    private const int Newest = 20_000;

    /// <summary>Used working days by item code, from the newest closed items. What took effect on receipt has no clock and is not among them.</summary>
    public async Task<IReadOnlyDictionary<string, List<int>>> ReadAsync(CancellationToken ct)
    {
        var calendar = calendars.Current;
        var closed = await db.Set<ItemCase>().AsNoTracking().Where(i => i.State == ItemState.Decided && i.Limit != null).OrderByDescending(i => i.Id).Take(Newest).Select(i => new { i.Code, i.Limit }).ToListAsync(ct);
        return closed.Where(i => i.Limit!.EndedOn is not null).GroupBy(i => i.Code, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(i => i.Limit!.Elapsed(i.Limit.EndedOn!.Value, calendar)).ToList(), StringComparer.Ordinal);
    }

    public async Task<Simulation> SimulateAsync(FlowCatalogue flow, SimulationQuestion ask, CancellationToken ct)
    {
        var past = await ReadAsync(ct);
        return Simulation.Run(flow, ask.Type, FactSheet.Empty, ask.Conditional, item => Durations.Of(item, past.TryGetValue(item.Code, out var days) ? days : [], ask.Least), ask.Seed, ask.Runs);
    }
}

/// <summary>Names of where durations come from.</summary>
internal static class DurationSources
{
    public static Words Name(this DurationSource source) => source switch
    {
        DurationSource.Observed => ("已办结案件的实际天数", "days that closed cases took"),
        DurationSource.BetweenPromiseAndLaw => ("案件太少：承诺与法定时限之间均匀分布", "too few cases: evenly between the promise and the law"),
        _ => ("案件太少且无更长的法定时限：承诺天数", "too few cases and no longer limit in law: the promised days"),
    };
}
