using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Plans.Balancing;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Model;

/// <summary>The tables of the room.</summary>
internal static class PlanTables
{
    // Kinds are kept by name: their order may change, what is on record may not.
    private static readonly JsonSerializerOptions Named = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter() } };

    public static void Configure(ModelBuilder model)
    {
        // Values kept as JSON text; left alone they would be taken for tables.
        model.Ignore<FundShare>();
        model.Ignore<Milestone>();
        model.Ignore<YearShare>();
        model.Ignore<RejectedRow>();
        model.Ignore<FundFactor>();
        model.Ignore<BalanceProblem>();
        model.Ignore<BalanceAnswer>();
        model.Ignore<BalanceProject>();
        model.Ignore<BalanceFund>();
        model.Ignore<Need>();
        model.Ignore<Placement>();
        model.Entity<PlanProject>(t =>
        {
            t.ToTable("plans_projects").Aggregate();
            t.Ignore(p => p.FeasibilityOn);
            t.Ignore(p => p.Estimate);
            t.Ignore(p => p.EstimateOverFeasibility);
            t.Ignore(p => p.IsFiscal);
            t.Ignore(p => p.Level);
            t.Property(p => p.Code).HasMaxLength(24);
            t.Property(p => p.Name).HasMaxLength(120);
            t.Property(p => p.Owner).HasMaxLength(18);
            t.Property(p => p.Division).HasMaxLength(6);
            t.Property(p => p.Sector).HasMaxLength(20);
            t.Property(p => p.SectorOrgan).HasMaxLength(40);
            t.Property(p => p.Content).HasMaxLength(1000);
            t.Property(p => p.Reason).HasMaxLength(500);
            t.Property(p => p.Sources).AsJson();
            t.Property(p => p.Milestones).AsJson(Named);
            t.HasIndex(p => p.Code).IsUnique();
            t.HasIndex(p => new { p.State, p.Code });
            t.HasIndex(p => new { p.Owner, p.Code });
            t.HasIndex(p => new { p.Division, p.Code });
        });
        model.Entity<FundPool>(t =>
        {
            t.ToTable("plans_fund_pools").Aggregate();
            t.Ignore(p => p.Free);
            t.Ignore(p => p.Cash);
            t.Property(p => p.Pool).HasMaxLength(40);
            t.Property(p => p.Division).HasMaxLength(6);
            t.Property(p => p.Name).HasMaxLength(120);
            t.Property(p => p.Source).HasMaxLength(2);
            t.Property(p => p.Sector).HasMaxLength(20);
            t.Property(p => p.Purpose).HasMaxLength(500);
            t.HasIndex(p => p.Pool).IsUnique();
            t.HasIndex(p => new { p.Year, p.Source });
        });
        model.Entity<BudgetIndicator>(t =>
        {
            t.ToTable("plans_indicators").Aggregate();
            t.Ignore(i => i.Balance);
            t.Property(i => i.IndicatorNo).HasMaxLength(40);
            t.Property(i => i.Source).HasMaxLength(2);
            t.Property(i => i.ProjectCode).HasMaxLength(24);
            t.Property(i => i.Unit).HasMaxLength(120);
            t.Property(i => i.FunctionClass).HasMaxLength(20);
            t.Property(i => i.DepartmentClass).HasMaxLength(20);
            t.Property(i => i.GovernmentClass).HasMaxLength(20);
            t.HasIndex(i => i.IndicatorNo).IsUnique();
            t.HasIndex(i => new { i.ProjectCode, i.Year });
            t.HasIndex(i => i.PoolId);
        });
        model.Entity<Posting>(t =>
        {
            t.ToTable("plans_postings").HasKey(p => p.Id);
            t.Property(p => p.Voucher).HasMaxLength(70);
            t.Property(p => p.IndicatorNo).HasMaxLength(40);
            t.Property(p => p.ProjectCode).HasMaxLength(24);
            t.HasIndex(p => new { p.Voucher, p.Line }).IsUnique();
            t.HasIndex(p => new { p.PoolId, p.RecordedAt });
        });
        model.Entity<Payment>(t =>
        {
            t.ToTable("plans_payments").HasKey(p => p.Id);
            t.Property(p => p.VoucherNo).HasMaxLength(60);
            t.Property(p => p.IndicatorNo).HasMaxLength(40);
            t.Property(p => p.Source).HasMaxLength(2);
            t.Property(p => p.ProjectCode).HasMaxLength(24);
            t.Property(p => p.ContractNo).HasMaxLength(60);
            t.Property(p => p.Payee).HasMaxLength(18);
            t.Property(p => p.Purpose).HasMaxLength(200);
            t.HasIndex(p => p.VoucherNo).IsUnique();
            t.HasIndex(p => new { p.ProjectCode, p.Day });
            t.HasIndex(p => p.Day);
            t.HasIndex(p => p.ProjectCode).HasFilter("late_by IS NOT NULL");
        });
        model.Entity<ProgressReturn>(t =>
        {
            t.ToTable("plans_progress_returns").HasKey(r => r.Id);
            t.Property(r => r.ProjectCode).HasMaxLength(24);
            t.Property(r => r.Milestone).HasMaxLength(200);
            t.Property(r => r.Problems).HasMaxLength(1000);
            t.HasIndex(r => new { r.ProjectCode, r.Year, r.Month, r.Edition }).IsUnique();
            t.HasIndex(r => new { r.Year, r.Month });
        });
        model.Entity<InvestmentPlan>(t =>
        {
            t.ToTable("plans_plans").Aggregate();
            t.Ignore(p => p.Years);
            t.Ignore(p => p.IsOpen);
            t.Property(p => p.Title).HasMaxLength(120);
            t.Property(p => p.Division).HasMaxLength(6);
            t.Property(p => p.Reason).HasMaxLength(500);
            t.Property(p => p.Document).HasMaxLength(100);
            t.HasIndex(p => new { p.Kind, p.FirstYear, p.Division, p.Edition }).IsUnique();
            t.HasMany(p => p.Items).WithOne().HasForeignKey(i => i.PlanId);
            t.Navigation(p => p.Items).HasField("_items").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<PlanItem>(t =>
        {
            t.ToTable("plans_plan_items").HasKey(i => i.Id);
            t.Ignore(i => i.Digest);
            t.Ignore(i => i.Planned);
            t.Property(i => i.Code).HasMaxLength(24);
            t.Property(i => i.Name).HasMaxLength(120);
            t.Property(i => i.Owner).HasMaxLength(18);
            t.Property(i => i.Division).HasMaxLength(6);
            t.Property(i => i.Sector).HasMaxLength(20);
            t.Property(i => i.SectorOrgan).HasMaxLength(40);
            t.Property(i => i.Content).HasMaxLength(1000);
            t.Property(i => i.Goal).HasMaxLength(500);
            t.Property(i => i.Indicators).HasMaxLength(500);
            t.Property(i => i.Targets).HasMaxLength(500);
            t.Property(i => i.Responsibility).HasMaxLength(200);
            t.Property(i => i.ChangeReason).HasMaxLength(500);
            t.Property(i => i.DevelopmentConfirmed).HasMaxLength(64);
            t.Property(i => i.SectorConfirmed).HasMaxLength(64);
            t.Property(i => i.FinanceConfirmed).HasMaxLength(64);
            t.Property(i => i.Shares).AsJson();
            t.Property(i => i.Budget).AsJson();
            t.HasIndex(i => new { i.PlanId, i.Code }).IsUnique();
        });
        model.Entity<PlanWarning>(t =>
        {
            t.ToTable("plans_warnings").Aggregate();
            t.Ignore(w => w.Facts);
            t.Property(w => w.Rule).HasMaxLength(3);
            t.Property(w => w.Subject).HasMaxLength(40);
            t.Property(w => w.Owner).HasMaxLength(18);
            t.Property(w => w.Division).HasMaxLength(6);
            t.Property(w => w.FactsZh).HasMaxLength(500);
            t.Property(w => w.FactsEn).HasMaxLength(500);
            t.Property(w => w.Order).HasMaxLength(1000);
            t.Property(w => w.OrderedByOrgan).HasMaxLength(40);
            t.Property(w => w.Answer).HasMaxLength(2000);
            t.HasIndex(w => new { w.State, w.Level, w.Id });
            t.HasIndex(w => new { w.Subject, w.Rule });
            t.HasIndex(w => new { w.Owner, w.State });
            t.HasIndex(w => new { w.OrderedByOrgan, w.State });
        });
        model.Entity<ImportBatch>(t =>
        {
            t.ToTable("plans_import_batches").Aggregate();
            t.Property(b => b.Name).HasMaxLength(200);
            t.Property(b => b.Digest).HasMaxLength(64);
            t.Property(b => b.Organ).HasMaxLength(40);
            t.Property(b => b.Rejected).AsJson();
            t.HasIndex(b => b.RecordedAt);
        });
        model.Entity<BalanceRun>(t =>
        {
            t.ToTable("plans_balance_runs").Aggregate();
            t.Property(r => r.Title).HasMaxLength(120);
            t.Property(r => r.Division).HasMaxLength(6);
            t.Property(r => r.Factors).AsJson();
            t.Property(r => r.Problem).AsJson();
            t.Property(r => r.Answer).AsJson();
            t.HasIndex(r => r.ComputedAt);
        });
    }

    private static void Aggregate<T>(this EntityTypeBuilder<T> table) where T : Aggregate
    {
        table.HasKey(a => a.Id);
        table.Ignore(a => a.Acts);
        table.Ignore(a => a.Matter);
    }
}
