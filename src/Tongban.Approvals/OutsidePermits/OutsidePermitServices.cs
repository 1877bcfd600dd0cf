using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.OutsidePermits;

/// <summary>Permits of other systems in the module's table of contents.</summary>
internal static class OutsidePermitServices
{
    public const string BringName = "approvals.outside-permits-bring", ReadName = "approvals.outside-permits-read";

    /// <summary>Sending and deciding; whose permits is asked of the permit itself.</summary>
    public static readonly Permission Bring = new(BringName, Roles.Handler | Roles.Head);

    public static readonly Permission Read = new(ReadName, Roles.Handler | Roles.Head | Roles.Auditor);

    public static IReadOnlyList<Permission> Permissions => [Bring, Read];

    public static void AddOutsidePermits(this IServiceCollection services)
    {
        services.AddScoped<OutsidePermitHandlers>();
        services.AddScoped<AcceptOutsidePermitHandler>();
        services.AddScoped<OutsidePermitQueries>();
        services.AddSingleton<INavigationSource, OutsidePermitNavigation>();
    }

    public static void ConfigureModel(ModelBuilder model)
    {
        model.Ignore<PermitCandidate>();
        model.ApplyConfiguration(new OutsidePermitTable());
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        MapAcceptance(api);
        var permits = api.MapGroup("/outside-permits").WithTags("OutsidePermits");
        permits.MapPost("/", async (PermitBody body, OutsidePermitHandlers handlers, CancellationToken ct) => (await handlers.HandleAsync(new ReceivePermitCommand(body.Fields()), ct)).ToHttp())
            .Require(Bring).WithName("SendOutsidePermit").Produces<ReceivedPermit>().WithSummary("State a permit that another system issued")
            .WithDescription("By the issuer or the lead department. `name` is an item code of the flow or a free name; `issuer` an organ key or a name. With a project code that is known, and belongs to the same unit, it joins the project's archive at once; otherwise it waits for an officer. The same number of the same issuer is taken once.")
            .WithExample("""{"number":"赣自然资预〔2026〕15号","name":"S1-03","issuer":"ZRZY@360502","creditCode":"91360502MA0001018B","projectCode":"2603-360502-04-01-123453","projectName":"年产2万吨锂电材料项目","division":"360502","issuedOn":"2026-03-02","validTo":"2029-03-01"}""");
        permits.MapPost("/batch", BatchAsync).Require(Bring).WithName("SendOutsidePermits").Accepts<byte[]>("text/csv").Produces<PermitReport>().WithSummary("State many permits as a CSV file")
            .WithDescription("UTF-8, at most 2,000 rows and 4 MB. Columns, under these or their Chinese names: number, name, issuer, creditCode, projectCode, projectName, division, issuedOn, validTo, fileDigest. Sound rows are taken; for every other the answer says row, field, rule and way out.");
        permits.MapGet("/", async (string? state, string? q, string? after, OutsidePermitQueries queries, CancellationToken ct) =>
                !OutsidePermitWords.TryState(state, out var wanted) ? OutsidePermitErrors.NoSuchState(state!).ToHttp() : Results.Ok(await queries.ListAsync(wanted, q, after, ct)))
            .Require(Read).WithName("ListOutsidePermits").Produces<KeyPage<OutsidePermitRow>>().WithSummary("Permits of other systems, newest first").WithDescription("Those the caller's organ issued, sent or leads; auditors see all. `state` is waiting, attached or rejected; `q` finds an exact number, credit code or project code, or a part of the stated name.");
        permits.MapGet("/{id:guid}", async (Guid id, OutsidePermitQueries queries, HttpContext http, CancellationToken ct) =>
        {
            if (await queries.FindAsync(id, ct) is not { } answer)
                return OutsidePermitErrors.NoSuchPermit().ToHttp();
            http.Response.Headers.ETag = Problems.ETag(answer.Version);
            return Results.Ok(answer);
        }).Require(Read).WithName("GetOutsidePermit").Produces<OutsidePermitAnswer>().WithSummary("One permit with the projects it may belong to")
            .WithDescription("A score of 100 at most: credit code 50, name 35, division 10, date 5. From 75 the only such project is proposed; nothing is attached by score.");
        permits.MapPost("/{id:guid}/attachment", async (Guid id, AttachBody body, OutsidePermitHandlers handlers, CancellationToken ct) => Version(await handlers.HandleAsync(new AttachPermitCommand(id, body.ProjectCode, body.Reason), ct)))
            .Require(Bring).WithName("AttachOutsidePermit").Produces<PermitVersion>().WithSummary("Put the permit into a project's archive").WithDescription("Without a code the proposed project is taken; any other needs a reason.").WithExample("""{"projectCode":"2603-360502-04-01-123453","reason":"企业更名前的项目，经核对许可证附图一致"}""");
        permits.MapPost("/{id:guid}/rejection", async (Guid id, RejectBody body, OutsidePermitHandlers handlers, CancellationToken ct) => Version(await handlers.HandleAsync(new RejectPermitCommand(id, body.Reason), ct)))
            .Require(Bring).WithName("RejectOutsidePermit").Produces<PermitVersion>().WithSummary("The permit belongs to no project here").WithExample("""{"reason":"不属于投资项目"}""");
    }

    private static void MapAcceptance(IEndpointRouteBuilder api) => api.MapPost("/stages/{stageCase:guid}/items/{item}/outside-permit", async (Guid stageCase, string item, AcceptBody body, AcceptOutsidePermitHandler accept, CancellationToken ct) =>
            Version(await accept.HandleAsync(new(stageCase, item, body.Permit, body.Opinion), ct)))
        .Require(ApprovalPermissions.Handle).WithTags("OutsidePermits").WithName("AcceptOutsidePermit").Produces<PermitVersion>().WithSummary("Decide an item on the ground of a permit that another system issued")
        .WithDescription("By an officer of the item's organ, which holds the power for it. The permit is in the project's archive, still holds, names the item (or the opinion says why it is its result) and is no other item's. The item is granted with the permit's number; no paper of its own is made out.")
        .WithExample("""{"permit":"0198f3a2-6f0e-7c3b-9d51-2b6a5c7e8f90","opinion":"与申请内容一致"}""");

    private static async Task<IResult> BatchAsync(HttpContext http, OutsidePermitHandlers handlers, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        return (await handlers.HandleAsync(new ReceivePermitsCommand(body.ToArray()), ct)).ToHttp();
    }

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new PermitVersion(version)));

    /// <summary>The version of the permit after the act.</summary>
    internal sealed record PermitVersion(long Version);

    internal sealed record AttachBody(string? ProjectCode, string? Reason);

    internal sealed record RejectBody(string? Reason);

    internal sealed record AcceptBody(Guid? Permit, string? Opinion);

    internal sealed record PermitBody(
        string? Number, string? Name, string? Issuer, string? CreditCode, string? ProjectCode, string? ProjectName, string? Division, DateOnly? IssuedOn, DateOnly? ValidTo, string? FileDigest)
    {
        public PermitFields Fields() => new(Number, Name, Issuer, CreditCode, ProjectCode, ProjectName, Division, Day(IssuedOn), Day(ValidTo), FileDigest);

        private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}

/// <summary>The queue's line of the side bar.</summary>
internal sealed class OutsidePermitNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("外部证照归集", "Permits of other systems"), "/approvals/outside-permits", "upload", OutsidePermitServices.ReadName, 70,
            (db, me) => db.Set<OutsidePermit>().Where(p => p.State == OutsidePermitState.Waiting && p.Lead == me.Organ).Take(NavItem.MostCounted).Count()
                + db.Set<OutsidePermit>().Where(p => p.State == OutsidePermitState.Waiting && p.Lead != me.Organ && p.Issuer == me.Organ).Take(NavItem.MostCounted).Count()),
    ];
}
