using System.Globalization;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Tongban.Foundation.Web;

/// <summary>Tables as a spreadsheet (Office Open XML, ECMA-376, <c>.xlsx</c>): sheets of texts and numbers with a bold first row that stays in sight and can be filtered by.</summary>
/// <remarks>Rows are written as they come. A text is a text: it is written as an inline string, never as a formula, and one that begins like a formula
/// is marked as quoted, so that it does not become one when somebody edits its cell.</remarks>
public sealed class Workbook : IDisposable
{
    /// <summary>Media type of the file.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Rows a sheet can have, its head included.</summary>
    public const int MostRows = 1_048_576;

    private const int MostCharacters = 32_767, NameLength = 31, Plain = 0, Bold = 1, Quoted = 2, TextFormat = 49;
    private readonly SpreadsheetDocument _document;
    private readonly WorkbookPart _book;
    private readonly Sheets _sheets = new();

    /// <param name="file">Can be read, written and moved in; it stays open.</param>
    public Workbook(Stream file)
    {
        _document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook, autoSave: false);
        _book = _document.AddWorkbookPart();
        _book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
    }

    /// <summary>Adds a sheet.</summary>
    /// <param name="name">At most 31 characters; those a sheet's name may not have are left out.</param>
    /// <param name="rows">Texts, numbers, or nothing. What does not fit on a sheet is refused.</param>
    public void Sheet(string name, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(rows);
        var part = _book.AddNewPart<WorksheetPart>();
        var plain = string.Concat(name.Where(c => c is not ('[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'') && XmlConvert.IsXmlChar(c)));
        _sheets.Append(new Sheet { Id = _book.GetIdOfPart(part), SheetId = (uint)_sheets.ChildElements.Count + 1, Name = plain.Length > NameLength ? plain[..NameLength] : plain });
        using var xml = OpenXmlWriter.Create(part);
        xml.WriteStartElement(new Worksheet());
        xml.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        xml.WriteStartElement(new SheetData());
        var row = 1;
        Write(xml, row, head, Bold);
        foreach (var cells in rows)
        {
            if (++row > MostRows)
                throw new InvalidOperationException($"a sheet has at most {MostRows} rows");
            Write(xml, row, cells, Plain);
        }
        xml.WriteEndElement();
        if (head.Count > 0)
            xml.WriteElement(new AutoFilter { Reference = string.Create(CultureInfo.InvariantCulture, $"A1:{Column(head.Count - 1)}{row}") });
        xml.WriteEndElement();
    }

    /// <summary>Writes what belongs to all sheets. The file is complete afterwards.</summary>
    public void Finish()
    {
        _book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(_sheets);
        _document.Save();
    }

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private static void Write(OpenXmlWriter xml, int number, IReadOnlyList<object?> cells, uint style)
    {
        xml.WriteStartElement(new Row { RowIndex = (uint)number });
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i] is null or "")
                continue;
            var cell = new Cell { CellReference = Column(i) + number.ToString(CultureInfo.InvariantCulture) };
            if (cells[i] is double or float or decimal or int or long)
            {
                cell.CellValue = new CellValue(((IFormattable)cells[i]!).ToString(null, CultureInfo.InvariantCulture));
            }
            else
            {
                var text = Clean(cells[i]!.ToString() ?? "");
                cell.DataType = CellValues.InlineString;
                cell.InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve });
                if (style == Plain && Csv.Plain(text) != text)
                    cell.StyleIndex = Quoted;
            }
            if (style != Plain)
                cell.StyleIndex = style;
            xml.WriteElement(cell);
        }
        xml.WriteEndElement();
    }

    private static Stylesheet Styles() => new(
        new Fonts(Calibri(), Calibri(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = TextFormat, QuotePrefix = true, ApplyNumberFormat = true }));

    private static Font Calibri(params IEnumerable<OpenXmlElement> looks) => new([.. looks, new FontSize { Val = 11 }, new FontName { Val = "Calibri" }]);

    /// <summary>What XML can carry and a cell can hold.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length && clean.Length < MostCharacters - 1; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                clean.Append(text[i]).Append(text[++i]);
            else if (!char.IsSurrogate(text[i]) && XmlConvert.IsXmlChar(text[i]))
                clean.Append(text[i]);
        }
        return clean.ToString();
    }

    /// <summary>A, B, …, Z, AA, …</summary>
    private static string Column(int index)
    {
        var name = "";
        for (index++; index > 0; index = (index - 1) / 26)
            name = (char)('A' + ((index - 1) % 26)) + name;
        return name;
    }
}
