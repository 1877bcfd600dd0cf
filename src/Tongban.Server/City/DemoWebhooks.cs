using Tongban.Foundation.Webhooks;

namespace Tongban.Server.City;

/// <summary>A subscription of another system that is not there.</summary>
internal sealed class DemoWebhooks(DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    public async Task TellAsync()
    {
        clock.GoTo(today.AddDays(-2));
        var admin = people.Handler("admin");
        var webhook = await acts.AsAsync(admin, s => s.GetRequiredService<WebhookHandlers>().SubscribeAsync(new("市不动产登记系统（示例）", "https://hooks.example.org/tongban", "ZRZY@360500", null, ["approvals.*"]), default));
        // There is nobody at that address: nothing is to leave a demonstration.
        await acts.AsAsync(admin, s => s.GetRequiredService<WebhookHandlers>().PauseAsync(webhook.Id, default));
        clock.GoTo(today);
    }
}
