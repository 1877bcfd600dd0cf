using Microsoft.AspNetCore.Http;

namespace Tongban.Projects.Pages;

internal static class PostedFields
{
    /// <summary>What a refused post of this form said in a field, so that the page shows it again.</summary>
    public static string? Posted(this HttpContext http, string form, string field) =>
        http.Request.HasFormContentType && http.Request.Form["_handler"] == form && http.Request.Form.TryGetValue(field, out var typed) ? typed.ToString() : null;
}
