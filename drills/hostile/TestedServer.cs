using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Tongban.Drills.Hostile;

/// <summary>The server with the demonstration city, as a process of its own; what it logs is kept.</summary>
internal sealed partial class TestedServer : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _said;

    private TestedServer(Process process, Uri address, List<string> said) => (_process, Address, _said) = (process, address, said);

    public Uri Address { get; }

    public bool IsAlive => !_process.HasExited;

    /// <summary>What the server logged as a fault of its own; a stack trace belongs there and nowhere else.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_said)
                return [.. _said.Where(l => l.Contains(" fail: ", StringComparison.Ordinal) || l.Contains(" crit: ", StringComparison.Ordinal) || l.StartsWith("fail:", StringComparison.Ordinal) || l.StartsWith("crit:", StringComparison.Ordinal) || l.StartsWith("Unhandled", StringComparison.Ordinal))];
        }
    }

    /// <summary>The most memory it ever held, in MB; 0 where <c>/proc</c> does not tell.</summary>
    public long MostMemory => IsAlive && File.Exists(Status) && File.ReadLines(Status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line ? long.Parse(line[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024 : 0;

    /// <summary>Processor time it used so far, and the time its threads stood ready and were not let run because others did.</summary>
    public (TimeSpan Used, TimeSpan Waited) Processor()
    {
        var (used, waited) = (0L, 0L);
        var tasks = string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/task");
        foreach (var task in Directory.Exists(tasks) ? Directory.GetDirectories(tasks) : [])
        {
            try
            {
                var fields = File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ');
                (used, waited) = (used + long.Parse(fields[0], CultureInfo.InvariantCulture), waited + long.Parse(fields[1], CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // ended meanwhile
            }
        }
        return (TimeSpan.FromMicroseconds(used / 1000.0), TimeSpan.FromMicroseconds(waited / 1000.0));
    }

    private string Status => string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status");

    public static async Task<TestedServer> StartAsync(string folder, string? database, CancellationToken ct)
    {
        var process = Launch(folder, database, "serve", "--demo", "--urls", "http://127.0.0.1:0", "--lang", "en");
        List<string> said = [];
        void Keep(string? line)
        {
            if (line is null)
                return;
            lock (said)
            {
                if (said.Count < 20_000)
                    said.Add(line);
            }
        }
        try
        {
            var errors = Task.Run(async () =>
            {
                while (await process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
                    Keep(line);
            }, CancellationToken.None);
            while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            {
                Keep(line);
                if (Ready().Match(line) is { Success: true } ready)
                {
                    _ = Task.Run(async () =>
                    {
                        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } next)
                            Keep(next);
                    }, CancellationToken.None);
                    return new TestedServer(process, new Uri(ready.Groups["address"].Value), said);
                }
            }
            await errors;
            throw new InvalidOperationException("the server did not start: " + string.Join('\n', said));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>SIGTERM, as its operator stops it.</summary>
    /// <returns>Whether it ended by itself and in order.</returns>
    public async Task<bool> StopAsync(CancellationToken ct)
    {
        if (!IsAlive)
            return false;
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode == 0;
    }

    /// <summary>Runs <c>tongban ledger verify</c> on the stopped server's data.</summary>
    public static async Task<(bool Sound, string Said)> VerifyLedgerAsync(string folder, string? database, CancellationToken ct)
    {
        using var process = Launch(folder, database, "ledger", "verify", "--lang", "en");
        var error = process.StandardError.ReadToEndAsync(ct);
        var said = await process.StandardOutput.ReadToEndAsync(ct) + await error;
        await process.WaitForExitAsync(ct);
        return (process.ExitCode == 0, said.Trim());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static Process Launch(string folder, string? database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tongban.dll"), .. arguments, "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (database is not null)
            start.Environment["TONGBAN_DATABASE"] = database;
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"^Ready: (?<address>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ready();
}
