using Tongban.Foundation;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Contracts;

/// <summary>What a published flow demands of the organs, for whoever judges acts afterwards. A version never changes, so the answer about it is always the same.</summary>
public interface IFlowRules
{
    /// <returns><see langword="null"/> when no such version was published here.</returns>
    FlowRules? Find(string version);
}

/// <summary>The demands of one version.</summary>
/// <param name="OpinionDays">Working days in which a consulted organ says what it misses.</param>
/// <param name="StageNames">Name of each stage, in order; the first has number 1.</param>
public sealed record FlowRules(string Version, int OpinionDays, IReadOnlyList<Words> StageNames, IReadOnlyDictionary<string, ItemDemands> Items)
{
    /// <summary>What the stage is called, or its number.</summary>
    public Words NameOfStage(int no) => no >= 1 && no <= StageNames.Count ? StageNames[no - 1] : ($"第 {no} 阶段", $"Stage {no}");

    /// <summary>Papers that may be asked for in a stage: those its items need and no authority issued.</summary>
    public IReadOnlySet<string> MayBeDemanded(int stage) => Items.Values.Where(i => i.Stage == stage).SelectMany(i => i.Materials).ToHashSet(StringComparer.Ordinal);

    /// <summary>The pre-check of a stage; <see langword="null"/> where it begins with its submission.</summary>
    public ItemDemands? PreCheckOf(int stage) => Items.Values.FirstOrDefault(i => i.Stage == stage && i.IsPreCheck);

    /// <summary>Whether an item needs the result of another, also by way of others.</summary>
    public bool RestsOn(string item, string other) => Items.TryGetValue(item, out var demands) && demands.DependsOn.Any(d => d == other || RestsOn(d, other));
}

/// <summary>What one item demands.</summary>
/// <param name="PromisedDays">Working days.</param>
/// <param name="Statutory">The law's own length; <see langword="null"/> without one.</param>
/// <param name="DependsOn">Items of the same stage whose results come first.</param>
/// <param name="Materials">Papers it needs and that no authority issued.</param>
/// <param name="ClockStops">Special procedures it may use.</param>
/// <param name="Consults">Departments asked for an opinion in the pre-check.</param>
/// <param name="IsInstant">即办件: decided on the spot.</param>
/// <param name="IsNumbered">Its result is a numbered document.</param>
public sealed record ItemDemands(
    string Code, int Stage, Words Name, string Department, int PromisedDays, LimitLength? Statutory, IReadOnlyList<string> DependsOn, IReadOnlySet<string> Materials,
    IReadOnlySet<string> ClockStops, IReadOnlyList<string> Consults, bool IsPreCheck, bool IsConclusion, bool IsFollowOn, bool IsInstant, bool IsNumbered);
