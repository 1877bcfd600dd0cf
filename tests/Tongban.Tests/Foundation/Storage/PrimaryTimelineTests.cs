using Npgsql;
using Tongban.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Storage;

public sealed class PrimaryTimelineTests
{
    [Fact]
    public void A_process_goes_on_with_a_new_primary_and_never_back_to_the_old_one()
    {
        var timeline = new PrimaryTimeline();
        timeline.Accept("");
        timeline.Accept("00000009");
        timeline.Accept("0000000A");
        timeline.Accept("0000000A");
        Assert.Throws<StorageUnavailableException>(() => timeline.Accept("00000009"));
        Assert.Throws<StorageUnavailableException>(() => timeline.Accept(""));
        timeline.Accept("0000000B");
    }

    [Fact]
    public async Task Every_new_connection_is_asked()
    {
        var (options, _) = await TestStorage.NewDatabaseAsync(Database.Postgres);
        var timeline = new PrimaryTimeline();
        await using var known = timeline.Source(options.ConnectionString);
        await using (var ask = known.CreateCommand("SELECT 1"))
            Assert.Equal(1, await ask.ExecuteScalarAsync());
        timeline.Accept("7FFFFFFF");
        var prepared = 0;
        await using var later = timeline.Source(options.ConnectionString, _ => prepared++);
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () => await later.OpenConnectionAsync());
        Assert.True(StorageFaults.AreBehind(refused));
        Assert.ThrowsAny<Exception>(() => later.OpenConnection());
        Assert.Equal(0, prepared);
        await using var elsewhere = new PrimaryTimeline().Source(options.ConnectionString, _ => prepared++);
        await using (await elsewhere.OpenConnectionAsync())
            Assert.Equal(1, prepared);
    }
}
