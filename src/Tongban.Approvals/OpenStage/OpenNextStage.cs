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
        var next = StageCase.Open(project, concluded.Stage + 1, concluded.FactsUnder(setting.Flow), setting);
        db.Add(next);
        var name = setting.Flow.Stage(next.Stage).Name;
        desk.TellApplicant(next, "stage-opened", ($"{project.Name}：“{name.Zh}”阶段已开启，可以提交材料", $"{project.Name}: the stage “{name.En}” is open for your papers"));
        return null;
    }
}
