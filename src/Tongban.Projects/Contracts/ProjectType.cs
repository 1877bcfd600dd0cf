using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>Under which regime the state looks at an investment project (domain 02 § 2.1).</summary>
public enum ProjectType
{
    /// <summary>备案: every enterprise project that is neither forbidden nor on the verification catalogue. Receipt of all information is the filing; it is a notification, not a licence
    /// (企业投资项目核准和备案管理条例第三条、第十三条至第十五条).</summary>
    Filing,

    /// <summary>核准: enterprise projects on the catalogue 政府核准的投资项目目录. A licence, decided within 20 working days
    /// (企业投资项目核准和备案管理条例第三条、第六条至第十二条).</summary>
    Verification,

    /// <summary>审批: government-invested projects (direct investment or capital injection). The investment decision of the government itself
    /// (政府投资条例第九条至第十一条).</summary>
    GovernmentApproval,
}

/// <summary>Names and wire codes of the project types.</summary>
public static class ProjectTypes
{
    /// <summary>All types, in the order in which people are offered them.</summary>
    public static IReadOnlyList<ProjectType> All { get; } = [ProjectType.Filing, ProjectType.Verification, ProjectType.GovernmentApproval];

    /// <summary>The code used in catalogue files and in the API: <c>FILE</c>, <c>APPR</c>, <c>GOV</c>.</summary>
    public static string Code(this ProjectType type) => type switch
    {
        ProjectType.Filing => "FILE",
        ProjectType.Verification => "APPR",
        ProjectType.GovernmentApproval => "GOV",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>What a page calls it.</summary>
    public static Words Name(this ProjectType type) => type switch
    {
        ProjectType.Filing => ("备案类企业投资项目", "Enterprise project, record filing"),
        ProjectType.Verification => ("核准类企业投资项目", "Enterprise project, verification"),
        ProjectType.GovernmentApproval => ("审批类政府投资项目", "Government-invested project, approval"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>The same in one word, for tables.</summary>
    public static Words ShortName(this ProjectType type) => type switch
    {
        ProjectType.Filing => ("备案", "filing"),
        ProjectType.Verification => ("核准", "verification"),
        ProjectType.GovernmentApproval => ("审批", "approval"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>Reads <c>FILE</c>, <c>APPR</c> or <c>GOV</c>, exactly so written.</summary>
    public static bool TryParse(string? code, out ProjectType type)
    {
        foreach (var candidate in All)
        {
            if (candidate.Code() == code)
            {
                type = candidate;
                return true;
            }
        }

        type = default;
        return false;
    }
}
