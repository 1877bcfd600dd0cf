namespace Tongban.Foundation.Storage;

/// <summary>Which of the two databases holds the city's records.</summary>
public enum DatabaseKind { Sqlite, Postgres }

/// <summary>Where records are kept: an embedded file by default, a PostgreSQL by connection string.</summary>
/// <param name="ConnectionString">An ADO.NET connection string for <paramref name="Kind"/>.</param>
public sealed record StorageOptions(DatabaseKind Kind, string ConnectionString)
{
    public bool IsSqlite => Kind == DatabaseKind.Sqlite;

    /// <summary>The embedded file; only with <see cref="DatabaseKind.Sqlite"/>.</summary>
    public string SqliteFile => new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(ConnectionString).DataSource;

    public static StorageOptions SqliteAt(string file) => new(DatabaseKind.Sqlite, $"Data Source={file}");

    /// <summary>Connection string of the readers. On SQLite they can neither write nor checkpoint, because the bundled engine (before
    /// 3.51.3) may lose commits when two connections write and checkpoint at the same instant.</summary>
    internal string ReaderConnectionString => IsSqlite
        ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(ConnectionString) { Mode = Microsoft.Data.Sqlite.SqliteOpenMode.ReadOnly, DefaultTimeout = 30 }.ToString()
        : PostgresConnectionString;

    /// <summary>Connection string of the one writer.</summary>
    internal string WriterConnectionString => IsSqlite
        ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(ConnectionString) { Mode = Microsoft.Data.Sqlite.SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString()
        : PostgresConnectionString;

    // The same few dozen statements make up nearly all work, so the server plans them once.
    private string PostgresConnectionString =>
        new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, NoResetOnClose = true }.ToString();
}
