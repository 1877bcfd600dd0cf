using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tongban.Lists.Model;

internal sealed class PowerEntryTable : IEntityTypeConfiguration<PowerEntry>
{
    public void Configure(EntityTypeBuilder<PowerEntry> table)
    {
        table.ToTable("lists_powers");
        table.HasKey(p => p.Id);
        table.Ignore(p => p.Acts);
        table.Ignore(p => p.Matter);
        table.Property(p => p.Code).HasMaxLength(40);
        table.Property(p => p.Category).HasMaxLength(2);
        table.Property(p => p.ItemCode).HasMaxLength(20);
        table.Property(p => p.NameZh).HasMaxLength(200);
        table.Property(p => p.NameEn).HasMaxLength(300);
        table.Property(p => p.Organ).HasMaxLength(40);
        table.Property(p => p.LegalBasis).HasMaxLength(1000);
        table.Property(p => p.BasisMark).HasMaxLength(4);
        table.Property(p => p.Reason).HasMaxLength(PowerEntry.ReasonLength);
        table.HasIndex(p => p.Code).IsUnique();
        table.HasIndex(p => new { p.Organ, p.ItemCode });
    }
}
