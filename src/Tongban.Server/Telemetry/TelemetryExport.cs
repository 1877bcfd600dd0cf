using System.Reflection;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tongban.Foundation;

namespace Tongban.Server.Telemetry;

/// <summary>Sends metrics and traces to a collector while the host runs. The framework's own sources and ours; addresses are routes, never the numbers in them, and nothing carries a person's data.</summary>
/// <remarks>A collector that is away costs nothing but the lost figures: exports run beside the requests and give up after ten seconds.</remarks>
internal sealed class TelemetryExport(Uri collector, int metricsEverySeconds = 30) : IHostedService, IDisposable
{
    private static readonly string[] Sources = [Instruments.Name, "Microsoft.AspNetCore", "Npgsql"];
    private static readonly string[] Meters = [Instruments.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime", "Npgsql"];
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("tongban", serviceVersion: typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddProcessor(new Discretion()).AddOtlpExporter(o => To(o, "v1/traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter((o, reader) =>
        {
            To(o, "v1/metrics");
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = metricsEverySeconds * 1000;
        }).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush(2000);
        _metrics?.ForceFlush(2000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void To(OtlpExporterOptions options, string path)
    {
        options.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/" + path);
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
    }

    /// <summary>Takes off what the framework puts on a trace and what may name a person or a matter: paths, queries, addresses, statements.</summary>
    private sealed class Discretion : BaseProcessor<System.Diagnostics.Activity>
    {
        private static readonly string[] Told = ["url.path", "url.query", "url.full", "client.address", "network.peer.address", "user_agent.original", "db.query.text", "db.statement", "enduser.id"];

        public override void OnEnd(System.Diagnostics.Activity data)
        {
            foreach (var tag in Told)
            {
                if (data.GetTagItem(tag) is not null)
                    data.SetTag(tag, null);
            }
        }
    }
}

internal static class RouteNames
{
    /// <summary>Names a request's trace after its route, so that all projects' pages are one name and no project's.</summary>
    public static void UseRouteNames(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        await next(http);
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } activity)
            return;
        var route = (http.Features.Get<IEndpointFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText;
        activity.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route}";
        activity.SetTag("http.route", route);
        activity.SetTag("http.response.status_code", http.Response.StatusCode);
    });
}
