using System.Security.Cryptography;
using System.Text;

namespace Tongban.Foundation;

/// <summary>SHA-256 (FIPS 180-4) of texts: what an act says of a text it must not carry itself, and keys that follow from what they stand for.</summary>
public static class Sha256
{
    /// <returns>64 lower-case hexadecimal digits; nothing counts as the empty text.</returns>
    public static string Of(string? text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text ?? "")));

    /// <summary>The same key for the same text, for something that may be begun twice and must be there once.</summary>
    public static Guid Key(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>The identity of one act that a larger one consists of: the same whenever the same batch is sent, or the same entry delivered, again.</summary>
    public static Guid Part(this Guid whole, string part) => new(SHA256.HashData([.. whole.ToByteArray(), .. Encoding.UTF8.GetBytes(part)]).AsSpan(0, 16));
}
