using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using Tongban.Mining.Algorithms;
using Tongban.Mining.Desk;
using Tongban.Mining.Import;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Api;

/// <summary>The mining's part of <c>/api/v1</c>.</summary>
internal static class MiningEndpoints
{
    private const string Filter = "`log` is an identifier, `own-stages` or `own-items`. `from` and `to` are days on which cases began, `attribute` and `value` choose cases by one of their attributes.";

    public static void Map(IEndpointRouteBuilder api)
    {
        var mining = api.MapGroup("/mining").WithTags("mining");
        MapLogs(mining);
        MapFindings(mining.MapGroup("/logs/{log}"));
    }

    private static void MapLogs(RouteGroupBuilder mining)
    {
        mining.MapGet("/logs", async (LogShelf shelf, CancellationToken ct) => Results.Json((await shelf.ListAsync(ct)).Select(LogAnswer.Of).ToList()))
            .Require(MiningPermissions.Read).WithName("ListEventLogs").WithSummary("Event logs: our own two, then those that were taken in, newest first").Produces<IReadOnlyList<LogAnswer>>();
        mining.MapPost("/logs", HandInAsync)
            .Require(MiningPermissions.Work).WithName("HandInEventLog").WithSummary("Hand a file in: XES or CSV, packed with gzip or plain, at most 100 MB")
            .WithDescription("The answer says what the columns of a table are taken for; confirm or change it with `take-in`. XES says by itself what is what.")
            .WithMetadata(new LogUploadAttribute()).Accepts<byte[]>("application/octet-stream", "text/csv", "application/xml", "application/gzip").Produces<HandedInAnswer>();
        mining.MapPost("/logs/{log}/take-in", TakeInAsync)
            .Require(MiningPermissions.Work).WithName("TakeInEventLog").WithSummary("Take a file in that was handed in")
            .WithDescription("`mapping` names columns that mean something else than was guessed: `环节=activity;办结时间=caseDate`. Meanings: ignore, case, activity, timestamp, startTimestamp, resource, lifecycle, caseText, caseDate, eventText, eventDate. `zone` is that of times which name none. Every row becomes an event or has its reason.")
            .WithExample("""{"mapping":"环节=activity;备注=ignore","zone":"Asia/Shanghai","timeFormat":null,"classifier":null}""").Produces<TakenInAnswer>();
        mining.MapPut("/logs/{log}/flow", async (string log, FlowBody body, LogHandlers handlers, CancellationToken ct) => await OthersAsync(log, id => handlers.DeclareAsync(id, body.Model, ct)))
            .Require(MiningPermissions.Work).WithName("DeclareFlowOfLog").WithSummary("Say how cases of a log should go")
            .WithDescription("One rule a line: `a > b > c` for an order, `! a` for what must happen, a name alone for what may; `#` begins a remark.").WithExample("""{"model":"受理 > 审查 > 决定\n! 决定"}""").Produces<Changed>();
        mining.MapPost("/logs/{log}/removal", async (string log, LogHandlers handlers, CancellationToken ct) => await OthersAsync(log, id => handlers.RemoveAsync(id, ct)))
            .Require(MiningPermissions.Work).WithName("RemoveEventLog").WithSummary("Take a log off the list").Produces<Changed>();
    }

    private static void MapFindings(RouteGroupBuilder log)
    {
        log.MapGet("", async (string log, string? from, string? to, string? attribute, string? value, LogShelf shelf, CancellationToken ct) => (await PartAsync(shelf, log, from, to, attribute, value, ct)).ToHttp(p => Results.Json(OverviewAnswer.Of(p))))
            .Require(MiningPermissions.Read).WithName("GetEventLog").WithSummary("A log at a glance").WithDescription(Filter).Produces<OverviewAnswer>();
        log.MapGet("/variants", async (string log, string? from, string? to, string? attribute, string? value, int? top, LogShelf shelf, CancellationToken ct) =>
                (await PartAsync(shelf, log, from, to, attribute, value, ct)).ToHttp(p => Results.Json(VariantsAnswer.Of(p, Math.Clamp(top ?? 50, 1, 1000)))))
            .Require(MiningPermissions.Read).WithName("GetVariants").WithSummary("The ways in which cases went, the most frequent first").WithDescription(Filter + " `top` is how many, 50 unless given.").Produces<VariantsAnswer>();
        log.MapGet("/graph", async (string log, string? from, string? to, string? attribute, string? value, int? paths, LogShelf shelf, CancellationToken ct) =>
                (await PartAsync(shelf, log, from, to, attribute, value, ct)).ToHttp(p => Results.Json(GraphAnswer.Of(p, Math.Clamp(paths ?? 100, 0, 100) / 100.0))))
            .Require(MiningPermissions.Read).WithName("GetDirectlyFollowsGraph").WithSummary("What came right after what, how often and how long after").WithDescription(Filter + " `paths` is the share of steps, in percent, that the edges shown cover; all unless given.").Produces<GraphAnswer>();
        log.MapGet("/bottlenecks", async (string log, string? from, string? to, string? attribute, string? value, LogShelf shelf, CancellationToken ct) =>
                (await PartAsync(shelf, log, from, to, attribute, value, ct)).ToHttp(p => Results.Json(BottlenecksAnswer.Of(p, 50))))
            .Require(MiningPermissions.Read).WithName("GetBottlenecks").WithSummary("Where the time of the cases goes, and what was done again").WithDescription(Filter).Produces<BottlenecksAnswer>();
        log.MapGet("/conformance", async (string log, string? from, string? to, string? attribute, string? value, LogShelf shelf, CancellationToken ct) =>
                (await PartAsync(shelf, log, from, to, attribute, value, ct)).Then(p => p.Conform().Then(t => (Result<ConformanceAnswer>)ConformanceAnswer.Of(p, t))).ToHttp())
            .Require(MiningPermissions.Read).WithName("GetConformance").WithSummary("How the cases kept to the declared flow, by the cheapest alignment").WithDescription(Filter + " Our own logs are held against the version of the flow under which each case ran; cases that still run are left out.").Produces<ConformanceAnswer>();
        log.MapGet("/deadlines", async (string log, string? from, string? to, string? attribute, string? value, string? deadline, string? end, string? by, LogShelf shelf, CancellationToken ct) =>
                (await PartAsync(shelf, log, from, to, attribute, value, ct)).Then(p => p.Deadlines(deadline, end, by).Then(t => (Result<DeadlinesAnswer>)new DeadlinesAnswer(DeadlineAnswer.Of(t.All), [.. t.Groups.Select(DeadlineAnswer.Of)], [.. t.LateCases.Select(l => new LateAnswer(p.Whole.Cases[l.Case], LengthOf.Hours(l.By)))]))).ToHttp())
            .Require(MiningPermissions.Read).WithName("GetDeadlineCompliance").WithSummary("How many cases ended after their deadline").WithDescription(Filter + " `deadline` and `end` are dates of the case (`end=-` takes the last event), `by` the attribute to group by.").Produces<DeadlinesAnswer>();
        log.MapGet("/comparison", async (string log, string? from, string? to, string? attribute, string? value, string? from2, string? to2, string? attribute2, string? value2, LogShelf shelf, CancellationToken ct) =>
                (await CompareAsync(shelf, log, (from, to, attribute, value), (from2, to2, attribute2, value2), ct)).ToHttp())
            .Require(MiningPermissions.Read).WithName("ComparePartsOfLog").WithSummary("Two periods, divisions or other parts of a log side by side").WithDescription(Filter + " The parameters with a 2 choose the right side. `p` is the Mann-Whitney test of the throughput times.").Produces<ComparisonAnswer>();
        log.MapGet("/what-if", async (string log, string? from, string? to, string? attribute, string? value, string? activity, decimal? hours, string? with, LogShelf shelf, CancellationToken ct) =>
                (await PartAsync(shelf, log, from, to, attribute, value, ct)).Then(p => WhatIf(p, activity, hours, with)).ToHttp())
            .Require(MiningPermissions.Read).WithName("GetWhatIf").WithSummary("Which limit or which merge would have saved most").WithDescription(Filter + " Every activity is cut to its own median and every frequent pair merged; `activity` with `hours`, or with `with`, asks for one change more. Past cases are recomputed along their critical path; people's load is not part of it, and savings do not add up.").Produces<WhatIfAnswer>();
        log.MapGet("/findings.xlsx", async (string log, string? from, string? to, string? attribute, string? value, LogShelf shelf, CancellationToken ct) =>
                (await PartAsync(shelf, log, from, to, attribute, value, ct)).ToHttp(p => Results.File(FindingsBook.Xlsx(p), Workbook.MediaType, "findings.xlsx")))
            .Require(MiningPermissions.Read).WithName("DownloadFindings").WithSummary("Variants, paths, activities, rework, deadlines and deviations as a workbook").WithDescription(Filter).Produces<byte[]>(StatusCodes.Status200OK, Workbook.MediaType);
        log.MapGet("/findings/{table}", async (string log, string table, string? from, string? to, string? attribute, string? value, LogShelf shelf, CancellationToken ct) =>
                (await PartAsync(shelf, log, from, to, attribute, value, ct)).ToHttp(p => FindingsBook.Csv(p, table) is { } csv ? Results.File(csv, "text/csv; charset=utf-8", $"{table}.csv") : MiningErrors.NoSuchLog().ToHttp()))
            .Require(MiningPermissions.Read).WithName("DownloadFindingsTable").WithSummary("One of these tables: variants, paths, activities, rework, deadlines, deviations").WithDescription(Filter).Produces<string>(StatusCodes.Status200OK, "text/csv");
        log.MapGet("/events.csv", async (string log, LogShelf shelf, CancellationToken ct) => (await shelf.OpenAsync(log, ct)).ToHttp(o => Written(o, "events.csv", "text/csv", LogExport.Csv)))
            .Require(MiningPermissions.Read).WithName("DownloadEventsAsTable").WithSummary("The events of a log as a table that is read back as the same log").Produces<string>(StatusCodes.Status200OK, "text/csv");
        log.MapGet("/events.xes", async (string log, LogShelf shelf, CancellationToken ct) => (await shelf.OpenAsync(log, ct)).ToHttp(o => Written(o, "events.xes", "application/xml", LogExport.Xes)))
            .Require(MiningPermissions.Read).WithName("DownloadEventsAsXes").WithSummary("The events of a log in XES (IEEE 1849-2016)").Produces<string>(StatusCodes.Status200OK, "application/xml");
    }

    private static async Task<IResult> HandInAsync(string? name, HttpRequest request, LogHandlers handlers, LogShelf shelf, CancellationToken ct)
    {
        if (!(await handlers.HandInAsync(name ?? "事件日志", request.Body, ct)).TryGet(out var id, out var refusal))
            return refusal.ToHttp();
        return (await handlers.PreviewAsync(id, ct)).ToHttp(p => Results.Json(new HandedInAnswer(id, p.Format, p.Guess.Columns, p.Guess.Zone, p.Classifiers, p.Rows)));
    }

    private static async Task<IResult> TakeInAsync(string log, TakeInBody body, LogHandlers handlers, LogShelf shelf, CancellationToken ct)
    {
        if (!Other(log).TryGet(out var id, out var refusal))
            return refusal.ToHttp();
        var taken = await handlers.TakeInAsync(id, guess => LogMapping.Parse(body.Mapping, guess).Then(m => (Result<LogMapping>)(m with { Zone = body.Zone ?? m.Zone, TimeFormat = body.TimeFormat, Classifier = body.Classifier })), ct);
        if (taken.Error is { } no)
            return no.ToHttp();
        return await shelf.FindAsync(log, ct) is { Digest: { } digest } l ? Results.Json(new TakenInAnswer(l.Id, digest, l.Cases, l.Events, l.Activities, l.Report.Rejected, l.Report.Listed, l.Report.Notes)) : MiningErrors.NoSuchLog().ToHttp();
    }

    private static async Task<IResult> OthersAsync(string log, Func<Guid, Task<Result<long>>> change) =>
        Other(log).TryGet(out var id, out var refusal) ? (await change(id)).ToHttp(v => Results.Json(new Changed(v))) : refusal.ToHttp();

    private static Result<Guid> Other(string log) => LogShelf.IsOwn(log) ? MiningErrors.OwnLog() : Guid.TryParse(log, out var id) ? id : MiningErrors.NoSuchLog();

    private static async Task<Result<LogPart>> PartAsync(LogShelf shelf, string log, string? from, string? to, string? attribute, string? value, CancellationToken ct)
    {
        if (!LogFilter.Read(from, to, attribute, value).TryGet(out var filter, out var refusal))
            return refusal;
        if (!(await shelf.OpenAsync(log, ct)).TryGet(out var open, out refusal))
            return refusal;
        return open.Log.EventCount == 0 ? MiningErrors.NothingLeft() : LogPart.Of(open, filter);
    }

    private static async Task<Result<ComparisonAnswer>> CompareAsync(LogShelf shelf, string log, (string? From, string? To, string? Attribute, string? Value) left, (string? From, string? To, string? Attribute, string? Value) right, CancellationToken ct)
    {
        if (!(await PartAsync(shelf, log, left.From, left.To, left.Attribute, left.Value, ct)).TryGet(out var l, out var refusal) || !(await PartAsync(shelf, log, right.From, right.To, right.Attribute, right.Value, ct)).TryGet(out var r, out refusal))
            return refusal;
        return LogPart.Compare(l, r).Then(t => (Result<ComparisonAnswer>)ComparisonAnswer.Of(l.Open, t));
    }

    private static Result<WhatIfAnswer> WhatIf(LogPart part, string? activity, decimal? hours, string? with)
    {
        var whatIf = part.WhatIf();
        Saving? asked = null;
        if (activity is { Length: > 0 })
        {
            var a = Array.IndexOf(part.Whole.Activities, activity);
            var w = with is { Length: > 0 } ? Array.IndexOf(part.Whole.Activities, with) : -1;
            if (a < 0 || (w < 0 && with is { Length: > 0 }) || a == w)
                return MiningErrors.NoSuchActivity(a < 0 ? activity : with);
            if (w < 0 && hours is not (>= 0 and < 1_000_000))
                return MiningErrors.Hours();
            asked = whatIf.Of(new(a, w < 0 ? null : w, w < 0 ? (long)(hours!.Value * TimeSpan.TicksPerHour) : 0));
        }
        return new WhatIfAnswer(whatIf.Ordered, whatIf.LeftOut, asked is null ? null : SavingAnswer.Of(part.Open, asked), [.. whatIf.Limits().Take(20).Select(s => SavingAnswer.Of(part.Open, s))], [.. whatIf.Merges().Take(20).Select(s => SavingAnswer.Of(part.Open, s))]);
    }

    private static IResult Written(OpenLog open, string name, string type, Action<EventLog, Stream> write)
    {
        var file = new MemoryStream();
        write(open.Log, file);
        file.Position = 0;
        return Results.File(file, type, name);
    }

    internal sealed record TakeInBody(string? Mapping, string? Zone, string? TimeFormat, string? Classifier);

    internal sealed record FlowBody(string? Model);

    internal sealed record Changed(long Version);
}
