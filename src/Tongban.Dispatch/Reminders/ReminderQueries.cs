using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Notices.Channels;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;

namespace Tongban.Dispatch.Reminders;

/// <summary>A unit that the coming occasion would remind if it came now.</summary>
/// <param name="Way"><c>sms</c>, <c>email</c>, or empty for the inbox alone.</param>
/// <param name="Answered">Of these, difficulties about which the unit has said something since the last occasion.</param>
internal sealed record PlannedReminder(string Organ, int Matters, int Answered, string Way, string Text, string TextEn);

/// <summary>What the coming occasion would do.</summary>
internal sealed record ReminderPreview(int Month, DateTimeOffset Moment, DateOnly Day, HolidayShift Shift, IReadOnlyList<PlannedReminder> Units);

/// <summary>A reminder in the list.</summary>
/// <param name="Delivery">Where its message stands; <see langword="null"/> when the inbox was the only way.</param>
internal sealed record ReminderRow(Guid Id, string Organ, int Month, int Matters, int Open, string Channel, OutgoingState? Delivery, DateTimeOffset RemindedAt, DateOnly AnswerDueOn, ReminderState State, DateTimeOffset? AnsweredAt, Light? Light);

/// <summary>An answer as others may see it.</summary>
internal sealed record ReminderAnswerRow(Guid Matter, string Number, AnswerVia Via, string Text, DateTimeOffset At);

/// <summary>One reminder.</summary>
internal sealed record ReminderDetail(ReminderRow Reminder, string Text, string TextEn, IReadOnlyList<RemindedMatter> Matters, IReadOnlyList<ReminderAnswerRow> Answers, long Version);

/// <summary>A month that has had its round.</summary>
internal sealed record RoundRow(int Month, DateTimeOffset Moment, RoundState State, int Units, DateTimeOffset BegunAt, DateTimeOffset? EndedAt);

/// <summary>One unit in the bulletin.</summary>
internal sealed record BulletinLine(string Organ, Light Light, int Matters, DateTimeOffset? AnsweredAt, Guid Reminder);

/// <summary>The bulletin of a month (通报): who was reminded, who answered in time, who did not.</summary>
/// <param name="Listed">Red: two months running without an answer in time.</param>
internal sealed record Bulletin(int Month, RoundState? Round, int Reminded, int InTime, int Late, int Silent, int Waiting, IReadOnlyList<BulletinLine> Listed, IReadOnlyList<BulletinLine> Yellow);

/// <summary>Reads reminders. Every officer may: the bulletin is public within the administration; personal contacts are not in it.</summary>
internal sealed class ReminderQueries(TongbanDb db, IOpenTasks tasks, ReminderRun run, ReminderRule rule, Calendars calendars, Ways ways, CityClock clock)
{
    private const int MostRounds = 60;

    public async Task<ReminderPreview> PreviewAsync(CancellationToken ct)
    {
        var calendar = calendars.Current;
        var coming = rule.Coming(clock.Now, calendar);
        var open = await tasks.OpenAsync(clock.Now, ct);
        var organs = await OrgansAsync(open.Select(t => t.Organ), ct);
        var day = CityClock.DateOf(coming.Moment);
        var answerDueOn = calendar.AddWorkingDays(day, rule.AnswerWithin);
        var units = new List<PlannedReminder>();
        foreach (var unit in open.GroupBy(t => t.Organ, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var due = run.Due(unit, coming, calendar);
            var text = due.Count == 0 ? (Words)("", "") : ReminderText.Of(due, answerDueOn, ways.LinkTo($"/r/{coming.Month}"));
            units.Add(new(unit.Key, due.Count, due.Count(t => run.HasSpoken(t, coming, calendar)), organs.GetValueOrDefault(unit.Key) is { } organ ? ways.To(organ)?.Channel ?? "" : "", text.Zh, text.En));
        }
        return new(coming.Month, coming.Moment, day, rule.Shift, units);
    }

    public async Task<IReadOnlyList<RoundRow>> RoundsAsync(CancellationToken ct) => await db.Set<ReminderRound>().AsNoTracking().OrderByDescending(r => r.Month).Take(MostRounds)
        .Select(r => new RoundRow(r.Month, r.Moment, r.State, r.Units, r.BegunAt, r.EndedAt)).ToListAsync(ct);

    /// <summary>All reminders of a month: there is one a unit, so one page holds them.</summary>
    public async Task<IReadOnlyList<ReminderRow>> OfMonthAsync(int month, CancellationToken ct) =>
        await RowsAsync(await db.Set<Reminder>().AsNoTracking().Where(r => r.Month == month).OrderBy(r => r.Organ).ToListAsync(ct), ct);

    public async Task<ReminderDetail?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Reminder>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } reminder)
            return null;
        var row = (await RowsAsync([reminder], ct))[0];
        return new(row, reminder.Text, reminder.TextEn, reminder.Matters, [.. reminder.Answers.Select(a => new ReminderAnswerRow(a.Matter, reminder.Matters.First(m => m.Matter == a.Matter).Number, a.Via, a.Text, a.At))], reminder.Version);
    }

    /// <summary>The bulletin is of the month whose 25th it was.</summary>
    public async Task<Bulletin> BulletinAsync(int month, CancellationToken ct)
    {
        var round = await db.Set<ReminderRound>().AsNoTracking().Where(r => r.Month == month).Select(r => (RoundState?)r.State).SingleOrDefaultAsync(ct);
        var all = await db.Set<Reminder>().AsNoTracking().Where(r => r.Month == month).OrderBy(r => r.Organ).ToListAsync(ct);
        IReadOnlyList<BulletinLine> Lines(Light light) => [.. all.Where(r => r.Light == light).Select(r => new BulletinLine(r.Organ, light, r.Matters.Count, r.AnsweredAt, r.Id))];
        return new(month, round, all.Count, all.Count(r => r.State is ReminderState.Answered), all.Count(r => r is { State: ReminderState.Missed, AnsweredAt: not null }), all.Count(r => r is { State: ReminderState.Missed, AnsweredAt: null }),
            all.Count(r => r.State is ReminderState.Reminded), Lines(Light.Red), Lines(Light.Yellow));
    }

    /// <summary>The month whose reminders are the newest, whether any were sent or not.</summary>
    public int LatestMonth() => calendars.Find(out var calendar) ? rule.Latest(clock.Now, calendar).Month : (clock.Today.Year * 100) + clock.Today.Month;

    /// <summary>202603, if it is a month.</summary>
    public static int? MonthOf(string? text) => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var month) && month is >= 200001 and <= 299912 && month % 100 is >= 1 and <= 12 ? month : null;

    private async Task<List<ReminderRow>> RowsAsync(IReadOnlyList<Reminder> reminders, CancellationToken ct)
    {
        var (recipients, occasions) = (reminders.Select(r => Notice.Organ(r.Organ)).Distinct().ToList(), reminders.Select(r => Reminder.OccasionOf(r.Month)).Distinct().ToList());
        var sent = (await db.Set<Notice>().AsNoTracking().Where(n => recipients.Contains(n.Recipient) && occasions.Contains(n.Occasion))
                .Join(db.Set<OutgoingNotice>().AsNoTracking(), n => n.Id, o => o.NoticeId, (n, o) => new { n.Recipient, n.Occasion, o.State }).ToListAsync(ct))
            .ToLookup(s => (s.Recipient, s.Occasion), s => s.State);
        return [.. reminders.Select(r => new ReminderRow(r.Id, r.Organ, r.Month, r.Matters.Count, r.Open.Count(), r.Channel, sent[(Notice.Organ(r.Organ), Reminder.OccasionOf(r.Month))].Select(s => (OutgoingState?)s).FirstOrDefault(), r.RemindedAt, r.AnswerDueOn, r.State, r.AnsweredAt, r.Light))];
    }

    private async Task<Dictionary<string, Organ>> OrgansAsync(IEnumerable<string> keys, CancellationToken ct)
    {
        var wanted = keys.Distinct(StringComparer.Ordinal).ToList();
        return await db.Set<Organ>().AsNoTracking().Where(o => wanted.Contains(o.Key)).ToDictionaryAsync(o => o.Key, StringComparer.Ordinal, ct);
    }
}
