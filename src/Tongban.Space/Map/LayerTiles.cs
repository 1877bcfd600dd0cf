using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Engine.Files;
using Tongban.Space.Layers;

namespace Tongban.Space.Map;

/// <summary>A tile and how long it may be kept.</summary>
/// <param name="Public">Of a published version: shared caches may keep it too.</param>
internal sealed record Tile(byte[] Content, bool Public);

/// <summary>Tiles of layer versions, addressed by the version's content: what is behind an address never changes.</summary>
internal sealed class LayerTiles(TongbanDb db, LayerDirectory layers, LayerQueries queries, TileFiles files)
{
    /// <summary>Number of the way in which tiles are drawn, part of their address: a new way is not hidden by what browsers keep.</summary>
    public const int Edition = 1;

    public static string AddressOf(string content) => $"/space/tiles/{content}/{{z}}/{{x}}/{{y}}.mvt?e={Edition}";

    /// <returns><see langword="null"/> where there is no such tile, or not for the caller.</returns>
    public async Task<Tile?> DrawAsync(string content, TileAddress address, CancellationToken ct)
    {
        if (!address.Exists || await LayerOfAsync(content, ct) is not var (layer, isPublic))
            return null;
        using var file = await files.OpenAsync(content, ct);
        return file is null ? null : new(new TileBuilder(file, layer.Zones.Count + layer.Buffers.Count > 0).Build(address), isPublic);
    }

    /// <summary>The file behind a content that the caller may see, to be disposed.</summary>
    public async Task<LayerFile?> OpenAsync(string content, CancellationToken ct) => await LayerOfAsync(content, ct) is null ? null : await files.OpenAsync(content, ct);

    private async Task<(LayerData Layer, bool Public)?> LayerOfAsync(string content, CancellationToken ct)
    {
        if (files.Published.TryGetValue(content, out var code))
            return layers.Catalogue.Find(code) is { } known ? (known, true) : null;
        if (content.Length != 64)
            return null;
        var rows = await db.Set<LayerVersion>().AsNoTracking().Where(v => v.ContentHash == content).Select(v => new { v.Layer, Published = v.PublishedAt != null }).Take(20).ToListAsync(ct);
        foreach (var row in rows.OrderByDescending(r => r.Published))
        {
            if (layers.Catalogue.Find(row.Layer) is not { } layer)
                continue;
            if (row.Published)
            {
                files.Published[content] = row.Layer;
                return (layer, true);
            }
            if (queries.MaySeeWork(layer))
                return (layer, false);
        }
        return null;
    }
}
