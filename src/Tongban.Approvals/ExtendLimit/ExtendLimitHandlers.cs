using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;

namespace Tongban.Approvals.ExtendLimit;

/// <param name="Item">Code of the item; <see langword="null"/> for the stage's own clock, which only the lead may ask to extend.</param>
internal sealed record RequestExtensionCommand(Guid StageCase, string? Item, string Reason);

/// <param name="Reason">Required when it is rejected.</param>
internal sealed record AnswerRequestCommand(Guid StageCase, string? Item, bool Grant, string? Reason);

/// <summary>The handling officer asks the head for more time, once (延长期限).</summary>
internal sealed class RequestExtensionHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(RequestExtensionCommand command, CancellationToken ct) => command.Item is { } code
        ? desk.OnItemAsync(command, command.StageCase, code, Roles.Handler, async (stage, _, setting) =>
        {
            if ((TextRules.Reason(command.Reason) ?? stage.RequestExtension(code, command.Reason, desk.Actor, setting)) is { } refusal)
                return refusal;
            var (item, name) = (stage.Find(code)!, setting.Flow.Item(code).Name);
            await desk.TellHeadsAsync(item.Organ, stage, $"request.{item.Revision}", ($"待审批延期：{stage.ProjectName}，{name.Zh}", $"Extension to approve: {stage.ProjectName}, {name.En}"), code, ct);
            return null;
        }, ct)
        : desk.AsLeadAsync(command, command.StageCase, Roles.Handler, Leading, async (stage, _, setting) =>
        {
            if ((TextRules.Reason(command.Reason) ?? stage.RequestStageExtension(command.Reason, desk.Actor, setting)) is { } refusal)
                return refusal;
            await desk.TellHeadsAsync(stage.Lead, stage, $"stage-request.{stage.Version + 1}", ($"待审批阶段延期：{stage.ProjectName}", $"Extension of the stage to approve: {stage.ProjectName}"), null, ct);
            return null;
        }, ct);

    /// <summary>The item whose power the lead leads by. Not always the closing one: the city concludes a verification that a district's organ leads.</summary>
    internal static string Leading(StageCase stage, FlowCatalogue flow) => stage.PreCheck?.Code ?? flow.Conclusion(stage.Stage, stage.Type).Code;
}

/// <summary>The head of the organ answers a request for a special procedure or an extension.</summary>
internal sealed class AnswerRequestHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(AnswerRequestCommand command, CancellationToken ct)
    {
        if (!command.Grant && TextRules.Reason(command.Reason) is { } unsaid)
            return Task.FromResult((Result<long>)unsaid);
        if (command.Item is not { } code)
            return desk.AsLeadAsync(command, command.StageCase, Roles.Head, RequestExtensionHandler.Leading, (stage, _, setting) =>
            {
                if (stage.AnswerStageExtension(command.Grant, command.Reason, desk.Actor, setting) is { } refusal)
                    return refusal;
                if (command.Grant)
                    desk.TellApplicant(stage, "stage-extended", ($"{stage.ProjectName}：阶段期限延长至 {stage.DueOn:yyyy-MM-dd}，理由：{Short(stage.Limit!.Extension!.Reason)}", $"{stage.ProjectName}: the stage's limit is extended to {stage.DueOn:yyyy-MM-dd}: {Short(stage.Limit!.Extension!.Reason)}"));
                return null;
            }, ct);
        return desk.OnItemAsync(command, command.StageCase, code, Roles.Head, (stage, _, setting) =>
        {
            var request = stage.Find(code)!.Request;
            if ((command.Grant ? stage.Grant(code, desk.Actor, setting) : stage.Reject(code, command.Reason!, desk.Actor)) is { } refusal)
                return refusal;
            if (!command.Grant || request is null)
                return null;
            var (item, name) = (stage.Find(code)!, setting.Flow.Item(code).Name);
            // Both must be told to the applicant: how long a special procedure takes, and why a limit was extended (行政许可法第四十二条、第四十五条).
            if (request.Kind is RequestKind.SpecialProcedure)
                desk.TellApplicant(stage, $"paused.{code}.{item.Revision}", ($"{stage.ProjectName}：{name.Zh}进入特别程序，预计至 {request.PlannedTo:yyyy-MM-dd}，期间不计时", $"{stage.ProjectName}: {name.En} is in a special procedure, expected until {request.PlannedTo:yyyy-MM-dd}; the clock stands still"));
            else
                desk.TellApplicant(stage, $"extended.{code}.{item.Revision}", ($"{stage.ProjectName}：{name.Zh}延期至 {item.DueOn:yyyy-MM-dd}，理由：{Short(request.Reason)}", $"{stage.ProjectName}: {name.En} is extended to {item.DueOn:yyyy-MM-dd}: {Short(request.Reason)}"));
            return null;
        }, ct);
    }

    private static string Short(string reason) => reason.Length > 120 ? reason[..120] + "…" : reason;
}
