using System.CommandLine;
using System.Globalization;
using Tongban.Foundation;

namespace Tongban.Server.Cli;

/// <summary>The program <c>tongban</c>: its commands, in the reader's language, with failures in one sentence.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = LanguageOf(args);
        var root = new RootCommand(new Words("通办：投资项目并联审批平台", "Tongban: investment project approvals, in parallel").ToString());
        foreach (var help in root.Options.OfType<System.CommandLine.Help.HelpOption>())
            help.Description = Words.T("显示帮助", "Show help and usage information");
        foreach (var option in CommonOptions.All)
            root.Options.Add(option);
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(BackupCommand.Backup());
        root.Subcommands.Add(BackupCommand.Restore());
        root.Subcommands.Add(CatalogCommand.Create());
        root.Subcommands.Add(LedgerCommand.Create());
        root.Subcommands.Add(ArchiveCommand.Create());
        root.Subcommands.Add(UserCommand.Create());
        root.Subcommands.Add(PrivacyCommand.Create());
        var parsed = root.Parse(args);
        try
        {
            // Ctrl-C belongs to the host, which stops in order.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
#pragma warning disable CA1031 // whatever went wrong, the reader gets a sentence and the trace goes to a file
        catch (Exception fault)
        {
            return await Failure.TellAsync(fault, parsed.GetValue(CommonOptions.Data)!);
        }
#pragma warning restore CA1031
    }

    // Descriptions are made together with the commands, so the language is found before anything is parsed.
    private static CultureInfo LanguageOf(string[] args)
    {
        var given = Array.FindIndex(args, a => a is "--lang");
        var language = given >= 0 && given + 1 < args.Length ? args[given + 1]
            : Array.Find(args, a => a.StartsWith("--lang=", StringComparison.Ordinal))?["--lang=".Length..]
            ?? new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v)) ?? "";
        return new CultureInfo(language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en");
    }
}
