using Tongban.Approvals.ExtendLimit;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.ReturnItem;

internal sealed record ReturnItemCommand(Guid StageCase, string Item, string Reason);

/// <summary>The lead sends a department's opinion back before concluding (退回).</summary>
internal sealed class ReturnItemHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(ReturnItemCommand command, CancellationToken ct) =>
        desk.AsLeadAsync(command, command.StageCase, Roles.Handler, RequestExtensionHandler.Leading, async (stage, _, setting) =>
        {
            if ((TextRules.Reason(command.Reason) ?? stage.Return(command.Item, command.Reason, setting)) is { } refusal)
                return refusal;
            // The acts of this unit say what went back with it.
            foreach (var item in stage.Acts.OfType<ItemReturned>().Select(r => stage.Find(r.Item)!))
            {
                await desk.VoidResultAsync(stage, item.Code, setting, ct);
                desk.TellOrgan(item.Organ, stage, $"returned.{item.Returned}", ($"牵头部门退回：{stage.ProjectName}，{setting.Flow.Item(item.Code).Name.Zh}", $"Returned by the lead: {stage.ProjectName}, {setting.Flow.Item(item.Code).Name.En}"), item.Code);
            }
            return null;
        }, ct, command.Item);
}
