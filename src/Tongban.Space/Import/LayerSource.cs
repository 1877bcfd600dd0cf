using System.Buffers;
using System.IO.Compression;
using System.Text;
using NetTopologySuite.Geometries;
using Tongban.Foundation;

namespace Tongban.Space.Import;

/// <summary>What is said about a file besides the file itself.</summary>
/// <param name="System">Reference system as the importing person names it; must not contradict the file.</param>
/// <param name="Encoding">Of the texts: <c>utf-8</c> or <c>gbk</c>; else as the file says.</param>
/// <param name="Table">Which table of a GeoPackage.</param>
/// <param name="IdField">Attribute that identifies an entity.</param>
/// <param name="ZoneField">Attribute with the zone or the class of the entity.</param>
internal sealed record ImportOptions(string? System = null, string? Encoding = null, string? Table = null, string? IdField = null, string? NameField = null, string? ZoneField = null);

/// <summary>How much an import takes in. Everything is counted before anything is built.</summary>
internal static class ImportLimits
{
    public const long File = 512L << 20;

    /// <summary>Text formats are held in memory while they are read.</summary>
    public const long Text = 256L << 20;

    public const long Unpacked = 1L << 30;

    public const int Ratio = 200;

    public const int Entries = 40;

    public const int Features = 2_000_000;

    public const int PointsOfFeature = 2_000_000;

    public const long PointsOfLayer = 80_000_000;

    public const int RingsOfFeature = 200_000;

    public const int Fields = 128;

    public const int FieldLength = 2_000;
}

/// <summary>The kinds of file that can be imported.</summary>
internal enum LayerFormat { GeoPackage, Shapefile, GeoJson, CsvWkt }

/// <summary>One entity as it stands in the file.</summary>
/// <param name="Row">1 for the first.</param>
/// <param name="Geometry"><see langword="null"/> when it has none, or none that can be read; <paramref name="Fault"/> then says which.</param>
internal sealed record RawFeature(long Row, string? Id, IReadOnlyList<KeyValuePair<string, string?>> Attributes, Geometry? Geometry, FeatureFault? Fault = null)
{
    public string? Attribute(string? name) => name is null ? null : Attributes.FirstOrDefault(a => string.Equals(a.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>Why one feature cannot be used as it is.</summary>
internal sealed record FeatureFault(string Code, Words Text);

/// <summary>A file opened for import: scanned, its reference system known, its features readable one after the other.</summary>
internal abstract class LayerSource : IDisposable
{
    public abstract LayerFormat Format { get; }

    public required ReferenceSystem System { get; init; }

    /// <summary>Number of features, for the progress; <see langword="null"/> when only reading tells.</summary>
    public long? Count { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    public abstract IEnumerable<RawFeature> Read(CancellationToken ct);

    public abstract void Dispose();

    /// <summary>Opens a file by what it is, whatever it is called.</summary>
    /// <param name="scratch">A folder of the import's own for what has to be unpacked.</param>
    public static Result<LayerSource> Open(string path, ImportOptions options, string field, string scratch)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > ImportLimits.File)
                return LayerErrors.TooLarge(field, ImportLimits.File >> 20);
            return Sniff(path) switch
            {
                LayerFormat.GeoPackage => GeoPackageSource.From(path, options, field),
                LayerFormat.Shapefile => ShapefileSource.From(path, options, field, scratch),
                LayerFormat.GeoJson when length <= ImportLimits.Text => GeoJsonSource.From(path, options, field),
                LayerFormat.CsvWkt when length <= ImportLimits.Text => CsvSource.From(path, options, field),
                null => LayerErrors.Format(field),
                _ => LayerErrors.TooLarge(field, ImportLimits.Text >> 20),
            };
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or Microsoft.Data.Sqlite.SqliteException or DecoderFallbackException or FormatException or global::System.Text.Json.JsonException)
        {
            return LayerErrors.Damaged(field, "读取时中断", "reading it broke off");
        }
    }

    /// <summary>What the first bytes say.</summary>
    public static LayerFormat? Sniff(string path)
    {
        using var file = global::System.IO.File.OpenRead(path);
        var head = new byte[512];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var span = head.AsSpan(0, read);
        if (span.StartsWith("SQLite format 3\0"u8))
            return LayerFormat.GeoPackage;
        if (span.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x03, 0x04]))
            return LayerFormat.Shapefile;
        if (span.IsEmpty || span.IndexOfAnyInRange((byte)0, (byte)8) >= 0)
            return null;
        var text = span.StartsWith("\uFEFF"u8) ? span[3..] : span;
        var first = text.IndexOfAnyExcept(" \t\r\n"u8);
        return first < 0 || text[first] == (byte)'<' ? null : text[first] == (byte)'{' ? LayerFormat.GeoJson : LayerFormat.CsvWkt;
    }

    /// <summary>The system named by the person, checked against the one the file names.</summary>
    protected static Result<ReferenceSystem> SystemOf(ImportOptions options, string? inFile, string field, ReferenceSystem? otherwise = null)
    {
        ReferenceSystem? declared = null;
        if (!string.IsNullOrWhiteSpace(options.System))
        {
            if (!ReferenceSystem.Read(options.System, "epsg").TryGet(out declared, out var refusal))
                return refusal;
        }
        if (string.IsNullOrWhiteSpace(inFile))
            return declared ?? otherwise ?? (Result<ReferenceSystem>)LayerErrors.SystemMissing(field);
        if (!ReferenceSystem.Read(inFile, field).TryGet(out var found, out var unknown))
            return unknown;
        return declared is null || declared.IsSameAs(found) ? found : LayerErrors.SystemContradiction("epsg", declared.Name, found.Name);
    }

    protected static Error? FieldsExist(ImportOptions options, IReadOnlyList<string> fields)
    {
        foreach (var (name, field) in new[] { (options.IdField, "idField"), (options.NameField, "nameField"), (options.ZoneField, "zoneField") })
        {
            if (!string.IsNullOrWhiteSpace(name) && !fields.Contains(name, StringComparer.OrdinalIgnoreCase))
                return LayerErrors.FieldMissing(field, name, fields);
        }
        return null;
    }

    protected static FeatureFault Fault(string code, string zh, string en) => new(code, (zh, en));

    /// <summary>A text attribute, cut to what is kept and without control characters.</summary>
    protected static string? Clean(string? text) => text is null ? null
        : (text.Length > ImportLimits.FieldLength ? text[..ImportLimits.FieldLength] : text).Replace('\0', ' ').Trim();

    /// <summary>UTF-8 where the bytes are, GB 18030 where they are not.</summary>
    protected static Encoding EncodingOf(string? named, ReadOnlySpan<byte> sample)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var name = named?.Trim().ToUpperInvariant() ?? "";
        if (name.Contains("UTF", StringComparison.Ordinal) || name is "65001")
            return Encoding.UTF8;
        if (name.Contains("GB", StringComparison.Ordinal) || name.Contains("936", StringComparison.Ordinal))
            return Encoding.GetEncoding("GB18030");
        return global::System.Text.Unicode.Utf8.IsValid(sample) ? Encoding.UTF8 : Encoding.GetEncoding("GB18030");
    }
}
