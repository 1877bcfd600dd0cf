using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Tests.Support;

/// <summary>Which database a test runs on; every storage test runs on both.</summary>
public enum Database { Sqlite, Postgres }

/// <summary>A database of a test's own, empty but for its schema.</summary>
internal sealed class TestStorage : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly ServiceProvider _services;

    private TestStorage(string? folder, StorageOptions options, ServiceProvider services) => (_folder, Options, _services) = (folder, options, services);

    public StorageOptions Options { get; }

    public IServiceProvider Services => _services;

    public static async Task<(StorageOptions Options, string? Folder)> NewDatabaseAsync(Database database)
    {
        if (database is Database.Postgres)
        {
            if (PgCluster.Running is not { } cluster)
            {
                Assert.Skip("PostgreSQL is not installed on this machine");
                throw new InvalidOperationException();
            }
            return (new StorageOptions(DatabaseKind.Postgres, await cluster.NewDatabaseAsync()), null);
        }
        var folder = Directory.CreateTempSubdirectory("tongban-test-").FullName;
        return (StorageOptions.SqliteAt(Path.Combine(folder, "tongban.db")), folder);
    }

    public static async Task<TestStorage> StartAsync(Database database, TimeProvider clock, params IModule[] modules)
    {
        var (options, folder) = await NewDatabaseAsync(database);
        var set = new ModuleSet(modules);
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddStorage(options, set);
        services.AddScoped<Caller>();
        foreach (var module in modules)
            module.AddServices(services);
        await using (var schema = Migration.Open(options, set))
        {
            await schema.Database.EnsureCreatedAsync();
        }
        return new TestStorage(folder, options, services.BuildServiceProvider());
    }

    /// <summary>Runs something in a scope of its own, as a request would.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_folder is not null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, true);
        }
    }
}
