using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Webhooks;

/// <summary>A subscription in the list. The secret is in no answer.</summary>
/// <param name="Host">Of the address; the rest may hold the receiver's secrets and is shown to whoever opens it.</param>
internal sealed record WebhookRow(Guid Id, string Name, string Host, string? Organ, Words? OrganName, string? Enterprise, IReadOnlyList<string> Acts, WebhookState State, int Waiting, int Dead);

internal sealed record WebhookDetail(Guid Id, long Version, string Name, string Address, string? Organ, Words? OrganName, string? Enterprise, IReadOnlyList<string> Acts, WebhookState State, DateTimeOffset CreatedAt, DateTimeOffset? FormerSecretUntil, long Position, int Waiting, int Dead);

/// <summary>One event on its way.</summary>
internal sealed record WebhookDeliveryRow(Guid Id, Guid MessageId, string Act, Words ActName, WebhookDeliveryState State, int Attempts, int? LastStatus, string? LastFailure, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, DateTimeOffset? EndedAt);

/// <summary>Reads subscriptions and deliveries for administrators.</summary>
internal sealed class WebhookQueries(TongbanDb db, OrganDirectory organs)
{
    private const int PageSize = 50, MostCounted = 1000;

    public async Task<IReadOnlyList<WebhookRow>> ListAsync(CancellationToken ct)
    {
        var all = await db.Set<WebhookSubscription>().AsNoTracking().OrderBy(w => w.State).ThenBy(w => w.Name).ThenBy(w => w.Id).ToListAsync(ct);
        List<WebhookRow> rows = [];
        foreach (var w in all)
            rows.Add(new(w.Id, w.Name, new Uri(w.Address).IdnHost, w.Organ, w.Organ is null ? null : organs.NameOf(w.Organ), w.Enterprise, w.Wanted, w.State, await CountAsync(w.Id, WebhookDeliveryState.Waiting, ct), await CountAsync(w.Id, WebhookDeliveryState.Dead, ct)));
        return rows;
    }

    public async Task<WebhookDetail?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<WebhookSubscription>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct) is not { } w)
            return null;
        var position = await db.Set<WebhookCursor>().AsNoTracking().Where(c => c.Id == id).Select(c => c.Position).SingleAsync(ct);
        return new(w.Id, w.Version, w.Name, w.Address, w.Organ, w.Organ is null ? null : organs.NameOf(w.Organ), w.Enterprise, w.Wanted, w.State, w.CreatedAt, w.FormerUntil, position, await CountAsync(id, WebhookDeliveryState.Waiting, ct), await CountAsync(id, WebhookDeliveryState.Dead, ct));
    }

    /// <summary>Newest first.</summary>
    public async Task<KeyPage<WebhookDeliveryRow>> DeliveriesAsync(Guid id, WebhookDeliveryState? state, string? after, CancellationToken ct)
    {
        var deliveries = db.Set<WebhookDelivery>().AsNoTracking().Where(d => d.SubscriptionId == id);
        if (state is { } only)
            deliveries = deliveries.Where(d => d.State == only);
        if (PageKey.Read<Guid?>(after) is { } last)
            deliveries = deliveries.Where(d => d.Id < last);
        var rows = await deliveries.OrderByDescending(d => d.Id).Take(PageSize + 1).ToListAsync(ct);
        return new([.. rows.Take(PageSize).Select(d => new WebhookDeliveryRow(d.Id, d.MessageId, d.Act, d.Act == WebhookEvent.TestAct ? ("测试", "Test") : ActNames.WordsOf(d.Act), d.State, d.Attempts, d.LastStatus, d.LastFailure, d.CreatedAt, d.DueAt, d.EndedAt))],
            rows.Count > PageSize ? PageKey.Write<Guid?>(rows[PageSize - 1].Id) : null);
    }

    private Task<int> CountAsync(Guid id, WebhookDeliveryState state, CancellationToken ct) => db.Set<WebhookDelivery>().AsNoTracking().Where(d => d.SubscriptionId == id && d.State == state).Take(MostCounted).CountAsync(ct);
}

/// <summary>States in words.</summary>
internal static class WebhookWords
{
    public static Words Of(WebhookState state) => state switch { WebhookState.Active => ("启用", "Active"), WebhookState.Paused => ("暂停", "Paused"), WebhookState.Gone => ("对方停收", "Receiver wants no more"), _ => ("已停用", "Ended") };

    public static Ui.Tone Tone(WebhookState state) => state switch { WebhookState.Active => Ui.Tone.Good, WebhookState.Paused => Ui.Tone.Warn, WebhookState.Gone => Ui.Tone.Bad, _ => Ui.Tone.Neutral };

    public static Words Of(WebhookDeliveryState state) => state switch
    {
        WebhookDeliveryState.Waiting => ("待投递", "Waiting"),
        WebhookDeliveryState.Sending => ("投递中", "Sending"),
        WebhookDeliveryState.Delivered => ("已送达", "Delivered"),
        WebhookDeliveryState.Dead => ("死信", "Dead letter"),
        _ => ("已取消", "Dropped"),
    };

    public static Ui.Tone Tone(WebhookDeliveryState state) => state switch { WebhookDeliveryState.Delivered => Ui.Tone.Good, WebhookDeliveryState.Dead => Ui.Tone.Bad, WebhookDeliveryState.Dropped => Ui.Tone.Neutral, _ => Ui.Tone.Info };
}
