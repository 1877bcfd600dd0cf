using Tongban.Foundation;

namespace Tongban.SiteReview.Model;

/// <summary>Refusals of joint review.</summary>
internal static class ReviewErrors
{
    public static Error NoSuchReview() => new("reviews.no-such-review", ("没有这次联合会审，或您无权查看。", "There is no such joint review, or it is not for you to see."), ErrorKind.NotFound);

    public static Error NoSuchProject(string code) => new("reviews.no-such-project", ($"没有项目 {code}，或您无权查看。", $"There is no project {code}, or it is not for you to see."), ErrorKind.NotFound);

    public static Error NotOpen(ReviewState state) => new("reviews.not-open", ($"会审当前为“{state.Name().Zh}”，不能这样办理。", $"The review is “{state.Name().En}”; this cannot be done now."), ErrorKind.Conflict);

    public static Error NotAsked() => new("reviews.not-asked", ("本次会审没有征求贵机关的意见。", "Your organ is not asked in this review."), ErrorKind.Forbidden);

    public static Error NotTheLead(Words lead) => new("reviews.not-the-lead", ($"结论由牵头部门“{lead.Zh}”作出。", $"The lead, {lead.En}, concludes."), ErrorKind.Forbidden);

    public static Error NotTheAuthority() => new("reviews.not-the-authority", ("异议由图层的主管部门认定。", "The layer's authority decides a dispute."), ErrorKind.Forbidden);

    public static Error NotYours() => new("reviews.not-yours", ("只有项目单位或牵头部门可以提出异议。", "Only the project's unit or the lead disputes a hit."), ErrorKind.Forbidden);

    public static Error NotForYou() => new("reviews.not-for-you", ("只有牵头部门和图层主管部门可以提请会审。", "Only the lead and the layers' authorities ask for a review."), ErrorKind.Forbidden);

    public static Error NoSuchFinding(string layer) => new("reviews.no-such-finding", ($"本轮会审不涉及图层 {layer}。", $"Layer {layer} is not under review in this round."), ErrorKind.NotFound) { Field = "layer" };

    public static Error NotYourLayer(string? layer) => new("reviews.not-your-layer", ($"没有就图层 {layer} 征求贵机关的意见。", $"Your organ is not asked about layer {layer}.")) { Field = "layer" };

    public static Error OnlyHits() => new("reviews.only-hits", ("只能对“涉及”的结论提出异议。", "Only a hit can be disputed."), ErrorKind.Conflict);

    public static Error DisputedAlready(HitState state) => new("reviews.disputed-already", ($"该结论已是“{state.Name().Zh}”。", $"The hit is already “{state.Name().En}”."), ErrorKind.Conflict);

    public static Error NotDisputed() => new("reviews.not-disputed", ("没有待认定的异议。", "No dispute waits for a decision."), ErrorKind.Conflict);

    public static Error UnderReviewAlready() => new("reviews.under-review-already", ("这些图层已在会审中。", "These layers are under review already."), ErrorKind.Conflict);

    public static Error NothingToReview(string? layer) => layer is null
        ? new("reviews.nothing-to-review", ("请选择邻近或未核对的图层。", "Choose layers that are near or not checked.")) { Field = "layers" }
        : new("reviews.nothing-to-review", ($"图层 {layer} 已核对为不涉及，或不在核对范围内。", $"Layer {layer} was checked and is clear, or is none of this check.")) { Field = "layers" };

    public static Error NeverChecked() => new("reviews.never-checked", ("该项目的用地范围尚未与任何图层核对。", "The project's boundary was never held against a layer."), ErrorKind.Conflict)
    { WayOut = ("请先由图层主管部门公布图层。", "Publish the layers first.") };

    public static Error StanceMissing(string layer) => new("reviews.stance-missing", ($"请对图层 {layer} 表明同意、附条件同意或不同意。", $"Say of layer {layer} whether you agree, agree on a condition, or object.")) { Field = $"{layer}.stance" };

    public static Error TextMissing(string field, Words what) => new("reviews.text-missing", ($"请写明{what.Zh}。", $"Write {what.En}.")) { Field = field };

    public static Error TooLong(string field, int most) => new("reviews.too-long", ($"不超过 {most} 字。", $"At most {most} characters.")) { Field = field };

    public static Error GroundMissing(string field) => new("reviews.ground-missing", ("请选择理由类别。", "Choose the ground.")) { Field = field };

    public static Error ApprovalNumberMissing() => new("reviews.approval-number-missing", ("主张豁免的，须写明批准文号，例如国务院批复的文号。", "An exemption names the number of its approval, for example that of the State Council.")) { Field = "approvalNumber", LegalBasis = "土地管理法第三十五条" };

    public static Error ItemsMissing(string field) => new("reviews.items-missing", ("请选择条件带入的审批事项。", "Choose the approval items the condition goes to.")) { Field = field };

    public static Error NoSuchItem(string field, string item) => new("reviews.no-such-item", ($"没有审批事项 {item}。", $"There is no approval item {item}.")) { Field = field };

    public static Error TooManyFiles(int most) => new("reviews.too-many-files", ($"一次最多上传 {most} 个文件。", $"At most {most} files at a time.")) { Field = "file" };

    public static Error VerdictMissing() => new("reviews.verdict-missing", ("请认定维持或者不成立。", "Say whether the hit stands or is dismissed.")) { Field = "dismissed" };

    public static Error ClassMissing() => new("reviews.class-missing", ("请选择结论类别。", "Choose the conclusion.")) { Field = "conclusion" };

    public static Error NotAllHeard(IReadOnlyList<string> organs, DateOnly until) => new("reviews.not-all-heard", ($"尚未提出意见的部门：{string.Join('、', organs)}；期限到 {until:yyyy-MM-dd}。", $"Not heard yet: {string.Join(", ", organs)}; they have until {until:yyyy-MM-dd}."), ErrorKind.Conflict)
    { WayOut = ("期限届满后可作出结论，并在结论中列明未提出意见的部门。", "Once the day has passed you may conclude without them; the conclusion names them.") };

    public static Error NotCheckedUnnamed(IReadOnlyList<string> layers) => new("reviews.not-checked-unnamed", ($"结论须列明未核对的图层：{string.Join('、', layers)}。", $"The conclusion has to name the layers nobody looked at: {string.Join(", ", layers)}.")) { Field = "notChecked" };

    public static Error Undecided(IReadOnlyList<string> layers) => new("reviews.dispute-undecided", ($"异议尚未认定，不能作出“无冲突”结论：{string.Join('、', layers)}。", $"“No conflict” is not possible while disputes are undecided: {string.Join(", ", layers)}."), ErrorKind.Conflict) { Field = "conclusion" };

    public static Error ForbiddenStands(IReadOnlyList<string> layers) => new("reviews.forbidden-stands", ($"用地涉及禁止类图层，不能作出“无冲突”结论：{string.Join('、', layers)}。", $"“No conflict” is not possible: the site meets forbidden layers: {string.Join(", ", layers)}."), ErrorKind.Conflict)
    { Field = "conclusion", WayOut = ("调整用地，或由图层主管部门依法认定该结论不成立。", "Adjust the site, or have the layer's authority dismiss the hit by law.") };

    public static Error ObjectionStands(IReadOnlyList<string> organs) => new("reviews.objection-stands", ($"有部门不同意，不能作出“无冲突”结论：{string.Join('、', organs)}。", $"“No conflict” is not possible: these object: {string.Join(", ", organs)}."), ErrorKind.Conflict) { Field = "conclusion" };
}
