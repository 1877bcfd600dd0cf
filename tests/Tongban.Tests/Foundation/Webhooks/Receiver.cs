using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tongban.Tests.Foundation.Webhooks;

/// <summary>What a receiver got.</summary>
internal sealed record Received(string Head, byte[] Body)
{
    public string Header(string name) => Head.Split("\r\n").Single(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
}

/// <summary>A receiver on this machine that answers what the test wants, byte by byte.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public Receiver()
    {
        _listener.Start();
        _running = Task.Run(RunAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<Received> Got { get; } = new();

    /// <summary>The whole answer; <see langword="null"/> never answers.</summary>
    public string? Answer { get; set; } = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await OneAsync(client.GetStream());
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }
    }

    private async Task OneAsync(NetworkStream stream)
    {
        try
        {
            var buffer = new byte[1 << 16];
            var (length, end) = (0, -1);
            while (end < 0)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), _stop.Token);
                if (read == 0)
                    return;
                length += read;
                end = Encoding.ASCII.GetString(buffer, 0, length).IndexOf("\r\n\r\n", StringComparison.Ordinal);
            }
            var head = Encoding.ASCII.GetString(buffer, 0, end);
            var whole = int.Parse(new Received(head, []).Header("Content-Length"), System.Globalization.CultureInfo.InvariantCulture) + end + 4;
            while (length < whole)
                length += await stream.ReadAsync(buffer.AsMemory(length), _stop.Token);
            Got.Enqueue(new(head, buffer[(end + 4)..whole]));
            if (Answer is { } answer)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
            else
                await stream.CopyToAsync(Stream.Null, _stop.Token);   // until the sender gives up
        }
        catch (IOException)
        {
        }
    }
}
