using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Rules;

namespace Tongban.Supervision.Cards;

/// <summary>Where a card stands: whose turn it is.</summary>
internal enum CardState
{
    /// <summary>待说明: the organ states how it came about.</summary>
    Issued,

    /// <summary>待决定: the office decides.</summary>
    Stated,

    /// <summary>待整改: the organ puts it right.</summary>
    Ordered,

    /// <summary>待复查: the office looks whether it was put right.</summary>
    Reported,

    /// <summary>复核中: the head of the office decides on the appeal.</summary>
    Appealed,

    /// <summary>已办结.</summary>
    Closed,
}

/// <summary>Which step a clock was for.</summary>
internal enum CardStep { Statement, Decision, Correction, FollowUp, Appeal }

/// <summary>One clock of a card, running or ended.</summary>
internal sealed record CardClock(CardStep Step, string Organ, TimeLimit Limit);

/// <summary>A supervision card (督办单): from a finding to its end, every step by the one whose turn it is and within days.</summary>
/// <remarks>Days of each step are the city's (domain 04 § 4.1): statement 3, decision 5, correction 3 unless more are given, follow-up 5, appeal within 5, decided in 10 working days.</remarks>
internal sealed class SupervisionCard : Aggregate
{
    public const int StatementDays = 3, DecisionDays = 5, CorrectionDays = 3, MostCorrectionDays = 15, FollowUpDays = 5, AppealWithin = 5, AppealDays = 10;

    private const string Basis = "本市电子监察办法（督办单各环节时限）";

    private SupervisionCard()
    {
    }

    public override string Matter => $"supervision-card:{Id}";

    /// <summary>监督〔2026〕1号.</summary>
    public string Number { get; private set; } = "";

    public Guid FindingId { get; private set; }

    public string Rule { get; private set; } = "";

    public Severity Level { get; private set; }

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    /// <summary>The organ that answers.</summary>
    public string Organ { get; private set; } = "";

    /// <summary>The supervising office; the audit bureau for a finding about the government.</summary>
    public string Office { get; private set; } = "";

    /// <summary>Whose turn it is; empty once closed.</summary>
    public string Turn { get; private set; } = "";

    /// <summary>Whose act the finding is about.</summary>
    public Guid? Concerned { get; private set; }

    public CardState State { get; private set; }

    public DateOnly IssuedOn { get; private set; }

    public Guid IssuedBy { get; private set; }

    public string Demand { get; private set; } = "";

    /// <summary>Last day of the step that runs.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>Every step's clock, the last one running while the card is open.</summary>
    public IReadOnlyList<CardClock> Clocks { get; private set; } = [];

    public string? Statement { get; private set; }

    public bool? Admits { get; private set; }

    public Guid? StatedBy { get; private set; }

    public DateOnly? StatedOn { get; private set; }

    public bool? Upheld { get; private set; }

    public string? Decision { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public DateOnly? DecidedOn { get; private set; }

    /// <summary>Last day for an appeal.</summary>
    public DateOnly? AppealUntil { get; private set; }

    public string? Report { get; private set; }

    public DateOnly? ReportedOn { get; private set; }

    public string? FollowUp { get; private set; }

    /// <summary>How often a correction was not accepted; with the first a supervision proposal (监察建议书) goes out.</summary>
    public int SentBack { get; private set; }

    public string? Appeal { get; private set; }

    public DateOnly? AppealedOn { get; private set; }

    public string? AppealAnswer { get; private set; }

    public bool? Stands { get; private set; }

    public Guid? AppealDecidedBy { get; private set; }

    public DateOnly? ClosedOn { get; private set; }

    public bool IsClosed => State is CardState.Closed;

    /// <summary>The office takes a finding up.</summary>
    public static Result<SupervisionCard> Issue(Finding finding, string office, string? demand, Actor officer, WorkCalendar calendar, DateTimeOffset now)
    {
        if (finding.CardId is not null)
            return SupervisionErrors.CardExists();
        if (finding.Dismissed)
            return SupervisionErrors.Dismissed();
        if (finding.Organ == office || finding.Officer == officer.PersonId)
            return SupervisionErrors.OwnCase();
        if (Written(demand, "demand").TryGet(out var text, out var refusal) is false)
            return refusal;
        var card = new SupervisionCard
        {
            Id = NewId.At(now), FindingId = finding.Id, Rule = finding.Rule, Level = finding.Level, ProjectId = finding.ProjectId, ProjectCode = finding.ProjectCode, Organ = finding.Organ, Office = office,
            Concerned = finding.Officer, State = CardState.Issued, IssuedOn = CityClock.DateOf(now), IssuedBy = officer.PersonId, Demand = text,
        };
        card.Begin(CardStep.Statement, card.Organ, StatementDays, card.IssuedOn, calendar);
        return card;
    }

    /// <summary>The number was given; only now the card is on record.</summary>
    public void Numbered(string number)
    {
        Number = number;
        Record(new CardIssued(Id, number, FindingId, Rule, Organ, DueOn!.Value, Sha256.Of(Demand)));
    }

    /// <summary>The organ says how it came about, and whether it stands by what was found.</summary>
    public Error? Answer(bool admits, string? statement, Actor officer, WorkCalendar calendar, DateOnly today)
    {
        if (officer.Organ != Organ)
            return SupervisionErrors.NotTheOrgan();
        if (State is not CardState.Issued)
            return SupervisionErrors.NotNow(State);
        if (Written(statement, "statement").TryGet(out var text, out var refusal) is false)
            return refusal;
        var late = today > DueOn;
        (State, Statement, Admits, StatedBy, StatedOn) = (CardState.Stated, text, admits, officer.PersonId, today);
        Record(new StatementGiven(Id, admits, late, Sha256.Of(text)));
        Next(CardStep.Decision, Office, DecisionDays, today, calendar);
        return null;
    }

    /// <summary>The office holds that the finding stands and orders it put right, or that it does not stand. Without a statement only after the organ's days are over.</summary>
    /// <param name="days">Working days for the correction.</param>
    public Error? Decide(bool upheld, string? reason, int? days, Actor officer, WorkCalendar calendar, DateOnly today)
    {
        if (Conflict(officer) is { } own)
            return own;
        if (State is not (CardState.Stated or CardState.Issued))
            return SupervisionErrors.NotNow(State);
        if (State is CardState.Issued && today <= DueOn)
            return SupervisionErrors.StatementDays(DueOn!.Value);
        if (Written(reason, "reason").TryGet(out var text, out var refusal) is false)
            return refusal;
        var given = days ?? CorrectionDays;
        if (upheld && given is < 1 or > MostCorrectionDays)
            return SupervisionErrors.CorrectionDays(MostCorrectionDays);
        var silent = State is CardState.Issued;
        (Upheld, Decision, DecidedBy, DecidedOn, AppealUntil) = (upheld, text, officer.PersonId, today, upheld ? calendar.AddWorkingDays(today, AppealWithin) : null);
        if (upheld)
        {
            State = CardState.Ordered;
            Next(CardStep.Correction, Organ, given, today, calendar);
        }
        else
        {
            Close(today, calendar);
        }
        Record(new CardDecided(Id, upheld, silent, upheld ? DueOn : null, Sha256.Of(text)));
        return null;
    }

    /// <summary>The organ says what it put right.</summary>
    public Error? ReportCorrection(string? report, Actor officer, WorkCalendar calendar, DateOnly today)
    {
        if (officer.Organ != Organ)
            return SupervisionErrors.NotTheOrgan();
        if (State is not CardState.Ordered)
            return SupervisionErrors.NotNow(State);
        if (Written(report, "report").TryGet(out var text, out var refusal) is false)
            return refusal;
        var late = today > DueOn;
        (State, Report, ReportedOn) = (CardState.Reported, text, today);
        Record(new CorrectionReported(Id, late, Sha256.Of(text)));
        Next(CardStep.FollowUp, Office, FollowUpDays, today, calendar);
        return null;
    }

    /// <summary>The office looks. What was not put right goes back with a supervision proposal to the organ's head, as often as it takes.</summary>
    public Error? Follow(bool accepted, string? reason, Actor officer, WorkCalendar calendar, DateOnly today)
    {
        if (Conflict(officer) is { } own)
            return own;
        if (State is not CardState.Reported)
            return SupervisionErrors.NotNow(State);
        if (Written(reason, "reason").TryGet(out var text, out var refusal) is false)
            return refusal;
        FollowUp = text;
        if (accepted)
        {
            Close(today, calendar);
        }
        else
        {
            (State, SentBack) = (CardState.Ordered, SentBack + 1);
            Next(CardStep.Correction, Organ, CorrectionDays, today, calendar);
        }
        Record(new CorrectionFollowedUp(Id, accepted, !accepted, Sha256.Of(text)));
        return null;
    }

    /// <summary>The organ asks that the decision be looked at again, within five working days and once. What was ordered waits meanwhile.</summary>
    public Error? AppealAgainst(string? grounds, Actor officer, WorkCalendar calendar, DateOnly today)
    {
        if (officer.Organ != Organ)
            return SupervisionErrors.NotTheOrgan();
        if (Appeal is not null)
            return SupervisionErrors.AppealedOnce();
        if (State is not (CardState.Ordered or CardState.Reported))
            return SupervisionErrors.NotNow(State);
        if (today > AppealUntil)
            return SupervisionErrors.AppealTooLate(AppealUntil!.Value);
        if (Written(grounds, "grounds").TryGet(out var text, out var refusal) is false)
            return refusal;
        (State, Appeal, AppealedOn) = (CardState.Appealed, text, today);
        Record(new CardAppealed(Id, Sha256.Of(text)));
        Next(CardStep.Appeal, Office, AppealDays, today, calendar);
        return null;
    }

    /// <summary>The head of the office decides finally; not who decided before.</summary>
    public Error? DecideAppeal(bool stands, string? reason, Actor officer, WorkCalendar calendar, DateOnly today)
    {
        if (officer.Organ != Office || !officer.Is(Roles.Head))
            return SupervisionErrors.HeadOnly();
        if (State is not CardState.Appealed)
            return SupervisionErrors.NotNow(State);
        if (Conflict(officer) is { } own)
            return own;
        if (officer.PersonId == DecidedBy)
            return SupervisionErrors.OwnCase();
        if (Written(reason, "reason").TryGet(out var text, out var refusal) is false)
            return refusal;
        (Stands, AppealAnswer, AppealDecidedBy) = (stands, text, officer.PersonId);
        if (stands)
        {
            State = CardState.Ordered;
            Next(CardStep.Correction, Organ, CorrectionDays, today, calendar);
        }
        else
        {
            Upheld = false;
            Close(today, calendar);
        }
        Record(new AppealDecided(Id, stands, Sha256.Of(text)));
        return null;
    }

    /// <summary>The running clock by a republished calendar.</summary>
    public bool Recompute(WorkCalendar calendar)
    {
        if (Clocks is not [.., { Limit.IsEnded: false } last] || last.Limit.Recompute(calendar) is not { } moved || moved.Equals(last.Limit))
            return false;
        Clocks = [.. Clocks.SkipLast(1), last with { Limit = moved }];
        DueOn = moved.DueOn;
        return true;
    }

    private Error? Conflict(Actor officer) => officer.Organ != Office ? SupervisionErrors.NotTheOffice()
        : officer.PersonId == Concerned || officer.PersonId == StatedBy || Organ == Office ? SupervisionErrors.OwnCase() : null;

    private void Begin(CardStep step, string organ, int days, DateOnly today, WorkCalendar calendar)
    {
        var limit = TimeLimit.Start(today, new LimitLength(days), Basis, calendar);
        Clocks = [.. Clocks, new CardClock(step, organ, limit)];
        (Turn, DueOn) = (organ, limit.DueOn);
    }

    private void Next(CardStep step, string organ, int days, DateOnly today, WorkCalendar calendar)
    {
        End(today, calendar);
        Begin(step, organ, days, today, calendar);
    }

    private void End(DateOnly today, WorkCalendar calendar)
    {
        if (Clocks is [.., { Limit.IsEnded: false } last])
            Clocks = [.. Clocks.SkipLast(1), last with { Limit = last.Limit.End(today, calendar).Value }];
    }

    private void Close(DateOnly today, WorkCalendar calendar)
    {
        End(today, calendar);
        (State, Turn, DueOn, ClosedOn) = (CardState.Closed, "", null, today);
    }

    private static Result<string> Written(string? text, string field) =>
        text?.Trim() is { Length: >= SupervisionErrors.ShortestText and <= SupervisionErrors.LongestText } given ? given : SupervisionErrors.Length(field);
}

internal static class CardWords
{
    public static Words Name(this CardState state) => state switch
    {
        CardState.Issued => ("待说明", "Statement awaited"),
        CardState.Stated => ("待决定", "To be decided"),
        CardState.Ordered => ("待整改", "To be put right"),
        CardState.Reported => ("待复查", "To be followed up"),
        CardState.Appealed => ("复核中", "Under appeal"),
        _ => ("已办结", "Closed"),
    };

    public static Foundation.Ui.Tone Tone(this CardState state) => state switch
    {
        CardState.Issued or CardState.Ordered => Foundation.Ui.Tone.Warn,
        CardState.Closed => Foundation.Ui.Tone.Good,
        _ => Foundation.Ui.Tone.Info,
    };

    public static Words Name(this CardStep step) => step switch
    {
        CardStep.Statement => ("情况说明", "Statement"),
        CardStep.Decision => ("监察决定", "Decision"),
        CardStep.Correction => ("整改", "Correction"),
        CardStep.FollowUp => ("复查", "Follow-up"),
        _ => ("复核", "Appeal"),
    };
}
