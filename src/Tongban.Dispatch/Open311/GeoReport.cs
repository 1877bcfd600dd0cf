using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Tongban.Dispatch.Open311.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Open311;

/// <summary>Open311 GeoReport v2 under <c>/open311/v2</c>: services, their definitions, requests; JSON and XML.</summary>
/// <remarks>Reading is open and shows public fields only; writing needs the key of a registered application. Beyond the standard: <c>updated_after</c>, <c>updated_before</c>, <c>page</c>, <c>page_size</c>, and a batch.</remarks>
internal static class GeoReport
{
    /// <summary>Longest span of a search, and how far back one without dates looks.</summary>
    public const int SpanDays = 90;

    public const int MostRequests = 1000;

    private const long PostBytes = 64 * 1024, BatchBytes = 1024 * 1024;

    private static readonly JsonSerializerOptions Batch = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowReadingFromString };

    public static void Map(IEndpointRouteBuilder site)
    {
        var door = site.MapGroup("/open311/v2").ExcludeFromDescription();
        door.MapGet("/discovery.{format}", (string format, HttpRequest request) => Within(request, format, () => Task.FromResult(Discovery(request).Answer(format, "discovery")))).Public();
        door.MapGet("/services.{format}", (string format, HttpRequest request, ServiceCatalogue services) => Within(request, format, () => Task.FromResult(
            new Wire.Items("service", [.. services.Services.Select(Of)]).Answer(format, "services")))).Public();
        door.MapGet("/services/{code}.{format}", (string code, string format, HttpRequest request, ServiceCatalogue services) => Within(request, format, () => Task.FromResult(services.Find(code) is { } service
            ? Definition(service).Answer(format, "service_definition") : Wire.Refuse(RequestErrors.NoSuchService(code) with { Kind = ErrorKind.NotFound }, format)))).Public();
        door.MapGet("/requests.{format}", (string format, HttpRequest request, RequestQueries requests, ServiceCatalogue services, OrganDirectory organs, CityClock clock, CancellationToken ct) => Within(request, format, async () =>
            !Filter(request.Query, clock.Now).TryGet(out var asked, out var refusal) ? Wire.Refuse(refusal, format)
                : new Wire.Items("request", [.. (await requests.FindAsync(asked.Filter, asked.Page, asked.PageSize, ct)).Select(r => Of(r, services, organs))]).Answer(format, "service_requests"))).Public();
        door.MapGet("/requests/{id}.{format}", (string id, string format, HttpRequest request, RequestQueries requests, ServiceCatalogue services, OrganDirectory organs, CancellationToken ct) => Within(request, format, async () =>
            await requests.FindAsync(id, ct) is { } found ? new Wire.Items("request", [Of(found, services, organs)]).Answer(format, "service_requests") : Wire.Refuse(RequestErrors.NoSuchRequest(id), format))).Public();
        door.MapPost("/requests.{format}", (string format, HttpRequest request, ReceiveRequests receive, Applications applications, PostLimits limits, CancellationToken ct) => Within(request, format, () => PostAsync(format, request, receive, applications, limits, ct))).Public();
        door.MapPost("/requests/batch.json", (HttpRequest request, ReceiveRequests receive, Applications applications, PostLimits limits, CancellationToken ct) => Within(request, "json", () => BatchAsync(request, receive, applications, limits, ct))).Public();
    }

    private static async Task<IResult> Within(HttpRequest request, string format, Func<Task<IResult>> answer)
    {
        if (format is not ("json" or "xml"))
            return Wire.Refuse(RequestErrors.Format(format), "json");
        // One city, one jurisdiction: it may be left out, and if it is named it is ours.
        var services = request.HttpContext.RequestServices;
        var jurisdiction = request.Query["jurisdiction_id"].ToString();
        if (jurisdiction.Length > 0 && jurisdiction != ((ServiceCatalogue)services.GetService(typeof(ServiceCatalogue))!).Division)
            return Wire.Refuse(RequestErrors.Jurisdiction(jurisdiction), format);
        try
        {
            return await answer();
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException or BadHttpRequestException)
        {
            return Wire.Refuse(RequestErrors.Unreadable(), format);
        }
    }

    private static async Task<IResult> PostAsync(string format, HttpRequest request, ReceiveRequests receive, Applications applications, PostLimits limits, CancellationToken ct)
    {
        if (request.ContentLength > PostBytes)
            return Wire.Refuse(RequestErrors.Unreadable(), format, StatusCodes.Status413PayloadTooLarge);
        var form = request.HasFormContentType ? await request.ReadFormAsync(new FormOptions { ValueCountLimit = 100, ValueLengthLimit = (int)PostBytes, MultipartBodyLengthLimit = PostBytes }, ct) : FormCollection.Empty;
        string? Given(string name) => form[name].ToString() is { Length: > 0 } text ? text : request.Query[name].ToString() is { Length: > 0 } asked ? asked : null;
        if (await applications.FindAsync(Given("api_key"), ct) is not { } application)
            return Wire.Refuse(RequestErrors.Key(), format);
        if (Given("jurisdiction_id") is { } other && other != ((ServiceCatalogue)request.HttpContext.RequestServices.GetService(typeof(ServiceCatalogue))!).Division)
            return Wire.Refuse(RequestErrors.Jurisdiction(other), format);
        if (Limited(request, limits, application, format) is { } wait)
            return wait;
        List<Error> no = [];
        decimal? Degrees(string name)
        {
            if (Given(name) is not { } text)
                return null;
            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= 180)
                return degrees;
            no.Add(RequestErrors.Value(name, text));
            return null;
        }
        var (lon, lat) = (Degrees("long"), Degrees("lat"));
        var attributes = form.Keys.Where(k => k.StartsWith("attribute[", StringComparison.Ordinal)).Select(k => (Code: k["attribute[".Length..].TrimEnd('[', ']'), Value: string.Join(',', form[k].OfType<string>()))).Where(a => a.Value.Length > 0)
            .GroupBy(a => a.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal);
        if (Error.Combine(no) is { } unreadable)
            return Wire.Refuse(unreadable, format);
        var name = string.Join(' ', new[] { Given("last_name"), Given("first_name") }.OfType<string>());
        var reporter = new Reporter(name.Length > 0 ? name : null, Given("phone"), Given("email"));
        var sent = new NewRequest(Given("service_code"), lon, lat, Given("address_string") ?? Given("address"), Given("description"), Given("media_url"), attributes, reporter.IsNobody ? null : reporter, Given("external_id"));
        if (!(await receive.HandleAsync(new([sent], application.Id), ct)).TryGet(out var received, out var refusal))
            return Wire.Refuse(refusal, format);
        return new Wire.Items("request", [.. received.Select(r => (Wire)new Wire.Record(("service_request_id", Wire.Text(r.Number)), ("service_notice", Wire.Text(r.Known ? Words.T("此前已受理。", "It was received before.") : null)), ("account_id", Wire.Text(null))))])
            .Answer(format, "service_requests", StatusCodes.Status201Created);
    }

    private static async Task<IResult> BatchAsync(HttpRequest request, ReceiveRequests receive, Applications applications, PostLimits limits, CancellationToken ct)
    {
        if (await applications.FindAsync(request.Headers["X-Api-Key"].ToString() is { Length: > 0 } header ? header : request.Query["api_key"].ToString(), ct) is not { } application)
            return Wire.Refuse(RequestErrors.Key(), "json");
        if (request.ContentLength > BatchBytes)
            return Wire.Refuse(RequestErrors.Unreadable(), "json", StatusCodes.Status413PayloadTooLarge);
        if (Limited(request, limits, application, "json") is { } wait)
            return wait;
        var rows = await JsonSerializer.DeserializeAsync<List<BatchRow?>>(request.Body, Batch, ct) ?? [];
        if (rows.Count is 0 or > ReceiveRequests.MostTogether || rows.Contains(null))
            return Wire.Refuse(RequestErrors.TooMany(ReceiveRequests.MostTogether), "json");
        var sent = rows.ConvertAll(r => new NewRequest(r!.ServiceCode, r.Long, r.Lat, r.AddressString, r.Description, r.MediaUrl, r.Attributes, null, r.ServiceRequestId,
            r.RequestedDatetime is { } requested ? new(requested, r.ExpectedDatetime, r.ClosedDatetime, r.Outcome is null ? null : Enum.TryParse<RequestOutcome>(r.Outcome, ignoreCase: true, out var outcome) ? outcome : RequestOutcome.Incomplete, r.StatusNotes) : null));
        if (!(await receive.HandleAsync(new(sent, application.Id), ct)).TryGet(out var received, out var refusal))
            return Wire.Refuse(refusal, "json");
        return new Wire.Items("request", [.. received.Select(r => (Wire)new Wire.Record(("service_request_id", Wire.Text(r.Number)), ("external_id", Wire.Text(r.ExternalId)), ("known", new Wire.Value(r.Known)),
            ("errors", new Wire.Items("error", [.. r.Faults.Select(f => (Wire)new Wire.Record(("code", Wire.Text(f.Code)), ("description", Wire.Text($"{(f.Field is null ? "" : f.Field + ": ")}{f.Text}"))))]))))])
            .Answer("json", "service_requests", StatusCodes.Status200OK);
    }

    private static IResult? Limited(HttpRequest request, PostLimits limits, ApiApplication application, string format)
    {
        if (limits.Wait(application) is not { } seconds)
            return null;
        request.HttpContext.Response.Headers.RetryAfter = seconds;
        return Wire.Refuse(new Error("requests.too-often", new Words("每分钟至多 {0} 次，请 {1} 秒后再试。", "At most {0} a minute: try again in {1} seconds.").With(application.PerMinute, seconds)), format, StatusCodes.Status429TooManyRequests);
    }

    /// <summary>What a search asks; the standard's span and defaults.</summary>
    internal static Result<(RequestFilter Filter, int Page, int PageSize)> Filter(IQueryCollection query, DateTimeOffset now)
    {
        List<Error> no = [];
        string? Given(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
        DateTimeOffset? Time(string name)
        {
            if (Given(name) is not { } text)
                return null;
            // A plus sign that nobody escaped arrives as a blank.
            if (DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                return at.ToUniversalTime();
            no.Add(RequestErrors.Time(name, text));
            return null;
        }
        int Whole(string name, int otherwise, int most)
        {
            if (Given(name) is not { } text)
                return otherwise;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
                return number;
            no.Add(RequestErrors.Value(name, text));
            return otherwise;
        }
        IReadOnlyList<string>? List(string name) => Given(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } parts ? [.. parts.Distinct(StringComparer.Ordinal).Take(MostRequests)] : null;

        var (from, to, updatedFrom, updatedTo) = (Time("start_date"), Time("end_date"), Time("updated_after"), Time("updated_before"));
        bool? open = null;
        if (List("status") is { } states)
        {
            if (states.Any(s => s is not ("open" or "closed")))
                no.Add(RequestErrors.Value("status", string.Join(',', states)));
            open = states.Count == 1 ? states[0] is "open" : null;
        }
        var numbers = List("service_request_id");
        if (numbers is null && updatedFrom is null && updatedTo is null)
        {
            to ??= from is { } begin ? Earlier(begin.AddDays(SpanDays), now) : now;
            from ??= to.Value.AddDays(-SpanDays);
        }
        if (to - from > TimeSpan.FromDays(SpanDays + 1))
            no.Add(RequestErrors.Span(SpanDays));
        var (page, size) = (Whole("page", 1, 100_000), Whole("page_size", MostRequests, MostRequests));
        // Asked for by number, nothing else is asked (GeoReport v2: the other filters are ignored then).
        var filter = numbers is not null ? new RequestFilter(numbers) : new RequestFilter(null, List("service_code"), open, from, to, updatedFrom, updatedTo);
        return Error.Combine(no) is { } refusal ? refusal : (filter, page, size);

        static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
    }

    private static Wire.Record Discovery(HttpRequest request)
    {
        Wire Point(string kind) => new Wire.Record(("specification", Wire.Text("http://wiki.open311.org/GeoReport_v2")), ("url", Wire.Text($"{request.Scheme}://{request.Host}/open311/v2")), ("changeset", Wire.Text("2026-03-01T00:00:00+08:00")), ("type", Wire.Text(kind)),
            ("formats", new Wire.Items("format", [Wire.Text("application/json"), Wire.Text("text/xml")])));
        return new(("changeset", Wire.Text("2026-03-01T00:00:00+08:00")), ("contact", Wire.Text($"{request.Scheme}://{request.Host}/")), ("key_service", Wire.Text($"{request.Scheme}://{request.Host}/admin/applications")),
            ("endpoints", new Wire.Items("endpoint", [Point("production")])));
    }

    private static Wire.Record Of(ServiceType s) => new(("service_code", Wire.Text(s.Code)), ("service_name", Wire.Text(s.Name.ToString())), ("description", Wire.Text(s.Description.ToString())), ("metadata", new Wire.Value(s.Attributes.Count > 0)),
        ("type", Wire.Text("realtime")), ("keywords", Wire.Text(string.Join(',', s.Keywords))), ("group", Wire.Text(s.Group.ToString())));

    private static Wire.Record Definition(ServiceType s) => new(("service_code", Wire.Text(s.Code)), ("attributes", new Wire.Items("attribute", [.. s.Attributes.Select((a, i) => (Wire)new Wire.Record(
        ("variable", new Wire.Value(true)), ("code", Wire.Text(a.Code)), ("datatype", Wire.Text(a.Datatype)), ("required", new Wire.Value(a.Required)), ("datatype_description", Wire.Text(null)), ("order", new Wire.Value(i + 1)),
        ("description", Wire.Text(a.Name.ToString())), ("values", new Wire.Items("value", [.. a.Values.Select(v => (Wire)new Wire.Record(("key", Wire.Text(v.Key)), ("name", Wire.Text(v.Name.ToString()))))]))))])));

    private static Wire.Record Of(PublicRequest r, ServiceCatalogue services, OrganDirectory organs) => new(
        ("service_request_id", Wire.Text(r.Number)), ("status", Wire.Text(r.IsOpen ? "open" : "closed")), ("status_notes", Wire.Text(r.StatusNotes ?? (r.Outcome is { } outcome ? RequestErrors.Name(outcome).ToString() : null))),
        ("service_name", Wire.Text(services.NameOf(r.ServiceCode).ToString())), ("service_code", Wire.Text(r.ServiceCode)), ("description", Wire.Text(r.Description)), ("agency_responsible", Wire.Text(organs.NameOf(r.Organ).ToString())),
        ("service_notice", Wire.Text(null)), ("requested_datetime", Wire.Time(r.RequestedAt)), ("updated_datetime", Wire.Time(r.UpdatedAt)), ("expected_datetime", Wire.Time(r.DueAt)), ("address", Wire.Text(r.Address)), ("address_id", Wire.Text(null)),
        ("zipcode", Wire.Text(null)), ("lat", new Wire.Value(r.Latitude)), ("long", new Wire.Value(r.Longitude)), ("media_url", Wire.Text(null)));

    /// <summary>A request of a batch, in the standard's names; the times of another system only from an application that may import.</summary>
    internal sealed record BatchRow(
        string? ServiceRequestId, string? ServiceCode, decimal? Lat, decimal? Long, string? AddressString, string? Description, string? MediaUrl, Dictionary<string, string>? Attributes,
        DateTimeOffset? RequestedDatetime, DateTimeOffset? ExpectedDatetime, DateTimeOffset? ClosedDatetime, string? Outcome, string? StatusNotes);
}
