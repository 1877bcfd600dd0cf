using Microsoft.AspNetCore.Http;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;

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
        FactType.Choice or FactType.Set => string.Join(Words.T("、", ", "), value.Split(',').Select(v => v is None ? Words.T("无", "None") : fact.NameOf(v).ToString())),
        _ => $"{value} {fact.Unit}",
    };
}
