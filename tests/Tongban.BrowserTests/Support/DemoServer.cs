using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tongban.BrowserTests.Support;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Storage;
using Tongban.Server;
using Tongban.Server.City;
using Tongban.Tests.Foundation;
using Tongban.Tests.Support;

[assembly: AssemblyFixture(typeof(DemoServer))]
// One server and one browser for all: side by side the tests would only wait for each other's processor.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Tongban.BrowserTests.Support;

/// <summary>The demonstration city on a real port, with a clock that the tests set, and one Chromium. Each test brings its own enterprise or leaves the city as it was.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-browser-").FullName;
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Address { get; private set; } = "";

    /// <summary>A folder for pictures of the pages; <see langword="null"/> unless TONGBAN_SCREENSHOTS names one.</summary>
    public static string? Screenshots => Environment.GetEnvironmentVariable("TONGBAN_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    internal FakeClock Clock { get; } = FakeClock.AtWork();

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
            return;
        var options = new ServerOptions
        {
            DataFolder = _folder,
            CatalogFolder = Path.Combine(Repository.Root, "catalog"),
            Clock = Clock,
            RunsSchedule = false,
            SignInsPerMinute = 10_000,
            Urls = "http://127.0.0.1:0",
        };
        await using (var schema = Migration.Open(options.Storage, Modules.All))
        {
            await schema.Database.EnsureCreatedAsync();
        }
        await DemoCity.LoadAsync(options, default);
        _app = Hosting.Build(options);
        await _app.StartAsync();
        Address = _app.Urls.Single();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Someone at a screen of their own: a fresh browser profile that speaks the language.</summary>
    internal async Task<Reader> NewReaderAsync(string language = "zh-CN", bool scripts = true, int width = 1366, int height = 768)
    {
        if (_browser is null)
        {
            Assert.Skip($"{Chromium} is not installed on this machine");
            throw new InvalidOperationException();
        }
        var context = await _browser.NewContextAsync(new() { BaseURL = Address, Locale = language, JavaScriptEnabled = scripts, ViewportSize = new() { Width = width, Height = height }, AcceptDownloads = true, TimezoneId = "Asia/Shanghai" });
        context.SetDefaultTimeout(30_000);
        if (language == "en")
            await context.AddCookiesAsync([new() { Name = "tb-lang", Value = "c=en|uic=en", Url = Address }]);
        return new Reader(this, context, await context.NewPageAsync(), language);
    }

    /// <summary>Waits until every act so far has been delivered to its subscribers, as a reader would wait a moment.</summary>
    internal async Task DrainAsync() => await _app!.Services.GetRequiredService<ActDelivery>().DrainAsync(default);

    /// <summary>Closes the ledger's newest entries into a signed checkpoint, as the schedule does every few minutes.</summary>
    internal async Task CheckpointAsync()
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CheckpointService>().CloseAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }
}
