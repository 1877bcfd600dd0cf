using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Lists.Api;
using Tongban.Lists.ChangeEntry;
using Tongban.Lists.Contracts;
using Tongban.Lists.Exchange;
using Tongban.Lists.LoadLists;
using Tongban.Lists.Model;
using Tongban.Lists.Read;

namespace Tongban.Lists;

/// <summary>The three lists' own table of contents.</summary>
internal static class ThreeLists
{
    public static void AddThreeLists(this IServiceCollection services)
    {
        services.AddSingleton<ListClasses>();
        services.AddSingleton<ListRegister>();
        services.AddSingleton<IListRegister>(s => s.GetRequiredService<ListRegister>());
        services.AddScoped<LoadListsHandler>();
        services.AddScoped<ChangeEntryHandlers>();
        services.AddScoped<ListQueries>();
        services.AddScoped<ListExchange>();
    }

    public static void ConfigureModel(ModelBuilder model)
    {
        // Values inside the JSON text of a version; left alone they would be taken for tables.
        model.Ignore<ListContent>();
        model.Ignore<ListFee>();
        model.Ignore<NegativeTerms>();
        model.Ignore<PowerTerms>();
        model.Ignore<SupervisionTerms>();
        model.ApplyConfiguration(new ListEntryTable());
        model.ApplyConfiguration(new ListVersionTable());
        model.ApplyConfiguration(new ListHeadTable());
    }

    public static void Map(IEndpointRouteBuilder api) => ListEndpoints.Map(api);
}
