using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Map;

/// <summary>Answers what lies at a place, from the same files that checks are made against.</summary>
internal sealed class PointQueries(ILayers current, Checks.LayerSets sets, LayerDirectory layers, LayerTiles tiles, TongbanDb db)
{
    private const int EntitiesTold = 20;

    /// <param name="codes">Layers to answer for; all when <see langword="null"/>.</param>
    /// <param name="version">A single version instead of those in force, for whoever may see it.</param>
    public async Task<Result<PointView>> AtAsync(double longitude, double latitude, IReadOnlyCollection<string>? codes, Guid? version, CancellationToken ct)
    {
        if (!(longitude is >= 73 and <= 136) || !(latitude is >= 3 and <= 54))
            return MapErrors.NoPlace();
        var zone = Model.GaussKruger.ZoneOf(longitude);
        var (east, north) = Model.GaussKruger.Zone(zone).Project(new(longitude, latitude));
        var (x, y) = ReferenceSystem.OfEpsg(4490, "epsg").Value.To(layers.Plane)(longitude, latitude);
        PointView Answer(string digest, IReadOnlyList<LayerAt> found) => new(longitude, latitude, zone, Math.Round(east, 3), Math.Round(north, 3), digest, found);

        if (version is { } one)
            return await OfVersionAsync(one, x, y, ct) is { } at ? Answer("", [at]) : LayerErrors.NoSuchVersion();
        var set = await current.CurrentAsync(null, ct);
        using var lease = await sets.OpenAsync(set, ct);
        List<LayerAt> all = [.. set.Missing.Where(l => codes is null || codes.Contains(l.Code)).Select(l => Of(l, null, null, null, "no-version", x, y))];
        foreach (var (pinned, index) in set.Versions.Select((v, i) => (v, i)))
        {
            if (codes is not null && !codes.Contains(pinned.Code))
                continue;
            var layer = lease.Set.Layers[index];
            all.Add(Of(pinned.Definition, pinned.VersionId, pinned.Number, layer.File, layer.File is null ? JsonNamingPolicy.KebabCaseLower.ConvertName(layer.Fault.ToString()) : null, x, y));
        }
        return Answer(set.Digest, [.. all.OrderBy(l => l.Code, StringComparer.Ordinal)]);
    }

    private async Task<LayerAt?> OfVersionAsync(Guid version, double x, double y, CancellationToken ct)
    {
        var row = await db.Set<LayerVersion>().AsNoTracking().Where(v => v.Id == version).Select(v => new { v.Layer, v.Number, v.ContentHash, v.Definition }).SingleOrDefaultAsync(ct);
        if (row?.ContentHash is not { } content || (row.Definition ?? layers.Catalogue.Find(row.Layer)) is not { } layer)
            return null;
        using var file = await tiles.OpenAsync(content, ct);
        return file is null ? null : Of(layer, version, row.Number, file, null, x, y);
    }

    private LayerAt Of(LayerData layer, Guid? version, int? number, LayerFile? file, string? reason, double x, double y)
    {
        var covered = file is not null && LayerSearch.IsCovered(file, x, y);
        var found = file is null ? [] : LayerSearch.FeaturesAt(file, x, y);
        List<EntityAt> entities = [.. found.Take(EntitiesTold).Select(f => EntityOf(file!, f, layer))];
        var verdict = layer.Measure is LayerMeasure.Outside
            ? !covered ? PointVerdict.NotChecked : found.Count > 0 ? PointVerdict.Inside : PointVerdict.Hit
            : found.Count > 0 ? PointVerdict.Hit : covered ? PointVerdict.Clear : PointVerdict.NotChecked;
        var level = verdict is PointVerdict.Hit && entities.Count > 0 ? entities.Max(e => e.Level) : layer.Level;
        var group = layers.Catalogue.Groups.FirstOrDefault(g => g.Key == layer.Group)?.Name ?? (layer.Group, layer.Group);
        return new(layer.Code, layer.Name.ToString(), group.ToString(), level, verdict, covered, reason ?? (covered ? null : "outside-coverage"), version, number, layer.Rule.ToString(), layer.LegalBasis, entities, found.Count - entities.Count);
    }

    private static EntityAt EntityOf(LayerFile file, int feature, LayerData layer)
    {
        var json = file.Attributes(feature);
        var zone = Entity.ZoneOf(json);
        return new(file.FeatureId(feature), Entity.NameOf(json), zone, zone is null ? null : layer.NameOf(zone).ToString(), layer.LevelOf(zone), Math.Round(file.FeatureArea(feature), 2), Entity.SourceOf(json));
    }
}

/// <summary>What the map refuses.</summary>
internal static class MapErrors
{
    public static Error NoPlace() => new("space.no-place", ("请给出我国范围内的经度（73 至 136）和纬度（3 至 54），单位为度。", "Give a longitude (73 to 136) and a latitude (3 to 54) in degrees.")) { Field = "lon" };

    public static Error OtherLayer() => new("space.versions-of-different-layers", ("两个版本须属于该图层，且都已导入完成。", "Both versions must be of this layer, and their import finished.")) { Field = "to" };

    public static Error TooLargeToCompare(int most) => new("space.too-large-to-compare", new Words("要素超过 {0} 个的版本不能在页面上比较。", "Versions of more than {0} entities are not compared here.").With(most))
    {
        WayOut = ("请下载两个版本后在GIS软件中比较。", "Download both versions and compare them in a GIS program."),
    };
}
