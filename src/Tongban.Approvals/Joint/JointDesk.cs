using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.PassPreCheck;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.Joint;

/// <summary>Where every act on a joint handling begins: it and its stage are loaded, who leads is checked.</summary>
internal sealed class JointDesk(TongbanDb db, CaseDesk desk, Authority authority, OrganDirectory organs)
{
    public async Task<Result<(JointHandling Joint, StageCase Stage, CaseSetting Setting)>> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<JointHandling>().Include(j => j.Findings).SingleOrDefaultAsync(j => j.Id == id, ct) is not { } joint
            || await desk.LoadAsync(joint.StageCaseId, whole: true, ct) is not { } stage)
            return JointErrors.NoSuchJoint();
        return (joint, stage, desk.Setting(stage));
    }

    public async Task<Result<(JointHandling Joint, StageCase Stage, CaseSetting Setting)>> AsLeadAsync(Guid id, CancellationToken ct)
    {
        if (!(await LoadAsync(id, ct)).TryGet(out var found, out var refusal))
            return refusal;
        var stage = found.Stage;
        if (desk.Actor.Organ != stage.Lead)
            return ApprovalErrors.NotTheLead(organs.NameOf(stage.Lead));
        return authority.Check(desk.Actor, Roles.Handler, stage.Lead, PassPreCheckHandler.PreCheckItem(stage, found.Setting.Flow)).TryGet(out _, out var without) ? found : without;
    }

    public static void Tell(TongbanDb db, string organ, JointHandling joint, string occasion, Words text, DateTimeOffset now) =>
        db.Notify(Notice.To(Notice.Organ(organ), $"joint.{occasion}:{joint.Id:N}", text, $"/approvals/joint/{joint.Id}", now));
}

/// <summary>A joint handling as its participants and the applicant see it.</summary>
/// <param name="Findings">The applicant sees them with the opinion.</param>
internal sealed record JointView(
    Guid Id, Guid StageCase, string ProjectCode, string ProjectName, string Group, Words GroupName, GroupKind Kind, string Basis, string Lead, Words LeadName, JointState State, DateTimeOffset AppliedAt,
    SharedSurvey? Survey, DateOnly? VisitOn, string? Place, int Visits, string? Opinion, DateTimeOffset? ConcludedAt, IReadOnlyList<JointFindingView> Findings, bool StageOpen, long Version);

internal sealed record JointFindingView(string Organ, Words OrganName, string? Item, Words? ItemName, bool? Agrees, string? Text, DateTimeOffset? GivenAt);

/// <summary>What could be handled jointly in a stage and is not yet.</summary>
internal sealed record JointOffer(string Group, Words Name, GroupKind Kind, string Basis, IReadOnlyList<Words> Items, IReadOnlyList<Words> Organs, string? Material, Words? MaterialName, bool MaterialIsThere);

internal sealed class JointQuery(TongbanDb db, FlowLibrary flows, OrganDirectory organs)
{
    // Asked for every plane; most stages have none.
    private static readonly PerModel<Func<TongbanDb, Guid, IAsyncEnumerable<JointHandling>>> OfStage = new(() => EF.CompileAsyncQuery((TongbanDb db, Guid stage) =>
        db.Set<JointHandling>().AsNoTracking().Include(j => j.Findings).Where(j => j.StageCaseId == stage).OrderBy(j => j.Id).AsQueryable()));

    public async Task<JointView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await db.Set<JointHandling>().AsNoTracking().Include(j => j.Findings).SingleOrDefaultAsync(j => j.Id == id, ct) is not { } joint)
            return null;
        var stage = await db.Set<StageCase>().AsNoTracking().Where(s => s.Id == joint.StageCaseId).VisibleTo(actor).Select(s => new { s.Flow, s.ProjectCode, s.ProjectName, s.Lead, s.State }).SingleOrDefaultAsync(ct);
        return stage is null ? null : Show(joint, flows.Of(stage.Flow), stage.ProjectCode, stage.ProjectName, stage.Lead, stage.State, actor);
    }

    /// <returns>The joint handlings of a stage; <see langword="null"/> when it is not for this reader to see.</returns>
    public async Task<IReadOnlyList<JointView>?> OfVisibleStageAsync(Guid stageCase, Actor actor, CancellationToken ct) =>
        await db.Set<StageCase>().Where(s => s.Id == stageCase).VisibleTo(actor).AnyAsync(ct) ? await OfStageAsync(stageCase, actor, ct) : null;

    /// <summary>The joint handlings of a stage the reader may see.</summary>
    public async Task<IReadOnlyList<JointView>> OfStageAsync(Guid stageCase, Actor actor, CancellationToken ct)
    {
        var joints = new List<JointHandling>();
        await foreach (var joint in OfStage.Of(db)(db, stageCase).WithCancellation(ct))
            joints.Add(joint);
        if (joints.Count == 0
            || await db.Set<StageCase>().AsNoTracking().Where(s => s.Id == stageCase).VisibleTo(actor).Select(s => new { s.Flow, s.ProjectCode, s.ProjectName, s.Lead, s.State }).SingleOrDefaultAsync(ct) is not { } stage)
            return [];
        return [.. joints.Select(j => Show(j, flows.Of(stage.Flow), stage.ProjectCode, stage.ProjectName, stage.Lead, stage.State, actor))];
    }

    /// <summary>Groups of the stage the applicant may still ask for.</summary>
    public IReadOnlyList<JointOffer> Offers(PlaneView.Plane plane, IReadOnlyList<JointView> known)
    {
        if (plane.State.IsOver() || plane.State is StageState.Preparing)
            return [];
        var flow = flows.Of(plane.Flow);
        return [.. from g in flow.Linkage.Groups
                   where g.Kind is not GroupKind.AreaAssessment && g.Stage == plane.Stage && known.All(k => k.Group != g.Id)
                   let items = plane.Items.Where(i => i.State is ItemState.Waiting or ItemState.Open or ItemState.Paused && g.Items.Any(m => m.Code == i.Code)).ToList()
                   where items.Count > 0
                   select new JointOffer(g.Id, g.Name, g.Kind, g.Basis, [.. items.Select(i => i.Name)],
                       [.. items.Select(i => i.Organ).Concat(g.Departments.Select(d => Organ.KeyOf(d.Id, plane.Division))).Distinct(StringComparer.Ordinal).Select(organs.NameOf)],
                       g.Material?.Id, g.Material?.Name, g.Material is { } m && plane.Materials.Any(p => p.Code == m.Id && p.FileName is not null))];
    }

    private JointView Show(JointHandling joint, FlowCatalogue flow, string code, string name, string lead, StageState state, Actor actor)
    {
        var group = flow.Linkage.Group(joint.Group)!;
        var open = actor.IsOfficer || actor.Is(Roles.Auditor) || joint.State is JointState.Done;
        return new(
            joint.Id, joint.StageCaseId, code, name, group.Id, group.Name, group.Kind, group.Basis, lead, organs.NameOf(lead), joint.State, joint.AppliedAt, joint.Survey, joint.VisitOn, joint.Place, joint.Visits,
            joint.Opinion, joint.ConcludedAt,
            [.. joint.Findings.OrderBy(f => f.Item is null).ThenBy(f => f.Item, StringComparer.Ordinal).ThenBy(f => f.Organ, StringComparer.Ordinal)
                .Select(f => new JointFindingView(f.Organ, organs.NameOf(f.Organ), f.Item, f.Item is { } i ? flow.Item(i).Name : null, open ? f.Agrees : null, open ? f.Text : null, f.GivenAt))],
            state is StageState.InParallel, joint.Version);
    }
}
