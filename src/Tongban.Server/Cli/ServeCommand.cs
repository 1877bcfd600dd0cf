using System.CommandLine;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People.SecondFactors;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Webhooks;
using Tongban.Server.City;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban serve</c>: brings the schema up to date and runs the web server until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            HelpName = "URLS",
            Description = T("监听地址，多个用分号隔开（环境变量 TONGBAN_URLS）", "Addresses to listen on, separated by semicolons (environment: TONGBAN_URLS)"),
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TONGBAN_URLS") is { Length: > 0 } set ? set : ServerOptions.DefaultUrls,
        };
        var demo = new Option<bool>("--demo") { Description = T("数据库为空时装入演示城市", "Load the demonstration city into an empty database") };
        var proxies = new Option<IPAddress[]>("--trust-proxy")
        {
            HelpName = "ADDRESS",
            Description = T("信任其 X-Forwarded 头的反向代理地址；浏览器经它以 HTTPS 访问", "Address of a reverse proxy whose X-Forwarded headers are believed; browsers reach it by HTTPS"),
            CustomParser = r => [.. r.Tokens.Select(t => IPAddress.TryParse(t.Value, out var address) ? address : Bad(r, t.Value))],
            DefaultValueFactory = _ => [],
        };
        var hosts = new Option<string[]>("--host")
        {
            HelpName = "NAME",
            Description = T("只应答的主机名（不含端口，可多个；*.example.cn 表示其下全部）；不给则应答任何主机名（环境变量 TONGBAN_HOSTS，空格分隔）", "Host name to answer to (without port, several are possible; *.example.cn for all below); without it any is answered (environment: TONGBAN_HOSTS, separated by spaces)"),
            DefaultValueFactory = _ => (Environment.GetEnvironmentVariable("TONGBAN_HOSTS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
        var sessions = new Option<string>("--one-session")
        {
            HelpName = "officers|everyone|nobody",
            Description = T("谁同一时间只能有一个网页会话（环境变量 TONGBAN_ONE_SESSION）", "Who may have only one session of pages at a time (environment: TONGBAN_ONE_SESSION)"),
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TONGBAN_ONE_SESSION") is { Length: > 0 } set ? set : "officers",
        }.AcceptOnlyFromAmong("officers", "everyone", "nobody");
        var factors = new Option<string>("--second-factor")
        {
            HelpName = "officers|everyone|off",
            Description = T("要求谁使用两步验证；off 为不要求，但人人可以启用（环境变量 TONGBAN_SECOND_FACTOR）", "Of whom two-step verification is demanded; off demands it of nobody and leaves it to each (environment: TONGBAN_SECOND_FACTOR)"),
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TONGBAN_SECOND_FACTOR") is { Length: > 0 } set ? set : "off",
        }.AcceptOnlyFromAmong("officers", "everyone", "off");
        var requests = new Option<int>("--requests-per-minute")
        {
            HelpName = "N",
            Description = T("每人每分钟的请求数上限，每个地址为其十倍；0 为不限（环境变量 TONGBAN_REQUESTS_PER_MINUTE）", "Requests that a person has per minute, an address ten times as many; 0 sets no limit (environment: TONGBAN_REQUESTS_PER_MINUTE)"),
            DefaultValueFactory = _ => int.TryParse(Environment.GetEnvironmentVariable("TONGBAN_REQUESTS_PER_MINUTE"), CultureInfo.InvariantCulture, out var set) ? set : ServerOptions.DefaultRequestsPerMinute,
        };
        var otlp = new Option<Uri?>("--otlp")
        {
            HelpName = "URL",
            Description = T("OpenTelemetry 采集端（OTLP/HTTP），例如 http://127.0.0.1:4318（环境变量 OTEL_EXPORTER_OTLP_ENDPOINT）", "OpenTelemetry collector (OTLP over HTTP), for example http://127.0.0.1:4318 (environment: OTEL_EXPORTER_OTLP_ENDPOINT)"),
            CustomParser = CommonOptions.Address,
            DefaultValueFactory = _ => Uri.TryCreate(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), UriKind.Absolute, out var set) ? set : null,
        };
        var log = new Option<string>("--log") { HelpName = "text|json", Description = T("日志格式（环境变量 TONGBAN_LOG）", "Form of log lines (environment: TONGBAN_LOG)"), DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TONGBAN_LOG") is "json" ? "json" : "text" }.AcceptOnlyFromAmong("text", "json");
        var command = new Command("serve", T("启动服务器", "Run the web server")) { urls, demo, proxies, hosts, sessions, factors, requests, otlp, log };
        command.SetAction((parsed, ct) => RunAsync(CommonOptions.Read(parsed) with { Urls = parsed.GetValue(urls)!, Demo = parsed.GetValue(demo), TrustedProxies = parsed.GetValue(proxies) ?? [], Hosts = parsed.GetValue(hosts) ?? [], Sessions = new(parsed.GetValue(sessions) is not "nobody", parsed.GetValue(sessions) is "everyone"), SecondFactors = Demand(parsed.GetValue(factors)), RequestsPerMinute = parsed.GetValue(requests), Telemetry = parsed.GetValue(otlp), JsonLog = parsed.GetValue(log) is "json", Channels = Channels(), Webhooks = Webhooks() }, ct));
        return command;
    }

    private static SecondFactorRules Demand(string? of) => new(of switch { "officers" => SecondFactorDemand.Officers, "everyone" => SecondFactorDemand.Everyone, _ => SecondFactorDemand.Nobody });

    private static async Task<int> RunAsync(ServerOptions options, CancellationToken ct)
    {
        using var folder = DataFolder.Hold(options);
        await Migration.RunAsync(options.Storage, Modules.All, ct);
        if (options.Demo)
            await DemoCity.LoadAsync(options, ct);
        await using var app = Hosting.Build(options);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            if (await scope.ServiceProvider.GetRequiredService<CityLoader>().LoadAsync(ct) is { } refusal)
                throw new CommandFailedException(ExitCodes.Refused, refusal.Text);
        }
        await app.StartAsync(ct);
        Console.WriteLine(options.Storage.IsSqlite
            ? T($"内嵌数据库 {options.Storage.SqliteFile}（SQLite {Engine()}）", $"Embedded database {options.Storage.SqliteFile} (SQLite {Engine()})")
            : T("数据库：PostgreSQL", "Database: PostgreSQL"));
        if (options.Demo)
            DemoCommand.Show(options);
        Console.WriteLine(T($"已就绪：{string.Join(' ', app.Urls)}（Ctrl-C 停止）", $"Ready: {string.Join(' ', app.Urls)} (Ctrl-C stops)"));
        await app.WaitForShutdownAsync(ct);
        return ExitCodes.Done;
    }

    // From the environment alone: passwords do not belong into the list of processes.
    private static ChannelOptions Channels() => ChannelOptions.Read(Environment.GetEnvironmentVariable).TryGet(out var channels, out var refusal) ? channels : throw new CommandFailedException(ExitCodes.Refused, refusal.Text);

    private static WebhookOptions Webhooks() => WebhookOptions.Read(Environment.GetEnvironmentVariable).TryGet(out var webhooks, out var refusal) ? webhooks : throw new CommandFailedException(ExitCodes.Refused, refusal.Text);

    private static string Engine()
    {
        using var connection = new SqliteConnection();
        return connection.ServerVersion;
    }

    private static IPAddress Bad(System.CommandLine.Parsing.ArgumentResult result, string text)
    {
        result.AddError(T($"“{text}”不是 IP 地址。", $"{text} is not an IP address."));
        return IPAddress.None;
    }
}
