using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.FollowChanges;

/// <summary>A project's data were changed: its open stages bear the new name, and every department at work is told what changed.</summary>
/// <remarks>What applies is not asked again: items follow the facts, which the lead puts right, and a later stage reads the project anew when it opens.</remarks>
internal sealed class FollowProjectChanges(TongbanDb db, Caller caller, CaseDesk desk, IProjects projects) : IActHandler
{
    public string Name => "approvals.follow-project-changes";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>([ActNames.Of(typeof(ProjectChanged)).Name], StringComparer.Ordinal);

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        if (ProjectRecord.IdOf(entry.Matter) is not { } id || await projects.FindAsync(id, ct) is not { HasEnded: false } project)
            return;
        caller.Actor = Actor.System;
        var (fields, occasion) = (FieldsOf(entry.Payload), $"project-changed.{entry.Sequence}");
        var stages = await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == id && s.ClosedAt == null).Select(s => s.Id).ToListAsync(ct);
        foreach (var stage in stages)
        {
            // Acts are delivered at least once, and the departments are told once.
            caller.ActId = entry.Id.Part(stage.ToString("N"));
            var followed = await desk.ActAsync((stage, entry.Id), stage, whole: true, found =>
            {
                found.Rename(project.Name);
                Tell(found, fields, occasion);
                return Task.FromResult<Error?>(null);
            }, ct);
            if (followed.Error is { } refusal && refusal.Code != ApprovalErrors.StageClosed(default).Code)
                throw new InvalidOperationException($"stage {stage} did not follow the change of its project: {refusal.Code}");
        }
    }

    private void Tell(StageCase stage, Words fields, string occasion)
    {
        var working = stage.Items.Where(i => !i.IsClosed && i.OpenedAt is not null).Select(i => i.Organ).Append(stage.State is StageState.PreCheck ? stage.Lead : null).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var organ in working)
            desk.TellOrgan(organ, stage, occasion, ($"项目信息变更（{fields.Zh}），请核对：{stage.ProjectName}", $"Project data changed ({fields.En}), please look again: {stage.ProjectName}"));
    }

    private static Words FieldsOf(string payload)
    {
        using var act = JsonDocument.Parse(payload);
        var names = act.RootElement.GetProperty("fields").EnumerateArray().Select(f => NameOf(f.GetString()!)).ToList();
        return (string.Join('、', names.Select(n => n.Zh)), string.Join(", ", names.Select(n => n.En)));
    }

    private static Words NameOf(string field) => field switch
    {
        "name" => ("名称", "name"),
        "location" => ("建设地点", "location"),
        "scale" => ("建设规模", "scale"),
        "content" => ("建设内容", "content"),
        "totalInvestment" => ("总投资", "total investment"),
        "sources" => ("资金来源", "sources of funds"),
        "plannedStart" => ("计划开工", "planned start"),
        "plannedFinish" => ("计划竣工", "planned finish"),
        "contactName" => ("联系人", "contact person"),
        "contactPhone" => ("联系电话", "telephone"),
        "site" => ("用地范围", "site boundary"),
        "landArea" => ("用地面积", "land area"),
        _ => (field, field),
    };
}
