using Tongban.Foundation;

namespace Tongban.Plans.Contracts;

/// <summary>A project entered the pool as a reserve.</summary>
[Act("plans.project-admitted", "列入项目储备库", "Project admitted to the pool")]
public sealed record PlanProjectAdmitted(string Code, string Owner, string Division, string Sector, decimal TotalInvestment) : IAct;

/// <summary>A milestone of a project is on record, with the document that proves it.</summary>
/// <param name="Kind">Feasibility, Estimate, … as the API spells it.</param>
[Act("plans.milestone-recorded", "登记项目节点", "Milestone recorded")]
public sealed record PlanMilestoneRecorded(string Code, string Kind, DateOnly On, string Document, decimal? Yuan) : IAct;

/// <summary>A project of the pool went from one state to another.</summary>
[Act("plans.project-moved", "项目池状态变更", "Project moved in the pool")]
public sealed record PlanProjectMoved(string Code, string From, string To, string ReasonDigest) : IAct;

/// <summary>A pool of money of one source and year was opened.</summary>
[Act("plans.fund-pool-opened", "设立资金池", "Fund pool opened")]
public sealed record FundPoolOpened(Guid PoolId, string Pool, string Source, int Year, decimal Yuan) : IAct;

/// <summary>Entries were made in the books of a pool: arrivals, indicators, payments, returns.</summary>
/// <param name="Digest">SHA-256 over the entries in their order.</param>
[Act("plans.funds-booked", "资金记账", "Funds booked")]
public sealed record FundsBooked(Guid PoolId, Guid BatchId, int Entries, decimal Arrived, decimal Allocated, decimal Paid, string Digest) : IAct;

/// <summary>A file or a call with rows was taken in.</summary>
[Act("plans.batch-imported", "批量导入", "Batch imported")]
public sealed record PlanBatchImported(Guid BatchId, string Kind, string Digest, int Accepted, int Unchanged, int Rejected) : IAct;

/// <summary>The monthly return of a project came in; a later edition corrects an earlier one.</summary>
[Act("plans.progress-reported", "报送月度进度", "Monthly progress reported")]
public sealed record ProgressReported(string Code, int Year, int Month, int Edition, decimal Yuan, decimal PhysicalPercent) : IAct;

/// <summary>A plan, or a new version of one, is being drawn up.</summary>
[Act("plans.plan-drafted", "编制计划", "Plan drafted")]
public sealed record PlanDrafted(Guid PlanId, string Kind, int FirstYear, int Edition, Guid? Base, int Items) : IAct;

/// <summary>An item of a plan was entered, changed or taken out.</summary>
/// <param name="Part">development, sector or finance: whose fields; or removed.</param>
[Act("plans.plan-item-changed", "计划项目变更", "Plan item changed")]
public sealed record PlanItemChanged(Guid PlanId, string Code, string Part, string Digest) : IAct;

/// <summary>One of the three departments confirmed an item as it is.</summary>
[Act("plans.plan-item-confirmed", "计划会签确认", "Plan item confirmed")]
public sealed record PlanItemConfirmed(Guid PlanId, string Code, string Part, string Digest) : IAct;

/// <summary>A plan was approved and is frozen.</summary>
[Act("plans.plan-approved", "批准计划", "Plan approved")]
public sealed record PlanApproved(Guid PlanId, string Kind, int FirstYear, int Edition, string Document, decimal Yuan, string Digest) : IAct;

/// <summary>A draft of a plan was given up.</summary>
[Act("plans.plan-withdrawn", "撤回计划稿", "Plan draft withdrawn")]
public sealed record PlanWithdrawn(Guid PlanId, string Kind, int FirstYear, int Edition) : IAct;

/// <summary>A warning rule fits a project or a pool, or its level changed.</summary>
[Act("plans.warning-raised", "发出预警", "Warning raised")]
public sealed record PlanWarningRaised(Guid WarningId, string Rule, string Subject, string Level) : IAct;

/// <summary>The responsible unit was ordered to answer a warning.</summary>
[Act("plans.warning-ordered", "责令说明", "Answer ordered")]
public sealed record PlanWarningOrdered(Guid WarningId, string Rule, string Subject, DateOnly DueOn) : IAct;

/// <summary>The responsible unit answered.</summary>
[Act("plans.warning-answered", "预警答复", "Warning answered")]
public sealed record PlanWarningAnswered(Guid WarningId, string Rule, string Subject, string AnswerDigest) : IAct;

/// <summary>What the warning told of is no longer so, or the answer was accepted.</summary>
[Act("plans.warning-cleared", "预警解除", "Warning cleared")]
public sealed record PlanWarningCleared(Guid WarningId, string Rule, string Subject, bool ByAnswer) : IAct;

/// <summary>Projects were weighed against funds.</summary>
/// <param name="InputDigest">SHA-256 of projects, funds and settings.</param>
[Act("plans.balance-computed", "资金平衡测算", "Balance computed")]
public sealed record BalanceComputed(Guid RunId, int FirstYear, string InputDigest, decimal Value, decimal Bound) : IAct;
