using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Webhooks;

/// <summary>An event as subscribers get it: CloudEvents 1.0, structured, JSON.</summary>
internal static class WebhookEvent
{
    public const string TypePrefix = "cn.tongban.", TestAct = "webhooks.test";

    /// <param name="entry">The act; <see langword="null"/> for a test.</param>
    public static byte[] Write(string source, WebhookDelivery delivery, LedgerEntry? entry)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", delivery.MessageId);
            json.WriteString("source", source);
            json.WriteString("type", TypePrefix + delivery.Act);
            if (entry is not null)
                json.WriteString("subject", entry.Matter);
            json.WriteString("time", (entry?.RecordedAt ?? delivery.CreatedAt).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("datacontenttype", "application/json");
            json.WriteStartObject("data");
            if (entry is not null)
            {
                json.WriteString("matter", entry.Matter);
                json.WriteNumber("sequence", entry.Sequence);
                json.WriteNumber("position", entry.Position!.Value);
                json.WriteString("act", entry.Act);
                if (entry.Organ is not null)
                    json.WriteString("organ", entry.Organ);
                if (entry.Enterprise is not null)
                    json.WriteString("enterprise", entry.Enterprise);
                json.WriteString("hash", Convert.ToHexStringLower(entry.Hash));
                json.WritePropertyName("payload");
                json.WriteRawValue(entry.Payload);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>Puts acts into subscribers' queues and sends what is due.</summary>
/// <remarks>Each subscription reads the ledger behind a cursor of its own: the deliveries and the cursor's move are one unit, so that nothing is missed and nothing queued twice. Sending claims a delivery first; a claim that was not settled in its
/// time is sent again, with the same id: at least once.</remarks>
internal sealed partial class WebhookFeed(IServiceScopeFactory scopes, WebhookSender sender, WebhookSecrets secrets, LedgerOptions ledger, TimeProvider clock, ILogger<WebhookFeed> log) : RepeatedWork(TimeSpan.FromSeconds(5), clock)
{
    private const int Batch = 200, MostAtOnce = 4;
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);
    private static readonly Caller Platform = new() { Actor = Actor.System };
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Queues everything committed so far and sends what is due now; what a test waits for.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        // Two at once in one process would only take each other's turn.
        await _turn.WaitAsync(ct);
        try
        {
            await TurnAsync(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TurnAsync(CancellationToken ct)
    {
        List<Guid> active;
        using (var scope = scopes.CreateScope())
        {
            active = await scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<WebhookSubscription>().AsNoTracking().Where(w => w.State == WebhookState.Active).Select(w => w.Id).ToListAsync(ct);
        }
        foreach (var id in active)
        {
            while (await QueueAsync(id, ct))
            {
            }
        }
        // A slow receiver keeps nobody else waiting.
        await Parallel.ForEachAsync(active, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = ct }, async (id, stop) => await SendDueAsync(id, stop));
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override Task DoAsync(CancellationToken ct) => RunOnceAsync(ct);

    protected override void Failed(Exception fault) => FeedFailed(fault);

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> QueueAsync(Guid id, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var access = scope.ServiceProvider.GetServices<IMatterAccess>().ToList();
        var from = await db.Set<WebhookCursor>().AsNoTracking().Where(c => c.Id == id).Select(c => c.Position).SingleAsync(ct);
        if (!await db.Set<LedgerEntry>().AsNoTracking().AnyAsync(e => e.Position > from, ct))
            return false;
        var queued = await db.ActAsync(("webhook-queue", id), Platform, async () =>
        {
            var subscription = await db.Set<WebhookSubscription>().AsNoTracking().SingleAsync(w => w.Id == id, ct);
            var cursor = await db.Set<WebhookCursor>().SingleAsync(c => c.Id == id, ct);
            var entries = await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position > cursor.Position).OrderBy(e => e.Position).Take(Batch).Select(e => new { e.Id, e.Act, e.Matter, e.Position }).ToListAsync(ct);
            if (entries.Count == 0 || !subscription.Sends)
                return (Result<int>)0;
            Dictionary<string, bool> reach = new(StringComparer.Ordinal);
            foreach (var entry in entries.Where(e => subscription.Wants(e.Act)))
            {
                if (!reach.TryGetValue(entry.Matter, out var within))
                    reach[entry.Matter] = within = await ReachesAsync(access, subscription.Reader, entry.Matter, ct);
                if (within)
                    db.Add(WebhookDelivery.Of(id, entry.Id, entry.Act, Clock.GetUtcNow()));
            }
            cursor.MoveTo(entries[^1].Position!.Value);
            return entries.Count;
        }, ct);
        return queued is { Error: null, Value: Batch };
    }

    private static async Task<bool> ReachesAsync(List<IMatterAccess> rooms, Actor reader, string matter, CancellationToken ct)
    {
        // Accounts are nobody's events.
        if (matter.StartsWith("person:", StringComparison.Ordinal))
            return false;
        foreach (var room in rooms)
        {
            if (room.Handles(matter) && await room.MayReadAsync(reader, matter, ct))
                return true;
        }
        return false;
    }

    private async Task SendDueAsync(Guid subscription, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
            var now = Clock.GetUtcNow();
            var due = await db.Set<WebhookDelivery>().AsNoTracking().Where(d => d.DueAt <= now && d.SubscriptionId == subscription).OrderBy(d => d.DueAt).ThenBy(d => d.Id).Select(d => d.Id).FirstOrDefaultAsync(ct);
            // The first that fails ends the turn: a receiver that is down is not asked a hundred times in a row.
            if (due == Guid.Empty || !await SendAsync(db, due, ct))
                return;
        }
    }

    private async Task<bool> SendAsync(TongbanDb db, Guid id, CancellationToken ct)
    {
        var attempt = 0;
        var claimed = await db.ActAsync(("webhook-claim", id), Platform, async () =>
        {
            var delivery = await db.Set<WebhookDelivery>().SingleAsync(d => d.Id == id, ct);
            var mine = delivery.Claim(Clock.GetUtcNow(), Hold);
            attempt = delivery.Attempts;
            return (Result<bool>)mine;
        }, ct);
        if (claimed is not { Error: null, Value: true })
            return false;
        var delivery = await db.Set<WebhookDelivery>().AsNoTracking().SingleAsync(d => d.Id == id, ct);
        var subscription = await db.Set<WebhookSubscription>().AsNoTracking().SingleAsync(w => w.Id == delivery.SubscriptionId, ct);
        var answer = await PostAsync(db, subscription, delivery, ct);
        // Not cancellable: what was sent must be noted.
        await db.ActAsync(("webhook-settle", id), Platform, async () =>
        {
            var sent = await db.Set<WebhookDelivery>().SingleAsync(d => d.Id == id, CancellationToken.None);
            var subscriber = await db.Set<WebhookSubscription>().SingleAsync(w => w.Id == delivery.SubscriptionId, CancellationToken.None);
            sent.Settle(attempt, answer, Clock.GetUtcNow());
            if (answer.Gone)
                subscriber.Refused();
            // It was ended while this one was on its way: nobody would come back for it.
            if (subscriber.State is WebhookState.Ended && sent.State is WebhookDeliveryState.Waiting)
                sent.Drop(Clock.GetUtcNow());
            return (Result<bool>)true;
        }, CancellationToken.None);
        return answer.Failure is null;
    }

    private async Task<WebhookAnswer> PostAsync(TongbanDb db, WebhookSubscription subscription, WebhookDelivery delivery, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        List<string> keys = [];
        foreach (var kept in subscription.SecretsOn(now))
        {
            if (secrets.Reveal(kept) is { } secret)
                keys.Add(secret);
        }
        if (keys.Count == 0)
            return new(null, "the secret cannot be read with this platform's keys: replace it");
        var entry = delivery.EntryId is { } of ? await db.Set<LedgerEntry>().AsNoTracking().SingleAsync(e => e.Id == of, ct) : null;
        var body = WebhookEvent.Write(ledger.Origin, delivery, entry);
        return await sender.SendAsync(new Uri(subscription.Address), delivery.MessageId, now, WebhookSignature.Header(keys, delivery.MessageId, now, body), body, ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Events could not be queued or sent to subscribers; trying again")]
    private partial void FeedFailed(Exception fault);
}
