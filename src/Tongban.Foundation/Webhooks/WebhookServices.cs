using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Webhooks;

/// <summary>Events for other systems.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton(new WebhookOptions());
        services.TryAddSingleton<IHostResolver, SystemResolver>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton(s => new WebhookSecrets(s.GetService<IDataProtectionProvider>()));
        services.AddScoped<WebhookHandlers>();
        services.AddScoped<WebhookQueries>();
        services.AddScoped<IHousekeeping, TidyDeliveries>();
        services.AddSingleton<WebhookFeed>();
        services.AddHostedService(s => s.GetRequiredService<WebhookFeed>());
        services.AddSingleton<INavigationSource, WebhookNavigation>();
        return services;
    }

    public static void AddTables(ModelBuilder model)
    {
        model.ApplyConfiguration(new WebhookSubscriptionTable());
        model.ApplyConfiguration(new WebhookCursorTable());
        model.ApplyConfiguration(new WebhookDeliveryTable());
    }
}

internal sealed class WebhookNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("事件订阅", "Event subscriptions"), "/admin/webhooks", "world", FoundationPermissions.AdministerName, 36,
            (db, me) => me.Is(Roles.Administrator) ? db.Set<WebhookDelivery>().Where(d => d.State == WebhookDeliveryState.Dead).Take(NavItem.MostCounted).Count() : 0) { Section = NavSection.Administration },
    ];
}
