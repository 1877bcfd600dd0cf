using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Ledger;

/// <summary>Closes new entries into the tree and signs its head.</summary>
/// <remarks>Several processes may do it at once: the one row of the frontier has a version, so of two that go on from the same edge one commits and the other starts again behind it.
/// It signs nothing that disagrees with the checkpoint before, so a damaged ledger gets no fresh signature over the damage.</remarks>
internal sealed partial class CheckpointService(IServiceScopeFactory scopes, LedgerSequencer sequencer, LedgerKeyRing keys, LedgerOptions options, TimeProvider clock, ILogger<CheckpointService> log)
{
    /// <summary>Entries a checkpoint adds at most: a unit of work stays small, and a proof's range narrow.</summary>
    internal const int Batch = 20_000;

    /// <summary>Closes everything committed so far.</summary>
    /// <returns>How many entries are closed now, by this process or another.</returns>
    public async Task<long> CloseAsync(CancellationToken ct)
    {
        await sequencer.PlaceAsync(ct);
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
            var closed = await db.Set<StoredFrontier>().AsNoTracking().Where(f => f.Id == StoredFrontier.Only).Select(f => f.Size).SingleOrDefaultAsync(ct);
            if (!await db.Set<LedgerEntry>().AnyAsync(e => e.Position == closed + 1, ct))
            {
                if (await db.Set<LedgerEntry>().AnyAsync(e => e.Position > closed, ct))
                    GapFound(closed + 1);
                return closed;
            }

            var result = await db.ActAsync("ledger.close", new Caller { Actor = Actor.System }, () => CloseBatchAsync(db, ct), ct);
            if (!result.TryGet(out var size, out var refused))
            {
                if (refused.Code == LedgerErrors.Disagrees().Code)
                    EdgeDisagrees(closed);
                return closed;
            }
        }
    }

    private async Task<Result<long>> CloseBatchAsync(TongbanDb db, CancellationToken ct)
    {
        var frontier = await db.Set<StoredFrontier>().SingleOrDefaultAsync(f => f.Id == StoredFrontier.Only, ct);
        if (frontier is null)
            db.Add(frontier = StoredFrontier.Begin());
        var newest = await db.Set<StoredCheckpoint>().AsNoTracking().OrderByDescending(c => c.Size).Select(c => c.Note).FirstOrDefaultAsync(ct);
        Checkpoint? before = null;
        if (newest is not null && !Checkpoint.TryParse(newest, out before))
            return LedgerErrors.Disagrees();
        if (Edge(frontier) is not { } tree || (before?.Size ?? 0) != tree.Size || (before is not null && !before.RootHash.AsSpan().SequenceEqual(tree.Root())))
            return LedgerErrors.Disagrees();

        var from = tree.Size;
        var completed = new List<CompleteSubtree>();
        var waiting = db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position > from).OrderBy(e => e.Position).Take(Batch).Select(e => new { e.Position, e.Hash });
        await foreach (var entry in waiting.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (entry.Position != tree.Size + 1 || entry.Hash.Length != LedgerEntry.Nothing.Length)
                break;
            tree.Append(MerkleTree.LeafHash(entry.Hash), completed);
        }

        if (tree.Size == from)
            return from;   // another process closed them meanwhile
        var now = LedgerEntry.Truncate(clock.GetUtcNow());
        // Two machines' clocks may differ by a little; checkpoints never run backwards.
        var at = before is not null && before.SignedAt > now ? before.SignedAt : now;
        var checkpoint = Checkpoint.Sign(options.Origin, tree.Size, tree.Root(), at, keys.Signer);
        frontier.MoveTo(tree);
        foreach (var subtree in completed)
            db.Add(new LedgerNode { Level = subtree.Level, Index = subtree.Index, Hash = subtree.Hash });
        db.Add(new StoredCheckpoint { Size = checkpoint.Size, Note = checkpoint.ToString(), SignedAt = checkpoint.SignedAt });
        return tree.Size;
    }

    private static MerkleFrontier? Edge(StoredFrontier frontier)
    {
        try
        {
            return MerkleFrontier.FromBytes(frontier.Edge) is var tree && tree.Size == frontier.Size ? tree : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No ledger entry stands at place {Position}, but later ones do; nothing is signed beyond it. Run: tongban ledger verify")]
    private partial void GapFound(long position);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored edge of the ledger's tree at {Size} entries disagrees with the last checkpoint; nothing is signed. Run: tongban ledger verify")]
    private partial void EdgeDisagrees(long size);
}

/// <summary>Closes the ledger every few minutes.</summary>
internal sealed class CheckpointJob(CheckpointService checkpoints) : IScheduledJob
{
    public string Name => "foundation.ledger-checkpoint";

    public string Cron => "0 0/5 * * * ?";

    public Task RunAsync(CancellationToken ct) => checkpoints.CloseAsync(ct);
}
