using System.Text.Json.Serialization;

namespace Tongban.Plans.Balancing;

/// <summary>Money a project needs from a source in its first, second, … year.</summary>
/// <param name="Offset">0 for the year in which it begins.</param>
internal sealed record Need(string Source, int Offset, decimal Yuan);

/// <summary>A project that asks for a place.</summary>
/// <param name="Weight">What finishing it is worth against others.</param>
/// <param name="MayShift">How many years it may begin later than wanted; 0 for one that is under construction.</param>
/// <param name="Earliest">How many years its preparations still need.</param>
/// <param name="Needs">By source and year of its own; years before the horizon are done already.</param>
/// <param name="Begins">Month in which it begins in its first year: money whose window has closed by then is of no use to it.</param>
internal sealed record BalanceProject(string Code, string Name, string Sector, decimal Weight, int Earliest, int MayShift, int Begins, IReadOnlyList<Need> Needs);

/// <summary>Money that is there.</summary>
/// <param name="Sector">Earmark.</param>
/// <param name="Until">Last month of its year in which it may be used; 12 for the whole year.</param>
internal sealed record BalanceFund(string Source, int Year, string? Sector, int Until, decimal Yuan);

/// <summary>Projects that compete for money, over some years.</summary>
/// <param name="Unlimited">Sources that no pool limits: loans, own funds.</param>
internal sealed record BalanceProblem(int FirstYear, int Years, IReadOnlyList<BalanceProject> Projects, IReadOnlyList<BalanceFund> Funds, IReadOnlyList<string> Unlimited)
{
    /// <summary>A year later is worth this share.</summary>
    public const decimal Patience = 0.85m;

    /// <summary>What a place is worth: the weight, times the share of the need that is met within the horizon, times the patience of every year it waits.</summary>
    public decimal Worth(BalanceProject project, int shift)
    {
        var all = project.Needs.Sum(n => n.Yuan);
        var within = project.Needs.Where(n => n.Offset + shift < Years).Sum(n => n.Yuan);
        var worth = all == 0 ? 0 : project.Weight * within / all;
        for (var i = 0; i < shift; i++)
            worth *= Patience;
        return worth;
    }

    /// <summary>Years by which the project may be put off, as wanted first.</summary>
    public IEnumerable<int> ShiftsOf(BalanceProject project) => Enumerable.Range(project.Earliest, Math.Max(0, Math.Min(project.MayShift, Years - 1) - project.Earliest + 1));

    /// <summary>Whether the money of a fund may go to the project in that year.</summary>
    public bool Fits(BalanceFund fund, BalanceProject project, int shift) =>
        (fund.Sector is null || fund.Sector == project.Sector) && (fund.Year > FirstYear + shift || fund.Until >= project.Begins);
}

/// <summary>Where a project stands in the answer.</summary>
/// <param name="Shift">Years later than wanted; <see langword="null"/> when it is out.</param>
/// <param name="Because">The money that stopped it from standing better: source and year; <see langword="null"/> when it has what it wanted.</param>
/// <param name="Instead">A project of more weight per yuan that has that money.</param>
internal sealed record Placement(string Code, int? Shift, decimal Value, string? Because, decimal? Short, string? Instead)
{
    [JsonIgnore]
    public bool IsIn => Shift is not null;
}

/// <summary>A schedule with how good it is.</summary>
/// <param name="Value">Sum of the values of all places.</param>
/// <param name="Bound">No schedule is worth more.</param>
/// <param name="Proven">The schedule is known to be the best.</param>
/// <param name="Method">By what it was found.</param>
internal sealed record BalanceAnswer(IReadOnlyList<Placement> Places, decimal Value, decimal Bound, bool Proven, string Method)
{
    /// <summary>How far from the bound, as a share of it.</summary>
    [JsonIgnore]
    public decimal Gap => Bound <= 0 ? 0 : Math.Max(0, (Bound - Value) / Bound);
}

/// <summary>The problem as numbers: one choice per project, and rows that may not be overdrawn.</summary>
/// <remarks>Money of one source and year lies in funds of different earmarks and windows. A set of demands can be met if and only if every group of them fits into all the funds
/// open to someone of the group (Hall's condition), so that one row per group says everything about who takes from which fund.</remarks>
internal sealed class BalanceRows
{
    public readonly record struct Option(int Shift, double Value, (int Row, decimal Yuan)[] Uses);

    private readonly (string Row, decimal Short)?[] _struck;

    private BalanceRows(BalanceProblem problem, Option[][] options, decimal[] room, string[] names, (string, decimal)?[] struck) => (Problem, Options, Room, Names, _struck) = (problem, options, room, names, struck);

    public BalanceProblem Problem { get; }

    /// <summary>By project, then by place; being out is no option and always possible.</summary>
    public Option[][] Options { get; }

    /// <summary>What each row may take, yuan.</summary>
    public decimal[] Room { get; }

    /// <summary>Source and year of each row: <c>09-2027</c>.</summary>
    public string[] Names { get; }

    public static BalanceRows Of(BalanceProblem problem)
    {
        // The demands of one source and year, told apart by the funds that are open to them.
        var demands = problem.Projects.Select(p => problem.ShiftsOf(p).Select(shift => (Shift: shift, Needs: p.Needs.Where(n => n.Offset + shift < problem.Years && n.Yuan > 0 && !problem.Unlimited.Contains(n.Source))
            .Select(n => (n.Source, Year: problem.FirstYear + n.Offset + shift, n.Yuan, Open: Open(p, shift, n.Source, problem.FirstYear + n.Offset + shift))).ToList())).ToList()).ToList();
        var groups = demands.SelectMany(p => p.SelectMany(o => o.Needs)).GroupBy(n => (n.Source, n.Year)).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Select(n => n.Open).Distinct().Order().ToArray());
        List<decimal> room = [];
        List<string> names = [];
        var rowsOf = new Dictionary<(string, int, long), List<int>>();
        foreach (var (key, masks) in groups)
        {
            var funds = problem.Funds.Where(f => f.Source == key.Source && f.Year == key.Year).ToList();
            // Every union of open funds is a row; unions that are equal need only the largest group.
            var unions = new HashSet<long>();
            foreach (var mask in masks)
                unions.UnionWith([mask, .. unions.Select(u => u | mask)]);
            foreach (var union in unions.Order())
            {
                var row = room.Count;
                room.Add(funds.Where((_, i) => (union >> i & 1) is 1).Sum(f => f.Yuan));
                names.Add($"{key.Source}-{key.Year}");
                foreach (var mask in masks.Where(m => (m & ~union) == 0))
                {
                    if (!rowsOf.TryGetValue((key.Source, key.Year, mask), out var rows))
                        rowsOf[(key.Source, key.Year, mask)] = rows = [];
                    rows.Add(row);
                }
            }
        }
        var options = problem.Projects.Select((p, i) => demands[i].Select(o => new Option(o.Shift, (double)problem.Worth(p, o.Shift),
            [.. o.Needs.SelectMany(n => rowsOf[(n.Source, n.Year, n.Open)].Select(r => (Row: r, n.Yuan))).GroupBy(u => u.Row).Select(g => (g.Key, g.Sum(u => u.Yuan))).OrderBy(u => u.Key)])).ToArray()).ToArray();
        // What can never be met on its own is no choice.
        var struck = new (string, decimal)?[options.Length];
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i].SelectMany(o => o.Uses).FirstOrDefault(u => u.Yuan > room[u.Row]) is { Yuan: > 0 } over)
                struck[i] = (names[over.Row], over.Yuan - room[over.Row]);
            options[i] = [.. options[i].Where(o => o.Uses.All(u => u.Yuan <= room[u.Row]) && o.Value > 0)];
        }
        return new BalanceRows(problem, options, [.. room], [.. names], struck);

        long Open(BalanceProject project, int shift, string source, int year)
        {
            var mask = 0L;
            var i = 0;
            foreach (var fund in problem.Funds.Where(f => f.Source == source && f.Year == year))
            {
                if (i < 62 && problem.Fits(fund, project, shift))
                    mask |= 1L << i;
                i++;
            }
            return mask;
        }
    }

    /// <summary>What the choice leaves in every row; below zero would be overdrawn.</summary>
    /// <param name="choice">Index of the option of each project, or −1.</param>
    public decimal[] Left(int[] choice)
    {
        var left = Room.ToArray();
        for (var i = 0; i < choice.Length; i++)
        {
            if (choice[i] < 0)
                continue;
            foreach (var (row, yuan) in Options[i][choice[i]].Uses)
                left[row] -= yuan;
        }
        return left;
    }

    /// <summary>The row that alone keeps the project from every place, and what is missing there.</summary>
    public (string Row, decimal Short)? Struck(int project) => _struck[project];

    public bool IsPossible(int[] choice) => Array.TrueForAll(Left(choice), l => l >= 0);
}
