using Microsoft.Extensions.DependencyInjection;
using Tongban.Dispatch.Contracts;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Matters;

internal static class MatterServices
{
    public static IServiceCollection AddMatters(this IServiceCollection services)
    {
        services.AddScoped<FactDesk>();
        services.AddSingleton<UnitNames>();
        services.AddScoped<MatterDesk>();
        services.AddScoped<ReportMatterHandler>();
        services.AddScoped<UnitHandlers>();
        services.AddScoped<ReporterHandlers>();
        services.AddScoped<OfficeHandlers>();
        services.AddScoped<MatterNumbers>();
        services.AddScoped<SuggestModels>();
        services.AddScoped<MatterQuery>();
        services.AddScoped<DispatchSweep>();
        services.AddScoped<IScheduledJob>(s => s.GetRequiredService<DispatchSweep>());
        services.AddScoped<IActHandler, EndWithProject>();
        services.AddScoped<IOpenLimits, RecomputeMatters>();
        services.AddScoped<IProjectFactSource, CheckFacts>();
        services.AddSingleton<IProjectPanel, MatterPanel>();
        services.AddScoped<IOpenTasks, OpenTasks>();
        return services;
    }
}
