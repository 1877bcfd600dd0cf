using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;
using Tongban.Space.Engine.Kernel;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Features;

/// <summary>Published layers as collections. Features are read from the mapped files, by their tree where a box is asked for.</summary>
/// <remarks>What the features are called and where they lie is public as the layer is. Attributes of the source file may name persons, so they are shown to officers only.</remarks>
internal sealed class LayerFeatures(TongbanDb db, Caller caller, CityClock clock, LayerDirectory layers, OpenLayers files) : IFeatureSource
{
    /// <summary>Before the name of an attribute of the source file.</summary>
    private const string SourcePrefix = "source.";

    public async Task<IReadOnlyList<FeatureSet>> ListAsync(CancellationToken ct)
    {
        var versions = await PublishedAsync(null, ct);
        return [.. layers.Catalogue.Layers.Select(l => SetOf(l, [.. versions.Where(v => v.Layer == l.Code)], [])).OfType<FeatureSet>()];
    }

    public async Task<FeatureSet?> FindAsync(string id, CancellationToken ct)
    {
        if (layers.Catalogue.Find(id) is not { } layer)
            return null;
        var versions = await PublishedAsync(id, ct);
        IReadOnlyList<string> fields = [];
        if (caller.Actor.IsOfficer && versions.MaxBy(v => v.Number) is { } last && await files.BorrowAsync(last.ContentHash, ct) is { } file)
        {
            using (file)
                fields = FieldsOf(file);
        }
        return SetOf(layer, versions, fields);
    }

    public async Task<Result<FeaturePage>> PageAsync(FeatureSet set, FeatureQuery query, CancellationToken ct)
    {
        var versions = await PublishedAsync(set.Id, ct);
        var version = query.After is { } after && versions.FirstOrDefault(v => v.Id.ToString("N") == after.Source) is { } same ? same : At(versions, query.Time);
        if (version is null)
            return new FeaturePage([], null);
        if (await files.BorrowAsync(version.ContentHash, ct) is not { } file)
            return LayerErrors.FileMissing(version.ContentHash);
        using (file)
        {
            var first = query.After is { } cursor && cursor.Source == version.Id.ToString("N") && int.TryParse(cursor.After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number + 1 : 0;
            var candidates = query.Box is not { } box ? null : box.IsNull ? [] : FeatureSearch.Find(file, new Window(box.MinX, box.MinY, box.MaxX, box.MaxY));
            var at = candidates is null ? first : candidates.BinarySearch(first) is var found && found >= 0 ? found : ~found;
            var end = candidates?.Count ?? file.FeatureCount;
            var page = new PageBuilder(query);
            for (; at < end && !page.IsFull; at++)
            {
                ct.ThrowIfCancellationRequested();
                using var entity = new LayerEntity(file, candidates?[at] ?? at, version.Definition);
                page.Look(entity, entity.Points, () => entity.ToFeature(version.Number, caller.Actor.IsOfficer));
            }
            return new FeaturePage(page.Features, at < end ? new(version.Id.ToString("N"), (candidates?[at - 1] ?? (at - 1)).ToString(CultureInfo.InvariantCulture)) : null);
        }
    }

    /// <summary>A feature is named by the number of its version and its own: <c>3.17</c>. The same name is the same feature for ever.</summary>
    public async Task<Result<Feature>> OneAsync(FeatureSet set, string feature, CancellationToken ct)
    {
        var dot = feature.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1 || feature.Length > 24 || !int.TryParse(feature.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(feature.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var entity)
            || (await PublishedAsync(set.Id, ct)).FirstOrDefault(v => v.Number == number) is not { } version)
            return FeatureErrors.NoSuchFeature(feature);
        if (await files.BorrowAsync(version.ContentHash, ct) is not { } file)
            return LayerErrors.FileMissing(version.ContentHash);
        using (file)
        {
            if (entity < 1 || entity > file.FeatureCount)
                return FeatureErrors.NoSuchFeature(feature);
            using var found = new LayerEntity(file, entity - 1, version.Definition);
            return found.ToFeature(version.Number, caller.Actor.IsOfficer);
        }
    }

    /// <summary>The version in force at that time; of an interval the last one.</summary>
    private Published? At(IReadOnlyList<Published> versions, FeatureTime? time)
    {
        var (from, to) = (time?.From ?? (time is null ? clock.Now : DateTimeOffset.MinValue), time?.To ?? (time is null ? clock.Now : DateTimeOffset.MaxValue));
        return versions.Where(v => v.PublishedAt <= to && (v.EndedAt is null || v.EndedAt > from)).MaxBy(v => v.Number);
    }

    private FeatureSet? SetOf(LayerData layer, IReadOnlyList<Published> versions, IReadOnlyList<string> fields)
    {
        if (versions.MaxBy(v => v.Number) is not { } last)
            return null;
        var current = At(versions, null);
        List<string> zones = [.. layer.Zones.Select(z => z.Key), .. layer.Buffers.Select(b => b.Zone)];
        return new(
            layer.Code, layer.Name, (current is null ? $"{layer.RuleZh}（{layer.LegalBasis}）。现无有效版本。" : $"{layer.RuleZh}（{layer.LegalBasis}）。现行第 {current.Number} 版。",
                current is null ? $"{layer.RuleEn} ({layer.LegalBasis}). No version is in force." : $"{layer.RuleEn} ({layer.LegalBasis}). In force: version {current.Number}."),
            (current ?? last).Bounds, versions.Min(v => v.PublishedAt),
            [
                new("entity", ValueKind.Text, ("要素编号", "key of the entity")), new("name", ValueKind.Text, ("名称", "name")), new("zone", ValueKind.Text, ("分区", "zone"), zones.Count == 0 ? null : zones),
                new("level", ValueKind.Text, ("管控级别", "control level"), ["advisory", "restricted", "forbidden"]), new("squareMetres", ValueKind.Number, ("面积（平方米）", "area, m²")),
                .. fields.Select(f => new Queryable(SourcePrefix + f, ValueKind.Text, (f, f))),
            ],
            current is null ? null : $"/api/v1/layer-versions/{current.Id}/layer.gpkg");
    }

    private async Task<IReadOnlyList<Published>> PublishedAsync(string? layer, CancellationToken ct)
    {
        var rows = await db.Set<LayerVersion>().AsNoTracking().Where(v => v.PublishedAt != null && (layer == null || v.Layer == layer))
            .Select(v => new { v.Id, v.Layer, v.Number, v.ContentHash, v.Definition, v.PublishedAt, v.EndedAt, v.Outcome }).ToListAsync(ct);
        return [.. rows.Where(r => r.ContentHash is not null && r.Definition is not null).Select(r => new Published(r.Id, r.Layer, r.Number, r.ContentHash!, r.Definition!, r.PublishedAt!.Value, r.EndedAt, r.Outcome?.Bounds))];
    }

    /// <summary>Names of the source's attributes, from the first entities: all have the columns of one table.</summary>
    private static List<string> FieldsOf(LayerFile file)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(200, file.FeatureCount); i++)
        {
            using var entity = new LayerEntity(file, i, null);
            names.UnionWith(entity.SourceNames);
        }
        return [.. names.Order(StringComparer.Ordinal).Take(ImportLimits.Fields)];
    }

    private sealed record Published(Guid Id, string Layer, int Number, string ContentHash, LayerData Definition, DateTimeOffset PublishedAt, DateTimeOffset? EndedAt, ImportBounds? Bounds);
}

/// <summary>One entity of a layer file. Its attributes and its shape are read when they are asked for.</summary>
internal sealed class LayerEntity(LayerFile file, int number, LayerData? layer) : IFeatureView, IDisposable
{
    private const string SourcePrefix = "source.";
    private JsonDocument? _attributes;
    private IReadOnlyList<PlanarPolygon>? _parts;
    private Geometry? _shape;

    public string Id => file.FeatureId(number);

    public double SquareMetres => file.FeatureArea(number);

    public string? Zone => Text("zone");

    public string? Name => Text("name");

    public ControlLevel? Level => layer?.LevelOf(Zone);

    public IReadOnlyList<PlanarPolygon> Parts => _parts ??= file.Geometry(number);

    public Geometry Shape => _shape ??= FeatureShapes.Of(Parts);

    public long Points
    {
        get
        {
            var points = 0L;
            foreach (var polygon in file.FeaturePolygons(number))
                points += file.Polygons[polygon].Vertices;
            return points;
        }
    }

    public IEnumerable<string> SourceNames => Source is { } source ? source.EnumerateObject().Select(p => p.Name) : [];

    private JsonElement Root => (_attributes ??= JsonDocument.Parse(file.Attributes(number) is { Length: > 0 } json ? json.ToArray() : "{}"u8.ToArray())).RootElement;

    private JsonElement? Source => Root.TryGetProperty("source", out var source) && source.ValueKind is JsonValueKind.Object ? source : null;

    public object? Value(string property) => property switch
    {
        "entity" => Id,
        "name" => Name,
        "zone" => Zone,
        "level" => Level is { } level ? LayerColumns.NameOf(level) : null,
        "squareMetres" => SquareMetres,
        _ when property.StartsWith(SourcePrefix, StringComparison.Ordinal) => SourceOf(property[SourcePrefix.Length..]),
        _ => null,
    };

    /// <summary>An attribute of the source file.</summary>
    public string? SourceOf(string name) => Source is { } source && source.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    public Feature ToFeature(int version, bool withSource)
    {
        List<KeyValuePair<string, object?>> properties =
        [
            new("entity", Id), new("name", Name), new("zone", Zone), new("zoneName", Zone is { } zone ? layer?.NameOf(zone).ToString() : null), new("level", Value("level")), new("squareMetres", Math.Round(SquareMetres, 3)),
            new("layer", file.Code), new("version", (double)version),
        ];
        if (withSource)
            properties.AddRange(SourceNames.Select(n => new KeyValuePair<string, object?>(SourcePrefix + n, SourceOf(n))));
        return new(string.Create(CultureInfo.InvariantCulture, $"{version}.{number + 1}"), properties, Parts);
    }

    public void Dispose() => _attributes?.Dispose();

    private string? Text(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
