using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Api;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.CommitmentChecks;

internal sealed record ReportCheckCommand(Guid Check, CheckOutcome? Outcome, string? Findings, DateOnly? RectifyBy);

/// <summary>An officer says what the check of a commitment found. A false one revokes the decision and costs the enterprise the commitment for twelve months; the head finds that.</summary>
internal sealed class ReportCheckHandler(TongbanDb db, Caller caller, Authority authority, Calendars calendars, CityClock clock, FlowLibrary flows)
{
    public Task<Result<long>> HandleAsync(ReportCheckCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (command.Outcome is not { } outcome)
            return (Result<long>)CommitmentErrors.OutcomeMissing();
        if (await db.Set<CommitmentCheck>().VisibleTo(caller.Actor).SingleOrDefaultAsync(c => c.Id == command.Check, ct) is not { } check)
            return CommitmentErrors.NotFound();
        if (!authority.Check(caller.Actor, outcome is CheckOutcome.False ? Roles.Head : Roles.Handler, check.Organ, check.Item).TryGet(out _, out var refusal))
            return refusal;
        var setting = new CaseSetting(flows.Current, calendars.Current, clock.Now);
        if ((TextRules.Reason(command.Findings, "findings") ?? caller.Expects(check) ?? check.Report(outcome, command.Findings!, command.RectifyBy, caller.Actor, setting)) is { } no)
            return no;
        if (outcome is CheckOutcome.False)
            await RevokeAsync(check, command.Findings!, setting, ct);
        var name = outcome.Name();
        db.Notify(Notice.To(Notice.Enterprise(check.Owner), $"checked.{outcome}:{check.Id:N}", outcome is CheckOutcome.Partly
            ? ($"{check.ProjectName}：{check.ItemZh}承诺核查，请于 {check.RectifyBy:yyyy-MM-dd} 前整改", $"{check.ProjectName}: {check.ItemEn}, make good by {check.RectifyBy:yyyy-MM-dd}")
            : ($"{check.ProjectName}：{check.ItemZh}承诺核查结论：{name.Zh}", $"{check.ProjectName}: {check.ItemEn}, check of the commitment: {name.En}"), $"/approvals/commitment-checks/{check.Id}", clock.Now, check.ProjectId));
        return check.Version + 1;
    }, ct);

    private async Task RevokeAsync(CommitmentCheck check, string findings, CaseSetting setting, CancellationToken ct)
    {
        var results = await db.Set<IssuedResult>().Where(r => r.StageCaseId == check.StageCaseId && r.Item == check.Item && (r.State == ResultState.AwaitingService || r.State == ResultState.InForce)).ToListAsync(ct);
        foreach (var result in results)
        {
            if (result.End(EndGround.ObtainedByFraud, findings, setting.Today, setting.Calendar) is null)
                db.Notify(Notice.To(Notice.Enterprise(result.Owner), $"ended:{result.Id:N}", ($"{result.NameZh} {result.Number} 因承诺不实已撤销（{EndGround.ObtainedByFraud.Basis()}）。可依法申请复议或提起诉讼", $"{result.NameEn} {result.Number} was revoked, the commitment was false ({EndGround.ObtainedByFraud.Basis()}). Review and suit are open to you"), $"/certificates/{result.Id}", clock.Now, result.ProjectId));
        }
        db.Add(Restriction.Impose(RestrictionKind.CommitmentLost, check.Owner, check.ProjectId, check.StageCaseId, null, check.Organ, findings, setting.Today, setting.Now));
    }
}

internal sealed record CheckRow(Guid Id, Guid StageCase, string Item, Words ItemName, string ProjectCode, string ProjectName, DateOnly DecidedOn, CheckState State, DateOnly? DueOn, Light Light, int DaysLeft, DateOnly? RectifyBy, DateOnly? CheckedOn);

internal sealed record CheckView(
    Guid Id, long Version, Guid ProjectId, Guid StageCase, string Item, Words ItemName, string Organ, Words OrganName, string Owner, string ProjectCode, string ProjectName, DateOnly DecidedOn, CheckState State,
    TimeLimit Limit, Light Light, int DaysUsed, int DaysLeft, IReadOnlyList<ExplainedDay> Days, string? Findings, DateOnly? RectifyBy, DateOnly? CheckedOn);

internal sealed class CheckQueries(TongbanDb db, Calendars calendars, CityClock clock, OrganDirectory organs)
{
    public const int PageSize = 50;

    /// <summary>Checks of the organ by due day, or those that are concluded.</summary>
    public async Task<IReadOnlyList<CheckRow>> ListAsync(Actor actor, bool closed, CancellationToken ct)
    {
        if (actor.Organ is not { } organ)
            return [];
        var mine = db.Set<CommitmentCheck>().AsNoTracking().Where(c => c.Organ == organ);
        var rows = closed ? await mine.Where(c => c.State == CheckState.Kept || c.State == CheckState.False).OrderByDescending(c => c.Id).Take(PageSize).ToListAsync(ct)
            : await mine.Where(c => c.State == CheckState.Due || c.State == CheckState.Rectifying).OrderBy(c => c.DueOn).ThenBy(c => c.Id).Take(200).ToListAsync(ct);
        var (today, calendar) = (clock.Today, calendars.Current);
        return [.. rows.Select(c => new CheckRow(c.Id, c.StageCaseId, c.Item, c.ItemName, c.ProjectCode, c.ProjectName, c.DecidedOn, c.State, c.DueOn, c.Limit.LightOn(today, calendar), c.Limit.Remaining(today, calendar), c.RectifyBy, c.CheckedOn))];
    }

    public async Task<CheckView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await db.Set<CommitmentCheck>().AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } c)
            return null;
        var (today, calendar) = (clock.Today, calendars.Current);
        return new(c.Id, c.Version, c.ProjectId, c.StageCaseId, c.Item, c.ItemName, c.Organ, organs.NameOf(c.Organ), c.Owner, c.ProjectCode, c.ProjectName, c.DecidedOn, c.State,
            c.Limit, c.Limit.LightOn(today, calendar), c.Limit.Elapsed(today, calendar), c.Limit.Remaining(today, calendar), c.Limit.Explain(today, calendar), c.Findings, c.RectifyBy, c.CheckedOn);
    }
}

internal static class CheckVisibility
{
    public static IQueryable<CommitmentCheck> VisibleTo(this IQueryable<CommitmentCheck> checks, Actor actor)
    {
        if (actor.Is(Roles.Auditor) || actor == Actor.System)
            return checks;
        if (actor.Organ is { } organ)
            return checks.Where(c => c.Organ == organ);
        return checks.WithinReachOf(actor);
    }
}

internal static class CheckEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var checks = api.MapGroup("/commitment-checks").WithTags("Commitments");
        checks.MapGet("", async (bool? closed, CheckQueries queries, Caller caller, CancellationToken ct) => Results.Ok(await queries.ListAsync(caller.Actor, closed ?? false, ct)))
            .Require(ApprovalPermissions.Handle).WithName("GetCommitmentChecks").Produces<IReadOnlyList<CheckRow>>().WithSummary("Checks of commitments of one's organ by due day");
        checks.MapGet("/{id:guid}", async (Guid id, CheckQueries queries, Caller caller, HttpContext http, CancellationToken ct) =>
            {
                if (await queries.FindAsync(id, caller.Actor, ct) is not { } view)
                    return CommitmentErrors.NotFound().ToHttp();
                http.Response.Headers.ETag = Problems.ETag(view.Version);
                return Results.Ok(view);
            })
            .Require(ApprovalPermissions.Read).WithName("GetCommitmentCheck").Produces<CheckView>().WithSummary("One check with its clock");
        checks.MapPost("/{id:guid}/report", async (Guid id, CheckReportBody body, ReportCheckHandler report, CancellationToken ct) => (await report.HandleAsync(new(id, body.Outcome, body.Findings, body.RectifyBy), ct)).ToHttp(v => Results.Ok(new NewVersion(v))))
            .Require(ApprovalPermissions.Handle).WithName("ReportCommitmentCheck").Produces<NewVersion>().WithSummary("What the check found: kept, partly, false").WithDescription("Body: `{ \"outcome\": \"kept\", \"findings\": \"...\", \"rectifyBy\": null }`. That it is false is found by the head; it revokes the decision.");
    }
}

internal sealed record CheckReportBody(CheckOutcome? Outcome, string? Findings, DateOnly? RectifyBy);
