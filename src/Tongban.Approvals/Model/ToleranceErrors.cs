using Tongban.Approvals.Catalogue;
using Tongban.Foundation;

namespace Tongban.Approvals.Model;

/// <summary>Refusals about papers that may follow.</summary>
internal static class ToleranceErrors
{
    public static Error NotTolerable(Material paper) => new("tolerance.not-tolerable", ($"“{paper.Name.Zh}”不属于可容缺后补的材料。", $"“{paper.Name.En}” is not among the papers that may follow.")) { Field = "material", WayOut = ("请上传该材料。", "Upload it.") };

    public static Error TooLong(int most) => new("tolerance.too-long", ($"补交期限不得超过承诺时限的一半，即受理后 {most} 个工作日。", $"It follows within half of the promised time: at most {most} working days after the acceptance.")) { Field = "workingDays" };

    public static Error AlreadyThere(Material paper) => new("tolerance.already-there", ($"“{paper.Name.Zh}”已经提交，无需承诺。", $"“{paper.Name.En}” is there already."), ErrorKind.Conflict);

    public static Error NotAgreed() => new("tolerance.not-agreed", ("请先勾选同意承诺内容。", "Tick that you agree to the promise first.")) { Field = "agreed" };

    public static Error Lost(DateOnly until) => new("tolerance.lost", ($"本单位两次逾期未补交容缺材料，在 {until:yyyy-MM-dd} 之前不适用容缺受理。", $"Your unit was late twice; nothing may follow before {until:yyyy-MM-dd}."))
    { LegalBasis = "容缺受理承诺书", WayOut = ("请提交全部材料。", "Hand all papers in.") };

    public static Error PaperAwaited(Material paper, DateOnly? due, bool late) => new("tolerance.paper-awaited",
        late ? ($"容缺材料“{paper.Name.Zh}”应于 {due:yyyy-MM-dd} 前补交，至今未到，不能作出同意的决定。", $"The tolerated paper “{paper.Name.En}” was due {due:yyyy-MM-dd} and is not there; nothing can be approved.")
            : ($"容缺材料“{paper.Name.Zh}”承诺于 {due:yyyy-MM-dd} 前补交，补交前不能作出决定。", $"The tolerated paper “{paper.Name.En}” is promised by {due:yyyy-MM-dd}; nothing is decided before it is there."), ErrorKind.Conflict)
    { LegalBasis = "容缺受理承诺书", WayOut = late ? ("可催告补交，或以材料不齐为由作出不同意的决定。", "Ask for it again, or refuse because it is missing.") : ("请等待申请人补交。", "Wait for the applicant.") };
}

[Act("approvals.paper-promised", "容缺承诺", "Missing paper promised")]
internal sealed record PaperPromised(Guid StageCase, string Material, int WorkingDays, string TextDigest) : IAct;

[Act("approvals.promised-paper-arrived", "补交容缺材料", "Promised paper arrived")]
internal sealed record PromisedPaperArrived(Guid StageCase, string Material, DateOnly On, bool Late) : IAct;

[Act("approvals.promise-broken", "容缺材料逾期未补", "Promise of a paper broken")]
internal sealed record PromiseBroken(Guid StageCase, string Material, DateOnly DueOn) : IAct;

[Act("approvals.later-demand-blocked", "拦截再次要求补正", "Later demand blocked")]
internal sealed record LaterDemandBlocked(Guid StageCase, string Organ, IReadOnlyList<string> Materials, string TextDigest, DateOnly? FirstAskedOn, DateOnly? AcceptedOn) : IAct;
