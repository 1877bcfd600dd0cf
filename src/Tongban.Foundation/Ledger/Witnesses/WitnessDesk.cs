using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Ledger.Witnesses;

/// <summary>A witness and how far it has signed.</summary>
/// <param name="SignedSize">Size of the newest checkpoint it signed.</param>
internal sealed record WitnessRow(Guid Id, string Name, string KeyId, string Key, DateTimeOffset RegisteredAt, DateTimeOffset? RetiredAt, long? SignedSize, DateTimeOffset? SignedAt);

internal sealed record RegisterWitness(string? Name, string? Key);

internal sealed record RetireWitness(Guid Witness);

/// <summary>Registers witnesses, takes in their signatures and puts them under checkpoints.</summary>
internal sealed class WitnessDesk(TongbanDb db, LedgerOptions options, TimeProvider clock)
{
    // What a witness sends is believed for its signature, whoever brings it.
    private static readonly Caller Platform = new() { Actor = Actor.System };

    public Task<List<WitnessRow>> AllAsync(CancellationToken ct) => db.Set<Witness>().AsNoTracking().OrderBy(w => w.RetiredAt != null).ThenBy(w => w.Name)
        .Select(w => new WitnessRow(w.Id, w.Name, "", w.Key, w.RegisteredAt, w.RetiredAt,
            db.Set<Countersignature>().Where(c => c.WitnessId == w.Id).Max(c => (long?)c.Size),
            db.Set<Countersignature>().Where(c => c.WitnessId == w.Id).OrderByDescending(c => c.Size).Select(c => (DateTimeOffset?)c.At).FirstOrDefault()))
        .ToListAsync(ct);

    public Task<Result<Guid>> RegisterAsync(RegisterWitness command, Caller caller, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (!Witness.Register(command.Name?.Trim(), command.Key, options.Origin, clock.GetUtcNow()).TryGet(out var witness, out var refusal))
            return (Result<Guid>)refusal;
        if (await db.Set<Witness>().AnyAsync(w => w.Name == witness.Name, ct))
            return WitnessErrors.NameTaken(witness.Name);
        db.Add(witness);
        return witness.Id;
    }, ct);

    public Task<Result<Guid>> RetireAsync(RetireWitness command, Caller caller, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<Witness>().SingleOrDefaultAsync(w => w.Id == command.Witness, ct) is not { } witness)
            return (Result<Guid>)WitnessErrors.NotFound();
        return witness.Retire(clock.GetUtcNow()) is { } refusal ? refusal : witness.Id;
    }, ct);

    /// <summary>Takes in a witness's line under the checkpoint of that size; the same line twice is taken once.</summary>
    public async Task<Result<long>> CountersignAsync(long size, string? line, CancellationToken ct)
    {
        if (!WitnessLine.TryParse(line, out var signed))
            return WitnessErrors.Line();
        if (await db.Set<Witness>().AsNoTracking().SingleOrDefaultAsync(w => w.Name == signed.Name, ct) is not { } witness)
            return WitnessErrors.NotFound();
        if (witness.RetiredAt is not null)
            return WitnessErrors.Retired(witness.Name);
        if (!Checkpoint.TryParse(await db.Set<StoredCheckpoint>().AsNoTracking().Where(c => c.Size == size).Select(c => c.Note).SingleOrDefaultAsync(ct), out var checkpoint))
            return LedgerErrors.CheckpointNotFound(size);
        if (!signed.Verify(checkpoint, witness.PublicKey))
            return WitnessErrors.Signature(witness.Name);
        return await db.ActAsync("ledger.countersign", Platform, async () =>
        {
            if (!await db.Set<Countersignature>().AsNoTracking().AnyAsync(c => c.Size == size && c.WitnessId == witness.Id, ct))
                db.Add(new Countersignature { Size = size, WitnessId = witness.Id, Line = signed.ToString(), At = LedgerEntry.Truncate(clock.GetUtcNow()) });
            return (Result<long>)size;
        }, ct);
    }

    /// <summary>The checkpoints with the lines of their witnesses.</summary>
    public async Task<IReadOnlyList<Checkpoint>> WithLinesAsync(IReadOnlyList<Checkpoint> checkpoints, CancellationToken ct)
    {
        var sizes = checkpoints.Select(c => c.Size).ToList();
        var lines = (await db.Set<Countersignature>().AsNoTracking().Where(c => sizes.Contains(c.Size)).OrderBy(c => c.At).Select(c => new { c.Size, c.Line }).ToListAsync(ct)).ToLookup(c => c.Size, c => c.Line);
        return [.. checkpoints.Select(c => c.Witnessed([.. lines[c.Size]]))];
    }
}
