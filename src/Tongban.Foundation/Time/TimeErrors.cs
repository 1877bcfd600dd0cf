namespace Tongban.Foundation.Time;

/// <summary>Refusals of the clocks.</summary>
public static class TimeErrors
{
    private const string NotCounted = "行政许可法第四十五条";
    private const string ExtendedOnce = "行政许可法第四十二条第一款";

    public static Error AlreadyEnded(DateOnly endedOn) => new("time.already-ended",
        ((Words)("期限已于 {0} 办结，不能再暂停、恢复、延长或办结。", "The limit ended on {0}; it can no longer be paused, resumed, extended or ended.")).With(Day(endedOn)), ErrorKind.Conflict)
    {
        WayOut = ("确需继续办理的，先重新启动期限。", "If the matter must go on, reopen the limit first."),
    };

    public static Error NotEnded => new("time.not-ended",
        ("期限尚未办结，无需重新启动。", "The limit has not ended, so it cannot be reopened."), ErrorKind.Conflict);

    public static Error BeforeStart(DateOnly day, DateOnly startedOn) => new("time.before-start",
        ((Words)("{0} 早于起算日 {1}。", "{0} lies before the start day {1}.")).With(Day(day), Day(startedOn)))
    {
        Field = "on", LegalBasis = "民法典第二百零一条",
        WayOut = ("请填写起算日或以后的日期。", "Give the start day or a later one."),
    };

    public static Error BeforeLastStep(DateOnly day, DateOnly lastStep) => new("time.before-last-step",
        ((Words)("{0} 早于该期限最近一次变动的日期 {1}。", "{0} lies before the latest recorded step of this limit, {1}.")).With(Day(day), Day(lastStep)))
    {
        Field = "on",
        WayOut = ("请按办理顺序填写日期。", "Give the dates in the order in which things happened."),
    };

    public static Error PauseReversed(DateOnly from, DateOnly to) => new("time.pause-reversed",
        ((Words)("暂停的结束日 {1} 早于开始日 {0}。", "The pause would end on {1}, before it began on {0}.")).With(Day(from), Day(to)))
    {
        Field = "to", LegalBasis = NotCounted,
        WayOut = ("请核对暂停的起止日期。", "Check the first and last day of the pause."),
    };

    public static Error PauseWithoutBasis => new("time.pause-without-basis",
        ("暂停计时必须写明特别程序的种类和依据。", "A pause must name the kind of special procedure and its legal basis."))
    {
        Field = "basis", LegalBasis = NotCounted,
        WayOut = ("请填写种类（如听证、专家评审）和法律依据。", "Give the kind (such as hearing or expert review) and the legal basis."),
    };

    public static Error AlreadyPaused(string type, DateOnly since) => new("time.already-paused",
        ((Words)("同一特别程序（{0}）自 {1} 起已暂停计时，尚未恢复。", "The limit is already paused for this procedure ({0}) since {1}.")).With(type, Day(since)), ErrorKind.Conflict)
    {
        LegalBasis = NotCounted,
        WayOut = ("先恢复计时，再作新的暂停。", "Resume the limit before pausing it for the same procedure again."),
    };

    public static Error NotPaused => new("time.not-paused",
        ("期限没有处于暂停状态，无需恢复。", "The limit is not paused, so it cannot be resumed."), ErrorKind.Conflict)
    {
        LegalBasis = NotCounted,
    };

    public static Error ExtendedBefore(DateOnly on) => new("time.extended-before",
        ((Words)("期限已于 {0} 延长过一次，只能延长一次。", "The limit was extended on {0}; it can be extended only once.")).With(Day(on)), ErrorKind.Conflict)
    {
        LegalBasis = ExtendedOnce,
        WayOut = ("请在已延长的期限内作出决定。", "Decide within the extended limit."),
    };

    public static Error ExtendedTooLate(DateOnly on, DateOnly dueOn) => new("time.extended-too-late",
        ((Words)("期限已于 {1} 届满，{0} 不能再批准延长：延长须在期限届满前决定。", "The limit ended on {1}; it cannot be extended on {0}: an extension must be decided before the limit ends.")).With(Day(on), Day(dueOn)), ErrorKind.Conflict)
    {
        LegalBasis = ExtendedOnce,
        WayOut = ("请尽快作出决定，并说明逾期原因。", "Decide as soon as possible and state why it is late."),
    };

    public static Error ExtensionIncomplete => new("time.extension-incomplete",
        ("延长期限须大于零，写明依据和理由，并由负责人批准。", "An extension must be longer than zero, state basis and reason, and be approved by the head of the authority."))
    {
        Field = "reason", LegalBasis = ExtendedOnce,
        WayOut = ("请填写天数、依据、理由和批准人。", "Give length, basis, reason and who approved it."),
    };

    public static Error ExtensionUnit(LimitUnit limit) => new("time.extension-unit",
        limit == LimitUnit.WorkingDay
            ? ("该期限按工作日计算，延长期也须按工作日计算。", "This limit runs in working days; so must its extension.")
            : ("该期限按自然日计算，延长期也须按自然日计算。", "This limit runs in calendar days; so must its extension."))
    {
        Field = "by", LegalBasis = ExtendedOnce,
    };

    public static Error ReopenWithoutReason => new("time.reopen-without-reason",
        ("重新启动期限必须写明理由。", "Reopening a limit needs a reason."))
    {
        Field = "reason",
        WayOut = ("请填写理由。", "State the reason."),
    };

    private static string Day(DateOnly d) => d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
