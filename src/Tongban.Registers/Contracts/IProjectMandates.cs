using Tongban.Foundation;

namespace Tongban.Registers.Contracts;

/// <summary>Gives and ends mandates for one project inside another room's unit of work, on the word of the legal person's representative.</summary>
public interface IProjectMandates
{
    /// <summary>Whether this account is the representative of the legal person: it alone gives mandates.</summary>
    Task<bool> IsRepresentativeAsync(Guid personId, string creditCode, CancellationToken ct);

    /// <summary>Gives the agent a mandate for one project, both days included (民法典第一百六十五条).</summary>
    /// <param name="grantedBy">The representative who asked for it.</param>
    /// <returns>Id of the mandate.</returns>
    Task<Result<Guid>> GrantAsync(string creditCode, Guid agent, Guid projectId, DateOnly from, DateOnly to, Guid grantedBy, CancellationToken ct);

    /// <summary>Ends it from today on. One that is over already stays as it is.</summary>
    /// <param name="by">The representative, or the agent who lays it down (民法典第一百七十三条).</param>
    Task<Error?> EndAsync(string creditCode, Guid mandate, Guid by, CancellationToken ct);
}
