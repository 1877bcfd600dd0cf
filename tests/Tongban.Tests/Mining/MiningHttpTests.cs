using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Mining.Desk;
using Tongban.Mining.Logs;
using Tongban.Mining.OwnActs;
using Tongban.Tests.Support;

namespace Tongban.Tests.Mining;

/// <summary>Logs over HTTP and on pages, on both databases.</summary>
public class MiningHttpTests
{
    private const string Table = "办件编号,环节,办理时间,截止时间,部门\n1,受理,2026-01-05 09:00,2026-01-20,甲\n1,审查,2026-01-06 09:00,,\n1,决定,2026-01-08 09:00,,\n2,受理,2026-01-05 10:00,2026-01-06,乙\n2,决定,2026-01-07 10:00,,\n2,审查,2026-01-09 10:00,,\n3,受理,昨天,,\n";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_log_is_handed_in_confirmed_and_mined(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var (head, auditor, handler) = (await city.OfficerAsync("FGW@360500", Roles.Head), await city.OfficerAsync("SZF@360500", Roles.Auditor), await city.OfficerAsync("FGW@360500"));
        const string Logs = "/api/v1/mining/logs";

        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.SayAsync(HttpMethod.Post, $"{Logs}?name=x", Csv(Table))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await handler.SayAsync(HttpMethod.Get, Logs)).Status);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "mining.document-type"), (await head.SayAsync(HttpMethod.Post, $"{Logs}?name=x", Csv("<!DOCTYPE log [<!ENTITY a \"a\">]><log/>"))).Refusal);
        var handed = (await head.SayAsync(HttpMethod.Post, $"{Logs}?name=收件", Csv(Table))).Ok().Json;
        var log = $"{Logs}/{handed["log"]}";
        Assert.Equal(["case", "activity", "timestamp", "caseDate", "eventText"], handed["columns"]!.AsArray().Select(c => (string?)c!["role"]));
        Assert.Equal((HttpStatusCode.Conflict, "mining.not-imported"), (await head.SayAsync(HttpMethod.Get, log)).Refusal);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "mining.no-such-zone"), (await head.SayAsync(HttpMethod.Post, $"{log}/take-in", new { zone = "Moon/Sea" })).Refusal);
        var taken = (await head.SayAsync(HttpMethod.Post, $"{log}/take-in", new { mapping = "部门=caseText" })).Ok().Json;
        Assert.Equal((2, 6, 1), ((int)taken["cases"]!, (int)taken["events"]!, (int)taken["rejected"]!));
        Assert.Equal("昨天", (string?)taken["rejections"]![0]!["value"]);
        Assert.Equal((HttpStatusCode.Conflict, "mining.imported-already"), (await head.SayAsync(HttpMethod.Post, $"{log}/take-in", new { })).Refusal);

        var overview = (await auditor.SayAsync(HttpMethod.Get, log)).Ok().Json;
        Assert.Equal((2, 84m, (string?)taken["digest"]), ((int)overview["variants"]!, (decimal)overview["throughput"]!["medianHours"]!, (string?)overview["digest"]));
        Assert.Equal(1, (int)(await auditor.SayAsync(HttpMethod.Get, $"{log}?attribute=部门&value=甲")).Ok().Json["cases"]!);
        Assert.Equal("mining.nothing-left", (await auditor.SayAsync(HttpMethod.Get, $"{log}?from=2027-01-01")).Code);
        Assert.Equal("mining.period", (await auditor.SayAsync(HttpMethod.Get, $"{log}?from=2027-01-01&to=2026-01-01")).Code);
        Assert.Equal(["受理", "审查", "决定"], (await auditor.SayAsync(HttpMethod.Get, $"{log}/variants")).Ok().Json["variants"]!.AsArray().Single(v => (string?)v!["example"] == "1")!["activities"]!.AsArray().Select(a => (string)a!));
        Assert.Equal(4, (await auditor.SayAsync(HttpMethod.Get, $"{log}/graph")).Ok().Json["edges"]!.AsArray().Sum(e => (int)e!["count"]!));
        var deadlines = (await auditor.SayAsync(HttpMethod.Get, $"{log}/deadlines?deadline=截止时间&end=-&by=部门")).Ok().Json;
        Assert.Equal((2, 1), ((int)deadlines["all"]!["ended"]!, (int)deadlines["all"]!["late"]!));
        Assert.Equal("mining.no-model", (await auditor.SayAsync(HttpMethod.Get, $"{log}/conformance")).Code);
        Assert.Equal("mining.model-circle", (await head.SayAsync(HttpMethod.Put, $"{log}/flow", new { model = "a > b\nb > a" })).Code);
        (await head.SayAsync(HttpMethod.Put, $"{log}/flow", new { model = "受理 > 审查 > 决定\n! 决定" })).Ok();
        var conformance = (await auditor.SayAsync(HttpMethod.Get, $"{log}/conformance")).Ok().Json;
        Assert.Equal((2, 1, "outOfOrder"), ((int)conformance["checked"]!, (int)conformance["kept"]!, (string?)Assert.Single(conformance["deviations"]!.AsArray())!["kind"]));
        // Case 1 waited two days for its decision; with a limit of one day it would have ended a day earlier.
        Assert.Equal(24m, (decimal)(await auditor.SayAsync(HttpMethod.Get, $"{log}/what-if?attribute=部门&value=甲&activity=决定&hours=24")).Ok().Json["asked"]!["savedHours"]!);
        Assert.Equal(1, (int)(await auditor.SayAsync(HttpMethod.Get, $"{log}/comparison?attribute=部门&value=甲&attribute2=部门&value2=乙")).Ok().Json["right"]!["cases"]!);
        Assert.NotEmpty((await auditor.SayAsync(HttpMethod.Get, $"{log}/bottlenecks")).Ok().Json["steps"]!.AsArray());
        foreach (var file in new[] { "events.csv", "events.xes", "findings.xlsx", "findings/paths", "findings/deviations" })
            (await auditor.SayAsync(HttpMethod.Get, $"{log}/{file}")).Ok();
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Conflict), ((await auditor.SayAsync(HttpMethod.Post, $"{log}/removal")).Status, (await head.SayAsync(HttpMethod.Post, $"{Logs}/own-stages/removal")).Status));
        (await head.SayAsync(HttpMethod.Post, $"{log}/removal")).Ok();
        Assert.Equal("mining.no-such-log", (await auditor.SayAsync(HttpMethod.Get, log)).Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task On_pages_the_columns_are_chosen_and_every_finding_is_shown(Database database)
    {
        await using var app = await TestApp.StartAsync(database);
        await app.OrganAsync("FGW", "360500", "发改委");
        await app.PersonAsync("head");
        await app.PostAsync("head", "FGW@360500", Roles.Head);
        using var browser = await app.BrowserOfAsync("head");

        var empty = await browser.SubmitAsync(await browser.GetAsync("/mining/new"), "form:has([name=file])", new Dictionary<string, string?> { ["name"] = "收件" }, new Dictionary<string, (string, byte[])> { ["file"] = ("x.csv", []) });
        Assert.Equal("mining.file-missing", empty.Refusal);
        var columns = await browser.SubmitAsync(await browser.GetAsync("/mining/new"), "form:has([name=file])", new Dictionary<string, string?> { ["name"] = "收件" }, new Dictionary<string, (string, byte[])> { ["file"] = ("receipt.csv", await File.ReadAllBytesAsync(Receipt.Fixture)) });
        Assert.EndsWith("/columns", columns.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("Case", columns.Html.QuerySelector("select[name=role1] option[selected]")?.GetAttribute("value"));
        var twice = await browser.SubmitAsync(columns, "form:has([name=role0])", ("role0", "Activity"));
        Assert.Equal("mining.role-twice", twice.Refusal);
        var done = await browser.SubmitAsync(columns, "form:has([name=role0])");
        Assert.Contains("60 个案例", done.Text, StringComparison.Ordinal);
        var log = columns.Address.AbsolutePath[..^"/columns".Length];
        foreach (var page in new[] { "", "/map", "/map?paths=100&by=time", "/bottlenecks", "/conformance", "/deadlines?by=channel", "/comparison", "/comparison?by=channel", "/what-if?activity=Confirmation%20of%20receipt&hours=1", "/columns", "?from=2011-01-01&attribute=channel&value=Internet" })
        {
            var shown = await browser.GetAsync(log + page);
            Assert.Equal((page, HttpStatusCode.OK, null), (page, shown.Status, shown.Refusal));
        }
        var map = await browser.GetAsync($"{log}/map?paths=100");
        Assert.NotEmpty(map.Html.QuerySelectorAll("svg.tb-flowmap rect"));
        Assert.Equal("mining.nothing-left", (await browser.GetAsync($"{log}?attribute=channel&value=Taube")).Refusal);
        var conform = await browser.SubmitAsync(await browser.GetAsync($"{log}/conformance"), "form:has([name=model])", ("model", "Confirmation of receipt > T02 Check confirmation of receipt > T04 Determine confirmation of receipt"));
        Assert.Contains("流程外活动", conform.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/mining/logs/nothing")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Our_own_acts_are_a_log_that_grows_with_the_ledger_and_is_the_same_from_zero(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        var book = city.App.Services.GetRequiredService<OwnActsBook>();
        var empty = await book.NowAsync(default);
        Assert.Equal(0, empty.Stages.CaseCount);
        var stage = await city.DeclareForFourDepartmentsAsync();
        await city.Acts.SubmitAsync(city.Applicant, stage);
        await CompareAsync();
        city.App.Clock.Now += TimeSpan.FromDays(1);
        await city.Acts.PassAsync(city.Officer("FGW@360502"), stage);
        await CompareAsync();
        city.App.Clock.Now += TimeSpan.FromDays(1);
        await city.DecideAllAsync(stage);
        await city.DecideAllAsync(stage);
        var (stages, items) = await CompareAsync();

        // The next stage was opened with the conclusion of this one.
        Assert.Equal((2, stage.ToString()), (stages.CaseCount, stages.Cases[0]));
        Assert.Equal(("1", "360502"), (stages.CaseColumn("stage")!.TextAt(0), stages.CaseColumn("division")!.TextAt(0)));
        var order = stages.Completed().TraceOf(0).ToArray().Select(a => stages.Activities[a]).ToList();
        Assert.Equal(("stage-opened", "stage-concluded"), (order[0], order[^1]));
        Assert.True(order.IndexOf("S1-02") < order.IndexOf("S1-07") && order.IndexOf("S1-07") < order.IndexOf("S1-12"));
        Assert.Contains(items.Cases, c => c == $"{stage}/S1-07");
        Assert.True(stages.CaseColumn("ended")!.Ticks[0] <= stages.CaseColumn("deadline")!.Ticks[0]);

        var open = (await city.App.InScopeAsync(s => s.GetRequiredService<LogShelf>().OpenAsync(LogShelf.OwnStages, default))).Value;
        var part = LogPart.Of(open, new()).Value;
        var conformance = part.Conform().Value;
        Assert.True(conformance is { Checked: 1, Kept: 1 }, string.Join('\n', conformance.Deviations));
        Assert.True(part.WhatIf().Ordered);
        // Every act the log is made of is one that somebody records.
        Assert.All(OwnActsReading.Acts, a => Assert.NotNull(ActNames.Find(a)));

        async Task<(EventLog, EventLog)> CompareAsync()
        {
            await city.App.DrainAsync();
            var grown = await book.NowAsync(default);
            using var fresh = new OwnActsBook(city.App.Services.GetRequiredService<IServiceScopeFactory>());
            var anew = await fresh.NowAsync(default);
            Assert.Equal((LogFile.DigestOf(anew.Stages), LogFile.DigestOf(anew.Items)), (LogFile.DigestOf(grown.Stages), LogFile.DigestOf(grown.Items)));
            // What the platform itself enters meanwhile has a place, and is no event of these logs.
            Assert.InRange(grown.Position, 1, anew.Position);
            return (grown.Stages, grown.Items);
        }
    }

    private static ByteArrayContent Csv(string text) => new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new("text/csv") } };
}
