using System.Collections.Frozen;
using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>Where the money of a project comes from (domain 02 § 2.4). Codes 01 to 10 are fiscal.</summary>
public static class FundSources
{
    /// <summary>All codes in their order, with names.</summary>
    public static IReadOnlyList<(string Code, Words Name)> All { get; } =
    [
        ("01", ("中央预算内投资", "Central budget investment")),
        ("02", ("超长期特别国债", "Ultra-long special treasury bonds")),
        ("03", ("中央财政专项", "Central earmarked funds")),
        ("04", ("省级财政", "Provincial fiscal funds")),
        ("05", ("市级一般公共预算", "Municipal general budget")),
        ("06", ("市级政府性基金", "Municipal government funds")),
        ("07", ("国有资本经营预算", "State-capital budget")),
        ("08", ("一般债券", "General bonds")),
        ("09", ("专项债券", "Special bonds")),
        ("10", ("区县财政", "County fiscal funds")),
        ("11", ("政策性开发性金融", "Policy finance")),
        ("12", ("银行贷款", "Bank loans")),
        ("13", ("企业自筹", "Own funds")),
        ("14", ("社会资本", "Private capital")),
        ("99", ("其他", "Other")),
    ];

    private static readonly FrozenDictionary<string, Words> Names = All.ToFrozenDictionary(s => s.Code, s => s.Name);

    public static bool Exists(string code) => Names.ContainsKey(code);

    public static Words Name(string code) => Names[code];

    /// <summary>Money of a budget, on which the government investment rules look.</summary>
    public static bool IsFiscal(string code) => string.CompareOrdinal(code, "10") <= 0;
}
