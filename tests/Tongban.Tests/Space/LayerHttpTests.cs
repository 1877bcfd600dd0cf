using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Layers;
using Tongban.Tests.Support;

namespace Tongban.Tests.Space;

/// <summary>Layers over HTTP: read by everyone, imported and published by their authority and by nobody else.</summary>
public class LayerHttpTests
{
    private const string Bow = "POLYGON((588000 3076000,588100 3076100,588100 3076000,588000 3076050,588000 3076000))";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Anyone_reads_the_catalogue_and_what_is_missing_is_said(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        using var anyone = city.App.NewClient();
        var layers = (await anyone.SayAsync(HttpMethod.Get, "/api/v1/layers")).Ok().Json.AsArray();
        Assert.Equal(33, layers.Count);
        Assert.All(layers, l => Assert.Null(l!["inForce"]));
        Assert.Equal(33, (await anyone.SayAsync(HttpMethod.Get, "/api/v1/layers/current")).Ok().Json["missing"]!.AsArray().Count);
        Assert.Equal((HttpStatusCode.NotFound, "space.no-such-layer"), (await anyone.SayAsync(HttpMethod.Get, "/api/v1/layers/L99")).Refusal);

        using var browser = city.App.NewBrowser();
        var page = await browser.GetAsync("/space/layers");
        Assert.Contains("永久基本农田", page.Text, StringComparison.Ordinal);
        Assert.Contains("新余市林业局", page.Text, StringComparison.Ordinal);
        Assert.Contains("未核对", (await browser.GetAsync("/space/layers/L32")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/space/layers/L99")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_file_becomes_a_draft_is_judged_and_comes_into_force(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var officer = await city.OfficerAsync(LayersByHttp.Authority);
        var head = await city.OfficerAsync(LayersByHttp.Authority, Roles.Head);

        // Without the area it covers nothing is taken in.
        var noCoverage = await LayersByHttp.ImportAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100))), ("epsg", "4547"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "space.coverage-missing"), noCoverage.Refusal);
        Assert.Equal("space.boundary-missing", (await LayersByHttp.ImportAsync(officer, "L01", LayerFiles.Csv(("a", "", Bow)), ("epsg", "4547"), ("division", "360500"))).Code);

        var draft = await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(589_000, 3_076_000, 100)), ("bow", "", Bow), ("none", "", "")), ("epsg", "4547"));
        var id = (string)draft["id"]!;
        Assert.Equal(("draft", 2, 1, 1), ((string)draft["state"]!, (int)draft["outcome"]!["features"]!, (int)draft["outcome"]!["rejected"]!, (int)draft["outcome"]!["areaChanged"]!));
        var report = (await officer.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{id}/report.csv")).Ok().Text;
        Assert.Contains("no-geometry", report, StringComparison.Ordinal);
        Assert.Contains("repaired, area changed", report, StringComparison.Ordinal);
        Assert.Equal("FeatureCollection", (string?)(await officer.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{id}/preview.geojson")).Ok().Json["type"]);
        Assert.Equal("space.import-running", (await LayersByHttp.ImportAsync(officer, "L01", LayerFiles.Csv(("a", "", Bow)), ("epsg", "4547"), ("coverage", LayerFiles.Coverage))).Code);

        // Both judgements are asked for at once, and each is a person's.
        var refused = await head.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/publication");
        Assert.Equal(["space.repairs-not-confirmed", "space.rejected-not-acknowledged"], refused.Json["errors"]!.AsArray().Select(e => (string)e!["code"]!));
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/repairs-confirmation")).Ok();
        Assert.Equal("space.reason", (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/rejections-acknowledgement", new { reason = "" })).Code);
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/rejections-acknowledgement", new { reason = "源数据中为废弃图斑" })).Ok();
        var published = (await head.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/publication")).Ok().Json;
        Assert.Equal("published", (string)published["state"]!);
        Assert.Equal("space.version-not-draft", (await head.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/publication")).Code);

        using var anyone = city.App.NewClient();
        var current = (await anyone.SayAsync(HttpMethod.Get, "/api/v1/layers/current")).Ok().Json;
        var pinned = Assert.Single(current["versions"]!.AsArray())!;
        Assert.Equal(("L01", 1, (string)published["contentHash"]!), ((string)pinned["code"]!, (int)pinned["number"]!, (string)pinned["contentHash"]!));
        Assert.Equal(32, current["missing"]!.AsArray().Count);
        (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{id}/report.csv")).Ok();

        // The authority finds every step in the ledger.
        var entries = (await officer.SayAsync(HttpMethod.Get, "/api/v1/ledger/matters/layer:L01/entries")).Ok().Json["items"]!.AsArray().Select(e => (string)e!["act"]!);
        Assert.Superset(new HashSet<string>(["space.layer-import-begun", "space.layer-imported", "space.layer-repairs-confirmed", "space.layer-rejections-acknowledged", "space.layer-published"]), entries.ToHashSet());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_new_version_ends_the_one_before_and_the_past_can_be_asked(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var first = await LayersByHttp.PublishedAsync(city);
        var between = city.App.Clock.Now.AddMinutes(1);
        city.App.Clock.Advance(TimeSpan.FromMinutes(2));
        var second = await LayersByHttp.PublishedAsync(city, wkt: LayerFiles.Square(588_000, 3_076_000, 200));
        await LayersByHttp.PublishedAsync(city, "L26");
        using var anyone = city.App.NewClient();

        async Task<(string? L01, string Digest)> AtAsync(DateTimeOffset? at)
        {
            var set = (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/layers/current{(at is null ? "" : "?at=" + Uri.EscapeDataString(at.Value.ToString("O")))}")).Ok().Json;
            return ((string?)set["versions"]!.AsArray().SingleOrDefault(v => (string)v!["code"]! == "L01")?["versionId"], (string)set["digest"]!);
        }

        Assert.Equal(second, (await AtAsync(null)).L01);
        Assert.Equal(first, (await AtAsync(between)).L01);
        Assert.Null((await AtAsync(between.AddDays(-1))).L01);
        Assert.Equal((await AtAsync(between)).Digest, (await AtAsync(between.AddSeconds(1))).Digest);
        Assert.NotEqual((await AtAsync(between)).Digest, (await AtAsync(null)).Digest);
        Assert.Equal("superseded", (string)(await anyone.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{first}")).Ok().Json["state"]!);

        var head = await city.OfficerAsync(LayersByHttp.Authority, Roles.Handler | Roles.Head);
        Assert.Equal("space.version-not-published", (await head.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{first}/retirement", new { reason = "规划已废止" })).Code);
        (await head.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{second}/retirement", new { reason = "规划已废止" })).Ok();
        Assert.Null((await AtAsync(null)).L01);
    }

    [Fact]
    public async Task Nobody_but_the_authority_changes_a_layer_and_drafts_are_not_public()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var officer = await city.OfficerAsync(LayersByHttp.Authority);
        var id = (string)(await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100))), ("epsg", "4547")))["id"]!;
        using var anyone = city.App.NewClient();
        Assert.Equal("space.no-such-version", (await anyone.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{id}")).Code);

        var administrator = await city.OfficerAsync("SZF@360500", Roles.Administrator);
        (await administrator.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{id}")).Ok();
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/publication")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await LayersByHttp.ImportAsync(administrator, "L02", [1], ("coverage", LayerFiles.Coverage))).Status);

        var water = await city.OfficerAsync("SLJ@360500", Roles.Handler | Roles.Head);
        var county = await city.OfficerAsync("ZRZY@360502", Roles.Handler | Roles.Head);
        foreach (var other in new[] { water, county })
        {
            Assert.Equal((HttpStatusCode.Forbidden, "space.not-your-layer"), (await other.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/publication")).Refusal);
            Assert.Equal("space.not-your-layer", (await LayersByHttp.ImportAsync(other, "L01", [1], ("coverage", LayerFiles.Coverage))).Code);
        }
        // Preparing and publishing are two offices.
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/publication")).Status);
        (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/discard")).Ok();
        Assert.Equal("space.version-not-draft", (await officer.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{id}/discard")).Code);
        await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100))), ("epsg", "4547"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_in_words_and_the_next_file_may_come()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var officer = await city.OfficerAsync(LayersByHttp.Authority);
        Assert.Equal("space.import-format", (await LayersByHttp.ImportAsync(officer, "L01", [1, 2, 3], ("coverage", LayerFiles.Coverage))).Code);
        var refused = await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(3_076_000, 588_000, 100))), ("epsg", "4547"));
        Assert.Equal(("refused", "space.import-nothing-usable"), ((string)refused["state"]!, (string)refused["refusalCode"]!));
        Assert.Equal("draft", (string)(await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100))), ("epsg", "4547")))["state"]!);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_import_that_a_dead_process_left_behind_is_begun_anew(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var officer = await city.OfficerAsync(LayersByHttp.Authority);
        // As a process leaves it that was killed while it read: claimed, some features done, nobody at work.
        var digest = await city.App.InScopeAsync(async s =>
        {
            var path = Path.GetTempFileName();
            await File.WriteAllBytesAsync(path, LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100))));
            return await s.GetRequiredService<BlobStore>().KeepAsync(path, default);
        });
        var id = await city.App.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            var left = await db.ActAsync("left", new Caller { Actor = Actor.System }, () =>
            {
                var head = LayerHead.Begin("L01", city.App.Clock.Now);
                var version = LayerVersion.Begin("L01", head.NextNumber(), "a.csv", digest, 100, new ImportOptions("4547"), LayersByHttp.Authority, Guid.NewGuid(), Site.FromGeoJson(LayerFiles.Coverage, "c").Value.Site, null, city.App.Clock.Now);
                head.Begun(version.Id);
                version.Claim(city.App.Clock.Now, city.App.Clock.Now.AddMinutes(2));
                version.Advance(1, ImportStep.Reading, 500, 1_000, city.App.Clock.Now.AddMinutes(2));
                db.AddRange(head, version);
                return Task.FromResult((Result<Guid>)version.Id);
            });
            return left.Value;
        });
        async Task RunAsync() => await city.App.InScopeAsync(async s =>
        {
            await s.GetRequiredService<ImportRunner>().RunAsync(alone: false, default);
            return true;
        });

        await RunAsync();
        var still = (await officer.SayAsync(HttpMethod.Get, $"/api/v1/layer-versions/{id}")).Ok().Json;
        Assert.Equal(("importing", 50), ((string)still["state"]!, (int)still["percent"]!));
        city.App.Clock.Advance(TimeSpan.FromMinutes(3));
        await RunAsync();
        var done = await LayersByHttp.FinishedAsync(await city.OfficerAsync(LayersByHttp.Authority), id.ToString());
        Assert.Equal(("draft", 2, 1), ((string)done["state"]!, (int)done["attempts"]!, (int)done["outcome"]!["features"]!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_file_that_is_gone_is_fetched_again_or_named(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var officer = await city.OfficerAsync(LayersByHttp.Authority);
        var head = await city.OfficerAsync(LayersByHttp.Authority, Roles.Head);
        var draft = await LayersByHttp.ReadAsync(officer, "L01", LayerFiles.Csv(("a", "", LayerFiles.Square(588_000, 3_076_000, 100))), ("epsg", "4547"));
        var path = await city.App.InScopeAsync(s => Task.FromResult(s.GetRequiredService<BlobStore>().PathOf((string)draft["contentHash"]!)));
        File.Delete(path);
        var published = await head.SayAsync(HttpMethod.Post, $"/api/v1/layer-versions/{draft["id"]}/publication");
        // PostgreSQL keeps it in the database; the embedded one has nothing but the folder, and says so.
        if (database is Database.Postgres)
            Assert.True(File.Exists(path), published.Ok().Text);
        else
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "space.layer-file-missing"), published.Refusal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_pages_lead_from_the_file_to_the_publication(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        await city.App.PersonAsync("zrzy");
        await city.App.PostAsync("zrzy", LayersByHttp.Authority, Roles.Handler | Roles.Head);
        using var officer = await city.App.BrowserOfAsync("zrzy");
        var layer = await officer.GetAsync("/space/layers/L01");
        var form = await officer.GetAsync(layer.Html.QuerySelector("a[href$='/import']")!.GetAttribute("href")!);
        var refused = await officer.SubmitAsync(form, "form[method=post]:has([name=file])", new Dictionary<string, string?>(), new Dictionary<string, (string, byte[])> { ["file"] = ("a.csv", LayerFiles.Csv(("a", "", Bow))) });
        Assert.Equal("space.coverage-missing", refused.Refusal);

        var version = await officer.SubmitAsync(form, "form[method=post]:has([name=file])", new Dictionary<string, string?> { ["epsg"] = "EPSG:4547" }, new Dictionary<string, (string, byte[])>
        {
            ["file"] = ("a.csv", LayerFiles.Csv(("a", "", Bow))), ["coverageFile"] = ("范围.geojson", Encoding.UTF8.GetBytes(LayerFiles.Coverage)),
        });
        Assert.StartsWith("/space/versions/", version.Address.AbsolutePath, StringComparison.Ordinal);
        for (var i = 0; i < 600 && version.Html.QuerySelector("form:has([name=_handler][value=publish])") is null; i++)
        {
            await Task.Delay(50);
            version = await officer.GetAsync(version.Address.AbsolutePath);
        }
        Assert.Contains("修复，面积改变", version.Text, StringComparison.Ordinal);
        var early = await officer.SubmitAsync(version, "form:has([value=publish])");
        Assert.Equal("space.repairs-not-confirmed", early.Refusal);
        version = await officer.SubmitAsync(early, "form:has([value=confirm])");
        version = await officer.SubmitAsync(version, "form:has([value=publish])");
        Assert.Contains("现行", version.Text, StringComparison.Ordinal);
        Assert.Contains("第 1 版", (await officer.GetAsync("/space/layers")).Text, StringComparison.Ordinal);
        var english = await officer.GetAsync($"/culture?c=en&returnUrl={Uri.EscapeDataString(version.Address.AbsolutePath)}");
        Assert.Contains("in force", english.Text, StringComparison.Ordinal);
        var retired = await officer.SubmitAsync(english, "form:has([value=retire])", ("reason", "规划已废止，余府发〔2026〕7号"));
        Assert.Contains("retired", retired.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_division_counts_only_where_its_boundary_is_known()
    {
        var xinyu = Path.Combine(Foundation.Repository.Root, "catalog", "xinyu");
        var folder = Directory.CreateTempSubdirectory("tongban-test-").FullName;
        try
        {
            File.Copy(Path.Combine(xinyu, "layers.json"), Path.Combine(folder, "layers.json"));
            Directory.CreateDirectory(Path.Combine(folder, "boundaries"));
            File.WriteAllText(Path.Combine(folder, "boundaries", "360502.geojson"), """{"type":"Polygon","coordinates":[[[114.8,27.7],[115.1,27.7],[115.1,27.9],[114.8,27.9],[114.8,27.7]]]}""");
            var layers = new LayerDirectory();
            Assert.Null(layers.Load(folder, Tongban.Foundation.Catalogue.CityCatalogue.Read(xinyu).Value!));
            var checks = new Tongban.Space.Sites.SitePlacement(layers);
            string[] Codes(string site, string? division) => [.. checks.Place(Site.FromGeoJson(site, "s").Value, division).Warnings.Select(w => w.Code)];

            Assert.Contains("space.inside-division", Codes(CityByHttp.Site, "360502"));
            Assert.Contains("space.outside-division", Codes(CityByHttp.Site.Replace("114.9", "115.3", StringComparison.Ordinal), "360502"));
            Assert.Contains("space.division-not-checked", Codes(CityByHttp.Site, "360521"));
            Assert.Contains("space.division-not-checked", Codes(CityByHttp.Site, null));

            File.WriteAllText(Path.Combine(folder, "boundaries", "360521.geojson"), "{}");
            Assert.NotNull(layers.Load(folder, Tongban.Foundation.Catalogue.CityCatalogue.Read(xinyu).Value!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Sites_are_read_from_files_and_made_from_centre_lines()
    {
        await using var city = await CityByHttp.StartAsync(Database.Sqlite);
        var someone = await city.OfficerAsync("FGW@360500");
        async Task<Said> UploadAsync(byte[] file, string query)
        {
            using var content = new ByteArrayContent(file);
            content.Headers.ContentType = new("application/octet-stream");
            using var answer = await someone.PostAsync(new Uri($"/api/v1/sites:upload?{query}", UriKind.Relative), content);
            return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers, answer.Content.Headers.ContentType?.MediaType);
        }

        var square = LayerFiles.Square(588_000, 3_076_000, 100);
        foreach (var (name, file, query) in new[]
        {
            ("gpkg", LayerFiles.GeoPackage(4547, ("a", square)), ""), ("shp", LayerFiles.Shapefile(Encoding.UTF8, "UTF-8", LayerFiles.Prj, "n", ("a", square)), ""), ("csv", LayerFiles.Csv(("a", "", square)), "fileName=a.csv&epsg=4547"),
        })
        {
            var site = (await UploadAsync(file, query)).Ok().Json;
            Assert.True(Math.Abs((decimal)site["squareMetres"]! - 10_000m) < 0.2m, $"{name}: {site["squareMetres"]}");
            Assert.Equal((15.00m, 38), ((decimal)site["mu"]!, (int)site["zone"]!));
        }
        Assert.Equal("space.axes-swapped", (await UploadAsync(LayerFiles.Csv(("a", "", LayerFiles.Square(3_076_000, 588_000, 100))), "fileName=a.csv&epsg=4547")).Code);
        Assert.Equal("space.not-an-area", (await UploadAsync(LayerFiles.Csv(("a", "", "LINESTRING(588000 3076000,588100 3076000)")), "fileName=a.csv&epsg=4547")).Code);
        Assert.Equal("space.import-zip", (await UploadAsync(LayerFiles.Zip(("../a.shp", [1])), "")).Code);

        const string Line = """{"type":"LineString","coordinates":[[114.9,27.8],[114.91,27.8],[114.91,27.81]]}""";
        var road = (await someone.SayAsync(HttpMethod.Post, "/api/v1/sites:corridor", new { line = Line, width = 24.5 })).Ok().Json;
        // 985.7 m east and 1,108.1 m north, 24.5 m wide; the bend is mitred, so nothing is lost or counted twice.
        Assert.Equal(24.5 * (985.7 + 1_108.1), (double)(decimal)road["squareMetres"]!, 24.5 * 3);
        Assert.Contains(road["warnings"]!.AsArray(), w => (string)w!["code"]! == "space.corridor");
        Assert.Equal("space.corridor-width", (await someone.SayAsync(HttpMethod.Post, "/api/v1/sites:corridor", new { line = Line, width = 0.1 })).Code);
        Assert.Equal("space.not-a-line", (await someone.SayAsync(HttpMethod.Post, "/api/v1/sites:corridor", new { line = CityByHttp.Site, width = 10 })).Code);
    }
}
