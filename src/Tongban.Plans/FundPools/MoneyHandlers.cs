using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.Model;

namespace Tongban.Plans.FundPools;

/// <summary>Open a pool.</summary>
internal sealed record OpenPoolCommand(FundPoolData Data);

/// <summary>Raise an indicator, or give back what it has not used.</summary>
internal sealed record AdjustIndicatorCommand(string IndicatorNo, string? VoucherNo, decimal Yuan, DateOnly Day);

/// <summary>Undo a payment by the opposite entries.</summary>
internal sealed record ReversePaymentCommand(string VoucherNo, DateOnly Day);

/// <summary>Acts on money follow each other inside one process, so that sixty at once do not make each other begin anew; between processes the versions of pool and indicator decide.</summary>
internal sealed class MoneyTurn : Turn;

/// <summary>Single acts of the finance bureau on the fund pool; rows come by <see cref="Exchange.TakeInHandlers"/>.</summary>
internal sealed class MoneyHandlers(TongbanDb db, Caller caller, PlanOrgans organs, MoneyTurn turn, CityClock clock)
{
    public Task<Result<Guid>> OpenAsync(OpenPoolCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var level = organs.LevelOf(caller.Actor);
        if (PlanOrgans.Owns(caller.Actor, PlanPart.Finance, level) is { } foreign)
            return (Result<Guid>)foreign;
        var number = command.Data.Pool?.Trim() ?? "";
        if (await db.Set<FundPool>().AnyAsync(p => p.Pool == number, ct))
            return PlanErrors.PoolTaken(number);
        var journal = new Journal(NewId.At(clock.Now), clock.Now);
        if (!FundPool.Open(command.Data, level, journal, clock.Today, clock.Now).TryGet(out var pool, out var refusal))
            return refusal;
        pool.Seal(journal);
        db.Add(pool);
        db.AddRange(journal.Postings);
        return pool.Id;
    }, ct);

    public Task<Result<decimal>> AdjustAsync(AdjustIndicatorCommand command, CancellationToken ct) => turn.TakeAsync(() => db.ActAsync(command, caller, async () =>
    {
        if (!organs.IsFinance(caller.Actor))
            return (Result<decimal>)PlanErrors.NotYourPart(PlanPart.Finance);
        if (command.VoucherNo?.Trim() is not { Length: >= 1 and <= 60 } voucher)
            return PlanErrors.Length("voucherNo", 1, 60);
        if (await db.Set<BudgetIndicator>().SingleOrDefaultAsync(i => i.IndicatorNo == command.IndicatorNo, ct) is not { } indicator)
            return PlanErrors.NoSuchIndicator(command.IndicatorNo);
        var pool = await db.Set<FundPool>().SingleAsync(p => p.Id == indicator.PoolId, ct);
        if (PlanOrgans.Owns(caller.Actor, PlanPart.Finance, pool.Division) is { } elsewhere)
            return elsewhere;
        // The same adjustment sent twice is one; another under its number is none.
        var known = $"J:{voucher}";
        if (await db.Set<Posting>().AsNoTracking().Where(p => p.Voucher == known && p.Line == 1).Select(p => new { p.IndicatorNo, p.Yuan }).SingleOrDefaultAsync(ct) is { } done)
            return done.IndicatorNo == indicator.IndicatorNo && done.Yuan == command.Yuan ? indicator.Balance : PlanErrors.VoucherTaken(voucher);
        var journal = new Journal(NewId.At(clock.Now), clock.Now);
        if (pool.Adjust(indicator, voucher, command.Yuan, command.Day, journal) is { } refusal)
            return refusal;
        pool.Seal(journal);
        db.AddRange(journal.Postings);
        return indicator.Balance;
    }, ct), ct);

    public Task<Result<decimal>> ReverseAsync(ReversePaymentCommand command, CancellationToken ct) => turn.TakeAsync(() => db.ActAsync(command, caller, async () =>
    {
        if (!organs.IsFinance(caller.Actor))
            return (Result<decimal>)PlanErrors.NotYourPart(PlanPart.Finance);
        if (await db.Set<Payment>().SingleOrDefaultAsync(p => p.VoucherNo == command.VoucherNo, ct) is not { } payment)
            return PlanErrors.NoSuchPayment(command.VoucherNo);
        var indicator = await db.Set<BudgetIndicator>().SingleAsync(i => i.IndicatorNo == payment.IndicatorNo, ct);
        var pool = await db.Set<FundPool>().SingleAsync(p => p.Id == payment.PoolId, ct);
        if (PlanOrgans.Owns(caller.Actor, PlanPart.Finance, pool.Division) is { } elsewhere)
            return elsewhere;
        var journal = new Journal(NewId.At(clock.Now), clock.Now);
        if (pool.Reverse(indicator, payment, command.Day, journal) is { } refusal)
            return refusal;
        pool.Seal(journal);
        db.AddRange(journal.Postings);
        return indicator.Balance;
    }, ct), ct);
}
