using System.Net;
using System.Text.RegularExpressions;

namespace Tongban.Bench;

/// <summary>Signs in to the pages as a person does: by the form, with what it hides.</summary>
internal static partial class PageSession
{
    /// <returns>The cookies of the session.</returns>
    /// <exception cref="InvalidOperationException">The account may not come in.</exception>
    public static async Task<CookieContainer> SignInAsync(Uri server, string userName, string password, CancellationToken ct = default)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler) { BaseAddress = server };
        var page = await http.GetStringAsync(new Uri("/login", UriKind.Relative), ct);
        var form = PostForm().Matches(page).Select(m => m.Value).First(f => f.Contains("Form.Password", StringComparison.Ordinal));
        var fields = Hidden().Matches(form).Select(m => m.Value).ToDictionary(t => Name().Match(t).Groups["v"].Value, t => WebUtility.HtmlDecode(Value().Match(t).Groups["v"].Value), StringComparer.Ordinal);
        (fields["Form.UserName"], fields["Form.Password"]) = (userName, password);
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(new Uri("/login", UriKind.Relative), content, ct);
        return answer.IsSuccessStatusCode && answer.RequestMessage!.RequestUri!.AbsolutePath != "/login" ? cookies
            : throw new InvalidOperationException($"{userName} could not sign in: {answer.StatusCode}");
    }

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline, 5000)]
    private static partial Regex PostForm();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"(?<v>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Name();

    [GeneratedRegex("value=\"(?<v>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Value();
}
