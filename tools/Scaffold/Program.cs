// Makes the migrations of both databases from the model. Build first: the tool compares with the snapshots in the built assemblies.
//   dotnet run --project tools/Scaffold -- add NAME | remove | reset | script
// "reset" throws all migrations away; build again and "add Initial" makes one of the whole model. ./tools/reset-migrations does both.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Storage;
using Tongban.Server;
using Migration = Tongban.Foundation.Storage.Migration;

var verb = args.FirstOrDefault() ?? "help";
foreach (var storage in new[] { StorageOptions.SqliteAt(":memory:"), new StorageOptions(DatabaseKind.Postgres, "Host=127.0.0.1") })
{
    var assembly = storage.IsSqlite ? StorageServices.SqliteMigrations : StorageServices.PostgresMigrations;
    var folder = Path.Combine(Root(), "src", assembly);
    switch (verb)
    {
        case "add" when args.Length == 2:
            Add(storage, assembly, folder, args[1]);
            break;
        case "remove":
            using (var db = Migration.Open(storage, Modules.All))
                Scaffolder(db, storage).RemoveMigration(folder, assembly, force: true, "C#");
            break;
        case "reset":
            if (Directory.Exists(Path.Combine(folder, "Migrations")))
                Directory.Delete(Path.Combine(folder, "Migrations"), recursive: true);
            break;
        case "script":
            using (var db = Migration.Open(storage, Modules.All))
                Console.WriteLine(db.GetService<IMigrator>().GenerateScript(options: storage.IsSqlite ? MigrationsSqlGenerationOptions.Default : MigrationsSqlGenerationOptions.Idempotent));
            break;
        default:
            Console.Error.WriteLine("add NAME | remove | reset | script");
            return 2;
    }
}
return 0;

static void Add(StorageOptions storage, string assembly, string folder, string name)
{
    // Asked on a context of its own: on the scaffolding one the question spoils the snapshot.
    using (var probe = Migration.Open(storage, Modules.All))
    {
        if (!probe.Database.HasPendingModelChanges())
        {
            Console.WriteLine($"{assembly}: no changes");
            return;
        }
    }
    using var db = Migration.Open(storage, Modules.All);
    var scaffolder = Scaffolder(db, storage);
    var files = scaffolder.Save(folder, scaffolder.ScaffoldMigration(name, assembly, "Migrations", "C#"), Path.Combine(folder, "Migrations"), dryRun: false);
    Console.WriteLine(files.MigrationFile);
}

static IMigrationsScaffolder Scaffolder(TongbanDb db, StorageOptions storage)
{
    var services = new ServiceCollection();
    services.AddEntityFrameworkDesignTimeServices();
    services.AddDbContextDesignTimeServices(db);
    IDesignTimeServices design = storage.IsSqlite
        ? new Microsoft.EntityFrameworkCore.Sqlite.Design.Internal.SqliteDesignTimeServices()
        : new Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal.NpgsqlDesignTimeServices();
    design.ConfigureDesignTimeServices(services);
    return services.BuildServiceProvider().CreateScope().ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
}

static string Root()
{
    var folder = AppContext.BaseDirectory;
    while (!File.Exists(Path.Combine(folder, "global.json")))
        folder = Path.GetDirectoryName(folder)!;
    return folder;
}
