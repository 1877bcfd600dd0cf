using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Ledger;

public sealed class CheckpointTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Checkpoints_made_during_concurrent_commits_cover_every_entry_once_and_follow_from_each_other(Database database)
    {
        await using var house = await LedgerHouse.StartAsync(database);
        var other = house.NewProcess().GetRequiredService<CheckpointService>();
        var here = ActivatorUtilities.CreateInstance<CheckpointService>(house.Services);
        using var written = new CancellationTokenSource();
        async Task CloseUntilWrittenAsync(CheckpointService service)
        {
            while (!written.IsCancellationRequested)
                await service.CloseAsync(default);
        }

        // On SQLite one process writes; there the second is another service in it.
        var closing = new[] { house.Checkpoints, database is Database.Postgres ? other : here }.Select(s => Task.Run(() => CloseUntilWrittenAsync(s))).ToList();
        // However busy the machine, one checkpoint falls among the commits.
        await Parallel.ForAsync(0, 80, async (i, _) => await house.WriteAsync($"matter:{i % 7}", 1 + (i % 3)));
        await house.Checkpoints.CloseAsync(default);
        await Parallel.ForAsync(80, 160, async (i, _) => await house.WriteAsync($"matter:{i % 7}", 1 + (i % 3)));
        await written.CancelAsync();
        await Task.WhenAll(closing);

        Assert.Equal(319, await house.Checkpoints.CloseAsync(default));
        var report = await house.VerifyAsync();
        Assert.True(report.Sound, string.Join('\n', report.Findings));
        Assert.Equal((319, 319, 0, 7), (report.Entries, report.ProvenSize, report.Unplaced, report.Matters));

        var checkpoints = await house.StoredAsync();
        Assert.True(checkpoints.Count > 1);
        Assert.Equal(checkpoints.Select(c => c.Size).Order(), checkpoints.Select(c => c.Size));
        foreach (var from in checkpoints.Where((_, i) => i % Math.Max(1, checkpoints.Count / 25) == 0))
        {
            foreach (var to in checkpoints.Where(c => c.Size >= from.Size))
            {
                var proof = await house.ReadAsync(r => r.ProveConsistencyAsync(from.Size, to.Size, default));
                Assert.True(proof.Value.Verify(house.Keys.PublicKeys), $"{from.Size} to {to.Size}");
            }
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_proof_of_any_entry_verifies_without_us(Database database)
    {
        await using var house = await LedgerHouse.StartAsync(database);
        await house.WriteAsync("matter:1", 300);
        await house.Checkpoints.CloseAsync(default);
        await house.WriteAsync("matter:2", 300);
        await house.WriteAsync("matter:1", 3);   // these wait for their first checkpoint

        await house.Services.GetRequiredService<LedgerSequencer>().PlaceAsync(default);
        var entries = await house.EntriesAsync();
        Assert.Equal(603, entries.Count);
        foreach (var entry in entries.Where((e, i) => i % 13 == 0 || i is 255 or 256 or 599 || i > 599).Reverse())
        {
            var proof = await house.ReadAsync(r => r.ProveAsync(entry.Id, default));
            var read = LedgerProof.FromJson(proof.Value.ToJson());
            Assert.True(read.Verify(house.Keys.Signer.PublicKey).Sound);
            Assert.Equal((entry.Id, 603), (read.Entry.Id, read.Checkpoint.Size));
            var forged = read with { Entry = SampleLedger.Forge(read.Entry, reseal: true, payload: "{}") };
            Assert.False(forged.Verify(house.Keys.Signer.PublicKey).Sound);
        }

        Assert.Equal("ledger.entry-not-found", (await house.ReadAsync(r => r.ProveAsync(Guid.NewGuid(), default))).Error?.Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_new_process_goes_on_with_the_same_tree_and_key(Database database)
    {
        await using var house = await LedgerHouse.StartAsync(database);
        await house.WriteAsync("matter:1", 270);
        await house.Checkpoints.CloseAsync(default);
        var before = Assert.Single(await house.StoredAsync());

        house.Restart();
        Assert.Equal(270, await house.Checkpoints.CloseAsync(default));   // nothing new: nothing signed
        Assert.Single(await house.StoredAsync());
        await house.WriteAsync("matter:1", 300);
        Assert.Equal(570, await house.Checkpoints.CloseAsync(default));
        var after = (await house.StoredAsync())[^1];
        Assert.Equal(before.KeyId, after.KeyId);
        Assert.True((await house.ReadAsync(r => r.ProveConsistencyAsync(270, 570, default))).Value.Verify(house.Keys.PublicKeys));
        Assert.True((await house.VerifyAsync(before)).Sound);
    }

    [Fact]
    public async Task A_retired_key_still_verifies_what_it_signed()
    {
        await using var house = await LedgerHouse.StartAsync(Database.Sqlite);
        await house.WriteAsync("matter:1", 2);
        await house.Checkpoints.CloseAsync(default);
        File.Delete(LedgerOptions.In(house.Folder).KeyFile);

        house.Restart();
        await house.WriteAsync("matter:1");
        await house.Checkpoints.CloseAsync(default);
        Assert.Equal(2, (await house.StoredAsync()).Select(c => c.KeyId).Distinct().Count());
        Assert.Equal(2, house.Keys.PublicKeys.Count);
        Assert.True((await house.VerifyAsync()).Sound);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_damaged_edge_gets_no_fresh_signature(Database database)
    {
        await using var house = await LedgerHouse.StartAsync(database);
        await house.WriteAsync("matter:1", 5);
        await house.Checkpoints.CloseAsync(default);
        var other = new MerkleFrontier();
        for (var i = 0; i < 5; i++)
            other.Append(MerkleTree.LeafHash(LedgerEntry.Nothing));
        await house.TamperAsync("UPDATE foundation_ledger_frontiers SET edge = @edge", ("edge", other.ToBytes()));

        await house.WriteAsync("matter:1", 5);
        Assert.Equal(5, await house.Checkpoints.CloseAsync(default));
        Assert.Single(await house.StoredAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Consistency_is_asked_between_checkpoints_only(Database database)
    {
        await using var house = await LedgerHouse.StartAsync(database);
        await house.WriteAsync("matter:1", 5);
        await house.Checkpoints.CloseAsync(default);
        Assert.Equal("ledger.checkpoint-not-found", (await house.ReadAsync(r => r.ProveConsistencyAsync(4, 5, default))).Error?.Code);
        Assert.Equal("ledger.wrong-order", (await house.ReadAsync(r => r.ProveConsistencyAsync(5, 4, default))).Error?.Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Pages_of_a_matter_and_of_the_feed_neither_skip_nor_repeat(Database database)
    {
        await using var house = await LedgerHouse.StartAsync(database);
        await house.WriteAsync("matter:1", 5);
        await house.WriteAsync("matter:2", 2);
        await house.WriteAsync("matter:1", 5);
        await house.Checkpoints.CloseAsync(default);

        var sequences = new List<long>();
        for (var (after, more) = (0L, true); more;)
        {
            var page = await house.ReadAsync(r => r.OfMatterAsync("matter:1", after, 3, default));
            sequences.AddRange(page.Items.Select(e => e.Sequence));
            (after, more) = (Tongban.Foundation.Web.PageKey.Read<long>(page.Next), page.Next is not null);
        }
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), sequences);

        var feed = await house.ReadAsync(r => r.FeedAsync(4, 6, default));
        Assert.Equal(Enumerable.Range(5, 6).Select(i => (long?)i), feed.Items.Select(e => e.Position));
        Assert.NotNull(feed.Next);
    }

    [Fact]
    public void Acts_have_words()
    {
        Assert.Equal(new Words("登录", "Signed in"), ActNames.Find("people.signed-in"));
        Assert.Equal(new Words("记下", "Written"), ActNames.Find("notebook.written"));
        Assert.Null(ActNames.Find("nobody.knows"));
    }
}
