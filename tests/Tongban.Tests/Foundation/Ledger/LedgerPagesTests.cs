using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Ledger;

/// <summary>The ledger as strangers, those it is about, and auditors meet it.</summary>
public sealed class LedgerPagesTests
{
    private const string Form = "form:has([name='Form.Proof'])";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Someone_takes_the_proof_of_an_own_entry_and_a_stranger_verifies_it(Database database)
    {
        await using var app = await StartAsync(database);
        var id = await app.PersonAsync("zhang.san");
        using var client = await app.ClientOfAsync("zhang.san");
        var entries = await client.GetJsonAsync($"/api/v1/ledger/matters/person:{id}/entries");
        var first = entries["items"]!.AsArray()[0]!;
        Assert.Equal(("people.registered", 1L), ((string?)first["act"], (long?)first["sequence"]));
        var proof = await client.GetStringAsync(new Uri($"/api/v1/ledger/entries/{first["id"]}/proof", UriKind.Relative));

        using var stranger = app.NewBrowser();
        var page = await stranger.GetAsync("/ledger");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotNull(page.Html.QuerySelector("a[href^='/api/v1/ledger/checkpoints/']"));
        Assert.NotNull(page.Html.QuerySelector("a[href^='/api/v1/ledger/keys/']"));
        Assert.NotNull(page.Html.QuerySelector(".tb-public"));

        async Task<Page> UploadAsync(string text) => await stranger.SubmitAsync(
            await stranger.GetAsync("/ledger"), Form, new Dictionary<string, string?>(), new Dictionary<string, (string, byte[])> { ["Form.File"] = ("proof.json", Encoding.UTF8.GetBytes(text)) });

        var verdict = await UploadAsync(proof);
        Assert.NotNull(verdict.Html.QuerySelector(".tb-notice.tb-tone-good"));
        Assert.Contains("今天仍原样", verdict.Text, StringComparison.Ordinal);
        Assert.NotNull((await stranger.SubmitAsync(page, Form, ("Form.Proof", proof))).Html.QuerySelector(".tb-notice.tb-tone-good"));
        Assert.NotNull((await UploadAsync(proof.Replace("people.registered", "people.locked", StringComparison.Ordinal))).Html.QuerySelector(".tb-notice.tb-tone-bad"));
        Assert.Equal("ledger.proof-unreadable", (await UploadAsync("{}")).Refusal);
        Assert.Equal("ledger.proof-unreadable", (await UploadAsync("not json")).Refusal);
        Assert.Equal("ledger.proof-unreadable", (await stranger.SubmitAsync(page, Form)).Refusal);

        await TamperAsync(app, "UPDATE foundation_ledger SET payload = '{}' WHERE sequence = 1");
        Assert.Contains("请保存此证明", (await UploadAsync(proof)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_are_read_by_those_they_belong_to_and_by_auditors()
    {
        await using var app = await StartAsync(Database.Sqlite);
        var id = await app.PersonAsync("zhang.san");
        await app.PersonAsync("li.si");
        await AuditorAsync(app);
        using var own = await app.ClientOfAsync("zhang.san");
        using var other = await app.ClientOfAsync("li.si");
        using var auditor = await app.ClientOfAsync("auditor");
        using var stranger = app.NewClient();
        var matter = $"/api/v1/ledger/matters/person:{id}/entries";
        var entry = (string)(await own.GetJsonAsync(matter))["items"]![0]!["id"]!;

        foreach (var address in new[] { matter, $"/api/v1/ledger/entries/{entry}", $"/api/v1/ledger/entries/{entry}/proof" })
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(own, address));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(auditor, address));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, address));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(stranger, address));
        }
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(own, "/api/v1/ledger/feed"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(auditor, "/api/v1/ledger/feed?after=2&limit=5"));
        foreach (var address in new[] { "checkpoints", "checkpoints?limit=1", "checkpoints/latest", "keys" })
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, $"/api/v1/ledger/{address}"));

        var size = (long)(await stranger.GetJsonAsync("/api/v1/ledger/checkpoints/latest"))["size"]!;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, $"/api/v1/ledger/consistency?from={size}&to={size}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, $"/api/v1/ledger/checkpoints/{size}/note"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, "/api/v1/ledger/consistency?from=0&to=0"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusAsync(stranger, "/api/v1/ledger/consistency?from=5&to=1"));

        using var mine = await app.BrowserOfAsync("zhang.san");
        var page = await mine.GetAsync($"/ledger/matters/person:{id}");
        Assert.Contains("开通账户", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector($"a[href='/api/v1/ledger/entries/{entry}/proof']"));
        using var theirs = await app.BrowserOfAsync("li.si");
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/ledger/matters/person:{id}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await theirs.GetAsync("/ledger/verify")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_auditor_runs_a_verification_and_reads_what_was_found(Database database)
    {
        await using var app = await StartAsync(database);
        await AuditorAsync(app);
        await app.Services.GetRequiredService<CheckpointService>().CloseAsync(default);
        using var browser = await app.BrowserOfAsync("auditor");
        var page = await browser.GetAsync("/ledger/verify");
        Assert.Contains("还没有核验过", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector("a[href='/ledger/verify']"));

        page = await browser.SubmitAsync(page, "form:has([name='_handler'][value='verify'])");
        Assert.Contains("台账完好", page.Text, StringComparison.Ordinal);
        await TamperAsync(app, "UPDATE foundation_ledger SET payload = '{}' WHERE position = 1");
        page = await browser.SubmitAsync(page, "form:has([name='_handler'][value='verify'])");
        Assert.Single(page.Html.QuerySelectorAll("tr[data-kind='EntryHashWrong']"));
    }

    private static Task<TestApp> StartAsync(Database database) => TestApp.StartAsync(database, new ModuleSet([new FoundationModule()]));

    private static async Task AuditorAsync(TestApp app)
    {
        await app.PersonAsync("auditor", "审计员");
        await app.OrganAsync("SJJ", "360500", "市审计局");
        await app.PostAsync("auditor", "SJJ@360500", Roles.Auditor);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task TamperAsync(TestApp app, string sql)
    {
        var storage = app.Services.GetRequiredService<StorageOptions>();
        await using System.Data.Common.DbConnection connection = storage.IsSqlite ? new SqliteConnection($"Data Source={storage.SqliteFile};Pooling=false") : new NpgsqlConnection(storage.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own statements
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
