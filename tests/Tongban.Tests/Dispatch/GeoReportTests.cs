using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Tongban.Foundation.People;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

namespace Tongban.Tests.Dispatch;

/// <summary>Open311 GeoReport v2 as an application from outside meets it, and the requests of another city through the same door.</summary>
public class GeoReportTests
{
    private const string Door = "/open311/v2";

    /// <summary>Files of Washington's 311 and the service each is here.</summary>
    private static readonly (string File, string Service)[] Kinds =
    [
        ("abandoned-vehicle", "abandoned-vehicles"), ("graffiti-removal", "graffiti"), ("illegal-dumping", "illegal-dumping"), ("pothole", "potholes"), ("rodent-insect-control", "rodents"), ("street-alley-cleaning", "street-cleaning"),
        ("street-alley-lights", "street-lights"), ("traffic-signal-maintenance", "traffic-signals"), ("trash-collection", "trash-collection"), ("tree-inspection", "tree-inspection"),
    ];

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task An_application_reports_and_follows_and_sees_public_fields_only(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var admin = await city.OfficerAsync("SZF@360500", Roles.Administrator);
        using var anyone = city.App.NewClient();

        // What there is to ask for, in both formats.
        var services = (await anyone.SayAsync(HttpMethod.Get, $"{Door}/services.json")).Ok();
        Assert.Equal("application/json", services.MediaType);
        Assert.Contains(services.Json.AsArray(), s => (string)s!["service_code"]! == "potholes" && !(bool)s["metadata"]!);
        var xml = XDocument.Parse((await anyone.SayAsync(HttpMethod.Get, $"{Door}/services.xml?jurisdiction_id=360500")).Ok().Text);
        Assert.Equal(services.Json.AsArray().Select(s => (string)s!["service_code"]!), xml.Root!.Elements("service").Select(s => s.Element("service_code")!.Value));
        var definition = (await anyone.SayAsync(HttpMethod.Get, $"{Door}/services/illegal-dumping.json")).Ok().Json;
        Assert.Equal("singlevaluelist", (string)definition["attributes"]![0]!["datatype"]!);
        Assert.Equal("spoil", XDocument.Parse((await anyone.SayAsync(HttpMethod.Get, $"{Door}/services/illegal-dumping.xml")).Ok().Text).Root!.Descendants("key").First().Value);
        Assert.Equal("application/json", (string)(await anyone.SayAsync(HttpMethod.Get, $"{Door}/discovery.json")).Ok().Json["endpoints"]![0]!["formats"]![0]!);
        foreach (var (address, status) in new[] { ("services.json?jurisdiction_id=washington", 404), ("services/nothing.json", 404), ("services.csv", 404), ("requests/SR-1.json", 404), ("requests.json?status=half", 400), ("requests.json?start_date=yesterday", 400), ("requests.json?start_date=2026-01-01&end_date=2026-12-31", 400), ("requests.json?page_size=100000", 400) })
        {
            var said = await anyone.SayAsync(HttpMethod.Get, $"{Door}/{address}");
            Assert.Equal((address, status), (address, (int)said.Status));
            var fault = said.Json.AsArray()[0]!;
            Assert.Equal(status.ToString(CultureInfo.InvariantCulture), (string)fault["code"]!);
            Assert.NotEmpty((string)fault["description"]!);
        }
        Assert.Equal("errors", XDocument.Parse((await anyone.SayAsync(HttpMethod.Get, $"{Door}/requests/SR-1.xml")).Text).Root!.Name.LocalName);

        // Writing needs a key.
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(anyone, null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(anyone, "tb0123456789")).Status);
        var made = (await admin.SayAsync(HttpMethod.Post, "/api/v1/admin/applications", new { name = "市民热线", contact = "ops@example.org", mayImport = false, perMinute = 12 })).Ok().Json;
        var key = (string)made["key"]!;
        Assert.DoesNotContain(key, (await admin.SayAsync(HttpMethod.Get, "/api/v1/admin/applications")).Ok().Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(anyone, key, ("service_code", "nothing"))).Status);
        Assert.Equal(2, (await PostAsync(anyone, key, ("service_code", "nothing"), ("lat", "x"), ("long", "y"))).Json.AsArray().Count);
        var posted = await PostAsync(anyone, key);
        Assert.Equal(HttpStatusCode.Created, posted.Status);
        var number = (string)posted.Json[0]!["service_request_id"]!;
        Assert.Equal("SR-2026-000001", number);
        // The same number of the same application is taken once.
        Assert.Equal(number, (string)(await PostAsync(anyone, key)).Json[0]!["service_request_id"]!);
        Assert.Equal("SR-2026-000002", XDocument.Parse((await PostAsync(anyone, key, "xml", ("external_id", "A-2"), ("service_code", "street-lights"))).Text).Root!.Element("request")!.Element("service_request_id")!.Value);
        Assert.Equal(HttpStatusCode.Forbidden, (await BatchAsync(anyone, "nothing", [Row("B-1")])).Status);
        var past = Row("B-2");
        past["requested_datetime"] = "2026-03-01T00:00:00Z";
        Assert.Equal("requests.may-not-import", (string)(await BatchAsync(anyone, key, [Row("B-1"), past])).Json[1]!["errors"]![0]!["code"]!);

        // Who reported is nowhere to be read.
        var all = (await anyone.SayAsync(HttpMethod.Get, $"{Door}/requests.json")).Ok();
        Assert.Equal(3, all.Json.AsArray().Count);
        Assert.All(["王某某", "13812345678", "wang@example.org", "photo.jpg"], secret => Assert.DoesNotContain(secret, all.Text, StringComparison.Ordinal));
        var one = (await anyone.SayAsync(HttpMethod.Get, $"{Door}/requests/{number}.json")).Ok().Json[0]!;
        Assert.Equal(("open", "2026-03-02T09:30:00+08:00", "2026-03-05T23:59:59+08:00", "新余市城市管理局"), ((string)one["status"]!, (string)one["requested_datetime"]!, (string)one["expected_datetime"]!, (string)one["agency_responsible"]!));
        Assert.Equal((27.81m, 114.93m), ((decimal)one["lat"]!, (decimal)one["long"]!));
        var asked = city.App.Clock.Now;

        // The organ works on it; nobody else's.
        city.App.Clock.Advance(TimeSpan.FromDays(5));
        var (roads, houses) = (await city.OfficerAsync("CGJ@360500"), await city.OfficerAsync("ZJJ@360500"));
        Assert.Equal((HttpStatusCode.Forbidden, "requests.not-yours"), (await houses.SayAsync(HttpMethod.Post, $"/api/v1/service-requests/{number}/closing", new { outcome = "done", notes = "已修补" })).Refusal);
        (await roads.SayAsync(HttpMethod.Post, $"/api/v1/service-requests/{number}/transfer", new { organ = "ZJJ@360500", reason = "属在建工地" })).Ok();
        (await houses.SayAsync(HttpMethod.Post, $"/api/v1/service-requests/{number}/notes", new { notes = "已派维修队" })).Ok();
        (await houses.SayAsync(HttpMethod.Post, $"/api/v1/service-requests/{number}/closing", new { outcome = "done", notes = "路面已修补，联系 13900000000" })).Ok();
        var closed = (await anyone.SayAsync(HttpMethod.Get, $"{Door}/requests/{number}.json")).Ok().Json[0]!;
        Assert.Equal(("closed", "路面已修补，联系 [电话]"), ((string)closed["status"]!, (string)closed["status_notes"]!));

        // Filters.
        async Task<string> NumbersAsync(string query) => string.Join(' ', (await anyone.SayAsync(HttpMethod.Get, $"{Door}/requests.json?{query}")).Ok().Json.AsArray().Select(r => ((string)r!["service_request_id"]!)[^1..]));
        Assert.Equal("1", await NumbersAsync("status=closed"));
        Assert.Equal("3 2", await NumbersAsync("status=open"));
        Assert.Equal("3 2 1", await NumbersAsync("status=open,closed"));
        Assert.Equal("2", await NumbersAsync("service_code=street-lights"));
        Assert.Equal("3 1", await NumbersAsync("service_code=potholes,graffiti"));
        Assert.Equal("2 1", await NumbersAsync("service_request_id=SR-2026-000001,SR-2026-000002&status=open"));
        Assert.Equal("", await NumbersAsync($"start_date={Uri.EscapeDataString(asked.AddHours(1).ToString("O"))}"));
        Assert.Equal("1", await NumbersAsync($"updated_after={Uri.EscapeDataString(asked.AddHours(1).ToString("O"))}"));
        Assert.Equal("2", await NumbersAsync("page=2&page_size=1"));
        var figures = (await anyone.SayAsync(HttpMethod.Get, "/api/v1/service-requests/figures")).Ok().Json.AsArray();
        Assert.Equal([("potholes", 2, 1, 1), ("street-lights", 1, 0, 0)], figures.Select(f => ((string)f!["service"]!, (int)f["received"]!, (int)f["closedLate"]!, (int)f["openOverdue"]!)));

        // The page takes the same way, and shows no more.
        await city.RegisterAsync("wang", CityByHttp.Enterprise);
        using var browser = city.App.NewBrowser();
        Assert.DoesNotContain("13812345678", (await browser.GetAsync($"/service-requests/{number}")).Text, StringComparison.Ordinal);
        await browser.SignInAsync("wang", TestApp.Password);
        var form = await browser.GetAsync("/service-requests/new");
        Assert.Equal("requests.no-place", (await browser.SubmitAsync(form, "form[method=post]:has([name=service_code])", ("service_code", "graffiti"), ("description", "墙面涂写"))).Refusal);
        var shown = await browser.SubmitAsync(form, "form[method=post]:has([name=service_code])", ("service_code", "graffiti"), ("description", "墙面涂写"), ("address_string", "抱石大道1号"));
        Assert.Equal("/service-requests/SR-2026-000004", shown.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/service-requests?show=open&service=graffiti")).Status);

        // The key ends; too many posts in a minute wait.
        using var flood = city.App.NewClient();
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
            codes.Add((await PostAsync(flood, key, ("service_code", "nothing"))).Status);
        Assert.Contains(HttpStatusCode.TooManyRequests, codes);
        (await (await city.OfficerAsync("SZF@360500", Roles.Administrator)).SayAsync(HttpMethod.Post, $"/api/v1/admin/applications/{made["id"]}/revocation")).Ok();
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(anyone, key)).Status);
    }

    /// <summary>6,891 requests of Washington, D.C., July and August 2016. What is overdue is counted here from the files by comparing the times as text, and there by the database.</summary>
    [Theory, MemberData(nameof(Databases))]
    public async Task Another_city_s_requests_come_in_through_the_door_and_overdue_is_what_it_was(Database database)
    {
        if (Folder() is not { } folder)
        {
            Assert.Skip("the shared data is not there: ../shared/data/service-requests-dc");
            return;
        }
        var sample = database is Database.Sqlite ? int.MaxValue : 30;
        const string At = "2016-09-01T00:00:00.000Z";
        var rows = new List<JsonObject>();
        var expected = new SortedDictionary<string, (int Received, int ClosedLate, int OpenOverdue)>(StringComparer.Ordinal);
        var nowhere = 0;
        foreach (var (file, service) in Kinds)
        {
            using var packed = new GZipStream(File.OpenRead(Path.Combine(folder, $"{file}-{(file is "abandoned-vehicle" ? "in-" : "")}last-30-days.geojson.gz")), CompressionMode.Decompress);
            using var document = JsonDocument.Parse(packed);
            foreach (var properties in document.RootElement.GetProperty("features").EnumerateArray().Take(sample).Select(f => f.GetProperty("properties")))
            {
                string? Text(string name) => properties.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
                decimal? Number(string name) => properties.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;
                var (added, due, closed) = (Text("ADDDATE")!, Text("SERVICEDUEDATE"), Text("RESOLUTIONDATE"));
                rows.Add(new JsonObject
                {
                    ["service_request_id"] = Text("SERVICEREQUESTID"), ["service_code"] = service, ["lat"] = Number("LATITUDE"), ["long"] = Number("LONGITUDE"), ["address_string"] = Text("STREETADDRESS"), ["description"] = Text("SERVICECODEDESCRIPTION"),
                    ["requested_datetime"] = added, ["expected_datetime"] = due, ["closed_datetime"] = closed, ["outcome"] = closed is null ? null : Outcome(Text("SERVICEORDERSTATUS")),
                });
                if (Text("SERVICEREQUESTID") is null)
                {
                    nowhere++;
                    continue;
                }
                var counted = expected.GetValueOrDefault(service);
                expected[service] = (counted.Received + 1, counted.ClosedLate + (closed is not null && string.CompareOrdinal(closed, due) > 0 && string.CompareOrdinal(closed, At) <= 0 ? 1 : 0),
                    counted.OpenOverdue + ((closed is null || string.CompareOrdinal(closed, At) > 0) && string.CompareOrdinal(due, At) < 0 ? 1 : 0));
            }
        }
        await using var city = await CityByHttp.StartAsync(database);
        var admin = await city.OfficerAsync("SZF@360500", Roles.Administrator);
        var key = (string)(await admin.SayAsync(HttpMethod.Post, "/api/v1/admin/applications", new { name = "DC 311", contact = "import@example.org", mayImport = true, perMinute = 6000 })).Ok().Json["key"]!;
        using var client = city.App.NewClient();
        var (taken, refused) = (0, new List<string>());
        foreach (var batch in rows.Chunk(500))
        {
            foreach (var answer in (await BatchAsync(client, key, batch)).Ok().Json.AsArray())
            {
                if ((string?)answer!["service_request_id"] is not null)
                    taken++;
                else
                    refused.Add((string)answer["errors"]![0]!["code"]!);
            }
        }
        Assert.Equal((expected.Values.Sum(e => e.Received), nowhere), (taken, refused.Count));
        // One record has neither number nor kind nor place: the door says so.
        Assert.All(refused, r => Assert.Equal("requests.no-place", r));
        var figures = (await client.SayAsync(HttpMethod.Get, $"/api/v1/service-requests/figures?asOf={At}")).Ok().Json.AsArray();
        Assert.Equal(expected.Select(e => (e.Key, e.Value.Received, e.Value.ClosedLate, e.Value.OpenOverdue)), figures.Select(f => ((string)f!["service"]!, (int)f["received"]!, (int)f["closedLate"]!, (int)f["openOverdue"]!)));
        if (database is Database.Sqlite)
        {
            Assert.Equal(6_890, taken);
            // As the data's own notes have it: street lights 668, traffic signals 212, trash 94, …
            Assert.Equal([64, 15, 53, 2, 5, 1, 668, 212, 94, 4], Kinds.Select(k => (int)figures.Single(f => (string)f!["service"]! == k.Service)!["closedLate"]!));
        }
        // A batch that comes again changes nothing.
        Assert.All((await BatchAsync(client, key, [.. rows.Take(20)])).Ok().Json.AsArray(), a => Assert.True((bool)a!["known"]!));
        var summer = (await client.SayAsync(HttpMethod.Get, $"{Door}/requests.json?start_date=2016-07-01T00:00:00Z&end_date=2016-08-31T00:00:00Z&service_code=potholes&status=closed&page_size=7")).Ok().Json.AsArray();
        Assert.Equal(7, summer.Count);
        Assert.All(summer, r => Assert.Equal("closed", (string)r!["status"]!));
    }

    private static string Outcome(string? status) => status switch { "VOIDED" => "void", "CLOSED - INCOMPLETE INFORMATION" => "incomplete", { } s when s.StartsWith("DUPLICATE", StringComparison.Ordinal) => "duplicate", _ => "done" };

    private static JsonObject Row(string id) => new() { ["service_request_id"] = id, ["service_code"] = "potholes", ["address_string"] = "胜利路", ["description"] = "路面坑洼" };

    private static Task<Said> BatchAsync(HttpClient client, string key, IReadOnlyList<JsonObject> rows) => client.SayAsync(HttpMethod.Post, $"{Door}/requests/batch.json", new JsonArray([.. rows.Select(r => r.DeepClone())]), ("X-Api-Key", key));

    private static Task<Said> PostAsync(HttpClient client, string? key, params (string Name, string Value)[] fields) => PostAsync(client, key, "json", fields);

    private static async Task<Said> PostAsync(HttpClient client, string? key, string format, params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["service_code"] = "potholes", ["lat"] = "27.81", ["long"] = "114.93", ["description"] = "路面坑洼，请联系13812345678", ["first_name"] = "某某", ["last_name"] = "王某某", ["phone"] = "13812345678", ["email"] = "wang@example.org",
            ["media_url"] = "https://example.org/photo.jpg", ["external_id"] = "A-1",
        };
        if (key is not null)
            form["api_key"] = key;
        foreach (var (name, value) in fields)
            form[name] = value;
        using var content = new FormUrlEncodedContent(form);
        return await client.SayAsync(HttpMethod.Post, $"{Door}/requests.{format}", content);
    }

    private static string? Folder()
    {
        for (var at = new DirectoryInfo(Repository.Root); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, "shared", "data", "service-requests-dc") is var folder && Directory.Exists(folder))
                return folder;
        }
        return null;
    }
}
