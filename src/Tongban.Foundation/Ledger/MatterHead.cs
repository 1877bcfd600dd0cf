namespace Tongban.Foundation.Ledger;

/// <summary>Where a matter's chain ends: what the next entry is sealed to.</summary>
public sealed record MatterHead(string Matter, long Sequence, byte[] Hash);
