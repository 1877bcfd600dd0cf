using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Storage;

namespace Tongban.SiteReview.Model;

internal sealed class JointReviewTable : IEntityTypeConfiguration<JointReview>
{
    public void Configure(EntityTypeBuilder<JointReview> table)
    {
        table.ToTable("reviews_reviews").HasKey(r => r.Id);
        table.Ignore(r => r.Acts);
        table.Ignore(r => r.Matter);
        table.Ignore(r => r.Current);
        table.Ignore(r => r.Conclusion);
        table.Ignore(r => r.JustAsked);
        table.Property(r => r.ProjectCode).HasMaxLength(24);
        table.Property(r => r.ProjectName).HasMaxLength(120);
        table.Property(r => r.Owner).HasMaxLength(18);
        table.Property(r => r.Lead).HasMaxLength(40);
        table.Property(r => r.SiteDigest).HasMaxLength(64);
        table.Property(r => r.Class).HasMaxLength(1);
        table.Property(r => r.NotChecked).AsJson();
        table.Property(r => r.AskedReason).HasMaxLength(OpinionRules.Longest);
        table.Property(r => r.AskedBy).HasMaxLength(40);
        // One review of a project, with as many rounds as it has boundaries.
        table.HasIndex(r => r.ProjectId).IsUnique();
        table.HasIndex(r => new { r.Owner, r.Id });
        // What a lead has to conclude, by due day.
        table.HasIndex(r => new { r.Lead, r.State, r.LeadDueOn, r.Id });
        table.HasIndex(r => new { r.State, r.LeadYellowFrom });
        table.HasMany(r => r.Findings).WithOne().HasForeignKey(f => f.ReviewId);
        table.HasMany(r => r.Tasks).WithOne().HasForeignKey(t => t.ReviewId);
        table.HasMany(r => r.Opinions).WithOne().HasForeignKey(o => o.ReviewId);
        table.HasMany(r => r.Conclusions).WithOne().HasForeignKey(c => c.ReviewId);
        table.Navigation(r => r.Findings).UsePropertyAccessMode(PropertyAccessMode.Field);
        table.Navigation(r => r.Tasks).UsePropertyAccessMode(PropertyAccessMode.Field);
        table.Navigation(r => r.Opinions).UsePropertyAccessMode(PropertyAccessMode.Field);
        table.Navigation(r => r.Conclusions).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class ReviewFindingTable : IEntityTypeConfiguration<ReviewFinding>
{
    public void Configure(EntityTypeBuilder<ReviewFinding> table)
    {
        table.ToTable("reviews_findings").HasKey(f => f.Id);
        table.Property(f => f.Layer).HasMaxLength(8);
        table.Property(f => f.NameZh).HasMaxLength(100);
        table.Property(f => f.NameEn).HasMaxLength(200);
        table.Property(f => f.LegalBasis).HasMaxLength(400);
        table.Property(f => f.ExplanationZh).HasMaxLength(1000);
        table.Property(f => f.ExplanationEn).HasMaxLength(1500);
        table.Property(f => f.Authority).HasMaxLength(40);
        table.Property(f => f.Organs).AsJson();
        table.Property(f => f.DisputeReason).HasMaxLength(OpinionRules.Longest);
        table.Property(f => f.ApprovalNumber).HasMaxLength(OpinionRules.LongestNumber);
        table.Property(f => f.DisputeFiles).AsJson();
        table.Property(f => f.DecisionReason).HasMaxLength(OpinionRules.Longest);
        table.Property(f => f.DecisionBasis).HasMaxLength(OpinionRules.Longest);
        table.HasIndex(f => new { f.ReviewId, f.Round });
        // Disputes an authority has to decide, by due day.
        table.HasIndex(f => new { f.Authority, f.State, f.DisputeDueOn });
        table.HasIndex(f => new { f.State, f.DisputeYellowFrom });
    }
}

internal sealed class OpinionTaskTable : IEntityTypeConfiguration<OpinionTask>
{
    public void Configure(EntityTypeBuilder<OpinionTask> table)
    {
        table.ToTable("reviews_tasks").HasKey(t => t.Id);
        table.Property(t => t.Organ).HasMaxLength(40);
        table.HasIndex(t => new { t.ReviewId, t.Round });
        table.HasIndex(t => new { t.Organ, t.State, t.DueOn, t.Id });
        table.HasIndex(t => new { t.State, t.YellowFrom });
    }
}

internal sealed class FindingOpinionTable : IEntityTypeConfiguration<FindingOpinion>
{
    public void Configure(EntityTypeBuilder<FindingOpinion> table)
    {
        table.ToTable("reviews_opinions").HasKey(o => o.Id);
        table.Property(o => o.Layer).HasMaxLength(8);
        table.Property(o => o.Organ).HasMaxLength(40);
        table.Property(o => o.Text).HasMaxLength(OpinionRules.Longest);
        table.Property(o => o.LegalBasis).HasMaxLength(OpinionRules.LongestBasis);
        table.Property(o => o.Items).AsJson();
        table.Property(o => o.Files).AsJson();
        table.HasIndex(o => new { o.ReviewId, o.Round });
        // What an approval item asks at every decision: the conditions of its project.
        table.HasIndex(o => new { o.ProjectId, o.CarriedOn });
    }
}

internal sealed class RoundConclusionTable : IEntityTypeConfiguration<RoundConclusion>
{
    public void Configure(EntityTypeBuilder<RoundConclusion> table)
    {
        table.ToTable("reviews_conclusions").HasKey(c => c.Id);
        table.Property(c => c.Text).HasMaxLength(OpinionRules.Longest);
        table.Property(c => c.Missing).AsJson();
        table.Property(c => c.NotChecked).AsJson();
        table.Property(c => c.Organ).HasMaxLength(40);
        table.HasIndex(c => new { c.ReviewId, c.Round });
    }
}
