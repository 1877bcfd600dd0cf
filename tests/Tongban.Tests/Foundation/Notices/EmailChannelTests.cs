using System.Net;
using System.Net.Sockets;
using System.Text;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;

namespace Tongban.Tests.Foundation.Notices;

/// <summary>E-mail to a mail server of a few lines on the loopback address.</summary>
public class EmailChannelTests
{
    [Fact]
    public async Task A_mail_arrives_in_both_languages_with_its_identity()
    {
        await using var server = new MailServer();
        var message = new OutgoingMessage(Guid.CreateVersion7(), "zrzy@example.org", Notice.Organ("ZRZY@360500"), ("XT-2026-000123袁河大桥请反馈", "Please answer."), "/r/202603");
        Assert.Equal(SendOutcome.Accepted, await Channel(server).SendAsync(message, default));
        var mail = MimeKit.MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(Assert.Single(server.Mails))), TestContext.Current.CancellationToken);
        Assert.Equal(($"{message.Key:N}@tongban.example.org", "XT-2026-000123袁河大桥请反馈", "zrzy@example.org"), (mail.MessageId, mail.Subject, mail.To.Mailboxes.Single().Address));
        Assert.Contains("Please answer.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("https://tongban.xinyu.gov.cn/r/202603", mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RCPT", "550 no such mailbox", SendResult.Never)]
    [InlineData("RCPT", "451 greylisted", SendResult.NotNow)]
    [InlineData("MAIL", "530 authentication required", SendResult.NotNow)]
    [InlineData(".", "", SendResult.Unknown)] // the line breaks after the text and before the answer
    public async Task A_no_is_told_from_a_doubt(string at, string answer, SendResult expected)
    {
        await using var server = new MailServer { BreaksAt = (at, answer) };
        Assert.Equal(expected, (await Channel(server).SendAsync(new(Guid.CreateVersion7(), "zrzy@example.org", "organ:x", ("文", "text"), "/"), default)).Result);
    }

    [Fact]
    public async Task Without_the_protection_asked_for_nothing_is_said()
    {
        await using var server = new MailServer();
        var careful = new EmailChannel(new EmailOptions { Host = "127.0.0.1", Port = server.Port, Tls = MailTls.StartTls, From = "tongban@tongban.example.org" }, null);
        Assert.Equal(SendResult.NotNow, (await careful.SendAsync(new(Guid.CreateVersion7(), "zrzy@example.org", "organ:x", ("文", "text"), "/"), default)).Result);
        Assert.Empty(server.Mails);
    }

    private static EmailChannel Channel(MailServer server) => new(new EmailOptions { Host = "127.0.0.1", Port = server.Port, Tls = MailTls.None, From = "tongban@tongban.example.org", TimeOut = TimeSpan.FromSeconds(10) }, new Uri("https://tongban.xinyu.gov.cn/"));

    private sealed class MailServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public MailServer()
        {
            _listener.Start();
            _serving = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public List<string> Mails { get; } = [];

        /// <summary>The command it answers otherwise; an empty answer breaks the line.</summary>
        public (string Command, string Answer)? BreaksAt { get; init; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await TalkAsync(client.GetStream());
                }
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // the test has ended
            }
        }

        private async Task TalkAsync(NetworkStream line)
        {
            using var reader = new StreamReader(line, Encoding.Latin1);
            await using var writer = new StreamWriter(line, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync() is { } said)
            {
                var command = said.Split(' ')[0].ToUpperInvariant();
                if (command is "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    var mail = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } text and not ".")
                        mail.Append(text.StartsWith("..", StringComparison.Ordinal) ? text[1..] : text).Append("\r\n");
                    Mails.Add(mail.ToString());
                    command = ".";
                }
                if (BreaksAt is { } breaks && breaks.Command == command)
                {
                    if (breaks.Answer.Length == 0)
                        return;
                    await writer.WriteLineAsync(breaks.Answer);
                    continue;
                }
                await writer.WriteLineAsync(command is "EHLO" or "HELO" ? "250 test" : command is "QUIT" ? "221 bye" : "250 ok");
                if (command is "QUIT")
                    return;
            }
        }
    }
}
