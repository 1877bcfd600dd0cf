using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <summary>What an item is for inside its stage.</summary>
internal enum ItemRole
{
    /// <summary>网上申报: the declaration itself; its result is the project code.</summary>
    Intake,

    /// <summary>预审: the lead looks whether everything is there; a pass opens the parallel items at one moment.</summary>
    PreCheck,

    /// <summary>备案: takes effect with the receipt of all information, nobody decides (企业投资项目核准和备案管理条例第十三条).</summary>
    FilingOnReceipt,

    /// <summary>并联办理: handled beside the others, as soon as what it depends on is there.</summary>
    Parallel,

    /// <summary>办结: the lead's closing item. Its result ends the stage.</summary>
    Conclusion,

    /// <summary>延伸服务: offered after the end of the stage, outside its clock.</summary>
    FollowOn,
}

/// <summary>How an item is handled.</summary>
internal enum Handling
{
    /// <summary>即办件: decided on the spot.</summary>
    Instant,

    /// <summary>承诺件: decided within the promised days.</summary>
    Promised,

    /// <summary>上报件: passed to a higher authority.</summary>
    Forwarded,
}

/// <summary>Whose organ handles an item.</summary>
internal enum HandlingLevel
{
    /// <summary>市: always the city's organ.</summary>
    City,

    /// <summary>县: the organ of the district or county.</summary>
    County,

    /// <summary>市县联动: the organ of the division in which the project lies, city or county.</summary>
    CityAndCounty,
}

/// <summary>Whether a material has to be there.</summary>
internal enum Necessity
{
    /// <summary>必要.</summary>
    Required,

    /// <summary>非必要.</summary>
    Optional,

    /// <summary>容缺后补: may follow after acceptance, at the latest before the decision.</summary>
    Tolerable,
}

/// <summary>Where a material comes from.</summary>
internal enum MaterialSource
{
    /// <summary>The applicant makes it.</summary>
    Applicant,

    /// <summary>An institution makes it for the applicant.</summary>
    Intermediary,

    /// <summary>An authority issued it: it is fetched, never asked for (优化营商环境条例第四十四条).</summary>
    Issued,
}

/// <summary>What kind of paper a result is.</summary>
internal enum ResultType { Approval, Certificate, Other }

/// <summary>How results are numbered.</summary>
internal enum Numbering
{
    /// <summary>余发改备〔2026〕1号: prefix of the division, mark, year, running number.</summary>
    Document,

    /// <summary>建字第360502202600001号: mark, division, year, running number of five digits.</summary>
    Certificate,

    /// <summary>The result carries a number of its own, such as the project code.</summary>
    None,
}

/// <summary>What the law allows at most.</summary>
/// <param name="Length">Zero working days stand for at once (即时).</param>
/// <param name="Mark">V read in the law, V2 read in a copy or explanation, G general knowledge.</param>
/// <param name="Extension">By how much the head of the authority may extend it once; <see langword="null"/> when no extension is provided for.</param>
internal sealed record StatutoryLimit(LimitLength Length, bool AtOnce, string Basis, string Mark, LimitLength? Extension, string? ExtensionBasis);

/// <summary>A paper that items need.</summary>
/// <param name="ProducedBy">Items whose result it is, so that the platform itself can supply it.</param>
internal sealed record Material(string Id, Words Name, MaterialSource Source, IReadOnlyList<string> ProducedBy);

/// <summary>A paper that one item needs.</summary>
internal sealed record ItemMaterial(Material Material, Necessity Necessity);

/// <summary>What comes out of an item.</summary>
/// <param name="DocumentMark">Mark in the number, without the division's prefix: <c>发改备</c>. <see langword="null"/> when <see cref="Numbering.None"/>.</param>
internal sealed record ItemResult(Words Name, ResultType Type, Numbering Numbering, string? DocumentMark)
{
    /// <summary>How long it holds; <see langword="null"/> without a term.</summary>
    public Validity? Validity { get; init; }
}

/// <summary>How long a result holds (有效期).</summary>
/// <param name="UntilStart">It has to be used by beginning construction; once that is recorded the term no longer ends it.</param>
internal sealed record Validity(int Months, bool UntilStart, string Basis, string Mark)
{
    /// <summary>The last day: the same day of the month in which the period ends (民法典第二百零二条).</summary>
    public DateOnly LastDay(DateOnly decided) => decided.AddMonths(Months);
}

/// <summary>A reason for which the clock may stand still (特别程序), with its basis.</summary>
internal sealed record ClockStopType(string Id, Words Name, string Basis, string Mark);

/// <summary>One approval item (事项) of a flow.</summary>
/// <param name="Code"><c>S1-03</c>: stage and number.</param>
/// <param name="PowerCategory">Category of the power that backs it, two digits.</param>
/// <param name="Statutory"><see langword="null"/> where no national limit exists.</param>
/// <param name="PromisedDays">Working days promised now.</param>
/// <param name="LegacyDays">Working days promised before integration, departments one after another.</param>
/// <param name="MandatoryFor">Types for which it always applies; for the other types in <paramref name="AppliesTo"/> the condition decides.</param>
/// <param name="DependsOn">Items of the same stage whose results it needs; one that does not apply to the project is ignored.</param>
/// <param name="Consults">Departments that are asked for an opinion.</param>
/// <param name="ClockStops">Special procedures that it may use.</param>
/// <param name="ToleranceAllowed">容缺受理: may be accepted while tolerable materials are missing.</param>
/// <param name="CommitmentAllowed">告知承诺: may be decided at once on a signed commitment.</param>
/// <param name="Counted">Whether it stands on the clock of the stage.</param>
internal sealed record FlowItem(
    string Code, int Stage, Words Name, DepartmentData Department, ItemRole Role, string PowerCategory, HandlingLevel Level,
    StatutoryLimit? Statutory, int PromisedDays, int LegacyDays, Handling Handling,
    IReadOnlyList<ProjectType> AppliesTo, IReadOnlyList<ProjectType> MandatoryFor, Condition? Condition, string? ConditionText,
    IReadOnlyList<string> DependsOn, IReadOnlyList<DepartmentData> Consults, IReadOnlyList<ClockStopType> ClockStops,
    bool ToleranceAllowed, bool CommitmentAllowed, IReadOnlyList<ItemMaterial> Materials, ItemResult Result, bool Counted, string? Note)
{
    /// <summary>直接关系公共安全、人身健康、生命财产安全: a false application shuts the applicant out for a year, a fraudulent one for three (行政许可法第七十八条、第七十九条).</summary>
    public bool PublicSafety { get; init; }

    /// <summary>Whether it applies to a project, as far as the facts tell.</summary>
    public Applicability AppliesWhen(ProjectType type, FactSheet facts)
    {
        if (!AppliesTo.Contains(type))
            return new(this, Truth.No, type, facts);
        return new(this, MandatoryFor.Contains(type) || Condition is null ? Truth.Yes : Condition.Evaluate(facts), type, facts);
    }
}

/// <summary>Whether an item applies to a project, and why.</summary>
internal sealed record Applicability(FlowItem Item, Truth Applies, ProjectType Type, FactSheet Facts)
{
    /// <summary>Facts that have to be known for an answer.</summary>
    public IReadOnlyList<Fact> Missing => Applies == Truth.Unknown ? Item.Condition!.Missing(Facts) : [];

    /// <summary>The reason in words: 年综合能源消费量 1,200 吨标准煤，达到 1,000.</summary>
    public Words Explain()
    {
        if (!Item.AppliesTo.Contains(Type))
            return ($"不适用于{Type.Name().Zh}", $"not for this type: {Type.Name().En}");
        return Item.MandatoryFor.Contains(Type) || Item.Condition is null
            ? ($"{Type.Name().Zh}必办", $"always required: {Type.Name().En}")
            : Item.Condition.Explain(Facts);
    }
}

/// <summary>One of the stages of a flow.</summary>
/// <param name="Lead">The department that takes in, pre-checks and concludes (牵头部门).</param>
/// <param name="NationalName">The stage of the national scheme (国办发〔2018〕33号) that it belongs to.</param>
internal sealed record FlowStage(int No, Words Name, DepartmentData Lead, string NationalName, IReadOnlyList<FlowItem> Items);

/// <summary>What a decision tells about the ways to have it reviewed (救济途径).</summary>
internal sealed record Remedies(Words Text, string Basis);
