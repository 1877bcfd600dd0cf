using Tongban.Approvals.Catalogue;
using Tongban.Foundation;

namespace Tongban.Approvals.Model;

/// <summary>Refusals of the approvals.</summary>
internal static class ApprovalErrors
{
    public static Error NothingForbidsIt(int? edition) => new("approvals.nothing-forbids-it", new Words("负面清单第 {0} 期没有您所引的禁止条目：清单未列明禁止的备案项目，不得以禁止投资为由不予受理。", "Edition {0} of the negative list has no such prohibition: a filing that the list does not forbid may not be turned away as prohibited.").With(edition))
    { Field = "entry", LegalBasis = "优化营商环境条例第二十条；企业投资项目核准和备案管理条例第三条、第十五条", WayOut = ("请引用清单中列明禁止的条目编码，或改用其他法定理由，或予以受理。", "Cite the entry that forbids it, choose another legal ground, or accept it.") };

    public static Error NoSuchDuty() => new("approvals.no-such-duty", ("没有这项监管任务，或不由您的机关承担。", "There is no such duty of supervision, or it is another organ's."), ErrorKind.NotFound)
    { WayOut = ("请从监管任务列表进入。", "Open it from the list of duties.") };

    public static Error DutyClosed() => new("approvals.duty-closed", ("这项监管任务已办结。", "This duty is closed."), ErrorKind.Conflict) { WayOut = ("请刷新查看结果。", "Reload to see the result.") };

    public static Error FindingsMissing(int least, int most) => new("approvals.findings-missing", new Words("请写明检查情况（{0} 至 {1} 字）。", "State what was found in {0} to {1} characters.").With(least, most)) { Field = "findings" };

    public static Error ResultMissing() => new("approvals.check-result-missing", ("请选择检查结果。", "Choose the result of the check.")) { Field = "result" };

    public static Error FeeNotListed(string fee) => new("approvals.fee-not-listed", new Words("“{0}”不在本项监管的收费之列，不得收取。", "“{0}” is not among the fees of this duty and may not be charged.").With(fee.Length > 60 ? fee[..60] : fee))
    { Field = "fee", LegalBasis = "优化营商环境条例第二十五条", WayOut = ("只能收取监管清单列明、且在收费目录清单内的费用。", "Only the fees that the supervision list names, with their entry of the fee catalogue, may be charged.") };

    public static Error NoSuchCase() => new("approvals.not-found", ("没有这个办件，或您无权查看。", "There is no such case, or it is not for you to see."), ErrorKind.NotFound);

    public static Error NoSuchItem(string code) => new("approvals.no-such-item", ($"本阶段没有事项 {code}。", $"The stage has no item {code}."), ErrorKind.NotFound);

    public static Error NotTheLead(Words lead) => new("approvals.not-the-lead", ($"本阶段由“{lead.Zh}”牵头，此事只能由牵头部门办理。", $"{lead.En} leads this stage; only the lead may do this."), ErrorKind.Forbidden);

    public static Error NotYourProject() => new("approvals.not-your-project", ("您未代表该项目单位。", "You do not act for the unit of this project."), ErrorKind.Forbidden)
    { WayOut = ("请切换到该企业身份，或由企业出具授权。", "Switch to that enterprise, or have it give you a mandate.") };

    public static Error StageClosed(StageState state) => new("approvals.stage-closed", ($"本阶段已{state.Name().Zh}，不能再办理。", $"The stage is over ({state.Name().En}); nothing more can be done in it."), ErrorKind.Conflict);

    public static Error NotInPreCheck(StageState state) => new("approvals.not-in-pre-check", ($"本阶段当前为“{state.Name().Zh}”，不在预审中。", $"The stage is not in pre-check but “{state.Name().En}”."), ErrorKind.Conflict);

    public static Error NotInParallel(StageState state) => new("approvals.not-in-parallel", ($"本阶段当前为“{state.Name().Zh}”，尚未进入并联办理。", $"The stage is “{state.Name().En}”, not yet in parallel handling."), ErrorKind.Conflict);

    public static Error AlreadySubmitted(StageState state) => new("approvals.already-submitted", ($"已经提交，当前为“{state.Name().Zh}”。", $"It is already submitted: “{state.Name().En}”."), ErrorKind.Conflict);

    public static Error MaterialsClosed(StageState state) => new("approvals.materials-closed", ($"当前为“{state.Name().Zh}”，不能更换材料。", $"Papers cannot be changed while the stage is “{state.Name().En}”."), ErrorKind.Conflict)
    { WayOut = ("需要更换时，请等待部门一次性告知补正。", "If something must change, the departments will ask for a correction, once.") };

    public static Error MaterialNotOnList(string material) => new("approvals.material-not-on-list", ($"材料 {material} 不在本阶段公布的材料清单内。", $"Material {material} is not on the published list of this stage."))
    { Field = "material", LegalBasis = "行政许可法第三十一条" };

    public static Error MaterialIsFetched(Material material) => new("approvals.material-is-fetched", ($"“{material.Name.Zh}”由政府部门核发，应当自行获取，不得要求申请人提供。", $"“{material.Name.En}” was issued by an authority; it is fetched and may not be asked for."))
    { Field = material.Id, LegalBasis = "优化营商环境条例第四十四条" };

    public static Error MaterialNotAskedFor(string material) => new("approvals.material-not-asked-for", ($"本次补正没有要求材料 {material}。", $"This correction does not ask for material {material}.")) { Field = "material" };

    public static Error MaterialMissing(Material material) => new("approvals.material-missing", ($"缺少必要材料“{material.Name.Zh}”。", $"The required material “{material.Name.En}” is missing."))
    { Field = material.Id, LegalBasis = "行政许可法第三十一条", WayOut = ("请上传该材料后再提交。", "Upload it, then submit.") };

    public static Error FactsFrozen(StageState state) => new("approvals.facts-frozen", ($"当前为“{state.Name().Zh}”，申报情况已经锁定。", $"The stage is “{state.Name().En}”; its answers are frozen."), ErrorKind.Conflict)
    { WayOut = ("确有错误的，请联系牵头部门在预审中更正。", "If an answer is wrong, the lead can put it right in the pre-check.") };

    public static Error FactsCorrectedTooLate(StageState state) => new("approvals.facts-corrected-too-late", ($"当前为“{state.Name().Zh}”，不能再更正申报事实。", $"The stage is “{state.Name().En}”; facts can no longer be corrected."), ErrorKind.Conflict);

    public static Error FactNotAsked(Fact fact) => new("approvals.fact-not-asked", ($"“{fact.Title.Zh}”不在本阶段填报，已由以前的阶段确定。", $"“{fact.Title.En}” is not asked in this stage; an earlier one settled it.")) { Field = fact.Name };

    public static Error FactUnchanged(Fact fact) => new("approvals.fact-unchanged", ($"“{fact.Title.Zh}”已经是这个答案。", $"“{fact.Title.En}” already has this answer."), ErrorKind.Conflict) { Field = "value" };

    public static Error FactMissing(Fact fact) => new("approvals.fact-missing", ($"请先回答：{fact.Question.Zh}", $"Answer this first: {fact.Question.En}")) { Field = fact.Name, WayOut = ("它决定本阶段要办哪些事项。", "It decides which items the stage has.") };

    public static Error NoFileChosen(string material) => new("approvals.no-file-chosen", ("请选择要上传的文件。", "Choose the file to upload.")) { Field = material };

    public static Error CommitmentNotAllowed(string item) => new("approvals.commitment-not-allowed", ($"事项 {item} 不适用告知承诺。", $"Item {item} cannot be decided on a commitment.")) { LegalBasis = "优化营商环境条例第四十条" };

    public static Error CommitmentNotSigned(string item) => new("approvals.commitment-not-signed", ($"申请人尚未签署事项 {item} 的承诺书。", $"The applicant has not signed the commitment for item {item}."))
    { WayOut = ("请通知申请人在项目页面签署承诺书。", "Ask the applicant to sign it on the project's page.") };

    public static Error CommitmentAlreadySigned(string item) => new("approvals.commitment-already-signed", ($"事项 {item} 的承诺书已经签署。", $"The commitment for item {item} is already signed."), ErrorKind.Conflict);

    public static Error NotConsulted() => new("approvals.not-consulted", ("本阶段预审没有征询您的机关。", "Your organ is not consulted in this pre-check."), ErrorKind.Forbidden);

    public static Error OpinionAlreadyGiven() => new("approvals.opinion-already-given", ("贵机关已出具预审意见。", "Your organ has already given its opinion."), ErrorKind.Conflict);

    public static Error SecondCorrection() => new("approvals.second-correction", ("已经一次性告知补正，不得再次要求补正。", "A correction was already asked for; it may be asked for only once."), ErrorKind.Conflict)
    { LegalBasis = "行政许可法第三十二条第一款第四项", WayOut = ("请就现有材料作出受理或不予受理的决定。", "Decide on the papers as they are: accept, or do not accept with reasons.") };

    public static Error CorrectionFirst() => new("approvals.correction-first", ("未经一次性告知补正，不得以材料不全为由不予受理。", "Papers cannot be called incomplete for good before the applicant was told once what is missing."))
    { LegalBasis = "行政许可法第三十二条第一款第四项", WayOut = ("请先一次性告知补正。", "Ask for the correction first.") };

    public static Error NothingToCorrect() => new("approvals.nothing-to-correct", ("没有任何补正内容。", "There is nothing on the list of corrections.")) { Field = "demands", WayOut = ("材料齐全的，应当受理。", "If everything is there, accept.") };

    public static Error DemandWithoutText(string? material) => new("approvals.demand-without-text", ($"请写明{material ?? "表单"}需要补正的内容。", $"Say what is to be corrected about {material ?? "the form"}.")) { Field = material ?? "demands", LegalBasis = "行政许可法第三十二条" };

    public static Error NoCorrectionOpen(StageState state) => new("approvals.no-correction-open", ($"当前为“{state.Name().Zh}”，没有待补正的内容。", $"The stage is “{state.Name().En}”; no correction is open."), ErrorKind.Conflict);

    public static Error CorrectionUnanswered(Material material) => new("approvals.correction-unanswered", ($"材料“{material.Name.Zh}”尚未补正。", $"The material “{material.Name.En}” has not been corrected yet."))
    { Field = material.Id, WayOut = ("请上传新的版本。", "Upload a new edition.") };

    public static Error ItemCertain(string item) => new("approvals.item-certain", ($"事项 {item} 依申报事实确定适用，不能剔除。", $"Item {item} applies by the declared facts and cannot be dropped.")) { Field = "dropped" };

    public static Error ItemChanged(ItemCase item, long seen) => new("approvals.item-changed",
        ($"您看到的是事项 {item.Code} 的第 {seen} 版，现在是第 {item.Revision} 版。", $"You decided on revision {seen} of item {item.Code}; it is now at {item.Revision}."), ErrorKind.Stale)
    { WayOut = ("请刷新后查看最新情况再办理。", "Reload, look at what changed, then act.") };

    public static Error ItemClosed(ItemCase item) => new("approvals.item-closed",
        ($"事项 {item.Code} 已{item.Decision?.Name().Zh ?? item.State.Name().Zh}，不能再办理。", $"Item {item.Code} is already closed: {item.Decision?.Name().En ?? item.State.Name().En}."), ErrorKind.Conflict)
    { WayOut = ("请刷新查看决定内容。", "Reload to see what was decided.") };

    public static Error ItemWaiting(ItemCase item) => new("approvals.item-waiting", ($"事项 {item.Code} 的前置事项尚未办结。", $"Item {item.Code} waits for items it depends on."), ErrorKind.Conflict);

    public static Error AlreadyYours(string item) => new("approvals.already-yours", ($"事项 {item} 已由您承办。", $"Item {item} is already yours."), ErrorKind.Conflict);

    public static Error RequestPending(string item) => new("approvals.request-pending", ("已有一项申请等待负责人审批。", "A request already waits for the head."), ErrorKind.Conflict) { Field = item.Length > 0 ? item : null };

    public static Error NoRequest(string item) => new("approvals.no-request", ("没有等待审批的申请。", "No request waits for an answer."), ErrorKind.Conflict) { Field = item.Length > 0 ? item : null };

    public static Error OwnRequest() => new("approvals.own-request", ("不能审批自己提出的申请。", "Nobody grants his own request."), ErrorKind.Forbidden)
    { WayOut = ("请由其他负责人审批。", "Let another head decide it.") };

    public static Error AlreadyPaused(string item) => new("approvals.already-paused", ($"事项 {item} 已在特别程序中。", $"The clock of item {item} already stands still."), ErrorKind.Conflict);

    public static Error NotPaused(string item) => new("approvals.not-paused", ($"事项 {item} 不在特别程序中。", $"The clock of item {item} is running."), ErrorKind.Conflict);

    public static Error ClockStopNotAllowed(string item, string type) => new("approvals.clock-stop-not-allowed", ($"事项 {item} 不得因“{type}”停止计时。", $"The clock of item {item} may not stop for “{type}”."))
    { Field = "type", LegalBasis = "行政许可法第四十五条" };

    public static Error PlannedEndMissing() => new("approvals.planned-end-missing", ("请填写特别程序预计结束的日期，不得早于今天。", "Give the day on which the procedure is expected to end, not before today."))
    { Field = "plannedTo", LegalBasis = "行政许可法第四十五条" };

    public static Error AlreadyExtended(string item) => new("approvals.already-extended", ("时限已延长过一次，不能再延长。", "The limit was already extended; it may be extended only once."), ErrorKind.Conflict) { LegalBasis = "行政许可法第四十二条", Field = item.Length > 0 ? item : null };

    public static Error NoExtensionProvided(string item) => new("approvals.no-extension-provided", ("法律没有规定该时限可以延长。", "No law provides for an extension of this limit.")) { LegalBasis = "行政许可法第四十二条", Field = item.Length > 0 ? item : null };

    public static Error RefusalNeedsReasons() => new("approvals.refusal-needs-reasons", ("不同意的决定必须说明理由。", "A refusal must state its reasons.")) { Field = "opinion", LegalBasis = "行政许可法第三十八条第二款" };

    public static Error StageHasRefusal(FlowItem item) => new("approvals.stage-has-refusal", ($"事项 {item.Code} {item.Name.Zh} 不同意，本阶段不能批准。", $"Item {item.Code}, {item.Name.En}, was refused; the stage cannot be approved."), ErrorKind.Conflict)
    { WayOut = ("请退回该部门重办，或作出不予批准的决定。", "Return the item to its department, or refuse.") };

    public static Error PrerequisiteRefused(FlowItem item) => new("approvals.prerequisite-refused", ($"前置事项 {item.Code} {item.Name.Zh} 未获同意，以它为前提的事项不能同意。", $"The prerequisite {item.Code}, {item.Name.En}, was refused; what rests on it cannot be granted."), ErrorKind.Conflict)
    { WayOut = ("请由牵头部门退回前置事项重办，或者对本事项作出不予批准的决定并说明理由。", "Let the lead return the prerequisite to its department, or refuse this item and say why.") };

    public static Error PrerequisiteLapsed(FlowItem item, string number, Words state) => new("approvals.prerequisite-lapsed", ($"前置事项 {item.Code} {item.Name.Zh} 的结果 {number} {state.Zh}，以它为前提的事项不能同意。", $"The result {number} of the prerequisite {item.Code}, {item.Name.En}, does not hold any more ({state.En}); what rests on it cannot be granted."), ErrorKind.Conflict)
    { WayOut = ("请申请人先重新取得或者延续该结果，或者对本事项作出不予批准的决定并说明理由。", "Let the applicant renew that result or obtain it anew, or refuse this item and say why.") };

    public static Error EarlyGroundLost(Words stage, StageState state) => new("approvals.early-ground-lost", ($"“{stage.Zh}”阶段{state.Name().Zh}，后续事项不能提前办理。", $"The stage “{stage.En}” ended ({state.Name().En}); nothing may begin early on it."), ErrorKind.Conflict)
    { Field = "item" };

    public static Error NotADecision(string item) => new("approvals.not-a-decision", ($"事项 {item} 由预审办理，不单独作出决定。", $"Item {item} is handled as the pre-check, not by a decision."));

    public static Error NothingToReturn(string item) => new("approvals.nothing-to-return", ($"事项 {item} 尚未办结或不可退回。", $"Item {item} has no decision that could be returned."), ErrorKind.Conflict);

    public static Error AlreadyConcluded(string item) => new("approvals.already-concluded", ($"办结决定已经作出，事项 {item} 不能再退回。", $"The closing decision is made; item {item} cannot be sent back any more."), ErrorKind.Conflict);

    public static Error FirstStepOpen(ItemCase item) => new("approvals.first-step-open", ($"事项 {item.Code} 尚在初审（受理）环节，由 {item.DecidingOrgan} 决定。", $"Item {item.Code} is still in its first step; {item.DecidingOrgan} decides it."), ErrorKind.Conflict)
    { LegalBasis = Linkage.FirstStepBasis, WayOut = ("请出具初审（受理）意见并转送。", "State the finding of the first step and pass it on.") };

    public static Error NoFirstStep(string item) => new("approvals.no-first-step", ($"事项 {item} 没有待转送的初审（受理）环节。", $"Item {item} has no first step to be passed on."), ErrorKind.Conflict);

    public static Error FirstOpinionMissing() => new("approvals.first-opinion-missing", ("请写明初审（受理）意见。", "State what the first step found.")) { Field = "opinion", LegalBasis = Linkage.FirstStepBasis };

    public static Error StageIsOpen(StageState state) => new("approvals.stage-is-open", ($"该阶段已经开启（{state.Name().Zh}），请在阶段中办理。", $"The stage is open already ({state.Name().En}); use it."), ErrorKind.Conflict);

    public static Error StartedEarlyAlready(string item) => new("approvals.started-early-already", ($"事项 {item} 已经提前办理。", $"Item {item} has already begun early."), ErrorKind.Conflict);

    public static Error NotForEarlyStart(string item) => new("approvals.not-for-early-start", ($"事项 {item} 不能提前办理。", $"Item {item} cannot begin before its stage.")) { Field = "item" };

    public static Error ItemDoesNotApply(Applicability applies) => new("approvals.item-does-not-apply", ($"事项 {applies.Item.Code} 不适用于本项目：{applies.Explain().Zh}", $"Item {applies.Item.Code} does not apply: {applies.Explain().En}")) { Field = "item" };

    public static Error EarlyPrerequisiteMissing(FlowItem item, IReadOnlyList<FlowItem> missing) => new("approvals.early-prerequisite-missing",
        ($"“{item.Name.Zh}”还不能提前办理，缺少前置结果：{string.Join('、', missing.Select(m => $"{m.Code} {m.Name.Zh}"))}。", $"“{item.Name.En}” cannot begin yet; these results are missing: {string.Join(", ", missing.Select(m => $"{m.Code} {m.Name.En}"))}."), ErrorKind.Conflict) { Field = "item" };

    public static Error NotEnded(StageState state) => new("approvals.not-ended", ($"本阶段当前为“{state.Name().Zh}”，只有已办结或不予批准的阶段可以重新办理。", $"The stage is “{state.Name().En}”; only a concluded or refused one can be reopened."), ErrorKind.Conflict);

    public static Error RefusedItemLeft(FlowItem item) => new("approvals.refused-item-left", ($"本阶段因事项 {item.Code} {item.Name.Zh} 不同意而未获批准，重新办理应包括该事项。", $"The stage was refused over item {item.Code}, {item.Name.En}; it is to be among those decided anew.")) { Field = "items" };

    public static Error EarlierStageOpen(Words stage) => new("approvals.earlier-stage-open", ($"前面的阶段“{stage.Zh}”正在重新办理，本阶段不能办结。", $"The earlier stage “{stage.En}” was reopened; this one cannot be concluded before it."), ErrorKind.Conflict);

    public static Error ReasonMissing(string field) => new("approvals.reason-missing", ("请说明理由。", "State the reason.")) { Field = field };

    public static Error GroundMissing() => new("approvals.ground-missing", ("请选择不予受理的理由类别。", "Choose the ground for not accepting.")) { Field = "ground", LegalBasis = "行政许可法第三十二条" };

    public static Error DecisionMissing() => new("approvals.decision-missing", ("请选择决定。", "Choose a decision.")) { Field = "decision" };

    public static Error NothingChosen(string field) => new("approvals.nothing-chosen", ("请选择一项。", "Choose one.")) { Field = field };

    public static Error TextTooLong(string field, int length) => new("approvals.text-too-long", ($"不能超过 {length} 字。", $"No more than {length} characters.")) { Field = field };
}
