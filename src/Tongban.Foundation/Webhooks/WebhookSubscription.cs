using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Webhooks;

/// <summary>Whether events are sent.</summary>
public enum WebhookState
{
    /// <summary>启用.</summary>
    Active,

    /// <summary>暂停: events wait, none is lost.</summary>
    Paused,

    /// <summary>对方停收: the receiver answered 410; it goes on when an administrator resumes it.</summary>
    Gone,

    /// <summary>已停用: for good.</summary>
    Ended,
}

/// <summary>Another system that is told of acts (事件订阅): those of matters its owner may read, an organ or an enterprise, and no others.</summary>
internal sealed class WebhookSubscription : Aggregate
{
    public const int LongestAddress = 500, LongestName = 80, MostActs = 50;

    /// <summary>While a new secret is brought to the receiver, the one before signs too.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private WebhookSubscription()
    {
    }

    public override string Matter => $"webhook:{Id}";

    public string Name { get; private set; } = "";

    public string Address { get; private set; } = "";

    /// <summary>Organ whose reach it has; either this or <see cref="Enterprise"/>.</summary>
    public string? Organ { get; private set; }

    public string? Enterprise { get; private set; }

    /// <summary>Names of acts, or beginnings such as <c>approvals.*</c>; none is every act within reach.</summary>
    public IReadOnlyList<string> Wanted { get; private set; } = [];

    public WebhookState State { get; private set; }

    /// <summary>Encrypted.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>Encrypted; signs too until <see cref="FormerUntil"/>.</summary>
    public string? FormerSecret { get; private set; }

    public DateTimeOffset? FormerUntil { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public bool Sends => State is WebhookState.Active;

    /// <summary>As whom the owner reads: every reach of the platform is asked about this actor.</summary>
    public Actor Reader => Organ is not null ? new Actor(Id, Name, Roles.Handler, Organ) : new Actor(Id, Name, Roles.Applicant, Enterprise: Enterprise);

    public static Result<WebhookSubscription> Subscribe(NewWebhook wanted, string secret, WebhookOptions options, DateTimeOffset now)
    {
        List<Error> wrong = [];
        var name = wanted.Name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName)
            wrong.Add(WebhookErrors.Name());
        if (options.Refuse(wanted.Address, out var address) is { } bad)
            wrong.Add(bad);
        if (string.IsNullOrWhiteSpace(wanted.Organ) == string.IsNullOrWhiteSpace(wanted.Enterprise))
            wrong.Add(WebhookErrors.Owner());
        var acts = (wanted.Acts ?? []).Select(a => a.Trim()).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (acts.Count > MostActs)
            wrong.Add(WebhookErrors.TooManyActs(MostActs));
        else if (acts.Find(a => !Known(a)) is { } unknown)
            wrong.Add(WebhookErrors.NoSuchAct(unknown));
        if (Error.Combine(wrong) is { } refusal)
            return refusal;
        var made = new WebhookSubscription
        {
            Id = NewId.At(now), Name = name, Address = address.ToString(), Organ = string.IsNullOrWhiteSpace(wanted.Organ) ? null : wanted.Organ.Trim(), Enterprise = string.IsNullOrWhiteSpace(wanted.Enterprise) ? null : wanted.Enterprise.Trim(),
            Wanted = acts, Secret = secret, CreatedAt = now,
        };
        made.Record(new WebhookSubscribed(made.Id, made.Organ, made.Enterprise, address.IdnHost, acts));
        return made;
    }

    public bool Wants(string act) => Wanted.Count == 0 || Wanted.Any(a => a.EndsWith(".*", StringComparison.Ordinal) ? act.StartsWith(a[..^1], StringComparison.Ordinal) : a == act);

    public Error? Rotate(string secret, DateTimeOffset now)
    {
        if (State is WebhookState.Ended)
            return WebhookErrors.Over();
        (FormerSecret, FormerUntil, Secret) = (Secret, now + Overlap, secret);
        Record(new WebhookSecretReplaced(Id, FormerUntil.Value));
        return null;
    }

    public Error? Pause()
    {
        if (State is not WebhookState.Active)
            return WebhookErrors.Over();
        State = WebhookState.Paused;
        Record(new WebhookPaused(Id));
        return null;
    }

    public Error? Resume()
    {
        if (State is not (WebhookState.Paused or WebhookState.Gone))
            return WebhookErrors.Over();
        State = WebhookState.Active;
        Record(new WebhookResumed(Id));
        return null;
    }

    public Error? End()
    {
        if (State is WebhookState.Ended)
            return WebhookErrors.Over();
        (State, Secret, FormerSecret, FormerUntil) = (WebhookState.Ended, "", null, null);
        Record(new WebhookEnded(Id));
        return null;
    }

    /// <summary>The receiver wants no more.</summary>
    public void Refused()
    {
        if (State is not WebhookState.Active)
            return;
        State = WebhookState.Gone;
        Record(new WebhookRefused(Id));
    }

    public Error? Replay(DateTimeOffset since)
    {
        if (State is WebhookState.Ended)
            return WebhookErrors.Over();
        Record(new WebhookReplayed(Id, since));
        return null;
    }

    /// <summary>Secrets that sign today, encrypted.</summary>
    public IEnumerable<string> SecretsOn(DateTimeOffset now) => FormerSecret is { } former && now < FormerUntil ? [Secret, former] : [Secret];

    private static bool Known(string act) => act.EndsWith(".*", StringComparison.Ordinal) ? ActNames.All.Keys.Any(k => k.StartsWith(act[..^1], StringComparison.Ordinal)) : ActNames.Find(act) is not null;
}

/// <summary>How far a subscription has read the ledger. Apart from the subscription, so that reading on does not make its version stale.</summary>
internal sealed class WebhookCursor : Aggregate
{
    private WebhookCursor()
    {
    }

    public override string Matter => $"webhook:{Id}";

    public long Position { get; private set; }

    public static WebhookCursor At(Guid subscription, long position) => new() { Id = subscription, Position = position };

    public void MoveTo(long position) => Position = position;
}

/// <summary>Where a delivery stands.</summary>
public enum WebhookDeliveryState
{
    /// <summary>待投递.</summary>
    Waiting,

    /// <summary>投递中: one process has it in its hands.</summary>
    Sending,

    /// <summary>已送达: answered with 2xx.</summary>
    Delivered,

    /// <summary>死信: given up after five attempts.</summary>
    Dead,

    /// <summary>已取消: the subscription ended first.</summary>
    Dropped,
}

/// <summary>One event on its way to one subscriber. At least once: what may have arrived is sent again with the same id.</summary>
internal sealed class WebhookDelivery : Aggregate
{
    /// <summary>Minutes until the next attempt after the first, second, third and fourth failure; the fifth is the last.</summary>
    private static readonly int[] Ladder = [1, 5, 30, 120];

    private WebhookDelivery()
    {
    }

    public override string Matter => $"webhook:{SubscriptionId}";

    public Guid SubscriptionId { get; private set; }

    /// <summary>The ledger entry it tells of; <see langword="null"/> for a test.</summary>
    public Guid? EntryId { get; private set; }

    public string Act { get; private set; } = "";

    public WebhookDeliveryState State { get; private set; }

    public DateTimeOffset? DueAt { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Attempts before a person had it sent again.</summary>
    public int AttemptsBefore { get; private set; }

    public int? LastStatus { get; private set; }

    public string? LastFailure { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Id of the message: that of the event, so that a receiver knows what it has seen.</summary>
    public Guid MessageId => EntryId ?? Id;

    public static WebhookDelivery Of(Guid subscription, Guid? entry, string act, DateTimeOffset now) => new() { Id = NewId.At(now), SubscriptionId = subscription, EntryId = entry, Act = act, DueAt = now, CreatedAt = now };

    /// <returns>Whether it is this process's to send now.</returns>
    public bool Claim(DateTimeOffset now, TimeSpan hold)
    {
        if (State is not (WebhookDeliveryState.Waiting or WebhookDeliveryState.Sending) || !(DueAt <= now))
            return false;
        (State, DueAt, Attempts) = (WebhookDeliveryState.Sending, now + hold, Attempts + 1);
        return true;
    }

    /// <param name="attempt">Which one; meanwhile another may have begun.</param>
    public void Settle(int attempt, WebhookAnswer answer, DateTimeOffset now)
    {
        if (State is not WebhookDeliveryState.Sending)
            return;
        if (answer.Failure is null)
        {
            (State, DueAt, LastStatus, LastFailure, EndedAt) = (WebhookDeliveryState.Delivered, null, answer.Status, null, now);
            return;
        }
        if (attempt != Attempts)
            return;
        (LastStatus, LastFailure) = (answer.Status, answer.Failure.Length > 200 ? answer.Failure[..200] : answer.Failure);
        var failed = Attempts - AttemptsBefore;
        if (answer.Gone || failed > Ladder.Length)
            (State, DueAt, EndedAt) = (WebhookDeliveryState.Dead, null, now);
        else
            (State, DueAt) = (WebhookDeliveryState.Waiting, now.AddMinutes(Ladder[failed - 1]));
    }

    public void Drop(DateTimeOffset now) => (State, DueAt, EndedAt) = (WebhookDeliveryState.Dropped, null, now);

    public Error? SendAgain(DateTimeOffset now)
    {
        if (State is not WebhookDeliveryState.Dead)
            return WebhookErrors.NotDead();
        (State, DueAt, AttemptsBefore, EndedAt) = (WebhookDeliveryState.Waiting, now, Attempts, null);
        return null;
    }
}

internal sealed class WebhookSubscriptionTable : IEntityTypeConfiguration<WebhookSubscription>
{
    public void Configure(EntityTypeBuilder<WebhookSubscription> table)
    {
        table.ToTable("foundation_webhooks").HasKey(w => w.Id);
        table.Property(w => w.Name).HasMaxLength(WebhookSubscription.LongestName);
        table.Property(w => w.Address).HasMaxLength(WebhookSubscription.LongestAddress + 100);
        table.Property(w => w.Organ).HasMaxLength(40);
        table.Property(w => w.Enterprise).HasMaxLength(18);
        table.Property(w => w.Wanted).AsJson();
        table.Property(w => w.Secret).HasMaxLength(500);
        table.Property(w => w.FormerSecret).HasMaxLength(500);
        table.Ignore(w => w.Reader);
        table.Ignore(w => w.Sends);
        table.HasIndex(w => w.State);
    }
}

internal sealed class WebhookCursorTable : IEntityTypeConfiguration<WebhookCursor>
{
    public void Configure(EntityTypeBuilder<WebhookCursor> table) => table.ToTable("foundation_webhook_cursors").HasKey(c => c.Id);
}

internal sealed class WebhookDeliveryTable : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> table)
    {
        table.ToTable("foundation_webhook_deliveries").HasKey(d => d.Id);
        table.Property(d => d.Act).HasMaxLength(80);
        table.Property(d => d.LastFailure).HasMaxLength(200);
        table.Ignore(d => d.MessageId);
        table.HasIndex(d => new { d.DueAt, d.Id });
        table.HasIndex(d => new { d.SubscriptionId, d.State, d.Id });
        table.HasIndex(d => new { d.State, d.EndedAt });
    }
}

/// <param name="Host">Host of the address; the rest may hold the receiver's secrets and stays out.</param>
[Act("webhooks.subscribed", "登记事件订阅", "Subscription to events registered")]
internal sealed record WebhookSubscribed(Guid Webhook, string? Organ, string? Enterprise, string Host, IReadOnlyList<string> Acts) : IAct;

[Act("webhooks.secret-replaced", "更换订阅密钥", "Secret of a subscription replaced")]
internal sealed record WebhookSecretReplaced(Guid Webhook, DateTimeOffset FormerUntil) : IAct;

[Act("webhooks.paused", "暂停事件订阅", "Subscription paused")]
internal sealed record WebhookPaused(Guid Webhook) : IAct;

[Act("webhooks.resumed", "恢复事件订阅", "Subscription resumed")]
internal sealed record WebhookResumed(Guid Webhook) : IAct;

[Act("webhooks.ended", "停用事件订阅", "Subscription ended")]
internal sealed record WebhookEnded(Guid Webhook) : IAct;

/// <summary>The receiver answered that it wants no more (410).</summary>
[Act("webhooks.refused", "对方停收事件", "Receiver wants no more events")]
internal sealed record WebhookRefused(Guid Webhook) : IAct;

[Act("webhooks.replayed", "重放事件", "Events replayed")]
internal sealed record WebhookReplayed(Guid Webhook, DateTimeOffset Since) : IAct;
