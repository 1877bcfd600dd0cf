using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Webhooks;

/// <summary>Another system is to be told of acts within the reach of an organ or an enterprise.</summary>
/// <param name="Acts">Names of acts, or beginnings such as <c>approvals.*</c>; none is all.</param>
internal sealed record NewWebhook(string? Name, string? Address, string? Organ, string? Enterprise, IReadOnlyList<string>? Acts);

/// <summary>A subscription and the secret that is shown this once.</summary>
/// <param name="Secret"><see langword="null"/> in the answer to a repeated request: what was lost is replaced.</param>
internal sealed record WebhookSecret(Guid Id, string? Secret);

/// <summary>What administrators do with subscriptions.</summary>
internal sealed class WebhookHandlers(TongbanDb db, Caller caller, WebhookSecrets secrets, WebhookOptions options, OrganDirectory organs, CityClock clock)
{
    public async Task<Result<WebhookSecret>> SubscribeAsync(NewWebhook command, CancellationToken ct)
    {
        if (NoAdministrator() is { } refusal)
            return refusal;
        if (command.Organ?.Trim() is { Length: > 0 } organ && organs.Find(organ) is null)
            return WebhookErrors.NoSuchOwner();
        var secret = WebhookSignature.NewSecret();
        // The secret is no part of what is kept for repeats: whoever repeats gets the id alone.
        var fresh = Guid.Empty;
        var made = await db.ActAsync(command, caller, async () =>
        {
            if (!WebhookSubscription.Subscribe(command, secrets.Protect(secret), options, clock.Now).TryGet(out var subscription, out var wrong))
                return (Result<Guid>)wrong;
            db.Add(subscription);
            // From now on: what happened before is asked for by a replay.
            db.Add(WebhookCursor.At(subscription.Id, await db.Set<LedgerEntry>().MaxAsync(e => e.Position, ct) ?? 0));
            return fresh = subscription.Id;
        }, ct);
        return made.TryGet(out var id, out var no) ? new WebhookSecret(id, id == fresh ? secret : null) : no;
    }

    public async Task<Result<WebhookSecret>> RotateAsync(Guid id, CancellationToken ct)
    {
        var secret = WebhookSignature.NewSecret();
        var fresh = 0L;
        var replaced = await OnAsync("rotate", id, (w, _) =>
        {
            fresh = w.Version + 1;
            return Task.FromResult(w.Rotate(secrets.Protect(secret), clock.Now));
        }, ct);
        return replaced.TryGet(out var version, out var refusal) ? new WebhookSecret(id, version == fresh ? secret : null) : refusal;
    }

    public Task<Result<long>> PauseAsync(Guid id, CancellationToken ct) => OnAsync("pause", id, (w, _) => Task.FromResult(w.Pause()), ct);

    public Task<Result<long>> ResumeAsync(Guid id, CancellationToken ct) => OnAsync("resume", id, (w, _) => Task.FromResult(w.Resume()), ct);

    /// <summary>For good; what waits is dropped.</summary>
    public Task<Result<long>> EndAsync(Guid id, CancellationToken ct) => OnAsync("end", id, async (w, now) =>
    {
        if (w.End() is { } refusal)
            return refusal;
        foreach (var waiting in await db.Set<WebhookDelivery>().Where(d => d.SubscriptionId == id && (d.State == WebhookDeliveryState.Waiting || d.State == WebhookDeliveryState.Dead)).ToListAsync(ct))
            waiting.Drop(now);
        return null;
    }, ct);

    /// <summary>A message without an event, to try the way.</summary>
    public Task<Result<long>> TestAsync(Guid id, CancellationToken ct) => OnAsync("test", id, (w, now) =>
    {
        if (!w.Sends)
            return Task.FromResult<Error?>(WebhookErrors.Over());
        db.Add(WebhookDelivery.Of(id, null, WebhookEvent.TestAct, now));
        return Task.FromResult<Error?>(null);
    }, ct);

    /// <summary>Sends everything again that was entered since that instant, with the same ids.</summary>
    public Task<Result<long>> ReplayAsync(Guid id, DateTimeOffset? since, CancellationToken ct) => OnAsync("replay", id, async (w, now) =>
    {
        if (since is not { } from || from > now)
            return WebhookErrors.Since();
        if (w.Replay(from) is { } refusal)
            return refusal;
        var before = await db.Set<LedgerEntry>().Where(e => e.RecordedAt < from && e.Position != null).MaxAsync(e => e.Position, ct) ?? 0;
        var cursor = await db.Set<WebhookCursor>().SingleAsync(c => c.Id == id, ct);
        cursor.MoveTo(Math.Min(cursor.Position, before));
        return null;
    }, ct);

    /// <summary>A dead letter once more, from the beginning of the ladder.</summary>
    public async Task<Result<long>> SendAgainAsync(Guid delivery, CancellationToken ct)
    {
        if (NoAdministrator() is { } refusal)
            return refusal;
        return await db.ActAsync(("webhook-again", delivery), caller, async () =>
        {
            if (await db.Set<WebhookDelivery>().SingleOrDefaultAsync(d => d.Id == delivery, ct) is not { } dead)
                return (Result<long>)WebhookErrors.NoSuchDelivery();
            return dead.SendAgain(clock.Now) is { } no ? no : dead.Version + 1;
        }, ct);
    }

    private async Task<Result<long>> OnAsync(string what, Guid id, Func<WebhookSubscription, DateTimeOffset, Task<Error?>> change, CancellationToken ct)
    {
        if (NoAdministrator() is { } refusal)
            return refusal;
        return await db.ActAsync((what, id), caller, async () =>
        {
            if (await db.Set<WebhookSubscription>().SingleOrDefaultAsync(w => w.Id == id, ct) is not { } subscription)
                return (Result<long>)WebhookErrors.NoSuchWebhook();
            return (caller.Expects(subscription) ?? await change(subscription, clock.Now)) is { } no ? no : subscription.Version + 1;
        }, ct);
    }

    private Error? NoAdministrator() => caller.Actor.Is(Roles.Administrator) ? null : PeopleErrors.RoleMissing(Roles.Administrator);
}

/// <summary>Deliveries that ended are kept for thirty days; dead letters as long, to be sent again.</summary>
internal sealed class TidyDeliveries(TongbanDb db, CityClock clock) : IHousekeeping
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public string Name => "foundation.webhook-deliveries";

    public Task<int> TidyAsync(CancellationToken ct)
    {
        var before = clock.Now - Kept;
        return db.RemoveInBatchesAsync(Name, d => d.Set<WebhookDelivery>().Where(x => x.DueAt == null && x.EndedAt < before).OrderBy(x => x.EndedAt), ct);
    }
}
