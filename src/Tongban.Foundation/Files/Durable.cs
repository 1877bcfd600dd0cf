using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Tongban.Foundation.Files;

/// <summary>Makes files last through a power cut by name, too.</summary>
/// <remarks>Syncing a file keeps its content, not its name: a new or moved name lasts when its folder was synced (fsync(2)). Whoever acknowledges an act whose paper lies in a file
/// needs both. <c>drills/power</c> cuts the power at hundreds of moments to see it.</remarks>
public static class Durable
{
    private const int ReadOnlyAndClosedOnExec = 0x80000;

    /// <summary>Moves a file whose content is synced; after it the new name lasts.</summary>
    /// <exception cref="IOException">It could not be moved, or the folder not be synced.</exception>
    public static void Move(string from, string to, bool overwrite)
    {
        File.Move(from, to, overwrite);
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    /// <summary>Makes a folder and what is missing above it, lasting.</summary>
    public static void CreateFolder(string folder)
    {
        var missing = new Stack<string>();
        for (var level = Path.GetFullPath(folder); level is not null && !Directory.Exists(level); level = Path.GetDirectoryName(level))
            missing.Push(level);
        Directory.CreateDirectory(folder);
        while (missing.TryPop(out var made))
        {
            if (Path.GetDirectoryName(made) is { } above)
                SyncFolder(above);
        }
    }

    /// <summary>Writes a small file whole: beside it, synced, then moved into place.</summary>
    public static void Write(string file, string content)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, $".{Path.GetFileName(file)}.{Guid.NewGuid():N}");
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(content));
                stream.Flush(flushToDisk: true);
            }
            Move(beside, file, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Names that were made, moved or removed in this folder last.</summary>
    public static void SyncFolder(string folder)
    {
        // Elsewhere the file system looks after names itself, or offers no way to ask for it.
        if (!OperatingSystem.IsLinux())
            return;
        using var handle = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(folder + "\0"), ReadOnlyAndClosedOnExec), ownsHandle: true);
        if (handle.IsInvalid)
            throw new IOException($"The folder {folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
