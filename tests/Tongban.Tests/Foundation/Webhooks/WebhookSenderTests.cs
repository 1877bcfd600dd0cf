using System.Diagnostics;
using System.Net;
using System.Text;
using Tongban.Foundation.Webhooks;

namespace Tongban.Tests.Foundation.Webhooks;

/// <summary>Where events never go, whatever a name says, and how receivers check what they get.</summary>
public sealed class WebhookSenderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("8.8.8.8", true), InlineData("223.5.5.5", true), InlineData("2400:3200::1", true), InlineData("172.32.0.1", true), InlineData("100.128.0.1", true), InlineData("::ffff:8.8.8.8", true)]
    [InlineData("0.0.0.0", false), InlineData("10.0.0.1", false), InlineData("100.64.0.1", false), InlineData("100.100.100.200", false), InlineData("127.0.0.1", false), InlineData("127.255.255.254", false), InlineData("169.254.169.254", false)]
    [InlineData("168.63.129.16", false), InlineData("172.16.0.1", false), InlineData("172.31.255.255", false), InlineData("192.0.0.170", false), InlineData("192.0.2.1", false), InlineData("192.88.99.1", false), InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false), InlineData("198.51.100.1", false), InlineData("203.0.113.1", false), InlineData("224.0.0.1", false), InlineData("240.0.0.1", false), InlineData("255.255.255.255", false)]
    [InlineData("::", false), InlineData("::1", false), InlineData("::ffff:127.0.0.1", false), InlineData("::ffff:10.0.0.1", false), InlineData("::ffff:169.254.169.254", false), InlineData("::7f00:1", false), InlineData("64:ff9b::7f00:1", false)]
    [InlineData("fe80::1", false), InlineData("fc00::1", false), InlineData("fd00:ec2::254", false), InlineData("fec0::1", false), InlineData("ff02::1", false), InlineData("2001::1", false), InlineData("2001:db8::1", false), InlineData("2002:7f00:1::", false), InlineData("100::1", false)]
    public void Only_addresses_of_the_public_internet_are_public(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://hooks.example.org/x", null), InlineData("https://hooks.example.org:8443/x", null), InlineData("https://例子.测试/x", null)]
    [InlineData("http://hooks.example.org/", "webhooks.not-https"), InlineData("ftp://hooks.example.org/", "webhooks.not-https"), InlineData("file:///etc/passwd", "webhooks.not-https"), InlineData("gopher://x/", "webhooks.not-https")]
    [InlineData("https://user:secret@hooks.example.org/", "webhooks.address"), InlineData("https://hooks.example.org/#x", "webhooks.address"), InlineData("hooks.example.org", "webhooks.address"), InlineData("", "webhooks.address")]
    [InlineData("https://hooks.example.org:22/", "webhooks.port"), InlineData("https://hooks.example.org:5432/", "webhooks.port")]
    [InlineData("https://127.0.0.1/", "webhooks.not-public"), InlineData("https://2130706433/", "webhooks.not-public"), InlineData("https://0x7f.1/", "webhooks.not-public"), InlineData("https://017700000001/", "webhooks.not-public")]
    [InlineData("https://[::1]/", "webhooks.not-public"), InlineData("https://[::ffff:10.0.0.1]/", "webhooks.not-public"), InlineData("https://169.254.169.254/latest/meta-data/", "webhooks.not-public")]
    public void An_address_is_looked_at_before_it_is_kept(string address, string? refused) => Assert.Equal(refused, new WebhookOptions().Refuse(address, out _)?.Code);

    [Fact]
    public void A_list_of_hosts_and_networks_of_the_government_are_the_operators_word()
    {
        var options = WebhookOptions.Read(n => n switch { "TONGBAN_WEBHOOK_NETWORKS" => "10.20.0.0/16", "TONGBAN_WEBHOOK_HOSTS" => "hooks.example.org,.gov.example", _ => null }).Value;
        Assert.Null(options.Refuse("https://a.gov.example/", out _));
        Assert.Equal("webhooks.host-not-listed", options.Refuse("https://gov.example/", out _)?.Code);
        Assert.Equal("webhooks.host-not-listed", options.Refuse("https://evil-hooks.example.org/", out _)?.Code);
        Assert.True(options.MayReach(IPAddress.Parse("10.20.1.2")) && options.MayReach(IPAddress.Parse("::ffff:10.20.1.2")));
        Assert.False(options.MayReach(IPAddress.Parse("10.21.0.1")));
        Assert.Equal("webhooks.setting", WebhookOptions.Read(n => n is "TONGBAN_WEBHOOK_NETWORKS" ? "ten" : null).Error?.Code);
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("10.0.0.7"), InlineData("169.254.169.254"), InlineData("::1"), InlineData("::ffff:127.0.0.1"), InlineData("8.8.8.8,127.0.0.1")]
    public async Task A_name_that_leads_into_the_house_gets_nothing(string answers)
    {
        await using var inside = new Receiver();
        using var sender = new WebhookSender(new WebhookOptions { AllowHttp = true, Ports = [] }, new Names(answers.Split(',')));
        var answer = await SendAsync(sender, $"http://hooks.example.org:{inside.Port}/");
        Assert.Equal("the name leads to an address that is not public", answer.Failure);
        Assert.Empty(inside.Got);
    }

    [Fact]
    public async Task A_name_that_changes_its_answer_is_looked_at_each_time_and_the_connection_goes_where_was_looked()
    {
        await using var receiver = new Receiver();
        // Rebinding: first the receiver, then an address that is not opened; on this machine both lead to it.
        var names = new Names("127.0.0.1") { Then = ["127.0.0.2"] };
        using var sender = new WebhookSender(Local(), names);
        Assert.Null((await SendAsync(sender, $"http://hooks.example.org:{receiver.Port}/")).Failure);
        Assert.Equal(1, names.Asked);
        Assert.Equal("the name leads to an address that is not public", (await SendAsync(sender, $"http://hooks.example.org:{receiver.Port}/")).Failure);
        Assert.Equal((2, 1), (names.Asked, receiver.Got.Count));
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_large_or_missing_answers_end()
    {
        await using var inside = new Receiver();
        await using var receiver = new Receiver { Answer = $"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:{inside.Port}/secret\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" };
        using var sender = new WebhookSender(Local(TimeSpan.FromSeconds(0.5)), new Names("127.0.0.1"));
        Assert.Equal((307, "307: redirects are not followed"), ((await SendAsync(sender, Address())) is var r ? (r.Status, r.Failure) : default));
        Assert.Empty(inside.Got);

        receiver.Answer = "HTTP/1.1 200 OK\r\nX: " + new string('x', 100_000) + "\r\n\r\n";
        Assert.NotNull((await SendAsync(sender, Address())).Failure);
        receiver.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nx";   // the body is not waited for
        Assert.Null((await SendAsync(sender, Address())).Failure);
        receiver.Answer = "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n";
        Assert.True((await SendAsync(sender, Address())).Gone);

        receiver.Answer = null;
        var began = Stopwatch.StartNew();
        Assert.Equal("no answer within 0.5 s", (await SendAsync(sender, Address())).Failure);
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(20), began.Elapsed.ToString());

        string Address() => $"http://hooks.example.org:{receiver.Port}/";
    }

    [Fact]
    public async Task A_receiver_checks_the_signature_with_a_few_lines_of_its_own()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "the receiver of this test is written in Python");
        await using var receiver = new Receiver();
        using var sender = new WebhookSender(Local(), new Names("127.0.0.1"));
        var (id, secret, former, body) = (Guid.CreateVersion7(), WebhookSignature.NewSecret(), WebhookSignature.NewSecret(), Encoding.UTF8.GetBytes("""{"specversion":"1.0","data":{"text":"受理"}}"""));
        Assert.Null((await sender.SendAsync(new Uri($"http://hooks.example.org:{receiver.Port}/"), id, Now, WebhookSignature.Header([secret, former], id, Now, body), body, Ct)).Failure);
        Assert.True(receiver.Got.TryDequeue(out var got));
        Assert.Equal(("application/cloudevents+json; charset=utf-8", id.ToString()), (got.Header("Content-Type"), got.Header("webhook-id")));
        Assert.Equal(body, got.Body);
        Assert.Equal("True", await PythonAsync(secret, got, got.Body));
        Assert.Equal("True", await PythonAsync(former, got, got.Body));
        Assert.Equal("False", await PythonAsync(WebhookSignature.NewSecret(), got, got.Body));
        Assert.Equal("False", await PythonAsync(secret, got, [.. got.Body, (byte)' ']));
    }

    // https://www.standardwebhooks.com: the receiver's side, from the specification alone.
    private static async Task<string> PythonAsync(string secret, Received got, byte[] body)
    {
        const string script = """
            import base64, hashlib, hmac, sys
            secret, id, timestamp, signatures = sys.argv[1:]
            body = sys.stdin.buffer.read()
            expected = base64.b64encode(hmac.new(base64.b64decode(secret.removeprefix("whsec_")), f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()).decode()
            print(any(hmac.compare_digest(expected, s.removeprefix("v1,")) for s in signatures.split(" ")))
            """;
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, secret, got.Header("webhook-id"), got.Header("webhook-timestamp"), got.Header("webhook-signature")]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        await python.StandardInput.BaseStream.WriteAsync(body, Ct);
        python.StandardInput.Close();
        return (await python.StandardOutput.ReadToEndAsync(Ct)).Trim();
    }

    /// <summary>One address of this machine is opened, and no other.</summary>
    internal static WebhookOptions Local(TimeSpan? time = null) => new() { AllowHttp = true, Ports = [], Networks = [IPNetwork.Parse("127.0.0.1/32")], Time = time ?? TimeSpan.FromSeconds(10) };

    private static Task<WebhookAnswer> SendAsync(WebhookSender sender, string address) => sender.SendAsync(new Uri(address), Guid.CreateVersion7(), Now, "v1,x", "{}"u8.ToArray(), Ct);

    private sealed class Names(params string[] first) : IHostResolver
    {
        public string[]? Then { get; init; }

        public int Asked { get; private set; }

        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken ct) => Task.FromResult<IReadOnlyList<IPAddress>>([.. (Asked++ == 0 || Then is null ? first : Then).Select(IPAddress.Parse)]);
    }
}
