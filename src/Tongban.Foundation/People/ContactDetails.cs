using System.Net.Mail;
using System.Text.RegularExpressions;

namespace Tongban.Foundation.People;

/// <summary>Telephone numbers and e-mail addresses for messages: how they are read and how they are shown to those who need not know them whole.</summary>
public static partial class ContactDetails
{
    public const int MostEmail = 100;

    /// <summary>A mobile number of the mainland without country code, or <see langword="null"/> when it is none: text messages go nowhere else.</summary>
    public static string? Mobile(string? typed)
    {
        var digits = new string([.. (typed ?? "").Where(c => c is not (' ' or '-' or '(' or ')'))]);
        digits = digits.StartsWith("+86", StringComparison.Ordinal) ? digits[3..] : digits.StartsWith("0086", StringComparison.Ordinal) ? digits[4..] : digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..] : digits;
        return MobileForm().IsMatch(digits) ? digits : null;
    }

    public static bool IsEmail(string? typed) => typed is { Length: > 3 and <= MostEmail } && !typed.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c > 126) && MailAddress.TryCreate(typed, out var read) && read.Address == typed && read.Host.Contains('.', StringComparison.Ordinal);

    /// <summary>As lists show it: <c>139****0021</c>, <c>z***@example.org</c>.</summary>
    public static string Masked(string? address)
    {
        if (string.IsNullOrEmpty(address))
            return "";
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 ? $"{address[0]}***{address[at..]}" : address.Length >= 8 ? $"{address[..3]}****{address[^4..]}" : "****";
    }

    /// <summary>Keeps the family name: <c>李某某</c> as <c>李*</c>, compound family names included.</summary>
    public static string MaskedName(string? name) => string.IsNullOrEmpty(name) ? "" : name.Length > 2 && name[..2] is "欧阳" or "司马" or "上官" or "诸葛" or "司徒" or "东方" or "皇甫" or "夏侯" or "尉迟" or "令狐"
        ? name[..2] + "*"
        : name[..1] + "*";

    [GeneratedRegex(@"^1[3-9][0-9]{9}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MobileForm();
}
