using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Matters;

/// <summary>When something happens to a matter, and by which rules of the city.</summary>
internal sealed record MatterSetting(DispatchFile Rules, WorkCalendar Calendar, DateTimeOffset Now)
{
    public DateOnly Today { get; } = CityClock.DateOf(Now);
}

/// <summary>A difficulty as it is reported, with what follows from its model.</summary>
/// <param name="Lead">Organ of the responsible unit.</param>
internal sealed record MatterReport(ProjectRecord Project, DispatchModel Model, int Grade, string Lead, IReadOnlyList<string> Assisting)
{
    public required string Text { get; init; }

    /// <summary>Who answers questions; personal data, never in an act.</summary>
    public required string Contact { get; init; }

    public required DateOnly OccurredOn { get; init; }

    public DateOnly? ExpectedOn { get; init; }

    public string? PlaceText { get; init; }

    /// <summary>GeoJSON in longitude and latitude.</summary>
    public string? Place { get; init; }

    /// <summary>What the model asks for beyond the common fields.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    public bool CrossDivision { get; init; }

    public bool KeyProject { get; init; }

    public IReadOnlyList<MatterFile> Files { get; init; } = [];

    /// <summary>Why the model was suggested, when it was.</summary>
    public Words? Why { get; init; }

    public Guid By { get; init; }

    /// <summary>Organ of the officer who reports for the project; <see langword="null"/> when its unit does.</summary>
    public string? ByOrgan { get; init; }
}

/// <summary>Something the clock did to a matter.</summary>
/// <param name="Organ">The unit it concerns, when it is one.</param>
internal sealed record Escalation(EscalationRule Rule, string? Organ, int From, int To);

/// <summary>A difficulty of a project (协调事项): reported, compared with the data, given to the unit that has to solve it, answered, confirmed.</summary>
/// <remarks>
/// The data decide the first step: supported, it is dispatched at once; not supported, it goes back with the data shown, and whoever insists brings evidence and a person decides; unknown, it is dispatched and the
/// missing data are asked for. A unit may return what is not its duty, with the ground; after the second return the dispatch office decides with binding effect. The reporter confirms the answer or has it opened again.
/// Nothing stands still: the clocks of this room have no pauses (domain 06 § 9.2 names none).
/// </remarks>
internal sealed class DispatchMatter : Aggregate, IOfProject
{
    private readonly List<DispatchTask> _tasks = [];
    private readonly List<MatterEntry> _entries = [];
    private readonly List<MatterComparison> _comparisons = [];
    private readonly List<DispatchTask> _given = [];

    private DispatchMatter()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    /// <summary><c>XT-2026-000123</c>; empty until the transaction that reports it gives it.</summary>
    public string Number { get; private set; } = "";

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public string ProjectName { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public string Division { get; private set; } = "";

    /// <summary>Code of the model: <c>XT-01</c>.</summary>
    public string Model { get; private set; } = "";

    /// <summary>1 the city's leaders, 2 the lead department, 3 the responsible unit.</summary>
    public int Grade { get; private set; }

    /// <summary>Since when it has that grade: feedback cycles are counted from here.</summary>
    public DateOnly GradeSince { get; private set; }

    public MatterState State { get; private set; }

    public string Text { get; private set; } = "";

    public string Contact { get; private set; } = "";

    public DateOnly OccurredOn { get; private set; }

    public DateOnly? ExpectedOn { get; private set; }

    public string? PlaceText { get; private set; }

    public string? Place { get; private set; }

    public IReadOnlyDictionary<string, string> Fields { get; private set; } = new Dictionary<string, string>();

    public bool CrossDivision { get; private set; }

    public bool KeyProject { get; private set; }

    public string? WhyZh { get; private set; }

    public string? WhyEn { get; private set; }

    public DateTimeOffset ReportedAt { get; private set; }

    public Guid ReportedBy { get; private set; }

    public string? ReportedByOrgan { get; private set; }

    /// <summary>Organ of the responsible unit, as the model or the dispatch office says.</summary>
    public string Lead { get; private set; } = "";

    public IReadOnlyList<string> Assisting { get; private set; } = [];

    /// <summary>Outcome of the newest comparison.</summary>
    public ComparisonOutcome Compared { get; private set; }

    /// <summary>Data are missing that the reporter was asked for.</summary>
    public bool DataAsked { get; private set; }

    /// <summary>How often the responsible unit returned it.</summary>
    public int Returns { get; private set; }

    public int Reopened { get; private set; }

    public string? Answer { get; private set; }

    public MatterOutcome? Outcome { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Last day on which the reporter says whether it is solved.</summary>
    public DateOnly? ConfirmBy { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The reporter confirmed the answer itself.</summary>
    public bool Confirmed { get; private set; }

    public Guid? MergedInto { get; private set; }

    /// <summary>How many were merged into it.</summary>
    public int Followers { get; private set; }

    public IReadOnlyList<DispatchTask> Tasks => _tasks;

    public IReadOnlyList<MatterEntry> Entries => _entries;

    public IReadOnlyList<MatterComparison> Comparisons => _comparisons;

    public MatterComparison? Comparison => _comparisons.OrderBy(c => c.At).ThenBy(c => c.Id).LastOrDefault();

    /// <summary>Tasks given since the matter was loaded: their units have to be told.</summary>
    public IReadOnlyList<DispatchTask> JustGiven => _given;

    /// <summary>With the units, or on its way there.</summary>
    public bool IsWithUnits => State is MatterState.Dispatched or MatterState.Handling or MatterState.Disputed;

    /// <summary>The contact goes at the person's request, once nothing is left to ask.</summary>
    internal void EraseContact() => Contact = "";

    public bool IsOver => State is MatterState.Closed or MatterState.Merged or MatterState.Withdrawn;

    public DispatchTask? LeadTask => _tasks.LastOrDefault(t => t.IsLead && t.IsOpen);

    /// <summary>The open task of an organ.</summary>
    public DispatchTask? TaskOf(string? organ) => _tasks.LastOrDefault(t => t.Organ == organ && t.IsOpen);

    /// <summary>A difficulty comes in; the comparison decides what becomes of it at once.</summary>
    public static DispatchMatter Report(MatterReport report, CompareResult compared, MatterSetting setting)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(compared);
        ArgumentNullException.ThrowIfNull(setting);
        var project = report.Project;
        var matter = new DispatchMatter
        {
            Id = NewId.At(setting.Now), ProjectId = project.Id, ProjectCode = project.Code, ProjectName = project.Name, Owner = project.Owner, Division = project.Division, Model = report.Model.Code, Grade = report.Grade,
            GradeSince = setting.Today, Text = report.Text.Trim(), Contact = report.Contact.Trim(), OccurredOn = report.OccurredOn, ExpectedOn = report.ExpectedOn, PlaceText = report.PlaceText?.Trim(), Place = report.Place,
            Fields = report.Fields, CrossDivision = report.CrossDivision, KeyProject = report.KeyProject, WhyZh = report.Why?.Zh, WhyEn = report.Why?.En, ReportedAt = setting.Now, ReportedBy = report.By,
            ReportedByOrgan = report.ByOrgan, Lead = report.Lead, Assisting = [.. report.Assisting.Where(a => a != report.Lead).Distinct(StringComparer.Ordinal)], Limit = report.Model.Data.LimitWorkdays,
        };
        matter.Tell(EntryKind.Reported, setting.Now, report.ByOrgan, report.Text, null, report.Files, byReporter: report.ByOrgan is null);
        matter.Take(compared, setting);
        return matter;
    }

    /// <summary>Limit of the lead unit, in working days, as the model stated it when the matter was reported.</summary>
    public int Limit { get; private set; }

    /// <summary>Half of the lead's limit, rounded up, one working day at least.</summary>
    public int AssistingLimit => Math.Max(1, (Limit + 1) / 2);

    /// <summary>The number given by the transaction; with it, what happened at once is recorded.</summary>
    public void Register(string number)
    {
        Number = number;
        Record(new MatterReported(Id, number, ProjectId, Model, Grade, Sha256.Of(Text), _entries.Where(e => e.Kind is EntryKind.Reported).Sum(e => e.Files.Count)));
        RecordCompared();
        if (State is MatterState.SentBack)
            Record(new MatterSentBack(Id));
        else
            RecordDispatched();
    }

    /// <summary>The unit insists, with evidence, on what the data do not support.</summary>
    public Error? Insist(string? text, IReadOnlyList<MatterFile> files, MatterSetting setting)
    {
        if (State is not MatterState.SentBack)
            return MatterErrors.NotNow(State);
        List<Error> errors = [.. MatterRules.Text(text, "text", ("理由", "why"))];
        if (files.Count == 0)
            errors.Add(MatterErrors.EvidenceMissing());
        if (Error.Combine(errors) is { } refusal)
            return refusal;
        State = MatterState.Insisted;
        Tell(EntryKind.Insisted, setting.Now, null, text, null, files, byReporter: true);
        Record(new MatterInsisted(Id, files.Count, Sha256.Of(text)));
        return null;
    }

    /// <summary>The dispatch office decides on what was insisted upon.</summary>
    public Error? DecideInsistence(bool accepted, string? reason, string office, MatterSetting setting)
    {
        if (State is not MatterState.Insisted)
            return MatterErrors.NotNow(State);
        if (Error.Combine([.. MatterRules.Text(reason, "reason", ("理由", "the reason"))]) is { } refusal)
            return refusal;
        Tell(accepted ? EntryKind.Accepted : EntryKind.Refused, setting.Now, office, reason);
        Record(new InsistenceDecided(Id, accepted, Sha256.Of(reason)));
        if (accepted)
        {
            Dispatch(setting);
            RecordDispatched();
        }
        else
        {
            Outcome = MatterOutcome.NotAcceptedWithReason;
            Close(setting, confirmed: false, null);
        }
        return null;
    }

    /// <summary>The unit supplies data that nobody had; the comparison was run again with them.</summary>
    public Error? Supply(IReadOnlyDictionary<string, string> fields, string? text, IReadOnlyList<MatterFile> files, CompareResult compared, MatterSetting setting)
    {
        if (IsOver || State is MatterState.Insisted)
            return MatterErrors.NotNow(State);
        if (fields.Count == 0 && files.Count == 0 && string.IsNullOrWhiteSpace(text))
            return MatterErrors.TextMissing("text", ("补充的数据", "what you add"));
        if (text?.Length > MatterRules.Longest)
            return MatterErrors.TooLong("text", MatterRules.Longest);
        var merged = new Dictionary<string, string>(Fields, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            merged[name] = value;
        Fields = merged;
        Tell(EntryKind.DataSupplied, setting.Now, null, text, string.Join(',', fields.Keys.Order(StringComparer.Ordinal)), files, byReporter: true);
        Record(new DataSupplied(Id, [.. fields.Keys.Order(StringComparer.Ordinal)], files.Count));
        var wasSentBack = State is MatterState.SentBack;
        Keep(compared, setting);
        RecordCompared();
        if (wasSentBack && compared.Outcome is not ComparisonOutcome.NotSupported)
        {
            Dispatch(setting);
            RecordDispatched();
        }
        return null;
    }

    /// <summary>A unit receives its task.</summary>
    public Error? Receive(string organ, Guid by, MatterSetting setting)
    {
        if (TaskOf(organ) is not { } task)
            return MatterErrors.NotYourTask();
        if (task.State is not DispatchTaskState.Given)
            return MatterErrors.TaskNotNow(task.State);
        task.Receive(by, setting.Now);
        if (task.IsLead && State is MatterState.Dispatched)
            State = MatterState.Handling;
        Tell(EntryKind.Received, setting.Now, organ, null);
        Record(new TaskReceived(Id, organ, setting.Today > task.ReceiveBy));
        return null;
    }

    /// <summary>A unit returns what is not its duty. The first time it goes to the unit it names; without one, and the second time, the dispatch office decides.</summary>
    /// <param name="basis">The rule it cites: list of powers, document, article.</param>
    public Result<Escalation?> Return(string organ, ReturnGround? ground, string? basis, string? reason, string? proposed, MatterSetting setting)
    {
        if (TaskOf(organ) is not { } task)
            return MatterErrors.NotYourTask();
        if (task.IsBinding)
            return MatterErrors.Binding();
        List<Error> errors = [.. MatterRules.Text(reason, "reason", ("退回理由", "why it is returned")), .. MatterRules.Text(basis, "basis", ("依据", "the rule it rests on"), MatterRules.LongestBasis)];
        if (ground is not { } cited || !Enum.IsDefined(cited))
            errors.Add(MatterErrors.GroundMissing());
        if (proposed == organ)
            errors.Add(MatterErrors.SameOrgan());
        if (Error.Combine(errors) is { } refusal)
            return refusal;
        task.End(DispatchTaskState.Returned, setting.Now, setting.Calendar);
        Tell(EntryKind.Returned, setting.Now, organ, reason, $"{ground}|{basis!.Trim()}");
        if (!task.IsLead)
        {
            Record(new TaskReturned(Id, organ, Code(ground!.Value), basis.Trim(), proposed, 0));
            return (Escalation?)null;
        }
        Returns++;
        Record(new TaskReturned(Id, organ, Code(ground!.Value), basis.Trim(), proposed, Returns));
        if (Returns < setting.Rules.MostReturns && proposed is not null)
        {
            (Lead, State) = (proposed, MatterState.Dispatched);
            DropTask(proposed, setting);
            Give(proposed, lead: true, binding: false, setting);
            Tell(EntryKind.Dispatched, setting.Now, null, null, proposed);
            RecordDispatched();
            return (Escalation?)null;
        }
        State = MatterState.Disputed;
        return Returns >= setting.Rules.MostReturns ? Escalate(EscalationRule.ReturnedAgain, Grade - 1, organ, setting) : null;
    }

    /// <summary>The dispatch office says who has to do it. It cannot be returned again.</summary>
    public Error? Adjudicate(string organ, string? reason, string office, MatterSetting setting)
    {
        if (State is not MatterState.Disputed)
            return MatterErrors.NotNow(State);
        if (Error.Combine([.. MatterRules.Text(reason, "reason", ("裁定理由", "the reason"))]) is { } refusal)
            return refusal;
        DropTask(organ, setting);
        (Lead, State) = (organ, MatterState.Dispatched);
        Give(organ, lead: true, binding: true, setting);
        Tell(EntryKind.Adjudicated, setting.Now, office, reason, organ);
        Record(new MatterAdjudicated(Id, organ, Sha256.Of(reason)));
        RecordDispatched();
        return null;
    }

    /// <summary>A unit says how it goes.</summary>
    public Error? Feedback(string organ, string? text, IReadOnlyList<MatterFile> files, Guid by, MatterSetting setting)
    {
        if (TaskOf(organ) is not { } task)
            return MatterErrors.NotYourTask();
        if (Error.Combine([.. MatterRules.Text(text, "text", ("进展", "how it goes"))]) is { } refusal)
            return refusal;
        ReceiveUnsaid(task, by, setting);
        task.Tell(setting.Now);
        Tell(EntryKind.Feedback, setting.Now, organ, text, null, files);
        Record(new FeedbackGiven(Id, organ, Sha256.Of(text)));
        return null;
    }

    /// <summary>A unit answers its task; the lead's answer is that of the matter. A lead that cannot solve it puts it to a higher level, and goes on.</summary>
    public Result<Escalation?> GiveAnswer(string organ, MatterOutcome? outcome, string? text, IReadOnlyList<MatterFile> files, Guid by, MatterSetting setting)
    {
        if (TaskOf(organ) is not { } task)
            return MatterErrors.NotYourTask();
        List<Error> errors = [.. MatterRules.Text(text, "text", ("答复", "the answer"))];
        if (task.IsLead && (outcome is not { } given || !Enum.IsDefined(given)))
            errors.Add(MatterErrors.OutcomeMissing());
        if (task.IsLead && outcome is MatterOutcome.Escalated && Grade <= 1)
            errors.Add(MatterErrors.HighestAlready());
        if (Error.Combine(errors) is { } refusal)
            return refusal;
        ReceiveUnsaid(task, by, setting);
        if (task.IsLead && outcome is MatterOutcome.Escalated)
        {
            task.Tell(setting.Now);
            Tell(EntryKind.Feedback, setting.Now, organ, text, null, files);
            Record(new FeedbackGiven(Id, organ, Sha256.Of(text)));
            return Escalate(EscalationRule.AskedByLead, Grade - 1, organ, setting);
        }
        var late = setting.Today > task.DueOn;
        var used = task.Limit.Elapsed(setting.Today, setting.Calendar);
        task.End(DispatchTaskState.Answered, setting.Now, setting.Calendar);
        Tell(task.IsLead ? EntryKind.Answered : EntryKind.TaskAnswered, setting.Now, organ, text, task.IsLead ? outcome.ToString() : null, files);
        Record(new TaskAnswered(Id, organ, task.IsLead, task.IsLead ? Code(outcome!.Value) : null, used, late, Sha256.Of(text)));
        if (!task.IsLead)
            return (Escalation?)null;
        DropTasks(setting);
        (Answer, Outcome, AnsweredAt, State) = (text!.Trim(), outcome, setting.Now, MatterState.Answered);
        ConfirmBy = setting.Calendar.AddWorkingDays(setting.Today, setting.Rules.ConfirmWithin);
        return (Escalation?)null;
    }

    /// <summary>The reporter says that it is solved.</summary>
    public Error? Confirm(string? text, MatterSetting setting)
    {
        if (State is not MatterState.Answered)
            return MatterErrors.NotNow(State);
        if (text?.Length > MatterRules.Longest)
            return MatterErrors.TooLong("text", MatterRules.Longest);
        Tell(EntryKind.Confirmed, setting.Now, null, text, null, null, byReporter: true);
        Close(setting, confirmed: true, null);
        return null;
    }

    /// <summary>The reporter says that it is not solved: the responsible unit has it again, with the limit from the start.</summary>
    public Error? Reopen(string? reason, MatterSetting setting)
    {
        if (State is not MatterState.Answered)
            return MatterErrors.NotNow(State);
        if (Error.Combine([.. MatterRules.Text(reason, "reason", ("未解决的情况", "what is not solved"))]) is { } refusal)
            return refusal;
        Reopened++;
        (State, ConfirmBy, Answer, AnsweredAt, Outcome) = (MatterState.Dispatched, null, null, null, null);
        var task = Give(Lead, lead: true, binding: true, setting);
        Tell(EntryKind.Reopened, setting.Now, null, reason, null, null, byReporter: true);
        Record(new MatterReopened(Id, task.DueOn!.Value, Sha256.Of(reason)));
        return null;
    }

    /// <summary>It goes on under another number.</summary>
    public Error? MergeInto(DispatchMatter other, string office, MatterSetting setting)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsOver || State is MatterState.Answered)
            return MatterErrors.NotNow(State);
        if (other.Id == Id || other.Model != Model || other.IsOver)
            return MatterErrors.CannotMerge();
        if (Followers > 0)
            return MatterErrors.MergedAlready();
        DropTasks(setting);
        (State, MergedInto, ClosedAt) = (MatterState.Merged, other.Id, setting.Now);
        Tell(EntryKind.Merged, setting.Now, office, null, other.Number);
        Record(new MatterMerged(Id, other.Id));
        other.Followers++;
        other.Tell(EntryKind.TookOver, setting.Now, office, null, Number);
        return null;
    }

    /// <summary>The unit takes it back.</summary>
    public Error? Withdraw(string? reason, MatterSetting setting)
    {
        if (IsOver)
            return MatterErrors.NotNow(State);
        if (Error.Combine([.. MatterRules.Text(reason, "reason", ("撤回原因", "why it is taken back"))]) is { } refusal)
            return refusal;
        End(reason, withProject: false, setting);
        return null;
    }

    /// <summary>Its project ended.</summary>
    public void EndWithProject(MatterSetting setting)
    {
        if (!IsOver)
            End(null, withProject: true, setting);
    }

    /// <summary>What the clock does: urges, raises the grade, closes what the reporter is silent about. Done twice on one day, the second time does nothing.</summary>
    public IReadOnlyList<Escalation> Sweep(MatterSetting setting)
    {
        List<Escalation> done = [];
        if (State is MatterState.Answered && setting.Today > ConfirmBy)
        {
            Close(setting, confirmed: false, nameof(EscalationRule.SilentReporter));
            done.Add(new(EscalationRule.SilentReporter, null, Grade, Grade));
            return done;
        }
        if (!IsWithUnits)
            return done;
        foreach (var task in _tasks.Where(t => t.IsOpen))
        {
            if (task.State is DispatchTaskState.Given && setting.Today > task.ReceiveBy && !task.UrgedToReceive)
            {
                task.Urge();
                done.Add(Urge(EscalationRule.NotReceived, task.Organ, setting));
            }
            if (setting.Today > task.DueOn && !task.OverdueSeen)
            {
                task.SeeOverdue();
                done.Add(task.IsLead ? Escalate(EscalationRule.LeadOverdue, Grade - 1, task.Organ, setting) ?? Urge(EscalationRule.LeadOverdue, task.Organ, setting) : Urge(EscalationRule.AssistingOverdue, task.Organ, setting));
            }
        }
        if (KeyProject && Grade > 1 && setting.Today > OccurredOn.AddDays(setting.Rules.KeyDelayDays) && Escalate(EscalationRule.KeyProjectDelayed, 1, null, setting) is { } delayed)
            done.Add(delayed);
        if (Grade == 2 && CyclesBefore(setting) >= setting.Rules.CyclesBeforeLeaders && Escalate(EscalationRule.TwoCycles, 1, null, setting) is { } cycles)
            done.Add(cycles);
        return done;
    }

    /// <summary>Feedback cycles that are over since the matter has its grade: the reminder of the month came, and the working days to answer it have passed.</summary>
    public int CyclesBefore(MatterSetting setting)
    {
        var (cycles, reminding) = (0, setting.Rules.Reminding);
        for (var month = new DateOnly(GradeSince.Year, GradeSince.Month, 1); month <= setting.Today; month = month.AddMonths(1))
        {
            var asked = reminding.DayOf(month.Year, month.Month, setting.Calendar);
            if (asked > GradeSince && asked < setting.Today && setting.Calendar.AddWorkingDays(asked, reminding.AnswerWithin) < setting.Today)
                cycles++;
        }
        return cycles;
    }

    /// <summary>A republished calendar: the due days of open tasks are worked out anew.</summary>
    /// <returns>How many moved.</returns>
    public int Recompute(WorkCalendar calendar)
    {
        var moved = _tasks.Where(t => t.Recompute(calendar)).Select(t => t.Organ).ToList();
        if (moved.Count > 0)
            Record(new DispatchLimitsRecomputed(Id, moved, calendar.Version));
        return moved.Count;
    }

    private void Take(CompareResult compared, MatterSetting setting)
    {
        Keep(compared, setting);
        if (compared.Outcome is ComparisonOutcome.NotSupported)
        {
            State = MatterState.SentBack;
            Tell(EntryKind.SentBack, setting.Now, null, null);
        }
        else
        {
            Dispatch(setting);
        }
    }

    private void Keep(CompareResult compared, MatterSetting setting)
    {
        var kept = MatterComparison.Of(Id, compared, setting.Now);
        _comparisons.Add(kept);
        (Compared, DataAsked) = (compared.Outcome, compared.Outcome is ComparisonOutcome.Unknown);
        Tell(EntryKind.Compared, setting.Now, null, null, compared.Outcome.ToString());
    }

    private void Dispatch(MatterSetting setting)
    {
        State = MatterState.Dispatched;
        Give(Lead, lead: true, binding: false, setting);
        foreach (var organ in Assisting)
            Give(organ, lead: false, binding: false, setting);
        Tell(EntryKind.Dispatched, setting.Now, null, null, Lead);
    }

    private DispatchTask Give(string organ, bool lead, bool binding, MatterSetting setting)
    {
        var task = DispatchTask.Give(Id, organ, lead, binding, lead ? Limit : AssistingLimit, setting.Rules.ReceiveWithin, $"协调事项处理模型 {Model}{(lead ? "" : "（协办，减半）")}", setting.Now, setting.Calendar);
        _tasks.Add(task);
        _given.Add(task);
        return task;
    }

    private void ReceiveUnsaid(DispatchTask task, Guid by, MatterSetting setting)
    {
        if (task.State is not DispatchTaskState.Given)
            return;
        task.Receive(by, setting.Now);
        if (task.IsLead && State is MatterState.Dispatched)
            State = MatterState.Handling;
        Record(new TaskReceived(Id, task.Organ, setting.Today > task.ReceiveBy));
    }

    // The lead may have assisted until now; it has one task at a time.
    private void DropTask(string organ, MatterSetting setting) => TaskOf(organ)?.End(DispatchTaskState.Dropped, setting.Now, setting.Calendar);

    private void DropTasks(MatterSetting setting)
    {
        foreach (var task in _tasks.Where(t => t.IsOpen))
            task.End(DispatchTaskState.Dropped, setting.Now, setting.Calendar);
    }

    private Escalation? Escalate(EscalationRule rule, int to, string? organ, MatterSetting setting)
    {
        if (to < 1 || to >= Grade)
            return null;
        var from = Grade;
        (Grade, GradeSince) = (to, setting.Today);
        Tell(EntryKind.Escalated, setting.Now, null, null, $"{rule}|{from}|{to}");
        Record(new MatterEscalated(Id, Code(rule), from, to));
        return new(rule, organ, from, to);
    }

    private Escalation Urge(EscalationRule rule, string organ, MatterSetting setting)
    {
        Tell(EntryKind.Urged, setting.Now, null, null, $"{rule}|{organ}");
        Record(new TaskUrged(Id, organ, Code(rule)));
        return new(rule, organ, Grade, Grade);
    }

    private void Close(MatterSetting setting, bool confirmed, string? note)
    {
        DropTasks(setting);
        (State, ClosedAt, Confirmed) = (MatterState.Closed, setting.Now, confirmed);
        Tell(EntryKind.Closed, setting.Now, null, null, note);
        Record(new MatterClosed(Id, Code(Outcome ?? MatterOutcome.Resolved), confirmed));
    }

    private void End(string? reason, bool withProject, MatterSetting setting)
    {
        DropTasks(setting);
        (State, ClosedAt) = (MatterState.Withdrawn, setting.Now);
        Tell(EntryKind.Withdrawn, setting.Now, null, reason, null, null, byReporter: !withProject);
        Record(new MatterWithdrawn(Id, withProject));
    }

    private void RecordCompared()
    {
        var newest = _comparisons[^1];
        Record(new MatterCompared(Id, newest.Model, Code(newest.Outcome), [.. newest.Missing.Select(f => f.Name)], newest.Digest));
    }

    private void RecordDispatched() =>
        Record(new MatterDispatched(Id, Lead, [.. _tasks.Where(t => !t.IsLead && t.IsOpen).Select(t => t.Organ)], Grade, LeadTask!.DueOn!.Value, DataAsked));

    private void Tell(EntryKind kind, DateTimeOffset at, string? organ, string? text, string? detail = null, IReadOnlyList<MatterFile>? files = null, bool byReporter = false) =>
        _entries.Add(MatterEntry.Of(Id, _entries.Count + 1, kind, at, organ, byReporter, text, detail, files));

    /// <summary>A state or a rule as acts and the API write it: <c>not-supported</c>.</summary>
    private static string Code<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
