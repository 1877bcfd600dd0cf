using System.Reflection;
using Microsoft.AspNetCore.HttpOverrides;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Server.Account;
using Tongban.Server.Api;
using Tongban.Server.City;
using Tongban.Server.Health;
using Tongban.Server.Security;
using Tongban.Server.Telemetry;
using Tongban.Server.Web;

namespace Tongban.Server;

/// <summary>Puts one server process together.</summary>
public static class Hosting
{
    /// <param name="adjust">A last word on the builder, for tests and tools.</param>
    public static WebApplication Build(ServerOptions options, Action<WebApplicationBuilder>? adjust = null) => Build(options, Modules.All, adjust);

    internal static WebApplication Build(ServerOptions options, ModuleSet modules, Action<WebApplicationBuilder>? adjust)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "tongban", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        // An unpublished build finds its static files through the manifest beside it.
        builder.WebHost.UseStaticWebAssets();
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.Configuration["DisableStaticAssetNotFoundRuntimeFallback"] = "true";
        builder.WebHost.UseUrls(options.Urls);
        Log(builder.Logging, options.JsonLog);

        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Sessions);
        services.AddSingleton(options.SecondFactors);
        services.AddSingleton(new CatalogueFolder(options.CityFolder));
        services.AddSingleton(options.Clock);
        services.AddChannels(options.Channels);
        services.AddSingleton(options.Webhooks);
        services.AddStorage(options.Storage, modules);
        services.AddSingleton(LedgerOptions.In(options.DataFolder));
        foreach (var module in modules)
            module.AddServices(services);
        services.AddCity(options, modules);
        if (options.RunsSchedule)
            services.AddSchedule(options.Storage, options.DataFolder);
        builder.AddShell(options.Cookies, PagesOf(modules));
        services.AddSecurity(options, modules);
        services.AddApi();
        services.AddHealth();
        if (options.Telemetry is { } collector)
        {
            // Routes, methods and statuses on the framework's traces, which it keeps back by default.
            AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
            services.AddHostedService(_ => new TelemetryExport(collector));
        }
        Trust(services, options);
        // A room that asks for what no room offers fails at start and not at a reader's click.
        builder.Host.UseDefaultServiceProvider(o => (o.ValidateOnBuild, o.ValidateScopes) = (true, true));
        adjust?.Invoke(builder);

        var app = builder.Build();
        if (options.TrustedProxies.Count > 0)
            app.UseForwardedHeaders();
        if (options.Telemetry is not null)
            app.UseRouteNames();
        app.UseShell(options.Hosts, a =>
        {
            a.UseSecurity();
            a.UseReadableRequests();
        });
        app.MapAccount();
        app.MapApi(modules);
        foreach (var module in modules.OfType<IPageEndpoints>())
            module.MapPageEndpoints(app);
        app.MapHealth();
        return app;
    }

    private static IReadOnlyList<Assembly> PagesOf(ModuleSet modules) => [.. modules.Select(m => m.GetType().Assembly).Distinct().Where(a => a != typeof(Hosting).Assembly)];

    private static void Log(ILoggingBuilder log, bool json)
    {
        log.ClearProviders();
        if (json)
            log.AddJsonConsole(o => (o.TimestampFormat, o.UseUtcTimestamp) = ("yyyy-MM-ddTHH:mm:ss.fffZ", true));
        else
            log.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat, o.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ssZ ", true));
        log.SetMinimumLevel(LogLevel.Warning);
        // The keys lie in a folder that only this account may read.
        log.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A form with a token that is none is its sender's fault; what went wrong in reading it helps nobody.
        log.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);
        // A start that fails is told once and in one sentence, by whoever started it.
        log.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        log.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);
    }

    private static void Trust(IServiceCollection services, ServerOptions options) => services.Configure<ForwardedHeadersOptions>(o =>
    {
        o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        o.KnownProxies.Clear();
        o.KnownIPNetworks.Clear();
        foreach (var proxy in options.TrustedProxies)
            o.KnownProxies.Add(proxy);
    });
}
