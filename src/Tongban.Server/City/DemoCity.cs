using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.Model;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>The demonstration city: every officer's desk has something on it, and every project is a story to click through.</summary>
/// <remarks>The days are counted back from the day of loading, so that one case is yellow and one is red whenever it is loaded; all else is the same every time.</remarks>
internal sealed partial class DemoCity(IServiceProvider services, DemoClock clock, DateOnly today)
{
    private readonly DemoActs _acts = new(services);
    private readonly CityCatalogue _city = services.GetRequiredService<CityCatalogue>();
    private DemoPeople _people = null!;
    private WorkCalendar _calendar = null!;

    /// <summary>Loads the city into a database without accounts; into any other, nothing.</summary>
    public static async Task LoadAsync(ServerOptions options, CancellationToken ct)
    {
        var clock = new DemoClock(options.Clock.GetUtcNow().AddDays(-60));
        // The story's project codes are the same every time; a real city draws them at random.
        var digits = new Random(360500);
        await using var app = Hosting.Build(options with { Clock = clock, RunsSchedule = false }, b => b.Services.AddSingleton(new CodeDigits(() => digits.Next(100_000))));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            if (await scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<Person>().AnyAsync(ct))
                return;
            if (await scope.ServiceProvider.GetRequiredService<CityLoader>().LoadAsync(ct) is { } refusal)
                throw new InvalidOperationException(refusal.Text.En);
        }
        await new DemoCity(app.Services, clock, CityClock.DateOf(options.Clock.GetUtcNow())).TellAsync();
    }

    private async Task TellAsync()
    {
        _calendar = services.GetRequiredService<Calendars>().Current;
        clock.GoTo(today.AddDays(-59));
        _people = new DemoPeople(_acts, _city, today.AddDays(-59));
        await _people.LoadAsync();
        if (_city.City.Division != DemoPeople.StoryCity)
        {
            clock.GoTo(today);
            return;
        }

        await new DemoLayers(services, _acts, _people, clock, today).TellAsync();
        await JustDeclaredAsync();
        await AwaitingCorrectionAsync();
        await PausedAsync();
        await YellowAsync();
        await OverdueAsync();
        await ConcludedAsync();
        await ReadyToConcludeAsync();
        await RefusedByOneAsync();
        await InPreCheckAsync();
        await InTheCountyAsync();
        await ExtensionAskedAsync();
        await AllTheWayAsync();
        await new DemoLinkage(_acts, _people, clock, _calendar, today).TellAsync();
        await new DemoInstitutions(services, _acts, _people, clock, _calendar, today).TellAsync();
        await new DemoReviews(services, _acts, _people, clock, _calendar, today).TellAsync();
        await new DemoChanges(services, _acts, _people, clock, _calendar, today).TellAsync();
        await new DemoBatch(services, _acts, _people, clock, today).TellAsync();
        await new DemoPlans(_acts, _people, clock, today).TellAsync();
        await new DemoBatch(services, _acts, _people, clock, today).TellPlanAsync();
        await new DemoDispatch(services, _acts, _people, clock, _calendar, today).TellAsync();
        await new DemoWeeks(_acts, _people, clock, today).TellAsync();
        await new DemoRequests(_acts, _people, clock, today).TellAsync();
        await new DemoReminders(services, _acts, _people, clock, today).TellAsync();
        await new DemoMining(_acts, _people, clock, today).TellAsync();
        await new DemoSupervision(_acts, _people, clock, today).TellAsync();
        await new DemoPrivacy(_acts, _people, clock, today).TellAsync();
        await new DemoWebhooks(_acts, _people, clock, today).TellAsync();
        clock.GoTo(today);
    }

    private Task<Guid> JustDeclaredAsync() => DeclareAsync(1, WorkingDaysAgo(1), "年产两万吨磷酸铁锂正极材料项目", ProjectType.Filing, "360502", 1_260_000_000m, 86_000m, "C38");

    private async Task AwaitingCorrectionAsync()
    {
        var stage = await DeclareAsync(2, WorkingDaysAgo(4), "五百兆瓦光伏组件智能工厂项目", ProjectType.Filing, "360502", 480_000_000m, 52_000m, "C38");
        await _acts.SubmitAsync(_people.Applicant(2), stage);
        clock.GoTo(WorkingDaysAgo(3));
        await _acts.OpinionAsync(_people.Handler("ZRZY@360502"), stage, new MaterialDemand("M10", "界址点坐标缺第 4 点，且未注明坐标系。"));
        await _acts.OpinionAsync(_people.Handler("STHJ@360502"), stage);
        await _acts.CorrectAsync(_people.Handler("FGW@360502"), stage, new MaterialDemand("M12", "环境影响报告表未附公众参与说明。"));
    }

    private async Task PausedAsync()
    {
        var stage = await AcceptedAsync(3, WorkingDaysAgo(6), "渝水分布式能源站项目", ProjectType.Verification, "360500", 320_000_000m, 31_000m, "D44", [("annualEnergyTce", "5200")]);
        clock.GoTo(WorkingDaysAgo(4));
        await _acts.TakeAsync(_people.Handler("STHJ@360500"), stage, "S1-05");
        await _acts.RequestPauseAsync(_people.Handler("STHJ@360500"), stage, "S1-05", "expert-review", WorkingDaysAhead(6), "报告书涉及二级水源地上游，须组织专家评审。");
        clock.GoTo(WorkingDaysAgo(3));
        await _acts.GrantAsync(_people.Head("STHJ@360500"), stage, "S1-05");
        await _acts.DecideAsync(_people.Handler("ZRZY@360500"), stage, "S1-03", ItemDecision.Approved, "符合国土空间规划，同意用地预审。");
        await _acts.DecideAsync(_people.Handler("ZRZY@360500"), stage, "S1-04", ItemDecision.Approved, "同意选址。");
    }

    private async Task YellowAsync()
    {
        var stage = await AcceptedAsync(4, WorkingDaysAgo(3), "高端数控机床生产线技术改造项目", ProjectType.Filing, "360500", 96_000_000m, 12_000m, "C34");
        await _acts.TakeAsync(_people.Handler("ZRZY@360500"), stage, "S1-03");
    }

    private async Task OverdueAsync()
    {
        var stage = await AcceptedAsync(5, WorkingDaysAgo(8), "孔目江河道综合整治工程", ProjectType.GovernmentApproval, "360500", 210_000_000m, 140_000m, "E48", [("siteLayers", "L23")]);
        clock.GoTo(WorkingDaysAgo(6));
        await _acts.DecideAsync(_people.Handler("STHJ@360500"), stage, "S1-05", ItemDecision.Approved, "同意环境影响报告表结论。");
    }

    private async Task ConcludedAsync()
    {
        var stage = await AcceptedAsync(6, WorkingDaysAgo(12), "城北冷链物流中心项目", ProjectType.Filing, "360500", 150_000_000m, 40_000m, "G59");
        clock.GoTo(WorkingDaysAgo(10));
        await DecideAllAsync(stage);
        clock.GoTo(WorkingDaysAgo(9));
        await DecideAllAsync(stage);
    }

    private async Task ReadyToConcludeAsync()
    {
        var stage = await AcceptedAsync(7, WorkingDaysAgo(4), "生物医药产业园一期", ProjectType.Verification, "360500", 880_000_000m, 99_000m, "C27", [("annualEnergyTce", "2300"), ("siteLayers", "L23")]);
        clock.GoTo(WorkingDaysAgo(1));
        await DecideAllAsync(stage);
    }

    private async Task RefusedByOneAsync()
    {
        var stage = await AcceptedAsync(8, WorkingDaysAgo(4), "电子信息产业园标准厂房", ProjectType.Filing, "360500", 260_000_000m, 58_000m, "C39", [("siteLayers", "L24")]);
        clock.GoTo(WorkingDaysAgo(2));
        await _acts.DecideAsync(_people.Handler("SLJ@360500"), stage, "S1-07", ItemDecision.Refused, "场地位于蓄滞洪区，洪水影响评价报告未提出有效的补救措施（防洪法第三十三条）。");
    }

    private async Task InPreCheckAsync()
    {
        var stage = await DeclareAsync(11, WorkingDaysAgo(1), "城市污水处理厂提标改造工程", ProjectType.GovernmentApproval, "360500", 175_000_000m, 26_000m, "D46");
        await _acts.SubmitAsync(_people.Applicant(11), stage);
        await _acts.OpinionAsync(_people.Handler("STHJ@360500"), stage);
    }

    private Task<Guid> InTheCountyAsync() => AcceptedAsync(9, WorkingDaysAgo(2), "夏布非遗产业基地项目", ProjectType.Filing, "360521", 68_000_000m, 22_000m, "C17");

    private async Task ExtensionAskedAsync()
    {
        var stage = await AcceptedAsync(12, WorkingDaysAgo(3), "赣西数据中心项目", ProjectType.Filing, "360500", 540_000_000m, 36_000m, "I65", [("annualEnergyTce", "18500")]);
        clock.GoTo(WorkingDaysAgo(1));
        await _acts.RequestExtensionAsync(_people.Handler("ZRZY@360500"), stage, "S1-04", "选址涉及高压走廊调整，需与供电企业核对。");
    }

    private async Task<Guid> AcceptedAsync(int applicant, DateOnly day, string name, ProjectType type, string division, decimal yuan, decimal area, string industry, (string, string)[]? facts = null)
    {
        var stage = await DeclareAsync(applicant, day, name, type, division, yuan, area, industry, facts);
        await _acts.SubmitAsync(_people.Applicant(applicant), stage);
        clock.Pass(TimeSpan.FromHours(2));
        await _acts.PassAsync(_people.Handler($"FGW@{division}"), stage);
        return stage;
    }

    private async Task<Guid> DeclareAsync(int applicant, DateOnly day, string name, ProjectType type, string division, decimal yuan, decimal area, string industry, (string Name, string Value)[]? facts = null)
    {
        clock.GoTo(day, applicant * 7);
        var answers = new Dictionary<string, string>(StringComparer.Ordinal) { ["annualEnergyTce"] = "420", ["annualPowerKWh"] = "900000", ["siteLayers"] = "none" };
        foreach (var (fact, value) in facts ?? [])
            answers[fact] = value;
        return await _acts.DeclareAsync(_people.Applicant(applicant), new ProjectDeclaration
        {
            Name = name,
            Owner = DemoPeople.Enterprises[applicant - 1].Code,
            Type = type,
            Division = division,
            Industry = industry,
            Location = $"新余市示范大道以北、规划{applicant}路以东",
            Scale = $"总建筑面积 {area * 1.1m:N0} 平方米",
            Content = $"{name}，建设生产（业务）用房、配套设施及厂区管网。",
            TotalInvestment = yuan,
            Sources = type is ProjectType.GovernmentApproval ? [new("05", yuan * 0.4m), new("09", yuan * 0.6m)] : [new("13", yuan * 0.3m), new("12", yuan * 0.7m)],
            LandArea = area,
            PlannedStart = today.AddMonths(3),
            PlannedFinish = today.AddMonths(27),
            PolicyDeclared = true,
            Site = Square(114.90m + (applicant * 0.012m), 27.80m + (applicant % 4 * 0.01m), area),
            ContactName = "示范联系人",
            ContactPhone = $"0790-64400{applicant:00}",
            Facts = answers,
        });
    }

    private async Task DecideAllAsync(Guid stage)
    {
        foreach (var (code, organ) in await _acts.OpenItemsAsync(stage))
            await _acts.DecideAsync(_people.Handler(organ), stage, code, ItemDecision.Approved, "经审查，符合要求，同意。");
    }

    // A square of that area: a hundredth of a degree is about 983 m east-west and 1108 m north-south here.
    private static string Square(decimal lon, decimal lat, decimal squareMetres)
    {
        var side = (decimal)Math.Sqrt((double)squareMetres);
        var (dx, dy) = (Math.Round(side / 98_300m, 6), Math.Round(side / 110_800m, 6));
        return FormattableString.Invariant($$"""{"type":"Polygon","coordinates":[[[{{lon}},{{lat}}],[{{lon + dx}},{{lat}}],[{{lon + dx}},{{lat + dy}}],[{{lon}},{{lat + dy}}],[{{lon}},{{lat}}]]]}""");
    }

    private DateOnly WorkingDaysAgo(int days) => _calendar.WorkingDaysAgo(today, days);

    private DateOnly WorkingDaysAhead(int days) => _calendar.AddWorkingDays(today, days);
}
