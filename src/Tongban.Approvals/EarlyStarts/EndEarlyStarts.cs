using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.EarlyStarts;

/// <summary>A stage that is refused, not accepted or withdrawn takes along what began early on it, in the same transaction; enterprise and departments are told.</summary>
internal sealed class EndEarlyStarts(TongbanDb db, CaseDesk desk)
{
    public async Task WithAsync(StageCase ended, CaseSetting setting, CancellationToken ct)
    {
        if (!ended.State.HasFailed())
            return;
        var early = await db.Set<StageCase>().Include(s => s.Items).Where(s => s.ProjectId == ended.ProjectId && s.Stage > ended.Stage && s.State == StageState.StartedEarly).OrderBy(s => s.Stage).ToListAsync(ct);
        var name = setting.Flow.Stage(ended.Stage).Name;
        var how = ended.State.Name();
        foreach (var stage in early)
        {
            var working = stage.Items.Where(i => !i.IsClosed && i.OpenedAt is not null).Select(i => i.Organ).Distinct(StringComparer.Ordinal).ToList();
            stage.LoseGround(ended.Stage, name, ended.State, desk.Setting(stage));
            foreach (var organ in working)
                desk.TellOrgan(organ, stage, $"early-ended.{stage.Version}", ($"提前办理终止，无需再办：{stage.ProjectName}（“{name.Zh}”阶段{how.Zh}）", $"Ended, nothing more to do: {stage.ProjectName} (the stage “{name.En}”: {how.En})"));
            desk.TellApplicant(stage, $"early-ended.{stage.Version}", ($"{stage.ProjectName}：“{name.Zh}”阶段{how.Zh}，第 {stage.Stage} 阶段提前办理的事项随之终止；已作出的决定不受影响", $"{stage.ProjectName}: the stage “{name.En}” ended ({how.En}), and with it what had begun early in stage {stage.Stage}; what was decided stays"));
        }
    }
}
