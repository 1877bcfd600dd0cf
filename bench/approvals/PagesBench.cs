using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Model;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Bench.Approvals;

/// <summary>The officer's worklist and the plane view over HTTP, with few and with many cases in the database.</summary>
internal static partial class PagesBench
{
    // Of twenty cases one is not handed in, one waits for acceptance, two are with the departments, the rest is decided.
    private static readonly CaseStep[] Mix = [CaseStep.Declared, CaseStep.Submitted, CaseStep.Accepted, CaseStep.Accepted, .. Enumerable.Repeat(CaseStep.Concluded, 16)];

    public static async Task RunAsync(PgServer? server, TimeSpan length, IReadOnlyList<int> sizes)
    {
        Console.WriteLine($"\npages on {(server is null ? "SQLite" : "PostgreSQL")}, 8 connections, {length.TotalSeconds:0.#} s each");
        var clock = new PastClock();
        await using var city = await BenchCity.StartAsync(server is null ? null : await server.NewDatabaseAsync(), clock);
        await city.SignableOfficerAsync();
        await city.RunCaseAsync(0);
        var templates = new List<CaseTemplate>();
        for (var i = 0; i < Mix.Length; i++)
        {
            // Handed in on different days, so that there are green, yellow and red ones.
            clock.Back = TimeSpan.FromDays(i * 13 / Mix.Length);
            city.Writer.Keep = [];
            await city.RunCaseAsync(i, until: Mix[i]);
            var units = city.Writer.Keep;
            templates.Add(await city.ReadAsync(s => Task.FromResult(CaseTemplate.Of(units, s.GetRequiredService<TongbanDb>(), server is not null).Folded("INTO projects_", "INTO approvals_", "UPDATE projects_", "UPDATE approvals_"))));
        }
        city.Writer.Keep = null;
        clock.Back = TimeSpan.Zero;

        var cookie = await SignInAsync(city.Address);
        Console.WriteLine($"{"page",-10} {"cases",8} {"pages/s",9} {"p50 ms",8} {"p99 ms",8} {"bytes",8} {"static/s",9} {"ratio",6}");
        var (loaded, p99) = (0, new Dictionary<string, List<double>>());
        foreach (var size in sizes.Order())
        {
            await Filling.FillAsync(city.Options.Storage, templates, loaded, size);
            loaded = size;
            var stages = await city.ReadAsync(s => s.GetRequiredService<TongbanDb>().Set<StageCase>().Where(c => c.State == StageState.InParallel).OrderBy(c => c.Id).Select(c => c.Id).Take(500).ToListAsync());
            foreach (var (name, paths) in new (string, string[])[] { ("worklist", ["/approvals/worklist"]), ("plane", [.. stages.Select(s => $"/approvals/stages/{s}")]) })
            {
                var page = await PageClient.MeasureAsync(city.Address, paths, cookie, length);
                var peer = await StaticPeer.MeasureAsync(page.Bytes, length);
                Console.WriteLine($"{name,-10} {size,8} {page.PagesPerSecond,9:0} {page.P50,8:0.00} {page.P99,8:0.00} {page.Bytes,8} {peer.PagesPerSecond,9:0} {page.PagesPerSecond / peer.PagesPerSecond,6:0.00}");
                (p99.TryGetValue(name, out var list) ? list : p99[name] = []).Add(page.P99);
            }
        }
        Console.WriteLine($"target: ratio at least 0.30; p99 grows from {sizes.Min()} to {sizes.Max()} cases by {string.Join(", ", p99.Select(p => $"{p.Key} {p.Value[^1] / p.Value[0]:0.00}×"))} (target at most 1.50×)");
    }

    private static async Task<string> SignInAsync(Uri server)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler) { BaseAddress = server };
        var page = await http.GetStringAsync(new Uri("/login", UriKind.Relative));
        var form = page[page.IndexOf("<form method=\"post\"", StringComparison.Ordinal)..];
        foreach (Match candidate in PostForm().Matches(page))
        {
            if (candidate.Value.Contains("Form.Password", StringComparison.Ordinal))
                form = candidate.Value;
        }
        var fields = Hidden().Matches(form).Select(m => m.Value).ToDictionary(t => Name().Match(t).Groups["v"].Value, t => WebUtility.HtmlDecode(Value().Match(t).Groups["v"].Value), StringComparer.Ordinal);
        fields["Form.UserName"] = BenchCity.UserName;
        fields["Form.Password"] = BenchCity.Password;
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(new Uri("/login", UriKind.Relative), content);
        var cookie = cookies.GetCookieHeader(server);
        using var check = await http.GetAsync(new Uri("/approvals/worklist", UriKind.Relative));
        return check.IsSuccessStatusCode && check.RequestMessage!.RequestUri!.AbsolutePath == "/approvals/worklist" ? cookie
            : throw new InvalidOperationException($"the officer could not sign in: {answer.StatusCode}, {check.RequestMessage!.RequestUri}");
    }

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline, 5000)]
    private static partial Regex PostForm();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"(?<v>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Name();

    [GeneratedRegex("value=\"(?<v>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Value();

    /// <summary>The real time, or so long before it.</summary>
    private sealed class PastClock : TimeProvider
    {
        public TimeSpan Back { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - Back;
    }
}
