using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Projects.ChangeRequests;

internal static class ChangeRequestServices
{
    public static IServiceCollection AddChangeRequests(this IServiceCollection services)
    {
        services.AddScoped<ChangeRequestHandlers>();
        services.AddScoped<ChangeRequestQueries>();
        services.AddScoped<IActHandler, EndChangeRequests>();
        services.AddScoped<IOpenLimits, RecomputeChangeRequests>();
        services.AddSweep<ChangeRequestLights>();
        services.AddSingleton<INavigationSource, ChangeRequestNavigation>();
        return services;
    }
}

internal sealed class ChangeRequestNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("变更申请", "Requests for changes"), "/change-requests", "replace", ProjectPermissions.SearchName, 27,
            (db, me) => db.Set<ChangeRequest>().Where(r => r.Organ == me.Organ && r.State == ChangeRequestState.Open).Take(NavItem.MostCounted).Count()),
    ];
}
