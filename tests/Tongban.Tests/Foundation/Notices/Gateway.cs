using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;

namespace Tongban.Tests.Foundation.Notices;

/// <summary>An HTTP gateway of our own on the loopback address, which behaves as the test says.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Gateway(WebApplication app) => _app = app;

    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Taken { get; } = [];

    /// <summary>What it does after it has taken a message: answers, keeps waiting, breaks off.</summary>
    public Func<HttpContext, Task> Answers { get; set; } = http => SayAsync(http, 202, "0: Accepted for delivery");

    public Uri Address => new(_app.Urls.Single() + "/cgi-bin/sendsms");

    public static Task SayAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(text);
    }

    public static async Task<Gateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var gateway = new Gateway(app);
        app.MapGet("/cgi-bin/sendsms", (HttpContext http) =>
        {
            gateway.Taken.Enqueue(http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal));
            return gateway.Answers(http);
        });
        await app.StartAsync();
        return gateway;
    }

    public SmsOptions Options(TimeSpan? timeOut = null, Uri? reportsTo = null) => new()
    {
        Gateway = Address, User = "tongban", Password = "gate&way=#1", Secret = "a-secret-of-the-test", ReportsTo = reportsTo ?? new Uri("http://127.0.0.1:9/"), TimeOut = timeOut ?? TimeSpan.FromSeconds(10), From = "10690000",
    };

    public static OutgoingMessage Message(string text = "XT-2026-000123袁河大桥已用12日，请反馈") => new(Guid.CreateVersion7(), "13900000021", Notice.Organ("ZRZY@360500"), (text, "text"), "/r/202603");

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
