using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Storage;

namespace Tongban.Foundation.Time;

/// <summary>The work calendar in force, put together from the newest published notice of every year.</summary>
/// <remarks>A publication in this process is seen at once, one in another process within ten seconds.</remarks>
public sealed class Calendars
{
    private readonly IServiceScopeFactory? _scopes;
    private readonly WorkCalendar? _fixed;
    private readonly Remembered<Known>? _known;

    /// <summary>Reads what is published from the database.</summary>
    public Calendars(IServiceScopeFactory scopes, TimeProvider clock) => (_scopes, _known) = (scopes, new(Read, TimeSpan.FromSeconds(10), clock));

    /// <summary>A calendar that never changes: see <see cref="Fixed"/>.</summary>
    public Calendars(WorkCalendar initial) => _fixed = initial;

    /// <summary>The newest published calendar. Take it once per use case: a new one may be published in between.</summary>
    /// <exception cref="InvalidOperationException">No calendar was ever loaded.</exception>
    public WorkCalendar Current => Find(out var calendar) ? calendar : throw new InvalidOperationException("no work calendar has been loaded");

    /// <summary>A calendar that never changes, for tests and tools without a database.</summary>
    public static Calendars Fixed(WorkCalendar calendar) => new(calendar);

    /// <summary>The calendar in force; false on a database into which none was loaded yet.</summary>
    public bool Find([NotNullWhen(true)] out WorkCalendar? calendar)
    {
        calendar = _fixed ?? _known!.Value?.Calendar;
        return calendar is not null;
    }

    /// <summary>Looks again at the next question; called after a publication in this process.</summary>
    public void Refresh() => _known?.Forget();

    private Known? Read(Known? known)
    {
        using var scope = _scopes!.CreateScope();
        var newest = scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<PublishedCalendar>().AsNoTracking().Where(c => c.SupersededAt == null);
        var editions = newest.OrderBy(c => c.Year).Select(c => c.Id).ToList();
        if (known is not null && editions.SequenceEqual(known.Editions))
            return known;
        var years = newest.OrderBy(c => c.Year).Select(c => new { c.Id, c.Year, c.Days }).ToList();
        return years.Count == 0 ? null : new Known(WorkCalendar.Of(years.Select(y => new CalendarYear(y.Year, y.Days))), [.. years.Select(y => y.Id)]);
    }

    private sealed record Known(WorkCalendar Calendar, IReadOnlyList<Guid> Editions);
}
