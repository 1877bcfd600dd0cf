using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Server;

/// <summary>The program as its user meets it: a process, its words and its exit code.</summary>
public sealed partial class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-cli-").FullName;

    [Theory]
    [InlineData("en", "Run the web server", "Bring the database schema up to date")]
    [InlineData("zh", "启动服务器", "升级数据库结构")]
    public async Task Help_speaks_both_languages(string language, params string[] words)
    {
        var (code, text) = await RunAsync("--help", "--lang", language);
        Assert.Equal(0, code);
        Assert.All(words, w => Assert.Contains(w, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_starts_answers_and_refuses_a_second_process_on_its_data()
    {
        using var server = Start("serve", "--data", _folder, "--urls", "http://127.0.0.1:0");
        try
        {
            var lines = "";
            while (!lines.Contains("Ready:", StringComparison.Ordinal))
                lines += await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? throw new InvalidOperationException(lines + await server.StandardError.ReadToEndAsync());
            Assert.Matches(@"SQLite 3\.\d+\.\d+", lines);
            var address = Address().Match(lines).Value;
            using (var http = new HttpClient())
                Assert.Equal("Healthy", await http.GetStringAsync(new Uri(address + "/health/ready")));

            var (second, said) = await RunAsync("serve", "--data", _folder, "--urls", "http://127.0.0.1:0");
            Assert.Equal(5, second);
            AssertOneSentence(said, "Another Tongban process");
            Assert.Equal(5, (await RunAsync("migrate", "--data", _folder)).Code);

            var (taken, words) = await RunAsync("serve", "--data", Path.Combine(_folder, "other"), "--urls", address);
            Assert.Equal(3, taken);
            AssertOneSentence(words, "is taken");
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
        // What a killed process leaves behind does not keep the next one out.
        Assert.Equal(0, (await RunAsync("migrate", "--data", _folder)).Code);
    }

    [Fact]
    public async Task Whatever_is_in_the_way_is_told_in_one_sentence()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var (folder, said) = await RunAsync("migrate", "--data", Path.Combine(file, "data"));
        Assert.Equal(4, folder);
        AssertOneSentence(said, "cannot be written");

        var damaged = Directory.CreateDirectory(Path.Combine(_folder, "damaged")).FullName;
        await File.WriteAllTextAsync(Path.Combine(damaged, "tongban.db"), string.Concat(Enumerable.Repeat("this is no database ", 500)));
        (folder, said) = await RunAsync("migrate", "--data", damaged);
        Assert.Equal(4, folder);
        AssertOneSentence(said, "damaged");

        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        var (database, words) = await RunAsync("migrate", "--data", _folder, "--database", $"Host=127.0.0.1;Port={port};Database=x;Username=x");
        Assert.Equal(6, database);
        AssertOneSentence(words, "PostgreSQL cannot be reached");
        (database, words) = await RunAsync("migrate", "--data", _folder, "--database", "no connection string");
        Assert.Equal(6, database);
        AssertOneSentence(words, "connection string");
    }

    [Fact]
    public async Task An_account_is_opened_with_the_password_from_standard_input()
    {
        var (weak, said) = await RunWithAsync(input: "short", "user", "add", "zhang.san", "--name", "张三", "--data", _folder);
        Assert.Equal(1, weak);
        Assert.Contains("fewer than 12", said, StringComparison.Ordinal);
        Assert.Equal(0, (await RunWithAsync(input: "Correct-Horse-7", "user", "add", "zhang.san", "--name", "张三", "--data", _folder)).Code);
        Assert.Contains("taken", (await RunWithAsync(input: "Correct-Horse-7", "user", "add", "zhang.san", "--name", "张三", "--data", _folder)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_is_told_what_it_lacks_and_what_is_away()
    {
        var key = Path.Combine(_folder, "witness.pem");
        var (shown, text) = await RunAsync("ledger", "witness", "--key", key, "--show-key");
        Assert.Equal(0, shown);
        Assert.StartsWith("ecdsa-p256-sha256:", text, StringComparison.Ordinal);
        Assert.Contains("--public-key", (await RunAsync("ledger", "witness", "--key", key)).Text, StringComparison.Ordinal);
        Assert.Contains("http or https", (await RunAsync("ledger", "witness", "--key", key, "--server", "nowhere", "--name", "w.example", "--state", key + ".state", "--public-key", text.Trim())).Text, StringComparison.Ordinal);
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        var (away, said) = await RunAsync("ledger", "witness", "--key", key, "--server", $"http://127.0.0.1:{port}", "--name", "w.example", "--state", key + ".state", "--public-key", text.Trim());
        Assert.Equal(2, away);
        AssertOneSentence(said, "cannot be reached");
    }

    [Fact]
    public async Task The_catalogue_is_checked()
    {
        var (sound, text) = await RunAsync("catalog", "check", Path.Combine(Repository.Root, "catalog"));
        Assert.Equal(0, sound);
        Assert.Contains("36", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_folder, "city.json"), "{}");
        Assert.Equal(7, (await RunAsync("catalog", "check", _folder)).Code);
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static void AssertOneSentence(string said, string words)
    {
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Text)> RunAsync(params string[] arguments) => RunWithAsync(input: null, arguments);

    private static async Task<(int Code, string Text)> RunWithAsync(string? input, params string[] arguments)
    {
        using var process = Start(arguments);
        if (input is not null)
            await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output + await errors);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tongban.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        foreach (var variable in new[] { "LC_ALL", "LC_MESSAGES", "LANG", "TONGBAN_DATABASE", "TONGBAN_DATA", "TONGBAN_URLS", "TONGBAN_CATALOG" })
            start.Environment.Remove(variable);
        start.Environment["LANG"] = "C.UTF-8";
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
