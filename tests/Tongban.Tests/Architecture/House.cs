using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Tongban.Foundation;
using Tongban.Server;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Architecture;

/// <summary>The house as it is: projects from their files, rooms from the server's list, the plan from docs/architecture.md.</summary>
internal static partial class House
{
    /// <summary>A line of the plan: a room, its floor, whom it may use.</summary>
    public sealed record PlannedRoom(string Name, int Floor, IReadOnlySet<string> MayUse);

    /// <summary>Assemblies of the rooms and of the server.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. Modules.All.Select(m => m.GetType().Assembly).Append(typeof(Hosting).Assembly).Distinct()];

    /// <summary>Types that a person wrote: no closures, no iterators, nothing the Razor compiler names.</summary>
    public static IEnumerable<Type> Types => Assemblies.SelectMany(a => a.GetTypes())
        .Where(t => !t.Name.Contains('<', StringComparison.Ordinal) && t.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    /// <summary>Project under <c>src</c> → projects it refers to.</summary>
    public static SortedDictionary<string, IReadOnlySet<string>> Arrows()
    {
        SortedDictionary<string, IReadOnlySet<string>> arrows = new(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            arrows[Path.GetFileNameWithoutExtension(file)] = XDocument.Load(file).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/'))).ToHashSet(StringComparer.Ordinal);
        }
        return arrows;
    }

    /// <summary>The table of rooms, by name.</summary>
    public static Dictionary<string, PlannedRoom> Plan() => PlanRow().Matches(Read("docs/architecture.md"))
        .Select(m => new PlannedRoom(m.Groups["room"].Value, m.Groups["floor"].Value[0] - '0', RoomName().Matches(m.Groups["uses"].Value).Select(r => r.Value).ToHashSet(StringComparer.Ordinal)))
        .ToDictionary(r => r.Name, StringComparer.Ordinal);

    [GeneratedRegex(@"^\| (?<floor>\d) \| (?<room>Tongban\.[\w.]+)[^|]*\|[^|]*\|(?<uses>[^|]*)\|\s*$", RegexOptions.Multiline)]
    private static partial Regex PlanRow();

    [GeneratedRegex(@"Tongban\.\w+(\.\w+)*")]
    private static partial Regex RoomName();
}
