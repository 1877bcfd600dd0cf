using Tongban.Foundation.Ledger;
using static Tongban.Foundation.Ledger.LedgerFindingKind;

namespace Tongban.Tests.Foundation.Ledger;

/// <summary>Seventeen ways to tamper with a ledger, each at a thousand places: found every time, and at the right place.</summary>
public sealed class TamperingTests
{
    private const int Ledgers = 50;
    private const int PlacesEach = 20;
    private const int EntriesEach = 100;
    private const int Between = 40;

    private static readonly MemorySigner Signer = new();
    private static readonly MemorySigner Stranger = new();

    // Together 5,000 entries in 600 matters; small ones so that a thousand whole verifications take a second.
    private static readonly SampleLedger[] Small = [.. Enumerable.Range(0, Ledgers).Select(seed => SampleLedger.Make(seed, EntriesEach, 12, Between, Signer))];
    private static readonly SampleLedger Large = SampleLedger.Make(99, 5000, 300, 512, Signer);

    public enum Tampering
    {
        EditPayload,
        EditPayloadAndReseal,
        ChangeActor,
        ChangeTime,
        BackdateAndRewrite,
        DeleteEntry,
        InsertForgedEntry,
        DuplicateEntry,
        SwapPlaces,
        SwapPayloads,
        TruncateTail,
        RewriteChain,
        MoveToAnotherMatter,
        ChangeHead,
        ForgeCheckpointRoot,
        ReplaceCheckpointKey,
        SignAWrongRoot,
    }

    public static TheoryData<Tampering> All => [.. Enum.GetValues<Tampering>()];

    [Fact]
    public void An_untouched_ledger_gives_no_finding()
    {
        Assert.Empty(Large.Verify([.. Large.Checkpoints]));
        Assert.All(Small, ledger => Assert.Empty(ledger.Verify(ledger.Checkpoints[1])));
    }

    [Theory, MemberData(nameof(All))]
    public void Tampering_is_found_where_it_was_done(Tampering tampering)
    {
        var random = new Random((int)tampering);
        foreach (var ledger in Small)
        {
            foreach (var index in Enumerable.Range(0, EntriesEach).OrderBy(_ => random.Next()).Take(PlacesEach))
                Tamper(tampering, ledger.Copy(), index, random);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Tampering_is_found_in_a_large_ledger_too(Tampering tampering)
    {
        var random = new Random(1000 + (int)tampering);
        foreach (var index in (int[])[0, 511, 512, random.Next(5000), 4999])
            Tamper(tampering, Large.Copy(), index, random);
    }

    private static void Tamper(Tampering tampering, SampleLedger ledger, int index, Random random)
    {
        var entry = ledger.Entries[index];
        var place = index + 1L;
        var next = ledger.Entries.Skip(index + 1).FirstOrDefault(e => e.Matter == entry.Matter);
        var before = ledger.Entries.Take(index).LastOrDefault(e => e.Matter == entry.Matter);
        Checkpoint[] kept = [.. ledger.Checkpoints];
        var from = kept.Where(c => c.Size < place).Select(c => c.Size).LastOrDefault() + 1;
        var until = kept.First(c => c.Size >= place).Size;
        List<LedgerFinding> found = [];

        void Found(LedgerFindingKind kind, string? matter, long? sequence, long? position, long? through = null) => Assert.True(
            found.Any(f => f.Kind == kind && f.Matter == matter && f.Sequence == sequence && f.Position == position && f.Until == (through ?? position)),
            $"{tampering} at {place} ({entry.Matter} step {entry.Sequence}): no {kind} {matter} {sequence} {position}..{through ?? position} in\n{string.Join('\n', found)}");

        void OneStepMissing()
        {
            if (next is not null)
                Found(SequenceGap, entry.Matter, entry.Sequence + 1, found.First(f => f.Kind == SequenceGap && f.Matter == entry.Matter).Position);
            else
                Found(HeadWithoutEntry, entry.Matter, entry.Sequence, null);
        }

        switch (tampering)
        {
            case Tampering.EditPayload:
                ledger.Entries[index] = SampleLedger.Forge(entry, reseal: false, payload: entry.Payload.Replace("Granted", "Refused", StringComparison.Ordinal));
                found = ledger.Verify();
                Found(EntryHashWrong, entry.Matter, entry.Sequence, place);
                Assert.Single(found);
                break;

            case Tampering.EditPayloadAndReseal:
                ledger.Entries[index] = SampleLedger.Forge(entry, reseal: true, payload: "{}");
                found = ledger.Verify();
                if (next is not null)
                    Found(ChainBroken, entry.Matter, entry.Sequence + 1, place, next.Position);
                else
                    Found(HeadMismatch, entry.Matter, entry.Sequence, place);
                Found(CheckpointRootMismatch, null, null, from, until);
                Assert.Equal(2, found.Count);
                break;

            case Tampering.ChangeActor:
                ledger.Entries[index] = SampleLedger.Forge(entry, reseal: false, actor: SampleLedger.NewId(random));
                found = ledger.Verify();
                Found(EntryHashWrong, entry.Matter, entry.Sequence, place);
                Assert.Single(found);
                break;

            case Tampering.ChangeTime:
                ledger.Entries[index] = SampleLedger.Forge(entry, reseal: false, at: entry.RecordedAt.AddTicks(random.Next(2) == 0 ? 10 : 1));
                found = ledger.Verify();
                Found(EntryHashWrong, entry.Matter, entry.Sequence, place);
                Assert.Single(found);
                break;

            case Tampering.BackdateAndRewrite:
                ledger.Rewrite(index, SampleLedger.Forge(entry, reseal: true, at: entry.RecordedAt.AddYears(-1)));
                found = ledger.Verify();
                if (before is not null)
                    Found(TimeWentBack, entry.Matter, entry.Sequence, place);
                Found(CheckpointRootMismatch, null, null, from, until);
                break;

            case Tampering.DeleteEntry:
                ledger.Entries.RemoveAt(index);
                found = ledger.Verify();
                if (index < ledger.Entries.Count)
                    Found(PositionGap, null, null, place);
                else
                    Found(TreeTruncated, null, null, place);
                OneStepMissing();
                break;

            case Tampering.InsertForgedEntry:
                var forged = SampleLedger.Forge(entry, reseal: true, id: SampleLedger.NewId(random), payload: "{}");
                ledger.Entries.Insert(index, forged);
                for (var i = index + 1; i < ledger.Entries.Count; i++)
                    ledger.Entries[i] = SampleLedger.Forge(ledger.Entries[i], reseal: false, position: i + 1);
                found = ledger.Verify();
                Found(SequenceDuplicate, entry.Matter, entry.Sequence, place + 1);
                Found(CheckpointRootMismatch, null, null, from, until);
                break;

            case Tampering.DuplicateEntry:
                ledger.Entries.Insert(index, entry);
                found = ledger.Verify();
                Found(PositionDuplicate, entry.Matter, entry.Sequence, place);
                Found(SequenceDuplicate, entry.Matter, entry.Sequence, place);
                Assert.Equal(2, found.Count);
                break;

            case Tampering.SwapPlaces:
                var other = Other(ledger, index, random);
                (ledger.Entries[index], ledger.Entries[other]) = (
                    SampleLedger.Forge(ledger.Entries[other], reseal: false, position: place), SampleLedger.Forge(entry, reseal: false, position: other + 1));
                found = ledger.Verify();
                var low = Math.Min(place, other + 1);
                Found(CheckpointRootMismatch, null, null, kept.Where(c => c.Size < low).Select(c => c.Size).LastOrDefault() + 1, kept.First(c => c.Size >= low).Size);
                break;

            case Tampering.SwapPayloads:
                var partner = Other(ledger, index, random);
                var theirs = ledger.Entries[partner];
                ledger.Entries[index] = SampleLedger.Forge(entry, reseal: false, payload: theirs.Payload);
                ledger.Entries[partner] = SampleLedger.Forge(theirs, reseal: false, payload: entry.Payload);
                found = ledger.Verify();
                Found(EntryHashWrong, entry.Matter, entry.Sequence, place);
                Found(EntryHashWrong, theirs.Matter, theirs.Sequence, partner + 1);
                Assert.Equal(2, found.Count);
                break;

            case Tampering.TruncateTail:
                ledger.Entries.RemoveRange(index, ledger.Entries.Count - index);
                found = ledger.Verify();
                Found(TreeTruncated, null, null, place, until);
                Found(HeadWithoutEntry, entry.Matter, entry.Sequence, null);
                break;

            case Tampering.RewriteChain:
                ledger.Rewrite(index, SampleLedger.Forge(entry, reseal: true, payload: "{}"));
                ledger.SignAnew();
                if (index % 10 == 0)
                    Assert.Empty(ledger.Verify());   // chain, heads and signatures are in order: only what was kept outside tells
                found = ledger.Verify(kept);
                Found(CheckpointRootMismatch, null, null, from, until);
                Found(CheckpointMissing, null, null, until);
                Assert.DoesNotContain(found, f => f.Position < from);
                break;

            case Tampering.MoveToAnotherMatter:
                var target = ledger.Entries[Other(ledger, index, random)].Matter;
                var last = ledger.Entries.Take(index).LastOrDefault(e => e.Matter == target);
                var step = (last?.Sequence ?? 0) + 1;
                ledger.Entries[index] = SampleLedger.Forge(entry, reseal: true, matter: target, sequence: step, previous: last?.Hash ?? LedgerEntry.Nothing);
                var displaced = ledger.Entries.Skip(index + 1).FirstOrDefault(e => e.Matter == target);
                found = ledger.Verify();
                OneStepMissing();
                if (displaced is not null)
                    Found(SequenceDuplicate, target, step, displaced.Position);
                else
                    Found(EntryWithoutHead, target, step, place);
                Found(CheckpointRootMismatch, null, null, from, until);
                break;

            case Tampering.ChangeHead:
                var head = ledger.Heads[entry.Matter];
                var end = ledger.Entries.Last(e => e.Matter == entry.Matter).Position;
                switch (index % 3)
                {
                    case 0:
                        ledger.Heads[entry.Matter] = head with { Hash = new byte[32] };
                        found = ledger.Verify();
                        Found(HeadMismatch, entry.Matter, head.Sequence, end);
                        break;
                    case 1:
                        ledger.Heads[entry.Matter] = head with { Sequence = head.Sequence - 1 };
                        found = ledger.Verify();
                        Found(EntryWithoutHead, entry.Matter, head.Sequence, end);
                        break;
                    default:
                        ledger.Heads.Remove(entry.Matter);
                        found = ledger.Verify();
                        Found(HeadMissing, entry.Matter, head.Sequence, end);
                        break;
                }

                Assert.Single(found);
                break;

            case Tampering.ForgeCheckpointRoot:
                Replace(c => Checkpoint.Restore(c.Origin, c.Size, entry.Hash, c.SignedAt, c.KeyId, c.Signature));
                Found(CheckpointSignatureInvalid, null, null, until);
                Found(CheckpointRootMismatch, null, null, until);
                Assert.Equal(2, found.Count);
                break;

            case Tampering.ReplaceCheckpointKey:
                Replace(c => Checkpoint.Sign(c.Origin, c.Size, c.RootHash, c.SignedAt, Stranger));
                Found(CheckpointSignatureInvalid, null, null, until);
                Assert.Single(found);
                break;

            case Tampering.SignAWrongRoot:
                Replace(c => Checkpoint.Sign(c.Origin, c.Size, entry.Hash, c.SignedAt, Signer));
                if (until < ledger.Entries.Count)
                    Found(CheckpointRootMismatch, null, null, until);   // the next one vouches for the entries
                else
                    Found(CheckpointRootMismatch, null, null, from, until);
                Assert.Single(found);
                break;
        }

        void Replace(Func<Checkpoint, Checkpoint> replacement)
        {
            var at = ledger.Checkpoints.FindIndex(c => c.Size == until);
            ledger.Checkpoints[at] = replacement(ledger.Checkpoints[at]);
            found = ledger.Verify();
        }
    }

    // Another entry of another matter.
    private static int Other(SampleLedger ledger, int index, Random random)
    {
        int other;
        do
        {
            other = random.Next(ledger.Entries.Count);
        }
        while (ledger.Entries[other].Matter == ledger.Entries[index].Matter);
        return other;
    }
}
