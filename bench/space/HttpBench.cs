using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Server;
using Tongban.Server.City;
using Tongban.Space.Checks;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Bench.Space;

/// <summary>A whole <c>POST /api/v1/site-checks</c> of one block site against 33 generated layers, kept, over the real HTTP stack, beside an endpoint that does nothing but read the same body and send as many bytes.</summary>
/// <remarks>Processor time is that of the whole process, client included; both endpoints are called by the same client, so that what is left between them is the check and its storage. On PostgreSQL the server's own is printed beside it.</remarks>
internal static class HttpBench
{
    private const string User = "bench.officer", Password = "Quiet-Harbour-41", Organ = "FGW@360500";

    public static async Task RunAsync(string folder, int parcels, int requests)
    {
        var world = new World(parcels);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n## A check over HTTP: one block site, 33 layers of {parcels:N0} parcels and more, {requests} requests each, one after the other\n"));
        List<(string Code, string Path, LayerFileSummary Summary)> files = [];
        foreach (var (code, polygons) in world.Layers())
        {
            var writer = new LayerFileWriter(code, World.Epsg, [world.Area]) { FindOverlaps = false };
            var number = 0;
            foreach (var polygon in polygons)
                writer.Add(new LayerFeature((++number).ToString(CultureInfo.InvariantCulture), [polygon]));
            var path = Path.Combine(folder, code + ".http.layer");
            files.Add((code, path, writer.Write(path)));
        }

        Console.WriteLine("| database | what | CPU ms mean | p50 | p99 | bytes answered | PostgreSQL CPU ms |\n|---|---|---|---|---|---|---|");
        await OnAsync("SQLite", null, null, world, files, requests);
        await using var server = await PgServer.StartAsync("256MB");
        if (server is null)
        {
            Console.WriteLine("PostgreSQL is not installed under /usr/lib/postgresql: left out");
            return;
        }
        await OnAsync("PostgreSQL", await server.NewDatabaseAsync(), server.ProcessId, world, files, requests);
    }

    private static async Task OnAsync(string name, string? database, int? process, World world, List<(string Code, string Path, LayerFileSummary Summary)> files, int requests)
    {
        var data = Directory.CreateTempSubdirectory("tongban-bench-http-").FullName;
        try
        {
            var options = new ServerOptions { DataFolder = data, Database = database, CatalogFolder = Path.Combine(Machine.Root, "catalog"), Urls = "http://127.0.0.1:0", RunsSchedule = false, SignInsPerMinute = 1000, RequestsPerMinute = 0 };
            await Migration.RunAsync(options.Storage, Modules.All);
            await using var app = Hosting.Build(options);
            byte[] answer = [];
            app.MapPost("/api/v1/empty", (CheckSiteCommand _) => Results.Bytes(answer, "application/json")).Require(FoundationPermissions.SignedIn);
            await PrepareAsync(app.Services, world, files);
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            using (var token = await client.PostAsJsonAsync("/api/v1/tokens", new { userName = User, password = Password }))
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonDocument.Parse(await token.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString());

            var bodies = Enumerable.Range(0, 64).Select(i => JsonSerializer.SerializeToUtf8Bytes(new { text = GeoJson(world.Project(2 * i).Polygon), title = "bench" })).ToList();
            answer = await PostAsync(client, "/api/v1/site-checks", bodies[0]);
            await PrintAsync("empty endpoint", "/api/v1/empty");
            var check = await PrintAsync("check", "/api/v1/site-checks");
            var empty = await PrintAsync("empty endpoint again", "/api/v1/empty");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | **beyond the framework's own** | | **{check - empty:0.00}** | | | |"));
            await app.StopAsync();

            async Task<double> PrintAsync(string what, string address)
            {
                // Until the just-in-time compiler has finished with the way.
                for (var i = 0; i < Math.Max(50, requests / 2); i++)
                    await PostAsync(client, address, bodies[i % bodies.Count]);
                List<double> times = [];
                var bytes = 0L;
                var before = Machine.CpuOf(process);
                for (var i = 0; i < requests; i++)
                {
                    var start = ProcessorClock.Process();
                    bytes += (await PostAsync(client, address, bodies[i % bodies.Count])).Length;
                    times.Add(ProcessorClock.Process() - start);
                }

                var sorted = times.Order().ToList();
                var theirs = process is null ? "-" : ((Machine.CpuOf(process) - before).TotalMilliseconds / requests).ToString("0.00", CultureInfo.InvariantCulture);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {what} | {times.Average():0.00} | {Figures.At(sorted, 0.5):0.00} | {Figures.At(sorted, 0.99):0.0} | {bytes / requests} | {theirs} |"));
                return Figures.At(sorted, 0.5);
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<byte[]> PostAsync(HttpClient client, string address, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>The city, an officer who may sign in, and the layers as they are after their publication.</summary>
    private static async Task PrepareAsync(IServiceProvider services, World world, List<(string Code, string Path, LayerFileSummary Summary)> files)
    {
        await using var scope = services.CreateAsyncScope();
        var s = scope.ServiceProvider;
        if (await s.GetRequiredService<CityLoader>().LoadAsync(default) is { } refusal)
            throw new InvalidOperationException(refusal.Text.En);
        var caller = new Caller { Actor = Actor.System };
        var accounts = s.GetRequiredService<Accounts>();
        _ = (await accounts.RegisterAsync(new RegisterPerson(User, "经办员", null, Password), caller, default)).Value;
        _ = (await accounts.GrantAsync(new GrantPost(User, Organ, Roles.Handler, s.GetRequiredService<CityClock>().Today, null), caller, default)).Value;
        var (db, blobs, layers, now) = (s.GetRequiredService<TongbanDb>(), s.GetRequiredService<BlobStore>(), s.GetRequiredService<LayerDirectory>(), s.GetRequiredService<CityClock>().Now);
        var coverage = Site.FromGeoJson(GeoJson(world.Area), "coverage").Value.Site;
        foreach (var (code, path, summary) in files)
        {
            var copy = path + ".copy";
            File.Copy(path, copy, overwrite: true);
            var hash = await blobs.KeepAsync(copy, default);
            var published = await db.ActAsync(code, caller, () =>
            {
                var head = LayerHead.Begin(code, now);
                var version = LayerVersion.Begin(code, head.NextNumber(), code, hash, summary.Bytes, new ImportOptions(), Organ, Actor.System.PersonId, coverage, null, now);
                version.Claim(now, now.AddMinutes(1));
                version.Finish(1, new ImportOutcome(Tongban.Space.Import.LayerFormat.GeoJson, "CGCS2000", hash, summary.Bytes, summary.Features, 0, 0, 0, 0, 0, summary.Vertices, summary.Area, 0, hash, hash, new ImportBounds(0, 0, 0, 0)));
                if (version.Publish(layers.Catalogue.Find(code)!, null, Actor.System.PersonId, now) is { } fault)
                    return Task.FromResult((Result<Guid>)fault);
                head.Published(version.Id);
                db.AddRange(head, version);
                return Task.FromResult((Result<Guid>)version.Id);
            });
            _ = published.Value;
        }
    }

    private static string GeoJson(PlanarPolygon polygon)
    {
        var back = ReferenceSystem.OfEpsg(World.Epsg, "epsg").Value.ToDegrees();
        var corners = Enumerable.Range(0, polygon.Shell.Length / 2).Select(i => back(polygon.Shell[2 * i], polygon.Shell[(2 * i) + 1])).ToList();
        return string.Create(CultureInfo.InvariantCulture, $$"""{"type":"Polygon","coordinates":[[{{string.Join(',', corners.Append(corners[0]).Select(c => string.Create(CultureInfo.InvariantCulture, $"[{c.Longitude:0.00000000},{c.Latitude:0.00000000}]")))}}]]}""");
    }
}
