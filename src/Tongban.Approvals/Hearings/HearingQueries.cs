using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Api;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Hearings;

internal sealed record HearingRow(Guid Id, Guid StageCase, string Item, Words ItemName, string ProjectCode, string ProjectName, HearingCause Cause, HearingState State, DateOnly AnnouncedOn, DateOnly? RequestUntil, DateOnly? HoldBy, DateTimeOffset? ScheduledAt, string? Place);

/// <summary>A hearing that anyone may attend (公开举行).</summary>
internal sealed record PublicHearing(Words ItemName, string ProjectName, Words OrganName, DateTimeOffset At, string Place);

internal sealed record HearingView(
    Guid Id, long Version, Guid ProjectId, Guid StageCase, string Item, Words ItemName, string Organ, Words OrganName, string Owner, string ProjectCode, string ProjectName, HearingCause Cause, HearingState State, string Reason, string? ThirdParties,
    DateOnly AnnouncedOn, DateOnly? RequestUntil, DateOnly? RequestedOn, HearingParty? RequestedBy, string? RequestText, DateOnly? HoldBy, DateTimeOffset? ScheduledAt, string? Place, DateOnly? NoticedOn, string? Presider, DateOnly? HeldOn, string? Minutes);

internal sealed class HearingQueries(TongbanDb db, CityClock clock, OrganDirectory organs)
{
    public async Task<IReadOnlyList<HearingRow>> ListAsync(Actor actor, CancellationToken ct) =>
        [.. (await db.Set<Hearing>().AsNoTracking().VisibleTo(actor).OrderByDescending(h => h.Id).Take(200).ToListAsync(ct)).OrderBy(h => h.IsPending ? 0 : 1)
            .Select(h => new HearingRow(h.Id, h.StageCaseId, h.Item, h.ItemName, h.ProjectCode, h.ProjectName, h.Cause, h.State, h.AnnouncedOn, h.RequestUntil, h.HoldBy, h.ScheduledAt, h.Place))];

    public async Task<IReadOnlyList<HearingRow>> OfItemAsync(Guid stageCase, string item, Actor actor, CancellationToken ct) =>
        [.. (await db.Set<Hearing>().AsNoTracking().VisibleTo(actor).Where(h => h.StageCaseId == stageCase && h.Item == item).OrderByDescending(h => h.Id).ToListAsync(ct))
            .Select(h => new HearingRow(h.Id, h.StageCaseId, h.Item, h.ItemName, h.ProjectCode, h.ProjectName, h.Cause, h.State, h.AnnouncedOn, h.RequestUntil, h.HoldBy, h.ScheduledAt, h.Place))];

    public async Task<IReadOnlyList<PublicHearing>> ComingAsync(CancellationToken ct)
    {
        var from = CityClock.StartOf(clock.Today);
        return [.. (await db.Set<Hearing>().AsNoTracking().Where(h => h.State == HearingState.Noticed && h.ScheduledAt >= from).OrderBy(h => h.ScheduledAt).Take(200).ToListAsync(ct))
            .Select(h => new PublicHearing(h.ItemName, h.ProjectName, organs.NameOf(h.Organ), h.ScheduledAt!.Value, h.Place!))];
    }

    public async Task<HearingView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        if (await db.Set<Hearing>().AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(h => h.Id == id, ct) is not { } h)
            return null;
        var presider = h.Presider is { } person ? await db.Set<Person>().AsNoTracking().Where(p => p.Id == person).Select(p => p.DisplayName).SingleOrDefaultAsync(ct) : null;
        return new(h.Id, h.Version, h.ProjectId, h.StageCaseId, h.Item, h.ItemName, h.Organ, organs.NameOf(h.Organ), h.Owner, h.ProjectCode, h.ProjectName, h.Cause, h.State, h.Reason, h.ThirdParties,
            h.AnnouncedOn, h.RequestUntil, h.RequestedOn, h.RequestedBy, h.RequestText, h.HoldBy, h.ScheduledAt, h.Place, h.NoticedOn, presider, h.HeldOn, h.Minutes);
    }
}

internal static class HearingEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/stages/{stageCase:guid}/items/{item}/hearing", async (Guid stageCase, string item, HearingBody body, AnnounceHearingHandler announce, CancellationToken ct) => Version(await announce.HandleAsync(new(stageCase, item, body.Cause, body.Reason, body.ThirdParties), ct)))
            .Require(ApprovalPermissions.Handle).WithTags("Hearings").WithName("AnnounceHearing").Produces<NewVersion>().WithSummary("Announce the right to a hearing on an item")
            .WithDescription("行政许可法第四十六条、第四十七条. Body: `{ \"cause\": \"refusal\", \"reason\": \"...\", \"thirdParties\": null }`. The item's clock stands still from then on.");
        var hearings = api.MapGroup("/hearings").WithTags("Hearings");
        hearings.MapGet("/public", async (HearingQueries queries, CancellationToken ct) => Results.Ok(await queries.ComingAsync(ct)))
            .Public().WithName("GetPublicHearings").Produces<IReadOnlyList<PublicHearing>>().WithSummary("Hearings to come, open to everyone");
        hearings.MapGet("", async (HearingQueries queries, Caller caller, CancellationToken ct) => Results.Ok(await queries.ListAsync(caller.Actor, ct)))
            .Require(ApprovalPermissions.Read).WithName("GetHearings").Produces<IReadOnlyList<HearingRow>>().WithSummary("Hearings one is party to");
        hearings.MapGet("/{id:guid}", async (Guid id, HearingQueries queries, Caller caller, CancellationToken ct) => await queries.FindAsync(id, caller.Actor, ct) is { } view ? Results.Ok(view) : HearingErrors.NotFound().ToHttp())
            .Require(ApprovalPermissions.Read).WithName("GetHearing").Produces<HearingView>().WithSummary("One hearing");
        hearings.MapPost("/{id:guid}/request", async (Guid id, HearingRequestBody body, HearingHandlers handlers, CancellationToken ct) => Version(await handlers.RequestAsync(new(id, body.Text), ct)))
            .Require(ApprovalPermissions.Read).WithName("RequestHearing").Produces<NewVersion>().WithSummary("Ask for the hearing within five working days; the organ enters it for third parties");
        hearings.MapPost("/{id:guid}/waiver", async (Guid id, HearingHandlers handlers, CancellationToken ct) => Version(await handlers.WaiveAsync(new(id), ct)))
            .Require(ApprovalPermissions.Apply).WithName("WaiveHearing").Produces<NewVersion>().WithSummary("The applicant wants no hearing");
        hearings.MapPost("/{id:guid}/notice", async (Guid id, HearingNoticeBody body, HearingHandlers handlers, CancellationToken ct) => Version(await handlers.ScheduleAsync(new(id, body.At, body.Place, body.Presider), ct)))
            .Require(ApprovalPermissions.Handle).WithName("NoticeHearing").Produces<NewVersion>().WithSummary("Fix time, place and presider, at least seven days before").WithDescription("Body: `{ \"at\": \"2026-03-25T09:00:00+08:00\", \"place\": \"...\", \"presider\": \"user name\" }`.");
        hearings.MapPost("/{id:guid}/minutes", async (Guid id, HearingMinutesBody body, HearingHandlers handlers, CancellationToken ct) => Version(await handlers.HoldAsync(new(id, body.On, body.Minutes), ct)))
            .Require(ApprovalPermissions.Handle).WithName("HoldHearing").Produces<NewVersion>().WithSummary("The hearing was held; its record");
    }

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new NewVersion(version)));
}

internal sealed record HearingBody(HearingCause? Cause, string? Reason, string? ThirdParties);

internal sealed record HearingRequestBody(string? Text);

internal sealed record HearingNoticeBody(DateTimeOffset? At, string? Place, string? Presider);

internal sealed record HearingMinutesBody(DateOnly? On, string? Minutes);
