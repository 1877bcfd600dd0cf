using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Dispatch.Matters;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>Stories of the demonstration city about difficulties: one that waits for its reporter's word, one in hand, one insisted upon, one returned twice, one reported twice, one that is over.</summary>
internal sealed class DemoDispatch(IServiceProvider services, DemoActs acts, DemoPeople people, DemoClock clock, WorkCalendar calendar, DateOnly today)
{
    private const string City = "@360500";
    private const int County = 1, Town = 12;
    private readonly Dictionary<int, string> _projects = [];

    public async Task TellAsync()
    {
        clock.GoTo(WorkingDaysAgo(16), 10);
        await DeclareAsync(County, "360502", "城北锂电配套产业园道路工程");
        await DeclareAsync(Town, "360500", "孔目江东岸护岸与管网工程");
        await AnsweredAsync();
        await InHandAsync();
        await InsistedAsync();
        await ReturnedTwiceAsync();
        await ReportedTwiceAsync();
        await OverAsync();
        clock.GoTo(today);
    }

    // Land's answer waits for the enterprise to say whether it is solved.
    private async Task AnsweredAsync()
    {
        clock.GoTo(WorkingDaysAgo(6), 30);
        var id = await ReportAsync(County, "XT-10", "设计方案征求意见时，规划和城管部门对退线距离意见不一致，已两次退改，无法定稿。", new() { ["schemeVersion"] = "第三稿" });
        clock.GoTo(WorkingDaysAgo(5), 20);
        var land = people.Handler("ZRZY@360502");
        await acts.AsAsync(land, s => s.GetRequiredService<UnitHandlers>().ReceiveAsync(new(id), default));
        clock.GoTo(WorkingDaysAgo(1), 40);
        await acts.AsAsync(land, s => s.GetRequiredService<UnitHandlers>().AnswerAsync(new(id, MatterOutcome.Resolved, "已组织两部门会商，退线距离按 8 米执行，会商纪要随附，请按纪要定稿报审。"), [new("会商纪要.pdf", DemoPaper.Pdf("minutes"))], default));
    }

    // Water pipes: received, and the unit says how it goes.
    private async Task InHandAsync()
    {
        clock.GoTo(WorkingDaysAgo(5), 50);
        var id = await ReportAsync(Town, "XT-20", "河道东岸雨污水主管位于护岸开挖范围内，需迁改 320 米，影响汛前完工。", new() { ["pipeDiameterMm"] = "800", ["lengthM"] = "320" });
        clock.GoTo(WorkingDaysAgo(4), 30);
        var lead = people.Handler("CGJ" + City);
        await acts.AsAsync(lead, s => s.GetRequiredService<UnitHandlers>().ReceiveAsync(new(id), default));
        clock.GoTo(WorkingDaysAgo(2), 60);
        await acts.AsAsync(lead, s => s.GetRequiredService<UnitHandlers>().FeedbackAsync(new(id, "已现场踏勘，迁改方案本周内报审，拟先敷设临时管。"), [], default));
    }

    // The data say that the item has not begun; the enterprise brings its receipt, and the office has to decide.
    private async Task InsistedAsync()
    {
        clock.GoTo(WorkingDaysAgo(3), 20);
        var id = await ReportAsync(Town, "XT-07", "规划条件一直没有出具，红线图也未取得，后续设计无法开展。", []);
        clock.GoTo(WorkingDaysAgo(2), 30);
        await acts.AsAsync(people.Applicant(Town), s => s.GetRequiredService<ReporterHandlers>().InsistAsync(new(id, "申请材料已于上月在窗口递交，回执随附，系统中没有记录。"), [new("窗口回执.pdf", DemoPaper.Pdf("receipt"))], default));
    }

    // Housing and transport each say that it is the other's.
    private async Task ReturnedTwiceAsync()
    {
        clock.GoTo(WorkingDaysAgo(4), 60);
        var id = await ReportAsync(Town, "XT-26", "护岸块石和商品混凝土供应不足，已停工待料三天。", new() { ["workersNeeded"] = "120", ["workersOnSite"] = "70", ["materialGaps"] = "块石 2000 立方米" });
        clock.GoTo(WorkingDaysAgo(3), 40);
        await acts.AsAsync(people.Handler("ZJJ" + City), s => s.GetRequiredService<UnitHandlers>().ReturnAsync(new(id, ReturnGround.NotOurDuty, "市政府权责清单（2026年版）住建部分", "水利工程材料保障不属本局职责", "JTJ" + City), default));
        clock.GoTo(WorkingDaysAgo(2), 40);
        await acts.AsAsync(people.Handler("JTJ" + City), s => s.GetRequiredService<UnitHandlers>().ReturnAsync(new(id, ReturnGround.NotOurDuty, "三定方案第三条", "本局只负责运输保障，材料供应应由项目主管部门牵头", null), default));
    }

    // The same quarrel, reported on two days.
    private async Task ReportedTwiceAsync()
    {
        foreach (var (ago, text) in new[] { (2, "临时便道占用村组道路，村民阻工，今日全天停工。"), (1, "村民继续阻工，材料车无法进场。") })
        {
            clock.GoTo(WorkingDaysAgo(ago), 60);
            await ReportAsync(Town, "XT-24", text, new() { ["stopDays"] = "1" });
        }
    }

    private async Task OverAsync()
    {
        clock.GoTo(WorkingDaysAgo(12), 30);
        var id = await ReportAsync(Town, "XT-23", "施工便道需占用城东大道辅道两个月，审批意见迟迟未定。", new() { ["roadName"] = "城东大道", ["period"] = "两个月" });
        clock.GoTo(WorkingDaysAgo(10), 30);
        await acts.AsAsync(people.Handler("GAJ" + City), s => s.GetRequiredService<UnitHandlers>().AnswerAsync(new(id, MatterOutcome.Resolved, "交通组织方案已审定，同意占用至主体完工。"), [], default));
        clock.GoTo(WorkingDaysAgo(9), 30);
        await acts.AsAsync(people.Applicant(Town), s => s.GetRequiredService<ReporterHandlers>().ConfirmAsync(new(id, "已按方案施工，感谢。"), default));
    }

    private async Task DeclareAsync(int applicant, string division, string name)
    {
        var stage = await acts.DeclareAsync(people.Applicant(applicant), new ProjectDeclaration
        {
            Name = name,
            Owner = DemoPeople.Enterprises[applicant - 1].Code,
            Type = ProjectType.Filing,
            Division = division,
            Industry = "E48",
            Location = "新余市",
            Scale = "道路与管网 3.2 公里",
            Content = "新建道路、护岸及雨污管网",
            TotalInvestment = 86_000_000m,
            Sources = [new("13", 86_000_000m)],
            PlannedStart = today.AddMonths(1),
            PlannedFinish = today.AddYears(2),
            PolicyDeclared = true,
            ContactName = "申报员",
            ContactPhone = "13800000000",
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["annualEnergyTce"] = "120", ["annualPowerKWh"] = "300000" },
        });
        await using var scope = services.CreateAsyncScope();
        _projects[applicant] = await scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<StageCase>().AsNoTracking().Where(s => s.Id == stage).Select(s => s.ProjectCode).SingleAsync();
    }

    private async Task<Guid> ReportAsync(int applicant, string model, string text, Dictionary<string, string> fields)
    {
        var reported = await acts.AsAsync(people.Applicant(applicant), s => s.GetRequiredService<ReportMatterHandler>().HandleAsync(
            new(_projects[applicant], model, null, text, "项目联系人 0790-6440001", CityClock.DateOf(clock.GetUtcNow()).AddDays(-3), null, "项目用地内", null, fields, false, false), [new("现场情况.pdf", DemoPaper.Pdf($"{model} {text}"))], default));
        return reported.Id;
    }

    private DateOnly WorkingDaysAgo(int days) => calendar.WorkingDaysAgo(today, days);
}
