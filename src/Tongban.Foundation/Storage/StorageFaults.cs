using Microsoft.Data.Sqlite;
using Npgsql;

namespace Tongban.Foundation.Storage;

/// <summary>Tells a machine that is away for a moment from a bug.</summary>
public static class StorageFaults
{
    // Busy, locked, read-only, I/O error, unreadable, full, cannot open, no database: the disk's doing, not the statement's. The engine says "malformed" of a page that could not be read, too.
    private static readonly HashSet<int> OfTheDisk = [5, 6, 8, 10, 11, 13, 14, 26];

    /// <summary>Whether the database being away, broken off, changing its primary or unable to reach its disk is what lies behind this: come again later.</summary>
    public static bool AreBehind(Exception? fault) => fault switch
    {
        null => false,
        StorageUnavailableException => true,
        SqliteException sqlite => OfTheDisk.Contains(sqlite.SqliteErrorCode),
        PostgresException postgres => IsAway(postgres),
        NpgsqlException => true,
        _ => AreBehind(fault.InnerException),
    };

    /// <summary>Whether the server ended the connection, takes none at the moment, or was primary a moment ago and is none any more.</summary>
    internal static bool IsAway(PostgresException fault) => fault.IsTransient || fault.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction;
}
