using System.Globalization;
using Npgsql;

namespace Tongban.Foundation.Storage;

/// <summary>Keeps a process from going back to a primary that was given up.</summary>
/// <remarks>A machine that stood still for half a minute and wakes may for some seconds take itself for the primary, and so may the proxy before it: what it commits waits for followers that it has no more,
/// but what it lets read is old. Every new primary counts the timeline up (PostgreSQL, 26.3), so a connection to an earlier one than this process knew is refused like a machine that is away. <c>drills/failover</c> wakes such machines.</remarks>
internal sealed class PrimaryTimeline
{
    // The first eight digits of a log file's name. A follower has no place in the log of its own.
    private const string Ask = "SELECT CASE WHEN pg_is_in_recovery() THEN '' ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END";

    private long _latest;

    /// <param name="prepare">Settings that each new connection gets besides.</param>
    public NpgsqlDataSource Source(string connectionString, Action<NpgsqlConnection>? prepare = null)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UsePhysicalConnectionInitializer(connection =>
        {
            using (var ask = new NpgsqlCommand(Ask, connection))
                Accept((string)ask.ExecuteScalar()!);
            prepare?.Invoke(connection);
        }, async connection =>
        {
            await using (var ask = new NpgsqlCommand(Ask, connection))
                Accept((string)(await ask.ExecuteScalarAsync())!);
            prepare?.Invoke(connection);
        });
        return builder.Build();
    }

    /// <param name="timeline">In hexadecimal digits; empty of a follower, which only a process that knows no primary reads from.</param>
    /// <exception cref="StorageUnavailableException">This process knew a later one.</exception>
    public void Accept(string timeline)
    {
        var number = timeline.Length == 0 ? 0 : long.Parse(timeline, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        for (var latest = Interlocked.Read(ref _latest); number != latest; latest = Interlocked.Read(ref _latest))
        {
            if (number < latest)
                throw new StorageUnavailableException($"the database answers as timeline {number}, and timeline {latest} has begun");
            Interlocked.CompareExchange(ref _latest, number, latest);
        }
    }
}
