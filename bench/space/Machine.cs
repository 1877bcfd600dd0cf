using System.Globalization;
using System.Runtime.InteropServices;

namespace Tongban.Bench.Space;

/// <summary>The machine, and processor time: of one thread here, of one backend of PostgreSQL there.</summary>
internal static partial class Machine
{
    private const int ProcessCpuClock = 2, ThreadCpuClock = 3;

    public static string Describe()
    {
        var cpu = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
        return $"{Environment.ProcessorCount} × {cpu ?? RuntimeInformation.ProcessArchitecture.ToString()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, load before the run {load}";
    }

    /// <summary>Milliseconds of processor time the calling thread has used.</summary>
    public static double ThreadCpu() => Clock(ThreadCpuClock);

    /// <summary>Milliseconds of processor time all threads of this process have used.</summary>
    public static double ProcessCpu() => Clock(ProcessCpuClock);

    /// <summary>Milliseconds of processor time a process and its living children have used, to 10 ms.</summary>
    public static double CpuOfFamily(int parent)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                if (Path.GetFileName(folder) == parent.ToString(CultureInfo.InvariantCulture) || fields[1] == parent.ToString(CultureInfo.InvariantCulture))
                    ticks += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // ended meanwhile
            }
        }

        return 10.0 * ticks;
    }

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

    private static double Clock(int clock)
    {
        Timespec now = default;
        return ClockGetTime(clock, ref now) == 0 ? (now.Seconds * 1e3) + (now.Nanoseconds / 1e6) : throw new PlatformNotSupportedException();
    }

    /// <summary>Milliseconds of processor time a process of one thread has used: to the nanosecond where the kernel keeps <c>schedstat</c>, else to 10 ms.</summary>
    public static double CpuOf(int process)
    {
        if (File.Exists($"/proc/{process}/schedstat") && long.Parse(File.ReadAllText($"/proc/{process}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) is > 0 and var nanoseconds)
            return nanoseconds / 1e6;
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return 10.0 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
    }

    public static double ResidentMegabytes() =>
        File.ReadLines("/proc/self/status").Where(l => l.StartsWith("VmRSS", StringComparison.Ordinal)).Select(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0).First();

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, ref Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

/// <summary>A row of figures.</summary>
internal static class Figures
{
    public static double At(IReadOnlyList<double> sorted, double part) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];

    public static string Line(string name, List<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return $"| {name} | {milliseconds.Average():0.000} | {At(sorted, 0.5):0.000} | {At(sorted, 0.99):0.0} | {1000 / milliseconds.Average():0} |";
    }
}
