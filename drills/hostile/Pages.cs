using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Tongban.Bench;

namespace Tongban.Drills.Hostile;

/// <summary>A form of a page, with what it sends when nobody changes it.</summary>
internal sealed record Form(string Page, string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<string> Files)
{
    public const string Token = "__RequestVerificationToken";

    public override string ToString() => $"{Action.Split('?')[0]} {Fields.FirstOrDefault(f => f.Key is "_handler").Value}";
}

/// <summary>A reader who walks along links, remembers the forms, and then sends them as no browser would.</summary>
internal sealed partial class Pages(Wire wire, string who, string cookie, Judge judge)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Form> _forms = [];

    public string Who => who;

    public IReadOnlyList<Form> Forms => _forms;

    public IReadOnlyCollection<string> Visited => _seen;

    public static async Task<Pages> SignInAsync(Wire wire, string userName, string password, Judge judge, CancellationToken ct)
    {
        var cookies = await PageSession.SignInAsync(wire.Server, userName, password, ct);
        // The token of a form belongs to the cookie that came with it.
        return new Pages(wire, userName, string.Join("; ", cookies.GetCookies(wire.Server).Select(c => $"{c.Name}={c.Value}")), judge);
    }

    /// <summary>Opens pages along links until there are so many of every form of address.</summary>
    public async Task WalkAsync(int most, CancellationToken ct)
    {
        var (queue, shapes) = (new Queue<string>(["/work", "/"]), new Dictionary<string, int>(StringComparer.Ordinal));
        while (queue.Count > 0 && _seen.Count < most)
        {
            var path = queue.Dequeue();
            // Two of a kind are enough: the third project page has the same forms.
            var shape = Variable().Replace(path.Split('?')[0], "*") + (path.Contains('?', StringComparison.Ordinal) ? "?" : "");
            if (!_seen.Add(path) || (shapes[shape] = shapes.GetValueOrDefault(shape) + 1) > 2)
                continue;
            var answer = await GetAsync(path, ct);
            if (answer.MediaType is not "text/html")
                continue;
            using var page = new HtmlParser().ParseDocument(answer.Text);
            _forms.AddRange(FormsOf(path, page));
            foreach (var link in page.QuerySelectorAll("a[href]"))
            {
                var href = link.GetAttribute("href")!.Split('#')[0];
                if (href is ['/', not '/', ..] && !href.StartsWith("/culture", StringComparison.Ordinal) && !href.Contains("logout", StringComparison.Ordinal))
                    queue.Enqueue(href);
            }
        }
    }

    public async Task<Answer> GetAsync(string path, CancellationToken ct)
    {
        var request = new Request("GET", path, null, null, null, [], cookie);
        var answer = await wire.SendAsync(request, ct);
        if (judge.Look($"GET {Variable().Replace(path.Split('?')[0], "*")}", $"{who}: {path}", answer, api: false))
            judge.Look($"GET {Variable().Replace(path.Split('?')[0], "*")}", $"{who}: {path}", await wire.SendAsync(request, ct), api: false, alone: true);
        return answer;
    }

    /// <summary>Sends the form without, with a broken, and with somebody else's token: none may be taken.</summary>
    public async Task WithoutTokenAsync(Form form, string foreignToken, CancellationToken ct)
    {
        var token = form.Fields.FirstOrDefault(f => f.Key is Form.Token).Value;
        if (token is null)
        {
            judge.Wrong($"form without a token {form}", form.Page, "");
            return;
        }
        foreach (var (what, value, sent) in new (string, string?, string)[] { ("no token", null, cookie), ("an empty token", "", cookie), ("a broken token", token[..^4] + "AAAA", cookie), ("another's token", foreignToken, cookie), ("no cookie of the token", token, AntiforgeryCookie().Replace(cookie, "")), ("another cookie of the token", token, AntiforgeryCookie().Replace(cookie, "${name}=CfDJ8x")) })
        {
            var fields = form.Fields.Where(f => f.Key is not Form.Token).ToList();
            if (value is not null)
                fields.Add(KeyValuePair.Create(Form.Token, value));
            var answer = await PostAsync(form, what, Encoded(fields), "application/x-www-form-urlencoded", ct, sent);
            if (answer.Status is not (400 or 0) && !(answer.Status is 302 or 303 && answer.Location?.Contains("/login", StringComparison.Ordinal) is true))
                judge.Wrong($"form taken with {what} {form}", form.Page, FormattableString.Invariant($"{answer.Status} {answer.Location}"));
        }
    }

    /// <summary>Sends the form with its own token and values that no browser would send.</summary>
    public async Task SpoiltAsync(Form form, int times, Random random, CancellationToken ct)
    {
        for (var i = 0; i < times; i++)
        {
            var fields = form.Fields.ToList();
            var open = Enumerable.Range(0, fields.Count).Where(n => fields[n].Key is not Form.Token).ToList();
            var (what, body, type) = ("", Array.Empty<byte>(), "application/x-www-form-urlencoded");
            switch (random.Next(form.Files.Count > 0 ? 14 : 11))
            {
                case < 5 when open.Count > 0:
                    var at = open[random.Next(open.Count)];
                    fields[at] = KeyValuePair.Create(fields[at].Key, Raw(random));
                    (what, body) = ($"{fields[at].Key} spoilt", Encoded(fields));
                    break;
                case 5:
                    (what, body) = ("no handler", Encoded(fields.Where(f => f.Key is not "_handler")));
                    break;
                case 6:
                    (what, body) = ("handler that is not there", Encoded(fields.Where(f => f.Key is not "_handler").Append(KeyValuePair.Create("_handler", Judge.Markup))));
                    break;
                case 7:
                    (what, body) = ("everything twice", Encoded(fields.Concat(fields.Where(f => f.Key is not (Form.Token or "_handler")))));
                    break;
                case 8:
                    (what, body) = ("3,000 fields", Encoded(fields.Concat(Enumerable.Range(0, 3000).Select(n => KeyValuePair.Create($"Form.x{n}", "1")))));
                    break;
                case 9:
                    (what, body) = ("torn", [.. Encoded(fields), .. "&%&=&%zz=%&Form%00=1&"u8, .. Values.Utf8(Values.Part(random))]);
                    break;
                case 10:
                    (what, body, type) = ("no boundary", Encoded(fields), random.Next(3) switch { 0 => "multipart/form-data", 1 => "multipart/form-data; boundary=\"\"", _ => "multipart/form-data; boundary=zzz" });
                    break;
                case 11:
                    (what, body, type) = ("file torn", [.. Multipart(fields, form.Files, Uploads.SmallPdf, "x.pdf")[..^12]], "multipart/form-data; boundary=hostile");
                    break;
                default:
                    var (name, content) = Uploads.Corpus[random.Next(Uploads.Corpus.Count)];
                    (what, body, type) = ($"file {name}", Multipart(fields, form.Files, content, random.Next(3) == 0 ? "..\\..\\" + name + "\0.exe" : name), "multipart/form-data; boundary=hostile");
                    break;
            }
            await PostAsync(form, what, body, type, ct);
        }
    }

    private async Task<Answer> PostAsync(Form form, string what, byte[] body, string type, CancellationToken ct, string? sent = null)
    {
        var request = new Request("POST", form.Action, null, body, type, [], sent ?? cookie);
        var answer = await wire.SendAsync(request, ct);
        var kind = $"POST {Variable().Replace(form.ToString(), "*")}";
        if (judge.Look(kind, $"{who}: {form.Page} {what} {Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 500))}", answer, api: false))
            judge.Look(kind, $"{who}: {form.Page} {what}", await wire.SendAsync(request, ct), api: false, alone: true);
        return answer;
    }

    private static IEnumerable<Form> FormsOf(string page, IHtmlDocument html)
    {
        foreach (var form in PageForm.AllOf(html))
        {
            var action = form.Action is { Length: > 0 } to ? to : page;
            if (action.Contains("logout", StringComparison.Ordinal) || action.Contains("/capacity/switch", StringComparison.Ordinal))
                continue;
            // Boxes too that a browser would leave out: they can be spoilt like the rest.
            yield return new Form(page, action, [.. form.Fields.Select(f => KeyValuePair.Create(f.Name, f is { IsHidden: false, Value: "" } ? "核对" : f.Value))], form.Files);
        }
    }

    private static byte[] Encoded(IEnumerable<KeyValuePair<string, string>> fields) => Values.Utf8(string.Join('&', fields.Select(f => $"{WebUtility.UrlEncode(f.Key)}={WebUtility.UrlEncode(f.Value)}")));

    private static byte[] Multipart(IEnumerable<KeyValuePair<string, string>> fields, IReadOnlyList<string> files, byte[] content, string fileName)
    {
        var body = new MemoryStream();
        foreach (var (name, value) in fields)
            body.Write(Values.Utf8($"--hostile\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
        foreach (var name in files)
        {
            body.Write(Values.Utf8($"--hostile\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{fileName.Replace("\"", "", StringComparison.Ordinal)}\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
            body.Write(content);
            body.Write("\r\n"u8);
        }
        body.Write("--hostile--\r\n"u8);
        return body.ToArray();
    }

    private static string Raw(Random random) => random.Next(8) switch
    {
        0 => new string('长', 30_000),
        1 => Geometries.Hostile(random),
        2 => "\0",
        3 => string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue}{random.Next(10)}"),
        _ => Values.Hostile[random.Next(Values.Hostile.Length)].Trim('"').Replace("\\u0000", "\0", StringComparison.Ordinal).Replace("\\r\\n", "\r\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal),
    };

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d{6}-\d{2}-\d{2}-\d{6}|\d{4}-W?\d{2}(?:-\d{2})?|91\w{16}|[A-Z]+@\d{6}|\d{4,}(?:-[\w-]+)?|(?<=/)S\d-\d+|(?<=layers/)L\d+", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<name>(?:__Host-)?tb-af)=[^;]*", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex AntiforgeryCookie();
}
