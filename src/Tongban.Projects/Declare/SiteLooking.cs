using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Declare;

/// <summary>Holds the boundary of a declaration against the control layers, before anything is written: the unit learns at once what its site meets.</summary>
internal sealed class SiteLooking(ISiteCheckRegister register, IEnumerable<IDeclarationQuestions> questions)
{
    /// <summary>Layers the declaration asks about.</summary>
    public IReadOnlyCollection<string> Vocabulary => [.. questions.SelectMany(q => q.Questions).Where(q => q.Name == SiteLayers.Fact).SelectMany(q => q.Choices).Select(c => c.Code)];

    /// <returns><see langword="null"/> without a readable boundary, or while no layer was published.</returns>
    public async Task<SiteLook?> LookAsync(string? site, CancellationToken ct) =>
        !string.IsNullOrWhiteSpace(site) && Site.FromText(site, "site").TryGet(out var reading, out _) ? await register.LookAsync(reading.Site, ct) : null;

    /// <summary>A declaration as the negative list is compared with it: about layers that were looked at, the map answers.</summary>
    public ProjectDeclaration Known(ProjectDeclaration declaration, SiteFindings? findings)
    {
        if (findings is null || Vocabulary is not { Count: > 0 } vocabulary)
            return declaration;
        var facts = new SortedDictionary<string, string>(declaration.Facts.ToDictionary(), StringComparer.Ordinal);
        if (SiteLayers.Join(facts.GetValueOrDefault(SiteLayers.Fact), findings, vocabulary) is { } known)
            facts[SiteLayers.Fact] = known;
        else
            facts.Remove(SiteLayers.Fact);
        return declaration with { Facts = facts };
    }

    /// <summary>Keeps what was seen as the project's check; inside the unit of work that declares or changes the project.</summary>
    public void Keep(SiteLook? look, Project project, Foundation.People.Actor by)
    {
        if (look is null || look.Site.Digest != project.SiteDigest)
            return;
        var check = register.Keep(look.Site, look.Result, look.Set, SiteSubject.Of(project.Code), project.Name, by);
        project.TakeFindings(SiteFindings.Of(check, look), Vocabulary);
    }
}
