using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Tongban.Foundation.Webhooks;

/// <summary>Signatures by the Standard Webhooks specification 1.0: HMAC-SHA256 over <c>id.timestamp.body</c> with a shared secret.</summary>
internal static class WebhookSignature
{
    public const string Prefix = "whsec_";

    /// <summary>256 random bits, written <c>whsec_</c> and base64.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>One signature a secret, parted by blanks: while a secret is replaced, the old one signs too.</summary>
    public static string Header(IEnumerable<string> secrets, Guid id, DateTimeOffset at, byte[] body) => string.Join(' ', secrets.Select(s => "v1," + Of(s, id, at, body)));

    private static string Of(string secret, Guid id, DateTimeOffset at, byte[] body)
    {
        var key = Convert.FromBase64String(secret[Prefix.Length..]);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{Timestamp(at)}."), .. body];
        return Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }
}

/// <summary>Secrets as they lie in the database: encrypted with the keys that sessions use too, which are in no backup unless asked for.</summary>
internal sealed class WebhookSecrets(IDataProtectionProvider? provider)
{
    private readonly IDataProtector _protector = (provider ?? new EphemeralDataProtectionProvider()).CreateProtector("tongban.webhooks.secret");

    public string Protect(string secret) => _protector.Protect(secret);

    /// <returns>The secret, or <see langword="null"/> when the key is gone: then a new one is needed.</returns>
    public string? Reveal(string kept)
    {
        try
        {
            return _protector.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
