using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Plans.Balancing;
using Tongban.Plans.Contracts;

namespace Tongban.Plans.Model;

/// <summary>What if: the money of a source and year is another share of what it is.</summary>
internal sealed record FundFactor(string Source, int Year, decimal Factor);

/// <summary>One weighing of projects against funds, kept with all it was made from (资金平衡测算).</summary>
internal sealed class BalanceRun : Aggregate
{
    private BalanceRun() { }

    public override string Matter => $"balance-run:{Id}";

    public string Title { get; private set; } = "";

    /// <summary>Whose projects and money: the city's, or those of a county or district.</summary>
    public string Division { get; private set; } = "";

    public int FirstYear { get; private set; }

    public IReadOnlyList<FundFactor> Factors { get; private set; } = [];

    public BalanceProblem Problem { get; private set; } = null!;

    public BalanceAnswer Answer { get; private set; } = null!;

    public DateTimeOffset ComputedAt { get; private set; }

    internal static BalanceRun Of(string title, string division, IReadOnlyList<FundFactor> factors, BalanceProblem problem, BalanceAnswer answer, string inputDigest, DateTimeOffset now)
    {
        var run = new BalanceRun { Id = NewId.At(now), Title = title, Division = division, FirstYear = problem.FirstYear, Factors = factors, Problem = problem, Answer = answer, ComputedAt = now };
        run.Record(new BalanceComputed(run.Id, run.FirstYear, inputDigest, answer.Value, answer.Bound));
        return run;
    }
}
