using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tongban.Foundation.People.SecondFactors;

/// <summary>The codes of an authenticator app: RFC 6238 with its defaults, which every app knows. HMAC-SHA1, six digits, half a minute.</summary>
internal static class Totp
{
    public const int Digits = 6;

    private const int SecondsOfStep = 30, SecretBytes = 20;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>As long as the hash (RFC 4226, section 4, R6).</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / SecondsOfStep;

    /// <summary>The code of a step (RFC 4226, section 5.3).</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "what authenticator apps compute; collisions of SHA-1 do not touch HMAC (RFC 6194, section 3.3)")]
    public static string CodeAt(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, mac);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xF)..]) & int.MaxValue;
        var text = number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        return text[^digits..];
    }

    /// <returns>The step whose code it is: this one, the one before or the one after, because clocks and fingers differ; or <see langword="null"/>.</returns>
    public static long? Find(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var given = Encoding.UTF8.GetBytes(code);
        long? found = null;
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(CodeAt(secret, step))))
                found = step;
        }
        return found;
    }

    /// <summary>What an app reads from the picture.</summary>
    public static string AddressOf(string userName, ReadOnlySpan<byte> secret) => $"otpauth://totp/Tongban:{Uri.EscapeDataString(userName)}?secret={Base32(secret)}&issuer=Tongban&algorithm=SHA1&digits=6&period=30";

    /// <summary>RFC 4648, section 6; twenty bytes need no padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + 4) / 5);
        var (buffer, bits) = (0, 0);
        foreach (var one in bytes)
        {
            buffer = (buffer << 8) | one;
            for (bits += 8; bits >= 5; bits -= 5)
                text.Append(Alphabet[(buffer >> (bits - 5)) & 31]);
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0)
            text.Append(Alphabet[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }
}

/// <summary>Codes for the day the telephone is gone: each opens once.</summary>
internal static class RecoveryCodes
{
    public const int Given = 10;

    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>24 of 32 letters are 120 bits: too many to guess even for someone who has the digests, so that these need no slow hash.</summary>
    public static string[] New() => [.. Enumerable.Range(0, Given).Select(_ => string.Join('-', Enumerable.Range(0, 6).Select(_ => RandomNumberGenerator.GetString(Letters, 4))))];

    /// <summary>A code as it is compared: how it was spaced does not matter.</summary>
    public static string Plain(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    public static string DigestOf(string code) => Sha256.Of(Plain(code));
}
