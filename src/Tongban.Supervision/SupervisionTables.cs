using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Supervision.Board;
using Tongban.Supervision.Cards;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Reports;

namespace Tongban.Supervision;

/// <summary>The tables of the supervision.</summary>
internal static class SupervisionTables
{
    public static void Configure(ModelBuilder model)
    {
        // A value inside a JSON column; left alone it would be taken for a table.
        model.Ignore<CardClock>();
        model.Entity<Finding>(t =>
        {
            t.ToTable("supervision_findings").HasKey(f => f.Id);
            t.Ignore(f => f.Text);
            t.Ignore(f => f.Settled);
            t.Ignore(f => f.Light);
            t.Ignore(f => f.Said);
            t.Property(f => f.Rule).HasMaxLength(5);
            t.Property(f => f.ProjectCode).HasMaxLength(24);
            t.Property(f => f.Item).HasMaxLength(12);
            t.Property(f => f.Organ).HasMaxLength(40);
            t.Property(f => f.Division).HasMaxLength(6);
            t.Property(f => f.TextZh).HasMaxLength(2000);
            t.Property(f => f.TextEn).HasMaxLength(3000);
            t.Property(f => f.SettledZh).HasMaxLength(300);
            t.Property(f => f.SettledEn).HasMaxLength(300);
            t.HasIndex(f => new { f.FoundOn, f.Id });
            t.HasIndex(f => new { f.Organ, f.FoundOn, f.Id });
            t.HasIndex(f => new { f.Rule, f.FoundOn });
            // What is not over is little; the board counts it on every look.
            t.HasIndex(f => new { f.Organ, f.SettledOn });
            t.HasIndex(f => f.ProjectId);
        });
        model.Entity<RunningClock>(t =>
        {
            t.ToTable("supervision_clocks").HasKey(c => c.Id);
            t.Property(c => c.ProjectCode).HasMaxLength(24);
            t.Property(c => c.Item).HasMaxLength(12);
            t.Property(c => c.Organ).HasMaxLength(40);
            t.Property(c => c.Division).HasMaxLength(6);
            t.Property(c => c.PauseType).HasMaxLength(40);
            t.HasIndex(c => new { c.Organ, c.DueOn });
            t.HasIndex(c => c.DueOn);
            t.HasIndex(c => c.PlannedTo);
            t.HasIndex(c => c.Returned);
            t.HasIndex(c => c.ProjectId);
        });
        model.Entity<SupervisionMeasure>(t =>
        {
            t.ToTable("supervision_measures").HasKey(m => m.Id);
            t.Ignore(m => m.Said);
            t.Property(m => m.ProjectCode).HasMaxLength(24);
            t.Property(m => m.Item).HasMaxLength(12);
            t.Property(m => m.Organ).HasMaxLength(40);
            t.Property(m => m.Division).HasMaxLength(6);
            t.Property(m => m.Detail).HasMaxLength(40);
            t.HasIndex(m => new { m.Month, m.Organ });
            t.HasIndex(m => new { m.Kind, m.CountsOn });
            t.HasIndex(m => m.ProjectId);
        });
        model.Entity<CaseWatch>(t =>
        {
            t.ToTable("supervision_watches").Aggregate();
            t.Property(w => w.Chain).HasMaxLength(80);
            t.HasIndex(w => w.Chain).IsUnique();
            t.HasIndex(w => w.NextOn);
        });
        model.Entity<SupervisionCard>(t =>
        {
            t.ToTable("supervision_cards").Aggregate();
            t.Ignore(c => c.IsClosed);
            t.Property(c => c.Number).HasMaxLength(40);
            t.Property(c => c.Rule).HasMaxLength(5);
            t.Property(c => c.ProjectCode).HasMaxLength(24);
            t.Property(c => c.Organ).HasMaxLength(40);
            t.Property(c => c.Office).HasMaxLength(40);
            t.Property(c => c.Turn).HasMaxLength(40);
            t.Property(c => c.Demand).HasMaxLength(SupervisionErrors.LongestText);
            t.Property(c => c.Statement).HasMaxLength(SupervisionErrors.LongestText);
            t.Property(c => c.Decision).HasMaxLength(SupervisionErrors.LongestText);
            t.Property(c => c.Report).HasMaxLength(SupervisionErrors.LongestText);
            t.Property(c => c.FollowUp).HasMaxLength(SupervisionErrors.LongestText);
            t.Property(c => c.Appeal).HasMaxLength(SupervisionErrors.LongestText);
            t.Property(c => c.AppealAnswer).HasMaxLength(SupervisionErrors.LongestText);
            t.Property(c => c.Clocks).AsJson();
            t.HasIndex(c => c.FindingId).IsUnique();
            t.HasIndex(c => new { c.Turn, c.State });
            t.HasIndex(c => new { c.Organ, c.Id });
            t.HasIndex(c => new { c.State, c.DueOn });
            t.HasIndex(c => c.IssuedOn);
            t.HasIndex(c => c.ClosedOn);
        });
        model.Entity<ReportSubscription>(t =>
        {
            t.ToTable("supervision_subscriptions").HasKey(s => s.Id);
            t.HasIndex(s => s.PersonId).IsUnique();
        });
        model.Entity<BoardSubscription>(t =>
        {
            t.ToTable("supervision_board_subscriptions").HasKey(s => s.Id);
            t.Property(s => s.Organ).HasMaxLength(40);
            t.HasIndex(s => s.PersonId).IsUnique();
        });
    }

    private static void Aggregate<T>(this EntityTypeBuilder<T> table) where T : Aggregate
    {
        table.HasKey(a => a.Id);
        table.Ignore(a => a.Acts);
        table.Ignore(a => a.Matter);
    }
}
