using Tongban.Dispatch.Weekly;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>Stories of the demonstration city about its major projects: six of them return for twelve weeks; one stands still for a while, one forgets two weeks, one corrects, one is short of what another has.</summary>
internal sealed class DemoWeeks(DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    private const int Weeks = 12;

    private static readonly (int Applicant, string Name, string Division, string Industry, KeyClass Class, decimal Yuan, decimal PlanWan, int Workers, decimal Lon, decimal Lat)[] Projects =
    [
        (5, "新余大道快速化改造工程", "360500", "E48", KeyClass.Provincial, 2_400_000_000m, 62_000m, 420, 114.93m, 27.815m),
        (11, "袁惠渠现代化灌区工程", "360500", "D46", KeyClass.Provincial, 1_650_000_000m, 45_000m, 310, 115.02m, 27.84m),
        (1, "锂电新材料产业园二期", "360502", "C38", KeyClass.Municipal, 3_200_000_000m, 88_000m, 560, 114.985m, 27.795m),
        (6, "赣西国际陆港冷链基地", "360502", "G59", KeyClass.Municipal, 980_000_000m, 30_000m, 190, 114.955m, 27.77m),
        (10, "仙女湖文旅度假区", "360521", "R90", KeyClass.Municipal, 1_200_000_000m, 26_000m, 150, 114.82m, 27.77m),
        (9, "分宜苎麻产业园", "360521", "C17", KeyClass.County, 420_000_000m, 12_000m, 95, 114.68m, 27.81m),
    ];

    public async Task TellAsync()
    {
        var random = new Random(360500);
        var current = IsoWeek.Of(today);
        var first = current.Plus(-Weeks);
        clock.GoTo(first.Monday.AddDays(-7));
        var office = people.Handler("FGW@360500");
        var codes = new List<string>();
        foreach (var (p, i) in Projects.Select((p, i) => (p, i)))
        {
            clock.GoTo(first.Monday.AddDays(-7), i * 5);
            codes.Add(await DeclareAsync(p.Applicant, p.Name, p.Division, p.Industry, p.Yuan, p.Lon, p.Lat));
            clock.GoTo(first.Monday, i * 5);
            await acts.AsAsync(office, s => s.GetRequiredService<MajorProjectHandlers>().ListAsync(new(codes[i], new(p.Class, first.Monday.AddDays(7), first.Plus(6).Year, p.PlanWan), $"{first.Plus(6).Year}年重点项目"), default));
        }
        // The year was under way when they were listed.
        var (cumulated, physical) = (Projects.Select(p => decimal.Round(p.PlanWan * first.No / 52 * 0.97m, 1)).ToArray(), Projects.Select(p => decimal.Round(p.PlanWan * first.No / 52 * 900_000 / p.Yuan, 2)).ToArray());
        for (var w = 0; w <= Weeks; w++)
        {
            var week = first.Plus(w);
            for (var i = 0; i < Projects.Length; i++)
            {
                if (w > 0 && week.Year != first.Plus(w - 1).Year)
                    cumulated[i] = 0;
                // The fifth forgot two weeks; of the running week four have returned so far.
                if ((i == 4 && w is 6 or 7) || (w == Weeks && i is 2 or 4))
                    continue;
                var fields = Fields(i, w, week, random, ref cumulated[i], ref physical[i]);
                var friday = week.Monday.AddDays(4);
                clock.GoTo(i == 3 && w == 8 ? friday.AddDays(1) : friday < today ? friday : today, i * 11);
                await SubmitAsync(i, codes[i], week, fields, null);
                if (i == 1 && w == 9)
                {
                    clock.GoTo(week.Monday.AddDays(7), 30);
                    cumulated[i] += 45;
                    await SubmitAsync(i, codes[i], week, fields with { WeekInvestmentWan = fields.WeekInvestmentWan + 45, YearCumulativeWan = fields.YearCumulativeWan + 45 }, "漏报渡槽预制件款 45 万元");
                }
            }
        }
        clock.GoTo(today);
    }

    private static WeekFields Fields(int i, int w, IsoWeek week, Random random, ref decimal cumulated, ref decimal physical)
    {
        var p = Projects[i];
        // Work picks up over the first weeks; the third stands still for three weeks for want of materials.
        var strength = Math.Min(1m, 0.55m + (w * 0.09m));
        var stopped = i == 2 && w is 4 or 5 or 6;
        var should = week >= week.Plus(-w + 1);
        var resumed = should && !stopped && !(i == 5 && w < 3);
        var onSite = resumed ? (int)(p.Workers * strength * (0.94m + (random.Next(0, 7) / 100m))) : p.Workers / 12;
        var done = resumed ? decimal.Round(p.PlanWan / 48 * strength * (0.85m + (random.Next(0, 31) / 100m)), 1) : 0;
        cumulated += done;
        physical = Math.Min(100, physical + (resumed ? decimal.Round(done * 10_000 / p.Yuan * 90, 2) : 0));
        decimal need = p.Workers / 2;
        var steel = i switch { 0 when w >= 11 => need * 0.25m, 3 when w >= 10 => need * 5, _ => need * 1.1m };
        var masks = (decimal)p.Workers * (i == 5 && w >= 11 ? 3 : 12);
        // One slip of the hand in the newest week that everybody returned.
        var said = i == 3 && w == Weeks - 1 ? done * 10 : done;
        return new WeekFields(resumed, resumed ? week.Plus(-w + 1 + (i == 5 ? 2 : 0)).Monday : null, resumed ? null : stopped ? StopReason.Materials : StopReason.Labour, p.Workers, onSite, onSite / 9, w < 4 ? onSite / 40 : 0, Math.Max(6, p.Workers / 16),
            [
                new(MaterialKind.Steel, need, steel, decimal.Round(steel / need * 7, 1), Math.Max(0, need - steel)),
                new(MaterialKind.Concrete, need * 6, need * 6.6m, 7.7m, 0),
            ],
            [new(EquipmentKind.Excavator, 4 + i, i == 1 && w >= 10 ? 3 : 4 + i), new(EquipmentKind.DumpTruck, 6, i == 2 ? 9 : 6)],
            [new(SupplyKind.Masks, masks, p.Workers, decimal.Round(masks / p.Workers, 1)), new(SupplyKind.Disinfectant, 90, 6, 15)],
            said, cumulated, physical, resumed ? $"完成第 {w + 1} 周施工任务" : null, stopped ? "钢材、商砼供应中断" : null, null, "按周计划推进");
    }

    private Task<SubmittedReturn> SubmitAsync(int i, string code, IsoWeek week, WeekFields fields, string? reason) =>
        acts.AsAsync(people.Applicant(Projects[i].Applicant), s => s.GetRequiredService<SubmitReturnHandler>().HandleAsync(new(code, week.ToString(), fields, null, reason), default));

    private async Task<string> DeclareAsync(int applicant, string name, string division, string industry, decimal yuan, decimal lon, decimal lat)
    {
        var owner = DemoPeople.Enterprises[applicant - 1].Code;
        var project = await acts.AsAsync(people.Applicant(applicant), s => s.GetRequiredService<DeclareProjectHandler>().HandleAsync(new(new ProjectDeclaration
        {
            Name = name, Owner = owner, Type = ProjectType.Filing, Division = division, Industry = industry, Location = $"新余市{name}红线范围", Scale = "按批准的建设规模", Content = $"{name}，含主体工程及配套设施。", TotalInvestment = yuan,
            Sources = [new("13", yuan * 0.4m), new("12", yuan * 0.6m)], LandArea = 90_000m, PlannedStart = CityClock.DateOf(clock.GetUtcNow()).AddDays(7), PlannedFinish = CityClock.DateOf(clock.GetUtcNow()).AddMonths(30), PolicyDeclared = true, Site = Square(lon, lat),
            ContactName = "示范联系人", ContactPhone = $"0790-64400{applicant:00}", Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["annualEnergyTce"] = "420", ["annualPowerKWh"] = "900000", ["siteLayers"] = "none" },
        }), default));
        return project.Code;
    }

    private static string Square(decimal lon, decimal lat) => FormattableString.Invariant($$"""{"type":"Polygon","coordinates":[[[{{lon}},{{lat}}],[{{lon + 0.003m}},{{lat}}],[{{lon + 0.003m}},{{lat + 0.0027m}}],[{{lon}},{{lat + 0.0027m}}],[{{lon}},{{lat}}]]]}""");
}
