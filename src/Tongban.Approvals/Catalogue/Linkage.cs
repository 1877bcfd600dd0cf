using System.Globalization;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <summary>A rule of jurisdiction: for projects of these types, in these divisions, of this size, who checks and who decides.</summary>
/// <param name="Types">Empty: all.</param>
/// <param name="Divisions">Empty: every district and county.</param>
/// <param name="InvestmentFrom">Yuan, inclusive.</param>
/// <param name="InvestmentBelow">Yuan, exclusive.</param>
/// <param name="FirstStepDays">Working days promised for the first of two steps.</param>
internal sealed record JurisdictionRule(
    string Item, LinkageMode Mode, IReadOnlyList<ProjectType> Types, IReadOnlyList<string> Divisions, decimal? InvestmentFrom, decimal? InvestmentBelow, int FirstStepDays, string Basis)
{
    public bool Matches(ProjectType type, string division, decimal investment) =>
        (Types.Count == 0 || Types.Contains(type)) && (Divisions.Count == 0 || Divisions.Contains(division))
        && (InvestmentFrom is not { } from || investment >= from) && (InvestmentBelow is not { } below || investment < below);

    /// <summary>The rule in words: 总投资 5 亿元及以上：县级初审、市级决定.</summary>
    public Words InWords()
    {
        var range = (InvestmentFrom, InvestmentBelow) switch
        {
            ({ } from, { } below) => ($"总投资 {Wan(from)} 至 {Wan(below)} 万元", $"investment from {Million(from)} to below {Million(below)} million yuan"),
            ({ } from, null) => ($"总投资 {Wan(from)} 万元及以上", $"investment of {Million(from)} million yuan or more"),
            (null, { } below) => ($"总投资不足 {Wan(below)} 万元", $"investment below {Million(below)} million yuan"),
            _ => new Words("不论投资额", "whatever the investment"),
        };
        return ($"{range.Zh}：{Mode.Name().Zh}", $"{range.En}: {Mode.Name().En}");
    }

    private static string Wan(decimal yuan) => (yuan / 10_000m).ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Million(decimal yuan) => (yuan / 1_000_000m).ToString("#,0.##", CultureInfo.InvariantCulture);
}

/// <summary>Who handles an item of one project: the organ that decides and, with two steps, the one that takes the first.</summary>
/// <param name="First">Organ of the first check, or of the acceptance; <see langword="null"/> with one step.</param>
/// <param name="Rule">The rule that decided; <see langword="null"/> when the item's level did.</param>
internal sealed record Jurisdiction(string Deciding, string? First, JurisdictionRule? Rule);

/// <summary>An item that may begin before its stage opens, once these results of earlier stages are there.</summary>
internal sealed record EarlyStart(FlowItem Item, IReadOnlyList<FlowItem> After, string Basis);

/// <summary>Items that are handled together (联合审图, 联合验收), share one survey (多测合一) or may be replaced by a zone's assessment (区域评估).</summary>
/// <param name="Departments">Take part without an item of their own.</param>
/// <param name="Material">The one result that all share.</param>
internal sealed record ItemGroup(string Id, GroupKind Kind, Words Name, IReadOnlyList<FlowItem> Items, IReadOnlyList<DepartmentData> Departments, Material? Material, string Basis)
{
    /// <summary>Whether its members are decided by one opinion.</summary>
    public bool DecidesTogether => Kind is GroupKind.JointReview or GroupKind.JointAcceptance;

    public int Stage => Items[0].Stage;
}

/// <summary>What ties levels, stages and departments of a flow together.</summary>
internal sealed record Linkage(IReadOnlyList<JurisdictionRule> Jurisdiction, IReadOnlyList<EarlyStart> EarlyStarts, IReadOnlyList<ItemGroup> Groups)
{
    public static readonly Linkage None = new([], [], []);

    /// <summary>Ceiling of a first check: 20 working days (行政许可法第四十三条).</summary>
    public const int FirstStepCeiling = 20;

    public const string FirstStepBasis = "行政许可法第四十三条";

    /// <summary>The division in the key of an organ: 360502 of <c>FGW@360502</c>.</summary>
    public static string DivisionOf(string organ) => organ[(organ.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public EarlyStart? EarlyStart(string item) => EarlyStarts.FirstOrDefault(e => e.Item.Code == item);

    public ItemGroup? Group(string id) => Groups.FirstOrDefault(g => g.Id == id);

    public bool IsAssessable(string item) => Groups.Any(g => g.Kind is GroupKind.AreaAssessment && g.Items.Any(i => i.Code == item));
}

internal static class LinkageWords
{
    public static Words Name(this LinkageMode mode) => mode switch
    {
        LinkageMode.City => ("市级办理", "handled by the city"),
        LinkageMode.County => ("县级办理", "handled by the county"),
        LinkageMode.CountyChecksCityDecides => ("县级初审、市级决定", "the county checks first, the city decides"),
        _ => ("市级受理、县级决定", "the city accepts, the county decides"),
    };

    public static Words Name(this GroupKind kind) => kind switch
    {
        GroupKind.JointReview => ("联合审图", "Joint drawing review"),
        GroupKind.JointAcceptance => ("联合验收", "Joint acceptance"),
        GroupKind.CombinedSurvey => ("多测合一", "Combined survey"),
        _ => ("区域评估", "Area assessment"),
    };

    /// <summary>What the first of two steps is called.</summary>
    public static Words FirstStep(this LinkageMode mode) => mode is LinkageMode.CityAcceptsCountyDecides ? ("市级受理", "Acceptance by the city") : ("县级初审", "First check by the county");
}
