using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Web;
using Tongban.Plans.Api;
using Tongban.Plans.Balancing;
using Tongban.Plans.Exchange;
using Tongban.Plans.Figures;
using Tongban.Plans.FundPools;
using Tongban.Plans.Model;
using Tongban.Plans.Planning;
using Tongban.Plans.ProjectPool;
using Tongban.Plans.Space;
using Tongban.Plans.Warnings;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Plans;

/// <summary>投资计划: project pool, fund pool, rolling and annual plans, balance, budget and payments, warnings, statistics.</summary>
public sealed class PlansModule : IModule
{
    public string Name => "plans";

    public IReadOnlyList<Permission> Permissions => PlanPermissions.All;

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<PlanOrgans>();
        services.AddSingleton<MoneyTurn>();
        services.AddScoped<ProjectPoolHandlers>();
        services.AddScoped<PoolQueries>();
        services.AddScoped<IProjectFactSource, PlanFacts>();
        services.AddScoped<MoneyHandlers>();
        services.AddScoped<FundQueries>();
        services.AddScoped<TakeInHandlers>();
        services.AddScoped<ImportQueries>();
        services.AddScoped<ReconciliationQuery>();
        services.AddScoped<PlanHandlers>();
        services.AddScoped<PlanQueries>();
        services.AddScoped<BalanceHandlers>();
        services.AddScoped<BalanceQueries>();
        services.AddScoped<WarningSweep>();
        services.AddScoped<WarningHandlers>();
        services.AddScoped<IScheduledJob, WarningSweepJob>();
        services.AddScoped<PlanFigures>();
        services.AddScoped<Oc4ids>();
        services.AddScoped<IMatterAccess, PlanMatters>();
        services.AddScoped<ISiteSource, PlanItemSites>();
        services.AddScoped<ISubjectAccess, PlanItemAccess>();
        services.AddSingleton<INavigationSource, PlanNavigation>();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        PlanTables.Configure(model);
    }

    public void MapEndpoints(IEndpointRouteBuilder api) => PlanEndpoints.Map(api);
}
