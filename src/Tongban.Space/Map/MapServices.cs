using Microsoft.Extensions.DependencyInjection;

namespace Tongban.Space.Map;

/// <summary>The map's own table of contents.</summary>
internal static class MapServices
{
    public static IServiceCollection AddMap(this IServiceCollection services)
    {
        services.AddSingleton<TileFiles>();
        services.AddScoped<LayerTiles>();
        services.AddScoped<MapLayers>();
        services.AddScoped<PointQueries>();
        services.AddSingleton<KnownComparisons>();
        services.AddScoped<VersionComparison>();
        services.AddScoped<CheckParts>();
        services.AddScoped<RecentChecks>();
        return services;
    }
}
