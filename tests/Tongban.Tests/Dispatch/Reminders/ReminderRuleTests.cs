using System.Globalization;
using Tongban.Dispatch.Contracts;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Time;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Dispatch.Reminders;

/// <summary>The rule of the 25th on the published calendars of 2013 to 2026.</summary>
public class ReminderRuleTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.FromJsonFiles(Path.Combine(Repository.Root, "catalog", "cn", "calendar"));

    [Fact]
    public void Every_month_has_one_day_and_the_shift_goes_no_further_than_it_must()
    {
        foreach (var (year, month) in Months())
        {
            var day = new DateOnly(year, month, 25);
            Assert.Equal(day, Rule(HolidayShift.None).DayOf(year, month, Calendar));
            var (before, after) = (Rule(HolidayShift.Before).DayOf(year, month, Calendar), Rule(HolidayShift.After).DayOf(year, month, Calendar));
            Assert.True(Calendar.IsWorkingDay(before) && Calendar.IsWorkingDay(after) && before <= day && after >= day, $"{day}");
            for (var between = before.AddDays(1); between < after; between = between.AddDays(1))
                Assert.True(between == day ? !Calendar.IsWorkingDay(day) || (before, after) == (day, day) : !Calendar.IsWorkingDay(between), $"{between}");
        }
    }

    [Theory]
    [InlineData("2014-01", "None", "2014-01-25")] // a Saturday
    [InlineData("2014-01", "After", "2014-01-26")] // a Sunday worked before the Spring Festival
    [InlineData("2014-01", "Before", "2014-01-24")]
    [InlineData("2020-01", "Before", "2020-01-23")] // the Spring Festival began on the 24th …
    [InlineData("2020-01", "After", "2020-02-03")] // … and was made longer, so the occasion of January leads into February
    [InlineData("2024-02", "After", "2024-02-26")]
    [InlineData("2017-05", "After", "2017-05-25")]
    public void The_shift_knows_the_festivals(string month, string shift, string expected)
    {
        var occasion = Rule(Enum.Parse<HolidayShift>(shift)).In(int.Parse(month[..4], CultureInfo.InvariantCulture), int.Parse(month[5..], CultureInfo.InvariantCulture), Calendar);
        Assert.Equal(expected, CityClock.DateOf(occasion.Moment).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(month, occasion.Text);
    }

    [Fact]
    public void Hour_by_hour_through_fourteen_years_every_month_comes_once_and_in_order()
    {
        foreach (var shift in Enum.GetValues<HolidayShift>())
        {
            var rule = Rule(shift);
            var seen = new List<int>();
            for (var now = At(2013, 1, 26, 12); now < At(2027, 1, 1, 0); now += TimeSpan.FromHours(6))
            {
                var (latest, coming) = (rule.Latest(now, Calendar), rule.Coming(now, Calendar));
                Assert.True(latest.Moment <= now && now < coming.Moment && rule.Before(coming, Calendar) == latest, $"{now}");
                if (seen.Count == 0 || seen[^1] != latest.Month)
                    seen.Add(latest.Month);
                Assert.False(rule.Quiet.Contains(TimeOnly.FromDateTime(CityClock.Local(latest.Moment).DateTime)));
            }
            Assert.Equal(Months().Select(m => (m.Year * 100) + m.Month).Where(m => m >= seen[0]), seen);
        }
    }

    [Fact]
    public void After_down_time_only_the_newest_occasion_is_made_up_and_only_for_ten_days()
    {
        var rule = Rule(HolidayShift.None);
        foreach (var (year, month) in Months().Where(m => m.Year > 2013))
        {
            var occasion = rule.In(year, month, Calendar);
            foreach (var down in new[] { 0.0, 1 / 24.0, 3, 9.9, 10 })
            {
                Assert.Equal(occasion, rule.Latest(occasion.Moment.AddDays(down), Calendar));
                Assert.False(ReminderRule.IsTooLate(occasion, occasion.Moment.AddDays(down)));
            }
            Assert.True(ReminderRule.IsTooLate(rule.Latest(occasion.Moment.AddDays(10.1), Calendar), occasion.Moment.AddDays(10.1)));
            // Off for three months: the last of the three is looked at, the others are not sent together with it.
            Assert.Equal(occasion, rule.Latest(occasion.Moment.AddMinutes(1), Calendar));
        }
    }

    [Theory]
    [InlineData("22:30", 1, "08:00")]
    [InlineData("21:00", 1, "08:00")]
    [InlineData("05:00", 0, "08:00")]
    [InlineData("08:00", 0, "08:00")]
    [InlineData("20:59", 0, "20:59")]
    public void Nobody_is_woken(string time, int daysLater, string leaves)
    {
        var rule = ReminderRule.Usual with { Time = TimeOnly.Parse(time, CultureInfo.InvariantCulture) };
        var local = CityClock.Local(rule.In(2026, 3, Calendar).Moment);
        Assert.Equal($"2026-03-{25 + daysLater} {leaves}", local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Quiet_hours_may_lie_within_a_day_pass_midnight_or_not_be()
    {
        Assert.True(QuietHours.Night.Contains(new(23, 0)) && QuietHours.Night.Contains(new(7, 59)) && !QuietHours.Night.Contains(new(8, 0)) && QuietHours.Night.Contains(new(21, 0)));
        var noon = new QuietHours(new(12, 0), new(14, 0));
        Assert.Equal(At(2026, 3, 25, 14), noon.Next(At(2026, 3, 25, 13)));
        Assert.Equal(At(2026, 3, 25, 15), noon.Next(At(2026, 3, 25, 15)));
        var none = new QuietHours(new(9, 0), new(9, 0));
        Assert.Equal(At(2026, 3, 25, 3), none.Next(At(2026, 3, 25, 3)));
    }

    [Fact]
    public void The_data_say_the_rule_and_faults_are_named()
    {
        var faults = new List<CatalogueFault>();
        Assert.Equal(ReminderRule.Usual, ReminderRule.Of(null, faults));
        Assert.Equal(new ReminderRule(31, new(8, 30), HolidayShift.After, new(new(20, 0), new(7, 0))), ReminderRule.Of(new(31, "08:30", HolidayShift.After, "20:00", "07:00"), faults));
        Assert.Empty(faults);
        Assert.Null(ReminderRule.Of(new(32, "nine", HolidayShift.None, "21:00", "8"), faults));
        Assert.Equal(["reminder.day", "reminder.quietTo", "reminder.time"], faults.Select(f => f.Path).Order(StringComparer.Ordinal));
        // In a month without a 31st it is the last day.
        Assert.Equal(new(2026, 2, 28), (ReminderRule.Usual with { Day = 31 }).DayOf(2026, 2, Calendar));
    }

    [Fact]
    public void The_text_fits_one_message_whatever_the_project_is_called()
    {
        var due = new DateOnly(2026, 12, 30);
        foreach (var link in new[] { null, "http://10.0.0.7/r/202612", "https://tongban.xinyu.gov.cn/r/202612", "https://a-rather-long-name-of-a-host.and-more.xinyu.jiangxi.gov.cn/r/202612" })
        {
            foreach (var length in new[] { 2, 5, 9, 20, 120 })
            {
                foreach (var count in new[] { 1, 2, 120 })
                {
                    var tasks = Enumerable.Range(0, count).Select(i => new OpenTask("ZRZY@360500", Guid.CreateVersion7(), $"XT-2026-{i:000000}", Guid.Empty, "2603-360500-04-01-100019", new string('桥', length), default, 120 - i, due, null)).ToList();
                    var text = ReminderText.Of(tasks, due, link);
                    Assert.InRange(text.Zh.Length, 20, ReminderText.Most);
                    Assert.StartsWith("XT-2026-000000", text.Zh, StringComparison.Ordinal);
                    Assert.Contains("已用120日", text.Zh, StringComparison.Ordinal);
                    Assert.Equal(count > 1, text.Zh.Contains($"等{count}件", StringComparison.Ordinal));
                    if (link is { Length: < 38 })
                        Assert.EndsWith("/r/202612", text.Zh, StringComparison.Ordinal);
                }
            }
        }
        var one = new OpenTask("ZRZY@360500", Guid.CreateVersion7(), "XT-2026-000123", Guid.Empty, "x", "袁河大桥及接线工程", default, 12, due, null);
        Assert.Equal("XT-2026-000123袁河大桥及接线工程已用12日，请于12月30日前反馈http://10.0.0.7/r/202612", ReminderText.Of([one], due, "http://10.0.0.7/r/202612").Zh);
        // A character of two units is not cut in half.
        Assert.DoesNotContain(ReminderText.Of([one with { ProjectName = string.Concat(Enumerable.Repeat("𠮷", 40)) }], due, null).Zh.EnumerateRunes(), r => r == System.Text.Rune.ReplacementChar);
    }

    private static ReminderRule Rule(HolidayShift shift) => ReminderRule.Usual with { Shift = shift };

    private static IEnumerable<(int Year, int Month)> Months() => Enumerable.Range(0, 14 * 12).Select(n => (2013 + (n / 12), (n % 12) + 1));

    private static DateTimeOffset At(int year, int month, int day, int hour) => QuietHours.At(new(year, month, day), new(hour, 0));
}
