using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Dispatch.Matters;
using Tongban.Dispatch.Open311;
using Tongban.Dispatch.Open311.Model;
using Tongban.Dispatch.PersonalData;
using Tongban.Dispatch.Weekly;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Web;

namespace Tongban.Dispatch;

/// <summary>项目调度: difficulties that find their owner by 27 models, the reminder of the 25th, the weekly dispatch of major projects, Open311.</summary>
public sealed class DispatchModule : IModule, IPageEndpoints
{
    public string Name => "dispatch";

    public IReadOnlyList<Permission> Permissions => DispatchPermissions.All;

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationSource, DispatchNavigation>();
        services.AddMatters();
        services.AddWeekly();
        services.AddServiceRequests();
        services.AddReminders();
        services.AddScoped<IPersonalData, DispatchPersonalData>();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        MatterTables.Configure(model);
        WeeklyTables.Configure(model);
        RequestTables.Configure(model);
        ReminderTables.Configure(model);
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
        MatterEndpoints.Map(api);
        WeeklyEndpoints.Map(api);
        RequestEndpoints.Map(api);
        ReminderEndpoints.Map(api);
    }

    public void MapPageEndpoints(IEndpointRouteBuilder site)
    {
        MatterEndpoints.MapPages(site);
        GeoReport.Map(site);
    }
}
