namespace Tongban.Foundation.Ledger;

/// <summary>The chain of one matter with a proof for each entry, all against one checkpoint.</summary>
/// <param name="Keys">Public keys that verify it: of the checkpoint, and the present one.</param>
public sealed record MatterProof(Checkpoint Checkpoint, IReadOnlyList<LedgerProof> Proofs, IReadOnlyList<LedgerPublicKey> Keys);

/// <summary>What other modules need to hand a matter's history out, to be verified without the platform.</summary>
public interface ILedgerProofs
{
    /// <summary>The whole chain; a checkpoint is made first when the newest does not cover it.</summary>
    Task<Result<MatterProof>> OfMatterAsync(string matter, CancellationToken ct);

    /// <summary>Signs a digest with the ledger's key.</summary>
    SignedDigest Sign(string purpose, string digest);
}

/// <inheritdoc cref="ILedgerProofs"/>
internal sealed class LedgerProofs(LedgerReader reader, LedgerKeyRing keys) : ILedgerProofs
{
    public async Task<Result<MatterProof>> OfMatterAsync(string matter, CancellationToken ct)
    {
        if (!(await reader.ProveMatterAsync(matter, ct)).TryGet(out var proofs, out var refusal))
            return refusal;
        return new MatterProof(proofs[0].Checkpoint, proofs, [.. new[] { proofs[0].PublicKey, keys.Signer.PublicKey }.DistinctBy(k => k.ToString())]);
    }

    public SignedDigest Sign(string purpose, string digest) => SignedDigest.Sign(purpose, digest, keys.Signer);
}
