using System.Globalization;
using System.Net;

namespace Tongban.Foundation.Notices.Channels;

/// <summary>Which ways out of the house this installation has. Without any, notices stay in the inbox.</summary>
/// <remarks>Classes and not records: what a record says of itself would contain its passwords.</remarks>
public sealed class ChannelOptions
{
    /// <summary>Where recipients reach the pages, for links in messages: <c>https://tongban.xinyu.gov.cn</c>. Without it messages carry no link.</summary>
    public Uri? PublicAddress { get; init; }

    public SmsOptions? Sms { get; init; }

    public EmailOptions? Email { get; init; }

    /// <summary>Reads the environment variables named in <c>docs/channels.md</c>.</summary>
    /// <returns>The options, or the first variable that cannot be used.</returns>
    public static Result<ChannelOptions> Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string? Get(string name) => variable(name) is { Length: > 0 } value ? value : null;
        Error? bad = null;
        T? No<T>(string name, string what)
        {
            bad ??= new Error("foundation.channel-setting", new Words("环境变量 {0} {1}。", "The environment variable {0} {2}.").With(name, "无法使用", what));
            return default;
        }
        Uri? Address(string name) => Get(name) is not { } text ? null : Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : No<Uri>(name, "must be an http or https address");
        string Needed(string name) => Get(name) ?? No<string>(name, "is missing") ?? "";

        SmsOptions? sms = null;
        if (Get("TONGBAN_SMS_GATEWAY") is { } gateway)
        {
            var sources = new List<IPNetwork>();
            foreach (var part in (Get("TONGBAN_SMS_SOURCES") ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
            {
                if (IPNetwork.TryParse(part, out var network))
                    sources.Add(network);
                else if (IPAddress.TryParse(part, out var one))
                    sources.Add(new IPNetwork(one, one.GetAddressBytes().Length * 8));
                else
                    No<object>("TONGBAN_SMS_SOURCES", "must list addresses or networks");
            }
            TimeSpan? repeats = null;
            if (Get("TONGBAN_SMS_REPEAT_UNREPORTED") is { } hours)
                repeats = double.TryParse(hours, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) && n is >= 0.5 and <= 72 ? TimeSpan.FromHours(n) : No<TimeSpan?>("TONGBAN_SMS_REPEAT_UNREPORTED", "must be 0.5 to 72 hours");
            var (user, password, secret) = (Needed("TONGBAN_SMS_USER"), Needed("TONGBAN_SMS_PASSWORD"), Needed("TONGBAN_SMS_SECRET"));
            if (secret.Length is > 0 and < 16)
                No<object>("TONGBAN_SMS_SECRET", "must have at least 16 characters");
            sms = new SmsOptions
            {
                Gateway = Uri.TryCreate(gateway, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : No<Uri>("TONGBAN_SMS_GATEWAY", "must be an http or https address") ?? new Uri("http://localhost"),
                User = user,
                Password = password,
                From = Get("TONGBAN_SMS_FROM"),
                Secret = secret,
                ReportsTo = Address("TONGBAN_SMS_REPORTS_TO"),
                Sources = sources,
                RepeatsUnreportedAfter = repeats,
            };
        }

        EmailOptions? email = null;
        if (Get("TONGBAN_SMTP_HOST") is { } host)
        {
            var tls = Get("TONGBAN_SMTP_TLS") ?? "starttls";
            if (tls is not ("starttls" or "tls" or "none"))
                No<object>("TONGBAN_SMTP_TLS", "must be starttls, tls or none");
            var port = tls is "tls" ? 465 : tls is "none" ? 25 : 587;
            if (Get("TONGBAN_SMTP_PORT") is { } given && !(int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536))
                No<object>("TONGBAN_SMTP_PORT", "must be a port");
            var from = Needed("TONGBAN_MAIL_FROM");
            if (from.Length > 0 && !People.ContactDetails.IsEmail(from))
                No<object>("TONGBAN_MAIL_FROM", "must be an e-mail address");
            email = new EmailOptions { Host = host, Port = port, Tls = tls switch { "tls" => MailTls.Always, "none" => MailTls.None, _ => MailTls.StartTls }, User = Get("TONGBAN_SMTP_USER"), Password = Get("TONGBAN_SMTP_PASSWORD"), From = from };
        }
        var options = new ChannelOptions { PublicAddress = Address("TONGBAN_PUBLIC_URL"), Sms = sms, Email = email };
        return bad is null ? options : bad;
    }
}

/// <summary>The HTTP gateway for text messages, in the form of Kannel's <c>sendsms</c>.</summary>
public sealed class SmsOptions
{
    /// <summary>The whole address of the service: <c>http://127.0.0.1:13013/cgi-bin/sendsms</c>.</summary>
    public required Uri Gateway { get; init; }

    public required string User { get; init; }

    public required string Password { get; init; }

    /// <summary>The sender's number, where the gateway wants one.</summary>
    public string? From { get; init; }

    /// <summary>What the gateway names when it hands over incoming messages, and what proves its reports.</summary>
    public required string Secret { get; init; }

    /// <summary>Where the gateway reaches this server for reports. Without it there are none, and an unknown outcome is settled by a person.</summary>
    public Uri? ReportsTo { get; init; }

    /// <summary>From where reports and incoming messages are taken; empty: from everywhere, given the secret.</summary>
    public IReadOnlyList<IPNetwork> Sources { get; init; } = [];

    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(15);

    public QuietHours Quiet { get; init; } = QuietHours.Night;

    /// <summary>Only for a gateway whose reports always come: after so long without one, a message of unknown outcome is sent again.</summary>
    public TimeSpan? RepeatsUnreportedAfter { get; init; }
}

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailTls
{
    /// <summary>Not at all: only for a server on the same machine.</summary>
    None,

    /// <summary>Begun in the clear and then protected; refused when the server offers no protection.</summary>
    StartTls,

    /// <summary>From the first byte.</summary>
    Always,
}

/// <summary>The mail server.</summary>
public sealed class EmailOptions
{
    public required string Host { get; init; }

    public int Port { get; init; } = 587;

    public MailTls Tls { get; init; } = MailTls.StartTls;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender's address.</summary>
    public required string From { get; init; }

    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(30);
}
