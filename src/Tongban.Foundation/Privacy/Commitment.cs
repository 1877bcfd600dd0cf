using Tongban.Foundation.Identifiers;

namespace Tongban.Foundation.Privacy;

/// <summary>What an act says of a text by or about a natural person: a salted digest (承诺值). Once the text and its salt are erased, nothing in the ledger confirms a guess at what it was.</summary>
/// <remarks>A bare digest of a few words can be guessed: of a telephone number in a second. Texts of office keep their bare digest (<see cref="Sha256.Of"/>): they are archived and not erased (decision 0027).</remarks>
public static class Commitment
{
    /// <summary>At least 148 random bits; kept beside the text, never in an act, a list or an export, and erased with it.</summary>
    public static string NewSalt() => $"{NewId.Random():N}{NewId.Random():N}";

    /// <returns>64 lower-case hexadecimal digits: SHA-256 over the salt, a line feed and the text, in UTF-8.</returns>
    public static string Of(string salt, string? text)
    {
        ArgumentException.ThrowIfNullOrEmpty(salt);
        return Sha256.Of($"{salt}\n{text}");
    }
}
