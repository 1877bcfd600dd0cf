using System.Diagnostics;
using Tongban.Bench;
using Tongban.Drills.Support;

namespace Tongban.Drills.Mutations;

/// <summary>tools/verify/tongban-verify.py, which shares no line with the platform.</summary>
internal static class SecondVerifier
{
    /// <returns>0 sound, 1 changed, 2 not to be judged.</returns>
    public static async Task<int> JudgeAsync(CancellationToken ct, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Script(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = python.StandardError.ReadToEndAsync(ct);
        await python.StandardOutput.ReadToEndAsync(ct);
        await python.WaitForExitAsync(ct);
        return python.ExitCode is 1 && (await error).Length > 0 ? throw new InvalidOperationException(await error) : python.ExitCode;
    }

    private static string Script() => Path.Combine(Machine.Root, "tools", "verify", "tongban-verify.py");
}
