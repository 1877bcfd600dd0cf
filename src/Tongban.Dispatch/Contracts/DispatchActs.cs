using Tongban.Foundation;

namespace Tongban.Dispatch.Contracts;

/// <summary>A difficulty of a project was reported.</summary>
/// <param name="Number"><c>XT-2026-000123</c>.</param>
/// <param name="Model">One of the 27 models.</param>
/// <param name="TextDigest">SHA-256 of what was reported.</param>
[Act("dispatch.matter-reported", "申报困难", "Difficulty reported")]
public sealed record MatterReported(Guid MatterId, string Number, Guid ProjectId, string Model, int Grade, string TextDigest, int Files) : IAct;

/// <summary>It was compared with the data at hand.</summary>
/// <param name="Outcome">supported, not-supported, unknown.</param>
/// <param name="Digest">SHA-256 of conditions, inputs and outcome.</param>
[Act("dispatch.matter-compared", "自动比对", "Compared with the data")]
public sealed record MatterCompared(Guid MatterId, string Model, string Outcome, IReadOnlyList<string> Missing, string Digest) : IAct;

/// <summary>The data do not support it: it went back to its unit, with the data shown.</summary>
[Act("dispatch.matter-sent-back", "退回申报单位", "Sent back")]
public sealed record MatterSentBack(Guid MatterId) : IAct;

/// <summary>The unit insists, with evidence; a person decides.</summary>
[Act("dispatch.matter-insisted", "坚持申报", "Insisted on")]
public sealed record MatterInsisted(Guid MatterId, int Files, string TextDigest) : IAct;

/// <summary>The dispatch office accepted or refused what was insisted on.</summary>
[Act("dispatch.insistence-decided", "研判坚持申报", "Insistence decided")]
public sealed record InsistenceDecided(Guid MatterId, bool Accepted, string ReasonDigest) : IAct;

/// <summary>It was given to its units.</summary>
/// <param name="Lead">Organ of the lead.</param>
/// <param name="Assisting">Organs that assist.</param>
[Act("dispatch.matter-dispatched", "派单", "Dispatched")]
public sealed record MatterDispatched(Guid MatterId, string Lead, IReadOnlyList<string> Assisting, int Grade, DateOnly DueOn, bool DataAsked) : IAct;

/// <summary>A unit received its task.</summary>
[Act("dispatch.task-received", "签收", "Task received")]
public sealed record TaskReceived(Guid MatterId, string Organ, bool Late) : IAct;

/// <summary>A unit returned its task with a ground.</summary>
/// <param name="Proposed">Organ the unit names instead.</param>
[Act("dispatch.task-returned", "退回任务", "Task returned")]
public sealed record TaskReturned(Guid MatterId, string Organ, string Ground, string Basis, string? Proposed, int Return) : IAct;

/// <summary>The dispatch office decided who has to do it, with binding effect.</summary>
[Act("dispatch.matter-adjudicated", "裁定责任单位", "Responsible unit decided")]
public sealed record MatterAdjudicated(Guid MatterId, string Organ, string ReasonDigest) : IAct;

/// <summary>A unit said how it goes.</summary>
[Act("dispatch.feedback-given", "反馈进展", "Progress told")]
public sealed record FeedbackGiven(Guid MatterId, string Organ, string TextDigest) : IAct;

/// <summary>A unit answered its task; the lead's answer is that of the matter.</summary>
[Act("dispatch.task-answered", "答复", "Task answered")]
public sealed record TaskAnswered(Guid MatterId, string Organ, bool Lead, string? Outcome, int DaysUsed, bool Late, string TextDigest) : IAct;

/// <summary>The unit supplied data that nobody had.</summary>
[Act("dispatch.data-supplied", "补充数据", "Data supplied")]
public sealed record DataSupplied(Guid MatterId, IReadOnlyList<string> Fields, int Files) : IAct;

/// <summary>The reporter says that it is not solved: it goes on.</summary>
[Act("dispatch.matter-reopened", "重新办理", "Opened again")]
public sealed record MatterReopened(Guid MatterId, DateOnly DueOn, string ReasonDigest) : IAct;

/// <summary>It is over.</summary>
/// <param name="Confirmed">The reporter confirmed the answer; otherwise it was silent, or the matter was not accepted.</param>
[Act("dispatch.matter-closed", "办结", "Matter closed")]
public sealed record MatterClosed(Guid MatterId, string Outcome, bool Confirmed) : IAct;

/// <summary>It is the same difficulty as another one and goes on there.</summary>
[Act("dispatch.matter-merged", "并案", "Merged")]
public sealed record MatterMerged(Guid MatterId, Guid Into) : IAct;

/// <summary>A rule raised its grade.</summary>
[Act("dispatch.matter-escalated", "升级协调", "Escalated")]
public sealed record MatterEscalated(Guid MatterId, string Rule, int From, int To) : IAct;

/// <summary>A unit was urged.</summary>
[Act("dispatch.task-urged", "催办", "Unit urged")]
public sealed record TaskUrged(Guid MatterId, string Organ, string Rule) : IAct;

/// <summary>It was taken back, or ended with its project.</summary>
[Act("dispatch.matter-withdrawn", "撤回", "Withdrawn")]
public sealed record MatterWithdrawn(Guid MatterId, bool WithProject) : IAct;

/// <summary>A republished calendar moved due days of a matter.</summary>
[Act("dispatch.limits-recomputed", "重算调度时限", "Limits worked out anew")]
public sealed record DispatchLimitsRecomputed(Guid MatterId, IReadOnlyList<string> Organs, string Calendar) : IAct;
