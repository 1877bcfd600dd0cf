using System.Collections.Concurrent;
using System.Globalization;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;
using Tongban.Space.Contracts;

namespace Tongban.Space.Model;

/// <summary>CGCS2000 Gauss-Krüger zones: 3-degree zones 25 to 45 and 6-degree zones 13 to 23, easting with the zone's number in front (domain 05 § 8.4).</summary>
internal sealed class GaussKruger
{
    private const string Geographic = """GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]""";
    private static readonly ConcurrentDictionary<int, Lazy<GaussKruger>> Zones = new();
    private readonly MathTransform _forward;
    private readonly MathTransform _back;

    private GaussKruger(int zone)
    {
        var meridian = zone >= 25 ? 3 * zone : (6 * zone) - 3;
        var wkt = string.Create(CultureInfo.InvariantCulture, $"""PROJCS["CGCS2000 / Gauss-Kruger CM {meridian}E",{Geographic},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",{meridian}],PARAMETER["scale_factor",1],PARAMETER["false_easting",{(zone * 1_000_000) + 500_000}],PARAMETER["false_northing",0],UNIT["metre",1]]""");
        var (systems, transformations) = (new CoordinateSystemFactory(), new CoordinateTransformationFactory());
        var (geographic, projected) = (systems.CreateFromWkt(Geographic), systems.CreateFromWkt(wkt));
        _forward = transformations.CreateFromCoordinateSystems(geographic, projected).MathTransform;
        _back = transformations.CreateFromCoordinateSystems(projected, geographic).MathTransform;
    }

    /// <summary>The zone numbers tell the two series apart, as their prefixes do in a file.</summary>
    public static bool Exists(int zone) => zone is (>= 13 and <= 23) or (>= 25 and <= 45);

    public static GaussKruger Zone(int zone) => Exists(zone)
        ? Zones.GetOrAdd(zone, static z => new(() => new GaussKruger(z))).Value
        : throw new ArgumentOutOfRangeException(nameof(zone));

    /// <summary>The 3-degree zone of a longitude.</summary>
    public static int ZoneOf(double longitude) => Math.Clamp((int)Math.Floor((longitude + 1.5) / 3), 25, 45);

    public (double East, double North) Project(SitePoint point) => _forward.Transform(point.Longitude, point.Latitude);

    public SitePoint Unproject(double east, double north)
    {
        var (longitude, latitude) = _back.Transform(east, north);
        return new(longitude, latitude);
    }
}
