using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tongban.Drills.Hostile;

/// <summary>One request as it is sent.</summary>
/// <param name="Target">Path and query as they go onto the wire.</param>
internal sealed record Request(string Method, string Target, string? Token, byte[]? Body, string? ContentType, IReadOnlyList<(string Name, string Value)> Headers, string? Cookie = null)
{
    public override string ToString() =>
        $"{Method} {Target} {string.Join(' ', Headers.Select(h => $"[{h.Name}: {(h.Value.Length > 80 ? h.Value[..80] + "…" : h.Value)}]"))} {ContentType} {(Body is null ? "" : $"{Body.Length} bytes {Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 600))}")}";
}

/// <summary>Sends requests from many loopback addresses, so that what is limited by address limits no one here.</summary>
internal sealed class Wire : IDisposable
{
    private const int Kept = 256 * 1024;
    private readonly HttpClient[] _clients;
    private int _next;

    public Wire(Uri server, int addresses = 60)
    {
        Server = server;
        _clients = [.. Enumerable.Range(1, addresses).Select(n => new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    if (OperatingSystem.IsLinux())
                        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 9, (byte)n]), 0));
                    await socket.ConnectAsync(IPAddress.Loopback, server.Port, ct);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        }) { Timeout = TimeSpan.FromSeconds(60) })];
    }

    public Uri Server { get; }

    public async Task<Answer> SendAsync(Request request, CancellationToken ct)
    {
        var client = _clients[(uint)Interlocked.Increment(ref _next) % _clients.Length];
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(Server.GetLeftPart(UriPartial.Authority) + request.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (request.Body is not null)
            message.Content = new ByteArrayContent(request.Body);
        if (request.ContentType is not null)
        {
            message.Content ??= new ByteArrayContent([]);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }
        if (request.Token is not null)
            message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + request.Token);
        if (request.Cookie is not null)
            message.Headers.TryAddWithoutValidation("Cookie", request.Cookie);
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
            await using var stream = await answer.Content.ReadAsStreamAsync(ct);
            var text = await ReadAsync(stream, ct);
            return new Answer((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", text, answer.Headers.Contains("X-Injected") || answer.Content.Headers.Contains("X-Injected"), Stopwatch.GetElapsedTime(began), answer.Headers.Location?.OriginalString, answer.Headers.Contains("X-Content-Type-Options"));
        }
        catch (HttpRequestException)
        {
            return new Answer(0, "", "", false, Stopwatch.GetElapsedTime(began)); // refused with the door: a body that is too large is not read to its end
        }
        catch (IOException)
        {
            return new Answer(0, "", "", false, Stopwatch.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Answer(0, "", "", false, Stopwatch.GetElapsedTime(began));
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken ct)
    {
        var (kept, buffer) = (new MemoryStream(), new byte[32 * 1024]);
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (kept.Length < Kept)
                kept.Write(buffer, 0, read);
        }
        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
