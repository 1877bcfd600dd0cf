using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Tongban.Drills.Hostile;

/// <summary>Bytes that two programs could read as different requests, sent over bare sockets. What stands inside another request must never be answered, and no connection may hang.</summary>
internal sealed partial class Smuggling(Uri server, Judge judge)
{
    private const string Inner = "GET /health/live?inner HTTP/1.1\r\nHost: x\r\n\r\n", Path = "/api/v1/tokens";

    /// <summary>One thing to send.</summary>
    /// <param name="Answers">The most answers that may come: with one request on its way it is one, whatever hides in its body.</param>
    /// <param name="Refused">It has to be refused or cut off.</param>
    private sealed record Case(string Name, byte[] Bytes, int Answers = 1, bool Refused = true);

    public int Sent { get; private set; }

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var one in Corpus())
            await OneAsync(one, ct);
    }

    /// <summary>Many callers who send a byte now and then; everyone else must be answered as before.</summary>
    /// <returns>The slowest answer to the others, in milliseconds, and how many of the slow ones the server cut off.</returns>
    public async Task<(double Slowest, int Cut)> SlowAsync(int callers, TimeSpan length, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(length);
        var cut = 0;
        var slow = Enumerable.Range(0, callers).Select(n => Task.Run(async () =>
        {
            try
            {
                using var tcp = await ConnectAsync(ct);
                var stream = tcp.GetStream();
                await stream.WriteAsync(Bytes(n % 3 == 0 ? "GET / HTTP/1.1\r\nHost: x\r\n" : $"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{(n % 3 == 1 ? "Content-Length: 100000" : "Transfer-Encoding: chunked")}\r\n\r\n"), ct);
                while (!stop.IsCancellationRequested)
                {
                    await Task.Delay(500, stop.Token);
                    await stream.WriteAsync(Bytes(n % 3 == 0 ? "X-a: b\r\n" : n % 3 == 1 ? " " : "1\r\n \r\n"), ct);
                }
            }
            catch (OperationCanceledException)
            {
                // the time is over
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                Interlocked.Increment(ref cut);
            }
        }, ct)).ToArray();
        var slowest = 0.0;
        using var wire = new Wire(server, 1);
        while (!stop.IsCancellationRequested)
        {
            var answer = await wire.SendAsync(new Request("GET", "/api/v1/lists", null, null, null, []), ct);
            slowest = Math.Max(slowest, answer.Took.TotalMilliseconds);
            if (judge.Look("GET beside slow callers", "/api/v1/lists", answer, api: true))
                judge.Look("GET beside slow callers", "/api/v1/lists", await wire.SendAsync(new Request("GET", "/api/v1/lists", null, null, null, []), ct), api: true, alone: true);
            await Task.Delay(200, ct);
        }
        await Task.WhenAll(slow);
        return (slowest, cut);
    }

    private async Task OneAsync(Case one, CancellationToken ct)
    {
        Sent++;
        var began = Stopwatch.GetTimestamp();
        using var tcp = await ConnectAsync(ct);
        var (text, closed) = ("", false);
        try
        {
            var stream = tcp.GetStream();
            var writing = Task.Run(async () =>
            {
                try
                {
                    await stream.WriteAsync(one.Bytes, ct);
                }
                catch (Exception e) when (e is IOException or ObjectDisposedException)
                {
                    // closed before everything was sent: that is a refusal too
                }
            }, ct);
            (text, closed) = await ReadAsync(stream, ct);
            // Whoever neither answers nor closes waits for more, as the rest of a request may still come: then the end of it decides.
            if (text.Length == 0 && !closed)
            {
                tcp.Client.Shutdown(SocketShutdown.Send);
                (text, closed) = await ReadAsync(stream, ct);
                if (text.Length == 0 && !closed)
                    judge.Wrong($"hangs after the end: {one.Name}", Encoding.Latin1.GetString(one.Bytes[..Math.Min(300, one.Bytes.Length)]), "");
            }
            if (writing.IsCompleted)
                await writing;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            closed = true;
        }
        var statuses = StatusLine().Matches(text).Select(m => int.Parse(m.Groups["status"].Value, CultureInfo.InvariantCulture)).ToList();
        var sent = Encoding.Latin1.GetString(one.Bytes[..Math.Min(300, one.Bytes.Length)]);
        judge.Look($"wire {one.Name}", sent, new Answer(statuses.FirstOrDefault(), "", text, text.Contains("X-Injected", StringComparison.OrdinalIgnoreCase), TimeSpan.Zero), api: false);
        if (statuses.Count > one.Answers)
            judge.Wrong($"{statuses.Count} answers to {one.Name}", sent, text);
        if (statuses.Exists(s => s >= 500))
            judge.Wrong($"wire 5xx {one.Name}", sent, text);
        if (one.Refused && statuses.Exists(s => s < 400))
            judge.Wrong($"taken: {one.Name}", sent, text);
        if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(8))
            judge.Wrong($"long: {one.Name}", sent, Stopwatch.GetElapsedTime(began).ToString());
    }

    private async Task<TcpClient> ConnectAsync(CancellationToken ct)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(server.Host, server.Port, ct);
        return tcp;
    }

    // Until nothing comes for a moment; answers take milliseconds.
    private static async Task<(string Text, bool Closed)> ReadAsync(NetworkStream stream, CancellationToken ct)
    {
        var (text, buffer) = (new StringBuilder(), new byte[64 * 1024]);
        while (true)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(ct);
            quiet.CancelAfter(text.Length == 0 ? 1500 : 250);
            try
            {
                var read = await stream.ReadAsync(buffer, quiet.Token);
                if (read == 0)
                    return (text.ToString(), true);
                if (text.Length < 300_000)
                    text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return (text.ToString(), false);
            }
        }
    }

    private static IEnumerable<Case> Corpus()
    {
        Case Post(string name, string headers, string body, int answers = 1, bool refused = true) => new(name, Bytes($"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{headers}\r\n\r\n{body}"), answers, refused);
        // Length and chunks at once, in all spellings. Chunked wins or it is refused; the inner request stands where only the length would end the body.
        foreach (var length in (string[])["Content-Length: 6", "Content-Length: 4", "Content-Length: 0", "Content-Length: 5000"])
        {
            foreach (var chunked in (string[])["Transfer-Encoding: chunked", "Transfer-Encoding: Chunked", "transfer-encoding:chunked", "Transfer-Encoding: \tchunked", "Transfer-Encoding: chunked "])
                yield return Post($"{length} with {chunked}", $"{length}\r\n{chunked}", $"{Inner.Length + 2:x}\r\n{{}}{Inner}\r\n0\r\n\r\n");
        }
        foreach (var odd in (string[])["Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked, identity", "Transfer-Encoding: gzip, chunked, chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Transfer-Encoding: identity\r\nTransfer-Encoding: xyz", "Transfer-Encoding : chunked", "Transfer-Encoding\t: chunked", " Transfer-Encoding: chunked", "Transfer-Encoding:\r\n chunked", "Transfer-Encoding: \u000bchunked",
            "Transfer-Encoding: chunked\u0000", "X: y\nTransfer-Encoding: chunked", "X: y\rTransfer-Encoding: chunked", "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked;q=1", "Transfer-Encoding: ,chunked", "Transfer_Encoding: chunked", "Transfer-Encoding: chun\u017fked", "Transfer-Encoding:", "Transfer-Encoding: chunked\r\n\tfoo"])
            yield return Post($"length with {odd.Replace("\r\n", "⏎", StringComparison.Ordinal)}", $"Content-Length: {Inner.Length + 7}\r\n{odd}", $"2\r\n{{}}\r\n{Inner}", refused: false);
        foreach (var length in (string[])["Content-Length: 2\r\nContent-Length: 60", "Content-Length: 2, 60", "Content-Length: 2, 2", "Content-Length: +2", "Content-Length: -2", "Content-Length: 0x2", "Content-Length: 2 ", "Content-Length:\t2", "Content-Length: 2\u00a0", "Content-Length: ٢", "Content-Length: 1e1", "Content-Length: 2.0", "Content-Length: 99999999999999999999", "Content-Length: 9223372036854775808", "Content-Length: 18446744073709551618", "Content-Length: 4294967298", "Content-Length:", "Content-Length: ", "Content-Length: a", "Content-Length: 2;3",
            "Content-Length : 2", " Content-Length: 2", "Content-Length: 2\n", "Content_Length: 2", "Content-Length\u0000: 2", "content-length: 2\r\nContent-LENGTH: 60"])
            yield return Post(length.Replace("\r\n", "⏎", StringComparison.Ordinal), length, "{}", refused: false, answers: 1);
        // Chunks
        foreach (var (name, chunk) in new (string, string)[]
        {
            ("size is no number", "zz\r\n{}\r\n0\r\n\r\n"), ("size is negative", "-2\r\n{}\r\n0\r\n\r\n"), ("size is beyond", "ffffffffffffffff2\r\n{}\r\n0\r\n\r\n"), ("size is 7fffffff", "7fffffff\r\n{}"), ("size with 0x", "0x2\r\n{}\r\n0\r\n\r\n"), ("size with plus", "+2\r\n{}\r\n0\r\n\r\n"), ("size with blanks", " 2 \r\n{}\r\n0\r\n\r\n"),
            ("bare line feed after the size", "2\n{}\r\n0\r\n\r\n"), ("bare return after the size", "2\r{}\r\n0\r\n\r\n"), ("bare line feed in an extension", "2;a\n{}\r\n0\r\n\r\n"), ("no end of the chunk", "2\r\n{}0\r\n\r\n"), ("wrong end of the chunk", "2\r\n{}xx0\r\n\r\n"), ("empty size", "\r\n{}\r\n0\r\n\r\n"), ("size in two lines", "0\r\n2\r\n{}\r\n"),
            ("extension with a request", $"2;a={new string('x', 100)}\r\n{{}}\r\n0\r\n\r\n"), ("huge extension", $"2;{new string('e', 200_000)}\r\n{{}}\r\n0\r\n\r\n"), ("10,000 extensions", $"2{string.Concat(Enumerable.Repeat(";a=b", 10_000))}\r\n{{}}\r\n0\r\n\r\n"), ("quoted extension", "2;a=\"\r\n\r\n\"\r\n{}\r\n0\r\n\r\n"),
            ("trailer with a length", "2\r\n{}\r\n0\r\nContent-Length: 60\r\n\r\n"), ("trailer with chunks", "2\r\n{}\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n"), ("trailer with a host and a token", "2\r\n{}\r\n0\r\nHost: evil\r\nAuthorization: Bearer x\r\n\r\n"), ("huge trailer", $"2\r\n{{}}\r\n0\r\nX: {new string('t', 100_000)}\r\n\r\n"), ("trailer without a colon", "2\r\n{}\r\n0\r\nabc\r\n\r\n"),
            ("200,000 chunks of a byte", string.Concat(Enumerable.Repeat("1\r\n \r\n", 200_000)) + "0\r\n\r\n"), ("last chunk with zeros", "2\r\n{}\r\n" + new string('0', 1000) + "\r\n\r\n"), ("the end never comes", "2\r\n{}\r\n"),
        })
            yield return Post($"chunks: {name}", "Transfer-Encoding: chunked", chunk, refused: false);
        // What was read of a refused body must not be taken for the next request.
        yield return Post("body of a get", "Content-Length: 5\r\nX-Y: z", "{}{}{" + "", refused: false);
        yield return new("a get with a body that is a request", Bytes($"GET /api/v1/lists HTTP/1.1\r\nHost: x\r\nContent-Length: {Inner.Length}\r\n\r\n{Inner}"), Refused: false);
        yield return new("a head with a body that is a request", Bytes($"HEAD /api/v1/lists HTTP/1.1\r\nHost: x\r\nContent-Length: {Inner.Length}\r\n\r\n{Inner}"), Refused: false);
        yield return new("refused for its size, body is a request", Bytes($"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Length: 40000000\r\n\r\n{Inner}"), Refused: false);
        yield return new("refused for its type, body is a request", Bytes($"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: {Inner.Length}\r\n\r\n{Inner}"));
        yield return new("no such page, body is a request", Bytes($"POST /no-such-page HTTP/1.1\r\nHost: x\r\nContent-Length: {Inner.Length}\r\n\r\n{Inner}"));
        yield return new("not allowed, body is a request", Bytes($"POST /api/v1/projects HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {Inner.Length}\r\n\r\n{Inner}"));
        yield return new("expects to go on, body is a request", Bytes($"POST {Path} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {Inner.Length}\r\n\r\n{Inner}"), Answers: 2, Refused: false);
        yield return new("expects nonsense", Bytes($"POST {Path} HTTP/1.1\r\nHost: x\r\nExpect: 999-nonsense\r\nContent-Length: 2\r\n\r\n{{}}"), Refused: false);
        yield return new("HTTP/1.0 with chunks", Bytes($"POST {Path} HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"), Refused: false);
        yield return new("HTTP/1.0 kept alive", Bytes($"GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: {Inner.Length}\r\n\r\n{Inner}"), Refused: false);
        yield return new("connection names the length", Bytes($"POST {Path} HTTP/1.1\r\nHost: x\r\nConnection: Content-Length, close\r\nContent-Length: 2\r\n\r\n{{}}{Inner}"), Refused: false);
        yield return new("upgrade to h2c", Bytes("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"), Refused: false);
        yield return new("upgrade to websocket", Bytes("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"), Refused: false);
        yield return new("HTTP/2 at once", Bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"), Answers: 9);
        yield return new("TLS at once", [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3, .. new byte[200]]);
        yield return new("noise", [.. Enumerable.Range(0, 5000).Select(n => (byte)(n * 37))]);
        yield return new("nothing but line breaks", Bytes(string.Concat(Enumerable.Repeat("\r\n", 5000))));
        yield return new("NUL", new byte[2000]);
        // First line
        foreach (var line in (string[])["GET / HTTP/1.1 ", "GET  / HTTP/1.1", "GET\t/\tHTTP/1.1", " GET / HTTP/1.1", "GET /", "GET", "GET / HTTP/1.2", "GET / HTTP/9.9", "GET / HTTP/0.9", "GET / http/1.1", "GET / HTTP/1.1x", "GET / HTTP/01.1", "GET /a b HTTP/1.1", "GET http://evil.example/ HTTP/1.1", "GET http:// HTTP/1.1", "GET //evil.example/ HTTP/1.1", "GET evil.example:80 HTTP/1.1", "CONNECT evil.example:80 HTTP/1.1", "OPTIONS * HTTP/1.1", "GET * HTTP/1.1", "get / HTTP/1.1", "G\u0000ET / HTTP/1.1", "GET /\u0000 HTTP/1.1", "GET /%00 HTTP/1.1", "GET /%0d%0aX-Injected:1 HTTP/1.1", "GET /\u00ff HTTP/1.1", "GET /#x HTTP/1.1", "GET /? HTTP/1.1", "GET /..%2f..%2fetc/passwd HTTP/1.1", "GET /../../etc/passwd HTTP/1.1", "GET \\ HTTP/1.1", $"GET /{new string('a', 100_000)} HTTP/1.1", $"{new string('M', 20_000)} / HTTP/1.1", "GET /culture?c=en&returnUrl=/%0d%0aX-Injected:%201 HTTP/1.1", "GET /culture?c=en&returnUrl=//evil.example HTTP/1.1"])
            yield return new($"first line {line[..Math.Min(60, line.Length)]}", Bytes($"{line}\r\nHost: x\r\n\r\n"), Refused: false);
        // Headers
        foreach (var headers in (string[])["", "Host: x\r\nHost: y", "Host:", "Host: a b", "Host: x,y", "Host: x/../y", "Host: \u0000", "Host: [::1", "Host: x:99999", "Host: x@y", $"Host: {new string('h', 20_000)}", "Host: x\r\nNo colon here", "Host: x\r\n: no name", "Host: x\r\nBad name: y", "Host: x\r\nX: a\r\n folded", "Host: x\r\n\tfolded: y", "Host: x\r\nX: a\u0000b", "Host: x\r\nX: a\rb", "Host: x\r\nX: a\nX-Injected: b", "Host: x\r\nX\u0001: y", "Host: x\r\nÄ: y", "Host: x\r\nX: \u00ff\u00fe", $"Host: x\r\nX: {new string('v', 200_000)}", $"Host: x\r\n{string.Concat(Enumerable.Range(0, 2000).Select(n => $"X{n}: y\r\n"))}Z: z", $"Host: x\r\n{new string('n', 60_000)}: y", $"Host: x\r\nCookie: {string.Concat(Enumerable.Range(0, 3000).Select(n => $"c{n}=v;"))}", "Host: x\r\nConnection: close\r\nConnection: keep-alive", "Host: x\r\nConnection: \u00e4", "Host: x\r\nKeep-Alive: timeout=999999999"])
            yield return new($"headers {headers[..Math.Min(60, headers.Length)].Replace("\r\n", "⏎", StringComparison.Ordinal)}", Bytes($"GET /api/v1/lists HTTP/1.1\r\n{headers}\r\n\r\n"), Refused: false);
        yield return new("bare line feeds only", Bytes("GET /api/v1/lists HTTP/1.1\nHost: x\n\n"), Refused: false);
        yield return new("bare returns only", Bytes("GET /api/v1/lists HTTP/1.1\rHost: x\r\r"), Refused: false);
        yield return new("a hundred at once", Bytes(string.Concat(Enumerable.Repeat("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", 100))), Answers: 100, Refused: false);
        yield return new("a good one, then noise", Bytes("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n\u0001\u0002\u0003\r\n\r\n"), Answers: 2, Refused: false);
        yield return new("headers without end", Bytes("GET / HTTP/1.1\r\nHost: x\r\nX: y"), Refused: false);
        yield return new("body without end", Bytes($"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"), Refused: false);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    [GeneratedRegex(@"HTTP/1\.[01] (?<status>\d{3}) ", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex StatusLine();
}
