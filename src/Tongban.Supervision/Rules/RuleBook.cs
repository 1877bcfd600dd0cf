using Tongban.Foundation;

namespace Tongban.Supervision.Rules;

/// <summary>How grave a finding is; the lights of domain 04 § 4.1.</summary>
internal enum Severity
{
    /// <summary>黄灯: to be explained.</summary>
    Yellow,

    /// <summary>红灯: a rule was broken.</summary>
    Red,

    /// <summary>双红灯: beyond the law's own limit.</summary>
    DoubleRed,
}

/// <summary>Where a rule comes from.</summary>
internal enum RuleOrigin
{
    /// <summary>法律法规: the law says it.</summary>
    Law,

    /// <summary>本市设定: the city's measure, where the law names the duty but no figure.</summary>
    Designed,
}

/// <summary>One rule of the electronic supervision.</summary>
/// <param name="Code">JC-01 to JC-23; never given to another rule.</param>
/// <param name="Basis">Law and article.</param>
/// <param name="Measure">What it looks at and when it fires, in words.</param>
internal sealed record Rule(string Code, Words Name, string Basis, RuleOrigin Origin, Severity Level, Words Measure);

/// <summary>The twenty-three rules, each with its basis. They state what happened; people decide what follows.</summary>
internal static class RuleBook
{
    public const string Overdue = "JC-01", SecondCorrection = "JC-02", OutsideList = "JC-03", WithoutPower = "JC-04", PrerequisiteSkipped = "JC-05", PausedWithoutBasis = "JC-06", PausedTooLong = "JC-07",
        ExtendedUnapproved = "JC-08", FeeOutsideList = "JC-09", ServedLate = "JC-10", IntermediaryLate = "JC-11", DecidedAtOnce = "JC-12", OwnCase = "JC-13", ClosedWithOpenItem = "JC-14", ReturnedTooOften = "JC-15",
        PreCheckLate = "JC-16", OpinionLate = "JC-17", RefusedWithoutReason = "JC-18", CommitmentUnchecked = "JC-19", HearingLate = "JC-20", ResultWithoutNumber = "JC-21", DatedBack = "JC-22", ClosedCaseChanged = "JC-23";

    /// <summary>Seconds between the moment an item reaches an organ and its decision below which nobody can have read it.</summary>
    public const int FewestSeconds = 60;

    /// <summary>Times an item may come back before the supervision asks why.</summary>
    public const int MostReturns = 2;

    /// <summary>Working days of the pre-check (行政许可法第三十二条第一款第四项).</summary>
    public const int PreCheckDays = 5;

    /// <summary>Days between the notice of a hearing and the hearing (行政许可法第四十八条).</summary>
    public const int HearingNoticeDays = 7;

    /// <summary>Working days after which what happened outside the platform is entered late.</summary>
    public const int EntryDays = 3;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(Overdue, ("超过办理时限", "Over the limit"), "行政许可法第四十二条", RuleOrigin.Law, Severity.Red,
            ("事项超过承诺时限亮红灯；超过法定时限，或者阶段超过联合办理法定时限，亮双红灯。", "An item beyond its promise is red; beyond the law's own limit, or a stage beyond the limit of joint handling, double red.")),
        new(SecondCorrection, ("再次要求补正", "Correction asked for twice"), "行政许可法第三十二条第一款第四项", RuleOrigin.Law, Severity.Red,
            ("一次性告知之后，或者受理之后，又要求补正（被系统拦截的也计）。", "More is asked for after everything was told once, or after the acceptance; attempts that were blocked count.")),
        new(OutsideList, ("要求提供清单外材料", "Demand outside the list of materials"), "行政许可法第三十条、第三十一条；优化营商环境条例第四十四条", RuleOrigin.Law, Severity.Red,
            ("要求的材料不在该阶段公布的材料清单内，或者是机关自己核发的证照。", "What is asked for is not on the published list of the stage, or is a paper that an authority itself issued.")),
        new(WithoutPower, ("无权作出决定", "Act without a power in force"), "行政许可法第二十二条；优化营商环境条例第四十条", RuleOrigin.Law, Severity.Red,
            ("作出决定之日，该机关对该事项没有生效的权力清单依据。", "On the day of the decision the power list gave the organ no power for the item.")),
        new(PrerequisiteSkipped, ("前置事项未办结即决定", "Prerequisite skipped"), "行政许可法第三十八条第一款；事项目录规定的前置关系", RuleOrigin.Designed, Severity.Red,
            ("事项目录规定的前置事项尚在办理，后一事项已经决定（提前办理的除外）。", "An item is decided while another on which it rests is still open; items started early are exempt.")),
        new(PausedWithoutBasis, ("停表无依据", "Paused without basis"), "行政许可法第四十五条", RuleOrigin.Law, Severity.Red,
            ("未经申请、本人批准本人申请、未写明依据或预计结束日、目录未列明的程序，或者同一程序停表两次。", "Not asked for, granted by who asked, without basis or planned end, by a procedure the catalogue does not name, or twice for the same.")),
        new(PausedTooLong, ("停表超过告知时间", "Paused too long"), "行政许可法第四十五条", RuleOrigin.Law, Severity.Yellow,
            ("书面告知申请人的结束日已过，特别程序仍未结束。", "The end that was told to the applicant in writing has passed and the procedure goes on.")),
        new(ExtendedUnapproved, ("未经批准延期", "Extension without approval"), "行政许可法第四十二条", RuleOrigin.Law, Severity.Red,
            ("没有申请、由申请人本人批准，或者同一事项延期两次。", "Not asked for, granted by who asked, or a second time for the same item.")),
        new(FeeOutsideList, ("清单外收费", "Fee outside the list"), "优化营商环境条例第二十五条；行政许可法第五十八条", RuleOrigin.Law, Severity.Red,
            ("收费不在监管清单（收费目录清单）之内；企业反映的也核对。", "A charge is not on the list of charges; what enterprises report is held against it too.")),
        new(ServedLate, ("决定送达超过十日", "Result served late"), "行政许可法第四十四条", RuleOrigin.Law, Severity.Red,
            ("作出决定后十个工作日内未送达。", "Not served within ten working days of the decision.")),
        new(IntermediaryLate, ("中介服务超时", "Intermediary over its time"), "优化营商环境条例第四十三条；行政许可法第四十五条", RuleOrigin.Law, Severity.Yellow,
            ("检验、检测、检疫、鉴定、评估超过约定时间。", "A test, inspection, quarantine, appraisal or evaluation goes on after its agreed end.")),
        new(DecidedAtOnce, ("收件后数秒即作决定", "Decided seconds after receipt"), "行政许可法第三十四条；本市设定（60 秒）", RuleOrigin.Designed, Severity.Yellow,
            ("承诺件到达后不足 60 秒即决定；即办件、告知承诺、联合意见除外。", "A promised item is decided less than 60 seconds after it arrived; items on the spot, on commitment or by joint opinion are exempt.")),
        new(OwnCase, ("应当回避未回避", "Officer in his own case"), "公务员法第七十六条", RuleOrigin.Law, Severity.Red,
            ("同一人既代表申请人办过本项目的手续，又作为工作人员对本项目作出决定。", "The same person acted for the applicant in the project and decided on it as an officer.")),
        new(ClosedWithOpenItem, ("尚有事项未办结即办结阶段", "Stage closed with an open item"), "行政许可法第三十八条第一款；事项目录规定的办结条件", RuleOrigin.Designed, Severity.Red,
            ("阶段以同意办结，其中仍有应办事项没有决定。", "A stage is concluded in favour while an item in it is undecided.")),
        new(ReturnedTooOften, ("反复退回重办", "Returned too often"), "优化营商环境条例第三十五条；本市设定（2 次）", RuleOrigin.Designed, Severity.Yellow,
            ("同一事项被退回重办达到两次。", "The same item is sent back for the second time.")),
        new(PreCheckLate, ("预审逾期", "Pre-check late"), "行政许可法第三十二条第一款第四项", RuleOrigin.Law, Severity.Red,
            ("收到申请五个工作日内既未受理，也未一次性告知补正；逾期视为受理。", "Neither accepted nor told what is missing within five working days; the case then counts as accepted.")),
        new(OpinionLate, ("征求意见逾期", "Opinion late"), "行政许可法第二十六条；本市设定（事项目录规定的答复期）", RuleOrigin.Designed, Severity.Yellow,
            ("被征求意见的部门、联合办理的参加部门未按期答复。", "A consulted department, or one that takes part in a joint handling, does not answer in its days.")),
        new(RefusedWithoutReason, ("不予许可未说明理由", "Refusal without reason"), "行政许可法第三十八条第二款", RuleOrigin.Law, Severity.Red,
            ("不予受理、不予许可或者终止许可，没有理由或者没有依据。", "Not accepting, refusing or ending a permit without reason or legal basis.")),
        new(CommitmentUnchecked, ("承诺未按期核查", "Commitment not followed up"), "优化营商环境条例第四十条；告知承诺书（两个月）", RuleOrigin.Designed, Severity.Red,
            ("告知承诺决定后两个月内未核查，或者整改期满未复查。", "Not checked within two months, or not looked at again after the days given to make it good.")),
        new(HearingLate, ("听证组织逾期", "Hearing late"), "行政许可法第四十七条、第四十八条", RuleOrigin.Law, Severity.Red,
            ("申请听证后二十日内未组织，或者举行前不足七日通知。", "Not held within twenty working days of the request, or told less than seven days before.")),
        new(ResultWithoutNumber, ("结果无编号未制发", "Result without number"), "行政许可法第三十九条、第四十条", RuleOrigin.Law, Severity.Yellow,
            ("应当编号制发的结果没有文号，或者决定次日仍未制发，无从公开查询。", "A result that bears a number has none, or is not issued by the day after the decision, so that nobody can look it up.")),
        new(DatedBack, ("倒填日期", "Dated back"), "行政许可法第三十二条第二款、第四十四条；本市设定（三个工作日内补录）", RuleOrigin.Designed, Severity.Red,
            ("受理、决定、停表、办结等当日生效的行为，写明的日期早于入账日的，亮红灯；送达、举行听证超过三个工作日才补录的，亮黄灯。依法视为受理的除外。", "An acceptance, decision, pause or conclusion takes effect with its entry: an earlier day on it is red. A service or a hearing entered more than three working days after it is yellow. What the law deems accepted is exempt.")),
        new(ClosedCaseChanged, ("办结后修改案件", "Closed case changed"), "行政许可法第八条、第六十九条；本市设定", RuleOrigin.Designed, Severity.Red,
            ("已办结的阶段、已决定的事项未经重新办理或者退回，又作出受理、补正、决定、延期等行为，或者更换已制发的结果文书，亮红灯；机关未经变更申请直接修改已批准的内容，亮黄灯。", "A closed stage or decided item is acted on without having been reopened or returned, or an issued document is replaced: red. An authority changes what was approved without a request for the change: yellow.")),
    ];

    public static Rule Of(string code) => All.First(r => r.Code == code);
}
