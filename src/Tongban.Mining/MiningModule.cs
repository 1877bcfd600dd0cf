using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Mining.Model;

namespace Tongban.Mining;

/// <summary>流程挖掘: event logs of other systems and of our own acts, and what they tell about how cases really go.</summary>
public sealed class MiningModule : IModule
{
    public string Name => "mining";

    public IReadOnlyList<Permission> Permissions => MiningPermissions.All;

    public void AddServices(IServiceCollection services)
    {
    }

    public void ConfigureModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        MiningTables.Configure(model);
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
    }
}
