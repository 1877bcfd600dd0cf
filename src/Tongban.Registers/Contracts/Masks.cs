using Tongban.Foundation.People;

namespace Tongban.Registers.Contracts;

/// <summary>How personal data looks to those who need not know it (个人信息保护法第六条, the least needed; domain 09 § 14.3).</summary>
public static class Masks
{
    /// <summary><c>13800000000</c> as <c>138****0000</c>; a landline keeps area code and last two digits.</summary>
    public static string Phone(string phone) => phone.Length switch
    {
        11 when phone[0] == '1' => $"{phone[..3]}****{phone[^4..]}",
        > 6 => $"{phone[..(phone.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? dash : 4)]}****{phone[^2..]}",
        _ => new string('*', phone.Length),
    };

    /// <summary>Keeps the family name: <c>李某某</c> as <c>李*</c>, compound family names included.</summary>
    public static string Name(string name) => ContactDetails.MaskedName(name);
}
