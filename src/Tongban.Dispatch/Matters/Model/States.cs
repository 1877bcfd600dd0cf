using Tongban.Foundation;
using Tongban.Foundation.Ui;

namespace Tongban.Dispatch.Matters;

/// <summary>Where a difficulty stands.</summary>
internal enum MatterState
{
    /// <summary>数据不支持，退回: the data say otherwise; the unit may insist with evidence.</summary>
    SentBack,

    /// <summary>坚持申报，待研判: a person of the dispatch office decides.</summary>
    Insisted,

    /// <summary>已派单: with the responsible unit, not received yet.</summary>
    Dispatched,

    /// <summary>办理中: received.</summary>
    Handling,

    /// <summary>待裁定: returned by the unit; the dispatch office decides who has to do it.</summary>
    Disputed,

    /// <summary>已答复，待确认: the reporter says whether it is solved.</summary>
    Answered,

    /// <summary>已办结.</summary>
    Closed,

    /// <summary>已并入: the same difficulty is handled under another number.</summary>
    Merged,

    /// <summary>已撤回: by the unit that reported it, or with its project.</summary>
    Withdrawn,
}

/// <summary>Where a unit's task stands.</summary>
internal enum DispatchTaskState
{
    /// <summary>待签收.</summary>
    Given,

    /// <summary>办理中.</summary>
    Received,

    /// <summary>已答复.</summary>
    Answered,

    /// <summary>已退回: with a ground; somebody else has it now.</summary>
    Returned,

    /// <summary>不再需要: the matter ended, was merged or given to others.</summary>
    Dropped,
}

/// <summary>On what ground a unit returns a task.</summary>
internal enum ReturnGround
{
    /// <summary>不属于本单位职责.</summary>
    NotOurDuty,

    /// <summary>不属于本级事权.</summary>
    OtherLevel,

    /// <summary>所报情况与事实不符.</summary>
    FactsWrong,
}

/// <summary>How a difficulty ended (domain 06, outcomes of the models).</summary>
internal enum MatterOutcome
{
    /// <summary>已解决.</summary>
    Resolved,

    /// <summary>部分解决.</summary>
    PartlyResolved,

    /// <summary>提请上级协调.</summary>
    Escalated,

    /// <summary>不予受理（说明理由）.</summary>
    NotAcceptedWithReason,
}

/// <summary>Which rule raised a matter's grade, or urged a unit. Each happens once where it should.</summary>
internal enum EscalationRule
{
    /// <summary>一个工作日内未签收.</summary>
    NotReceived,

    /// <summary>牵头单位逾期.</summary>
    LeadOverdue,

    /// <summary>协办单位逾期.</summary>
    AssistingOverdue,

    /// <summary>两个反馈周期未解决.</summary>
    TwoCycles,

    /// <summary>再次退回.</summary>
    ReturnedAgain,

    /// <summary>市级重点项目延误超过三十日.</summary>
    KeyProjectDelayed,

    /// <summary>牵头单位提请上级协调.</summary>
    AskedByLead,

    /// <summary>确认期满未确认: closed with a note; no grade changes.</summary>
    SilentReporter,
}

/// <summary>What stands in a matter's story.</summary>
internal enum EntryKind
{
    Reported, Compared, SentBack, Insisted, Accepted, Refused, Dispatched, Received, Returned, Adjudicated, Feedback, TaskAnswered, Answered, DataSupplied, Confirmed, Reopened, Closed, Merged, TookOver, Escalated, Urged, Withdrawn,
}

/// <summary>What pages call things.</summary>
internal static class MatterWords
{
    public static Words Name(this MatterState state) => state switch
    {
        MatterState.SentBack => ("数据不支持，已退回", "Sent back: not supported by the data"),
        MatterState.Insisted => ("坚持申报，待研判", "Insisted on, to be decided"),
        MatterState.Dispatched => ("已派单", "Dispatched"),
        MatterState.Handling => ("办理中", "In hand"),
        MatterState.Disputed => ("单位退回，待裁定", "Returned by the unit, to be decided"),
        MatterState.Answered => ("已答复，待确认", "Answered, to be confirmed"),
        MatterState.Closed => ("已办结", "Closed"),
        MatterState.Merged => ("已并入", "Merged"),
        _ => ("已撤回", "Withdrawn"),
    };

    public static Tone ToneOf(this MatterState state) => state switch
    {
        MatterState.Closed => Tone.Good,
        MatterState.SentBack or MatterState.Insisted or MatterState.Disputed => Tone.Warn,
        MatterState.Merged or MatterState.Withdrawn => Tone.Neutral,
        _ => Tone.Info,
    };

    public static Words Name(this DispatchTaskState state) => state switch
    {
        DispatchTaskState.Given => ("待签收", "Not received yet"),
        DispatchTaskState.Received => ("办理中", "In hand"),
        DispatchTaskState.Answered => ("已答复", "Answered"),
        DispatchTaskState.Returned => ("已退回", "Returned"),
        _ => ("不再需要", "No longer needed"),
    };

    public static Tone ToneOf(this DispatchTaskState state) => state switch { DispatchTaskState.Given => Tone.Warn, DispatchTaskState.Received => Tone.Info, DispatchTaskState.Answered => Tone.Good, _ => Tone.Neutral };

    public static Words Name(this ReturnGround ground) => ground switch
    {
        ReturnGround.NotOurDuty => ("不属于本单位职责", "Not a duty of this unit"),
        ReturnGround.OtherLevel => ("不属于本级事权", "A matter of another level"),
        _ => ("所报情况与事实不符", "What was reported is not so"),
    };

    public static Words Name(this MatterOutcome outcome) => outcome switch
    {
        MatterOutcome.Resolved => ("已解决", "Resolved"),
        MatterOutcome.PartlyResolved => ("部分解决", "Partly resolved"),
        MatterOutcome.Escalated => ("提请上级协调", "Put to a higher level"),
        _ => ("不予受理，已说明理由", "Not accepted, with the reason"),
    };

    public static Words Name(this EscalationRule rule) => rule switch
    {
        EscalationRule.NotReceived => ("一个工作日内未签收", "Not received within one working day"),
        EscalationRule.LeadOverdue => ("牵头单位逾期未答复", "The lead unit is overdue"),
        EscalationRule.AssistingOverdue => ("协办单位逾期未答复", "An assisting unit is overdue"),
        EscalationRule.TwoCycles => ("两个反馈周期未解决", "Unsolved after two feedback cycles"),
        EscalationRule.ReturnedAgain => ("再次退回", "Returned again"),
        EscalationRule.AskedByLead => ("牵头单位提请上级协调", "The lead unit asks for a higher level"),
        EscalationRule.KeyProjectDelayed => ("重点项目延误超过三十日", "A key project delayed for more than 30 days"),
        _ => ("确认期满未确认", "Not confirmed in time"),
    };

    /// <summary>Ⅰ, Ⅱ, Ⅲ: who coordinates.</summary>
    public static Words GradeName(int grade) => grade switch
    {
        1 => ("Ⅰ级 · 市领导协调", "Grade Ⅰ · city leader"),
        2 => ("Ⅱ级 · 牵头部门协调", "Grade Ⅱ · lead department"),
        _ => ("Ⅲ级 · 责任单位办理", "Grade Ⅲ · responsible unit"),
    };

    public static string GradeMark(int grade) => grade switch { 1 => "Ⅰ", 2 => "Ⅱ", _ => "Ⅲ" };

    public static Tone GradeTone(int grade) => grade switch { 1 => Tone.Bad, 2 => Tone.Warn, _ => Tone.Neutral };

    public static Words Name(this EntryKind kind) => kind switch
    {
        EntryKind.Reported => ("申报困难", "Reported"),
        EntryKind.Compared => ("自动比对", "Compared with the data"),
        EntryKind.SentBack => ("退回申报单位", "Sent back"),
        EntryKind.Insisted => ("坚持申报", "Insisted on"),
        EntryKind.Accepted => ("研判受理", "Accepted by the office"),
        EntryKind.Refused => ("不予受理", "Not accepted"),
        EntryKind.Dispatched => ("派单", "Dispatched"),
        EntryKind.Received => ("签收", "Received"),
        EntryKind.Returned => ("退回", "Returned"),
        EntryKind.Adjudicated => ("裁定", "Decided by the office"),
        EntryKind.Feedback => ("反馈进展", "Progress"),
        EntryKind.TaskAnswered => ("协办答复", "Assisting unit answered"),
        EntryKind.Answered => ("答复", "Answered"),
        EntryKind.DataSupplied => ("补充数据", "Data supplied"),
        EntryKind.Confirmed => ("确认解决", "Confirmed"),
        EntryKind.Reopened => ("未解决，重新办理", "Not solved, opened again"),
        EntryKind.Closed => ("办结", "Closed"),
        EntryKind.Merged => ("并入", "Merged"),
        EntryKind.TookOver => ("并案", "Took a duplicate over"),
        EntryKind.Escalated => ("升级", "Escalated"),
        EntryKind.Urged => ("催办", "Urged"),
        _ => ("撤回", "Withdrawn"),
    };

    public static Tone ToneOf(this EntryKind kind) => kind switch
    {
        EntryKind.SentBack or EntryKind.Returned or EntryKind.Reopened or EntryKind.Escalated or EntryKind.Urged or EntryKind.Refused => Tone.Warn,
        EntryKind.Answered or EntryKind.TaskAnswered or EntryKind.Confirmed or EntryKind.Closed => Tone.Good,
        EntryKind.Merged or EntryKind.Withdrawn => Tone.Neutral,
        _ => Tone.Info,
    };
}
