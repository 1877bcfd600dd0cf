using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tongban.Foundation;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Checks;

/// <summary>Asks the engine and says what its answer means: level by zone, rule and law, and a sentence for the applicant.</summary>
internal sealed partial class SiteChecker(LayerSets sets, OverlayEngine engine, LayerDirectory layers, ILogger<SiteChecker> log) : ISiteChecks
{
    private const int EntitiesTold = 50;
    private static readonly CheckOptions Options = new() { Distances = true, MaxMetres = 5_000, TimeLimit = TimeSpan.FromSeconds(20) };

    public async Task<CheckResult> CheckAsync(Site site, PinnedSet set, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(set);
        try
        {
            return await LookAsync(site, set, ct);
        }
#pragma warning disable CA1031 // whatever broke (a disk, a file, the engine): nobody has looked, and that is the answer
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            CheckFailed(fault);
            return Answer(site, set, [.. set.Versions.Select(v => NotLookedAt(v.Definition, "failed", v)), .. set.Missing.Select(l => NotLookedAt(l, "no-version", null))]);
        }
#pragma warning restore CA1031
    }

    private async Task<CheckResult> LookAsync(Site site, PinnedSet set, CancellationToken ct)
    {
        var plane = ReferenceSystem.OfEpsg(set.Epsg, "epsg").Value;
        var geometry = SiteGeometry.Of([.. PlaneShapes.Planar(PlaneShapes.InPlane(site, plane))]);
        List<LayerResult> results = [];
        using (var lease = await sets.OpenAsync(set, ct))
        {
            foreach (var (finding, index) in engine.Check(lease.Set, geometry, Options).Select((f, i) => (f, i)))
                results.Add(Of(set.Versions[index], finding, lease.Set.Layers[index].File, geometry.Area));
        }
        results.AddRange(set.Missing.Select(l => NotLookedAt(l, "no-version", null)));
        return Answer(site, set, results);
    }

    private static CheckResult Answer(Site site, PinnedSet set, List<LayerResult> results)
    {
        results.Sort((a, b) => string.CompareOrdinal(a.Code, b.Code));
        var complete = results.TrueForAll(r => r.Reason is null);
        return new(site.Digest, set.Digest, DigestOf(results), ClassOf(results, complete), complete, results);
    }

    private LayerResult Of(PinnedVersion version, LayerFinding finding, LayerFile? file, double siteArea)
    {
        var layer = version.Definition;
        var reason = finding.Reason is NotCheckedReason.None ? null : JsonNamingPolicy.KebabCaseLower.ConvertName(finding.Reason.ToString());
        var (verdict, area) = layer.Measure is LayerMeasure.Outside ? Outside(layer, finding, siteArea) : (finding.Verdict switch
        {
            LayerVerdict.Hit => CheckVerdict.Hit,
            LayerVerdict.Near => CheckVerdict.Near,
            LayerVerdict.Clear => CheckVerdict.Clear,
            _ => CheckVerdict.NotChecked,
        }, finding.SquareMetres);
        List<EntityHit> entities = file is null ? [] : [.. finding.Features.Select(f => Entity(file, f))];
        List<ZoneHit> zones = [.. entities.GroupBy(e => e.Zone, StringComparer.Ordinal)
            .Select(g => new ZoneHit(g.Key, g.Key is null ? "" : layer.NameOf(g.Key).Zh, g.Key is null ? "" : layer.NameOf(g.Key).En, layer.LevelOf(g.Key), g.Sum(e => e.SquareMetres))).OrderByDescending(z => z.Level).ThenBy(z => z.Zone, StringComparer.Ordinal)];
        // A zone counts from the same threshold as the layer; slivers of several zones that only together pass it have the strictest level.
        var level = layer.Level;
        if (verdict is CheckVerdict.Hit && layer.Measure is LayerMeasure.Overlap && zones.Count > 0)
            level = zones.Where(z => z.SquareMetres > (double)layer.ToleranceM2).Select(z => z.Level).DefaultIfEmpty(zones.Max(z => z.Level)).Max();
        var explanation = Explain(layer, verdict, level, area, area / siteArea, finding.Nearest?.Metres, reason, version.Number);
        return new(
            layer.Code, layer.NameZh, layer.NameEn, layers.AuthorityOf(layer), verdict, level, area, area / siteArea, finding.Nearest?.Metres, reason, version.VersionId, version.Number, version.ContentHash,
            layer.RuleZh, layer.RuleEn, layer.LegalBasis, zones, [.. entities.OrderByDescending(e => e.SquareMetres).Take(EntitiesTold)], entities.Count, explanation.Zh, explanation.En);
    }

    /// <summary>Where what lies beyond the layer counts, a part nobody looked at may lie inside or outside: nothing can be said then.</summary>
    private static (CheckVerdict, double) Outside(LayerData layer, LayerFinding finding, double siteArea)
    {
        if (finding.Reason is not NotCheckedReason.None)
            return (CheckVerdict.NotChecked, 0);
        var beyond = Math.Max(0, siteArea - finding.SquareMetres);
        return (beyond > (double)layer.ToleranceM2 ? CheckVerdict.Hit : CheckVerdict.Clear, beyond);
    }

    private LayerResult NotLookedAt(LayerData layer, string reason, PinnedVersion? version)
    {
        var explanation = Explain(layer, CheckVerdict.NotChecked, layer.Level, 0, 0, null, reason, version?.Number);
        return new(
            layer.Code, layer.NameZh, layer.NameEn, layers.AuthorityOf(layer), CheckVerdict.NotChecked, layer.Level, 0, 0, null, reason, version?.VersionId, version?.Number, version?.ContentHash, layer.RuleZh, layer.RuleEn, layer.LegalBasis, [], [], 0,
            explanation.Zh, explanation.En);
    }

    private static EntityHit Entity(LayerFile file, FeatureOverlap overlap)
    {
        string? zone = null, name = null;
        if (file.Attributes(overlap.Feature) is { Length: > 0 } json)
        {
            using var document = JsonDocument.Parse(json.ToArray());
            zone = document.RootElement.TryGetProperty("zone", out var z) ? z.GetString() : null;
            name = document.RootElement.TryGetProperty("name", out var n) ? n.GetString() : null;
        }
        return new(overlap.Id, zone, name, overlap.SquareMetres, overlap.FeatureShare);
    }

    private static string? ClassOf(List<LayerResult> results, bool complete) =>
        results.Where(r => r.Verdict is CheckVerdict.Hit or CheckVerdict.Near).Select(r => (ControlLevel?)r.Level).Max() switch
        {
            ControlLevel.Forbidden => "D",
            ControlLevel.Restricted => "C",
            ControlLevel.Advisory => "B",
            _ => complete ? "A" : null,
        };

    private static Words Explain(LayerData layer, CheckVerdict verdict, ControlLevel level, double area, double share, double? nearest, string? reason, int? number)
    {
        Words said = verdict switch
        {
            CheckVerdict.Hit when layer.Measure is LayerMeasure.Outside => ($"有 {N(area)} 平方米（{P(share)}）在{layer.NameZh}之外。", $"{N(area)} m² ({P(share)}) lie outside: {layer.NameEn}."),
            CheckVerdict.Hit => ($"与{layer.NameZh}重叠{(reason is null ? "" : "至少")} {N(area)} 平方米，占用地的 {P(share)}，级别：{LayerWords.Level(level).Zh}。", $"{(reason is null ? "" : "At least ")}{N(area)} m² in common with: {layer.NameEn}, {P(share)} of the site. Level: {LayerWords.Level(level).En}."),
            CheckVerdict.Near => ($"未涉及{layer.NameZh}，但相距仅 {N(nearest ?? 0)} 米。", $"Not in: {layer.NameEn}, but only {N(nearest ?? 0)} m away."),
            CheckVerdict.Clear when layer.Measure is LayerMeasure.Outside => ($"全部在{layer.NameZh}之内。", $"Wholly inside: {layer.NameEn}."),
            CheckVerdict.Clear when area > 0 => ($"与{layer.NameZh}的重叠未超过容差（{N((double)layer.ToleranceM2)} 平方米）。", $"Ground in common with: {layer.NameEn} stays below the tolerance ({N((double)layer.ToleranceM2)} m²)."),
            CheckVerdict.Clear => ($"不涉及{layer.NameZh}。", $"Clear of: {layer.NameEn}."),
            _ => ($"未核对{layer.NameZh}。", $"Not checked: {layer.NameEn}."),
        };
        var (zh, en) = said;
        if (Why(reason) is { } why)
            (zh, en) = (zh + why.Zh, $"{en} {why.En}");
        if (verdict is CheckVerdict.Hit or CheckVerdict.Near)
            (zh, en) = ($"{zh}规则：{layer.RuleZh}。依据：{layer.LegalBasis}。", $"{en} Rule: {layer.RuleEn}. Legal basis: {layer.LegalBasis}.");
        return number is null ? (zh, en) : ($"{zh}（图层第 {number} 版）", $"{en} (version {number} of the layer)");
    }

    private static Words? Why(string? reason) => reason switch
    {
        null => null,
        "no-version" => ("该图层尚未公布数据。", "No data was published for the layer."),
        "file-missing" => ("图层文件不在。", "The layer's file is missing."),
        "file-damaged" or "wrong-file" => ("图层文件已损坏。", "The layer's file is damaged."),
        "outside-coverage" => ("用地在图层覆盖范围之外。", "The site lies outside the area the layer covers."),
        "partly-outside-coverage" => ("用地有一部分在图层覆盖范围之外。", "A part of the site lies outside the area the layer covers."),
        "surroundings-outside-coverage" => ("用地周边在图层覆盖范围之外。", "Its surroundings lie outside the area the layer covers."),
        "time-exceeded" => ("未在规定时间内完成。", "It did not end in time."),
        _ => ("计算未能完成。", "The computation failed."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A site could not be held against the layers; every one of them is answered 'not checked'")]
    private partial void CheckFailed(Exception fault);

    private static string N(double value) => value.ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string P(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    /// <summary>Numbers go in with every bit they have.</summary>
    private static string DigestOf(List<LayerResult> results)
    {
        var text = new StringBuilder();
        foreach (var r in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"{r.Code} {r.Verdict} {r.Level} {r.SquareMetres:R} {r.NearestMetres:R} {r.Reason} {r.ContentHash} {r.EntityCount}\n");
            foreach (var e in r.Entities)
                text.Append(CultureInfo.InvariantCulture, $" {e.Id} {e.Zone} {e.SquareMetres:R}\n");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
