using System.Security.Cryptography;
using System.Text;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Tests.Approvals.Catalogue;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Approvals.Model;

/// <summary>A stage case under the flow of the repository's city, brought by real acts to where a test needs it. No database.</summary>
internal sealed class CaseBuilder
{
    public const string Lead = "FGW@360502", Land = "ZRZY@360502", Ecology = "STHJ@360502", Energy = "FGW@360500", Water = "SLJ@360500";

    private static readonly WorkCalendar PublishedCalendar = WorkCalendar.FromJsonFiles(Path.Combine(Repository.Root, "catalog", "cn", "calendar"));
    private static readonly Dictionary<string, Actor> Known = new(StringComparer.Ordinal);

    private CaseBuilder(ProjectRecord project, StageCase stage, DateTimeOffset now) => (Project, Stage, Now) = (project, stage, now);

    public static Actor Applicant { get; } = new(Guid.CreateVersion7(), "申请人", Roles.Applicant, null, "91360502MA0000015T");

    public static FlowCatalogue Flow => Xinyu.Flow;

    public static WorkCalendar Calendar => PublishedCalendar;

    public ProjectRecord Project { get; }

    public StageCase Stage { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public DateOnly Today => CityClock.DateOf(Now);

    public CaseSetting Setting => new(Flow, Calendar, Now);

    /// <summary>Declared on Monday 2 March 2026 at 9:00, facts as given; nothing is known where nothing is said.</summary>
    public static CaseBuilder Declared(ProjectType type = ProjectType.Filing, params (string Fact, string Value)[] facts) => Declared(1_000_000m, "360502", type, facts);

    public static CaseBuilder Declared(decimal investment, string division, ProjectType type, params (string Fact, string Value)[] facts)
    {
        var now = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
        var answers = facts.ToDictionary(f => f.Fact, f => f.Value, StringComparer.Ordinal);
        var project = new ProjectRecord(Guid.CreateVersion7(), "2603-360502-04-01-123453", "年产2万吨锂电材料项目", Applicant.Enterprise!, type, division, "C39", ProjectStatus.Declared, investment, null, null, null, null, answers);
        var sheet = FactSheet.Parse(Flow, answers.Select(a => KeyValuePair.Create(a.Key, (string?)a.Value))).Value;
        return new CaseBuilder(project, StageCase.Open(project, 1, sheet, new CaseSetting(Flow, Calendar, now)), now);
    }

    /// <summary>A small project: land, site, environment; nothing is unknown.</summary>
    public static CaseBuilder Small(ProjectType type = ProjectType.Filing) => Declared(type, ("annualEnergyTce", "100"), ("annualPowerKWh", "1000"), ("siteLayers", "none"));

    /// <summary>Four departments have something to say: land, environment, energy, water.</summary>
    public static CaseBuilder OfFourDepartments(ProjectType type = ProjectType.Filing) => Declared(type, ("annualEnergyTce", "5200"), ("annualPowerKWh", "1000"), ("siteLayers", "L23"));

    public static Actor Officer(string organ) => Of(organ, Roles.Handler);

    public static Actor Head(string organ) => Of(organ, Roles.Head);

    public static PowerInForce Power(string item) => new($"power-of-{item}", "01", "行政许可法");

    public static ProvidedFile File(string name) => new(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), "application/pdf", 1000);

    public CaseBuilder WithPapers()
    {
        foreach (var paper in Stage.MissingMaterials(Flow))
            Accepted(Stage.Provide(paper.Id, File(paper.Id + ".pdf"), Applicant, Setting));
        return this;
    }

    public CaseBuilder Submitted()
    {
        WithPapers();
        Accepted(Stage.Submit(Applicant, Setting));
        return this;
    }

    public CaseBuilder AskedToCorrect(params (string? Material, string Text)[] demands)
    {
        Submitted();
        Accepted(Stage.RequestCorrection([.. demands.Select(d => new Demand(Lead, d.Material, d.Text))], Setting));
        return this;
    }

    public CaseBuilder Passed(params string[] dropped)
    {
        if (Stage.State is StageState.Preparing)
            Submitted();
        Accepted(Stage.Pass(Officer(Lead), Power("S1-02"), dropped, null, Setting));
        return this;
    }

    /// <summary>Every open item but the closing one is approved.</summary>
    public CaseBuilder AllApproved()
    {
        while (Stage.Items.FirstOrDefault(i => i.State is ItemState.Open && i.Role is ItemRole.Parallel) is { } item)
            Accepted(Decide(item.Code));
        return this;
    }

    public Error? Decide(string item, ItemDecision decision = ItemDecision.Approved, string? opinion = "同意") =>
        Stage.Decide(item, decision, opinion, Officer(Stage.Find(item)?.Organ ?? Lead), Power(item), Setting);

    public Error? Ask(string item, string type = "expert-review", int days = 7, string reason = "须组织专家评审") =>
        Stage.RequestSpecialProcedure(item, type, Today.AddDays(days), reason, Officer(Stage.Find(item)!.Organ), Setting);

    public Error? Grant(string item) => Stage.Grant(item, Head(Stage.Find(item)!.Organ), Setting);

    public ItemCase Item(string code) => Stage.Find(code)!;

    public string Closing => Stage.Items.Single(i => i.Role is ItemRole.Conclusion).Code;

    public CaseBuilder After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public CaseBuilder AfterWorkingDays(int days)
    {
        Now = CityClock.StartOf(Calendar.AddWorkingDays(Today, days)).AddHours(9);
        return this;
    }

    /// <summary>The next stage of the same project, opened at this moment.</summary>
    public CaseBuilder NextStage()
    {
        var sheet = FactSheet.Parse(Flow, Project.Facts.Select(f => KeyValuePair.Create(f.Key, (string?)f.Value))).Value;
        return new CaseBuilder(Project, StageCase.Open(Project, Stage.Stage + 1, sheet, Setting), Now);
    }

    /// <summary>The act, which must be the only one of its kind so far.</summary>
    public T Act<T>() where T : IAct => Acts<T>().Single();

    public IEnumerable<T> Acts<T>() where T : IAct => Stage.Acts.OfType<T>();

    public static void Accepted(Error? refusal) => Assert.True(refusal is null, refusal is null ? "" : string.Join("; ", refusal.All.Select(e => $"{e.Code}: {e.Text.En}")));

    public static void Refused(string code, Error? refusal) => Assert.Equal(code, refusal?.Code);

    private static Actor Of(string organ, Roles role)
    {
        lock (Known)
        {
            var key = $"{organ} {role}";
            return Known.TryGetValue(key, out var actor) ? actor : Known[key] = new Actor(Guid.CreateVersion7(), key, role, organ);
        }
    }
}
