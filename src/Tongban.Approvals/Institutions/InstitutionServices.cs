using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Certificates;
using Tongban.Approvals.Model;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Institutions;

/// <summary>The institutions around a decision: what happens with its result, and what promises and hearings bind it to.</summary>
internal static class InstitutionServices
{
    public static IServiceCollection AddInstitutions(this IServiceCollection services)
    {
        services.AddSingleton<INavigationSource, InstitutionNavigation>();
        services.AddSingleton<InstitutionSweep>();
        services.AddScoped<IScheduledJob, InstitutionSweepJob>();
        services.AddHostedService<InstitutionSweepAtStart>();
        services.AddScoped<IOpenLimits, RecomputeInstitutionLimits>();
        services.AddScoped<CertificateDesk>();
        services.AddScoped<CertificateQueries>();
        services.AddScoped<ServeCertificateHandler>();
        services.AddScoped<HolderRequestHandler>();
        services.AddScoped<EndCertificateHandler>();
        return services;
    }
}

internal static class InstitutionTables
{
    public static void Add(ModelBuilder model)
    {
        model.ApplyConfiguration(new IssuedResultTable());
        model.ApplyConfiguration(new RestrictionTable());
    }
}

internal static class InstitutionEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => CertificateEndpoints.Map(api);
}
