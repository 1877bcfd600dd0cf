using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Tongban.Foundation.Storage;

/// <summary>Brings the schema up to date, under a lock of its own: several processes may start at once, and one may have died half way.</summary>
public static class Migration
{
    public static async Task RunAsync(StorageOptions options, ModuleSet modules, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var db = Open(options, modules);
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            if (options.IsSqlite)
            {
                await using var own = await LockFileAsync(options.SqliteFile + ".migrate", ct);
                // The provider's own lock row survives a killed process and would block for ever.
                await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", ct);
                await db.Database.MigrateAsync(ct);
                await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct);
            }
            else
            {
                await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock(724100001)", ct);
                try
                {
                    await db.Database.MigrateAsync(ct);
                }
                finally
                {
                    await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock(724100001)", CancellationToken.None);
                }
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>A context that may change the schema; for migrations and their tests only.</summary>
    internal static TongbanDb Open(StorageOptions options, ModuleSet modules)
    {
        var builder = new DbContextOptionsBuilder<TongbanDb>();
        builder.ReplaceService<IModelCacheKeyFactory, ModelPerModules>();
        if (options.IsSqlite)
            builder.UseSqlite(options.WriterConnectionString, s => s.MigrationsAssembly(StorageServices.SqliteMigrations));
        else
            builder.UseNpgsql(options.WriterConnectionString, n => n.MigrationsAssembly(StorageServices.PostgresMigrations).SetPostgresVersion(15, 0));
        return new TongbanDb(builder.Options, modules, new NoWriter(), TimeProvider.System);
    }

    private static async Task<FileStream> LockFileAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            {
                await Task.Delay(100, ct);
            }
        }
    }

    private sealed class NoWriter : IUnitWriter
    {
        public Task<CommitOutcome> CommitAsync(UnitOfWork unit) => throw new NotSupportedException("this context is for the schema only");
    }
}
