using System.Globalization;
using Tongban.Space.Import;

namespace Tongban.Space.Features;

/// <summary>A reference system features can be asked for and answered in. Layers are kept in the city's plane; the others are worked out.</summary>
/// <remarks>Order of the axes is the one its authority publishes (OGC API Features part 2): longitude first in CRS84, latitude first in EPSG:4490, north first in the Gauss-Krüger plane.</remarks>
internal sealed class FeatureCrs
{
    public const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
    private const string Epsg = "http://www.opengis.net/def/crs/EPSG/0/";

    /// <summary>Degrees from the central meridian within which the plane may be asked; far beyond it the projection has no meaning.</summary>
    private const double Reach = 6;

    private readonly ReferenceSystem _plane;
    private readonly Func<double, double, (double X, double Y)> _toPlane;
    private readonly Func<double, double, (double X, double Y)> _fromPlane;

    private FeatureCrs(string uri, bool degrees, bool northFirst, ReferenceSystem plane)
    {
        (Uri, IsDegrees, NorthFirst, _plane) = (uri, degrees, northFirst, plane);
        var to = ReferenceSystem.OfEpsg(4490, "crs").Value.To(plane);
        var from = plane.ToDegrees();
        _toPlane = degrees ? (x, y) => to(x, y) : (x, y) => (x, y);
        _fromPlane = degrees ? (x, y) => from(x, y) : (x, y) => (x, y);
    }

    public string Uri { get; }

    public bool IsDegrees { get; }

    public bool NorthFirst { get; }

    /// <summary>Digits behind the point: a millimetre in degrees, a tenth of one in metres.</summary>
    public int Digits => IsDegrees ? 8 : 4;

    /// <summary>The systems of a city whose layers are kept in this plane; the plane itself is the last.</summary>
    public static IReadOnlyList<FeatureCrs> Of(ReferenceSystem plane) =>
    [
        new(Crs84, degrees: true, northFirst: false, plane), new($"{Epsg}4490", degrees: true, northFirst: true, plane),
        new(Epsg + plane.Epsg!.Value.ToString(CultureInfo.InvariantCulture), degrees: false, northFirst: true, plane),
    ];

    /// <summary>By its address or in short, <c>[EPSG:4490]</c>.</summary>
    public bool IsCalled(string name) => name == Uri || (Uri.StartsWith(Epsg, StringComparison.Ordinal) ? name == $"[EPSG:{Uri[Epsg.Length..]}]" : name == "[OGC:CRS84]");

    /// <summary>From a pair as it is written in this system.</summary>
    public (double X, double Y) ToPlane(double first, double second) => NorthFirst ? _toPlane(second, first) : _toPlane(first, second);

    /// <summary>To a pair as it is written in this system.</summary>
    public (double First, double Second) FromPlane(double x, double y)
    {
        var (east, north) = _fromPlane(x, y);
        return NorthFirst ? (Math.Round(north, Digits), Math.Round(east, Digits)) : (Math.Round(east, Digits), Math.Round(north, Digits));
    }

    /// <summary>Whether the pair lies where the plane has a meaning.</summary>
    public bool Reaches(double first, double second)
    {
        var (west, south, east, north) = Limits;
        var (x, y) = NorthFirst ? (second, first) : (first, second);
        return x >= west && x <= east && y >= south && y <= north;
    }

    /// <summary>East and north within which this system is answered: west, south, east, north.</summary>
    public (double West, double South, double East, double North) Limits => IsDegrees
        ? (_plane.Meridian - Reach, 3, _plane.Meridian + Reach, 54)
        : (_plane.FalseEasting - 600_000, 300_000, _plane.FalseEasting + 600_000, 6_000_000);
}
