using Tongban.Foundation;
using Tongban.Server.Cli;

namespace Tongban.Server.Backup;

/// <summary>Why a backup or a restoration ends, each with the way out.</summary>
internal static class BackupErrors
{
    public static CommandFailedException NothingToBackUp(string folder) => new(ExitCodes.FolderUnusable, new Words("数据目录 {0} 中没有数据库。", "There is no database in the data folder {0}.").With(folder));

    public static CommandFailedException NoSuchFile(string file) => new(ExitCodes.Refused, new Words("没有文件 {0}。", "There is no file {0}.").With(file));

    public static CommandFailedException NotABackup(string file) => new(ExitCodes.Refused, new Words("{0} 不是通办的备份，或不完整；请换一份备份。", "{0} is no backup of Tongban or not complete; take another one.").With(file));

    public static CommandFailedException Differs(string file, string path) => new(ExitCodes.Refused, new Words("备份 {0} 中的 {1} 已损坏或被改动；请换一份备份。", "In the backup {0} the file {1} is damaged or was changed; take another one.").With(file, path));

    public static CommandFailedException LedgerDiffers(string file) => new(ExitCodes.Refused, new Words("备份 {0} 中的台账核验不通过，未恢复；请换一份备份。", "The ledger in the backup {0} does not verify; nothing was restored. Take another one.").With(file));

    public static CommandFailedException OtherDatabase(string file) => new(ExitCodes.Refused, new Words("备份 {0} 取自另一种数据库；请用相应的 --database 恢复。", "The backup {0} was taken from the other kind of database; restore it with the --database that fits.").With(file));

    public static CommandFailedException NotEmpty(string where) => new(ExitCodes.Refused, new Words("{0} 已有数据；请恢复到空的数据目录或空的数据库。", "{0} holds data already; restore into an empty data folder or an empty database.").With(where));

    public static CommandFailedException NoTool(string tool) => new(ExitCodes.Refused, new Words("找不到 {0}；请安装与服务器同版本的 PostgreSQL 客户端（postgresql-client）。", "{0} was not found; install the PostgreSQL client programs of the server's version (postgresql-client).").With(tool));

    public static CommandFailedException ToolFailed(string tool, string said) => new(ExitCodes.Refused, new Words("{0} 失败：{1}", "{0} failed: {1}").With(tool, said));
}
