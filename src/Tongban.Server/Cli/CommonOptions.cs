using System.CommandLine;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary>Options that every command knows. Each can also be given in the environment, which keeps passwords out of the process list.</summary>
internal static class CommonOptions
{
    public static Option<string> Data { get; } = Text("--data", "DIR", T("数据目录（环境变量 TONGBAN_DATA）", "Data folder (environment: TONGBAN_DATA)"), "TONGBAN_DATA", () => Path.Combine(Environment.CurrentDirectory, "var"))!;

    public static Option<string?> Database { get; } = Text("--database", "CONNECTION",
        T("PostgreSQL 连接串；不给则用数据目录中的内嵌数据库（环境变量 TONGBAN_DATABASE）", "PostgreSQL connection string; without it the embedded database in the data folder is used (environment: TONGBAN_DATABASE)"), "TONGBAN_DATABASE", () => null);

    public static Option<string> Catalog { get; } = Text("--catalog", "DIR", T("目录数据所在文件夹（环境变量 TONGBAN_CATALOG）", "Folder with the catalogues (environment: TONGBAN_CATALOG)"), "TONGBAN_CATALOG", FindCatalog)!;

    public static Option<string> City { get; } = Text("--city", "NAME", T("城市，即目录数据中的文件夹名（环境变量 TONGBAN_CITY）", "The city: its folder among the catalogues (environment: TONGBAN_CITY)"), "TONGBAN_CITY", () => ServerOptions.DefaultCity)!;

    public static Option<string> Language { get; } = new Option<string>("--lang") { HelpName = "zh|en", Description = T("语言", "Language"), Recursive = true }.AcceptOnlyFromAmong("zh", "en");

    public static IReadOnlyList<Option> All => [Data, Database, Catalog, City, Language];

    /// <summary>The options as the server takes them.</summary>
    public static ServerOptions Read(ParseResult parsed) => new()
    {
        DataFolder = Path.GetFullPath(parsed.GetValue(Data)!),
        Database = parsed.GetValue(Database),
        CatalogFolder = Path.GetFullPath(parsed.GetValue(Catalog)!),
        City = parsed.GetValue(City)!,
    };

    /// <summary>Reads an address of the web.</summary>
    public static Uri? Address(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (result.Tokens is [{ Value: var text }] && Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" })
            return address;
        result.AddError(T("须为 http 或 https 地址。", "An http or https address is needed."));
        return null;
    }

    private static Option<string?> Text(string name, string help, string description, string variable, Func<string?> otherwise) => new(name)
    {
        HelpName = help,
        Description = description,
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set : otherwise(),
    };

    // Beside the program when installed, in the repository when built from it.
    private static string FindCatalog()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, "catalog")))
                return Path.Combine(folder, "catalog");
        }
        return Path.Combine(Environment.CurrentDirectory, "catalog");
    }
}
