using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Server;
using Tongban.Server.Backup;
using Tongban.Server.Cli;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Privacy;

/// <summary>Erasure of personal data, by API and on the pages: the rows go, the chain stays.</summary>
public sealed class ErasureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-erasure-").FullName;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Databases))]
    public async Task The_data_go_and_ledger_and_receipts_stay_sound(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var id = await city.App.PersonAsync("wang.fang", "王芳芳");
        var me = await city.AsAsync("wang.fang");
        var admin = await city.OfficerAsync("SZF@360500", Roles.Administrator);
        var held = (await me.SayAsync(HttpMethod.Get, "/api/v1/me/data")).Ok().Json["holdings"]!.AsArray();
        Assert.Contains(held, h => ((string?)h!["kind"], (string?)h["state"]) is ("people.account", "erasable"));

        // The receipt of an act, taken before.
        var entry = (string)(await me.SayAsync(HttpMethod.Get, $"/api/v1/ledger/matters/person:{id}/entries")).Ok().Json["items"]![0]!["id"]!;
        var proof = (await me.SayAsync(HttpMethod.Get, $"/api/v1/ledger/entries/{entry}/proof")).Ok().Text;

        var request = (string)(await me.SayAsync(HttpMethod.Post, "/api/v1/me/erasures", new { ground = "purposeOver", reason = "王芳芳不再办事" })).Ok().Json["id"]!;
        Assert.Equal((HttpStatusCode.Conflict, "privacy.already-asked"), (await me.SayAsync(HttpMethod.Post, "/api/v1/me/erasures", new { ground = "timeOver" })).Refusal);
        Assert.Equal(HttpStatusCode.Forbidden, (await me.SayAsync(HttpMethod.Post, $"/api/v1/admin/erasures/{request}/decision", new { erase = true })).Status);
        Assert.Equal("privacy.refusal-unfounded", (await admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/erasures/{request}/decision", new { erase = false, refusal = "mustBeKept", answer = "不行" })).Code);
        (await admin.SayAsync(HttpMethod.Post, $"/api/v1/admin/erasures/{request}/decision", new { erase = true })).Ok();
        city.App.Clock.Advance(TimeSpan.FromMinutes(2));   // sessions and tokens are asked about once a minute
        Assert.Equal(HttpStatusCode.Unauthorized, (await me.SayAsync(HttpMethod.Get, "/api/v1/me")).Status);
        using (var stranger = city.App.NewClient())
            Assert.NotEqual(HttpStatusCode.OK, (await stranger.SayAsync(HttpMethod.Post, "/api/v1/tokens", new { userName = "wang.fang", password = TestApp.Password })).Status);

        await city.App.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == id, Ct);
            Assert.Equal((Person.ErasedName, $"erased:{id:N}", null, ""), (person.DisplayName, person.UserName, person.Phone, person.PasswordHash));
            Assert.Equal("", (await db.Set<ErasureRequest>().AsNoTracking().SingleAsync(Ct)).Reason);
            Assert.DoesNotContain(await db.Set<LedgerEntry>().AsNoTracking().ToListAsync(Ct), e => e.Payload.Contains("王芳", StringComparison.Ordinal) || e.Payload.Contains("wang.fang", StringComparison.Ordinal));
            Assert.False(await db.Set<Answer>().AnyAsync(a => a.PersonId == id, Ct));
            return true;
        });

        // The product's verifier, then the one written from the published format alone: the whole ledger, and the receipt from before.
        var export = Path.Combine(_folder, "ledger.jsonl");
        await city.App.InScopeAsync(async s =>
        {
            Assert.True((await s.GetRequiredService<LedgerReader>().VerifyAsync([], ct: Ct)).Sound);
            Assert.Equal(0, await LedgerExportCommand.RunAsync(export, s, TextWriter.Null, Ct));
            return true;
        });
        var key = city.App.Services.GetRequiredService<LedgerKeyRing>().Signer.PublicKey.ToString();
        var receipt = Path.Combine(_folder, "proof.json");
        await File.WriteAllTextAsync(receipt, proof, Ct);
        Assert.True(LedgerProof.FromJson(proof).Verify().Sound);
        Assert.Equal(0, await PythonAsync("export", export, "--key", key));
        Assert.Equal(0, await PythonAsync("proof", receipt, "--key", key));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_running_case_keeps_the_account_by_name_and_lets_the_rest_go(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var me = await city.RegisterAsync("li.ming", CityByHttp.Enterprise);
        await CityByHttp.DeclareAsync(me, ProjectType.Filing);
        (await me.SayAsync(HttpMethod.Post, "/api/v1/projects/drafts", new { fields = new { name = "草稿" } })).Ok();
        await city.OfficerAsync("SZF@360500", Roles.Administrator);

        using var mine = await city.App.BrowserOfAsync("li.ming");
        var page = await mine.GetAsync("/account/data");
        Assert.Contains("仍在使用", page.Text, StringComparison.Ordinal);
        Assert.Contains("市场主体登记管理条例第八条", page.Text, StringComparison.Ordinal);
        Assert.Equal("privacy.ground-missing", (await mine.SubmitAsync(page, "#ask form", ("reason", "x"))).Refusal);
        page = await mine.SubmitAsync(page, "#ask form", ("ground", "ConsentWithdrawn"), ("reason", "不再需要"));
        Assert.Contains("办理中", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("#ask"));

        using var admin = await city.App.BrowserOfAsync("szf.360500.administrator");
        var list = await admin.GetAsync("/admin/erasures?state=Open");
        Assert.DoesNotContain("申报员", list.Text, StringComparison.Ordinal);
        var one = await admin.GetAsync(list.Html.QuerySelector("td a")!.GetAttribute("href")!);
        Assert.Equal("privacy.decision-missing", (await admin.SubmitAsync(one, "#decide form")).Refusal);
        one = await admin.SubmitAsync(one, "#decide form", ("erase", "true"), ("answer", "可以删除的已删除"));
        Assert.Contains("已删除", one.Text, StringComparison.Ordinal);

        page = await mine.GetAsync("/account/data");
        Assert.Contains("保留的内容", page.Text, StringComparison.Ordinal);
        Assert.Contains("账户：姓名、用户名、密码", page.Text, StringComparison.Ordinal);
        await city.App.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<TongbanDb>();
            Assert.False(await db.Set<ProjectDraft>().AnyAsync(Ct));
            Assert.Equal("", await db.Set<Tongban.Registers.Model.LegalPerson>().Select(p => p.Phone).SingleAsync(Ct));
            Assert.Equal("13800000000", await db.Set<Project>().Select(p => p.ContactPhone).SingleAsync(Ct));
            return true;
        });
    }

    [Fact]
    public async Task A_restored_backup_forgets_again_what_the_list_names()
    {
        ServerOptions Options(string name) => new() { DataFolder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, CatalogFolder = Path.Combine(Repository.Root, "catalog"), RunsSchedule = false };
        var (from, to, archive, list) = (Options("from"), Options("to"), Path.Combine(_folder, "backup.tar.gz"), Path.Combine(_folder, "erasures.jsonl"));
        await Migration.RunAsync(from.Storage, Modules.All, Ct);
        Guid person;
        await using (var app = Hosting.Build(from))
        {
            await using var scope = app.Services.CreateAsyncScope();
            var (s, caller) = (scope.ServiceProvider, new Caller { Actor = Actor.System });
            person = (await s.GetRequiredService<Accounts>().RegisterAsync(new("wang.fang", "王芳芳", "13900000000", "Correct-Horse-7"), caller, Ct)).Value;
            await new BackupWriter(from, s.GetRequiredService<TongbanDb>(), TimeProvider.System).WriteAsync(archive, privateKeys: true, Ct);
            var desk = s.GetRequiredService<PersonalDataDesk>();
            await s.GetRequiredService<TongbanDb>().ActAsync("erase", caller, async () =>
            {
                await desk.EraseAsync(Guid.CreateVersion7(), person, [AccountData.Account], false, TimeProvider.System.GetUtcNow(), Ct);
                return (Tongban.Foundation.Result<bool>)true;
            }, Ct);
        }
        Assert.Equal(0, await PrivacyCommand.ListAsync(from, list, TextWriter.Null, Ct));
        Assert.DoesNotContain("王芳", await File.ReadAllTextAsync(list, Ct), StringComparison.Ordinal);
        Assert.Equal(0, await BackupCommand.RestoreAsync(to, archive, false, TextWriter.Null, Ct));
        Assert.Equal("王芳芳", await NameAsync());

        var said = new StringWriter();
        Assert.Equal(0, await PrivacyCommand.ReapplyAsync(to, list, said, Ct));
        Assert.Equal(Person.ErasedName, await NameAsync());
        Assert.Equal(0, await PrivacyCommand.ReapplyAsync(to, list, said, Ct));
        Assert.Contains("1", said.ToString().Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("0", said.ToString().Split('\n')[1], StringComparison.Ordinal);
        await using (var again = Hosting.Build(to))
        {
            await using var scope = again.Services.CreateAsyncScope();
            Assert.True((await scope.ServiceProvider.GetRequiredService<LedgerReader>().VerifyAsync([], ct: Ct)).Sound);
        }

        // A list that was cut off is not believed.
        var lines = await File.ReadAllLinesAsync(list, Ct);
        await File.WriteAllLinesAsync(list, lines[..^1], Ct);
        Assert.Equal(ExitCodes.Refused, (await Assert.ThrowsAsync<CommandFailedException>(() => PrivacyCommand.ReapplyAsync(to, list, said, Ct))).ExitCode);

        async Task<string> NameAsync()
        {
            await using var app = Hosting.Build(to);
            await using var scope = app.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<Person>().Where(p => p.Id == person).Select(p => p.DisplayName).SingleAsync(Ct);
        }
    }

    [Fact]
    public async Task A_ledger_export_names_the_erasures_too()
    {
        var text = """
            {"format":"tongban-ledger-export-1","publicKeys":[]}
            {"entry":{"act":"privacy.person-erased","at":"2026-03-02T01:15:30.25Z","payload":"{\"erased\":[\"people.account\"],\"personId\":\"0198c0de-0000-7000-8000-0000000000aa\",\"request\":\"0198c0de-0000-7000-8000-0000000000bb\"}"}}
            {"end":{"checkpoints":0,"entries":1,"heads":0}}
            """;
        var line = Assert.Single((await ErasureList.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), Ct)).Value);
        Assert.Equal((new Guid("0198c0de-0000-7000-8000-0000000000aa"), "people.account"), (line.Person, Assert.Single(line.Kinds)));
        Assert.Equal("privacy.erasures-unreadable", (await ErasureList.ReadAsync(new MemoryStream("nonsense"u8.ToArray()), Ct)).Error?.Code);
    }

    private static async Task<int> PythonAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "the second verifier needs python3");
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Repository.Root, "tools", "verify", "tongban-verify.py"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (said, complained) = (python.StandardOutput.ReadToEndAsync(Ct), python.StandardError.ReadToEndAsync(Ct));
        await python.WaitForExitAsync(Ct);
        TestContext.Current.TestOutputHelper?.WriteLine(await said + await complained);
        return python.ExitCode;
    }
}
