using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Tests.Support;
using static Tongban.Foundation.Ledger.LedgerFindingKind;

namespace Tongban.Tests.Foundation.Ledger;

/// <summary>Someone with the database open changes what was entered: the running service finds it, and where.</summary>
public sealed class DatabaseTamperingTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_changed_payload_is_found_at_its_entry(Database database)
    {
        await using var house = await ThreeCheckpointsAsync(database);
        await house.TamperAsync("UPDATE foundation_ledger SET payload = '{}' WHERE position = 17");
        var finding = Assert.Single((await house.VerifyAsync()).Findings);
        Assert.Equal((EntryHashWrong, 17L, 17L), (finding.Kind, finding.Position, finding.Until));

        var id = (await house.EntriesAsync())[16].Id;
        Assert.Equal("ledger.disagrees", (await house.ReadAsync(r => r.ProveAsync(id, default))).Error?.Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_deleted_entry_is_found_at_its_place(Database database)
    {
        await using var house = await ThreeCheckpointsAsync(database);
        var gone = (await house.EntriesAsync())[22];
        await house.TamperAsync("DELETE FROM foundation_ledger WHERE position = 23");
        var findings = (await house.VerifyAsync()).Findings;
        Assert.Contains(findings, f => f is { Kind: PositionGap, Position: 23, Until: 23 });
        Assert.Contains(findings, f => f.Kind is SequenceGap or HeadWithoutEntry && f.Matter == gone.Matter);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_cut_tail_is_found_also_when_heads_and_checkpoints_were_cut_alike(Database database)
    {
        await using var house = await ThreeCheckpointsAsync(database);
        Checkpoint[] kept = [.. await house.StoredAsync()];
        await house.TamperAsync("DELETE FROM foundation_ledger WHERE position > 20");
        Assert.Contains((await house.VerifyAsync()).Findings, f => f is { Kind: TreeTruncated, Position: 21, Until: 30 });

        foreach (var end in (await house.EntriesAsync()).GroupBy(e => e.Matter).Select(g => g.Last()))
            await house.TamperAsync("UPDATE foundation_ledger_heads SET sequence = @s, hash = @h WHERE matter = @m", ("s", end.Sequence), ("h", end.Hash), ("m", end.Matter));
        await house.TamperAsync("DELETE FROM foundation_checkpoints WHERE size > 20");
        Assert.True((await house.VerifyAsync()).Sound);   // cut without a seam: only what was kept outside tells
        var found = (await house.VerifyAsync(kept)).Findings;
        Assert.Contains(found, f => f is { Kind: TreeTruncated, Position: 21, Until: 30 });
        Assert.Contains(found, f => f is { Kind: CheckpointMissing, Position: 30 });

        // What is entered afterwards at the old places does not hide it, and nothing is signed over the seam.
        house.Restart();
        await house.WriteAsync("matter:0", 15);
        await house.Checkpoints.CloseAsync(default);
        Assert.Equal(2, (await house.StoredAsync()).Count);
        Assert.Contains((await house.VerifyAsync(kept)).Findings, f => f is { Kind: CheckpointRootMismatch, Position: 21, Until: 30 });
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_rewritten_chain_signed_anew_with_the_real_key_is_found_against_an_earlier_checkpoint(Database database)
    {
        await using var house = await ThreeCheckpointsAsync(database);
        var kept = await house.StoredAsync();
        var entries = await house.EntriesAsync();
        var previous = (byte[]?)null;
        for (var i = 12; i < entries.Count; i++)
        {
            if (entries[i].Matter != entries[12].Matter)
                continue;
            entries[i] = SampleLedger.Forge(entries[i], reseal: true, payload: i == 12 ? "{}" : null, previous: previous);
            previous = entries[i].Hash;
            await house.TamperAsync("UPDATE foundation_ledger SET payload = @p, hash = @h, previous_hash = @q WHERE position = @n",
                ("p", entries[i].Payload), ("h", entries[i].Hash), ("q", entries[i].PreviousHash), ("n", i + 1L));
            await house.TamperAsync("UPDATE foundation_ledger_heads SET hash = @h WHERE matter = @m", ("h", entries[i].Hash), ("m", entries[i].Matter));
        }
        Assert.Contains((await house.VerifyAsync()).Findings, f => f is { Kind: CheckpointRootMismatch, Position: 11, Until: 20 });

        var tree = new MerkleFrontier();
        foreach (var entry in entries)
        {
            tree.Append(MerkleTree.LeafHash(entry.Hash));
            if (kept.SingleOrDefault(c => c.Size == tree.Size) is { } c)
                await house.TamperAsync("UPDATE foundation_checkpoints SET note = @n WHERE size = @s", ("n", Checkpoint.Sign(c.Origin, c.Size, tree.Root(), c.SignedAt, house.Keys.Signer).ToString()), ("s", c.Size));
        }
        Assert.True((await house.VerifyAsync()).Sound);
        Assert.Contains((await house.VerifyAsync([.. kept])).Findings, f => f is { Kind: CheckpointRootMismatch, Position: 11, Until: 20 });
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Verification_reads_one_moment_while_others_go_on_writing(Database database)
    {
        await using var house = await ThreeCheckpointsAsync(database);
        using var done = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                await house.WriteAsync($"matter:{i % 5}", 2);
                if (i % 5 == 0)
                    await house.Checkpoints.CloseAsync(default);
            }
        });
        for (var i = 0; i < 15; i++)
        {
            var report = await house.VerifyAsync();
            Assert.True(report.Sound, string.Join('\n', report.Findings));
        }
        await done.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task The_commands_say_in_words_what_they_found()
    {
        await using var house = await ThreeCheckpointsAsync(Database.Sqlite);
        var kept = (await house.StoredAsync())[1];
        var (export, note, bad) = (Path.Combine(house.Folder, "ledger.jsonl"), Path.Combine(house.Folder, "kept.txt"), Path.Combine(house.Folder, "bad"));
        await File.WriteAllTextAsync(note, kept.ToString());
        await using var scope = house.Services.CreateAsyncScope();
        async Task<(int Code, string Text)> VerifyAsync(LedgerVerifyArguments arguments)
        {
            await using var output = new StringWriter();
            var exit = await LedgerVerifyCommand.RunAsync(arguments, () => scope.ServiceProvider, output, default);
            return (exit, output.ToString());
        }

        Assert.Equal(0, await LedgerExportCommand.RunAsync(export, scope.ServiceProvider, TextWriter.Null, default));
        Assert.Equal(0, (await VerifyAsync(new())).Code);
        Assert.Equal(0, (await VerifyAsync(new(export, [note], [house.Keys.Signer.PublicKey.ToString()]))).Code);

        var text = await File.ReadAllTextAsync(export);
        await File.WriteAllTextAsync(bad, text.Replace("\\\"number\\\":1", "\\\"number\\\":2", StringComparison.Ordinal));
        Assert.Equal(1, (await VerifyAsync(new(bad))).Code);
        await File.WriteAllTextAsync(bad, text[..^200]);
        Assert.Equal(2, (await VerifyAsync(new(bad))).Code);
        await File.WriteAllBytesAsync(bad, [0xff, 0x00, 0x7b, 0x0a]);
        Assert.Equal(2, (await VerifyAsync(new(bad))).Code);
        Assert.Equal(2, (await VerifyAsync(new(export, [bad]))).Code);
        Assert.Equal(2, (await VerifyAsync(new(export, null, [Path.Combine(house.Folder, "nowhere")]))).Code);
        Assert.Equal(2, (await VerifyAsync(new(Path.Combine(house.Folder, "nowhere")))).Code);
        Assert.Equal(2, await LedgerExportCommand.RunAsync(Path.Combine(house.Folder, "no", "folder"), scope.ServiceProvider, TextWriter.Null, default));

        await house.TamperAsync("UPDATE foundation_ledger SET payload = '{}' WHERE position = 3");
        var (code, said) = await VerifyAsync(new());
        Assert.Equal(1, code);
        Assert.Contains(" 3 ", said, StringComparison.Ordinal);
    }

    // Thirty entries of five matters, closed at 10, 20 and 30.
    private static async Task<LedgerHouse> ThreeCheckpointsAsync(Database database)
    {
        var house = await LedgerHouse.StartAsync(database);
        for (var i = 0; i < 30; i++)
        {
            await house.WriteAsync($"matter:{i % 5}");
            if (i % 10 == 9)
                await house.Checkpoints.CloseAsync(default);
        }
        return house;
    }
}
