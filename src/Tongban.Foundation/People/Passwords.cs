using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Tongban.Foundation.People;

/// <summary>Strength and hashing of passwords: PBKDF2-HMAC-SHA512 with 210,000 rounds and a salt per password, by the framework's hasher.</summary>
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

    /// <returns>Why the password is too weak, or <see langword="null"/>.</returns>
    public static Error? Weakness(string? password, string userName)
    {
        if (password is not { Length: >= 12 })
            return PeopleErrors.PasswordWeak(("密码不足 12 位。", "The password has fewer than 12 characters."));
        if (password.Length > 128)
            return PeopleErrors.PasswordWeak(("密码超过 128 位。", "The password has more than 128 characters."));
        var kinds = (password.Any(char.IsUpper) ? 1 : 0) + (password.Any(char.IsLower) ? 1 : 0) + (password.Any(char.IsDigit) ? 1 : 0) + (password.Any(c => !char.IsLetterOrDigit(c)) ? 1 : 0);
        if (kinds < 3)
            return PeopleErrors.PasswordWeak(("密码须含大写、小写、数字、符号中的三类。", "The password needs three of upper case, lower case, digits and symbols."));
        return userName.Length > 0 && password.Contains(userName, StringComparison.OrdinalIgnoreCase)
            ? PeopleErrors.PasswordWeak(("密码不能包含用户名。", "The password must not contain the user name.")) : null;
    }
}
