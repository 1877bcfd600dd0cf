using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Lists.Contracts;

namespace Tongban.Lists.Model;

internal sealed class ListEntryTable : IEntityTypeConfiguration<ListEntry>
{
    public void Configure(EntityTypeBuilder<ListEntry> table)
    {
        table.ToTable("lists_entries");
        table.HasKey(e => e.Id);
        table.Ignore(e => e.IsSuspended);
        table.Ignore(e => e.Acts);
        table.Ignore(e => e.Matter);
        table.Ignore(e => e.Open);
        table.Ignore(e => e.Current);
        table.Property(e => e.Code).HasMaxLength(40);
        table.Property(e => e.Class).HasMaxLength(4);
        table.Property(e => e.NameZh).HasMaxLength(300);
        table.Property(e => e.NameEn).HasMaxLength(400);
        table.Property(e => e.Organ).HasMaxLength(40);
        table.Property(e => e.Department).HasMaxLength(8);
        table.Property(e => e.LegalBasis).HasMaxLength(1000);
        table.HasIndex(e => new { e.List, e.Code }).IsUnique();
        table.HasIndex(e => new { e.List, e.Class, e.Code });
        table.HasIndex(e => new { e.List, e.Department, e.Code });
        table.HasIndex(e => e.Pending);
        table.HasMany(e => e.Versions).WithOne().HasForeignKey(v => v.EntryId);
        table.Navigation(e => e.Versions).HasField("_versions").UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class ListVersionTable : IEntityTypeConfiguration<ListVersion>
{
    public void Configure(EntityTypeBuilder<ListVersion> table)
    {
        table.ToTable("lists_versions");
        table.HasKey(v => v.Id);
        table.Ignore(v => v.IsOpen);
        table.Ignore(v => v.IsDecision);
        table.Ignore(v => v.IsFromCatalogue);
        table.Property(v => v.Code).HasMaxLength(40);
        table.Property(v => v.Note).HasMaxLength(ListEntry.NoteLength);
        table.Property(v => v.Document).HasMaxLength(100);
        table.Property(v => v.DraftedByOrgan).HasMaxLength(40);
        table.Property(v => v.ReviewedByOrgan).HasMaxLength(40);
        table.Property(v => v.PublishedByOrgan).HasMaxLength(40);
        table.Property(v => v.ReviewOpinion).HasMaxLength(ListEntry.NoteLength);
        table.Property(v => v.Content).HasConversion(
            c => ListColumns.Write(c), text => ListColumns.Read(text),
            new ValueComparer<ListContent>((a, b) => ListColumns.Same(a, b), c => ListColumns.Write(c).GetHashCode(StringComparison.Ordinal), c => c));
        table.HasIndex(v => new { v.EntryId, v.Number }).IsUnique();
        table.HasIndex(v => new { v.PublishedAt, v.Id });
    }
}

internal sealed class ListHeadTable : IEntityTypeConfiguration<ListHead>
{
    public void Configure(EntityTypeBuilder<ListHead> table)
    {
        table.ToTable("lists_heads");
        table.HasKey(h => h.Id);
        table.Ignore(h => h.Acts);
        table.Ignore(h => h.Matter);
        table.Property(h => h.CatalogueDigest).HasMaxLength(64);
        table.HasIndex(h => h.List).IsUnique();
    }
}

/// <summary>The content of a version as the one JSON text in which it is stored, compared and digested.</summary>
internal static class ListColumns
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>For what comes from outside: nothing may be missing, nothing null that has to be there.</summary>
    public static readonly JsonSerializerOptions Strict = new(Json) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>For what goes out: every member of the form is there, so that it can come back.</summary>
    public static readonly JsonSerializerOptions Whole = new(Json) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public static string Write(ListContent content) => JsonSerializer.Serialize(content, Json);

    public static ListContent Read(string text) => JsonSerializer.Deserialize<ListContent>(text, Json)!;

    public static bool Same(ListContent? a, ListContent? b) => ReferenceEquals(a, b) || (a is not null && b is not null && Write(a) == Write(b));

    public static string Digest(ListContent content) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, Json)));
}
