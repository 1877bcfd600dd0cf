using System.CommandLine;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban catalog check</c>: compiles the catalogue and says what is wrong with it.</summary>
internal static class CatalogCommand
{
    public static Command Create()
    {
        var folder = new Argument<string?>("FOLDER") { Description = T("要检查的目录文件夹，缺省为 --catalog", "Folder to check; by default that of --catalog"), Arity = ArgumentArity.ZeroOrOne };
        var check = new Command("check", T("编译目录数据并报告问题", "Compile the catalogue and report what is wrong")) { folder };
        check.SetAction(parsed => Check(parsed.GetValue(folder) ?? CommonOptions.Read(parsed).CityFolder));
        return new Command("catalog", T("目录数据", "The city's catalogue")) { check };
    }

    private static int Check(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CommandFailedException(ExitCodes.Refused, new Words("没有文件夹 {0}。", "There is no folder {0}.").With(folder));
        var outcome = CatalogueCompiler.Compile(folder, CityClock.DateOf(TimeProvider.System.GetUtcNow()));
        foreach (var fault in outcome.Faults)
            Console.WriteLine($"{fault.File}: {fault.Path}: {fault.Text} [{fault.Code}]");
        if (!outcome.IsSound)
        {
            Console.WriteLine(T($"共 {outcome.Faults.Count} 处错误。", $"{outcome.Faults.Count} faults."));
            return ExitCodes.Refused;
        }
        Console.WriteLine(CatalogueReport.Of(outcome.Value).Render());
        return ExitCodes.Done;
    }
}
