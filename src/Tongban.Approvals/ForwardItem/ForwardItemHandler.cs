using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Approvals.Api;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.ForwardItem;

/// <param name="Agrees">Whether the first organ is for it; <see langword="null"/> when nothing was chosen.</param>
internal sealed record ForwardItemCommand(Guid StageCase, string Item, bool? Agrees, string? Opinion);

/// <summary>The organ of the first step passes the item on to the one that decides (市县联动).</summary>
internal sealed class ForwardItemHandler(CaseDesk desk)
{
    public Task<Result<long>> HandleAsync(ForwardItemCommand command, CancellationToken ct) =>
        desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler, (stage, power, setting) =>
        {
            if (command.Agrees is not { } agrees)
                return ApprovalErrors.NothingChosen("agrees");
            if ((TextRules.Opinion(command.Opinion) ?? stage.Forward(command.Item, agrees, command.Opinion, desk.Actor, power, setting)) is { } refusal)
                return refusal;
            var item = stage.Find(command.Item)!;
            var name = setting.Flow.Item(item.Code).Name;
            desk.TellOrgan(item.Organ, stage, $"forwarded.{item.Revision}", ($"市县联动转来：{stage.ProjectName}，{name.Zh}，{item.DueOn:yyyy-MM-dd} 前办结", $"Passed on to you: {stage.ProjectName}, {name.En}, due {item.DueOn:yyyy-MM-dd}"), item.Code);
            desk.TellApplicant(stage, $"forwarded.{item.Code}.{item.Revision}", ($"{stage.ProjectName}：{name.Zh}已完成第一步，转送决定机关", $"{stage.ProjectName}: {name.En}: the first step is done, it went to the deciding organ"));
            return null;
        }, ct);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/stages/{stageCase:guid}/items/{item}/forwarding", async (Guid stageCase, string item, ForwardingBody body, ForwardItemHandler forward, CancellationToken ct) =>
            (await forward.HandleAsync(new(stageCase, item, body.Agrees, body.Opinion), ct)).ToHttp(v => Results.Ok(new NewVersion(v))))
        .Require(ApprovalPermissions.Handle).WithTags("Approvals").WithName("ForwardItem").Produces<NewVersion>().WithSummary("Pass an item on from its first step to the organ that decides")
        .WithDescription("City-county linkage, 行政许可法第四十三条. Body: `{ \"agrees\": true, \"opinion\": \"初审同意，材料齐全\" }`.");
}

internal sealed record ForwardingBody(bool? Agrees, string? Opinion);
