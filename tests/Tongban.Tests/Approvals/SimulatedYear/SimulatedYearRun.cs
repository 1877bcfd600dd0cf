using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Tongban.Approvals.AnswerCorrection;
using Tongban.Approvals.AnswerFacts;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Certificates;
using Tongban.Approvals.CommitmentChecks;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.DecideItem;
using Tongban.Approvals.EarlyStarts;
using Tongban.Approvals.Efficiency;
using Tongban.Approvals.ExtendLimit;
using Tongban.Approvals.ForwardItem;
using Tongban.Approvals.Hearings;
using Tongban.Approvals.Institutions;
using Tongban.Approvals.Joint;
using Tongban.Approvals.Model;
using Tongban.Approvals.NotAccept;
using Tongban.Approvals.RequestCorrection;
using Tongban.Approvals.ReturnItem;
using Tongban.Approvals.SignCommitment;
using Tongban.Approvals.SpecialProcedure;
using Tongban.Approvals.SubmitStage;
using Tongban.Approvals.SweepLimits;
using Tongban.Approvals.Tolerance;
using Tongban.Approvals.WithdrawStage;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.EndProject;
using Tongban.Projects.Model;
using Tongban.Registers.Contracts;
using Tongban.Registers.RegisterLegalPerson;
using Tongban.Server.City;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals.SimulatedYear;

/// <summary>The city's year 2024, told by a seed: projects declared day by day, every one driven through the real use cases to its end, on the calendars of 2024, 2025 and 2026.</summary>
/// <remarks>
/// The server's own background work is switched off and done by hand at the end of every working day, in one order: the act delivery, the sweeps of limits and institutions. With the keys from
/// <see cref="NewId.Seeded"/> and project codes from the same seed, one seed is one ledger, hash by hash.
/// </remarks>
internal sealed class SimulatedYearRun : IAsyncDisposable
{
    private static readonly DateOnly FirstDay = new(2024, 1, 1);
    private static readonly DateOnly LastDay = new(2026, 6, 30);

    private readonly TestApp _app;
    private readonly DemoActs _acts;
    private readonly int _seed;
    private readonly List<YearProject> _projects;
    private readonly List<Actor> _applicants = [];
    private readonly Dictionary<string, Actor> _officers = new(StringComparer.Ordinal);
    private WorkCalendar _calendar = null!;
    private FlowCatalogue _flow = null!;
    private int _passed;

    private SimulatedYearRun(TestApp app, int projects, int seed)
    {
        (_app, _acts, _seed) = (app, new DemoActs(app.Services), seed);
        _projects = [.. Enumerable.Range(0, projects).Select(i => new YearProject(i, seed))];
    }

    public IReadOnlyList<YearProject> Projects => _projects;

    public YearInvariants Invariants { get; private set; } = null!;

    public WorkCalendar Calendar => _calendar;

    public FlowCatalogue Flow => _flow;

    public TestApp App => _app;

    /// <summary>What happened how often: corrections, pauses, hearings and so on.</summary>
    public SortedDictionary<string, int> Happened { get; } = new(StringComparer.Ordinal);

    /// <summary>Tells the whole year. The caller disposes of it after looking at what is left.</summary>
    public static async Task<SimulatedYearRun> TellAsync(int projects, int seed)
    {
        using var ids = NewId.Seeded(seed);
#pragma warning disable CA5394 // a story and no secret
        var digits = new Random(seed);
        var app = await TestApp.StartAsync(Database.Sqlite, services: services =>
        {
            services.RemoveAll<IHostedService>();
            services.AddSingleton(new CodeDigits(() => digits.Next(100_000)));
        });
#pragma warning restore CA5394
        var year = new SimulatedYearRun(app, projects, seed);
        try
        {
            await year.RunAsync();
            return year;
        }
        catch
        {
            await year.DisposeAsync();
            throw;
        }
    }

    /// <summary>SHA-256 over the hashes of all entries in the order in which they were committed.</summary>
    public async Task<string> HeadAsync()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var hash in await ReadAsync(db => db.Set<LedgerEntry>().AsNoTracking().OrderBy(e => e.Position).Select(e => e.Hash).ToListAsync()))
            all.AppendData(hash);
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    public Task<T> ReadAsync<T>(Func<TongbanDb, Task<T>> read) => _app.InScopeAsync(s => read(s.GetRequiredService<TongbanDb>()));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task RunAsync()
    {
        GoTo(FirstDay);
        var refusal = await _app.InScopeAsync(s => s.GetRequiredService<CityLoader>().LoadAsync(default));
        Assert.True(refusal is null, refusal?.Text.En);
        _calendar = _app.Services.GetRequiredService<Calendars>().Current;
        _flow = _app.Services.GetRequiredService<FlowLibrary>().Current;
        Invariants = new YearInvariants(_calendar);
        await RegisterAsync();

        var declared = 0;
        for (var today = FirstDay; today <= LastDay && (declared < _projects.Count || _projects.Exists(p => p.Fate is Fate.Running)); today = today.AddDays(1))
        {
            GoTo(today);
            var before = _passed;
            // Spread over the whole year, rest days too: the form is on the net.
            for (; declared < _projects.Count && DeclaredOn(declared) <= today; declared++)
                await DeclareAsync(_projects[declared], today);
            if (!_calendar.IsWorkingDay(today))
                continue;
            var busy = _projects.Take(declared).Where(p => p.Fate is Fate.Running && p.NextOn <= today).ToList();
            foreach (var project in busy)
                await StepAsync(project, today);
            if (_passed > before)
                await _app.DrainAsync();
            if (busy.Count > 0)
                await SweepAsync(today);
        }
        Assert.All(_projects, p => Assert.NotEqual(Fate.Running, p.Fate));
        await _app.DrainAsync();
    }

    private DateOnly DeclaredOn(int index) => FirstDay.AddDays(index * 366 / _projects.Count);

    private void GoTo(DateOnly day) => _app.Clock.Now = CityClock.StartOf(day).AddHours(9);

    private void Pass()
    {
        _app.Clock.Advance(TimeSpan.FromSeconds(5));
        _passed++;
    }

    // What the server does at night; while every project waits for its enterprise there is nothing to sweep.
    private async Task SweepAsync(DateOnly today)
    {
        await _app.Services.GetRequiredService<LimitSweep>().RunAsync(default);
        if (today.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Thursday)
            await _app.Services.GetRequiredService<InstitutionSweep>().RunAsync(default);
    }

    private async Task RegisterAsync()
    {
        foreach (var (enterprise, index) in DemoPeople.Enterprises.Select((e, i) => (e, i)))
        {
            var person = new Actor(await _app.PersonAsync($"year{index + 1:00}", "申报员"), enterprise.Name, Roles.Applicant);
            await _acts.AsAsync(person, s => s.GetRequiredService<RegisterLegalPersonHandler>().HandleAsync(
                new(enterprise.Code, enterprise.Name, LegalPersonKind.Enterprise, "示范法定代表人", $"新余市示范大道{index + 1}号", enterprise.Division, $"0790-64400{index + 1:00}", enterprise.Industry), default));
            _applicants.Add(person with { Enterprise = enterprise.Code });
        }
    }

    private async Task DeclareAsync(YearProject project, DateOnly today)
    {
        var applicant = project.Index % _applicants.Count;
        project.Applicant = _applicants[applicant];
        project.Type = project.Chance(0.6) ? ProjectType.Filing : project.OneOf(ProjectType.Verification, ProjectType.GovernmentApproval);
        project.Division = project.OneOf("360500", "360500", "360502", "360521");
        project.StartsEarly = project.Chance(0.25);
        project.GivesUpIn = project.Chance(0.06) ? project.Between(1, 5) : 0;
        project.GivesUpWholly = project.Chance(0.4);
        project.Facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["annualEnergyTce"] = project.OneOf("420", "420", "5200"),
            ["annualPowerKWh"] = "900000",
            ["siteLayers"] = project.OneOf("none", "none", "L23", "L26", "L28"),
            ["areaAssessment"] = project.OneOf("true", "false", "false"),
            ["agriculturalOrCollectiveLand"] = project.OneOf("true", "false", "false"),
            ["siteAreaHa"] = project.OneOf("0.4", "2", "6"),
            ["earthworkM3"] = project.OneOf("800", "12000"),
            ["buildingType"] = project.OneOf("industrial", "public", "storage"),
            ["specialFireProject"] = project.OneOf("true", "false"),
            ["spoilM3"] = project.OneOf("0", "3000"),
            ["roadOccupation"] = project.OneOf("true", "false", "false"),
            ["utilityConnection"] = project.OneOf("true", "false"),
            ["ownershipRegistration"] = project.OneOf("true", "false"),
        };
        var yuan = 1_000_000m * project.OneOf(30, 60, 90, 150, 320, 620, 1_260);
        Pass();
        project.Stage = await _acts.DeclareAsync(project.Applicant, new ProjectDeclaration
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"模拟年第{project.Index + 1}号项目"),
            Owner = DemoPeople.Enterprises[applicant].Code,
            Type = project.Type,
            Division = project.Division,
            Industry = project.Type is ProjectType.Verification ? project.OneOf("D44", "C27") : project.Type is ProjectType.GovernmentApproval ? project.OneOf("E48", "D46") : DemoPeople.Enterprises[applicant].Industry,
            Location = string.Create(CultureInfo.InvariantCulture, $"新余市示范大道以北、规划{project.Index + 1}路以东"),
            Scale = "总建筑面积 40,000 平方米",
            Content = "建设生产（业务）用房、配套设施及管网。",
            TotalInvestment = yuan,
            Sources = project.Type is ProjectType.GovernmentApproval ? [new("05", yuan * 0.4m), new("09", yuan * 0.6m)] : [new("13", yuan * 0.3m), new("12", yuan * 0.7m)],
            LandArea = 39_000m,
            PlannedStart = today.AddMonths(3),
            PlannedFinish = today.AddMonths(27),
            PolicyDeclared = true,
            Site = Square(114.80m + (project.Index % 30 * 0.01m), 27.70m + (project.Index / 30 * 0.01m)),
            ContactName = "示范联系人",
            ContactPhone = "0790-6440000",
            Facts = project.Facts.Where(f => f.Key is "annualEnergyTce" or "annualPowerKWh" or "siteLayers").ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal),
        });
        var stage = await StageAsync(project.Stage);
        (project.Id, project.Code) = (stage.ProjectId, stage.ProjectCode);
        project.NextOn = today.AddDays(project.Between(0, 6));
        Invariants.Check(stage, _flow, today);
    }

    // About 197 by 199 metres.
    private static string Square(decimal lon, decimal lat) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"type":"Polygon","coordinates":[[[{{lon}},{{lat}}],[{{lon + 0.002m}},{{lat}}],[{{lon + 0.002m}},{{lat + 0.0018m}}],[{{lon}},{{lat + 0.0018m}}],[{{lon}},{{lat}}]]]}""");

    private async Task StepAsync(YearProject project, DateOnly today)
    {
        if (project.Early is { } early)
        {
            await WorkAsync(project, early, today);
            Invariants.Check(await StageAsync(early), _flow, today);
        }
        var stage = await StageAsync(project.Stage);
        switch (stage.State)
        {
            case StageState.Preparing:
                await PrepareAsync(project, stage);
                break;
            case StageState.PreCheck:
                await PreCheckAsync(project, stage, today);
                break;
            case StageState.AwaitingCorrection:
                await AnswerCorrectionAsync(project, stage);
                break;
            case StageState.InParallel when project.GivesUpIn == project.StageNo:
                await GiveUpAsync(project);
                break;
            case StageState.InParallel:
                await BeginEarlyAsync(project, stage);
                await HandleJointlyAsync(project, stage, today);
                await WorkAsync(project, project.Stage, today);
                break;
            default:
                await AfterTheEndAsync(project, stage, today);
                return;
        }
        Invariants.Check(await StageAsync(project.Stage), _flow, today);
    }

    // The applicant's desk: answers, promises, commitments, papers, submission.
    private async Task PrepareAsync(YearProject project, StageCase stage)
    {
        var asked = await _acts.AskedAsync(stage.Id, project.Facts);
        if (asked.Count > 0)
        {
            Pass();
            await _acts.AsAsync(project.Applicant, s => s.GetRequiredService<AnswerFactsHandler>().HandleAsync(new(stage.Id, asked), default));
            stage = await StageAsync(stage.Id);
        }
        foreach (var needed in stage.NeededMaterials(_flow).Where(m => m.Necessity is Necessity.Tolerable && project.Chance(0.3)).ToList())
        {
            if (stage.MostDaysToFollow(needed.Material.Id, _flow) is var most && most == 0)
                continue;
            Pass();
            var days = project.Between(1, most);
            // Who broke his word twice has lost this for a year.
            if (!await AllowedAsync(project.Applicant, s => s.GetRequiredService<PromisePaperHandler>().HandleAsync(new(stage.Id, needed.Material.Id, days, true), default), "tolerance."))
                continue;
            project.PaperDelays[$"{stage.Id:N} {needed.Material.Id}"] = project.Chance(0.2) ? days + project.Between(1, 3) : project.Between(0, days);
            Count("paper promised");
        }
        foreach (var item in stage.Items.Where(i => i.State is ItemState.Waiting && _flow.Item(i.Code).CommitmentAllowed && i.CommitmentSignedAt is null && project.Chance(0.2)).Select(i => i.Code).ToList())
        {
            Pass();
            if (await AllowedAsync(project.Applicant, s => s.GetRequiredService<SignCommitmentHandler>().HandleAsync(new(stage.Id, item, true), default), "commitments."))
                Count("commitment signed");
        }
        Pass();
        await _acts.SubmitAsync(project.Applicant, stage.Id);
        (project.PreCheckOn, project.IsForgotten, project.WantsCorrection, project.IsTurnedAway) = (null, project.Chance(0.03), project.Chance(0.2), project.Chance(0.08));
        project.HandlesJointly = project.Chance(0.5);
    }

    private async Task PreCheckAsync(YearProject project, StageCase stage, DateOnly today)
    {
        project.PreCheckOn ??= WorkingDays(today, project.Between(0, 2));
        // Nobody answers: on the sixth day the sweep lets it count as accepted.
        if (project.IsForgotten || today < project.PreCheckOn)
            return;
        var lead = Officer(stage.Lead);
        var paper = stage.Materials.Where(m => m.IsCurrent).Select(m => m.Material).Order(StringComparer.Ordinal).FirstOrDefault();
        if (stage.CorrectionAskedAt is null)
        {
            foreach (var organ in stage.Opinions.Where(o => !o.IsGiven).Select(o => o.Organ).Order(StringComparer.Ordinal).ToList())
            {
                Pass();
                await _acts.OpinionAsync(Officer(organ), stage.Id, project.WantsCorrection && paper is not null ? [new MaterialDemand(paper, "坐标系未注明。")] : []);
            }
            if (project.WantsCorrection && paper is not null)
            {
                Pass();
                await _acts.CorrectAsync(lead, stage.Id, new MaterialDemand(paper, "签章不全。"));
                project.NextOn = WorkingDays(today, project.Between(1, 8));
                Count("correction");
                return;
            }
        }
        else
        {
            Pass();
            // It was asked once; asking again is refused, whatever it is for.
            await RefusedAsync(lead, s => s.GetRequiredService<RequestCorrectionHandler>().HandleAsync(new(stage.Id, [new MaterialDemand(paper, "仍需补充。")]), default), "approvals.second-correction");
            if (project.IsTurnedAway)
            {
                Pass();
                await _acts.AsAsync(lead, s => s.GetRequiredService<NotAcceptHandler>().HandleAsync(new(stage.Id, NotAcceptedGround.StillIncomplete, "补正后材料仍不符合法定形式。"), default));
                return;
            }
        }
        Pass();
        await _acts.PassAsync(lead, stage.Id);
    }

    private async Task AnswerCorrectionAsync(YearProject project, StageCase stage)
    {
        foreach (var material in stage.Demands.Select(d => d.Material).OfType<string>().Distinct(StringComparer.Ordinal).ToList())
        {
            Pass();
            await _acts.ProvideAsync(project.Applicant, stage.Id, material, "补正");
        }
        Pass();
        await _acts.AsAsync(project.Applicant, s => s.GetRequiredService<AnswerCorrectionHandler>().HandleAsync(new(stage.Id), default));
        project.PreCheckOn = null;
    }

    private async Task GiveUpAsync(YearProject project)
    {
        Pass();
        if (project.GivesUpWholly)
        {
            await _acts.AsAsync(project.Applicant, s => s.GetRequiredService<EndProjectHandlers>().WithdrawAsync(new(project.Code, "市场情况变化，不再实施。"), default));
            await _app.DrainAsync(); // the approval hears of it, as it hears of everything
        }
        else
        {
            await _acts.AsAsync(project.Applicant, s => s.GetRequiredService<WithdrawStageHandler>().HandleAsync(new(project.Stage, "方案需作重大调整。"), default));
        }
    }

    // The land survey of the second stage needs nothing of the first but the land's pre-examination.
    private async Task BeginEarlyAsync(YearProject project, StageCase stage)
    {
        if (!project.StartsEarly || project.StageNo != 1 || project.Early is not null || stage.Find("S1-03") is not { State: ItemState.Decided, IsGranted: true })
            return;
        Pass();
        var started = await _acts.AsAsync(project.Applicant, s => s.GetRequiredService<StartEarlyHandler>().HandleAsync(new(project.Code, "S2-02"), default));
        project.Early = started.StageCase;
        Pass();
        await _acts.SubmitAsync(project.Applicant, started.StageCase);
        Count("early start");
    }

    private async Task HandleJointlyAsync(YearProject project, StageCase stage, DateOnly today)
    {
        if (project.StageNo != 5 || !project.HandlesJointly)
            return;
        var joint = await ReadAsync(db => db.Set<JointHandling>().AsNoTracking().Include(j => j.Findings).SingleOrDefaultAsync(j => j.StageCaseId == stage.Id));
        if (joint is null)
        {
            Pass();
            await _acts.AsAsync(project.Applicant, s => s.GetRequiredService<ApplyJointlyHandler>().HandleAsync(new(stage.Id, "joint-acceptance"), default));
            Pass();
            var (id, day) = (await _acts.JointOfAsync(stage.Id), WorkingDays(today, project.Between(1, 3)));
            await _acts.AsAsync(Officer(stage.Lead), s => s.GetRequiredService<ArrangeVisitHandler>().HandleAsync(new(id, day, "项目现场"), default));
            Count("joint acceptance");
        }
        else if (joint.State is JointState.Arranged && joint.VisitOn <= today)
        {
            foreach (var (item, organ) in joint.Findings.Select(f => (f.Item, f.Organ)).OrderBy(f => f.Item, StringComparer.Ordinal).ToList())
            {
                Pass();
                await _acts.AsAsync(Officer(organ), s => s.GetRequiredService<GiveFindingHandler>().HandleAsync(new(joint.Id, item, true, "符合要求。"), default));
            }
            Pass();
            await _acts.AsAsync(Officer(stage.Lead), s => s.GetRequiredService<ConcludeJointlyHandler>().HandleAsync(new(joint.Id, "联合验收通过。"), default));
        }
    }

    // Everything that departments have to do in a stage on one day; what opens by it may be done on the same day.
    private async Task WorkAsync(YearProject project, Guid stageId, DateOnly today)
    {
        for (var round = 0; round < 6; round++)
        {
            var stage = await StageAsync(stageId);
            if (stage.IsClosed)
                return;
            var acted = await BringPromisedAsync(project, stage, today);
            foreach (var item in stage.Items.Where(i => i.State is ItemState.Open or ItemState.Paused && i.Role is not ItemRole.PreCheck).OrderBy(i => (i.Role is ItemRole.Conclusion, i.Code)).ToList())
            {
                if (item.Joint is null)
                    acted |= await WorkOnAsync(project, stage, item, today);
            }
            if (!acted)
                return;
        }
    }

    private async Task<bool> BringPromisedAsync(YearProject project, StageCase stage, DateOnly today)
    {
        var came = false;
        foreach (var promise in stage.Promises.Where(p => p.IsOpen && stage.AwaitsPaper(p.Material)).ToList())
        {
            if (today < WorkingDays(stage.AcceptedOn!.Value, project.PaperDelays[$"{stage.Id:N} {promise.Material}"]))
                continue;
            Pass();
            await _acts.ProvideAsync(project.Applicant, stage.Id, promise.Material, "容缺后补");
            came = true;
        }
        return came;
    }

    private async Task<bool> WorkOnAsync(YearProject project, StageCase stage, ItemCase item, DateOnly today)
    {
        var plan = PlanOf(project, item);
        var (officer, code) = (Officer(item.Organ), item.Code);
        if (item.HasRequest)
        {
            if (today <= plan.AskedOn)
                return false;
            Pass();
            // An extension is decided before the limit ends; after it the head can only say no.
            var grants = (item.Request!.Kind is RequestKind.SpecialProcedure || today <= item.DueOn) && project.Chance(0.9);
            if (!grants && item.Request.Kind is RequestKind.Extension && today > item.DueOn)
                await RefusedAsync(Head(item.Organ), s => s.GetRequiredService<AnswerRequestHandler>().HandleAsync(new(stage.Id, code, true, null), default), "time.extended-too-late");
            await _acts.AsAsync(Head(item.Organ), s => s.GetRequiredService<AnswerRequestHandler>().HandleAsync(new(stage.Id, code, grants, grants ? null : "现有材料足以作出决定。"), default));
            Count(grants ? item.Request.Kind is RequestKind.Extension ? "extension" : "special procedure" : "request rejected");
            return true;
        }
        if (item.State is ItemState.Paused)
            return await WaitAsync(project, stage, item, plan, today);
        if ((plan.Procedure is not null || plan.Extends) && today >= plan.AskOn)
        {
            Pass();
            if (plan.Procedure is { } procedure)
            {
                var planned = WorkingDays(today, project.Between(3, 10));
                await _acts.RequestPauseAsync(officer, stage.Id, code, procedure, planned, "情况复杂，需专门程序。");
                plan.ResumeOn = WorkingDays(planned, project.Between(0, 2));
            }
            else
            {
                await _acts.RequestExtensionAsync(officer, stage.Id, code, "涉及多方核对，需延长时限。");
            }
            (plan.Procedure, plan.Extends, plan.AskedOn) = (null, false, today);
            return true;
        }
        if (today < plan.DecideOn)
            return false;
        Pass();
        if (item.IsInFirstStep)
        {
            // Who only checks does not decide.
            await RefusedAsync(officer, s => s.GetRequiredService<DecideItemHandler>().HandleAsync(new(stage.Id, code, ItemDecision.Approved, "同意。"), default), "approvals.first-step-open");
            await _acts.AsAsync(officer, s => s.GetRequiredService<ForwardItemHandler>().HandleAsync(new(stage.Id, code, project.Chance(0.95), "初审意见：材料属实，同意上报。"), default));
            Count("forwarded");
            return true;
        }
        return await DecideAsync(project, stage, item, plan, today);
    }

    private async Task<bool> DecideAsync(YearProject project, StageCase stage, ItemCase item, ItemPlan plan, DateOnly today)
    {
        var (officer, code) = (Officer(item.Organ), item.Code);
        if (!plan.TriedElsewhere && project.Chance(0.05))
        {
            // Another organ, and the same department elsewhere, have no power over it.
            plan.TriedElsewhere = true;
            var elsewhere = item.Organ.EndsWith("360521", StringComparison.Ordinal) ? item.Organ.Replace("360521", "360502", StringComparison.Ordinal) : item.Organ.Split('@')[0] + "@360521";
            await RefusedAsync(Officer(elsewhere), s => s.GetRequiredService<DecideItemHandler>().HandleAsync(new(stage.Id, code, ItemDecision.Approved, "同意。"), default), null);
        }
        // The case as it is now: what was decided today may have refused it.
        var refused = (await StageAsync(stage.Id)).Items.Where(i => i.Decision is ItemDecision.Refused).ToList();
        var against = refused.FirstOrDefault();
        var without = refused.Exists(i => RestsOn(code, i.Code));
        var decision = item.Role is ItemRole.Conclusion ? against is null ? ItemDecision.Approved : ItemDecision.Refused
            : plan.Refuses || without ? ItemDecision.Refused
            : item.CommitmentSignedAt is not null ? ItemDecision.ApprovedOnCommitment : ItemDecision.Approved;
        if (item.Role is ItemRole.Conclusion && against is { Role: ItemRole.Parallel } && project.Chance(0.5))
        {
            await _acts.AsAsync(Officer(stage.Lead), s => s.GetRequiredService<ReturnItemHandler>().HandleAsync(new(stage.Id, against.Code, "理由与事实不符，请重新审查。"), default));
            Count("returned by the lead");
            return true;
        }
        if (without && !plan.TriedWithout)
        {
            // Nothing is granted on what was refused.
            plan.TriedWithout = true;
            await RefusedAsync(officer, s => s.GetRequiredService<DecideItemHandler>().HandleAsync(new(stage.Id, code, ItemDecision.Approved, "同意。"), default), item.Role is ItemRole.Conclusion ? "approvals.stage-has-refusal" : "approvals.prerequisite-refused");
        }
        if (decision is ItemDecision.Refused && !plan.HearingAnnounced && _flow.Item(code).ClockStops.Any(c => c.Id == PauseTypes.Hearing))
        {
            await _acts.AsAsync(officer, s => s.GetRequiredService<AnnounceHearingHandler>().HandleAsync(new(stage.Id, code, HearingCause.Refusal, "拟作出不予许可的决定。", null), default));
            plan.HearingAnnounced = true;
            plan.ResumeOn = WorkingDays(today, project.Between(1, 3));
            Count("hearing announced");
            return true;
        }
        var decided = await TryAsync(officer, s => s.GetRequiredService<DecideItemHandler>().HandleAsync(new(stage.Id, code, decision, decision is ItemDecision.Refused ? "不符合法定条件。" : "经审查，符合要求，同意。"), default));
        if (decided.TryGet(out _, out var refusal))
        {
            if (decision is ItemDecision.Refused)
                Count(item.Role is ItemRole.Conclusion ? "stage refused" : "item refused");
            return true;
        }
        // Nothing is decided on a paper that is still to come.
        Assert.True(refusal.Code is "tolerance.paper-awaited", $"{stage.ProjectCode} {code} {decision}: {refusal.Code} {refusal.Text.En}");
        Count("waited for a promised paper");
        plan.DecideOn = WorkingDays(today, 1);
        return false;
    }

    private bool RestsOn(string item, string other) => _flow.Item(item).DependsOn.Any(d => d == other || RestsOn(d, other));

    private async Task<bool> WaitAsync(YearProject project, StageCase stage, ItemCase item, ItemPlan plan, DateOnly today)
    {
        if (item.Limit!.Pauses.Any(p => p is { To: null, Type: PauseTypes.Hearing }))
        {
            if (!plan.Waives || today < plan.ResumeOn)
                return false; // the sweep says when the five days are over
            var hearing = await ReadAsync(db => db.Set<Hearing>().Where(h => h.StageCaseId == stage.Id && h.Item == item.Code).OrderByDescending(h => h.Id).Select(h => h.Id).FirstAsync());
            Pass();
            await _acts.AsAsync(project.Applicant, s => s.GetRequiredService<HearingHandlers>().WaiveAsync(new(hearing), default));
            return true;
        }
        if (today < plan.ResumeOn)
            return false;
        Pass();
        await _acts.AsAsync(Officer(item.Organ), s => s.GetRequiredService<ResumeItemHandler>().HandleAsync(new(stage.Id, item.Code), default));
        plan.DecideOn = Later(plan.DecideOn, WorkingDays(today, 1));
        return true;
    }

    private ItemPlan PlanOf(YearProject project, ItemCase item)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{item.Id:N} {item.OpenedAt?.Ticks} {item.ForwardedAt?.Ticks} {item.Returned}");
        if (project.Plans.TryGetValue(key, out var known))
            return known;
        var flow = _flow.Item(item.Code);
        var started = item.Limit!.StartedOn;
        var days = (int)Math.Round(Math.Max(1, flow.PromisedDays) * SpeedOf(item.Organ) * (0.3 + project.Share));
        var stops = flow.ClockStops.Where(c => c.Id is not PauseTypes.Hearing).Select(c => c.Id).ToList();
        var procedure = stops.Count > 0 && item is { IsInFirstStep: false, Returned: 0 } && project.Chance(0.12) ? project.OneOf(stops) : null;
        return project.Plans[key] = new ItemPlan
        {
            DecideOn = WorkingDays(started, days),
            Procedure = procedure,
            Extends = procedure is null && !item.IsInFirstStep && item.Limit.Extension is null && flow.Statutory?.Extension is not null && project.Chance(0.06),
            AskOn = WorkingDays(started, project.Between(0, Math.Min(days, 2))),
            Refuses = item is { Role: ItemRole.Parallel, Returned: 0, IsEarly: false } && project.Chance(0.012),
            Waives = project.Chance(0.5),
        };
    }

    private async Task AfterTheEndAsync(YearProject project, StageCase stage, DateOnly today)
    {
        Invariants.Check(stage, _flow, today);
        foreach (var result in await ReadAsync(db => db.Set<IssuedResult>().Where(r => r.StageCaseId == stage.Id && r.State == ResultState.AwaitingService).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync()))
        {
            Pass();
            await _acts.AsAsync(project.Applicant, s => s.GetRequiredService<ServeCertificateHandler>().AcknowledgeAsync(new(result), default));
        }
        foreach (var (check, organ) in (await ReadAsync(db => db.Set<CommitmentCheck>().Where(c => c.StageCaseId == stage.Id && c.State == CheckState.Due).OrderBy(c => c.Id).Select(c => new { c.Id, c.Organ }).ToListAsync())).Select(c => (c.Id, c.Organ)))
        {
            Pass();
            var isFalse = project.Chance(0.05);
            await _acts.AsAsync(isFalse ? Head(organ) : Officer(organ), s => s.GetRequiredService<ReportCheckHandler>().HandleAsync(
                new(check, isFalse ? CheckOutcome.False : CheckOutcome.Kept, isFalse ? "承诺内容与现场不符。" : "承诺属实。", null), default));
            Count(isFalse ? "commitment found false" : "commitment kept");
        }
        if (stage.State is StageState.Concluded && project.StageNo < _flow.Stages.Count)
        {
            project.StageNo++;
            project.Stage = await ReadAsync(db => db.Set<StageCase>().Where(s => s.ProjectId == project.Id && s.Stage == project.StageNo).Select(s => s.Id).SingleAsync());
            if (project.Early == project.Stage)
                project.Early = null;
            // What the enterprise needs itself: planning, tenders, and before the last stage the building of it.
            project.NextOn = WorkingDays(today, project.StageNo is 5 ? project.Between(60, 200) : project.Between(1, 15));
            if (await ReadAsync(db => db.Set<ItemCase>().AnyAsync(i => i.StageCaseId == project.Stage && i.IsEarly && i.DecidedAt == null)))
                (project.Early, project.NextOn) = (project.Stage, WorkingDays(today, 1));
            return;
        }
        // What was begun early for a stage that will never come has ended with its ground.
        if (project.Early is { } early)
            Assert.True((await StageAsync(early)).IsClosed, $"{stage.ProjectCode}: begun early, and left after stage {stage.Stage} was {stage.State}");
        project.Fate = stage.State switch
        {
            StageState.Concluded => Fate.Concluded,
            StageState.Refused => Fate.Refused,
            StageState.NotAccepted => Fate.NotAccepted,
            StageState.Withdrawn => Fate.StageWithdrawn,
            _ => Fate.ProjectWithdrawn,
        };
    }

    private async Task<Result<T>> TryAsync<T>(Actor actor, Func<IServiceProvider, Task<Result<T>>> act) => await _app.InScopeAsync(s =>
    {
        s.GetRequiredService<Caller>().Actor = actor;
        return act(s);
    });

    private async Task<bool> AllowedAsync<T>(Actor actor, Func<IServiceProvider, Task<Result<T>>> act, string otherwise)
    {
        if ((await TryAsync(actor, act)).Error is not { } refusal)
            return true;
        Assert.StartsWith(otherwise, refusal.Code, StringComparison.Ordinal);
        Count($"refused: {refusal.Code}");
        return false;
    }

    private async Task RefusedAsync<T>(Actor actor, Func<IServiceProvider, Task<Result<T>>> act, string? code)
    {
        var refusal = (await TryAsync(actor, act)).Error;
        Assert.NotNull(refusal);
        if (code is not null)
            Assert.Equal(code, refusal.Code);
        Count($"refused: {refusal.Code}");
    }

    private Task<StageCase> StageAsync(Guid stage) => ReadAsync(db => db.Set<StageCase>().AsNoTracking().Include(s => s.Items).Include(s => s.Materials).Include(s => s.Opinions).AsSplitQuery().SingleAsync(s => s.Id == stage));

    /// <summary>Some departments are quick, some are not, and stay so for the year.</summary>
    private double SpeedOf(string organ) => 0.5 + (Math.Abs(organ.Aggregate(_seed, (sum, c) => unchecked((sum * 31) + c)) % 100) / 120.0);

    private DateOnly WorkingDays(DateOnly from, int days) => days == 0 ? from : _calendar.AddWorkingDays(from, days);

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private void Count(string what) => Happened[what] = Happened.GetValueOrDefault(what) + 1;

    private Actor Officer(string organ) => Of(organ, Roles.Handler);

    private Actor Head(string organ) => Of(organ, Roles.Head);

    private Actor Of(string organ, Roles role)
    {
        var key = $"{organ} {role}";
        return _officers.TryGetValue(key, out var known) ? known : _officers[key] = new Actor(NewId.At(_app.Clock.Now), key, role, organ);
    }
}
