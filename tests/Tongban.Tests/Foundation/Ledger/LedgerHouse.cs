using System.Data.Common;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Tests.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Ledger;

/// <summary>A database with a ledger, keys of its own, and someone who keeps notebooks.</summary>
internal sealed class LedgerHouse : IAsyncDisposable
{
    private static readonly Actor Clerk = new(Guid.CreateVersion7(), "经办人甲", Roles.Handler, "FGW@360500");

    private readonly TestStorage _storage;
    private readonly string _folder;
    private readonly List<ServiceProvider> _processes = [];

    private LedgerHouse(TestStorage storage, string folder) => (_storage, _folder, Services) = (storage, folder, storage.Services);

    public IServiceProvider Services { get; private set; }

    public string Folder => _folder;

    public CheckpointService Checkpoints => Services.GetRequiredService<CheckpointService>();

    public LedgerKeyRing Keys => Services.GetRequiredService<LedgerKeyRing>();

    public static async Task<LedgerHouse> StartAsync(Database database)
    {
        var folder = Directory.CreateTempSubdirectory("tongban-ledger-").FullName;
        return new LedgerHouse(await TestStorage.StartAsync(database, TimeProvider.System, new FoundationModule(), new NotebookModule(), new KeysIn(folder)), folder);
    }

    /// <summary>Another process on the same database and the same keys.</summary>
    public IServiceProvider NewProcess()
    {
        var modules = new ModuleSet([new FoundationModule(), new NotebookModule(), new KeysIn(_folder)]);
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddStorage(_storage.Options, modules);
        foreach (var module in modules)
            module.AddServices(services);
        var process = services.BuildServiceProvider();
        _processes.Add(process);
        return process;
    }

    /// <summary>What follows happens in a new process.</summary>
    public void Restart() => Services = NewProcess();

    public async Task<T> ReadAsync<T>(Func<LedgerReader, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<LedgerReader>());
    }

    public async Task<T> QueryAsync<T>(Func<TongbanDb, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TongbanDb>());
    }

    /// <summary>Enters some acts on a matter in one unit.</summary>
    public async Task WriteAsync(string matter, int acts = 1)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var result = await db.ActAsync($"write {matter}", new Caller { Actor = Clerk }, () =>
        {
            for (var i = 1; i <= acts; i++)
                db.Record(matter, new NoteWritten(Guid.Empty, i, 1.5m));
            return Task.FromResult((Result<int>)acts);
        });
        Assert.Null(result.Error);
    }

    public Task<List<Checkpoint>> StoredAsync() => QueryAsync(async db => (await db.Set<StoredCheckpoint>().AsNoTracking().OrderBy(c => c.Size).Select(c => c.Note).ToListAsync())
        .ConvertAll(n => Checkpoint.TryParse(n, out var checkpoint) ? checkpoint : throw new FormatException(n)));

    public Task<List<LedgerEntry>> EntriesAsync() => QueryAsync(db => db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position != null).OrderBy(e => e.Position).ToListAsync());

    public Task<LedgerReport> VerifyAsync(params Checkpoint[] earlier) => ReadAsync(r => r.VerifyAsync(earlier));

    /// <summary>Someone with the database open.</summary>
    public async Task TamperAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using DbConnection connection = _storage.Options.IsSqlite
            ? new SqliteConnection($"Data Source={_storage.Options.SqliteFile};Pooling=false") : new NpgsqlConnection(_storage.Options.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await _storage.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    private sealed class KeysIn(string folder) : IModule
    {
        public string Name => "keys";

        public IReadOnlyList<Permission> Permissions => [];

        public void AddServices(IServiceCollection services) => services.AddSingleton(LedgerOptions.In(folder));

        public void ConfigureModel(ModelBuilder model) { }

        public void MapEndpoints(IEndpointRouteBuilder api) { }
    }
}
