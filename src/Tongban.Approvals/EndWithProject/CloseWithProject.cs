using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.EndWithProject;

/// <summary>A project that was withdrawn or whose code was invalidated has nothing left to approve: its open stages close, and everyone who worked on them is told.</summary>
/// <remarks>It also looks at every stage that opens later: one may have been opened at the moment in which the project ended.</remarks>
internal sealed class CloseWithProject(TongbanDb db, Caller caller, CaseDesk desk, IProjects projects) : IActHandler
{
    private static readonly string Opened = ActNames.Of(typeof(StageOpened)).Name;

    public string Name => "approvals.end-with-project";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>(
        [ActNames.Of(typeof(ProjectWithdrawn)).Name, ActNames.Of(typeof(ProjectInvalidated)).Name, Opened], StringComparer.Ordinal);

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        // The first stage opens in the very act that declares the project.
        if (entry.Act == Opened && IsFirst(entry.Payload))
            return;
        if (ProjectRecord.IdOf(entry.Matter) is not { } id || await projects.FindAsync(id, ct) is not { HasEnded: true } project)
            return;
        caller.Actor = Actor.System;
        var stages = await db.Set<StageCase>().AsNoTracking().Where(s => s.ProjectId == id && s.ClosedAt == null).Select(s => s.Id).ToListAsync(ct);
        foreach (var stage in stages)
        {
            var closed = await desk.ActAsync(stage, stage, whole: true, found => Task.FromResult(Close(found, project)), ct);
            // Somebody else closed it meanwhile: nothing is left to do. Anything else is tried again.
            if (closed.Error is { } refusal && refusal.Code != ApprovalErrors.StageClosed(default).Code)
                throw new InvalidOperationException($"stage {stage} of an ended project could not be closed: {refusal.Code}");
        }
    }

    private static bool IsFirst(string payload)
    {
        using var opened = JsonDocument.Parse(payload);
        return opened.RootElement.GetProperty("stage").GetInt32() == 1;
    }

    private Error? Close(StageCase stage, ProjectRecord project)
    {
        var working = stage.Items.Where(i => !i.IsClosed && i.OpenedAt is not null).Select(i => i.Organ)
            .Concat(stage.State is StageState.PreCheck ? stage.Opinions.Where(o => !o.IsGiven).Select(o => o.Organ) : [])
            .Distinct(StringComparer.Ordinal).ToList();
        if (stage.EndWithProject(project.Status, project.EndReason, desk.Setting(stage)) is { } refusal)
            return refusal;
        var why = ProjectEnd.Of(project.Status).Name;
        foreach (var organ in working)
            desk.TellOrgan(organ, stage, "project-ended", ($"{why.Zh}，办件已关闭，无需再办：{stage.ProjectName}", $"{why.En}; its cases are closed, nothing more to do: {stage.ProjectName}"));
        desk.TellApplicant(stage, "project-ended", ($"{stage.ProjectName}：{why.Zh}，第 {stage.Stage} 阶段的审批已终止，各部门计时停止", $"{stage.ProjectName}: {why.En}; the approval of stage {stage.Stage} has ended and all clocks have stopped"));
        return null;
    }
}
