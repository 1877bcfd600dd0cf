using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.Model;
using Tongban.Plans.Planning;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Balancing;

/// <summary>Weigh the pool's projects against the funds of three years.</summary>
/// <param name="Factors">What if: money of a source and year as a share of what it is.</param>
internal sealed record RunBalanceCommand(string? Title, int FirstYear, IReadOnlyList<FundFactor> Factors);

/// <summary>Take the answer over into a rolling plan that is being drawn up.</summary>
internal sealed record AdoptBalanceCommand(Guid Run, Guid Plan);

/// <summary>Makes the problem from the pools, solves it, keeps both.</summary>
internal sealed class BalanceHandlers(TongbanDb db, Caller caller, PlanOrgans organs, PlanHandlers plans, CityClock clock)
{
    public async Task<Result<Guid>> RunAsync(RunBalanceCommand command, CancellationToken ct)
    {
        var level = organs.LevelOf(caller.Actor);
        if (!PlanOrgans.IsDevelopment(caller.Actor, level) && !PlanOrgans.IsFinance(caller.Actor, level))
            return PlanErrors.NotYourPart(PlanPart.Development);
        if (command.FirstYear is < 2015 or > 2060)
            return PlanErrors.Year(command.FirstYear);
        if (command.Factors.Any(f => f.Factor is < 0 or > 3))
            return PlanErrors.Factor();
        var problem = await ProblemAsync(level, command.FirstYear, command.Factors, ct);
        if (problem.Projects.Count == 0)
            return PlanErrors.NothingToBalance();
        // Outside the transaction: it may take most of a minute, and the same problem has the same answer.
        var answer = await Task.Run(() => BalanceSolver.Solve(problem, ct), ct);
        var digest = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(problem)));
        return await db.ActAsync(command, caller, () =>
        {
            var run = BalanceRun.Of(command.Title?.Trim() is { Length: > 0 and <= 120 } title ? title : $"{command.FirstYear}—{command.FirstYear + InvestmentPlan.RollingYears - 1} 资金平衡", level, command.Factors, problem, answer, digest, clock.Now);
            db.Add(run);
            return Task.FromResult((Result<Guid>)run.Id);
        }, ct);
    }

    /// <summary>Places become items with their amounts; what was put off or left out carries its reason.</summary>
    public Task<Result<int>> AdoptAsync(AdoptBalanceCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!organs.IsDevelopment(caller.Actor))
            return (Result<int>)PlanErrors.NotYourPart(PlanPart.Development);
        if (await BalanceQueries.VisibleTo(db.Set<BalanceRun>().AsNoTracking(), caller.Actor).SingleOrDefaultAsync(r => r.Id == command.Run, ct) is not { } run)
            return PlanErrors.NoSuchRun();
        if (await db.Set<InvestmentPlan>().Include(p => p.Items).SingleOrDefaultAsync(p => p.Id == command.Plan, ct) is not { Kind: PlanKind.Rolling } plan || plan.FirstYear != run.FirstYear || plan.Division != run.Division)
            return PlanErrors.NoSuchPlan();
        if (PlanOrgans.Owns(caller.Actor, PlanPart.Development, plan.Division) is { } foreign)
            return foreign;
        var codes = run.Problem.Projects.Select(p => p.Code).ToList();
        var projects = await db.Set<PlanProject>().AsNoTracking().Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, StringComparer.Ordinal, ct);
        var done = await plans.DoneBeforeAsync(codes, plan.FirstYear, ct);
        var wanted = run.Problem.Projects.ToDictionary(p => p.Code, StringComparer.Ordinal);
        var changed = 0;
        foreach (var place in run.Answer.Places)
        {
            if (!projects.TryGetValue(place.Code, out var project))
                continue;
            var reason = BalanceWords.Explain(place, run.FirstYear).Zh;
            Error? refusal = null;
            if (place.Shift is { } shift)
            {
                var shares = wanted[place.Code].Needs.Where(n => n.Offset + shift < InvestmentPlan.RollingYears && n.Yuan > 0).Select(n => new YearShare(run.FirstYear + n.Offset + shift, n.Source, n.Yuan)).ToList();
                refusal = plan.Enter(project, Math.Min(done.GetValueOrDefault(place.Code), project.TotalInvestment - shares.Sum(s => s.Yuan)), new(done.ContainsKey(place.Code) ? PlanNature.Continuing : PlanNature.New, null, plan.Find(place.Code)?.Goal, shares, shift > 0 ? reason : null), clock.Now);
                changed++;
            }
            else if (plan.Find(place.Code) is { Removed: false })
            {
                refusal = plan.Remove(place.Code, reason);
                changed++;
            }
            if (refusal is not null)
                return refusal;
        }
        return changed;
    }, ct);

    /// <summary>What asks for money in these years, and what there is.</summary>
    public async Task<BalanceProblem> ProblemAsync(string level, int firstYear, IReadOnlyList<FundFactor> factors, CancellationToken ct)
    {
        var years = Enumerable.Range(firstYear, InvestmentPlan.RollingYears).ToList();
        var pools = await db.Set<FundPool>().AsNoTracking().Where(p => p.Division == level && years.Contains(p.Year)).OrderBy(p => p.Pool).ToListAsync(ct);
        var funds = pools.ConvertAll(p => new BalanceFund(p.Source, p.Year, p.Sector, p.WindowTo.Year > p.Year ? 12 : p.WindowTo.Month,
            decimal.Round(p.Yuan * (factors.FirstOrDefault(f => f.Source == p.Source && f.Year == p.Year)?.Factor ?? 1), 2, MidpointRounding.ToZero)));
        var projects = await db.Set<PlanProject>().AsNoTracking().Where(p => p.State != PoolState.Completed && p.State != PoolState.Closed && p.State != PoolState.Suspended && p.Mode != FundingMode.Enterprise && p.SectorOrgan.EndsWith("@" + level)).OrderBy(p => p.Code).ToListAsync(ct);
        var done = await plans.DoneBeforeAsync([.. projects.Select(p => p.Code)], firstYear, ct);
        var limited = funds.Select(f => f.Source).ToHashSet(StringComparer.Ordinal);
        return new(firstYear, InvestmentPlan.RollingYears, [.. projects.Select(p => Wish(p, done.GetValueOrDefault(p.Code), firstYear)).OfType<BalanceProject>()], funds,
            [.. FundSources.All.Select(s => s.Code).Where(s => !FundSources.IsFiscal(s) && !limited.Contains(s))]);
    }

    /// <summary>What is left of a project, spread over its remaining months; each source in its proportion.</summary>
    internal static BalanceProject? Wish(PlanProject p, decimal done, int firstYear)
    {
        var left = p.TotalInvestment - done;
        if (left <= 0)
            return null;
        var begins = p.From.Year < firstYear ? new DateOnly(firstYear, 1, 1) : p.From;
        var ends = p.To < begins ? new DateOnly(begins.Year, 12, 31) : p.To;
        var months = Enumerable.Range(begins.Year, ends.Year - begins.Year + 1).Select(y => (Year: y, Months: (decimal)((y == ends.Year ? ends.Month : 12) - (y == begins.Year ? begins.Month : 1) + 1))).ToList();
        var needs = new List<Need>();
        var bySource = Fen.Split(left, [.. p.Sources.Select(s => s.Yuan)]);
        for (var i = 0; i < p.Sources.Count; i++)
        {
            var byYear = Fen.Split(bySource[i], [.. months.Select(m => m.Months)]);
            needs.AddRange(months.Select((m, j) => new Need(p.Sources[i].Source, m.Year - firstYear, byYear[j])).Where(n => n.Yuan > 0));
        }
        var building = p.State is PoolState.UnderConstruction;
        // What is under construction goes on; a reserve without feasibility or estimate needs a year of preparation (政府投资条例17).
        var earliest = !building && p.MissingFor(PoolState.Planned).Count > 0 && begins.Year == firstYear ? 1 : 0;
        return new(p.Code, p.Name, p.Sector, building ? p.Priority * 10m : p.Priority, earliest, building ? 0 : InvestmentPlan.RollingYears - 1, begins.Month, needs);
    }
}

/// <summary>Why a project stands where it stands, in words.</summary>
internal static class BalanceWords
{
    public static Words Explain(Placement place, int firstYear)
    {
        var money = place.Because is { } row ? Money(row) : ("", "");
        return place switch
        {
            { Shift: 0 } => ("按期安排", "As wanted"),
            { Shift: { } shift, Because: null } => new Words("前期工作尚需时间，安排在 {0} 年", "Preparations take until {0}").With(firstYear + shift),
            { Shift: { } shift } => new Words("后移至 {0} 年：{1}缺口 {2:#,##0.00} 元{3}", "Put off to {0}: {4} is short of {2:#,##0.00} yuan{5}").With(firstYear + shift, money.Zh, place.Short, Other(place).Zh, money.En, Other(place).En),
            { Because: null } => ("未列入：规划期内没有可用的资金来源或不具备条件", "Out: within these years no money is open to it, or its conditions are not met"),
            _ => new Words("未列入：{0}缺口 {1:#,##0.00} 元{2}", "Out: {3} is short of {1:#,##0.00} yuan{4}").With(money.Zh, place.Short, Other(place).Zh, money.En, Other(place).En),
        };

        static Words Other(Placement p) => p.Instead is { } code ? ($"，已安排给 {code}", $", which {code} has") : ("", "");
    }

    private static Words Money(string row)
    {
        var (source, year) = (row.Split('-')[0], row.Split('-')[1]);
        return new Words("{0} 年“{1}”", "{2} of {0}").With(year, PlanErrors.NameOf(source).Zh, PlanErrors.NameOf(source).En);
    }
}
