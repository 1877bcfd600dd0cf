using System.Text.Json.Serialization;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;

namespace Tongban.Lists.Contracts;

/// <summary>The three lists (三单).</summary>
public enum ListKind
{
    /// <summary>负面清单: what an investor may not do, or only with a permit. What it does not name has to be filed (法无禁止即可为).</summary>
    Negative,

    /// <summary>权力清单: what an organ may do (法无授权不可为).</summary>
    Power,

    /// <summary>监管清单: what an organ has to look at after a permit, and which fees it may take (法定职责必须为).</summary>
    Supervision,
}

/// <summary>Why a version of an entry was made.</summary>
public enum ListChangeReason
{
    /// <summary>新增.</summary>
    Added,

    /// <summary>法律法规立改废.</summary>
    LawChanged,

    /// <summary>合并.</summary>
    Merged,

    /// <summary>下放.</summary>
    Delegated,

    /// <summary>取消: the entry ends.</summary>
    Cancelled,

    /// <summary>优化: shorter limit, simpler flow, lower fee, better words.</summary>
    Improved,

    /// <summary>暂停: the power may not be used for the time being; decided by the administrator, at once.</summary>
    Suspended,

    /// <summary>恢复: the suspension is lifted.</summary>
    Reinstated,
}

/// <summary>What the negative list says about an undertaking.</summary>
public enum NegativeKind
{
    /// <summary>禁止.</summary>
    Prohibited,

    /// <summary>限制（许可）: only with a permit.</summary>
    Restricted,
}

/// <summary>Where an entry of the negative list comes from.</summary>
public enum ListOrigin
{
    /// <summary>全国性规定: a law, a regulation or a national list.</summary>
    National,

    /// <summary>地方历史条目: drawn up by the city before there was one list for the country. It may stay to be read; none may be added (优化营商环境条例第二十条).</summary>
    LocalHistoric,
}

/// <summary>What a restricted undertaking needs.</summary>
public enum NegativeConsequence
{
    /// <summary>核准或审批 in place of a record filing.</summary>
    Verification,

    /// <summary>An item besides the filing, which may go on.</summary>
    ExtraItem,
}

/// <summary>A charge (收费). Only what stands in the fee catalogue may be charged (优化营商环境条例第二十五条).</summary>
/// <param name="Standard">How much, as the catalogue says it.</param>
/// <param name="CatalogueBasis">Entry of the fee catalogue (收费目录清单).</param>
public sealed record ListFee(string Name, string Standard, string CatalogueBasis);

/// <summary>What a declaration is compared with. Every kind of fact that is given has to fit; of several values of one kind any.</summary>
/// <param name="Measure">What is forbidden, or which permit is needed, as the list says it.</param>
/// <param name="Industries">Beginnings of GB/T 4754 codes with their letter: <c>B06</c>.</param>
/// <param name="Keywords">Words of the project's name, scale or content.</param>
/// <param name="Investors"><c>foreign</c>, <c>domestic</c>.</param>
/// <param name="SiteLayers">Control layers that the site touches: <c>L01</c>.</param>
/// <param name="Item">With <see cref="NegativeConsequence.ExtraItem"/>: the item, in words or as its code.</param>
public sealed record NegativeTerms(
    NegativeKind Kind, string Measure, IReadOnlyList<string> Industries, IReadOnlyList<string> Keywords, IReadOnlyList<string> Investors, IReadOnlyList<string> SiteLayers,
    NegativeConsequence? Consequence, string? Item, string WayOutZh, string WayOutEn);

/// <summary>What only powers have.</summary>
/// <param name="ItemCode">Approval item that the power backs; <see langword="null"/> for powers outside the approval of projects.</param>
/// <param name="Subject">行政相对人: towards whom it is used.</param>
public sealed record PowerTerms(string? ItemCode, string Subject);

/// <summary>How an organ supervises after a permit.</summary>
/// <param name="Powers">Codes of the powers whose use brings the duty.</param>
/// <param name="Check">What is checked.</param>
/// <param name="Method">双随机、专项、信用、告知承诺核查.</param>
/// <param name="Frequency">How often, in words.</param>
/// <param name="FirstDueDays">Working days from the permit to the first check.</param>
/// <param name="RepeatMonths">Months from one check to the next; 0 for one check only.</param>
public sealed record SupervisionTerms(IReadOnlyList<string> Powers, string Check, string CheckEn, string Method, string Frequency, string FrequencyEn, int FirstDueDays, int RepeatMonths);

/// <summary>What one version of an entry says. One shape for the three lists; what only one of them has stands in its own part.</summary>
/// <param name="Class">Class of the negative list (<c>N1</c>), category of power (<c>01</c>), kind of supervision (<c>J1</c>).</param>
/// <param name="NameEn">Empty where no English name was made; pages then show the Chinese one.</param>
/// <param name="Organ">Key of the responsible organ: <c>ZRZY@360500</c>.</param>
/// <param name="LegalBasis">Law and article.</param>
/// <param name="Source">Where the entry was taken from.</param>
/// <param name="Demonstration">Drawn up for the demonstration city, not the text of a published list.</param>
/// <param name="ValidTo">Last day, inclusive.</param>
/// <param name="Flow">流程: the steps, in words.</param>
/// <param name="LimitText">时限 in words; <paramref name="LimitDays"/> is the same in working days where it can be counted.</param>
public sealed record ListContent(
    string Class, string NameZh, string NameEn, string Organ, OrganLevel Level, string LegalBasis, string Source, bool Demonstration, ListOrigin Origin,
    DateOnly ValidFrom, DateOnly? ValidTo, string? Flow, int? LimitDays, string? LimitText, IReadOnlyList<ListFee> Fees,
    NegativeTerms? Negative = null, PowerTerms? Power = null, SupervisionTerms? Supervision = null)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn.Length == 0 ? NameZh : NameEn);

    [JsonIgnore]
    public string Department => Organ.Split('@')[0];
}

/// <summary>A class of a list and how many entries the published list has in it.</summary>
public sealed record ListClassData(string Code, string NameZh, string NameEn, int Count)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);
}

/// <summary>An entry as a city's folder states it.</summary>
public sealed record ListEntryData(string Code, ListContent Content);
