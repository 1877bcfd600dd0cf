using System.Globalization;
using System.Text;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Plans.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Model;

/// <summary>Whose budget the money comes from.</summary>
internal enum FundLevel { Central, Provincial, Municipal, County, Market }

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

    public string DigestOf(Guid pool) => Sha.Hex(_said.TryGetValue(pool, out var said) ? said.ToString() : "");
}

/// <summary>What is entered when a pool is opened.</summary>
/// <param name="Pool">Its number, unique: <c>2026-09-01</c>.</param>
/// <param name="Sector">Earmark: only projects of this sector; <see langword="null"/> for any.</param>
internal sealed record FundPoolData(string? Pool, string? Name, string? Source, int Year, FundLevel Level, string? Sector, string? Purpose, DateOnly WindowFrom, DateOnly WindowTo, decimal Yuan);

/// <summary>Money of one source for one year, with its earmark and its window (资金池). No balance is ever below zero.</summary>
/// <remarks>Budget law: what has no indicator is not spent, what has not arrived cannot be paid (预算法13; 政府投资条例18, 19).</remarks>
internal sealed class FundPool : Aggregate
{
    private FundPool() { }

    public override string Matter => $"fund-pool:{Id}";

    public string Pool { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Code of <see cref="FundSources"/>.</summary>
    public string Source { get; private set; } = "";

    public int Year { get; private set; }

    public FundLevel Level { get; private set; }

    public string? Sector { get; private set; }

    public string? Purpose { get; private set; }

    public DateOnly WindowFrom { get; private set; }

    /// <summary>Last day on which it may be paid out.</summary>
    public DateOnly WindowTo { get; private set; }

    public decimal Yuan { get; private set; }

    public decimal Arrived { get; private set; }

    public decimal Allocated { get; private set; }

    public decimal Paid { get; private set; }

    /// <summary>May still be allotted.</summary>
    public decimal Free => Yuan - Allocated;

    /// <summary>Is there and not paid out.</summary>
    public decimal Cash => Arrived - Paid;

    public static Result<FundPool> Open(FundPoolData data, Journal journal, DateOnly today, DateTimeOffset now)
    {
        List<Error> faults = [];
        if (data.Pool?.Trim() is not { Length: >= 3 and <= 40 })
            faults.Add(PlanErrors.Length("pool", 3, 40));
        if (data.Name?.Trim() is not { Length: >= 2 and <= 120 })
            faults.Add(PlanErrors.Length("name", 2, 120));
        if (data.Source is null || !FundSources.Exists(data.Source))
            faults.Add(PlanErrors.Source("source", data.Source));
        if (data.Year is < 2015 or > 2060)
            faults.Add(PlanErrors.Year(data.Year));
        if (data.Sector is { Length: > 0 } sector && !PlanSectors.Exists(sector))
            faults.Add(PlanErrors.Sector(sector));
        if (data.WindowTo < data.WindowFrom)
            faults.Add(PlanErrors.WindowReversed());
        if (!Fen.IsPositive(data.Yuan))
            faults.Add(PlanErrors.Amount("yuan"));
        if (Error.Combine(faults) is { } refusal)
            return refusal;
        var pool = new FundPool
        {
            Id = NewId.At(now), Pool = data.Pool!.Trim(), Name = data.Name!.Trim(), Source = data.Source!, Year = data.Year, Level = data.Level, Sector = string.IsNullOrEmpty(data.Sector) ? null : data.Sector,
            Purpose = data.Purpose?.Trim(), WindowFrom = data.WindowFrom, WindowTo = data.WindowTo, Yuan = data.Yuan,
        };
        journal.Book($"G:{pool.Pool}", today, pool.Id, (Account.Free, null, null, data.Yuan), (Account.Grant, null, null, -data.Yuan));
        pool.Record(new FundPoolOpened(pool.Id, pool.Pool, pool.Source, pool.Year, pool.Yuan));
        return pool;
    }

    /// <summary>Money came in from the source.</summary>
    public Error? Arrive(string voucher, decimal yuan, DateOnly day, Journal journal)
    {
        if (!Fen.IsPositive(yuan))
            return PlanErrors.Amount("yuan");
        if (Arrived + yuan > Yuan)
            return PlanErrors.MoreThanPromised(Pool, Yuan - Arrived);
        Arrived += yuan;
        journal.Book($"A:{voucher}", day, Id, (Account.Cash, null, null, yuan), (Account.Inflow, null, null, -yuan));
        return null;
    }

    /// <summary>Part of the pool is allotted to a project as an indicator.</summary>
    public Result<BudgetIndicator> Issue(IndicatorRow row, PlanProject project, Journal journal, DateTimeOffset now)
    {
        if (row.IndicatorNo?.Trim() is not { Length: >= 2 and <= 40 } number)
            return PlanErrors.Length("indicatorNo", 2, 40);
        if (!Fen.IsPositive(row.Yuan))
            return PlanErrors.Amount("yuan");
        if (Sector is { } earmark && earmark != project.Sector)
            return PlanErrors.Earmark(Pool, PlanSectors.Name(earmark), PlanSectors.Name(project.Sector));
        if (row.Yuan > Free)
            return PlanErrors.PoolExhausted(Pool, Free);
        Allocated += row.Yuan;
        journal.Book($"I:{number}", row.Day, Id, (Account.Allotted, number, project.Code, row.Yuan), (Account.Free, null, null, -row.Yuan));
        return BudgetIndicator.Of(this, number, row, project, now);
    }

    /// <summary>An indicator is raised, or what it has not used goes back into the pool (政府投资条例25: surplus returns).</summary>
    public Error? Adjust(BudgetIndicator indicator, string voucher, decimal change, DateOnly day, Journal journal)
    {
        if (change == 0 || !Fen.IsExact(change))
            return PlanErrors.Amount("yuan");
        if (change > Free)
            return PlanErrors.PoolExhausted(Pool, Free);
        if (-change > indicator.Balance)
            return PlanErrors.IndicatorExhausted(indicator.IndicatorNo, indicator.Balance);
        Allocated += change;
        indicator.Adjust(change);
        journal.Book($"J:{voucher}", day, Id, (Account.Allotted, indicator.IndicatorNo, indicator.ProjectCode, change), (Account.Free, null, null, -change));
        return null;
    }

    /// <summary>Pays out of an indicator: from what was allotted, from what has arrived, inside the window.</summary>
    public Error? Pay(BudgetIndicator indicator, PaymentRow row, Journal journal)
    {
        if (row.VoucherNo?.Trim() is not { Length: >= 1 and <= 60 } voucher)
            return PlanErrors.Length("voucherNo", 1, 60);
        if (!Fen.IsPositive(row.Yuan))
            return PlanErrors.Amount("yuan");
        if (row.ProjectCode != indicator.ProjectCode)
            return PlanErrors.ProjectDiffers(row.ProjectCode ?? "", indicator.IndicatorNo, indicator.ProjectCode);
        if (row.Day < WindowFrom || row.Day > WindowTo)
            return PlanErrors.OutsideWindow(Pool, WindowFrom, WindowTo);
        if (row.Yuan > indicator.Balance)
            return PlanErrors.IndicatorExhausted(indicator.IndicatorNo, indicator.Balance);
        if (row.Yuan > Cash)
            return PlanErrors.NotArrived(Pool, Cash);
        Paid += row.Yuan;
        indicator.Use(row.Yuan);
        journal.Book($"P:{voucher}", row.Day, Id,
            (Account.Used, indicator.IndicatorNo, indicator.ProjectCode, row.Yuan), (Account.Allotted, indicator.IndicatorNo, indicator.ProjectCode, -row.Yuan),
            (Account.Spent, indicator.IndicatorNo, indicator.ProjectCode, row.Yuan), (Account.Cash, null, null, -row.Yuan));
        return null;
    }

    /// <summary>A payment came back, or was booked wrongly: the opposite entries, never an erased one.</summary>
    public Error? Reverse(BudgetIndicator indicator, Payment payment, DateOnly day, Journal journal)
    {
        if (payment.ReversedOn is { } on)
            return PlanErrors.AlreadyReversed(payment.VoucherNo, on);
        Paid -= payment.Yuan;
        indicator.Use(-payment.Yuan);
        payment.Reverse(day);
        journal.Book($"R:{payment.VoucherNo}", day, Id,
            (Account.Used, indicator.IndicatorNo, indicator.ProjectCode, -payment.Yuan), (Account.Allotted, indicator.IndicatorNo, indicator.ProjectCode, payment.Yuan),
            (Account.Spent, indicator.IndicatorNo, indicator.ProjectCode, -payment.Yuan), (Account.Cash, null, null, payment.Yuan));
        return null;
    }

    /// <summary>Says in the pool's chain what a batch has entered.</summary>
    public void Seal(Journal journal)
    {
        if (journal.CountOf(Id) is > 0 and var entries)
            Record(new FundsBooked(Id, journal.Batch, entries, Arrived, Allocated, Paid, journal.DigestOf(Id)));
    }
}

/// <summary>预算指标: leave to spend so much of a pool for one project. It is used up by payments and never below zero.</summary>
internal sealed class BudgetIndicator : Aggregate
{
    private BudgetIndicator() { }

    public override string Matter => $"budget-indicator:{Id}";

    public string IndicatorNo { get; private set; } = "";

    public Guid PoolId { get; private set; }

    public string Source { get; private set; } = "";

    public int Year { get; private set; }

    public string ProjectCode { get; private set; } = "";

    /// <summary>预算单位.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>功能分类科目.</summary>
    public string? FunctionClass { get; private set; }

    /// <summary>部门经济分类.</summary>
    public string? DepartmentClass { get; private set; }

    /// <summary>政府经济分类.</summary>
    public string? GovernmentClass { get; private set; }

    public decimal Yuan { get; private set; }

    public decimal Adjustments { get; private set; }

    public decimal Used { get; private set; }

    public DateOnly IssuedOn { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    public decimal Balance => Yuan + Adjustments - Used;

    internal static BudgetIndicator Of(FundPool pool, string number, IndicatorRow row, PlanProject project, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), IndicatorNo = number, PoolId = pool.Id, Source = pool.Source, Year = pool.Year, ProjectCode = project.Code, Unit = row.Unit?.Trim() is { Length: > 0 } unit ? unit : project.Owner,
        FunctionClass = row.FunctionClass, DepartmentClass = row.DepartmentClass, GovernmentClass = row.GovernmentClass, Yuan = row.Yuan, IssuedOn = row.Day, RecordedAt = now,
    };

    internal void Adjust(decimal change) => Adjustments += change;

    internal void Use(decimal yuan) => Used += yuan;

    /// <summary>Whether a row tells of the same indicator in the same words: taking it in again changes nothing.</summary>
    public bool Says(IndicatorRow row, string pool) => Yuan == row.Yuan && ProjectCode == row.ProjectCode && IssuedOn == row.Day && pool == row.Pool;
}

/// <summary>One payment out of the treasury (支付). Its voucher number makes taking it in twice harmless.</summary>
internal sealed class Payment
{
    private Payment() { }

    public Guid Id { get; private set; }

    public string VoucherNo { get; private set; } = "";

    public DateOnly Day { get; private set; }

    public string IndicatorNo { get; private set; } = "";

    public Guid PoolId { get; private set; }

    public string Source { get; private set; } = "";

    public string ProjectCode { get; private set; } = "";

    public string? ContractNo { get; private set; }

    /// <summary>Credit code of the payee.</summary>
    public string? Payee { get; private set; }

    public decimal Yuan { get; private set; }

    public string? Purpose { get; private set; }

    /// <summary>Day on which the contract made it due.</summary>
    public DateOnly? DueOn { get; private set; }

    public DateOnly? ReversedOn { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    public Guid BatchId { get; private set; }

    internal static Payment Of(PaymentRow row, BudgetIndicator indicator, Guid batch, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), VoucherNo = row.VoucherNo!.Trim(), Day = row.Day, IndicatorNo = indicator.IndicatorNo, PoolId = indicator.PoolId, Source = indicator.Source, ProjectCode = indicator.ProjectCode, ContractNo = row.ContractNo,
        Payee = row.Payee, Yuan = row.Yuan, Purpose = row.Purpose, DueOn = row.DueOn, RecordedAt = now, BatchId = batch,
    };

    internal void Reverse(DateOnly day) => ReversedOn = day;

    public bool Says(PaymentRow row) => Yuan == row.Yuan && Day == row.Day && IndicatorNo == row.IndicatorNo?.Trim() && ProjectCode == row.ProjectCode;
}

/// <summary>A row of the indicators' table.</summary>
internal sealed record IndicatorRow(string? IndicatorNo, string? Pool, string? ProjectCode, DateOnly Day, decimal Yuan, string? Unit = null, string? FunctionClass = null, string? DepartmentClass = null, string? GovernmentClass = null);

/// <summary>A row of the arrivals' table.</summary>
internal sealed record ArrivalRow(string? VoucherNo, string? Pool, DateOnly Day, decimal Yuan);

/// <summary>A row of the payments' table.</summary>
internal sealed record PaymentRow(string? VoucherNo, DateOnly Day, string? IndicatorNo, string? ProjectCode, decimal Yuan, string? ContractNo = null, string? Payee = null, string? Purpose = null, DateOnly? DueOn = null);

/// <summary>A row of the monthly returns' table.</summary>
/// <param name="DoneYuan">Investment done in that month.</param>
/// <param name="PhysicalPercent">Of the whole project, cumulative.</param>
/// <param name="AdvanceFunding">The contractor has advanced money (垫资), which is forbidden (政府投资条例22).</param>
internal sealed record ReturnRow(string? ProjectCode, int Year, int Month, decimal DoneYuan, decimal PhysicalPercent, string? Milestone = null, string? Problems = null, bool AdvanceFunding = false);

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
