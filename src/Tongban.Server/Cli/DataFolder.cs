using System.Globalization;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using FileOptions = System.IO.FileOptions;

namespace Tongban.Server.Cli;

/// <summary>The data folder, held by one process: on SQLite a second writer could lose commits, so it is refused.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream? _lock;

    private DataFolder(FileStream? held) => _lock = held;

    /// <exception cref="CommandFailedException">The folder cannot be written, or another process holds it.</exception>
    public static DataFolder Hold(ServerOptions options)
    {
        try
        {
            const UnixFileMode mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(options.DataFolder);
            var keys = Path.Combine(options.DataFolder, "keys");
            Durable.CreateFolder(keys);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(keys, mine);
            using (File.Create(Path.Combine(options.DataFolder, $".probe-{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.FolderUnusable, new Words("数据目录 {0} 无法写入；请检查权限，或用 --data 换一个目录。", "The data folder {0} cannot be written; check its permissions or choose another one with --data.").With(options.DataFolder));
        }
        // With PostgreSQL several processes may share a folder with keys and files.
        return new DataFolder(options.Storage.IsSqlite ? Lock(options.DataFolder) : null);
    }

    public void Dispose() => _lock?.Dispose();

    private static FileStream Lock(string folder)
    {
        try
        {
            var held = new FileStream(Path.Combine(folder, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            held.Flush();
            return held;
        }
        catch (IOException)
        {
            throw new CommandFailedException(ExitCodes.AlreadyRunning, new Words(
                "数据目录 {0} 正被另一个通办进程使用；内嵌数据库同时只能由一个进程写入。", "Another Tongban process is using the data folder {0}; only one process may write the embedded database.").With(folder));
        }
    }
}
