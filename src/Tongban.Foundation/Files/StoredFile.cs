using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tongban.Foundation.Files;

/// <summary>A file known by its content: the key is the SHA-256 in lower-case hexadecimal. Documents refer to it, nobody changes it.</summary>
public sealed class StoredFile
{
    private StoredFile() { }

    internal StoredFile(string digest, string mediaType, long length, byte[]? content, DateTimeOffset storedAt) =>
        (Digest, MediaType, Length, Content, StoredAt) = (digest, mediaType, length, content, storedAt);

    public string Digest { get; private set; } = "";

    /// <summary>Type as sniffed from the content, never as the sender named it.</summary>
    public string MediaType { get; private set; } = "";

    /// <summary>Length in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The bytes, where they lie in the database; <see langword="null"/> when they lie in the file folder.</summary>
    public byte[]? Content { get; private set; }

    public DateTimeOffset StoredAt { get; private set; }
}

internal sealed class StoredFileTable : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> table)
    {
        table.ToTable("foundation_files");
        table.HasKey(f => f.Digest);
        table.Property(f => f.Digest).HasMaxLength(64);
        table.Property(f => f.MediaType).HasMaxLength(100);
    }
}
