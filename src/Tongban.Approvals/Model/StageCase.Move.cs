using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Designer;
using Tongban.Foundation;

namespace Tongban.Approvals.Model;

[Act("approvals.case-moved", "在办件转入新版本", "Case moved to another flow version")]
internal sealed record CaseMoved(Guid StageCase, string From, string To, IReadOnlyList<string> Added, IReadOnlyList<string> Dropped, IReadOnlyList<MovedClock> Clocks, string? LegalBasis) : IAct;

/// <summary>A clock as it was and as it is.</summary>
internal sealed record MovedClock(string Item, DateOnly? Before, DateOnly? After);

/// <content>A running case goes on under another version of the flow, by decision and never by itself.</content>
internal sealed partial class StageCase
{
    /// <summary>Carries a plan out that was made for this case as it stands.</summary>
    /// <param name="legalBasis">The law that demands it, where the applicant's promise gets worse.</param>
    /// <param name="setting">The setting of the version the case comes from.</param>
    public Error? MoveTo(FlowCatalogue to, MovePlan plan, string? legalBasis, CaseSetting setting)
    {
        if (to.Version == Flow)
            return DesignerErrors.AlreadyThere(to.Version);
        if (plan.Refuse(legalBasis) is { } refusal)
            return refusal;

        foreach (var code in plan.Dropped)
        {
            var item = Find(code)!;
            // An item that the new version does not know has no name there; the ledger keeps that it was here.
            if (to.FindItem(code) is null)
                _items.Remove(item);
            else
                item.Drop();
        }
        foreach (var applies in plan.Wanted)
        {
            var jurisdiction = to.JurisdictionOf(applies.Item, Type, Division, TotalInvestment);
            if (Find(applies.Item.Code) is not { } item)
                _items.Add(ItemCase.Create(this, applies.Item, jurisdiction, applies, setting.Now));
            else if (item.State is ItemState.Waiting)
                item.Reconsider(applies, jurisdiction);
        }
        foreach (var clock in plan.Clocks)
        {
            var item = Find(clock.Item)!;
            item.Follow(clock.Limit, item.State);
        }
        if (State is StageState.Preparing)
            Lead = to.LeadOrgan(Stage, Division);
        if (State is StageState.PreCheck)
            DueOn = PreCheck?.StatutoryDueOn ?? PreCheck?.DueOn;
        Record(new CaseMoved(Id, Flow, to.Version, plan.Added, plan.Dropped, [.. plan.Clocks.Select(c => new MovedClock(c.Item, c.Before, c.After))], plan.Worse.Count > 0 ? legalBasis?.Trim() : null));
        Flow = to.Version;
        if (State is StageState.InParallel)
            OpenReadyItems(setting with { Flow = to });
        return null;
    }
}
