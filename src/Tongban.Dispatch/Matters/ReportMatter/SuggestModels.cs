using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Matters;

/// <summary>Proposes models for a difficulty from its words and from what the platform knows of the project; nothing is kept.</summary>
internal sealed class SuggestModels(DispatchCatalogue catalogue, FactDesk facts, IProjects projects, MatterDesk desk, Caller caller)
{
    /// <param name="project">National project code.</param>
    public async Task<Result<IReadOnlyList<ModelSuggestion>>> HandleAsync(string? project, string? text, CancellationToken ct)
    {
        if (project is null || await projects.FindByCodeAsync(project.Trim(), ct) is not { } found || !(caller.Actor.IsOfficer || caller.Actor.StandsFor(found.Owner, found.Id)))
            return MatterErrors.NoSuchProject(project);
        if (Error.Combine([.. MatterRules.Text(text, "text", ("遇到的困难", "what the difficulty is"))]) is { } refusal)
            return refusal;
        var known = await facts.AskAsync(found, catalogue.Models, new Dictionary<string, string>(), desk.Setting.Today, ct);
        return ModelAdvice.Suggest(catalogue, text!, m => [.. known.Compare(m).Conditions.Where(c => c.Truth is Truth.True).Select(c => c.Meaning)]).ToList();
    }
}
