using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;
using Tongban.Foundation;

namespace Tongban.Space.Import;

/// <summary>A reference system that an import understands: CGCS2000 or WGS 84, in degrees or in a transverse Mercator plane.</summary>
/// <param name="Epsg">Its number in the EPSG list; <see langword="null"/> for a plane with a meridian of its own.</param>
/// <param name="Meridian">Central meridian in degrees; not a number for degrees.</param>
/// <param name="Wgs84">WGS 84 is taken for CGCS2000: they differ by less than a decimetre, and that is said in the report.</param>
internal sealed partial record ReferenceSystem(string Name, int? Epsg, double Meridian, double FalseEasting, double FalseNorthing, double Scale, bool Wgs84)
{
    private const string Geographic = """GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]""";
    private static readonly ConcurrentDictionary<(double, double, double, double), (MathTransform Forward, MathTransform Back)> Planes = new();

    public bool IsGeographic => double.IsNaN(Meridian);

    /// <summary>The zone number in front of the easting, 0 without.</summary>
    public int Prefix => IsGeographic ? 0 : (int)(FalseEasting / 1_000_000);

    /// <summary>Reads what a person or a file calls its system: <c>EPSG:4547</c>, a bare number, an OGC name, or WKT.</summary>
    public static Result<ReferenceSystem> Read(string text, string field)
    {
        text = text.Trim();
        if (text.Length is 0 or > 16_384)
            return LayerErrors.SystemUnknown(field, text);
        var plain = Letters().Replace(text, "").ToUpperInvariant();
        if (plain.Contains("GCJ", StringComparison.Ordinal) || plain.Contains("BD09", StringComparison.Ordinal) || text.Contains("火星", StringComparison.Ordinal) || text.Contains("百度", StringComparison.Ordinal))
            return LayerErrors.SystemShifted(field, text);
        if (text.Contains('[', StringComparison.Ordinal))
            return OfWkt(text, field);
        if (plain is "CRS84" or "OGCCRS84" || plain.EndsWith("CRS84", StringComparison.Ordinal) || plain is "WGS84")
            return OfEpsg(4326, field);
        if (plain is "CGCS2000" || text is "2000国家大地坐标系")
            return OfEpsg(4490, field);
        return Number().Match(text) is { Success: true } match && int.TryParse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? OfEpsg(code, field) : Datum(text) is { } refused ? refused with { Field = field } : LayerErrors.SystemUnknown(field, text);
    }

    public static Result<ReferenceSystem> OfEpsg(int code, string field) => code switch
    {
        4490 or 4480 => new ReferenceSystem("CGCS2000", code, double.NaN, 0, 0, 1, false),
        4326 or 4979 => new ReferenceSystem("WGS 84", code, double.NaN, 0, 0, 1, true),
        >= 4491 and <= 4501 => Gauss(code, (6 * (code - 4491 + 13)) - 3, code - 4491 + 13),
        >= 4502 and <= 4512 => Gauss(code, 75 + (6 * (code - 4502)), 0),
        >= 4513 and <= 4533 => Gauss(code, 3 * (code - 4488), code - 4488),
        >= 4534 and <= 4554 => Gauss(code, 3 * (code - 4509), 0),
        >= 32601 and <= 32660 => new ReferenceSystem($"WGS 84 / UTM {code - 32600}N", code, (6 * (code - 32600)) - 183, 500_000, 0, 0.9996, true),
        4610 or (>= 2327 and <= 2390) => LayerErrors.SystemOld(field, "1980西安坐标系", "Xi'an 1980"),
        4214 or (>= 2401 and <= 2442) or (>= 21413 and <= 21423) or (>= 21453 and <= 21463) => LayerErrors.SystemOld(field, "1954北京坐标系", "Beijing 1954"),
        _ => LayerErrors.SystemUnknown(field, $"EPSG:{code}"),
    };

    /// <summary>Whether both mean the same coordinates; degrees in WGS 84 and in CGCS2000 do, as far as a map is concerned.</summary>
    public bool IsSameAs(ReferenceSystem other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsGeographic ? other.IsGeographic
            : !other.IsGeographic && (Meridian, FalseEasting, FalseNorthing, Scale) == (other.Meridian, other.FalseEasting, other.FalseNorthing, other.Scale);
    }

    /// <summary>From this system into the plane of the city; exact where both have the same meridian.</summary>
    public Func<double, double, (double East, double North)> To(ReferenceSystem plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        if (!IsGeographic && Meridian == plane.Meridian && Scale == plane.Scale)
        {
            var (east, north) = (plane.FalseEasting - FalseEasting, plane.FalseNorthing - FalseNorthing);
            return (x, y) => (x + east, y + north);
        }
        var target = plane.Transforms().Forward;
        if (IsGeographic)
            return (x, y) => target.Transform(x, y);
        var source = Transforms().Back;
        return (x, y) =>
        {
            var (longitude, latitude) = source.Transform(x, y);
            return target.Transform(longitude, latitude);
        };
    }

    /// <summary>From this plane to degrees in CGCS2000.</summary>
    public Func<double, double, (double Longitude, double Latitude)> ToDegrees()
    {
        if (IsGeographic)
            return (x, y) => (x, y);
        var back = Transforms().Back;
        return (x, y) => back.Transform(x, y);
    }

    /// <summary>What a coordinate of this system looks like when it is one: the refusal code, or <see langword="null"/>.</summary>
    public string? Doubt(double x, double y)
    {
        if (!double.IsFinite(x) || !double.IsFinite(y))
            return "bad-number";
        if (IsGeographic)
        {
            if (x is >= 73 and <= 136 && y is >= 3 and <= 54)
                return null;
            return y is >= 73 and <= 136 && x is >= 3 and <= 54 ? "axes-swapped" : Math.Abs(x) > 360 || Math.Abs(y) > 360 ? "metres-not-degrees" : "outside-range";
        }
        if (Fits(x, y))
            return null;
        // Northings have seven digits, eastings six, or eight with the zone in front.
        if (Fits(y, x) || (Prefix == 0 && y is >= 13_000_000 and < 46_000_000 && x is >= 300_000 and <= 6_000_000))
            return "axes-swapped";
        if (x is >= -180 and <= 180 && y is >= -90 and <= 90)
            return "degrees-not-metres";
        if (Prefix == 0 && x is >= 13_000_000 and < 46_000_000 && y is >= 300_000 and <= 6_000_000)
            return "zone-prefix";
        return Prefix > 0 && x is >= 100_000 and < 1_000_000 && y is >= 300_000 and <= 6_000_000 ? "zone-prefix-missing" : "outside-range";

        bool Fits(double e, double n) => Math.Abs(e - FalseEasting) <= 450_000 && n - FalseNorthing is >= 300_000 and <= 6_000_000;
    }

    private static ReferenceSystem Gauss(int code, int meridian, int zone) => new(
        zone > 0 ? $"CGCS2000 / Gauss-Kruger zone {zone}" : $"CGCS2000 / Gauss-Kruger CM {meridian}E", code, meridian, (zone * 1_000_000) + 500_000, 0, 1, false);

    private static Result<ReferenceSystem> OfWkt(string wkt, string field)
    {
        var projected = Projected().IsMatch(wkt);
        if (!projected && !Degrees().IsMatch(wkt))
            return LayerErrors.SystemUnknown(field, wkt);
        var datum = DatumName().Match(wkt).Groups["n"].Value;
        if (Datum(datum + " " + NameIn(wkt)) is { } old)
            return old with { Field = field };
        var name = Letters().Replace(datum, "").ToUpperInvariant();
        var wgs = name.Contains("WGS", StringComparison.Ordinal) && name.Contains("84", StringComparison.Ordinal);
        if (!wgs && !(name.Contains("2000", StringComparison.Ordinal) && (name.Contains("CHINA", StringComparison.Ordinal) || name.Contains("CGCS", StringComparison.Ordinal))))
            return LayerErrors.SystemUnknown(field, datum.Length > 0 ? datum : NameIn(wkt));
        var ellipsoid = Ellipsoid().Match(wkt);
        if (!ellipsoid.Success || Value(ellipsoid, "a") != 6378137 || Math.Abs(Value(ellipsoid, "f") - 298.2572229) > 1e-5)
            return LayerErrors.SystemUnknown(field, $"{NameIn(wkt)} ({ellipsoid.Groups["a"].Value}, {ellipsoid.Groups["f"].Value})");
        if (!projected)
            return OfEpsg(wgs ? 4326 : 4490, field);

        var method = Letters().Replace(Method().Match(wkt).Groups["n"].Value, "").ToUpperInvariant();
        if (!method.Contains("TRANSVERSEMERCATOR", StringComparison.Ordinal) && !method.Contains("GAUSSKRUGER", StringComparison.Ordinal))
            return LayerErrors.SystemUnknown(field, NameIn(wkt));
        double meridian = double.NaN, easting = double.NaN, northing = 0, scale = 1, latitude = 0;
        foreach (Match parameter in Parameters().Matches(wkt))
        {
            var (key, value) = (Letters().Replace(parameter.Groups["n"].Value, "").ToUpperInvariant(), Value(parameter, "v"));
            if (key.Contains("EASTING", StringComparison.Ordinal))
                easting = value;
            else if (key.Contains("NORTHING", StringComparison.Ordinal))
                northing = value;
            else if (key.Contains("SCALE", StringComparison.Ordinal))
                scale = value;
            else if (key.Contains("LATITUDE", StringComparison.Ordinal))
                latitude = value;
            else if (key.Contains("MERIDIAN", StringComparison.Ordinal) || key.Contains("LONGITUDE", StringComparison.Ordinal))
                meridian = value;
        }
        var unit = Units().Matches(wkt) is { Count: > 0 } units ? Value(units[^1], "v") : double.NaN;
        if (!(meridian is >= 60 and <= 150) || !double.IsFinite(easting) || !double.IsFinite(northing) || scale is < 0.99 or > 1.01 || latitude != 0 || unit != 1)
            return LayerErrors.SystemUnknown(field, NameIn(wkt));
        return new ReferenceSystem(NameIn(wkt), Number().Match(Authority().Matches(wkt) is { Count: > 0 } a ? a[^1].Groups["v"].Value : "") is { Success: true } n ? int.Parse(n.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) : null,
            meridian, easting, northing, scale, wgs);
    }

    private static Error? Datum(string text)
    {
        var plain = Letters().Replace(text, "").ToUpperInvariant();
        if (plain.Contains("XIAN", StringComparison.Ordinal) || text.Contains("西安", StringComparison.Ordinal))
            return LayerErrors.SystemOld("epsg", "1980西安坐标系", "Xi'an 1980");
        return plain.Contains("BEIJING", StringComparison.Ordinal) || plain.Contains("PULKOVO", StringComparison.Ordinal) || text.Contains("北京", StringComparison.Ordinal)
            ? LayerErrors.SystemOld("epsg", "1954北京坐标系", "Beijing 1954") : null;
    }

    private static string NameIn(string wkt) => FirstName().Match(wkt).Groups["n"].Value;

    private static double Value(Match match, string group) =>
        double.TryParse(match.Groups[group].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private (MathTransform Forward, MathTransform Back) Transforms() => Planes.GetOrAdd((Meridian, FalseEasting, FalseNorthing, Scale), static p =>
    {
        var wkt = string.Create(CultureInfo.InvariantCulture, $"""PROJCS["plane",{Geographic},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",{p.Item1}],PARAMETER["scale_factor",{p.Item4}],PARAMETER["false_easting",{p.Item2}],PARAMETER["false_northing",{p.Item3}],UNIT["metre",1]]""");
        var (systems, transformations) = (new CoordinateSystemFactory(), new CoordinateTransformationFactory());
        var (geographic, projected) = (systems.CreateFromWkt(Geographic), systems.CreateFromWkt(wkt));
        return (transformations.CreateFromCoordinateSystems(geographic, projected).MathTransform, transformations.CreateFromCoordinateSystems(projected, geographic).MathTransform);
    });

    [GeneratedRegex("[^A-Za-z0-9]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Letters();

    [GeneratedRegex(@"(?:^|[:/ ])(?<n>[0-9]{4,5})\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\s*(?:COMPD_CS\s*\[\s*""[^""]*""\s*,\s*)?(?:PROJCS|PROJCRS|PROJECTEDCRS)\s*\[", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Projected();

    [GeneratedRegex(@"^\s*(?:COMPD_CS\s*\[\s*""[^""]*""\s*,\s*)?(?:GEOGCS|GEOGCRS|GEODCRS|GEOGRAPHICCRS|GEODETICCRS)\s*\[", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Degrees();

    [GeneratedRegex(@"^[^""]*""(?<n>[^""]{0,200})""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FirstName();

    [GeneratedRegex(@"(?:DATUM|ENSEMBLE)\s*\[\s*""(?<n>[^""]{0,200})""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DatumName();

    [GeneratedRegex(@"(?:SPHEROID|ELLIPSOID)\s*\[\s*""[^""]*""\s*,\s*(?<a>[0-9.]+)\s*,\s*(?<f>[0-9.]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Ellipsoid();

    [GeneratedRegex(@"(?:PROJECTION|METHOD)\s*\[\s*""(?<n>[^""]{0,200})""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Method();

    [GeneratedRegex(@"PARAMETER\s*\[\s*""(?<n>[^""]{0,100})""\s*,\s*(?<v>[-+0-9.eE]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"UNIT\s*\[\s*""[^""]*""\s*,\s*(?<v>[-+0-9.eE]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Units();

    [GeneratedRegex(@"(?:AUTHORITY|ID)\s*\[\s*""EPSG""\s*,\s*""?(?<v>[0-9]{4,5})""?", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Authority();
}
