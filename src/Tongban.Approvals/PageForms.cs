using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Tongban.Foundation;

namespace Tongban.Approvals;

/// <summary>What the pages with several forms share.</summary>
internal static class PageForms
{
    /// <summary>The refusal as one form of a page names its fields: <c>reason</c> becomes <c>Pause.reason</c>, so that each form has inputs of its own.</summary>
    public static Error In(this Error refusal, string form) =>
        refusal with { Field = refusal.Field is { } field ? $"{form}.{field}" : null, Also = [.. refusal.Also.Select(e => e.In(form))] };

    /// <summary>The form that was posted. It stays on the page even if what it asks for has become impossible meanwhile: nothing typed is lost.</summary>
    public static string? PostedForm(this HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType ? (string?)http.Request.Form["_handler"] : null;

    /// <summary>What was posted in a field, as it was typed.</summary>
    public static string? Posted(this HttpContext http, string name) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType ? (string?)http.Request.Form[name] : null;

    public static IReadOnlyList<string> AllPosted(this HttpContext http, string name) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType ? [.. http.Request.Form[name].OfType<string>().Distinct(StringComparer.Ordinal)] : [];

    /// <summary>The identity of one act of a batch: the same whenever the same batch is sent again.</summary>
    public static Guid? Part(this Guid? act, string part) =>
        act is { } whole ? new Guid(SHA256.HashData([.. whole.ToByteArray(), .. System.Text.Encoding.UTF8.GetBytes(part)]).AsSpan(0, 16)) : null;
}
