using Microsoft.Data.Sqlite;
using Npgsql;
using Tongban.Foundation.Storage;

namespace Tongban.Tests.Foundation.Storage;

public sealed class StorageFaultsTests
{
    [Theory]
    [InlineData("57P01", true)]    // the server ended the connection
    [InlineData("57P03", true)]    // it is starting
    [InlineData("25006", true)]    // it was primary a moment ago
    [InlineData("23505", false)]   // a bug of ours
    public void PostgreSQL_being_away_is_told_from_a_bug(string state, bool away) =>
        Assert.Equal(away, StorageFaults.AreBehind(new InvalidOperationException("as EF wraps it", new PostgresException("", "FATAL", "FATAL", state))));

    [Theory]
    [InlineData(10, true)]    // input and output
    [InlineData(13, true)]    // full
    [InlineData(11, true)]    // "malformed", said of a page that cannot be read, too
    [InlineData(1, false)]
    public void A_failing_disk_is_told_from_a_bug(int code, bool away) => Assert.Equal(away, StorageFaults.AreBehind(new SqliteException("", code)));

    [Fact]
    public void A_broken_connection_is_being_away_and_a_bug_is_not()
    {
        Assert.True(StorageFaults.AreBehind(new NpgsqlException("broken", new IOException())));
        Assert.False(StorageFaults.AreBehind(new InvalidOperationException("a bug")));
    }
}
