using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tongban.Approvals.Model;
using Tongban.Approvals.PlaneView;
using Tongban.Approvals.Worklist;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Server;

namespace Tongban.Bench.Approvals;

/// <summary>The second peer: the same server and the same components, but what they show lies in memory. What is left is what the framework takes for such a page.</summary>
internal sealed class MemoryPeer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MemoryPeer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <param name="stages">The stages whose planes are asked for.</param>
    public static async Task<MemoryPeer> StartAsync(BenchCity city, IReadOnlyList<Guid> stages)
    {
        var actor = await city.ReadAsync(async s => new Actor(await s.GetRequiredService<TongbanDb>().Set<Person>().Where(p => p.UserName == BenchCity.UserName).Select(p => p.Id).SingleAsync(), "经办员", Roles.Handler, $"FGW@{BenchCity.Division}"));
        var (counts, rows) = await city.ReadAsync(async s => (await s.GetRequiredService<WorklistQuery>().CountsAsync(actor, default), await s.GetRequiredService<WorklistQuery>().PageAsync(actor, WorklistTab.Open, null, default)));
        var planes = new Dictionary<Guid, Plane>();
        foreach (var stage in stages)
            planes[stage] = await city.ReadAsync(async s => await s.GetRequiredService<PlaneQuery>().FindAsync(stage, actor, default)) ?? throw new InvalidOperationException("no plane");
        var app = Hosting.Build(city.Options, builder =>
        {
            var services = builder.Services;
            // What runs beside the pages runs in the city's own server.
            foreach (var background in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory is not null).ToList())
                services.Remove(background);
            services.Replace(ServiceDescriptor.Scoped<WorklistQuery>(_ => new Worklist(counts, rows)));
            services.Replace(ServiceDescriptor.Scoped<PlaneQuery>(_ => new Planes(planes)));
            services.Replace(ServiceDescriptor.Scoped<IShellUser>(_ => new Reader(actor)));
            foreach (var source in services.Where(s => s.ServiceType == typeof(INavigationSource)).ToList())
            {
                services.Remove(source);
                services.AddSingleton<INavigationSource>(new Unasked((INavigationSource)Activator.CreateInstance(source.ImplementationType!, nonPublic: true)!));
            }
        });
        await app.StartAsync();
        return new MemoryPeer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class Worklist(WorkCounts counts, KeyPage<WorkRow> rows) : WorklistQuery(null!, null!, null!, null!, null!)
    {
        public override Task<WorkCounts> CountsAsync(Actor actor, CancellationToken ct) => Task.FromResult(counts);

        public override Task<KeyPage<WorkRow>> PageAsync(Actor actor, WorklistTab tab, string? after, CancellationToken ct, string? search = null, bool mine = false) => Task.FromResult(rows);
    }

    private sealed class Planes(IReadOnlyDictionary<Guid, Plane> planes) : PlaneQuery(null!, null!, null!, null!, null!)
    {
        public override Task<Plane?> FindAsync(Guid stageCase, Actor actor, CancellationToken ct) => Task.FromResult(planes.GetValueOrDefault(stageCase));
    }

    private sealed class Reader(Actor actor) : IShellUser
    {
        private static readonly IReadOnlyList<ShellPost> Posts = [new("post", ("新余市发展和改革委员会", "Development and Reform"), ("经办人", "Handler"), true)];

        public Actor Actor => actor;

        public ValueTask<IReadOnlyList<ShellPost>> PostsAsync(CancellationToken ct) => ValueTask.FromResult(Posts);
    }

    private sealed class Unasked(INavigationSource lines) : INavigationSource
    {
        public IReadOnlyList<NavItem> Items { get; } = [.. lines.Items.Select(i => i with { Badge = null })];
    }
}
