using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;
using Tongban.Server;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Storage;

public class MigrationTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task The_migrations_make_the_schema_of_the_model(Database database)
    {
        var (migrated, folder1) = await TestStorage.NewDatabaseAsync(database);
        var (created, folder2) = await TestStorage.NewDatabaseAsync(database);
        await using (var probe = Migration.Open(migrated, Modules.All))
            Assert.False(probe.Database.HasPendingModelChanges(), "the model changed: run tools/Scaffold (add NAME)");
        await Migration.RunAsync(migrated, Modules.All);
        await Migration.RunAsync(migrated, Modules.All);    // again, as at every start
        await using (var schema = Migration.Open(created, Modules.All))
            await schema.Database.EnsureCreatedAsync();

        var expected = await SchemaAsync(created);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await SchemaAsync(migrated));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var folder in new[] { folder1, folder2 }.OfType<string>())
            Directory.Delete(folder, true);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Several_processes_may_migrate_at_once(Database database)
    {
        var (storage, folder) = await TestStorage.NewDatabaseAsync(database);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Migration.RunAsync(storage, Modules.All))));
        await using (var db = Migration.Open(storage, Modules.All))
            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (folder is not null)
            Directory.Delete(folder, true);
    }

    // One line per column, index and foreign key, whoever made them.
    private static async Task<List<string>> SchemaAsync(StorageOptions storage)
    {
        await using var db = Migration.Open(storage, Modules.All);
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        string[] questions = storage.IsSqlite
            ?
            [
                "SELECT m.name || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || c.pk FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'",
                "SELECT m.name || ' ' || i.name || ' ' || i.\"unique\" || ' ' || (SELECT group_concat(name) FROM pragma_index_info(i.name)) FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'",
                "SELECT m.name || ' -> ' || f.\"table\" || ' ' || f.\"from\" || ' ' || f.on_delete FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
            ]
            :
            [
                "SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length::text, '') || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'",
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\\_\\_%'",
                "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'",
            ];
        var lines = new List<string>();
        foreach (var question in questions)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = question;
            await using DbDataReader row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync())
                lines.Add(row.GetString(0));
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
