using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Valid;

namespace Tongban.Space.Engine.Kernel;

/// <summary>The common ground of one layer as polygons: our clipper first, the library's robust overlay where that cannot be sure, a repaired input as the last resort. Every result is held against the integral.</summary>
internal sealed class CommonGeometry
{
    private readonly Clipper _clipper = new();
    private List<OverlapPart> _parts = [];
    private SiteGeometry _site = null!;
    private Geometry? _siteForLibrary;

    public int Fallbacks { get; private set; }

    public int Repaired { get; private set; }

    public SelfCheck SelfCheck { get; private set; }

    public void Begin(SiteGeometry site) => (_site, _siteForLibrary) = (site, null);

    public void Forget()
    {
        (_site, _siteForLibrary) = (null!, null);
        Clear();
    }

    public void Clear()
    {
        _parts.Clear();
        (Fallbacks, Repaired, SelfCheck) = (0, 0, SelfCheck.NotRun);
    }

    /// <summary>Hands the parts out; what is added later belongs to the next layer.</summary>
    public IReadOnlyList<OverlapPart> Take()
    {
        if (_parts.Count == 0)
            return [];
        var parts = _parts;
        _parts = [];
        return parts;
    }

    /// <summary>A polygon that lies wholly in the site is its own common ground.</summary>
    public void AddWhole(int feature, PlanarPolygon polygon)
    {
        _parts.Add(new(feature, polygon));
        Checked(true);
    }

    /// <param name="area">The integral.</param>
    public void Add(int feature, in EdgeSet polygon, double polygonArea, in Window window, double area)
    {
        if (_clipper.Clip(_site.Edges, polygon, window, area) is ClipOutcome.Done)
        {
            var cut = _clipper.Rings.Polygons();
            if (!_clipper.IsDelicate || cut.TrueForAll(p => new IsValidOp(LibraryGeometry.Of(p)).IsValid))
            {
                var whole = _clipper.LeftOverIsOfSite ? _site.Area : polygonArea;
                Checked(Math.Abs(_clipper.Rings.Area + _clipper.LeftOver - whole) <= Clipper.Tolerance(whole));
                Take(feature, cut);
                return;
            }
        }

        Fallbacks++;
        var other = (Geometry)LibraryGeometry.Of(LibraryGeometry.Polygon(polygon));
        var one = _siteForLibrary ??= LibraryGeometry.Of(_site.Parts);
        if (!Overlay(one, other, out var result, area))
        {
            Repaired++;
            if (!Overlay(GeometryFixer.Fix(one), GeometryFixer.Fix(other), out result, area) && result is null)
            {
                Checked(false);
                return;
            }
        }

        Checked(Math.Abs(result!.Area - area) <= Clipper.Tolerance(area));
        Take(feature, LibraryGeometry.Polygons(result));
    }

    private static bool Overlay(Geometry one, Geometry other, out Geometry? result, double area)
    {
        try
        {
            result = OverlayNGRobust.Overlay(one, other, SpatialFunction.Intersection);
            return Math.Abs(result.Area - area) <= Clipper.Tolerance(area);
        }
        catch (Exception e) when (e is TopologyException or ArgumentException or InvalidOperationException)
        {
            result = null;
            return false;
        }
    }

    private void Take(int feature, List<PlanarPolygon> polygons)
    {
        foreach (var polygon in polygons)
            _parts.Add(new(feature, polygon));
    }

    private void Checked(bool agrees) => SelfCheck = agrees && SelfCheck is not SelfCheck.Failed ? SelfCheck.Passed : SelfCheck.Failed;
}
