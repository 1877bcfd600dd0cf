using System.Text.RegularExpressions;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Privacy;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Open311.Model;

/// <summary>How a request ended.</summary>
internal enum RequestOutcome
{
    /// <summary>已办结.</summary>
    Done,

    /// <summary>重复.</summary>
    Duplicate,

    /// <summary>不属实或作废.</summary>
    Void,

    /// <summary>信息不足.</summary>
    Incomplete,
}

/// <summary>Who reported; kept for asking back, shown to nobody who handles the matter (domain 06 § 10.2).</summary>
internal sealed record Reporter(string? Name, string? Phone, string? Email)
{
    public bool IsNobody => Name is null && Phone is null && Email is null;
}

/// <summary>What somebody reports.</summary>
/// <param name="ExternalId">The number it has with the application that sends it: the same number is taken once.</param>
/// <param name="Past">Given only by an application that may import: what another system knows of the request.</param>
internal sealed record NewRequest(
    string? ServiceCode, decimal? Longitude, decimal? Latitude, string? Address, string? Description, string? MediaUrl, IReadOnlyDictionary<string, string>? Attributes, Reporter? Reporter, string? ExternalId = null, PastRequest? Past = null);

/// <summary>A request that was begun elsewhere.</summary>
/// <param name="Due">When it is due there.</param>
internal sealed record PastRequest(DateTimeOffset Requested, DateTimeOffset? Due, DateTimeOffset? Closed, RequestOutcome? Outcome, string? StatusNotes);

/// <summary>A citizen's request (市民诉求): something in the city that wants mending. Not a difficulty of a project: it has no project, no model, no data to compare.</summary>
internal sealed partial class ServiceRequest : Aggregate
{
    private ServiceRequest() { }

    public override string Matter => $"service-request:{Id}";

    /// <summary><c>SR-2026-000123</c>; the <c>service_request_id</c> of GeoReport.</summary>
    public string Number { get; private set; } = "";

    public string ServiceCode { get; private set; } = "";

    /// <summary>The organ that handles it.</summary>
    public string Organ { get; private set; } = "";

    public bool IsOpen { get; private set; } = true;

    public RequestOutcome? Outcome { get; private set; }

    /// <summary>What the organ says about it, for everyone.</summary>
    public string? StatusNotes { get; private set; }

    /// <summary>As it was reported; shown without telephone and identity numbers.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Salt of the description's commitment in the ledger.</summary>
    public string? Salt { get; private set; }

    public string? Address { get; private set; }

    public decimal? Longitude { get; private set; }

    public decimal? Latitude { get; private set; }

    public IReadOnlyDictionary<string, string> Attributes { get; private set; } = new Dictionary<string, string>();

    public string? MediaUrl { get; private set; }

    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>The last second of the last day, unless another system gave it.</summary>
    public DateTimeOffset DueAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The application it came through.</summary>
    public Guid? ApplicationId { get; private set; }

    public string? ExternalId { get; private set; }

    /// <summary>The account that reported, when someone signed in did.</summary>
    public Guid? ReportedBy { get; private set; }

    public string? ReporterName { get; private set; }

    public string? ReporterPhone { get; private set; }

    public string? ReporterEmail { get; private set; }

    /// <summary>Over its time: closed after it was due, or open and due.</summary>
    public bool IsOverdue(DateTimeOffset at) => (ClosedAt ?? at) > DueAt;

    /// <summary>The description as everyone may read it.</summary>
    public static string Public(string text) => Numbers().Replace(text, m => m.Length >= 15 ? "[身份号码]" : "[电话]");

    /// <summary>Takes a request, or says everything that is wrong with it.</summary>
    /// <param name="application">The application it comes through and whether that may import.</param>
    public static Result<ServiceRequest> Receive(NewRequest given, ServiceCatalogue services, (Guid Id, bool MayImport)? application, Guid? reportedBy, WorkCalendar calendar, DateTimeOffset now)
    {
        List<Error> no = [];
        var service = services.Find(given.ServiceCode);
        if (service is null)
            no.Add(RequestErrors.NoSuchService(given.ServiceCode));
        var address = Clean(given.Address);
        var placed = given is { Longitude: { } lon, Latitude: { } lat };
        if (given.Longitude is null != given.Latitude is null || given.Longitude is < -180 or > 180 || given.Latitude is < -90 or > 90)
            no.Add(RequestErrors.Place());
        else if (!placed && address is null)
            no.Add(RequestErrors.NoPlace());
        if (address?.Length > 200)
            no.Add(RequestErrors.TooLong("address_string", 200));
        var description = Clean(given.Description) ?? "";
        if (description.Length > 4000)
            no.Add(RequestErrors.TooLong("description", 4000));
        if (given.MediaUrl is { Length: > 0 } media && (media.Length > 500 || !Uri.TryCreate(media, UriKind.Absolute, out var address2) || address2.Scheme is not ("https" or "http")))
            no.Add(RequestErrors.Media());
        if (given.ExternalId?.Length > 60)
            no.Add(RequestErrors.TooLong("external_id", 60));
        if (given.Reporter is { } who && (who.Name?.Length > 60 || who.Phone?.Length > 30 || who.Email?.Length > 100))
            no.Add(RequestErrors.TooLong("email", 100));
        if (given.Past is { } past)
        {
            if (application is not { MayImport: true })
                no.Add(RequestErrors.MayNotImport());
            else if (past.Requested > now || past.Closed < past.Requested || (past.Closed is null) != (past.Outcome is null) || past.StatusNotes?.Length > 1000)
                no.Add(RequestErrors.Past());
        }
        if (service is not null)
            no.AddRange(Check(service, given.Attributes ?? new Dictionary<string, string>()));
        if (Error.Combine(no) is { } refusal)
            return refusal;

        var requested = given.Past?.Requested ?? now;
        var request = new ServiceRequest
        {
            Id = NewId.At(now), ServiceCode = service!.Code, Organ = services.OrganOf(service), Description = description, Salt = Commitment.NewSalt(), Address = address, Longitude = Round(given.Longitude), Latitude = Round(given.Latitude),
            Attributes = given.Attributes ?? new Dictionary<string, string>(), MediaUrl = given.MediaUrl is { Length: > 0 } ? given.MediaUrl : null, RequestedAt = requested,
            DueAt = given.Past?.Due ?? CityClock.StartOf(calendar.AddWorkingDays(CityClock.DateOf(requested), service.LimitDays).AddDays(1)).AddSeconds(-1), UpdatedAt = given.Past?.Closed ?? requested, ClosedAt = given.Past?.Closed, IsOpen = given.Past?.Closed is null,
            Outcome = given.Past?.Outcome, StatusNotes = Clean(given.Past?.StatusNotes), ApplicationId = application?.Id, ExternalId = Clean(given.ExternalId), ReportedBy = reportedBy,
            ReporterName = given.Reporter?.Name, ReporterPhone = given.Reporter?.Phone, ReporterEmail = given.Reporter?.Email,
        };
        return request;
    }

    /// <summary>Gives it the number under which it is followed.</summary>
    internal void Register(string number)
    {
        Number = number;
        Record(new RequestReceived(Id, number, ServiceCode, Organ, ApplicationId, DueAt, Commitment.Of(Salt!, Description)));
        if (Outcome is { } outcome)
            Record(new RequestClosed(Id, number, outcome, ClosedAt > DueAt, Sha256.Of(StatusNotes)));
    }

    /// <summary>Another organ handles it; the time goes on.</summary>
    public Error? Transfer(string organ, string? reason, DateTimeOffset now)
    {
        if (!IsOpen)
            return RequestErrors.Closed();
        if (organ == Organ)
            return RequestErrors.SameOrgan();
        if (Clean(reason) is not { Length: >= 2 and <= 400 } given)
            return RequestErrors.Text("reason", 2, 400);
        (Organ, UpdatedAt) = (organ, now);
        Record(new RequestTransferred(Id, Number, organ, Sha256.Of(given)));
        return null;
    }

    /// <summary>Says for everyone how it goes.</summary>
    public Error? Note(string? text, DateTimeOffset now)
    {
        if (!IsOpen)
            return RequestErrors.Closed();
        if (Clean(text) is not { Length: >= 2 and <= 1000 } given)
            return RequestErrors.Text("notes", 2, 1000);
        (StatusNotes, UpdatedAt) = (given, now);
        Record(new RequestNoted(Id, Number, Sha256.Of(given)));
        return null;
    }

    public Error? Close(RequestOutcome outcome, string? text, DateTimeOffset now)
    {
        if (!IsOpen)
            return RequestErrors.Closed();
        if (Clean(text) is not { Length: >= 2 and <= 1000 } given)
            return RequestErrors.Text("notes", 2, 1000);
        (IsOpen, Outcome, StatusNotes, ClosedAt, UpdatedAt) = (false, outcome, given, now, now);
        Record(new RequestClosed(Id, Number, outcome, now > DueAt, Sha256.Of(given)));
        return null;
    }

    /// <summary>Who reported it goes at the person's request; the words stay as everyone may read them.</summary>
    internal void EraseReporter() => (ReportedBy, ReporterName, ReporterPhone, ReporterEmail, Description, Salt) = (null, null, null, null, Public(Description), null);

    private static IEnumerable<Error> Check(ServiceType service, IReadOnlyDictionary<string, string> answers)
    {
        foreach (var (code, value) in answers)
        {
            var asked = service.Attributes.FirstOrDefault(a => a.Code == code);
            if (asked is null || value.Length > 400)
                yield return RequestErrors.Attribute(code);
            else if (asked.Values.Count > 0 && value.Split(',').Any(v => asked.Values.All(k => k.Key != v)))
                yield return RequestErrors.Attribute(code);
            else if (asked.Datatype is AttributeTypes.Number && !decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _))
                yield return RequestErrors.Attribute(code);
        }
        foreach (var missing in service.Attributes.Where(a => a.Required && string.IsNullOrWhiteSpace(answers.GetValueOrDefault(a.Code))))
            yield return RequestErrors.AttributeMissing(missing.Code);
    }

    private static decimal? Round(decimal? degrees) => degrees is { } d ? decimal.Round(d, 6) : null;

    private static string? Clean(string? text) => text?.Trim() is { Length: > 0 } t ? t : null;

    // Mobile and fixed-line numbers, and citizens' identity numbers.
    [GeneratedRegex(@"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
