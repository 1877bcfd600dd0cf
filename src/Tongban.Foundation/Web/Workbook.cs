using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Tongban.Foundation.Web;

/// <summary>Tables as a spreadsheet (Office Open XML, ECMA-376, <c>.xlsx</c>): sheets of texts and numbers with a bold first row that stays in sight and can be filtered by.</summary>
/// <remarks>Rows are written as they come and nothing is held, however many there are. A text is a text: it is written as an inline string, never as a formula, and one that begins like a formula
/// is marked as quoted, so that it does not become one when somebody edits its cell.</remarks>
public sealed class Workbook : IDisposable
{
    /// <summary>Media type of the file.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Rows a sheet can have, its head included.</summary>
    public const int MostRows = 1_048_576;

    private const int MostCharacters = 32_767, NameLength = 31, Bold = 1, Quoted = 2;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", Packages = "http://schemas.openxmlformats.org/package/2006/";
    private readonly ZipArchive _zip;
    private readonly List<string> _sheets = [];

    /// <param name="file">Stays open.</param>
    public Workbook(Stream file) => _zip = new(file, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds a sheet.</summary>
    /// <param name="name">At most 31 characters; those a sheet's name may not have are left out.</param>
    /// <param name="rows">Texts, numbers, or nothing. What does not fit on a sheet is refused.</param>
    public void Sheet(string name, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(rows);
        var plain = string.Concat(name.Where(c => c is not ('[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'') && XmlConvert.IsXmlChar(c)));
        _sheets.Add(plain.Length > NameLength ? plain[..NameLength] : plain);
        using var xml = Open(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{_sheets.Count}.xml"));
        xml.WriteStartElement("worksheet", Main);
        xml.WriteRaw("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>");
        xml.WriteStartElement("sheetData", Main);
        var row = 1;
        Row(xml, row, head, Bold);
        foreach (var cells in rows)
        {
            if (++row > MostRows)
                throw new InvalidOperationException($"a sheet has at most {MostRows} rows");
            Row(xml, row, cells, 0);
        }
        xml.WriteEndElement();
        if (head.Count > 0)
        {
            xml.WriteStartElement("autoFilter", Main);
            xml.WriteAttributeString("ref", string.Create(CultureInfo.InvariantCulture, $"A1:{Column(head.Count - 1)}{row}"));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>Writes what belongs to all sheets. The file is complete afterwards.</summary>
    public void Finish()
    {
        Text("xl/styles.xml", $"""
            <styleSheet xmlns="{Main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
            <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
            <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
            <cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>
            """);
        using (var xml = Open("xl/workbook.xml"))
        {
            xml.WriteStartElement("workbook", Main);
            xml.WriteAttributeString("xmlns", "r", null, Relations);
            xml.WriteStartElement("sheets", Main);
            foreach (var (index, name) in _sheets.Index())
            {
                xml.WriteStartElement("sheet", Main);
                xml.WriteAttributeString("name", name);
                xml.WriteAttributeString("sheetId", (index + 1).ToString(CultureInfo.InvariantCulture));
                xml.WriteAttributeString("r", "id", Relations, string.Create(CultureInfo.InvariantCulture, $"rId{index + 1}"));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        var numbers = Enumerable.Range(1, _sheets.Count).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToList();
        Text("xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{Packages}relationships">{string.Concat(numbers.Select(n => $"<Relationship Id=\"rId{n}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))}<Relationship Id="rIdStyles" Type="{Relations}/styles" Target="styles.xml"/></Relationships>
            """);
        Text("_rels/.rels", $"""<Relationships xmlns="{Packages}relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Text("[Content_Types].xml", $"""
            <Types xmlns="{Packages}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{MediaType}.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{string.Concat(numbers.Select(n => $"<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"))}</Types>
            """);
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private static void Row(XmlWriter xml, int number, IReadOnlyList<object?> cells, int style)
    {
        xml.WriteStartElement("row", Main);
        xml.WriteAttributeString("r", number.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < cells.Count; i++)
        {
            switch (cells[i])
            {
                case null or "":
                    continue;
                case double or float or decimal or int or long:
                    xml.WriteStartElement("c", Main);
                    xml.WriteAttributeString("r", Column(i) + number.ToString(CultureInfo.InvariantCulture));
                    xml.WriteElementString("v", Main, ((IFormattable)cells[i]!).ToString(null, CultureInfo.InvariantCulture));
                    xml.WriteEndElement();
                    continue;
            }
            var text = Clean(cells[i]!.ToString() ?? "");
            xml.WriteStartElement("c", Main);
            xml.WriteAttributeString("r", Column(i) + number.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("t", "inlineStr");
            if (style != 0 || Csv.Plain(text) != text)
                xml.WriteAttributeString("s", (style != 0 ? style : Quoted).ToString(CultureInfo.InvariantCulture));
            xml.WriteStartElement("is", Main);
            xml.WriteStartElement("t", Main);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(text);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

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

    private XmlWriter Open(string entry) => XmlWriter.Create(_zip.CreateEntry(entry, CompressionLevel.Fastest).Open(), new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = true });

    private void Text(string entry, string xml)
    {
        using var to = new StreamWriter(_zip.CreateEntry(entry, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        to.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        to.Write(xml);
    }
}
