using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tongban.Foundation.Ledger;

/// <summary>What a proof came to.</summary>
/// <param name="Explanation">For the person who holds the proof.</param>
public sealed record LedgerProofVerdict(bool Sound, Words Explanation);

/// <summary>What an applicant downloads for one act: the entry, its path in the tree, the signed head of the tree and the key. Anyone can verify it without asking us.</summary>
public sealed record LedgerProof(LedgerEntry Entry, IReadOnlyList<byte[]> Path, Checkpoint Checkpoint, LedgerPublicKey PublicKey)
{
    public const string Format = "tongban-proof-1";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the proof of an entry that stands within the checkpoint.</summary>
    public static async ValueTask<LedgerProof> MakeAsync(LedgerEntry entry, Checkpoint checkpoint, LedgerPublicKey key, ILeafSource leaves, CancellationToken ct)
    {
        if (entry.Position is not { } position || position > checkpoint.Size)
            throw new ArgumentException("The checkpoint does not cover this entry yet.", nameof(entry));
        return new LedgerProof(entry, await MerkleTree.InclusionProofAsync(leaves, position - 1, checkpoint.Size, ct), checkpoint, key);
    }

    /// <param name="trusted">The key as published elsewhere. Without it the proof is judged by the key it carries, and the explanation says so.</param>
    public LedgerProofVerdict Verify(LedgerPublicKey? trusted = null)
    {
        if (!Entry.Verify())
            return new(false, ("记录内容与其摘要不符：内容被改动过。", "The entry does not match its hash: its content was changed."));
        if (Entry.Position is not { } position || position < 1 || position > Checkpoint.Size)
            return new(false, ("记录的位置不在检查点范围内。", "The entry's position lies outside the checkpoint."));
        if (trusted is not null && trusted.ToString() != PublicKey.ToString())
            return new(false, ("证明所附公钥不是公布的公钥。", "The key in the proof is not the published key."));
        if (!Checkpoint.Verify(PublicKey))
            return new(false, ("检查点签名无效。", "The checkpoint's signature is not valid."));
        if (!MerkleTree.VerifyInclusion(MerkleTree.LeafHash(Entry.Hash), position - 1, Checkpoint.Size, Path, Checkpoint.RootHash))
            return new(false, ("记录不在检查点所签的台账中，或证明路径被改动过。", "The entry is not in the ledger that the checkpoint signs, or the path was changed."));

        Words sound = (
            "证明成立：第 {0} 条记录（{1}，事项 {2} 第 {3} 步）自 {4} 起未被改动。",
            "The proof holds: entry {0} ({1}, step {3} of matter {2}) is unchanged since {4}.");
        sound = sound.With(position, Entry.Act, Entry.Matter, Entry.Sequence, Checkpoint.SignedAt.ToString("u", System.Globalization.CultureInfo.InvariantCulture));
        return new(true, trusted is not null ? sound : (
            sound.Zh + $"请核对公钥编号 {PublicKey.KeyId} 与公布的一致。",
            $"{sound.En} Compare the key {PublicKey.KeyId} with the published one."));
    }

    public string ToJson() => new JsonObject
    {
        ["format"] = Format,
        ["entry"] = EntryJson.Write(Entry),
        ["path"] = new JsonArray([.. Path.Select(h => JsonValue.Create(Convert.ToHexStringLower(h)))]),
        ["checkpoint"] = Checkpoint.ToString(),
        ["publicKey"] = PublicKey.ToString(),
    }.ToJsonString(Readable);

    /// <exception cref="FormatException">The text is no such proof.</exception>
    public static LedgerProof FromJson(string json)
    {
        try
        {
            if (JsonNode.Parse(json) is JsonObject proof && proof["format"]?.GetValue<string>() == Format
                && Checkpoint.TryParse(proof["checkpoint"]?.GetValue<string>(), out var checkpoint)
                && LedgerPublicKey.TryParse(proof["publicKey"]?.GetValue<string>(), out var key)
                && proof["entry"] is JsonObject entry && proof["path"] is JsonArray path && path.Count <= 64)
            {
                return new LedgerProof(EntryJson.Read(entry), [.. path.Select(h => Convert.FromHexString(h?.GetValue<string>() ?? throw new FormatException("A step of the path is missing.")))], checkpoint, key);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new FormatException("This is not a proof of the ledger.", e);
        }

        throw new FormatException("This is not a proof of the ledger.");
    }
}
