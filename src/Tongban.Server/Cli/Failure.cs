using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using Tongban.Foundation;
using Tongban.Foundation.Storage;

namespace Tongban.Server.Cli;

/// <summary>What a command's exit code means.</summary>
internal static class ExitCodes
{
    public const int Done = 0, Refused = 1, AddressTaken = 3, FolderUnusable = 4, AlreadyRunning = 5, DatabaseUnreachable = 6, CatalogueInvalid = 7, Fault = 70;
}

/// <summary>Ends a command with a sentence for its reader.</summary>
internal sealed class CommandFailedException(int exitCode, Words sentence) : Exception(sentence.En)
{
    public int ExitCode => exitCode;

    public Words Sentence => sentence;
}

/// <summary>Turns whatever ended a command into one sentence and an exit code.</summary>
internal static class Failure
{
    public static async Task<int> TellAsync(Exception fault, string dataFolder)
    {
        if (Explain(fault) is var (code, sentence))
        {
            await Console.Error.WriteLineAsync(sentence.ToString());
            return code;
        }
        var file = Path.Combine(Directory.Exists(dataFolder) ? dataFolder : Path.GetTempPath(), "fault.log");
        await File.AppendAllTextAsync(file, $"{DateTimeOffset.UtcNow:O} {fault}{Environment.NewLine}");
        await Console.Error.WriteLineAsync(Words.T($"程序出现意外故障，详情已写入 {file}。", $"The program failed unexpectedly; the details are in {file}."));
        return ExitCodes.Fault;
    }

    private static (int Code, Words Sentence)? Explain(Exception? fault) => fault switch
    {
        null => null,
        CommandFailedException told => (told.ExitCode, told.Sentence),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } taken => (ExitCodes.AddressTaken,
            ($"监听地址已被占用（{AddressIn(taken.Message)}）；请停止占用它的程序，或用 --urls 换一个地址。", $"The address is taken ({AddressIn(taken.Message)}); stop the program that uses it or choose another one with --urls.")),
        SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } => (ExitCodes.AddressTaken,
            ("无权监听该地址，或本机没有该地址；请用 --urls 换一个。", "This machine may not listen on that address or does not have it; choose another one with --urls.")),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => (ExitCodes.DatabaseUnreachable,
            ("PostgreSQL 拒绝了用户名或密码；请检查 --database。", "PostgreSQL refuses the user name or the password; check --database.")),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => (ExitCodes.DatabaseUnreachable,
            ("PostgreSQL 上没有这个数据库；请先建库。", "There is no such database on the PostgreSQL server; create it first.")),
        NpgsqlException and not PostgresException => (ExitCodes.DatabaseUnreachable,
            ("连不上 PostgreSQL；请检查 --database 与网络。", "PostgreSQL cannot be reached; check --database and the network.")),
        ArgumentException { Source: "Npgsql" or "System.Data.Common" } => (ExitCodes.DatabaseUnreachable,
            ("--database 不是有效的 PostgreSQL 连接串。", "--database is not a valid PostgreSQL connection string.")),
        SqliteException { SqliteErrorCode: 11 or 26 } => (ExitCodes.FolderUnusable,
            ("数据目录中的 tongban.db 已损坏或不是数据库；请用备份恢复。", "The tongban.db of the data folder is damaged or no database; restore it from a backup.")),
        SqliteException { SqliteErrorCode: 8 or 10 or 13 or 14 } => (ExitCodes.FolderUnusable,
            ("无法写入数据目录中的 tongban.db；请检查权限和磁盘空间。", "The tongban.db of the data folder cannot be written; check permissions and disk space.")),
        StorageUnavailableException or AggregateException or InvalidOperationException { InnerException: NpgsqlException or SqliteException } => Explain(fault.InnerException),
        _ => null,
    };

    private static string AddressIn(string message) => message.Split(' ').FirstOrDefault(w => w.StartsWith("http", StringComparison.Ordinal))?.TrimEnd(':', '.') ?? "?";
}
