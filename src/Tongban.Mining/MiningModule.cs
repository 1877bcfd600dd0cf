using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Mining.Api;
using Tongban.Mining.Desk;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;
using Tongban.Mining.OwnActs;

namespace Tongban.Mining;

/// <summary>流程挖掘: event logs of other systems and of our own acts, and what they tell about how cases really go.</summary>
public sealed class MiningModule : IModule
{
    public string Name => "mining";

    public IReadOnlyList<Permission> Permissions => MiningPermissions.All;

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(LogLimits.Default);
        services.AddSingleton<LogCache>();
        services.AddSingleton<ImportTurn>();
        services.AddSingleton<OwnActsBook>();
        services.AddScoped<LogShelf>();
        services.AddScoped<LogHandlers>();
        services.AddScoped<IMatterAccess, LogMatters>();
        services.AddSingleton<INavigationSource, MiningNavigation>();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        MiningTables.Configure(model);
    }

    public void MapEndpoints(IEndpointRouteBuilder api) => MiningEndpoints.Map(api);
}
