using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Plans.Contracts;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Exchange;

/// <summary>A row as it was read: sound, or with what is wrong about it.</summary>
internal sealed record ReadRow<T>(int Row, string? Key, Result<T> Value);

/// <summary>What names a taking-in: the same rows again are the same command.</summary>
internal sealed record TakeInCommand(BatchKind Kind, string Name, string Digest);

/// <summary>What became of the rows.</summary>
internal sealed record TakenIn(Guid Batch, BatchKind Kind, int Accepted, int Unchanged, decimal Yuan, IReadOnlyList<RejectedRow> Rejected);

/// <summary>Takes rows in: indicators, arrivals, payments, monthly returns. Sound rows count even when others are rejected; each rejected row says why; a row that is there already changes nothing.</summary>
internal sealed class TakeInHandlers(TongbanDb db, Caller caller, PlanOrgans organs, IProjects register, MoneyTurn turn, CityClock clock)
{
    public const int MostRows = 5000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Task<Result<TakenIn>> IndicatorsAsync(string name, IReadOnlyList<ReadRow<IndicatorRow>> rows, CancellationToken ct) => MoneyAsync(BatchKind.Indicators, name, rows, async (journal, _) =>
    {
        var numbers = Keys(rows, r => r.IndicatorNo);
        var known = await db.Set<BudgetIndicator>().Where(i => numbers.Contains(i.IndicatorNo)).ToDictionaryAsync(i => i.IndicatorNo, StringComparer.Ordinal, ct);
        var pools = await PoolsAsync(Keys(rows, r => r.Pool), ct);
        var names = pools.Values.ToDictionary(p => p.Id, p => p.Pool);
        var projects = await ProjectsAsync(Keys(rows, r => r.ProjectCode), ct);
        return row =>
        {
            var number = row.IndicatorNo?.Trim() ?? "";
            if (known.TryGetValue(number, out var there))
                return there.Says(row, names.GetValueOrDefault(there.PoolId) ?? "") ? Outcome.Unchanged : PlanErrors.IndicatorTaken(number);
            if (!pools.TryGetValue(row.Pool?.Trim() ?? "", out var pool))
                return PlanErrors.NoSuchPool(row.Pool);
            if (PlanOrgans.Owns(caller.Actor, PlanPart.Finance, pool.Division) is { } elsewhere)
                return elsewhere;
            if (!projects.TryGetValue(row.ProjectCode?.Trim() ?? "", out var project))
                return PlanErrors.NoSuchProject(row.ProjectCode);
            if (!pool.Issue(row, project, journal, clock.Now).TryGet(out var indicator, out var refusal))
                return refusal;
            db.Add(indicator);
            known[number] = indicator;
            return Outcome.Accepted(row.Yuan);
        };
    }, ct);

    public Task<Result<TakenIn>> ArrivalsAsync(string name, IReadOnlyList<ReadRow<ArrivalRow>> rows, CancellationToken ct) => MoneyAsync(BatchKind.Arrivals, name, rows, async (journal, _) =>
    {
        var vouchers = Keys(rows, r => r.VoucherNo).ConvertAll(v => $"A:{v}");
        var known = (await db.Set<Posting>().AsNoTracking().Where(p => vouchers.Contains(p.Voucher) && p.Account == Account.Cash).ToListAsync(ct)).ToDictionary(p => p.Voucher, p => (p.PoolId, p.Yuan, p.Day), StringComparer.Ordinal);
        var pools = await PoolsAsync(Keys(rows, r => r.Pool), ct);
        return row =>
        {
            if (row.VoucherNo?.Trim() is not { Length: >= 1 and <= 60 } voucher)
                return PlanErrors.Length("voucherNo", 1, 60);
            if (!pools.TryGetValue(row.Pool?.Trim() ?? "", out var pool))
                return PlanErrors.NoSuchPool(row.Pool);
            if (PlanOrgans.Owns(caller.Actor, PlanPart.Finance, pool.Division) is { } elsewhere)
                return elsewhere;
            if (known.TryGetValue($"A:{voucher}", out var there))
                return there == (pool.Id, row.Yuan, row.Day) ? Outcome.Unchanged : PlanErrors.VoucherTaken(voucher);
            if (pool.Arrive(voucher, row.Yuan, row.Day, journal) is { } refusal)
                return refusal;
            known[$"A:{voucher}"] = (pool.Id, row.Yuan, row.Day);
            return Outcome.Accepted(row.Yuan);
        };
    }, ct);

    public Task<Result<TakenIn>> PaymentsAsync(string name, IReadOnlyList<ReadRow<PaymentRow>> rows, CancellationToken ct) => MoneyAsync(BatchKind.Payments, name, rows, async (journal, batch) =>
    {
        var vouchers = Keys(rows, r => r.VoucherNo);
        var known = await db.Set<Payment>().AsNoTracking().Where(p => vouchers.Contains(p.VoucherNo)).ToDictionaryAsync(p => p.VoucherNo, StringComparer.Ordinal, ct);
        var numbers = Keys(rows, r => r.IndicatorNo);
        var indicators = await db.Set<BudgetIndicator>().Where(i => numbers.Contains(i.IndicatorNo)).ToDictionaryAsync(i => i.IndicatorNo, StringComparer.Ordinal, ct);
        var ids = indicators.Values.Select(i => i.PoolId).Distinct().ToList();
        var pools = await db.Set<FundPool>().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        return row =>
        {
            var voucher = row.VoucherNo?.Trim() ?? "";
            if (known.TryGetValue(voucher, out var there))
                return there.Says(row) ? Outcome.Unchanged : PlanErrors.VoucherTaken(voucher);
            if (row.Day > clock.Today)
                return PlanErrors.FutureDay("day");
            if (!indicators.TryGetValue(row.IndicatorNo?.Trim() ?? "", out var indicator))
                return PlanErrors.NoSuchIndicator(row.IndicatorNo);
            if (PlanOrgans.Owns(caller.Actor, PlanPart.Finance, pools[indicator.PoolId].Division) is { } elsewhere)
                return elsewhere;
            if (pools[indicator.PoolId].Pay(indicator, row, journal) is { } refusal)
                return refusal;
            var payment = Payment.Of(row, indicator, batch, clock.Now);
            db.Add(payment);
            known[voucher] = payment;
            return Outcome.Accepted(row.Yuan);
        };
    }, ct);

    /// <summary>Projects for the pool, as reserves: by the development commission of their level, or the sector department its own.</summary>
    public Task<Result<TakenIn>> ProjectsAsync(string name, IReadOnlyList<ReadRow<PlanProjectData>> rows, CancellationToken ct) => RunAsync(BatchKind.Projects, name, rows, async _ =>
    {
        var known = (await ProjectsAsync(Keys(rows, r => r.Code), ct)).ToDictionary(StringComparer.Ordinal);
        var declared = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var code in Keys(rows, r => r.Code).Where(c => !known.ContainsKey(c)))
        {
            if (await register.FindByCodeAsync(code, ct) is { } found)
                declared[code] = found.Id;
        }
        return row =>
        {
            if (!PlanOrgans.MayKeep(caller.Actor, row.SectorOrgan?.Trim() ?? "") && row.SectorOrgan is not null)
                return PlanErrors.NotYourPart(PlanPart.Development);
            if (known.TryGetValue(row.Code?.Trim() ?? "", out var there))
                return there.Says(row) ? Outcome.Unchanged : PlanErrors.ProjectDiffersHere(there.Code);
            if (!PlanProject.Admit(row, declared.TryGetValue(row.Code?.Trim() ?? "", out var id) ? id : null, clock.Now).TryGet(out var project, out var refusal))
                return refusal;
            db.Add(project);
            known[project.Code] = project;
            return Outcome.Accepted(row.TotalInvestment);
        };
    }, null, ct);

    /// <summary>Monthly returns: the project unit its own, the development commission and the sector department any of theirs. A return that says something else than the last is a new edition.</summary>
    public Task<Result<TakenIn>> ProgressAsync(string name, IReadOnlyList<ReadRow<ReturnRow>> rows, CancellationToken ct) => RunAsync(BatchKind.Progress, name, rows, async _ =>
    {
        var codes = Keys(rows, r => r.ProjectCode);
        var projects = await ProjectsAsync(codes, ct);
        var years = rows.Where(r => r.Value.Error is null).Select(r => r.Value.Value.Year).Distinct().ToList();
        var known = (await db.Set<ProgressReturn>().Where(r => codes.Contains(r.ProjectCode) && years.Contains(r.Year) && r.SupersededAt == null).ToListAsync(ct)).ToDictionary(r => (r.ProjectCode, r.Year, r.Month));
        return row =>
        {
            var code = row.ProjectCode?.Trim() ?? "";
            if (!projects.TryGetValue(code, out var project))
                return PlanErrors.NoSuchProject(code);
            if (PlanOrgans.SpeaksFor(caller.Actor, project) is { } foreign)
                return foreign;
            if (Check(row) is { } wrong)
                return wrong;
            var last = known.GetValueOrDefault((code, row.Year, row.Month));
            if (last?.Says(row) is true)
                return Outcome.Unchanged;
            var next = ProgressReturn.Of(row, code, (last?.Edition ?? 0) + 1, caller.Actor.PersonId, clock.Now);
            last?.Supersede(clock.Now);
            db.Add(next);
            db.Record(project.Matter, new ProgressReported(code, row.Year, row.Month, next.Edition, row.DoneYuan, row.PhysicalPercent));
            known[(code, row.Year, row.Month)] = next;
            return Outcome.Accepted(row.DoneYuan);
        };
    }, null, ct);

    private Error? Check(ReturnRow row)
    {
        if (row.Year is < 2015 or > 2060)
            return PlanErrors.Year(row.Year);
        if (row.Month is < 1 or > 12)
            return PlanErrors.Month(row.Month);
        if (new DateOnly(row.Year, row.Month, 1) > clock.Today)
            return PlanErrors.FutureMonth(row.Year, row.Month);
        if (row.DoneYuan < 0 || !Fen.IsExact(row.DoneYuan))
            return PlanErrors.Amount("doneYuan");
        if (row.PhysicalPercent is < 0 or > 100)
            return PlanErrors.Percent();
        return row.Milestone?.Length > 200 ? PlanErrors.Length("milestone", 0, 200) : row.Problems?.Length > 1000 ? PlanErrors.Length("problems", 0, 1000) : null;
    }

    private Task<Result<TakenIn>> MoneyAsync<T>(BatchKind kind, string name, IReadOnlyList<ReadRow<T>> rows, Func<Journal, Guid, Task<Func<T, Outcome>>> prepare, CancellationToken ct)
    {
        if (!organs.IsFinance(caller.Actor))
            return Task.FromResult((Result<TakenIn>)PlanErrors.NotYourPart(PlanPart.Finance));
        return turn.TakeAsync(() =>
        {
            Journal journal = null!;
            return RunAsync(kind, name, rows, batch => prepare(journal = new Journal(batch, clock.Now), batch), () =>
            {
                foreach (var pool in db.Set<FundPool>().Local)
                    pool.Seal(journal);
                db.AddRange(journal.Postings);
            }, ct);
        }, ct);
    }

    private async Task<Result<TakenIn>> RunAsync<T>(BatchKind kind, string name, IReadOnlyList<ReadRow<T>> rows, Func<Guid, Task<Func<T, Outcome>>> prepare, Action? finish, CancellationToken ct)
    {
        if (rows.Count > MostRows)
            return PlanErrors.TooManyRows(MostRows);
        var digest = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(rows.Select(r => (object?)(r.Value.Error is null ? r.Value.Value : r.Key)), Json)));
        return await db.ActAsync(new TakeInCommand(kind, name, digest), caller, async () =>
        {
            var batch = ImportBatch.Begin(kind, name[..Math.Min(name.Length, 200)], digest, caller.Actor.Organ, clock.Now);
            var take = await prepare(batch.Id);
            var (accepted, unchanged, yuan) = (0, 0, 0m);
            var rejected = new List<RejectedRow>();
            foreach (var row in rows)
            {
                var outcome = row.Value.TryGet(out var value, out var wrong) ? take(value) : wrong;
                if (outcome.Refusal is { } refusal)
                    rejected.Add(new(row.Row, row.Key, [.. refusal.All.Select(e => Sentence(e, e.Text.Zh))], [.. refusal.All.Select(e => Sentence(e, e.Text.En))]));
                else if (outcome.IsNew)
                    (accepted, yuan) = (accepted + 1, yuan + outcome.Yuan);
                else
                    unchanged++;
            }
            finish?.Invoke();
            batch.Close(accepted, unchanged, rejected, yuan);
            db.Add(batch);
            return (Result<TakenIn>)new TakenIn(batch.Id, kind, accepted, unchanged, yuan, rejected);
        }, ct);

        static string Sentence(Error error, string text) => error.Field is null ? text : $"{error.Field}: {text}";
    }

    private async Task<Dictionary<string, FundPool>> PoolsAsync(List<string> numbers, CancellationToken ct) => await db.Set<FundPool>().Where(p => numbers.Contains(p.Pool)).ToDictionaryAsync(p => p.Pool, StringComparer.Ordinal, ct);

    private async Task<Dictionary<string, PlanProject>> ProjectsAsync(List<string> codes, CancellationToken ct) => await db.Set<PlanProject>().AsNoTracking().Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, StringComparer.Ordinal, ct);

    private static List<string> Keys<T>(IReadOnlyList<ReadRow<T>> rows, Func<T, string?> key) => [.. rows.Where(r => r.Value.Error is null).Select(r => key(r.Value.Value)?.Trim()).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>What became of a row.</summary>
    private readonly record struct Outcome(bool IsNew, decimal Yuan, Error? Refusal)
    {
        public static Outcome Unchanged => default;

        public static Outcome Accepted(decimal yuan) => new(true, yuan, null);

        public static implicit operator Outcome(Error refusal) => new(false, 0, refusal);
    }
}
