using System.Globalization;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;

namespace Tongban.Dispatch.Weekly.Figures;

/// <summary>What a project has too little or too much of.</summary>
/// <param name="Item">Kind: <c>material:steel</c>, <c>equipment:excavator</c>, <c>supply:masks</c>.</param>
/// <param name="Amount">How much is missing, or can be spared.</param>
/// <param name="Days">How many days the stock lasts; <see langword="null"/> for equipment.</param>
internal sealed record Balance(string Item, Words Name, Words Unit, BoardProject Project, decimal Amount, decimal? Days, Words Sum);

/// <summary>A proposal: one project helps another out.</summary>
/// <param name="Kilometres">As the crow flies; <see langword="null"/> when one of them has no boundary.</param>
internal sealed record ShortageMatch(string Item, Words Name, Words Unit, BoardProject To, BoardProject From, decimal Amount, decimal? Kilometres, Words Why);

/// <summary>A shortage with the proposals for it, and what remains.</summary>
internal sealed record Shortage(Balance Short, IReadOnlyList<ShortageMatch> Matches, decimal Remaining);

/// <summary>Which project could help which other out. A proposal and no decision: the materials belong to the units.</summary>
/// <remarks>What is short: a material with a gap, or that lasts less than the alert line; equipment that has not arrived; supplies that last less than the alert line. What can be spared: what is above two weeks' need and would leave
/// the giver at least fourteen days; equipment above the need. The most urgent takes first, from the nearest. A giver never gives more than it can spare.</remarks>
internal static class Shortages
{
    private const decimal GiverDays = 14;
    private const int MostGivers = 3;

    public static IReadOnlyList<Shortage> Match(IReadOnlyList<(BoardProject Project, WeekFields Fields)> weeks, WeeklyRules rules)
    {
        var (missing, spare) = (weeks.SelectMany(w => Short(w.Project, w.Fields, rules)).ToList(), weeks.SelectMany(w => Spare(w.Project, w.Fields)).ToList());
        var left = spare.ToDictionary(s => (s.Item, s.Project.Code), s => s.Amount);
        var givers = spare.ToLookup(s => s.Item, StringComparer.Ordinal);
        List<Shortage> all = [];
        foreach (var need in missing.OrderBy(m => m.Item, StringComparer.Ordinal).ThenBy(m => m.Days ?? 0).ThenByDescending(m => m.Amount).ThenBy(m => m.Project.Code, StringComparer.Ordinal))
        {
            var (matches, open) = (new List<ShortageMatch>(), need.Amount);
            foreach (var (giver, distance) in givers[need.Item].Where(g => g.Project.Code != need.Project.Code).Select(g => (g, Kilometres(need.Project, g.Project)))
                .OrderBy(g => g.Item2 is null).ThenBy(g => g.Item2).ThenByDescending(g => g.g.Amount).ThenBy(g => g.g.Project.Code, StringComparer.Ordinal))
            {
                var amount = Math.Min(open, left[(giver.Item, giver.Project.Code)]);
                if (amount <= 0)
                    continue;
                left[(giver.Item, giver.Project.Code)] -= amount;
                open -= amount;
                var way = distance is { } km ? new Words("，相距约 {0} 公里", ", about {0} km away").With(Plain(km)) : ("，距离未知", ", distance not known");
                matches.Add(new(need.Item, need.Name, need.Unit, need.Project, giver.Project, amount, distance, new Words("{0}；{1}{2}，可调剂 {3}。", "{4}; {5}{6}; {3} can be moved.").With(
                    need.Sum.Zh, giver.Sum.Zh, way.Zh, Plain(amount), need.Sum.En, giver.Sum.En, way.En)));
                if (open == 0 || matches.Count == MostGivers)
                    break;
            }
            all.Add(new(need, matches, open));
        }
        return all;
    }

    private static IEnumerable<Balance> Short(BoardProject project, WeekFields f, WeeklyRules rules)
    {
        foreach (var m in f.Materials)
        {
            var amount = m.Gap > 0 ? m.Gap : m.StockDays < rules.MaterialDays ? Math.Max(0, m.Need - m.Stock) : 0;
            var (name, unit) = WeeklyWords.Of(m.Kind);
            if (amount > 0)
                yield return new($"material:{WeekFields.Name(m.Kind)}", name, unit, project, amount, m.StockDays,
                    new Words("{0}缺{1} {2} {3}，库存可用 {4} 天", "{5} is {2} {6} of {7} short, with {4} days left").With(project.Name, name.Zh, Plain(amount), unit.Zh, Plain(m.StockDays), project.Name, unit.En, name.En));
        }
        foreach (var e in f.Equipment.Where(e => e.Arrived < e.Need))
        {
            var name = WeeklyWords.Name(e.Kind);
            yield return new($"equipment:{WeekFields.Name(e.Kind)}", name, ("台", "sets"), project, e.Need - e.Arrived, null, new Words("{0}需{1} {2} 台，到场 {3} 台", "{0} needs {2} {4}, {3} have arrived").With(project.Name, name.Zh, e.Need, e.Arrived, name.En));
        }
        foreach (var s in f.Supplies.Where(s => s.StockDays < rules.SupplyDays && s.DailyUse * rules.SupplyDays > s.Stock))
        {
            var (name, unit) = WeeklyWords.Of(s.Kind);
            var amount = (s.DailyUse * rules.SupplyDays) - s.Stock;
            yield return new($"supply:{WeekFields.Name(s.Kind)}", name, unit, project, amount, s.StockDays,
                new Words("{0}{1}可用 {2} 天，到 {3} 天缺 {4} {5}", "{0} has {6} for {2} days; {4} more make {3} days").With(project.Name, name.Zh, Plain(s.StockDays), Plain(rules.SupplyDays), Plain(amount), unit.Zh, name.En));
        }
    }

    private static IEnumerable<Balance> Spare(BoardProject project, WeekFields f)
    {
        foreach (var m in f.Materials.Where(m => m.Gap == 0 && m.StockDays >= GiverDays && m.Stock > m.Need * 2))
        {
            var (name, unit) = WeeklyWords.Of(m.Kind);
            var amount = m.Stock - (m.Need * 2);
            yield return new($"material:{WeekFields.Name(m.Kind)}", name, unit, project, amount, m.StockDays,
                new Words("{0}库存 {1} {2}，可用 {3} 天，留足两周后余 {4}", "{0} has {1} {5}, {3} days' worth; two weeks kept, {4} remain").With(project.Name, Plain(m.Stock), unit.Zh, Plain(m.StockDays), Plain(amount), unit.En));
        }
        foreach (var e in f.Equipment.Where(e => e.Arrived > e.Need))
            yield return new($"equipment:{WeekFields.Name(e.Kind)}", WeeklyWords.Name(e.Kind), ("台", "sets"), project, e.Arrived - e.Need, null, new Words("{0}到场 {1} 台，需 {2} 台", "{0} has {1} and needs {2}").With(project.Name, e.Arrived, e.Need));
        foreach (var s in f.Supplies.Where(s => s.StockDays >= GiverDays && s.Stock > s.DailyUse * GiverDays))
        {
            var (name, unit) = WeeklyWords.Of(s.Kind);
            var amount = s.Stock - (s.DailyUse * GiverDays);
            yield return new($"supply:{WeekFields.Name(s.Kind)}", name, unit, project, amount, s.StockDays,
                new Words("{0}库存 {1} {2}，可用 {3} 天，留足两周后余 {4}", "{0} has {1} {5}, {3} days' worth; two weeks kept, {4} remain").With(project.Name, Plain(s.Stock), unit.Zh, Plain(s.StockDays), Plain(amount), unit.En));
        }
    }

    /// <summary>Great-circle distance (haversine, mean radius 6,371 km), to a tenth.</summary>
    internal static decimal? Kilometres(BoardProject a, BoardProject b)
    {
        if (a is not { Longitude: { } lon1, Latitude: { } lat1 } || b is not { Longitude: { } lon2, Latitude: { } lat2 })
            return null;
        static double Rad(decimal degrees) => (double)degrees * Math.PI / 180;
        var (dy, dx) = (Math.Sin(Rad(lat2 - lat1) / 2), Math.Sin(Rad(lon2 - lon1) / 2));
        return decimal.Round((decimal)(2 * 6371 * Math.Asin(Math.Sqrt((dy * dy) + (Math.Cos(Rad(lat1)) * Math.Cos(Rad(lat2)) * dx * dx)))), 1);
    }

    private static string Plain(decimal value) => decimal.Round(value, 1, MidpointRounding.AwayFromZero).ToString("#,##0.#", CultureInfo.InvariantCulture);
}
