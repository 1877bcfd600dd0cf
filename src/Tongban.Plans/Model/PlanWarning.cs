using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Plans.Contracts;

namespace Tongban.Plans.Model;

internal enum WarningLevel { Yellow, Red }

internal enum WarningState { Open, Ordered, Answered, Cleared }

/// <summary>A rule that fits a project or a pool, from the day it was seen until it is no longer so or the answer was accepted.</summary>
internal sealed class PlanWarning : Aggregate
{
    private PlanWarning() { }

    public override string Matter => $"plan-warning:{Id}";

    /// <summary>W01 to W16.</summary>
    public string Rule { get; private set; } = "";

    /// <summary>Project code, or the number of a pool.</summary>
    public string Subject { get; private set; } = "";

    public string? Owner { get; private set; }

    /// <summary>Where the project lies, or whose money it is: who may see it.</summary>
    public string Division { get; private set; } = "";

    public WarningLevel Level { get; private set; }

    public WarningState State { get; private set; }

    /// <summary>The facts in words, as last seen.</summary>
    public string FactsZh { get; private set; } = "";

    public string FactsEn { get; private set; } = "";

    public DateOnly RaisedOn { get; private set; }

    public DateOnly SeenOn { get; private set; }

    public DateOnly? ClearedOn { get; private set; }

    public string? Order { get; private set; }

    public string? OrderedByOrgan { get; private set; }

    public DateOnly? DueOn { get; private set; }

    public string? Answer { get; private set; }

    public DateOnly? AnsweredOn { get; private set; }

    public Words Facts => (FactsZh, FactsEn);

    public bool IsOverdue(DateOnly today) => State is WarningState.Ordered && DueOn < today;

    internal static PlanWarning Raise(Warnings.Finding finding, DateOnly today, DateTimeOffset now)
    {
        var warning = new PlanWarning
        {
            Id = NewId.At(now), Rule = finding.Rule, Subject = finding.Subject, Owner = finding.Owner, Division = finding.Division, Level = finding.Level, FactsZh = finding.Facts.Zh, FactsEn = finding.Facts.En, RaisedOn = today, SeenOn = today,
        };
        warning.Record(new PlanWarningRaised(warning.Id, warning.Rule, warning.Subject, warning.Level.ToString()));
        return warning;
    }

    /// <summary>The rule still fits.</summary>
    internal void See(Warnings.Finding finding, DateOnly today)
    {
        if (Level != finding.Level)
            Record(new PlanWarningRaised(Id, Rule, Subject, finding.Level.ToString()));
        (Level, FactsZh, FactsEn, SeenOn) = (finding.Level, finding.Facts.Zh, finding.Facts.En, today);
    }

    /// <summary>The rule no longer fits.</summary>
    internal void Clear(DateOnly today)
    {
        (State, ClearedOn) = (WarningState.Cleared, today);
        Record(new PlanWarningCleared(Id, Rule, Subject, ByAnswer: false));
    }

    public Error? OrderAnswer(string? text, DateOnly dueOn, string organ, DateOnly today)
    {
        if (State is not (WarningState.Open or WarningState.Answered))
            return PlanErrors.WarningState(State);
        if (text?.Trim() is not { Length: >= 4 and <= 1000 } given)
            return PlanErrors.Length("text", 4, 1000);
        if (dueOn <= today)
            return PlanErrors.DuePast();
        (State, Order, OrderedByOrgan, DueOn) = (WarningState.Ordered, given, organ, dueOn);
        Record(new PlanWarningOrdered(Id, Rule, Subject, dueOn));
        return null;
    }

    public Error? GiveAnswer(string? text, DateOnly today)
    {
        if (State is not WarningState.Ordered)
            return PlanErrors.WarningState(State);
        if (text?.Trim() is not { Length: >= 4 and <= 2000 } given)
            return PlanErrors.Length("text", 4, 2000);
        (State, Answer, AnsweredOn) = (WarningState.Answered, given, today);
        Record(new PlanWarningAnswered(Id, Rule, Subject, Sha256.Of(given)));
        return null;
    }

    /// <summary>The answer is accepted.</summary>
    public Error? Accept(DateOnly today)
    {
        if (State is not WarningState.Answered)
            return PlanErrors.WarningState(State);
        (State, ClearedOn) = (WarningState.Cleared, today);
        Record(new PlanWarningCleared(Id, Rule, Subject, ByAnswer: true));
        return null;
    }
}
