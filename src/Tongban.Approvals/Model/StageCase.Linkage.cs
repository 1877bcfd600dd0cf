using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.Model;

/// <content>City-county linkage (市县联动): one organ checks or accepts first, the other decides; a step inside the same item with a clock of its own.</content>
internal sealed partial class StageCase
{
    /// <summary>The organ of the first step states what it found and passes the item on. It never decides: also a negative finding goes to the organ that does.</summary>
    /// <param name="opinion">Required: the other organ decides on it (行政许可法第四十三条).</param>
    public Error? Forward(string code, bool agrees, string? opinion, Actor officer, PowerInForce power, CaseSetting setting)
    {
        if (Working(code) is { Error: { } refusal })
            return refusal;
        var item = Find(code)!;
        if (!item.IsInFirstStep)
            return ApprovalErrors.NoFirstStep(code);
        if (item.State is ItemState.Paused)
            return ApprovalErrors.AlreadyPaused(code);
        if (string.IsNullOrWhiteSpace(opinion))
            return ApprovalErrors.FirstOpinionMissing();
        if (!item.Limit!.End(setting.Today, setting.Calendar).TryGet(out var ended, out var error))
            return error;
        var from = item.Organ;
        var late = ended.DueOn < setting.Today;
        item.Forward(agrees, opinion, officer.PersonId, ended, setting.Flow.Item(code), setting.Now, setting.Today, setting.Calendar);
        Record(new ItemForwarded(Id, code, from, item.Organ, agrees, power.Code, setting.Today, ended.Elapsed(setting.Today, setting.Calendar), late, item.DueOn!.Value, Sha256.Of(opinion)));
        return null;
    }

    /// <summary>Working days promised for the first of two steps.</summary>
    public int FirstStepDays(ItemCase item, FlowCatalogue flow) =>
        item.FirstOrgan is null ? 0 : flow.JurisdictionOf(flow.Item(item.Code), Type, Division, TotalInvestment).Rule?.FirstStepDays ?? Linkage.FirstStepCeiling;
}
