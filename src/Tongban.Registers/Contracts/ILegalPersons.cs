using Tongban.Foundation.People;

namespace Tongban.Registers.Contracts;

/// <summary>What the register needs to tell kinds of legal persons apart (second character group of GB 32100).</summary>
public enum LegalPersonKind
{
    Enterprise,
    IndividualBusiness,
    Cooperative,
    Organ,
    PublicInstitution,
    SocialOrganisation,
    Other,
}

/// <summary>How far a mandate reaches.</summary>
public enum AgentScope
{
    /// <summary>Every matter of the legal person.</summary>
    All,

    /// <summary>One project and nothing else.</summary>
    OneProject,
}

/// <summary>A legal person as other modules see it: public register data only.</summary>
/// <param name="Division">Six digits, GB/T 2260.</param>
/// <param name="Industry">GB/T 4754 code, if known.</param>
public sealed record LegalPersonRecord(Guid Id, string CreditCode, string Name, LegalPersonKind Kind, string Division, string Address, string? Industry);

/// <summary>Whether somebody may do for a legal person what he is about to do.</summary>
public static class Standing
{
    /// <summary>Whether the actor stands for the legal person in this project: by the capacity he acts in and, since a mandate may have ended meanwhile, by the register today.</summary>
    public static Task<bool> StandsForAsync(this ILegalPersons legalPersons, Actor actor, string creditCode, Guid project, DateOnly today, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(legalPersons);
        ArgumentNullException.ThrowIfNull(actor);
        return actor.StandsFor(creditCode, project) ? legalPersons.MayActForAsync(actor.PersonId, creditCode, today, project, ct) : Task.FromResult(false);
    }

    /// <summary>The same for a matter that belongs to no project.</summary>
    public static Task<bool> StandsForAllOfAsync(this ILegalPersons legalPersons, Actor actor, string creditCode, DateOnly today, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(legalPersons);
        ArgumentNullException.ThrowIfNull(actor);
        return actor.StandsForAllOf(creditCode) ? legalPersons.MayActForAsync(actor.PersonId, creditCode, today, null, ct) : Task.FromResult(false);
    }
}

/// <summary>The register of legal persons (法人库).</summary>
public interface ILegalPersons
{
    /// <returns>The legal person, or <see langword="null"/> when the register does not have it.</returns>
    Task<LegalPersonRecord?> FindAsync(string creditCode, CancellationToken ct);

    /// <summary>Whether this account may act for the legal person on that day: the account that registered it, or an agent whose mandate covers the day.
    /// A mandate for one project counts only when that project is named.</summary>
    Task<bool> MayActForAsync(Guid personId, string creditCode, DateOnly today, Guid? projectId = null, CancellationToken ct = default);

    /// <summary>Whether this account is the representative of the legal person: it registered it, and it alone gives mandates.</summary>
    Task<bool> IsRepresentativeAsync(Guid personId, string creditCode, CancellationToken ct);
}
