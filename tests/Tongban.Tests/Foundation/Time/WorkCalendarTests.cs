using Tongban.Foundation.Time;
using static Tongban.Tests.Foundation.Time.NaiveCalendar;

namespace Tongban.Tests.Foundation.Time;

public sealed class WorkCalendarTests
{
    [Theory]
    [InlineData("2013-09-27", 5, "2013-10-10")]
    [InlineData("2020-01-22", 3, "2020-02-04")]
    [InlineData("2025-01-24", 5, "2025-02-07")]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    public void The_vectors_of_the_domain_page_hold(string start, int n, string due)
    {
        Assert.Equal(D(due), Real.AddWorkingDays(D(start), n));
        Assert.Equal(n, Real.WorkingDaysBetween(D(start), D(due)));
    }

    [Fact]
    public void Every_year_has_its_published_number_of_working_days()
    {
        int[] expected = [249, 251, 250, 250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248];
        Assert.Equal(expected, Enumerable.Range(2007, 20).Select(y => Real.WorkingDaysBetween(new(y - 1, 12, 31), new(y, 12, 31))));
    }

    [Fact]
    public void Every_start_and_length_agrees_with_a_walk_over_the_other_data_set()
    {
        for (var start = D("2013-01-01"); start <= D("2025-12-31"); start = start.AddDays(1))
        {
            Assert.Equal(IsWorkday(start), Real.IsWorkingDay(start));
            var walk = start;
            for (var n = 1; n <= 60; n++)
            {
                do
                    walk = walk.AddDays(1);
                while (!IsWorkday(walk));
                if (Real.AddWorkingDays(start, n) != walk || Real.WorkingDaysBetween(start, walk) != n)
                    Assert.Fail($"{start:yyyy-MM-dd} + {n}: {Real.AddWorkingDays(start, n):yyyy-MM-dd}, walked {walk:yyyy-MM-dd}");
            }
        }
    }

    [Fact]
    public void Outside_the_published_years_the_week_counts_and_nothing_jumps_at_the_borders()
    {
        foreach (var border in new[] { D("2006-12-01"), D("2026-12-01"), D("1999-01-01"), D("2040-01-01"), D("0001-01-01") })
        {
            for (var s = 0; s < 60; s++)
            {
                var start = border.AddDays(s);
                var walk = start;
                for (var n = 1; n <= 40; n++)
                {
                    do
                        walk = walk.AddDays(1);
                    while (!Real.IsWorkingDay(walk));
                    Assert.Equal(walk, Real.AddWorkingDays(start, n));
                    Assert.Equal(n, Real.WorkingDaysBetween(start, walk));
                }
            }
        }
        Assert.True(Real.IsPublished(2007) && Real.IsPublished(2026));
        Assert.False(Real.IsPublished(2006) || Real.IsPublished(2027));
        Assert.True(Real.IsWorkingDay(D("2040-10-01"))); // a Monday without a notice
    }

    [Fact]
    public void Zero_days_is_the_start_itself_and_backwards_counts_nothing()
    {
        Assert.Equal(D("2024-02-10"), Real.AddWorkingDays(D("2024-02-10"), 0));
        Assert.Equal(0, Real.WorkingDaysBetween(D("2024-03-10"), D("2024-02-10")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Real.AddWorkingDays(D("2024-02-10"), -1));
    }

    [Fact]
    public void Named_days_say_their_festival()
    {
        Assert.Equal("国庆节", Real.NameOf(D("2013-10-01")));
        Assert.Equal("国庆节", Real.NameOf(D("2013-09-29")));
        Assert.Null(Real.NameOf(D("2013-11-13")));
    }

    [Fact]
    public void The_version_follows_the_content_only()
    {
        using var copy = new Folder();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Catalog, "calendar"), "*.json"))
            File.WriteAllText(Path.Combine(copy.Path, Path.GetFileName(file)), File.ReadAllText(file).Replace("    ", " "));
        Assert.Equal(Real.Version, WorkCalendar.FromJsonFiles(copy.Path).Version);
        Assert.StartsWith("2007-2026-", Real.Version);

        var year = Path.Combine(copy.Path, "2024.json");
        File.WriteAllText(year, File.ReadAllText(year).Replace("2024-02-18", "2024-02-25"));
        Assert.NotEqual(Real.Version, WorkCalendar.FromJsonFiles(copy.Path).Version);
    }

    [Theory]
    [InlineData("{\"days\":[]}", "field year")]
    [InlineData("{\"year\":2023,\"days\":[]}", "field year")]
    [InlineData("{\"year\":2024}", "field days")]
    [InlineData("{\"year\":2024,\"days\":[{\"name\":\"\",\"date\":\"2024-01-01\",\"isOffDay\":true}]}", "field days[0].name")]
    [InlineData("{\"year\":2024,\"days\":[{\"name\":\"x\",\"date\":\"2024-02-30\",\"isOffDay\":true}]}", "field days[0].date")]
    [InlineData("{\"year\":2024,\"days\":[{\"name\":\"x\",\"date\":\"2042-02-03\",\"isOffDay\":true}]}", "field days[0].date")]
    [InlineData("{\"year\":2024,\"days\":[{\"name\":\"x\",\"date\":\"2024-01-01\",\"isOffDay\":\"yes\"}]}", "field days[0].isOffDay")]
    [InlineData("{\"year\":2024,\"days\":[7]}", "field days[0]")]
    [InlineData("{", "not JSON")]
    public void A_broken_file_is_named_with_its_field(string json, string names)
    {
        using var folder = new Folder();
        File.WriteAllText(Path.Combine(folder.Path, "2024.json"), json);
        var broken = Assert.Throws<InvalidDataException>(() => WorkCalendar.FromJsonFiles(folder.Path));
        Assert.Contains("2024.json", broken.Message);
        Assert.Contains(names, broken.Message);
    }

    [Fact]
    public void An_announced_but_empty_year_is_not_published()
    {
        using var folder = new Folder();
        File.Copy(Path.Combine(Repository.Catalog, "calendar", "2026.json"), Path.Combine(folder.Path, "2026.json"));
        File.WriteAllText(Path.Combine(folder.Path, "2027.json"), "{\"year\":2027,\"papers\":[],\"days\":[]}");
        Assert.Equal([2026], WorkCalendar.FromJsonFiles(folder.Path).PublishedYears);
    }

    [Fact]
    public void A_later_notice_replaces_the_days_it_names()
    {
        var calendar = WorkCalendar.Create("v", [
            new(2019, [new(D("2018-12-31"), "元旦", true)]),
            new(2018, [new(D("2018-12-31"), "元旦", false)]),
        ]);
        Assert.False(calendar.IsWorkingDay(D("2018-12-31")));
    }

    [Fact]
    public void The_city_day_begins_at_sixteen_hours_utc()
    {
        var clock = new Fixed(new DateTimeOffset(2026, 2, 13, 15, 59, 59, TimeSpan.Zero));
        Assert.Equal(D("2026-02-13"), new CityClock(clock).Today);
        clock.Now = clock.Now.AddSeconds(1);
        Assert.Equal(D("2026-02-14"), new CityClock(clock).Today);
        Assert.Equal(clock.Now, CityClock.StartOf(D("2026-02-14")));
        Assert.Equal(TimeSpan.Zero, new CityClock(clock).Now.Offset);
    }

    private sealed class Fixed(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("tongban-calendar").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
