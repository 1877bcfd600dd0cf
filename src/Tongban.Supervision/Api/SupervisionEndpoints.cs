using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Supervision.Board;
using Tongban.Supervision.Cards;
using Tongban.Supervision.Fees;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Reports;
using Tongban.Supervision.Rules;
using Tongban.Supervision.Scores;

namespace Tongban.Supervision.Api;

/// <summary>The supervision over the API.</summary>
internal static class SupervisionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var supervision = api.MapGroup("/supervision").WithTags("supervision");
        supervision.MapGet("/board", async (BoardQuery board, Caller caller, CancellationToken ct) => Results.Json(await board.BoardAsync(caller.Actor, Nameless(caller.Actor), ct)))
            .Public().WithName("GetSupervisionBoard").WithSummary("Lights by department, stage and division, and what was found today")
            .WithDescription("Public, as numbers: no case, no officer. An officer gets the figures of his own organ, the supervising office and the auditors those of all.").Produces<BoardAnswer>();
        supervision.MapGet("/board/subscription", async (BoardSubscriptions subscriptions, CancellationToken ct) => Results.Json(await subscriptions.MineAsync(ct)))
            .Require(SupervisionPermissions.Read).WithName("GetBoardSubscription").WithSummary("What of the board the reader is told of").Produces<BoardSubscribed>();
        supervision.MapPut("/board/subscription", async (BoardSubscribeBody body, BoardSubscriptions subscriptions, CancellationToken ct) => (await subscriptions.SubscribeAsync(new(body.Rhythm, body.Signs, body.ByEmail ?? false), ct)).ToHttp())
            .Require(SupervisionPermissions.Read).WithName("SubscribeToBoard").WithSummary("Be told of chosen lights of the board, each working day or each week, or no longer")
            .WithDescription("`rhythm` is daily or weekly; without one the subscription ends. `signs`: yellow, red, doubleRed, paused (too long), returned (too often), found (what the rules found since the last telling). Where nothing shows, nothing is sent. `byEmail`: also to the organ's address.")
            .WithExample("""{"rhythm":"daily","signs":["red","doubleRed","paused"],"byEmail":false}""").Produces<BoardSubscribed>();
        supervision.MapGet("/clocks", async (string? light, string? organ, int? stage, string? division, string? after, BoardQuery board, Caller caller, CancellationToken ct) =>
                Results.Json(await board.ClocksAsync(caller.Actor, light, organ, stage, division, after, ct)))
            .Require(SupervisionPermissions.Read).WithName("ListSupervisionClocks").WithSummary("Running clocks behind the numbers of the board, 50 a page")
            .WithDescription("`light` is green, yellow, red, doubleRed, blue, paused (too long) or returned (too often). Pass `next` as `after`.").Produces<KeyPage<ClockRow>>();
        supervision.MapGet("/rules", () => Results.Json(RuleBook.All.Select(r => new RuleAnswer(r.Code, r.Name.ToString(), r.Basis, r.Origin, r.Level, r.Measure.ToString())).ToList()))
            .Public().WithName("ListSupervisionRules").WithSummary("The twenty-three rules JC-01 to JC-23 with basis and measure").Produces<IReadOnlyList<RuleAnswer>>();
        supervision.MapGet("/findings", async (string? rule, Named<Severity>? level, string? organ, string? division, int? stage, string? state, DateOnly? from, DateOnly? to, string? after, FindingQueries findings, CancellationToken ct) =>
                Results.Json(await findings.ListAsync(new(rule, level?.Value, organ, division, stage, state, from, to), after, ct)))
            .Require(SupervisionPermissions.Read).WithName("ListFindings").WithSummary("Findings, newest first, 50 a page").WithDescription("`state` is open, today, card or all (when left out). An officer sees those of his organ.").Produces<KeyPage<FindingRow>>();
        supervision.MapGet("/findings/{finding:guid}", async (Guid finding, FindingQueries findings, CancellationToken ct) => await findings.FindAsync(finding, ct) is { } found ? Results.Json(found) : SupervisionErrors.NoSuchFinding().ToHttp())
            .Require(SupervisionPermissions.Read).WithName("GetFinding").WithSummary("One finding with rule, basis, figures and the ledger entry behind it").Produces<FindingAnswer>();
        supervision.MapPost("/findings/{finding:guid}/card", async (Guid finding, TextBody body, CardHandlers cards, CancellationToken ct) => (await cards.IssueAsync(new(finding, body.Text), ct)).ToHttp())
            .Require(SupervisionPermissions.Work).WithName("IssueSupervisionCard").WithSummary("Issue a card on a finding").WithDescription("By the supervising office. The organ then has three working days for its statement.")
            .WithExample("""{"text":"请说明超期原因和当前进展"}""").Produces<CardDone>();
        MapCards(supervision);
        MapFigures(supervision);
        supervision.MapPost("/fees", async (FeeBody body, ReportFeeHandler fees, CancellationToken ct) => (await fees.HandleAsync(new(body.Project ?? "", body.Organ, body.Fee, body.Yuan, body.ChargedOn), ct)).ToHttp())
            .Require(SupervisionPermissions.Report).WithName("ReportFee").WithSummary("Report a charge by an organ").WithDescription("By whoever stands for the enterprise in the project. What is not on the organ's list of charges becomes a finding.")
            .WithExample("""{"project":"2601-360502-04-01-000001","organ":"ZRZY@360502","fee":"图纸加急费","yuan":500,"chargedOn":"2026-03-02"}""").Produces<FeeDone>();
        api.MapPost("/admin/supervision/recompute", async (bool? repair, FindingBook book, CancellationToken ct) => Results.Json(await book.RecomputeAsync(repair is true, ct)))
            .Require(FoundationPermissions.Administer).WithTags("administration").WithName("RecomputeFindings").WithSummary("Read every project's acts from the first again and compare what the rules say with what was kept")
            .WithDescription("`digest` and `storedDigest` are equal when nothing differs. With `repair=true` what the reading says is put in the place of what differs.").Produces<Recomputed>();
    }

    /// <summary>The report as a page to print and as a workbook, outside the API.</summary>
    public static void MapDownloads(IEndpointRouteBuilder site)
    {
        site.MapGet("/supervision/reports/{month}.html", async (string month, MonthlyReports reports, HttpContext http, CancellationToken ct) =>
        {
            if (reports.MonthOf(month) is not { } first)
                return Results.NotFound();
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            return Results.Text(ReportPaper.Html(await reports.OfAsync(first, ct)), "text/html; charset=utf-8");
        }).Require(SupervisionPermissions.Read);
        site.MapGet("/supervision/reports/{month}.pdf", async (string month, MonthlyReports reports, CancellationToken ct) =>
            reports.MonthOf(month) is not { } first ? Results.NotFound() : ReportPdf.Draw(await reports.OfAsync(first, ct)) is { } pdf ? Results.File(pdf, "application/pdf", $"supervision-{first:yyyy-MM}.pdf") : SupervisionErrors.NoPdf().ToHttp()).Require(SupervisionPermissions.Read);
        site.MapGet("/supervision/reports/{month}.xlsx", async (string month, MonthlyReports reports, CancellationToken ct) =>
            reports.MonthOf(month) is { } first ? Results.File(ReportPaper.Workbook(await reports.OfAsync(first, ct)), Workbook.MediaType, $"supervision-{first:yyyy-MM}.xlsx") : Results.NotFound()).Require(SupervisionPermissions.Read);
    }

    public static bool Nameless(Actor actor) => !actor.Is(SupervisionPermissions.Read.HeldBy);

    private static void MapCards(RouteGroupBuilder supervision)
    {
        supervision.MapGet("/cards", async (string? state, string? organ, string? after, CardHandlers cards, CancellationToken ct) => Results.Json(await cards.ListAsync(state, organ, after, ct)))
            .Require(SupervisionPermissions.Read).WithName("ListSupervisionCards").WithSummary("Cards, newest first, 50 a page").WithDescription("`state` is open (when left out), turn (your organ's turn), closed or all.").Produces<KeyPage<CardRow>>();
        supervision.MapGet("/cards/{card:guid}", async (Guid card, CardHandlers cards, HttpContext http, CancellationToken ct) =>
        {
            if (await cards.FindAsync(card, ct) is not { } found)
                return SupervisionErrors.NoSuchCard().ToHttp();
            http.Response.Headers.ETag = Problems.ETag(found.Version);
            return Results.Json(found);
        }).Require(SupervisionPermissions.Read).WithName("GetSupervisionCard").WithSummary("A card with everything said on it and the clock of every step").WithDescription("The ETag is the version to name in If-Match.").Produces<CardAnswer>();
        Step("statement", "GiveCardStatement", "State how it came about: the organ, within three working days", """{"text":"经办人外出培训，未及时移交","yes":true}""", (body, card) => new GiveStatementCommand(card, body.Yes ?? true, body.Text), (h, c, ct) => h.StateAsync(c, ct), "`yes` says that the organ admits what was found.");
        Step("decision", "DecideCard", "Decide whether the finding stands; if so, order it put right", """{"text":"超期属实，责令整改","yes":true,"days":3}""", (body, card) => new DecideCardCommand(card, body.Yes ?? true, body.Text, body.Days), (h, c, ct) => h.DecideAsync(c, ct), "By the supervising office. `yes`: it stands. `days`: working days for the correction, 3 unless given. Without a statement only after the organ's days.");
        Step("correction", "ReportCardCorrection", "Report what was put right: the organ", """{"text":"已办结并完善移交制度"}""", (body, card) => new ReportCorrectionCommand(card, body.Text), (h, c, ct) => h.ReportAsync(c, ct), null);
        Step("follow-up", "FollowUpCard", "Accept the correction, or send it back with a supervision proposal", """{"text":"已核实","yes":true}""", (body, card) => new FollowUpCommand(card, body.Yes ?? true, body.Text), (h, c, ct) => h.FollowAsync(c, ct), "By the supervising office. `yes`: accepted.");
        Step("appeal", "AppealCard", "Ask that the decision be looked at again: the organ, within five working days, once", """{"text":"停表系依法听证，不应计入"}""", (body, card) => new AppealCardCommand(card, body.Text), (h, c, ct) => h.AppealAsync(c, ct), null);
        Step("appeal-decision", "DecideCardAppeal", "Decide finally on the appeal", """{"text":"维持原决定","yes":true}""", (body, card) => new DecideAppealCommand(card, body.Yes ?? true, body.Text), (h, c, ct) => h.DecideAppealAsync(c, ct), "By the head of the supervising office who did not decide before. `yes`: the decision stands.");

        void Step<TCommand>(string path, string name, string summary, string example, Func<StepBody, Guid, TCommand> make, Func<CardHandlers, TCommand, CancellationToken, Task<Result<CardDone>>> act, string? description)
        {
            var route = supervision.MapPost($"/cards/{{card:guid}}/{path}", async (Guid card, StepBody body, CardHandlers cards, CancellationToken ct) => (await act(cards, make(body, card), ct)).ToHttp())
                .Require(SupervisionPermissions.Work).WithName(name).WithSummary(summary).WithExample(example).Produces<CardDone>();
            if (description is not null)
                route.WithDescription(description);
        }
    }

    private static void MapFigures(RouteGroupBuilder supervision)
    {
        supervision.MapGet("/scores", async (string? from, string? to, ScoreQuery scores, MonthlyReports reports, CancellationToken ct) =>
                Period(from, to, reports) is var (first, last) && first <= last ? Results.Json(await scores.OrgansAsync(first, last, ct)) : SupervisionErrors.MonthUnknown().ToHttp())
            .Require(SupervisionPermissions.Read).WithName("ListOrganScores").WithSummary("Performance score of organs with the formula and figures of every term").WithDescription("`from` and `to` are months such as 2026-03, by default the last one. An officer gets his own organ's.").Produces<IReadOnlyList<OrganScore>>();
        supervision.MapGet("/scores/officers", async (string? from, string? to, ScoreQuery scores, MonthlyReports reports, CancellationToken ct) =>
                Period(from, to, reports) is var (first, last) && first <= last ? (await scores.OfficersAsync(first, last, ct)).ToHttp() : SupervisionErrors.MonthUnknown().ToHttp())
            .Require(SupervisionPermissions.Work).WithName("ListOfficerScores").WithSummary("Scores of officers: a head's own organ, an officer's own").Produces<IReadOnlyList<OfficerScore>>();
        supervision.MapGet("/reports/{month}", async (string month, MonthlyReports reports, CancellationToken ct) => reports.MonthOf(month) is { } first ? Results.Json(await reports.OfAsync(first, ct)) : SupervisionErrors.MonthUnknown().ToHttp())
            .Require(SupervisionPermissions.Read).WithName("GetMonthlyReport").WithSummary("The report of a month").WithDescription("Made again it reads the same: `digest` is the SHA-256 of its figures. As pages: /supervision/reports/2026-03.html and .xlsx.").Produces<MonthlyReport>();
        supervision.MapPut("/subscription", async (SubscribeBody body, Subscriptions subscriptions, CancellationToken ct) => (await subscriptions.SubscribeAsync(new(body.Wanted), ct)).ToHttp())
            .Require(SupervisionPermissions.Read).WithName("SubscribeToReports").WithSummary("Be told of every monthly report on the first working day, or no longer").WithExample("""{"wanted":true}""").Produces<Subscribed>();
    }

    /// <summary>Months as 202603; the last one unless given.</summary>
    internal static (int From, int To) Period(string? from, string? to, MonthlyReports reports)
    {
        var last = reports.MonthOf(to) ?? reports.MonthOf(null)!.Value;
        var first = string.IsNullOrEmpty(from) ? last : reports.MonthOf(from) ?? last;
        return ((first.Year * 100) + first.Month, (last.Year * 100) + last.Month);
    }

    internal static string Write(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 100:0000}-{month % 100:00}");

    internal sealed record RuleAnswer(string Code, string Name, string Basis, RuleOrigin Origin, Severity Level, string Measure);

    internal sealed record TextBody(string? Text);

    internal sealed record StepBody(string? Text, bool? Yes, int? Days);

    internal sealed record SubscribeBody(bool Wanted);

    internal sealed record BoardSubscribeBody(BoardRhythm? Rhythm, IReadOnlyList<BoardSigns>? Signs, bool? ByEmail);

    internal sealed record FeeBody(string? Project, string? Organ, string? Fee, decimal? Yuan, DateOnly? ChargedOn);
}
