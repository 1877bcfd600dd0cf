using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;
using Tongban.Lists.ChangePower;
using Tongban.Lists.LoadPowers;
using Tongban.Lists.Model;
using Tongban.Lists.PowerList;

namespace Tongban.Lists;

/// <summary>The lists (三单): here the power list, without which no organ may act.</summary>
public sealed class ListsModule : IModule
{
    public string Name => "lists";

    public IReadOnlyList<Permission> Permissions => ListPermissions.All;

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<PowerRegister>();
        services.AddSingleton<IPowerRegister>(s => s.GetRequiredService<PowerRegister>());
        services.AddScoped<LoadPowersHandler>();
        services.AddScoped<ChangePowerHandler>();
        services.AddScoped<PowerQueries>();
        services.AddThreeLists();
        services.AddSingleton<INavigationSource, ListNavigation>();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.ApplyConfiguration(new PowerEntryTable());
        ThreeLists.ConfigureModel(model);
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
        PowerQueries.Map(api);
        ChangePowerHandler.Map(api);
        ThreeLists.Map(api);
    }
}
