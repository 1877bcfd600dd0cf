using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tongban.Foundation.Ledger;

/// <summary>The signed head of the tree: so many entries there were at this moment, and this is their root. Whoever keeps one can later show that nothing before it was changed.</summary>
/// <remarks>
/// Its text is a signed note: origin, size, root (base64), instant, an empty line, and <c>— origin base64(key id ‖ signature)</c>.
/// The signature covers the UTF-8 bytes of the first four lines with their line feeds.
/// </remarks>
public sealed class Checkpoint
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private const int MostWitnesses = 64;

    private Checkpoint()
    {
    }

    /// <summary>Name of the ledger, for example <c>tongban.xinyu.gov.cn/ledger</c>; no blanks.</summary>
    public string Origin { get; private set; } = "";

    /// <summary>How many entries the tree has: those at position 1 to this.</summary>
    public long Size { get; private set; }

    public byte[] RootHash { get; private set; } = [];

    /// <summary>When it was signed: UTC, whole microseconds.</summary>
    public DateTimeOffset SignedAt { get; private set; }

    /// <summary><see cref="LedgerPublicKey.KeyId"/> of the key that signed.</summary>
    public string KeyId { get; private set; } = "";

    public byte[] Signature { get; private set; } = [];

    /// <summary>Lines of other organs that signed it too (docs/ledger-format.md, 3.1); the ledger's own signature does not cover them.</summary>
    public IReadOnlyList<string> WitnessLines { get; private set; } = [];

    public static Checkpoint Sign(string origin, long size, byte[] rootHash, DateTimeOffset at, ILedgerSigner signer)
    {
        if (origin.Length == 0 || origin.Any(char.IsWhiteSpace) || origin.Contains('+', StringComparison.Ordinal))
            throw new ArgumentException("The name of a ledger has no blanks and no plus sign.", nameof(origin));
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (rootHash.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException("A root is 32 bytes.", nameof(rootHash));

        var checkpoint = Restore(origin, size, rootHash, LedgerEntry.Truncate(at), signer.PublicKey.KeyId, []);
        checkpoint.Signature = signer.Sign(checkpoint.SignedBytes());
        return checkpoint;
    }

    /// <summary>A checkpoint as it was kept elsewhere, believed unseen.</summary>
    public static Checkpoint Restore(string origin, long size, byte[] rootHash, DateTimeOffset signedAt, string keyId, byte[] signature) => new()
    {
        Origin = origin,
        Size = size,
        RootHash = rootHash,
        SignedAt = signedAt,
        KeyId = keyId,
        Signature = signature,
    };

    /// <summary>The same checkpoint with these lines of witnesses under it.</summary>
    public Checkpoint Witnessed(IReadOnlyList<string> lines)
    {
        var copy = Restore(Origin, Size, RootHash, SignedAt, KeyId, Signature);
        copy.WitnessLines = lines;
        return copy;
    }

    /// <summary>Whether the key made the signature.</summary>
    public bool Verify(LedgerPublicKey key) => key.KeyId == KeyId && key.Verify(SignedBytes(), Signature);

    /// <summary>The bytes the signature covers.</summary>
    public byte[] SignedBytes() => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(RootHash)}\n{SignedAt.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture)}\n"));

    /// <summary>The signed note.</summary>
    public override string ToString() =>
        $"{Encoding.UTF8.GetString(SignedBytes())}\n— {Origin} {Convert.ToBase64String([.. Convert.FromHexString(KeyId), .. Signature])}\n{string.Concat(WitnessLines.Select(l => l + "\n"))}";

    /// <summary>Reads a signed note; the signature is not judged.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (text?.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n') is not [var origin, var size, var root, var at, "", var signature, .. var witnesses]
            || signature.Split(' ') is not ["—", var name, var signed] || name != origin || origin.Length == 0
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !DateTime.TryParseExact(at, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            || FromBase64(root) is not { Length: SHA256.HashSizeInBytes } rootHash
            || FromBase64(signed) is not { Length: > 4 } bytes)
        {
            return false;
        }

        if (witnesses.Length > MostWitnesses || !witnesses.All(w => w.StartsWith("— ", StringComparison.Ordinal)))
            return false;
        checkpoint = Restore(origin, count, rootHash, new DateTimeOffset(instant, TimeSpan.Zero), Convert.ToHexStringLower(bytes.AsSpan(0, 4)), bytes[4..]).Witnessed(witnesses);
        return true;
    }

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}
