using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Approvals.OpenStage;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.DecideItem;

/// <param name="Opinion">The organ's opinion; for a refusal its reasons.</param>
internal sealed record DecideItemCommand(Guid StageCase, string Item, ItemDecision Decision, string? Opinion);

/// <summary>An organ decides its item. The lead's closing item concludes the stage and opens the next one.</summary>
internal sealed class DecideItemHandler(CaseDesk desk, OpenNextStage next)
{
    public Task<Result<long>> HandleAsync(DecideItemCommand command, CancellationToken ct) =>
        desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler, async (stage, power, setting) =>
        {
            if ((TextRules.Opinion(command.Opinion) ?? stage.Decide(command.Item, command.Decision, command.Opinion, desk.Actor, power, setting)) is { } refusal)
                return refusal;
            var item = stage.Find(command.Item)!;
            desk.IssueResult(stage, item, setting);
            var name = setting.Flow.Item(item.Code).Name;
            desk.TellApplicant(stage, $"decided.{item.Code}.{item.Returned}", ($"{stage.ProjectName}：{name.Zh} {command.Decision.Name().Zh}", $"{stage.ProjectName}: {name.En}: {command.Decision.Name().En}"));
            desk.TellOpened(stage, setting);
            return await next.AfterAsync(stage, setting, ct);
        }, ct);
}
