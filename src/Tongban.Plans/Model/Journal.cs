using System.Globalization;
using System.Text;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;

namespace Tongban.Plans.Model;

/// <summary>The accounts of a pool. Two books stand side by side and each balances by itself: what may be spent, and what is there.</summary>
internal enum Account
{
    /// <summary>来源: what the source has promised (budget book, credit).</summary>
    Grant,

    /// <summary>待分配额度 (budget book).</summary>
    Free,

    /// <summary>已下达指标, by indicator (budget book).</summary>
    Allotted,

    /// <summary>已使用指标, by indicator (budget book).</summary>
    Used,

    /// <summary>拨入: where the cash came from (cash book, credit).</summary>
    Inflow,

    /// <summary>结存 (cash book).</summary>
    Cash,

    /// <summary>已支付, by project (cash book).</summary>
    Spent,
}

/// <summary>One line of the journal. The lines of a voucher add up to nothing in each book; a balance is the sum of its lines and nothing else.</summary>
internal sealed class Posting
{
    private Posting() { }

    public Guid Id { get; private set; }

    /// <summary>Kind and number of the voucher: <c>P:2026-000123</c>.</summary>
    public string Voucher { get; private set; } = "";

    public int Line { get; private set; }

    public Guid PoolId { get; private set; }

    public Account Account { get; private set; }

    public string? IndicatorNo { get; private set; }

    public string? ProjectCode { get; private set; }

    /// <summary>Debit above zero, credit below.</summary>
    public decimal Yuan { get; private set; }

    /// <summary>Day of the transaction itself.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>When the platform learnt of it.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    public Guid BatchId { get; private set; }

    internal static Posting Of(string voucher, int line, Guid pool, Account account, string? indicator, string? project, decimal yuan, DateOnly day, DateTimeOffset now, Guid batch) => new()
    {
        Id = NewId.At(now), Voucher = voucher, Line = line, PoolId = pool, Account = account, IndicatorNo = indicator, ProjectCode = project, Yuan = yuan, Day = day, RecordedAt = now, BatchId = batch,
    };

    /// <summary>In the budget book; otherwise in the cash book.</summary>
    public static bool IsBudget(Account account) => account <= Account.Used;
}

/// <summary>The entries of one act, and the only way to make entries: what does not balance is a bug.</summary>
internal sealed class Journal(Guid batch, DateTimeOffset now)
{
    private readonly List<Posting> _postings = [];
    private readonly Dictionary<Guid, StringBuilder> _said = [];

    public IReadOnlyList<Posting> Postings => _postings;

    public Guid Batch => batch;

    public void Book(string voucher, DateOnly day, Guid pool, params ReadOnlySpan<(Account Account, string? Indicator, string? Project, decimal Yuan)> lines)
    {
        var (budget, cash) = (0m, 0m);
        foreach (var line in lines)
        {
            if (Posting.IsBudget(line.Account))
                budget += line.Yuan;
            else
                cash += line.Yuan;
        }
        if (budget != 0 || cash != 0)
            throw new InvalidOperationException($"voucher {voucher} does not balance: {budget}, {cash}");
        var no = 0;
        foreach (var line in lines)
        {
            _postings.Add(Posting.Of(voucher, ++no, pool, line.Account, line.Indicator, line.Project, line.Yuan, day, now, batch));
            if (!_said.TryGetValue(pool, out var said))
                _said[pool] = said = new StringBuilder();
            said.Append(CultureInfo.InvariantCulture, $"{voucher}|{no}|{line.Account}|{line.Indicator}|{line.Project}|{line.Yuan:0.00}|{day:yyyy-MM-dd}\n");
        }
    }

    public int CountOf(Guid pool) => _postings.Count(p => p.PoolId == pool);

    public string DigestOf(Guid pool) => Sha256.Of(_said.TryGetValue(pool, out var said) ? said.ToString() : "");
}

/// <summary>Balances of the books as their lines add up.</summary>
internal sealed class Balances
{
    private readonly Dictionary<(Guid Pool, Account Account, string? Indicator), decimal> _sums = [];

    public static Balances Of(IEnumerable<Posting> postings)
    {
        var balances = new Balances();
        foreach (var p in postings)
            balances.Add(p.PoolId, p.Account, p.IndicatorNo, p.Yuan);
        return balances;
    }

    public void Add(Guid pool, Account account, string? indicator, decimal yuan) => _sums[(pool, account, indicator)] = _sums.GetValueOrDefault((pool, account, indicator)) + yuan;

    public decimal Of(Guid pool, Account account) => _sums.Where(s => s.Key.Pool == pool && s.Key.Account == account).Sum(s => s.Value);

    public decimal Of(Guid pool, Account account, string indicator) => _sums.GetValueOrDefault((pool, account, indicator));

    /// <summary>Accounts that may not be below zero and are.</summary>
    public IEnumerable<(Guid Pool, Account Account, decimal Yuan)> Negative => _sums.GroupBy(s => (s.Key.Pool, s.Key.Account, s.Key.Account is Account.Allotted or Account.Used or Account.Spent ? s.Key.Indicator : null))
        .Select(g => (g.Key.Pool, g.Key.Account, Yuan: g.Sum(s => s.Value))).Where(g => g.Yuan < 0 && g.Account is not (Account.Grant or Account.Inflow));

    /// <summary>What the pool says of itself against what its entries say; empty when they agree.</summary>
    public IEnumerable<string> Differences(FundPool pool)
    {
        if (pool.Yuan != -Of(pool.Id, Account.Grant))
            yield return "granted";
        if (pool.Arrived != -Of(pool.Id, Account.Inflow))
            yield return "arrived";
        if (pool.Free != Of(pool.Id, Account.Free))
            yield return "free";
        if (pool.Paid != Of(pool.Id, Account.Spent) || pool.Paid != Of(pool.Id, Account.Used))
            yield return "paid";
        if (pool.Cash != Of(pool.Id, Account.Cash))
            yield return "cash";
        if (pool.Allocated - pool.Paid != Of(pool.Id, Account.Allotted))
            yield return "allotted";
    }
}
