using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.PlaneView;

/// <summary>The one plane on which every department and the enterprise see the same progress (平面审批).</summary>
/// <param name="DaysUsed">Charged working days of the stage's own clock.</param>
internal sealed record Plane(
    Guid StageCase, long Version, Guid ProjectId, string ProjectCode, string ProjectName, int Stage, Words StageName, string Flow, string Lead, Words LeadName,
    StageState State, DateTimeOffset? SubmittedAt, DateOnly? AcceptedOn, bool IsDeemedAccepted, DateOnly? DueOn, int? DaysUsed, int? DaysLeft, Light? Light,
    string? EndReason, NotAcceptedGround? NotAcceptedGround, HeadRequest? Request, DateTimeOffset? ClosedAt,
    IReadOnlyList<PlaneItem> Items, IReadOnlyList<PlaneMaterial> Materials, IReadOnlyList<PlaneOpinion> Opinions, IReadOnlyList<Demand> Demands, bool CorrectionAsked)
{
    /// <summary>Papers that may follow, as promised.</summary>
    public IReadOnlyList<PlanePromise> Promises { get; init; } = [];

    /// <summary>Attempts to ask for more after everything was asked for once; officers and auditors see them.</summary>
    public IReadOnlyList<LaterDemand> LaterDemands { get; init; } = [];

    public ProjectType Type { get; init; }

    /// <summary>Six digits: where the project lies.</summary>
    public string Division { get; init; } = "";

    /// <summary>Every answer known in the stage.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Questions of earlier stages that were answered in this one.</summary>
    public IReadOnlyList<string> AnsweredHere { get; init; } = [];

    /// <summary>Questions without whose answer the stage cannot be handed in.</summary>
    public IReadOnlyList<string> MissingFacts { get; init; } = [];
}

/// <summary>A promised paper.</summary>
/// <param name="DueOn">Known from the acceptance on.</param>
internal sealed record PlanePromise(string Material, int WorkingDays, DateOnly? DueOn, DateOnly? ArrivedOn, bool IsBroken);

/// <summary>One cell of the plane: an item with its department.</summary>
/// <param name="Opinion">What the organ said; the applicant sees it once it is decided.</param>
/// <param name="Requires">What it still needs: prerequisites not yet decided.</param>
internal sealed record PlaneItem(
    Guid Id, string Code, Words Name, ItemRole Role, string Organ, Words OrganName, ItemState State, Light? Light, int? DaysUsed, int? DaysLeft,
    DateTimeOffset? OpenedAt, DateOnly? DueOn, string? Officer, ItemDecision? Decision, string? Opinion, DateTimeOffset? DecidedAt, string? ResultNumber, Words Why, bool IsCertain,
    IReadOnlyList<string> Requires, bool CommitmentAllowed, bool CommitmentSigned, HeadRequest? Request, long Revision)
{
    /// <summary>The step between county and city; <see langword="null"/> when one organ does it all.</summary>
    public PlaneLinkage? Linkage { get; init; }

    /// <summary>The joint handling whose one opinion will decide it.</summary>
    public Guid? Joint { get; init; }

    /// <summary>Conditions that were settled for it in the joint review of the site and are not asked for again; filled where one item is shown.</summary>
    public IReadOnlyList<ProjectCondition> Conditions { get; init; } = [];

    /// <summary>Number of the area assessment that stands in for it.</summary>
    public string? SatisfiedBy { get; init; }

    /// <summary>The permit of another system that is its result.</summary>
    public Guid? OutsidePermit { get; init; }
}

/// <summary>Two steps of one item between county and city (市县联动).</summary>
/// <param name="IsLate">The first step took longer than promised, or is taking longer.</param>
internal sealed record PlaneLinkage(
    LinkageMode Mode, Words Rule, string Basis, string First, Words FirstName, string Deciding, Words DecidingName, bool IsInFirstStep, DateOnly? FirstDueOn, DateTimeOffset? ForwardedAt, int? FirstDaysUsed, bool IsLate, bool? Agrees, string? Opinion);

/// <summary>One paper of the stage's set.</summary>
internal sealed record PlaneMaterial(string Code, Words Name, Necessity Necessity, MaterialSource Source, string? FileName, string? FileDigest, int Edition, DateTimeOffset? ProvidedAt)
{
    /// <summary>The most working days after the acceptance that may be promised for it; 0 when it may not follow.</summary>
    public int MostDaysToFollow { get; init; }
}

/// <summary>What one consulted organ said in the pre-check.</summary>
internal sealed record PlaneOpinion(string Organ, Words OrganName, DateOnly DueOn, bool IsGiven, IReadOnlyList<Demand> Demands);

/// <summary>Reads the plane of one stage, and all of a project.</summary>
internal class PlaneQuery(TongbanDb db, FlowLibrary flows, Calendars calendars, CityClock clock, OrganDirectory organs)
{
    private static readonly PerModel<Func<TongbanDb, Guid, IAsyncEnumerable<StageCase>>> One = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid id) =>
        db.Set<StageCase>().AsNoTracking().Include(s => s.Items).Include(s => s.Materials.Where(m => m.IsCurrent)).Include(s => s.Opinions).AsSplitQuery().Where(s => s.Id == id)));

    /// <returns>The plane of one stage, or <see langword="null"/> when there is none that the reader may see.</returns>
    public virtual async Task<Plane?> FindAsync(Guid stageCase, Actor actor, CancellationToken ct)
    {
        await foreach (var stage in One.Of(db)(db, stageCase).WithCancellation(ct))
            return stage.IsPlainlyVisibleTo(actor) || await db.Set<StageCase>().Where(s => s.Id == stageCase).VisibleTo(actor).AnyAsync(ct) ? await ShowAsync(stage, actor, ct) : null;
        return null;
    }

    /// <summary>All stages of a project that the reader may see, the current one last.</summary>
    public async Task<IReadOnlyList<Plane>> OfProjectAsync(Guid projectId, Actor actor, CancellationToken ct)
    {
        var ids = await db.Set<StageCase>().Where(s => s.ProjectId == projectId).VisibleTo(actor).OrderBy(s => s.Stage).Select(s => s.Id).ToListAsync(ct);
        var planes = new List<Plane>();
        foreach (var id in ids)
        {
            if (await FindAsync(id, actor, ct) is { } plane)
                planes.Add(plane);
        }
        return planes;
    }

    /// <summary>Numbers of the stages after this one that exist already.</summary>
    public async Task<IReadOnlyList<int>> LaterThanAsync(Plane plane, CancellationToken ct) =>
        await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == plane.ProjectId && s.Stage > plane.Stage).OrderBy(s => s.Stage).Select(s => s.Stage).ToListAsync(ct);

    private PlaneLinkage? LinkageOf(StageCase stage, ItemCase item, FlowCatalogue flow, WorkCalendar calendar, DateOnly today, bool withOpinion)
    {
        if (item.FirstOrgan is not { } first || flow.JurisdictionOf(flow.Item(item.Code), stage.Type, stage.Division, stage.TotalInvestment).Rule is not { } rule)
            return null;
        var limit = item.IsInFirstStep ? item.Limit : item.FirstLimit;
        return new(rule.Mode, rule.InWords(), rule.Basis, first, organs.NameOf(first), item.DecidingOrgan, organs.NameOf(item.DecidingOrgan), item.IsInFirstStep, limit?.DueOn, item.ForwardedAt, limit?.Elapsed(today, calendar),
            limit is not null && (limit.EndedOn ?? today) > limit.DueOn, withOpinion ? item.FirstAgrees : null, withOpinion ? item.FirstOpinion : null);
    }

    private async Task<Plane> ShowAsync(StageCase stage, Actor actor, CancellationToken ct)
    {
        var (flow, calendar, today) = (flows.Of(stage.Flow), calendars.Current, clock.Today);
        var handlers = stage.Items.Select(i => i.Handler).OfType<Guid>().Distinct().ToList();
        // The applicant sees which officer works on his case (一次告知、首问负责); strangers see no names at all.
        var names = handlers.Count == 0 ? [] : await db.Set<Person>().AsNoTracking().Where(p => handlers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        var officer = actor.IsOfficer || actor.Is(Roles.Auditor);
        var items = stage.Items.OrderBy(i => i.Code, StringComparer.Ordinal).Select(i =>
        {
            var item = flow.Item(i.Code);
            return new PlaneItem(i.Id, i.Code, item.Name, i.Role, i.Organ, organs.NameOf(i.Organ), i.State, i.Limit?.LightOn(today, calendar), i.Limit?.Elapsed(today, calendar), i.IsClosed ? null : i.Limit?.Remaining(today, calendar),
                i.OpenedAt, i.DueOn, i.Handler is { } h ? names.GetValueOrDefault(h) : null, i.Decision, officer || i.IsClosed ? i.Opinion : null, i.DecidedAt, i.ResultNumber, i.Why, i.IsCertain,
                [.. item.DependsOn.Where(d => stage.Find(d) is { IsClosed: false })], item.CommitmentAllowed, i.CommitmentSignedAt is not null, officer ? i.Request : null, i.Revision)
            {
                Linkage = LinkageOf(stage, i, flow, calendar, today, officer || i.IsClosed),
                Joint = i.Joint,
                SatisfiedBy = i.SatisfiedBy,
                OutsidePermit = i.OutsidePermit,
            };
        }).ToList();
        var materials = stage.NeededMaterials(flow).Select(m =>
        {
            var current = stage.Current(m.Material.Id);
            return new PlaneMaterial(m.Material.Id, m.Material.Name, m.Necessity, m.Material.Source, current?.FileName, current?.FileDigest, current?.Edition ?? 0, current?.ProvidedAt) { MostDaysToFollow = m.Necessity is Necessity.Tolerable ? stage.MostDaysToFollow(m.Material.Id, flow) : 0 };
        }).ToList();
        // What single organs find is internal until the lead has merged it into the one list for the applicant.
        var opinions = officer ? stage.Opinions.Select(o => new PlaneOpinion(o.Organ, organs.NameOf(o.Organ), o.DueOn, o.IsGiven, o.Demands)).ToList() : [];
        return new Plane(stage.Id, stage.Version, stage.ProjectId, stage.ProjectCode, stage.ProjectName, stage.Stage, flow.Stage(stage.Stage).Name, stage.Flow, stage.Lead, organs.NameOf(stage.Lead),
            stage.State, stage.SubmittedAt, stage.AcceptedOn, stage.IsDeemedAccepted, stage.DueOn, stage.Limit?.Elapsed(today, calendar), stage.IsClosed ? null : stage.Limit?.Remaining(today, calendar), stage.Limit?.LightOn(today, calendar),
            stage.EndReason, stage.NotAcceptedGround, officer ? stage.Request : null, stage.ClosedAt, items, materials, opinions, stage.Demands, stage.CorrectionAskedAt is not null)
        {
            Promises = [.. stage.Promises.Select(p => new PlanePromise(p.Material, p.WorkingDays, p.DueOn, p.ArrivedOn, p.IsBroken))],
            LaterDemands = officer ? stage.LaterDemands : [],
            Type = stage.Type,
            Division = stage.Division,
            Facts = stage.Facts,
            AnsweredHere = stage.AnsweredHere,
            MissingFacts = stage.State is StageState.Preparing ? [.. stage.MissingFacts(flow).Select(f => f.Name)] : [],
        };
    }
}
