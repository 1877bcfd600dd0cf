using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tongban.Projects.Model;

/// <summary>Two neighbouring characters of a project's name. With them an index finds a name by any part of it, in Chinese as in English and on both databases alike.</summary>
/// <remarks>Names are searched for by two characters more often than not, which is less than the three that the databases' own indexes of trigrams need. Written with the project, whose name never changes.</remarks>
internal sealed class ProjectNamePart
{
    private ProjectNamePart()
    {
    }

    public string Part { get; private set; } = "";

    public Guid ProjectId { get; private set; }

    public static IEnumerable<ProjectNamePart> Of(Project project) => PartsOf(project.Name).Select(p => new ProjectNamePart { Part = p, ProjectId = project.Id });

    /// <returns>Each pair of neighbours once; nothing for a single character.</returns>
    public static IReadOnlyList<string> PartsOf(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        return [.. runes.Zip(runes.Skip(1), (a, b) => $"{a}{b}").Distinct(StringComparer.Ordinal)];
    }
}

internal sealed class ProjectNamePartTable : IEntityTypeConfiguration<ProjectNamePart>
{
    public void Configure(EntityTypeBuilder<ProjectNamePart> table)
    {
        table.ToTable("projects_name_parts").HasKey(n => new { n.Part, n.ProjectId });
        table.Property(n => n.Part).HasMaxLength(4);
    }
}
