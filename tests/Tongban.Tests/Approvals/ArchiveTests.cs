using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Tongban.Approvals.ArchivePackage;
using Tongban.Foundation.Ledger;
using Tongban.Projects.Contracts;
using Tongban.Server.Cli;
using Tongban.Tests.Support;

namespace Tongban.Tests.Approvals;

/// <summary>What a project's archive has and lacks, and the package that proves it without the platform.</summary>
public class ArchiveTests
{
    private const string Land = "ZRZY@360502", Lead = "FGW@360502", Applicant = "li.ming";

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task The_archive_tells_what_is_there_due_overdue_and_not_needed(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        var land = await city.OfficerAsync(Land);
        (await land.SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-03/decision", new { decision = "approved", opinion = "同意" })).Ok();
        (await land.SayAsync(HttpMethod.Post, "/api/v1/outside-permits", new { number = "赣林审〔2026〕7号", name = "S1-04", issuer = Land, projectCode = code, issuedOn = "2026-03-02" })).Ok();

        var archive = await ArchiveAsync(applicant, code);
        var decided = Result(archive, "S1-03");
        Assert.Equal(("have", false), ((string)decided["state"]!, (bool)decided["outside"]!));
        Assert.NotNull(decided["document"]);
        Assert.Equal(("have", true, "赣林审〔2026〕7号"), ((string)Result(archive, "S1-04")["state"]!, (bool)Result(archive, "S1-04")["outside"]!, (string)Result(archive, "S1-04")["number"]!));
        var results = archive["stages"]!.AsArray().SelectMany(s => s!["results"]!.AsArray()).ToList();
        Assert.Equal(5, archive["stages"]!.AsArray().Count);
        var due = results.First(r => (string?)r!["state"] is "due")!;
        Assert.NotNull(due["dueOn"]);
        Assert.All(results.Where(r => (string?)r!["state"] is "notNeeded" or "notYet"), r => Assert.False(string.IsNullOrEmpty(r!["why"]?.ToJsonString())));
        Assert.Contains(results, r => (string?)r!["state"] is "notNeeded");

        city.App.Clock.Advance(TimeSpan.FromDays(90));
        applicant = await city.AsAsync(Applicant, CityByHttp.Enterprise);
        Assert.Equal("overdue", (string?)Result(await ArchiveAsync(applicant, code), (string)due["item"]!)["state"]);

        // Organs that take part and the unit itself; nobody else.
        (await (await city.OfficerAsync(Lead)).SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/archive")).Ok();
        Assert.Equal((HttpStatusCode.NotFound, "archive.no-such-project"), (await (await city.OfficerAsync("QXJ@360500")).SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/archive")).Refusal);
        var stranger = await city.RegisterAsync("other", CityByHttp.OtherEnterprise, "别的企业");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/archive/package")).Status);

        using var browser = await city.App.BrowserOfAsync(Applicant);
        var page = await browser.GetAsync($"/projects/{code}");
        Assert.Contains("下载签名档案包", page.Text, StringComparison.Ordinal);
        Assert.Contains("赣林审〔2026〕7号", page.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_package_verifies_offline_and_a_flipped_byte_is_found_in_its_file(Database database)
    {
        await using var city = await CityByHttp.StartAsync(database);
        var applicant = await city.RegisterAsync(Applicant, CityByHttp.Enterprise);
        var (code, stage) = await city.AcceptedAsync(applicant);
        (await (await city.OfficerAsync(Land)).SayAsync(HttpMethod.Post, $"/api/v1/stages/{stage}/items/S1-03/decision", new { decision = "approved", opinion = "同意" })).Ok();
        var package = await applicant.GetByteArrayAsync(new Uri($"/api/v1/projects/{code}/archive/package", UriKind.Relative));

        var sound = await VerifyAsync(package);
        Assert.True(sound.Sound, string.Join('\n', sound.Findings));
        Assert.NotEmpty(sound.Index!.Documents);
        var published = (string)(await applicant.SayAsync(HttpMethod.Get, "/api/v1/ledger/keys")).Ok().Json[0]!["key"]!;
        Assert.True(LedgerPublicKey.TryParse(published, out var key));
        Assert.True((await VerifyAsync(package, key)).Sound);

        // A byte in the middle of each file, whichever it is.
        foreach (var name in Names(package))
        {
            var report = await VerifyAsync(Rewrite(package, (n, content) => n == name ? Flipped(content) : content));
            Assert.Contains(report.Findings, f => f.File == name);
        }
        // A file left out, a file added.
        var victim = sound.Index.Documents[0].File;
        Assert.Contains((await VerifyAsync(Rewrite(package, (n, content) => n == victim ? null : content))).Findings, f => f.File == victim);
        Assert.Contains((await VerifyAsync(Rewrite(package, (_, content) => content, "documents/extra.pdf"))).Findings, f => f.File == "documents/extra.pdf");
        // Another key than the published one vouches for nothing.
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        Assert.False((await VerifyAsync(package, new LedgerPublicKey(LedgerPublicKey.EcdsaP256, other.ExportSubjectPublicKeyInfo()))).Sound);

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, package);
            await using var said = new StringWriter();
            Assert.Equal(0, await ArchiveCommand.RunAsync(file, [published], said, default));
            await File.WriteAllBytesAsync(file, Rewrite(package, (n, content) => n == victim ? Flipped(content) : content));
            Assert.Equal(1, await ArchiveCommand.RunAsync(file, [], said, default));
            Assert.Contains(victim, said.ToString(), StringComparison.Ordinal);
            Assert.Equal(2, await ArchiveCommand.RunAsync(file + ".none", [], said, default));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<JsonNode> ArchiveAsync(HttpClient reader, string code) => (await reader.SayAsync(HttpMethod.Get, $"/api/v1/projects/{code}/archive")).Ok().Json;

    private static JsonNode Result(JsonNode archive, string item) => archive["stages"]!.AsArray().SelectMany(s => s!["results"]!.AsArray()).Single(r => (string?)r!["item"] == item)!;

    private static async Task<PackageReport> VerifyAsync(byte[] package, params LedgerPublicKey[] keys)
    {
        using var stream = new MemoryStream(package);
        return await PackageVerifier.VerifyAsync(stream, keys, default);
    }

    private static List<string> Names(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        return [.. zip.Entries.Select(e => e.FullName)];
    }

    private static byte[] Flipped(byte[] content)
    {
        var flipped = content.ToArray();
        flipped[flipped.Length / 2] ^= 1;
        return flipped;
    }

    private static byte[] Rewrite(byte[] package, Func<string, byte[], byte[]?> change, string? added = null)
    {
        using var written = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(package)))
        using (var to = new ZipArchive(written, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                using var content = new MemoryStream();
                using (var stream = entry.Open())
                    stream.CopyTo(content);
                if (change(entry.FullName, content.ToArray()) is not { } kept)
                    continue;
                using var target = to.CreateEntry(entry.FullName).Open();
                target.Write(kept);
            }
            if (added is not null)
            {
                using var more = to.CreateEntry(added).Open();
                more.Write([1]);
            }
        }
        return written.ToArray();
    }
}
