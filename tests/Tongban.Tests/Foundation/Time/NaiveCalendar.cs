using System.Globalization;
using System.Text.Json;
using Tongban.Foundation.Time;

namespace Tongban.Tests.Foundation.Time;

/// <summary>The rule of domain 01 § 1.3 word for word, over the other data set (tests/fixtures/holidays.json).</summary>
internal static class NaiveCalendar
{
    public static WorkCalendar Real { get; } = WorkCalendar.FromJsonFiles(Path.Combine(Repository.Catalog, "calendar"));

    public static Dictionary<DateOnly, bool> Days { get; } = Read();

    public static bool IsWorkday(DateOnly d) =>
        Days.TryGetValue(d, out var works) ? works : d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    public static DateOnly D(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Dictionary<DateOnly, bool> Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("holidays.json")));
        return json.RootElement.GetProperty("days").EnumerateObject().ToDictionary(p => D(p.Name), p => p.Value.GetProperty("state").GetString() == "work");
    }
}
