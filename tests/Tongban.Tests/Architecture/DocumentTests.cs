using System.Text.RegularExpressions;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Architecture;

public partial class DocumentTests
{
    private static readonly string[] Documents =
    [
        .. Directory.GetFiles(Repository.Root, "*.md"), .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(d => Path.Combine(d, "README.md")).Where(File.Exists),
    ];

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        Assert.NotEmpty(Documents);
        Assert.Empty(from document in Documents
                     from link in Link().Matches(File.ReadAllText(document)).Select(m => m.Groups["to"].Value)
                     where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#')
                     let target = Path.Combine(Path.GetDirectoryName(document)!, link.Split('#')[0])
                     where !File.Exists(target) && !Directory.Exists(target)
                     select $"{Path.GetRelativePath(Repository.Root, document)}: {link}");
    }

    [Fact]
    public void Every_decision_is_in_the_list_and_says_its_status()
    {
        var list = House.Read("docs/decisions/README.md");
        var decisions = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "decisions"), "0*.md").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(decisions);
        Assert.All(decisions, d => Assert.Contains($"({Path.GetFileName(d)})", list, StringComparison.Ordinal));
        Assert.All(decisions, d => Assert.Matches(@"^# \d{4} [^\n]+\n\n\*\*Status:\*\* ", File.ReadAllText(d)));
        Assert.Equal(Enumerable.Range(1, decisions.Count), decisions.Select(d => int.Parse(Path.GetFileName(d)[..4], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Every_package_has_its_line()
    {
        var lines = House.Read("docs/dependencies.md");
        var packages = Package().Matches(House.Read("Directory.Packages.props")).Select(m => m.Groups["id"].Value).ToList();
        Assert.NotEmpty(packages);
        // A line may name a family: ".Relational, .Sqlite".
        Assert.DoesNotContain(packages, p => !lines.Contains(p, StringComparison.Ordinal) && !lines.Contains($", .{p.Split('.')[^1]}", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("<PackageVersion Include=\"(?<id>[^\"]+)\"")]
    private static partial Regex Package();
}
