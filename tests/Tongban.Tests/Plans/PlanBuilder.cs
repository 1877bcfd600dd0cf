using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Tests.Plans;

/// <summary>Pools, projects and plans without a database.</summary>
internal static class PlanBuilder
{
    public const string City = "360500", County = "360521";

    public const string Owner = "91360502MA0001050N";

    public static readonly DateOnly Today = new(2026, 3, 2);

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 30, 0, TimeSpan.Zero);

    public static string Code(int no = 1) => $"2601-360500-04-01-{200_000 + no}";

    public static Journal Journal() => new(Guid.CreateVersion7(Now), Now);

    public static PlanProjectData Data(int no = 1, string sector = "transport", params FundShare[] sources)
    {
        if (sources.Length == 0)
            sources = [new("05", 40_000_000m), new("09", 60_000_000m)];
        return new(Code(no), $"示范工程{no}", Owner, "360500", sector, "JTJ@360500", FundingMode.Direct, "建设主体工程及配套", new(2026, 1, 1), new(2028, 12, 31), sources.Sum(s => s.Yuan), 50, sources);
    }

    public static PlanProject Project(int no = 1, string sector = "transport", bool ready = true, params FundShare[] sources)
    {
        var project = PlanProject.Admit(Data(no, sector, sources), null, Now).Value;
        if (ready)
        {
            Assert.Null(project.RecordMilestone(MilestoneKind.Proposal, Today, "建议书1号", null, Today));
            Assert.Null(project.RecordMilestone(MilestoneKind.Feasibility, Today, "可研1号", project.TotalInvestment, Today));
        }
        return project;
    }

    public static FundPool Pool(Journal journal, decimal yuan = 100_000_000m, string? sector = null, string source = "05", int year = 2026, int no = 1, string level = City) =>
        FundPool.Open(new($"{year}-{source}-{no:00}", "示范资金池", source, year, FundLevel.Municipal, sector, null, new(year, 1, 1), new(year, 12, 31), yuan), level, journal, Today, Now).Value;

    /// <summary>An item that all three have filled in and confirmed.</summary>
    public static void Agree(InvestmentPlan plan, PlanProject project, params YearShare[] shares)
    {
        Assert.Null(plan.Enter(project, 0, new(PlanNature.New, null, "年内开工", shares, null), Now));
        Assert.Null(plan.Fill(project.Code, new SectorFields("六车道", "桩基完成")));
        Assert.Null(plan.Fill(project.Code, new FinanceFields("市级财政", [.. shares.Where(s => s.Year == plan.FirstYear && FundSources.IsFiscal(s.Source)).Select(s => new FundShare(s.Source, s.Yuan))])));
        foreach (var part in Enum.GetValues<PlanPart>())
            Assert.Null(plan.Confirm(project.Code, part));
    }
}
