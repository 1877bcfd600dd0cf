using System.Globalization;
using System.Runtime.InteropServices;

namespace Tongban.Bench.Space;

/// <summary>Milliseconds of processor time, finer than the system counts for everyone: of one thread here, of one backend of PostgreSQL there.</summary>
internal static partial class ProcessorClock
{
    private const int ProcessCpuClock = 2, ThreadCpuClock = 3;

    /// <summary>What the calling thread has used.</summary>
    public static double Thread() => Read(ThreadCpuClock);

    /// <summary>What all threads of this process have used.</summary>
    public static double Process() => Read(ProcessCpuClock);

    /// <summary>What a process of one thread has used: to the nanosecond where the kernel keeps <c>schedstat</c>, else to 10 ms.</summary>
    public static double Of(int process)
    {
        if (File.Exists($"/proc/{process}/schedstat") && long.Parse(File.ReadAllText($"/proc/{process}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) is > 0 and var nanoseconds)
            return nanoseconds / 1e6;
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return 10.0 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
    }

    private static double Read(int clock)
    {
        Timespec now = default;
        return ClockGetTime(clock, ref now) == 0 ? (now.Seconds * 1e3) + (now.Nanoseconds / 1e6) : throw new PlatformNotSupportedException();
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, ref Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
