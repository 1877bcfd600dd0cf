using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Ledger;

/// <summary>An auditor asks for a verification of the whole ledger.</summary>
internal sealed record VerifyLedgerCommand;

/// <summary>Verifications that auditors run from a page: one at a time, of a ledger up to a size, kept with their results.</summary>
internal sealed class LedgerVerifications(TongbanDb db, LedgerReader ledger, TimeProvider clock)
{
    /// <summary>About half a minute of reading; beyond that the command line does it.</summary>
    public const long MostEntries = 1_000_000;

    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    public Task<LedgerVerification?> LastAsync(CancellationToken ct) =>
        db.Set<LedgerVerification>().AsNoTracking().OrderByDescending(v => v.At).ThenByDescending(v => v.Id).FirstOrDefaultAsync(ct);

    public async Task<Result<Guid>> RunAsync(VerifyLedgerCommand command, Caller caller, CancellationToken ct)
    {
        var entries = await db.Set<LedgerEntry>().MaxAsync(e => e.Position, ct) ?? 0;
        if (entries > MostEntries)
            return LedgerErrors.TooLarge(entries, MostEntries);
        if (!await OneAtATime.WaitAsync(TimeSpan.Zero, ct))
            return LedgerErrors.Busy();
        try
        {
            var report = await ledger.VerifyAsync(ct: ct);
            var at = clock.GetUtcNow();
            return await db.ActAsync(command, caller, () =>
            {
                var verification = LedgerVerification.Of(report, caller.Actor.PersonId, at);
                db.Add(verification);
                return Task.FromResult((Result<Guid>)verification.Id);
            }, ct);
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
