using Tongban.Foundation;

namespace Tongban.Projects.Contracts;

/// <summary>A module above that has something to do in the very moment a project is declared, in the same transaction: the approvals open the
/// first stage, and a record filing takes effect on receipt (企业投资项目核准和备案管理条例第十三条).</summary>
public interface IDeclarationFollower
{
    /// <summary>Called inside the unit of work of the declaration, after the project got its code.</summary>
    /// <returns>A refusal undoes the declaration.</returns>
    Task<Error?> FollowAsync(ProjectRecord project, CancellationToken ct);
}
