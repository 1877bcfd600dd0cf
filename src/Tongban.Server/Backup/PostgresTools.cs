using System.Diagnostics;
using Npgsql;

namespace Tongban.Server.Backup;

/// <summary>PostgreSQL's own programs, which know how to dump and restore it as of one moment.</summary>
internal static class PostgresTools
{
    public static Task DumpAsync(string connection, string file, CancellationToken ct) => RunAsync("pg_dump", connection, ["--format=custom", "--no-owner", "--no-privileges", "--file", file], ct);

    /// <summary>All or nothing.</summary>
    public static Task RestoreAsync(string connection, string file, CancellationToken ct) =>
        RunAsync("pg_restore", connection, ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname", new NpgsqlConnectionStringBuilder(connection).Database!, file], ct);

    private static async Task RunAsync(string tool, string connection, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(Find(tool), arguments) { UseShellExecute = false, RedirectStandardError = true };
        // In the environment nobody reads the password in the list of processes.
        foreach (var (name, value) in new[] { ("PGHOST", to.Host), ("PGPORT", $"{to.Port}"), ("PGUSER", to.Username), ("PGPASSWORD", to.Password), ("PGDATABASE", to.Database), ("PGSSLMODE", to.SslMode.ToString().ToLowerInvariant() switch { "verifyca" => "verify-ca", "verifyfull" => "verify-full", var mode => mode }) })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw BackupErrors.ToolFailed(tool, said.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal)) ?? said.Trim());
    }

    // The newest on the path or where Debian puts them.
    private static string Find(string tool)
    {
        IEnumerable<string> debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Select(d => Path.Combine(d, "bin")) : [];
        return debian.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)).Select(d => Path.Combine(d, tool)).FirstOrDefault(File.Exists) ?? throw BackupErrors.NoTool(tool);
    }
}
