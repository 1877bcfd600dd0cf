using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Foundation.Notices.Outbox;

/// <summary>A message in the outbox.</summary>
/// <param name="Recipient"><c>organ:…</c>, <c>person:…</c> or <c>enterprise:…</c>.</param>
/// <param name="Address">Masked: whoever looks after the outbox need not know it whole.</param>
/// <param name="Reason">Why it failed, why nobody knows, or why it was not sent.</param>
internal sealed record OutboxRow(Guid Id, string Channel, string Recipient, string Address, string TextZh, string TextEn, OutgoingState State, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, DateTimeOffset? SentAt, DateTimeOffset? DeliveredAt, string? Reason)
{
    public bool WaitsForAPerson => State is OutgoingState.Dead or OutgoingState.Unknown;
}

/// <summary>How many messages of a channel stand where.</summary>
internal sealed record OutboxCount(string Channel, OutgoingState State, int Messages);

/// <summary>Which messages are asked for.</summary>
internal sealed record OutboxFilter(string? Channel, OutgoingState? State);

/// <summary>Reads the outbox.</summary>
internal sealed class OutboxQueries(TongbanDb db)
{
    public const int PageSize = 50;

    /// <summary>Newest first.</summary>
    public async Task<KeyPage<OutboxRow>> ListAsync(OutboxFilter filter, string? after, CancellationToken ct)
    {
        var outgoing = db.Set<OutgoingNotice>().AsNoTracking();
        if (filter.Channel is { Length: > 0 } channel)
            outgoing = outgoing.Where(o => o.Channel == channel);
        if (filter.State is { } state)
            outgoing = outgoing.Where(o => o.State == state);
        if (PageKey.Read<Guid?>(after) is { } last)
            outgoing = outgoing.Where(o => o.Id < last);
        var rows = await outgoing.OrderByDescending(o => o.Id).Take(PageSize + 1)
            .Join(db.Set<Notice>().AsNoTracking(), o => o.NoticeId, n => n.Id, (o, n) => new { o, n.Recipient, n.TextZh, n.TextEn, n.CreatedAt })
            .Select(x => new OutboxRow(x.o.Id, x.o.Channel, x.Recipient, x.o.Address, x.TextZh, x.TextEn, x.o.State, x.o.Attempts, x.CreatedAt, x.o.DueAt, x.o.SentAt, x.o.DeliveredAt, x.o.LastFailure)).ToListAsync(ct);
        rows = [.. rows.OrderByDescending(r => r.Id).Select(r => r with { Address = ContactDetails.Masked(r.Address) })];
        return rows.Count <= PageSize ? new(rows, null) : new(rows[..PageSize], PageKey.Write<Guid?>(rows[PageSize - 1].Id));
    }

    public async Task<IReadOnlyList<OutboxCount>> CountsAsync(CancellationToken ct) =>
        [.. (await db.Set<OutgoingNotice>().AsNoTracking().GroupBy(o => new { o.Channel, o.State }).Select(g => new { g.Key.Channel, g.Key.State, Count = g.Count() }).ToListAsync(ct))
            .Select(c => new OutboxCount(c.Channel, c.State, c.Count)).OrderBy(c => c.Channel, StringComparer.Ordinal).ThenBy(c => c.State)];
}

/// <summary>What administrators do with messages that the platform cannot settle by itself.</summary>
internal sealed class OutboxAdministration(TongbanDb db, Time.CityClock clock)
{
    /// <summary>Once more, from the beginning of the ladder.</summary>
    public Task<Result<long>> SendAgainAsync(Guid message, Caller caller, CancellationToken ct) => OnAsync($"send-again {message}", message, caller, o => o.SendAgain(clock.Now), ct);

    /// <summary>It did arrive: the recipient says so.</summary>
    public Task<Result<long>> ConfirmAsync(Guid message, Caller caller, CancellationToken ct) => OnAsync($"confirm-outgoing {message}", message, caller, o => o.Confirm(clock.Now), ct);

    private async Task<Result<long>> OnAsync(string command, Guid message, Caller caller, Func<OutgoingNotice, Error?> change, CancellationToken ct)
    {
        if (!caller.Actor.Is(Roles.Administrator))
            return PeopleErrors.RoleMissing(Roles.Administrator);
        return await db.ActAsync(command, caller, async () =>
        {
            if (await db.Set<OutgoingNotice>().SingleOrDefaultAsync(o => o.Id == message, ct) is not { } outgoing)
                return (Result<long>)OutboxErrors.NoSuchMessage();
            return (caller.Expects(outgoing) ?? change(outgoing)) is { } refusal ? refusal : outgoing.Version + 1;
        }, ct);
    }
}
