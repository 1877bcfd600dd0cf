using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;

namespace Tongban.Foundation.Ledger.Witnesses;

[Act("foundation.witness-registered", "登记见证机构", "Witness registered")]
internal sealed record WitnessRegistered(Guid Witness, string Name, string KeyId) : IAct;

[Act("foundation.witness-retired", "停用见证机构", "Witness retired")]
internal sealed record WitnessRetired(Guid Witness, string Name) : IAct;

/// <summary>Another organ that keeps our checkpoints and signs them too (见证机构), so that nobody, not even the holder of the ledger's key, can rewrite what it has seen.</summary>
/// <remarks>It signs only after it has verified that its last checkpoint's tree is the beginning of the new one's. Its key never leaves it.</remarks>
internal sealed class Witness : Aggregate
{
    public const int MostName = 80, MostKey = 400;

    private Witness() { }

    public override string Matter => LedgerVerification.Chain;

    /// <summary>What stands before its signatures: letters, digits, <c>. - /</c>, for example <c>sjj.xinyu.gov.cn</c>. Never used again for another key.</summary>
    public string Name { get; private set; } = "";

    /// <summary><see cref="LedgerPublicKey.ToString"/>.</summary>
    public string Key { get; private set; } = "";

    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>From then on it signs no more; what it signed stays.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    public LedgerPublicKey PublicKey => LedgerPublicKey.TryParse(Key, out var key) ? key : throw new FormatException("The kept key of a witness cannot be read.");

    public static Result<Witness> Register(string? name, string? key, string origin, DateTimeOffset now)
    {
        if (name is not { Length: >= 3 and <= MostName } || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/') || name == origin)
            return WitnessErrors.Name();
        if (key is not { Length: <= MostKey } || !LedgerPublicKey.TryParse(key.Trim(), out var read) || !read.CanVerify)
            return WitnessErrors.Key();
        var witness = new Witness { Id = NewId.At(now), Name = name, Key = read.ToString(), RegisteredAt = LedgerEntry.Truncate(now) };
        witness.Record(new WitnessRegistered(witness.Id, name, read.KeyId));
        return witness;
    }

    public Error? Retire(DateTimeOffset now)
    {
        if (RetiredAt is not null)
            return WitnessErrors.Retired(Name);
        RetiredAt = LedgerEntry.Truncate(now);
        Record(new WitnessRetired(Id, Name));
        return null;
    }
}

/// <summary>A witness's signature under a checkpoint (副署).</summary>
/// <remarks>It is no act of its own: an entry for each would call for a new checkpoint, and so on for ever.</remarks>
internal sealed class Countersignature
{
    public long Size { get; init; }

    public Guid WitnessId { get; init; }

    /// <summary>The line as it stands in the note, <see cref="WitnessLine"/>.</summary>
    public required string Line { get; init; }

    public DateTimeOffset At { get; init; }
}

internal sealed class WitnessTable : IEntityTypeConfiguration<Witness>
{
    public void Configure(EntityTypeBuilder<Witness> table)
    {
        table.ToTable("foundation_witnesses").HasKey(w => w.Id);
        table.Property(w => w.Name).HasMaxLength(Witness.MostName);
        table.Property(w => w.Key).HasMaxLength(Witness.MostKey);
        table.Ignore(w => w.PublicKey);
        table.HasIndex(w => w.Name).IsUnique();
    }
}

internal sealed class CountersignatureTable : IEntityTypeConfiguration<Countersignature>
{
    public void Configure(EntityTypeBuilder<Countersignature> table)
    {
        table.ToTable("foundation_countersignatures").HasKey(c => new { c.Size, c.WitnessId });
        table.Property(c => c.Line).HasMaxLength(WitnessLine.Most);
        table.HasOne<Witness>().WithMany().HasForeignKey(c => c.WitnessId);
        table.HasIndex(c => new { c.WitnessId, c.Size });
    }
}
