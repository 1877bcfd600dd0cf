using Tongban.Foundation;
using Tongban.Foundation.Catalogue;

namespace Tongban.Plans.Model;

/// <summary>闲置资金: money that has arrived, or leave to spend it, that nobody has used for so long.</summary>
/// <param name="Months">From so many months on it is idle.</param>
/// <param name="RedMonths">From so many on the light is red.</param>
/// <param name="LeastYuan">Less than this is not spoken of.</param>
internal sealed record IdleFundsRule(int Months, int RedMonths, decimal LeastYuan);

/// <summary><c>catalog/&lt;city&gt;/plans.json</c>: what the rules of the plans leave to the city. A city without the file has <see cref="Default"/>.</summary>
/// <remarks>No law in force names a term after which fiscal money is idle; the numbers are the city's own and say so wherever the rule speaks.</remarks>
internal sealed record PlanRules(IdleFundsRule IdleFunds)
{
    public const string File = "plans.json";

    public static readonly PlanRules Default = new(new IdleFundsRule(12, 24, 10_000m));

    [System.Text.Json.Serialization.JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public static PlanRules? Read(string folder, List<CatalogueFault> faults)
    {
        if (!System.IO.File.Exists(Path.Combine(folder, File)))
            return Default;
        if (CatalogueFile.Read<PlanRules>(folder, File, faults) is not { } rules)
            return null;
        void Add(string member, Words text) => faults.Add(new("plan-rules", File, $"idleFunds.{member}", text));
        if (rules.IdleFunds.Months is < 1 or > 120)
            Add("months", ("应在 1 至 120 之间", "1 to 120 is expected"));
        if (rules.IdleFunds.RedMonths < rules.IdleFunds.Months || rules.IdleFunds.RedMonths > 240)
            Add("redMonths", ("不得少于 months，不超过 240", "not fewer than months, at most 240"));
        if (rules.IdleFunds.LeastYuan < 0)
            Add("leastYuan", ("不得小于零", "may not be below zero"));
        return rules;
    }
}
