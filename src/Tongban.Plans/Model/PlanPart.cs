using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Plans.Model;

/// <summary>The three who draw up a plan together. Each field of an item belongs to one of them.</summary>
internal enum PlanPart
{
    /// <summary>发改: content, nature, amounts by year and source, goal.</summary>
    Development,

    /// <summary>行业主管部门: technical indicators and physical targets.</summary>
    Sector,

    /// <summary>财政: who bears the money, and the budget indicators by source.</summary>
    Finance,
}

/// <summary>Whose fields an officer may fill.</summary>
internal static class PlanParts
{
    public static Roles HeldBy => Roles.Handler | Roles.Head;

    public static Words Name(PlanPart part) => part switch { PlanPart.Development => ("发改", "development"), PlanPart.Sector => ("行业", "sector"), _ => ("财政", "finance") };
}
