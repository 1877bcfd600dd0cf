using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Storage;
using Tongban.Server.Backup;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban backup</c> and <c>tongban restore</c>: one file with everything, made beside the running server and believed only after it was verified.</summary>
internal static class BackupCommand
{
    public static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = T("备份文件（.tar.gz）", "The backup (.tar.gz)") };
        var keys = new Option<bool>("--with-keys") { Description = T("连同签名与会话私钥；这样的备份须像私钥一样保管", "With the private keys of ledger and sessions; such a backup is as secret as they are") };
        var command = new Command("backup", T("热备份：数据库、文件、公钥；服务器可照常运行", "Hot backup: database, files, public keys; the server may go on running")) { file, keys };
        command.SetAction(async (parsed, ct) =>
        {
            var options = CommonOptions.Read(parsed) with { RunsSchedule = false };
            await using var app = Hosting.Build(options);
            await using var scope = app.Services.CreateAsyncScope();
            var made = await new BackupWriter(options, scope.ServiceProvider.GetRequiredService<TongbanDb>(), options.Clock).WriteAsync(Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(keys), ct);
            Console.WriteLine(new Words("已备份：{0} 个文件，台账 {1} 条。请用 tongban restore --only-verify 核验，并另存一处。", "Backed up: {0} files, {1} ledger entries. Verify it with tongban restore --only-verify and keep it elsewhere.").With(made.Files.Count, made.Entries).ToString());
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = T("备份文件", "The backup") };
        var only = new Option<bool>("--only-verify") { Description = T("只核验，不恢复", "Verify it and restore nothing") };
        var command = new Command("restore", T("核验备份并恢复到空的数据目录或数据库", "Verify a backup and restore it into an empty data folder or database")) { file, only };
        command.SetAction((parsed, ct) => RestoreAsync(CommonOptions.Read(parsed) with { RunsSchedule = false }, Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(only), Console.Out, ct));
        return command;
    }

    internal static async Task<int> RestoreAsync(ServerOptions options, string archive, bool onlyVerify, TextWriter output, CancellationToken ct)
    {
        if (!onlyVerify && options.Storage.IsSqlite && File.Exists(options.Storage.SqliteFile))
            throw BackupErrors.NotEmpty(options.DataFolder);
        var unpacked = onlyVerify ? Path.Combine(Path.GetTempPath(), $"tongban-restore-{Guid.NewGuid():N}") : Path.Combine(options.DataFolder, ".restoring");
        using var folder = onlyVerify ? null : DataFolder.Hold(options);
        try
        {
            if (Directory.Exists(unpacked))
                Directory.Delete(unpacked, recursive: true);
            Directory.CreateDirectory(unpacked);
            var manifest = await BackupReader.UnpackAsync(archive, unpacked, ct);
            if (manifest.Database is DatabaseKind.Sqlite)
            {
                if (!await IsSoundAsync(options with { DataFolder = unpacked, Database = null }, manifest, output, ct))
                    throw BackupErrors.LedgerDiffers(archive);
                await output.WriteLineAsync(new Words("备份完好：{0} 个文件，台账 {1} 条，{2:u}。", "The backup is sound: {0} files, {1} ledger entries, {2:u}.").With(manifest.Files.Count, manifest.Entries, manifest.MadeAt).ToString());
            }
            else
            {
                await output.WriteLineAsync(new Words("备份的 {0} 个文件完好；台账在恢复后核验。", "The {0} files of the backup are whole; its ledger is verified once it is restored.").With(manifest.Files.Count).ToString());
            }
            if (onlyVerify)
                return ExitCodes.Done;

            if (manifest.Database != options.Storage.Kind)
                throw BackupErrors.OtherDatabase(archive);
            if (manifest.Database is DatabaseKind.Postgres)
            {
                await EmptyAsync(options.Storage.ConnectionString, ct);
                await PostgresTools.RestoreAsync(options.Storage.ConnectionString, Path.Combine(unpacked, BackupManifest.Postgres), ct);
                File.Delete(Path.Combine(unpacked, BackupManifest.Postgres));
            }
            // The database comes last: a folder without it counts as empty, so what was interrupted can be begun again.
            foreach (var item in manifest.Files.Where(f => f.Path is not (BackupManifest.Sqlite or BackupManifest.Postgres)).Select(f => f.Path).Append(manifest.Database is DatabaseKind.Sqlite ? BackupManifest.Sqlite : null).OfType<string>())
            {
                var target = Path.Combine(options.DataFolder, item.Replace('/', Path.DirectorySeparatorChar));
                Durable.CreateFolder(Path.GetDirectoryName(target)!);
                Durable.Move(Path.Combine(unpacked, item.Replace('/', Path.DirectorySeparatorChar)), target, overwrite: true);
            }
            if (manifest.Database is DatabaseKind.Postgres && !await IsSoundAsync(options, manifest, output, ct))
                throw BackupErrors.LedgerDiffers(archive);
            await output.WriteLineAsync(T("已恢复。", "Restored."));
            return ExitCodes.Done;
        }
        finally
        {
            if (Directory.Exists(unpacked))
                Directory.Delete(unpacked, recursive: true);
        }
    }

    /// <summary>Whether the ledger verifies, goes as far as the manifest says and continues the checkpoint of that time.</summary>
    private static async Task<bool> IsSoundAsync(ServerOptions options, BackupManifest manifest, TextWriter output, CancellationToken ct)
    {
        await using var app = Hosting.Build(options);
        await using var scope = app.Services.CreateAsyncScope();
        List<Checkpoint> then = Checkpoint.TryParse(manifest.Checkpoint, out var checkpoint) ? [checkpoint] : [];
        var report = await scope.ServiceProvider.GetRequiredService<LedgerReader>().VerifyAsync(then, ct: ct);
        foreach (var finding in report.Findings.Take(10))
            await output.WriteLineAsync(finding.ToString());
        return report.Sound && report.Entries + report.Unplaced >= manifest.Entries;
    }

    private static async Task EmptyAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var tables = new NpgsqlCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'foundation\\_%'", connection);
        if ((long)(await tables.ExecuteScalarAsync(ct))! > 0)
            throw BackupErrors.NotEmpty(connection.Database);
    }
}
