using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tongban.Registers.Model;

internal sealed class LegalPersonTable : IEntityTypeConfiguration<LegalPerson>
{
    public void Configure(EntityTypeBuilder<LegalPerson> table)
    {
        table.ToTable("registers_legal_persons");
        table.HasKey(p => p.Id);
        table.Property(p => p.Id).ValueGeneratedNever();
        table.Property(p => p.Version).IsConcurrencyToken();
        table.Ignore(p => p.Acts);
        table.Ignore(p => p.Matter);
        table.Property(p => p.CreditCode).HasMaxLength(18);
        table.HasIndex(p => p.CreditCode).IsUnique();
        table.Property(p => p.Name).HasMaxLength(120);
        table.Property(p => p.Kind).HasConversion<string>().HasMaxLength(30);
        table.Property(p => p.Representative).HasMaxLength(60);
        table.Property(p => p.Address).HasMaxLength(200);
        table.Property(p => p.Division).HasMaxLength(6);
        table.Property(p => p.Phone).HasMaxLength(20);
        table.Property(p => p.Industry).HasMaxLength(5);
        table.HasIndex(p => p.RegisteredBy);
        table.HasMany(p => p.Agents).WithOne().HasForeignKey(a => a.LegalPersonId);
        table.Navigation(p => p.Agents).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class LegalPersonAgentTable : IEntityTypeConfiguration<LegalPersonAgent>
{
    public void Configure(EntityTypeBuilder<LegalPersonAgent> table)
    {
        table.ToTable("registers_legal_person_agents");
        table.HasKey(a => a.Id);
        table.Property(a => a.Id).ValueGeneratedNever();
        table.Property(a => a.Scope).HasConversion<string>().HasMaxLength(20);
        table.HasIndex(a => new { a.LegalPersonId, a.PersonId });
        table.HasIndex(a => a.PersonId);
    }
}
