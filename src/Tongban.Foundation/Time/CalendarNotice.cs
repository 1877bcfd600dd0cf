using System.Globalization;
using System.Text.Json;

namespace Tongban.Foundation.Time;

/// <summary>Reads and checks a yearly notice that someone wants to publish.</summary>
internal static class CalendarNotice
{
    private const int LongestPeriod = 31;
    private const int FewestRestDays = 11; // statutory holidays before 2025; 13 since
    private static readonly char[] Gaps = [' ', '\t', ',', '，', '\u3000', '~', '至'];

    /// <summary>Reads the format of <c>catalog/cn/calendar/2026.json</c>: <c>{"year", "days": [{"name", "date", "isOffDay"}]}</c>; other members are passed over.</summary>
    public static Result<CalendarYear> FromJson(string? text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(string.IsNullOrWhiteSpace(text) ? " " : text);
        }
        catch (JsonException broken)
        {
            return CalendarErrors.NotJson(broken.Message);
        }
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("year", out var yearField) || yearField.ValueKind is not JsonValueKind.Number || !yearField.TryGetInt32(out var year))
                return CalendarErrors.WrongShape("year", ("年份", "a year"));
            if (!root.TryGetProperty("days", out var list) || list.ValueKind is not JsonValueKind.Array)
                return CalendarErrors.WrongShape("days", ("列表", "a list"));
            var (days, errors) = (new List<CalendarDay>(), new List<Error>());
            foreach (var (day, i) in list.EnumerateArray().Select((day, i) => (day, i)))
            {
                if (day.ValueKind is not JsonValueKind.Object)
                    errors.Add(CalendarErrors.WrongShape($"days[{i}]", ("对象", "an object")));
                else if (!day.TryGetProperty("name", out var name) || name.ValueKind is not JsonValueKind.String)
                    errors.Add(CalendarErrors.WrongShape($"days[{i}].name", ("节日名称", "a name")));
                else if (!day.TryGetProperty("date", out var dateField) || dateField.ValueKind is not JsonValueKind.String || !TryDate(dateField.GetString(), out var date))
                    errors.Add(CalendarErrors.WrongShape($"days[{i}].date", ("日期，例如 2027-02-06", "a date such as 2027-02-06")));
                else if (!day.TryGetProperty("isOffDay", out var off) || off.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                    errors.Add(CalendarErrors.WrongShape($"days[{i}].isOffDay", ("true 或 false", "true or false")));
                else
                    days.Add(new(date, name.GetString()!.Trim(), off.GetBoolean()));
            }
            return Error.Combine(errors) is { } refusal ? refusal : new CalendarYear(year, days);
        }
    }

    /// <summary>Reads the small form: one period per line, <c>春节 2027-02-05 2027-02-12</c>; make-up days <c>春节 2027-02-20</c>.</summary>
    public static Result<CalendarYear> FromLines(int year, string? restDays, string? workDays)
    {
        var (days, errors) = (new List<CalendarDay>(), new List<Error>());
        Read(restDays, "restDays", isOffDay: true);
        Read(workDays, "workDays", isOffDay: false);
        return Error.Combine(errors) is { } refusal ? refusal : new CalendarYear(year, [.. days.OrderBy(d => d.Date)]);

        void Read(string? text, string field, bool isOffDay)
        {
            foreach (var (line, i) in (text ?? "").Split('\n').Select((l, i) => (l.Trim(), i)).Where(l => l.Item1.Length > 0))
            {
                var parts = line.Split(Gaps, StringSplitOptions.RemoveEmptyEntries);
                if (parts.Length is not (2 or 3) || !TryDate(parts[1], out var from) || !TryDate(parts[^1], out var to))
                    errors.Add(CalendarErrors.UnreadableLine(field, i + 1, line));
                else if (to < from)
                    errors.Add(CalendarErrors.PeriodReversed(parts[0], from, to));
                else if (to.DayNumber - from.DayNumber >= LongestPeriod)
                    errors.Add(CalendarErrors.PeriodTooLong(parts[0]));
                else
                    days.AddRange(Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(n => new CalendarDay(from.AddDays(n), parts[0], isOffDay)));
            }
        }
    }

    /// <summary>Everything that is wrong with a notice, at once.</summary>
    public static Error? Check(CalendarYear year, string? noticeNumber)
    {
        var errors = new List<Error>();
        if (year.Year is < 2007 or > 2100)
            errors.Add(CalendarErrors.YearOutOfRange(year.Year));
        if (string.IsNullOrWhiteSpace(noticeNumber) || noticeNumber.Trim().Length > 200)
            errors.Add(CalendarErrors.NoticeMissing());
        if (year.Days.Count(d => d.IsOffDay) is var rest and < FewestRestDays)
            errors.Add(rest == 0 ? CalendarErrors.NoDays() : CalendarErrors.TooFewRestDays(rest));
        foreach (var twice in year.Days.GroupBy(d => d.Date).Where(g => g.Count() > 1))
            errors.Add(CalendarErrors.DateTwice(twice.Key));
        foreach (var day in year.Days)
        {
            if (string.IsNullOrWhiteSpace(day.Name) || day.Name.Length > 40)
                errors.Add(CalendarErrors.NameMissing(day.Date));
            // A notice may begin with the last days of December and reach into the first of January.
            if (day.Date.Year != year.Year && (day.Date.Year, day.Date.Month) != (year.Year - 1, 12) && (day.Date.Year, day.Date.Month) != (year.Year + 1, 1))
                errors.Add(CalendarErrors.DateOutside(day, year.Year));
            if (!day.IsOffDay && day.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                errors.Add(CalendarErrors.MakeUpOnWeekday(day));
        }
        return Error.Combine(errors);
    }

    private static bool TryDate(string? text, out DateOnly date) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
