using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals.Designer;

/// <summary>The way of a draft, on pages without scripts and over the API.</summary>
public class DraftTests
{
    private const string Save = "form:has([name='promisedDays'])";

    public static TheoryData<Database> Databases => new(Database.Sqlite, Database.Postgres);

    [Theory, MemberData(nameof(Databases))]
    public async Task A_draft_is_written_on_pages_broken_mended_and_published(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        using var admin = await AdministratorAsync(city);
        var drafts = await admin.GetAsync("/admin/catalogue/drafts");
        Assert.Equal("approvals.draft-title", (await admin.SubmitAsync(drafts, "form:has([name=title])", ("title", " "))).Refusal);
        var draft = await admin.SubmitAsync(drafts, "form:has([name=title])", ("title", "提速方案"));
        Assert.Equal(HttpStatusCode.OK, draft.Status);
        Assert.Contains("提速方案", draft.Text, StringComparison.Ordinal);
        var address = draft.Address.AbsolutePath;

        // Broken, saved all the same, named at the field and at the place in the condition.
        var item = await admin.GetAsync($"{address}/items/S1-06");
        var older = await admin.GetAsync($"{address}/items/S1-06");
        var refused = await admin.SubmitAsync(item, Save, ("promisedDays", "bald"));
        Assert.Equal("approvals.not-a-whole-number", refused.Refusal);
        Assert.Equal("bald", refused.Html.QuerySelector("[name=promisedDays]")!.GetAttribute("value"));
        var broken = await admin.SubmitAsync(item, Save, ("condition", "annualEnergyTce >= 1000 or annualPower >= 5"), ("promisedDays", "99"));
        Assert.Null(broken.Refusal);
        Assert.NotNull(broken.Html.QuerySelector("[data-fault=unknown-fact]"));
        Assert.Equal("28", broken.Html.QuerySelector(".tb-fault-place")!.GetAttribute("data-column"));
        Assert.Equal("annualPower", broken.Html.QuerySelector(".tb-fault-place mark")!.TextContent);
        Assert.NotNull(broken.Html.QuerySelector("#f-promiseddays-error"));
        var overview = await admin.GetAsync(address);
        Assert.NotNull(overview.Html.QuerySelector("#faults [data-fault=promise-above-statute]"));
        Assert.Null(overview.Html.QuerySelector("[name=_handler][value='publish-draft']"));

        // An older page may not overwrite.
        Assert.Equal("storage.stale", (await admin.SubmitAsync(older, Save, ("promisedDays", "3"))).Refusal);

        var mended = await admin.SubmitAsync(broken, Save, ("condition", "annualEnergyTce >= 2000"), ("promisedDays", "3"), ("materials.M01", "optional"));
        Assert.Null(mended.Refusal);
        Assert.Contains("2,000", mended.Html.QuerySelector(".tb-meaning")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(mended.Html.QuerySelectorAll("[data-fault]"));

        // A quicker pre-check wins a day, and the chart says so.
        Assert.Null((await admin.SubmitAsync(await admin.GetAsync($"{address}/items/S1-12"), Save, ("promisedDays", "1"))).Refusal);
        var chart = await admin.GetAsync($"{address}/gantt?type=FILE");
        Assert.Equal("35", chart.Html.QuerySelector("#gantt-total")!.TextContent);
        Assert.NotNull(chart.Html.QuerySelector("svg[role=img] rect.tb-gantt-critical"));

        var ready = await admin.GetAsync(address);
        var published = await admin.SubmitAsync(ready, FormNamed(ready, "publish-draft"));
        Assert.Null(published.Refusal);
        var known = await city.ReadAsync(db => db.Set<FlowVersion>().OrderByDescending(v => v.PublishedAt).Select(v => v.Version).ToListAsync());
        Assert.Equal(2, known.Count);
        Assert.NotNull(published.Html.QuerySelector($"a[href='/admin/catalogue/{known[0]}/move']"));

        // What is declared now runs under it.
        var stage = await city.StageAsync(await city.DeclareAsync());
        Assert.Equal(known[0], stage.Flow);
        Assert.Null((await admin.GetAsync($"{address}/items/S1-06")).Html.QuerySelector($"{Save} button[type=submit]"));
        Assert.NotEmpty(await city.ReadAsync(db => db.Set<LedgerEntry>().Where(e => e.Act == "approvals.flow-draft-published").ToListAsync()));
    }

    [Fact]
    public async Task An_added_item_needs_a_power_and_a_removed_one_is_missed_by_those_that_wait_for_it()
    {
        await using var city = await TestCity.StartAsync(Database.Sqlite);
        using var admin = await AdministratorAsync(city);
        var draft = await admin.SubmitAsync(await admin.GetAsync("/admin/catalogue/drafts"), "form:has([name=title])", ("title", "增减"));
        var address = draft.Address.AbsolutePath;
        Assert.Equal("approvals.draft-item-code", (await admin.SubmitAsync(draft, "form:has([name=code])", ("code", "S1-3"), ("nameZh", "气候论证"), ("nameEn", "Climate"), ("department", "QXJ"))).Refusal);
        Assert.Equal("approvals.draft-item-exists", (await admin.SubmitAsync(draft, "form:has([name=code])", ("code", "S1-03"), ("nameZh", "气候论证"), ("nameEn", "Climate"), ("department", "QXJ"))).Refusal);

        var added = await admin.SubmitAsync(draft, "form:has([name=code])", ("code", "S1-13"), ("nameZh", "气候可行性论证"), ("nameEn", "Climate study"), ("department", "QXJ"));
        Assert.Equal($"{address}/items/S1-13", added.Address.AbsolutePath);
        Assert.NotNull(added.Html.QuerySelector("[data-fault=no-power-in-force]"));

        var item = await admin.GetAsync($"{address}/items/S1-02");
        var removed = await admin.SubmitAsync(item, FormNamed(item, "remove-item"));
        Assert.Equal(address, removed.Address.AbsolutePath);
        Assert.NotNull(removed.Html.QuerySelector("#faults [data-fault=unknown-item]"));

        // A stage's lead who cannot conclude it.
        var stage = await admin.SubmitAsync(await admin.GetAsync($"{address}/stages/2"), "form:has([name=leadDepartment])", ("leadDepartment", "QXJ"));
        Assert.NotNull(stage.Html.QuerySelector("#faults [data-fault=not-by-lead]"));

        var gone = await admin.SubmitAsync(stage, FormNamed(stage, "discard-draft"));
        Assert.Equal("/admin/catalogue/drafts", gone.Address.AbsolutePath);
    }

    [Fact]
    public async Task Papers_facts_and_procedures_are_added_changed_and_missed_when_they_are_gone()
    {
        await using var city = await TestCity.StartAsync(Database.Sqlite);
        using var admin = await AdministratorAsync(city);
        var address = (await admin.SubmitAsync(await admin.GetAsync("/admin/catalogue/drafts"), "form:has([name=title])", ("title", "材料精简"))).Address.AbsolutePath;
        const string form = "form:has([name=nameZh])";

        // A form that is refused keeps what was typed; a paper that is there already is not added twice.
        var adding = await admin.GetAsync($"{address}/parts?edit=materials/new");
        var refused = await admin.SubmitAsync(adding, form, ("id", "边坡"), ("nameZh", "边坡稳定性报告"), ("nameEn", "Slope report"), ("source", "Intermediary"));
        Assert.Equal(("approvals.draft-part-id", "边坡稳定性报告"), (refused.Refusal, refused.Html.QuerySelector("[name=nameZh]")?.GetAttribute("value")));
        Assert.Equal("approvals.draft-part-exists", (await admin.SubmitAsync(refused, form, ("id", "M10"))).Refusal);
        Assert.Null((await admin.SubmitAsync(refused, form, ("id", "M90"))).Refusal);
        Assert.Contains("M90", (await admin.GetAsync($"{address}/items/S1-05")).Html.Body!.InnerHtml, StringComparison.Ordinal);

        var fact = await admin.GetAsync($"{address}/parts?edit=facts/siteLayers");
        Assert.Equal("approvals.draft-choice-line", (await admin.SubmitAsync(fact, form, ("values", "L23|河湖管理范围"))).Refusal);
        Assert.Null((await admin.SubmitAsync(fact, form, ("questionZh", "用地涉及哪些管控图层？（可多选）"))).Refusal);
        Assert.Empty((await admin.GetAsync(address)).Html.QuerySelectorAll("[data-fault]"));

        var stop = await admin.GetAsync($"{address}/parts?edit=clockStopTypes/expert-review");
        Assert.Null((await admin.SubmitAsync(stop, form, ("nameEn", "Review by experts"))).Refusal);
        Assert.Null((await admin.SubmitAsync(await admin.GetAsync($"{address}/parts?edit=clockStopTypes/expert-review"), "form:has([value=remove-part])")).Refusal);
        Assert.NotEmpty((await admin.GetAsync(address)).Html.QuerySelectorAll("[data-fault]"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_same_over_the_api_with_models_in_and_out(Database database)
    {
        await using var city = await TestCity.StartAsync(database);
        using (await AdministratorAsync(city))
        {
        }
        using var api = await city.App.ClientOfAsync("designer");
        var begun = await (await api.PostAsync("/api/v1/admin/flow-drafts", new { title = "接口" })).JsonAsync();
        var address = $"/api/v1/admin/flow-drafts/{(string)begun["id"]!}";
        var flow = (await api.GetJsonAsync($"{address}/flow")).AsObject();
        var item = flow["items"]!.AsArray().Single(i => (string)i!["id"]! == "S1-03")!.AsObject();

        item["promisedDays"] = 3;
        item["surplus"] = 1;
        using (var odd = await PutAsync(api, $"{address}/items/S1-03", item, null))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, odd.StatusCode);
            Assert.Equal("approvals.not-a-flow-file", (string?)(await odd.JsonAsync())["code"]);
        }
        item.Remove("surplus");
        using (var saved = await PutAsync(api, $"{address}/items/S1-03", item, 1))
            Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        using (var stale = await PutAsync(api, $"{address}/items/S1-03", item, 1))
            Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);

        flow["items"]!.AsArray().Single(i => (string)i!["id"]! == "S1-03")!["promisedDays"] = 200;
        using (var whole = await PutAsync(api, $"{address}/flow", flow, null))
            Assert.Equal(1, (int)(await whole.JsonAsync())["faults"]!);
        using (var refused = await api.PostAsync($"{address}/publication", new { }))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal("approvals.draft-faulty", (string?)(await refused.JsonAsync())["code"]);
        }
        Assert.Equal("promise-above-statute", (string?)(await api.GetJsonAsync(address))["faults"]![0]!["code"]);

        // Out as a model, in again as another draft with the same content.
        var model = await (await api.GetAsync(new Uri($"{address}/bpmn", UriKind.Relative))).Content.ReadAsByteArrayAsync();
        using var content = new ByteArrayContent(model) { Headers = { ContentType = new("application/xml") } };
        using var imported = await api.PostAsync(new Uri("/api/v1/admin/flow-drafts/bpmn?title=%E5%9B%9E%E6%9D%A5", UriKind.Relative), content);
        var report = await imported.JsonAsync();
        Assert.True((bool)report["isOurs"]!, report.ToJsonString());
        Assert.Empty(report["findings"]!.AsArray());
        Assert.Equal(flow.ToJsonString(), (await api.GetJsonAsync($"/api/v1/admin/flow-drafts/{(string)report["draft"]!["id"]!}/flow")).ToJsonString());

        using var officer = await OfficerAsync(city);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
    }

    private static async Task<HttpClient> OfficerAsync(TestCity city)
    {
        await city.App.PersonAsync("officer");
        await city.App.PostAsync("officer", "FGW@360502", Roles.Handler);
        return await city.App.ClientOfAsync("officer");
    }

    internal static async Task<Browser> AdministratorAsync(TestCity city)
    {
        await city.App.PersonAsync("designer");
        await city.App.PostAsync("designer", "SZF@360500", Roles.Administrator);
        return await city.App.BrowserOfAsync("designer");
    }

    internal static string FormNamed(Page page, string name) => page.Html.QuerySelector($"form:has([name=_handler][value='{name}'])") is not null ? $"form:has([name=_handler][value='{name}'])" : throw new InvalidOperationException($"no form {name}: {page.Text}");

    private static async Task<HttpResponseMessage> PutAsync(HttpClient api, string address, JsonNode body, long? seen)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(address, UriKind.Relative)) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (seen is { } version)
            request.Headers.IfMatch.Add(new($"\"{version}\""));
        return await api.SendAsync(request);
    }
}
