using System.Net;
using AngleSharp.Html.Parser;

namespace Tongban.Bench;

/// <summary>Signs in to the pages as a person does: by the form, with what it hides.</summary>
internal static class PageSession
{
    /// <returns>The cookies of the session.</returns>
    /// <exception cref="InvalidOperationException">The account may not come in.</exception>
    public static async Task<CookieContainer> SignInAsync(Uri server, string userName, string password, CancellationToken ct = default)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler) { BaseAddress = server };
        using var page = new HtmlParser().ParseDocument(await http.GetStringAsync(new Uri("/login", UriKind.Relative), ct));
        var form = PageForm.AllOf(page).First(f => f.Fields.Any(x => x.Name is "Form.Password"));
        var fields = form.Fields.Where(f => f.IsSent).ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        (fields["Form.UserName"], fields["Form.Password"]) = (userName, password);
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(new Uri("/login", UriKind.Relative), content, ct);
        return answer.IsSuccessStatusCode && answer.RequestMessage!.RequestUri!.AbsolutePath != "/login" ? cookies
            : throw new InvalidOperationException($"{userName} could not sign in: {answer.StatusCode}");
    }
}
