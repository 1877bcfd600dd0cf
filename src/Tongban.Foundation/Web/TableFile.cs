using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Tongban.Foundation.Web;

/// <summary>A table that somebody hands in, as CSV or as a workbook: whichever it is, it comes out as lines of cells.</summary>
public static class TableFile
{
    /// <summary>Unpacked, a table of the rows we take is far below this.</summary>
    private const long MostUnpacked = 60_000_000;

    private const int MostColumns = 200;

    /// <param name="mostRows">Rows that are taken besides the head.</param>
    /// <returns>Lines of cells, the head first; of a workbook the first sheet, a date as 2026-03-02, a number as it is written in code. <see langword="null"/> when there are more rows.</returns>
    /// <exception cref="FormatException">It is neither; the message is for whoever sent the file.</exception>
    public static List<IReadOnlyList<string>>? Read(byte[] file, int mostRows)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            if (file is [(byte)'P', (byte)'K', ..])
                return ReadWorkbook(file, mostRows);
            var lines = Csv.Read(file);
            return lines.Count > mostRows + 1 ? null : [.. lines];
        }
        catch (Exception unreadable) when (unreadable is OpenXmlPackageException or FileFormatException or InvalidDataException or System.Xml.XmlException or ArgumentException or OverflowException or IOException)
        {
            // What a library says is not meant for whoever sent the file.
            throw new FormatException("CSV, XLSX", unreadable);
        }
    }

    private static List<IReadOnlyList<string>>? ReadWorkbook(byte[] file, int mostRows)
    {
        using (var zip = new System.IO.Compression.ZipArchive(new MemoryStream(file)))
        {
            if (zip.Entries.Sum(e => e.Length) > MostUnpacked || zip.Entries.Count > 1000)
                throw new FormatException(Words.T("解压后过大", "too large when unpacked"));
        }
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        if (document.WorkbookPart is not { } book || book.Workbook.Descendants<Sheet>().FirstOrDefault()?.Id?.Value is not { } id || book.GetPartById(id) is not WorksheetPart part)
            throw new FormatException(Words.T("没有工作表", "no sheet"));
        var shared = book.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(s => s.InnerText).ToArray() ?? [];
        var formats = book.WorkbookStylesPart?.Stylesheet?.CellFormats?.Elements<CellFormat>().Select(f => (int)(f.NumberFormatId?.Value ?? 0)).ToArray() ?? [];
        var own = book.WorkbookStylesPart?.Stylesheet?.NumberingFormats?.Elements<NumberingFormat>().Where(f => f.FormatCode?.Value is { } code && (code.Contains('y', StringComparison.OrdinalIgnoreCase) || code.Contains('d', StringComparison.OrdinalIgnoreCase)))
            .Select(f => (int)(f.NumberFormatId?.Value ?? 0)).ToHashSet() ?? [];
        var lines = new List<IReadOnlyList<string>>();
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement || reader.LoadCurrentElement() is not Row row)
                continue;
            var cells = new List<string>();
            foreach (var cell in row.Elements<Cell>())
            {
                // Empty cells are left out of the file; the reference says where the next one stands.
                var column = cell.CellReference?.Value is { } reference ? Column(reference) : cells.Count;
                if (column > MostColumns)
                    break;
                while (cells.Count < column)
                    cells.Add("");
                cells.Add(Value(cell, shared, formats, own));
            }
            if (cells.Exists(c => c.Length > 0))
                lines.Add(cells);
            if (lines.Count > mostRows + 1)
                return null;
        }
        return lines;
    }

    private static string Value(Cell cell, string[] shared, int[] formats, HashSet<int> own)
    {
        var text = cell.CellValue?.InnerText ?? "";
        if (cell.DataType?.Value == CellValues.SharedString)
            return int.TryParse(text, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < shared.Length ? shared[at] : "";
        if (cell.DataType?.Value == CellValues.InlineString)
            return cell.InlineString?.InnerText ?? "";
        if (cell.DataType?.Value is { } type && type != CellValues.Number)
            return text;
        var format = (int)(cell.StyleIndex?.Value ?? 0) is var style && style >= 0 && style < formats.Length ? formats[style] : 0;
        if ((format is >= 14 and <= 22 || own.Contains(format)) && double.TryParse(text, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 80_000)
            return DateOnly.FromDateTime(DateTime.FromOADate(days)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // 1E+3 and the grains of binary fractions come out as the number a person sees.
        return double.TryParse(text, CultureInfo.InvariantCulture, out var number) && (text.Contains('E', StringComparison.OrdinalIgnoreCase) || text.Length > 15) && Math.Abs(number) < 1e15 ? decimal.Round((decimal)number, 6).ToString("0.######", CultureInfo.InvariantCulture) : text;
    }

    private static int Column(string reference)
    {
        var column = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetter(c))
                break;
            column = (column * 26) + char.ToUpperInvariant(c) - 'A' + 1;
        }
        return Math.Max(0, column - 1);
    }
}
