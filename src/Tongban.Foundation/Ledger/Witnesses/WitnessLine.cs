using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Tongban.Foundation.Ledger.Witnesses;

/// <summary>One witness's line under a checkpoint: <c>— name base64(key id ‖ signature)</c>. The signature covers the checkpoint's signed bytes and the witness's name with a line feed,
/// so that no line can be passed off as another's (docs/ledger-format.md, 3.1).</summary>
internal sealed record WitnessLine(string Name, string KeyId, byte[] Signature)
{
    /// <summary>Longest line that is read.</summary>
    public const int Most = 400;

    public static WitnessLine Sign(Checkpoint checkpoint, string name, ILedgerSigner signer) => new(name, signer.PublicKey.KeyId, signer.Sign(Covered(checkpoint, name)));

    public bool Verify(Checkpoint checkpoint, LedgerPublicKey key) => key.KeyId == KeyId && key.Verify(Covered(checkpoint, Name), Signature);

    public override string ToString() => $"— {Name} {Convert.ToBase64String([.. Convert.FromHexString(KeyId), .. Signature])}";

    public static bool TryParse(string? text, [NotNullWhen(true)] out WitnessLine? line)
    {
        line = null;
        var bytes = new byte[Most];
        if (text is not { Length: <= Most } || text.Trim().Split(' ') is not ["—", { Length: > 0 } name, var signed] || !Convert.TryFromBase64String(signed, bytes, out var written) || written <= 4)
            return false;
        line = new WitnessLine(name, Convert.ToHexStringLower(bytes.AsSpan(0, 4)), bytes[4..written]);
        return true;
    }

    private static byte[] Covered(Checkpoint checkpoint, string name) => [.. checkpoint.SignedBytes(), .. Encoding.UTF8.GetBytes($"{name}\n")];
}
