using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Time;

/// <summary>Puts a year's notice into force.</summary>
internal sealed record PublishCalendar(int Year, string? NoticeNumber, IReadOnlyList<CalendarDay> Days);

/// <summary>What a publication did.</summary>
/// <param name="MovedLimits">Running limits whose due day moved.</param>
internal sealed record CalendarPublication(int Year, int Edition, int MovedLimits);

/// <summary>A day that a notice turns from a working day into a rest day, or back.</summary>
/// <param name="Past">It lies before today: running limits that counted it are counted anew.</param>
internal sealed record ChangedDay(DateOnly Date, string? Name, bool WorksNow, bool WillWork, bool Past);

/// <summary>What publishing a notice would change.</summary>
/// <param name="WorkingDaysBefore">Of the year; counted Monday to Friday while it was not published.</param>
internal sealed record CalendarPreview(CalendarYear Content, int? EditionInForce, int WorkingDaysBefore, int WorkingDaysAfter, IReadOnlyList<ChangedDay> Changes);

/// <summary>The administrator publishes a year's calendar; every running limit is counted anew.</summary>
internal sealed class PublishCalendarHandler(TongbanDb db, Calendars calendars, OpenLimits limits, CityClock clock)
{
    /// <summary>Checks a notice and tells what it would change; changes nothing.</summary>
    public async Task<Result<CalendarPreview>> PreviewAsync(PublishCalendar command, Caller caller, CancellationToken ct)
    {
        if (Check(command, caller) is { } refusal)
            return refusal;
        var content = new CalendarYear(command.Year, command.Days);
        var inForce = await db.Set<PublishedCalendar>().AsNoTracking().Where(c => c.SupersededAt == null).ToListAsync(ct);
        var before = inForce.SingleOrDefault(c => c.Year == command.Year);
        if (before is not null && before.Says(content))
            return CalendarErrors.Unchanged(command.Year);
        var others = inForce.Where(c => c.Year != command.Year).Select(c => c.Content).ToList();
        var after = WorkCalendar.Of([.. others, content]);
        // Without any published year the week alone tells what works today.
        var now = inForce.Count == 0 ? null : WorkCalendar.Of(inForce.Select(c => c.Content));
        bool Works(DateOnly day) => now?.IsWorkingDay(day) ?? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        var (first, last) = (new DateOnly(command.Year - 1, 12, 1), new DateOnly(command.Year + 1, 1, 31));
        var days = Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).ToList();
        var changes = days.Where(d => Works(d) != after.IsWorkingDay(d))
            .Select(d => new ChangedDay(d, after.NameOf(d) ?? now?.NameOf(d), Works(d), after.IsWorkingDay(d), d < clock.Today)).ToList();
        return new CalendarPreview(content, before?.Edition, days.Count(d => d.Year == command.Year && Works(d)), WorkingDaysOf(after, command.Year), changes);
    }

    public async Task<Result<CalendarPublication>> HandleAsync(PublishCalendar command, Caller caller, CancellationToken ct)
    {
        if (Check(command, caller) is { } refusal)
            return refusal;
        var content = new CalendarYear(command.Year, command.Days);
        var published = await db.ActAsync(command, caller, async () =>
        {
            var before = await db.Set<PublishedCalendar>().SingleOrDefaultAsync(c => c.Year == command.Year && c.SupersededAt == null, ct);
            if (before is not null && before.Says(content))
                return (Result<int>)CalendarErrors.Unchanged(command.Year);
            var calendar = PublishedCalendar.Publish(content, command.NoticeNumber!.Trim(), before, caller.Actor.PersonId, clock.Now);
            db.Add(calendar);
            return calendar.Edition;
        }, ct);
        if (!published.TryGet(out var edition, out var lost))
            return lost;
        calendars.Refresh();
        return new CalendarPublication(command.Year, edition, await limits.RecomputeAsync(calendars.Current, ct));
    }

    internal static int WorkingDaysOf(WorkCalendar calendar, int year) => calendar.WorkingDaysBetween(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31));

    private static Error? Check(PublishCalendar command, Caller caller) => !caller.Actor.Is(Roles.Administrator)
        ? PeopleErrors.RoleMissing(Roles.Administrator) : CalendarNotice.Check(new CalendarYear(command.Year, command.Days), command.NoticeNumber);
}

/// <summary>All modules' running limits as one.</summary>
internal sealed class OpenLimits(IEnumerable<IOpenLimits> modules)
{
    /// <summary>Recomputes the running limits of every module.</summary>
    /// <returns>How many due days moved.</returns>
    public async Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
    {
        var moved = 0;
        foreach (var module in modules)
            moved += await module.RecomputeAsync(calendar, ct);
        return moved;
    }
}

/// <summary>Counts the running limits anew also when the publishing process died right after its commit.</summary>
internal sealed class RecomputeWhenCalendarPublished(Calendars calendars, OpenLimits limits) : IActHandler
{
    public string Name => "foundation.recompute-limits";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>(StringComparer.Ordinal) { ActNames.Of(typeof(CalendarPublished)).Name };

    public Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        calendars.Refresh();
        return limits.RecomputeAsync(calendars.Current, ct);
    }
}
