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
internal sealed class CurrentLayers(TongbanDb db, CityClock clock, LayerDirectory layers) : ILayers
{
    public Task<PinnedSet> CurrentAsync(DateTimeOffset? at, CancellationToken ct)
    {
        var moment = at ?? clock.Now;
        return SetAsync(moment, v => v.PublishedAt != null && v.PublishedAt <= moment && (v.EndedAt == null || v.EndedAt > moment), ct);
    }

    public Task<PinnedSet> OfAsync(IReadOnlyList<Guid> versions, CancellationToken ct) => SetAsync(clock.Now, v => v.PublishedAt != null && versions.Contains(v.Id), ct);

    private async Task<PinnedSet> SetAsync(DateTimeOffset at, Expression<Func<LayerVersion, bool>> which, CancellationToken ct)
    {
        var rows = await db.Set<LayerVersion>().AsNoTracking().Where(which).Select(v => new { v.Id, v.Layer, v.Number, v.ContentHash, v.Definition, v.PublishedAt }).ToListAsync(ct);
        var versions = rows.Where(r => r.ContentHash is not null && r.Definition is not null)
            .GroupBy(r => r.Layer, StringComparer.Ordinal).Select(g => g.MaxBy(r => r.Number)!)
            .Select(r => new PinnedVersion(r.Id, r.Layer, r.Number, r.ContentHash!, r.Definition!, r.PublishedAt!.Value))
            .OrderBy(v => v.Code, StringComparer.Ordinal).ToList();
        var known = versions.Select(v => v.Code).ToHashSet(StringComparer.Ordinal);
        return new(at, layers.Catalogue.Epsg, DigestOf(layers.Catalogue.Epsg, versions), versions, [.. layers.Catalogue.Layers.Where(l => !known.Contains(l.Code))]);
    }

    private static string DigestOf(int epsg, List<PinnedVersion> versions)
    {
        var text = new StringBuilder(epsg.ToString(CultureInfo.InvariantCulture));
        foreach (var v in versions)
            text.Append(CultureInfo.InvariantCulture, $"\n{v.Code} {v.Number} {v.ContentHash} {LayerColumns.Write(v.Definition)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
