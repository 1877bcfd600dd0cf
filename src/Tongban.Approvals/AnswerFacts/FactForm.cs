using Microsoft.AspNetCore.Http;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.AnswerFacts;

/// <summary>Reads and writes answers as forms and pages show them.</summary>
internal static class FactForm
{
    public const string None = "none";

    /// <summary>What the form says about a fact: <see langword="null"/> when nothing, so that it stays unknown.</summary>
    public static string? Posted(HttpContext http, Fact fact, string prefix) => fact.Type switch
    {
        FactType.Set => http.AllPosted($"{prefix}.{fact.Name}") is { Count: > 0 } chosen ? string.Join(',', chosen.Count > 1 ? chosen.Where(c => c is not None) : chosen) : null,
        FactType.Number => http.Posted($"{prefix}.{fact.Name}")?.Replace(",", "", StringComparison.Ordinal),
        _ => http.Posted($"{prefix}.{fact.Name}"),
    };

    /// <summary>An answer in words.</summary>
    public static string Written(Fact fact, string? value) => value is null ? Words.T("尚未填报", "Not known yet") : fact.Type switch
    {
        FactType.Bool => value is "true" ? Words.T("是", "Yes") : Words.T("否", "No"),
        FactType.Choice => fact.NameOf(value).ToString(),
        FactType.Set => WrittenSet(fact, value),
        _ => $"{value} {fact.Unit}",
    };

    /// <summary>What belongs to the set, and of how much it is not known.</summary>
    private static string WrittenSet(Fact fact, string value)
    {
        var codes = value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var open = codes.Count(c => c[0] == FactValue.Set.Unknown);
        var known = codes.Where(c => c is not None && c[0] != FactValue.Set.Unknown).Select(c => fact.NameOf(c).ToString()).ToList();
        var said = known.Count > 0 ? string.Join(Words.T("、", ", "), known) : open == 0 ? Words.T("无", "None") : "";
        return open == 0 ? said : (said.Length == 0 ? "" : said + Words.T("；", "; ")) + Words.T($"另有 {open} 项不清楚", $"{open} more not known");
    }
}
