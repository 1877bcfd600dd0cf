using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Server;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Server;

/// <summary>What goes to the collector says how the platform does, and nothing of whom it serves.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-otlp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Figures_and_traces_reach_the_collector_without_names_and_addresses()
    {
        var ct = TestContext.Current.CancellationToken;
        var received = new ConcurrentDictionary<string, StringBuilder>();
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/";
        collector.Prefixes.Add(address);
        collector.Start();
        var serving = Task.Run(async () =>
        {
            while (collector.IsListening)
            {
                try
                {
                    var context = await collector.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body, ct);
                    received.GetOrAdd(context.Request.Url!.AbsolutePath, _ => new()).Append(Encoding.Latin1.GetString(body.ToArray()));
                    context.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }, ct);

        var options = new ServerOptions { DataFolder = _folder, CatalogFolder = Path.Combine(Repository.Root, "catalog"), Urls = "http://127.0.0.1:0", RunsSchedule = false, Telemetry = new Uri(address) };
        await Migration.RunAsync(options.Storage, Modules.All, ct);
        await using (var app = Hosting.Build(options))
        {
            await app.StartAsync(ct);
            await using (var scope = app.Services.CreateAsyncScope())
                Assert.Null((await scope.ServiceProvider.GetRequiredService<Accounts>().RegisterAsync(new RegisterPerson("zhang.san", "张三丰", null, "Correct-Horse-7"), new Caller { Actor = Actor.System }, ct)).Error);
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            using (await http.GetAsync(new Uri("/projects/2611-360500-04-01-123456?q=zhang.san", UriKind.Relative), ct))
            {
            }
            await app.StopAsync(ct);
        }
        collector.Stop();
        await serving;

        var (metrics, traces) = (received["/v1/metrics"].ToString(), received["/v1/traces"].ToString());
        Assert.All(["tongban.units", "RegisterPerson", "committed", "tongban.unit.duration", "http.server.request.duration"], n => Assert.Contains(n, metrics, StringComparison.Ordinal));
        Assert.All(["RegisterPerson", "/projects/{Code}", "tongban.outcome"], n => Assert.Contains(n, traces, StringComparison.Ordinal));
        Assert.All(["zhang.san", "2611-360500", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("张三丰"))], n => Assert.DoesNotContain(n, traces + metrics, StringComparison.Ordinal));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
