using Tongban.Foundation.Storage;

namespace Tongban.Tests.Foundation.Storage;

public sealed class RememberedTests
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    [Fact]
    public void It_is_read_again_after_its_time_or_a_change_of_this_process_and_not_between()
    {
        var (clock, reads) = (new Seconds(), 0);
        var remembered = new Remembered<string>(known => $"{known}{++reads}", Fresh, clock);
        Assert.Equal("1", remembered.Value);
        clock.Now = 9;
        Assert.Equal("1", remembered.Value);
        clock.Now = 10;
        Assert.Equal("12", remembered.Value);
        remembered.Forget();
        Assert.Equal("123", remembered.Value);
        Assert.Equal("123", remembered.Value);
    }

    [Fact]
    public void Nothing_is_not_kept()
    {
        var reads = 0;
        var remembered = new Remembered<string>(_ => ++reads < 3 ? null : "there", Fresh, new Seconds());
        Assert.Null(remembered.Value);
        Assert.Null(remembered.Value);
        Assert.Equal("there", remembered.Value);
        Assert.Equal("there", remembered.Value);
        Assert.Equal(3, reads);
    }

    [Fact]
    public async Task While_one_looks_the_others_go_on_with_what_is_known()
    {
        var (clock, reads) = (new Seconds(), 0);
        using SemaphoreSlim begun = new(0), go = new(0);
        var remembered = new Remembered<string>(_ =>
        {
            if (++reads == 1)
                return "old";
            begun.Release();
            go.Wait();
            return "new";
        }, Fresh, clock);
        Assert.Equal("old", remembered.Value);
        clock.Now = 12;
        var looks = Task.Run(() => remembered.Value);
        await begun.WaitAsync();
        // Whoever waits here waits for the one who looks, who waits for the end of this test.
        Assert.Equal("old", await Task.Run(() => remembered.Value).WaitAsync(TimeSpan.FromSeconds(30)));
        // Too old to go on with, and what was changed here, is waited for.
        clock.Now = 31;
        var waits = Task.Run(() => remembered.Value);
        Assert.False(waits.IsCompleted);
        go.Release(2);
        Assert.Equal(("new", "new"), (await looks, await waits));
    }

    [Fact]
    public void A_change_during_a_reading_is_read_by_the_next()
    {
        Remembered<string>? remembered = null;
        var reads = 0;
        remembered = new Remembered<string>(_ =>
        {
            // Somebody commits a change that this reading has not seen.
            if (++reads == 1)
                remembered!.Forget();
            return $"{reads}";
        }, Fresh, new Seconds());
        Assert.Equal("1", remembered.Value);
        Assert.Equal("2", remembered.Value);
        Assert.Equal("2", remembered.Value);
    }

    [Fact]
    public void Whoever_cannot_read_says_so_and_the_next_tries_again()
    {
        var reads = 0;
        var remembered = new Remembered<string>(_ => ++reads == 1 ? throw new StorageUnavailableException() : "there", Fresh, new Seconds());
        Assert.Throws<StorageUnavailableException>(() => remembered.Value);
        Assert.Equal("there", remembered.Value);
    }

    private sealed class Seconds : TimeProvider
    {
        public int Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
