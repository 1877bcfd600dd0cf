using System.Security.Cryptography;
using System.Text;
using Tongban.Foundation;
using Tongban.Space.Model;

namespace Tongban.Space.Contracts;

/// <summary>The boundary of an investment project's land (项目用地范围): one or more areas, possibly with holes, in CGCS2000 (EPSG:4490).</summary>
/// <remarks>
/// Kept as canonical GeoJSON: a MultiPolygon, longitude before latitude, at most 1e-8 degree, shells counter-clockwise, every ring begun at its
/// westernmost point and closed. The same boundary therefore has the same digest wherever its first corner was. The area is planar in the site's own
/// 3-degree Gauss-Krüger zone, shells minus holes, as land registration computes it; within a zone it differs from the ellipsoid by at most 0.06 % at 28° north.
/// </remarks>
public sealed class Site
{
    /// <summary>Bytes a boundary may have when it arrives.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Corners a boundary may have, closing points included.</summary>
    public const int MaxPoints = 20_000;

    /// <summary>Shells and holes together.</summary>
    public const int MaxRings = 500;

    internal Site(string geoJson, double area, SiteBounds bounds, SitePoint centroid, int zone, int points, IReadOnlyList<RawPart> parts)
    {
        (GeoJson, Bounds, Centroid, Zone, PointCount, Parts) = (geoJson, bounds, centroid, zone, points, parts);
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(geoJson)));
        AreaSquareMetres = Math.Round((decimal)area, 2, MidpointRounding.AwayFromZero);
        AreaHectares = Math.Round(AreaSquareMetres / 10_000m, 4, MidpointRounding.AwayFromZero);
        AreaMu = Math.Round(AreaSquareMetres * 3m / 2_000m, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>Canonical GeoJSON text.</summary>
    public string GeoJson { get; }

    /// <summary>SHA-256 of <see cref="GeoJson"/> in UTF-8, lower-case hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>Planar area in the zone, m², to 0.01.</summary>
    public decimal AreaSquareMetres { get; }

    /// <summary>Hectares (公顷), four decimals.</summary>
    public decimal AreaHectares { get; }

    /// <summary>Mu (亩), two decimals; 15 mu are one hectare.</summary>
    public decimal AreaMu { get; }

    public SiteBounds Bounds { get; }

    /// <summary>Centre of area; need not lie inside.</summary>
    public SitePoint Centroid { get; }

    /// <summary>3-degree zone of the centroid, 25 to 45; central meridian <c>3 × zone</c>, EPSG <c>4488 + zone</c>.</summary>
    public int Zone { get; }

    /// <summary>Corners, closing points not counted.</summary>
    public int PointCount { get; }

    /// <summary>Separate areas.</summary>
    public int PartCount => Parts.Count;

    internal IReadOnlyList<RawPart> Parts { get; }

    /// <summary>Reads a Polygon, MultiPolygon, Feature or FeatureCollection (RFC 7946; coordinates taken as CGCS2000).</summary>
    /// <param name="field">Name of the form or API field, for the refusal.</param>
    public static Result<SiteReading> FromGeoJson(string? text, string field) =>
        GeoJsonReader.Read(Utf8(text), field);

    /// <inheritdoc cref="FromGeoJson(string?, string)"/>
    public static Result<SiteReading> FromGeoJson(ReadOnlyMemory<byte> utf8, string field) => GeoJsonReader.Read(utf8, field);

    /// <summary>Reads a boundary-point file (界址点坐标文件): header, parcels, points in Gauss-Krüger metres with X to the north.</summary>
    public static Result<SiteReading> FromBoundaryPoints(string? text, string field) =>
        text is { Length: > MaxBytes } ? SpaceErrors.TooLarge(field) : BoundaryPointsFile.Parse(text ?? "", field).Then(f => f.ToSite(field));

    /// <summary>The same from an uploaded file in UTF-8 (with or without mark), UTF-16 with mark, or GB 18030.</summary>
    public static Result<SiteReading> FromBoundaryPoints(ReadOnlyMemory<byte> file, string field) =>
        file.Length > MaxBytes
            ? SpaceErrors.TooLarge(field)
            : BoundaryPointsFile.Decode(file.Span, field).Then(text => FromBoundaryPoints(text, field));

    /// <summary>Reads either form, told apart by the first character: for the one text field of the declaration form.</summary>
    public static Result<SiteReading> FromText(string? text, string field) =>
        text.AsSpan().TrimStart("\uFEFF \t\r\n") is ['{', ..] ? FromGeoJson(text!.TrimStart('\uFEFF'), field) : FromBoundaryPoints(text, field);

    /// <summary>Reads an uploaded file of whichever kind: GeoJSON, boundary points, zipped Shapefile, GeoPackage; CSV with well-known text when its name says so.</summary>
    public static Result<SiteReading> FromFile(byte[] content, string fileName, string field) => Sites.SiteFile.Read(content, fileName, field);

    /// <summary>A boundary that this class wrote before. Anything else is a damaged record, hence an exception.</summary>
    public static Site FromStored(string geoJson) =>
        FromGeoJson(geoJson, "site").TryGet(out var reading, out var error) ? reading.Site : throw new InvalidDataException($"stored site: {error.Code}");

    /// <summary>Writes the boundary as a boundary-point file, one parcel per area. Coordinates carry 0.0001 m, so that reading it again gives exactly this site:
    /// 0.001 m is as coarse as the 1e-8 degree we keep and would move last digits.</summary>
    /// <param name="producer">数据产生单位.</param>
    /// <param name="name">地块名称.</param>
    /// <param name="use">地块用途, may be empty.</param>
    public string ToBoundaryPoints(string producer, DateOnly producedOn, string name, string use = "") =>
        BoundaryPointsFile.Of(this, producer, producedOn, name, use).Write();

    // A text of more than the allowed characters cannot fit either; do not encode megabytes to find out.
    private static ReadOnlyMemory<byte> Utf8(string? text) =>
        text is null ? default : text.Length > MaxBytes ? new byte[MaxBytes + 1] : Encoding.UTF8.GetBytes(text);
}
