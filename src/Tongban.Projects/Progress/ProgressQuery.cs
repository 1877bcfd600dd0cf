using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Projects.Progress;

/// <summary>A project and how far it is, as anyone may know it.</summary>
internal sealed record PublicProgress(ProjectRecord Project, IReadOnlyList<ProgressRow> Rows);

/// <summary>Looks a project up by its code, for everyone: the page and the API ask the same.</summary>
internal sealed class ProgressQuery(IProjects projects, IEnumerable<IProjectProgress> progress)
{
    private const int LongestInput = 60;

    public async Task<Result<PublicProgress>> FindAsync(string text, CancellationToken ct)
    {
        // Which rule of the code is broken helps a person who mistyped it, and tells nothing about any project.
        if (!ProjectCode.Parse(text.Length > LongestInput ? text[..LongestInput] : text, "code").TryGet(out var code, out var refusal))
            return refusal;
        if (await projects.FindByCodeAsync(code.Value, ct) is not { } project)
            return ProjectErrors.UnknownCode(code);
        var rows = new List<ProgressRow>();
        foreach (var source in progress)
            rows.AddRange(await source.OfAsync(project.Id, ct));
        return new PublicProgress(project, rows);
    }
}
