using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Layers;
using Tongban.Space.Work;

namespace Tongban.Space.Runs;

/// <summary>Works on batches that wait, one after the other. A process takes one on for two minutes at a time; with every hundred answers it stores how far it is. When it dies, another goes on there.</summary>
internal sealed partial class RunRunner(TongbanDb db, RunInputs inputs, ILayers layers, ISiteChecks checks, BlobFolder folder, CityClock clock, ILogger<RunRunner> log) : IWaitingWork
{
    private const int Chunk = 100;

    /// <summary>Threads that work on one batch; the others of the machine are for those who wait at a desk.</summary>
    private const int Threads = 2;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Works on everything that waits.</summary>
    /// <param name="alone">No other process works on this database: whatever is marked as being worked on was left by one that died.</param>
    public async Task RunAsync(bool alone, CancellationToken ct)
    {
        while (await NextAsync(alone, ct) is { } next)
        {
            await WorkAsync(next.Id, next.Attempt, ct);
            alone = false;
        }
    }

    private async Task<(Guid Id, int Attempt)?> NextAsync(bool alone, CancellationToken ct)
    {
        var now = alone ? DateTimeOffset.MaxValue : clock.Now;
        var waiting = await db.Set<ClassificationRun>().AsNoTracking().Where(r => r.State == RunState.Running && (r.LeaseUntil == null || alone || r.LeaseUntil <= now)).OrderBy(r => r.Id).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(ct);
        if (waiting is not { } id)
            return null;
        var attempt = 0;
        return await ActAsync(id, run =>
        {
            var claimed = run.Claim(now, clock.Now + Lease);
            attempt = run.Attempts;
            return claimed;
        }, ct) ? (id, attempt) : null;
    }

    private async Task WorkAsync(Guid id, int attempt, CancellationToken ct)
    {
        var run = await db.Set<ClassificationRun>().AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var scratch = Path.Combine(folder.Scratch, $"run-{id:N}-{attempt}");
        Directory.CreateDirectory(scratch);
        try
        {
            var set = await layers.OfAsync(run.Versions, ct);
            if (run.Kind is not ClassificationRun.File)
            {
                if (await AnswerAsync(run, attempt, set, inputs.SubjectsAsync(run, ct), run.Total, ct))
                    await ActAsync(id, r => r.Finish(attempt, clock.Now), ct);
                return;
            }
            if (!(await inputs.OpenAsync(run, scratch, ct)).TryGet(out var source, out var refusal))
            {
                await ActAsync(id, r => r.Refuse(attempt, refusal, clock.Now), ct);
                return;
            }
            using (source)
            {
                if (await AnswerAsync(run, attempt, set, RunInputs.Features(source, run, ct).ToAsyncEnumerable(), (int?)source.Count, ct))
                    await ActAsync(id, r => r.Finish(attempt, clock.Now), ct);
            }
        }
#pragma warning disable CA1031 // a file that breaks the reading is refused in words; the fault itself goes to the log
        catch (Exception fault) when (fault is not OperationCanceledException and not StorageUnavailableException)
        {
            RunFailed(id, fault);
            await ActAsync(id, r => r.Refuse(attempt, LayerErrors.Damaged("file", "无法处理", "it cannot be worked on"), clock.Now), ct);
        }
#pragma warning restore CA1031
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <returns>Whether it came to the end; not when the batch was cancelled or taken over, or refused for having too many sites.</returns>
    private async Task<bool> AnswerAsync(ClassificationRun run, int attempt, PinnedSet set, IAsyncEnumerable<RunInput> sites, int? total, CancellationToken ct)
    {
        var number = run.Done;
        List<RunInput> waiting = [];
        await foreach (var site in sites.WithCancellation(ct))
        {
            waiting.Add(site);
            if (waiting.Count == Chunk && !await StoreAsync())
                return false;
            if (number + waiting.Count > ClassificationRun.MostSites)
            {
                await ActAsync(run.Id, r => r.Refuse(attempt, RunErrors.TooMany(ClassificationRun.MostSites), clock.Now), ct);
                return false;
            }
        }
        return waiting.Count == 0 || await StoreAsync();

        async Task<bool> StoreAsync()
        {
            var rows = new RunRow[waiting.Count];
            await Parallel.ForAsync(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = ct }, async (i, c) => rows[i] = await RowAsync(run.Id, number + i + 1, waiting[i], set, c));
            var after = waiting[^1].Subject;
            var stored = await db.ActAsync(new { run.Id, attempt, number }, new Caller { Actor = Foundation.People.Actor.System }, async () =>
            {
                if (await db.Set<ClassificationRun>().SingleOrDefaultAsync(r => r.Id == run.Id, ct) is not { } current || !current.Advance(attempt, rows, after, total, clock.Now + Lease))
                    return (Result<bool>)RunErrors.NotRunning();
                db.AddRange(rows);
                return true;
            }, ct);
            number += rows.Length;
            waiting.Clear();
            return stored.Error is null;
        }
    }

    private async Task<RunRow> RowAsync(Guid run, int number, RunInput input, PinnedSet set, CancellationToken ct)
    {
        if (!input.Read().TryGet(out var site, out var refusal))
            return RunRow.Without(run, number, input.Subject, input.Title, refusal.Code, refusal.Text);
        return RunRow.Of(run, number, input.Subject, input.Title, site, await checks.CheckAsync(site, set, ct));
    }

    private async Task<bool> ActAsync(Guid id, Func<ClassificationRun, bool> act, CancellationToken ct) => (await db.ActAsync(id, new Caller { Actor = Foundation.People.Actor.System }, async () =>
        await db.Set<ClassificationRun>().SingleOrDefaultAsync(r => r.Id == id, ct) is { } run && act(run) ? true : (Result<bool>)RunErrors.NotRunning(), ct)).Error is null;

    [LoggerMessage(Level = LogLevel.Error, Message = "The batch {Run} failed")]
    private partial void RunFailed(Guid run, Exception fault);
}
