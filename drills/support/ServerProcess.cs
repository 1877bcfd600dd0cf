using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tongban.Drills.Kill;

/// <summary>The server as a process of its own, started as its operator starts it.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private readonly Process _process;
    private int _gone;

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts the server and waits until it says that it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string folder, string? database, CancellationToken ct)
    {
        var process = Launch(folder, database, "serve", "--urls", "http://127.0.0.1:0", "--lang", "en");
        try
        {
            while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            {
                if (Ready().Match(line) is { Success: true } ready)
                {
                    // What it says from now on is nobody's business, but a full pipe would stop it.
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                    return new ServerProcess(process, new Uri(ready.Groups["address"].Value));
                }
            }
            throw new InvalidOperationException("the server did not start: " + await process.StandardError.ReadToEndAsync(ct));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
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

    /// <summary>SIGKILL: nothing of the process runs any more, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still with whatever it holds, like a machine that hangs.</summary>
    public void Halt() => Signal("STOP");

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public void GoOn() => Signal("CONT");

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _gone, 1) == 1)
            return;
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
