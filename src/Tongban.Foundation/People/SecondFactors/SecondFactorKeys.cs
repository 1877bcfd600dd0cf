using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.People.SecondFactors;

/// <summary>Of whom a second factor is demanded. Everybody may have one.</summary>
public enum SecondFactorDemand
{
    Nobody,

    /// <summary>Of everyone who holds a post: officers, heads, administrators, auditors.</summary>
    Officers,

    Everyone,
}

/// <summary>The installation's rule about second factors.</summary>
public sealed record SecondFactorRules(SecondFactorDemand Demand = SecondFactorDemand.Nobody)
{
    public bool DemandedOf(bool holdsPost) => Demand is SecondFactorDemand.Everyone || (Demand is SecondFactorDemand.Officers && holdsPost);
}

/// <summary>A secret on its way into an app.</summary>
/// <param name="Secret">For typing, in groups of four.</param>
/// <param name="Address">For the picture: <c>otpauth://totp/…</c>.</param>
/// <param name="Sealed">What comes back with the first code: the secret, encrypted, for this person and a quarter of an hour.</param>
public sealed record SecondFactorSetup(string Secret, string Address, string Sealed);

/// <summary>Encrypts what only this service may read again, by the data-protection keys of the installation.</summary>
public sealed class SecondFactorKeys(IDataProtectionProvider protection, CityClock clock)
{
    private const string Purpose = "Tongban.SecondFactor", ForKeeping = "secret", ForSetup = "setup", ForTicket = "ticket";
    private static readonly TimeSpan SetupLife = TimeSpan.FromMinutes(15), TicketLife = TimeSpan.FromMinutes(5);

    /// <summary>A secret as it is kept. It is bound to its person: in another's row it is unreadable.</summary>
    internal string Keep(Guid person, byte[] secret) => Write(ForKeeping, person, Convert.ToBase64String(secret));

    /// <returns>The secret; <see langword="null"/> when the keys it was encrypted by are lost.</returns>
    internal byte[]? Open(SecondFactor factor) => Read(ForKeeping, factor.Id, factor.Secret) is { } text ? Convert.FromBase64String(text) : null;

    internal SecondFactorSetup Begin(Guid person, string userName) => Show(person, userName, Totp.NewSecret());

    /// <returns>The secret of a setup that this person began, with what to show if its first code was wrong.</returns>
    internal (byte[] Secret, SecondFactorSetup Again)? Setup(Guid person, string userName, string? @sealed)
    {
        if (Timed(ForSetup, person, @sealed) is not { } text)
            return null;
        var secret = Convert.FromBase64String(text);
        return (secret, Show(person, userName, secret) with { Sealed = @sealed! });
    }

    /// <summary>States for five minutes that somebody knew this person's password, so that it need not be typed again beside the code.</summary>
    internal string Ticket(Person person) => $"{person.Id:N}.{Write(ForTicket, person.Id, Until(TicketLife) + person.Stamp.ToString("N"))}";

    /// <returns>Person and stamp of a ticket of ours that has not ended.</returns>
    internal (Guid Person, Guid Stamp)? Read(string? ticket) =>
        ticket?.Split('.', 2) is [var id, var rest] && Guid.TryParseExact(id, "N", out var person) && Timed(ForTicket, person, rest) is { } stamp ? (person, Guid.ParseExact(stamp, "N")) : null;

    private SecondFactorSetup Show(Guid person, string userName, byte[] secret) =>
        new(string.Join(' ', Totp.Base32(secret).Chunk(4).Select(g => new string(g))), Totp.AddressOf(userName, secret), Write(ForSetup, person, Until(SetupLife) + Convert.ToBase64String(secret)));

    private string Until(TimeSpan life) => (clock.Now + life).ToUnixTimeSeconds().ToString("D12", CultureInfo.InvariantCulture);

    private string? Timed(string use, Guid person, string? text) =>
        Read(use, person, text) is { Length: > 12 } read && long.Parse(read[..12], CultureInfo.InvariantCulture) > clock.Now.ToUnixTimeSeconds() ? read[12..] : null;

    private IDataProtector Protector(string use, Guid person) => protection.CreateProtector(Purpose, use, person.ToString());

    private string Write(string use, Guid person, string text) => Protector(use, person).Protect(text);

    private string? Read(string use, Guid person, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return Protector(use, person).Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
