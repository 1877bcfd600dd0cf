using Tongban.Foundation;

namespace Tongban.Lists.Contracts;

// What people write as a reason stands in the list itself; the ledger keeps its SHA-256.

/// <summary>A power was entered in the power list (权力清单).</summary>
[Act("lists.power-published", "公布权力事项", "Power published")]
public sealed record PowerPublished(Guid PowerId, string Code, string Organ, string ItemCode, DateOnly ValidFrom, DateOnly? ValidTo, int Edition) : IAct;

/// <summary>The wording, basis or validity of a power was published anew.</summary>
[Act("lists.power-revised", "修订权力事项", "Power revised")]
public sealed record PowerRevised(Guid PowerId, string Code, DateOnly ValidFrom, DateOnly? ValidTo, int Edition) : IAct;

/// <summary>The power may not be used from that day on, until it is reinstated.</summary>
[Act("lists.power-suspended", "暂停权力事项", "Power suspended")]
public sealed record PowerSuspended(Guid PowerId, string Code, DateOnly From, string ReasonDigest) : IAct;

/// <summary>A suspension was lifted; the power may be used again from that day on.</summary>
[Act("lists.power-reinstated", "恢复权力事项", "Power reinstated")]
public sealed record PowerReinstated(Guid PowerId, string Code, DateOnly From, string ReasonDigest) : IAct;

/// <summary>The power was cancelled or handed over; <paramref name="LastDay"/> is the last day on which it may be used.</summary>
[Act("lists.power-ended", "取消权力事项", "Power ended")]
public sealed record PowerEnded(Guid PowerId, string Code, DateOnly LastDay, string ReasonDigest) : IAct;
