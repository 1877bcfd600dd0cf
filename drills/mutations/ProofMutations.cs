using Tongban.Foundation.Ledger;
using Tongban.Foundation.Ledger.Witnesses;

namespace Tongban.Drills.Mutations;

/// <summary>A checkpoint with one witness's line, and that witness's published key.</summary>
internal sealed record Witnessed(Checkpoint Checkpoint, WitnessLine Line, LedgerPublicKey Key);

/// <summary>The ways in which receipts, witnesses' lines and proofs of continuation are changed.</summary>
internal static class ProofMutations
{
    public static LedgerProof? Change(LedgerProof proof, IReadOnlyList<LedgerProof> others, Random random)
    {
        var draft = new Draft(proof.Entry);
        var path = proof.Path.ToList();
        var other = others[random.Next(others.Count)];
        var c = proof.Checkpoint;
        switch (random.Next(9))
        {
            case 0 or 1:
                draft.Turn(random.Next(Draft.Fields), random);
                return proof with { Entry = draft.Done() };
            case 2:
                draft.Turn(random.Next(4) switch { 0 => 1, 1 => 6, 2 => 9, _ => 10 }, random);
                return proof with { Entry = draft.Sealed() };
            case 3 when path.Count > 0:
                var at = random.Next(path.Count);
                path[at] = Draft.Turned(path[at], random);
                return proof with { Path = path };
            case 4 when path.Count > 0:
                if (random.Next(2) == 0)
                    path.RemoveAt(random.Next(path.Count));
                else
                    path.Insert(random.Next(path.Count + 1), path[random.Next(path.Count)]);
                return proof with { Path = path };
            case 5:
                return other.Entry.Id == proof.Entry.Id ? null : proof with { Entry = other.Entry };
            case 6:
                return proof with
                {
                    Checkpoint = random.Next(4) switch
                    {
                        0 => Checkpoint.Restore(c.Origin, c.Size ^ (1L << random.Next(12)), c.RootHash, c.SignedAt, c.KeyId, c.Signature),
                        1 => Checkpoint.Restore(c.Origin, c.Size, Draft.Turned(c.RootHash, random), c.SignedAt, c.KeyId, c.Signature),
                        2 => Checkpoint.Restore(c.Origin, c.Size, c.RootHash, c.SignedAt.AddMicroseconds(random.Next(1, 1_000_000)), c.KeyId, c.Signature),
                        _ => Checkpoint.Restore(c.Origin, c.Size, c.RootHash, c.SignedAt, c.KeyId, Draft.Turned(c.Signature, random)),
                    },
                };
            case 7:
                return other.Checkpoint.Size == c.Size ? null : proof with { Checkpoint = other.Checkpoint };
            case 8:
                var key = Convert.FromBase64String(proof.PublicKey.ToString().Split(':')[1]);
                return proof with { PublicKey = new LedgerPublicKey(proof.PublicKey.Algorithm, Draft.Turned(key, random)) };
            default:
                return null;
        }
    }

    public static Witnessed? Change(Witnessed witnessed, IReadOnlyList<Witnessed> others, Random random)
    {
        var other = others[random.Next(others.Count)];
        var c = witnessed.Checkpoint;
        return random.Next(6) switch
        {
            0 => witnessed with { Line = witnessed.Line with { Signature = Draft.Turned(witnessed.Line.Signature, random) } },
            1 => witnessed with { Line = witnessed.Line with { Name = Draft.Turned(witnessed.Line.Name, random) } },
            2 => other.Checkpoint.Size == c.Size ? null : witnessed with { Line = witnessed.Line with { Signature = other.Line.Signature } },
            3 => other.Line.Name == witnessed.Line.Name ? null : witnessed with { Line = witnessed.Line with { Name = other.Line.Name } },
            4 => witnessed with { Checkpoint = Checkpoint.Restore(c.Origin, c.Size, Draft.Turned(c.RootHash, random), c.SignedAt, c.KeyId, c.Signature) },
            _ => witnessed with { Checkpoint = Checkpoint.Restore(c.Origin, c.Size, c.RootHash, c.SignedAt.AddMicroseconds(random.Next(1, 1_000_000)), c.KeyId, c.Signature) },
        };
    }

    public static LedgerConsistency? Change(LedgerConsistency proof, IReadOnlyList<Checkpoint> checkpoints, Random random)
    {
        var path = proof.Path.ToList();
        var other = checkpoints[random.Next(checkpoints.Count)];
        switch (random.Next(4))
        {
            case 0 when path.Count > 0:
                var at = random.Next(path.Count);
                path[at] = Draft.Turned(path[at], random);
                return proof with { Path = path };
            case 1 when path.Count > 0:
                path.RemoveAt(random.Next(path.Count));
                return proof with { Path = path };
            case 2:
                return other.Size == proof.From.Size ? null : proof with { From = other };
            case 3:
                return other.Size == proof.To.Size ? null : proof with { To = other };
            default:
                return null;
        }
    }
}
