using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Web;
using Tongban.Space.Export;
using Tongban.Space.Features;
using Tongban.Space.Impacts;
using Tongban.Space.Layers;
using Tongban.Space.Runs;
using Tongban.Space.Work;

namespace Tongban.Space;

/// <summary>Table of contents of what goes out and in by the many: features, exports, batches, and what a layer's change does to sites.</summary>
internal static class ExchangeServices
{
    public static IServiceCollection AddExchange(this IServiceCollection services)
    {
        services.AddSingleton<OpenLayers>();
        services.AddScoped<IFeatureSource, LayerFeatures>();
        services.AddScoped<IFeatureSource, SiteFeatures>();
        services.AddScoped<OgcEndpoints>();
        services.AddScoped<Exports>();
        services.AddScoped<RunInputs>();
        services.AddScoped<RunHandlers>();
        services.AddScoped<RunQueries>();
        services.AddScoped<RunFiles>();
        services.AddScoped<IMatterAccess, RunAccess>();
        services.AddWaitingWork<RunRunner>();
        services.AddScoped<ImpactQueries>();
        services.AddScoped<IActHandler, ImpactOfLayerChange>();
        services.AddWaitingWork<ImpactRunner>();
        services.AddSingleton<INavigationSource, RunNavigation>();
        return services;
    }

    public static void ConfigureExchange(this ModelBuilder model)
    {
        model.Ignore<RunTally>();
        model.Ignore<LayerTally>();
        model.Ignore<RunFinding>();
        model.ApplyConfiguration(new ClassificationRunTable());
        model.ApplyConfiguration(new RunRowTable());
        model.ApplyConfiguration(new LayerImpactTable());
        model.ApplyConfiguration(new ImpactRowTable());
    }

    public static void MapExchange(this IEndpointRouteBuilder api)
    {
        Exports.Map(api);
        RunEndpoints.Map(api);
        ImpactQueries.Map(api);
    }

    /// <summary>Work that waits in the database, with the worker that does it in this process.</summary>
    public static IServiceCollection AddWaitingWork<T>(this IServiceCollection services) where T : class, IWaitingWork => services.AddSingleton<WorkSignal<T>>().AddScoped<T>().AddHostedService<WaitingWorker<T>>();
}

/// <summary>The batches' line of the side bar.</summary>
internal sealed class RunNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } = [new(("批量空间分类", "Batch classification"), "/space/runs", "list-check", SpacePermissions.SeeRunsName, Order: 28) { Section = NavSection.Basis }];
}
