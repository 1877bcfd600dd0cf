using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Tongban.Tests.Support;

[assembly: AssemblyFixture(typeof(PgCluster))]

namespace Tongban.Tests.Support;

/// <summary>One private PostgreSQL cluster for the whole run: loopback only, no fsync, removed at the end.</summary>
public sealed class PgCluster : IAsyncLifetime
{
    private readonly string _dir = Path.Combine(Path.GetTempPath(), "tongban-pg-" + Guid.NewGuid().ToString("N"));
    private string _bin = "";

    public static PgCluster? Running { get; private set; }

    public int Port { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (FindBin() is not { } bin)
            return;
        _bin = bin;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        Directory.CreateDirectory(_dir);
        if (Environment.UserName == "root")
            await RunAsync("chown", "postgres", _dir);
        await PgAsync("initdb", "-D", _dir + "/d", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await PgAsync("pg_ctl", "-D", _dir + "/d", "-w", "-l", _dir + "/log", "-o", $"-p {Port} -c listen_addresses=127.0.0.1 -k {_dir} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=500", "start");
        Running = this;
    }

    public async Task<string> NewDatabaseAsync()
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bin.Length == 0)
            return;
        await PgAsync("pg_ctl", "-D", _dir + "/d", "-m", "immediate", "stop");
        Directory.Delete(_dir, true);
    }

    private static string? FindBin() => !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d, StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")));

    private static async Task RunAsync(string file, params string[] arguments)
    {
        // pg_ctl start keeps inherited pipes open: its output is not redirected
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { UseShellExecute = false, WorkingDirectory = "/", RedirectStandardOutput = !arguments.Contains("start") })!;
        if (process.StartInfo.RedirectStandardOutput)
            await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: exit {process.ExitCode}");
    }

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database};Maximum Pool Size=20;Connection Idle Lifetime=3;Connection Pruning Interval=1";

    private Task PgAsync(string tool, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_bin, tool), .. arguments]) : RunAsync(Path.Combine(_bin, tool), arguments);
}
