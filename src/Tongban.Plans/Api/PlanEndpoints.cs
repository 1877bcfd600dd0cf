using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Plans.Balancing;
using Tongban.Plans.Exchange;
using Tongban.Plans.Figures;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Plans.Planning;
using Tongban.Plans.ProjectPool;
using Tongban.Plans.Warnings;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Api;

/// <summary>The plans' part of <c>/api/v1</c>.</summary>
internal static class PlanEndpoints
{
    private const int MostBytes = 8_000_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        var plans = api.MapGroup("/plans").WithTags("plans");
        MapProjects(plans);
        MapMoney(plans);
        MapPlans(plans);
        MapBalance(plans);
        MapWarnings(plans);
        MapFigures(plans);
    }

    private static void MapProjects(RouteGroupBuilder plans)
    {
        plans.MapGet("/projects", async (string? q, Named<PoolState>? state, string? sector, string? division, string? after, PoolQueries queries, Caller caller, CancellationToken ct) =>
                Results.Json(await queries.ListAsync(new(q, state?.Value, sector, division), caller.Actor, after, ct)))
            .Require(PlanPermissions.See).WithName("ListPlanProjects").WithSummary("Projects of the pool, by code, 50 a page").WithDescription("A project unit sees its own. Pass `next` as `after`.").Produces<KeyPage<PlanProjectRow>>();
        plans.MapPost("/projects", async (AdmitBody body, ProjectPoolHandlers handlers, PoolQueries queries, Caller caller, CancellationToken ct) =>
                (await handlers.AdmitAsync(new(new(body.Code, body.Name, body.Owner, body.Division, body.Sector, body.SectorOrgan, body.Mode ?? FundingMode.Direct, body.Content, body.From, body.To, body.TotalInvestment, body.Priority, body.Sources)), ct))
                .TryGet(out var code, out var refusal) ? Results.Json(await queries.FindAsync(code, caller.Actor, ct)) : refusal.ToHttp())
            .Require(PlanPermissions.Work).WithName("AdmitPlanProject").WithSummary("Take a project into the pool as a reserve").WithDescription("By the development commission or the sector department. The code is the project code of the online platform; the sources add up to the total investment.")
            .WithExample("""{"code":"2603-360500-04-01-100019","name":"袁河大桥及接线工程","owner":"91360502MA0001050N","division":"360500","sector":"transport","sectorOrgan":"JTJ@360500","mode":"direct","content":"新建跨河大桥一座，接线 3.2 公里","from":"2026-06-01","to":"2028-12-31","totalInvestment":680000000.00,"priority":80,"sources":[{"source":"05","yuan":280000000.00},{"source":"09","yuan":400000000.00}]}""").Produces<PlanProjectAnswer>();
        plans.MapGet("/projects/{code}", async (string code, PoolQueries queries, Caller caller, HttpContext http, CancellationToken ct) =>
            {
                if (await queries.FindAsync(code, caller.Actor, ct) is not { } project)
                    return PlanErrors.NoSuchProject(code).ToHttp();
                http.Response.Headers.ETag = Problems.ETag(project.Version);
                return Results.Json(project);
            })
            .Require(PlanPermissions.See).WithName("GetPlanProject").WithSummary("One project with its milestones, returns, indicators and payments").Produces<PlanProjectAnswer>();
        plans.MapPost("/projects/{code}/milestones", async (string code, MilestoneBody body, ProjectPoolHandlers handlers, CancellationToken ct) => (await handlers.RecordAsync(new(code, body.Kind, body.On, body.Document, body.Yuan), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("RecordPlanMilestone").WithSummary("Put a milestone on record").WithDescription("feasibility, estimate, estimateAdjustment and finalAccounts name an amount.").WithExample("""{"kind":"feasibility","on":"2026-02-10","document":"余发改审〔2026〕12号","yuan":680000000.00}""").Produces<Done>();
        plans.MapPost("/projects/{code}/move", async (string code, MoveBody body, ProjectPoolHandlers handlers, CancellationToken ct) => (await handlers.MoveAsync(new(code, body.To, body.Reason), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("MovePlanProject").WithSummary("Move a project to the next state, suspend or resume it").WithDescription("Conditions of entry are checked (政府投资条例 9, 17, 20, 25); into the plan a project goes with the approval of an annual plan.").WithExample("""{"to":"preparatory"}""").Produces<Done>();
    }

    private static void MapMoney(RouteGroupBuilder plans)
    {
        plans.MapGet("/pools", async (int? year, FundQueries funds, CancellationToken ct) => Results.Json(await funds.PoolsAsync(year, ct)))
            .Require(PlanPermissions.Read).WithName("ListFundPools").WithSummary("Fund pools with their balances").Produces<IReadOnlyList<PoolRow>>();
        plans.MapPost("/pools", async (PoolBody body, MoneyHandlers money, FundQueries funds, CancellationToken ct) =>
                (await money.OpenAsync(new(new(body.Pool, body.Name, body.Source, body.Year, body.Level ?? FundLevel.Municipal, body.Sector, body.Purpose, body.WindowFrom, body.WindowTo, body.Yuan)), ct)).Error is { } refusal ? refusal.ToHttp() : Results.Json(await funds.FindAsync(body.Pool.Trim(), ct)))
            .Require(PlanPermissions.Work).WithName("OpenFundPool").WithSummary("Open a pool of one source and year").WithDescription("By the finance bureau. `sector` earmarks the money.")
            .WithExample("""{"pool":"2026-09-01","name":"2026年交通专项债券","source":"09","year":2026,"level":"municipal","sector":"transport","windowFrom":"2026-01-01","windowTo":"2026-12-31","yuan":400000000.00}""").Produces<PoolAnswer>();
        plans.MapGet("/pools/{pool}", async (string pool, FundQueries funds, CancellationToken ct) => await funds.FindAsync(pool, ct) is { } found ? Results.Json(found) : PlanErrors.NoSuchPool(pool).ToHttp())
            .Require(PlanPermissions.Read).WithName("GetFundPool").WithSummary("One pool with its indicators and the newest 200 lines of its journal").Produces<PoolAnswer>();
        plans.MapGet("/journal-check", async (FundQueries funds, CancellationToken ct) => Results.Json(await funds.CheckAsync(ct)))
            .Require(PlanPermissions.Read).WithName("CheckPlanJournal").WithSummary("Every balance made anew from the entries, and where it differs").Produces<JournalCheck>();
        plans.MapPost("/indicators", async (RowsBody<IndicatorRow> body, TakeInHandlers takeIn, CancellationToken ct) => (await takeIn.IndicatorsAsync(body.Name ?? "API", RowReading.Given(body.Rows, r => r.IndicatorNo), ct)).ToHttp())
            .Require(PlanPermissions.Work).WithName("TakeInIndicators").WithSummary("Take budget indicators in").WithDescription(Repeat).WithExample("""{"rows":[{"indicatorNo":"余财建指〔2026〕8号","pool":"2026-09-01","projectCode":"2603-360500-04-01-100019","day":"2026-03-01","yuan":120000000.00,"functionClass":"2140104"}]}""").Produces<TakenIn>();
        plans.MapPost("/arrivals", async (RowsBody<ArrivalRow> body, TakeInHandlers takeIn, CancellationToken ct) => (await takeIn.ArrivalsAsync(body.Name ?? "API", RowReading.Given(body.Rows, r => r.VoucherNo), ct)).ToHttp())
            .Require(PlanPermissions.Work).WithName("TakeInArrivals").WithSummary("Take arrivals of money in").WithDescription(Repeat).WithExample("""{"rows":[{"voucherNo":"DK-2026-0003","pool":"2026-09-01","day":"2026-03-01","yuan":100000000.00}]}""").Produces<TakenIn>();
        plans.MapPost("/payments", async (RowsBody<PaymentRow> body, TakeInHandlers takeIn, CancellationToken ct) => (await takeIn.PaymentsAsync(body.Name ?? "API", RowReading.Given(body.Rows, r => r.VoucherNo), ct)).ToHttp())
            .Require(PlanPermissions.Work).WithName("TakeInPayments").WithSummary("Take payments in").WithDescription(Repeat).WithExample("""{"rows":[{"voucherNo":"ZF-2026-000123","day":"2026-03-02","indicatorNo":"余财建指〔2026〕8号","projectCode":"2603-360500-04-01-100019","yuan":35000000.00,"contractNo":"HT-01","payee":"91360502MA0001018B","purpose":"工程进度款","dueOn":"2026-02-20"}]}""").Produces<TakenIn>();
        plans.MapPost("/returns", async (RowsBody<ReturnRow> body, TakeInHandlers takeIn, CancellationToken ct) => (await takeIn.ProgressAsync(body.Name ?? "API", RowReading.Given(body.Rows, r => r.ProjectCode), ct)).ToHttp())
            .Require(PlanPermissions.Report).WithName("TakeInReturns").WithSummary("Take monthly returns of progress in").WithDescription("The unit its own. A return that says something else than the last of its month is a new edition; the earlier stays.").WithExample("""{"rows":[{"projectCode":"2603-360500-04-01-100019","year":2026,"month":2,"doneYuan":30000000.00,"physicalPercent":12.5,"milestone":"桩基完成 40%"}]}""").Produces<TakenIn>();
        plans.MapPost("/imports/{kind}", (string kind, string? name, string? mapping, HttpRequest request, TakeInHandlers takeIn, PlanOrgans organs, Caller caller, CancellationToken ct) => ImportAsync(kind, name, mapping, request, takeIn, organs, caller, ct))
            .Require(PlanPermissions.Work).WithName("ImportPlanFile").WithSummary("Take a CSV or XLSX file in").WithDescription("`kind` is indicators, arrivals, payments, progress or projects. The heads may be Chinese or those of the JSON; `mapping` names others: `支付号=voucherNo;金额（元）=yuan`; it makes fields of columns and words (`content:={TITLE}，{ADDRESS}`) and translates values (`sector?DPR=culture`). " + Repeat)
            .Accepts<byte[]>("text/csv", Sheets.MediaType, "application/octet-stream").Produces<TakenIn>();
        plans.MapGet("/imports/{kind}/template", (string kind) => RowReading.Template(kind) is { } book ? Results.File(book, Sheets.MediaType, $"{kind}.xlsx") : PlanErrors.Unreadable(kind).ToHttp())
            .Require(PlanPermissions.Read).WithName("GetPlanImportTemplate").WithSummary("An empty workbook with the heads of a kind of rows").Produces<byte[]>(StatusCodes.Status200OK, Sheets.MediaType);
        plans.MapGet("/imports", async (ImportQueries imports, CancellationToken ct) => Results.Json(await imports.ListAsync(ct)))
            .Require(PlanPermissions.Read).WithName("ListPlanImports").WithSummary("The newest hundred batches").Produces<IReadOnlyList<BatchRow>>();
        plans.MapGet("/imports/{batch:guid}", async (Guid batch, ImportQueries imports, CancellationToken ct) => await imports.FindAsync(batch, ct) is { } found ? Results.Json(found) : PlanErrors.NoSuchBatch().ToHttp())
            .Require(PlanPermissions.Read).WithName("GetPlanImport").WithSummary("One batch with its rejected rows and their reasons").Produces<BatchAnswer>();
        plans.MapPost("/payments/{voucher}/reversal", async (string voucher, DayBody body, MoneyHandlers money, CancellationToken ct) => (await money.ReverseAsync(new(voucher, body.Day), ct)).ToHttp(b => Results.Json(new BalanceOf(b))))
            .Require(PlanPermissions.Work).WithName("ReversePayment").WithSummary("Undo a payment by the opposite entries").WithExample("""{"day":"2026-03-02"}""").Produces<BalanceOf>();
        plans.MapPost("/indicators/{indicator}/adjustment", async (string indicator, AdjustBody body, MoneyHandlers money, CancellationToken ct) => (await money.AdjustAsync(new(indicator, body.VoucherNo, body.Yuan, body.Day), ct)).ToHttp(b => Results.Json(new BalanceOf(b))))
            .Require(PlanPermissions.Work).WithName("AdjustIndicator").WithSummary("Raise an indicator, or give back what it has not used").WithDescription("Below zero gives back.").WithExample("""{"voucherNo":"TZ-2026-01","yuan":-5000000.00,"day":"2026-03-02"}""").Produces<BalanceOf>();
        plans.MapPost("/reconciliation", async (DateOnly from, DateOnly to, string? mapping, HttpRequest request, ReconciliationQuery query, CancellationToken ct) => await ReconcileAsync(from, to, mapping, request, query, ct))
            .Require(PlanPermissions.Read).WithName("ReconcilePayments").WithSummary("Hold the payments of a period against the statement of another system").WithDescription("Nothing is changed. Differences come in both directions, each with its likeliest cause; of very many the first ten thousand. CSV is read as it comes, up to a gigabyte.").WithMetadata(new LongStatementAttribute()).Accepts<byte[]>("text/csv", Sheets.MediaType, "application/octet-stream").Produces<Reconciled>();
    }

    private static void MapPlans(RouteGroupBuilder plans)
    {
        plans.MapGet("/versions", async (PlanQueries queries, CancellationToken ct) => Results.Json(await queries.ListAsync(ct)))
            .Require(PlanPermissions.Read).WithName("ListInvestmentPlans").WithSummary("Versions of rolling and annual plans").Produces<IReadOnlyList<PlanRow>>();
        plans.MapPost("/versions", async (DraftBody body, PlanHandlers handlers, CancellationToken ct) => (await handlers.DraftAsync(new(body.Kind, body.FirstYear, body.Title), ct)).ToHttp(id => Results.Json(new Made(id))))
            .Require(PlanPermissions.Work).WithName("DraftInvestmentPlan").WithSummary("Begin the first version of a plan").WithExample("""{"kind":"annual","firstYear":2026}""").Produces<Made>();
        plans.MapGet("/versions/{plan:guid}", async (Guid plan, PlanQueries queries, HttpContext http, CancellationToken ct) =>
            {
                if (await queries.FindAsync(plan, ct) is not { } found)
                    return PlanErrors.NoSuchPlan().ToHttp();
                http.Response.Headers.ETag = Problems.ETag(found.Version);
                return Results.Json(found);
            })
            .Require(PlanPermissions.Read).WithName("GetInvestmentPlan").WithSummary("One plan with its items, differences between the three departments, and deficits").Produces<PlanAnswer>();
        plans.MapGet("/versions/{plan:guid}/changes", async (Guid plan, PlanQueries queries, CancellationToken ct) => await queries.ChangesAsync(plan, ct) is { } changes ? Results.Json(changes) : PlanErrors.NoSuchPlan().ToHttp())
            .Require(PlanPermissions.Read).WithName("GetPlanChanges").WithSummary("Before and after against the version it changes, with reasons").Produces<IReadOnlyList<ChangeAnswer>>();
        plans.MapPut("/versions/{plan:guid}/items/{code}/development", async (Guid plan, string code, DevelopmentFields body, PlanHandlers handlers, CancellationToken ct) => (await handlers.EnterAsync(new(plan, code, body), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("EnterPlanItem").WithSummary("Enter a project, or change development's fields").WithExample("""{"nature":"new","content":null,"goal":"年内完成桩基和主墩","shares":[{"year":2026,"source":"05","yuan":60000000.00},{"year":2026,"source":"09","yuan":120000000.00}],"changeReason":null}""").Produces<Done>();
        plans.MapPut("/versions/{plan:guid}/items/{code}/sector", async (Guid plan, string code, SectorFields body, PlanHandlers handlers, CancellationToken ct) => (await handlers.FillAsync(new FillSectorCommand(plan, code, body), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("FillSectorFields").WithSummary("The sector department's fields").WithExample("""{"indicators":"双向六车道，设计时速 60 公里","targets":"桥梁下部结构完成 60%"}""").Produces<Done>();
        plans.MapPut("/versions/{plan:guid}/items/{code}/finance", async (Guid plan, string code, FinanceFields body, PlanHandlers handlers, CancellationToken ct) => (await handlers.FillAsync(new FillFinanceCommand(plan, code, body), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("FillFinanceFields").WithSummary("The finance bureau's fields").WithExample("""{"responsibility":"市级财政统筹","budget":[{"source":"05","yuan":60000000.00},{"source":"09","yuan":120000000.00}]}""").Produces<Done>();
        plans.MapPost("/versions/{plan:guid}/items/{code}/removal", async (Guid plan, string code, ReasonBody body, PlanHandlers handlers, CancellationToken ct) => (await handlers.RemoveAsync(new(plan, code, body.Reason), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("RemovePlanItem").WithSummary("Take a project out of the plan, with the reason").WithExample("""{"reason":"征地未完成，本年不具备开工条件"}""").Produces<Done>();
        plans.MapPost("/versions/{plan:guid}/confirmation", async (Guid plan, ConfirmBody body, PlanHandlers handlers, CancellationToken ct) => (await handlers.ConfirmAsync(new(plan, body.Code, body.Part), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("ConfirmPlanItems").WithSummary("Confirm an item, or all of one's own, as they are").WithDescription("Any later change of the item, by whomever, makes it unconfirmed again.").WithExample("""{"part":"finance","code":"2603-360500-04-01-100019"}""").Produces<Done>();
        plans.MapPost("/versions/{plan:guid}/approval", async (Guid plan, DocumentBody body, PlanHandlers handlers, CancellationToken ct) => (await handlers.ApproveAsync(new(plan, body.Document), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Approve).WithName("ApproveInvestmentPlan").WithSummary("Approve and freeze a plan").WithDescription("All that speaks against it is said at once: missing confirmations, differences, conditions of entry, deficits, cuts and shifts without reason.").WithExample("""{"document":"余府字〔2026〕15号"}""").Produces<Done>();
        plans.MapPost("/versions/{plan:guid}/amendment", async (Guid plan, ReasonBody body, PlanHandlers handlers, CancellationToken ct) => (await handlers.AmendAsync(new(plan, body.Reason), ct)).ToHttp(id => Results.Json(new Made(id))))
            .Require(PlanPermissions.Work).WithName("AmendInvestmentPlan").WithSummary("Begin a new version of an approved plan (年中调整)").WithExample("""{"reason":"年中调整：专项债券额度调减"}""").Produces<Made>();
        plans.MapPost("/versions/{plan:guid}/roll-over", async (Guid plan, PlanHandlers handlers, CancellationToken ct) => (await handlers.RollOverAsync(new(plan), ct)).ToHttp())
            .Require(PlanPermissions.Work).WithName("RollOverPlan").WithSummary("The first year becomes the annual plan, the others move up").Produces<RolledOver>();
        plans.MapPost("/versions/{plan:guid}/withdrawal", async (Guid plan, PlanHandlers handlers, CancellationToken ct) => (await handlers.WithdrawAsync(new(plan), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("WithdrawInvestmentPlan").WithSummary("Give a draft up").Produces<Done>();
    }

    private static void MapBalance(RouteGroupBuilder plans)
    {
        plans.MapGet("/balances", async (BalanceQueries queries, CancellationToken ct) => Results.Json(await queries.ListAsync(ct)))
            .Require(PlanPermissions.Read).WithName("ListBalances").WithSummary("Runs of the balance, newest first").Produces<IReadOnlyList<BalanceRow>>();
        plans.MapPost("/balances", async (BalanceBody body, BalanceHandlers handlers, CancellationToken ct) => (await handlers.RunAsync(new(body.Title, body.FirstYear, body.Factors ?? []), ct)).ToHttp(id => Results.Json(new Made(id))))
            .Require(PlanPermissions.Work).WithName("RunBalance").WithSummary("Weigh the pool's projects against the funds of three years").WithDescription("No source is overdrawn in any year. `factors` asks what if: the money of a source and year times the factor.").WithExample("""{"title":"专项债券减少二成","firstYear":2026,"factors":[{"source":"09","year":2026,"factor":0.8}]}""").Produces<Made>();
        plans.MapGet("/balances/{balance:guid}", async (Guid balance, BalanceQueries queries, CancellationToken ct) => await queries.FindAsync(balance, ct) is { } found ? Results.Json(found) : PlanErrors.NoSuchRun().ToHttp())
            .Require(PlanPermissions.Read).WithName("GetBalance").WithSummary("The schedule, why each project is in, put off or out, and how far from the optimum it is at most").Produces<BalanceAnswerSheet>();
        plans.MapGet("/balances/{balance:guid}/comparison", async (Guid balance, Guid with, BalanceQueries queries, CancellationToken ct) => await queries.CompareAsync(balance, with, ct) is { } found ? Results.Json(found) : PlanErrors.NoSuchRun().ToHttp())
            .Require(PlanPermissions.Read).WithName("CompareBalances").WithSummary("Two runs side by side: who stands differently").Produces<BalanceComparison>();
        plans.MapPost("/balances/{balance:guid}/adoption", async (Guid balance, AdoptBody body, BalanceHandlers handlers, CancellationToken ct) => (await handlers.AdoptAsync(new(balance, body.Plan), ct)).ToHttp(n => Results.Json(new Adopted(n))))
            .Require(PlanPermissions.Work).WithName("AdoptBalance").WithSummary("Take a run over into a rolling plan that is being drawn up").WithExample("""{"plan":"0198c0de-0000-7000-8000-000000000000"}""").Produces<Adopted>();
    }

    private static void MapWarnings(RouteGroupBuilder plans)
    {
        plans.MapGet("/warnings", async (string? rule, Named<WarningLevel>? level, string? state, string? after, WarningHandlers handlers, CancellationToken ct) => Results.Json(await handlers.ListAsync(rule, level?.Value, state, after, ct)))
            .Require(PlanPermissions.See).WithName("ListPlanWarnings").WithSummary("Warnings, newest first").WithDescription("`state` is open (when left out), ordered, cleared or all. A project unit sees those of its projects.").Produces<KeyPage<WarningRow>>();
        plans.MapPost("/warnings/sweep", async (WarningSweep sweep, Caller caller, CancellationToken ct) => (await sweep.RunAsync(caller, ct)).ToHttp())
            .Require(PlanPermissions.Work).WithName("SweepPlanWarnings").WithSummary("Hold every project and source against the rules now").WithDescription("It happens every morning by itself.").Produces<Swept>();
        plans.MapGet("/warnings/rules", () => Results.Json(WarningRules.All.Select(r => new RuleAnswer(r.Code, r.Title.ToString(), r.Basis)).ToList()))
            .Require(PlanPermissions.See).WithName("ListPlanWarningRules").WithSummary("The rules W01 to W16 with their basis").Produces<IReadOnlyList<RuleAnswer>>();
        plans.MapGet("/warnings/{warning:guid}", async (Guid warning, WarningHandlers handlers, CancellationToken ct) => await handlers.FindAsync(warning, ct) is { } found ? Results.Json(found) : PlanErrors.NoSuchWarning().ToHttp())
            .Require(PlanPermissions.See).WithName("GetPlanWarning").WithSummary("One warning with facts, basis, order and answer").Produces<WarningAnswer>();
        plans.MapPost("/warnings/{warning:guid}/order", async (Guid warning, OrderBody body, WarningHandlers handlers, CancellationToken ct) => (await handlers.OrderAsync(new(warning, body.Text, body.DueOn), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("OrderWarningAnswer").WithSummary("Order the responsible unit to answer").WithExample("""{"text":"请说明支付进度快于形象进度的原因和整改措施","dueOn":"2026-03-20"}""").Produces<Done>();
        plans.MapPost("/warnings/{warning:guid}/answer", async (Guid warning, TextBody body, WarningHandlers handlers, CancellationToken ct) => (await handlers.AnswerAsync(new(warning, body.Text), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Report).WithName("AnswerPlanWarning").WithSummary("Answer an order").WithExample("""{"text":"预付款按合同支付，形象进度将于下月跟上"}""").Produces<Done>();
        plans.MapPost("/warnings/{warning:guid}/acceptance", async (Guid warning, WarningHandlers handlers, CancellationToken ct) => (await handlers.AcceptAsync(new(warning), ct)).ToHttp(v => Results.Json(new Done(v))))
            .Require(PlanPermissions.Work).WithName("AcceptWarningAnswer").WithSummary("Accept an answer").Produces<Done>();
    }

    private static void MapFigures(RouteGroupBuilder plans)
    {
        plans.MapGet("/statistics", async (int year, int month, DateTimeOffset? asOf, string? division, PlanFigures figures, CityClock clock, Caller caller, CancellationToken ct) => month is >= 1 and <= 12 ? Results.Json(await figures.SheetAsync(year, month, asOf ?? clock.Now, DivisionOf(caller.Actor, division), ct)) : PlanErrors.Month(month).ToHttp())
            .Require(PlanPermissions.Read).WithName("GetPlanStatistics").WithSummary("Done, rate of the annual plan and change in percentage points by month, division, sector and source").WithDescription("`asOf` gives the sheet as it was known at that instant; `division` only what lies there. An officer of a county or district sees his own.").Produces<FigureSheet>();
        plans.MapGet("/statistics.xlsx", async (int year, int month, DateTimeOffset? asOf, string? division, PlanFigures figures, CityClock clock, Caller caller, CancellationToken ct) => month is >= 1 and <= 12
                ? Results.File(FigureExport.Xlsx(await figures.SheetAsync(year, month, asOf ?? clock.Now, DivisionOf(caller.Actor, division), ct)), Sheets.MediaType, string.Create(CultureInfo.InvariantCulture, $"investment-{year}-{month:00}.xlsx")) : PlanErrors.Month(month).ToHttp())
            .Require(PlanPermissions.Read).WithName("GetPlanStatisticsXlsx").WithSummary("The same as a workbook").Produces<byte[]>(StatusCodes.Status200OK, Sheets.MediaType);
        plans.MapGet("/oc4ids", async (string? after, int? count, Oc4ids publication, CancellationToken ct) => Results.Json(await publication.PackageAsync(after, Math.Clamp(count ?? 100, 1, 500), ct)))
            .Public().WithName("PublishOc4ids").WithSummary("Projects of the plans as a package of OC4IDS 0.9").WithDescription("Projects from the plan on (政府投资条例30), by code; pass the last code as `after`.").Produces<JsonObject>();
    }

    // An officer of a county asks about the county, whatever the address says; nothing said is the whole city.
    private static string? DivisionOf(Actor actor, string? asked) => PlanLevels.CountyOf(actor) ?? (string.IsNullOrEmpty(asked) ? null : asked);

    private const string Repeat = "Sound rows count even when others are rejected; every rejected row comes back with its reasons; a row that is there already changes nothing.";

    private static async Task<IResult> ImportAsync(string kind, string? name, string? mapping, HttpRequest request, TakeInHandlers takeIn, PlanOrgans organs, Caller caller, CancellationToken ct)
    {
        if (await BodyAsync(request, ct) is not { } file)
            return PlanErrors.Unreadable("more than 8 MB").ToHttp();
        return (await FileAsync(kind, name ?? $"{kind}.csv", file, mapping, organs.LevelOf(caller.Actor), takeIn, ct)).ToHttp();
    }

    /// <summary>Reads a file of that kind and takes its rows in.</summary>
    internal static async Task<Result<TakenIn>> FileAsync(string kind, string name, byte[] file, string? mapping, string level, TakeInHandlers takeIn, CancellationToken ct) => kind switch
    {
        "indicators" => RowReading.Indicators(file, mapping).TryGet(out var rows, out var refusal) ? await takeIn.IndicatorsAsync(name, rows, ct) : refusal,
        "arrivals" => RowReading.Arrivals(file, mapping).TryGet(out var rows, out var refusal) ? await takeIn.ArrivalsAsync(name, rows, ct) : refusal,
        "payments" => RowReading.Payments(file, mapping).TryGet(out var rows, out var refusal) ? await takeIn.PaymentsAsync(name, rows, ct) : refusal,
        "projects" => RowReading.Projects(file, mapping, level).TryGet(out var rows, out var refusal) ? await takeIn.ProjectsAsync(name, rows, ct) : refusal,
        "progress" => RowReading.Progress(file, mapping).TryGet(out var rows, out var refusal) ? await takeIn.ProgressAsync(name, rows, ct) : refusal,
        _ => PlanErrors.Unreadable(kind),
    };

    private static async Task<IResult> ReconcileAsync(DateOnly from, DateOnly to, string? mapping, HttpRequest request, ReconciliationQuery query, CancellationToken ct)
    {
        return (await RowReading.StatementsAsync(request.Body, mapping, theirs => query.CompareAsync(theirs, from, to, ct), ct)).ToHttp();
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (content.Length + read > MostBytes)
                return null;
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }

    internal sealed record AdmitBody(string Code, string Name, string Owner, string Division, string Sector, string SectorOrgan, FundingMode? Mode, string Content, DateOnly From, DateOnly To, decimal TotalInvestment, int Priority, IReadOnlyList<FundShare> Sources);

    internal sealed record MilestoneBody(MilestoneKind Kind, DateOnly On, string Document, decimal? Yuan);

    internal sealed record MoveBody(PoolState To, string? Reason);

    internal sealed record PoolBody(string Pool, string Name, string Source, int Year, FundLevel? Level, string? Sector, string? Purpose, DateOnly WindowFrom, DateOnly WindowTo, decimal Yuan);

    internal sealed record RowsBody<T>(IReadOnlyList<T> Rows, string? Name = null);

    internal sealed record DayBody(DateOnly Day);

    internal sealed record AdjustBody(string VoucherNo, decimal Yuan, DateOnly Day);

    internal sealed record DraftBody(PlanKind Kind, int FirstYear, string? Title);

    internal sealed record ReasonBody(string Reason);

    internal sealed record ConfirmBody(PlanPart Part, string? Code);

    internal sealed record DocumentBody(string Document);

    internal sealed record BalanceBody(string? Title, int FirstYear, IReadOnlyList<FundFactor>? Factors);

    internal sealed record AdoptBody(Guid Plan);

    internal sealed record OrderBody(string Text, DateOnly DueOn);

    internal sealed record TextBody(string Text);

    internal sealed record Done(long Version);

    internal sealed record Made(Guid Id);

    internal sealed record Adopted(int Items);

    internal sealed record BalanceOf(decimal Balance);

    internal sealed record RuleAnswer(string Code, string Title, string Basis);
}
