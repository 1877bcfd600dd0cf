using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tongban.Foundation.Time;

/// <summary>One day that the yearly notice names: a rest day, or a weekend day worked in exchange (调休).</summary>
public readonly record struct CalendarDay(DateOnly Date, string Name, bool IsOffDay);

/// <summary>The yearly notice of the State Council office. It may name days of the neighbouring years.</summary>
public sealed record CalendarYear(int Year, IReadOnlyList<CalendarDay> Days);

/// <summary>Which days are working days (行政许可法第八十二条). Days no notice names follow the week, Monday to Friday.</summary>
/// <remarks>Counting is by prefix sums, so adding and counting working days cost the same for a week and for ten years.
/// Years without a published notice are counted Monday to Friday; whoever shows such a result must say that it is provisional
/// (<see cref="IsPublished"/>, <see cref="TimeLimit.IsProvisional"/>).</remarks>
public sealed class WorkCalendar
{
    private readonly HashSet<int> _published;
    private readonly Dictionary<int, CalendarDay> _named;
    private readonly int _first;      // day number of the first tabulated day
    private readonly int _last;       // and of the last
    private readonly int _before;     // working days up to the day before the first
    private readonly int[] _through;  // working days from the first tabulated day through this one
    private readonly int[] _working;  // day numbers of the tabulated working days, ascending

    private WorkCalendar(string version, IReadOnlyList<CalendarYear> years)
    {
        Version = version;
        _published = [.. years.Select(y => y.Year)];
        _named = [];
        foreach (var day in years.OrderBy(y => y.Year).SelectMany(y => y.Days))
            _named[day.Date.DayNumber] = day; // a later year's notice replaces the days it names
        _first = Math.Min(new DateOnly(_published.Min(), 1, 1).DayNumber, _named.Count == 0 ? int.MaxValue : _named.Keys.Min());
        _last = Math.Max(new DateOnly(_published.Max(), 12, 31).DayNumber, _named.Count == 0 ? 0 : _named.Keys.Max());
        _before = WeekdaysThrough(_first - 1);
        _through = new int[_last - _first + 1];
        var working = new List<int>(_through.Length);
        for (var n = _first; n <= _last; n++)
        {
            if (_named.TryGetValue(n, out var day) ? !day.IsOffDay : IsWeekday(n))
                working.Add(n);
            _through[n - _first] = working.Count;
        }
        _working = [.. working];
    }

    /// <summary>First and last published year and a digest of the named days: two calendars with the same version give the same answers.</summary>
    public string Version { get; }

    /// <summary>Years whose notice is in this calendar, ascending.</summary>
    public IReadOnlyList<int> PublishedYears => [.. _published.Order()];

    /// <summary>Puts a calendar together; where two years name the same day, the later year's notice holds.</summary>
    /// <exception cref="ArgumentException">There is no year, or a year twice.</exception>
    public static WorkCalendar Create(string version, IEnumerable<CalendarYear> years)
    {
        var list = years.ToList();
        if (list.Count == 0)
            throw new ArgumentException("A work calendar needs at least one published year.", nameof(years));
        if (list.GroupBy(y => y.Year).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The year {twice.Key} is given twice.", nameof(years));
        return new WorkCalendar(version, list);
    }

    /// <summary>Puts a calendar together and names it after its content.</summary>
    public static WorkCalendar Of(IEnumerable<CalendarYear> years)
    {
        var list = years.OrderBy(y => y.Year).ToList();
        return Create(list.Count == 0 ? "" : VersionOf(list), list);
    }

    /// <summary>Reads <c>2024.json</c> and its neighbours: <c>{"year", "days": [{"name", "date", "isOffDay"}]}</c>. A file without days is a year not yet announced.</summary>
    /// <exception cref="InvalidDataException">A file breaks the format; the message names file and field.</exception>
    public static WorkCalendar FromJsonFiles(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"Work calendar folder not found: {folder}");
        var years = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(ReadYear).Where(y => y.Days.Count > 0).OrderBy(y => y.Year).ToList();
        if (years.Count == 0)
            throw new InvalidDataException($"{folder}: no file of a published year.");
        if (years.GroupBy(y => y.Year).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"{folder}: two files say year {twice.Key}.");
        return Create(VersionOf(years), years);
    }

    /// <summary>Whether limits run on this day.</summary>
    public bool IsWorkingDay(DateOnly d) => _named.TryGetValue(d.DayNumber, out var day) ? !day.IsOffDay : IsWeekday(d.DayNumber);

    /// <summary>Whether the year's notice is known. If not, its working days are a guess from the week.</summary>
    public bool IsPublished(int year) => _published.Contains(year);

    /// <summary>The festival a named rest day or make-up working day belongs to; <see langword="null"/> for ordinary days.</summary>
    public string? NameOf(DateOnly d) => _named.TryGetValue(d.DayNumber, out var day) ? day.Name : null;

    /// <summary>The <paramref name="n"/>th working day after <paramref name="start"/>; the start never counts, and zero is the start itself, working day or not.</summary>
    public DateOnly AddWorkingDays(DateOnly start, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return n == 0 ? start : DateOnly.FromDayNumber(WorkingDayNumber(CountThrough(start.DayNumber) + n));
    }

    /// <summary>Working days later than <paramref name="after"/> and not later than <paramref name="through"/>; zero when there is no such day.</summary>
    public int WorkingDaysBetween(DateOnly after, DateOnly through) =>
        through <= after ? 0 : CountThrough(through.DayNumber) - CountThrough(after.DayNumber);

    /// <summary>This day if it is a working day, else the next one (民法典第二百零三条).</summary>
    public DateOnly WorkingDayFrom(DateOnly d) => IsWorkingDay(d) ? d : AddWorkingDays(d, 1);

    private int CountThrough(int day) =>
        day < _first ? WeekdaysThrough(day)
        : day <= _last ? _before + _through[day - _first]
        : _before + _working.Length + WeekdaysThrough(day) - WeekdaysThrough(_last);

    private int WorkingDayNumber(int rank) =>
        rank <= _before ? WeekdayNumber(rank)
        : rank <= _before + _working.Length ? _working[rank - _before - 1]
        : WeekdayNumber(rank - _before - _working.Length + WeekdaysThrough(_last));

    // Day number 0 is Monday, 1 January of the year 1.
    private static bool IsWeekday(int day) => day % 7 < 5;

    private static int WeekdaysThrough(int day) => ((day + 1) / 7 * 5) + Math.Min((day + 1) % 7, 5);

    private static int WeekdayNumber(int rank) => ((rank - 1) / 5 * 7) + ((rank - 1) % 5);

    private static string VersionOf(List<CalendarYear> years)
    {
        var text = new StringBuilder();
        foreach (var year in years)
        {
            text.Append(CultureInfo.InvariantCulture, $"{year.Year}\n");
            foreach (var day in year.Days.OrderBy(d => d.Date))
                text.Append(CultureInfo.InvariantCulture, $"{day.Date:yyyy-MM-dd}|{(day.IsOffDay ? "off" : "work")}|{day.Name}\n");
        }
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
        return $"{years[0].Year}-{years[^1].Year}-{digest}";
    }

    private static CalendarYear ReadYear(string file)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(File.ReadAllBytes(file));
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{file}: not JSON: {broken.Message}", broken);
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("year", out var yearField) || !yearField.TryGetInt32(out var year) || year is < 1950 or > 2200)
                throw Broken("year", "a year from 1950 to 2200");
            if (Path.GetFileNameWithoutExtension(file) != year.ToString(CultureInfo.InvariantCulture))
                throw Broken("year", "the year in the file name");
            if (!root.TryGetProperty("days", out var daysField) || daysField.ValueKind != JsonValueKind.Array)
                throw Broken("days", "a list");

            var days = new List<CalendarDay>();
            var seen = new HashSet<DateOnly>();
            foreach (var (day, i) in daysField.EnumerateArray().Select((day, i) => (day, i)))
            {
                if (day.ValueKind != JsonValueKind.Object)
                    throw Broken($"days[{i}]", "an object");
                if (!day.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(name.GetString()))
                    throw Broken($"days[{i}].name", "a name");
                if (!day.TryGetProperty("date", out var dateField) || dateField.ValueKind != JsonValueKind.String
                    || !DateOnly.TryParseExact(dateField.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                    throw Broken($"days[{i}].date", "a date such as 2024-02-10");
                if (Math.Abs(date.Year - year) > 1)
                    throw Broken($"days[{i}].date", "a date of the year or its neighbours");
                if (!seen.Add(date))
                    throw Broken($"days[{i}].date", "each date once");
                if (!day.TryGetProperty("isOffDay", out var off) || off.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                    throw Broken($"days[{i}].isOffDay", "true or false");
                days.Add(new(date, name.GetString()!, off.GetBoolean()));
            }
            return new(year, days);
        }

        InvalidDataException Broken(string field, string expected) => new($"{file}: field {field} must be {expected}.");
    }
}
