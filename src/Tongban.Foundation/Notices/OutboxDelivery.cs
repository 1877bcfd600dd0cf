using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Notices;

/// <summary>Sends what lies in the outbox through the channels of this installation.</summary>
/// <remarks>A message is claimed before it is sent: its next attempt is moved five minutes ahead under the row's version, so of several
/// processes one sends it. After a failure it is tried again after 1, 5, 30 and 120 minutes; then it is a dead letter.</remarks>
internal sealed partial class OutboxDelivery(IServiceScopeFactory scopes, IEnumerable<INoticeChannel> channels, TimeProvider clock, ILogger<OutboxDelivery> log) : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan[] Ladder = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(120)];
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
                var now = clock.GetUtcNow();
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_channels.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendDueAsync(stoppingToken);
            }
#pragma warning disable CA1031 // the database being away for a while must not end the delivery
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                OutboxFailed(fault);
            }
#pragma warning restore CA1031
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> SendAsync(Guid id, CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
        var claimed = await db.ActAsync("claim-outgoing", Platform, async () =>
        {
            var now = clock.GetUtcNow();
            var outgoing = await db.Set<OutgoingNotice>().SingleAsync(n => n.Id == id, ct);
            if (outgoing.DueAt is null || outgoing.DueAt > now)
                return (Result<bool>)false;
            outgoing.Claim(now + Claim);
            return true;
        }, ct);
        if (claimed is not { Error: null, Value: true })
            return false;

        var message = await (from o in db.Set<OutgoingNotice>().AsNoTracking() join n in db.Set<Notice>().AsNoTracking() on o.NoticeId equals n.Id where o.Id == id select new { Outgoing = o, Notice = n }).SingleAsync(ct);
        string? failure;
        try
        {
            failure = await _channels[message.Outgoing.Channel].SendAsync(new(id, message.Outgoing.Address, message.Notice.Recipient, message.Notice.Text, message.Notice.Link), ct);
        }
#pragma warning disable CA1031 // whatever a gateway throws is a failed attempt
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            failure = fault.Message;
        }
#pragma warning restore CA1031

        // Not cancellable: what was sent must be noted.
        await db.ActAsync("settle-outgoing", Platform, async () =>
        {
            var now = clock.GetUtcNow();
            var outgoing = await db.Set<OutgoingNotice>().SingleAsync(n => n.Id == id, CancellationToken.None);
            if (failure is null)
                outgoing.Delivered(now);
            else
                outgoing.Failed(failure, outgoing.Attempts < Ladder.Length ? now + Ladder[outgoing.Attempts] : null);
            return (Result<bool>)true;
        }, CancellationToken.None);
        return failure is null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be read or written; trying again")]
    private partial void OutboxFailed(Exception fault);
}
