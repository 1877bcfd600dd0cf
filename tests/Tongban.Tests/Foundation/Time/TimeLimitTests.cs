using System.Text.Json;
using Tongban.Foundation;
using Tongban.Foundation.Time;
using static Tongban.Tests.Foundation.Time.NaiveCalendar;

namespace Tongban.Tests.Foundation.Time;

public sealed class TimeLimitTests
{
    private static readonly Guid Head = new("0198c0de-0000-7000-8000-000000000001");
    private static readonly LimitLength Five = new(5);

    // 2024-03-01 is a Friday; March 2024 has no holidays. Five working days end on Friday the 8th.
    private static TimeLimit Started(LimitLength? length = null, LimitLength? statutory = null, string on = "2024-03-01") =>
        TimeLimit.Start(D(on), length ?? Five, "行政许可法第四十二条", Real, statutory);

    private static void Refused(string code, Result<TimeLimit> result)
    {
        Assert.Equal(code, result.Error?.Code);
        Assert.NotEmpty(result.Error!.Text.Zh);
        Assert.NotEmpty(result.Error.Text.En);
        Assert.DoesNotContain("{0}", result.Error.Text.Zh + result.Error.Text.En);
    }

    [Theory]
    [InlineData("2013-09-27", 5, "2013-10-10")]
    [InlineData("2020-01-22", 3, "2020-02-04")]
    [InlineData("2025-01-24", 5, "2025-02-07")]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2024-03-02", 0, "2024-03-02")]
    public void Due_days_of_the_domain_page(string start, int n, string due)
    {
        var limit = Started(new(n), on: start);
        Assert.Equal(D(due), limit.DueOn);
        Assert.Equal(0, limit.Remaining(D(due), Real));
        Assert.False(limit.IsProvisional);
        Assert.Equal(Real.Version, limit.CalendarVersion);
    }

    [Theory]
    [InlineData("2024-03-01", 7, "2024-03-08")]  // Friday
    [InlineData("2024-03-02", 7, "2024-03-11")]  // Saturday moves to Monday
    [InlineData("2024-09-24", 7, "2024-10-08")]  // 1 October moves behind the holiday
    [InlineData("2024-01-28", 7, "2024-02-04")]  // a Sunday worked in exchange is a working day
    public void A_calendar_day_limit_that_ends_on_a_rest_day_moves_to_the_next_working_day(string start, int n, string due)
    {
        var limit = Started(new(n, LimitUnit.CalendarDay), on: start);
        Assert.Equal(D(due), limit.DueOn);
        Assert.Equal(n, limit.Elapsed(D(due), Real));
        Assert.Equal(-1, limit.Remaining(D(due).AddDays(1), Real));
        Assert.Equal(n, limit.Explain(D(due), Real)[^1].Running);
    }

    [Fact]
    public void The_day_of_the_notice_counts_and_the_day_of_the_result_does_not()
    {
        var limit = Started().Pause(PauseTypes.Hearing, "行政许可法第四十五条", D("2024-03-05"), null, Real).Value;
        Assert.True(limit.IsPaused);
        Assert.Null(limit.DueOn);
        Assert.Null(limit.YellowFrom);
        Assert.Equal(2, limit.Elapsed(D("2024-03-20"), Real));
        Assert.Equal(Light.Blue, limit.LightOn(D("2024-03-20"), Real));

        limit = limit.Resume(D("2024-03-14"), Real).Value;
        Assert.Equal(2, limit.Elapsed(D("2024-03-14"), Real));
        Assert.Equal(3, limit.Elapsed(D("2024-03-15"), Real));
        Assert.Equal(D("2024-03-19"), limit.DueOn);
    }

    [Fact]
    public void A_planned_end_forecasts_the_due_day_and_no_more()
    {
        var limit = Started().Pause(PauseTypes.Testing, "b", D("2024-03-05"), D("2024-03-14"), Real).Value;
        Assert.Equal(D("2024-03-19"), limit.DueOn);
        Assert.Equal(2, limit.Elapsed(D("2024-03-22"), Real));
        Assert.Equal(Light.Blue, limit.LightOn(D("2024-03-22"), Real));
        Assert.Contains("已超过计划结束日", limit.Explain(D("2024-03-22"), Real)[^1].Reason.Zh);
        Assert.Equal(D("2024-03-27"), limit.Resume(D("2024-03-22"), Real).Value.DueOn);
    }

    [Fact]
    public void Overlapping_pauses_are_taken_out_once_and_each_ends_by_itself()
    {
        var limit = Started()
            .Pause(PauseTypes.Hearing, "b", D("2024-03-04"), null, Real).Value
            .Pause(PauseTypes.ExpertReview, "b", D("2024-03-05"), null, Real).Value;
        Refused("time.already-paused", limit.Pause(PauseTypes.Hearing, "b", D("2024-03-06"), null, Real));
        limit = limit.Resume(D("2024-03-06"), Real, PauseTypes.Hearing).Value;
        Assert.True(limit.IsPaused);
        limit = limit.Resume(D("2024-03-08"), Real).Value;
        Assert.False(limit.IsPaused);
        Assert.Equal(1, limit.Elapsed(D("2024-03-08"), Real));
        Assert.Equal(D("2024-03-14"), limit.DueOn);
    }

    [Fact]
    public void Lights_change_on_the_right_days()
    {
        var limit = Started(new(5), new(7));
        Assert.Equal(D("2024-03-07"), limit.YellowFrom);
        Assert.Equal(D("2024-03-12"), limit.StatutoryDueOn);
        Assert.Equal(Light.Green, limit.LightOn(D("2024-03-06"), Real));
        Assert.Equal(Light.Yellow, limit.LightOn(D("2024-03-07"), Real));
        Assert.Equal(Light.Yellow, limit.LightOn(D("2024-03-08"), Real));
        Assert.Equal(Light.Red, limit.LightOn(D("2024-03-09"), Real)); // Saturday: the limit ended on Friday
        Assert.Equal(Light.Red, limit.LightOn(D("2024-03-12"), Real));
        Assert.Equal(Light.DoubleRed, limit.LightOn(D("2024-03-13"), Real));
        Assert.Equal(Light.Ended, limit.End(D("2024-03-13"), Real).Value.LightOn(D("2024-03-13"), Real));
    }

    [Theory]
    [InlineData(1, LimitUnit.WorkingDay, "2024-03-01")]
    [InlineData(5, LimitUnit.WorkingDay, "2024-03-07")]   // one working day left
    [InlineData(10, LimitUnit.WorkingDay, "2024-03-14")]
    [InlineData(20, LimitUnit.WorkingDay, "2024-03-27")]  // nine tenths
    [InlineData(7, LimitUnit.CalendarDay, "2024-03-07")]  // one working day before the due Friday
    [InlineData(30, LimitUnit.CalendarDay, "2024-03-28")] // 27 of 30
    public void Yellow_begins_with_one_working_day_left_or_nine_tenths_used(int n, LimitUnit unit, string from) =>
        Assert.Equal(D(from), Started(new(n, unit)).YellowFrom);

    [Fact]
    public void A_limit_is_extended_once_and_before_it_ends()
    {
        var limit = Started(new(5), new(20));
        Refused("time.extended-too-late", limit.Extend(new(3), "b", "r", Head, D("2024-03-09"), Real));
        Refused("time.extension-unit", limit.Extend(new(3, LimitUnit.CalendarDay), "b", "r", Head, D("2024-03-08"), Real));
        Refused("time.extension-incomplete", limit.Extend(new(0), "b", "r", Head, D("2024-03-08"), Real));
        Refused("time.extension-incomplete", limit.Extend(new(3), "b", "r", Guid.Empty, D("2024-03-08"), Real));
        limit = limit.Extend(new(3), "行政许可法第四十二条", "案情复杂", Head, D("2024-03-08"), Real).Value;
        Assert.Equal(D("2024-03-13"), limit.DueOn);
        Assert.Equal(D("2024-04-03"), limit.StatutoryDueOn);
        Assert.Equal("延长期第 1 日", limit.Explain(D("2024-03-11"), Real)[^1].Reason.Zh);
        Refused("time.extended-before", limit.Extend(new(3), "b", "r", Head, D("2024-03-08"), Real));
    }

    [Fact]
    public void Reopening_neither_shortens_nor_lengthens_what_had_elapsed()
    {
        var ended = Started().End(D("2024-03-06"), Real).Value;
        Assert.Equal(3, ended.Elapsed(D("2024-05-06"), Real));
        var reopened = ended.Reopen(D("2024-03-20"), "复核", Real).Value;
        Assert.Equal(3, reopened.Elapsed(D("2024-03-20"), Real));
        Assert.Equal(D("2024-03-22"), reopened.DueOn);
        Assert.Equal(ChargedTo.Nobody, reopened.Explain(D("2024-03-20"), Real)[^1].To);
        Assert.Equal(Light.Ended, reopened.LightOn(D("2024-03-10"), Real));
    }

    [Fact]
    public void Impossible_steps_are_refused()
    {
        var limit = Started();
        Refused("time.before-start", limit.Pause(PauseTypes.Hearing, "b", D("2024-02-29"), null, Real));
        Refused("time.pause-reversed", limit.Pause(PauseTypes.Hearing, "b", D("2024-03-05"), D("2024-03-04"), Real));
        Refused("time.pause-without-basis", limit.Pause(PauseTypes.Hearing, " ", D("2024-03-05"), null, Real));
        Refused("time.not-paused", limit.Resume(D("2024-03-05"), Real));
        Refused("time.before-start", limit.End(D("2024-02-29"), Real));
        Refused("time.not-ended", limit.Reopen(D("2024-03-05"), "r", Real));

        var paused = limit.Pause(PauseTypes.Hearing, "b", D("2024-03-05"), null, Real).Value;
        Refused("time.pause-reversed", paused.Resume(D("2024-03-04"), Real));
        Refused("time.before-last-step", paused.End(D("2024-03-04"), Real));

        var ended = paused.End(D("2024-03-06"), Real).Value;
        Assert.False(ended.IsPaused);
        Refused("time.already-ended", ended.Pause(PauseTypes.Hearing, "b", D("2024-03-06"), null, Real));
        Refused("time.already-ended", ended.Resume(D("2024-03-06"), Real));
        Refused("time.already-ended", ended.Extend(new(1), "b", "r", Head, D("2024-03-06"), Real));
        Refused("time.already-ended", ended.End(D("2024-03-06"), Real));
        Refused("time.reopen-without-reason", ended.Reopen(D("2024-03-06"), "", Real));
        Refused("time.before-last-step", ended.Reopen(D("2024-03-05"), "r", Real));
    }

    [Fact]
    public void Every_day_says_why_it_was_or_was_not_charged()
    {
        var limit = TimeLimit.Start(D("2013-09-27"), new(5), "b", Real)
            .Pause(PauseTypes.Correction, "行政许可法第三十二条", D("2013-09-29"), null, Real).Value.Resume(D("2013-09-30"), Real).Value;
        var rows = limit.Explain(D("2013-10-14"), Real);
        Assert.Equal(D("2013-10-11"), limit.DueOn);
        Assert.Equal(18, rows.Count);
        Assert.Equal(("起算日不计", ChargedTo.Nobody), (rows[0].Reason.Zh, rows[0].To));
        Assert.Equal("休息日", rows[1].Reason.Zh);
        Assert.Equal("计入第 1 日;调休上班日(国庆节)", rows[2].Reason.Zh);
        Assert.Equal(("暂停计时:申请人补正(行政许可法第三十二条)", ChargedTo.Applicant), (rows[3].Reason.Zh, rows[3].To));
        Assert.Equal("休息日(国庆节)", rows[4].Reason.Zh);
        Assert.Equal("计入第 5 日;期限届满日", rows[14].Reason.Zh);
        Assert.Equal("逾期第 1 日;调休上班日(国庆节)", rows[15].Reason.Zh);
        Assert.Equal(("day 2 overdue", 7), (rows[17].Reason.En, rows[17].Running));
        Assert.Empty(limit.Explain(D("2013-09-26"), Real));
    }

    [Fact]
    public void A_year_without_a_calendar_makes_the_limit_provisional_until_it_is_published()
    {
        var limit = Started(new(10), on: "2026-12-28");
        Assert.True(limit.IsProvisional);
        Assert.Equal(D("2027-01-11"), limit.DueOn);
        Assert.Contains("该年日历尚未发布", limit.Explain(D("2027-01-04"), Real)[^1].Reason.Zh);

        var published = WorkCalendar.Create("next", [
            new(2026, [new(D("2026-10-01"), "国庆节", true)]),
            new(2027, [new(D("2027-01-01"), "元旦", true), new(D("2027-01-04"), "元旦", true)]),
        ]);
        var again = limit.Recompute(published);
        Assert.False(again.IsProvisional);
        Assert.Equal(("next", D("2027-01-13")), (again.CalendarVersion, again.DueOn));
        var ended = limit.End(D("2026-12-30"), Real).Value;
        Assert.Equal(ended, ended.Recompute(published));
        Assert.Same(again, again.Recompute(published));
    }

    [Fact]
    public void Equality_looks_into_the_pauses_and_json_keeps_everything()
    {
        TimeLimit Make(string type) => Started(new(5), new(30, LimitUnit.CalendarDay))
            .Pause(type, "b", D("2024-03-05"), D("2024-03-07"), Real, "新发改〔2024〕1号", Head).Value
            .Extend(new(3), "b", "r", Head, D("2024-03-08"), Real).Value;
        var limit = Make(PauseTypes.Hearing);
        Assert.Equal(limit, Make(PauseTypes.Hearing));
        Assert.Equal(limit.GetHashCode(), Make(PauseTypes.Hearing).GetHashCode());
        Assert.NotEqual(limit, Make(PauseTypes.Testing));

        var json = JsonSerializer.Serialize(limit, TimeLimitJson.Default.TimeLimit);
        Assert.Equal(limit, JsonSerializer.Deserialize(json, TimeLimitJson.Default.TimeLimit));
        Assert.Contains("\"CalendarDay\"", json);
        Assert.Equal(limit, JsonSerializer.Deserialize<TimeLimit>(JsonSerializer.Serialize(limit, JsonSerializerOptions.Web), JsonSerializerOptions.Web));
        Assert.Equal(Started(), JsonSerializer.Deserialize(JsonSerializer.Serialize(Started(), TimeLimitJson.Default.TimeLimit), TimeLimitJson.Default.TimeLimit));
    }
}
