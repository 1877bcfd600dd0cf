using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Server;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Support;

/// <summary>The whole server on a database of its own, with a clock that the test sets; nothing listens on a port.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    public const string Password = "Correct-Horse-7";

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly string? _databaseFolder;

    private TestApp(WebApplication app, FakeClock clock, string folder, string? databaseFolder) => (_app, Clock, _folder, _databaseFolder) = (app, clock, folder, databaseFolder);

    public FakeClock Clock { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="modules">The rooms to build it of; all of the product's when left out.</param>
    public static async Task<TestApp> StartAsync(Database database, ModuleSet? modules = null, Func<ServerOptions, ServerOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        var (storage, databaseFolder) = await TestStorage.NewDatabaseAsync(database);
        var folder = databaseFolder ?? Directory.CreateTempSubdirectory("tongban-test-").FullName;
        var clock = FakeClock.AtWork();
        var all = modules ?? Modules.All;
        var settings = new ServerOptions
        {
            DataFolder = folder,
            Database = storage.IsSqlite ? null : storage.ConnectionString,
            CatalogFolder = Path.Combine(Repository.Root, "catalog"),
            Clock = clock,
            RunsSchedule = false,
            SignInsPerMinute = 10_000,
        };
        settings = options?.Invoke(settings) ?? settings;
        await using (var schema = Migration.Open(settings.Storage, all))
        {
            await schema.Database.EnsureCreatedAsync();
        }
        var app = Hosting.Build(settings, all, builder =>
        {
            builder.WebHost.UseTestServer();
            // A build without registers and lists knows neither mandates nor powers.
            builder.Services.TryAddScoped<IMandates, NoMandates>();
            builder.Services.TryAddSingleton<IPowerRegister, NoPowers>();
            // A thousand rounds keep no secret, and these passwords are none.
            builder.Services.AddSingleton(new Passwords(1_000));
            services?.Invoke(builder.Services);
        });
        await app.StartAsync();
        return new TestApp(app, clock, folder, databaseFolder);
    }

    /// <summary>A browser without scripts and without a session.</summary>
    public Browser NewBrowser() => new(_app.GetTestServer().CreateHandler());

    /// <summary>A client of the API without a token.</summary>
    public HttpClient NewClient() => new(_app.GetTestServer().CreateHandler()) { BaseAddress = Browser.Address };

    /// <summary>A client of the API with a token of the person, in the named organ or for the named enterprise.</summary>
    public async Task<HttpClient> ClientOfAsync(string userName, Guid? post = null, string? enterprise = null)
    {
        var client = NewClient();
        using var answer = await client.PostAsync("/api/v1/tokens", new { userName, password = Password, post, enterprise });
        var json = await answer.JsonAsync();
        Assert.True(answer.IsSuccessStatusCode, json.ToJsonString());
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string?)json["token"]);
        return client;
    }

    /// <summary>A browser in which the person has signed in.</summary>
    public async Task<Browser> BrowserOfAsync(string userName)
    {
        var browser = NewBrowser();
        await browser.SignInAsync(userName, Password);
        return browser;
    }

    /// <summary>Runs something in a scope of its own, as a request would.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public Task<Guid> OrganAsync(string department, string division, string name) => InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<TongbanDb>();
        var result = await db.ActAsync("organ", new Caller { Actor = Actor.System }, () =>
        {
            var organ = Organ.Establish(department, division, (name, name), Clock.Now);
            db.Add(organ);
            return Task.FromResult((Result<Guid>)organ.Id);
        });
        s.GetRequiredService<OrganDirectory>().Refresh();
        return result.Value;
    });

    /// <summary>An account with <see cref="Password"/>.</summary>
    public Task<Guid> PersonAsync(string userName, string name = "张三") => InScopeAsync(async s =>
        (await s.GetRequiredService<Accounts>().RegisterAsync(new RegisterPerson(userName, name, null, Password), new Caller { Actor = Actor.System }, default)).Value);

    /// <summary>A post from today on.</summary>
    public Task<Guid> PostAsync(string userName, string organ, Roles roles) => InScopeAsync(async s =>
        (await s.GetRequiredService<Accounts>().GrantAsync(new GrantPost(userName, organ, roles, s.GetRequiredService<CityClock>().Today, null), new Caller { Actor = Actor.System }, default)).Value);

    /// <summary>Waits until every act so far has been delivered to its subscribers.</summary>
    public Task DrainAsync() => Services.GetRequiredService<ActDelivery>().DrainAsync(default);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_databaseFolder ?? _folder, true);
    }

    private sealed class NoMandates : IMandates
    {
        public Task<IReadOnlyList<Mandate>> OfAsync(Guid personId, DateOnly today, CancellationToken ct) => Task.FromResult<IReadOnlyList<Mandate>>([]);
    }

    private sealed class NoPowers : IPowerRegister
    {
        public (PowerInForce? Power, Words Reason) Find(string organ, string item, DateOnly on) => (null, ("没有权力清单。", "There is no power list."));
    }
}
