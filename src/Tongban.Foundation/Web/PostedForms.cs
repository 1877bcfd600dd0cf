using Microsoft.AspNetCore.Http;

namespace Tongban.Foundation.Web;

/// <summary>What a page with forms reads of the one that was posted.</summary>
public static class PostedForms
{
    /// <summary>The refusal as one form of a page names its fields: <c>reason</c> becomes <c>Pause.reason</c>, so that each form has inputs of its own.</summary>
    public static Error In(this Error refusal, string form)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal with { Field = refusal.Field is { } field ? $"{form}.{field}" : null, Also = [.. refusal.Also.Select(e => e.In(form))] };
    }

    /// <summary>The form that was posted. It stays on the page even if what it asks for has become impossible meanwhile: nothing typed is lost.</summary>
    public static string? PostedForm(this HttpContext http) => http.Posted("_handler");

    /// <summary>What was posted in a field, as it was typed.</summary>
    public static string? Posted(this HttpContext http, string name) => Form(http) is { } form ? (string?)form[name] : null;

    /// <summary>Everything that was chosen of a field, each once.</summary>
    public static IReadOnlyList<string> AllPosted(this HttpContext http, string name) =>
        Form(http) is { } form ? [.. form[name].OfType<string>().Where(v => v.Length > 0).Distinct(StringComparer.Ordinal)] : [];

    private static IFormCollection? Form(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType ? http.Request.Form : null;
    }
}
