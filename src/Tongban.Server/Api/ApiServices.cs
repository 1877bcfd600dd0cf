using Tongban.Foundation;
using Tongban.Foundation.Web;

namespace Tongban.Server.Api;

/// <summary>The API: <c>/api/v1</c> with the modules' endpoints, its description and its error answers.</summary>
internal static class ApiServices
{
    public static void AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o => ApiJson.Configure(o.SerializerOptions));
        services.AddUnreadableRequests();
        services.AddApiDescription();
    }

    public static void MapApi(this WebApplication app, ModuleSet modules)
    {
        var api = app.MapGroup("/api/v1");
        TokenEndpoints.Map(api);
        foreach (var module in modules)
            module.MapEndpoints(api);
        app.MapOpenApi(ApiDescription.Path).Public();
    }
}
