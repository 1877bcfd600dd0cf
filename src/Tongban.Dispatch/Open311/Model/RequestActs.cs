using Tongban.Foundation;

namespace Tongban.Dispatch.Open311.Model;

// Who reported and what was written stay with the request; the ledger keeps digests.

[Act("dispatch.request-received", "受理市民诉求", "Service request received")]
internal sealed record RequestReceived(Guid Request, string Number, string ServiceCode, string Organ, Guid? Application, DateTimeOffset DueAt, string DescriptionCommitment) : IAct;

[Act("dispatch.request-transferred", "转办市民诉求", "Service request transferred")]
internal sealed record RequestTransferred(Guid Request, string Number, string Organ, string ReasonDigest) : IAct;

[Act("dispatch.request-noted", "反馈市民诉求进展", "Progress of a service request noted")]
internal sealed record RequestNoted(Guid Request, string Number, string NotesDigest) : IAct;

/// <param name="Late">After it was due.</param>
[Act("dispatch.request-closed", "办结市民诉求", "Service request closed")]
internal sealed record RequestClosed(Guid Request, string Number, RequestOutcome Outcome, bool Late, string NotesDigest) : IAct;

[Act("dispatch.application-registered", "登记接入应用", "Application registered")]
internal sealed record ApplicationRegistered(Guid Application, string KeyDigest, bool MayImport, int PerMinute) : IAct;

[Act("dispatch.application-revoked", "注销接入应用", "Application revoked")]
internal sealed record ApplicationRevoked(Guid Application) : IAct;
