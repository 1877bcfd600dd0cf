using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Dispatch.Weekly.Figures;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch.Weekly;

/// <summary>The weekly dispatch's part of <c>/api/v1</c>.</summary>
internal static class WeeklyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var majors = api.MapGroup("/dispatch/major-projects").WithTags("weekly");
        majors.MapGet("", async (bool? all, WeekQueries weeks, CancellationToken ct) => Results.Json((await weeks.MajorsAsync(all is true, ct)).Select(MajorAnswer.Of).ToList()))
            .Require(DispatchPermissions.See).WithName("ListMajorProjects").WithSummary("The list of major projects").WithDescription("`all` also shows those taken off. A project unit sees its own.").Produces<IReadOnlyList<MajorAnswer>>();
        majors.MapGet("/{code}", async (string code, WeekQueries weeks, HttpContext http, CancellationToken ct) =>
            {
                if (await weeks.MajorAsync(code, ct) is not { Major: { } major })
                    return WeeklyErrors.NoSuchProject(code).ToHttp();
                http.Response.Headers.ETag = Problems.ETag(major.Version);
                return Results.Json(new MajorHistoryAnswer(MajorAnswer.Of(new(major.Newest, major.IsListed, major.Version, major.Owner)),
                    [.. major.Entries.OrderByDescending(e => e.No).Select(e => new MajorLine(e.Kind, e.At, IsoWeek.OfKey(e.FromWeek).ToString(), e.Class, e.ShouldResumeOn, e.PlanYear, e.PlannedYearWan, e.Organ, e.Reason))]));
            })
            .Require(DispatchPermissions.See).WithName("GetMajorProject").WithSummary("One project of the list with the list's history").Produces<MajorHistoryAnswer>();
        majors.MapPut("/{code}", async (string code, ListBody body, MajorProjectHandlers handlers, CancellationToken ct) =>
                (await handlers.ListAsync(new(code, new(body.Class, body.ShouldResumeOn, body.PlanYear, body.PlannedYearWan), body.Reason), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(DispatchPermissions.Direct).WithName("ListMajorProject").WithSummary("Put a project on the list, or change its terms").WithDescription("By the city's development and reform commission; that of a county lists county key projects of its own.")
            .WithExample("""{"class":"municipal","shouldResumeOn":"2026-02-24","planYear":2026,"plannedYearWan":32000,"reason":"2026年市重点项目"}""").Produces<Done>();
        majors.MapPost("/{code}/removal", async (string code, ReasonBody body, MajorProjectHandlers handlers, CancellationToken ct) => (await handlers.RemoveAsync(new(code, body.Reason), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(DispatchPermissions.Direct).WithName("RemoveMajorProject").WithSummary("Take a project off the list, with the reason").WithExample("""{"reason":"已竣工验收"}""").Produces<Done>();

        var weeks = api.MapGroup("/dispatch/weeks").WithTags("weekly");
        weeks.MapGet("", async (WeekQueries queries, WeeklyRules rules, CancellationToken ct) => Results.Json((await queries.WeeksAsync(ct)).Select(w => new WeekAnswer(w.Week.ToString(), w.DueAt, w.Figures.Projects, w.Figures.Reported, RatesAnswer.Of(w.Figures.Rates, rules), w.Figures.WeekInvestmentWan)).ToList()))
            .Require(DispatchPermissions.See).WithName("ListWeeks").WithSummary("The last twelve weeks with their figures").Produces<IReadOnlyList<WeekAnswer>>();
        weeks.MapGet("/{week}/returns", async (string week, WeekQueries queries, CancellationToken ct) => IsoWeek.Parse(week).TryGet(out var w, out var form)
                ? Results.Json((await queries.StatesAsync(w, ct)).Select(s => new WeekStateAnswer(s.Project.Code, s.Project.Name, s.Project.Owner, s.Revision, s.Revision > 0, s.Late, s.SubmittedAt)).ToList()) : form.ToHttp())
            .Require(DispatchPermissions.See).WithName("ListWeekReturns").WithSummary("Who has returned a week and who has not").WithDescription("Those without a return come first.").Produces<IReadOnlyList<WeekStateAnswer>>();
        weeks.MapGet("/{week}/returns/{code}", async (string week, string code, WeekQueries queries, WeeklyRules rules, CancellationToken ct) => !IsoWeek.Parse(week).TryGet(out var w, out var form) ? form.ToHttp()
                : await queries.ReturnAsync(code, w, ct) is { } sheet ? Results.Json(ReturnAnswer.Of(sheet, rules)) : WeeklyErrors.NoSuchProject(code).ToHttp())
            .Require(DispatchPermissions.See).WithName("GetWeekReturn").WithSummary("The return of one project for one week").WithDescription("With rates, flagged values and revisions; before anything was returned `startsWith` has the values of the week before.").Produces<ReturnAnswer>();
        weeks.MapPut("/{week}/returns/{code}", async (string week, string code, ReturnBody body, SubmitReturnHandler submit, CancellationToken ct) => (await submit.HandleAsync(new(code, week, body.Fields, body.Seen, body.Reason), ct)).ToHttp())
            .Require(DispatchPermissions.Report).WithName("SubmitWeekReturn").WithSummary("Return a week, or correct it").WithDescription("A correction is a new revision and needs a reason; what was returned stays. `seen` is the revision the caller knows (0 for none): if there is a newer one by then, nothing is entered. The same content again changes nothing.")
            .WithExample("""{"fields":{"resumed":true,"resumedOn":"2026-02-24","workersNeeded":120,"workersOnSite":112,"outOfProvince":18,"inQuarantine":0,"managersOnSite":14,"materials":[{"kind":"steel","need":80,"stock":60,"stockDays":5.3,"gap":20}],"equipment":[{"kind":"excavator","need":4,"arrived":4}],"supplies":[{"kind":"masks","stock":2000,"dailyUse":130,"stockDays":15.4}],"weekInvestmentWan":650.5,"yearCumulativeWan":3200.5,"physicalPct":18.5,"milestones":"2号楼桩基完成","problems":null,"problemModel":null,"nextWeekPlan":"承台开挖"},"seen":0}""").Produces<SubmittedReturn>();
        weeks.MapPost("/{week}/import", async (string week, string? mapping, string? reason, HttpRequest request, WeekImport import, CancellationToken ct) => await BodyAsync(request, ct) is { } file
                ? (await import.TakeAsync(week, file, mapping, reason, ct)).ToHttp() : WeeklyErrors.TooLarge(WeekImport.MostBytes).ToHttp())
            .Require(DispatchPermissions.Report).WithName("ImportWeekReturns").WithSummary("Take the returns of a week as CSV or XLSX").WithDescription("A line a project; each line goes the way of a single return. The heads are those of the template or of the JSON; `mapping` says what others mean: `现场人数=workersOnSite`, a field made of columns `code:=2601-360500-04-01-{编号:000000}`, a value `resumed?在建=是`. Every line is answered: taken, with what should be looked at again, or rejected, with the reasons.")
            .Accepts<byte[]>("text/csv", "application/octet-stream", Workbook.MediaType).Produces<TakenWeek>();
        weeks.MapGet("/template.csv", () => Results.File(WeekImport.Template(), "text/csv; charset=utf-8", "weekly-return.csv"))
            .Require(DispatchPermissions.See).WithName("GetWeekTemplate").WithSummary("An empty table for the import").Produces<byte[]>(StatusCodes.Status200OK, "text/csv");
        weeks.MapGet("/template.xlsx", () => Results.File(WeekImport.WorkbookTemplate(), Workbook.MediaType, "weekly-return.xlsx"))
            .Require(DispatchPermissions.See).WithName("GetWeekTemplateWorkbook").WithSummary("The same as a workbook").Produces<byte[]>(StatusCodes.Status200OK, Workbook.MediaType);
        weeks.MapGet("/{week}/board", async (string week, DateTimeOffset? asOf, string? division, string? sector, KeyClass? @class, WeekQueries queries, WeeklyRules rules, CityClock clock, CancellationToken ct) => IsoWeek.Parse(week).TryGet(out var w, out var form)
                ? Results.Json(BoardAnswer.Of(await queries.BoardAsync(w, asOf ?? clock.Now, new(division, sector, @class), ct), rules)) : form.ToHttp())
            .Require(DispatchPermissions.See).WithName("GetWeekBoard").WithSummary("The board of a week").WithDescription("`asOf` gives the board as it was known at that instant: lists and revisions entered later do not count.").Produces<BoardAnswer>();
        weeks.MapGet("/{week}/shortages", async (string week, DateTimeOffset? asOf, WeekQueries queries, CityClock clock, CancellationToken ct) => IsoWeek.Parse(week).TryGet(out var w, out var form)
                ? Results.Json((await queries.BoardAsync(w, asOf ?? clock.Now, new(), ct)).Shortages.Select(ShortageAnswer.Of).ToList()) : form.ToHttp())
            .Require(DispatchPermissions.Read).WithName("ListWeekShortages").WithSummary("What is short at one project and to spare at another").WithDescription("Each proposal with its sum. A giver keeps two weeks' need.").Produces<IReadOnlyList<ShortageAnswer>>();
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (content.Length + read > WeekImport.MostBytes)
                return null;
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }

    internal sealed record ListBody(KeyClass Class, DateOnly? ShouldResumeOn, int PlanYear, decimal PlannedYearWan, string Reason);

    internal sealed record ReasonBody(string Reason);

    internal sealed record ReturnBody(WeekFields Fields, int? Seen = null, string? Reason = null);

    internal sealed record Done(long Version);
}
