using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Plans.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Model;

/// <summary>Whose budget the money comes from.</summary>
internal enum FundLevel { Central, Provincial, Municipal, County, Market }

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

    /// <summary>Whose finance bureau keeps it: the city, or a county or district.</summary>
    public string Division { get; private set; } = "";

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

    public static Result<FundPool> Open(FundPoolData data, string division, Journal journal, DateOnly today, DateTimeOffset now)
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
            Id = NewId.At(now), Pool = data.Pool!.Trim(), Name = data.Name!.Trim(), Division = division, Source = data.Source!, Year = data.Year, Level = data.Level, Sector = string.IsNullOrEmpty(data.Sector) ? null : data.Sector,
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
        if (!PlanLevels.Covers(Division, project.Level))
            return PlanErrors.OtherLevel(Pool, project.Code);
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
