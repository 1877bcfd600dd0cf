using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Tongban.Approvals.Designer;

/// <summary>What the flow designer brings.</summary>
internal static class DesignerServices
{
    public static IServiceCollection AddDesigner(this IServiceCollection services)
    {
        services.AddScoped<FlowDrafts>();
        services.AddScoped<BpmnExchange>();
        services.AddScoped<CaseMoves>();
        services.AddScoped<PastDurations>();
        return services;
    }

    public static void AddDesignerTables(this ModelBuilder model) => model.ApplyConfiguration(new FlowDraftTable());
}
