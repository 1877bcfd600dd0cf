using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;

namespace Tongban.Dispatch.Open311;

internal static class RequestServices
{
    public static IServiceCollection AddServiceRequests(this IServiceCollection services)
    {
        services.AddSingleton<PostLimits>();
        services.AddScoped<ReceiveRequests>();
        services.AddScoped<WorkOnRequest>();
        services.AddScoped<Applications>();
        services.AddScoped<RequestQueries>();
        services.AddScoped<IMatterAccess, RequestMatters>();
        return services;
    }
}
