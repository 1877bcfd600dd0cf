using System.Net;
using System.Net.Http.Json;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Lists;
using Tongban.Registers;
using Tongban.Tests.Support;

namespace Tongban.Tests.Registers;

/// <summary>Registration and mandates over HTTP, as people and programs use them.</summary>
public class EnterprisePagesTests
{
    private const string Code = "91360502MA0000015T";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    private static readonly (string, string?)[] Filled =
    [
        ("Form.CreditCode", Code), ("Form.Name", "新余示范新材料有限公司"), ("Form.Representative", "李某某"), ("Form.Phone", "13800000000"),
        ("Form.Address", "新余市渝水区高新大道1号"), ("Form.Division", "360502"), ("Form.Industry", "C39"),
    ];

    [Theory, MemberData(nameof(Databases))]
    public async Task An_enterprise_is_registered_and_gives_a_mandate_on_its_pages(Database database)
    {
        await using var app = await StartAsync(database);
        using var mine = await app.BrowserOfAsync("li.ming");
        Assert.Contains("还没有单位", (await mine.GetAsync("/enterprises")).Text, StringComparison.Ordinal);

        var form = await mine.GetAsync("/enterprises/register");
        var refused = await mine.SubmitAsync(form, "form.tb-form", [.. Filled.Select(f => f.Item1 == "Form.CreditCode" ? (f.Item1, "91360502MA0000015U") : f)]);
        Assert.Equal("identifiers.credit-code-check", refused.Refusal);
        Assert.Equal("新余示范新材料有限公司", refused.Html.QuerySelector("[name='Form.Name']")?.GetAttribute("value"));
        Assert.Equal("91360502MA0000015U", refused.Html.QuerySelector("[name='Form.CreditCode']")?.GetAttribute("value"));

        var page = await mine.SubmitAsync(refused, "form.tb-form", Filled);
        Assert.Equal($"/enterprises/{Code}", page.Address.AbsolutePath);
        Assert.Contains("登记完成", page.Text, StringComparison.Ordinal);
        Assert.Contains("13800000000", page.Text, StringComparison.Ordinal);

        var unknown = await mine.SubmitAsync(page, "#authorise form", ("Form.UserName", "nobody"), ("Form.To", "2026-12-31"));
        Assert.Equal("registers.no-such-agent", unknown.Refusal);
        Assert.Equal("nobody", unknown.Html.QuerySelector("[name='Form.UserName']")?.GetAttribute("value"));
        var undated = await mine.SubmitAsync(page, "#authorise form", ("Form.UserName", "wang.fang"), ("Form.To", "soon"));
        Assert.Equal("registers.mandate-dates", undated.Refusal);

        page = await mine.SubmitAsync(unknown, "#authorise form", ("Form.UserName", "wang.fang"), ("Form.To", "2026-12-31"));
        Assert.Contains("王芳", page.Text, StringComparison.Ordinal);

        using var agents = await app.BrowserOfAsync("wang.fang");
        Assert.Contains("新余示范新材料有限公司", (await agents.GetAsync("/enterprises")).Text, StringComparison.Ordinal);

        var mandate = page.Html.QuerySelector("button[name=Mandate]")!.GetAttribute("value");
        page = await mine.SubmitAsync(page, "form:has(button[name=Mandate])", ("Mandate", mandate));
        Assert.Contains("已撤销", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("button[name=Mandate]"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Strangers_others_and_officers_see_only_what_they_may(Database database)
    {
        await using var app = await StartAsync(database);
        using (var owner = await app.ClientOfAsync("li.ming"))
            Assert.Equal(HttpStatusCode.Created, (await PostAsync(owner)).StatusCode);

        using var stranger = app.NewBrowser();
        Assert.Equal("/login", (await stranger.GetAsync($"/enterprises/{Code}")).Address.AbsolutePath);
        using var other = await app.BrowserOfAsync("wang.fang");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/enterprises/{Code}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("/registers/legal-persons")).Status);

        using var officer = await app.BrowserOfAsync("chen.jie");
        var list = await officer.GetAsync("/registers/legal-persons?q=示范");
        Assert.Contains(Code, list.Text, StringComparison.Ordinal);
        var page = await officer.GetAsync($"/enterprises/{Code}");
        Assert.Contains("138****0000", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("#authorise"));
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.GetAsync("/enterprises/register")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_api_registers_authorises_and_revokes(Database database)
    {
        await using var app = await StartAsync(database);
        using var client = await app.ClientOfAsync("li.ming");
        using var created = await PostAsync(client);
        Assert.Equal($"/api/v1/enterprises/{Code}", created.Headers.Location?.OriginalString);
        Assert.Equal("\"1\"", created.Headers.ETag?.Tag);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(client)).StatusCode);

        using var given = await client.PostAsync($"/api/v1/enterprises/{Code}/agents", new { userName = "wang.fang", scope = "all", from = "2026-03-02", to = "2026-03-31" });
        var agent = (await given.JsonAsync())["agents"]![0]!;
        Assert.Equal((HttpStatusCode.Created, "wang.fang", true), (given.StatusCode, (string?)agent["userName"], (bool)agent["inForce"]!));

        using var stale = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/enterprises/{Code}/agents/{agent["id"]}") { Headers = { { "If-Match", "\"1\"" } } };
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.SendAsync(stale)).StatusCode);
        var at = new Uri($"/api/v1/enterprises/{Code}/agents/{agent["id"]}", UriKind.Relative);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(at)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await client.DeleteAsync(at)).StatusCode);
        Assert.Equal(Code, (string?)(await client.GetJsonAsync("/api/v1/enterprises"))["items"]![0]!["creditCode"]);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client) => client.PostAsJsonAsync(new Uri("/api/v1/enterprises", UriKind.Relative), new
    {
        creditCode = Code, name = "新余示范新材料有限公司", kind = "enterprise", representative = "李某某", address = "新余市渝水区高新大道1号", division = "360502", phone = "13800000000",
    });

    private static async Task<TestApp> StartAsync(Database database)
    {
        var app = await TestApp.StartAsync(database, new ModuleSet([new FoundationModule(), new ListsModule(), new RegistersModule()]));
        await app.PersonAsync("li.ming", "李明");
        await app.PersonAsync("wang.fang", "王芳");
        await app.PersonAsync("chen.jie", "陈杰");
        await app.OrganAsync("FGW", "360500", "新余市发展和改革委员会");
        await app.PostAsync("chen.jie", "FGW@360500", Roles.Handler);
        return app;
    }
}
