using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Server.City;
using Tongban.Tests.Dispatch.Reminders;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Notices;

/// <summary>The whole way of a reminder: our outbox, Kannel, a carrier, its report back to us, the unit's answer by text message, our reply to it.</summary>
public sealed class KannelTests
{
    private const string Secret = "a-secret-of-the-test", Bearerbox = "/usr/sbin/bearerbox", Smsbox = "/usr/sbin/smsbox";

    [Fact]
    public async Task A_reminder_goes_out_is_reported_and_is_answered_through_a_real_gateway()
    {
        if (!File.Exists(Bearerbox) || !File.Exists(Smsbox))
            Assert.Skip("Kannel is not installed on this machine (Debian: kannel)");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        var ct = limit.Token;
        var folder = Directory.CreateTempSubdirectory("tongban-kannel-").FullName;
        await using var carrier = new Carrier();
        var (admin, box, sendsms) = (FreePort(), FreePort(), FreePort());
        HttpClient? ours = null;
        await using var door = await DoorAsync(() => ours);
        var tasks = new TasksOnDemand();
        var here = new Uri(door.Urls.Single());
        await using var app = await TestApp.StartAsync(Database.Sqlite, options: o => o with
        {
            Channels = new ChannelOptions
            {
                PublicAddress = new Uri("http://10.0.0.7/"),
                Sms = new SmsOptions { Gateway = new Uri($"http://127.0.0.1:{sendsms}/cgi-bin/sendsms"), User = "tongban", Password = "gate&way", From = "10690000", Secret = Secret, ReportsTo = here },
            },
        }, services: s => s.AddSingleton<IOpenTasks>(tasks));
        using var client = ours = app.NewClient();
        Assert.Null(await app.InScopeAsync(s => s.GetRequiredService<CityLoader>().LoadAsync(ct)));
        await ReachAsync(app, "ZRZY@360500", "13900000021");

        await File.WriteAllTextAsync(Path.Combine(folder, "kannel.conf"), Configuration(carrier.Port, admin, box, sendsms, here, folder), ct);
        using var bearer = Start(Bearerbox, folder);
        using var sms = Start(Smsbox, folder, () => Listens(box));
        try
        {
            await carrier.Bound.WaitAsync(ct);
            await UntilAsync(() => Task.FromResult(Listens(sendsms)), ct);

            app.Clock.Now = ReminderRoom.At(2026, 3, 25, 9, 1);
            tasks.Open("ZRZY@360500", ReminderRoom.At(2026, 3, 9, 9), 12);
            Assert.Equal(1, (await app.InScopeAsync(s => s.GetRequiredService<ReminderRun>().RunAsync(ct))).Reminded);
            await app.Services.GetRequiredService<OutboxDelivery>().SendDueAsync(ct);
            await UntilAsync(() => Task.FromResult(!carrier.Taken.IsEmpty), ct);
            Assert.True(carrier.Taken.TryDequeue(out var text));
            Assert.Equal(("10690000", "13900000021", "XT-2026-000012袁河大桥及接线工程已用12日，请于3月30日前反馈http://10.0.0.7/r/202603"), (text.From, text.To, text.Text));

            await carrier.ReportAsync(text);
            await UntilAsync(async () => (await MessageAsync(app)).State is OutgoingState.Delivered, ct);

            await carrier.WriteAsync("8613900000021", "10690000", "反馈 12 清表完成，月底前交地");
            await UntilAsync(() => Task.FromResult(!carrier.Taken.IsEmpty), ct);
            Assert.True(carrier.Taken.TryDequeue(out var reply));
            Assert.Equal(("8613900000021", "已记录XT-2026-000012的反馈。本月提醒已全部反馈。"), (reply.To.TrimStart('+'), reply.Text));
            var reminder = await app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<Reminder>().AsNoTracking().SingleAsync(ct));
            Assert.Equal((ReminderState.Answered, "清表完成，月底前交地"), (reminder.State, reminder.Answers.Single().Text));

            // With another password the gateway refuses, and nothing was wrong with the message.
            using var stranger = new SmsChannel(new SmsOptions { Gateway = new Uri($"http://127.0.0.1:{sendsms}/cgi-bin/sendsms"), User = "tongban", Password = "wrong", Secret = Secret });
            Assert.Equal(SendResult.NotNow, (await stranger.SendAsync(Gateway.Message(), ct)).Result);
        }
        finally
        {
            foreach (var process in new[] { sms, bearer })
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
            Directory.Delete(folder, true);
        }
    }

    private static Task<Result<bool>> ReachAsync(TestApp app, string organ, string phone) => app.InScopeAsync(s =>
    {
        var db = s.GetRequiredService<TongbanDb>();
        return db.ActAsync("contact", new Caller { Actor = Actor.System }, async () => (await db.Set<Organ>().SingleAsync(o => o.Key == organ)).ReachAt(phone, null) is { } refusal ? refusal : (Result<bool>)true);
    });

    private static Task<OutgoingNotice> MessageAsync(TestApp app) => app.InScopeAsync(s => s.GetRequiredService<TongbanDb>().Set<OutgoingNotice>().AsNoTracking().SingleAsync());

    // The server under test listens on no port; this hands over what the gateway asks of it.
    private static async Task<WebApplication> DoorAsync(Func<HttpClient?> inside)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var door = builder.Build();
        door.Run(async http =>
        {
            using var answer = await inside()!.GetAsync(new Uri(http.Request.Path + http.Request.QueryString.Value, UriKind.Relative), http.RequestAborted);
            http.Response.StatusCode = (int)answer.StatusCode;
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            foreach (var (name, value) in answer.Headers.Where(h => h.Key.StartsWith("X-Kannel-", StringComparison.Ordinal)))
                http.Response.Headers[name] = value.ToArray();
            await http.Response.WriteAsync(await answer.Content.ReadAsStringAsync(http.RequestAborted));
        });
        await door.StartAsync();
        return door;
    }

    private static string Configuration(int carrier, int admin, int box, int sendsms, Uri here, string folder) => $"""
        group = core
        admin-port = {admin}
        admin-interface = 127.0.0.1
        admin-password = {Secret}
        smsbox-port = {box}
        smsbox-interface = 127.0.0.1
        log-file = {folder}/bearerbox.log
        dlr-storage = internal

        group = smsc
        smsc = smpp
        smsc-id = carrier
        host = 127.0.0.1
        port = {carrier}
        transceiver-mode = true
        smsc-username = test
        smsc-password = test
        system-type = test
        address-range = ""

        group = smsbox
        bearerbox-host = 127.0.0.1
        sendsms-port = {sendsms}
        sendsms-interface = 127.0.0.1
        log-file = {folder}/smsbox.log
        mo-recode = true

        group = sendsms-user
        username = tongban
        password = gate&way

        group = sms-service
        keyword = default
        accept-x-kannel-headers = true
        omit-empty = true
        max-messages = 1
        get-url = "{here}api/v1/channels/sms/incoming?secret={Secret}&id=%I&from=%p&text=%b"

        """;

    private static Process Start(string program, string folder, Func<bool>? after = null)
    {
        for (var tries = 0; after?.Invoke() is false && tries < 200; tries++)
            Thread.Sleep(50);
        var process = Process.Start(new ProcessStartInfo(program, [Path.Combine(folder, "kannel.conf")]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder })!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    private static async Task UntilAsync(Func<Task<bool>> done, CancellationToken ct)
    {
        while (!await done())
            await Task.Delay(50, ct);
    }

    private static bool Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
