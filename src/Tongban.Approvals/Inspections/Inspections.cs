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
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Inspections;

/// <param name="Staff">User names of officers of the organ.</param>
internal sealed record AppointInspectionCommand(Guid StageCase, string Item, InspectionKind? Kind, IReadOnlyList<string> Staff, string? Standard);

internal sealed record ReportInspectionCommand(Guid StageCase, string Item, bool Passed, string? Findings);

internal sealed record InspectionView(Guid Id, InspectionKind Kind, IReadOnlyList<string> Staff, DateOnly AppointedOn, DateOnly? AppointBy, string Standard, bool? Passed, string? Findings, DateOnly? DoneOn);

/// <summary>Two or more officers inspect, test or quarantine before the item is decided (行政许可法第五十五条).</summary>
internal sealed class InspectionHandlers(CaseDesk desk, TongbanDb db)
{
    public Task<Result<long>> AppointAsync(AppointInspectionCommand command, CancellationToken ct) => desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler, async (stage, _, setting) =>
    {
        if (command.Kind is not { } kind)
            return InspectionErrors.KindMissing();
        if (command.Standard?.Length > Limits.Reason)
            return ApprovalErrors.TextTooLong("standard", Limits.Reason);
        var organ = stage.Find(command.Item)!.Organ;
        List<Guid> staff = [];
        foreach (var name in command.Staff.Select(n => n.Trim()).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal))
        {
            var person = await db.Set<Person>().Where(p => p.UserName == name && p.Posts.Any(o => o.Organ == organ)).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(ct);
            if (person is not { } id)
                return InspectionErrors.StaffUnknown(name);
            staff.Add(id);
        }
        if (!Inspection.Appoint(stage, stage.Find(command.Item)!, kind, staff, command.Standard, setting).TryGet(out var appointed, out var refusal))
            return refusal;
        db.Add(appointed);
        var item = setting.Flow.Item(command.Item).Name;
        foreach (var person in staff)
            db.Notify(Notice.To(Notice.Person(person), $"inspect:{appointed.Id:N}", ($"指派{kind.Name().Zh}：{stage.ProjectName}，{item.Zh}", $"{kind.Name().En}: {stage.ProjectName}, {item.En}"), $"/approvals/stages/{stage.Id}/items/{command.Item}", setting.Now));
        return null;
    }, ct);

    public Task<Result<long>> ReportAsync(ReportInspectionCommand command, CancellationToken ct) => desk.OnItemAsync(command, command.StageCase, command.Item, Roles.Handler, async (stage, _, setting) =>
        TextRules.Reason(command.Findings, "findings")
        ?? (await db.Set<Inspection>().Where(i => i.StageCaseId == stage.Id && i.Item == command.Item).OrderByDescending(i => i.Id).FirstOrDefaultAsync(ct) is { } inspection
            ? inspection.Report(command.Passed, command.Findings, desk.Actor.PersonId, setting.Today) : InspectionErrors.NobodyAppointed()), ct);

    /// <returns><see langword="null"/> when the stage is not for this reader to see.</returns>
    public async Task<IReadOnlyList<InspectionView>?> OfItemAsync(Guid stageCase, string item, Actor actor, CancellationToken ct)
    {
        if (!await db.Set<StageCase>().VisibleTo(actor).AnyAsync(s => s.Id == stageCase, ct))
            return null;
        var found = await db.Set<Inspection>().AsNoTracking().Where(i => i.StageCaseId == stageCase && i.Item == item).OrderByDescending(i => i.Id).ToListAsync(ct);
        var ids = found.SelectMany(i => i.Staff).Distinct().ToList();
        var names = ids.Count == 0 ? [] : await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        return [.. found.Select(i => new InspectionView(i.Id, i.Kind, [.. i.Staff.Select(p => names.GetValueOrDefault(p) ?? "—")], i.AppointedOn, i.Limit.DueOn, i.Standard, i.Passed, i.Findings, i.DoneOn))];
    }
}

internal static class InspectionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/stages/{stageCase:guid}/items/{item}/inspection", async (Guid stageCase, string item, InspectionBody body, InspectionHandlers handlers, CancellationToken ct) => (await handlers.AppointAsync(new(stageCase, item, body.Kind, body.Staff ?? [], body.Standard), ct)).ToHttp(v => Results.Ok(new NewVersion(v))))
            .Require(ApprovalPermissions.Handle).WithTags("Approvals").WithName("AppointInspection").Produces<NewVersion>().WithSummary("Appoint two or more officers to inspect or test (行政许可法第五十五条)").WithDescription("Body: `{ \"kind\": \"testing\", \"staff\": [\"zrzy\", \"zrzy.2\"], \"standard\": \"GB/T ...\" }`.");
        api.MapPost("/stages/{stageCase:guid}/items/{item}/inspection-report", async (Guid stageCase, string item, InspectionReportBody body, InspectionHandlers handlers, CancellationToken ct) => (await handlers.ReportAsync(new(stageCase, item, body.Passed, body.Findings), ct)).ToHttp(v => Results.Ok(new NewVersion(v))))
            .Require(ApprovalPermissions.Handle).WithTags("Approvals").WithName("ReportInspection").Produces<NewVersion>().WithSummary("The result of the inspection").WithDescription("Body: `{ \"passed\": true, \"findings\": \"...\" }`.");
        api.MapGet("/stages/{stageCase:guid}/items/{item}/inspections", async (Guid stageCase, string item, InspectionHandlers handlers, Caller caller, CancellationToken ct) => await handlers.OfItemAsync(stageCase, item, caller.Actor, ct) is { } found ? Results.Ok(found) : ApprovalErrors.NoSuchCase().ToHttp())
            .Require(ApprovalPermissions.Read).WithTags("Approvals").WithName("GetInspections").Produces<IReadOnlyList<InspectionView>>().WithSummary("Inspections of an item");
    }
}

internal sealed record InspectionBody(InspectionKind? Kind, IReadOnlyList<string>? Staff, string? Standard);

internal sealed record InspectionReportBody(bool Passed, string? Findings);
