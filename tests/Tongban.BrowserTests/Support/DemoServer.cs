using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.BrowserTests.Support;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
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
    // Without a window there is nothing to draw around the pages, which is half of the work.
    private static readonly string? Chromium = Array.Find(["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"], File.Exists);

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
        if (Chromium is null)
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
        // As the command line does before it serves: the catalogue of layers is held in memory.
        await using (var scope = _app.Services.CreateAsyncScope())
        {
            Assert.Null(await scope.ServiceProvider.GetRequiredService<CityLoader>().LoadAsync(default));
        }
        await _app.StartAsync();
        Address = _app.Urls.Single();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--process-per-site", "--disable-features=BackForwardCache,ProactivelySwapBrowsingInstance"],
        });
    }

    /// <summary>Someone at a screen of their own: a fresh browser profile that speaks the language.</summary>
    internal async Task<Reader> NewReaderAsync(string language = "zh-CN", bool scripts = true, int width = 1366, int height = 768)
    {
        SkipWithoutBrowser();
        // A transition between pages that is cut short on a busy machine is told to the console.
        var context = await _browser!.NewContextAsync(new() { BaseURL = Address, Locale = language, JavaScriptEnabled = scripts, ViewportSize = new() { Width = width, Height = height }, AcceptDownloads = true, TimezoneId = "Asia/Shanghai", ReducedMotion = ReducedMotion.Reduce });
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

    internal void SkipWithoutBrowser()
    {
        if (_browser is null)
            Assert.Skip("Chromium is not installed on this machine");
    }

    /// <summary>Every route of the running server.</summary>
    internal IReadOnlyList<string> Routes => [.. Endpoints.Select(PathOf).Distinct()];

    /// <summary>Those that are pages.</summary>
    internal IReadOnlyList<string> Pages => [.. Endpoints.Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).Select(PathOf).Distinct().Order(StringComparer.Ordinal)];

    private IEnumerable<RouteEndpoint> Endpoints => _app!.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    private static string PathOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    /// <summary>The day of the city, as a page's field takes it.</summary>
    internal string Today => CityClock.DateOf(Clock.Now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The use cases themselves, for what happened before a story begins.</summary>
    internal DemoActs Acts => new(_app!.Services);

    internal async Task<List<T>> ReadAsync<T>(Expression<Func<T, bool>> which)
        where T : class
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<T>().AsNoTracking().Where(which).ToListAsync();
    }

    /// <returns>User name of an officer of the organ, who is appointed when the demonstration has none.</returns>
    internal async Task<string> OfficerAsync(string organ)
    {
        var at = organ.Split('@');
        var userName = at[0].ToLowerInvariant() + (at[1] == DemoPeople.StoryCity ? "" : $".{at[1]}");
        if ((await ReadAsync<Person>(p => p.UserName == userName)).Count == 0)
        {
            await Acts.AsAsync(Actor.System, s => s.GetRequiredService<Accounts>().OpenAsync(new RegisterPerson(userName, "经办员", null, null), s.GetRequiredService<Passwords>().Hash(Reader.Password), s.GetRequiredService<Caller>(), default));
            await Acts.AsAsync(Actor.System, s => s.GetRequiredService<Accounts>().GrantAsync(new GrantPost(userName, organ, Roles.Handler, CityClock.DateOf(Clock.Now).AddDays(-1), null), s.GetRequiredService<Caller>(), default));
        }
        return userName;
    }

    /// <summary>The organ's officer as the use cases know him.</summary>
    internal async Task<Actor> ActorAsync(string organ)
    {
        var userName = await OfficerAsync(organ);
        var person = (await ReadAsync<Person>(p => p.UserName == userName)).Single();
        return new Actor(person.Id, person.DisplayName, Roles.Handler, organ);
    }

    /// <summary>The enterprise of a demonstration account as the use cases know it.</summary>
    internal async Task<Actor> ApplicantAsync(string userName)
    {
        var person = (await ReadAsync<Person>(p => p.UserName == userName)).Single();
        var (code, name, _, _) = DemoPeople.Enterprises[int.Parse(userName[^2..], CultureInfo.InvariantCulture) - 1];
        return new Actor(person.Id, name, Roles.Applicant, Enterprise: code);
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
