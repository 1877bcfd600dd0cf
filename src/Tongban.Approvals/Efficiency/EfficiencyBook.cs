using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Approvals.Efficiency;

/// <summary>Keeps the efficiency tables: every stage that ends is measured and counted in, once, however often it is told.</summary>
internal sealed class EfficiencyBook(TongbanDb db, FlowLibrary flows, Calendars calendars, IServiceScopeFactory scopes) : IActHandler
{
    private const int Batch = 200;

    public string Name => "approvals.efficiency";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>(StringComparer.Ordinal) { ActNames.Of(typeof(StageConcluded)).Name };

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        using var payload = JsonDocument.Parse(entry.Payload);
        await EnterAsync(payload.RootElement.GetProperty("stageCase").GetGuid(), ct);
    }

    /// <summary>Throws everything away and measures every ended stage anew. Pages show what is there so far meanwhile.</summary>
    /// <returns>How many stages were measured.</returns>
    public async Task<int> RebuildAsync(CancellationToken ct)
    {
        await EmptyAsync(ct);
        var (done, after) = (0, Guid.Empty);
        while (true)
        {
            // Ids grow with time: the stages of a project come in their order.
            var stages = await db.Set<StageCase>().AsNoTracking().Where(s => (s.State == StageState.Concluded || s.State == StageState.Refused) && s.Id > after)
                .OrderBy(s => s.Id).Select(s => s.Id).Take(Batch).ToListAsync(ct);
            if (stages.Count == 0)
                return done;
            foreach (var stage in stages)
            {
                using var scope = scopes.CreateScope();
                await scope.ServiceProvider.GetRequiredService<EfficiencyBook>().EnterAsync(stage, ct);
            }
            (done, after) = (done + stages.Count, stages[^1]);
        }
    }

    private async Task EnterAsync(Guid stageCase, CancellationToken ct)
    {
        var entered = await db.ActAsync($"efficiency {stageCase}", new Caller { Actor = Actor.System }, async () =>
        {
            if (await db.Set<StageCase>().AsNoTracking().Include(s => s.Items).SingleOrDefaultAsync(s => s.Id == stageCase, ct) is not { } stage)
                return (Result<bool>)false;
            var flow = flows.Of(stage.Flow);
            List<EfficiencySpan> now = [.. StageMeasure.Of(stage, flow, calendars.Current)];
            var before = await db.Set<EfficiencySpan>().Where(s => s.StageCaseId == stageCase).ToListAsync(ct);
            if (stage.Stage == flow.Stages.Count && stage.State is StageState.Concluded)
            {
                var earlier = await db.Set<EfficiencySpan>().AsNoTracking().Where(s => s.ProjectId == stage.ProjectId && s.Kind == SpanKind.Stage && s.StageCaseId != stageCase).ToListAsync(ct);
                if (earlier.Count == flow.Stages.Count - 1)
                    now.Add(StageMeasure.OfProject([.. earlier, .. now.Where(s => s.Kind is SpanKind.Stage)]));
            }
            if (before.Count == now.Count && before.OrderBy(s => s.Id).Zip(now.OrderBy(s => s.Id)).All(p => Same(p.First, p.Second)))
                return false; // told twice

            var months = before.Concat(now).Select(s => s.Month).Distinct().ToList();
            var cells = await db.Set<EfficiencyCell>().Where(c => months.Contains(c.Month) && c.Type == stage.Type && c.Division == stage.Division && (c.Stage == stage.Stage || c.Stage == 0)).ToListAsync(ct);
            foreach (var (span, sign) in before.Select(s => (s, -1)).Concat(now.Select(s => (s, 1))))
            {
                if (cells.Find(c => c.Holds(span)) is not { } cell)
                {
                    cell = EfficiencyCell.For(span);
                    db.Add(cell);
                    cells.Add(cell);
                }
                cell.Add(span, sign);
            }
            foreach (var span in before)
            {
                // Rows of the same key cannot be taken out and put in within one unit: what stays is written over.
                if (now.Find(s => s.Id == span.Id) is { } again)
                    db.Entry(span).CurrentValues.SetValues(again);
                else
                    db.Remove(span);
            }
            foreach (var span in now.Where(n => before.TrueForAll(b => b.Id != n.Id)))
                db.Add(span);
            return true;
        }, ct);
        if (entered.Error is { } error)
            throw new InvalidOperationException(error.Text.En);
    }

    private async Task EmptyAsync(CancellationToken ct)
    {
        while (true)
        {
            using var scope = scopes.CreateScope();
            var emptying = scope.ServiceProvider.GetRequiredService<TongbanDb>();
            var removed = await emptying.ActAsync("empty-efficiency", new Caller { Actor = Actor.System }, async () =>
            {
                var spans = await emptying.Set<EfficiencySpan>().OrderBy(s => s.Id).Take(Batch * 5).ToListAsync(ct);
                var cells = await emptying.Set<EfficiencyCell>().OrderBy(c => c.Id).Take(Batch * 5).ToListAsync(ct);
                emptying.RemoveRange(spans);
                emptying.RemoveRange(cells);
                return (Result<int>)(spans.Count + cells.Count);
            }, ct);
            if (!removed.TryGet(out var count, out var error))
                throw new InvalidOperationException(error.Text.En);
            if (count == 0)
                return;
        }
    }

    private static bool Same(EfficiencySpan a, EfficiencySpan b) =>
        (a.Id, a.Shares, a.Promised, a.Legacy, a.OnPath, a.Granted, a.ClosedOn, a.OpenedOn) == (b.Id, b.Shares, b.Promised, b.Legacy, b.OnPath, b.Granted, b.ClosedOn, b.OpenedOn);
}
