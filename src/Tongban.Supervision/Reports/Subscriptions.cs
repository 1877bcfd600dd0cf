using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Supervision.Reports;

/// <summary>Someone wants to be told of every monthly report (订阅). A wish of a person and no act of office.</summary>
internal sealed class ReportSubscription
{
    public Guid Id { get; internal set; }

    public Guid PersonId { get; internal set; }

    public DateTimeOffset Since { get; internal set; }
}

internal sealed record SubscribeCommand(bool Wanted);

internal sealed record Subscribed(bool Wanted);

/// <summary>Subscribing to the report, and telling of it on the first working day of the month.</summary>
internal sealed class Subscriptions(TongbanDb db, Caller caller, Calendars calendars, CityClock clock)
{
    public Task<bool> IsWantedAsync(CancellationToken ct) => db.Set<ReportSubscription>().AsNoTracking().AnyAsync(s => s.PersonId == caller.Actor.PersonId, ct);

    public Task<Result<Subscribed>> SubscribeAsync(SubscribeCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        var mine = await db.Set<ReportSubscription>().SingleOrDefaultAsync(s => s.PersonId == caller.Actor.PersonId, ct);
        if (command.Wanted && mine is null)
            db.Add(new ReportSubscription { Id = NewId.At(clock.Now), PersonId = caller.Actor.PersonId, Since = clock.Now });
        else if (!command.Wanted && mine is not null)
            db.Remove(mine);
        return (Result<Subscribed>)new Subscribed(command.Wanted);
    }, ct);

    /// <summary>On the first working day of a month, or the first day after it on which this runs, everyone who wants the report of the month before is told of it, once.</summary>
    /// <returns>How many were told.</returns>
    public async Task<int> TellAsync(CancellationToken ct)
    {
        var today = clock.Today;
        var first = new DateOnly(today.Year, today.Month, 1);
        if (today < calendars.Current.WorkingDayFrom(first))
            return 0;
        var month = first.AddMonths(-1);
        var occasion = $"supervision-report:{month:yyyyMM}";
        var told = await db.ActAsync(occasion, new Caller { Actor = Actor.System }, async () =>
        {
            var people = await db.Set<ReportSubscription>().AsNoTracking().Select(s => s.PersonId).ToListAsync(ct);
            var known = (await db.Set<Notice>().AsNoTracking().Where(n => n.Occasion == occasion).Select(n => n.Recipient).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
            var news = people.Select(Notice.Person).Where(p => !known.Contains(p)).ToList();
            foreach (var person in news)
                db.Notify(Notice.To(person, occasion, ($"{month:yyyy 年 M 月}电子监察月报已生成", $"The supervision report of {month:yyyy-MM} is ready"), $"/supervision/reports?month={month:yyyy-MM}", clock.Now));
            return (Result<int>)news.Count;
        }, ct);
        return told.Error is null ? told.Value : 0;
    }
}

/// <summary>Each morning at eight: the report once a month, the board to those who want it, cards that wait too long.</summary>
internal sealed class SupervisionMorningJob(Subscriptions subscriptions, Board.BoardSubscriptions board, Cards.RemindOfCards cards) : IScheduledJob
{
    public string Name => "supervision.morning";

    public string Cron => "0 0 8 * * ?";

    public async Task RunAsync(CancellationToken ct)
    {
        await subscriptions.TellAsync(ct);
        await board.TellAsync(ct);
        await cards.RunAsync(ct);
    }
}
