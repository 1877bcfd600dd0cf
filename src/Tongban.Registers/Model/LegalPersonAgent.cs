using Tongban.Foundation.Identifiers;
using Tongban.Registers.Contracts;

namespace Tongban.Registers.Model;

/// <summary>A mandate: who may act for a legal person, for what, from when to when (both days included).</summary>
internal sealed class LegalPersonAgent
{
    private LegalPersonAgent()
    {
    }

    internal LegalPersonAgent(Guid legalPersonId, Guid personId, AgentScope scope, Guid? projectId, DateOnly from, DateOnly to, Guid grantedBy) =>
        (Id, LegalPersonId, PersonId, Scope, ProjectId, FirstDay, LastDay, GrantedBy) = (NewId.Random(), legalPersonId, personId, scope, projectId, from, to, grantedBy);

    public Guid Id { get; private set; }

    public Guid LegalPersonId { get; private set; }

    public Guid PersonId { get; private set; }

    public AgentScope Scope { get; private set; }

    /// <summary>The one project of <see cref="AgentScope.OneProject"/>.</summary>
    public Guid? ProjectId { get; private set; }

    public DateOnly FirstDay { get; private set; }

    public DateOnly LastDay { get; private set; }

    public Guid GrantedBy { get; private set; }

    public DateOnly? RevokedOn { get; private set; }

    public bool Covers(DateOnly day, Guid? projectId) =>
        FirstDay <= day && day <= LastDay && (RevokedOn is null || day < RevokedOn) && (Scope is AgentScope.All || ProjectId == projectId);

    internal void Revoke(DateOnly on) => RevokedOn = on;
}
