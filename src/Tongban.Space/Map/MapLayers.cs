using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Layers;

namespace Tongban.Space.Map;

/// <summary>A layer that serves as ground beneath all others: settlement, water, roads.</summary>
internal sealed record GroundLayer(LayerGround Kind, string Tiles, IReadOnlyList<double> Bounds);

/// <summary>What maps show of layers: those in force, or one version.</summary>
internal sealed class MapLayers(TongbanDb db, LayerDirectory layers, LayerQueries queries)
{
    /// <summary>Every layer of the catalogue, with the version in force where there is one.</summary>
    /// <param name="shown">Codes that are switched on at first.</param>
    public async Task<IReadOnlyList<MapLayer>> InForceAsync(IReadOnlyCollection<string> shown, CancellationToken ct)
    {
        var rows = await db.Set<LayerVersion>().AsNoTracking().Where(v => v.State == LayerVersionState.Published)
            .Select(v => new { v.Id, v.Layer, v.Number, v.ContentHash, v.PublishedAt, v.Outcome, v.Definition }).ToListAsync(ct);
        return [.. layers.Catalogue.Layers.Select(l => rows.Find(r => r.Layer == l.Code) is { ContentHash: { } content, Outcome: { } outcome } v
            ? Of(v.Definition ?? l, l.Code, v.Id, v.Number, content, outcome, v.PublishedAt, shown.Contains(l.Code))
            : new(l.Code, l.Code, l.Name.ToString(), l.Group, l.Level, LayerPalette.ColorOf(layers.Catalogue, l), null, null, null, null, null, null, LevelsOf(l), false))];
    }

    /// <summary>One version, draft or not, for whoever may see it.</summary>
    public async Task<MapLayer?> VersionAsync(Guid id, string? key, CancellationToken ct) =>
        await queries.VersionAsync(id, ct) is { Outcome: { } outcome, ContentHash: { } content } v && (v.Definition ?? layers.Catalogue.Find(v.Layer)) is { } layer
            ? Of(layer, key ?? layer.Code, v.Id, v.Number, content, outcome, v.PublishedAt, true) : null;

    /// <summary>What lies beneath: the catalogue says which layers show settlement, water, roads.</summary>
    public async Task<IReadOnlyList<GroundLayer>> GroundAsync(CancellationToken ct)
    {
        var grounds = layers.Catalogue.Layers.Where(l => l.Ground is not null).ToDictionary(l => l.Code, l => l.Ground!.Value, StringComparer.Ordinal);
        var codes = grounds.Keys.ToList();
        var rows = await db.Set<LayerVersion>().AsNoTracking().Where(v => v.State == LayerVersionState.Published && codes.Contains(v.Layer)).Select(v => new { v.Layer, v.ContentHash, v.Outcome }).ToListAsync(ct);
        return [.. rows.Where(r => r.ContentHash is not null && r.Outcome is not null).Select(r => new GroundLayer(grounds[r.Layer], LayerTiles.AddressOf(r.ContentHash!), BoundsOf(r.Outcome!))).OrderBy(g => g.Kind)];
    }

    private MapLayer Of(LayerData layer, string key, Guid version, int number, string content, ImportOutcome outcome, DateTimeOffset? publishedAt, bool shown) => new(
        key, layer.Code, layer.Name.ToString(), layer.Group, layer.Level, LayerPalette.ColorOf(layers.Catalogue, layer), LayerTiles.AddressOf(content), BoundsOf(outcome), version, number, publishedAt, outcome.Features, LevelsOf(layer), shown);

    private static double[] BoundsOf(ImportOutcome outcome) => [outcome.Bounds.West, outcome.Bounds.South, outcome.Bounds.East, outcome.Bounds.North];

    private static Dictionary<string, ControlLevel> LevelsOf(LayerData layer) =>
        layer.Zones.Select(z => (z.Key, z.Level)).Concat(layer.Buffers.Select(b => (Key: b.Zone, b.Level))).DistinctBy(z => z.Key).ToDictionary(z => z.Key, z => z.Level, StringComparer.Ordinal);
}

/// <summary>A colour for every layer of any catalogue: each heading has its own family, so that what belongs together looks alike. The level is told by shape: hatched, filled, dashed.</summary>
internal static class LayerPalette
{
    private static readonly string[][] Families =
    [
        ["#a37c00", "#1d7a46", "#8a3ea8", "#b5651d"], ["#7a5c9e", "#4d6fae", "#9c7d4a", "#5d8a8a"], ["#1769aa", "#3c8d3f", "#8e2f8b", "#b38600"], ["#8f7a12", "#6f8a2a", "#4f8a3c", "#2f7d4f", "#9a8436", "#77712d"],
        ["#00796b", "#5a7d86", "#3f8c84", "#7f9aa0"], ["#1b6e34", "#4b8b2b", "#2c8f6b", "#007a87", "#6b8e23"], ["#0b6fb8", "#1f8fc4", "#3a6ea5", "#5f7fa8"], ["#b3471d", "#8a4b2a", "#a0522d", "#6d4c41"],
        ["#8b5a2b", "#9a6b1f", "#7b4b3a", "#a67c52"], ["#4a5568", "#6b3fa0", "#a3195b", "#2f4858"],
    ];

    public static string ColorOf(LayerCatalogue catalogue, LayerData layer)
    {
        var group = Math.Max(0, catalogue.Groups.Select(g => g.Key).ToList().IndexOf(layer.Group));
        var place = Math.Max(0, catalogue.Layers.Where(l => l.Group == layer.Group).Select(l => l.Code).ToList().IndexOf(layer.Code));
        var family = Families[group % Families.Length];
        return family[place % family.Length];
    }
}
