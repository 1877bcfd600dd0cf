using Tongban.Foundation;

namespace Tongban.Registers.Contracts;

/// <summary>A legal person was entered in the register. The public credit code is its only identification here.</summary>
[Act("registers.legal-person-registered", "法人登记入库", "Legal person registered")]
public sealed record LegalPersonRegistered(Guid LegalPersonId, string CreditCode, LegalPersonKind Kind, string Division) : IAct;

/// <summary>A person was given a mandate to act for a legal person.</summary>
[Act("registers.agent-authorised", "授权办事人员", "Agent authorised")]
public sealed record AgentAuthorised(Guid LegalPersonId, Guid MandateId, Guid AgentPersonId, AgentScope Scope, Guid? ProjectId, DateOnly From, DateOnly To) : IAct;

/// <summary>A mandate was withdrawn by the grantor or laid down by the agent; it ends with that day's beginning.</summary>
[Act("registers.agent-revoked", "撤销办事授权", "Agent's mandate revoked")]
public sealed record AgentRevoked(Guid LegalPersonId, Guid MandateId, DateOnly RevokedOn) : IAct;
