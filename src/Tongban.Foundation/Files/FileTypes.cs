using System.IO.Compression;
using System.Text;

namespace Tongban.Foundation.Files;

/// <summary>Recognises what a file is from its first bytes. What is not on the list is not accepted.</summary>
public static class FileTypes
{
    /// <summary>What a person is told is accepted.</summary>
    public static readonly Words Accepted = ("PDF、OFD、DOCX、XLSX、JPG、PNG、TXT、GeoJSON", "PDF, OFD, DOCX, XLSX, JPG, PNG, TXT, GeoJSON");

    /// <returns>The media type, or <see langword="null"/> when it is none we accept.</returns>
    public static string? Sniff(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("%PDF-"u8)) return "application/pdf";
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return "image/png";
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "image/jpeg";
        if (content.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x03, 0x04])) return SniffPackage(content);
        return IsText(content) ? SniffText(content) : null;
    }

    /// <summary>The type as it is sent: texts say that they are UTF-8, so that no browser guesses.</summary>
    public static string Sent(string mediaType) => mediaType is "text/html" or "text/plain" ? mediaType + "; charset=utf-8" : mediaType;

    /// <summary>The usual ending of a file of this type.</summary>
    public static string Extension(string mediaType) => mediaType switch
    {
        "application/pdf" => ".pdf",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => ".docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => ".xlsx",
        "application/ofd" => ".ofd",
        "application/geo+json" => ".geojson",
        "text/html" => ".html",
        "text/plain" => ".txt",
        _ => ".bin",
    };

    // A package is told by the names of its entries; nothing is unpacked, so a bomb stays asleep.
    private static string? SniffPackage(ReadOnlySpan<byte> content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content.ToArray()), ZipArchiveMode.Read);
            if (zip.Entries.Count > 10_000)
                return null;
            var names = zip.Entries.Select(e => e.FullName).ToHashSet(StringComparer.Ordinal);
            return names.Contains("word/document.xml") ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                : names.Contains("xl/workbook.xml") ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                : names.Contains("OFD.xml") ? "application/ofd" : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> content) => content.Length > 0 && content.IndexOfAnyInRange((byte)0, (byte)8) < 0;

    private static string? SniffText(ReadOnlySpan<byte> content)
    {
        var start = Encoding.UTF8.GetString(content[..Math.Min(content.Length, 512)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        // Markup is refused: a browser would run it.
        if (start.StartsWith('<'))
            return null;
        return start.StartsWith('{') ? "application/geo+json" : "text/plain";
    }
}
