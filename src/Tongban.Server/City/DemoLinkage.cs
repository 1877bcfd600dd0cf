using Tongban.Approvals.AnswerFacts;
using Tongban.Approvals.AreaAssessments;
using Tongban.Approvals.Consultations;
using Tongban.Approvals.ForwardItem;
using Tongban.Approvals.Joint;
using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>Stories of the demonstration city about levels and stages: county and city in one item, a late first check, a joint acceptance before its opinion, an area assessment, consultations.</summary>
internal sealed class DemoLinkage(DemoActs acts, DemoPeople people, DemoClock clock, WorkCalendar calendar, DateOnly today)
{
    private static readonly Dictionary<string, string> Least = new(StringComparer.Ordinal)
    {
        ["annualEnergyTce"] = "420", ["annualPowerKWh"] = "900000", ["siteLayers"] = "none", ["areaAssessment"] = "false", ["agriculturalOrCollectiveLand"] = "false", ["siteAreaHa"] = "0.4", ["earthworkM3"] = "800",
        ["buildingType"] = "industrial", ["specialFireProject"] = "false", ["spoilM3"] = "0", ["roadOccupation"] = "false", ["utilityConnection"] = "false", ["ownershipRegistration"] = "false",
    };

    public async Task TellAsync()
    {
        await AssessedAsync();
        await PassedOnAsync();
        await LateFirstCheckAsync();
        await BeforeTheJointOpinionAsync();
        await AskedAsync();
    }

    private async Task AssessedAsync()
    {
        clock.GoTo(today.AddDays(-40));
        await acts.AsAsync(people.Handler("SLJ@360500"), s => s.GetRequiredService<PublishAssessmentHandler>().HandleAsync(
            new("新余高新技术产业开发区", ["S1-07"], null, "区域内防洪体系达到五十年一遇标准，入区项目无须单独编制洪水影响评价报告。", today.AddYears(3)), default));
        await acts.AsAsync(people.Handler("ZRZY@360500"), s => s.GetRequiredService<PublishAssessmentHandler>().HandleAsync(
            new("袁河生态新城", ["S2-03"], null, "区域内无压覆重要矿产，地质灾害危险性小。", today.AddYears(3)), default));
    }

    // The county has checked; the item lies with the city.
    private async Task PassedOnAsync()
    {
        var stage = await AcceptedAsync(10, 4, "分宜大岗山康养文旅综合体", "360521", 620_000_000m, 90_000m, "R90");
        clock.GoTo(WorkingDaysAgo(2));
        await acts.AsAsync(people.Handler("ZRZY@360521"), s => s.GetRequiredService<ForwardItemHandler>().HandleAsync(new(stage, "S1-03", true, "初审认为项目符合县国土空间总体规划，不占永久基本农田，同意上报。"), default));
    }

    // Three working days were promised for the first check, five have passed.
    private Task<Guid> LateFirstCheckAsync() => AcceptedAsync(1, 6, "渝水固态电池产业园", "360502", 1_350_000_000m, 210_000m, "C38");

    // A project in its last stage: all departments were on site, two have spoken.
    private async Task BeforeTheJointOpinionAsync()
    {
        var begun = 34;
        var stage = await DeclareAsync(4, WorkingDaysAgo(begun), "高端装备研发中试基地", "360500", 88_000_000m, 3_600m, "C34");
        for (var day = begun; day > 1; day--)
        {
            clock.GoTo(WorkingDaysAgo(day), 5);
            var (no, current, state) = await acts.StageOfAsync(stage);
            if (state is StageState.Preparing)
            {
                var asked = await acts.AskedAsync(current, Least);
                if (asked.Count > 0)
                    await acts.AsAsync(people.Applicant(4), s => s.GetRequiredService<AnswerFactsHandler>().HandleAsync(new(current, asked), default));
                await acts.SubmitAsync(people.Applicant(4), current);
            }
            else if (state is StageState.PreCheck)
            {
                await acts.PassAsync(people.Handler(no is 1 ? "FGW@360500" : "ZJJ@360500"), current);
                if (no is 5)
                {
                    await JointAsync(current);
                    return;
                }
            }
            foreach (var (code, organ) in await acts.OpenItemsAsync(current))
            {
                if (code is not ("S1-02" or "S5-01"))
                    await acts.DecideAsync(people.Handler(organ), current, code, ItemDecision.Approved, "经审查，符合要求，同意。");
            }
        }
    }

    private async Task JointAsync(Guid stage)
    {
        await acts.AsAsync(people.Applicant(4), s => s.GetRequiredService<ApplyJointlyHandler>().HandleAsync(new(stage, "joint-acceptance"), default));
        var joint = await acts.JointOfAsync(stage);
        await acts.AsAsync(people.Handler("ZJJ@360500"), s => s.GetRequiredService<ArrangeVisitHandler>().HandleAsync(new(joint, CityClock.DateOf(clock.GetUtcNow()), "项目现场"), default));
        clock.Pass(TimeSpan.FromHours(3));
        await acts.AsAsync(people.Handler("ZRZY@360500"), s => s.GetRequiredService<GiveFindingHandler>().HandleAsync(new(joint, "S5-02", true, "符合规划条件。"), default));
        await acts.AsAsync(people.Handler("RFB@360500"), s => s.GetRequiredService<GiveFindingHandler>().HandleAsync(new(joint, "S5-05", true, "人防工程符合要求。"), default));
    }

    private async Task AskedAsync()
    {
        clock.GoTo(WorkingDaysAgo(9));
        var known = await acts.AsAsync(people.Applicant(7), s => s.GetRequiredService<AskConsultationHandler>().HandleAsync(
            new("节能审查的门槛", "本公司拟建制剂车间，年综合能耗约 900 吨标准煤、用电 450 万千瓦时，是否需要节能审查？", "S1-06", null, "360500", null), null, default));
        clock.GoTo(WorkingDaysAgo(8));
        await acts.AsAsync(people.Handler("FGW@360500"), s => s.GetRequiredService<AnswerConsultationHandler>().HandleAsync(new(known, "年综合能耗不满 1000 吨标准煤且年用电量不满 500 万千瓦时的，不再单独进行节能审查。"), default));
        await acts.AsAsync(people.Handler("FGW@360500"), s => s.GetRequiredService<PublishConsultationHandler>().HandleAsync(
            new(known, "节能审查的门槛", "年综合能耗约 900 吨标准煤、用电 450 万千瓦时的项目，是否需要节能审查？", "年综合能耗不满 1000 吨标准煤且年用电量不满 500 万千瓦时的，不再单独进行节能审查。"), default));
        clock.GoTo(WorkingDaysAgo(2));
        await acts.AsAsync(people.Applicant(3), s => s.GetRequiredService<AskConsultationHandler>().HandleAsync(
            new("分期办理环评", "能源站二期与一期相隔一年建设，环境影响评价能否分期编制？", "S1-05", null, "360500", "渝水分布式能源站二期"), null, default));
    }

    private async Task<Guid> AcceptedAsync(int applicant, int daysAgo, string name, string division, decimal yuan, decimal area, string industry)
    {
        var stage = await DeclareAsync(applicant, WorkingDaysAgo(daysAgo), name, division, yuan, area, industry);
        await acts.SubmitAsync(people.Applicant(applicant), stage);
        clock.Pass(TimeSpan.FromHours(2));
        await acts.PassAsync(people.Handler($"FGW@{division}"), stage);
        return stage;
    }

    private Task<Guid> DeclareAsync(int applicant, DateOnly day, string name, string division, decimal yuan, decimal area, string industry)
    {
        clock.GoTo(day, 40 + (applicant * 3));
        return acts.DeclareAsync(people.Applicant(applicant), new ProjectDeclaration
        {
            Name = name,
            Owner = DemoPeople.Enterprises[applicant - 1].Code,
            Type = ProjectType.Filing,
            Division = division,
            Industry = industry,
            Location = $"新余市示范大道以南、规划{applicant}路以西",
            Scale = $"总建筑面积 {area * 1.1m:N0} 平方米",
            Content = $"{name}，建设主体建筑、配套设施及管网。",
            TotalInvestment = yuan,
            Sources = [new("13", yuan * 0.3m), new("12", yuan * 0.7m)],
            LandArea = area,
            PlannedStart = today.AddMonths(3),
            PlannedFinish = today.AddMonths(27),
            PolicyDeclared = true,
            ContactName = "示范联系人",
            ContactPhone = $"0790-64400{applicant:00}",
            Facts = Least.Where(f => f.Key is "annualEnergyTce" or "annualPowerKWh" or "siteLayers").ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal),
        });
    }

    private DateOnly WorkingDaysAgo(int days) => calendar.WorkingDaysAgo(today, days);
}
