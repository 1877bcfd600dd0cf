using System.CommandLine;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Storage;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban privacy</c>: the list of erasures, kept outside of the backups, and their repetition after a restore.</summary>
internal static class PrivacyCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("FILE") { Description = T("写入的文件", "File to write") };
        var list = new Command("erasures", T("导出删除清单；与备份分开保存，每次删除后更新", "Write the list of erasures; keep it apart from the backups and renew it after each erasure")) { target };
        list.SetAction((parsed, ct) => ListAsync(CommonOptions.Read(parsed) with { RunsSchedule = false }, Path.GetFullPath(parsed.GetValue(target)!), Console.Out, ct));
        var source = new Argument<string>("FILE") { Description = T("删除清单，或者删除之后导出的台账", "The list of erasures, or an export of the ledger made after them") };
        var reapply = new Command("reapply", T("恢复备份后，把清单中的删除再做一遍；可重复执行", "After a restore, erase again what the list names; it may be run again")) { source };
        reapply.SetAction((parsed, ct) => ReapplyAsync(CommonOptions.Read(parsed) with { RunsSchedule = false }, parsed.GetValue(source)!, Console.Out, ct));
        return new Command("privacy", T("个人信息", "Personal data")) { list, reapply };
    }

    internal static async Task<int> ListAsync(ServerOptions options, string file, TextWriter output, CancellationToken ct)
    {
        await using var app = Hosting.Build(options);
        await using var scope = app.Services.CreateAsyncScope();
        int count;
        // The former list stands until the new one is whole.
        var partial = file + ".partial";
        await using (var stream = File.Create(partial))
        {
            count = await ErasureList.WriteAsync(scope.ServiceProvider.GetRequiredService<PersonalDataDesk>(), stream, ct);
            stream.Flush(flushToDisk: true);
        }
        Durable.Move(partial, file, overwrite: true);
        await output.WriteLineAsync(new Words("清单中有 {0} 次删除。", "{0} erasures are on the list.").With(count).ToString());
        return ExitCodes.Done;
    }

    internal static async Task<int> ReapplyAsync(ServerOptions options, string file, TextWriter output, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        if (!(await ErasureList.ReadAsync(stream, ct)).TryGet(out var lines, out var unreadable))
            throw new CommandFailedException(ExitCodes.Refused, unreadable.Text);
        using var folder = DataFolder.Hold(options);
        await Migration.RunAsync(options.Storage, Modules.All, ct);   // the backup may be an older version's
        await using var app = Hosting.Build(options);
        var again = 0;
        foreach (var line in lines)
        {
            await using var scope = app.Services.CreateAsyncScope();
            again += await scope.ServiceProvider.GetRequiredService<PersonalDataDesk>().ReapplyAsync(line, ct) ? 1 : 0;
        }
        await output.WriteLineAsync(new Words("清单 {0} 项，重新删除 {1} 项，其余已删除或不在库中。", "{0} erasures on the list: {1} done again, the others were done or concern nobody here.").With(lines.Count, again).ToString());
        return ExitCodes.Done;
    }
}
