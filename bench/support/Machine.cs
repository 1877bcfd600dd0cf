using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Tongban.Bench;

/// <summary>The machine a figure was taken on, what this process and a server's processes used of it, and where the repository lies.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var cpu = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
        return $"{Environment.ProcessorCount} × {cpu ?? RuntimeInformation.ProcessArchitecture.ToString()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, load before the run {load}";
    }

    /// <summary>Processor time used so far by this process.</summary>
    public static TimeSpan OwnCpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    /// <summary>Processor time used so far by a process and its living children, to 10 ms; zero where <c>/proc</c> does not tell.</summary>
    public static TimeSpan CpuOf(int? parent)
    {
        if (parent is not { } pid || !Directory.Exists("/proc"))
            return TimeSpan.Zero;
        long ticks = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id))
                continue;
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                if (id == pid || int.Parse(fields[1], null) == pid)
                    ticks += long.Parse(fields[11], null) + long.Parse(fields[12], null);
            }
            catch (IOException)
            {
                // ended meanwhile
            }
        }
        return TimeSpan.FromSeconds(ticks / 100.0);
    }

    /// <summary>Memory of this process by its name in <c>/proc/self/status</c> (<c>VmRSS</c>: now, <c>VmHWM</c>: at most), in kilobytes; zero where that does not tell.</summary>
    public static long Memory(string name) => File.Exists("/proc/self/status") && File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.Ordinal)) is { } line
        ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) : 0;

    /// <summary>The repository's root: the folder above the program that holds the catalogue.</summary>
    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!Directory.Exists(Path.Combine(folder, "catalog", "xinyu")))
                folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("catalog/xinyu: run it from the repository");
            return folder;
        }
    }
}
