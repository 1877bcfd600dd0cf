using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tongban.Drills.Hostile;

/// <summary>What came back.</summary>
/// <param name="Status">0: the server closed the connection without an answer.</param>
/// <param name="Text">The first 256 KB.</param>
/// <param name="Injected">A header that was smuggled in by a value.</param>
/// <param name="ByServer">Answered by the product; what cannot be read as HTTP is refused by the protocol's own layer, without a body.</param>
internal sealed record Answer(int Status, string MediaType, string Text, bool Injected, TimeSpan Took, string? Location = null, bool ByServer = true);

/// <summary>Looks at every answer; what is wrong is kept once per kind, with an example and how often it was seen.</summary>
internal sealed partial class Judge(TextWriter output)
{
    /// <summary>Text that must not come back as markup.</summary>
    public const string Markup = "<script>alert(1)</script>";

    public static readonly TimeSpan TooSlow = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (int Count, string Example)> _wrong = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly int[] _statuses = new int[600];
    private long _most;

    public int Looked => _statuses.Sum();

    public int Faults => _wrong.Values.Sum(w => w.Count);

    public IReadOnlyDictionary<string, int> Codes => _codes;

    /// <summary>The longest answer that counted, in milliseconds.</summary>
    public double Slowest => Interlocked.Read(ref _most) / 10_000.0;

    public string Statuses => string.Join(", ", _statuses.Select((n, s) => (n, s)).Where(x => x.n > 0).Select(x => x.s == 0 ? $"closed {x.n}" : $"{x.s} {x.n}"));

    public int Of(Func<int, bool> status) => _statuses.Where((_, s) => status(s)).Sum();

    /// <param name="kind">What was asked, without what varies: faults are counted by it.</param>
    /// <param name="sent">What was asked, in full.</param>
    /// <param name="api">Programs are answered there: a refusal is a problem document.</param>
    /// <returns>Whether it has to be asked again alone, because it took too long.</returns>
    public bool Look(string kind, string sent, Answer answer, bool api, bool alone = false)
    {
        Interlocked.Increment(ref _statuses[answer.Status]);
        if (answer.Status >= 500)
            Wrong($"{answer.Status} {kind}", sent, answer.Text);
        if (Trace().IsMatch(answer.Text))
            Wrong($"trace in {answer.Status} {kind}", sent, Trace().Match(answer.Text).Value);
        if (answer.Injected)
            Wrong($"header injected {kind}", sent, "");
        if (answer.MediaType is "text/html" && answer.Text.Contains(Markup, StringComparison.Ordinal))
            Wrong($"markup in {kind}", sent, "");
        if (api && answer.Status is >= 400 and < 600)
            LookAtProblem(kind, sent, answer);
        if (answer.Took < TooSlow)
        {
            Longest(answer.Took);
            return false;
        }
        if (alone)
        {
            Longest(answer.Took);
            Wrong($"slow {kind}", sent, FormattableString.Invariant($"{answer.Status} after {answer.Took.TotalSeconds:0.0} s"));
        }
        return !alone;
    }

    public void Wrong(string kind, string sent, string got)
    {
        var example = $"{Short(sent, 300)}\n      → {Short(got, 240)}";
        if (_wrong.AddOrUpdate(kind, (1, example), (_, w) => (w.Count + 1, w.Example)).Count == 1)
            output.WriteLine($"  WRONG {kind}\n      {example}");
    }

    public void Tell()
    {
        foreach (var (kind, (count, _)) in _wrong.OrderByDescending(w => w.Value.Count).Take(80))
            output.WriteLine($"  {count,6} × {kind}");
    }

    private void LookAtProblem(string kind, string sent, Answer answer)
    {
        // No body was asked for, or it never came so far.
        if (kind.StartsWith("HEAD", StringComparison.Ordinal) || answer is { ByServer: false, Status: 400 or 408 or 411 or 413 or 414 or 431 or 505 })
            return;
        string? type = null, code = null;
        if (answer.MediaType is "application/problem+json")
        {
            try
            {
                var problem = JsonNode.Parse(answer.Text);
                (type, code) = ((string?)problem?["type"], (string?)problem?["code"]);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // said below
            }
        }
        if (type is not { Length: > 0 } || code is not { Length: > 0 } || !CodeForm().IsMatch(code) || !(type == "urn:tongban:problem:" + code || code.StartsWith("http.", StringComparison.Ordinal)))
            Wrong($"no problem document {answer.Status} {kind}", sent, $"{answer.MediaType} {answer.Text}");
        else
            _codes.AddOrUpdate(code, 1, (_, n) => n + 1);
    }

    private void Longest(TimeSpan took)
    {
        for (var most = Interlocked.Read(ref _most); took.Ticks > most; most = Interlocked.Read(ref _most))
            Interlocked.CompareExchange(ref _most, took.Ticks, most);
    }

    private static string Short(string text, int length) => text.Length <= length ? text : text[..length] + $"… ({text.Length})";

    [GeneratedRegex(@"^\s+at [\w.<>`+]+\(|\b\w+Exception\b|in /\S+\.cs:line|Microsoft\.(?:AspNetCore|EntityFrameworkCore|Data)\b|Npgsql\.|SQLite Error|\bSQLITE_", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex Trace();

    [GeneratedRegex(@"^[a-z0-9]+(?:[.-][a-z0-9]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeForm();
}
