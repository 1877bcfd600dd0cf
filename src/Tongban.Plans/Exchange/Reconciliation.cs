using System.Text;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
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
/// <param name="Differing">All differences; of very many only the first are in the list.</param>
internal sealed record Reconciled(DateOnly From, DateOnly To, int Ours, int Theirs, int Agree, decimal AgreeYuan, decimal OursYuan, decimal TheirsYuan, int Differing, IReadOnlyList<ReconciliationDifference> Differences);

/// <summary>Holds our payments against the statement of another system, in both directions (双向对账).</summary>
/// <remarks>Both sides are read once, in any order. A long statement is put aside in files by the hash of the voucher and compared part by part: the memory is that of one part and of the differences.</remarks>
internal sealed class Reconciliation
{
    /// <summary>Differences that are listed; the rest is counted.</summary>
    public const int MostListed = 10_000;

    /// <summary>A payment at the end of a period may be in the other's books some days later.</summary>
    private const int DaysInTransit = 5;

    private readonly List<ReconciliationDifference> _differences = [];
    private readonly List<Statement> _here = [], _there = [];
    private int _ours, _theirs, _agree, _differing;
    private decimal _oursYuan, _theirsYuan, _agreeYuan;

    /// <param name="inMemory">Rows of the statement that are compared without files.</param>
    public static async Task<Reconciled> CompareAsync(IAsyncEnumerable<Statement> ours, IAsyncEnumerable<Statement> theirs, DateOnly from, DateOnly to, int inMemory = 200_000, CancellationToken ct = default)
    {
        var run = new Reconciliation();
        using var statement = new StatementSpool(inMemory);
        await foreach (var s in theirs.WithCancellation(ct))
            statement.Add(s);
        if (statement.Parts == 1)
        {
            var open = run.Open(statement.Part(0));
            await foreach (var s in ours.WithCancellation(ct))
                run.Match(s, open);
            run.Close(open);
        }
        else
        {
            using var mine = new StatementSpool(0);
            await foreach (var s in ours.WithCancellation(ct))
                mine.Add(s);
            for (var part = 0; part < statement.Parts; part++)
            {
                var open = run.Open(statement.Part(part));
                foreach (var s in mine.Part(part))
                    run.Match(s, open);
                run.Close(open);
            }
        }
        return run.End(from, to);
    }

    private Dictionary<string, Statement> Open(IEnumerable<Statement> theirs)
    {
        var open = new Dictionary<string, Statement>(StringComparer.Ordinal);
        foreach (var s in theirs)
        {
            (_theirs, _theirsYuan) = (_theirs + 1, _theirsYuan + s.Yuan);
            if (!open.TryAdd(s.VoucherNo, s))
                Differs(new(ReconciliationKind.OnlyThere, s.VoucherNo, null, s, ("对方同一凭证号重复记账", "the other side has the voucher twice")));
        }
        return open;
    }

    private void Match(Statement a, Dictionary<string, Statement> open)
    {
        (_ours, _oursYuan) = (_ours + 1, _oursYuan + a.Yuan);
        if (!open.Remove(a.VoucherNo, out var b))
            Alone(_here, a);
        else if (a.Yuan != b.Yuan)
            Differs(new(ReconciliationKind.AmountDiffers, a.VoucherNo, a, b, Amount(a.Yuan, b.Yuan)));
        else if (a.ProjectCode != b.ProjectCode)
            Differs(new(ReconciliationKind.ProjectDiffers, a.VoucherNo, a, b, ("项目代码不同，须核对凭证", "the project codes differ: look at the voucher")));
        else if (a.Day != b.Day)
            Differs(new(ReconciliationKind.DayDiffers, a.VoucherNo, a, b, (a.Day.Year, a.Day.Month) == (b.Day.Year, b.Day.Month) ? ("同月记账日不同", "booked on another day of the month") : ("跨月记账", "booked in another month")));
        else
            (_agree, _agreeYuan) = (_agree + 1, _agreeYuan + a.Yuan);
    }

    private void Close(Dictionary<string, Statement> open)
    {
        foreach (var left in open.Values)
            Alone(_there, left);
    }

    private void Differs(ReconciliationDifference difference)
    {
        _differing++;
        if (_differences.Count < MostListed)
            _differences.Add(difference);
    }

    private void Alone(List<Statement> side, Statement s)
    {
        _differing++;
        // A side that is missing altogether would be a list of millions.
        if (side.Count < 10 * MostListed)
            side.Add(s);
    }

    private Reconciled End(DateOnly from, DateOnly to)
    {
        var (here, there) = (_here.ToLookup(s => s.ProjectCode, StringComparer.Ordinal), _there.ToLookup(s => s.ProjectCode, StringComparer.Ordinal));
        var all = _differences.OrderBy(d => d.VoucherNo, StringComparer.Ordinal)
            .Concat(_here.OrderBy(s => s.VoucherNo, StringComparer.Ordinal).Take(MostListed).Select(a => new ReconciliationDifference(ReconciliationKind.OnlyHere, a.VoucherNo, a, null, Alone(a, there[a.ProjectCode], to))))
            .Concat(_there.OrderBy(s => s.VoucherNo, StringComparer.Ordinal).Take(MostListed).Select(b => new ReconciliationDifference(ReconciliationKind.OnlyThere, b.VoucherNo, null, b, Alone(b, here[b.ProjectCode], to))));
        return new(from, to, _ours, _theirs, _agree, _agreeYuan, _oursYuan, _theirsYuan, _differing, [.. all.Take(MostListed)]);
    }

    private static Words Amount(decimal a, decimal b) => a == b * 10_000 || b == a * 10_000 ? ("金额单位不同：元与万元", "one side is in yuan, the other in ten thousand yuan")
        : Math.Abs(a - b) < 1 ? ("尾差：不足一元", "rounding: less than one yuan")
        : a == -b ? ("一方记为冲销", "one side has it as a reversal") : new Words("相差 {0:0.00} 元", "{0:0.00} yuan apart").With(a - b);

    /// <param name="others">What of the same project is alone on the other side.</param>
    private static Words Alone(Statement alone, IEnumerable<Statement> others, DateOnly to)
    {
        if (alone.ReversedOn is { } on)
            return new Words("已于 {0:yyyy-MM-dd} 冲销", "reversed on {0:yyyy-MM-dd}").With(on);
        var near = others.Where(o => Math.Abs(o.Day.DayNumber - alone.Day.DayNumber) <= 7).OrderBy(o => o.VoucherNo, StringComparer.Ordinal).ToList();
        if (near.Find(o => o.Yuan == alone.Yuan) is { } twin)
            return new Words("疑为同一笔：凭证号 {0}", "probably the same payment under voucher {0}").With(twin.VoucherNo);
        var parts = near.Where(o => o.Yuan < alone.Yuan).Take(40).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            for (var j = i + 1; j < parts.Count; j++)
            {
                if (parts[i].Yuan + parts[j].Yuan == alone.Yuan)
                    return new Words("疑为拆分支付：{0}、{1}", "probably paid in two parts: {0}, {1}").With(parts[i].VoucherNo, parts[j].VoucherNo);
            }
        }
        return to.DayNumber - alone.Day.DayNumber < DaysInTransit ? ("期末在途，下期核对", "in transit at the end of the period: look again in the next") : ("对方无此凭证", "the other side has no such voucher");
    }
}

/// <summary>Rows put aside: a few in memory, many in files of their own, the same voucher always in the same one.</summary>
internal sealed class StatementSpool(int inMemory) : IDisposable
{
    private const int Files = 64;

    private List<Statement> _rows = [];
    private BinaryWriter[]? _files;

    public int Parts => _files is null ? 1 : Files;

    public void Add(Statement s)
    {
        if (_files is not null)
        {
            Write(s);
            return;
        }
        _rows.Add(s);
        if (_rows.Count <= inMemory)
            return;
        _files = [.. Enumerable.Range(0, Files).Select(_ => new BinaryWriter(new FileStream(Path.Combine(Path.GetTempPath(), $"tongban-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 32_768, FileOptions.DeleteOnClose), Encoding.UTF8))];
        foreach (var row in _rows)
            Write(row);
        _rows = [];
    }

    public IEnumerable<Statement> Part(int part) => _files is null ? _rows : Read(_files[part]);

    public void Dispose()
    {
        foreach (var file in _files ?? [])
            file.Dispose();
    }

    private void Write(Statement s)
    {
        var file = _files![PartOf(s.VoucherNo)];
        file.Write(s.VoucherNo);
        file.Write(s.ProjectCode);
        file.Write(s.Day.DayNumber);
        file.Write(s.ReversedOn?.DayNumber ?? -1);
        file.Write(s.Yuan);
    }

    private static IEnumerable<Statement> Read(BinaryWriter file)
    {
        file.Flush();
        var stream = file.BaseStream;
        stream.Position = 0;
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        while (stream.Position < stream.Length)
        {
            var (voucher, project, day, reversed, yuan) = (reader.ReadString(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadDecimal());
            yield return new(voucher, DateOnly.FromDayNumber(day), project, yuan, reversed < 0 ? null : DateOnly.FromDayNumber(reversed));
        }
    }

    // FNV-1a: the same in every run of the program, as a string's own hash is not.
    private static int PartOf(string voucher)
    {
        var hash = 2_166_136_261u;
        foreach (var c in voucher)
            hash = (hash ^ c) * 16_777_619;
        return (int)(hash % Files);
    }
}

/// <summary>The payments of a period as we have them.</summary>
internal sealed class ReconciliationQuery(TongbanDb db, Caller caller)
{
    public Task<Reconciled> CompareAsync(IAsyncEnumerable<Statement> theirs, DateOnly from, DateOnly to, CancellationToken ct) => Reconciliation.CompareAsync(Ours(from, to), theirs, from, to, ct: ct);

    /// <summary>Of the city all payments, of a county or district those out of its pools.</summary>
    public IAsyncEnumerable<Statement> Ours(DateOnly from, DateOnly to)
    {
        var payments = db.Set<Payment>().AsNoTracking().Where(p => p.Day >= from && p.Day <= to);
        if (PlanLevels.CountyOf(caller.Actor) is { } county)
            payments = payments.Where(p => db.Set<FundPool>().Any(f => f.Id == p.PoolId && f.Division == county));
        return payments.Select(p => new Statement(p.VoucherNo, p.Day, p.ProjectCode, p.Yuan, p.ReversedOn)).AsAsyncEnumerable();
    }
}
