using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Supervision.Rules;

namespace Tongban.Supervision.Findings;

/// <summary>What a rule found (监察发现). A read model: it follows from the ledger, has the same key whenever it is made, and is never edited by a person; what people do about it is a card.</summary>
internal sealed class Finding
{
    public Guid Id { get; internal set; }

    /// <summary>JC-01 to JC-23.</summary>
    public string Rule { get; internal set; } = "";

    public Severity Level { get; internal set; }

    /// <summary>The day on which the rule fired, whenever it was noticed.</summary>
    public DateOnly FoundOn { get; internal set; }

    /// <summary>What stood open is over since.</summary>
    public DateOnly? SettledOn { get; internal set; }

    /// <summary>Working days it took beyond the limit; <see langword="null"/> while open, or where there was no limit.</summary>
    public int? DaysOver { get; internal set; }

    public Guid ProjectId { get; internal set; }

    public string ProjectCode { get; internal set; } = "";

    public Guid StageCaseId { get; internal set; }

    public int Stage { get; internal set; }

    public string? Item { get; internal set; }

    public string Organ { get; internal set; } = "";

    public string Division { get; internal set; } = "";

    /// <summary>Who acted, or has the item, where that is known.</summary>
    public Guid? Officer { get; internal set; }

    /// <summary>The ledger entry that made it fire; <see langword="null"/> when a day passed.</summary>
    public Guid? Entry { get; internal set; }

    public string TextZh { get; internal set; } = "";

    public string TextEn { get; internal set; } = "";

    public string? SettledZh { get; internal set; }

    public string? SettledEn { get; internal set; }

    /// <summary>The card that was issued on it.</summary>
    public Guid? CardId { get; internal set; }

    /// <summary>A decision or an appeal found that it does not stand: it is shown, and no longer counted.</summary>
    public bool Dismissed { get; internal set; }

    public Words Text => (TextZh, TextEn);

    public Words Settled => (SettledZh ?? "", SettledEn ?? "");

    public Light Light => Level switch { Severity.DoubleRed => Light.DoubleRed, Severity.Red => Light.Red, _ => Light.Yellow };

    /// <summary>What the rules say, without what people did about it: two runs over the same acts agree on it.</summary>
    public string Said => string.Join('|', Id.ToString("N"), Rule, Level, FoundOn.DayNumber, SettledOn?.DayNumber, DaysOver, ProjectCode, StageCaseId.ToString("N"), Stage, Item, Organ, Officer?.ToString("N"), Entry?.ToString("N"), TextZh, TextEn, SettledZh, SettledEn);
}

/// <summary>A running clock of an organ, for the board (在办时钟). Gone when the item is decided.</summary>
internal sealed class RunningClock
{
    public Guid Id { get; internal set; }

    public Guid ProjectId { get; internal set; }

    public string ProjectCode { get; internal set; } = "";

    public Guid StageCaseId { get; internal set; }

    public int Stage { get; internal set; }

    public string Item { get; internal set; } = "";

    public string Organ { get; internal set; } = "";

    public string Division { get; internal set; } = "";

    public Guid? Officer { get; internal set; }

    /// <summary><see langword="null"/> while it stands still.</summary>
    public DateOnly? DueOn { get; internal set; }

    public DateOnly? YellowFrom { get; internal set; }

    public DateOnly? LawDueOn { get; internal set; }

    public DateOnly? PausedSince { get; internal set; }

    public DateOnly? PlannedTo { get; internal set; }

    public string? PauseType { get; internal set; }

    public int Returned { get; internal set; }

    public Light LightOn(DateOnly today) => PausedSince is not null ? Light.Blue : LawDueOn < today ? Light.DoubleRed : DueOn < today ? Light.Red : YellowFrom <= today ? Light.Yellow : Light.Green;
}

/// <summary>One thing that counts for the figures of a month (监察计量).</summary>
internal sealed class SupervisionMeasure
{
    public Guid Id { get; internal set; }

    public MeasureKind Kind { get; internal set; }

    public DateOnly CountsOn { get; internal set; }

    /// <summary>Of <see cref="CountsOn"/>, as 202603.</summary>
    public int Month { get; internal set; }

    public Guid ProjectId { get; internal set; }

    public string ProjectCode { get; internal set; } = "";

    public Guid StageCaseId { get; internal set; }

    public int Stage { get; internal set; }

    public string? Item { get; internal set; }

    public string Organ { get; internal set; } = "";

    public string Division { get; internal set; } = "";

    public Guid? Officer { get; internal set; }

    public int Days { get; internal set; }

    public int Promised { get; internal set; }

    public bool InTime { get; internal set; }

    public string? Detail { get; internal set; }

    public string Said => string.Join('|', Id.ToString("N"), Kind, CountsOn.DayNumber, ProjectCode, StageCaseId.ToString("N"), Stage, Item, Organ, Officer?.ToString("N"), Days, Promised, InTime, Detail);
}

/// <summary>How far the rules have read one project's chain, and what they remember of it.</summary>
internal sealed class CaseWatch : Aggregate
{
    private CaseWatch()
    {
    }

    public override string Matter => $"watch:{Id}";

    /// <summary>The chain that is read: <c>project:…</c>.</summary>
    public string Chain { get; private set; } = "";

    /// <summary>Number of the last entry that was read.</summary>
    public long Sequence { get; private set; }

    /// <summary>What the rules remember, as JSON.</summary>
    public string Remembered { get; private set; } = "";

    /// <summary>The day up to which passing days were looked at.</summary>
    public DateOnly LookedOn { get; private set; }

    /// <summary>The next day on which a timer fires.</summary>
    public DateOnly? NextOn { get; private set; }

    public static CaseWatch Begin(string chain) => new() { Id = KeyOf(chain), Chain = chain };

    public static Guid KeyOf(string chain) => Sha256.Key($"watch|{chain}");

    public void Went(long sequence, string remembered, DateOnly lookedOn, DateOnly? nextOn) => (Sequence, Remembered, LookedOn, NextOn) = (sequence, remembered, lookedOn, nextOn);
}
