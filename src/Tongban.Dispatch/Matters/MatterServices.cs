using Microsoft.Extensions.DependencyInjection;
using Tongban.Dispatch.Contracts;

namespace Tongban.Dispatch.Matters;

internal static class MatterServices
{
    public static IServiceCollection AddMatters(this IServiceCollection services)
    {
        services.AddScoped<FactDesk>();
        services.AddScoped<MatterDesk>();
        services.AddScoped<ReportMatterHandler>();
        services.AddScoped<IOpenTasks, OpenTasks>();
        return services;
    }
}
