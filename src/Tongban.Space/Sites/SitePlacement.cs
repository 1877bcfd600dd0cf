using NetTopologySuite.Operation.Buffer;
using NetTopologySuite.Operation.OverlayNG;
using Tongban.Foundation;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Sites;

/// <summary>Looks whether a boundary is where it is said to be. Nothing is said about a division whose boundary the city does not have.</summary>
internal sealed class SitePlacement(LayerDirectory layers)
{
    /// <summary>Boundaries of divisions are generalised; that much beyond them is no fault (domain 05 § 8.3).</summary>
    private const double Leeway = 100;

    /// <summary>The reading with what its place in the division adds: inside, outside by so much, or not checked.</summary>
    public SiteReading Place(SiteReading reading, string? division)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (division is null || !layers.Boundaries.TryGetValue(division, out var boundary))
            return reading;
        var plane = ReferenceSystem.OfEpsg(4509 + reading.Site.Zone, "site").Value;
        var site = PlaneShapes.InPlane(reading.Site, plane);
        var outside = OverlayNGRobust.Overlay(site, BufferOp.Buffer(PlaneShapes.InPlane(boundary, plane), Leeway), NetTopologySuite.Operation.Overlay.SpatialFunction.Difference).Area;
        List<SiteWarning> warnings = [.. reading.Warnings.Where(w => w.Code != "space.division-not-checked")];
        warnings.Add(outside > 1
            ? new("space.outside-division", new Words("用地范围有 {0:0.0} 平方米在 {1} 之外：请核对区划、坐标系和带号。", "{0:0.0} m² of the site lie outside {1}: check the division, the reference system and the zone.").With(outside, division))
            : new("space.inside-division", new Words("用地范围在 {0} 之内。", "The site lies inside {0}.").With(division)));
        return reading with { Warnings = warnings };
    }
}
