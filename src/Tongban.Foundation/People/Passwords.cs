using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Tongban.Foundation.People;

/// <summary>Hashing of passwords: PBKDF2-HMAC-SHA512 with 210,000 rounds and a salt per password, by the framework's hasher.</summary>
public sealed class Passwords
{
    private const int DefaultRounds = 210_000;
    private readonly PasswordHasher<Person> _hasher;
    private readonly Lazy<string> _decoy;

    public Passwords() : this(DefaultRounds)
    {
    }

    /// <param name="rounds">Fewer than usual only where no real password is kept: in tests.</param>
    internal Passwords(int rounds)
    {
        _hasher = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = rounds }));
        _decoy = new Lazy<string>(() => _hasher.HashPassword(null!, Guid.NewGuid().ToString()));
    }

    public string Hash(string password) => _hasher.HashPassword(null!, password);

    /// <summary>Compares; for an unknown account it spends the same time on a decoy, so that names cannot be probed by the clock.</summary>
    public bool Verify(Person? person, string password) =>
        _hasher.VerifyHashedPassword(null!, person?.PasswordHash ?? _decoy.Value, password) is not PasswordVerificationResult.Failed && person is not null;

    /// <summary>A password for one use, to be read out and typed: four groups of four without letters that look alike, 66 bits.</summary>
    public static string OneTime()
    {
        const string upper = "ABCDEFGHJKLMNPQRSTUVWXYZ", lower = "abcdefghijkmnpqrstuvwxyz", digits = "23456789";
        return string.Join('-', new[] { upper, lower, digits, lower }.Select(letters => RandomNumberGenerator.GetString(letters, 4)));
    }
}
