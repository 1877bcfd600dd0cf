using System.Globalization;

namespace Tongban.Foundation.Ui;

/// <summary>How dates and instants are written for people. Instants are stored in UTC and shown in the city's time.</summary>
public static class CityTime
{
    /// <summary>China has one time zone and no summer time since 1991.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static DateTimeOffset Of(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary><c>2026-03-02</c>; <paramref name="inWords"/>: 2026年3月2日 or 2 March 2026.</summary>
    public static string Write(DateOnly day, bool inWords = false) => inWords
        ? day.ToString(Words.T("yyyy'年'M'月'd'日'", "d MMMM yyyy"), CultureInfo.InvariantCulture)
        : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>2026-03-02 09:30</c> in the city's time.</summary>
    public static string Write(DateTimeOffset instant, bool seconds = false) =>
        Of(instant).ToString(seconds ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
