using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tongban.Foundation.People.SecondFactors;

internal static class SecondFactorServices
{
    public static void AddSecondFactors(this IServiceCollection services)
    {
        // Where the keys lie is the server's business; without one they are the account's own.
        services.AddDataProtection();
        services.TryAddSingleton(new SecondFactorRules());
        services.AddSingleton<SecondFactorKeys>();
        services.AddScoped<SecondFactorDesk>();
    }
}
