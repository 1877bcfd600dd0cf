using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Plans.Balancing;
using Tongban.Plans.Exchange;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Plans.Planning;
using Tongban.Plans.ProjectPool;
using Tongban.Plans.Warnings;
using Tongban.Projects.Contracts;

namespace Tongban.Server.City;

/// <summary>Stories of the demonstration city about investment plans: two past years with every month's returns, and this year from the rolling plan to payments and warnings.</summary>
internal sealed class DemoPlans(DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    /// <summary>Plans with the county's own departments.</summary>
    public const string CountyFinance = "CZJ@360521";

    private const string County = "360521", CountyDevelopment = "FGW@360521", CountyWater = "SLJ@360521";

    private const string Development = "FGW@360500", Finance = "CZJ@360500", Builder = "91360502MA0001050N", Waterworks = "91360500MA0001114P";

    /// <summary>Projects of the past: sector and its department, division, share of the plan (per mille), how far the year before went against it.</summary>
    private static readonly (string Name, string Sector, string Organ, string Division, int Share, string Source, string Other)[] Past =
    [
        ("沪昆高速新余段扩建", "transport", "JTJ@360500", "360500", 190, "01", "12"), ("新余北站综合交通枢纽", "transport", "JTJ@360500", "360502", 120, "09", "11"), ("环仙女湖公路", "transport", "JTJ@360500", "360502", 70, "04", "05"),
        ("孔目江水环境综合治理", "water", "SLJ@360500", "360502", 90, "01", "05"), ("分宜县城防洪提升", "water", "SLJ@360500", "360521", 55, "03", "10"), ("高新区基础设施四期", "municipal", "CGJ@360500", "360502", 110, "09", "06"),
        ("城区老旧小区改造", "housing", "ZJJ@360500", "360502", 85, "01", "05"), ("袁河生态新城安置房", "housing", "ZJJ@360500", "360500", 75, "09", "12"), ("矿山生态修复", "environment", "STHJ@360500", "360521", 45, "03", "04"),
        ("高标准农田建设", "agriculture", "NYJ@360500", "360521", 50, "03", "10"), ("锂电产业园标准厂房", "industry", "FGW@360500", "360502", 80, "13", "12"), ("政务数据中心", "digital", "FGW@360500", "360500", 30, "05", "08"),
    ];

    /// <summary>How the work of a year spreads over its months.</summary>
    private static readonly decimal[] Seasons = [4, 3, 8, 9, 10, 10, 9, 9, 10, 10, 10, 8];

    private int Year => today.Year;

    private Actor Planner => people.Handler(Development);

    public async Task TellAsync()
    {
        await TellPastAsync();
        // Earmarked money of the centre that nobody has asked for since.
        var longAgo = today.AddMonths(-14);
        clock.GoTo(longAgo);
        await OpenAsync(longAgo.Year, "03", "water", 8_000_000m, 1);
        await acts.AsAsync(people.Handler(Finance), s => s.GetRequiredService<TakeInHandlers>().ArrivalsAsync("中央专项到账单", RowReading.Given<ArrivalRow>([new($"DK-{longAgo.Year}-0900", $"{longAgo.Year}-03-01", longAgo, 6_000_000m)], r => r.VoucherNo), default));
        clock.GoTo(today.AddDays(-56));
        await PoolsAsync();
        await ThisYearAsync();
        await CountyAsync();
        clock.GoTo(today.AddDays(-2));
        await acts.AsAsync(Planner, s => s.GetRequiredService<WarningSweep>().RunAsync(s.GetRequiredService<Caller>(), default));
        await OrderAsync();
        clock.GoTo(today);
    }

    /// <summary>2019: 277.44 of 320 billion by November, 86.7 %. 2020: 347.5 of 344.06 billion. What the pages say is computed from these rows. In 2021 the twelve projects are accepted, their accounts closed below the estimate, and they leave the pool.</summary>
    public async Task TellPastAsync()
    {
        clock.GoTo(new DateOnly(2018, 12, 3));
        var codes = Past.Select((_, i) => $"2018-360500-48-01-{100_001 + i}").ToList();
        for (var i = 0; i < Past.Length; i++)
        {
            var p = Past[i];
            var total = 680_000_000m * p.Share;
            await AdmitAsync(codes[i], p.Name, Builder, p.Division, p.Sector, p.Organ, new(2019, 1, 1), new(2020, 12, 31), total, 60, [new(p.Source, total * 0.6m), new(p.Other, total * 0.4m)]);
            await MilestoneAsync(codes[i], p.Organ, MilestoneKind.Proposal, "余发改投资〔2018〕11号", null);
            await MilestoneAsync(codes[i], p.Organ, MilestoneKind.Feasibility, "余发改投资〔2018〕35号", total);
        }
        clock.GoTo(new DateOnly(2019, 1, 4));
        await StartAsync(codes);
        await YearAsync(2019, codes, 320_000_000_000m, 277_440_000_000m, 296_100_000_000m, "余府字〔2019〕3号");
        await YearAsync(2020, codes, 344_059_405_940.59m, 347_500_000_000m, 361_730_000_000m, "余府字〔2020〕5号");
        await CloseAsync(codes);
    }

    // Permit and start report are there before the first month's work.
    private async Task StartAsync(List<string> codes)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            await MilestoneAsync(codes[i], Past[i].Organ, MilestoneKind.ConstructionPermit, $"3605002019010{i + 1:00}", null);
            await MilestoneAsync(codes[i], Past[i].Organ, MilestoneKind.StartReport, $"开工报告〔2019〕{i + 1}号", null);
        }
    }

    // Accepted in the spring, accounts approved in the autumn at what was really done, then closed.
    private async Task CloseAsync(List<string> codes)
    {
        var done = await acts.ReadAsync(async db => (await db.Set<ProgressReturn>().AsNoTracking().Where(r => codes.Contains(r.ProjectCode)).Select(r => new { r.ProjectCode, r.DoneYuan }).ToListAsync()).GroupBy(r => r.ProjectCode, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(r => r.DoneYuan), StringComparer.Ordinal));
        clock.GoTo(new DateOnly(2021, 3, 15));
        for (var i = 0; i < codes.Count; i++)
        {
            await MilestoneAsync(codes[i], Past[i].Organ, MilestoneKind.Completion, $"竣工验收备案〔2021〕{i + 1}号", null);
            await MoveAsync(codes[i], PoolState.Completed);
        }
        clock.GoTo(new DateOnly(2021, 9, 6));
        for (var i = 0; i < codes.Count; i++)
        {
            await MilestoneAsync(codes[i], Past[i].Organ, MilestoneKind.FinalAccounts, $"余财建决〔2021〕{i + 1}号", done[codes[i]]);
            await MoveAsync(codes[i], PoolState.Closed);
        }
    }

    private Task<long> MoveAsync(string code, PoolState to) => acts.AsAsync(Planner, s => s.GetRequiredService<ProjectPoolHandlers>().MoveAsync(new(code, to, null), default));

    private async Task YearAsync(int year, List<string> codes, decimal plan, decimal toNovember, decimal wholeYear, string document)
    {
        clock.GoTo(new DateOnly(year, 1, 20));
        foreach (var source in Past.SelectMany(p => new[] { p.Source, p.Other }).Distinct().Where(FundSources.IsFiscal))
            await OpenAsync(year, source, null, 1_000_000_000_000m, 1);
        var id = await acts.AsAsync(Planner, s => s.GetRequiredService<PlanHandlers>().DraftAsync(new(PlanKind.Annual, year, null), default));
        var parts = Fen.Split(plan, [.. Past.Select(p => (decimal)p.Share)]);
        for (var i = 0; i < codes.Count; i++)
        {
            var shares = Fen.Split(parts[i], [0.6m, 0.4m]);
            await ItemAsync(id, codes[i], Past[i].Organ, [new(year, Past[i].Source, shares[0]), new(year, Past[i].Other, shares[1])]);
        }
        await ConfirmAndApproveAsync(id, Past.Select(p => p.Organ), document);
        if (year == 2019)
        {
            foreach (var code in codes)
                await MoveAsync(code, PoolState.UnderConstruction);
        }
        // Some projects run ahead of the plan and some behind, and every year's December brings the rest.
        var eleven = Fen.Split(toNovember, [.. Past.SelectMany((p, i) => Enumerable.Range(0, 11).Select(m => p.Share * (90m + (i * 7 % 21)) * Seasons[m]))]);
        var december = Fen.Split(wholeYear - toNovember, [.. Past.Select(p => (decimal)p.Share)]);
        for (var month = 1; month <= 12; month++)
        {
            clock.GoTo(new DateOnly(year, month, 1).AddMonths(1).AddDays(3));
            var rows = codes.Select((c, i) => new ReturnRow(c, year, month, month == 12 ? december[i] : eleven[(i * 11) + month - 1], decimal.Round((((year - 2019) * 12) + month) * 100m / 24, 1))).ToList();
            await acts.AsAsync(Planner, s => s.GetRequiredService<TakeInHandlers>().ProgressAsync($"{year}年{month}月报", RowReading.Given(rows, r => r.ProjectCode), default));
        }
    }

    private async Task PoolsAsync()
    {
        for (var y = Year; y <= Year + 3; y++)
        {
            await OpenAsync(y, "01", null, 100_000_000m, 1);
            await OpenAsync(y, "04", null, 60_000_000m, 1);
            await OpenAsync(y, "05", null, y == Year ? 150_000_000m : 240_000_000m, 1);
            await OpenAsync(y, "09", "transport", y == Year ? 120_000_000m : 160_000_000m, 1);
            await OpenAsync(y, "09", null, 80_000_000m, 2);
        }
    }

    private async Task ThisYearAsync()
    {
        string bridge = $"{Year - 2000:00}01-360500-04-01-200011", pipes = $"{Year - 2001:00}01-360500-04-01-200022", homes = $"{Year - 2000:00}01-360500-04-01-200033", museum = $"{Year - 2000:00}01-360500-04-01-200044", roads = $"{Year - 2000:00}01-360500-04-01-200055";
        var (river, sewage) = (await CodeOfAsync("孔目江河道综合整治工程"), await CodeOfAsync("城市污水处理厂提标改造工程"));
        await AdmitAsync(bridge, "袁河大桥及接线工程", Builder, "360500", "transport", "JTJ@360500", new(Year, 3, 1), new(Year + 2, 12, 31), 680_000_000m, 80, [new("05", 280_000_000m), new("09", 400_000_000m)]);
        await AdmitAsync(pipes, "城区供水管网更新改造", Waterworks, "360500", "municipal", "CGJ@360500", new(Year - 1, 4, 1), new(Year + 1, 6, 30), 120_000_000m, 75, [new("04", 50_000_000m), new("05", 70_000_000m)]);
        await AdmitAsync(river, "孔目江河道综合整治工程", Builder, "360500", "water", "SLJ@360500", new(Year, 2, 1), new(Year + 2, 10, 31), 210_000_000m, 70, [new("01", 100_000_000m), new("05", 110_000_000m)]);
        await AdmitAsync(sewage, "城市污水处理厂提标改造工程", Waterworks, "360500", "environment", "STHJ@360500", new(Year, 5, 1), new(Year + 2, 6, 30), 175_000_000m, 65, [new("09", 175_000_000m)]);
        await AdmitAsync(homes, "城南老旧小区改造", Builder, "360502", "housing", "ZJJ@360500", new(Year, 3, 1), new(Year + 1, 12, 31), 150_000_000m, 60, [new("01", 80_000_000m), new("05", 70_000_000m)]);
        await AdmitAsync(museum, "新余市博物馆新馆", Builder, "360500", "culture", "WGL@360500", new(Year + 1, 1, 1), new(Year + 2, 12, 31), 260_000_000m, 35, [new("05", 160_000_000m), new("09", 100_000_000m)]);
        await AdmitAsync(roads, "农村公路提升工程", Builder, "360521", "transport", "JTJ@360500", new(Year + 1, 1, 1), new(Year + 2, 6, 30), 90_000_000m, 50, [new("04", 60_000_000m), new("10", 30_000_000m)]);
        foreach (var (code, organ, yuan) in new[] { (bridge, "JTJ@360500", 680_000_000m), (pipes, "CGJ@360500", 120_000_000m), (river, "SLJ@360500", 190_000_000m), (sewage, "STHJ@360500", 175_000_000m), (homes, "ZJJ@360500", 150_000_000m) })
        {
            await MilestoneAsync(code, organ, MilestoneKind.Proposal, $"余发改审〔{Year - 1}〕21号", null);
            await MilestoneAsync(code, organ, MilestoneKind.Feasibility, $"余发改审〔{Year - 1}〕46号", yuan);
        }
        // More than a tenth above the feasibility study: the rule of article 12 speaks.
        await MilestoneAsync(river, "SLJ@360500", MilestoneKind.Estimate, $"余发改设审〔{Year}〕3号", 210_000_000m);
        await PlansAsync(bridge, pipes, river, sewage, homes);
        await BuildAsync(bridge, pipes, river);
        await MoneyAsync(bridge, pipes, river, homes);
        clock.GoTo(today.AddDays(-2));
        await BalanceAsync();
    }

    private string Pipes => $"{Year - 2001:00}01-360500-04-01-200022";

    private async Task OrderAsync()
    {
        var pipes = Pipes;
        var warning = await acts.ReadAsync(db => db.Set<PlanWarning>().Where(w => w.Subject == pipes && w.State == WarningState.Open).OrderBy(w => w.Rule).Select(w => w.Id).FirstAsync());
        await acts.AsAsync(people.Handler(Finance), s => s.GetRequiredService<WarningHandlers>().OrderAsync(new(warning, "请说明支付进度快于形象进度的原因和整改措施。", today.AddDays(8)), default));
    }

    /// <summary>The county plans and pays for itself: two projects of its water bureau, its own money, its own annual plan, one indicator of last year that nobody has used.</summary>
    private async Task CountyAsync()
    {
        string wells = $"{Year - 2000:00}01-360521-04-01-300011", dikes = $"{Year - 2000:00}01-360521-04-01-300022";
        var planner = people.Handler(CountyDevelopment);
        clock.GoTo(today.AddDays(-55));
        foreach (var year in new[] { Year, Year + 1 })
            await OpenAsync(year, "10", null, 45_000_000m, 1, County);
        await AdmitAsync(wells, "分宜县农村饮水安全巩固提升工程", Builder, County, "water", CountyWater, new(Year, 1, 1), new(Year + 1, 12, 31), 60_000_000m, 70, [new("10", 45_000_000m), new("12", 15_000_000m)], planner);
        await AdmitAsync(dikes, "分宜县钤阳湖堤防加固工程", Builder, County, "water", CountyWater, new(Year, 3, 1), new(Year + 1, 10, 31), 38_000_000m, 55, [new("10", 38_000_000m)], planner);
        foreach (var (code, yuan) in new[] { (wells, 60_000_000m), (dikes, 38_000_000m) })
        {
            await MilestoneAsync(code, CountyWater, MilestoneKind.Proposal, $"分发改审〔{Year - 1}〕9号", null);
            await MilestoneAsync(code, CountyWater, MilestoneKind.Feasibility, $"分发改审〔{Year - 1}〕17号", yuan);
        }
        clock.GoTo(today.AddDays(-53));
        var plan = await acts.AsAsync(planner, s => s.GetRequiredService<PlanHandlers>().DraftAsync(new(PlanKind.Annual, Year, null), default));
        (string Code, IReadOnlyList<YearShare> Shares)[] items = [(wells, [new(Year, "10", 24_000_000m), new(Year, "12", 6_000_000m)]), (dikes, [new(Year, "10", 16_000_000m)])];
        foreach (var (code, shares) in items)
            await ItemAsync(plan, code, CountyWater, shares, planner, CountyFinance);
        await ConfirmAndApproveAsync(plan, [CountyWater], $"分府字〔{Year}〕6号", planner, CountyFinance, CountyDevelopment);
        clock.GoTo(today.AddDays(-28));
        await acts.AsAsync(people.Handler(CountyFinance), s => s.GetRequiredService<TakeInHandlers>().ArrivalsAsync("县国库到账单", RowReading.Given<ArrivalRow>([new($"FDK-{Year}-0001", $"{County}-{Year}-10-01", Days(today.AddDays(-28)), 30_000_000m)], r => r.VoucherNo), default));
        await acts.AsAsync(people.Handler(CountyFinance), s => s.GetRequiredService<TakeInHandlers>().IndicatorsAsync("县级预算指标", RowReading.Given<IndicatorRow>(
            [new($"分财建指〔{Year}〕1号", $"{County}-{Year}-10-01", wells, Days(today.AddDays(-28)), 24_000_000m), new($"分财建指〔{Year}〕2号", $"{County}-{Year}-10-01", dikes, Days(today.AddDays(-28)), 12_000_000m)], r => r.IndicatorNo), default));
        clock.GoTo(today.AddDays(-11));
        await acts.AsAsync(people.Handler(CountyFinance), s => s.GetRequiredService<TakeInHandlers>().PaymentsAsync("县国库支付.csv", RowReading.Given<PaymentRow>([new($"FZF-{Year}-0001", Days(today.AddDays(-11)), $"分财建指〔{Year}〕1号", wells, 5_200_000m, "HT-饮水-01", "91360502MA0001042U", "管道采购预付款")], r => r.VoucherNo), default));
        List<ReturnRow> rows = [.. Enumerable.Range(1, Math.Max(0, today.Month - 1)).Select(m => new ReturnRow(wells, Year, m, 2_400_000m, Math.Min(60, m * 4)))];
        if (rows.Count > 0)
            await acts.AsAsync(planner, s => s.GetRequiredService<TakeInHandlers>().ProgressAsync("分宜县月报", RowReading.Given(rows, r => r.ProjectCode), default));
    }

    private async Task PlansAsync(string bridge, string pipes, string river, string sewage, string homes)
    {
        clock.GoTo(today.AddDays(-54));
        var rolling = await acts.AsAsync(Planner, s => s.GetRequiredService<PlanHandlers>().DraftAsync(new(PlanKind.Rolling, Year, null), default));
        const decimal M = 1_000_000m;
        await EnterAsync(rolling, bridge, [new(Year, "05", 40 * M), new(Year, "09", 100 * M), new(Year + 1, "05", 120 * M), new(Year + 1, "09", 150 * M), new(Year + 2, "05", 120 * M), new(Year + 2, "09", 150 * M)]);
        await EnterAsync(rolling, pipes, [new(Year, "04", 20 * M), new(Year, "05", 30 * M), new(Year + 1, "04", 20 * M), new(Year + 1, "05", 10 * M)]);
        await EnterAsync(rolling, river, [new(Year, "01", 40 * M), new(Year, "05", 30 * M), new(Year + 1, "01", 60 * M), new(Year + 1, "05", 40 * M), new(Year + 2, "05", 40 * M)]);
        await EnterAsync(rolling, sewage, [new(Year, "09", 60 * M), new(Year + 1, "09", 75 * M), new(Year + 2, "09", 40 * M)]);
        await EnterAsync(rolling, homes, [new(Year, "01", 50 * M), new(Year, "05", 20 * M), new(Year + 1, "01", 30 * M), new(Year + 1, "05", 50 * M)]);
        await acts.AsAsync(people.Head(Development), s => s.GetRequiredService<PlanHandlers>().ApproveAsync(new(rolling, $"余府字〔{Year}〕2号"), default));
        var rolled = await acts.AsAsync(Planner, s => s.GetRequiredService<PlanHandlers>().RollOverAsync(new(rolling), default));
        clock.GoTo(today.AddDays(-52));
        (string Code, string Organ)[] items = [(bridge, "JTJ@360500"), (pipes, "CGJ@360500"), (river, "SLJ@360500"), (sewage, "STHJ@360500"), (homes, "ZJJ@360500")];
        foreach (var (code, organ) in items)
        {
            var shares = await acts.ReadAsync(async db => (await db.Set<PlanItem>().SingleAsync(i => i.PlanId == rolled.Annual && i.Code == code)).Shares);
            await ItemAsync(rolled.Annual, code, organ, shares);
        }
        await ConfirmAndApproveAsync(rolled.Annual, items.Select(i => i.Organ), $"余府字〔{Year}〕4号");
        // In the middle of the year: a new version on which the three do not agree yet.
        clock.GoTo(today.AddDays(-6));
        var amended = await acts.AsAsync(Planner, s => s.GetRequiredService<PlanHandlers>().AmendAsync(new(rolled.Annual, "年中调整：专项债券发行额度调减"), default));
        await acts.AsAsync(Planner, s => s.GetRequiredService<PlanHandlers>().EnterAsync(new(amended, sewage, new(PlanNature.New, null, "完成生化池改造", [new(Year, "09", 45 * M)], "专项债券额度调减，二沉池改造后移")), default));
        await acts.AsAsync(people.Handler(Finance), s => s.GetRequiredService<PlanHandlers>().FillAsync(new FillFinanceCommand(amended, sewage, new("市级财政统筹", [new("09", 40 * M)])), default));
        await acts.AsAsync(Planner, s => s.GetRequiredService<PlanHandlers>().ConfirmAsync(new(amended, null, PlanPart.Development), default));
    }

    private async Task BuildAsync(string bridge, string pipes, string river)
    {
        clock.GoTo(today.AddDays(-40));
        foreach (var (code, organ) in new[] { (pipes, "CGJ@360500"), (river, "SLJ@360500") })
        {
            await MilestoneAsync(code, organ, MilestoneKind.ConstructionPermit, $"36050020{Year % 100}0001", null);
            await MilestoneAsync(code, organ, MilestoneKind.StartReport, "开工报告1号", null);
            await acts.AsAsync(Planner, s => s.GetRequiredService<ProjectPoolHandlers>().MoveAsync(new(code, PoolState.UnderConstruction, null), default));
        }
        clock.GoTo(today.AddDays(-4));
        List<ReturnRow> rows = [.. Enumerable.Range(4, 9).Select(m => new ReturnRow(pipes, Year - 1, m, m == 12 ? 8_000_000m : 4_000_000m, m - 3))];
        for (var month = 1; month < today.Month; month++)
        {
            rows.Add(new(pipes, Year, month, month >= 3 ? 3_500_000.25m : 1_000_000m, Math.Min(24, 12 + month), month == today.Month - 1 ? "主干管更换 18 公里" : null));
            if (month >= 2 && month < today.Month - 2)
                rows.Add(new(river, Year, month, 6_200_000m, month * 4, null, "部分河段用地未交付"));
            // Work has begun before the permit was there.
            if (month >= 4)
                rows.Add(new(bridge, Year, month, 9_000_000m, month));
        }
        await acts.AsAsync(Planner, s => s.GetRequiredService<TakeInHandlers>().ProgressAsync("月报汇总", RowReading.Given(rows, r => r.ProjectCode), default));
    }

    private async Task MoneyAsync(string bridge, string pipes, string river, string homes)
    {
        var day = Days(today.AddDays(-30));
        clock.GoTo(today.AddDays(-30));
        await acts.AsAsync(people.Handler(Finance), s => s.GetRequiredService<TakeInHandlers>().ArrivalsAsync("国库到账单", RowReading.Given<ArrivalRow>(
            [new($"DK-{Year}-0001", $"{Year}-01-01", day, 60_000_000m), new($"DK-{Year}-0002", $"{Year}-04-01", day, 40_000_000m), new($"DK-{Year}-0003", $"{Year}-05-01", day, 110_000_000m), new($"DK-{Year}-0004", $"{Year}-09-01", day, 100_000_000m)], r => r.VoucherNo), default));
        await acts.AsAsync(people.Handler(Finance), s => s.GetRequiredService<TakeInHandlers>().IndicatorsAsync("预算指标下达表", RowReading.Given<IndicatorRow>(
            [
                new($"余财建指〔{Year}〕1号", $"{Year}-05-01", bridge, day, 40_000_000m, FunctionClass: "2140104"), new($"余财建指〔{Year}〕2号", $"{Year}-09-01", bridge, day, 100_000_000m, FunctionClass: "2140104"),
                new($"余财建指〔{Year}〕3号", $"{Year}-05-01", pipes, day, 30_000_000m, FunctionClass: "2120303"), new($"余财建指〔{Year}〕4号", $"{Year}-04-01", pipes, day, 20_000_000m, FunctionClass: "2120303"),
                new($"余财建指〔{Year}〕5号", $"{Year}-01-01", river, day, 40_000_000m, FunctionClass: "2130305"), new($"余财建指〔{Year}〕6号", $"{Year}-05-01", river, day, 10_000_000m, FunctionClass: "2130305"),
            ], r => r.IndicatorNo), default));
        clock.GoTo(today.AddDays(-12));
        var paid = Days(today.AddDays(-12));
        // Rows that are sound, and three that are not: an unknown indicator, more than the indicator has left, another project's code.
        await acts.AsAsync(people.Handler(Finance), s => s.GetRequiredService<TakeInHandlers>().PaymentsAsync("国库集中支付明细.csv", RowReading.Given<PaymentRow>(
            [
                new($"ZF-{Year}-0001", paid, $"余财建指〔{Year}〕2号", bridge, 35_000_000m, "HT-袁河-01", "91360502MA0001042U", "桩基工程进度款"), new($"ZF-{Year}-0002", paid, $"余财建指〔{Year}〕3号", pipes, 28_000_000m, "HT-管网-02", "91360502MA0001042U", "管材采购款", paid.AddDays(-75)),
                new($"ZF-{Year}-0003", paid, $"余财建指〔{Year}〕4号", pipes, 19_500_000.50m, "HT-管网-03", "91360502MA0001042U", "施工进度款"), new($"ZF-{Year}-0004", paid, $"余财建指〔{Year}〕5号", river, 12_000_000m, "HT-河道-01", "91360502MA0001042U", "预付款"),
                new($"ZF-{Year}-0005", paid, $"余财建指〔{Year}〕9号", homes, 5_000_000m), new($"ZF-{Year}-0006", paid, $"余财建指〔{Year}〕3号", pipes, 9_000_000m), new($"ZF-{Year}-0007", paid, $"余财建指〔{Year}〕5号", bridge, 1_000_000m),
            ], r => r.VoucherNo), default));
    }

    private async Task BalanceAsync()
    {
        await acts.AsAsync(Planner, s => s.GetRequiredService<BalanceHandlers>().RunAsync(new($"{Year + 1}年滚动规划资金平衡", Year + 1, []), default));
        await acts.AsAsync(Planner, s => s.GetRequiredService<BalanceHandlers>().RunAsync(new("假设：专项债券减少四成", Year + 1, [new("09", Year + 1, 0.6m), new("09", Year + 2, 0.6m)]), default));
    }

    private DateOnly Days(DateOnly day) => day.Year < Year ? new(Year, 1, 1) : day;

    private Task<string> CodeOfAsync(string name) => acts.ReadAsync(db => db.Set<Tongban.Projects.Model.Project>().Where(p => p.Name == name).Select(p => p.Code).FirstAsync());

    private Task<string> AdmitAsync(string code, string name, string owner, string division, string sector, string organ, DateOnly from, DateOnly to, decimal total, int priority, IReadOnlyList<FundShare> sources, Actor? by = null) =>
        acts.AsAsync(by ?? Planner, s => s.GetRequiredService<ProjectPoolHandlers>().AdmitAsync(new(new(code, name, owner, division, sector, organ, FundingMode.Direct, $"{name}，含主体工程及配套设施。", from, to, total, priority, sources)), default));

    private Task<long> MilestoneAsync(string code, string organ, MilestoneKind kind, string document, decimal? yuan) =>
        acts.AsAsync(people.Handler(organ), s => s.GetRequiredService<ProjectPoolHandlers>().RecordAsync(new(code, kind, Tongban.Foundation.Time.CityClock.DateOf(clock.GetUtcNow()), document, yuan), default));

    private Task<Guid> OpenAsync(int year, string source, string? sector, decimal yuan, int number, string? county = null) => acts.AsAsync(people.Handler(county is null ? Finance : CountyFinance), s => s.GetRequiredService<MoneyHandlers>().OpenAsync(
        new(new($"{(county is null ? "" : county + "-")}{year}-{source}-{number:00}", $"{year}年{FundSources.Name(source).Zh}{(sector is null ? "" : $"（{Tongban.Plans.Contracts.PlanSectors.Name(sector).Zh}）")}", source, year, source is "01" or "03" ? FundLevel.Central : source is "04" ? FundLevel.Provincial : source is "10" ? FundLevel.County : FundLevel.Municipal, sector, null, new(year, 1, 1), new(year, 12, 31), yuan)), default));

    private Task<long> EnterAsync(Guid plan, string code, IReadOnlyList<YearShare> shares, Actor? by = null) =>
        acts.AsAsync(by ?? Planner, s => s.GetRequiredService<PlanHandlers>().EnterAsync(new(plan, code, new(PlanNature.New, null, "按计划完成年度工程量", shares, null)), default));

    // Each of the three departments its part.
    private async Task ItemAsync(Guid plan, string code, string organ, IReadOnlyList<YearShare> shares, Actor? by = null, string finance = Finance)
    {
        await EnterAsync(plan, code, shares, by);
        await acts.AsAsync(people.Handler(organ), s => s.GetRequiredService<PlanHandlers>().FillAsync(new FillSectorCommand(plan, code, new("按批准的技术标准建设", "完成年度形象进度")), default));
        await acts.AsAsync(people.Handler(finance), s => s.GetRequiredService<PlanHandlers>().FillAsync(new FillFinanceCommand(plan, code, new(finance is Finance ? "市级财政统筹" : "县级财政统筹", [.. shares.Where(x => FundSources.IsFiscal(x.Source)).Select(x => new FundShare(x.Source, x.Yuan))])), default));
    }

    private async Task ConfirmAndApproveAsync(Guid plan, IEnumerable<string> organs, string document, Actor? by = null, string finance = Finance, string development = Development)
    {
        await acts.AsAsync(by ?? Planner, s => s.GetRequiredService<PlanHandlers>().ConfirmAsync(new(plan, null, PlanPart.Development), default));
        foreach (var organ in organs.Distinct())
            await acts.AsAsync(people.Handler(organ), s => s.GetRequiredService<PlanHandlers>().ConfirmAsync(new(plan, null, PlanPart.Sector), default));
        await acts.AsAsync(people.Handler(finance), s => s.GetRequiredService<PlanHandlers>().ConfirmAsync(new(plan, null, PlanPart.Finance), default));
        await acts.AsAsync(people.Head(development), s => s.GetRequiredService<PlanHandlers>().ApproveAsync(new(plan, document), default));
    }
}
