using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Reminders;

/// <summary>What a run did.</summary>
internal sealed record ReminderRunResult(int Month, int Reminded, int Missed);

/// <summary>Reminds the units of the month's occasion and looks after the answers. Any number of processes may run it at any time and die or sleep at any point: each unit gets one reminder a month.</summary>
internal sealed class ReminderRun(TongbanDb db, IOpenTasks tasks, ReminderRule rule, Calendars calendars, Ways ways, CityClock clock)
{
    private const int Batch = 200;
    private static readonly Caller Platform = new() { Actor = Actor.System };

    public async Task<ReminderRunResult> RunAsync(CancellationToken ct)
    {
        if (!calendars.Find(out var calendar))
            return new(0, 0, 0);
        var occasion = rule.Latest(clock.Now, calendar);
        var reminded = await RoundOfAsync(occasion, ct) is RoundState.Running ? await RemindAllAsync(occasion, calendar, ct) : 0;
        return new(occasion.Month, reminded, await FollowUpAsync(ct));
    }

    /// <summary>The tasks a unit is reminded of: all that were open when the occasion came, first those without a word since the one before (06 § 9.2). An answer to the last 25th does not excuse from this one.</summary>
    public IReadOnlyList<OpenTask> Due(IEnumerable<OpenTask> open, ReminderOccasion occasion, WorkCalendar calendar) =>
        [.. open.Where(t => t.Since <= occasion.Moment).OrderBy(t => HasSpoken(t, occasion, calendar)).ThenByDescending(t => t.DaysUsed).ThenBy(t => t.Number, StringComparer.Ordinal)];

    /// <summary>Whether the unit has said something since the occasion before.</summary>
    public bool HasSpoken(OpenTask task, ReminderOccasion occasion, WorkCalendar calendar) => task.LastFeedbackAt >= rule.Before(occasion, calendar).Moment;

    private async Task<RoundState> RoundOfAsync(ReminderOccasion occasion, CancellationToken ct)
    {
        var known = await db.Set<ReminderRound>().AsNoTracking().SingleOrDefaultAsync(r => r.Month == occasion.Month, ct);
        if (known is not null && (known.State is not RoundState.Running || !ReminderRule.IsTooLate(occasion, clock.Now)))
            return known.State;
        var begun = await db.ActAsync("begin-reminder-round", Platform, async () =>
        {
            var round = await db.Set<ReminderRound>().SingleOrDefaultAsync(r => r.Month == occasion.Month, ct);
            if (round is null)
                db.Add(round = ReminderRound.Begin(occasion, clock.Now));
            if (round.State is RoundState.Running && ReminderRule.IsTooLate(occasion, clock.Now))
                round.LeaveOut(clock.Now);
            return (Result<RoundState>)round.State;
        }, ct);
        return begun.TryGet(out var state, out _) ? state : RoundState.Done;
    }

    private async Task<int> RemindAllAsync(ReminderOccasion occasion, WorkCalendar calendar, CancellationToken ct)
    {
        var reminded = 0;
        var all = true;
        foreach (var organ in (await tasks.OpenAsync(clock.Now, ct)).Select(t => t.Organ).Distinct(StringComparer.Ordinal).ToList())
        {
            var done = await RemindAsync(organ, occasion, calendar, ct);
            reminded += done is { Error: null, Value: true } ? 1 : 0;
            all &= done.Error is null;
        }
        if (all)
            await EndAsync(occasion, ct);
        return reminded;
    }

    /// <returns>Whether this call reminded the unit.</returns>
    private Task<Result<bool>> RemindAsync(string organ, ReminderOccasion occasion, WorkCalendar calendar, CancellationToken ct) => db.ActAsync($"remind {organ} {occasion.Month}", Platform, async () =>
    {
        // All is asked again inside: this process may have slept since it made its list.
        if (await db.Set<ReminderRound>().AsNoTracking().Where(r => r.Month == occasion.Month).Select(r => r.State).SingleAsync(ct) is not RoundState.Running
            || await db.Set<Reminder>().AsNoTracking().AnyAsync(r => r.Organ == organ && r.Month == occasion.Month, ct))
        {
            return (Result<bool>)false;
        }
        var now = clock.Now;
        if (ReminderRule.IsTooLate(occasion, now) || Due(await tasks.OpenAsync(organ, now, ct), occasion, calendar) is not { Count: > 0 } due)
            return false;
        var unit = await db.Set<Organ>().AsNoTracking().SingleOrDefaultAsync(o => o.Key == organ, ct);
        var way = unit is null ? null : ways.To(unit);
        var answerDueOn = calendar.AddWorkingDays(clock.Today, rule.AnswerWithin);
        var text = ReminderText.Of(due, answerDueOn, ways.LinkTo($"/r/{occasion.Month}"));
        db.Add(Reminder.Send(organ, occasion, due, text, way?.Channel ?? "", answerDueOn, now));
        var notice = Notice.To(Notice.Organ(organ), Reminder.OccasionOf(occasion.Month), text, $"/r/{occasion.Month}", now);
        db.Notify(notice);
        if (way is not null)
            db.NotifyThrough(notice, way.Channel, way.Address, now, way.Channel is "sms" ? rule.Quiet.Next(now) : null);
        return true;
    }, ct);

    private Task<Result<bool>> EndAsync(ReminderOccasion occasion, CancellationToken ct) => db.ActAsync($"end-reminder-round {occasion.Month}", Platform, async () =>
    {
        var round = await db.Set<ReminderRound>().SingleAsync(r => r.Month == occasion.Month, ct);
        if (round.State is not RoundState.Running)
            return (Result<bool>)false;
        round.End(await db.Set<Reminder>().AsNoTracking().CountAsync(r => r.Month == occasion.Month, ct), clock.Now);
        return true;
    }, ct);

    /// <summary>Takes over feedback given on the difficulties themselves, and turns on the lights of those who said nothing.</summary>
    private async Task<int> FollowUpAsync(CancellationToken ct)
    {
        var today = clock.Today;
        var waiting = await db.Set<Reminder>().AsNoTracking().Where(r => r.State == ReminderState.Reminded && r.AnswerDueOn < today).OrderBy(r => r.AnswerDueOn).Take(Batch).Select(r => r.Id).ToListAsync(ct);
        var missed = 0;
        foreach (var id in waiting)
        {
            var followed = await db.ActAsync($"follow-reminder {id}", Platform, async () =>
            {
                var reminder = await db.Set<Reminder>().SingleAsync(r => r.Id == id, ct);
                if (reminder.State is not ReminderState.Reminded)
                    return (Result<bool>)false;
                var silent = reminder.Silent(await tasks.OpenAsync(reminder.Organ, clock.Now, ct));
                foreach (var matter in reminder.Open.Where(m => !silent.Contains(m.Matter)).ToList())
                    reminder.NoteFeedback(matter.Matter, clock.Now);
                if (reminder.State is not ReminderState.Reminded)
                    return false;
                var before = reminder.Month % 100 == 1 ? reminder.Month - 89 : reminder.Month - 1;
                reminder.Miss(await db.Set<Reminder>().AsNoTracking().AnyAsync(r => r.Organ == reminder.Organ && r.Month == before && r.State == ReminderState.Missed, ct));
                db.Notify(Notice.To(Notice.Organ(reminder.Organ), $"reminder-missed:{reminder.Month}", reminder.Light is Light.Red
                    ? ("连续两个月未按期反馈二十五日提醒，已亮红灯并列入当月通报。", "Two reminders of the 25th in a row were not answered in time: red light, and listed in the month's bulletin.")
                    : ("未在三个工作日内反馈二十五日提醒，已亮黄灯。", "The reminder of the 25th was not answered within three working days: yellow light."), $"/r/{reminder.Month}", clock.Now));
                return true;
            }, ct);
            missed += followed is { Error: null, Value: true } ? 1 : 0;
        }
        return missed;
    }
}

/// <summary>Every five minutes: whether an occasion has come is for the rule to say, and what was missed while nothing ran is made up at once.</summary>
internal sealed class ReminderJob(ReminderRun run) : IScheduledJob
{
    public string Name => "dispatch.reminders";

    public string Cron => "30 0/5 * * * ?";

    public Task RunAsync(CancellationToken ct) => run.RunAsync(ct);
}

/// <summary>Whoever has answered meanwhile needs no text message any more.</summary>
internal sealed class ReminderStillNeeded(TongbanDb db, IOpenTasks tasks, CityClock clock) : IStillNeeded
{
    private const string Prefix = "reminder-25:";

    public bool Handles(string occasion) => occasion.StartsWith(Prefix, StringComparison.Ordinal);

    public async Task<string?> ReasonNotToSendAsync(string recipient, string occasion, CancellationToken ct)
    {
        var organ = recipient[(recipient.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var month = int.Parse(occasion.AsSpan(Prefix.Length), System.Globalization.CultureInfo.InvariantCulture);
        if (await db.Set<Reminder>().AsNoTracking().SingleOrDefaultAsync(r => r.Organ == organ && r.Month == month, ct) is not { } reminder)
            return null;
        if (reminder.AnsweredAt is not null)
            return "answered already";
        return reminder.Silent(await tasks.OpenAsync(organ, clock.Now, ct)).Count == 0 ? "feedback was given, or the difficulties are settled" : null;
    }
}
