using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tongban.Foundation.Ledger;

internal sealed class LedgerEntryTable : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> table)
    {
        table.ToTable("foundation_ledger");
        table.HasKey(e => e.Id);
        table.Property(e => e.Matter).HasMaxLength(LedgerEntry.MatterLength);
        table.Property(e => e.Organ).HasMaxLength(40);
        table.Property(e => e.Enterprise).HasMaxLength(18);
        table.Property(e => e.Act).HasMaxLength(60);
        table.HasIndex(e => new { e.Matter, e.Sequence }).IsUnique();
        table.HasIndex(e => e.Position).IsUnique();
    }
}

/// <summary>Hash of a complete subtree of 2^(8·<see cref="Level"/>) leaves, kept so that a proof reads a few hundred hashes and not a million.</summary>
internal sealed class LedgerNode
{
    public int Level { get; init; }

    public long Index { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>A signed head of the tree (检查点) as it was published.</summary>
internal sealed class StoredCheckpoint
{
    public long Size { get; init; }

    /// <summary>The signed note, exactly as published.</summary>
    public required string Note { get; init; }

    public DateTimeOffset SignedAt { get; init; }
}

/// <summary>The right edge of the tree as it was last signed: where the next checkpoint goes on. One row; its version decides which process goes on.</summary>
internal sealed class StoredFrontier : Aggregate
{
    public static readonly Guid Only = new("00000000-0000-7000-8000-00000000000f");

    private StoredFrontier() { }

    public override string Matter => LedgerVerification.Chain;

    /// <summary>How many entries are closed into the tree.</summary>
    public long Size { get; private set; }

    /// <summary><see cref="MerkleFrontier.ToBytes"/>.</summary>
    public byte[] Edge { get; private set; } = [];

    public static StoredFrontier Begin() => new() { Id = Only, Edge = new MerkleFrontier().ToBytes() };

    public void MoveTo(MerkleFrontier tree) => (Size, Edge) = (tree.Size, tree.ToBytes());
}

internal sealed class StoredFrontierTable : IEntityTypeConfiguration<StoredFrontier>
{
    public void Configure(EntityTypeBuilder<StoredFrontier> table) => table.ToTable("foundation_ledger_frontiers").HasKey(f => f.Id);
}

internal sealed class LedgerNodeTable : IEntityTypeConfiguration<LedgerNode>
{
    public void Configure(EntityTypeBuilder<LedgerNode> table) => table.ToTable("foundation_ledger_nodes").HasKey(n => new { n.Level, n.Index });
}

internal sealed class StoredCheckpointTable : IEntityTypeConfiguration<StoredCheckpoint>
{
    public void Configure(EntityTypeBuilder<StoredCheckpoint> table) => table.ToTable("foundation_checkpoints").HasKey(c => c.Size);
}
