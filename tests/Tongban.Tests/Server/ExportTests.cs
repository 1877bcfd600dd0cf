using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;
using Tongban.Tests.Space;
using Tongban.Tests.Support;

namespace Tongban.Tests.Server;

/// <summary>Tables that leave the platform are opened with spreadsheets: no cell may be computed there, and numbers stay numbers.</summary>
public class ExportTests
{
    private const string Formula = "=HYPERLINK(\"http://x\")";

    [Theory]
    [InlineData("=1+1", "'=1+1"), InlineData("+1", "'+1"), InlineData("-1+1", "'-1+1"), InlineData("-", "'-"), InlineData("-a", "'-a"), InlineData("@x", "'@x"), InlineData("\tx", "'\tx"), InlineData("\r=1", "'\r=1"), InlineData("\n=1", "'\n=1"), InlineData("＝1", "'＝1")]
    [InlineData("-1", "-1"), InlineData("-12.50", "-12.50"), InlineData("-1.", "'-1."), InlineData("-1.2.3", "'-1.2.3"), InlineData("-.5", "'-.5"), InlineData("--1", "'--1"), InlineData("12", "12"), InlineData("", ""), InlineData("'x", "'x")]
    public void A_cell_that_begins_like_a_formula_is_text_and_a_number_is_a_number(string cell, string written)
    {
        Assert.Equal(written, Csv.Plain(cell));
        Assert.Equal(cell, Csv.Read(Csv.Write(["a"], [[cell + "", "end"]]))[1][0]);
    }

    [Fact]
    public async Task No_export_of_any_room_holds_a_cell_that_is_computed()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var auditor = await city.OfficerAsync("SZF@360500", Roles.Auditor);
        var head = await city.OfficerAsync("FGW@360500", Roles.Head);
        var land = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        var owner = await city.RegisterAsync("li.ming", CityByHttp.Enterprise, Formula);
        await CityByHttp.DeclareAsync(owner, ProjectType.Filing, Formula);
        var version = (string)(await LayersByHttp.ReadAsync(land, "L01", LayerFiles.Csv((Formula, "", LayerFiles.Square(588_000, 3_076_000, 100)), ("@y", "", "POLYGON((0 0,1 1,1 0,0 1,0 0))")), ("epsg", "4547")))["id"]!;
        await LayersByHttp.PublishedAsync(city, "L02");
        var run = (string)(await land.SayAsync(HttpMethod.Post, "/api/v1/classification-runs", new { title = Formula, kind = "project" })).Ok().Json["id"]!;
        var table = Encoding.UTF8.GetBytes("case,activity,timestamp,=org,amount\n=1+1,@SUM(A1),2026-01-05 09:00,+x,-3.5\n=1+1,-a,2026-01-06 09:00,＝x,-4\n");
        var log = (string)(await head.SayAsync(HttpMethod.Post, "/api/v1/mining/logs?name=x", new ByteArrayContent(table) { Headers = { ContentType = new("text/csv") } })).Ok().Json["log"]!;
        (await head.SayAsync(HttpMethod.Post, $"/api/v1/mining/logs/{log}/take-in", new { })).Ok();

        var known = new Dictionary<string, (HttpClient Caller, string[] Addresses)>(StringComparer.Ordinal)
        {
            ["/api/v1/efficiency.csv"] = (auditor, ["/api/v1/efficiency.csv"]),
            ["/api/v1/powers.csv"] = (auditor, ["/api/v1/powers.csv"]),
            ["/api/v1/lists/{list}/export.csv"] = (auditor, ["/api/v1/lists/power/export.csv", "/api/v1/lists/negative/export.csv", "/api/v1/lists/supervision/export.csv"]),
            ["/api/v1/dispatch/weeks/template.csv"] = (auditor, ["/api/v1/dispatch/weeks/template.csv"]),
            ["/api/v1/dispatch/weeks/template.xlsx"] = (auditor, ["/api/v1/dispatch/weeks/template.xlsx"]),
            ["/api/v1/layer-versions/{version:guid}/report.csv"] = (land, [$"/api/v1/layer-versions/{version}/report.csv"]),
            ["/api/v1/classification-runs/{run:guid}/result.xlsx"] = (land, [$"/api/v1/classification-runs/{run}/result.xlsx"]),
            ["/api/v1/mining/logs/{log}/findings.xlsx"] = (auditor, [$"/api/v1/mining/logs/{log}/findings.xlsx"]),
            ["/api/v1/mining/logs/{log}/findings/{table}"] = (auditor, [.. new[] { "variants", "paths", "activities", "rework" }.Select(t => $"/api/v1/mining/logs/{log}/findings/{t}")]),
            ["/api/v1/mining/logs/{log}/events.csv"] = (auditor, [$"/api/v1/mining/logs/{log}/events.csv"]),
            ["/api/v1/plans/imports/{kind}/template"] = (auditor, ["/api/v1/plans/imports/payments/template"]),
            ["/api/v1/plans/statistics.xlsx"] = (auditor, ["/api/v1/plans/statistics.xlsx?year=2026&month=3"]),
            ["/supervision/reports/{month}.xlsx"] = (auditor, ["/supervision/reports/2026-02.xlsx"]),
        };
        var running = city.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") is true && (e.RoutePattern.RawText!.Contains(".csv", StringComparison.Ordinal) || e.RoutePattern.RawText.Contains(".xlsx", StringComparison.Ordinal)
                || e.Metadata.OfType<IProducesResponseTypeMetadata>().Any(p => p.ContentTypes.Any(t => t.Contains("csv", StringComparison.Ordinal) || t == Workbook.MediaType))))
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Distinct().Order(StringComparer.Ordinal);
        // A new export is called here too.
        Assert.Equal(known.Keys.Order(StringComparer.Ordinal), running);

        List<string> wrong = [];
        var neutralised = 0;
        foreach (var (caller, address) in known.Values.SelectMany(k => k.Addresses.Select(a => (k.Caller, a))))
        {
            using var answer = await caller.GetAsync(new Uri(address, UriKind.Relative));
            var file = await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode)
                wrong.Add($"{address}: {answer.StatusCode} {Encoding.UTF8.GetString(file)}");
            else if (answer.Content.Headers.ContentType!.MediaType is Workbook.MediaType)
                neutralised += InWorkbook(file, f => wrong.Add($"{address}: {f}"));
            else
                neutralised += InTable(file, f => wrong.Add($"{address}: {f}"));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(neutralised > 12, $"only {neutralised} cells that would be computed came out at all");
    }

    // Cells as a spreadsheet takes them: quotes off, apostrophes on.
    private static int InTable(byte[] file, Action<string> wrong)
    {
        var (cell, quoted, neutralised) = (new StringBuilder(), false, 0);
        foreach (var c in Encoding.UTF8.GetString(file).TrimStart('\uFEFF') + "\n")
        {
            if (c == '"')
                quoted = !quoted;
            else if (c is ',' or '\n' && !quoted)
            {
                var text = cell.ToString().TrimEnd('\r');
                if (IsComputed(text) && !decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _))
                    wrong(text);
                neutralised += text is ['\'', .. var rest] && IsComputed(rest) ? 1 : 0;
                cell.Clear();
            }
            else
                cell.Append(c);
        }
        return neutralised;
    }

    private static int InWorkbook(byte[] file, Action<string> wrong)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        XNamespace x = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        XDocument Part(ZipArchiveEntry entry)
        {
            using var stream = entry.Open();
            return XDocument.Load(stream);
        }
        var quoted = Part(zip.Entries.Single(e => e.FullName.EndsWith("styles.xml", StringComparison.Ordinal))).Descendants(x + "cellXfs").Elements().Select(f => (string?)f.Attribute("quotePrefix") is "1" or "true").ToList();
        var neutralised = 0;
        foreach (var cell in zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).SelectMany(e => Part(e).Descendants(x + "c")))
        {
            var text = cell.Element(x + "is")?.Value;
            if (cell.Element(x + "f") is not null || (text is null && cell.Element(x + "v") is { } value && !double.TryParse(value.Value, System.Globalization.CultureInfo.InvariantCulture, out _)))
                wrong(cell.ToString());
            if (text is null || !IsComputed(text))
                continue;
            neutralised++;
            // Bold heads are inline texts as well; all other texts carry the mark.
            if (!quoted[(int?)cell.Attribute("s") ?? 0] && (int?)cell.Attribute("s") is not 1)
                wrong(text);
        }
        return neutralised;
    }

    private static bool IsComputed(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠', ..];
}
