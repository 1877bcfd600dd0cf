using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.ChangeProject;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.SiteReview.Conclude;
using Tongban.SiteReview.DisputeHit;
using Tongban.SiteReview.GiveOpinion;
using Tongban.SiteReview.Model;
using Tongban.Space.Contracts;

namespace Tongban.Server.City;

/// <summary>Stories of the demonstration city about joint review: one concluded with conditions, one in its second round, one in which a hit is disputed and the departments are at work. They need the demonstration layers.</summary>
internal sealed class DemoReviews(IServiceProvider services, DemoActs acts, DemoPeople people, DemoClock clock, WorkCalendar calendar, DateOnly today)
{
    public async Task TellAsync()
    {
        await using (var scope = services.CreateAsyncScope())
        {
            if ((await scope.ServiceProvider.GetRequiredService<ILayers>().CurrentAsync(null, default)).Versions.Count == 0)
                return;
        }
        await ConcludedAsync();
        await SecondRoundAsync();
        await DisputedAsync();
        clock.GoTo(today);
    }

    // By the river: the water department sets its condition, and the approval item carries it.
    private async Task ConcludedAsync()
    {
        if (await OpenedAsync(6, WorkingDaysAgo(8), "袁河滨江冷链物流中心项目", "G59", DemoGround.SiteOf(-4_600, -2_950, 620, 420)) is not { } review)
            return;
        clock.GoTo(WorkingDaysAgo(6), 30);
        await AllGiveAsync(review, "施工前编制防洪评价报告并经审查，不得占用行洪断面。", "防洪法第三十三条");
        clock.GoTo(WorkingDaysAgo(5), 60);
        await ConcludeAsync(review, ReviewClass.NoConflict, "经联合会审，用地可行；各部门条件带入相应审批事项，不再另行征求。", ReviewClass.AdjustPlan);
    }

    // The site is moved off the farmland, and the review goes on about the new one.
    private async Task SecondRoundAsync()
    {
        if (await OpenedAsync(9, WorkingDaysAgo(7), "罗坊镇粮食烘干仓储项目", "G59", DemoGround.SiteOf(20_150, -250, 700, 480)) is not { } review)
            return;
        clock.GoTo(WorkingDaysAgo(5), 30);
        await AllGiveAsync(review, "剥离利用耕作层土壤。", "土地管理法第三十条");
        clock.GoTo(WorkingDaysAgo(4), 30);
        await ConcludeAsync(review, ReviewClass.AdjustSite, "项目应当避让，请调整用地范围后重新核对。", null);
        clock.GoTo(WorkingDaysAgo(2), 30);
        var code = await ReadAsync(db => db.Set<JointReview>().Where(r => r.Id == review).Select(r => r.ProjectCode).SingleAsync());
        await acts.AsAsync(people.Applicant(9), s => s.GetRequiredService<ChangeProjectHandler>().HandleAsync(
            new(code, new ProjectChanges { Site = DemoGround.SiteOf(11_900, 4_700, 640, 460), Location = "高新产业园", LandArea = 290_000m }, "按联合会审结论调整用地"), default));
        await DrainAsync();
    }

    // The unit says that the line was drawn wrong here; the departments are at work.
    private async Task DisputedAsync()
    {
        if (await OpenedAsync(8, WorkingDaysAgo(3), "孔目江生态研学基地项目", "R88", DemoGround.SiteOf(1_900, 3_900, 520, 380)) is not { } review)
            return;
        clock.GoTo(WorkingDaysAgo(2), 40);
        var first = await ReadAsync(db => db.Set<ReviewFinding>().Where(f => f.ReviewId == review && f.Verdict == CheckVerdict.Hit).OrderBy(f => f.Layer).Select(f => f.Layer).FirstAsync());
        await acts.AsAsync(people.Applicant(8), s => s.GetRequiredService<DisputeHitHandler>().HandleAsync(
            new(review, first, DisputeGround.BoundaryAccuracy, "勘测定界成果显示用地边线在控制线之外，图上重叠属于数字化误差，请复核。", null), [new("勘测定界说明.pdf", DemoPaper.Pdf("survey"))], default));
        clock.GoTo(WorkingDaysAgo(1), 20);
        var organs = await ReadAsync(db => db.Set<OpinionTask>().Where(t => t.ReviewId == review && t.State == TaskState.Open).OrderBy(t => t.Organ).Select(t => t.Organ).ToListAsync());
        foreach (var organ in organs.Take(organs.Count - 1))
            await GiveAsync(review, organ, "保留岸线绿化带，配套建设雨水净化设施。", "城市蓝线管理办法第十条");
    }

    /// <returns>The review that the declaration opened; nothing when its site meets no layer.</returns>
    private async Task<Guid?> OpenedAsync(int applicant, DateOnly day, string name, string industry, string site)
    {
        clock.GoTo(day, 20);
        var stage = await acts.DeclareAsync(people.Applicant(applicant), new ProjectDeclaration
        {
            Name = name,
            Owner = DemoPeople.Enterprises[applicant - 1].Code,
            Type = ProjectType.Filing,
            Division = "360502",
            Industry = industry,
            Location = "渝水区",
            Scale = "占地约 27 公顷",
            Content = "新建主体建筑、道路及配套设施",
            TotalInvestment = 168_000_000m,
            Sources = [new("13", 168_000_000m)],
            PlannedStart = today.AddMonths(6),
            PlannedFinish = today.AddYears(2),
            PolicyDeclared = true,
            Site = site,
            ContactName = "申报员",
            ContactPhone = "13800000000",
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["annualEnergyTce"] = "420", ["annualPowerKWh"] = "900000" },
        });
        await DrainAsync();
        var project = await ReadAsync(db => db.Set<Tongban.Approvals.Model.StageCase>().Where(s => s.Id == stage).Select(s => s.ProjectId).SingleAsync());
        return await ReadAsync(db => db.Set<JointReview>().Where(r => r.ProjectId == project).Select(r => (Guid?)r.Id).SingleOrDefaultAsync());
    }

    private async Task AllGiveAsync(Guid review, string condition, string basis)
    {
        foreach (var organ in await ReadAsync(db => db.Set<OpinionTask>().Where(t => t.ReviewId == review && t.State == TaskState.Open).OrderBy(t => t.Organ).Select(t => t.Organ).ToListAsync()))
        {
            await GiveAsync(review, organ, condition, basis);
            clock.Pass(TimeSpan.FromMinutes(40));
        }
    }

    /// <summary>About its first layer the organ sets a condition, to the others it agrees.</summary>
    private async Task GiveAsync(Guid review, string organ, string condition, string basis)
    {
        var layers = await ReadAsync(async db => (await db.Set<JointReview>().AsNoTracking().Include(r => r.Findings).SingleAsync(r => r.Id == review)).FindingsOf(organ).Select(f => f.Layer).ToList());
        var item = organ.StartsWith("SLJ", StringComparison.Ordinal) ? "S1-07" : "S1-03";
        var given = layers.Select((l, i) => i == 0 ? new GivenOpinion(l, Stance.Condition, condition, null, basis, [item]) : new GivenOpinion(l, Stance.Agree, null, null, null, [])).ToList();
        await acts.AsAsync(people.Handler(organ), s => s.GetRequiredService<GiveOpinionHandler>().HandleAsync(new(review, given), [], default));
    }

    /// <param name="otherwise">The conclusion where a forbidden hit stands in the way.</param>
    private async Task ConcludeAsync(Guid review, ReviewClass kind, string text, ReviewClass? otherwise)
    {
        var (lead, notChecked, forbidden) = await ReadAsync(async db => await db.Set<JointReview>().AsNoTracking().Include(r => r.Findings).SingleAsync(r => r.Id == review) is var r
            ? (r.Lead, r.NotChecked, r.Current.Any(f => f is { IsStandingHit: true, Level: ControlLevel.Forbidden })) : default);
        await acts.AsAsync(people.Handler(lead), s => s.GetRequiredService<ConcludeReviewHandler>().HandleAsync(new(review, forbidden && otherwise is { } other ? other : kind, text, notChecked), default));
    }

    private Task DrainAsync() => services.GetRequiredService<ActDelivery>().DrainAsync(default);

    private async Task<T> ReadAsync<T>(Func<TongbanDb, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TongbanDb>());
    }

    private DateOnly WorkingDaysAgo(int days) => calendar.WorkingDaysAgo(today, days);
}
