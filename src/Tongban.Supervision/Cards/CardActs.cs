using Tongban.Foundation;

namespace Tongban.Supervision.Cards;

// What people write stays with the card; the ledger keeps its SHA-256.

[Act("supervision.card-issued", "发出督办单", "Supervision card issued")]
internal sealed record CardIssued(Guid Card, string Number, Guid Finding, string Rule, string Organ, DateOnly StatementDueOn, string DemandDigest) : IAct;

[Act("supervision.statement-given", "提交情况说明", "Statement given")]
internal sealed record StatementGiven(Guid Card, bool Admits, bool Late, string StatementDigest) : IAct;

[Act("supervision.card-decided", "作出监察决定", "Supervision decided")]
internal sealed record CardDecided(Guid Card, bool Upheld, bool WithoutStatement, DateOnly? CorrectionDueOn, string ReasonDigest) : IAct;

[Act("supervision.correction-reported", "报告整改结果", "Correction reported")]
internal sealed record CorrectionReported(Guid Card, bool Late, string ReportDigest) : IAct;

[Act("supervision.correction-followed-up", "复查整改结果", "Correction followed up")]
internal sealed record CorrectionFollowedUp(Guid Card, bool Accepted, bool Proposal, string ReasonDigest) : IAct;

[Act("supervision.card-appealed", "申请复核", "Decision appealed against")]
internal sealed record CardAppealed(Guid Card, string GroundsDigest) : IAct;

[Act("supervision.appeal-decided", "作出复核决定", "Appeal decided")]
internal sealed record AppealDecided(Guid Card, bool Stands, string ReasonDigest) : IAct;
