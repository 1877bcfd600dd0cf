using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Tongban.Drills.Hostile;

/// <summary>Files that are not what they say, that grow when they are opened, or that end too early.</summary>
internal static class Uploads
{
    public static readonly byte[] SmallPdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    private static readonly Lazy<IReadOnlyList<(string Name, byte[] Content)>> All = new(() => [.. Documents(), .. Packages(), .. Markup(), .. Geodata(), .. Tables(), .. Packed(), .. Geometries.Corpus.Select(g => ($"{g.Name}.geojson", Encoding.UTF8.GetBytes(g.Text)))]);

    public static IReadOnlyList<(string Name, byte[] Content)> Corpus => All.Value;

    /// <summary>What the operation is for, as far as its path tells.</summary>
    public static byte[] Sound(string path, Random random) => path switch
    {
        _ when path.Contains("materials", StringComparison.Ordinal) => SmallPdf,
        _ when path.Contains("bpmn", StringComparison.Ordinal) => Encoding.UTF8.GetBytes("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\"><process id=\"p\"><startEvent id=\"s\"/><task id=\"t\" name=\"受理\"/><endEvent id=\"e\"/><sequenceFlow id=\"a\" sourceRef=\"s\" targetRef=\"t\"/><sequenceFlow id=\"b\" sourceRef=\"t\" targetRef=\"e\"/></process></definitions>"),
        _ when path.Contains("mining", StringComparison.Ordinal) => Encoding.UTF8.GetBytes("case,activity,timestamp\n1,受理,2026-03-02\n1,办结,2026-03-05\n2,受理,2026-03-02\n"),
        _ when path.Contains("site", StringComparison.Ordinal) || path.Contains("classification", StringComparison.Ordinal) || path.Contains("layers", StringComparison.Ordinal) => Encoding.UTF8.GetBytes(Geometries.Sound[random.Next(Geometries.Sound.Length)]),
        _ when path.Contains("flow-drafts", StringComparison.Ordinal) => "{}"u8.ToArray(),
        _ => Encoding.UTF8.GetBytes("voucherNo,paidOn,project,yuan\nZF-1,2026-03-02,2603-360502-04-01-123454,1.00\n"),
    };

    private static IEnumerable<(string, byte[])> Documents()
    {
        yield return ("empty", []);
        yield return ("one byte", [0x25]);
        yield return ("only the mark of a PDF.pdf", "%PDF-"u8.ToArray());
        yield return ("truncated.pdf", SmallPdf[..30]);
        yield return ("script in a PDF.pdf", Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>/AA<</O<</S/Launch/F(cmd.exe)>>>>>>endobj\n%%EOF"));
        yield return ("endless objects.pdf", Encoding.ASCII.GetBytes("%PDF-1.4\n" + string.Concat(Enumerable.Repeat("1 0 obj<</Kids[1 0 R]/Parent 1 0 R>>endobj\n", 20_000))));
        yield return ("PDF and page.pdf", [.. "%PDF-1.4\n<html><body>"u8, .. Encoding.UTF8.GetBytes(Judge.Markup), .. "</body></html>"u8]);
        yield return ("PDF and package.pdf", [.. SmallPdf, .. Zip(("word/document.xml", "<x/>"u8.ToArray()))]);
        yield return ("picture and page.png", [.. Png(1, 1), .. Encoding.UTF8.GetBytes("<html>" + Judge.Markup)]);
        yield return ("GIFAR.gif", [.. "GIF89a/*"u8, .. Encoding.UTF8.GetBytes(Judge.Markup), .. Zip(("META-INF/MANIFEST.MF", "x"u8.ToArray()))]);
        yield return ("65535 x 65535.png", Png(65_535, 65_535));
        yield return ("2147483647 x 2147483647.png", Png(int.MaxValue, int.MaxValue));
        yield return ("65535 x 65535.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xC0, 0, 17, 8, 0xFF, 0xFF, 0xFF, 0xFF, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xD9]);
        yield return ("picture.svg", Encoding.UTF8.GetBytes($"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\">{Judge.Markup}</svg>"));
        yield return ("page.txt", Encoding.UTF8.GetBytes("\uFEFF \n<!DOCTYPE html>" + Judge.Markup));
        yield return ("page behind text.txt", Encoding.UTF8.GetBytes("text " + Judge.Markup));
        yield return ("random", Noise(50_000));
        yield return ("all ones", [.. Enumerable.Repeat((byte)0xFF, 50_000)]);
        yield return ("all zeros", new byte[50_000]);
        yield return ("ten megabytes.pdf", [.. SmallPdf, .. new byte[10_000_000]]);
        yield return ("twenty-two megabytes.pdf", [.. SmallPdf, .. new byte[22 * 1024 * 1024]]);
        yield return ("UTF-16.txt", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("正文")]);
        yield return ("no UTF-8.txt", [0x61, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0xF8, 0x88, 0x80, 0x80, 0x80]);
        yield return ("program.exe", [.. "MZ"u8, .. new byte[200]]);
        yield return ("old office.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]]);
    }

    private static IEnumerable<(string, byte[])> Packages()
    {
        var zeros = new byte[60_000_000];
        yield return ("only the mark.zip", "PK\u0003\u0004"u8.ToArray());
        yield return ("bomb.docx", Zip(("word/document.xml", zeros)));
        yield return ("bomb.xlsx", Workbook(sheet: null, zeros));
        yield return ("bomb.shp.zip", Zip(("a.shp", zeros), ("a.shx", zeros), ("a.dbf", zeros), ("a.prj", "GEOGCS[]"u8.ToArray())));
        yield return ("20,000 entries.zip", Zip([.. Enumerable.Range(0, 20_000).Select(n => ($"{n}.txt", Array.Empty<byte>()))]));
        yield return ("20,000 entries.xlsx", Zip([("xl/workbook.xml", "<x/>"u8.ToArray()), .. Enumerable.Range(0, 20_000).Select(n => ($"{n}.xml", Array.Empty<byte>()))]));
        var nested = Zip(("a.geojson", Encoding.UTF8.GetBytes(Geometries.Sound[0])));
        for (var i = 0; i < 30; i++)
            nested = Zip(("a.zip", nested));
        yield return ("nested thirty times.zip", nested);
        yield return ("paths outside.zip", Zip(("../../../../tmp/x", "x"u8.ToArray()), ("/etc/passwd", "x"u8.ToArray()), ("C:\\x.shp", "x"u8.ToArray()), ("..\\..\\a.shp", "x"u8.ToArray())));
        yield return ("same name twice.zip", Zip(("a.shp", "x"u8.ToArray()), ("a.shp", "y"u8.ToArray()), ("A.SHP", "z"u8.ToArray())));
        yield return ("names of all kinds.zip", Zip(("\u202Egpj.shp", "x"u8.ToArray()), (new string('n', 5000) + ".shp", "x"u8.ToArray()), ("con.shp", "x"u8.ToArray()), ("a\0b.shp", "x"u8.ToArray())));
        var sound = Zip(("word/document.xml", "<x/>"u8.ToArray()), ("a.shp", new byte[100]));
        yield return ("truncated.zip", sound[..(sound.Length / 2)]);
        yield return ("end only.zip", sound[^22..]);
        foreach (var (name, at, value) in new (string, int, uint)[] { ("entry count lies.zip", 10, 0xFFFF), ("directory size lies.zip", 12, 0xFFFF_FFF0), ("directory place lies.zip", 16, 0xFFFF_FFF0), ("directory at the start.zip", 16, 0) })
        {
            var copy = sound.ToArray();
            if (at == 10)
                BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(copy.Length - 22 + at), (ushort)value);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(copy.Length - 22 + at), value);
            yield return (name, copy);
        }
        // The directory promises little, and much comes out.
        var liar = Workbook(sheet: null, new byte[3_000_000]);
        for (var i = 0; i < liar.Length - 46; i++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(liar.AsSpan(i)) == 0x0201_4B50)
                BinaryPrimitives.WriteUInt32LittleEndian(liar.AsSpan(i + 24), 10);
        }
        yield return ("sizes lie.xlsx", liar);
        var locked = sound.ToArray();
        locked[6] |= 1;
        yield return ("marked as encrypted.zip", locked);
        yield return ("far cell.xlsx", Workbook("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row><row r=\"99999999999\"><c r=\"ZZZZZZZ1\"><v>1</v></c></row></sheetData></worksheet>"));
        yield return ("100,000 rows.xlsx", Workbook("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + string.Concat(Enumerable.Range(1, 100_000).Select(n => $"<row r=\"{n}\"><c r=\"A{n}\"><v>{n}</v></c></row>")) + "</sheetData></worksheet>"));
        yield return ("shared text that is not there.xlsx", Workbook("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>99999999999</v></c><c r=\"B1\" t=\"s\"><v>-1</v></c><c t=\"s\"/><c r=\"\" t=\"zz\"><v/></c></row></sheetData></worksheet>"));
        yield return ("formula.xlsx", Workbook("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\"><f>WEBSERVICE(\"http://127.0.0.1:1\")</f><v>1e999</v></c></row></sheetData></worksheet>"));
        yield return ("bomb of entities.xlsx", Workbook(Laughs("worksheet")));
        yield return ("outside entity.xlsx", Workbook("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&x;</t></is></c></row></sheetData></worksheet>"));
        yield return ("no sheet.xlsx", Zip(("xl/workbook.xml", "<x/>"u8.ToArray())));
        yield return ("relations in a circle.xlsx", Zip(("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"u8.ToArray()), ("_rels/.rels", Encoding.UTF8.GetBytes("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"_rels/.rels\"/></Relationships>")), ("xl/workbook.xml", "<x/>"u8.ToArray())));
    }

    private static IEnumerable<(string, byte[])> Markup()
    {
        yield return ("entities.xml", Encoding.UTF8.GetBytes(Laughs("definitions")));
        yield return ("entities.xes", Encoding.UTF8.GetBytes(Laughs("log")));
        yield return ("outside entity.xml", "<!DOCTYPE definitions [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><definitions>&x;</definitions>"u8.ToArray());
        yield return ("outside definition.xes", "<!DOCTYPE log SYSTEM \"http://127.0.0.1:1/x.dtd\"><log/>"u8.ToArray());
        yield return ("parameter entity.xml", "<!DOCTYPE d [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/x\"> %x;]><d/>"u8.ToArray());
        yield return ("depth.xml", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<definitions>", 100_000)) + string.Concat(Enumerable.Repeat("</definitions>", 100_000))));
        yield return ("depth.xes", Encoding.UTF8.GetBytes("<log>" + string.Concat(Enumerable.Repeat("<list key=\"a\">", 100_000)) + string.Concat(Enumerable.Repeat("</list>", 100_000)) + "</log>"));
        yield return ("50,000 attributes.xml", Encoding.UTF8.GetBytes("<definitions " + string.Join(' ', Enumerable.Range(0, 50_000).Select(n => $"a{n}=\"x\"")) + "/>"));
        yield return ("long name.xml", Encoding.UTF8.GetBytes($"<{new string('n', 2_000_000)}/>"));
        yield return ("no such encoding.xml", "<?xml version=\"1.0\" encoding=\"utf-99\"?><definitions/>"u8.ToArray());
        yield return ("UTF-7.xml", "<?xml version=\"1.0\" encoding=\"utf-7\"?>+ADw-definitions/+AD4-"u8.ToArray());
        yield return ("stylesheet.xml", "<?xml-stylesheet type=\"text/xsl\" href=\"http://127.0.0.1:1/\"?><definitions/>"u8.ToArray());
        yield return ("include.xml", "<definitions xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\"file:///etc/passwd\" parse=\"text\"/></definitions>"u8.ToArray());
        yield return ("cut.xml", "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\"><task id=\"t\""u8.ToArray());
        yield return ("circle.bpmn", Encoding.UTF8.GetBytes(Bpmn(200, circle: true)));
        yield return ("2,000 tasks.bpmn", Encoding.UTF8.GetBytes(Bpmn(2000, circle: false)));
        yield return ("same key twice.bpmn", "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\"><task id=\"t\"/><task id=\"t\"/><sequenceFlow id=\"f\" sourceRef=\"nobody\" targetRef=\"t\"/></process></definitions>"u8.ToArray());
        yield return ("odd dates.xes", "<log><trace><string key=\"concept:name\" value=\"1\"/><event><string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"99999-99-99T99:99:99Z\"/></event><event/></trace><trace/></log>"u8.ToArray());
        yield return ("first and last day.xes", "<log><trace><string key=\"concept:name\" value=\"1\"/><event><string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"0001-01-01T00:00:00+14:00\"/></event><event><string key=\"concept:name\" value=\"b\"/><date key=\"time:timestamp\" value=\"9999-12-31T23:59:59.9999999-14:00\"/></event></trace></log>"u8.ToArray());
        yield return ("first and last day.csv", "case,activity,timestamp\n1,a,0001-01-01\n1,b,9999-12-31\n"u8.ToArray());
    }

    private static IEnumerable<(string, byte[])> Geodata()
    {
        yield return ("only the mark.gpkg", "SQLite format 3\0"u8.ToArray());
        yield return ("mark and noise.gpkg", [.. "SQLite format 3\0"u8, .. Noise(20_000)]);
        var sound = GeoPackage("CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB, name TEXT)", Blob(Wkb(4, 0)));
        yield return ("sound.gpkg", sound);
        yield return ("truncated.gpkg", sound[..(sound.Length / 2)]);
        foreach (var at in (int[])[16, 18, 28, 44, 100, 103, 105, 4096])
        {
            var copy = sound.ToArray();
            for (var i = at; i < Math.Min(at + 4, copy.Length); i++)
                copy[i] = 0xFF;
            yield return (FormattableString.Invariant($"broken at {at}.gpkg"), copy);
        }
        yield return ("corners lie.gpkg", GeoPackage("CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB)", Blob(Wkb(0x7FFF_FFFF, 0))));
        yield return ("rings lie.gpkg", GeoPackage("CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB)", Blob([1, 3, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F])));
        yield return ("depth.gpkg", GeoPackage("CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB)", Blob([.. Enumerable.Repeat((byte[])[1, 7, 0, 0, 0, 1, 0, 0, 0], 20_000).SelectMany(b => b)])));
        yield return ("no numbers.gpkg", GeoPackage("CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB)", Blob(Wkb(4, double.NaN))));
        yield return ("no geometry.gpkg", GeoPackage("CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB)", [0x47, 0x50, 9, 0xFF]));
        yield return ("endless view.gpkg", GeoPackage("CREATE VIEW a AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT n AS fid, zeroblob(1000) AS geom FROM r", null));
        yield return ("function view.gpkg", GeoPackage("CREATE VIEW a AS SELECT 1 AS fid, load_extension('/tmp/x') AS geom, readfile('/etc/passwd') AS name", null));
        yield return ("name of the table.gpkg", GeoPackage("CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB, \"x\"\"; DROP TABLE a; --\" TEXT, '' TEXT)", Blob(Wkb(4, 0))));
        yield return ("2,000 columns.gpkg", GeoPackage($"CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB, {string.Join(',', Enumerable.Range(0, 1900).Select(n => $"c{n} TEXT"))})", Blob(Wkb(4, 0))));
        yield return ("computed column.gpkg", GeoPackage("CREATE TABLE a(fid INTEGER PRIMARY KEY, geom BLOB, x TEXT AS (hex(zeroblob(100000000))))", Blob(Wkb(4, 0))));
        yield return ("no geometry columns.gpkg", Sqlite("CREATE TABLE x(a)"));
        yield return ("shape.zip", Shapefile(_ => { }));
        yield return ("shape without index.zip", Zip(("a.shp", Shape()), ("a.dbf", Dbf()), ("a.prj", "GEOGCS[\"x\"]"u8.ToArray())));
        yield return ("shape truncated.zip", Shapefile(s => Array.Clear(s, 60, 40)));
        yield return ("length of a record lies.zip", Shapefile(s => BinaryPrimitives.WriteInt32BigEndian(s.AsSpan(104), int.MaxValue)));
        yield return ("length of a record is negative.zip", Shapefile(s => BinaryPrimitives.WriteInt32BigEndian(s.AsSpan(104), -8)));
        yield return ("parts lie.zip", Shapefile(s => BinaryPrimitives.WriteInt32LittleEndian(s.AsSpan(144), int.MaxValue)));
        yield return ("corners lie.zip", Shapefile(s => BinaryPrimitives.WriteInt32LittleEndian(s.AsSpan(148), int.MaxValue)));
        yield return ("corners are negative.zip", Shapefile(s => BinaryPrimitives.WriteInt32LittleEndian(s.AsSpan(148), -1)));
        yield return ("no such shape.zip", Shapefile(s => BinaryPrimitives.WriteInt32LittleEndian(s.AsSpan(108), 31)));
        yield return ("system of depth.zip", Zip(("a.shp", Shape()), ("a.shx", Shape()[..100]), ("a.dbf", Dbf()), ("a.prj", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("PROJCS[\"x\",", 20_000))))));
        yield return ("columns lie.zip", Zip(("a.shp", Shape()), ("a.shx", Shape()[..100]), ("a.dbf", [3, 26, 1, 1, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[40]]), ("a.prj", "GEOGCS[\"x\"]"u8.ToArray())));
        yield return ("no such code page.zip", Zip(("a.shp", Shape()), ("a.shx", Shape()[..100]), ("a.dbf", Dbf()), ("a.cpg", "NO-SUCH-CODEPAGE"u8.ToArray()), ("a.prj", "GEOGCS[\"x\"]"u8.ToArray())));
    }

    private static IEnumerable<(string, byte[])> Tables()
    {
        yield return ("20,000 columns.csv", Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 20_000)) + "\n" + new string(',', 20_000) + "\n"));
        yield return ("one cell of three megabytes.csv", Encoding.UTF8.GetBytes("case,activity,timestamp\n1," + new string('x', 3_000_000) + ",2026-03-02\n"));
        yield return ("quote without end.csv", Encoding.UTF8.GetBytes("case,activity,timestamp\n\"1,a,2026-03-02\n"));
        yield return ("quotes.csv", Encoding.UTF8.GetBytes(new string('"', 500_000)));
        yield return ("line breaks.csv", Encoding.UTF8.GetBytes(new string('\n', 2_000_000)));
        yield return ("NUL.csv", "case,activity,timestamp\n1,a\0b,2026-03-02\n"u8.ToArray());
        yield return ("same head twice.csv", "code,code,case,case,activity,activity,timestamp\n1,1,1,1,1,1,1\n"u8.ToArray());
        yield return ("formulas.csv", Encoding.UTF8.GetBytes("voucherNo,paidOn,project,yuan\n=cmd|' /C calc'!A0,2026-03-02,@SUM(1),-1+1\n"));
        yield return ("numbers.csv", Encoding.UTF8.GetBytes("voucherNo,paidOn,project,yuan\nZF-1,9999-99-99,x,1e999\nZF-2,2026-02-30,x,NaN\nZF-3,2026-03-02,x,79228162514264337593543950336\nZF-4,,,\n"));
        yield return ("60,000 rows.csv", Encoding.UTF8.GetBytes("voucherNo,paidOn,project,yuan\n" + string.Concat(Enumerable.Range(0, 60_000).Select(n => $"ZF-{n},2026-03-02,2603-360502-04-01-123454,1\n"))));
        yield return ("60,000 events of one case.csv", Encoding.UTF8.GetBytes("case,activity,timestamp\n" + string.Concat(Enumerable.Range(0, 60_000).Select(n => string.Create(CultureInfo.InvariantCulture, $"1,a{n},2026-03-02\n")))));
        yield return ("WKT.csv", Encoding.UTF8.GetBytes("name,wkt\nx,\"POLYGON((114.9 27.8,114.905 27.8,114.905 27.805,114.9 27.8))\"\ny,\"POLYGON((\"\nz,\n"));
        yield return ("list.json", Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("{\"code\":null}", 5000)) + "]"));
        yield return ("deep.json", Encoding.UTF8.GetBytes(new string('[', 50_000) + new string(']', 50_000)));
        yield return ("numbers.json", "{\"items\":[{\"code\":1e999,\"days\":-1,\"limit\":99999999999999999999}],\"stages\":{\"1\":null}}"u8.ToArray());
    }

    private static IEnumerable<(string, byte[])> Packed()
    {
        yield return ("bomb.csv.gz", Gzip(new byte[200_000_000]));
        yield return ("bomb of lines.csv.gz", Gzip(Encoding.UTF8.GetBytes("case,activity,timestamp\n" + string.Concat(Enumerable.Repeat("1,a,2026-03-02\n", 3_000_000)))));
        var twice = Gzip(Gzip(new byte[50_000_000]));
        yield return ("packed twice.gz", twice);
        yield return ("truncated.gz", Gzip(Noise(50_000))[..20_000]);
        yield return ("only the mark.gz", [0x1F, 0x8B]);
        yield return ("members.gz", [.. Enumerable.Repeat(Gzip("case,activity,timestamp\n"u8.ToArray()), 5000).SelectMany(b => b)]);
        yield return ("entities.xes.gz", Gzip(Encoding.UTF8.GetBytes(Laughs("log"))));
        yield return ("check value.gz", [.. Gzip("case,activity,timestamp\n1,a,2026-03-02\n"u8.ToArray())[..^8], 1, 2, 3, 4, 5, 6, 7, 8]);
    }

    private static string Laughs(string root) => $"<?xml version=\"1.0\"?><!DOCTYPE {root} [<!ENTITY a0 \"{new string('h', 50)}\">{string.Concat(Enumerable.Range(1, 9).Select(n => $"<!ENTITY a{n} \"{string.Concat(Enumerable.Repeat($"&a{n - 1};", 10))}\">"))}]><{root}>&a9;</{root}>";

    private static string Bpmn(int tasks, bool circle) => "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\"><process id=\"p\"><startEvent id=\"t0\"/>"
        + string.Concat(Enumerable.Range(1, tasks).Select(n => $"<task id=\"t{n}\" name=\"n{n}\"/><sequenceFlow id=\"f{n}\" sourceRef=\"t{n - 1}\" targetRef=\"t{n}\"/>")) + (circle ? $"<sequenceFlow id=\"f\" sourceRef=\"t{tasks}\" targetRef=\"t1\"/>" : "") + "</process></definitions>";

    private static byte[] Workbook(string? sheet, byte[]? raw = null) => Zip(
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"u8.ToArray()),
        ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"u8.ToArray()),
        ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"u8.ToArray()),
        ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"u8.ToArray()),
        ("xl/worksheets/sheet1.xml", raw ?? Encoding.UTF8.GetBytes(sheet!)));

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }
        return file.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Png(int width, int height)
    {
        byte[] head = [0x49, 0x48, 0x44, 0x52, 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), height);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. head, 0, 0, 0, 0, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82];
    }

    // One ring around a square; the number of corners may lie.
    private static byte[] Wkb(int corners, double odd)
    {
        var wkb = new byte[13 + (16 * 5)];
        (wkb[0], wkb[1], wkb[5]) = (1, 3, 1);
        BinaryPrimitives.WriteInt32LittleEndian(wkb.AsSpan(9), corners == 4 ? 5 : corners);
        (double, double)[] ring = [(114.9, 27.8), (114.91, 27.8), (114.91, 27.81), (114.9, odd == 0 ? 27.81 : odd), (114.9, 27.8)];
        foreach (var (i, (x, y)) in ring.Index())
        {
            BinaryPrimitives.WriteDoubleLittleEndian(wkb.AsSpan(13 + (16 * i)), x);
            BinaryPrimitives.WriteDoubleLittleEndian(wkb.AsSpan(21 + (16 * i)), y);
        }
        return wkb;
    }

    private static byte[] Blob(byte[] wkb) => [0x47, 0x50, 0, 1, 0xE6, 0x10, 0, 0, .. wkb];

    private static byte[] GeoPackage(string table, byte[]? geometry) => Sqlite(
        "PRAGMA application_id=1196444487; PRAGMA user_version=10300;"
        + "CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT); INSERT INTO gpkg_spatial_ref_sys VALUES('WGS 84',4326,'EPSG',4326,'GEOGCS[\"WGS 84\"]',NULL);"
        + "CREATE TABLE gpkg_contents(table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT, last_change TEXT, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER); INSERT INTO gpkg_contents VALUES('a','features','a','','2026-01-01T00:00:00Z',0,0,1,1,4326);"
        + "CREATE TABLE gpkg_geometry_columns(table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT); INSERT INTO gpkg_geometry_columns VALUES('a','geom','POLYGON',4326,0,0);"
        + table + ";", geometry);

    private static byte[] Sqlite(string script, byte[]? geometry = null)
    {
        var path = Path.Combine(Path.GetTempPath(), $"tongban-hostile-{Guid.NewGuid():N}.gpkg");
        try
        {
            using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
            {
                connection.Open();
                using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the drill's own statements
                command.CommandText = script;
#pragma warning restore CA2100
                command.ExecuteNonQuery();
                if (geometry is not null)
                {
                    command.CommandText = "INSERT INTO a(fid, geom) VALUES (1, $geometry)";
                    command.Parameters.AddWithValue("$geometry", geometry);
                    command.ExecuteNonQuery();
                }
            }
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // A file of one polygon (ESRI Shapefile Technical Description, 1998).
    private static byte[] Shape()
    {
        var shape = new byte[108 + 48 + 80];
        BinaryPrimitives.WriteInt32BigEndian(shape, 9994);
        BinaryPrimitives.WriteInt32BigEndian(shape.AsSpan(24), shape.Length / 2);
        BinaryPrimitives.WriteInt32LittleEndian(shape.AsSpan(28), 1000);
        BinaryPrimitives.WriteInt32LittleEndian(shape.AsSpan(32), 5);
        BinaryPrimitives.WriteInt32BigEndian(shape.AsSpan(100), 1);
        BinaryPrimitives.WriteInt32BigEndian(shape.AsSpan(104), (shape.Length - 108) / 2);
        BinaryPrimitives.WriteInt32LittleEndian(shape.AsSpan(108), 5);
        BinaryPrimitives.WriteInt32LittleEndian(shape.AsSpan(144), 1);
        BinaryPrimitives.WriteInt32LittleEndian(shape.AsSpan(148), 5);
        (double, double)[] ring = [(114.9, 27.8), (114.9, 27.81), (114.91, 27.81), (114.91, 27.8), (114.9, 27.8)];
        foreach (var (i, (x, y)) in ring.Index())
        {
            BinaryPrimitives.WriteDoubleLittleEndian(shape.AsSpan(156 + (16 * i)), x);
            BinaryPrimitives.WriteDoubleLittleEndian(shape.AsSpan(164 + (16 * i)), y);
        }
        return shape;
    }

    private static byte[] Dbf() => [3, 26, 1, 1, 1, 0, 0, 0, 65, 0, 11, 0, .. new byte[20], .. "name\0\0\0\0\0\0\0C"u8, 0, 0, 0, 0, 10, .. new byte[15], 0x0D, 0x20, .. "x         "u8, 0x1A];

    private static byte[] Shapefile(Action<byte[]> spoil)
    {
        var shape = Shape();
        spoil(shape);
        return Zip(("a.shp", shape), ("a.shx", Shape()[..100]), ("a.dbf", Dbf()), ("a.prj", "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]"u8.ToArray()), ("a.cpg", "UTF-8"u8.ToArray()));
    }
}
