using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Plans.Model;

namespace Tongban.Plans.Exchange;

/// <summary>A payment as one of the two sides has it.</summary>
internal sealed record Statement(string VoucherNo, DateOnly Day, string ProjectCode, decimal Yuan, DateOnly? ReversedOn = null);

internal enum ReconciliationKind { OnlyHere, OnlyThere, AmountDiffers, ProjectDiffers, DayDiffers }

/// <summary>Something on which the two sides do not agree.</summary>
/// <param name="Why">The likeliest cause in words; a person judges.</param>
internal sealed record ReconciliationDifference(ReconciliationKind Kind, string VoucherNo, Statement? Ours, Statement? Theirs, Words Why);

/// <summary>Both sides compared.</summary>
internal sealed record Reconciled(DateOnly From, DateOnly To, int Agree, decimal AgreeYuan, decimal OursYuan, decimal TheirsYuan, IReadOnlyList<ReconciliationDifference> Differences);

/// <summary>Holds our payments against the statement of another system, in both directions (双向对账).</summary>
internal static class Reconciliation
{
    /// <summary>A payment at the end of a period may be in the other's books some days later.</summary>
    private const int DaysInTransit = 5;

    public static Reconciled Compare(IReadOnlyList<Statement> ours, IReadOnlyList<Statement> theirs, DateOnly from, DateOnly to)
    {
        var (mine, other) = (ours.GroupBy(s => s.VoucherNo, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal), new Dictionary<string, Statement>(StringComparer.Ordinal));
        var differences = new List<ReconciliationDifference>();
        foreach (var s in theirs)
        {
            if (!other.TryAdd(s.VoucherNo, s))
                differences.Add(new(ReconciliationKind.OnlyThere, s.VoucherNo, null, s, ("对方同一凭证号重复记账", "the other side has the voucher twice")));
        }
        var (agree, agreeYuan) = (0, 0m);
        foreach (var (voucher, a) in mine.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (!other.TryGetValue(voucher, out var b))
                continue;
            if (a.Yuan != b.Yuan)
                differences.Add(new(ReconciliationKind.AmountDiffers, voucher, a, b, Amount(a.Yuan, b.Yuan)));
            else if (a.ProjectCode != b.ProjectCode)
                differences.Add(new(ReconciliationKind.ProjectDiffers, voucher, a, b, ("项目代码不同，须核对凭证", "the project codes differ: look at the voucher")));
            else if (a.Day != b.Day)
                differences.Add(new(ReconciliationKind.DayDiffers, voucher, a, b, (a.Day.Year, a.Day.Month) == (b.Day.Year, b.Day.Month) ? ("同月记账日不同", "booked on another day of the month") : ("跨月记账", "booked in another month")));
            else
                (agree, agreeYuan) = (agree + 1, agreeYuan + a.Yuan);
        }
        var here = mine.Values.Where(a => !other.ContainsKey(a.VoucherNo)).OrderBy(a => a.VoucherNo, StringComparer.Ordinal).ToList();
        var there = other.Values.Where(b => !mine.ContainsKey(b.VoucherNo)).OrderBy(b => b.VoucherNo, StringComparer.Ordinal).ToList();
        foreach (var a in here)
            differences.Add(new(ReconciliationKind.OnlyHere, a.VoucherNo, a, null, Alone(a, there, to)));
        foreach (var b in there)
            differences.Add(new(ReconciliationKind.OnlyThere, b.VoucherNo, null, b, Alone(b, here, to)));
        return new(from, to, agree, agreeYuan, ours.Sum(s => s.Yuan), theirs.Sum(s => s.Yuan), differences);
    }

    private static Words Amount(decimal a, decimal b) => a == b * 10_000 || b == a * 10_000 ? ("金额单位不同：元与万元", "one side is in yuan, the other in ten thousand yuan")
        : Math.Abs(a - b) < 1 ? ("尾差：不足一元", "rounding: less than one yuan")
        : a == -b ? ("一方记为冲销", "one side has it as a reversal") : new Words("相差 {0:0.00} 元", "{0:0.00} yuan apart").With(a - b);

    private static Words Alone(Statement alone, List<Statement> others, DateOnly to)
    {
        if (alone.ReversedOn is { } on)
            return new Words("已于 {0:yyyy-MM-dd} 冲销", "reversed on {0:yyyy-MM-dd}").With(on);
        if (others.Find(o => o.ProjectCode == alone.ProjectCode && o.Yuan == alone.Yuan && Math.Abs(o.Day.DayNumber - alone.Day.DayNumber) <= 7) is { } twin)
            return new Words("疑为同一笔：凭证号 {0}", "probably the same payment under voucher {0}").With(twin.VoucherNo);
        var near = others.Where(o => o.ProjectCode == alone.ProjectCode && o.Yuan < alone.Yuan && Math.Abs(o.Day.DayNumber - alone.Day.DayNumber) <= 7).Take(40).ToList();
        for (var i = 0; i < near.Count; i++)
        {
            for (var j = i + 1; j < near.Count; j++)
            {
                if (near[i].Yuan + near[j].Yuan == alone.Yuan)
                    return new Words("疑为拆分支付：{0}、{1}", "probably paid in two parts: {0}, {1}").With(near[i].VoucherNo, near[j].VoucherNo);
            }
        }
        return to.DayNumber - alone.Day.DayNumber < DaysInTransit ? ("期末在途，下期核对", "in transit at the end of the period: look again in the next") : ("对方无此凭证", "the other side has no such voucher");
    }
}

/// <summary>The payments of a period as we have them.</summary>
internal sealed class ReconciliationQuery(TongbanDb db)
{
    public async Task<Reconciled> CompareAsync(IReadOnlyList<Statement> theirs, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var ours = await db.Set<Payment>().AsNoTracking().Where(p => p.Day >= from && p.Day <= to).OrderBy(p => p.VoucherNo).Select(p => new Statement(p.VoucherNo, p.Day, p.ProjectCode, p.Yuan, p.ReversedOn)).ToListAsync(ct);
        return Reconciliation.Compare(ours, theirs, from, to);
    }
}
