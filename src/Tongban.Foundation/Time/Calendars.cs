using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Time;

/// <summary>The work calendar in force, put together from the newest published notice of every year.</summary>
/// <remarks>A publication in this process is seen at once, one in another process within ten seconds.</remarks>
public sealed class Calendars
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly IServiceScopeFactory? _scopes;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly Lock _loading = new();
    private volatile Known? _known;

    /// <summary>Reads what is published from the database.</summary>
    public Calendars(IServiceScopeFactory scopes, TimeProvider clock) => (_scopes, _clock) = (scopes, clock);

    /// <summary>A calendar that never changes: see <see cref="Fixed"/>.</summary>
    public Calendars(WorkCalendar initial) => _known = new Known(initial, [], 0);

    /// <summary>The newest published calendar. Take it once per use case: a new one may be published in between.</summary>
    /// <exception cref="InvalidOperationException">No calendar was ever loaded.</exception>
    public WorkCalendar Current => Find(out var calendar) ? calendar : throw new InvalidOperationException("no work calendar has been loaded");

    /// <summary>A calendar that never changes, for tests and tools without a database.</summary>
    public static Calendars Fixed(WorkCalendar calendar) => new(calendar);

    /// <summary>The calendar in force; false on a database into which none was loaded yet.</summary>
    public bool Find([NotNullWhen(true)] out WorkCalendar? calendar)
    {
        var known = _known;
        if (_scopes is not null && (known is null || _clock.GetElapsedTime(known.At) >= Fresh))
            known = Reload(known);
        calendar = known?.Calendar;
        return calendar is not null;
    }

    /// <summary>Looks again at the next question; called after a publication in this process.</summary>
    public void Refresh()
    {
        if (_scopes is not null)
            _known = null;
    }

    private Known? Reload(Known? known)
    {
        // While one caller looks, the others go on with what is known.
        if (known is not null && !_loading.TryEnter())
            return known;
        if (known is null)
            _loading.Enter();
        try
        {
            var at = _clock.GetTimestamp();
            using var scope = _scopes!.CreateScope();
            var newest = scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<PublishedCalendar>().AsNoTracking().Where(c => c.SupersededAt == null);
            var editions = newest.OrderBy(c => c.Year).Select(c => c.Id).ToList();
            if (known is not null && editions.SequenceEqual(known.Editions))
                return _known = known with { At = at };
            var years = newest.OrderBy(c => c.Year).Select(c => new { c.Id, c.Year, c.Days }).ToList();
            return _known = years.Count == 0 ? null : new Known(WorkCalendar.Of(years.Select(y => new CalendarYear(y.Year, y.Days))), [.. years.Select(y => y.Id)], at);
        }
        finally
        {
            _loading.Exit();
        }
    }

    private sealed record Known(WorkCalendar Calendar, IReadOnlyList<Guid> Editions, long At);
}
