using Tongban.Foundation;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Contracts;

/// <summary>What the check that counts said about a project's site, by layer code.</summary>
/// <param name="Check">The stored check, readable by whoever sees the project.</param>
/// <param name="SiteDigest">The boundary that was checked.</param>
/// <param name="Class"><c>A</c> to <c>D</c>; <see langword="null"/> where nothing was found but not everything was looked at.</param>
/// <param name="Hits">Layers with a conflict.</param>
/// <param name="Clear">Looked at wholly: no conflict, near ones among them.</param>
/// <param name="NotChecked">Nobody has looked, or not everywhere: never clear.</param>
public sealed record SiteFindings(Guid Check, string SiteDigest, DateTimeOffset At, string? Class, IReadOnlyList<string> Hits, IReadOnlyList<string> Near, IReadOnlyList<string> Clear, IReadOnlyList<string> NotChecked)
{
    public static SiteFindings Of(CheckSummary check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return Of(check.Id, check.SiteDigest, check.CheckedAt, check.Class, check.Layers);
    }

    public static SiteFindings Of(Guid check, SiteLook look)
    {
        ArgumentNullException.ThrowIfNull(look);
        return Of(check, look.Result.SiteDigest, look.Set.At, look.Result.Class, look.Result.Layers);
    }

    private static SiteFindings Of(Guid check, string digest, DateTimeOffset at, string? cls, IReadOnlyList<LayerResult> layers)
    {
        IReadOnlyList<string> Codes(Func<LayerResult, bool> which) => [.. layers.Where(which).Select(l => l.Code).Order(StringComparer.Ordinal)];
        return new(check, digest, at, cls, Codes(l => l.Verdict is CheckVerdict.Hit), Codes(l => l.Verdict is CheckVerdict.Near),
            Codes(l => l is { Verdict: CheckVerdict.Clear or CheckVerdict.Near, Reason: null }), Codes(l => l.Verdict is CheckVerdict.NotChecked || (l.Verdict is not CheckVerdict.Hit && l.Reason is not null)));
    }

    /// <summary>Whether somebody has looked at the layer.</summary>
    public bool LookedAt(string layer) => Hits.Contains(layer, StringComparer.Ordinal) || Clear.Contains(layer, StringComparer.Ordinal);
}

/// <summary>The fact <c>siteLayers</c>: which control layers the site touches. For layers that were looked at the check answers; the unit is only believed about the others.</summary>
public static class SiteLayers
{
    /// <summary>Name of the fact.</summary>
    public const string Fact = "siteLayers";

    /// <summary>Stands before the code of a layer about which nobody has said anything: <c>L01,?L23</c>.</summary>
    public const char Unknown = '?';

    /// <summary>No layer at all.</summary>
    public const string None = "none";

    /// <param name="answered">What the unit answered: codes joined by commas, <c>none</c>, or nothing.</param>
    /// <param name="findings">What the check found; <see langword="null"/> leaves the answer as it is.</param>
    /// <param name="vocabulary">Layers the question offers.</param>
    /// <returns>The fact; <see langword="null"/> when nothing at all is known.</returns>
    public static string? Join(string? answered, SiteFindings? findings, IReadOnlyCollection<string> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        answered = string.IsNullOrWhiteSpace(answered) || answered == "unknown" ? null : answered;
        if (findings is null)
            return answered;
        var codes = Touched(answered);
        List<string> touched = [.. vocabulary.Where(l => findings.Hits.Contains(l, StringComparer.Ordinal) || (!findings.LookedAt(l) && codes.Contains(l)))];
        // A unit that answered has answered for every layer; one that named some as unknown has not for these.
        List<string> open = [.. vocabulary.Where(l => !findings.LookedAt(l) && (answered is null || answered.Contains(Unknown + l, StringComparison.Ordinal)))];
        if (touched.Count == 0 && open.Count == vocabulary.Count)
            return null;
        return touched.Count + open.Count == 0 ? None : string.Join(',', touched.Order(StringComparer.Ordinal).Concat(open.Order(StringComparer.Ordinal).Select(l => Unknown + l)));
    }

    /// <summary>The layers of a fact that are said to be touched.</summary>
    public static IReadOnlySet<string> Touched(string? fact) =>
        (fact ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(c => c != None && c[0] != Unknown).ToHashSet(StringComparer.Ordinal);
}

/// <summary>What the check of a site found joined the project: at the declaration, with a new boundary, or when a layer changed.</summary>
/// <param name="Class">As in <see cref="SiteFindings"/>.</param>
[Act("projects.site-checked", "项目用地核对", "Project's site checked")]
public sealed record ProjectSiteChecked(Guid ProjectId, Guid Check, string SiteDigest, string? Class, IReadOnlyList<string> Hits, IReadOnlyList<string> Near, int NotChecked) : IAct;
