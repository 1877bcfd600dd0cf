using Tongban.Projects.Contracts;

namespace Tongban.Projects.Model;

/// <content>What is known about the project's land from the map (带图申报).</content>
internal sealed partial class Project
{
    /// <summary>What the check that counts found; <see langword="null"/> when the boundary as it is now was never held against a layer.</summary>
    public SiteFindings? SiteFindings { get; private set; }

    /// <summary>The fact <c>siteLayers</c> as it follows from the check and the unit's own answer; <see langword="null"/> when the answer alone counts.</summary>
    public string? LayerFact { get; private set; }

    /// <summary>A check of the boundary joins the project. One of another boundary, or an older one than is known, says nothing any more.</summary>
    /// <param name="vocabulary">Layers the declaration's question offers; none when nobody asks.</param>
    public void TakeFindings(SiteFindings findings, IReadOnlyCollection<string> vocabulary)
    {
        if (findings.SiteDigest != SiteDigest || findings.Check == SiteFindings?.Check || findings.At < SiteFindings?.At)
            return;
        SiteFindings = findings;
        LayerFact = vocabulary.Count == 0 ? null : SiteLayers.Join(Facts.GetValueOrDefault(SiteLayers.Fact), findings, vocabulary);
        Record(new ProjectSiteChecked(Id, findings.Check, findings.SiteDigest, findings.Class, findings.Hits, findings.Near, findings.NotChecked.Count));
    }

    /// <summary>The answers as others read them: about layers the check comes first.</summary>
    private IReadOnlyDictionary<string, string> KnownFacts => LayerFact is null ? Facts
        : new SortedDictionary<string, string>(Facts.ToDictionary(), StringComparer.Ordinal) { [SiteLayers.Fact] = LayerFact };
}
