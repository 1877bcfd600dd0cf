using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Tongban.Drills.Support;

/// <summary>Stands between a server process and its disk: writes down what reaches it (support/disk.c), and lets it fail on demand.</summary>
internal sealed class DiskShim : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _fault;

    private DiskShim(string folder, string library, string root, bool records)
    {
        (Log, Environment) = (Path.Combine(folder, "disk.log"), new(StringComparer.Ordinal) { ["LD_PRELOAD"] = library, ["TONGBAN_DISK_ROOT"] = root });
        var control = Path.Combine(folder, "disk.fault");
        File.WriteAllBytes(control, new byte[16]);
        (_map, Environment["TONGBAN_DISK_FAULT"]) = (MemoryMappedFile.CreateFromFile(control), control);
        _fault = _map.CreateViewAccessor(0, 16);
        if (records)
            Environment["TONGBAN_DISK_LOG"] = Log;
    }

    [Flags]
    public enum Fault { None = 0, Write = 1, Sync = 2, Short = 4, Create = 8, Read = 16, Full = 32 }

    /// <summary>What a server needs in its environment.</summary>
    public Dictionary<string, string> Environment { get; }

    public string Log { get; }

    /// <summary>How far the log has come: everything that the disk was told before is below this.</summary>
    public long Length => new FileInfo(Log) is { Exists: true } log ? log.Length : 0;

    /// <summary>Calls that were made to fail.</summary>
    public int Failed => _fault.ReadInt32(12);

    /// <param name="folder">Where log and library lie; outside of <paramref name="root"/>.</param>
    /// <param name="root">The data folder.</param>
    /// <returns><see langword="null"/> when there is no C compiler.</returns>
    public static async Task<DiskShim?> BuildAsync(string folder, string root, bool records, CancellationToken ct)
    {
        var library = Path.Combine(folder, "disk.so");
        try
        {
            using var cc = Process.Start(new ProcessStartInfo("cc", ["-O2", "-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "support", "disk.c"), "-lpthread"]) { RedirectStandardError = true, UseShellExecute = false })!;
            var said = await cc.StandardError.ReadToEndAsync(ct);
            await cc.WaitForExitAsync(ct);
            return cc.ExitCode == 0 ? new DiskShim(folder, library, root, records) : throw new InvalidOperationException(said);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>From now on calls fail.</summary>
    /// <param name="pass">So many of the kind still pass.</param>
    /// <param name="fail">So many then fail; less than 0: all until <see cref="Heal"/>.</param>
    public void Break(Fault what, int pass, int fail)
    {
        _fault.Write(0, 0);
        _fault.Write(4, pass);
        _fault.Write(8, fail);
        _fault.Write(0, (int)what);
    }

    public void Heal() => _fault.Write(0, 0);

    public void Dispose()
    {
        _fault.Dispose();
        _map.Dispose();
    }
}
