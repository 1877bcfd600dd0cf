using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Web;
using Tongban.Space.Checks;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Import;
using Tongban.Space.Layers;
using Tongban.Space.Map;
using Tongban.Space.Sites;

namespace Tongban.Space;

/// <summary>The layers' own table of contents.</summary>
internal static class SpaceServices
{
    public static IServiceCollection AddLayers(this IServiceCollection services)
    {
        services.AddSingleton<LayerDirectory>();
        services.AddSingleton<ILayerOrgans>(s => s.GetRequiredService<LayerDirectory>());
        services.AddSingleton<SitePlacement>();
        // Beside the other files, in a folder of its own: these are mapped into memory.
        services.AddSingleton(s => new BlobFolder(Path.Combine(Path.GetDirectoryName(s.GetRequiredService<Foundation.Files.FileOptions>().Folder)!, "layers")));
        services.AddScoped<BlobStore>();
        services.AddSingleton<KnownSets>();
        services.AddScoped<CurrentLayers>();
        services.AddScoped<ILayers>(s => s.GetRequiredService<CurrentLayers>());
        services.AddScoped<LayerQueries>();
        services.AddScoped<LayerHandlers>();
        services.AddScoped<BeginImportHandler>();
        services.AddScoped<FileIntake>();
        services.AddScoped<IMatterAccess, LayerLedgerAccess>();
        services.AddWaitingWork<ImportRunner>();
        services.AddSingleton<OverlayEngine>();
        services.AddSingleton<LayerSets>();
        services.AddSingleton<ISiteChecks, SiteChecker>();
        services.AddScoped<CheckHandlers>();
        services.AddScoped<CheckAccess>();
        services.AddScoped<IMatterAccess>(s => s.GetRequiredService<CheckAccess>());
        services.AddScoped<ISiteCheckRegister, CheckRegister>();
        services.AddScoped<ISiteParts, SiteParts>();
        services.AddMap();
        services.AddSingleton<INavigationSource, SpaceNavigation>();
        return services;
    }

    public static void ConfigureLayers(this ModelBuilder model)
    {
        // Values inside JSON columns; left alone they would be taken for tables.
        model.Ignore<LayerData>();
        model.Ignore<LayerBuffer>();
        model.Ignore<LayerZone>();
        model.Ignore<ImportOptions>();
        model.Ignore<ImportOutcome>();
        model.Ignore<ImportBounds>();
        model.ApplyConfiguration(new LayerVersionTable());
        model.ApplyConfiguration(new LayerHeadTable());
        model.ApplyConfiguration(new BlobChunkTable());
        model.Ignore<LayerResult>();
        model.Ignore<ZoneHit>();
        model.Ignore<EntityHit>();
        model.ApplyConfiguration(new StoredCheckTable());
    }

    public static void MapLayers(this IEndpointRouteBuilder api)
    {
        LayerEndpoints.Map(api);
        SiteEndpoints.Map(api);
        CheckHandlers.Map(api);
        MapEndpoints.Map(api);
    }
}

/// <summary>The room's lines of the side bar.</summary>
internal sealed class SpaceNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("一张图", "The map"), "/space/map", "map-2", Order: 25) { Section = NavSection.Basis },
        new(("管控图层", "Control layers"), "/space/layers", "stack-2", Order: 26) { Section = NavSection.Basis },
        new(("用地范围核查", "Check a boundary"), "/space/site", "ruler-measure", Order: 27) { Section = NavSection.Basis },
    ];
}
