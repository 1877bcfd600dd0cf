using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.DecideItem;
using Tongban.Approvals.Model;
using Tongban.Approvals.OpenStage;
using Tongban.Approvals.PassPreCheck;
using Tongban.Approvals.SiteOfProject;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.Joint;

/// <param name="Group">Id of the group in the flow.</param>
/// <param name="Institution">For a combined survey: who measured.</param>
internal sealed record ApplyJointlyCommand(Guid StageCase, string Group, string? Institution = null, string? CreditCode = null, DateOnly? SurveyedOn = null);

/// <summary>The applicant asks once for all members of a group.</summary>
internal sealed class ApplyJointlyHandler(TongbanDb db, CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(ApplyJointlyCommand command, CancellationToken ct) =>
        desk.AsApplicantAsync(command, command.StageCase, async (stage, setting) =>
        {
            if (setting.Flow.Linkage.Group(command.Group) is not { Kind: not GroupKind.AreaAssessment } group)
                return JointErrors.NoSuchGroup(command.Group);
            if (group.Stage != stage.Stage)
                return JointErrors.OtherStage(group);
            if (await db.Set<JointHandling>().AnyAsync(j => j.StageCaseId == stage.Id && j.Group == group.Id, ct))
                return JointErrors.AlreadyApplied(group);
            SharedSurvey? survey = null;
            if (group is { Kind: GroupKind.CombinedSurvey, Material: { } material })
            {
                if (stage.Current(material.Id) is not { } result || string.IsNullOrWhiteSpace(command.Institution) || command.SurveyedOn is not { } day || day > setting.Today)
                    return JointErrors.SurveyMissing(material);
                if (command.Institution.Length > 200)
                    return ApprovalErrors.TextTooLong("institution", 200);
                survey = new SharedSurvey(command.Institution.Trim(), command.CreditCode, day, result.FileDigest);
            }
            var id = NewId.At(setting.Now);
            if (!stage.BindJointly(group, id).TryGet(out var items, out var refusal))
                return refusal;
            var joint = JointHandling.Apply(id, stage, group, items, survey, setting.Now);
            db.Add(joint);
            var told = joint.Findings.Select(f => f.Organ).Append(stage.Lead).Distinct(StringComparer.Ordinal);
            foreach (var organ in told)
                JointDesk.Tell(db, organ, joint, "applied", ($"{group.Name.Zh}：{stage.ProjectName}", $"{group.Name.En}: {stage.ProjectName}"), setting.Now);
            return null;
        }, ct);
}

internal sealed record ArrangeVisitCommand(Guid Joint, DateOnly? VisitOn, string? Place);

/// <summary>The lead sets the day for all departments (一次踏勘).</summary>
internal sealed class ArrangeVisitHandler(TongbanDb db, Caller caller, CaseDesk desk, JointDesk joints)
{
    public Task<Result<long>> HandleAsync(ArrangeVisitCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!(await joints.AsLeadAsync(command.Joint, ct)).TryGet(out var found, out var refusal))
            return (Result<long>)refusal;
        var (joint, stage, setting) = found;
        if (command.Place?.Length > 200)
            return ApprovalErrors.TextTooLong("place", 200);
        if (joint.Arrange(command.VisitOn, command.Place, setting.Today) is { } no)
            return no;
        var group = setting.Flow.Linkage.Group(joint.Group)!;
        Words text = ($"{group.Name.Zh}定于 {joint.VisitOn:yyyy-MM-dd}，{joint.Place}：{stage.ProjectName}", $"{group.Name.En} on {joint.VisitOn:yyyy-MM-dd}, {joint.Place}: {stage.ProjectName}");
        foreach (var organ in joint.Findings.Select(f => f.Organ).Distinct(StringComparer.Ordinal))
            JointDesk.Tell(db, organ, joint, $"visit.{joint.Visits}", text, setting.Now);
        desk.TellApplicant(stage, $"joint-visit.{joint.Group}.{joint.Visits}", text);
        return joint.Version + 1;
    }, ct);
}

internal sealed record GiveFindingCommand(Guid Joint, string? Item, bool? Agrees, string? Text);

/// <summary>A department states what it found; for an item of its own it needs the power to decide it.</summary>
internal sealed class GiveFindingHandler(TongbanDb db, Caller caller, Authority authority, JointDesk joints)
{
    public Task<Result<long>> HandleAsync(GiveFindingCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!(await joints.LoadAsync(command.Joint, ct)).TryGet(out var found, out var refusal))
            return (Result<long>)refusal;
        var (joint, stage, setting) = found;
        if (!caller.Actor.Is(Roles.Handler) || joint.Findings.All(f => f.Organ != caller.Actor.Organ || f.Item != command.Item))
            return JointErrors.NotAParticipant();
        if (command.Agrees is not { } agrees)
            return ApprovalErrors.NothingChosen("agrees");
        if (TextRules.Opinion(command.Text, "text") is { } tooLong)
            return tooLong;
        string? power = null;
        if (command.Item is { } code)
        {
            if (!authority.Check(caller.Actor, Roles.Handler, stage.Find(code)!.Organ, code).TryGet(out var held, out var without))
                return without;
            power = held.Code;
        }
        if (joint.Find(command.Item, agrees, command.Text, caller.Actor, power, setting.Now, setting.Today) is { } no)
            return no;
        if (joint.State is not JointState.Done && joint.Findings.All(f => f.Agrees is not null))
            JointDesk.Tell(db, stage.Lead, joint, $"all-heard.{joint.Visits}", ($"各部门结论已齐，可出具联合意见：{stage.ProjectName}", $"All departments are heard; issue the joint opinion: {stage.ProjectName}"), setting.Now);
        return joint.Version + 1;
    }, ct);
}

internal sealed record ConcludeJointlyCommand(Guid Joint, string? Opinion);

/// <summary>The lead issues the one opinion, which decides all member items at once.</summary>
internal sealed class ConcludeJointlyHandler(TongbanDb db, Caller caller, CaseDesk desk, JointDesk joints, DecisionRules rules, OpenNextStage next, SettledConditions settled)
{
    public Task<Result<long>> HandleAsync(ConcludeJointlyCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!(await joints.AsLeadAsync(command.Joint, ct)).TryGet(out var found, out var refusal))
            return (Result<long>)refusal;
        var (joint, stage, setting) = found;
        if ((TextRules.Opinion(command.Opinion) ?? joint.Conclude(command.Opinion, caller.Actor, setting.Now)) is { } no)
            return no;
        var decisions = joint.Findings.Where(f => f.Item is not null).Select(f => new JointDecision(f.Item!, f.Agrees!.Value, f.Text, f.GivenBy!.Value, f.Power!)).ToList();
        var open = decisions.Where(d => stage.Find(d.Item) is { IsClosed: false }).Select(d => d.Item).ToList();
        foreach (var decision in decisions.Where(d => d.Agrees && open.Contains(d.Item)))
        {
            if (await rules.LapsedAsync(stage, stage.Find(decision.Item)!, setting, ct) is { } lapsed)
                return lapsed;
        }
        if (stage.DecideJointly(joint.Id, decisions, setting) is { } refused)
            return refused;
        foreach (var item in open)
            desk.IssueResult(stage, stage.Find(item)!, setting, await settled.OfItemAsync(stage.ProjectId, item, ct));
        var group = setting.Flow.Linkage.Group(joint.Group)!;
        var passed = joint.Findings.All(f => f.Agrees is true);
        desk.TellApplicant(stage, $"joint-opinion.{joint.Group}", ($"{stage.ProjectName}：{group.Name.Zh}{(passed ? "通过" : "未通过")}，各事项一并办结", $"{stage.ProjectName}: {group.Name.En} {(passed ? "passed" : "not passed")}; all its items are decided"));
        desk.TellOpened(stage, setting);
        return await next.AfterAsync(stage, setting, ct) is { } blocked ? blocked : joint.Version + 1;
    }, ct);
}
