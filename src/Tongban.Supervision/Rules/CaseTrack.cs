using System.Text.Json.Serialization;

namespace Tongban.Supervision.Rules;

/// <summary>Where an item stands, as far as the acts tell.</summary>
internal enum TrackState { Waiting, Open, Paused, Decided, Stopped }

/// <summary>Someone asked for something of the head.</summary>
internal sealed record Asked(string What, Guid By);

/// <summary>What the supervision remembers of one item of a stage.</summary>
internal sealed class ItemTrack
{
    public string Organ { get; set; } = "";

    public TrackState State { get; set; }

    public DateTimeOffset? ReachedAt { get; set; }

    public DateOnly? OpenedOn { get; set; }

    public DateOnly? DueOn { get; set; }

    public DateOnly? LawDueOn { get; set; }

    public Guid? Handler { get; set; }

    public int Round { get; set; }

    public int Returned { get; set; }

    public DateOnly? DecidedOn { get; set; }

    public Asked? PauseAsked { get; set; }

    public Asked? ExtensionAsked { get; set; }

    public bool Extended { get; set; }

    public string? PauseType { get; set; }

    public DateOnly? PausedSince { get; set; }

    public DateOnly? PlannedTo { get; set; }

    /// <summary>Calendar days the clock stood still so far.</summary>
    public int PausedDays { get; set; }

    public List<string> Pauses { get; set; } = [];

    public bool StartedEarly { get; set; }

    /// <summary>SHA-256 of the document that went out; a return or a reopening makes way for another.</summary>
    public string? Issued { get; set; }

    [JsonIgnore]
    public bool IsLive => State is TrackState.Open or TrackState.Paused;
}

/// <summary>What the supervision remembers of one stage of a project.</summary>
internal sealed class StageTrack
{
    public int No { get; set; }

    public string Flow { get; set; } = "";

    public string Lead { get; set; } = "";

    public bool Ended { get; set; }

    /// <summary>Ended in favour of the applicant.</summary>
    public bool Approved { get; set; }

    public DateOnly? SubmittedOn { get; set; }

    public DateOnly? AcceptedOn { get; set; }

    /// <summary>Due day of the pre-check.</summary>
    public DateOnly? PreCheckDueOn { get; set; }

    public DateOnly? CorrectionSince { get; set; }

    public int Corrections { get; set; }

    public DateOnly? DueOn { get; set; }

    public Asked? ExtensionAsked { get; set; }

    public bool Extended { get; set; }

    /// <summary>By code, in one order however often it was written and read.</summary>
    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedDictionary<string, ItemTrack> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>The division in the key of the lead: 360502 of <c>FGW@360502</c>.</summary>
    [JsonIgnore]
    public string Division => Lead[(Lead.IndexOf('@', StringComparison.Ordinal) + 1)..];
}

/// <summary>A day by which something has to happen. If it passes, the rule fires on the next day, whenever that is noticed.</summary>
/// <param name="Key">What it waits for: one timer each.</param>
/// <param name="SetBy">Number of the act that set it.</param>
/// <param name="FiredAs">The finding it became.</param>
internal sealed record Timer(string Key, string Rule, Severity Level, Guid Stage, string? Item, string Organ, Guid? Officer, DateOnly DueOn, string Zh, string En, long SetBy, Guid? FiredAs = null);

/// <summary>Everything the supervision remembers of one project. It follows from the project's acts in their order and from nothing else, so it can be thrown away and made anew.</summary>
internal sealed class CaseTrack
{
    public string Code { get; set; } = "";

    public string Division { get; set; } = "";

    public bool Ended { get; set; }

    /// <summary>A request for a change of what was approved was agreed to and is not entered yet.</summary>
    public bool ChangeAgreed { get; set; }

    /// <summary>The day up to which timers were looked at.</summary>
    public DateOnly? LookedOn { get; set; }

    public Dictionary<Guid, StageTrack> Stages { get; set; } = [];

    public List<Timer> Timers { get; set; } = [];

    /// <summary>Who acted for the applicant.</summary>
    public List<Guid> Applicants { get; set; } = [];

    /// <summary>Who decided what as an officer.</summary>
    public List<OfficerAct> Officers { get; set; } = [];

    /// <summary>Item of each certificate, hearing and check of a commitment, by its key.</summary>
    public Dictionary<Guid, Concern> Concerns { get; set; } = [];
}

internal sealed record OfficerAct(Guid Officer, Guid Stage, string Item, string Organ, bool Found);

/// <summary>What a certificate, hearing, check or rating is about.</summary>
internal sealed record Concern(Guid Stage, string? Item, string Organ);
