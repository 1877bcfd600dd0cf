using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation.Administration.Monitoring;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Administration;

/// <summary>New names of an organ.</summary>
internal sealed record OrganNameBody(string NameZh, string NameEn);

/// <summary>Where messages to an organ go.</summary>
/// <param name="Phone">Mobile number of the mainland; left out: no text messages.</param>
/// <param name="Email">E-mail address; left out: no e-mail.</param>
internal sealed record OrganContactBody(string? Phone, string? Email);

/// <summary>A post to grant.</summary>
/// <param name="Organ">Key such as <c>FGW@360500</c>.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day; left out for an open end.</param>
internal sealed record PostBody(string Organ, IReadOnlyList<Roles> Roles, DateOnly From, DateOnly? To);

/// <summary>The end of a post.</summary>
/// <param name="On">Its last day; yesterday ends it at once.</param>
internal sealed record PostEndBody(DateOnly On);

/// <summary>The key of what was made.</summary>
internal sealed record MadeKey(Guid Id);

/// <summary>How the platform does.</summary>
internal sealed record ConditionView(DateTimeOffset At, PartState Worst, IReadOnlyList<PartView> Parts, IReadOnlyList<JobCondition> Jobs, IReadOnlyList<SubscriberCondition> Subscribers)
{
    public static ConditionView Of(Condition c) => new(c.At, c.Worst, [.. c.Parts.Select(p => new PartView(p.Code, p.Name.ToString(), p.State, p.Says.ToString()))], c.Jobs, c.Subscribers);
}

/// <summary>One part, in the caller's language.</summary>
internal sealed record PartView(string Code, string Name, PartState State, string Says);

/// <summary>One named day of a notice.</summary>
internal sealed record NoticeDayBody(string Name, DateOnly Date, bool IsOffDay);

/// <summary>A yearly notice, in the format of <c>catalog/cn/calendar/2026.json</c> with the notice's number.</summary>
internal sealed record NoticeBody(int Year, string NoticeNumber, IReadOnlyList<NoticeDayBody> Days)
{
    public PublishCalendar Command => new(Year, NoticeNumber, [.. Days.Select(d => new CalendarDay(d.Date, d.Name, d.IsOffDay))]);
}

/// <summary>Organs, people, posts and calendars in the API.</summary>
internal static class AdministrationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("/admin").WithTags("administration");
        MapOrgans(admin);
        MapPeople(admin);
        MapPasswords(admin);
        MapCalendars(admin);
        admin.MapGet("/condition", async (ConditionQuery query, CancellationToken ct) => ConditionView.Of(await query.LookAsync(ct))).Require(FoundationPermissions.Administer)
            .WithName("GetCondition").WithSummary("How the platform does: database, disk, ledger, witnesses, follow-up work, outbox, schedule").WithDescription("For monitoring. `worst` is the worst of all parts; a part nobody can look at says `NotChecked` and never `Good`.")
            .Produces<ConditionView>();
    }

    private static void MapOrgans(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/organs", (AdministrationQueries queries, CancellationToken ct) => queries.OrgansAsync(ct)).Require(FoundationPermissions.Administer)
            .WithName("ListOrgans").WithSummary("All organs by division and department").WithDescription("With the number of persons who hold a post in each today.");
        admin.MapGet("/organs/{key}", async (string key, AdministrationQueries queries, HttpContext http, CancellationToken ct) =>
            Tagged(http, await queries.OrganAsync(key, ct), o => o.Version, PeopleErrors.NoSuchOrgan(key))).Require(FoundationPermissions.Administer)
            .WithName("GetOrgan").WithSummary("One organ, with its ETag").Produces<OrganRow>();
        admin.MapPut("/organs/{key}/name", async (string key, OrganNameBody body, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.RenameOrganAsync(key, (body.NameZh, body.NameEn), caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.Administer)
            .WithName("RenameOrgan").WithSummary("Rename an organ").WithDescription("The key stays: records and the ledger refer to it. Send `If-Match` with the organ's ETag to refuse a lost update.")
            .Produces(StatusCodes.Status204NoContent);
        admin.MapPut("/organs/{key}/contact", async (string key, OrganContactBody body, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.ReachOrganAtAsync(key, body.Phone, body.Email, caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.Administer)
            .WithName("SetOrganContact").WithSummary("Say where text messages and e-mail to an organ go").WithDescription("`{\"phone\": \"13900000021\", \"email\": \"zrzy@example.org\"}`; what is left out is taken away. Answers by text message are taken from this number only. Lists show both masked, the ledger neither.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static void MapPeople(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/people", (string? q, string? organ, bool? everyone, string? after, AdministrationQueries queries, CancellationToken ct) => queries.PeopleAsync(new(q, organ, everyone ?? false), after, ct)).Require(FoundationPermissions.Administer)
            .WithName("ListPeople").WithSummary("Accounts by user name, 30 a page")
            .WithDescription("`q` is a part of user name or name, `organ` an organ's key. Without `everyone=true` only accounts that have or had a post. Pass `next` as `after` to read on.");
        admin.MapGet("/people/{id:guid}", async (Guid id, AdministrationQueries queries, HttpContext http, CancellationToken ct) =>
            Tagged(http, await queries.PersonAsync(id, ct), p => p.Version, PeopleErrors.NoSuchPerson())).Require(FoundationPermissions.Administer)
            .WithName("GetPerson").WithSummary("One account with all its posts, with its ETag").Produces<PersonDetail>();
        admin.MapPost("/people", async (RegisterPerson body, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.OpenAccountAsync(body, caller, ct)).ToHttp(id => Results.Created($"/api/v1/admin/people/{id}", new MadeKey(id)))).Require(FoundationPermissions.Administer)
            .WithName("OpenAccount").WithSummary("Open an account").WithDescription("The account has no post yet: grant one next. The password is good for three days and for one thing: setting one's own at the first sign-in.")
            .Produces<MadeKey>(StatusCodes.Status201Created);
        admin.MapPost("/people/{id:guid}/posts", async (Guid id, PostBody body, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.GrantAsync(new(id, body.Organ, body.Roles.Aggregate(Roles.None, (all, r) => all | r), body.From, body.To), caller, ct)).ToHttp(post => Results.Created($"/api/v1/admin/people/{id}", new MadeKey(post)))).Require(FoundationPermissions.Administer)
            .WithName("GrantPost").WithSummary("Grant a post in an organ")
            .WithDescription("`{\"organ\": \"FGW@360500\", \"roles\": [\"handler\"], \"from\": \"2026-03-02\"}`. Nobody grants himself a post; administrator and auditor are different persons.")
            .Produces<MadeKey>(StatusCodes.Status201Created);
        admin.MapPost("/people/{id:guid}/posts/{post:guid}/end", async (Guid id, Guid post, PostEndBody body, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.EndPostAsync(new(id, post, body.On), caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.Administer)
            .WithName("EndPost").WithSummary("End a post").WithDescription("`on` is its last day, yesterday at the earliest. The last administrator's post cannot be ended.")
            .Produces(StatusCodes.Status204NoContent);
        admin.MapPost("/people/{id:guid}/disable", async (Guid id, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.DisableAsync(id, caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.Administer)
            .WithName("DisableAccount").WithSummary("Disable an account for good").WithDescription("Its sessions and tokens end at once.")
            .Produces(StatusCodes.Status204NoContent);
        admin.MapPost("/people/{id:guid}/unlock", async (Guid id, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.UnlockAsync(id, caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.Administer)
            .WithName("UnlockAccount").WithSummary("Unlock an account before its thirty minutes are over")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static void MapPasswords(RouteGroupBuilder admin)
    {
        admin.MapPost("/people/{id:guid}/sessions-end", async (Guid id, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.EndSessionsAsync(id, caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.Administer)
            .WithName("EndSessionsOf").WithSummary("End every session and token of an account").WithDescription("Known to every process within a minute. The password stays.")
            .Produces(StatusCodes.Status204NoContent);
        admin.MapPost("/people/{id:guid}/second-factor-reset", async (Guid id, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.ResetSecondFactorAsync(id, caller, ct)).ToHttp(_ => Results.NoContent())).Require(FoundationPermissions.Administer)
            .WithName("ResetSecondFactor").WithSummary("Take a lost second factor away")
            .WithDescription("Make sure by other means that it is this person. All sessions and tokens of the account end; where a second factor is demanded, the next sign-in sets a new one up.")
            .Produces(StatusCodes.Status204NoContent);
        admin.MapPost("/people/{id:guid}/password-reset", async (Guid id, OfficerAdministration administration, Caller caller, CancellationToken ct) =>
            (await administration.ResetPasswordAsync(id, caller, ct)).ToHttp()).Require(FoundationPermissions.Administer)
            .WithName("ResetPassword").WithSummary("Give an officer a one-time password")
            .WithDescription("Make sure by other means that it is this person. All sessions and tokens of the account end at once, a lock is lifted; the password is good for three days and for one thing: setting one's own. It is answered once and kept nowhere, so a repeat with the same `Idempotency-Key` gives a new one.")
            .Produces<OneTimePassword>().WithExample(null, """{"password":"KXTR-fmpw-4827-hncz","until":"2026-03-05T01:30:00Z"}""");
    }

    private static void MapCalendars(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/calendars", (AdministrationQueries queries, CancellationToken ct) => queries.CalendarsAsync(ct)).Require(FoundationPermissions.Administer)
            .WithName("ListCalendars").WithSummary("All editions of all years' calendars, newest first");
        admin.MapPost("/calendars/preview", async (NoticeBody body, PublishCalendarHandler publish, Caller caller, CancellationToken ct) =>
            (await publish.PreviewAsync(body.Command, caller, ct)).ToHttp()).Require(FoundationPermissions.Administer)
            .WithName("PreviewCalendar").WithSummary("Check a notice and see which days would change; changes nothing").Produces<CalendarPreview>();
        admin.MapPost("/calendars", async (NoticeBody body, PublishCalendarHandler publish, Caller caller, CancellationToken ct) =>
            (await publish.HandleAsync(body.Command, caller, ct)).ToHttp()).Require(FoundationPermissions.Administer)
            .WithName("PublishCalendar").WithSummary("Publish a year's calendar and count every running limit anew")
            .WithDescription("`{\"year\": 2027, \"noticeNumber\": \"国办发明电〔2026〕5号\", \"days\": [{\"name\": \"元旦\", \"date\": \"2027-01-01\", \"isOffDay\": true}]}`. Give every day of each holiday period; make-up working days carry `\"isOffDay\": false`. The answer tells how many due days moved.")
            .Produces<CalendarPublication>();
    }

    private static IResult Tagged<T>(HttpContext http, T? value, Func<T, long> version, Error missing) where T : class
    {
        if (value is null)
            return missing.ToHttp();
        http.Response.Headers.ETag = Problems.ETag(version(value));
        return Results.Json(value);
    }
}
