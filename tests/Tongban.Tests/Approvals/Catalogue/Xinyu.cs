using System.Text.Json.Nodes;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation.Catalogue;

namespace Tongban.Tests.Approvals.Catalogue;

/// <summary>The city of the repository, and copies of it in which something is wrong.</summary>
internal static class Xinyu
{
    public static readonly DateOnly Today = new(2026, 3, 2);

    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Path.Combine(Root, "catalog", "xinyu");

    private static readonly Lazy<CompiledCity> Sound = new(() =>
    {
        var outcome = CatalogueCompiler.Compile(Folder, Today);
        Assert.Empty(outcome.Faults);
        return outcome.Value!;
    });

    public static CompiledCity City => Sound.Value;

    public static FlowCatalogue Flow => City.Flow;

    /// <summary>Compiles a copy of the city after <paramref name="edit"/> has changed one file of it.</summary>
    public static IReadOnlyList<CatalogueFault> FaultsOf(string file, Action<JsonObject> edit) => InCopy(folder =>
    {
        var path = Path.Combine(folder, file);
        var root = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        edit(root);
        File.WriteAllText(path, root.ToJsonString());
    });

    /// <summary>Compiles a copy of the city after <paramref name="edit"/> has changed its folder.</summary>
    public static IReadOnlyList<CatalogueFault> InCopy(Action<string> edit)
    {
        var folder = Directory.CreateTempSubdirectory("tongban-catalogue-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(Folder))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            edit(folder);
            return CatalogueCompiler.Compile(folder, Today).Faults;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static JsonObject Jurisdiction(this JsonObject flow, int index) => flow["linkage"]!["jurisdiction"]![index]!.AsObject();

    public static JsonObject Group(this JsonObject flow, int index) => flow["linkage"]!["groups"]![index]!.AsObject();

    public static JsonObject Item(this JsonObject flow, string id) => flow["items"]!.AsArray().Single(i => (string)i!["id"]! == id)!.AsObject();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "global.json")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the repository root was not found");
        return folder;
    }
}
