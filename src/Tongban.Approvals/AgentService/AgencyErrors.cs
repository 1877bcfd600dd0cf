using Tongban.Approvals.Model;
using Tongban.Foundation;

namespace Tongban.Approvals.AgentService;

/// <summary>Refusals of the agency service.</summary>
internal static class AgencyErrors
{
    public static Error NoSuchService() => new("approvals.no-such-agency", ("没有这项代办，或您无权查看。", "There is no such service, or it is not for you to see."), ErrorKind.NotFound);

    public static Error? Text(string? text, string field, Words what) => string.IsNullOrWhiteSpace(text)
        ? new Error("approvals.agency-text-missing", new Words($"请填写{what.Zh}。", $"{what.En} is missing.")) { Field = field }
        : text.Length > Limits.Reason ? ApprovalErrors.TextTooLong(field, Limits.Reason) : null;

    public static Error Period(int years) => new("approvals.agency-period", new Words("代办期限应从今天或以后开始，不早于开始日结束，最长 {0} 年。", "The service begins today or later, ends no earlier than it begins and lasts {0} years at most.").With(years))
    { Field = "to", LegalBasis = "民法典第一百六十五条", WayOut = ("请更正起止日期。", "Correct the dates.") };

    public static Error NotTheRepresentative() => new("approvals.agency-representative", ("委托和终止代办须由该单位的代表账户办理。", "Only the representative account of the enterprise may entrust the service or take it back."), ErrorKind.Forbidden)
    { LegalBasis = "民法典第一百六十五条", WayOut = ("请由代表账户登录后办理。", "Have the representative sign in and do it.") };

    public static Error AlreadyOpen() => new("approvals.agency-open", ("该项目已有进行中的代办。", "This project already has a service under way."), ErrorKind.Conflict)
    { WayOut = ("请先终止原代办。", "End that one first.") };

    public static Error ProjectOver() => new("approvals.agency-project-over", ("项目已撤回或作废，无需代办。", "The project was withdrawn or invalidated; there is nothing left to do."), ErrorKind.Conflict);

    public static Error NotTheCentre(Words centre) => new("approvals.agency-not-the-centre", ($"此事由“{centre.Zh}”办理。", $"This is for {centre.En} to do."), ErrorKind.Forbidden);

    public static Error NotTheAgent() => new("approvals.agency-not-the-agent", ("只有指派的代办员可以办理。", "Only the agent of this service may do this."), ErrorKind.Forbidden);

    public static Error NoSuchAgent(string userName) => new("approvals.agency-no-such-agent", new Words("“{0}”不是本中心的在岗人员。", "“{0}” holds no post in this centre.").With(userName))
    { Field = "agent", WayOut = ("代办员应是本中心的在岗人员，请核对用户名。", "An agent holds a post in the centre; check the user name.") };

    public static Error AgentDecidesElsewhere() => new("approvals.agency-conflict", ("该人员同时在审批机关任职，不得代企业办事。", "This person also holds a post in an organ that approves, and may not act for an enterprise."))
    { Field = "agent", LegalBasis = "行政许可法第五条", WayOut = ("请指派不在其他机关任职的人员。", "Name someone without a post elsewhere.") };

    public static Error NotWaiting(AgencyState state) => new("approvals.agency-not-waiting", ($"该代办当前为“{state.Name().Zh}”。", $"The service is “{state.Name().En}”."), ErrorKind.Conflict);

    public static Error NotInProgress(AgencyState state) => new("approvals.agency-not-in-progress", ($"该代办当前为“{state.Name().Zh}”，不在进行中。", $"The service is “{state.Name().En}”, not under way."), ErrorKind.Conflict);

    public static Error Over(AgencyState state) => new("approvals.agency-over", ($"该代办{state.Name().Zh}。", $"The service is over ({state.Name().En})."), ErrorKind.Conflict);

    public static Error RecordFull(int most) => new("approvals.agency-record-full", new Words("代办记录最多 {0} 条。", "The record holds {0} entries at most.").With(most), ErrorKind.Conflict);

    public static Words Name(this AgencyState state) => state switch
    {
        AgencyState.Requested => ("待受理", "Waiting for an answer"),
        AgencyState.InProgress => ("代办中", "Under way"),
        AgencyState.Completed => ("已完成", "Completed"),
        AgencyState.Declined => ("未受理", "Declined"),
        _ => ("已终止", "Ended early"),
    };

    public static Words Name(this AgencyEntryKind kind) => kind switch
    {
        AgencyEntryKind.Contact => ("联系", "Contact"),
        AgencyEntryKind.HandOver => ("材料交接", "Papers handed over"),
        _ => ("进展", "Progress"),
    };
}
