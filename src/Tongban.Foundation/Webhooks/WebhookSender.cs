using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Tongban.Foundation.Webhooks;

/// <summary>Names to addresses; a test puts its own in.</summary>
internal interface IHostResolver
{
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken ct);
}

internal sealed class SystemResolver : IHostResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken ct) => await Dns.GetHostAddressesAsync(host, ct);
}

/// <summary>What became of one attempt.</summary>
/// <param name="Status">Of the answer, if one came.</param>
/// <param name="Failure">Why it counts as not delivered; <see langword="null"/> when it was.</param>
/// <param name="Gone">The receiver wants no more (410).</param>
internal sealed record WebhookAnswer(int? Status, string? Failure, bool Gone = false);

/// <summary>An address that nothing is sent to.</summary>
internal sealed class ForbiddenAddressException(string message) : Exception(message);

/// <summary>Posts to addresses that others named, so that none of them leads into the house.</summary>
/// <remarks>The name is resolved here, every address of it is looked at, and the connection goes to one of those very addresses: a name that answers differently a moment later (DNS rebinding) is not asked again. No redirects, no proxy, no
/// cookies, no credentials; the body of the answer is not read; one limit of time for everything.</remarks>
internal sealed class WebhookSender : IDisposable
{
    private const int MostAddresses = 16, Tried = 4;
    private readonly WebhookOptions _options;
    private readonly IHostResolver _resolver;
    private readonly HttpClient _http;

    public WebhookSender(WebhookOptions options, IHostResolver resolver)
    {
        (_options, _resolver) = (options, resolver);
#pragma warning disable CA2000 // the client owns it
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.Time,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
            // A name is asked again for every message: a receiver that has moved into a forbidden network is noticed.
            PooledConnectionLifetime = TimeSpan.Zero,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Tongban-Webhooks", "1"));
    }

    public async Task<WebhookAnswer> SendAsync(Uri address, Guid id, DateTimeOffset at, string signature, byte[] body, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.Time);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/cloudevents+json") { CharSet = "utf-8" };
            request.Headers.Add("webhook-id", id.ToString());
            request.Headers.Add("webhook-timestamp", WebhookSignature.Timestamp(at));
            request.Headers.Add("webhook-signature", signature);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)answer.StatusCode;
            return status switch
            {
                >= 200 and < 300 => new(status, null),
                410 => new(status, "410: the receiver wants no more", Gone: true),
                >= 300 and < 400 => new(status, $"{status}: redirects are not followed"),
                _ => new(status, $"{status}"),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, $"no answer within {_options.Time.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException failed)
        {
            return new(null, Reason(failed));
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await _resolver.ResolveAsync(host, ct);
        if (addresses.Count is 0 or > MostAddresses)
            throw new ForbiddenAddressException(addresses.Count == 0 ? "the name has no address" : "the name has too many addresses");
        // One that leads into the house is enough to send to none of them: nobody needs such a name by mistake.
        if (addresses.Any(a => !_options.MayReach(a)))
            throw new ForbiddenAddressException("the name leads to an address that is not public");
        SocketException? last = null;
        foreach (var address in addresses.Take(Tried))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                last = refused;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw last!;
    }

    // What administrators read: the kind of failure, nothing that the receiver wrote.
    private static string Reason(HttpRequestException failed)
    {
        for (Exception? cause = failed; cause is not null; cause = cause.InnerException)
        {
            if (cause is ForbiddenAddressException forbidden)
                return forbidden.Message;
            if (cause is System.Security.Authentication.AuthenticationException)
                return "the certificate was not accepted";
            if (cause is SocketException socket)
                return $"no connection: {socket.SocketErrorCode}";
        }
        return failed.HttpRequestError.ToString();
    }
}
