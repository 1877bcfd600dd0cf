using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.SiteOfProject;

/// <summary>What the map says about the layers a project's site touches. It comes before what anyone answers: an answer counts only for layers nobody has looked at.</summary>
internal sealed class KnownSite(IProjects projects)
{
    /// <summary>Answers of the applicant as they count.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> OverAsync(StageCase stage, IReadOnlyDictionary<string, string?> answers, FlowCatalogue flow, CancellationToken ct)
    {
        if (!answers.TryGetValue(SiteLayers.Fact, out var answer) || flow.Fact(SiteLayers.Fact) is not { } fact || !fact.Parse(answer).TryGet(out _, out _)
            || (await projects.FindAsync(stage.ProjectId, ct))?.Site is not { } findings)
            return answers;
        // Ticks that only repeat what the map says leave open what was open: a form sent again is no answer about layers it says nothing of.
        if (answer is { Length: > 0 } and not SiteLayers.None && SiteLayers.Touched(answer).All(findings.LookedAt))
            answer = stage.Facts.GetValueOrDefault(SiteLayers.Fact);
        return new Dictionary<string, string?>(answers, StringComparer.Ordinal) { [SiteLayers.Fact] = Join(answer, findings, fact) };
    }

    /// <summary>What a stage that opens knows from the one before it, with what the map has said since: unless the lead put the layers right after that check.</summary>
    public static FactSheet Since(StageCase before, ProjectRecord project, FlowCatalogue flow)
    {
        var facts = before.FactsUnder(flow);
        return project.Site is { } findings && flow.Fact(SiteLayers.Fact) is { } fact && !(before.FactsCorrectedAt > findings.At)
            ? facts.With(SiteLayers.Fact, fact.Parse(Join(facts[SiteLayers.Fact]?.Text, findings, fact)).Value) : facts;
    }

    public static string? Join(string? answer, SiteFindings findings, Fact fact) => SiteLayers.Join(answer, findings, [.. fact.Values.Select(v => v.Code)]);
}
