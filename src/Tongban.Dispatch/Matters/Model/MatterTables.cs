using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Storage;

namespace Tongban.Dispatch.Matters;

internal static class MatterTables
{
    public static void Configure(ModelBuilder model)
    {
        // Values inside JSON columns; left alone they would be taken for tables.
        model.Ignore<MatterFile>();
        model.Ignore<ComparedFact>();
        model.Ignore<ComparedCondition>();
        model.ApplyConfiguration(new DispatchMatterTable());
        model.ApplyConfiguration(new DispatchTaskTable());
        model.ApplyConfiguration(new MatterEntryTable());
        model.ApplyConfiguration(new MatterComparisonTable());
    }
}

internal sealed class DispatchMatterTable : IEntityTypeConfiguration<DispatchMatter>
{
    public void Configure(EntityTypeBuilder<DispatchMatter> table)
    {
        table.ToTable("dispatch_matters").HasKey(m => m.Id);
        table.Ignore(m => m.Acts);
        table.Ignore(m => m.Matter);
        table.Ignore(m => m.Comparison);
        table.Ignore(m => m.LeadTask);
        table.Ignore(m => m.AssistingLimit);
        table.Ignore(m => m.IsWithUnits);
        table.Ignore(m => m.IsOver);
        table.Property(m => m.Number).HasMaxLength(20);
        table.Property(m => m.ProjectCode).HasMaxLength(24);
        table.Property(m => m.ProjectName).HasMaxLength(120);
        table.Property(m => m.Owner).HasMaxLength(18);
        table.Property(m => m.Division).HasMaxLength(12);
        table.Property(m => m.Model).HasMaxLength(12);
        table.Property(m => m.Text).HasMaxLength(MatterRules.Longest);
        table.Property(m => m.Contact).HasMaxLength(MatterRules.LongestField);
        table.Property(m => m.PlaceText).HasMaxLength(MatterRules.LongestField);
        table.Property(m => m.Place).HasMaxLength(MatterRules.LongestPlace);
        table.Property(m => m.Fields).AsJson();
        table.Property(m => m.WhyZh).HasMaxLength(1000);
        table.Property(m => m.WhyEn).HasMaxLength(2000);
        table.Property(m => m.ReportedByOrgan).HasMaxLength(40);
        table.Property(m => m.Lead).HasMaxLength(40);
        table.Property(m => m.Assisting).AsJson();
        table.Property(m => m.Answer).HasMaxLength(MatterRules.Longest);
        table.HasIndex(m => m.Number).IsUnique();
        table.HasIndex(m => new { m.Owner, m.State, m.Id });
        table.HasIndex(m => new { m.ProjectId, m.Id });
        table.HasIndex(m => new { m.State, m.Id });
        table.HasIndex(m => new { m.Model, m.Id });
        table.HasIndex(m => m.MergedInto);
        table.HasMany(m => m.Tasks).WithOne().HasForeignKey(t => t.MatterId);
        table.HasMany(m => m.Entries).WithOne().HasForeignKey(e => e.MatterId);
        table.HasMany(m => m.Comparisons).WithOne().HasForeignKey(c => c.MatterId);
        table.Navigation(m => m.Tasks).UsePropertyAccessMode(PropertyAccessMode.Field);
        table.Navigation(m => m.Entries).UsePropertyAccessMode(PropertyAccessMode.Field);
        table.Navigation(m => m.Comparisons).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class DispatchTaskTable : IEntityTypeConfiguration<DispatchTask>
{
    public void Configure(EntityTypeBuilder<DispatchTask> table)
    {
        table.ToTable("dispatch_tasks").HasKey(t => t.Id);
        table.Ignore(t => t.IsOpen);
        table.Property(t => t.Organ).HasMaxLength(40);
        table.HasIndex(t => t.MatterId);
        // A unit's worklist by due day, and what the sweep looks at.
        table.HasIndex(t => new { t.Organ, t.State, t.DueOn, t.Id });
        table.HasIndex(t => new { t.State, t.DueOn });
    }
}

internal sealed class MatterEntryTable : IEntityTypeConfiguration<MatterEntry>
{
    public void Configure(EntityTypeBuilder<MatterEntry> table)
    {
        table.ToTable("dispatch_entries").HasKey(e => e.Id);
        table.Property(e => e.Organ).HasMaxLength(40);
        table.Property(e => e.Text).HasMaxLength(MatterRules.Longest);
        table.Property(e => e.Detail).HasMaxLength(400);
        table.Property(e => e.Files).AsJson();
        table.HasIndex(e => e.MatterId);
    }
}

internal sealed class MatterComparisonTable : IEntityTypeConfiguration<MatterComparison>
{
    public void Configure(EntityTypeBuilder<MatterComparison> table)
    {
        table.ToTable("dispatch_comparisons").HasKey(c => c.Id);
        table.Ignore(c => c.Missing);
        table.Ignore(c => c.Digest);
        table.Property(c => c.Model).HasMaxLength(12);
        table.Property(c => c.Conditions).AsJson();
        table.HasIndex(c => c.MatterId);
    }
}
