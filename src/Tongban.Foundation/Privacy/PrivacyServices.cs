using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Storage;
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
        services.AddSingleton<KnownReads>();
        services.AddScoped(s => new ReadLog(s.GetRequiredService<TongbanDb>(), s.GetRequiredService<Caller>(), s.GetRequiredService<CityClock>(), s.GetRequiredService<KnownReads>()));
        services.AddScoped(s => new Unmasking(s.GetRequiredService<TongbanDb>(), s.GetRequiredService<Caller>(), s.GetServices<IMaskedData>(), s.GetRequiredService<CityClock>()));
        services.AddScoped<IMaskedData, MaskedAccounts>();
        services.AddScoped<ReadQueries>();
        services.AddScoped<IHousekeeping, TidyReads>();
        services.AddSingleton<INavigationSource, PrivacyNavigation>();
        return services;
    }

    public static void AddTables(ModelBuilder model)
    {
        model.ApplyConfiguration(new ErasureRequestTable());
        model.ApplyConfiguration(new ErasureRecordTable());
        model.ApplyConfiguration(new PersonalReadTable());
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        ErasureEndpoints.Map(api);
        ReadEndpoints.Map(api);
    }
}

internal sealed class PrivacyNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("删除申请", "Requests for erasure"), "/admin/erasures", "trash", FoundationPermissions.AdministerName, 37,
            (db, me) => me.Is(Roles.Administrator) ? db.Set<ErasureRequest>().Where(r => r.State == ErasureState.Open).Take(NavItem.MostCounted).Count() : 0) { Section = NavSection.Administration },
        new(("个人信息查阅审计", "Readings of personal data"), "/audit/reads", "fingerprint", FoundationPermissions.ReadLedgerName, 15) { Section = NavSection.Oversight },
    ];
}
