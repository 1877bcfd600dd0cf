using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Restrictions;

/// <summary>What an enterprise is shut out from today.</summary>
/// <param name="Reason">Told to those who stand for the enterprise in the project it came from; empty for others, whom the bar binds all the same.</param>
internal sealed record RestrictionRow(RestrictionKind Kind, Words Name, string? Item, string Basis, DateOnly From, DateOnly Until, string Reason);

/// <summary>Asks whether an enterprise is shut out from something, and imposes what follows by itself.</summary>
internal sealed class RestrictionRules(TongbanDb db, CityClock clock)
{
    public async Task<IReadOnlyList<RestrictionRow>> OfAsync(string owner, Actor reader, CancellationToken ct)
    {
        var today = clock.Today;
        return [.. (await db.Set<Restriction>().AsNoTracking().Where(r => r.Owner == owner && r.Until > today).OrderBy(r => r.Until).ToListAsync(ct)).Select(r => new RestrictionRow(r.Kind, r.Kind.Name(), r.Item, r.Kind.Basis(), r.From, r.Until, r.IsWithinReachOf(reader) ? r.Reason : ""))];
    }

    /// <returns>Until when papers may not follow any more, or <see langword="null"/>.</returns>
    public async Task<Error?> ToleranceAsync(string owner, CancellationToken ct) => await UntilAsync(owner, RestrictionKind.ToleranceLost, ct) is { } until ? ToleranceErrors.Lost(until) : null;

    public async Task<Error?> CommitmentAsync(string owner, CancellationToken ct) => await UntilAsync(owner, RestrictionKind.CommitmentLost, ct) is { } until ? CommitmentErrors.Lost(until) : null;

    /// <summary>A new application for an item for which the enterprise is barred is refused, with the day from which it is possible (行政许可法第七十八条、第七十九条).</summary>
    public async Task<Error?> ApplicationAsync(StageCase stage, FlowCatalogue flow, CancellationToken ct)
    {
        var today = clock.Today;
        var bars = await db.Set<Restriction>().AsNoTracking().Where(r => r.Owner == stage.Owner && r.Until > today && (r.Kind == RestrictionKind.FalseApplication || r.Kind == RestrictionKind.FraudulentPermit)).ToListAsync(ct);
        return Error.Combine([.. bars.Where(r => stage.Items.Any(i => i.Code == r.Item && i.State is not ItemState.Dropped))
            .Select(r => CertificateErrors.Barred(flow.FindItem(r.Item!)?.Name ?? (r.Item!, r.Item!), r.Kind.Name(), r.Until, r.Kind.Basis()))]);
    }

    /// <summary>After a broken promise: the second one costs the enterprise the tolerance for twelve months.</summary>
    public async Task<Restriction?> AfterBrokenPromiseAsync(StageCase stage, CaseSetting setting, CancellationToken ct)
    {
        var earlier = await db.Set<StageCase>().Where(s => s.Owner == stage.Owner && s.Id != stage.Id).SumAsync(s => s.BrokenPromises, ct);
        var imposed = await db.Set<Restriction>().CountAsync(r => r.Owner == stage.Owner && r.Kind == RestrictionKind.ToleranceLost, ct);
        // Two broken promises are spent on each restriction.
        if (earlier + stage.BrokenPromises < 2 * (imposed + 1))
            return null;
        var restriction = Restriction.Impose(RestrictionKind.ToleranceLost, stage, null, stage.Lead, "两次逾期未补交容缺材料", setting.Today, setting.Now);
        db.Add(restriction);
        return restriction;
    }

    private async Task<DateOnly?> UntilAsync(string owner, RestrictionKind kind, CancellationToken ct)
    {
        var today = clock.Today;
        return await db.Set<Restriction>().Where(r => r.Owner == owner && r.Kind == kind && r.Until > today).MaxAsync(r => (DateOnly?)r.Until, ct);
    }
}
