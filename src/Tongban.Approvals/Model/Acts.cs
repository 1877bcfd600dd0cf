using Tongban.Foundation;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Model;

// Texts that people write stay out of the ledger; their SHA-256 stands for them.

[Act("approvals.stage-opened", "阶段开启", "Stage opened")]
internal sealed record StageOpened(Guid StageCase, int Stage, string Flow, string Lead, IReadOnlyList<string> Items) : IAct;

[Act("approvals.facts-answered", "填报本阶段情况", "Facts answered")]
internal sealed record FactsAnswered(Guid StageCase, int Stage, IReadOnlyList<string> Facts, string FactsDigest, IReadOnlyList<string> Added, IReadOnlyList<string> Dropped) : IAct;

/// <summary>A stage that is still prepared took over what a check of the site found.</summary>
[Act("approvals.site-facts-followed", "随用地核对更新本阶段情况", "Facts followed the site check")]
internal sealed record SiteFactsFollowed(Guid StageCase, int Stage, string FactsDigest, IReadOnlyList<string> Added, IReadOnlyList<string> Dropped) : IAct;

[Act("approvals.fact-corrected", "更正申报事实", "Fact corrected by the lead")]
internal sealed record FactCorrected(Guid StageCase, int Stage, string Fact, string FactsBefore, string FactsAfter, string ReasonDigest, IReadOnlyList<string> Added, IReadOnlyList<string> Dropped) : IAct;

[Act("approvals.material-provided", "提供材料", "Material provided")]
internal sealed record MaterialProvided(Guid StageCase, string Material, string FileDigest, int Edition) : IAct;

[Act("approvals.commitment-signed", "签署承诺书", "Commitment signed")]
internal sealed record CommitmentSigned(Guid StageCase, string Item, string TextDigest) : IAct;

[Act("approvals.stage-submitted", "提交申请", "Stage submitted")]
internal sealed record StageSubmitted(Guid StageCase, int Stage, string MaterialsDigest) : IAct;

[Act("approvals.pre-check-opinion-given", "出具预审意见", "Pre-check opinion given")]
internal sealed record PreCheckOpinionGiven(Guid StageCase, string Organ, bool Complete, IReadOnlyList<string> Materials, string? TextDigest) : IAct;

[Act("approvals.correction-requested", "一次性告知补正", "Correction requested")]
internal sealed record CorrectionRequested(Guid StageCase, IReadOnlyList<string> Materials, string DemandsDigest) : IAct;

[Act("approvals.correction-answered", "补正提交", "Correction answered")]
internal sealed record CorrectionAnswered(Guid StageCase, string MaterialsDigest) : IAct;

[Act("approvals.stage-accepted", "受理", "Stage accepted")]
internal sealed record StageAccepted(Guid StageCase, DateOnly AcceptedOn, bool Deemed, DateOnly DueOn) : IAct;

[Act("approvals.stage-not-accepted", "不予受理", "Stage not accepted")]
internal sealed record StageNotAccepted(Guid StageCase, NotAcceptedGround Ground, string ReasonDigest) : IAct;

/// <summary>A record filing, which the negative list does not stop, was not accepted: the supervision looks at every one.</summary>
/// <param name="Basis">Article of the ground.</param>
/// <param name="Entry">Entry of the negative list named by the lead.</param>
/// <param name="Edition">Edition of the negative list that the project keeps.</param>
[Act("approvals.filing-not-accepted", "备案项目不予受理", "Record filing not accepted")]
internal sealed record FilingNotAccepted(Guid StageCase, NotAcceptedGround Ground, string Basis, string? Entry, int? Edition) : IAct;

[Act("approvals.items-opened", "分送各部门同时办理", "Items opened at one moment")]
internal sealed record ItemsOpened(Guid StageCase, DateTimeOffset At, IReadOnlyList<OpenedItem> Items) : IAct;

internal sealed record OpenedItem(string Item, string Organ, DateOnly DueOn);

[Act("approvals.item-taken", "认领", "Item taken on")]
internal sealed record ItemTaken(Guid StageCase, string Item, Guid Handler) : IAct;

[Act("approvals.special-procedure-requested", "申请特别程序", "Special procedure requested")]
internal sealed record SpecialProcedureRequested(Guid StageCase, string Item, string Type, DateOnly? PlannedTo, string ReasonDigest) : IAct;

[Act("approvals.special-procedure-begun", "特别程序开始", "Special procedure begun")]
internal sealed record SpecialProcedureBegun(Guid StageCase, string Item, string Type, string Basis, DateOnly From, DateOnly? PlannedTo) : IAct;

[Act("approvals.special-procedure-ended", "特别程序结束", "Special procedure ended")]
internal sealed record SpecialProcedureEnded(Guid StageCase, string Item, DateOnly On, DateOnly? DueOn) : IAct;

[Act("approvals.extension-requested", "申请延期", "Extension requested")]
internal sealed record ExtensionRequested(Guid StageCase, string? Item, int Days, LimitUnit Unit, string ReasonDigest) : IAct;

[Act("approvals.limit-extended", "批准延期", "Limit extended")]
internal sealed record LimitExtended(Guid StageCase, string? Item, int Days, LimitUnit Unit, string Basis, DateOnly? DueOn) : IAct;

[Act("approvals.request-rejected", "不同意所请", "Request rejected")]
internal sealed record RequestRejected(Guid StageCase, string? Item, string Kind, string ReasonDigest) : IAct;

[Act("approvals.item-decided", "作出决定", "Item decided")]
internal sealed record ItemDecided(Guid StageCase, string Item, string Organ, ItemDecision Decision, string Power, DateOnly On, int DaysUsed, string OpinionDigest) : IAct;

[Act("approvals.item-forwarded", "市县联动转送", "Item passed on between county and city")]
internal sealed record ItemForwarded(Guid StageCase, string Item, string From, string To, bool Agrees, string Power, DateOnly On, int DaysUsed, bool Late, DateOnly DueOn, string OpinionDigest) : IAct;

[Act("approvals.result-issued", "制发结果文书", "Result issued")]
internal sealed record ResultIssued(Guid StageCase, string Item, string? Number, string FileDigest) : IAct;

[Act("approvals.item-returned", "退回重办", "Item returned")]
internal sealed record ItemReturned(Guid StageCase, string Item, string Organ, string ReasonDigest) : IAct;

[Act("approvals.stage-concluded", "阶段办结", "Stage concluded")]
internal sealed record StageConcluded(Guid StageCase, int Stage, ItemDecision Decision, DateOnly On, int DaysUsed) : IAct;

[Act("approvals.item-started-early", "提前办理", "Item started early")]
internal sealed record ItemStartedEarly(Guid StageCase, int Stage, string Item, string Organ, IReadOnlyList<string> After) : IAct;

[Act("approvals.early-start-ended", "提前办理终止", "Early start ended with the earlier stage")]
internal sealed record EarlyStartEnded(Guid StageCase, int Stage, int EarlierStage, string How, IReadOnlyList<string> Stopped) : IAct;

[Act("approvals.stage-reopened", "重新办理", "Stage reopened")]
internal sealed record StageReopened(Guid StageCase, int Stage, ReopenGround Ground, string Basis, string ReasonDigest, IReadOnlyList<string> Items, IReadOnlyList<int> LaterStages, string Power, DateOnly On, DateOnly? DueOn) : IAct;

[Act("approvals.stage-withdrawn", "撤回申请", "Stage withdrawn")]
internal sealed record StageWithdrawn(Guid StageCase, string ReasonDigest) : IAct;

[Act("approvals.stage-ended-with-project", "项目终止，阶段关闭", "Stage ended with its project")]
internal sealed record StageEndedWithProject(Guid StageCase, int Stage, string How, string Basis, string ReasonDigest) : IAct;

[Act("approvals.limit-recomputed", "按新日历重算时限", "Limit recomputed")]
internal sealed record LimitRecomputed(Guid Case, string? Item, string Calendar, DateOnly? Before, DateOnly? After) : IAct;
