using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;

namespace Tongban.Space.Layers;

internal sealed class LayerVersionTable : IEntityTypeConfiguration<LayerVersion>
{
    public void Configure(EntityTypeBuilder<LayerVersion> table)
    {
        table.ToTable("space_layer_versions");
        table.HasKey(v => v.Id);
        table.Ignore(v => v.Acts);
        table.Ignore(v => v.Matter);
        table.Property(v => v.Layer).HasMaxLength(8);
        table.Property(v => v.SourceName).HasMaxLength(200);
        table.Property(v => v.SourceDigest).HasMaxLength(64);
        table.Property(v => v.Organ).HasMaxLength(40);
        table.Property(v => v.CoverageDigest).HasMaxLength(64);
        table.Property(v => v.CoverageDivision).HasMaxLength(12);
        table.Property(v => v.RefusalCode).HasMaxLength(80);
        table.Property(v => v.ContentHash).HasMaxLength(64);
        table.Property(v => v.RejectionsReason).HasMaxLength(LayerVersion.ReasonLength);
        table.Property(v => v.EndReason).HasMaxLength(LayerVersion.ReasonLength);
        table.Property(v => v.Options).AsJson(LayerColumns.Json);
        table.Property(v => v.Outcome).AsJson(LayerColumns.Json);
        table.Property(v => v.Definition).AsJson(LayerColumns.Json);
        table.HasIndex(v => new { v.Layer, v.Number }).IsUnique();
        table.HasIndex(v => new { v.State, v.LeaseUntil });
        table.HasIndex(v => v.PublishedAt);
        table.HasIndex(v => v.ContentHash);
    }
}

internal sealed class LayerHeadTable : IEntityTypeConfiguration<LayerHead>
{
    public void Configure(EntityTypeBuilder<LayerHead> table)
    {
        table.ToTable("space_layer_heads");
        table.HasKey(h => h.Id);
        table.Ignore(h => h.Acts);
        table.Ignore(h => h.Matter);
        table.Property(h => h.Layer).HasMaxLength(8);
        table.HasIndex(h => h.Layer).IsUnique();
    }
}

internal sealed class BlobChunkTable : IEntityTypeConfiguration<BlobChunk>
{
    public void Configure(EntityTypeBuilder<BlobChunk> table)
    {
        table.ToTable("space_blob_chunks");
        table.HasKey(c => c.Id);
        table.Property(c => c.Digest).HasMaxLength(64);
        table.HasIndex(c => new { c.Digest, c.Number }).IsUnique();
    }
}

/// <summary>The JSON in which parts of a version are stored and digested.</summary>
internal static class LayerColumns
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    /// <summary>What a level is called in files that leave the house.</summary>
    public static string NameOf(ControlLevel level) => JsonNamingPolicy.KebabCaseLower.ConvertName(level.ToString());
}
