using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.AgentService;
using Tongban.Approvals.Certificates;
using Tongban.Approvals.Designer;
using Tongban.Approvals.Hearings;
using Tongban.Approvals.Model;
using Tongban.Approvals.OutsidePermits;
using Tongban.Approvals.Ratings;
using Tongban.Approvals.SignCommitment;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Lists.ChangeEntry;
using Tongban.Lists.Contracts;
using Tongban.Projects.Contracts;
using Tongban.Projects.Drafts;
using Tongban.Projects.Model;

namespace Tongban.Server.City;

/// <summary>Stories of the demonstration city about its institutions: certificates, a hearing, a commitment to check, the agency service, ratings, permits of other systems, changes of the three lists, a draft of the flow.</summary>
internal sealed class DemoInstitutions(IServiceProvider services, DemoActs acts, DemoPeople people, DemoClock clock, WorkCalendar calendar, DateOnly today)
{
    private const int Water = 11;

    public async Task TellAsync()
    {
        var stage = await DecidedInPartAsync();
        await ServedAsync();
        await HeardAsync(stage);
        await EntrustedAsync();
        await RatedAsync();
        await PermitsOfOthersAsync();
        await ListsAsync();
        await FlowDraftAsync();
        await BegunAsync();
        clock.GoTo(today);
    }

    // Land has decided, the environment has decided on a commitment: two papers to serve, one promise to check.
    private async Task<Guid> DecidedInPartAsync()
    {
        clock.GoTo(WorkingDaysAgo(7), 30);
        var owner = people.Applicant(Water);
        var stage = await acts.DeclareAsync(owner, new ProjectDeclaration
        {
            Name = "智慧供水管网改造项目",
            Owner = DemoPeople.Enterprises[Water - 1].Code,
            Type = ProjectType.Filing,
            Division = "360502",
            Industry = "D46",
            Location = "渝水区城南片区",
            Scale = "改造管网 36 公里",
            Content = "更换老旧管网，新建泵站及在线监测系统。",
            TotalInvestment = 92_000_000m,
            Sources = [new("13", 92_000_000m)],
            LandArea = 8_200m,
            PlannedStart = today.AddMonths(2),
            PlannedFinish = today.AddMonths(20),
            PolicyDeclared = true,
            ContactName = "示范联系人",
            ContactPhone = "0790-6440011",
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["annualEnergyTce"] = "420", ["annualPowerKWh"] = "900000", ["siteLayers"] = "none" },
        });
        await acts.AsAsync(owner, s => s.GetRequiredService<SignCommitmentHandler>().HandleAsync(new(stage, "S1-05", true), default));
        await acts.SubmitAsync(owner, stage);
        clock.Pass(TimeSpan.FromHours(1));
        await acts.PassAsync(people.Handler("FGW@360502"), stage);
        clock.GoTo(WorkingDaysAgo(6));
        await acts.DecideAsync(people.Handler("STHJ@360502"), stage, "S1-05", ItemDecision.ApprovedOnCommitment, "承诺符合告知要求，当场予以批准。");
        clock.GoTo(WorkingDaysAgo(5));
        await acts.DecideAsync(people.Handler("ZRZY@360502"), stage, "S1-03", ItemDecision.Approved, "符合国土空间规划，同意用地预审。");
        await services.GetRequiredService<ActDelivery>().DrainAsync(default);
        return stage;
    }

    // One paper was acknowledged; of another a change of the holder's name is asked for.
    private async Task ServedAsync()
    {
        var holder = DemoPeople.Enterprises[Water - 1].Code;
        var mine = await ReadAsync(db => db.Set<IssuedResult>().Where(r => r.Owner == holder).OrderBy(r => r.Number).Select(r => r.Id).ToListAsync());
        if (mine.Count == 0)
            return;
        await acts.AsAsync(people.Applicant(Water), s => s.GetRequiredService<ServeCertificateHandler>().AcknowledgeAsync(new(mine[0]), default));
        clock.Pass(TimeSpan.FromHours(1));
        await acts.AsAsync(people.Applicant(Water), s => s.GetRequiredService<HolderRequestHandler>().AskAsync(new(mine[0], HolderRequestKind.Change, "单位名称已变更，申请变更证照记载的名称。"), default));
    }

    // Land means to refuse the site; the enterprise wants to be heard, the day is set.
    private async Task HeardAsync(Guid stage)
    {
        clock.GoTo(WorkingDaysAgo(4));
        await acts.AsAsync(people.Handler("ZRZY@360502"), s => s.GetRequiredService<AnnounceHearingHandler>().HandleAsync(new(stage, "S1-04", HearingCause.Refusal, "管线走向穿越拟划定的历史文化街区，拟不同意选址。", null), default));
        clock.GoTo(WorkingDaysAgo(3));
        var hearing = await ReadAsync(db => db.Set<Hearing>().Where(h => h.StageCaseId == stage).Select(h => h.Id).SingleAsync());
        await acts.AsAsync(people.Applicant(Water), s => s.GetRequiredService<HearingHandlers>().RequestAsync(new(hearing, "管线采用非开挖方式，不影响历史建筑，请求听证。"), default));
        await acts.AsAsync(people.Handler("ZRZY@360502"), s => s.GetRequiredService<HearingHandlers>().ScheduleAsync(
            new(hearing, CityClock.StartOf(calendar.AddWorkingDays(today, 10)).AddHours(9), "渝水区政务服务中心三楼会议室", "zrzy.360502.head"), default));
    }

    // One enterprise is served by the centre's agent, another waits for an answer, a third ended the service and rated it.
    private async Task EntrustedAsync()
    {
        clock.GoTo(WorkingDaysAgo(3), 60);
        var served = await EntrustAsync(7, "代为提交用地审批阶段材料，跟踪办理进度。");
        clock.GoTo(WorkingDaysAgo(2), 60);
        await acts.AsAsync(people.Head("ZSJ@360500"), s => s.GetRequiredService<AgencyHandlers>().HandleAsync(new AcceptAgencyCommand(served, "zsj"), default));
        await acts.AsAsync(people.Applicant(7), s => s.GetRequiredService<AgencyHandlers>().HandleAsync(new NoteAgencyCommand(served, AgencyEntryKind.HandOver, "已移交可行性研究报告电子版一份。"), default));
        await EntrustAsync(5, "代为准备环评与水利材料。");
        var ended = await EntrustAsync(8, "代为修改洪水影响评价报告。");
        clock.GoTo(WorkingDaysAgo(1), 60);
        await acts.AsAsync(people.Applicant(8), s => s.GetRequiredService<AgencyHandlers>().HandleAsync(new TerminateAgencyCommand(ended, "已委托设计单位自行修改。"), default));
        await acts.AsAsync(people.Applicant(8), s => s.GetRequiredService<RatingHandlers>().HandleAsync(new RateCommand(RatingSubject.Agency, ended, new(2, 2, 3), "两天没有回音。"), default));
    }

    private async Task<Guid> EntrustAsync(int applicant, string scope)
    {
        var owner = DemoPeople.Enterprises[applicant - 1].Code;
        var code = await ReadAsync(db => db.Set<Project>().Where(p => p.Owner == owner && p.Division == "360500").OrderBy(p => p.DeclaredAt).Select(p => p.Code).FirstAsync());
        return await acts.AsAsync(people.Applicant(applicant), s => s.GetRequiredService<AgencyHandlers>().HandleAsync(new RequestAgencyCommand(code, scope, today, today.AddYears(1)), default));
    }

    // Of two concluded stages one was rated well, one badly.
    private async Task RatedAsync()
    {
        clock.GoTo(WorkingDaysAgo(1), 90);
        foreach (var (applicant, stars, comment) in new[] { (6, new Stars(1, 2, 1, 2, 3), (string?)"办结通知和证照分两次送达，窗口没有说明原因。"), (10, new Stars(5, 5, 5, 4, 5), "一次提交，部门同时办，很省事。") })
        {
            var owner = DemoPeople.Enterprises[applicant - 1].Code;
            var stage = await ReadAsync(db => db.Set<StageCase>().Where(s => s.Owner == owner && s.State == StageState.Concluded).OrderBy(s => s.Id).Select(s => s.Id).FirstAsync());
            await acts.AsAsync(people.Applicant(applicant), s => s.GetRequiredService<RatingHandlers>().HandleAsync(new RateCommand(RatingSubject.Stage, stage, stars, comment), default));
        }
    }

    // By its project's code a permit is attached at once; without one it waits for an officer.
    private async Task PermitsOfOthersAsync()
    {
        var owner = DemoPeople.Enterprises[6 - 1];
        var (code, name) = await ReadAsync(async db =>
        {
            var p = await db.Set<Project>().Where(p => p.Owner == owner.Code).OrderBy(p => p.DeclaredAt).Select(p => new { p.Code, p.Name }).FirstAsync();
            return (p.Code, p.Name);
        });
        var day = WorkingDaysAgo(5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await ReceiveAsync("QXJ@360500", new("余气雷审〔2026〕18号", "防雷装置设计审核意见书", "QXJ@360500", owner.Code, code, null, null, day, null, null));
        await ReceiveAsync("FGW@360500", new("赣水保〔2026〕44号", "水土保持方案批复", "SLJ@360500", owner.Code, null, name, "360500", day, null, null));
        await ReceiveAsync("FGW@360500", new("余消审〔2026〕7号", "特殊建设工程消防设计审查意见书", "ZJJ@360500", null, null, "冷链物流中心", "360500", day, null, null));
    }

    private Task<ReceivedPermit> ReceiveAsync(string organ, PermitFields permit) =>
        acts.AsAsync(people.Handler(organ), s => s.GetRequiredService<OutsidePermitHandlers>().HandleAsync(new ReceivePermitCommand(permit), default));

    // A shorter limit was published; another change waits for its legality review.
    private async Task ListsAsync()
    {
        clock.GoTo(WorkingDaysAgo(6), 120);
        var entries = services.GetRequiredService<IListRegister>().InForce(ListKind.Power, today).Where(e => e.Content.Organ == "ZRZY@360500" && e.Content is { LimitDays: > 5, Power.ItemCode: null }).Take(2).ToList();
        if (entries.Count < 2)
            return;
        await AmendAsync(entries[0], "优化流程，承诺时限缩短。");
        await acts.AsAsync(people.Head("FGW@360500"), s => s.GetRequiredService<ChangeEntryHandlers>().ReviewAsync(new(ListKind.Power, entries[0].Code, true, "合法性审核通过。"), default));
        await acts.AsAsync(people.Handler("admin"), s => s.GetRequiredService<ChangeEntryHandlers>().PublishAsync(new(ListKind.Power, entries[0].Code, "余府办发〔2026〕12号"), default));
        clock.GoTo(WorkingDaysAgo(1), 120);
        await AmendAsync(entries[1], "与省级清单保持一致。");
    }

    private async Task AmendAsync(ListedEntry entry, string note)
    {
        var officer = people.Handler("ZRZY@360500");
        var better = entry.Content with { LimitDays = entry.Content.LimitDays - 2, ValidFrom = CityClock.DateOf(clock.GetUtcNow()) };
        await acts.AsAsync(officer, s => s.GetRequiredService<ChangeEntryHandlers>().AmendAsync(new(ListKind.Power, entry.Code, better, ListChangeReason.Improved, false, note), default));
        await acts.AsAsync(officer, s => s.GetRequiredService<ChangeEntryHandlers>().SubmitAsync(new(ListKind.Power, entry.Code), default));
    }

    private async Task FlowDraftAsync()
    {
        clock.GoTo(WorkingDaysAgo(1), 150);
        await acts.AsAsync(people.Handler("admin"), s => s.GetRequiredService<FlowDrafts>().BeginAsync(new("2026 年下半年压缩方案"), default));
    }

    // A declaration that somebody has put aside half done.
    private async Task BegunAsync() => await acts.AsAsync(people.Applicant(1), s => s.GetRequiredService<DraftHandlers>().BeginAsync(
        new(new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "锂电材料研发中心", ["industry"] = "C39", ["division"] = "360502" }), default));

    private async Task<T> ReadAsync<T>(Func<TongbanDb, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TongbanDb>());
    }

    private DateOnly WorkingDaysAgo(int days) => calendar.WorkingDaysAgo(today, days);
}
