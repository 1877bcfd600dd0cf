namespace Tongban.Plans.Balancing;

/// <summary>Chooses a place for every project so that no source is overdrawn in any year and the sum of values is as high as can be found, and says how high it could be at most.</summary>
/// <remarks>
/// <para>A choice per project under a few dozen rows: a knapsack of many dimensions. The bound is the Lagrangian one: every row gets a price, each project takes the place that is worth most after paying, and the
/// best prices are found by subgradient steps; it equals the bound of the linear programme. Schedules come from taking projects by value per price, from ruining and rebuilding parts of the best one, and from a
/// branch and bound over what the bound leaves undecided. Small problems end with proof; of large ones the gap is stated. Money is counted in whole fen, and the same problem always gets the same answer:
/// effort is limited by steps and not by the clock.</para>
/// </remarks>
internal static class BalanceSolver
{
    private const int PriceSteps = 3000;
    private const int Rebuilds = 40_000;
    private const long Nodes = 12_000_000;

    public static BalanceAnswer Solve(BalanceProblem problem, CancellationToken ct = default)
    {
        var rows = BalanceRows.Of(problem);
        var search = new Search(rows, ct);
        search.Run();
        var places = Places(rows, search.Best);
        var value = places.Sum(p => p.Value);
        // The bound is computed in floating point: a grain is added, and a proven best is its own bound.
        var bound = search.Proven ? value : Math.Max(value, (decimal)(search.Bound * (1 + 1e-9)));
        return new(places, value, bound, search.Proven, "lagrange+branch-and-bound");
    }

    /// <summary>Places with what stopped each project from standing better.</summary>
    private static List<Placement> Places(BalanceRows rows, int[] choice)
    {
        var left = rows.Left(choice);
        var places = new List<Placement>(choice.Length);
        for (var i = 0; i < choice.Length; i++)
        {
            var project = rows.Problem.Projects[i];
            var mine = choice[i] < 0 ? null : (BalanceRows.Option?)rows.Options[i][choice[i]];
            string? because = null, instead = null;
            decimal? missing = null;
            foreach (var better in rows.Options[i].Where(o => mine is null || o.Shift < mine.Value.Shift))
            {
                foreach (var (row, yuan) in better.Uses)
                {
                    var room = left[row] + (mine?.Uses.Where(u => u.Row == row).Sum(u => u.Yuan) ?? 0);
                    if (yuan <= room || because is not null)
                        continue;
                    (because, missing) = (rows.Names[row], yuan - room);
                    instead = Holder(rows, choice, i, row, better.Value / (double)yuan);
                }
                if (because is not null)
                    break;
            }
            // A place that was struck out at once: alone it asks for more than there is.
            if (because is null && mine is null && rows.Struck(i) is { } struck)
                (because, missing) = struck;
            places.Add(new(project.Code, mine?.Shift, mine is { } m ? rows.Problem.Worth(project, m.Shift) : 0, because, missing, instead));
        }
        return places;
    }

    // Of those who have the money, the one that makes most of it.
    private static string? Holder(BalanceRows rows, int[] choice, int i, int row, double density)
    {
        string? best = null;
        var most = density;
        for (var j = 0; j < choice.Length; j++)
        {
            if (j == i || choice[j] < 0)
                continue;
            var option = rows.Options[j][choice[j]];
            var used = option.Uses.FirstOrDefault(u => u.Row == row).Yuan;
            if (used > 0 && option.Value / (double)used is var d && d >= most)
                (best, most) = (rows.Problem.Projects[j].Code, d);
        }
        return best;
    }

    private sealed class Search
    {
        private readonly CancellationToken _ct;
        private readonly (int Row, long Fen)[][][] _uses;
        private readonly double[][] _value;
        private readonly long[] _room;
        private readonly double[] _price;
        private readonly double[] _scale;
        private readonly int _n;
        private double _bestValue = -1;

        public Search(BalanceRows rows, CancellationToken ct)
        {
            _ct = ct;
            _n = rows.Options.Length;
            _uses = [.. rows.Options.Select(o => o.Select(x => x.Uses.Select(u => (u.Row, (long)decimal.Ceiling(u.Yuan * 100))).ToArray()).ToArray())];
            _value = [.. rows.Options.Select(o => o.Select(x => x.Value).ToArray())];
            _room = [.. rows.Room.Select(r => (long)decimal.Floor(r * 100))];
            _price = new double[_room.Length];
            // Rows of very different size get prices of like size.
            _scale = [.. _room.Select(r => r > 0 ? 1.0 / r : 0)];
            Best = [.. Enumerable.Repeat(-1, _n)];
        }

        public int[] Best { get; private set; }

        public double Bound { get; private set; } = double.PositiveInfinity;

        public bool Proven { get; private set; }

        public void Run()
        {
            Rebuild(Empty(), Order());
            Price();
            Ruin();
            Prove();
        }

        private int[] Empty() => [.. Enumerable.Repeat(-1, _n)];

        private double Reduced(int i, int o)
        {
            var value = _value[i][o];
            foreach (var (row, fen) in _uses[i][o])
                value -= _price[row] * fen * _scale[row];
            return value;
        }

        private void Price()
        {
            var best = _price.ToArray();
            var step = 2.0;
            var since = 0;
            var use = new double[_room.Length];
            for (var k = 0; k < PriceSteps; k++)
            {
                _ct.ThrowIfCancellationRequested();
                Array.Clear(use);
                var bound = 0.0;
                for (var r = 0; r < _room.Length; r++)
                    bound += _room[r] > 0 ? _price[r] : 0;
                for (var i = 0; i < _n; i++)
                {
                    var (top, at) = (0.0, -1);
                    for (var o = 0; o < _value[i].Length; o++)
                    {
                        if (Reduced(i, o) is var reduced && reduced > top)
                            (top, at) = (reduced, o);
                    }
                    if (at < 0)
                        continue;
                    bound += top;
                    foreach (var (row, fen) in _uses[i][at])
                        use[row] += fen * _scale[row];
                }
                if (bound < Bound * (1 - 1e-7))
                {
                    (Bound, since) = (bound, 0);
                    _price.CopyTo(best, 0);
                }
                else if (++since == 30)
                {
                    (step, since) = (step * 0.6, 0);
                    best.CopyTo(_price, 0);
                    if (step < 1e-5)
                        break;
                    continue;
                }
                if (k % 100 is 0)
                    Rebuild(Empty(), Order());
                var norm = 0.0;
                for (var r = 0; r < _room.Length; r++)
                {
                    var over = use[r] - (_room[r] > 0 ? 1 : 0);
                    if (over < 0 && _price[r] <= 0)
                        continue;
                    norm += over * over;
                }
                if (norm < 1e-12)
                    break;
                var length = step * Math.Max(1e-9, bound - _bestValue) / norm;
                for (var r = 0; r < _room.Length; r++)
                    _price[r] = Math.Max(0, _price[r] + (length * (use[r] - (_room[r] > 0 ? 1 : 0))));
            }
            best.CopyTo(_price, 0);
            Rebuild(Empty(), Order());
        }

        // Projects by what a place brings for each unit of price; without prices, for each share of the rows it takes.
        private int[] Order()
        {
            var keys = new double[_n];
            for (var i = 0; i < _n; i++)
            {
                for (var o = 0; o < _value[i].Length; o++)
                {
                    var cost = 1e-9;
                    foreach (var (row, fen) in _uses[i][o])
                        cost += (_price[row] + 1e-3) * fen * _scale[row];
                    keys[i] = Math.Max(keys[i], _value[i][o] / cost);
                }
            }
            return [.. Enumerable.Range(0, _n).OrderByDescending(i => keys[i]).ThenBy(i => i)];
        }

        /// <summary>Fills a schedule up in that order, each project with the place that is worth most after paying, then raises whoever can stand better; keeps it when it is the best.</summary>
        private bool Rebuild(int[] choice, int[] order)
        {
            var left = _room.ToArray();
            var value = 0.0;
            for (var i = 0; i < _n; i++)
            {
                if (choice[i] >= 0)
                {
                    Take(left, i, choice[i]);
                    value += _value[i][choice[i]];
                }
            }
            foreach (var i in order)
            {
                if (choice[i] >= 0)
                    continue;
                var (top, at) = (double.NegativeInfinity, -1);
                for (var o = 0; o < _value[i].Length; o++)
                {
                    if (Reduced(i, o) is var reduced && reduced > top && Fits(left, i, o))
                        (top, at) = (reduced, o);
                }
                if (at < 0)
                    continue;
                choice[i] = at;
                Take(left, i, at);
                value += _value[i][at];
            }
            foreach (var i in order)
            {
                if (choice[i] < 0)
                    continue;
                for (var o = 0; o < _value[i].Length; o++)
                {
                    if (_value[i][o] <= _value[i][choice[i]])
                        continue;
                    Give(left, i, choice[i]);
                    if (Fits(left, i, o))
                    {
                        value += _value[i][o] - _value[i][choice[i]];
                        choice[i] = o;
                    }
                    Take(left, i, choice[i]);
                }
            }
            if (value <= _bestValue + 1e-9)
                return false;
            (_bestValue, Best) = (value, (int[])choice.Clone());
            return true;
        }

        /// <summary>Takes some projects out of the best schedule and fills it up anew, from a fixed seed.</summary>
        private void Ruin()
        {
#pragma warning disable CA5394, S2245 // no secret is drawn: the same problem has to get the same answer
            var random = new Random(20260101);
            var order = Order();
            var place = new int[_n];
            for (var k = 0; k < _n; k++)
                place[order[k]] = k;
            var rounds = _n == 0 ? 0 : Math.Min(Rebuilds, 20_000_000 / (_n * 8));
            for (var k = 0; k < rounds && Bound - _bestValue > 1e-9 * Bound; k++)
            {
                if (k % 256 is 0)
                    _ct.ThrowIfCancellationRequested();
                var choice = (int[])Best.Clone();
                var out1 = random.Next(1, Math.Min(8, _n) + 1);
                for (var x = 0; x < out1; x++)
                    choice[random.Next(_n)] = -1;
                // A little disorder: some project is asked first that was not.
                var turn = (int[])order.Clone();
                for (var x = random.Next(1, 4); x > 0; x--)
                {
                    var from = random.Next(_n);
                    var moved = turn[from];
                    Array.Copy(turn, 0, turn, 1, from);
                    turn[0] = moved;
                }
                Rebuild(choice, turn);
            }
#pragma warning restore CA5394, S2245
        }

        /// <summary>Goes through what prices and bound leave undecided, most decided first; it ends with proof or at its number of nodes.</summary>
        private void Prove()
        {
            if (double.IsInfinity(Bound))
                Bound = _value.Sum(v => v.Length == 0 ? 0 : v.Max());
            var reduced = new double[_n][];
            var top = new double[_n];
            var margin = new double[_n];
            for (var i = 0; i < _n; i++)
            {
                reduced[i] = [.. Enumerable.Range(0, _value[i].Length).Select(o => Reduced(i, o))];
                var sorted = reduced[i].Append(0).OrderDescending().ToList();
                (top[i], margin[i]) = (sorted[0], sorted.Count > 1 ? sorted[0] - sorted[1] : double.PositiveInfinity);
            }
            var order = Enumerable.Range(0, _n).OrderByDescending(i => margin[i]).ThenBy(i => i).ToArray();
            var rest = new double[_n + 1];
            for (var k = _n - 1; k >= 0; k--)
                rest[k] = rest[k + 1] + top[order[k]];
            var left = _room.ToArray();
            var choice = Empty();
            var nodes = 0L;
            var paid = 0.0;
            for (var r = 0; r < _room.Length; r++)
                paid += _room[r] > 0 ? _price[r] : 0;
            var turns = order.Select(i => Enumerable.Range(-1, _value[i].Length + 1).OrderByDescending(o => o < 0 ? 0 : reduced[i][o]).ToArray()).ToArray();
            Proven = Branch(0, 0, paid);
            if (Proven)
                Bound = _bestValue;

            // What is worth: the value so far, and the price of all that is left, and what the others bring after paying.
            bool Branch(int k, double value, double priced)
            {
                if (++nodes > Nodes)
                    return false;
                if (nodes % 65536 is 0)
                    _ct.ThrowIfCancellationRequested();
                if (k == _n)
                {
                    if (value > _bestValue + 1e-9)
                        (_bestValue, Best) = (value, (int[])choice.Clone());
                    return true;
                }
                var i = order[k];
                foreach (var o in turns[k])
                {
                    var (then, cost) = (value, priced);
                    if (o >= 0)
                    {
                        if (!Fits(left, i, o))
                            continue;
                        then += _value[i][o];
                        cost -= _value[i][o] - reduced[i][o];
                    }
                    if (then + cost + rest[k + 1] <= _bestValue * (1 + 1e-9) + 1e-9)
                        continue;
                    if (o >= 0)
                        Take(left, i, o);
                    choice[i] = o;
                    var whole = Branch(k + 1, then, cost);
                    choice[i] = -1;
                    if (o >= 0)
                        Give(left, i, o);
                    if (!whole)
                        return false;
                }
                return true;
            }
        }

        private bool Fits(long[] left, int i, int o)
        {
            foreach (var (row, fen) in _uses[i][o])
            {
                if (left[row] < fen)
                    return false;
            }
            return true;
        }

        private void Take(long[] left, int i, int o)
        {
            foreach (var (row, fen) in _uses[i][o])
                left[row] -= fen;
        }

        private void Give(long[] left, int i, int o)
        {
            foreach (var (row, fen) in _uses[i][o])
                left[row] += fen;
        }
    }
}
