using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Ledger.Witnesses;
using Tongban.Foundation.People;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Ledger;

/// <summary>Other organs that sign checkpoints, and the verifier that shares no line with the platform.</summary>
public sealed class WitnessTests : IDisposable
{
    private const string Name = "sjj.example";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, MemberData(nameof(Databases))]
    public async Task A_witness_signs_what_continues_the_last_checkpoint_it_saw_and_its_line_goes_into_proofs(Database database)
    {
        await using var app = await StartAsync(database);
        var person = await app.PersonAsync("zhang.san");
        using var admin = await app.ClientOfAsync("admin");
        using var stranger = app.NewClient();
        var server = stranger.BaseAddress!;
        using var key = FileLedgerSigner.LoadOrCreate(In("witness.pem"));
        Assert.Equal(HttpStatusCode.Created, (await admin.PostAsJsonAsync("/api/v1/ledger/witnesses", new { name = Name, key = key.PublicKey.ToString() }, Ct)).StatusCode);
        Assert.Equal("ledger.witness-name-taken", await CodeAsync(await admin.PostAsJsonAsync("/api/v1/ledger/witnesses", new { name = Name, key = key.PublicKey.ToString() }, Ct)));
        Assert.Equal("ledger.witness-key", await CodeAsync(await admin.PostAsJsonAsync("/api/v1/ledger/witnesses", new { name = "two", key = "ecdsa-p256-sha256:AAAA" }, Ct)));
        Assert.Equal("ledger.witness-name", await CodeAsync(await admin.PostAsJsonAsync("/api/v1/ledger/witnesses", new { name = "一", key = key.PublicKey.ToString() }, Ct)));

        var ledger = app.Services.GetRequiredService<LedgerKeyRing>().Signer;
        var arguments = new WitnessArguments(server, Name, In("witness.pem"), In("state.txt"), [ledger.PublicKey.ToString()]);
        await CloseAsync(app);
        Assert.Equal(LedgerVerifyCommand.Sound, await RoundAsync(arguments, stranger));
        await app.PersonAsync("li.si");
        await CloseAsync(app);
        Assert.Equal(LedgerVerifyCommand.Sound, await RoundAsync(arguments, stranger));
        Assert.Equal(LedgerVerifyCommand.Sound, await RoundAsync(arguments, stranger));   // again the same: taken once

        var newest = await stranger.GetJsonAsync("/api/v1/ledger/checkpoints/latest");
        var size = (long)newest["size"]!;
        var note = await stranger.GetStringAsync(new Uri($"/api/v1/ledger/checkpoints/{size}/note", UriKind.Relative), Ct);
        Assert.True(Checkpoint.TryParse(note, out var signed));
        Assert.True(WitnessLine.TryParse(Assert.Single(signed.WitnessLines), out var line) && line.Verify(signed, key.PublicKey));
        Assert.Equal(note, signed.ToString());
        Assert.Equal(size, (long)(await stranger.GetJsonAsync("/api/v1/ledger/witnesses"))[0]!["signedSize"]!);

        // An applicant's proof is made against the witnessed checkpoint, and the second verifier accepts it only with the witness who signed.
        using var own = await app.ClientOfAsync("zhang.san");
        var entry = (string)(await own.GetJsonAsync($"/api/v1/ledger/matters/person:{person}/entries"))["items"]![0]!["id"]!;
        var proof = await own.GetStringAsync(new Uri($"/api/v1/ledger/entries/{entry}/proof", UriKind.Relative), Ct);
        Assert.True(LedgerProof.FromJson(proof).Verify(ledger.PublicKey).Sound);
        Assert.Equal(0, await PythonAsync("proof", Write("proof.json", proof), "--key", ledger.PublicKey.ToString(), "--witness", key.PublicKey.ToString()));
        Assert.Equal(1, await PythonAsync("proof", In("proof.json"), "--key", ledger.PublicKey.ToString(), "--witness", new MemorySigner().PublicKey.ToString()));
        Assert.Equal(0, await PythonAsync("checkpoint", Write("note.txt", note), "--key", ledger.PublicKey.ToString(), "--witness", key.PublicKey.ToString()));
        Assert.Equal(1, await PythonAsync("checkpoint", Write("renamed.txt", note.Replace($"— {Name} ", "— other.example ", StringComparison.Ordinal)), "--key", ledger.PublicKey.ToString(), "--witness", key.PublicKey.ToString()));

        // Even the holder of the ledger's key cannot show the witness another history.
        Write("state.txt", Checkpoint.Sign(signed.Origin, 1, new byte[32], signed.SignedAt, ledger).ToString());
        Assert.Equal(LedgerVerifyCommand.Unsound, await RoundAsync(arguments, stranger));
        Write("state.txt", Checkpoint.Sign(signed.Origin, size + 5, signed.RootHash, signed.SignedAt, ledger).ToString());
        Assert.Equal(LedgerVerifyCommand.Unsound, await RoundAsync(arguments, stranger));

        // What is not this witness's signature under this checkpoint is not taken.
        async Task<string?> HandInAsync(long under, string text) => await CodeAsync(await stranger.PostAsJsonAsync($"/api/v1/ledger/checkpoints/{under}/countersignatures", new { line = text }, Ct));
        Assert.Equal("ledger.countersignature-unreadable", await HandInAsync(size, "hello"));
        Assert.Equal("ledger.witness-not-found", await HandInAsync(size, WitnessLine.Sign(signed, "nobody", key).ToString()));
        Assert.Equal("ledger.countersignature-invalid", await HandInAsync(size, WitnessLine.Sign(signed, Name, new MemorySigner()).ToString()));
        Assert.Equal("ledger.checkpoint-not-found", await HandInAsync(size + 9, line.ToString()));
        var id = (string)(await stranger.GetJsonAsync("/api/v1/ledger/witnesses"))[0]!["id"]!;
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync(new Uri($"/api/v1/ledger/witnesses/{id}/retirement", UriKind.Relative), null, Ct)).StatusCode);
        Assert.Equal("ledger.witness-retired", await HandInAsync(size, line.ToString()));
        Assert.Contains("已停用", (await app.NewBrowser().GetAsync("/ledger")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_verifier_judges_as_ours_does()
    {
        var signer = new MemorySigner();
        var ledger = SampleLedger.Make(7, 300, 20, 64, signer);
        using var stream = new MemoryStream();
        await LedgerExport.WriteAsync(stream, [signer.PublicKey], ledger.Checkpoints, ledger.Entries.ToAsyncEnumerable(), ledger.Heads.Values.ToAsyncEnumerable(), Ct);
        var lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, await PythonAsync("export", Write("sound.jsonl", string.Join('\n', lines)), "--key", signer.PublicKey.ToString()));

        var random = new Random(20261122);
        var entries = Enumerable.Range(0, lines.Length).Where(i => lines[i].Contains("\"entry\":", StringComparison.Ordinal)).ToList();
        foreach (var kind in Enumerable.Range(0, 12))
        {
            var bad = lines.ToList();
            var at = entries[random.Next(entries.Count - 1)];
            switch (kind % 6)
            {
                case 0: bad[at] = bad[at].Replace("Granted", "Refused", StringComparison.Ordinal); break;
                case 1: bad.RemoveAt(at); break;
                case 2: bad.Insert(at, bad[at]); break;
                case 3: (bad[at], bad[at + 1]) = (bad[at + 1], bad[at]); break;
                case 4: bad.RemoveAt(entries[^1]); break;
                default: bad[at] = bad[at].Replace("FGW@360500", "ZJJ@360500", StringComparison.Ordinal); break;
            }
            var file = Write($"bad{kind}.jsonl", string.Join('\n', bad));
            Assert.Equal(1, await PythonAsync("export", file, "--key", signer.PublicKey.ToString()));
            Assert.NotEqual(LedgerVerifyCommand.Sound, await LedgerVerifyCommand.RunAsync(new(file, null, [signer.PublicKey.ToString()]), () => throw new InvalidOperationException(), TextWriter.Null, Ct));
        }
    }

    private static async Task<int> PythonAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "the second verifier needs python3");
        var script = Path.Combine(Repository.Root, "tools", "verify", "tongban-verify.py");
        Assert.True(File.ReadLines(script).Count() < 200, "the second verifier is meant to be read in one sitting: under 200 lines");
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (said, complained) = (python.StandardOutput.ReadToEndAsync(Ct), python.StandardError.ReadToEndAsync(Ct));
        await python.WaitForExitAsync(Ct);
        Assert.True(await complained == "", await complained);
        TestContext.Current.TestOutputHelper?.WriteLine(await said);
        return python.ExitCode;
    }

    private static Task<int> RoundAsync(WitnessArguments arguments, HttpClient http) => WitnessCommand.RunAsync(arguments, http, new StringWriter(), Ct);

    private static Task<long> CloseAsync(TestApp app) => app.Services.GetRequiredService<CheckpointService>().CloseAsync(Ct);

    private static async Task<string?> CodeAsync(HttpResponseMessage answer)
    {
        using (answer)
            return ((string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!["type"])?.Split('/', ':')[^1];
    }

    private static async Task<TestApp> StartAsync(Database database)
    {
        var app = await TestApp.StartAsync(database, new ModuleSet([new FoundationModule()]));
        await app.PersonAsync("admin", "管理员");
        await app.OrganAsync("ZSJ", "360500", "市数据局");
        await app.PostAsync("admin", "ZSJ@360500", Roles.Administrator);
        return app;
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }
}
