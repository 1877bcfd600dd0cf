using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Tongban.Foundation.Notices.Channels;

/// <summary>E-mail by SMTP (RFC 5321).</summary>
/// <remarks>Every attempt at a message carries the same Message-ID, by which servers and readers' programs know a second copy; there is no report to wait for. So an unknown outcome is tried again.</remarks>
internal sealed class EmailChannel(EmailOptions options, Uri? publicAddress) : INoticeChannel
{
    public const string ChannelName = "email";

    private const int SubjectLength = 60;

    public string Name => ChannelName;

    public bool ForgivesRepeats => true;

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        using var mail = Write(message);
        using var client = new SmtpClient { Timeout = (int)options.TimeOut.TotalMilliseconds };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.TimeOut);
        var handedOver = false;
        try
        {
            await client.ConnectAsync(options.Host, options.Port, options.Tls switch { MailTls.Always => SecureSocketOptions.SslOnConnect, MailTls.None => SecureSocketOptions.None, _ => SecureSocketOptions.StartTls }, limit.Token);
            if (options.User is { } user)
                await client.AuthenticateAsync(user, options.Password ?? "", limit.Token);
            handedOver = true;
            await client.SendAsync(mail, limit.Token);
            return SendOutcome.Accepted;
        }
        catch (SmtpCommandException said)
        {
            var reason = $"{(int)said.StatusCode} {said.Message}";
            // 530 to 538 are about our own account, not about this message.
            return (int)said.StatusCode is >= 500 and (< 530 or > 538) ? SendOutcome.Never(reason) : SendOutcome.NotNow(reason);
        }
        catch (Exception ours) when (ours is AuthenticationException or ServiceNotAuthenticatedException)
        {
            return SendOutcome.NotNow("the mail server does not accept our account");
        }
#pragma warning disable CA1031 // sockets, certificates, protocols: before the message was handed over it is a no, after it nobody knows
        catch (Exception fault)
        {
            return handedOver ? SendOutcome.Unknown(fault.GetType().Name) : SendOutcome.NotNow($"the mail server cannot be used: {(fault is OperationCanceledException ? "time-out" : fault.Message)}");
        }
#pragma warning restore CA1031
        finally
        {
            await LeaveAsync(client);
        }
    }

    private MimeMessage Write(OutgoingMessage message)
    {
        var mail = new MimeMessage { MessageId = $"{message.Key:N}@{options.From[(options.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}", Subject = Subject(message.Text.Zh) };
        mail.From.Add(new MailboxAddress("通办", options.From));
        mail.To.Add(new MailboxAddress("", message.Address));
        // A machine wrote it: no answers by holiday notes (RFC 3834).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        var link = publicAddress is null ? "" : new Uri(publicAddress, message.Link.TrimStart('/')).ToString();
        mail.Body = new TextPart("plain") { Text = $"{message.Text.Zh}\r\n\r\n{message.Text.En}\r\n\r\n{link}\r\n" };
        return mail;
    }

    private static string Subject(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= SubjectLength ? line : string.Concat(line.AsSpan(0, SubjectLength - 1), "…");
    }

    private static async Task LeaveAsync(SmtpClient client)
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            if (client.IsConnected)
                await client.DisconnectAsync(quit: true, soon.Token);
        }
#pragma warning disable CA1031 // the message has been dealt with; how the line was left says nothing any more
        catch (Exception)
        {
        }
#pragma warning restore CA1031
    }
}
