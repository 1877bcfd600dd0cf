using System.Globalization;
using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Dispatch.Matters;

/// <summary>What the newest check of a project's site says, layer by layer. What was not looked at is not known; what was only looked at in part is known to be at least so much.</summary>
internal sealed class CheckFacts(ISiteCheckRegister checks, ILayers layers) : IProjectFactSource
{
    private const string Overlap = "overlap(site,", Distance = "distance(site,", Tolerance = ".toleranceM2";

    public Words Name => ("用地核对", "the check of the site");

    public async Task<IReadOnlyList<ProjectFact>> OfAsync(ProjectRecord project, IReadOnlySet<string> asked, DateOnly today, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(asked);
        List<ProjectFact> facts = [];
        if (asked.Contains("controlled") || asked.Any(n => n.EndsWith(Tolerance, StringComparison.Ordinal)))
        {
            var set = await layers.CurrentAsync(null, ct);
            var all = set.Versions.Select(v => v.Definition).Concat(set.Missing).OrderBy(l => l.Code, StringComparer.Ordinal).ToList();
            if (asked.Contains("controlled") && all.Count > 0)
                facts.Add(new("controlled", string.Join(';', all.Where(l => l is { Level: not ControlLevel.Advisory, Measure: LayerMeasure.Overlap }).Select(l => l.Code)), "/space/layers"));
            foreach (var layer in all.Where(l => asked.Contains(l.Code + Tolerance)))
                facts.Add(new(layer.Code + Tolerance, Write(layer.ToleranceM2), $"/space/layers/{layer.Code}"));
        }
        var places = asked.Where(n => n.StartsWith(Overlap, StringComparison.Ordinal) || n.StartsWith(Distance, StringComparison.Ordinal)).ToList();
        if (places.Count == 0 || project.Site is not { } site || await checks.FindAsync(site.Check, ct) is not { } check)
            return facts;
        foreach (var name in places)
        {
            var part = name[(name.IndexOf(',', StringComparison.Ordinal) + 1)..^1].Split('.');
            if (check.Layers.FirstOrDefault(l => l.Code == part[0]) is { Verdict: not CheckVerdict.NotChecked } layer && Value(layer, part.ElementAtOrDefault(1), name.StartsWith(Overlap, StringComparison.Ordinal)) is { } value)
                facts.Add(new(name, value, $"/space/checks/{check.Id}"));
        }
        return facts;
    }

    /// <param name="kind">Kind of line or pipe, as the distances of the layer name it; nothing for the whole layer.</param>
    internal static string? Value(LayerResult layer, string? kind, bool overlap)
    {
        var whole = layer.Reason is null;
        if (overlap)
        {
            // Common ground up to the tolerance is no conflict: an area, never a touch.
            var metres = layer.Verdict is not CheckVerdict.Hit ? 0 : kind is null ? layer.SquareMetres : layer.Zones.Where(z => IsOf(z.Zone, kind)).Sum(z => z.SquareMetres);
            return Write((decimal)metres) + (whole ? "" : "..");
        }
        var zones = kind is null ? [] : layer.Zones.Where(z => IsOf(z.Zone, kind) && z.SquareMetres > 0).Select(z => MetresOf(z.Zone!)).OfType<decimal>().Order().ToList();
        if (kind is null)
            return layer.Verdict is CheckVerdict.Hit ? "0" : whole && layer.NearestMetres is { } nearest ? Write((decimal)nearest) : null;
        // The check knows between which protected distances a site lies, not how far it is to the metre.
        if (zones.Count > 0)
            return zones[0] <= Inner ? $"0..{Write(Inner - Least)}" : whole ? $"{Write(Inner)}..{Write(zones[0] - Least)}" : $"0..{Write(zones[0] - Least)}";
        return whole ? $"{Write(Outer + Least)}.." : null;
    }

    // 石油天然气管道保护法 第三十条、第三十五条: five metres and fifty.
    private const decimal Inner = 5, Outer = 50, Least = 0.001m;

    private static bool IsOf(string? zone, string kind) => zone is not null && (zone == kind || zone.StartsWith(kind + "-", StringComparison.Ordinal));

    private static decimal? MetresOf(string zone) => decimal.TryParse(zone.AsSpan(zone.LastIndexOf('-') + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var metres) ? metres : null;

    private static string Write(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
