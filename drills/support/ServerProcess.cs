using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tongban.Drills.Support;

/// <summary>The server as a process of its own, started as its operator starts it.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _said;
    private int _gone;

    private ServerProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        // What it says from now on is read at the end at most, but a full pipe would stop it.
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _said = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public Uri Address { get; }

    public bool IsAlive => !_process.HasExited;

    public int Id => _process.Id;

    /// <summary>Starts the server and waits until it says that it is ready.</summary>
    /// <param name="environment">Added to the environment.</param>
    public static async Task<ServerProcess> StartAsync(string folder, string? database, CancellationToken ct, IReadOnlyDictionary<string, string>? environment = null, string urls = "http://127.0.0.1:0")
    {
        var process = Launch(folder, database, environment, "serve", "--urls", urls, "--lang", "en");
        try
        {
            while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            {
                if (Ready().Match(line) is { Success: true } ready)
                    return new ServerProcess(process, new Uri(ready.Groups["address"].Value));
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

    /// <summary>Runs <c>tongban ledger verify</c> on the server's data.</summary>
    public static async Task<(bool Sound, string Said)> VerifyLedgerAsync(string folder, string? database, CancellationToken ct)
    {
        var (code, said) = await RunAsync(folder, database, ct, "ledger", "verify", "--lang", "en");
        return (code == 0, said);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Said)> RunAsync(string folder, string? database, CancellationToken ct, params string[] arguments)
    {
        using var process = Launch(folder, database, null, arguments);
        var error = process.StandardError.ReadToEndAsync(ct);
        var said = await process.StandardOutput.ReadToEndAsync(ct) + await error;
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, said.Trim());
    }

    /// <summary>SIGTERM: it ends what it has begun and goes.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(CancellationToken ct)
    {
        Signal("TERM");
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>What the process that ended had to complain about.</summary>
    public Task<string> SaidAsync() => _said;

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

    private static Process Launch(string folder, string? database, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tongban.dll"), .. arguments, "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (database is not null)
            start.Environment["TONGBAN_DATABASE"] = database;
        // Few people do the work of a city here.
        start.Environment["TONGBAN_REQUESTS_PER_MINUTE"] = "0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"^Ready: (?<address>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ready();
}
