using System.Globalization;

namespace Tongban.Mining.Logs;

/// <summary>Instants in logs: how they are read, written and shown.</summary>
internal static class LogTime
{
    // Years outside of these are slips of the pen (0001, 9999 as "never") and would make nonsense of every duration.
    private static readonly long Least = new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks, Most = new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd", "yyyy/M/d H:mm:ss.FFFFFFFK", "yyyy/M/d H:mmK", "yyyy/M/d",
        "yyyyMMddHHmmss", "yyyyMMdd", "yyyy'年'M'月'd'日' H:mm:ss", "yyyy'年'M'月'd'日' H:mm", "yyyy'年'M'月'd'日'", "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "dd.MM.yyyy",
    ];

    /// <summary>Reads an instant: ISO 8601 and what spreadsheets and Chinese forms write. Day before month only with full stops, as anything else is a guess.</summary>
    /// <param name="zone">Zone of a time that names none.</param>
    /// <param name="format">A format to try first, as .NET writes them; <see langword="null"/> for the usual ones.</param>
    public static bool TryRead(ReadOnlySpan<char> text, TimeZoneInfo zone, string? format, out long ticks)
    {
        ticks = 0;
        text = text.Trim();
        if (text.Length is 0 or > 60)
            return false;
        if (format is null && TryReadIso(text, zone, out ticks))
            return Sensible(ticks);
        const DateTimeStyles Styles = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (format is not null ? !DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Styles, out var time) : !DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Styles, out time))
            return false;
        ticks = time.Kind is DateTimeKind.Utc ? time.Ticks : ToUtc(time, zone);
        return Sensible(ticks);
    }

    /// <summary>ISO 8601 in UTC with as many decimals as it takes, so that reading it gives the same instant.</summary>
    public static string Write(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateOnly DayOf(long ticks, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Instant(ticks), zone).DateTime);

    /// <summary>The zone of that name, or <see langword="null"/>.</summary>
    public static TimeZoneInfo? Zone(string? id) => id is { Length: > 0 and <= 60 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    /// <summary>An hour that a change of summer time leaves out is taken as if the clock had not been changed; one that comes twice as the first.</summary>
    public static long ToUtc(DateTime local, TimeZoneInfo zone)
    {
        var clock = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var offset = zone.IsInvalidTime(clock) ? zone.GetUtcOffset(clock.AddHours(-2)) : zone.IsAmbiguousTime(clock) ? zone.GetAmbiguousTimeOffsets(clock).Max() : zone.GetUtcOffset(clock);
        return clock.Ticks - offset.Ticks;
    }

    private static bool Sensible(long ticks) => ticks >= Least && ticks < Most;

    // The form of nearly every log, read by hand: a million times through the general reader takes longer than everything else.
    private static bool TryReadIso(ReadOnlySpan<char> t, TimeZoneInfo zone, out long ticks)
    {
        ticks = 0;
        if (t.Length < 19 || t[4] != '-' || t[7] != '-' || t[10] is not ('T' or ' ') || t[13] != ':' || t[16] != ':'
            || !Digits(t[..4], out var year) || !Digits(t[5..7], out var month) || !Digits(t[8..10], out var day)
            || !Digits(t[11..13], out var hour) || !Digits(t[14..16], out var minute) || !Digits(t[17..19], out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        var time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        var rest = t[19..];
        if (rest.Length > 1 && rest[0] is '.' or ',')
        {
            var (n, fraction, unit) = (1, 0L, TimeSpan.TicksPerSecond);
            for (; n < rest.Length && char.IsAsciiDigit(rest[n]); n++)
            {
                if ((unit /= 10) > 0)
                    fraction += (rest[n] - '0') * unit;
            }
            if (n == 1)
                return false;
            time = time.AddTicks(fraction);
            rest = rest[n..];
        }
        if (rest.Length == 0)
        {
            ticks = ToUtc(time, zone);
            return true;
        }
        if (rest is "Z" or "z")
        {
            ticks = time.Ticks;
            return true;
        }
        if (rest[0] is not ('+' or '-') || rest.Length is not (3 or 5 or 6) || !Digits(rest[1..3], out var offsetHours))
            return false;
        var offsetMinutes = 0;
        if (rest.Length > 3 && !Digits(rest[^2..], out offsetMinutes) || (rest.Length == 6 && rest[3] != ':') || offsetHours > 14 || offsetMinutes > 59)
            return false;
        var offset = ((offsetHours * 60L) + offsetMinutes) * TimeSpan.TicksPerMinute;
        ticks = time.Ticks - (rest[0] == '+' ? offset : -offset);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = (value * 10) + c - '0';
        }
        return true;
    }
}
