using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Open311;

/// <summary>A request in our own API.</summary>
internal sealed record RequestAnswer(
    string Number, string Service, string ServiceName, string Organ, bool Open, RequestOutcome? Outcome, string? Notes, string Description, string? Address, decimal? Longitude, decimal? Latitude, DateTimeOffset RequestedAt, DateTimeOffset DueAt,
    DateTimeOffset UpdatedAt, DateTimeOffset? ClosedAt, bool Overdue)
{
    public static RequestAnswer Of(PublicRequest r, ServiceCatalogue services, DateTimeOffset now) => new(r.Number, r.ServiceCode, services.NameOf(r.ServiceCode).ToString(), r.Organ, r.IsOpen, r.Outcome, r.StatusNotes, r.Description, r.Address, r.Longitude, r.Latitude,
        r.RequestedAt, r.DueAt, r.UpdatedAt, r.ClosedAt, (r.ClosedAt ?? now) > r.DueAt);
}

/// <summary>The requests' part of <c>/api/v1</c>: what the pages can do.</summary>
internal static class RequestEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var requests = api.MapGroup("/service-requests").WithTags("service-requests");
        requests.MapGet("", async (string? service, bool? open, bool? overdue, string? organ, string? after, RequestQueries queries, ServiceCatalogue services, CityClock clock, CancellationToken ct) =>
            {
                var page = await queries.ListAsync(new(null, service is { Length: > 0 } ? [service] : null, open, Organ: organ, Overdue: overdue is true), after, ct);
                return Results.Json(new KeyPage<RequestAnswer>([.. page.Items.Select(r => RequestAnswer.Of(r, services, clock.Now))], page.Next));
            })
            .Public().WithName("ListServiceRequests").WithSummary("Citizens' requests, newest first, public fields only").Produces<KeyPage<RequestAnswer>>();
        requests.MapGet("/figures", async (DateTimeOffset? asOf, RequestQueries queries, CityClock clock, CancellationToken ct) => Results.Json(await queries.FiguresAsync(asOf ?? clock.Now, ct)))
            .Public().WithName("GetServiceRequestFigures").WithSummary("Received, open, closed and overdue by service").WithDescription("`asOf` counts as it stood at that instant.").Produces<IReadOnlyList<ServiceFigures>>();
        requests.MapGet("/{number}", async (string number, RequestQueries queries, ServiceCatalogue services, CityClock clock, HttpContext http, CancellationToken ct) =>
            {
                if (await queries.FindAsync(number, ct) is not { } found)
                    return RequestErrors.NoSuchRequest(number).ToHttp();
                http.Response.Headers.ETag = Problems.ETag(found.Version);
                return Results.Json(RequestAnswer.Of(found, services, clock.Now));
            })
            .Public().WithName("GetServiceRequest").WithSummary("One request").Produces<RequestAnswer>();
        requests.MapPost("", async (RequestBody body, ReceiveRequests receive, CancellationToken ct) =>
                (await receive.HandleAsync(new([new(body.Service, body.Longitude, body.Latitude, body.Address, body.Description, null, body.Attributes, null)], null), ct)).ToHttp(r => Results.Json(new Numbered(r[0].Number!, r[0].DueAt!.Value))))
            .Require(DispatchPermissions.Report).WithName("ReportServiceRequest").WithSummary("Report something in the city").WithDescription("For people who are signed in; applications use Open311 GeoReport v2 at /open311/v2.")
            .WithExample("""{"service":"potholes","longitude":114.93,"latitude":27.81,"address":"仙来大道与劳动路口","description":"路口东侧路面坑洼，约一米见方"}""").Produces<Numbered>();
        requests.MapPost("/{number}/transfer", async (string number, TransferBody body, WorkOnRequest work, CancellationToken ct) => (await work.TransferAsync(new(number, body.Organ, body.Reason), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(DispatchPermissions.Work).WithName("TransferServiceRequest").WithSummary("Pass a request on to another organ").WithExample("""{"organ":"ZJJ@360500","reason":"属在建工地管理"}""").Produces<Done>();
        requests.MapPost("/{number}/notes", async (string number, NotesBody body, WorkOnRequest work, CancellationToken ct) => (await work.NoteAsync(new(number, body.Notes), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(DispatchPermissions.Work).WithName("NoteServiceRequest").WithSummary("Say for everyone how it goes").WithExample("""{"notes":"已派维修队到场"}""").Produces<Done>();
        requests.MapPost("/{number}/closing", async (string number, ClosingBody body, WorkOnRequest work, CancellationToken ct) => (await work.CloseAsync(new(number, body.Outcome, body.Notes), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(DispatchPermissions.Work).WithName("CloseServiceRequest").WithSummary("Close a request").WithExample("""{"outcome":"done","notes":"路面已修补"}""").Produces<Done>();

        var applications = api.MapGroup("/admin/applications").WithTags("service-requests");
        applications.MapGet("", async (Applications known, CancellationToken ct) => Results.Json((await known.ListAsync(ct)).Select(ApplicationAnswer.Of).ToList()))
            .Require(DispatchPermissions.Keys).WithName("ListApplications").WithSummary("Applications that may send requests").Produces<IReadOnlyList<ApplicationAnswer>>();
        applications.MapPost("", async (ApplicationBody body, Applications known, CancellationToken ct) => (await known.RegisterAsync(new(body.Name, body.Contact, body.MayImport, body.PerMinute ?? 60), ct)).ToHttp())
            .Require(DispatchPermissions.Keys).WithName("RegisterApplication").WithSummary("Register an application; its key is shown this once").WithExample("""{"name":"12345 热线","contact":"ops@example.org","mayImport":false,"perMinute":60}""").Produces<RegisteredApplication>();
        applications.MapPost("/{application:guid}/revocation", async (Guid application, Applications known, CancellationToken ct) => (await known.RevokeAsync(application, ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(DispatchPermissions.Keys).WithName("RevokeApplication").WithSummary("End an application's key at once").Produces<Done>();
    }

    internal sealed record RequestBody(string Service, decimal? Longitude, decimal? Latitude, string? Address, string? Description, Dictionary<string, string>? Attributes = null);

    internal sealed record TransferBody(string Organ, string Reason);

    internal sealed record NotesBody(string Notes);

    internal sealed record ClosingBody(RequestOutcome Outcome, string Notes);

    internal sealed record ApplicationBody(string Name, string Contact, bool MayImport, int? PerMinute = null);

    internal sealed record ApplicationAnswer(Guid Id, string Name, string Contact, string KeyStart, bool MayImport, int PerMinute, DateTimeOffset IssuedAt, DateTimeOffset? RevokedAt)
    {
        public static ApplicationAnswer Of(ApiApplication a) => new(a.Id, a.Name, a.Contact, a.KeyStart, a.MayImport, a.PerMinute, a.IssuedAt, a.RevokedAt);
    }

    internal sealed record Numbered(string Number, DateTimeOffset DueAt);

    internal sealed record Done(long Version);
}
