using System.Runtime.CompilerServices;

namespace Tongban.Tests.Foundation;

/// <summary>Paths of files in the repository, wherever the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Catalog => Path.Combine(Root, "catalog", "cn");

    public static string Fixture(string name) => Path.Combine(Root, "tests", "fixtures", name);

    private static string Find([CallerFilePath] string source = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(source) })
        {
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "Tongban.slnx")))
                    return folder;
            }
        }
        throw new InvalidOperationException("The repository root (Tongban.slnx) was not found.");
    }
}
