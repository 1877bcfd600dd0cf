using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Matters;

/// <summary>The dispatch of difficulties in <c>/api/v1</c>: everything its pages can do.</summary>
internal static class MatterEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var dispatch = api.MapGroup("/dispatch").WithTags("dispatch");
        MapModels(dispatch);
        MapReading(dispatch);
        MapReporter(dispatch);
        MapUnits(dispatch);
        MapOffice(dispatch);
    }

    /// <summary>Files open outside <c>/api/v1</c> too, from the page.</summary>
    public static void MapPages(IEndpointRouteBuilder site) =>
        site.MapGet("/dispatch/matters/{id:guid}/files/{digest}", FileAsync).Require(DispatchPermissions.See).ExcludeFromDescription();

    private static void MapModels(RouteGroupBuilder dispatch)
    {
        dispatch.MapGet("/models", (DispatchCatalogue catalogue) => Results.Ok(catalogue.Models.Select(ModelAnswer.Of).ToList()))
            .Require(DispatchPermissions.See).WithName("ListDispatchModels").WithSummary("The models: matter, units, limit, grade, comparisons, required fields").Produces<IReadOnlyList<ModelAnswer>>();
        dispatch.MapGet("/questions", (DispatchCatalogue catalogue) => Results.Ok(catalogue.File.Classification))
            .Require(DispatchPermissions.See).WithName("GetDispatchQuestions").WithSummary("The decision table that leads from answers to a model").WithDescription("Complete and without overlap: `tongban catalog check` proves it.").Produces<DecisionTable>();
        dispatch.MapPost("/suggestions", async (SuggestBody body, SuggestModels suggest, CancellationToken ct) => (await suggest.HandleAsync(body.Project, body.Text, ct)).ToHttp())
            .Require(DispatchPermissions.Report).WithName("SuggestDispatchModels").WithSummary("Models a difficulty may be about, with why").WithDescription("From the words of the text and from what the platform knows of the project. Nothing is kept.")
            .Produces<IReadOnlyList<ModelSuggestion>>().WithExample("""{"project":"2611-360502-04-01-123456","text":"高压线杆塔未迁改，影响施工"}""");
    }

    private static void MapReading(RouteGroupBuilder dispatch)
    {
        dispatch.MapGet("/matters", async (string? q, Named<MatterState>? state, string? model, int? grade, string? division, bool? open, string? after, MatterQuery query, Caller caller, CancellationToken ct) =>
                Results.Ok(await query.PageAsync(caller.Actor, new(q, state?.Value, model, grade, division, open ?? false), after, ct)))
            .Require(DispatchPermissions.See).WithName("ListDispatchMatters").WithSummary("Reported difficulties, newest first").WithDescription("A project unit reads those of its projects. `open=true` leaves out what is over. Pass `next` as `after` to read on.").Produces<KeyPage<MatterRow>>();
        dispatch.MapGet("/tasks", async (MatterQuery query, Caller caller, CancellationToken ct) => Results.Ok(await query.WorkOfAsync(caller.Actor, ct)))
            .Require(DispatchPermissions.Work).WithName("ListDispatchTasks").WithSummary("Open tasks of one's unit, by due day, with lights").Produces<IReadOnlyList<TaskRow>>();
        dispatch.MapGet("/desk", async (MatterQuery query, MatterDesk desk, CancellationToken ct) => !desk.IsOffice ? MatterErrors.NotTheOffice().ToHttp()
                : Results.Ok(new DeskAnswer(await query.ToDecideAsync(ct), await query.EscalatedAsync(ct), await query.DuplicatesAsync(ct))))
            .Require(DispatchPermissions.Direct).WithName("GetDispatchDesk").WithSummary("What waits for the dispatch office: to decide, escalated, perhaps duplicates").Produces<DeskAnswer>();
        dispatch.MapGet("/matters/{id:guid}", async (Guid id, MatterQuery query, Caller caller, HttpContext http, CancellationToken ct) =>
            {
                if (await query.FindAsync(id, caller.Actor, ct) is not { } found)
                    return MatterErrors.NoSuchMatter().ToHttp();
                http.Response.Headers.ETag = Problems.ETag(found.Version);
                return Results.Ok(found);
            })
            .Require(DispatchPermissions.See).WithName("GetDispatchMatter").WithSummary("One difficulty: comparison with its inputs, tasks, story").WithDescription("The ETag is the version for `If-Match`.").Produces<MatterDetail>();
        dispatch.MapGet("/matters/{id:guid}/files/{digest}", FileAsync).Require(DispatchPermissions.See).WithName("GetDispatchFile").WithSummary("A photograph or paper of a difficulty").Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream");
    }

    private static void MapReporter(RouteGroupBuilder dispatch)
    {
        dispatch.MapPost("/matters", async (ReportBody body, ReportMatterHandler report, CancellationToken ct) =>
                (await report.HandleAsync(new(body.Project, body.Model, body.Answers, body.Text, body.Contact, body.OccurredOn, body.ExpectedOn, body.PlaceText, body.Place, body.Fields, body.CrossDivision ?? false, body.KeyProject ?? false), Incoming(body.Files), ct))
                    .ToHttp(m => Results.Created($"/api/v1/dispatch/matters/{m.Id}", m)))
            .Require(DispatchPermissions.Report).WithName("ReportDispatchMatter").WithSummary("Report a difficulty of a project").WithDescription("It is compared with the data at once: supported or unknown, it is dispatched; not supported, it comes back with the data shown. Without `model`, `answers` to the questions decide.")
            .Produces<ReportedMatter>(StatusCodes.Status201Created).WithExample("""{"project":"2611-360502-04-01-123456","model":"XT-18","text":"220千伏线路杆塔位于用地中部，未迁改","contact":"李某 13800000000","occurredOn":"2026-03-02","fields":{"voltageKv":"220","lengthM":"600"}}""");
        dispatch.MapPost("/matters/{id:guid}/insistence", async (Guid id, TextBody body, ReporterHandlers reporter, CancellationToken ct) => Version(await reporter.InsistAsync(new(id, body.Text), Incoming(body.Files), ct)))
            .Require(DispatchPermissions.Report).WithName("InsistOnDispatchMatter").WithSummary("Insist, with evidence, on what the data do not support").Produces<MatterVersion>().WithExample("""{"text":"现场照片和测绘成果显示线路仍在用地内","files":[{"name":"现场.pdf","content":"JVBERi0="}]}""");
        dispatch.MapPost("/matters/{id:guid}/data", async (Guid id, SupplyBody body, ReporterHandlers reporter, CancellationToken ct) => Version(await reporter.SupplyAsync(new(id, body.Fields, body.Text), Incoming(body.Files), ct)))
            .Require(DispatchPermissions.Report).WithName("SupplyDispatchData").WithSummary("Supply data that were asked for; it is compared again").Produces<MatterVersion>().WithExample("""{"fields":{"lengthM":"620"},"text":"迁改长度以测绘为准"}""");
        dispatch.MapPost("/matters/{id:guid}/confirmation", async (Guid id, TextBody body, ReporterHandlers reporter, CancellationToken ct) => Version(await reporter.ConfirmAsync(new(id, body.Text), ct)))
            .Require(DispatchPermissions.Report).WithName("ConfirmDispatchAnswer").WithSummary("Say that it is solved").Produces<MatterVersion>().WithExample("""{"text":"已迁改，现场恢复施工"}""");
        dispatch.MapPost("/matters/{id:guid}/reopening", async (Guid id, ReasonBody body, ReporterHandlers reporter, CancellationToken ct) => Version(await reporter.ReopenAsync(new(id, body.Reason), ct)))
            .Require(DispatchPermissions.Report).WithName("ReopenDispatchMatter").WithSummary("Say that it is not solved: the responsible unit has it again").Produces<MatterVersion>().WithExample("""{"reason":"杆塔仍在原处"}""");
        dispatch.MapPost("/matters/{id:guid}/withdrawal", async (Guid id, ReasonBody body, ReporterHandlers reporter, CancellationToken ct) => Version(await reporter.WithdrawAsync(new(id, body.Reason), ct)))
            .Require(DispatchPermissions.Report).WithName("WithdrawDispatchMatter").WithSummary("Take a difficulty back").Produces<MatterVersion>().WithExample("""{"reason":"问题已自行解决"}""");
    }

    private static void MapUnits(RouteGroupBuilder dispatch)
    {
        dispatch.MapPost("/matters/{id:guid}/receipt", async (Guid id, UnitHandlers unit, CancellationToken ct) => Version(await unit.ReceiveAsync(new(id), ct)))
            .Require(DispatchPermissions.Work).WithName("ReceiveDispatchTask").WithSummary("Receive one's unit's task").WithDescription("Within one working day; whoever is late is urged.").Produces<MatterVersion>();
        dispatch.MapPost("/matters/{id:guid}/return", async (Guid id, ReturnBody body, UnitHandlers unit, CancellationToken ct) => Version(await unit.ReturnAsync(new(id, body.Ground, body.Basis, body.Reason, body.Proposed), ct)))
            .Require(DispatchPermissions.Work).WithName("ReturnDispatchTask").WithSummary("Return what is not one's unit's duty, with the ground").WithDescription("`ground`: notOurDuty, otherLevel, factsWrong. The first time it goes to the unit named in `proposed`; without one, and the second time, the dispatch office decides with binding effect.")
            .Produces<MatterVersion>().WithExample("""{"ground":"notOurDuty","basis":"三定方案第三条","reason":"线路产权属供电公司","proposed":"DLGS@360500"}""");
        dispatch.MapPost("/matters/{id:guid}/feedback", async (Guid id, TextBody body, UnitHandlers unit, CancellationToken ct) => Version(await unit.FeedbackAsync(new(id, body.Text), Incoming(body.Files), ct)))
            .Require(DispatchPermissions.Work).WithName("TellDispatchProgress").WithSummary("Say how it goes").Produces<MatterVersion>().WithExample("""{"text":"迁改方案已报电网公司审查"}""");
        dispatch.MapPost("/matters/{id:guid}/answer", async (Guid id, AnswerBody body, UnitHandlers unit, CancellationToken ct) => Version(await unit.AnswerAsync(new(id, body.Outcome, body.Text), Incoming(body.Files), ct)))
            .Require(DispatchPermissions.Work).WithName("AnswerDispatchTask").WithSummary("Answer one's unit's task").WithDescription("The lead's answer is that of the matter and names the `outcome`: resolved, partlyResolved, notAcceptedWithReason; escalated puts it to a higher level and the task goes on.")
            .Produces<MatterVersion>().WithExample("""{"outcome":"resolved","text":"线路已于6月5日迁改完毕"}""");
    }

    private static void MapOffice(RouteGroupBuilder dispatch)
    {
        dispatch.MapPost("/matters/{id:guid}/insistence/decision", async (Guid id, DecisionBody body, OfficeHandlers office, CancellationToken ct) => Version(await office.DecideInsistenceAsync(new(id, body.Accepted, body.Reason), ct)))
            .Require(DispatchPermissions.Direct).WithName("DecideDispatchInsistence").WithSummary("Decide on what a unit insists upon").Produces<MatterVersion>().WithExample("""{"accepted":true,"reason":"现场核实，情况属实"}""");
        dispatch.MapPost("/matters/{id:guid}/adjudication", async (Guid id, AdjudicateBody body, OfficeHandlers office, CancellationToken ct) => Version(await office.AdjudicateAsync(new(id, body.Organ, body.Reason), ct)))
            .Require(DispatchPermissions.Direct).WithName("AdjudicateDispatchMatter").WithSummary("Say who has to do what was returned; it binds").Produces<MatterVersion>().WithExample("""{"organ":"DLGS@360500","reason":"线路产权单位负责迁改"}""");
        dispatch.MapPost("/matters/{id:guid}/merger", async (Guid id, MergeBody body, OfficeHandlers office, CancellationToken ct) => Version(await office.MergeAsync(new(id, body.Into), ct)))
            .Require(DispatchPermissions.Direct).WithName("MergeDispatchMatter").WithSummary("Let a difficulty go on under another number").WithDescription("Of the same model. Whoever reported it is told of all that follows.").Produces<MatterVersion>().WithExample("""{"into":"XT-2026-000012"}""");
    }

    private static async Task<IResult> FileAsync(Guid id, string digest, HttpContext http, MatterQuery query, Caller caller, FileStore files, CancellationToken ct)
    {
        if (await query.FileAsync(id, digest, caller.Actor, ct) is not { } file || await files.ReadAsync(file.Digest, ct) is not ({ } stored, { } content))
            return MatterErrors.NoSuchMatter().ToHttp();
        return http.Hand(file.Name, stored, content);
    }

    private static IReadOnlyList<IncomingFile> Incoming(IReadOnlyList<FileBody>? files) => [.. (files ?? []).Select(f => new IncomingFile(f.Name ?? "", f.Content ?? []))];

    private static IResult Version(Result<long> result) => result.ToHttp(version => Results.Ok(new MatterVersion(version)));
}

/// <summary>The matter's version after the act.</summary>
internal sealed record MatterVersion(long Version);

/// <summary>A file that comes with an act.</summary>
/// <param name="Content">Base64.</param>
internal sealed record FileBody(string? Name, byte[]? Content);

internal sealed record SuggestBody(string? Project, string? Text);

internal sealed record ReportBody(
    string? Project, string? Model, IReadOnlyDictionary<string, string>? Answers, string? Text, string? Contact, DateOnly? OccurredOn, DateOnly? ExpectedOn, string? PlaceText, string? Place,
    IReadOnlyDictionary<string, string>? Fields, bool? CrossDivision, bool? KeyProject, IReadOnlyList<FileBody>? Files);

internal sealed record TextBody(string? Text, IReadOnlyList<FileBody>? Files);

internal sealed record SupplyBody(IReadOnlyDictionary<string, string>? Fields, string? Text, IReadOnlyList<FileBody>? Files);

internal sealed record ReasonBody(string? Reason);

internal sealed record ReturnBody(ReturnGround? Ground, string? Basis, string? Reason, string? Proposed);

internal sealed record AnswerBody(MatterOutcome? Outcome, string? Text, IReadOnlyList<FileBody>? Files);

internal sealed record DecisionBody(bool? Accepted, string? Reason);

internal sealed record AdjudicateBody(string? Organ, string? Reason);

internal sealed record MergeBody(string? Into);

/// <summary>What waits for the dispatch office.</summary>
internal sealed record DeskAnswer(IReadOnlyList<MatterRow> ToDecide, IReadOnlyList<MatterRow> Escalated, IReadOnlyList<IReadOnlyList<MatterRow>> PerhapsDuplicates);

/// <summary>A model as the API shows it.</summary>
internal sealed record ModelAnswer(
    string Code, Words Group, Words Item, Words Content, string LeadUnit, IReadOnlyList<string> CoUnits, int LimitWorkdays, string DefaultGrade, IReadOnlyList<string> Fields, bool Place, IReadOnlyList<ConditionAnswer> Conditions)
{
    public static ModelAnswer Of(DispatchModel m) => new(m.Code, m.Data.Group, m.Data.Item, m.Data.Content, m.Data.LeadUnit, m.Data.CoUnits, m.Data.LimitWorkdays, m.Data.DefaultGrade, m.Data.Fields, m.Data.Place, [.. m.Data.Compare.Select(c => new ConditionAnswer(c.Expression, c.Meaning, c.Evidence))]);
}

internal sealed record ConditionAnswer(string Expression, Words Meaning, string Evidence);
