using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.OpenStage;

/// <summary>A concluded stage opens the next one by itself, in the same transaction and under the same flow version.</summary>
internal sealed class OpenNextStage(TongbanDb db, CaseDesk desk, IProjects projects)
{
    public async Task<Error?> AfterAsync(StageCase concluded, CaseSetting setting, CancellationToken ct)
    {
        if (concluded.State is not StageState.Concluded || concluded.Stage == setting.Flow.Stages.Count)
            return null;
        if (await projects.FindAsync(concluded.ProjectId, ct) is not { } project)
            return ApprovalErrors.NoSuchCase();
        // A stage of a project that ended meanwhile may be concluded, but nothing follows it.
        if (project.HasEnded)
            return null;
        if (!FactSheet.Parse(setting.Flow, project.Facts.Select(f => KeyValuePair.Create(f.Key, (string?)f.Value))).TryGet(out var facts, out var refusal))
            return refusal;
        var next = StageCase.Open(project, concluded.Stage + 1, facts, setting);
        db.Add(next);
        var name = setting.Flow.Stage(next.Stage).Name;
        desk.TellApplicant(next, "stage-opened", ($"{project.Name}：“{name.Zh}”阶段已开启，可以提交材料", $"{project.Name}: the stage “{name.En}” is open for your papers"));
        return null;
    }
}
