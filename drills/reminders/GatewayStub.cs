using System.Collections.Concurrent;

namespace Tongban.Drills.Reminders;

/// <summary>A gateway that takes messages on and mostly says so: sometimes it is busy, sometimes it takes a message on and never answers. What it took on it reports, as a gateway does, a moment later.</summary>
internal sealed class GatewayStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Random _random;
    private readonly Lock _one = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentDictionary<Guid, int> _taken = new();
    private readonly ConcurrentBag<Task> _reports = [];
    private readonly ConcurrentDictionary<string, string> _refused = new();

    private GatewayStub(WebApplication app, int seed) => (_app, _random) = (app, new Random(seed));

    public Uri Address => new(_app.Urls.Single() + "/cgi-bin/sendsms");

    /// <summary>How often it took which message on.</summary>
    public IReadOnlyDictionary<Guid, int> Taken => _taken;

    /// <summary>How often it took a message on and kept silent.</summary>
    public int Silent { get; private set; }

    public int Busy { get; private set; }

    public static async Task<GatewayStub> StartAsync(int seed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new GatewayStub(app, seed);
        app.MapGet("/cgi-bin/sendsms", stub.TakeAsync);
        await app.StartAsync();
        return stub;
    }

    /// <summary>Reports that are still to be taken, and what was said to them last.</summary>
    public IEnumerable<string> Pending => [.. _refused.Select(r => $"{r.Key}: {r.Value}"), .. _reports.Where(r => r.IsFaulted).Select(r => r.Exception!.InnerException!.Message)];

    /// <summary>Waits until all reports so far have been delivered.</summary>
    public Task ReportedAsync() => Task.WhenAll([.. _reports]);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task TakeAsync(HttpContext http)
    {
        int chance;
        lock (_one)
        {
            chance = _random.Next(100);
            (Busy, Silent) = (Busy + (chance < 5 ? 1 : 0), Silent + (chance is >= 5 and < 15 ? 1 : 0));
        }
        if (chance < 5)
        {
            http.Response.StatusCode = 503;
            await http.Response.WriteAsync("Temporal failure, try again later.");
            return;
        }
        var report = http.Request.Query["dlr-url"].ToString();
        var key = Guid.Parse(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(report.Replace("%d", "8", StringComparison.Ordinal)).Query)["message"].ToString());
        _taken.AddOrUpdate(key, 1, (_, n) => n + 1);
        _reports.Add(ReportAsync(report));
        if (chance < 15)
        {
            // Taken on, and no answer until the caller has given up.
            await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        http.Response.StatusCode = 202;
        await http.Response.WriteAsync("0: Accepted for delivery");
    }

    private async Task ReportAsync(string address)
    {
        await Task.Delay(Random.Shared.Next(20, 400));
        foreach (var status in (string[])["8", "1"])
        {
            // A gateway repeats a report until it is taken.
            while (!await IsTakenAsync(new Uri(address.Replace("%d", status, StringComparison.Ordinal))))
                await Task.Delay(200);
        }
    }

    private bool Refused(Uri report, string why)
    {
        _refused[report.Query] = why;
        return false;
    }

    private async Task<bool> IsTakenAsync(Uri report)
    {
        try
        {
            using var answer = await _http.GetAsync(report);
            if (!answer.IsSuccessStatusCode)
                return Refused(report, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            _refused.TryRemove(report.Query, out _);
            return true;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return Refused(report, away.Message);
        }
    }
}
