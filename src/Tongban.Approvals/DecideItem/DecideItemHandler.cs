using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.OpenStage;
using Tongban.Approvals.SiteOfProject;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.DecideItem;

/// <param name="Opinion">The organ's opinion; for a refusal its reasons.</param>
internal sealed record DecideItemCommand(Guid StageCase, string Item, ItemDecision Decision, string? Opinion);

/// <summary>An organ decides its item. The lead's closing item concludes the stage and opens the next one.</summary>
internal sealed class DecideItemHandler(TongbanDb db, CaseDesk desk, DecisionRules rules, OpenNextStage next, SettledConditions settled)
{
    public Task<Result<long>> HandleAsync(DecideItemCommand command, CancellationToken ct) =>
        desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler, async (stage, power, setting) =>
        {
            // A later stage does not end before an earlier one that was taken up again.
            if (stage.Stage > 1 && stage.Find(command.Item) is { Role: ItemRole.Conclusion }
                && await db.Set<StageCase>().Where(s => s.ProjectId == stage.ProjectId && s.Stage < stage.Stage && s.State != StageState.Concluded).Select(s => (int?)s.Stage).FirstOrDefaultAsync(ct) is { } open)
                return ApprovalErrors.EarlierStageOpen(setting.Flow.Stage(open).Name);
            if ((TextRules.Opinion(command.Opinion) ?? await rules.BeforeAsync(stage, command.Item, command.Decision, setting, ct)
                ?? stage.Decide(command.Item, command.Decision, command.Opinion, desk.Actor, power, setting)) is { } refusal)
                return refusal;
            var item = stage.Find(command.Item)!;
            desk.IssueResult(stage, item, setting, await settled.OfItemAsync(stage.ProjectId, item.Code, ct));
            rules.After(stage, item, setting);
            var name = setting.Flow.Item(item.Code).Name;
            desk.TellApplicant(stage, $"decided.{item.Code}.{item.Returned}", ($"{stage.ProjectName}：{name.Zh} {command.Decision.Name().Zh}", $"{stage.ProjectName}: {name.En}: {command.Decision.Name().En}"));
            if (stage.State is StageState.Refused && item.Role is not ItemRole.Conclusion)
            {
                Words text = ($"{stage.ProjectName}：因“{name.Zh}”不同意，本阶段未获批准；已批准的事项继续有效，可由牵头部门决定重新办理", $"{stage.ProjectName}: “{name.En}” was refused, and the stage with it. What was granted stays in force; the lead may take the stage up again");
                desk.TellApplicant(stage, $"refused.{stage.Version}", text);
                desk.TellOrgan(stage.Lead, stage, $"refused.{stage.Version}", text);
            }
            desk.TellOpened(stage, setting);
            return await next.AfterAsync(stage, setting, ct);
        }, ct);
}
