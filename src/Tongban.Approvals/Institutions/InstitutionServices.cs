using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Certificates;
using Tongban.Approvals.CommitmentChecks;
using Tongban.Approvals.DecideItem;
using Tongban.Approvals.Hearings;
using Tongban.Approvals.Inspections;
using Tongban.Approvals.LaterDemands;
using Tongban.Approvals.Model;
using Tongban.Approvals.Restrictions;
using Tongban.Approvals.Reuse;
using Tongban.Approvals.Terms;
using Tongban.Approvals.Tolerance;
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
        services.AddSweep<InstitutionSweepJob>();
        services.AddScoped<IOpenLimits, RecomputeInstitutionLimits>();
        services.AddScoped<CertificateDesk>();
        services.AddScoped<CertificateQueries>();
        services.AddScoped<ServeCertificateHandler>();
        services.AddScoped<HolderRequestHandler>();
        services.AddScoped<EndCertificateHandler>();
        services.AddScoped<RestrictionRules>();
        services.AddScoped<DecisionRules>();
        services.AddScoped<LaterDemandGuard>();
        services.AddScoped<PromisePaperHandler>();
        services.AddScoped<ReportCheckHandler>();
        services.AddScoped<CheckQueries>();
        services.AddScoped<AnnounceHearingHandler>();
        services.AddScoped<HearingHandlers>();
        services.AddScoped<HearingQueries>();
        services.AddScoped<ReuseQuery>();
        services.AddScoped<ReuseMaterialHandler>();
        services.AddScoped<RecordFalseApplicationHandler>();
        services.AddScoped<InspectionHandlers>();
        services.AddScoped<TermHandlers>();
        return services;
    }
}

internal static class InstitutionTables
{
    public static void Add(ModelBuilder model)
    {
        model.ApplyConfiguration(new IssuedResultTable());
        model.ApplyConfiguration(new RestrictionTable());
        model.ApplyConfiguration(new CommitmentCheckTable());
        model.ApplyConfiguration(new HearingTable());
        model.ApplyConfiguration(new InspectionTable());
        model.ApplyConfiguration(new ProjectTermTable());
    }
}

internal static class InstitutionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        CertificateEndpoints.Map(api);
        CheckEndpoints.Map(api);
        HearingEndpoints.Map(api);
        ToleranceEndpoints.Map(api);
        ReuseEndpoints.Map(api);
        RestrictionEndpoints.Map(api);
        InspectionEndpoints.Map(api);
        TermEndpoints.Map(api);
    }
}
