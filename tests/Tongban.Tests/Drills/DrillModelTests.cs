using Tongban.Drills.Mutations;
using Tongban.Drills.Power;
using Tongban.Foundation.Ledger;
using Tongban.Tests.Foundation.Ledger;

namespace Tongban.Tests.Drills;

/// <summary>What the drills judge by: a disk that keeps what was synced and no more, and changes that really are changes.</summary>
public sealed class DrillModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-drill-model-").FullName;

    [Fact]
    public void What_was_synced_is_there_after_every_cut_and_a_name_only_when_its_folder_was_synced()
    {
        var begin = Directory.CreateDirectory(Path.Combine(_folder, "begin")).FullName;
        File.WriteAllText(Path.Combine(begin, "base"), "old");
        var disk = new Disk(begin);
        long at = 0;
        Change Told(ChangeKind kind, ulong file, long offset = 0, string data = "", string from = "", string to = "") => new(at++, kind, file, offset, System.Text.Encoding.UTF8.GetBytes(data), from, to);
        foreach (var change in (Change[])[
            Told(ChangeKind.Exists, 1, from: ".", to: "d"), Told(ChangeKind.Exists, 2, from: "base", to: "f"),
            Told(ChangeKind.Write, 2, data: "new"), Told(ChangeKind.Sync, 2), Told(ChangeKind.Write, 2, offset: 3, data: new string('x', 2000)),
            Told(ChangeKind.Create, 3, from: "paper.tmp"), Told(ChangeKind.Write, 3, data: "paper"), Told(ChangeKind.Sync, 3), Told(ChangeKind.Rename, 0, from: "paper.tmp", to: "paper")])
        {
            disk.Take(change);
        }
        var (seen, partly) = (new HashSet<bool>(), false);
        for (var seed = 0; seed < 60; seed++)
        {
            var image = Directory.CreateDirectory(Path.Combine(_folder, "image")).FullName;
            disk.LayOut(image, (Loss)(seed % 5), new Random(seed));
            var found = File.ReadAllText(Path.Combine(image, "base"));
            Assert.StartsWith("new", found, StringComparison.Ordinal);
            partly |= found.Length > 3 && found.Contains('\0', StringComparison.Ordinal);
            seen.Add(File.Exists(Path.Combine(image, "paper")));
            if (File.Exists(Path.Combine(image, "paper")))
                Assert.Equal("paper", File.ReadAllText(Path.Combine(image, "paper")));
            Directory.Delete(image, true);
        }
        Assert.True(partly, "no write was torn");
        Assert.Equal([false, true], seen.Order());

        disk.Take(Told(ChangeKind.Sync, 1));
        var kept = Directory.CreateDirectory(Path.Combine(_folder, "kept")).FullName;
        disk.LayOut(kept, Loss.All, new Random(1));
        Assert.Equal(["base", "paper"], Directory.GetFiles(kept).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Every_way_to_change_a_ledger_is_found()
    {
        var sample = SampleLedger.Make(seed: 6, entries: 60, matters: 5, between: 10, new MemorySigner());
        var ledger = new LedgerCopy(sample.Entries, [.. sample.Heads.Values], sample.Checkpoints);
        var random = new Random(6);
        foreach (var way in LedgerMutations.All(sample.Signer, new MemorySigner()))
        {
            for (var n = 0; n < 12; n++)
            {
                if (way.Apply(ledger, random) is not { } changed)
                    continue;
                var report = await LedgerReader.JudgeAsync([.. changed.Checkpoints.Select(c => c.ToString())], changed.Entries.ToAsyncEnumerable(), changed.Heads.ToAsyncEnumerable(), [sample.Signer.PublicKey], way.Outside ? ledger.Checkpoints : [], default);
                Assert.False(report.Sound, way.Name);
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, true);
}
