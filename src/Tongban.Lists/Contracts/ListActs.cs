using Tongban.Foundation;

namespace Tongban.Lists.Contracts;

// The words of entries and of reviews stand in the lists themselves; the ledger keeps their SHA-256.

/// <summary>A list was taken over from the city's catalogue as a whole.</summary>
/// <param name="Digest">SHA-256 of the entries as published.</param>
[Act("lists.list-published", "公布清单", "List published")]
public sealed record ListPublished(ListKind List, int Edition, int Entries, string Digest) : IAct;

[Act("lists.entry-drafted", "起草清单条目", "List entry drafted")]
public sealed record ListEntryDrafted(ListKind List, string Code, int Number, ListChangeReason Reason, string ContentDigest) : IAct;

[Act("lists.entry-submitted", "提交合法性审核", "List entry submitted for legality review")]
public sealed record ListEntrySubmitted(ListKind List, string Code, int Number) : IAct;

[Act("lists.entry-cleared", "合法性审核通过", "List entry passed legality review")]
public sealed record ListEntryCleared(ListKind List, string Code, int Number, string OpinionDigest) : IAct;

[Act("lists.entry-returned", "合法性审核退回", "List entry returned by legality review")]
public sealed record ListEntryReturned(ListKind List, string Code, int Number, string OpinionDigest) : IAct;

[Act("lists.entry-published", "公布清单条目", "List entry published")]
public sealed record ListEntryPublished(ListKind List, string Code, int Number, int Edition, ListChangeReason Reason, DateOnly ValidFrom, DateOnly? ValidTo, string Document, string ContentDigest) : IAct;

[Act("lists.entry-ended", "终止清单条目", "List entry ended")]
public sealed record ListEntryEnded(ListKind List, string Code, int Number, int Edition, ListChangeReason Reason, DateOnly LastDay, string Document) : IAct;

/// <summary>A power of the list may not be used from that day on.</summary>
[Act("lists.entry-suspended", "暂停清单条目", "List entry suspended")]
public sealed record ListEntrySuspended(ListKind List, string Code, int Number, int Edition, DateOnly From, string ReasonDigest) : IAct;

/// <summary>It may be used again.</summary>
[Act("lists.entry-reinstated", "恢复清单条目", "List entry reinstated")]
public sealed record ListEntryReinstated(ListKind List, string Code, int Number, int Edition, DateOnly From, string ReasonDigest) : IAct;

[Act("lists.draft-withdrawn", "撤回清单草案", "List draft withdrawn")]
public sealed record ListDraftWithdrawn(ListKind List, string Code, int Number) : IAct;
