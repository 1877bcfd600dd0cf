using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.SpecialProcedure;

internal sealed record RequestSpecialProcedureCommand(Guid StageCase, string Item, string Type, DateOnly? PlannedTo, string Reason);

internal sealed record ResumeItemCommand(Guid StageCase, string Item);

/// <summary>The handling officer asks the head to stop an item's clock on one of the bases the flow names (特别程序).</summary>
internal sealed class RequestSpecialProcedureHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(RequestSpecialProcedureCommand command, CancellationToken ct) =>
        desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler, async (stage, _, setting) =>
        {
            if ((TextRules.Reason(command.Reason) ?? stage.RequestSpecialProcedure(command.Item, command.Type, command.PlannedTo, command.Reason, desk.Actor, setting)) is { } refusal)
                return refusal;
            var item = stage.Find(command.Item)!;
            await desk.TellHeadsAsync(item.Organ, stage, $"request.{item.Revision}", ($"待审批特别程序：{stage.ProjectName}", $"Special procedure to approve: {stage.ProjectName}"), command.Item, ct);
            return null;
        }, ct);
}

/// <summary>What was waited for has arrived; the clock goes on. The head who stopped the clock may start it as well as an officer who handles the item.</summary>
internal sealed class ResumeItemHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(ResumeItemCommand command, CancellationToken ct) =>
        desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler | Roles.Head, (stage, _, setting) => stage.Resume(command.Item, setting), ct);
}
