using System.Text.Json.Serialization;

namespace Tongban.Approvals.Catalogue;

/// <summary><c>flow.json</c> as it is written. The records are the format; docs/domain/approvals-catalogue.md explains it.</summary>
internal sealed record FlowFile(
    string NameZh, string NameEn, string Status, LimitRow StageLimit, RemediesRow Remedies, IReadOnlyList<StageRow> Stages,
    IReadOnlyList<ClockStopRow> ClockStopTypes, IReadOnlyList<FactRow> Facts, IReadOnlyList<MaterialRow> Materials, IReadOnlyList<ItemRow> Items)
{
    // Members that may be left out are left out again when written, so that an unchanged flow keeps its version.
    [JsonPropertyName("$schema"), JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Schema { get; init; }

    /// <summary>Working days in which a consulted organ answers the pre-check; three where the city does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? OpinionDays { get; init; }

    /// <summary>Jurisdiction between city and county, early start, groups; a city may have none of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LinkageFile? Linkage { get; init; }
}

internal enum LimitUnitName { Workday, Day, Instant }

internal sealed record LimitRow(int Value, LimitUnitName Unit, string Basis, string Mark)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExtensionRow? Extension { get; init; }
}

internal sealed record ExtensionRow(int Value, LimitUnitName Unit, string Basis);

internal sealed record RemediesRow(string Zh, string En, string Basis);

internal sealed record StageRow(int No, string NameZh, string NameEn, string LeadDepartment, string NationalStageZh, string NationalTypicalLead);

internal sealed record ClockStopRow(string Id, string NameZh, string NameEn, string Basis, string Mark);

internal sealed record FactRow(string Name, FactType Type, int Stage, string NameZh, string NameEn, string QuestionZh, string QuestionEn, string HelpZh, string HelpEn)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UnitZh { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UnitEn { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FactChoiceRow>? Values { get; init; }
}

internal sealed record FactChoiceRow(string Code, string NameZh, string NameEn);

internal sealed record MaterialRow(string Id, string NameZh, string NameEn, MaterialSource Source, IReadOnlyList<string> ProducedBy)
{
    /// <summary>Who issues it outside the flow, for a paper that no item produces.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IssuerZh { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IssuerEn { get; init; }
}

internal sealed record ItemMaterialRow(string Ref, Necessity Necessity);

internal sealed record ResultRow(string NameZh, string NameEn, ResultType Type, Numbering Numbering, string? DocumentMark)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValidityRow? Validity { get; init; }
}

internal sealed record ValidityRow(int Months, bool UntilStart, string Basis, string Mark);

internal sealed record ItemRow(
    string Id, int Stage, string NameZh, string NameEn, string Department, ItemRole Role, string PowerCategory, HandlingLevel Level,
    LimitRow? StatutoryLimit, int LegacyDays, int PromisedDays, Handling Handling,
    IReadOnlyList<string> AppliesTo, IReadOnlyList<string> MandatoryFor, string? Condition,
    IReadOnlyList<string> DependsOn, IReadOnlyList<string> Consults, IReadOnlyList<string> ClockStops,
    bool ToleranceAllowed, bool CommitmentAllowed, IReadOnlyList<ItemMaterialRow> Materials, ResultRow Result, bool CountedInCriticalPath, string? Note)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PublicSafety { get; init; }
}
