using Tongban.Dispatch.Matters;
using Tongban.Dispatch.Models;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Tests.Approvals.Catalogue;
using Tongban.Tests.Approvals.Model;

namespace Tongban.Tests.Dispatch;

/// <summary>The city's dispatch and its matters without a database.</summary>
internal static class DispatchBuilder
{
    public const string Unit = "91360502MA0001018B", Office = "FGW@360500";

    public static readonly Guid Person = new("0198c0de-0000-7000-8000-00000000000a");

    // Monday 2 March 2026, 9:00 in the city.
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<DispatchCatalogue> Sound = new(() =>
    {
        var outcome = Read();
        Assert.Empty(outcome.Faults);
        return outcome.Value!;
    });

    public static DispatchCatalogue Catalogue => Sound.Value;

    public static WorkCalendar Calendar => CaseBuilder.Calendar;

    public static CatalogueOutcome<DispatchCatalogue> Read() => DispatchCatalogue.Read(Xinyu.Folder, Xinyu.City.City, Items, Layers);

    public static CatalogueOutcome<DispatchCatalogue> Compile(DispatchFile file) => DispatchCatalogue.Compile(file, Xinyu.City.City, Items, Layers);

    private static IReadOnlySet<string> Items => Xinyu.Flow.Items.Select(i => i.Code).ToHashSet(StringComparer.Ordinal);

    private static IReadOnlySet<string> Layers => Xinyu.City.Layers.Layers.Select(l => l.Code).ToHashSet(StringComparer.Ordinal);

    public static MatterSetting At(DateTimeOffset now) => new(Catalogue.File, Calendar, now);

    public static MatterSetting On(DateOnly day) => At(CityClock.StartOf(day).AddHours(9));

    public static ProjectRecord Project(int no = 1, string division = "360502") => new(
        new Guid($"0198c0de-0000-7000-8000-{no:000000000000}"), $"2603-360502-04-01-{100_000 + no}", $"示范项目{no}", Unit, ProjectType.Filing, division, "C39", ProjectStatus.InApproval, 100_000_000m, null, null, null, null, new Dictionary<string, string>());

    /// <summary>A comparison whose conditions all come out like this.</summary>
    public static CompareResult Compared(string model, params Truth[] truths)
    {
        var all = truths.Length == 0 ? [Truth.True] : truths;
        return new(model, CompareResult.OutcomeOf(all), [.. all.Select(t => new ComparedCondition("x", "条件", "condition", t, t is Truth.NoData ? [new("x", "事实", "fact", null, null, null, null)] : [new("x", "事实", "fact", "1", "来源", "source", null)]))]);
    }

    public static DispatchMatter Report(string model = "XT-18", Truth truth = Truth.True, MatterSetting? at = null, int? grade = null, bool key = false, DateOnly? since = null, int no = 1)
    {
        var setting = at ?? At(Monday);
        var found = Catalogue.Find(model)!;
        var matter = DispatchMatter.Report(new(Project(no), found, grade ?? DispatchCatalogue.GradeOf(found.Data.DefaultGrade), Catalogue.OrganOf(found.Data.LeadUnit, "360502"), [.. found.Data.CoUnits.Select(u => Catalogue.OrganOf(u, "360502"))])
        {
            Text = "高压线杆塔未迁改", Contact = "李某 13800000000", OccurredOn = since ?? setting.Today, KeyProject = key, By = Person,
        }, Compared(model, truth), setting);
        matter.Register($"XT-{setting.Today.Year}-{no:000000}");
        return matter;
    }
}
