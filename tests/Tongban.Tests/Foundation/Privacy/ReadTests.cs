using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Privacy;

/// <summary>Who reads whose data, on both databases: noted before they are shown, seen by the person, whole for a purpose only.</summary>
public class ReadTests
{
    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases))]
    public async Task An_officers_reading_is_seen_by_the_person_and_by_the_auditor(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var me = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(me);
        var officer = await city.OfficerAsync("ZRZY@360502");
        Assert.DoesNotContain((await me.SayAsync(HttpMethod.Get, "/api/v1/me/reads")).Ok().Json["items"]!.AsArray(), r => ((string?)r!["reader"]!["zh"])!.Contains("自然资源", StringComparison.Ordinal));

        // A project, twice; a register look-up; a paper. One's own are nobody's business.
        foreach (var address in new[] { $"/api/v1/projects/{code}", $"/api/v1/projects/{code}", $"/api/v1/enterprises/{CityByHttp.Enterprise}" })
            (await officer.SayAsync(HttpMethod.Get, address)).Ok();
        (await me.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok();
        using (var browser = await city.App.BrowserOfAsync("zrzy.360502.handler"))
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/approvals/materials/{stage}/M10/1")).Status);

        var reads = (await me.SayAsync(HttpMethod.Get, "/api/v1/me/reads")).Ok().Json["items"]!.AsArray().Where(r => ((string?)r!["reader"]!["zh"])!.Contains("自然资源", StringComparison.Ordinal)).ToList();
        Assert.Equal(["approvals.paper True " + code, "projects.contact False " + code, "registers.enterprise False " + CityByHttp.Enterprise],
            reads.Select(r => $"{r!["kind"]} {(bool)r["unmasked"]!} {r["purpose"]}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain("经办员", string.Join(' ', reads.Select(r => r!.ToJsonString())), StringComparison.Ordinal);

        // An hour later it is noted again.
        city.App.Clock.Advance(TimeSpan.FromHours(1));
        (await officer.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}")).Ok();
        using var auditor = await city.OfficerAsync("SJJ@360500", Roles.Auditor);
        var all = (await auditor.SayAsync(HttpMethod.Get, $"/api/v1/audit/reads?reader=zrzy.360502.handler&purpose={code}")).Ok().Json["items"]!.AsArray();
        Assert.Equal(2, all.Count(r => (string?)r!["kind"] is "projects.contact"));
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.SayAsync(HttpMethod.Get, "/api/v1/audit/reads")).Status);

        city.App.Clock.Advance(TimeSpan.FromDays(3 * 366));
        Assert.True(await city.App.InScopeAsync(s => s.GetServices<IHousekeeping>().Single(h => h.Name == "foundation.personal-reads").TidyAsync(Ct)) > 0);
        Assert.False(await city.App.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<PersonalRead>().AnyAsync(Ct)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Masked_data_are_whole_only_for_a_case_they_belong_to_and_the_ledger_says_so(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var me = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        var (code, _) = await CityByHttp.DeclareAsync(me, ProjectType.Filing);
        await city.OfficerAsync("ZRZY@360502");
        using var officer = await city.App.BrowserOfAsync("zrzy.360502.handler");
        var page = await officer.GetAsync($"/projects/{code}");
        Assert.DoesNotContain("13800000000", page.Text, StringComparison.Ordinal);
        Assert.Equal("privacy.reason-missing", (await officer.SubmitAsync(page, "#unmask", ("purpose", code))).Refusal);
        page = await officer.SubmitAsync(page, "#unmask", ("purpose", code), ("reason", "电话通知补正"));
        Assert.Contains("13800000000", page.Text, StringComparison.Ordinal);

        var client = await city.AsAsync("zrzy.360502.handler");
        async Task<Said> AskAsync(string kind, string key, string purpose) => await client.SayAsync(HttpMethod.Post, "/api/v1/unmasked", new { kind, key, purpose, reason = "核实代表人" });
        Assert.Equal("privacy.purpose-unrelated", (await AskAsync("registers.enterprise", CityByHttp.Enterprise, "2603-360502-04-01-999999")).Code);
        Assert.Equal("测试代表人", (string?)(await AskAsync("registers.enterprise", CityByHttp.Enterprise, code)).Ok().Json[0]!["value"]);
        Assert.Equal("authority.role-missing", (await AskAsync("people.account", Guid.NewGuid().ToString(), code)).Code);
        Assert.Equal("privacy.nothing-masked", (await AskAsync("nothing", "x", code)).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await me.SayAsync(HttpMethod.Post, "/api/v1/unmasked", new { kind = "projects.contact", key = code, purpose = code, reason = "看看" })).Status);

        using var mine = await city.App.BrowserOfAsync("li.ming");
        var reads = await mine.GetAsync("/account/reads");
        Assert.Contains("电话通知补正", reads.Text, StringComparison.Ordinal);
        Assert.Contains("完整", reads.Text, StringComparison.Ordinal);
        var id = (string)(await me.SayAsync(HttpMethod.Get, "/api/v1/me")).Ok().Json["personId"]!;
        var entries = (await me.SayAsync(HttpMethod.Get, $"/api/v1/ledger/matters/person:{id}/entries")).Ok().Text;
        Assert.Contains("privacy.unmasked", entries, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", entries, StringComparison.Ordinal);
    }
}
