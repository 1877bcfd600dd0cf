using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SQLitePCL;

namespace Tongban.Foundation.Storage;

/// <summary>Puts the database into a host.</summary>
public static class StorageServices
{
    /// <summary>Assemblies with the migrations of each database.</summary>
    public const string SqliteMigrations = "Tongban.Migrations.Sqlite", PostgresMigrations = "Tongban.Migrations.Postgres";

    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options, ModuleSet modules)
    {
        services.AddSingleton(options);
        services.AddSingleton(modules);
        var builder = new DbContextOptionsBuilder<TongbanDb>();
        builder.ReplaceService<IModelCacheKeyFactory, ModelPerModules>();
        if (options.IsSqlite)
        {
            builder.UseSqlite(options.ReaderConnectionString, s => s.MigrationsAssembly(SqliteMigrations)).AddInterceptors(new ReaderPragmas());
            services.AddSingleton<IUnitWriter>(s => new SqliteUnitWriter(options, () => ModelOf(s)));
            services.AddSingleton<IGeneration, SqliteGeneration>();
        }
        else
        {
            var timeline = new PrimaryTimeline();
            var source = timeline.Source(options.WriterConnectionString);
            builder.UseNpgsql(source, n => n.MigrationsAssembly(PostgresMigrations).SetPostgresVersion(15, 0));
            // Through a factory, so that the container closes its connections in the end.
            services.AddSingleton(_ => source);
            services.AddSingleton<IUnitWriter>(s => new PostgresUnitWriter(source, timeline.Source(options.WriterConnectionString, PostgresUnitWriter.Prepare), () => ModelOf(s)));
            services.AddSingleton<IGeneration, PostgresGeneration>();
        }
        services.AddSingleton(builder.Options);
        services.AddScoped(s => new TongbanDb(s.GetRequiredService<DbContextOptions<TongbanDb>>(), modules, s.GetRequiredService<IUnitWriter>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static Microsoft.EntityFrameworkCore.Metadata.IModel ModelOf(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<TongbanDb>().Model;
    }

    // A reader neither writes nor checkpoints; see StorageOptions.ReaderConnectionString. The settings stay with the engine's handle, which the pool hands out again.
    private sealed class ReaderPragmas : DbConnectionInterceptor
    {
        private const string Pragmas = "PRAGMA query_only=1; PRAGMA wal_autocheckpoint=0; PRAGMA busy_timeout=30000;";
        private readonly ConditionalWeakTable<sqlite3, object> _set = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            var handle = ((SqliteConnection)connection).Handle!;
            if (_set.TryGetValue(handle, out _))
                return;
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            _set.AddOrUpdate(handle, this);
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
