using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Model;

internal sealed class ProjectTable : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> table)
    {
        table.ToTable("projects_projects").IsAggregate();
        table.Property(p => p.Code).HasMaxLength(24);
        table.HasIndex(p => p.Code).IsUnique();
        table.Property(p => p.Owner).HasMaxLength(18);
        table.HasIndex(p => new { p.Owner, p.Id });
        table.Property(p => p.Name).HasMaxLength(120);
        table.Property(p => p.Type).HasConversion<string>().HasMaxLength(20);
        table.Property(p => p.Status).HasConversion<string>().HasMaxLength(20);
        table.Property(p => p.Category).HasMaxLength(2);
        table.Property(p => p.Division).HasMaxLength(6);
        table.HasIndex(p => new { p.Division, p.Id });
        table.Property(p => p.Industry).HasMaxLength(5);
        table.Property(p => p.Location).HasMaxLength(200);
        table.Property(p => p.Scale).HasMaxLength(500);
        table.Property(p => p.Content).HasMaxLength(2000);
        table.Property(p => p.Sources).IsJson<IReadOnlyList<FundShare>, List<FundShare>>();
        table.Property(p => p.SiteDigest).HasMaxLength(64);
        table.Property(p => p.SiteWarnings).IsJson<IReadOnlyList<SiteWarning>, List<SiteWarning>>();
        table.Property(p => p.ContactName).HasMaxLength(50);
        table.Property(p => p.ContactPhone).HasMaxLength(20);
        table.Property(p => p.Facts).IsJson<IReadOnlyDictionary<string, string>, SortedDictionary<string, string>>();
        table.Property(p => p.Screening!).IsJson<Screening, Screening>().IsRequired(false);
        table.Property(p => p.SiteFindings!).IsJson<SiteFindings, SiteFindings>().IsRequired(false);
        table.Property(p => p.LayerFact).HasMaxLength(400);
        table.Property(p => p.EndReason).HasMaxLength(500);
    }
}

internal sealed class ProjectDraftTable : IEntityTypeConfiguration<ProjectDraft>
{
    public void Configure(EntityTypeBuilder<ProjectDraft> table)
    {
        table.ToTable("projects_drafts").IsAggregate();
        table.Property(d => d.Owner).HasMaxLength(18);
        table.Property(d => d.Fields).IsJson<IReadOnlyDictionary<string, string>, SortedDictionary<string, string>>();
        table.HasIndex(d => new { d.PersonId, d.Id });
        table.HasIndex(d => new { d.Owner, d.Id });
        table.HasIndex(d => d.BranchOf);
        table.HasIndex(d => d.SavedAt);
    }
}

internal sealed class ArchiveDocumentTable : IEntityTypeConfiguration<ArchiveDocument>
{
    public void Configure(EntityTypeBuilder<ArchiveDocument> table)
    {
        table.ToTable("projects_archive_documents").IsAggregate();
        table.Property(d => d.Kind).HasConversion<string>().HasMaxLength(20);
        table.Property(d => d.Audience).HasConversion<string>().HasMaxLength(20);
        table.Property(d => d.ItemCode).HasMaxLength(40);
        table.Property(d => d.NameZh).HasMaxLength(200);
        table.Property(d => d.NameEn).HasMaxLength(300);
        table.Property(d => d.Number).HasMaxLength(100);
        table.Property(d => d.Digest).HasMaxLength(64);
        table.Property(d => d.MediaType).HasMaxLength(100);
        table.Property(d => d.Organ).HasMaxLength(40);
        table.HasIndex(d => new { d.ProjectId, d.Number, d.Edition }).IsUnique();
    }
}

internal static class ProjectColumns
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static EntityTypeBuilder<T> IsAggregate<T>(this EntityTypeBuilder<T> table) where T : Aggregate
    {
        table.HasKey(a => a.Id);
        table.Property(a => a.Id).ValueGeneratedNever();
        table.Property(a => a.Version).IsConcurrencyToken();
        table.Ignore(a => a.Acts);
        table.Ignore(a => a.Matter);
        return table;
    }

    /// <summary>A value that is replaced as a whole, as one JSON text.</summary>
    public static PropertyBuilder<TValue> IsJson<TValue, TStored>(this PropertyBuilder<TValue> property)
        where TValue : class where TStored : TValue =>
        property.HasConversion(
            value => JsonSerializer.Serialize(value, Json),
            text => JsonSerializer.Deserialize<TStored>(text, Json)!,
            new ValueComparer<TValue>(
                (a, b) => ReferenceEquals(a, b) || JsonSerializer.Serialize(a, Json) == JsonSerializer.Serialize(b, Json),
                value => JsonSerializer.Serialize(value, Json).GetHashCode(StringComparison.Ordinal),
                value => value));
}
