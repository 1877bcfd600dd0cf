using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Tongban.Bench.Approvals;

/// <summary>What a run over HTTP gave.</summary>
/// <param name="Cpu">Processor time of this process a page, in microseconds: server and client.</param>
/// <param name="DatabaseCpu">That of the database server; 0 for the embedded one, which is part of this process.</param>
internal sealed record Served(double PagesPerSecond, double Cpu, double DatabaseCpu, double P50, double P99, int Bytes);

/// <summary>A browser reduced to its socket: one connection kept alive, one request after another. It costs so little that the figures are the server's.</summary>
internal static class PageClient
{
    private static long _views;

    /// <param name="fresh">Every request has an address of its own, so that no page was shown before.</param>
    /// <param name="database">First process of the database server.</param>
    /// <param name="warm">Pages before measuring: the just-in-time compiler needs some thousand calls before it is done.</param>
    public static async Task<Served> MeasureAsync(Uri server, IReadOnlyList<string> paths, string? cookie, TimeSpan length, bool fresh = false, int connections = 8, int? database = null, int warm = 4000)
    {
        var served = 0.0;
        for (var round = 0; round < 12 && served < warm; round++)
            served += (await RunAsync(server, paths, cookie, TimeSpan.FromSeconds(3), fresh, connections, null)).PagesPerSecond * 3;
        return await RunAsync(server, paths, cookie, length, fresh, connections, database);
    }

    private static async Task<Served> RunAsync(Uri server, IReadOnlyList<string> paths, string? cookie, TimeSpan length, bool fresh, int connections, int? database)
    {
        byte[] Request(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: text/html\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}\r\n");
        var requests = paths.Select(Request).ToArray();
        var latencies = Enumerable.Range(0, connections).Select(_ => new List<long>(100_000)).ToArray();
        var (began, cpu, others, bytes, failed) = (Stopwatch.GetTimestamp(), Machine.OwnCpu(), Machine.CpuOf(database), 0, (string?)null);
        using var stop = new CancellationTokenSource(length);
        await Task.WhenAll(latencies.Select((mine, i) => Task.Run(async () =>
        {
            using var tcp = new TcpClient { NoDelay = true };
            await tcp.ConnectAsync(server.Host, server.Port);
            await using var stream = tcp.GetStream();
            var buffer = new byte[1 << 20];
            for (var n = i; !stop.IsCancellationRequested; n++)
            {
                var sent = Stopwatch.GetTimestamp();
                await stream.WriteAsync(fresh ? Request($"{paths[n % paths.Count]}{(paths[n % paths.Count].Contains('?', StringComparison.Ordinal) ? '&' : '?')}view={Interlocked.Increment(ref _views)}") : requests[n % requests.Length]);
                var (status, body) = await ReadAsync(stream, buffer);
                mine.Add(Stopwatch.GetTimestamp() - sent);
                bytes = body;
                if (status != 200)
                    failed = $"{paths[n % requests.Length]} answers {status}: {Encoding.UTF8.GetString(buffer, 0, Math.Min(body, 500))}";
            }
        })));
        (cpu, others) = (Machine.OwnCpu() - cpu, Machine.CpuOf(database) - others);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (failed is not null)
            throw new InvalidOperationException(failed);
        var sorted = latencies.SelectMany(l => l).Order().ToArray();
        return new Served(sorted.Length / seconds, cpu.TotalMicroseconds / sorted.Length, others.TotalMicroseconds / sorted.Length, Milliseconds(sorted[sorted.Length / 2]), Milliseconds(sorted[(int)(sorted.Length * 0.99)]), bytes);
    }

    // Reads one answer; returns its status and how many bytes it had, headers included.
    private static async Task<(int Status, int Bytes)> ReadAsync(NetworkStream stream, byte[] buffer)
    {
        var (length, end, chunked) = (0, -1, false);
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0)
                throw new IOException("the server closed the connection");
            length += read;
            if (end < 0 && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var head)
            {
                var headers = Encoding.ASCII.GetString(buffer, 0, head);
                chunked = headers.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
                const string label = "Content-Length: ";
                var at = headers.IndexOf(label, StringComparison.OrdinalIgnoreCase);
                end = at < 0 ? head + 4 : head + 4 + int.Parse(headers.AsSpan(at + label.Length, (headers.IndexOf('\r', at) is > 0 and var line ? line : headers.Length) - at - label.Length), null);
            }
            // A page of HTML never contains the last chunk's mark at its end.
            if (end >= 0 && (chunked ? buffer.AsSpan(0, length).EndsWith("\r\n0\r\n\r\n"u8) : length >= end))
                return (int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), null), length);
        }
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
