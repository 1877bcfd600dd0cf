using FsCheck;
using FsCheck.Fluent;
using Tongban.Plans.Model;

namespace Tongban.Tests.Plans;

/// <summary>Double entry: balances are sums of entries, none is below zero, and the same entries again give the same balances.</summary>
public class MoneyTests
{
    [Fact]
    public void Money_is_allotted_arrives_and_is_paid_and_never_more_than_there_is()
    {
        var journal = PlanBuilder.Journal();
        var pool = PlanBuilder.Pool(journal);
        var project = PlanBuilder.Project();
        var indicator = pool.Issue(new("指标1", pool.Pool, project.Code, PlanBuilder.Today, 60_000_000m), project, journal, PlanBuilder.Now).Value;
        Assert.Equal("plans.pool-exhausted", pool.Issue(new("指标2", pool.Pool, project.Code, PlanBuilder.Today, 40_000_000.01m), project, journal, PlanBuilder.Now).Error!.Code);
        PaymentRow pay = new("凭证1", PlanBuilder.Today, "指标1", project.Code, 10_000_000.01m);
        Assert.Equal("plans.not-arrived", pool.Pay(indicator, pay, journal)!.Code);
        Assert.Null(pool.Arrive("到账1", 30_000_000m, PlanBuilder.Today, journal));
        Assert.Null(pool.Pay(indicator, pay, journal));
        Assert.Equal((49_999_999.99m, 19_999_999.99m, 40_000_000m), (indicator.Balance, pool.Cash, pool.Free));
        Assert.Equal("plans.more-than-promised", pool.Arrive("到账2", 70_000_000.01m, PlanBuilder.Today, journal)!.Code);
        Assert.Equal("plans.outside-window", pool.Pay(indicator, pay with { VoucherNo = "2", Day = new(2027, 1, 1) }, journal)!.Code);
        Assert.Equal("plans.project-differs", pool.Pay(indicator, pay with { VoucherNo = "2", ProjectCode = PlanBuilder.Code(9) }, journal)!.Code);
        Assert.Equal("plans.amount", pool.Pay(indicator, pay with { VoucherNo = "2", Yuan = 0.001m }, journal)!.Code);
        Assert.Empty(Balances.Of(journal.Postings).Differences(pool));
    }

    [Fact]
    public void A_payment_is_undone_by_the_opposite_entries_once()
    {
        var journal = PlanBuilder.Journal();
        var pool = PlanBuilder.Pool(journal);
        var project = PlanBuilder.Project();
        Assert.Null(pool.Arrive("到账1", 30_000_000m, PlanBuilder.Today, journal));
        var indicator = pool.Issue(new("指标1", pool.Pool, project.Code, PlanBuilder.Today, 20_000_000m), project, journal, PlanBuilder.Now).Value;
        PaymentRow row = new("凭证1", PlanBuilder.Today, "指标1", project.Code, 5_000_000m);
        Assert.Null(pool.Pay(indicator, row, journal));
        var payment = Payment.Of(row, indicator, journal.Batch, PlanBuilder.Now);
        Assert.Null(pool.Reverse(indicator, payment, PlanBuilder.Today, journal));
        Assert.Equal("plans.already-reversed", pool.Reverse(indicator, payment, PlanBuilder.Today, journal)!.Code);
        Assert.Equal((20_000_000m, 30_000_000m, 0m), (indicator.Balance, pool.Cash, pool.Paid));
        Assert.Empty(Balances.Of(journal.Postings).Differences(pool));
    }

    [Fact]
    public void Earmarked_money_goes_to_its_sector_only()
    {
        var journal = PlanBuilder.Journal();
        var pool = PlanBuilder.Pool(journal, sector: "water");
        Assert.Equal("plans.earmark", pool.Issue(new("指标1", pool.Pool, PlanBuilder.Code(), PlanBuilder.Today, 1m), PlanBuilder.Project(), journal, PlanBuilder.Now).Error!.Code);
    }

    /// <summary>Any sequence of acts, however greedy: no balance is ever negative, each book adds up to nothing, and what the pool says is what its entries say.</summary>
    [Fact]
    public void Whatever_is_asked_no_balance_is_negative_and_the_entries_tell_it_all()
    {
        var step = Gen.Choose(0, 4).SelectMany(kind => Gen.Choose(1, 4_000_000).SelectMany(fen => Gen.Choose(0, 2).Select(which => (Kind: kind, Yuan: fen / 100m * 1000m, Which: which))));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var journal = PlanBuilder.Journal();
            var pool = PlanBuilder.Pool(journal, 50_000_000m);
            List<BudgetIndicator> indicators = [];
            List<(Payment Payment, BudgetIndicator Of)> payments = [];
            var no = 0;
            foreach (var (kind, yuan, which) in steps)
            {
                no++;
                var indicator = indicators.Count == 0 ? null : indicators[which % indicators.Count];
                switch (kind)
                {
                    case 0:
                        _ = pool.Arrive($"{no}", yuan, PlanBuilder.Today, journal);
                        break;
                    case 1 when pool.Issue(new($"指{no}", pool.Pool, PlanBuilder.Code(), PlanBuilder.Today, yuan), PlanBuilder.Project(), journal, PlanBuilder.Now).TryGet(out var issued, out _):
                        indicators.Add(issued);
                        break;
                    case 2 when indicator is not null:
                        PaymentRow row = new($"{no}", PlanBuilder.Today, indicator.IndicatorNo, indicator.ProjectCode, yuan);
                        if (pool.Pay(indicator, row, journal) is null)
                            payments.Add((Payment.Of(row, indicator, journal.Batch, PlanBuilder.Now), indicator));
                        break;
                    case 3 when indicator is not null:
                        _ = pool.Adjust(indicator, $"{no}", which == 0 ? yuan : -yuan, PlanBuilder.Today, journal);
                        break;
                    case 4 when payments.Count > 0:
                        var (payment, of) = payments[which % payments.Count];
                        _ = pool.Reverse(of, payment, PlanBuilder.Today, journal);
                        break;
                }
                if (pool.Free < 0 || pool.Cash < 0 || pool.Paid < 0 || indicators.Exists(i => i.Balance < 0 || i.Used < 0))
                    return false;
            }
            var balances = Balances.Of(journal.Postings);
            // The entries in another order, or read twice over, say the same.
            var again = Balances.Of(journal.Postings.Reverse());
            return !balances.Differences(pool).Any() && !again.Differences(pool).Any() && !balances.Negative.Any() && journal.Postings.GroupBy(p => (p.Voucher, Posting.IsBudget(p.Account))).All(g => g.Sum(p => p.Yuan) == 0)
                && indicators.TrueForAll(i => i.Balance == balances.Of(pool.Id, Account.Allotted, i.IndicatorNo) && i.Used == balances.Of(pool.Id, Account.Used, i.IndicatorNo));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Parts_add_up_to_the_fen()
    {
        Prop.ForAll(Gen.Choose(0, 1_000_000_000).ToArbitrary(), Gen.Choose(1, 1000).NonEmptyListOf().ToArbitrary(), (fen, weights) =>
            Fen.Split(fen / 100m, [.. weights.Select(w => (decimal)w)]) is var parts && parts.Sum() == fen / 100m && parts.All(p => p >= 0 && Fen.IsExact(p))).QuickCheckThrowOnFailure();
    }
}
