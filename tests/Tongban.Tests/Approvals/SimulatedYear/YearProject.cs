using Tongban.Foundation.People;
using Tongban.Projects.Contracts;

namespace Tongban.Tests.Approvals.SimulatedYear;

/// <summary>How a project of the simulated year ended.</summary>
internal enum Fate { Running, Concluded, Refused, NotAccepted, StageWithdrawn, ProjectWithdrawn }

/// <summary>What will happen to one item, drawn when its clock is first seen running.</summary>
internal sealed class ItemPlan
{
    public DateOnly DecideOn { get; set; }

    /// <summary>A special procedure that the officer will ask for, and when.</summary>
    public string? Procedure { get; set; }

    public bool Extends { get; set; }

    public DateOnly AskOn { get; set; }

    public DateOnly? AskedOn { get; set; }

    public DateOnly ResumeOn { get; set; }

    public bool Refuses { get; set; }

    public bool HearingAnnounced { get; set; }

    /// <summary>The applicant wants no hearing and says so; otherwise he lets the five days pass.</summary>
    public bool Waives { get; set; }

    public bool TriedElsewhere { get; set; }
    public bool TriedWithout { get; set; }
}

/// <summary>One project of the simulated year: what was drawn for it, and where it stands.</summary>
internal sealed class YearProject(int index, int seed)
{
    // Each has numbers of its own, so that what happens to one does not depend on how many others there are.
#pragma warning disable CA5394 // a story and no secret
    private readonly Random _random = new(unchecked((seed * 7919) + index));

    public bool Chance(double of) => _random.NextDouble() < of;

    /// <summary>From <paramref name="least"/> through <paramref name="most"/>.</summary>
    public int Between(int least, int most) => _random.Next(least, most + 1);

    public double Share => _random.NextDouble();
#pragma warning restore CA5394

    public T OneOf<T>(params IReadOnlyList<T> of) => of[Between(0, of.Count - 1)];

    public int Index => index;

    public Actor Applicant { get; set; } = null!;

    public ProjectType Type { get; set; }

    public string Division { get; set; } = "";

    public IReadOnlyDictionary<string, string> Facts { get; set; } = new Dictionary<string, string>();

    public Guid Id { get; set; }

    public string Code { get; set; } = "";

    /// <summary>The stage case it is in.</summary>
    public Guid Stage { get; set; }

    public int StageNo { get; set; } = 1;

    /// <summary>The stage case of what was begun early, until its stage opens.</summary>
    public Guid? Early { get; set; }

    public bool StartsEarly { get; set; }

    /// <summary>Stage in which the applicant takes the case, or the whole project, back; 0 for never.</summary>
    public int GivesUpIn { get; set; }

    public bool GivesUpWholly { get; set; }

    /// <summary>Nothing happens before.</summary>
    public DateOnly NextOn { get; set; }

    /// <summary>The day of the next step of the pre-check, once it is drawn.</summary>
    public DateOnly? PreCheckOn { get; set; }

    /// <summary>The lead lets the five days pass.</summary>
    public bool IsForgotten { get; set; }

    public bool WantsCorrection { get; set; }

    public bool IsTurnedAway { get; set; }

    public bool HandlesJointly { get; set; }

    public Fate Fate { get; set; }

    public Dictionary<string, ItemPlan> Plans { get; } = new(StringComparer.Ordinal);

    /// <summary>Papers that were promised, with the day on which they really come.</summary>
    public Dictionary<string, int> PaperDelays { get; } = new(StringComparer.Ordinal);
}
