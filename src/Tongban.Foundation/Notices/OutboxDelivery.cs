using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Notices;

/// <summary>Sends what lies in the outbox through the channels of this installation.</summary>
/// <remarks>A message is claimed under the row's version before it is sent, so of several processes one sends it. What certainly did not leave is tried again after 1, 5, 30 and 120 minutes; then it is a dead
/// letter. What may have left is not (<see cref="OutgoingNotice"/>).</remarks>
internal sealed partial class OutboxDelivery(IServiceScopeFactory scopes, IEnumerable<INoticeChannel> channels, TimeProvider clock, ILogger<OutboxDelivery> log) : RepeatedWork(TimeSpan.FromSeconds(20), clock)
{
    private const int Batch = 100;
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);
    private static readonly Caller Platform = new() { Actor = Actor.System };
    private readonly Dictionary<string, INoticeChannel> _channels = channels.ToDictionary(c => c.Name, StringComparer.Ordinal);

    /// <summary>Sends everything that is due.</summary>
    /// <returns>How many messages were accepted.</returns>
    public async Task<int> SendDueAsync(CancellationToken ct)
    {
        var names = _channels.Keys.ToList();
        var accepted = 0;
        while (names.Count > 0)
        {
            List<Guid> due;
            using (var scope = scopes.CreateScope())
            {
                var now = Clock.GetUtcNow();
                due = await scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<OutgoingNotice>().AsNoTracking()
                    .Where(n => n.DueAt <= now && names.Contains(n.Channel)).OrderBy(n => n.DueAt).Take(Batch).Select(n => n.Id).ToListAsync(ct);
            }
            foreach (var id in due)
                accepted += await SendAsync(id, ct) ? 1 : 0;
            if (due.Count < Batch)
                break;
        }
        return accepted;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _channels.Count > 0 ? base.ExecuteAsync(stoppingToken) : Task.CompletedTask;

    protected override Task DoAsync(CancellationToken ct) => SendDueAsync(ct);

    protected override void Failed(Exception fault) => OutboxFailed(fault);

    private async Task<bool> SendAsync(Guid id, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var claimed = await db.ActAsync("claim-outgoing", Platform, async () => (Result<int>)await ClaimAsync(scope.ServiceProvider, db, id, ct), ct);
        if (claimed is not { Error: null, Value: > 0 and var attempt })
            return false;

        var message = await (from o in db.Set<OutgoingNotice>().AsNoTracking() join n in db.Set<Notice>().AsNoTracking() on o.NoticeId equals n.Id where o.Id == id select new { Outgoing = o, Notice = n }).SingleAsync(ct);
        var channel = _channels[message.Outgoing.Channel];
        SendOutcome outcome;
        try
        {
            outcome = await channel.SendAsync(new(id, message.Outgoing.Address, message.Notice.Recipient, message.Notice.Text, message.Notice.Link), ct);
        }
#pragma warning disable CA1031 // whatever a gateway throws: nobody knows whether the message left
        catch (Exception fault)
        {
            outcome = SendOutcome.Unknown(fault.GetType().Name);
        }
#pragma warning restore CA1031

        // Not cancellable: what was sent must be noted.
        await db.ActAsync("settle-outgoing", Platform, async () =>
        {
            (await db.Set<OutgoingNotice>().SingleAsync(n => n.Id == id, CancellationToken.None)).Settle(attempt, outcome, channel, Clock.GetUtcNow());
            return (Result<bool>)true;
        }, CancellationToken.None);
        return outcome.Result is SendResult.Accepted;
    }

    /// <returns>The number of the attempt, or zero when there is nothing to send now.</returns>
    private async Task<int> ClaimAsync(IServiceProvider services, TongbanDb db, Guid id, CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var outgoing = await db.Set<OutgoingNotice>().SingleAsync(n => n.Id == id, ct);
        if (outgoing.DueAt is null || outgoing.DueAt > now)
            return 0;
        var channel = _channels[outgoing.Channel];
        if (outgoing.State is OutgoingState.Sending)
        {
            outgoing.Lose(channel, now);
            return 0;
        }
        var notice = await db.Set<Notice>().AsNoTracking().Where(n => n.Id == outgoing.NoticeId).Select(n => new { n.Recipient, n.Occasion }).SingleAsync(ct);
        foreach (var asked in services.GetServices<IStillNeeded>().Where(s => s.Handles(notice.Occasion)))
        {
            if (await asked.ReasonNotToSendAsync(notice.Recipient, notice.Occasion, ct) is { } reason)
            {
                outgoing.Suppress(reason);
                return 0;
            }
        }
        if (channel.Quiet?.Next(now) is { } morning && morning > now)
        {
            outgoing.Postpone(morning);
            return 0;
        }
        outgoing.Claim(now + Claim);
        return outgoing.Attempts;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be read or written; trying again")]
    private partial void OutboxFailed(Exception fault);
}
