using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Tongban.Foundation.Ledger;

/// <summary>A digest that the ledger's key signed for one purpose: four lines of text beside the file it vouches for.</summary>
/// <remarks>Purpose, SHA-256 in hex, key id, signature in base64. The signature covers the first two lines; a purpose is no name of a ledger, so it can never be taken for a checkpoint, which has four.</remarks>
public sealed record SignedDigest(string Purpose, string Digest, string KeyId, byte[] Signature)
{
    public static SignedDigest Sign(string purpose, string digest, ILedgerSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return new(purpose, digest, signer.PublicKey.KeyId, signer.Sign(Bytes(purpose, digest)));
    }

    public bool Verify(LedgerPublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.KeyId == KeyId && key.Verify(Bytes(Purpose, Digest), Signature);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Purpose}\n{Digest}\n{KeyId}\n{Convert.ToBase64String(Signature)}\n");

    /// <summary>Reads exactly what <see cref="ToString"/> writes; the signature is not judged.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SignedDigest? signed)
    {
        ArgumentNullException.ThrowIfNull(text);
        signed = null;
        if (text.Split('\n') is not [var purpose, var digest, var key, var signature, ""])
            return false;
        var bytes = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, bytes, out var written))
            return false;
        signed = new(purpose, digest, key, bytes[..written]);
        // Base64 with loose bits would be another text for the same signature.
        return signed.ToString() == text;
    }

    private static byte[] Bytes(string purpose, string digest) => Encoding.UTF8.GetBytes($"{purpose}\n{digest}\n");
}
