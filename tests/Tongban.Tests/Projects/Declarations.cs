using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Tests.Projects;

/// <summary>Declarations that pass, from which a test spoils one thing.</summary>
internal static class Declarations
{
    public static readonly DateOnly Today = new(2026, 3, 2);
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    public const string Site = """{"type":"Polygon","coordinates":[[[114.9,27.8],[114.905,27.8],[114.905,27.805],[114.9,27.805],[114.9,27.8]]]}""";

    public static readonly DeclarationRules Rules = new(
        new HashSet<string> { "360500", "360502", "360521" }, code => code is "C39" or "48", code => code is "91360502MA0000015T");

    public static ProjectDeclaration Verification => new()
    {
        Name = "年产2万吨锂电材料项目",
        Owner = "91360502MA0000015T",
        Type = ProjectType.Verification,
        Division = "360502",
        Industry = "C39",
        Location = "新余市渝水区高新大道1号",
        Scale = "年产2万吨",
        Content = "新建厂房3栋及配套设施",
        TotalInvestment = 120_000_000.50m,
        Sources = [new("13", 70_000_000.50m), new("12", 50_000_000m)],
        LandArea = 273_050.9m,
        PlannedStart = Today.AddDays(90),
        PlannedFinish = Today.AddDays(600),
        Site = Site,
        ContactName = "李某",
        ContactPhone = "13800000000",
        Facts = new Dictionary<string, string> { ["annualEnergyTce"] = "1200" },
    };

    /// <summary>The four groups of information and nothing else.</summary>
    public static ProjectDeclaration Filing => Verification with
    {
        Type = ProjectType.Filing,
        PolicyDeclared = true,
        Sources = [],
        LandArea = null,
        PlannedStart = null,
        PlannedFinish = null,
        Site = null,
        Facts = new Dictionary<string, string>(),
    };

    public static Result<Project> Declare(this ProjectDeclaration declaration) =>
        Project.Declare(declaration, Rules, Guid.CreateVersion7(), Now, Today, () => "2603-360502-04-01-123453");
}
