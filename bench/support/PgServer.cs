using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Tongban.Bench;

/// <summary>A PostgreSQL of its own with the settings a city would run: every commit is on disk before it is answered.</summary>
internal sealed class PgServer : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "tongban-bench-pg-" + Guid.NewGuid().ToString("N"));
    private string _bin = "";
    private int _port;

    /// <summary>The server's first process.</summary>
    public int ProcessId { get; private set; }

    /// <param name="sharedBuffers">Memory for pages.</param>
    /// <returns><see langword="null"/> when PostgreSQL is not installed.</returns>
    public static async Task<PgServer?> StartAsync(string sharedBuffers = "256MB")
    {
        const string installed = "/usr/lib/postgresql";
        if (!Directory.Exists(installed) || Directory.GetDirectories(installed).OrderDescending().Select(d => Path.Combine(d, "bin")).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb"))) is not { } bin)
            return null;
        var server = new PgServer { _bin = bin };
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            server._port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        Directory.CreateDirectory(server._folder);
        if (Environment.UserName == "root")
            await RunAsync("chown", "postgres", server._folder);
        var data = Path.Combine(server._folder, "data");
        await server.ToolAsync("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        await server.ToolAsync("pg_ctl", "-D", data, "-w", "-l", Path.Combine(server._folder, "log"), "-o", $"-p {server._port} -c listen_addresses=127.0.0.1 -k {server._folder} -c shared_buffers={sharedBuffers} -c max_connections=100", "start");
        server.ProcessId = int.Parse((await File.ReadAllLinesAsync(Path.Combine(data, "postmaster.pid")))[0], null);
        return server;
    }

    /// <returns>Connection string of a new, empty database.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = "b" + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(To("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return To(name);
    }

    public async ValueTask DisposeAsync()
    {
        await ToolAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "stop");
        Directory.Delete(_folder, true);
    }

    private string To(string database) => $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Maximum Pool Size=40";

    private Task ToolAsync(string tool, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_bin, tool), .. arguments]) : RunAsync(Path.Combine(_bin, tool), arguments);

    private static async Task RunAsync(string file, params string[] arguments)
    {
        // A started server keeps inherited pipes open, so its output is not read.
        var reads = !arguments.Contains("start");
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { UseShellExecute = false, WorkingDirectory = "/", RedirectStandardOutput = reads })!;
        if (reads)
            await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: exit {process.ExitCode}");
    }
}
