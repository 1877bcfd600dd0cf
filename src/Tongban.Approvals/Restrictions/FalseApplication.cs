using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Api;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Restrictions;

internal sealed record RecordFalseApplicationCommand(Guid StageCase, string Item, string? Reason);

/// <summary>The head finds that facts were concealed or false papers handed in for an item that was refused (行政许可法第七十八条): the applicant is warned, and barred for a year where safety is touched.</summary>
internal sealed class RecordFalseApplicationHandler(CaseDesk desk, TongbanDb db)
{
    public Task<Result<long>> HandleAsync(RecordFalseApplicationCommand command, CancellationToken ct) => desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Head, async (stage, _, setting) =>
    {
        if (TextRules.Reason(command.Reason) is { } unsaid)
            return unsaid;
        var item = stage.Find(command.Item)!;
        if (item.Decision is not ItemDecision.Refused && stage.State is not StageState.NotAccepted)
            return RestrictionErrors.NotRefused(command.Item);
        var flow = setting.Flow.Item(command.Item);
        if (!flow.PublicSafety)
            return RestrictionErrors.NoSafetyItem(flow.Name);
        if (await db.Set<Restriction>().AnyAsync(r => r.StageCaseId == stage.Id && r.Item == command.Item && r.Kind == RestrictionKind.FalseApplication, ct))
            return RestrictionErrors.AlreadyRecorded();
        var imposed = Restriction.Impose(RestrictionKind.FalseApplication, stage, command.Item, item.Organ, command.Reason!, setting.Today, setting.Now);
        db.Add(imposed);
        db.Notify(Notice.To(Notice.Enterprise(stage.Owner), $"barred:{imposed.Id:N}", ($"警告：{flow.Name.Zh}申请材料虚假，{imposed.Until:yyyy-MM-dd} 前不得再次申请（行政许可法第七十八条）", $"Warning: false papers for {flow.Name.En}; no new application before {imposed.Until:yyyy-MM-dd} (Administrative Licensing Law, art. 78)"), "/my/certificates", setting.Now, stage.ProjectId));
        return null;
    }, ct);
}

internal static class RestrictionErrors
{
    public static Error NotRefused(string item) => new("restrictions.not-refused", ($"事项 {item} 没有不予许可或不予受理的决定。", $"Item {item} was neither refused nor turned away."), ErrorKind.Conflict) { LegalBasis = "行政许可法第七十八条" };

    public static Error NoSafetyItem(Words item) => new("restrictions.no-safety-item", ($"“{item.Zh}”不属于直接关系公共安全、人身健康、生命财产安全的事项，只给予警告，不限制再次申请。", $"“{item.En}” does not touch public safety, health, life or property: a warning is all the law provides for.")) { LegalBasis = "行政许可法第七十八条" };

    public static Error AlreadyRecorded() => new("restrictions.already-recorded", ("已经记录。", "It is on record."), ErrorKind.Conflict);
}

internal static class RestrictionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/stages/{stageCase:guid}/items/{item}/false-application", async (Guid stageCase, string item, ReasonBody body, RecordFalseApplicationHandler record, CancellationToken ct) => (await record.HandleAsync(new(stageCase, item, body.Reason), ct)).ToHttp(version => Results.Ok(new NewVersion(version))))
            .Require(ApprovalPermissions.Head).WithTags("Approvals").WithName("RecordFalseApplication").Produces<NewVersion>().WithSummary("The head finds a refused application false: barred for a year (行政许可法第七十八条)").WithDescription("Body: `{ \"reason\": \"...\" }`.");
        api.MapGet("/restrictions", async (RestrictionRules rules, Caller caller, CancellationToken ct) => Results.Ok(caller.Actor.Enterprise is { } owner ? await rules.OfAsync(owner, caller.Actor, ct) : []))
            .Require(ApprovalPermissions.Apply).WithTags("Approvals").WithName("GetMyRestrictions").Produces<IReadOnlyList<RestrictionRow>>().WithSummary("What the enterprise one acts for is shut out from today, and until when");
    }
}
