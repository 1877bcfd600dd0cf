using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tongban.Foundation.Storage;

/// <summary>The newest entry of every matter's chain; the row that two writers of one matter meet at.</summary>
internal sealed class LedgerHead
{
    public required string Matter { get; init; }

    public long Sequence { get; init; }

    public required byte[] Hash { get; init; }

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>The first answer to a request that carried a key, kept so that a repeat gets the same.</summary>
internal sealed class Answer
{
    public Guid ActId { get; init; }

    public Guid PersonId { get; init; }

    /// <summary>SHA-256 over the command's type and content: the same key with another content is a mistake of the caller.</summary>
    public required byte[] CommandDigest { get; init; }

    /// <summary>The answer's value as JSON.</summary>
    public required string Value { get; init; }

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>The last number given in a series such as <c>余发改备〔2026〕</c>.</summary>
internal sealed class NumberSeries
{
    public required string Series { get; init; }

    public long Last { get; init; }
}

internal sealed class LedgerHeadTable : IEntityTypeConfiguration<LedgerHead>
{
    public void Configure(EntityTypeBuilder<LedgerHead> table)
    {
        table.ToTable("foundation_ledger_heads").HasKey(h => h.Matter);
        table.Property(h => h.Matter).HasMaxLength(80);
    }
}

internal sealed class AnswerTable : IEntityTypeConfiguration<Answer>
{
    public void Configure(EntityTypeBuilder<Answer> table)
    {
        table.ToTable("foundation_answers").HasKey(a => a.ActId);
        table.Property(a => a.ActId).ValueGeneratedNever();
        table.HasIndex(a => a.RecordedAt);
    }
}

internal sealed class NumberSeriesTable : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> table)
    {
        table.ToTable("foundation_number_series").HasKey(s => s.Series);
        table.Property(s => s.Series).HasMaxLength(80);
    }
}
