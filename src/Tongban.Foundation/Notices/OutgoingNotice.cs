using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation.Identifiers;

namespace Tongban.Foundation.Notices;

[Act("foundation.message-sent-again", "重新发送消息", "Message sent again")]
internal sealed record MessageSentAgain(Guid Message, string Channel, string After) : IAct;

[Act("foundation.message-settled", "人工确认消息送达", "Message settled by hand")]
internal sealed record MessageSettled(Guid Message, string Channel) : IAct;

/// <summary>Where a message on its way out stands.</summary>
public enum OutgoingState
{
    /// <summary>待发送: waits for its time.</summary>
    Waiting,

    /// <summary>发送中: one process has it in its hands.</summary>
    Sending,

    /// <summary>已提交: the gateway has taken it on.</summary>
    Sent,

    /// <summary>已送达: the gateway has reported its arrival.</summary>
    Delivered,

    /// <summary>结果不明: handed over, and no answer came.</summary>
    Unknown,

    /// <summary>无法送达: given up; a dead letter.</summary>
    Dead,

    /// <summary>无需发送: what it asks for was done before it left.</summary>
    Suppressed,
}

/// <summary>A notice on its way through an outgoing channel (发件箱): text message, e-mail, webhook. The inbox needs none.</summary>
/// <remarks>Whoever sends claims it first and says so in the record. A claim that was not settled within its time belonged to a process that died or slept in between, and nobody knows whether the message
/// left: such a message is never simply sent again (decision 0024).</remarks>
public sealed class OutgoingNotice : Aggregate
{
    /// <summary>Minutes until the next attempt after the first, second, third and fourth failure.</summary>
    private static readonly int[] Ladder = [1, 5, 30, 120];

    private OutgoingNotice() { }

    public override string Matter => $"outgoing:{Id}";

    internal OutgoingNotice(Notice notice, string channel, string address, DateTimeOffset now, DateTimeOffset? notBefore = null) =>
        (Id, NoticeId, Channel, Address, DueAt) = (NewId.At(now), notice.Id, channel, address, notBefore > now ? notBefore : now);

    public Guid NoticeId { get; private set; }

    /// <summary>Name of the channel that delivers it.</summary>
    public string Channel { get; private set; } = "";

    public string Address { get; private set; } = "";

    public OutgoingState State { get; private set; }

    /// <summary>When something is to be done next: it is sent, or a claim ends, or a missing report is taken for a no. <see langword="null"/> when only a report or a person can change anything.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>Attempts so far, the running one included.</summary>
    public int Attempts { get; private set; }

    /// <summary>Attempts before a person last had it sent again; the ladder begins anew there.</summary>
    public int AttemptsBefore { get; private set; }

    /// <summary>When the gateway took it on.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When the gateway reported its arrival.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>Why the last attempt failed, why nobody knows, or why it was not sent.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Keeps other processes away while one sends.</summary>
    internal void Claim(DateTimeOffset until) => (State, DueAt, Attempts) = (OutgoingState.Sending, until, Attempts + 1);

    /// <summary>Not now: nobody is woken.</summary>
    internal void Postpone(DateTimeOffset until) => DueAt = until;

    internal void Suppress(string why) => (State, DueAt, LastFailure) = (OutgoingState.Suppressed, null, Short(why));

    /// <summary>The claim has ended and nobody said what became of it.</summary>
    internal void Lose(INoticeChannel channel, DateTimeOffset now) => Doubt("the process that was sending it did not come back", channel, now);

    /// <summary>Notes what became of an attempt.</summary>
    /// <param name="attempt">Which one; meanwhile another may have begun.</param>
    internal void Settle(int attempt, SendOutcome outcome, INoticeChannel channel, DateTimeOffset now)
    {
        if (outcome.Result is SendResult.Accepted)
        {
            SentAt ??= now;
            // Also when someone has given it up for lost meanwhile: it has left, and must not leave again.
            if (State is OutgoingState.Sending or OutgoingState.Unknown or OutgoingState.Waiting)
                (State, DueAt) = (OutgoingState.Sent, null);
            return;
        }
        // A report may have come before the answer, and a later attempt settles itself.
        if (attempt != Attempts || State is not (OutgoingState.Sending or OutgoingState.Unknown))
            return;
        switch (outcome.Result)
        {
            case SendResult.NotNow when Next(now) is { } next:
                (State, DueAt, LastFailure) = (OutgoingState.Waiting, next, Short(outcome.Reason));
                break;
            case SendResult.NotNow or SendResult.Never:
                (State, DueAt, LastFailure) = (OutgoingState.Dead, null, Short(outcome.Reason));
                break;
            default:
                Doubt(outcome.Reason, channel, now);
                break;
        }
    }

    /// <summary>The gateway reports what became of it. It may come before our own note of the attempt, and more than once.</summary>
    internal void Report(DeliveryReport report, string reason, DateTimeOffset now)
    {
        if (State is OutgoingState.Delivered)
            return;
        switch (report)
        {
            case DeliveryReport.Arrived:
                (State, DueAt, DeliveredAt) = (OutgoingState.Delivered, null, now);
                SentAt ??= now;
                break;
            case DeliveryReport.OnItsWay when State is OutgoingState.Sending or OutgoingState.Unknown or OutgoingState.Waiting && Attempts > 0:
                (State, DueAt) = (OutgoingState.Sent, null);
                SentAt ??= now;
                break;
            case DeliveryReport.Failed when State is OutgoingState.Sending or OutgoingState.Unknown or OutgoingState.Sent:
                (State, DueAt, LastFailure) = (OutgoingState.Dead, null, Short(reason));
                break;
        }
    }

    /// <summary>A person has it sent once more, from the beginning of the ladder.</summary>
    internal Error? SendAgain(DateTimeOffset now)
    {
        if (State is not (OutgoingState.Dead or OutgoingState.Unknown))
            return OutboxErrors.NotWaitingForAPerson();
        Record(new MessageSentAgain(Id, Channel, State.ToString()));
        (State, DueAt, AttemptsBefore) = (OutgoingState.Waiting, now, Attempts);
        return null;
    }

    /// <summary>A person has made sure that it arrived.</summary>
    internal Error? Confirm(DateTimeOffset now)
    {
        if (State is not (OutgoingState.Dead or OutgoingState.Unknown))
            return OutboxErrors.NotWaitingForAPerson();
        Record(new MessageSettled(Id, Channel));
        (State, DueAt, DeliveredAt) = (OutgoingState.Delivered, null, now);
        SentAt ??= now;
        return null;
    }

    private void Doubt(string? why, INoticeChannel channel, DateTimeOffset now)
    {
        LastFailure = Short(why);
        if (!channel.ForgivesRepeats)
            (State, DueAt) = (OutgoingState.Unknown, channel.RepeatsUnreportedAfter is { } after ? now + after : null);
        else if (Next(now) is { } next)
            (State, DueAt) = (OutgoingState.Waiting, next);
        else
            (State, DueAt) = (OutgoingState.Dead, null);
    }

    private DateTimeOffset? Next(DateTimeOffset now) => Attempts - AttemptsBefore <= Ladder.Length ? now.AddMinutes(Ladder[Attempts - AttemptsBefore - 1]) : null;

    private static string? Short(string? text) => text is { Length: > 400 } ? text[..400] : text;
}

/// <summary>What a gateway reports of a message.</summary>
public enum DeliveryReport
{
    /// <summary>It has arrived.</summary>
    Arrived,

    /// <summary>The carrier has taken it on.</summary>
    OnItsWay,

    /// <summary>It will not arrive.</summary>
    Failed,
}

internal sealed class OutgoingNoticeTable : IEntityTypeConfiguration<OutgoingNotice>
{
    public void Configure(EntityTypeBuilder<OutgoingNotice> table)
    {
        table.ToTable("foundation_outgoing_notices");
        table.HasKey(n => n.Id);
        table.Property(n => n.Channel).HasMaxLength(20);
        table.Property(n => n.Address).HasMaxLength(200);
        table.Property(n => n.LastFailure).HasMaxLength(400);
        table.HasOne<Notice>().WithMany().HasForeignKey(n => n.NoticeId);
        table.HasIndex(n => n.DueAt);
        table.HasIndex(n => new { n.State, n.Id });
        table.HasIndex(n => new { n.NoticeId, n.Channel }).IsUnique();
    }
}
