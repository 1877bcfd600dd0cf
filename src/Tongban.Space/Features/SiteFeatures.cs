using NetTopologySuite.Geometries;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Features;

/// <summary>The sites that rooms above keep, as one collection: for every caller those he may see, and no others.</summary>
internal sealed class SiteFeatures(Caller caller, LayerDirectory layers, IEnumerable<ISiteSource> sources, IEnumerable<ISubjectAccess> subjects, ISiteCheckRegister checks) : IFeatureSource
{
    public const string Id = "sites";

    /// <summary>Subjects looked at for one page; each is asked for by itself whether the caller may see it.</summary>
    private const int Examined = 2_000;

    private const int Batch = 200;

    private static readonly FeatureSet Sites = new(
        Id, ("项目用地", "Sites"), ("本人可以查看的项目用地范围及其最近一次核对的分类。", "The boundaries of land the caller may see, each with the class of its newest check."), null, null,
        [
            new("subject", ValueKind.Text, ("对象", "whose site it is")), new("kind", ValueKind.Text, ("类别", "kind")), new("title", ValueKind.Text, ("名称", "title")), new("organ", ValueKind.Text, ("机关", "organ")),
            new("class", ValueKind.Text, ("空间分类", "class"), ["A", "B", "C", "D"]), new("squareMetres", ValueKind.Number, ("面积（平方米）", "area, m²")),
        ], null);

    public Task<IReadOnlyList<FeatureSet>> ListAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<FeatureSet>>([Sites]);

    public Task<FeatureSet?> FindAsync(string id, CancellationToken ct) => Task.FromResult(id == Id ? Sites : null);

    public async Task<Result<FeaturePage>> PageAsync(FeatureSet set, FeatureQuery query, CancellationToken ct)
    {
        var page = new PageBuilder(query);
        if (caller.Actor.IsStranger)
            return new FeaturePage([], null);
        var examined = 0;
        foreach (var source in sources.OrderBy(s => s.Kind, StringComparer.Ordinal))
        {
            var order = query.After is null ? 1 : string.CompareOrdinal(source.Kind, query.After.Source);
            if (order < 0)
                continue;
            for (var after = order == 0 ? query.After!.After : null; ;)
            {
                var some = await source.PageAsync(after, Batch, ct);
                var known = await checks.LatestAsync([.. some.Select(s => s.Subject)], ct);
                foreach (var site in some)
                {
                    if (page.IsFull || examined++ >= Examined)
                        return new FeaturePage(page.Features, after is null ? query.After ?? new(source.Kind, "") : new(source.Kind, after));
                    after = site.Subject;
                    if (await MayReadAsync(site.Subject, ct))
                    {
                        var view = new SiteEntity(source.Kind, site, known.GetValueOrDefault(site.Subject), layers.Plane);
                        page.Look(view, view.Points, view.ToFeature);
                    }
                }
                if (some.Count < Batch)
                    break;
            }
        }
        return new FeaturePage(page.Features, null);
    }

    public async Task<Result<Feature>> OneAsync(FeatureSet set, string feature, CancellationToken ct)
    {
        foreach (var source in sources.Where(s => feature.StartsWith(s.Kind + ":", StringComparison.Ordinal)))
        {
            if (await source.FindAsync(feature, ct) is { } site && await MayReadAsync(feature, ct))
                return new SiteEntity(source.Kind, site, await checks.LatestAsync(feature, ct), layers.Plane).ToFeature();
        }
        return FeatureErrors.NoSuchFeature(feature);
    }

    private async Task<bool> MayReadAsync(string subject, CancellationToken ct) =>
        !caller.Actor.IsStranger && subjects.FirstOrDefault(s => s.Handles(subject)) is { } access && await access.MayReadAsync(caller.Actor, subject, ct);
}

/// <summary>One site; its newest check counts only while the boundary is still the one that was checked.</summary>
internal sealed class SiteEntity : IFeatureView
{
    private readonly string _kind;
    private readonly SubjectSite _subject;
    private readonly Site _site;
    private readonly CheckSummary? _check;
    private Geometry? _shape;

    public SiteEntity(string kind, SubjectSite subject, CheckSummary? check, ReferenceSystem plane)
    {
        (_kind, _subject, _site) = (kind, subject, Site.FromStored(subject.Site));
        _check = check?.SiteDigest == _site.Digest ? check : null;
        Parts = [.. PlaneShapes.Planar(PlaneShapes.InPlane(_site, plane))];
    }

    public IReadOnlyList<PlanarPolygon> Parts { get; }

    public Geometry Shape => _shape ??= FeatureShapes.Of(Parts);

    public long Points => FeatureShapes.Points(Parts);

    public object? Value(string property) => property switch
    {
        "subject" => _subject.Subject,
        "kind" => _kind,
        "title" => _subject.Title,
        "organ" => _subject.Organ,
        "class" => _check?.Class,
        "squareMetres" => (double)_site.AreaSquareMetres,
        _ => null,
    };

    public Feature ToFeature() => new(
        _subject.Subject, [.. new[] { "subject", "kind", "title", "organ", "class", "squareMetres" }.Select(n => new KeyValuePair<string, object?>(n, Value(n))), new("check", _check?.Id.ToString())], Parts);
}
