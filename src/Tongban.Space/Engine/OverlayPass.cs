using System.Numerics;
using Tongban.Space.Engine.Files;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine;

/// <summary>One check at a time: the descent through the trees, the sums, the verdicts. Buffers stay for the next.</summary>
internal sealed unsafe class OverlayPass(TimeProvider clock)
{
    /// <summary>m². Neighbours that share a boundary come to at most this, by rounding.</summary>
    private const double Noise = 1e-6;
    private readonly CommonArea _common = new();
    private readonly NearestSearch _nearest = new();
    private readonly CommonGeometry _geometry = new();
    private readonly List<(int Polygon, double Area, bool Whole)> _overlaps = [];
    private readonly List<(int Feature, double Area)> _byFeature = [];
    private readonly Stack<(int Level, int Block, bool Inside)> _open = new();
    private double[] _covered = [];
    private double[] _margins = [];
    private SiteGeometry _site = null!;
    private CheckOptions _options = null!;
    private long _until;

    public IReadOnlyList<LayerFinding> Run(LayerSet layers, SiteGeometry site, CheckOptions options)
    {
        (_site, _options) = (site, options);
        _until = options.TimeLimit is { } limit ? clock.GetTimestamp() + (long)(limit.TotalSeconds * clock.TimestampFrequency) : long.MaxValue;
        if (_covered.Length < layers.CoverageGroups)
            (_covered, _margins) = (new double[layers.CoverageGroups], new double[layers.CoverageGroups]);
        _covered.AsSpan().Fill(double.NaN);
        _margins.AsSpan().Fill(double.NaN);
        _geometry.Begin(site);
        var findings = new LayerFinding[layers.Layers.Count];
        for (var i = 0; i < findings.Length; i++)
            findings[i] = One(layers.Layers[i]);
        GC.KeepAlive(site);
        return findings;
    }

    /// <summary>Holds on to nothing between checks.</summary>
    public void Forget()
    {
        (_site, _options) = (null!, null!);
        _geometry.Forget();
        _overlaps.Clear();
        _byFeature.Clear();
        _open.Clear();
    }

    private bool TimeIsUp => _until != long.MaxValue && clock.GetTimestamp() >= _until;

    private LayerFinding One(PinnedLayer layer)
    {
        if (layer.File is not { } file)
            return new(layer.Pin.Code, LayerVerdict.NotChecked, layer.Fault) { ReasonDetail = layer.FaultDetail, LayerHash = layer.Pin.Hash };
        try
        {
            return Look(layer, file);
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentException or InvalidOperationException or IndexOutOfRangeException or NetTopologySuite.Geometries.TopologyException)
        {
            return new(layer.Pin.Code, LayerVerdict.NotChecked, NotCheckedReason.Failed) { ReasonDetail = e.Message, LayerHash = layer.Pin.Hash };
        }
    }

    private LayerFinding Look(PinnedLayer layer, LayerFile file)
    {
        if (TimeIsUp)
            return new(layer.Pin.Code, LayerVerdict.NotChecked, NotCheckedReason.TimeExceeded) { LayerHash = layer.Pin.Hash };
        var covered = Covered(layer, file);
        _overlaps.Clear();
        var reason = NotCheckedReason.None;
        if (!Descend(file))
            reason = NotCheckedReason.TimeExceeded;
        else if (_site.Area - covered > layer.Pin.ToleranceSquareMetres)
            reason = covered <= Math.Max(Noise, 1e-9 * _site.Area) ? NotCheckedReason.OutsideCoverage : NotCheckedReason.PartlyOutsideCoverage;

        double total = 0;
        foreach (var (polygon, area, _) in _overlaps)
            total += file.Polygons[polygon].Role is PolygonRole.Member ? 0 : area;
        if (!double.IsFinite(total))
            throw new ArithmeticException("the area is not a number");
        total = Math.Min(total, _site.Area);
        var features = Features(file);
        var isHit = total > layer.Pin.ToleranceSquareMetres;
        Nearest? nearest = null;
        if ((_options.Distances || layer.Pin.NearMetres > 0) && reason is not NotCheckedReason.TimeExceeded)
        {
            nearest = NearestIn(layer, file, features, out var inTime);
            reason = inTime ? reason : NotCheckedReason.TimeExceeded;
        }

        var isNear = nearest is not null && nearest.Metres < layer.Pin.NearMetres;
        if (!isHit && !isNear && reason is NotCheckedReason.None && Margin(layer, file) < layer.Pin.NearMetres)
            reason = NotCheckedReason.SurroundingsOutsideCoverage;
        _geometry.Clear();
        if (isHit && _options.Geometry && !CutOut(file))
            reason = NotCheckedReason.TimeExceeded;
        return new(layer.Pin.Code, isHit ? LayerVerdict.Hit : isNear ? LayerVerdict.Near : reason is NotCheckedReason.None ? LayerVerdict.Clear : LayerVerdict.NotChecked, reason)
        {
            LayerHash = layer.Pin.Hash, SquareMetres = total, SiteShare = total / _site.Area, CoveredShare = Math.Clamp(covered / _site.Area, 0, 1), Features = features,
            Nearest = nearest, Parts = _geometry.Take(), Fallbacks = _geometry.Fallbacks, Repaired = _geometry.Repaired, SelfCheck = _geometry.SelfCheck,
        };
    }

    private Nearest? NearestIn(PinnedLayer layer, LayerFile file, List<FeatureOverlap> features, out bool inTime)
    {
        inTime = true;
        if (features.Count > 0)
        {
            // A polygon inside the site is far from its boundary: ground in common settles the distance first.
            var most = features.MaxBy(f => f.SquareMetres)!;
            return new(most.Feature, most.Id, 0);
        }

        var limit = _options.Distances ? Math.Max(_options.MaxMetres, layer.Pin.NearMetres) : layer.Pin.NearMetres;
        inTime = _nearest.Find(file, _site, limit, clock, _until);
        return _nearest.Polygon < 0 ? null : new(file.Polygons[_nearest.Polygon].Feature, file.FeatureId(file.Polygons[_nearest.Polygon].Feature), _nearest.Metres);
    }

    /// <summary>Metres from the site to the border of the layer's coverage area.</summary>
    private double Margin(PinnedLayer layer, LayerFile file)
    {
        if (layer.Pin.NearMetres <= 0)
            return double.PositiveInfinity;
        ref var known = ref _margins[layer.CoverageGroup];
        return double.IsNaN(known) ? known = _nearest.ToCoverage(file, _site) : known;
    }

    /// <summary>Cuts the common ground out, polygon by polygon.</summary>
    private bool CutOut(LayerFile file)
    {
        foreach (var (polygon, area, whole) in _overlaps)
        {
            ref readonly var entry = ref file.Polygons[polygon];
            if (entry.Role is PolygonRole.Member)
                continue;
            if (TimeIsUp)
                return false;
            var feature = entry.Role is PolygonRole.Dissolved ? -1 : entry.Feature;
            if (whole)
                _geometry.AddWhole(feature, file.Polygon(polygon));
            else
                _geometry.Add(feature, file.Edges(entry), entry.Area, _site.Bounds.And(file.PolygonBox(polygon).At(file.OriginX, file.OriginY)), area);
        }

        return true;
    }

    /// <summary>m² of the site within the layer's coverage area.</summary>
    private double Covered(PinnedLayer layer, LayerFile file)
    {
        ref var known = ref _covered[layer.CoverageGroup];
        if (!double.IsNaN(known))
            return known;
        double covered = 0;
        foreach (ref readonly var part in file.Coverage)
            covered += _common.Of(_site.Edges, file.Edges(part), _site.Bounds);
        return known = covered;
    }

    /// <summary>Finds every polygon that has ground in common with the site.</summary>
    /// <returns>False when time ran out.</returns>
    private bool Descend(LayerFile file)
    {
        if (file.Levels == 0)
            return true;
        var polygons = file.Polygons;
        var scan = new BoxScan(FloatBox.Around(_site.Bounds, file.OriginX, file.OriginY));
        _open.Push((file.Levels - 1, 0, false));
        while (_open.TryPop(out var at))
        {
            if (TimeIsUp)
            {
                _open.Clear();
                return false;
            }

            var block = file.Block(at.Level, at.Block);
            for (var bits = scan.Meets(block, LayerFormat.Fan); bits != 0; bits &= bits - 1)
            {
                var child = BitOperations.TrailingZeroCount(bits);
                var number = (at.Block * LayerFormat.Fan) + child;
                var box = RunBoxes.Get(block, LayerFormat.Fan, child);
                var relation = at.Inside ? BoxRelation.Inside : Relation(file, box);
                if (relation is BoxRelation.Outside)
                    continue;
                if (at.Level > 0)
                    _open.Push((at.Level - 1, number, relation is BoxRelation.Inside));
                else if (relation is BoxRelation.Inside)
                    _overlaps.Add((number, polygons[number].Area, true));
                else
                    Touching(file, number, polygons[number], box);
            }
        }

        return true;
    }

    private BoxRelation Relation(LayerFile file, in FloatBox box)
    {
        ref readonly var site = ref _site.Edges;
        return site.OriginX == file.OriginX && site.OriginY == file.OriginY
            ? SiteRelation.Of(site, box)
            : SiteRelation.Of(site, FloatBox.Around(box.At(file.OriginX, file.OriginY), site.OriginX, site.OriginY));
    }

    private void Touching(LayerFile file, int number, in PolygonEntry polygon, in FloatBox box)
    {
        var area = _common.Of(_site.Edges, file.Edges(polygon), _site.Bounds.And(box.At(file.OriginX, file.OriginY)));
        if (!(area <= Noise))
            _overlaps.Add((number, Math.Min(area, polygon.Area), false));
    }

    private List<FeatureOverlap> Features(LayerFile file)
    {
        if (_overlaps.Count == 0)
            return [];
        List<FeatureOverlap> features = new(_overlaps.Count);
        _byFeature.Clear();
        foreach (var (polygon, area, _) in _overlaps)
        {
            ref readonly var entry = ref file.Polygons[polygon];
            if (entry.Role is not PolygonRole.Dissolved)
                _byFeature.Add((entry.Feature, area));
        }

        _byFeature.Sort(static (a, b) => a.Feature.CompareTo(b.Feature));
        for (var i = 0; i < _byFeature.Count;)
        {
            var (feature, sum) = (_byFeature[i].Feature, 0.0);
            for (; i < _byFeature.Count && _byFeature[i].Feature == feature; i++)
                sum += _byFeature[i].Area;
            features.Add(new(feature, file.FeatureId(feature), sum, Math.Min(1, sum / file.FeatureArea(feature))));
        }

        return features;
    }
}
