using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.EarlyStarts;
using Tongban.Approvals.Model;
using Tongban.Approvals.SiteOfProject;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.OpenStage;

/// <summary>A concluded stage opens the next one by itself, in the same transaction and under the same flow version; a refused one takes along what began early on it.</summary>
internal sealed class OpenNextStage(TongbanDb db, CaseDesk desk, IProjects projects, EndEarlyStarts early)
{
    public async Task<Error?> AfterAsync(StageCase concluded, CaseSetting setting, CancellationToken ct)
    {
        await early.WithAsync(concluded, setting, ct);
        if (concluded.State is not StageState.Concluded || concluded.Stage == setting.Flow.Stages.Count)
            return null;
        if (await projects.FindAsync(concluded.ProjectId, ct) is not { } project)
            return ApprovalErrors.NoSuchCase();
        // A stage of a project that ended meanwhile may be concluded, but nothing follows it.
        if (project.HasEnded)
            return null;
        var no = concluded.Stage + 1;
        var next = await db.Set<StageCase>().Include(s => s.Items).SingleOrDefaultAsync(s => s.ProjectId == concluded.ProjectId && s.Stage == no, ct);
        if (next is { AwaitsItsStage: false })
            return null; // this stage was reopened; the next one has been there since it was first concluded
        if (next is null)
            db.Add(next = StageCase.Open(project, no, KnownSite.Since(concluded, project, setting.Flow), setting));
        else
            next.Join(KnownSite.Since(concluded, project, setting.Flow), setting);
        var name = setting.Flow.Stage(next.Stage).Name;
        desk.TellApplicant(next, "stage-opened", ($"{project.Name}：“{name.Zh}”阶段已开启，可以提交材料", $"{project.Name}: the stage “{name.En}” is open for your papers"));
        return null;
    }
}
