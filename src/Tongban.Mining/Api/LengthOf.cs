using System.Globalization;
using static Tongban.Foundation.Words;

namespace Tongban.Mining.Api;

/// <summary>Lengths of time as people say them.</summary>
internal static class LengthOf
{
    /// <summary>In the largest unit that makes sense: 31 秒, 48 分钟, 5.3 小时, 12.4 天.</summary>
    public static string Short(long ticks)
    {
        var time = TimeSpan.FromTicks(ticks);
        return Math.Abs(time.TotalMinutes) < 1 ? Say(time.TotalSeconds, "秒", "s") : Math.Abs(time.TotalHours) < 1 ? Say(time.TotalMinutes, "分钟", "min") : Math.Abs(time.TotalDays) < 1 ? Say(time.TotalHours, "小时", "h") : Say(time.TotalDays, "天", "d");
    }

    public static decimal Hours(long ticks) => decimal.Round((decimal)ticks / TimeSpan.TicksPerHour, 4);

    public static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private static string Say(double value, string zh, string en) => value.ToString(Math.Abs(value) >= 100 ? "#,##0" : "0.#", CultureInfo.InvariantCulture) + T(" " + zh, " " + en);
}
