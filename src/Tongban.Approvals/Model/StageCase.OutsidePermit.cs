using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Joint;
using Tongban.Approvals.OutsidePermits;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.Model;

/// <content>A permit of another system as the result of an item (以外部证照为据办结): what a province system or a special network has granted is not examined here a second time.</content>
internal sealed partial class StageCase
{
    /// <summary>An officer of the item's organ accepts an attached permit as the item's result. The item is decided by the organ's own power; no paper of its own is made out.</summary>
    /// <param name="opinion">Needed when the permit does not name the item itself: why it is this one's result.</param>
    public Error? AcceptOutside(OutsidePermit permit, string code, string? opinion, Actor officer, PowerInForce power, CaseSetting setting)
    {
        if (Working(code) is { Error: { } refusal })
            return refusal;
        var item = Find(code)!;
        if (item.Role is not ItemRole.Parallel)
            return OutsidePermitErrors.NotForThisItem(code);
        if (item.IsInFirstStep)
            return ApprovalErrors.FirstStepOpen(item);
        if (item.Joint is not null)
            return JointErrors.DecidedJointly(code);
        if ((permit.RefusesUse(ProjectId, code, opinion, setting.Today) ?? Against(item, ItemDecision.Approved, setting.Flow)) is { } against)
            return against;
        if (!item.Limit!.End(setting.Today, setting.Calendar).TryGet(out var ended, out var error))
            return error;
        var words = $"以外部证照为据办结：{permit.Name} {permit.Number}，{permit.IssuedOn:yyyy-MM-dd} 核发{(permit.ValidTo is { } to ? $"，有效期至 {to:yyyy-MM-dd}" : "")}{(string.IsNullOrWhiteSpace(opinion) ? "" : $"。{opinion.Trim()}")}";
        item.Decide(ItemDecision.Approved, words, officer, setting.Now, ended);
        item.RestOn(permit);
        permit.UseFor(Id, code, item.Organ);
        Record(new ItemDecided(Id, code, item.Organ, ItemDecision.Approved, power.Code, setting.Today, ended.Elapsed(setting.Today, setting.Calendar), Sha256.Of(words)));
        Record(new OutsidePermitAccepted(Id, code, permit.Id, permit.Issuer, permit.Number, permit.ValidTo, permit.Document!.Value));
        ConcludeOrGoOn(setting);
        return null;
    }
}
