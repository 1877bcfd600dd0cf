using Tongban.Foundation;

namespace Tongban.Approvals.Model;

[Act("approvals.certificate-made", "制证", "Certificate made out")]
internal sealed record CertificateMade(Guid Certificate, Guid StageCase, string Item, ResultKind Kind, string Number, string FileDigest, DateOnly ServiceDueOn, DateOnly? ValidTo) : IAct;

[Act("approvals.certificate-served", "送达", "Certificate served")]
internal sealed record CertificateServed(Guid Certificate, ServiceWay Way, DateOnly On, int DaysUsed, string? ReceiptCommitment) : IAct;

[Act("approvals.holder-request-made", "持证人提出申请", "Holder's request made")]
internal sealed record HolderRequestMade(Guid Certificate, HolderRequestKind Kind, DateOnly DueOn, string ReasonDigest) : IAct;

[Act("approvals.holder-request-answered", "答复持证人申请", "Holder's request answered")]
internal sealed record HolderRequestAnswered(Guid Certificate, HolderRequestKind Kind, bool Granted, bool Deemed, DateOnly? ValidTo, string ReasonDigest) : IAct;

[Act("approvals.certificate-expired", "有效期届满", "Certificate expired")]
internal sealed record CertificateExpired(Guid Certificate, DateOnly On) : IAct;

[Act("approvals.certificate-ended", "撤销、撤回或者注销许可", "Permit revoked, withdrawn or cancelled")]
internal sealed record CertificateEnded(Guid Certificate, ResultState State, EndGround Ground, string Basis, DateOnly On, string ReasonDigest) : IAct;

[Act("approvals.certificate-voided", "证件作废", "Certificate voided")]
internal sealed record CertificateVoided(Guid Certificate, DateOnly On) : IAct;
