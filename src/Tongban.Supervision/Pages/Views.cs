using System.Globalization;
using Microsoft.AspNetCore.Http;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Foundation.Ui;
using Tongban.Foundation.Web;
using Tongban.Supervision.Rules;
using Tongban.Supervision.Scores;

namespace Tongban.Supervision.Pages;

/// <summary>What the pages share.</summary>
internal static class Views
{
    public static Light Light(this Severity level) => level switch { Severity.DoubleRed => Foundation.Time.Light.DoubleRed, Severity.Red => Foundation.Time.Light.Red, _ => Foundation.Time.Light.Yellow };

    public static Words Name(this Severity level) => level switch { Severity.DoubleRed => ("双红灯", "Double red"), Severity.Red => ("红灯", "Red"), _ => ("黄灯", "Yellow") };

    public static Words Name(this RuleOrigin origin) => origin is RuleOrigin.Law ? ("法律法规", "Law") : ("本市设定", "Set by the city");

    public static Tone Tone(this Grade grade) => grade switch { Grade.Excellent or Grade.Good => Foundation.Ui.Tone.Good, Grade.Qualified => Foundation.Ui.Tone.Warn, Grade.NotQualified => Foundation.Ui.Tone.Bad, _ => Foundation.Ui.Tone.Neutral };

    public static string Shown(this decimal? value) => value is { } known ? known.ToString("0.##", CultureInfo.InvariantCulture) : "—";

    public static IEnumerable<Choice> Rules => RuleBook.All.Select(r => new Choice(r.Code, $"{r.Code} {r.Name}"));

    /// <summary>Whether the reader may open the organ's cases: its own officers and the auditors. The supervising office sees of them what the ledger told its rules.</summary>
    public static bool OpensCasesOf(string organ, Actor reader) => reader.Is(Roles.Auditor) || (reader.Organ == organ && reader.Is(Roles.Handler | Roles.Head));

    /// <summary>Organs whose findings the reader may choose among; none for an officer who sees his own only.</summary>
    public static IReadOnlyList<Choice> Organs(OrganDirectory organs, SupervisionOffice office, Actor reader) => office.ReadsAll(reader)
        ? [.. organs.All.Values.OrderBy(o => o.Division, StringComparer.Ordinal).ThenBy(o => o.Key, StringComparer.Ordinal).Select(o => new Choice(o.Key, o.Name.ToString()))] : [];

    public static IEnumerable<Choice> Levels => Enum.GetValues<Severity>().Select(l => new Choice(l.ToString(), l.Name().ToString()));

    public static T? One<T>(string? text) where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static int? Whole(this HttpContext http, string name) => int.TryParse(http.Posted(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The last months, newest first, as choices.</summary>
    public static IReadOnlyList<Choice> Months(DateOnly today, string? chosen, int count = 36)
    {
        var first = new DateOnly(today.Year, today.Month, 1);
        return [.. Enumerable.Range(0, count).Select(i => first.AddMonths(-i).ToString("yyyy-MM", CultureInfo.InvariantCulture)).Append(chosen ?? "").Where(m => m.Length > 0).Distinct().OrderDescending(StringComparer.Ordinal).Select(m => new Choice(m, m))];
    }

    /// <summary>Address with those parameters that have a value.</summary>
    public static string Link(string path, params (string Name, object? Value)[] query) =>
        string.Join('&', query.Where(q => q.Value is not null and not "").Select(q => $"{q.Name}={Uri.EscapeDataString(Convert.ToString(q.Value, CultureInfo.InvariantCulture) ?? "")}")) is { Length: > 0 } text ? $"{path}?{text}" : path;
}
