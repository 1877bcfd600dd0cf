using Microsoft.AspNetCore.Http;
using Tongban.Foundation;

namespace Tongban.SiteReview;

/// <summary>What the page with several forms shares.</summary>
internal static class PageForms
{
    /// <summary>The refusal as one form of the page names its fields: <c>reason</c> becomes <c>dispute-L01.reason</c>.</summary>
    public static Error In(this Error refusal, string form) =>
        refusal with { Field = refusal.Field is { } field ? $"{form}.{field}" : null, Also = [.. refusal.Also.Select(e => e.In(form))] };

    /// <summary>The form that was posted. It stays on the page even if what it asks for has become impossible meanwhile: nothing typed is lost.</summary>
    public static string? PostedForm(this HttpContext http) => HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType ? (string?)http.Request.Form["_handler"] : null;

    public static string? Posted(this HttpContext http, string name) => HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType ? (string?)http.Request.Form[name] : null;

    public static IReadOnlyList<string> AllPosted(this HttpContext http, string name) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType ? [.. http.Request.Form[name].OfType<string>().Where(v => v.Length > 0).Distinct(StringComparer.Ordinal)] : [];

    public static T? PostedOne<T>(this HttpContext http, string name) where T : struct, Enum => Enum.TryParse<T>(http.Posted(name), out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>The files of a field.</summary>
    public static async Task<IReadOnlyList<IncomingFile>> FilesAsync(this HttpContext http, string name)
    {
        List<IncomingFile> files = [];
        foreach (var file in http.Request.Form.Files.GetFiles(name).Where(f => f.Length > 0).Take(ReviewDesk.MostFiles + 1))
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, http.RequestAborted);
            files.Add(new(file.FileName, content.ToArray()));
        }
        return files;
    }
}
