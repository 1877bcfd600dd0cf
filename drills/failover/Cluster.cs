using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;

namespace Tongban.Drills.Failover;

/// <summary>Three database machines as deploy/ ships them, on addresses of one machine: etcd, Patroni and PostgreSQL three times, and the proxy that knows the primary.</summary>
/// <remarks>deploy/patroni/patroni.yml and deploy/haproxy/haproxy.cfg are taken as they are; only names, addresses (10.0.0.x becomes 127.0.0.x) and folders are replaced.</remarks>
internal sealed partial class Cluster : IAsyncDisposable
{
    public const int Members = 3;

    private const string Superuser = "drill-superuser", Replication = "drill-replication", Platform = "drill-platform";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"tongban-failover-{Guid.NewGuid():N}");
    private readonly string _deploy;
    private readonly List<Process> _others = [];
    private readonly Process?[] _patroni = new Process?[Members];
    private bool _kept;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private Cluster(string deploy) => _deploy = deploy;

    /// <summary>How the platform reaches the primary: through the proxy, as the runbook says.</summary>
    public static string ConnectionString => $"Host=127.0.0.1;Port=5000;Username=tongban;Password={Platform};Database=tongban;SSL Mode=Require;Maximum Pool Size=40";

    /// <summary>What must be installed.</summary>
    public static IReadOnlyList<string> Missing { get; } = [.. new[] { ("etcd", "etcd-server"), ("patroni", "patroni"), ("haproxy", "haproxy"), ("openssl", "openssl"), ("runuser", "util-linux") }
        .Where(p => !((string[])["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"]).Any(d => File.Exists(Path.Combine(d, p.Item1)))).Select(p => p.Item2)];

    public static async Task<Cluster> StartAsync(string deploy, CancellationToken ct)
    {
        var cluster = new Cluster(deploy);
        try
        {
            await cluster.BeginAsync(ct);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The member that Patroni says is primary; -1 while there is none.</summary>
    public async Task<int> PrimaryAsync(CancellationToken ct)
    {
        for (var n = 0; n < Members; n++)
        {
            if (_patroni[n] is not null && await AnswersAsync($"http://{Address(n)}:8008/primary", ct))
                return n;
        }
        return -1;
    }

    /// <summary>Waits until one is primary, all others follow it and one of them is the synchronous one.</summary>
    public async Task WholeAsync(CancellationToken ct)
    {
        var last = "";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        while (true)
        {
            if (_others.Find(p => p.HasExited) is not null)
                throw new InvalidOperationException($"etcd or the proxy did not start; see {Keep()}");
            for (var n = 0; n < Members; n++)
            {
                try
                {
                    var state = await _http.GetFromJsonAsync<JsonNode>(new Uri($"http://{Address(n)}:8008/cluster"), limit.Token);
                    last = state!.ToJsonString();
                    var members = state["members"]!.AsArray();
                    if (members.Count == Members && members.Count(m => (string?)m!["role"] == "leader") == 1 && members.Any(m => (string?)m!["role"] == "sync_standby")
                        && members.All(m => (string?)m!["state"] is "running" or "streaming") && members.Where(m => (string?)m!["role"] != "leader").All(m => m!["lag"] is JsonValue lag && lag.TryGetValue<long>(out _)))
                    {
                        return;
                    }
                    break;
                }
                catch (Exception away) when (away is HttpRequestException or System.Text.Json.JsonException or TaskCanceledException && !limit.IsCancellationRequested)
                {
                    // the next one may know
                }
            }
            try
            {
                await Task.Delay(500, limit.Token);
            }
            catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
            {
                throw new InvalidOperationException($"the cluster does not become whole: {last}; see {Keep()}", late);
            }
        }
    }

    /// <summary>The machine is gone at once: nothing of Patroni and PostgreSQL runs any more.</summary>
    public async Task KillAsync(int member, CancellationToken ct)
    {
        var patroni = _patroni[member]!;
        var processes = ProcessesOf(member);
        // Patroni first, so that it starts nothing again.
        patroni.Kill();
        foreach (var id in processes)
            Signal("KILL", id);
        await patroni.WaitForExitAsync(ct);
        patroni.Dispose();
        _patroni[member] = null;
    }

    /// <summary>The machine stands still with whatever it holds.</summary>
    public void Halt(int member)
    {
        Signal("STOP", _patroni[member]!.Id);
        foreach (var id in ProcessesOf(member))
            Signal("STOP", id);
    }

    public void GoOn(int member)
    {
        foreach (var id in ProcessesOf(member))
            Signal("CONT", id);
        Signal("CONT", _patroni[member]!.Id);
    }

    /// <summary>The followers take nothing on any more: what the primary commits is on one disk alone.</summary>
    /// <returns>The halted receivers.</returns>
    public async Task<List<int>> CutOffFollowersAsync(int primary, CancellationToken ct)
    {
        var receivers = new List<int>();
        foreach (var member in Enumerable.Range(0, Members).Where(m => m != primary))
            receivers.AddRange((await ChildrenAsync(member, ct)).Where(c => c.Title.Contains("walreceiver", StringComparison.Ordinal)).Select(c => c.Id));
        foreach (var id in receivers)
            Signal("STOP", id);
        return receivers;
    }

    /// <summary>The halted receivers end without reading what still lies on the wire.</summary>
    public static void End(List<int> receivers)
    {
        foreach (var id in receivers)
            Signal("TERM", id);
        foreach (var id in receivers)
            Signal("CONT", id);
    }

    /// <summary>The dead machine starts again.</summary>
    public void Start(int member) => _patroni[member] = Launch($"patroni-{member + 1}", "runuser", ["-u", "postgres", "--", "patroni", Path.Combine(_folder, $"db{member + 1}.yml")], new()
    {
        ["HOME"] = Path.Combine(_folder, $"socket{member + 1}"),
        ["PATRONI_SUPERUSER_PASSWORD"] = Superuser,
        ["PATRONI_REPLICATION_PASSWORD"] = Replication,
    });

    public async ValueTask DisposeAsync()
    {
        for (var n = 0; n < Members; n++)
        {
            if (_patroni[n] is not null)
                await KillAsync(n, CancellationToken.None);
        }
        foreach (var process in _others)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _http.Dispose();
        if (!_kept)
            Directory.Delete(_folder, true);
    }

    // Its logs tell why.
    private string Keep()
    {
        _kept = true;
        return _folder;
    }

    private static string Address(int member) => $"127.0.0.{21 + member}";

    private string DataOf(int member) => Path.Combine(_folder, $"pg{member + 1}");

    private async Task BeginAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(_folder);
        var certificate = Path.Combine(_folder, "db.crt");
        await RunAsync("openssl", ct, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=drill", "-keyout", Path.Combine(_folder, "db.key"), "-out", certificate);
        for (var n = 0; n < Members; n++)
        {
            Directory.CreateDirectory(Path.Combine(_folder, $"socket{n + 1}"));
            await File.WriteAllTextAsync(Path.Combine(_folder, $"db{n + 1}.yml"), await PatroniAsync(n, ct), ct);
        }
        await File.WriteAllTextAsync(Path.Combine(_folder, "haproxy.cfg"), await ProxyAsync(ct), ct);
        await RunAsync("chown", ct, "-R", "postgres", _folder);
        await RunAsync("chmod", ct, "755", _folder);

        var all = string.Join(',', Enumerable.Range(0, Members).Select(n => $"db{n + 1}=http://{Address(n)}:2380"));
        for (var n = 0; n < Members; n++)
        {
            // Slow machines: an election only when a member is really gone.
            _others.Add(Launch($"etcd-{n + 1}", "etcd", ["--name", $"db{n + 1}", "--data-dir", Path.Combine(_folder, $"etcd{n + 1}"), "--listen-client-urls", $"http://{Address(n)}:2379", "--advertise-client-urls", $"http://{Address(n)}:2379",
                "--listen-peer-urls", $"http://{Address(n)}:2380", "--initial-advertise-peer-urls", $"http://{Address(n)}:2380", "--initial-cluster", all, "--heartbeat-interval", "500", "--election-timeout", "5000", "--unsafe-no-fsync"]));
        }
        for (var n = 0; n < Members; n++)
            Start(n);
        _others.Add(Launch("haproxy", "haproxy", ["-f", Path.Combine(_folder, "haproxy.cfg")]));
        await WholeAsync(ct);
        var superuser = $"Host={Address(await PrimaryAsync(ct))};Port=5432;Username=postgres;Password={Superuser};Database=postgres;SSL Mode=Require;Pooling=false;Timeout=120";
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync(ct);
        foreach (var sql in (string[])[$"CREATE ROLE tongban LOGIN PASSWORD '{Platform}'", "CREATE DATABASE tongban OWNER tongban"])
        {
#pragma warning disable CA2100 // the drill's own statements
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task<string> PatroniAsync(int member, CancellationToken ct)
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(_deploy, "patroni", "patroni.yml"), ct);
        return shipped.Replace("name: db1", $"name: db{member + 1}", StringComparison.Ordinal)
            .Replace("10.0.0.21:8008", $"{Address(member)}:8008", StringComparison.Ordinal)
            .Replace("10.0.0.21:5432", $"{Address(member)}:5432", StringComparison.Ordinal)
            .Replace("10.0.0.", "127.0.0.", StringComparison.Ordinal)
            .Replace("/var/lib/postgresql/15/tongban", DataOf(member), StringComparison.Ordinal)
            .Replace("/var/run/postgresql", Path.Combine(_folder, $"socket{member + 1}"), StringComparison.Ordinal)
            .Replace("/etc/tongban/db.crt", Path.Combine(_folder, "db.crt"), StringComparison.Ordinal)
            .Replace("/etc/tongban/db.key", Path.Combine(_folder, "db.key"), StringComparison.Ordinal);
    }

    // Of the proxy the part before the databases; the part before the servers needs a certificate and a name.
    private async Task<string> ProxyAsync(CancellationToken ct)
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(_deploy, "haproxy", "haproxy.cfg"), ct);
        var (head, tail) = (shipped[..shipped.IndexOf("frontend https", StringComparison.Ordinal)], shipped[shipped.IndexOf("listen postgresql", StringComparison.Ordinal)..]);
        return (head + tail).Replace("10.0.0.", "127.0.0.", StringComparison.Ordinal).Replace("maxconn 20000", "maxconn 1000", StringComparison.Ordinal);
    }

    private async Task<bool> AnswersAsync(string address, CancellationToken ct)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(address), ct);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private List<int> ProcessesOf(int member)
    {
        var file = Path.Combine(DataOf(member), "postmaster.pid");
        if (!File.Exists(file) || !int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var postmaster) || !Directory.Exists($"/proc/{postmaster}"))
            return [];
        return [postmaster, .. Children(postmaster)];
    }

    private Task<List<(int Id, string Title)>> ChildrenAsync(int member, CancellationToken ct) => Task.Run(() => ProcessesOf(member).Skip(1).Select(id => (id, TitleOf(id))).ToList(), ct);

    private static List<int> Children(int parent)
    {
        try
        {
            return [.. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string TitleOf(int id)
    {
        try
        {
            return Nulls().Replace(File.ReadAllText($"/proc/{id}/cmdline"), " ");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private Process Launch(string name, string file, IReadOnlyList<string> arguments, Dictionary<string, string>? environment = null)
    {
        // runuser stays in between and would not be the one that has to die: exec through the shell leaves one process.
        var command = file is "runuser" ? $"exec setpriv --reuid=postgres --regid=postgres --init-groups {string.Join(' ', arguments.Skip(3).Select(Quoted))}" : $"exec {file} {string.Join(' ', arguments.Select(Quoted))}";
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{command} >>{Quoted(Path.Combine(_folder, name + ".log"))} 2>&1"]) { UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var (key, value) in environment ?? [])
            start.Environment[key] = value;
        start.Environment.Remove("LD_PRELOAD");
        return Process.Start(start)!;
    }

    private static string Quoted(string text) => $"'{text}'";

    private static void Signal(string name, int id)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", id.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true })!;
        kill.StandardError.ReadToEnd();
        kill.WaitForExit();
    }

    private static async Task RunAsync(string file, CancellationToken ct, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{file}: {said}");
    }

    [GeneratedRegex("\0", RegexOptions.None, 1000)]
    private static partial Regex Nulls();
}
