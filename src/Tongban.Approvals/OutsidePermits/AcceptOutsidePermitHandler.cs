using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.DecideItem;
using Tongban.Approvals.Model;
using Tongban.Approvals.OpenStage;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.OutsidePermits;

/// <param name="Opinion">Why it is this item's result, where the permit does not say so itself.</param>
internal sealed record AcceptOutsidePermitCommand(Guid StageCase, string Item, Guid? Permit, string? Opinion);

/// <summary>An officer of the item's organ accepts a permit of another system as the item's result (以外部证照为据办结).</summary>
internal sealed class AcceptOutsidePermitHandler(TongbanDb db, CaseDesk desk, DecisionRules rules, OpenNextStage next)
{
    public Task<Result<long>> HandleAsync(AcceptOutsidePermitCommand command, CancellationToken ct) =>
        desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler, async (stage, power, setting) =>
        {
            if (command.Permit is not { } id || await db.Set<OutsidePermit>().SingleOrDefaultAsync(p => p.Id == id && p.ProjectId == stage.ProjectId, ct) is not { } permit)
                return OutsidePermitErrors.NotOfThisProject();
            if ((TextRules.Opinion(command.Opinion) ?? await rules.BeforeAsync(stage, command.Item, ItemDecision.Approved, setting, ct)
                ?? stage.AcceptOutside(permit, command.Item, command.Opinion, desk.Actor, power, setting)) is { } refusal)
                return refusal;
            var item = stage.Find(command.Item)!;
            var name = setting.Flow.Item(item.Code).Name;
            desk.TellApplicant(stage, $"decided.{item.Code}.{item.Returned}", ($"{stage.ProjectName}：{name.Zh} 以外部证照 {permit.Number} 为据办结", $"{stage.ProjectName}: {name.En} rests on permit {permit.Number} and is granted"));
            if (permit.From != item.Organ)
                db.Notify(Notice.To(Notice.Organ(permit.From), $"outside-permit.accepted.{permit.Version}:{permit.Id:N}", ($"{permit.Number} 已作为{name.Zh}的办理结果", $"{permit.Number} is now the result of {name.En}"), $"/approvals/outside-permits/{permit.Id}", desk.Now, stage.ProjectId));
            desk.TellOpened(stage, setting);
            return await next.AfterAsync(stage, setting, ct);
        }, ct);
}
