using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Layers;
using Tongban.Space.Runs;
using Tongban.Tests.Support;

namespace Tongban.Tests.Space;

/// <summary>Batches: a whole plan classified in one job.</summary>
public class RunHttpTests
{
    private const string Runs = "/api/v1/classification-runs", Officer = "FGW@360500";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_batch_that_a_dead_process_left_behind_goes_on_where_it_stopped(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        // Forbidden in the west, advisory in the east; the others have no version.
        await LayersByHttp.PublishedAsync(city, "L01", LayerFiles.Square(588_000, 3_076_000, 1_000));
        var officer = await city.OfficerAsync(Officer);
        var sites = Enumerable.Range(0, 560).Select(i => (i % 10) switch
        {
            9 => ($"{i}", "", ""),
            8 => ($"{i}", "", $"POLYGON(({588_000 + i} 3076000,{588_100 + i} 3076100,{588_100 + i} 3076000,{588_000 + i} 3076100,{588_000 + i} 3076000))"),
            var k => ($"{i}", "", LayerFiles.Square((k < 4 ? 588_000 : 592_000) + i, 3_076_000, 50)),
        }).ToArray();

        // As a process leaves it that was killed while it worked: one hundred answered, claimed, nobody at work.
        var id = await LeftAsync(city, LayerFiles.Csv(sites), answered: 100);
        async Task RunAsync() => await city.App.InScopeAsync(async s =>
        {
            await s.GetRequiredService<RunRunner>().RunAsync(alone: false, default);
            return true;
        });
        await RunAsync();
        Assert.Equal(("running", 100), await StateAsync());
        city.App.Clock.Advance(TimeSpan.FromMinutes(3));
        await RunAsync();
        officer = await city.OfficerAsync(Officer);
        Assert.Equal(("finished", 560), await StateAsync());
        var run = (await officer.SayAsync(HttpMethod.Get, $"{Runs}/{id}")).Ok().Json;
        Assert.Equal((224, 224, 112, 2), ((int)run["classes"]!["D"]!, (int)run["classes"]!["N"]!, (int)run["classes"]!["U"]!, (int)run["attempts"]!));
        var layer = Assert.Single(run["layers"]!.AsArray())!;
        Assert.Equal(("L01", 224), ((string)layer["code"]!, (int)layer["hits"]!));
        Assert.Equal(560_000.0, (double)layer["squareMetres"]!, 10.0);

        // Every site once, in the order of the file.
        List<int> numbers = [];
        for (string? after = "", at = null; after is not null; after = at)
        {
            var page = (await officer.SayAsync(HttpMethod.Get, $"{Runs}/{id}/rows?after={after}")).Ok().Json;
            numbers.AddRange(page["items"]!.AsArray().Select(r => (int)r!["number"]!));
            at = (string?)page["next"];
        }
        Assert.Equal(Enumerable.Range(1, 560), numbers);
        Assert.Equal("space.no-geometry", (string)(await officer.SayAsync(HttpMethod.Get, $"{Runs}/{id}/rows?class=U&q=9")).Ok().Json["items"]![0]!["reasonCode"]!);
        Assert.Equal(50, (await officer.SayAsync(HttpMethod.Get, $"{Runs}/{id}/rows?layer=L01")).Ok().Json["items"]!.AsArray().Count);
        Assert.Equal(448, (await officer.SayAsync(HttpMethod.Get, $"{Runs}/{id}/points.geojson")).Ok().Json["features"]!.AsArray().Count);

        GeoPackageTests.AssertSound(await officer.GetByteArrayAsync($"{Runs}/{id}/result.gpkg"), 4547, "sites");
        var sheets = Sheets(await officer.GetByteArrayAsync($"{Runs}/{id}/result.xlsx"));
        Assert.Equal([561, 225], [sheets["用地"].Count, sheets["涉及情况"].Count]);

        async Task<(string, int)> StateAsync()
        {
            var view = (await (await city.OfficerAsync(Officer)).SayAsync(HttpMethod.Get, $"{Runs}/{id}")).Ok().Json;
            return ((string)view["state"]!, (int)view["done"]!);
        }
    }

    [Fact]
    public async Task Projects_are_classified_by_the_set_of_the_beginning_and_the_batch_belongs_to_its_organ()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var owner = await city.RegisterAsync("owner", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(owner, ProjectType.Filing, "=年产2万吨锂电材料项目");
        var officer = await city.OfficerAsync(Officer);
        Assert.Equal((HttpStatusCode.Conflict, "space.run-no-layers"), (await officer.SayAsync(HttpMethod.Post, Runs, new { title = "一批", kind = "project" })).Refusal);
        await LayersByHttp.PublishedAsync(city, "L01", LayerFiles.Square(588_600, 3_076_500, 400));
        foreach (var (body, refusal) in new (object, string)[] { (new { kind = "project" }, "space.run-title"), (new { title = new string('x', 201), kind = "project" }, "space.run-title"), (new { title = "x", kind = "file" }, "space.no-such-kind"), (new { title = "x" }, "space.no-such-kind") })
            Assert.Equal(refusal, (await officer.SayAsync(HttpMethod.Post, Runs, body)).Code);
        var begun = (await officer.SayAsync(HttpMethod.Post, Runs, new { title = "2026年计划", kind = "project" })).Ok().Json;
        var run = await EndedAsync(officer, (string)begun["id"]!);
        Assert.Equal(("finished", 1, (string)begun["setDigest"]!), ((string)run["state"]!, (int)run["done"]!, (string)run["setDigest"]!));
        var row = (await officer.SayAsync(HttpMethod.Get, $"{Runs}/{run["id"]}/rows")).Ok().Json["items"]![0]!;
        Assert.Equal(($"project:{code}", "D"), ((string)row["subject"]!, (string)row["class"]!));
        // A name that begins like a formula is text, marked as such.
        var sheets = Sheets(await officer.GetByteArrayAsync($"{Runs}/{run["id"]}/result.xlsx"));
        Assert.Contains(sheets["用地"][1], c => c == "=年产2万吨锂电材料项目");

        Assert.Equal(HttpStatusCode.Forbidden, (await owner.SayAsync(HttpMethod.Get, Runs)).Status);
        Assert.Equal("space.no-such-run", (await (await city.OfficerAsync("SLJ@360500")).SayAsync(HttpMethod.Get, $"{Runs}/{run["id"]}")).Code);
        Assert.Equal("space.no-such-run", (await (await city.OfficerAsync("SLJ@360500")).SayAsync(HttpMethod.Post, $"{Runs}/{run["id"]}/cancellation")).Code);
        (await (await city.OfficerAsync("SZF@360500", Roles.Auditor)).SayAsync(HttpMethod.Get, $"{Runs}/{run["id"]}")).Ok();
        Assert.Equal((HttpStatusCode.Conflict, "space.run-ended"), (await officer.SayAsync(HttpMethod.Post, $"{Runs}/{run["id"]}/cancellation")).Refusal);
    }

    [Fact]
    public async Task A_file_is_handed_in_on_the_page_and_one_that_cannot_be_read_is_refused_in_words()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        await LayersByHttp.PublishedAsync(city, "L01", LayerFiles.Square(588_000, 3_076_000, 1_000));
        await city.App.PersonAsync("fgw");
        await city.App.PostAsync("fgw", Officer, Roles.Handler);
        using var browser = await city.App.BrowserOfAsync("fgw");
        var page = await browser.GetAsync("/space/runs");
        var refused = await HandInAsync(page, Encoding.UTF8.GetBytes("x,WKT\n1,\"POINT(1 1)\"\n"), "");
        Assert.Equal("space.system-missing", (await EndedAsync(browser, refused)).Html.QuerySelector("[data-code]")?.GetAttribute("data-code"));
        var result = await EndedAsync(browser, await HandInAsync(await browser.GetAsync("/space/runs"), LayerFiles.Csv(("1", "", LayerFiles.Square(588_000, 3_076_000, 50)), ("2", "", LayerFiles.Square(592_000, 3_076_000, 50))), "EPSG:4547"));
        Assert.Contains("已完成", result.Text, StringComparison.Ordinal);
        Assert.Contains("D 禁止", result.Text, StringComparison.Ordinal);
        Assert.Contains("32 个图层没有数据", result.Text, StringComparison.Ordinal);
        Assert.Contains("not classified", (await browser.GetAsync($"/culture?c=en&returnUrl={Uri.EscapeDataString(result.Address.AbsolutePath)}")).Text, StringComparison.Ordinal);

        Task<Support.Page> HandInAsync(Support.Page from, byte[] file, string epsg) => browser.SubmitAsync(from, "form:has([name=file])", new Dictionary<string, string?> { ["title"] = "一批用地", ["epsg"] = epsg }, new Dictionary<string, (string, byte[])> { ["file"] = ("a.csv", file) });
    }

    [Fact]
    public void A_workbook_holds_texts_and_numbers_and_no_formulas()
    {
        using var file = new MemoryStream();
        using (var book = new Workbook(file))
        {
            book.Sheet("a[b]:c*d?e/f\\g 很长的名称很长的名称很长的名称很长的名称很长的名称", ["一", "二"], [["=1+1", 1.5], ["+x", null], ["a\u0001\ud800b", 3], [" <&> ", 7L]]);
            book.Finish();
        }
        using var zip = new ZipArchive(file);
        var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open()).ReadToEnd();
        Assert.DoesNotContain("<f", sheet, StringComparison.Ordinal);
        // The style marked as quoted, of the two that begin like formulas.
        Assert.Equal(2, sheet.Split(" s=\"2\"").Length - 1);
        var rows = Sheets(file.ToArray()).Single();
        Assert.Equal("abcdefg 很长的名称很长的名称很长的名称很长的名称很长的", rows.Key);
        Assert.Equal(["一", "=1+1", "+x", "ab", " <&> "], rows.Value.Select(r => r[0]));
        Assert.Equal(["1.5", "3", "7"], rows.Value.Skip(1).Where(r => r.Count > 1).Select(r => r[1]));
    }

    private static async Task<Guid> LeftAsync(CityByHttp city, byte[] file, int answered)
    {
        var digest = await city.App.InScopeAsync(async s =>
        {
            var path = Path.GetTempFileName();
            await File.WriteAllBytesAsync(path, file);
            return await s.GetRequiredService<BlobStore>().KeepAsync(path, default);
        });
        return await city.App.InScopeAsync(async s =>
        {
            var (db, layers, checks) = (s.GetRequiredService<TongbanDb>(), s.GetRequiredService<ILayers>(), s.GetRequiredService<ISiteChecks>());
            var set = await layers.CurrentAsync(null, default);
            var options = new ImportOptions("4547");
            List<RunRow> rows = [];
            var run = ClassificationRun.Begin("一批", ClassificationRun.File, "a.csv", digest, options, new Actor(Guid.NewGuid(), "", Roles.Handler, Officer), set, city.App.Clock.Now);
            var scratch = Directory.CreateTempSubdirectory("tongban-test-").FullName;
            using (var source = (await s.GetRequiredService<RunInputs>().OpenAsync(run, scratch, default)).Value)
            {
                foreach (var input in RunInputs.Features(source, run, default).Take(answered))
                {
                    rows.Add(input.Read().TryGet(out var site, out var refusal)
                        ? RunRow.Of(run.Id, rows.Count + 1, null, input.Title, site, await checks.CheckAsync(site, set, default)) : RunRow.Without(run.Id, rows.Count + 1, null, input.Title, refusal.Code, refusal.Text));
                }
            }
            return (await db.ActAsync("left", new Caller { Actor = Actor.System }, () =>
            {
                run.Claim(city.App.Clock.Now, city.App.Clock.Now.AddMinutes(2));
                run.Advance(1, rows, null, null, city.App.Clock.Now.AddMinutes(2));
                db.Add(run);
                db.AddRange(rows);
                return Task.FromResult((Result<Guid>)run.Id);
            })).Value;
        });
    }

    private static async Task<JsonNode> EndedAsync(HttpClient reader, string id)
    {
        for (var i = 0; i < 400; i++)
        {
            var run = (await reader.SayAsync(HttpMethod.Get, $"{Runs}/{id}")).Ok().Json;
            if ((string?)run["state"] is not "running")
                return run;
            await Task.Delay(25);
        }
        throw new TimeoutException("the batch does not end");
    }

    private static async Task<Support.Page> EndedAsync(Browser browser, Support.Page page)
    {
        for (var i = 0; i < 400 && page.Html.QuerySelector("form:has([value=cancel])") is not null; i++)
        {
            await Task.Delay(25);
            page = await browser.GetAsync(page.Address.AbsolutePath);
        }
        return page;
    }

    /// <summary>Cells of every sheet as texts, row by row.</summary>
    private static Dictionary<string, List<List<string>>> Sheets(byte[] file)
    {
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        using var zip = new ZipArchive(new MemoryStream(file));
        XDocument Part(string name)
        {
            using var part = zip.GetEntry(name)!.Open();
            return XDocument.Load(part);
        }
        Assert.NotNull(zip.GetEntry("[Content_Types].xml"));
        Assert.NotNull(zip.GetEntry("_rels/.rels"));
        return Part("xl/workbook.xml").Descendants(main + "sheet").Select((s, i) => (Name: (string)s.Attribute("name")!, Sheet: Part($"xl/worksheets/sheet{i + 1}.xml")))
            .ToDictionary(s => s.Name, s => s.Sheet.Descendants(main + "row").Select(r => r.Elements(main + "c").Select(c => c.Value).ToList()).ToList());
    }
}
