using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Tests.Foundation.Administration;
using Tongban.Tests.Support;

namespace Tongban.Tests.Foundation.Time;

public class PublishedCalendarTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "catalog", "cn", "calendar");

    public static TheoryData<Database> Databases => new(Database.Sqlite, Database.Postgres);

    [Theory, MemberData(nameof(Databases))]
    public async Task The_catalogues_years_are_loaded_once(Database database)
    {
        await using var house = await House.StartAsync(database);
        Assert.False(house.Storage.Services.GetRequiredService<Calendars>().Find(out _));
        Assert.Equal(20, (await house.RunAsync<LoadCalendars, Result<int>>(l => l.LoadAsync(Folder, default))).Value);
        Assert.Equal(0, (await house.RunAsync<LoadCalendars, Result<int>>(l => l.LoadAsync(Folder, default))).Value);
        var current = house.Storage.Services.GetRequiredService<Calendars>().Current;
        Assert.Equal(WorkCalendar.FromJsonFiles(Folder).Version, current.Version);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_changed_year_is_in_force_at_once_and_limits_move(Database database)
    {
        var limits = new CountingLimits();
        await using var house = await House.StartAsync(database, s => s.AddSingleton<IOpenLimits>(limits));
        await house.RunAsync<LoadCalendars, Result<int>>(l => l.LoadAsync(Folder, default));
        var calendars = house.Storage.Services.GetRequiredService<Calendars>();
        var day = new DateOnly(2026, 6, 17); // an ordinary Wednesday
        Assert.True(calendars.Current.IsWorkingDay(day));
        var days = await house.RunAsync<TongbanDb, IReadOnlyList<CalendarDay>>(async db => (await db.Set<PublishedCalendar>().AsNoTracking().SingleAsync(c => c.Year == 2026)).Days);
        var command = new PublishCalendar(2026, "国办发明电〔2026〕9号", [.. days, new(day, "纪念日", true)]);

        var preview = (await house.RunAsync<PublishCalendarHandler, Result<CalendarPreview>>(h => h.PreviewAsync(command, house.Administrator, default))).Value;
        Assert.Equal((day, true, false), (preview.Changes.Single().Date, preview.Changes.Single().WorksNow, preview.Changes.Single().WillWork));
        Assert.Equal(preview.WorkingDaysBefore - 1, preview.WorkingDaysAfter);
        Assert.True(calendars.Current.IsWorkingDay(day));

        var done = (await house.RunAsync<PublishCalendarHandler, Result<CalendarPublication>>(h => h.HandleAsync(command, house.Administrator, default))).Value;
        Assert.Equal((2, 7), (done.Edition, done.MovedLimits));
        Assert.False(calendars.Current.IsWorkingDay(day));
        Assert.Equal(calendars.Current.Version, limits.Seen);
        var again = await house.RunAsync<PublishCalendarHandler, Result<CalendarPublication>>(h => h.HandleAsync(command, house.Administrator, default));
        Assert.Equal("calendar.unchanged", again.Error?.Code);
        var acts = await house.RunAsync<TongbanDb, List<string>>(db => db.Set<LedgerEntry>().Where(e => e.Matter == "calendar:2026").OrderBy(e => e.Sequence).Select(e => e.Act).ToListAsync());
        Assert.Equal(["time.calendar-published", "time.calendar-published"], acts);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Another_process_sees_a_publication_within_ten_seconds(Database database)
    {
        await using var house = await House.StartAsync(database);
        await house.RunAsync<LoadCalendars, Result<int>>(l => l.LoadAsync(Folder, default));
        var other = new Calendars(house.Storage.Services.GetRequiredService<IServiceScopeFactory>(), house.Clock);
        var before = other.Current;
        var rest = Enumerable.Range(1, 12).Select(n => new CalendarDay(new DateOnly(2027, 2, n), "春节", true)).ToList();
        Assert.Null((await house.RunAsync<PublishCalendarHandler, Result<CalendarPublication>>(h => h.HandleAsync(new(2027, "国办发明电〔2026〕10号", rest), house.Administrator, default))).Error);
        Assert.Same(before, other.Current);
        house.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(other.Current.IsPublished(2027));
        Assert.False(other.Current.IsWorkingDay(new DateOnly(2027, 2, 3)));
    }

    [Theory]
    [InlineData("2027-02-06", true, null)]
    [InlineData("2026-12-31", true, null)]
    [InlineData("2028-01-01", true, null)]
    [InlineData("2026-11-30", true, "calendar.date-outside")]
    [InlineData("2028-02-01", true, "calendar.date-outside")]
    [InlineData("2027-02-20", false, null)]
    [InlineData("2027-02-22", false, "calendar.make-up-on-weekday")]
    [InlineData("2027-10-01", true, "calendar.date-twice")]
    public void A_day_is_checked(string date, bool off, string? code)
    {
        var days = Enumerable.Range(1, 12).Select(n => new CalendarDay(new DateOnly(2027, 10, n), "国庆节", true)).Append(new(DateOnly.Parse(date), "春节", off)).ToList();
        Assert.Equal(code, CalendarNotice.Check(new(2027, days), "国办发明电〔2026〕10号")?.Code);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var error = CalendarNotice.Check(new(1999, [new(new DateOnly(2027, 2, 6), "", true)]), " ");
        Assert.Equal(["calendar.year", "calendar.notice-missing", "calendar.too-few-rest-days", "calendar.name-missing", "calendar.date-outside"], error!.All.Select(e => e.Code));
    }

    [Theory]
    [InlineData("{", "calendar.not-json")]
    [InlineData("", "calendar.not-json")]
    [InlineData("[]", "calendar.wrong-shape")]
    [InlineData("""{"year":"2027","days":[]}""", "calendar.wrong-shape")]
    [InlineData("""{"year":2027,"days":[{"name":"春节","date":"2027-2-6","isOffDay":true}]}""", "calendar.wrong-shape")]
    [InlineData("""{"year":2027,"days":[{"name":"春节","date":"2027-02-06"}]}""", "calendar.wrong-shape")]
    public void Unreadable_json_is_refused(string json, string code) => Assert.Equal(code, CalendarNotice.FromJson(json).Error?.Code);

    [Fact]
    public void Lines_say_the_same_as_the_file()
    {
        var year = CalendarNotice.FromLines(2025, "元旦 2025-01-01\n春节，2025-01-28 2025-02-04\n", "春节 2025-01-26\r\n春节 2025-02-08").Value;
        Assert.Equal((9, 2), (year.Days.Count(d => d.IsOffDay), year.Days.Count(d => !d.IsOffDay)));
        Assert.Equal("calendar.unreadable-line", CalendarNotice.FromLines(2025, "元旦", null).Error?.Code);
        Assert.Equal("calendar.period-reversed", CalendarNotice.FromLines(2025, "元旦 2025-01-03 2025-01-01", null).Error?.Code);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Only_an_administrator_publishes(Database database)
    {
        await using var house = await House.StartAsync(database);
        var officer = new Caller { Actor = house.Administrator.Actor with { Roles = Roles.Handler | Roles.Head } };
        var refused = await house.RunAsync<PublishCalendarHandler, Result<CalendarPublication>>(h => h.HandleAsync(new(2027, "x", []), officer, default));
        Assert.Equal("authority.role-missing", refused.Error?.Code);
    }

    [Fact]
    public void A_fixed_calendar_stays()
    {
        var calendar = WorkCalendar.FromJsonFiles(Folder);
        var calendars = Calendars.Fixed(calendar);
        calendars.Refresh();
        Assert.Same(calendar, calendars.Current);
    }

    private sealed class CountingLimits : IOpenLimits
    {
        public string? Seen { get; private set; }

        public Task<int> RecomputeAsync(WorkCalendar calendar, CancellationToken ct)
        {
            Seen = calendar.Version;
            return Task.FromResult(7);
        }
    }
}
