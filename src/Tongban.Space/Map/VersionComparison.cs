using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Space.Engine.Files;
using Tongban.Space.Layers;

namespace Tongban.Space.Map;

/// <summary>What became of an entity between two versions.</summary>
internal enum EntityChange { Added, Removed, Changed, Renamed }

/// <summary>One entity that is not the same in both versions.</summary>
/// <param name="Before">m² in the earlier version.</param>
/// <param name="After">m² in the later version.</param>
internal sealed record EntityDifference(string Id, string? Name, string? Zone, EntityChange Change, double? Before, double? After);

/// <summary>A version as one side of a comparison.</summary>
internal sealed record ComparedVersion(Guid Id, int Number, string ContentHash, DateTimeOffset? PublishedAt, int Entities, double SquareMetres);

/// <summary>Two versions of one layer, entity by entity.</summary>
/// <param name="Renamed">Same ground, other attributes.</param>
/// <param name="Entities">The first of them, the largest change first.</param>
internal sealed record LayerDifferences(
    string Layer, ComparedVersion From, ComparedVersion To, int Added, int Removed, int Changed, int Renamed, int Same, double AddedM2, double RemovedM2, double ChangedM2, IReadOnlyList<EntityDifference> Entities);

/// <summary>Compares versions by the entities' ids. Where a file gives an id several times, all of its entities together are one.</summary>
internal sealed class VersionComparison(TongbanDb db, LayerTiles tiles, KnownComparisons known)
{
    /// <summary>Entities of a version that a page may ask to be compared: a second of work.</summary>
    public const int Most = 300_000;

    /// <summary>Differences listed; the numbers count all.</summary>
    public const int Listed = 2_000;

    public async Task<Result<LayerDifferences>> CompareAsync(string layer, Guid from, Guid to, CancellationToken ct)
    {
        var rows = await db.Set<LayerVersion>().AsNoTracking().Where(v => v.Layer == layer && (v.Id == from || v.Id == to)).Select(v => new { v.Id, v.Number, v.ContentHash, v.PublishedAt }).ToListAsync(ct);
        if (rows.Find(r => r.Id == from) is not { ContentHash: { } contentFrom } first || rows.Find(r => r.Id == to) is not { ContentHash: { } contentTo } second)
            return MapErrors.OtherLayer();
        using var before = await tiles.OpenAsync(contentFrom, ct);
        using var after = await tiles.OpenAsync(contentTo, ct);
        if (before is null || after is null)
            return MapErrors.OtherLayer();
        if (Math.Max(before.FeatureCount, after.FeatureCount) > Most)
            return MapErrors.TooLargeToCompare(Most);
        var one = new ComparedVersion(from, first.Number, contentFrom, first.PublishedAt, before.FeatureCount, before.Area);
        var other = new ComparedVersion(to, second.Number, contentTo, second.PublishedAt, after.FeatureCount, after.Area);
        // A draft may have been published since; its content is the same.
        return known.Of((from, to), () => Compare(layer, one, other, before, after)) with { From = one, To = other };
    }

    internal static LayerDifferences Compare(string layer, ComparedVersion from, ComparedVersion to, LayerFile before, LayerFile after)
    {
        var (old, now) = (Read(before), Read(after));
        List<EntityDifference> all = [];
        foreach (var (id, was) in old)
        {
            var (name, zone) = TextOf(before, was.First);
            if (!now.TryGetValue(id, out var become))
                all.Add(new(id, name, zone, EntityChange.Removed, was.Area, null));
            else if (was.Ground != become.Ground)
                all.Add(new(id, TextOf(after, become.First).Name, zone, EntityChange.Changed, was.Area, become.Area));
            else if (was.Words != become.Words)
                all.Add(new(id, TextOf(after, become.First).Name, zone, EntityChange.Renamed, was.Area, become.Area));
        }
        foreach (var (id, become) in now)
        {
            if (!old.ContainsKey(id))
                all.Add(new(id, TextOf(after, become.First).Name, TextOf(after, become.First).Zone, EntityChange.Added, null, become.Area));
        }
        double Sum(EntityChange change, Func<EntityDifference, double> area) => Math.Round(all.Where(d => d.Change == change).Sum(area), 2);
        int Count(EntityChange change) => all.Count(d => d.Change == change);
        return new(
            layer, from, to, Count(EntityChange.Added), Count(EntityChange.Removed), Count(EntityChange.Changed), Count(EntityChange.Renamed), old.Count - Count(EntityChange.Removed) - Count(EntityChange.Changed) - Count(EntityChange.Renamed),
            Sum(EntityChange.Added, d => d.After!.Value), Sum(EntityChange.Removed, d => d.Before!.Value), Sum(EntityChange.Changed, d => d.After!.Value - d.Before!.Value),
            [.. all.OrderByDescending(d => d.Change is EntityChange.Renamed ? -1 : Math.Abs((d.After ?? 0) - (d.Before ?? 0))).ThenBy(d => d.Id, StringComparer.Ordinal).Take(Listed)]);
    }

    private static (string? Name, string? Zone) TextOf(LayerFile file, int feature) => (Entity.NameOf(file.Attributes(feature)), Entity.ZoneOf(file.Attributes(feature)));

    private static unsafe Dictionary<string, Side> Read(LayerFile file)
    {
        var all = new Dictionary<string, Side>(file.FeatureCount, StringComparer.Ordinal);
        for (var feature = 0; feature < file.FeatureCount; feature++)
        {
            // Sums do not depend on the order in which parts and entities of one id stand in the file.
            ulong ground = 0;
            foreach (var polygon in file.FeaturePolygons(feature))
            {
                var edges = file.Edges(file.Polygons[polygon]);
                ground += Digest(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(edges.X, 2 * edges.Vertices)));
            }
            var words = Digest(file.Attributes(feature));
            ref var side = ref CollectionsMarshal.GetValueRefOrAddDefault(all, file.FeatureId(feature), out var known);
            side = known ? side with { Ground = side.Ground + ground, Words = side.Words + words, Area = side.Area + file.FeatureArea(feature) } : new(ground, words, file.FeatureArea(feature), feature);
        }
        return all;
    }

    private static ulong Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Side(ulong Ground, ulong Words, double Area, int First);
}

/// <summary>The comparisons made last: contents never change, so neither does what became of them; and everyone may ask.</summary>
internal sealed class KnownComparisons
{
    private const int Kept = 8;
    private readonly LinkedList<((Guid From, Guid To) Pair, LayerDifferences Differences)> _kept = [];

    public LayerDifferences Of((Guid From, Guid To) pair, Func<LayerDifferences> compare)
    {
        // One after the other: the same question asked by many is answered once.
        lock (_kept)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Pair != pair)
                    continue;
                _kept.Remove(node);
                _kept.AddFirst(node);
                return node.Value.Differences;
            }
            var differences = compare();
            _kept.AddFirst((pair, differences));
            if (_kept.Count > Kept)
                _kept.RemoveLast();
            return differences;
        }
    }
}
