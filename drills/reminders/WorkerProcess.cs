using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tongban.Drills.Reminders;

/// <summary>A worker as a process that can be killed and paused.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int Stop = 19, Continue = 18;
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public bool IsPaused { get; private set; }

    public static async Task<WorkerProcess> StartAsync(WorkerTask task, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Tongban.Drills.Reminders.dll"), "worker", "--", .. task.Write()]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        // A full pipe would stop it, with whatever it holds; so would the other one, which the log goes to.
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        if (await process.StandardOutput.ReadLineAsync(ct) is not "ready")
        {
            process.Dispose();
            throw new InvalidOperationException("a worker did not start: " + await said);
        }
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new WorkerProcess(process);
    }

    /// <summary>SIGKILL: nothing of it runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it sleeps wherever it is, with whatever it holds.</summary>
    public void Pause()
    {
        _ = Signal(_process.Id, Stop);
        IsPaused = true;
    }

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public void Resume()
    {
        _ = Signal(_process.Id, Continue);
        IsPaused = false;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
