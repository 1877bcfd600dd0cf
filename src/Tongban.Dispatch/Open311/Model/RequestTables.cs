using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Storage;

namespace Tongban.Dispatch.Open311.Model;

internal static class RequestTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<ServiceRequest>(t =>
        {
            t.ToTable("dispatch_service_requests").Aggregate();
            t.Property(r => r.Number).HasMaxLength(20);
            t.Property(r => r.ServiceCode).HasMaxLength(40);
            t.Property(r => r.Organ).HasMaxLength(40);
            t.Property(r => r.StatusNotes).HasMaxLength(1000);
            t.Property(r => r.Description).HasMaxLength(4000);
            t.Property(r => r.Salt).HasMaxLength(64);
            t.HasIndex(r => r.ReportedBy);
            t.Property(r => r.Address).HasMaxLength(200);
            t.Property(r => r.Longitude).HasPrecision(10, 6);
            t.Property(r => r.Latitude).HasPrecision(10, 6);
            t.Property(r => r.Attributes).AsJson();
            t.Property(r => r.MediaUrl).HasMaxLength(500);
            t.Property(r => r.ExternalId).HasMaxLength(60);
            t.Property(r => r.ReporterName).HasMaxLength(60);
            t.Property(r => r.ReporterPhone).HasMaxLength(30);
            t.Property(r => r.ReporterEmail).HasMaxLength(100);
            t.HasIndex(r => r.Number).IsUnique();
            t.HasIndex(r => new { r.ApplicationId, r.ExternalId }).IsUnique();
            t.HasIndex(r => new { r.RequestedAt, r.Number });
            t.HasIndex(r => r.UpdatedAt);
            t.HasIndex(r => new { r.Organ, r.IsOpen, r.DueAt });
        });
        model.Entity<ApiApplication>(t =>
        {
            t.ToTable("dispatch_api_applications").Aggregate();
            t.Property(a => a.Name).HasMaxLength(80);
            t.Property(a => a.Contact).HasMaxLength(100);
            t.Property(a => a.KeyDigest).HasMaxLength(64);
            t.Property(a => a.KeyStart).HasMaxLength(8);
            t.HasIndex(a => a.KeyDigest).IsUnique();
        });
    }

    private static void Aggregate<T>(this EntityTypeBuilder<T> table) where T : Aggregate
    {
        table.HasKey(a => a.Id);
        table.Ignore(a => a.Acts);
        table.Ignore(a => a.Matter);
    }
}
