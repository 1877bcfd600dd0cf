namespace Tongban.Foundation.Ledger;

/// <summary>What is wrong with a ledger.</summary>
public enum LedgerFindingKind
{
    /// <summary>The entry says something else than what was sealed.</summary>
    EntryHashWrong,

    /// <summary>The entry is sealed to another entry than the one that stands before it in the matter.</summary>
    ChainBroken,

    /// <summary>Entries of the matter are missing before this one.</summary>
    SequenceGap,

    /// <summary>The number within the matter stands twice, or out of order.</summary>
    SequenceDuplicate,

    /// <summary>The entry is dated before the one before it in the matter.</summary>
    TimeWentBack,

    /// <summary>No entry stands at these places in the order of commits.</summary>
    PositionGap,

    /// <summary>Two entries stand at one place, or the order runs backwards.</summary>
    PositionDuplicate,

    /// <summary>The matter's head names another hash than the entry it points to.</summary>
    HeadMismatch,

    /// <summary>The matter has entries but no head.</summary>
    HeadMissing,

    /// <summary>The matter has entries beyond its head.</summary>
    EntryWithoutHead,

    /// <summary>The matter's head names an entry that is not there.</summary>
    HeadWithoutEntry,

    /// <summary>The entries do not make the root that was signed.</summary>
    CheckpointRootMismatch,

    /// <summary>A checkpoint is not signed by a known key.</summary>
    CheckpointSignatureInvalid,

    /// <summary>A later checkpoint covers fewer entries than an earlier one.</summary>
    CheckpointShrunk,

    /// <summary>A checkpoint that was given out is not kept any more.</summary>
    CheckpointMissing,

    /// <summary>A checkpoint covers entries that are not there.</summary>
    TreeTruncated,
}

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Matter">The chain it is in, when it is in one.</param>
/// <param name="Sequence">The entry within the matter.</param>
/// <param name="Position">The entry's place, or the first place of the narrowest range that must hold the change.</param>
/// <param name="Until">The last place of that range; equal to <paramref name="Position"/> when the place is exact.</param>
public sealed record LedgerFinding(LedgerFindingKind Kind, string? Matter, long? Sequence, long? Position, long? Until, Words Explanation);
