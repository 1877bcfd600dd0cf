using System.Net;
using System.Net.Sockets;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;

namespace Tongban.Tests.Foundation.Notices;

/// <summary>What the gateway is asked, and what is made of its answers and of its silence.</summary>
public class SmsChannelTests
{
    [Fact]
    public async Task The_gateway_gets_the_text_whole_and_an_address_for_its_report()
    {
        await using var gateway = await Gateway.StartAsync();
        var options = gateway.Options(reportsTo: new Uri("http://10.1.2.3:5080/"));
        using var channel = new SmsChannel(options);
        var message = Gateway.Message("100% & “桥” 𠮷 +1");
        Assert.Equal(SendOutcome.Accepted, await channel.SendAsync(message, default));
        var asked = Assert.Single(gateway.Taken);
        Assert.Equal(("tongban", "gate&way=#1", "13900000021", "10690000", "2", "UTF-8", "100% & “桥” 𠮷 +1", "31"),
            (asked["username"], asked["password"], asked["to"], asked["from"], asked["coding"], asked["charset"], asked["text"], asked["dlr-mask"]));
        Assert.Equal($"http://10.1.2.3:5080/api/v1/channels/sms/reports?message={message.Key:N}&proof={SmsChannel.ProofOf(message.Key, options)}&status=%d", asked["dlr-url"]);
        Assert.NotEqual(SmsChannel.ProofOf(message.Key, options), SmsChannel.ProofOf(Guid.CreateVersion7(), options));
    }

    [Theory]
    [InlineData(202, SendResult.Accepted)]
    [InlineData(200, SendResult.Accepted)]
    [InlineData(400, SendResult.Never)]
    [InlineData(403, SendResult.NotNow)] // our password, not this message
    [InlineData(503, SendResult.NotNow)]
    [InlineData(429, SendResult.NotNow)]
    [InlineData(302, SendResult.NotNow)]
    [InlineData(500, SendResult.Unknown)]
    [InlineData(502, SendResult.Unknown)]
    [InlineData(504, SendResult.Unknown)] // something in between; the gateway behind it may have the message
    public void An_answer_means_what_it_says(int status, SendResult expected) => Assert.Equal(expected, SmsChannel.Judge((HttpStatusCode)status, "said").Result);

    [Fact]
    public async Task A_gateway_that_takes_the_message_and_is_silent_leaves_a_doubt_and_gets_it_once()
    {
        await using var gateway = await Gateway.StartAsync();
        using var patient = new CancellationTokenSource();
        gateway.Answers = http => Task.Delay(Timeout.Infinite, patient.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        using var channel = new SmsChannel(gateway.Options(TimeSpan.FromMilliseconds(300)));
        var outcome = await channel.SendAsync(Gateway.Message(), default);
        Assert.Equal(SendResult.Unknown, outcome.Result);
        await patient.CancelAsync();
        gateway.Answers = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal(SendResult.Unknown, (await channel.SendAsync(Gateway.Message(), default)).Result);
        // The client itself tried neither of them twice.
        Assert.Equal(2, gateway.Taken.Count);
        Assert.DoesNotContain("gate", outcome.Reason!.Replace("gateway", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_has_certainly_nothing()
    {
        int port;
        using (var nobody = new TcpListener(IPAddress.Loopback, 0))
        {
            nobody.Start();
            port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        }
        using var channel = new SmsChannel(new SmsOptions { Gateway = new Uri($"http://127.0.0.1:{port}/cgi-bin/sendsms"), User = "u", Password = "secret-password", Secret = "a-secret-of-the-test" });
        var outcome = await channel.SendAsync(Gateway.Message(), default);
        Assert.Equal(SendResult.NotNow, outcome.Result);
        Assert.DoesNotContain("secret-password", outcome.Reason, StringComparison.Ordinal);
        using var elsewhere = new SmsChannel(new SmsOptions { Gateway = new Uri("http://no-such-host.invalid/"), User = "u", Password = "p", Secret = "a-secret-of-the-test" });
        Assert.Equal(SendResult.NotNow, (await elsewhere.SendAsync(Gateway.Message(), default)).Result);
    }

    [Fact]
    public void The_environment_says_which_channels_there_are()
    {
        Assert.True(Read().TryGet(out var none, out _) && none is { Sms: null, Email: null });
        var sms = Read(("TONGBAN_SMS_GATEWAY", "http://127.0.0.1:13013/cgi-bin/sendsms"), ("TONGBAN_SMS_USER", "tongban"), ("TONGBAN_SMS_PASSWORD", "p"), ("TONGBAN_SMS_SECRET", "0123456789abcdef"), ("TONGBAN_SMS_REPORTS_TO", "http://127.0.0.1:5080"),
            ("TONGBAN_SMS_SOURCES", "127.0.0.1, 10.0.0.0/8"), ("TONGBAN_SMS_REPEAT_UNREPORTED", "2"), ("TONGBAN_PUBLIC_URL", "https://tongban.xinyu.gov.cn")).Value;
        Assert.Equal((2, TimeSpan.FromHours(2), "http://127.0.0.1:5080/"), (sms.Sms!.Sources.Count, sms.Sms.RepeatsUnreportedAfter, sms.Sms.ReportsTo!.ToString()));
        Assert.Contains("TONGBAN_SMS_SECRET", Read(("TONGBAN_SMS_GATEWAY", "http://x/"), ("TONGBAN_SMS_USER", "u"), ("TONGBAN_SMS_PASSWORD", "p"), ("TONGBAN_SMS_SECRET", "short")).Error!.Text.En, StringComparison.Ordinal);
        Assert.Contains("TONGBAN_SMS_USER", Read(("TONGBAN_SMS_GATEWAY", "http://x/")).Error!.Text.En, StringComparison.Ordinal);
        var mail = Read(("TONGBAN_SMTP_HOST", "mail.example.org"), ("TONGBAN_MAIL_FROM", "tongban@example.org")).Value.Email!;
        Assert.Equal((587, MailTls.StartTls), (mail.Port, mail.Tls));
        Assert.Contains("TONGBAN_MAIL_FROM", Read(("TONGBAN_SMTP_HOST", "mail.example.org"), ("TONGBAN_MAIL_FROM", "tongban")).Error!.Text.En, StringComparison.Ordinal);

        static Tongban.Foundation.Result<ChannelOptions> Read(params (string Name, string Value)[] set) => ChannelOptions.Read(n => set.FirstOrDefault(s => s.Name == n).Value);
    }
}
