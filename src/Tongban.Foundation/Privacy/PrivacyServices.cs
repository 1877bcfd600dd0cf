using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Privacy;

/// <summary>What the law gives a person over the own data: erasure, and who has read it.</summary>
internal static class PrivacyServices
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddScoped<IPersonalData, AccountData>();
        services.AddScoped<PersonalDataDesk>();
        services.AddScoped<ErasureHandlers>();
        services.AddScoped<ErasureQueries>();
        services.AddScoped<IOpenLimits, RecomputeErasures>();
        services.AddSingleton<INavigationSource, PrivacyNavigation>();
        return services;
    }

    public static void AddTables(ModelBuilder model)
    {
        model.ApplyConfiguration(new ErasureRequestTable());
        model.ApplyConfiguration(new ErasureRecordTable());
    }

    public static void Map(IEndpointRouteBuilder api) => ErasureEndpoints.Map(api);
}

internal sealed class PrivacyNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("删除申请", "Requests for erasure"), "/admin/erasures", "trash", FoundationPermissions.AdministerName, 37,
            (db, me) => me.Is(Roles.Administrator) ? db.Set<ErasureRequest>().Where(r => r.State == ErasureState.Open).Take(NavItem.MostCounted).Count() : 0) { Section = NavSection.Administration },
    ];
}
