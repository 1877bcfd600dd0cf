using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.SiteOfProject;

internal static class SiteServices
{
    public static void AddSiteOfProject(this IServiceCollection services)
    {
        services.AddScoped<KnownSite>();
        services.AddScoped<SettledConditions>();
        services.AddScoped<IActHandler, FollowSiteFindings>();
        services.AddSingleton<IApprovalItems, FlowItems>();
    }
}
