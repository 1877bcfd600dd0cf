using System.Globalization;

namespace Tongban.Foundation.Time;

/// <summary>Refusals of a notice that someone wants to publish.</summary>
internal static class CalendarErrors
{
    private const string Basis = "全国年节及纪念日放假办法";

    public static Error NotJson(string why) => new("calendar.not-json", new Words("内容不是合法的 JSON：{0}", "This is not valid JSON: {0}").With(why))
    { Field = "json", WayOut = ("格式与 catalog/cn/calendar/2026.json 相同。", "The format is that of catalog/cn/calendar/2026.json.") };

    public static Error WrongShape(string path, Words expected) => new("calendar.wrong-shape", new Words("{0}：应为{1}", "{0}: {2} is expected").With(path, expected.Zh, expected.En)) { Field = "json" };

    public static Error UnreadableLine(string field, int number, string line) => new("calendar.unreadable-line",
        new Words("第 {0} 行“{1}”无法识别。", "Line {0}, “{1}”, cannot be read.").With(number, line))
    { Field = field, WayOut = ("每行写：名称 起始日 结束日（一天的可省略结束日），例如：春节 2027-02-05 2027-02-12。", "Write on each line: name, first day, last day (or one day), for example 春节 2027-02-05 2027-02-12.") };

    public static Error YearOutOfRange(int year) => new("calendar.year", new Words("年份 {0} 不在 2007 至 2100 之间。", "The year {0} is not between 2007 and 2100.").With(year)) { Field = "year" };

    public static Error NoticeMissing() => new("calendar.notice-missing", ("请填写通知文号（1 至 200 字）。", "Give the number of the notice, 1 to 200 characters."))
    { Field = "noticeNumber", LegalBasis = Basis, WayOut = ("工作日历只能依据国务院办公厅的通知发布。", "A calendar is published on the notice of the State Council office only.") };

    public static Error NoDays() => new("calendar.no-days", ("没有写任何放假日。", "No rest day is given.")) { Field = "days" };

    public static Error TooFewRestDays(int count) => new("calendar.too-few-rest-days",
        new Words("只有 {0} 个放假日，少于法定节假日的天数，通知可能不完整。", "Only {0} rest days are given, fewer than the statutory holidays: the notice is probably incomplete.").With(count))
    { Field = "days", LegalBasis = Basis, WayOut = ("请把通知中连休的每一天（含周末）都写上。", "Give every day of each holiday period, weekends included.") };

    public static Error DateOutside(CalendarDay day, int year) => new("calendar.date-outside",
        new Words("{0}（{1}）不在 {2} 年，也不在相邻的上年 12 月或次年 1 月。", "{0} ({1}) lies neither in {2} nor in the December before or the January after.").With(Write(day.Date), day.Name, year)) { Field = "days" };

    public static Error DateTwice(DateOnly date) => new("calendar.date-twice", new Words("{0} 写了不止一次。", "{0} is given more than once.").With(Write(date))) { Field = "days" };

    public static Error MakeUpOnWeekday(CalendarDay day) => new("calendar.make-up-on-weekday",
        new Words("调休上班日 {0} 不是周末。", "The make-up working day {0} is not on a weekend.").With(Write(day.Date)))
    { Field = "workDays", WayOut = ("平日本来就上班，无需列出；如写错日期请改正。", "Ordinary weekdays are working days anyway: leave it out, or correct the date.") };

    public static Error NameMissing(DateOnly date) => new("calendar.name-missing", new Words("{0} 缺少节日名称（1 至 40 字）。", "{0} has no name of 1 to 40 characters.").With(Write(date))) { Field = "days" };

    public static Error PeriodReversed(string name, DateOnly from, DateOnly to) => new("calendar.period-reversed",
        new Words("“{0}”的结束日 {2} 早于起始日 {1}。", "“{0}” would end on {2}, before it begins on {1}.").With(name, Write(from), Write(to))) { Field = "restDays" };

    public static Error PeriodTooLong(string name) => new("calendar.period-too-long", new Words("“{0}”超过 31 天。", "“{0}” is longer than 31 days.").With(name)) { Field = "restDays" };

    public static Error Unchanged(int year) => new("calendar.unchanged",
        new Words("{0} 年已发布的日历与此完全相同。", "The published calendar of {0} says exactly this already.").With(year), ErrorKind.Conflict);

    public static Error NotPublished(int year) => new("calendar.not-published", new Words("{0} 年的日历尚未发布。", "The calendar of {0} is not published.").With(year), ErrorKind.NotFound);

    private static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
