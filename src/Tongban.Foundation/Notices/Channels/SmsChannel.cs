using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Tongban.Foundation.Notices.Channels;

/// <summary>Text messages (短信) through an HTTP gateway that speaks Kannel's <c>sendsms</c>.</summary>
/// <remarks>A gateway that takes a message on and then keeps us waiting must not get it twice. So it matters at which point an attempt fails: before the connection stands nothing can have left; after it, only an
/// answer says what happened. Every request therefore has a connection of its own, made under our eyes.</remarks>
internal sealed class SmsChannel : INoticeChannel, IDisposable
{
    public const string ChannelName = "sms";

    private const int MostAnswer = 200;
    private static readonly HttpRequestOptionsKey<StrongBox<bool>> Connected = new("connected");
    private readonly SmsOptions _options;
    private readonly HttpClient _http;

    public SmsChannel(SmsOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = options.TimeOut, PooledConnectionLifetime = TimeSpan.Zero, MaxResponseDrainSize = 0, ConnectCallback = ConnectAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Name => ChannelName;

    public QuietHours? Quiet => _options.Quiet;

    public TimeSpan? RepeatsUnreportedAfter => _options.ReportsTo is null ? null : _options.RepeatsUnreportedAfter;

    /// <summary>Proves a report: whoever names it was given the address by us.</summary>
    public static string ProofOf(Guid message, SmsOptions options) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Secret), message.ToByteArray()))[..32];

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        var connected = new StrongBox<bool>();
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(message));
        request.Options.Set(Connected, connected);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.TimeOut);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return Judge(answer.StatusCode, await SaidAsync(answer, limit.Token));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            // The message of a fault names host and port at most, never the query with its password.
            var never = !connected.Value || fault is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError };
            return never ? SendOutcome.NotNow($"the gateway cannot be reached: {(fault is OperationCanceledException ? "time-out" : fault.Message)}")
                : SendOutcome.Unknown(fault is OperationCanceledException ? "the gateway took the request and did not answer in time" : "the connection broke before the gateway answered");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What an answer means. Only an answer that says so is a no; of an error in between nobody knows on which side of the gateway it arose.</summary>
    internal static SendOutcome Judge(HttpStatusCode status, string said)
    {
        var reason = $"{(int)status} {said}".TrimEnd();
        return (int)status switch
        {
            200 or 202 => SendOutcome.Accepted,
            400 or 413 or 414 or 422 => SendOutcome.Never(reason),
            // A wrong password or address is our own fault and will be put right; 503 is Kannel's "try again later".
            401 or 403 or 404 or 405 or 407 or 408 or 429 or 503 or (>= 300 and < 400) => SendOutcome.NotNow(reason),
            >= 400 and < 500 => SendOutcome.Never(reason),
            _ => SendOutcome.Unknown(reason),
        };
    }

    private Uri AddressOf(OutgoingMessage message)
    {
        var query = new StringBuilder(_options.Gateway.Query is { Length: > 1 } given ? given + "&" : "?");
        void Add(string name, string value) => query.Append(query.Length > 1 && query[^1] is not '&' ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        Add("username", _options.User);
        Add("password", _options.Password);
        if (_options.From is { } from)
            Add("from", from);
        Add("to", message.Address);
        // UCS-2 on the air, UTF-8 on the way to the gateway.
        Add("coding", "2");
        Add("charset", "UTF-8");
        Add("text", message.Text.Zh);
        if (_options.ReportsTo is { } reports)
        {
            Add("dlr-mask", "31");
            // %d becomes the kind of report.
            Add("dlr-url", string.Create(CultureInfo.InvariantCulture, $"{reports}api/v1/channels/sms/reports?message={message.Key:N}&proof={ProofOf(message.Key, _options)}&status=%d"));
        }
        return new UriBuilder(_options.Gateway) { Query = query.ToString() }.Uri;
    }

    private static async Task<string> SaidAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(ct);
            var bytes = new byte[MostAnswer];
            var read = await body.ReadAtLeastAsync(bytes, MostAnswer, throwOnEndOfStream: false, ct);
            return new string([.. Encoding.UTF8.GetString(bytes, 0, read).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status has said it already.
            return "";
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, ct);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        if (context.InitialRequestMessage.Options.TryGetValue(Connected, out var connected))
            connected.Value = true;
        return new NetworkStream(socket, ownsSocket: true);
    }
}
