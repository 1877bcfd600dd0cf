using System.Text.Json.Serialization;

namespace Tongban.Approvals.Catalogue;

/// <summary>The member <c>linkage</c> of <c>flow.json</c>: who decides at which level, what may begin early, what is handled together.</summary>
internal sealed record LinkageFile(IReadOnlyList<JurisdictionRow> Jurisdiction, IReadOnlyList<EarlyStartRow> EarlyStart, IReadOnlyList<GroupRow> Groups);

/// <summary>Whose organ takes which step of an item of a project that lies in a district or county.</summary>
internal enum LinkageMode
{
    /// <summary>市级办理.</summary>
    City,

    /// <summary>县级办理.</summary>
    County,

    /// <summary>县级初审、市级决定.</summary>
    CountyChecksCityDecides,

    /// <summary>市级受理、县级决定.</summary>
    CityAcceptsCountyDecides,
}

internal sealed record JurisdictionRow(string Item, LinkageMode Mode, string Basis, string Mark)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Types { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Divisions { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? InvestmentFrom { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? InvestmentBelow { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FirstStepDays { get; init; }
}

internal sealed record EarlyStartRow(string Item, IReadOnlyList<string> After, string Basis, string Mark);

/// <summary>Why items stand together.</summary>
internal enum GroupKind
{
    /// <summary>联合审图: one review of the drawings by all departments.</summary>
    JointReview,

    /// <summary>联合验收: one application, one visit, one opinion.</summary>
    JointAcceptance,

    /// <summary>多测合一: one survey whose result all members use.</summary>
    CombinedSurvey,

    /// <summary>区域评估: the published assessment of a zone stands in for the item.</summary>
    AreaAssessment,
}

internal sealed record GroupRow(string Id, GroupKind Kind, string NameZh, string NameEn, IReadOnlyList<string> Items, string Basis, string Mark)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Departments { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Material { get; init; }
}
