using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.Model;

internal sealed class StageCaseTable : IEntityTypeConfiguration<StageCase>
{
    public void Configure(EntityTypeBuilder<StageCase> table)
    {
        table.ToTable("approvals_stages").HasKey(s => s.Id);
        table.Property(s => s.ProjectCode).HasMaxLength(24);
        table.Property(s => s.ProjectName).HasMaxLength(200);
        table.Property(s => s.Owner).HasMaxLength(18);
        table.Property(s => s.Division).HasMaxLength(6);
        table.Property(s => s.Flow).HasMaxLength(24);
        table.Property(s => s.Lead).HasMaxLength(40);
        table.Property(s => s.Demands).AsJson();
        table.Property(s => s.Facts).AsJson();
        table.Property(s => s.AnsweredHere).AsJson();
        table.Property(s => s.Request).AsJson();
        table.Property(s => s.Promises).AsJson();
        table.Property(s => s.LaterDemands).AsJson();
        table.HasIndex(s => s.NextPromiseDueOn);
        table.HasIndex(s => new { s.ProjectId, s.Stage }).IsUnique();
        table.HasIndex(s => s.ProjectCode);
        table.HasIndex(s => new { s.Lead, s.State, s.DueOn, s.Id });
        table.HasIndex(s => new { s.Lead, s.State }).HasFilter("request IS NOT NULL");
        table.HasIndex(s => new { s.Owner, s.Id });
        table.HasIndex(s => new { s.State, s.DueOn });
        table.HasMany(s => s.Items).WithOne().HasForeignKey(i => i.StageCaseId);
        table.HasMany(s => s.Materials).WithOne().HasForeignKey(m => m.StageCaseId);
        table.HasMany(s => s.Opinions).WithOne().HasForeignKey(o => o.StageCaseId);
        table.HasMany(s => s.JointFindings).WithOne().HasForeignKey(f => f.StageCaseId);
        table.Navigation(s => s.JointFindings).UsePropertyAccessMode(PropertyAccessMode.Field);
        table.Navigation(s => s.Items).UsePropertyAccessMode(PropertyAccessMode.Field);
        table.Navigation(s => s.Materials).UsePropertyAccessMode(PropertyAccessMode.Field);
        table.Navigation(s => s.Opinions).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class ItemCaseTable : IEntityTypeConfiguration<ItemCase>
{
    public void Configure(EntityTypeBuilder<ItemCase> table)
    {
        table.ToTable("approvals_items").HasKey(i => i.Id);
        table.Property(i => i.Code).HasMaxLength(12);
        table.Property(i => i.Organ).HasMaxLength(40);
        table.Property(i => i.DecidingOrgan).HasMaxLength(40);
        table.Property(i => i.FirstOrgan).HasMaxLength(40);
        table.Property(i => i.SatisfiedBy).HasMaxLength(60);
        table.Property(i => i.FirstOpinion).HasMaxLength(Limits.Opinion);
        table.Property(i => i.Opinion).HasMaxLength(Limits.Opinion);
        table.Property(i => i.ResultNumber).HasMaxLength(OutsidePermits.OutsidePermitReader.LongestNumber);
        table.Property(i => i.ResultDigest).HasMaxLength(64);
        table.Property(i => i.Request).AsJson();
        table.Property(i => i.AskedHead).HasMaxLength(40);
        table.Ignore(i => i.HasRequest);
        table.HasIndex(i => new { i.StageCaseId, i.Code }).IsUnique();
        // The officer's worklist: one organ's open items by due day, paged by key.
        table.HasIndex(i => new { i.Organ, i.State, i.DueOn, i.Id });
        // The lights beside it: what is yellow or red is few, what is merely open may be ten thousands.
        table.HasIndex(i => new { i.Organ, i.State, i.YellowFrom, i.DueOn });
        // Decided and paused ones, the newest first.
        table.HasIndex(i => new { i.Organ, i.State, i.Id });
        // The few that wait for the head of an organ. A truth value beside the organ would leave the choice of index to SQLite, and it chose the one of all items.
        table.HasIndex(i => new { i.AskedHead, i.Id }).HasFilter("asked_head IS NOT NULL");
        table.HasIndex(i => i.FirstOrgan);
        // An organ's part of one project, and of the few that a search found.
        table.HasIndex(i => new { i.ProjectId, i.Organ, i.State });
    }
}

internal sealed class StageMaterialTable : IEntityTypeConfiguration<StageMaterial>
{
    public void Configure(EntityTypeBuilder<StageMaterial> table)
    {
        table.ToTable("approvals_materials").HasKey(m => m.Id);
        table.Property(m => m.Material).HasMaxLength(12);
        table.Property(m => m.FileDigest).HasMaxLength(64);
        table.Property(m => m.FileName).HasMaxLength(Limits.FileName);
        table.Property(m => m.MediaType).HasMaxLength(100);
        table.HasIndex(m => new { m.StageCaseId, m.Material, m.Edition }).IsUnique();
    }
}

internal sealed class PreCheckOpinionTable : IEntityTypeConfiguration<PreCheckOpinion>
{
    public void Configure(EntityTypeBuilder<PreCheckOpinion> table)
    {
        table.ToTable("approvals_opinions").HasKey(o => o.Id);
        table.Property(o => o.Organ).HasMaxLength(40);
        table.Property(o => o.Demands).AsJson();
        table.HasIndex(o => new { o.StageCaseId, o.Organ }).IsUnique();
        table.HasIndex(o => new { o.Organ, o.GivenAt, o.DueOn });
    }
}

/// <summary>Longest texts, in characters; checked before saving because SQLite does not.</summary>
internal static class Limits
{
    public const int Opinion = 4000;
    public const int Reason = 2000;
    public const int FileName = 200;
}
