using System.CommandLine;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban catalog check</c>: compiles the catalogue and says what is wrong with it.</summary>
internal static class CatalogCommand
{
    public static Command Create()
    {
        var folder = new Argument<string?>("FOLDER") { Description = T("要检查的目录文件夹，缺省为 --catalog", "Folder to check; by default that of --catalog"), Arity = ArgumentArity.ZeroOrOne };
        var check = new Command("check", T("编译目录数据并报告问题", "Compile the catalogue and report what is wrong")) { folder };
        check.SetAction((parsed, ct) => Wiring.CheckCatalogueAsync(parsed.GetValue(folder) ?? CommonOptions.Read(parsed).CatalogFolder, ct));
        return new Command("catalog", T("目录数据", "The city's catalogue")) { check };
    }
}
