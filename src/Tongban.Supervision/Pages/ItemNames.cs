using Tongban.Approvals.Contracts;
using Tongban.Foundation;

namespace Tongban.Supervision.Pages;

/// <summary>What pages call the items behind a code: by the flow in force, as people know them today.</summary>
internal sealed class ItemNames(IFlowFacts facts, IFlowRules flows)
{
    /// <returns>The name; the code itself where the flow in force has no such item any more.</returns>
    public Words Of(string? code) => code is null or "" ? ("—", "—") : facts.Current is { } current && flows.Find(current.Version)?.Items.GetValueOrDefault(code) is { } item ? item.Name : (code, code);

    /// <summary>How many stages the flow in force has.</summary>
    public int Stages => facts.Current?.Stages.Count ?? 0;

    /// <summary>Name of a stage, or its number.</summary>
    public Words Stage(int no) => facts.Current is { } current && flows.Find(current.Version) is { } flow ? flow.NameOfStage(no) : ($"第 {no} 阶段", $"Stage {no}");
}
