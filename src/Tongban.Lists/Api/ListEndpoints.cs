using System.Globalization;
using System.Xml;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Lists.ChangeEntry;
using Tongban.Lists.Contracts;
using Tongban.Lists.Exchange;
using Tongban.Lists.Model;
using Tongban.Lists.Read;

namespace Tongban.Lists.Api;

/// <summary>The lists' part of <c>/api/v1</c>.</summary>
internal static class ListEndpoints
{
    private const string ContentExample = """{"class":"01","nameZh":"临时占用绿地审批","nameEn":"Temporary occupation of green space","organ":"CGJ@360500","level":"city","legalBasis":"城市绿化条例第十九条","source":"城市绿化条例","demonstration":false,"origin":"national","validFrom":"2026-04-01","validTo":null,"flow":"申请、受理、审查、决定、送达","limitDays":10,"limitText":"20 个工作日（行政许可法第四十二条）；承诺 10 个工作日","fees":[],"power":{"itemCode":null,"subject":"公民、法人和其他组织"}}""";

    public static void Map(IEndpointRouteBuilder api)
    {
        var lists = api.MapGroup("/lists").WithTags("lists");
        lists.MapGet("/", async (ListQueries queries, CancellationToken ct) => Results.Json(await queries.SummariesAsync(ct)))
            .Public().WithName("ListSummaries").WithSummary("The three lists with their editions and counts by class").Produces<IReadOnlyList<ListSummary>>();
        lists.MapGet("/changes", async (string? list, string? after, ListQueries queries, CancellationToken ct) =>
                One(list).TryGet(out var kind, out var refusal) ? Results.Json(await queries.ChangesAsync(kind, after, ct)) : refusal.ToHttp())
            .Public().WithName("ListChanges").WithSummary("Published changes of the lists, newest first").WithDescription("`list` is negative, power or supervision. Pass `next` as `after` to read on.").Produces<KeyPage<ListChange>>();
        lists.MapGet("/changes.atom", FeedAsync).Public().WithName("ListChangeFeed").WithSummary("The same as an Atom feed").Produces<string>(StatusCodes.Status200OK, "application/atom+xml");
        lists.MapGet("/work", async (ListQueries queries, CancellationToken ct) => Results.Json(await queries.WorkAsync(ct)))
            .Require(ListPermissions.Work).WithName("ListWork").WithSummary("Versions that are being drafted, reviewed or wait for publication").Produces<IReadOnlyList<ListWork>>();
        lists.MapPost("/negative/check", (CheckBody body, IListRegister register, CityClock clock) =>
                Results.Json(register.Compare(new(body.Industry, body.Text ?? "", body.Investor, new HashSet<string>(body.SiteLayers ?? [], StringComparer.Ordinal)), clock.Today)
                    .Select(h => new HitBody(h.Entry.Code, h.Entry.Version, h.Entry.Content, [.. h.Why.Select(w => w.ToString())])).ToList()))
            .Public().WithName("CheckNegativeList").WithSummary("Compare an undertaking with the negative list").WithDescription("Nothing is stored. An empty answer means that the list names nothing like it.")
            .WithExample("""{"industry":"C2520","text":"土法炼焦","investor":"domestic","siteLayers":["L01"]}""").Produces<IReadOnlyList<HitBody>>();
        lists.MapGet("/{list}", SearchAsync).Public().WithName("SearchList").WithSummary("Entries of a list, by code, 50 a page")
            .WithDescription("`q` is part of code, name or legal basis; `level` city or county; `state` ended or all (in force when left out). Pass `next` as `after`.").Produces<KeyPage<ListRow>>();
        lists.MapGet("/{list}/export.csv", (string list, string? q, string? @class, string? department, string? level, string? state, ListExchange exchange, CancellationToken ct) => ExportAsync(list, new(q, @class, department, Level(level), state), exchange, csv: true, ct))
            .Public().WithName("ExportListCsv").WithSummary("A list as a table").WithDescription("UTF-8 with byte order mark; several values of a cell are parted by semicolons; cells that look like formulas begin with an apostrophe.").Produces<string>(StatusCodes.Status200OK, "text/csv");
        lists.MapGet("/{list}/export.json", (string list, string? q, string? @class, string? department, string? level, string? state, ListExchange exchange, CancellationToken ct) => ExportAsync(list, new(q, @class, department, Level(level), state), exchange, csv: false, ct))
            .Public().WithName("ExportListJson").WithSummary("A list as JSON, in the form of the catalogue").Produces<string>(StatusCodes.Status200OK, "application/json");
        lists.MapGet("/{list}/differences", async (string list, DateOnly from, DateOnly to, ListQueries queries, CancellationToken ct) =>
                ListClasses.TryParse(list, out var kind) ? Results.Json(await queries.DifferencesAsync(kind, from, to, ct)) : ListErrors.NoSuchList(list).ToHttp())
            .Public().WithName("ListDifferences").WithSummary("What was added, cancelled, delegated or given another limit between two days").Produces<IReadOnlyList<ListDifference>>();
        lists.MapGet("/{list}/entries/{code}", (string list, string code, ListQueries queries, HttpContext http, CancellationToken ct) => EntryAsync(list, code, queries, http, ct))
            .Public().WithName("GetListEntry").WithSummary("One entry with its versions, newest first").WithDescription("The ETag is the version to name in If-Match. Officers see drafts too.").Produces<ListEntryAnswer>();
        lists.MapGet("/{list}/entries/{code}/comparison", async (string list, string code, int from, int to, ListQueries queries, CancellationToken ct) =>
                ListClasses.TryParse(list, out var kind) ? (await queries.CompareAsync(kind, code, from, to, ct)).ToHttp() : ListErrors.NoSuchList(list).ToHttp())
            .Public().WithName("CompareListVersions").WithSummary("Two versions of an entry, field by field").Produces<IReadOnlyList<FieldDifference>>();
        MapChanges(lists);
    }

    private static void MapChanges(RouteGroupBuilder lists)
    {
        lists.MapPost("/{list}/entries", async (string list, DraftBody body, ChangeEntryHandlers change, ListQueries queries, HttpContext http, CancellationToken ct) =>
                await AfterAsync(list, body.Code, kind => change.DraftAsync(new(kind, body.Code, body.Content, body.Note), ct), queries, http, ct))
            .Require(ListPermissions.Draft).WithName("DraftListEntry").WithSummary("Draw up a new entry").WithDescription("An officer for his own organ, the administrator for any. A local bar to market access is refused (优化营商环境条例第二十条).")
            .WithExample($$"""{"code":"360500-Q-CGJ-01-0901-00","content":{{ContentExample}},"note":"依条例增列"}""").Produces<ListEntryAnswer>();
        lists.MapPut("/{list}/entries/{code}/draft", async (string list, string code, AmendBody body, ChangeEntryHandlers change, ListQueries queries, HttpContext http, CancellationToken ct) =>
                await AfterAsync(list, code, kind => change.AmendAsync(new(kind, code, body.Content, body.Reason, body.Ends, body.Note), ct), queries, http, ct))
            .Require(ListPermissions.Draft).WithName("AmendListEntry").WithSummary("Draw up a new version, or improve the draft").WithDescription("`reason` is added, lawChanged, merged, delegated, cancelled or improved; with `ends` the entry ends on the day before validFrom.")
            .WithExample($$"""{"content":{{ContentExample}},"reason":"improved","ends":false,"note":"压缩承诺时限"}""").Produces<ListEntryAnswer>();
        lists.MapPost("/{list}/entries/{code}/submission", async (string list, string code, ChangeEntryHandlers change, ListQueries queries, HttpContext http, CancellationToken ct) =>
                await AfterAsync(list, code, kind => change.SubmitAsync(new(kind, code), ct), queries, http, ct))
            .Require(ListPermissions.Draft).WithName("SubmitListEntry").WithSummary("Hand the draft to the legality review").Produces<ListEntryAnswer>();
        lists.MapPost("/{list}/entries/{code}/withdrawal", async (string list, string code, ChangeEntryHandlers change, ListQueries queries, HttpContext http, CancellationToken ct) =>
                await AfterAsync(list, code, kind => change.WithdrawAsync(new(kind, code), ct), queries, http, ct))
            .Require(ListPermissions.Draft).WithName("WithdrawListDraft").WithSummary("Give the draft up").Produces<ListEntryAnswer>();
        lists.MapPost("/{list}/entries/{code}/review", async (string list, string code, ReviewBody body, ChangeEntryHandlers change, ListQueries queries, HttpContext http, CancellationToken ct) =>
                await AfterAsync(list, code, kind => change.ReviewAsync(new(kind, code, body.Lawful, body.Opinion), ct), queries, http, ct))
            .Require(ListPermissions.Review).WithName("ReviewListEntry").WithSummary("Legality review: clear the draft, or send it back with reasons").WithDescription("By an officer of another organ or role than the drafter, who has no part in the entry.")
            .WithExample("""{"lawful":false,"opinion":"引用的条文已失效，请改引现行条文。"}""").Produces<ListEntryAnswer>();
        lists.MapPost("/{list}/entries/{code}/publication", async (string list, string code, PublishBody body, ChangeEntryHandlers change, ListQueries queries, HttpContext http, CancellationToken ct) =>
                await AfterAsync(list, code, kind => change.PublishAsync(new(kind, code, body.Document), ct), queries, http, ct))
            .Require(ListPermissions.Publish).WithName("PublishListEntry").WithSummary("Publish what was cleared, by a numbered document").WithExample("""{"document":"余府发〔2026〕8号"}""").Produces<ListEntryAnswer>();
        lists.MapPost("/{list}/import", ImportAsync).Require(ListPermissions.Draft).WithName("ImportList").WithSummary("Take the rows of a CSV or JSON file in as drafts")
            .WithDescription("The body is the file, in the form of the exports, at most 4 MB and 3,000 rows. Sound rows become drafts, in one transaction; the others are reported with their reasons. Query: `reason`, `note`.")
            .Accepts<byte[]>("text/csv", "application/json").Produces<ImportReport>();
    }

    private static async Task<IResult> SearchAsync(string list, string? q, string? @class, string? department, string? level, string? state, string? after, ListQueries queries, CancellationToken ct) =>
        ListClasses.TryParse(list, out var kind) ? Results.Json(await queries.ListAsync(kind, new(q, @class, department, Level(level), state), after, ct)) : ListErrors.NoSuchList(list).ToHttp();

    private static async Task<IResult> ExportAsync(string list, ListFilter filter, ListExchange exchange, bool csv, CancellationToken ct)
    {
        if (!ListClasses.TryParse(list, out var kind))
            return ListErrors.NoSuchList(list).ToHttp();
        return csv ? Results.File(await exchange.CsvAsync(kind, filter, ct), "text/csv; charset=utf-8", $"{list}.csv") : Results.File(await exchange.JsonAsync(kind, filter, ct), "application/json; charset=utf-8", $"{list}.json");
    }

    private static async Task<IResult> EntryAsync(string list, string code, ListQueries queries, HttpContext http, CancellationToken ct)
    {
        if (!ListClasses.TryParse(list, out var kind))
            return ListErrors.NoSuchList(list).ToHttp();
        if (await queries.FindAsync(kind, code, ct) is not { } entry)
            return ListErrors.NoSuchEntry(code).ToHttp();
        http.Response.Headers.ETag = Problems.ETag(entry.Version);
        return Results.Json(entry);
    }

    private static async Task<IResult> AfterAsync(string list, string code, Func<ListKind, Task<Result<int>>> act, ListQueries queries, HttpContext http, CancellationToken ct) =>
        !ListClasses.TryParse(list, out var kind) ? ListErrors.NoSuchList(list).ToHttp()
        : (await act(kind)).Error is { } refusal ? refusal.ToHttp() : await EntryAsync(list, code, queries, http, ct);

    private static async Task<IResult> ImportAsync(string list, HttpContext http, ListExchange exchange, CancellationToken ct, string? reason = null, string? note = null)
    {
        if (!ListClasses.TryParse(list, out var kind))
            return ListErrors.NoSuchList(list).ToHttp();
        if (!Enum.TryParse<ListChangeReason>(reason ?? nameof(ListChangeReason.Improved), ignoreCase: true, out var why) || !Enum.IsDefined(why))
            return ListErrors.ReasonCode().ToHttp();
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        return (await exchange.ImportAsync(new(kind, body.ToArray(), why, note), ct)).ToHttp();
    }

    private static async Task<IResult> FeedAsync(string? list, ListQueries queries, HttpContext http, CancellationToken ct)
    {
        if (!One(list).TryGet(out var kind, out var refusal))
            return refusal.ToHttp();
        var changes = await queries.ChangesAsync(kind, null, ct);
        var summaries = await queries.SummariesAsync(ct);
        var site = $"{http.Request.Scheme}://{http.Request.Host}";
        var updated = summaries.Where(s => kind is null || s.List == kind).Max(s => s.PublishedAt) ?? DateTimeOffset.UnixEpoch;
        using var text = new MemoryStream();
        await using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Async = true, Indent = true }))
        {
            const string Atom = "http://www.w3.org/2005/Atom";
            await xml.WriteStartElementAsync(null, "feed", Atom);
            await Element(xml, "title", Words.T("三单变更", "Changes of the three lists"));
            await Element(xml, "id", $"{site}/lists/changes");
            await Element(xml, "updated", updated.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            await LinkAsync(xml, "self", $"{site}/api/v1/lists/changes.atom");
            await LinkAsync(xml, "alternate", $"{site}/lists/changes");
            foreach (var change in changes.Items)
            {
                await xml.WriteStartElementAsync(null, "entry", Atom);
                await Element(xml, "title", $"{ListClasses.Name(change.List)} · {ListWords.Change(change.Reason, change.Ends)} · {change.Name}");
                await Element(xml, "id", $"{site}/lists/{change.List.ToString().ToLowerInvariant()}/{change.Code}#{change.Number}");
                await Element(xml, "updated", change.PublishedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                await LinkAsync(xml, "alternate", $"{site}/lists/{change.List.ToString().ToLowerInvariant()}/{change.Code}");
                await Element(xml, "summary", $"{change.Code} · {change.Document} · {change.Note}".Trim(' ', '·'));
                await xml.WriteStartElementAsync(null, "author", Atom);
                await Element(xml, "name", Words.T("通办", "Tongban"));
                await xml.WriteEndElementAsync();
                await xml.WriteEndElementAsync();
            }
            await xml.WriteEndElementAsync();
        }
        return Results.File(text.ToArray(), "application/atom+xml; charset=utf-8");

        static Task Element(XmlWriter xml, string name, string value) => xml.WriteElementStringAsync(null, name, null, value);

        static async Task LinkAsync(XmlWriter xml, string rel, string href)
        {
            await xml.WriteStartElementAsync(null, "link", null);
            await xml.WriteAttributeStringAsync(null, "rel", null, rel);
            await xml.WriteAttributeStringAsync(null, "href", null, href);
            await xml.WriteEndElementAsync();
        }
    }

    private static Result<ListKind?> One(string? list) => string.IsNullOrEmpty(list) ? (ListKind?)null : ListClasses.TryParse(list, out var kind) ? (ListKind?)kind : ListErrors.NoSuchList(list);

    private static OrganLevel? Level(string? level) => level switch { "city" => OrganLevel.City, "county" => OrganLevel.County, _ => null };

    internal sealed record DraftBody(string Code, ListContent Content, string? Note);

    internal sealed record AmendBody(ListContent Content, ListChangeReason Reason, bool Ends, string? Note);

    internal sealed record ReviewBody(bool Lawful, string? Opinion);

    internal sealed record PublishBody(string Document);

    /// <param name="Industry">GB/T 4754 with the letter of its section.</param>
    /// <param name="Investor"><c>foreign</c> or <c>domestic</c>.</param>
    internal sealed record CheckBody(string? Industry, string? Text, string? Investor, IReadOnlyList<string>? SiteLayers);

    internal sealed record HitBody(string Code, int Version, ListContent Content, IReadOnlyList<string> Why);
}
