using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;

namespace Tongban.Dispatch.Weekly.Model;

internal static class WeeklyTables
{
    public static void Configure(ModelBuilder model)
    {
        // Kept as JSON text inside a return; left alone they would be taken for tables.
        model.Ignore<WeekFields>();
        model.Ignore<MaterialLine>();
        model.Ignore<EquipmentLine>();
        model.Ignore<SupplyLine>();
        model.Entity<MajorProject>(t =>
        {
            t.ToTable("dispatch_major_projects").HasKey(m => m.Id);
            t.Ignore(m => m.Acts);
            t.Ignore(m => m.Matter);
            t.Ignore(m => m.Newest);
            t.Property(m => m.Code).HasMaxLength(24);
            t.Property(m => m.Owner).HasMaxLength(18);
            t.Property(m => m.Division).HasMaxLength(6);
            t.HasIndex(m => m.ProjectId).IsUnique();
            t.HasIndex(m => m.Code).IsUnique();
            t.HasIndex(m => new { m.Owner, m.IsListed });
            t.HasMany(m => m.Entries).WithOne().HasForeignKey(e => e.MajorId);
            t.Navigation(m => m.Entries).HasField("_entries").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<MajorEntry>(t =>
        {
            t.ToTable("dispatch_major_entries").HasKey(e => e.Id);
            t.Property(e => e.Code).HasMaxLength(24);
            t.Property(e => e.Name).HasMaxLength(120);
            t.Property(e => e.Owner).HasMaxLength(18);
            t.Property(e => e.Division).HasMaxLength(6);
            t.Property(e => e.Sector).HasMaxLength(1);
            t.Property(e => e.Organ).HasMaxLength(40);
            t.Property(e => e.Reason).HasMaxLength(400);
            t.Property(e => e.Longitude).HasPrecision(10, 6);
            t.Property(e => e.Latitude).HasPrecision(10, 6);
            t.HasIndex(e => new { e.MajorId, e.No }).IsUnique();
            t.HasIndex(e => e.ProjectId);
        });
        model.Entity<WeeklyReturn>(t =>
        {
            t.ToTable("dispatch_weekly_returns").HasKey(r => r.Id);
            t.Ignore(r => r.Acts);
            t.Ignore(r => r.Matter);
            t.Ignore(r => r.IsoWeek);
            t.Property(r => r.Code).HasMaxLength(24);
            t.Property(r => r.Owner).HasMaxLength(18);
            t.Property(r => r.Organ).HasMaxLength(40);
            t.Property(r => r.Reason).HasMaxLength(400);
            t.Property(r => r.Fields).AsJson(WeekFields.Json);
            t.HasIndex(r => new { r.ProjectId, r.Week, r.Revision }).IsUnique();
            t.HasIndex(r => r.Week);
        });
    }
}
