using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tongban.Foundation.Ledger.Pages;
using Tongban.Foundation.Ledger.Witnesses;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Ledger;

/// <summary>Puts the ledger's services into a host.</summary>
internal static class LedgerServices
{
    public static void AddLedger(this IServiceCollection services)
    {
        services.TryAddSingleton(s => LedgerOptions.Beside(s.GetRequiredService<StorageOptions>()));
        services.AddSingleton<LedgerKeyRing>();
        services.AddSingleton<CheckpointService>();
        services.AddScoped<IScheduledJob, CheckpointJob>();
        services.AddScoped<LedgerReader>();
        services.AddScoped<WitnessDesk>();
        services.AddScoped<ILedgerProofs, LedgerProofs>();
        services.AddScoped<LedgerVerifications>();
        services.AddScoped<MatterReading>();
        services.AddScoped<IMatterAccess, OwnPersonAccess>();
        services.AddSingleton<INavigationSource, LedgerNavigation>();
    }
}
