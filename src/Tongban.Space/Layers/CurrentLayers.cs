using System.Globalization;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;

namespace Tongban.Space.Layers;

/// <summary>Answers from the versions' own records: published ones are never changed or deleted, so the past can be asked like the present.</summary>
internal sealed class CurrentLayers(TongbanDb db, CityClock clock, LayerDirectory layers, KnownSets known) : ILayers
{
    public Task<PinnedSet> CurrentAsync(DateTimeOffset? at, CancellationToken ct)
    {
        var moment = at ?? clock.Now;
        return SetAsync(moment, v => v.PublishedAt != null && v.PublishedAt <= moment && (v.EndedAt == null || v.EndedAt > moment), ct);
    }

    public Task<PinnedSet> OfAsync(IReadOnlyList<Guid> versions, CancellationToken ct) => SetAsync(clock.Now, v => v.PublishedAt != null && versions.Contains(v.Id), ct);

    /// <summary>The set as it would be with a draft in force beside these versions.</summary>
    public async Task<PinnedSet?> WithDraftAsync(IReadOnlyList<Guid> versions, Guid draft, CancellationToken ct)
    {
        var found = await db.Set<LayerVersion>().AsNoTracking().Where(v => v.Id == draft && v.State == LayerVersionState.Draft).Select(v => new { v.Layer, v.Number, v.ContentHash }).SingleOrDefaultAsync(ct);
        if (found?.ContentHash is not { } hash || layers.Catalogue.Find(found.Layer) is not { } layer)
            return null;
        var set = await OfAsync(versions, ct);
        List<PinnedVersion> all = [.. set.Versions.Where(v => v.Code != layer.Code).Append(new(draft, layer.Code, found.Number, hash, layer, clock.Now)).OrderBy(v => v.Code, StringComparer.Ordinal)];
        return set with { Digest = DigestOf(set.Epsg, all), Versions = all, Missing = [.. set.Missing.Where(l => l.Code != layer.Code)] };
    }

    private async Task<PinnedSet> SetAsync(DateTimeOffset at, Expression<Func<LayerVersion, bool>> which, CancellationToken ct)
    {
        // Published versions never change, so that the same ones are the same set: their texts are read and digested once.
        var ids = await db.Set<LayerVersion>().AsNoTracking().Where(which).OrderBy(v => v.Id).Select(v => v.Id).ToListAsync(ct);
        if (known.Find(layers.Catalogue, ids) is { } found)
            return found with { At = at };
        var rows = await db.Set<LayerVersion>().AsNoTracking().Where(v => ids.Contains(v.Id)).Select(v => new { v.Id, v.Layer, v.Number, v.ContentHash, v.Definition, v.PublishedAt }).ToListAsync(ct);
        var versions = rows.Where(r => r.ContentHash is not null && r.Definition is not null)
            .GroupBy(r => r.Layer, StringComparer.Ordinal).Select(g => g.MaxBy(r => r.Number)!)
            .Select(r => new PinnedVersion(r.Id, r.Layer, r.Number, r.ContentHash!, r.Definition!, r.PublishedAt!.Value))
            .OrderBy(v => v.Code, StringComparer.Ordinal).ToList();
        var codes = versions.Select(v => v.Code).ToHashSet(StringComparer.Ordinal);
        var set = new PinnedSet(at, layers.Catalogue.Epsg, DigestOf(layers.Catalogue.Epsg, versions), versions, [.. layers.Catalogue.Layers.Where(l => !codes.Contains(l.Code))]);
        known.Keep(layers.Catalogue, ids, set);
        return set;
    }

    private static string DigestOf(int epsg, List<PinnedVersion> versions)
    {
        var text = new StringBuilder(epsg.ToString(CultureInfo.InvariantCulture));
        foreach (var v in versions)
            text.Append(CultureInfo.InvariantCulture, $"\n{v.Code} {v.Number} {v.ContentHash} {LayerColumns.Write(v.Definition)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>The sets that were asked for last, by the versions they consist of and the catalogue that names what is missing.</summary>
internal sealed class KnownSets
{
    private const int Kept = 16;
    private readonly Lock _one = new();
    private readonly LinkedList<(LayerCatalogue Catalogue, List<Guid> Ids, PinnedSet Set)> _sets = [];

    public PinnedSet? Find(LayerCatalogue catalogue, List<Guid> ids)
    {
        lock (_one)
        {
            for (var node = _sets.First; node is not null; node = node.Next)
            {
                if (!ReferenceEquals(node.Value.Catalogue, catalogue) || !node.Value.Ids.SequenceEqual(ids))
                    continue;
                _sets.Remove(node);
                _sets.AddFirst(node);
                return node.Value.Set;
            }
        }
        return null;
    }

    public void Keep(LayerCatalogue catalogue, List<Guid> ids, PinnedSet set)
    {
        lock (_one)
        {
            _sets.AddFirst((catalogue, ids, set));
            if (_sets.Count > Kept)
                _sets.RemoveLast();
        }
    }
}
