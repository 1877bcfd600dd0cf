using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Tongban.Bench.Load;

/// <summary>One reader: what he is, his session, and where he begins.</summary>
internal sealed record Visitor(string Role, string? Cookie, IReadOnlyList<string> Starts);

/// <summary>What a run gave; processor times are microseconds a page.</summary>
internal sealed record Served(double PagesPerSecond, double P50, double P95, double P99, double Longest, int Errors, double Server, double Client, double Database);

/// <summary>Readers who open a page, look at it, and follow one of its links or begin anew; each has a connection of his own, kept open as a browser does.</summary>
internal sealed partial class Crowd(Uri server, IReadOnlyList<Visitor> visitors, int seed)
{
    /// <summary>Links a reader remembers of a page: the last ones, as the first are those of the frame.</summary>
    private const int LinksKept = 12;

    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _errors = new();

    public string Mix => string.Join(", ", visitors.GroupBy(v => v.Role, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}"));

    public IEnumerable<string> Errors => _errors;

    /// <summary>Pages by what they cost together, with their number, median and longest time.</summary>
    public IEnumerable<(string Kind, string What)> Slowest => _kinds.Where(k => k.Value.Count >= 5).Select(k => (k.Key, All: k.Value.Order().ToArray())).OrderByDescending(k => k.All[(int)(k.All.Length * 0.95)])
        .Select(k => (k.Key, FormattableString.Invariant($"{k.All.Length} views, median {k.All[k.All.Length / 2]:0} ms, p95 {k.All[(int)(k.All.Length * 0.95)]:0} ms")));

    /// <param name="only">Everyone opens this address again and again; otherwise links are followed.</param>
    public async Task<Served> RunAsync(TimeSpan length, TimeSpan think, string? only, int host, int? database, CancellationToken ct)
    {
        _kinds.Clear();
        var latencies = visitors.Select(_ => new List<double>()).ToArray();
        var errors = 0;
        var (began, own, theirs, others) = (Stopwatch.GetTimestamp(), Machine.OwnCpu(), Machine.CpuOf(host), Machine.CpuOf(database));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(length);
        await Task.WhenAll(visitors.Select((visitor, i) => Task.Run(async () =>
        {
            var random = new Random(unchecked((seed * 1_000_003) + (i * 7919)));
            var reader = new Reader(server, visitor);
            try
            {
                // They do not all come in at the same moment.
                await PauseAsync(random.NextDouble() * think, stop.Token);
                while (!stop.IsCancellationRequested)
                {
                    var path = only ?? reader.Next(random);
                    var sent = Stopwatch.GetTimestamp();
                    var status = await reader.OpenAsync(path, links: only is null, ct);
                    var took = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
                    latencies[i].Add(took);
                    if (only is null)
                        _kinds.GetOrAdd(Variable().Replace(path.Split('?')[0], "*"), _ => []).Add(took);
                    if (status is not (200 or 302))
                    {
                        Interlocked.Increment(ref errors);
                        if (_errors.Count < 200)
                            _errors.Enqueue($"{visitor.Role} {path} {status}");
                    }
                    await PauseAsync(-Math.Log(1 - random.NextDouble()) * think, stop.Token);
                }
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // the time is over
            }
            finally
            {
                reader.Dispose();
            }
        }, ct)));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var sorted = latencies.SelectMany(l => l).Order().ToArray();
        double Each(TimeSpan cpu) => cpu.TotalMicroseconds / sorted.Length;
        return new Served(sorted.Length / seconds, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.95)], sorted[(int)(sorted.Length * 0.99)], sorted[^1], errors,
            Each(Machine.CpuOf(host) - theirs), Each(Machine.OwnCpu() - own), Each(Machine.CpuOf(database) - others));
    }

    private static Task PauseAsync(TimeSpan pause, CancellationToken ct) => pause > TimeSpan.Zero ? Task.Delay(pause, ct) : Task.CompletedTask;

    /// <summary>A browser reduced to its socket, with the links of the page it shows.</summary>
    private sealed class Reader(Uri server, Visitor visitor) : IDisposable
    {
        private readonly List<string> _links = [];
        private readonly byte[] _buffer = new byte[1 << 20];
        private TcpClient? _tcp;

        // Two of three times along a link of the page, else back to a page he knows.
        public string Next(Random random) => _links.Count > 0 && random.Next(3) > 0 ? _links[random.Next(_links.Count)] : Uri.EscapeDataString(visitor.Starts[random.Next(visitor.Starts.Count)]).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3F", "?", StringComparison.Ordinal).Replace("%3D", "=", StringComparison.Ordinal);

        public async Task<int> OpenAsync(string path, bool links, CancellationToken ct)
        {
            var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: text/html\r\n{(visitor.Cookie is null ? "" : $"Cookie: {visitor.Cookie}\r\n")}\r\n");
            try
            {
                if (_tcp is null)
                {
                    _tcp = new TcpClient { NoDelay = true };
                    await _tcp.ConnectAsync(server.Host, server.Port, ct);
                }
                var stream = _tcp.GetStream();
                await stream.WriteAsync(request, ct);
                var (status, length) = await ReadAsync(stream, ct);
                if (links)
                    Links(length);
                return status;
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                _tcp?.Dispose();
                _tcp = null;
                return 0;
            }
        }

        public void Dispose() => _tcp?.Dispose();

        private void Links(int length)
        {
            var html = Encoding.UTF8.GetString(_buffer, 0, length);
            var found = Link().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups["to"].Value).Split('#')[0])
                .Where(h => h is ['/', not '/', ..] && h.All(c => c is > ' ' and < '\u007f') && !h.StartsWith("/culture", StringComparison.Ordinal) && !h.StartsWith("/api/", StringComparison.Ordinal) && !h.StartsWith("/ogc", StringComparison.Ordinal) && !h.Contains('.', StringComparison.Ordinal) && !h.StartsWith("/ledger/matters/", StringComparison.Ordinal) && !h.Contains("/documents/", StringComparison.Ordinal) && !h.Contains("/files/", StringComparison.Ordinal) && !h.Contains("/materials/", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal).ToList();
            _links.Clear();
            _links.AddRange(found.TakeLast(Math.Min(LinksKept, found.Count)));
        }

        private async Task<(int Status, int Length)> ReadAsync(NetworkStream stream, CancellationToken ct)
        {
            var (length, end, chunked) = (0, -1, false);
            while (true)
            {
                var read = await stream.ReadAsync(_buffer.AsMemory(length), ct);
                if (read == 0)
                    throw new IOException("the server closed the connection");
                length += read;
                if (end < 0 && _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var head)
                {
                    var headers = Encoding.ASCII.GetString(_buffer, 0, head);
                    chunked = headers.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
                    const string label = "Content-Length: ";
                    var at = headers.IndexOf(label, StringComparison.OrdinalIgnoreCase);
                    end = at < 0 ? head + 4 : head + 4 + int.Parse(headers.AsSpan(at + label.Length, (headers.IndexOf('\r', at) is > 0 and var line ? line : headers.Length) - at - label.Length), null);
                }
                // A page of HTML never contains the last chunk's mark at its end.
                if (end >= 0 && (chunked ? _buffer.AsSpan(0, length).EndsWith("\r\n0\r\n\r\n"u8) : length >= end))
                    return (int.Parse(Encoding.ASCII.GetString(_buffer, 9, 3), null), length);
            }
        }
    }

    [GeneratedRegex("<a\\b[^>]*href=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d{6}-\d{2}-\d{2}-\d{6}|\d{4}-W?\d{2}(?:-\d{2})?|91\w{16}|[A-Z]+@\d{6}|\d{4,}(?:-[\w-]+)?|(?<=/)S\d-\d+|(?<=layers/)L\d+", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Variable();
}
