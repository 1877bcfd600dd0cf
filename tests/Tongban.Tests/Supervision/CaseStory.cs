using System.Text.Json;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Supervision.Rules;

namespace Tongban.Tests.Supervision;

/// <summary>The acts of one project as the ledger would tell them, day by day, with the real act types.</summary>
internal sealed class CaseStory
{
    public const string Lead = "FGW@360502", Land = "ZRZY@360502", Water = "SLJ@360502";

    public static readonly Guid Stage = new("0198c000-0000-7000-8000-000000000001"), Project = new("0198c000-0000-7000-8000-000000000002"), Thing = new("0198c000-0000-7000-8000-000000000003");

    public static readonly Guid Applicant = new("0198c000-0000-7000-8000-00000000000a"), Officer = new("0198c000-0000-7000-8000-00000000000b"), Head = new("0198c000-0000-7000-8000-00000000000c");

    /// <summary>Weekends rest; every year is taken as published.</summary>
    public static readonly WorkCalendar Calendar = WorkCalendar.Create("test", Enumerable.Range(2025, 5).Select(y => new CalendarYear(y, [])));

    public static readonly string Said = Sha256.Of("写明的理由");

    /// <summary>A stage of a pre-check, two items one after the other, and the closing one.</summary>
    public static readonly FlowRules Flow = new("f1", 3, [("立项阶段", "Project approval")], new ItemDemands[]
    {
        Demands("S1-02", "FGW") with { IsPreCheck = true, Consults = ["FGW", "ZRZY"], PromisedDays = 3 },
        Demands("S1-03", "ZRZY") with { Materials = new HashSet<string> { "M10", "M12" }, ClockStops = new HashSet<string> { PauseTypes.ExpertReview, PauseTypes.Testing } },
        Demands("S1-04", "SLJ") with { DependsOn = ["S1-03"], ClockStops = new HashSet<string> { PauseTypes.ExpertReview } },
        Demands("S1-09", "FGW") with { DependsOn = ["S1-03", "S1-04"], IsConclusion = true },
    }.ToDictionary(d => d.Code));

    private readonly List<Happening> _acts = [];
    private DateTimeOffset _now;
    private (Guid Who, string? Organ, string? Enterprise) _by;

    public CaseStory()
    {
        On("2026-03-02").ByApplicant().Did(new ProjectDeclared(Project, "2603-360502-04-01-000001", "91360502MA0001018B", ProjectType.Filing, "360502", "C38", 1_000_000m, null))
            .Did(new StageOpened(Stage, 1, "f1", Lead, ["S1-02", "S1-03", "S1-04", "S1-09"]));
    }

    public IReadOnlyList<Happening> Acts => _acts;

    public bool HasPower { get; set; } = true;

    /// <summary>Fees that stand on the list.</summary>
    public HashSet<string> Fees { get; } = ["水土保持补偿费"];

    public RuleSources Sources => new(v => v == "f1" ? Flow : null, Calendar, (_, _, _) => HasPower, (_, _, fee, _) => Fees.Contains(fee));

    /// <summary>Half past nine of that day.</summary>
    public CaseStory On(string day, int minutes = 0)
    {
        _now = CityClock.StartOf(DateOnly.ParseExact(day, "yyyy-MM-dd")).AddHours(9).AddMinutes(30 + minutes);
        return this;
    }

    public CaseStory ByApplicant() => By(Applicant, null, "91360502MA0001018B");

    public CaseStory ByOfficer(string organ) => By(Officer, organ, null);

    public CaseStory ByHead(string organ) => By(Head, organ, null);

    public CaseStory ByPlatform() => By(Actor.System.PersonId, null, null);

    public CaseStory By(Guid who, string? organ, string? enterprise)
    {
        _by = (who, organ, enterprise);
        return this;
    }

    public CaseStory Did(IAct act)
    {
        using var payload = JsonDocument.Parse(CanonicalJson.Write(act));
        _acts.Add(new(Guid.NewGuid(), _acts.Count + 1, _now, _by.Who, _by.Organ, _by.Enterprise, ActNames.Of(act.GetType()).Name, payload.RootElement.Clone()));
        return this;
    }

    /// <summary>Handed in on Monday 2 March, pre-checked and accepted on Wednesday; the first item runs from then, due on the 11th.</summary>
    public CaseStory Accepted() => On("2026-03-02", 30).ByApplicant().Did(new StageSubmitted(Stage, 1, Said))
        .On("2026-03-04").ByOfficer(Land).Did(new PreCheckOpinionGiven(Stage, Land, true, [], null))
        .On("2026-03-04", 30).ByOfficer(Lead).Did(new ItemDecided(Stage, "S1-02", Lead, ItemDecision.Approved, "P-1", new(2026, 3, 4), 2, Said))
        .Did(new StageAccepted(Stage, new(2026, 3, 4), false, new(2026, 5, 6)))
        .Did(new ItemsOpened(Stage, _now, [new("S1-03", Land, new(2026, 3, 11))]));

    /// <summary>An item is decided that day, and its paper goes out.</summary>
    public CaseStory Decided(string item, string organ, string day, ItemDecision decision = ItemDecision.Approved) => On(day).ByOfficer(organ)
        .Did(new ItemDecided(Stage, item, organ, decision, "P-1", DateOnly.ParseExact(day, "yyyy-MM-dd"), 3, Said)).Did(new ResultIssued(Stage, item, "余自然资〔2026〕1号", Said));

    /// <summary>The second item and the closing one follow, each in time, and the stage is concluded on the 16th.</summary>
    public CaseStory Concluded() => Decided("S1-03", Land, "2026-03-09").Did(new ItemsOpened(Stage, _now, [new("S1-04", Water, new(2026, 3, 16))]))
        .Decided("S1-04", Water, "2026-03-12").Did(new ItemsOpened(Stage, _now, [new("S1-09", Lead, new(2026, 3, 19))]))
        .Decided("S1-09", Lead, "2026-03-16").Did(new StageConcluded(Stage, 1, ItemDecision.Approved, new(2026, 3, 16), 8));

    /// <summary>What the rules find when the day has come.</summary>
    public CaseFold Read(string through)
    {
        var fold = new CaseFold("project:test", new CaseTrack(), Sources);
        foreach (var act in _acts)
            fold.Apply(act);
        fold.LookAt(DateOnly.ParseExact(through, "yyyy-MM-dd"));
        return fold;
    }

    private static ItemDemands Demands(string code, string department) => new(code, 1, ($"事项{code}", $"item {code}"), department, 5, new LimitLength(20), [], new HashSet<string>(), new HashSet<string>(), [], false, false, false, false, true);
}
