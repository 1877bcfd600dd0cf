using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Joint;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.Model;

/// <summary>What a department found about its item in a joint handling; the lead's opinion makes it the decision.</summary>
internal sealed record JointDecision(string Item, bool Agrees, string? Text, Guid Officer, string Power)
{
    public ItemDecision Decision => Agrees ? ItemDecision.Approved : ItemDecision.Refused;
}

/// <content>Items that are decided together by one opinion.</content>
internal sealed partial class StageCase
{
    private readonly List<JointFinding> _jointFindings = [];

    /// <summary>Findings asked for in joint handlings; not loaded with the case.</summary>
    public IReadOnlyList<JointFinding> JointFindings => _jointFindings;

    /// <summary>The applicant asks for joint handling of a group's items.</summary>
    public Result<IReadOnlyList<ItemCase>> BindJointly(ItemGroup group, Guid joint)
    {
        if (IsClosed)
            return ApprovalErrors.StageClosed(State);
        var items = _items.Where(i => !i.IsClosed && group.Items.Any(g => g.Code == i.Code)).OrderBy(i => i.Code, StringComparer.Ordinal).ToList();
        if (items.Count == 0)
            return JointErrors.NothingTogether(group);
        if (group.DecidesTogether)
        {
            foreach (var item in items)
                item.Bind(joint);
        }
        return items;
    }

    /// <summary>The joint opinion decides all member items at one moment, each as its department found and by its department's power.</summary>
    public Error? DecideJointly(Guid joint, IReadOnlyList<JointDecision> decisions, CaseSetting setting)
    {
        if (State is not StageState.InParallel)
            return IsClosed ? ApprovalErrors.StageClosed(State) : ApprovalErrors.NotInParallel(State);
        var open = decisions.Where(d => Find(d.Item) is { IsClosed: false }).ToList();
        // All or none: what stands against one of them is looked for before any is decided.
        foreach (var decision in open)
        {
            if (Working(decision.Item) is { Error: { } refusal })
                return refusal;
            var item = Find(decision.Item)!;
            if (item.IsInFirstStep)
                return ApprovalErrors.FirstStepOpen(item);
            if (Against(item, decision.Decision, setting.Flow) is { } against)
                return against;
            if (open.Find(d => !d.Agrees && decision.Agrees && RestsOn(decision.Item, d.Item, setting.Flow)) is { } before)
                return ApprovalErrors.PrerequisiteRefused(setting.Flow.Item(before.Item));
        }
        foreach (var decision in open)
        {
            var item = Find(decision.Item)!;
            if (!item.Limit!.End(setting.Today, setting.Calendar).TryGet(out var ended, out var error))
                return error;
            var decided = decision.Decision;
            item.Decide(decided, decision.Text, new Actor(decision.Officer, "", Roles.Handler, item.Organ), setting.Now, ended);
            Record(new ItemDecided(Id, item.Code, item.Organ, decided, decision.Power, setting.Today, ended.Elapsed(setting.Today, setting.Calendar), Sha256.Of(decision.Text)));
        }
        foreach (var item in _items.Where(i => i.Joint == joint))
            item.Bind(null);
        ConcludeOrGoOn(setting);
        return null;
    }
}
