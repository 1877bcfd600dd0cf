using System.Globalization;
using System.Security.Cryptography;
using Tongban.Foundation.Ledger;

namespace Tongban.Tests.Foundation.Ledger;

/// <summary>A signing key that lives in memory.</summary>
internal sealed class MemorySigner : ILedgerSigner
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public MemorySigner() => PublicKey = new LedgerPublicKey(LedgerPublicKey.EcdsaP256, _key.ExportSubjectPublicKeyInfo());

    public LedgerPublicKey PublicKey { get; }

    public byte[] Sign(ReadOnlySpan<byte> data) => _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}

/// <summary>A ledger in memory that can be tampered with: entries in the order of their place, heads, checkpoints.</summary>
internal sealed class SampleLedger
{
    public const string Origin = "tongban.example/ledger";

    public List<LedgerEntry> Entries { get; private init; } = [];

    public Dictionary<string, MatterHead> Heads { get; private init; } = [];

    public List<Checkpoint> Checkpoints { get; private init; } = [];

    public required MemorySigner Signer { get; init; }

    public static SampleLedger Make(int seed, int entries, int matters, int between, MemorySigner signer)
    {
        var random = new Random(seed);
        var ledger = new SampleLedger { Signer = signer };
        var tree = new MerkleFrontier();
        var at = new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);
        for (var i = 1; i <= entries; i++)
        {
            var matter = string.Create(CultureInfo.InvariantCulture, $"project:{random.Next(matters):d4}");
            var head = ledger.Heads.GetValueOrDefault(matter);
            at = at.AddMilliseconds(random.Next(1, 60_000));
            var entry = LedgerEntry.Seal(
                NewId(random), matter, (head?.Sequence ?? 0) + 1, head?.Hash ?? LedgerEntry.Nothing, at, NewId(random), "FGW@360500",
                random.Next(2) == 0 ? null : "91360500MA35XXXX0A", "approvals.item-decided", $$"""{"item":"A-{{i}}","verdict":"Granted"}""");
            entry.Place(i);
            ledger.Entries.Add(entry);
            ledger.Heads[matter] = new MatterHead(matter, entry.Sequence, entry.Hash);
            tree.Append(MerkleTree.LeafHash(entry.Hash));
            if (i % between == 0 || i == entries)
                ledger.Checkpoints.Add(Checkpoint.Sign(Origin, i, tree.Root(), at.AddSeconds(1), signer));
        }

        return ledger;
    }

    public SampleLedger Copy() => new()
    {
        Entries = [.. Entries],
        Heads = new(Heads),
        Checkpoints = [.. Checkpoints],
        Signer = Signer,
    };

    public static Guid NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>The entry with some fields replaced, as someone with the database open would do it; resealed on demand.</summary>
    public static LedgerEntry Forge(
        LedgerEntry entry, bool reseal, string? matter = null, long? sequence = null, byte[]? previous = null, DateTimeOffset? at = null, Guid? actor = null,
        string? payload = null, long? position = null, Guid? id = null)
    {
        var forged = LedgerEntry.Restore(
            id ?? entry.Id, matter ?? entry.Matter, sequence ?? entry.Sequence, previous ?? entry.PreviousHash, entry.Hash, at ?? entry.RecordedAt, actor ?? entry.ActorId,
            entry.Organ, entry.Enterprise, entry.Act, payload ?? entry.Payload, position ?? entry.Position);
        return !reseal ? forged : LedgerEntry.Restore(
            forged.Id, forged.Matter, forged.Sequence, forged.PreviousHash, SHA256.HashData(forged.SealedBytes()), forged.RecordedAt, forged.ActorId,
            forged.Organ, forged.Enterprise, forged.Act, forged.Payload, forged.Position);
    }

    /// <summary>Replaces the entry at a place and seals all that follow in its matter anew, head included: a rewritten chain without a seam.</summary>
    public void Rewrite(int index, LedgerEntry forged)
    {
        var (matter, previous) = (forged.Matter, forged.Hash);
        Entries[index] = forged;
        Heads[matter] = new MatterHead(matter, forged.Sequence, forged.Hash);
        for (var i = index + 1; i < Entries.Count; i++)
        {
            if (Entries[i].Matter != matter)
                continue;
            Entries[i] = Forge(Entries[i], reseal: true, previous: previous);
            previous = Entries[i].Hash;
            Heads[matter] = new MatterHead(matter, Entries[i].Sequence, previous);
        }
    }

    /// <summary>Signs all checkpoints anew over the entries as they stand: what the holder of the signing key can do.</summary>
    public void SignAnew()
    {
        var tree = new MerkleFrontier();
        var anew = new List<Checkpoint>();
        var next = 0;
        foreach (var entry in Entries)
        {
            tree.Append(MerkleTree.LeafHash(entry.Hash));
            if (next < Checkpoints.Count && Checkpoints[next].Size == tree.Size)
                anew.Add(Checkpoint.Sign(Origin, tree.Size, tree.Root(), Checkpoints[next++].SignedAt, Signer));
        }

        Checkpoints.Clear();
        Checkpoints.AddRange(anew);
    }

    public List<LedgerFinding> Verify(params Checkpoint[] earlier)
    {
        // Everything is in memory and completes at once, so waiting blocks nobody.
        var verifier = new LedgerVerifier([Signer.PublicKey], earlier);
        return verifier.VerifyAsync(Stream(Entries), Stream(Heads.Values), Checkpoints).ToBlockingEnumerable().ToList();
    }

    public static async IAsyncEnumerable<T> Stream<T>(IEnumerable<T> items)
    {
        await Task.CompletedTask;
        foreach (var item in items)
            yield return item;
    }
}
