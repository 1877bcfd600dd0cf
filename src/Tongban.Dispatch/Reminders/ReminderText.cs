using System.Globalization;
using Tongban.Dispatch.Contracts;
using Tongban.Foundation;

namespace Tongban.Dispatch.Reminders;

/// <summary>Writes the text of a reminder: number, project, days used, link, in one text message of 70 characters.</summary>
internal static class ReminderText
{
    /// <summary>Characters of one text message in UCS-2.</summary>
    public const int Most = 70;

    /// <param name="tasks">The unit's, the longest open first; at least one.</param>
    /// <param name="link">Full address; <see langword="null"/> leaves it out.</param>
    public static Words Of(IReadOnlyList<OpenTask> tasks, DateOnly answerDueOn, string? link)
    {
        // Several tasks of one difficulty are one line of the reminder.
        tasks = [.. tasks.DistinctBy(t => t.Matter)];
        var first = tasks[0];
        var days = tasks.Max(t => t.DaysUsed);
        var more = tasks.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"等{tasks.Count}件") : "";
        string Fixed(string request) => string.Create(CultureInfo.InvariantCulture, $"{more}已用{days}日，{request}");
        var asks = string.Create(CultureInfo.InvariantCulture, $"请于{answerDueOn.Month}月{answerDueOn.Day}日前反馈");
        // The project's name gives way first, then the date, last the link: whoever knows the number finds the rest.
        foreach (var (request, address) in new[] { (asks, link ?? ""), ("请反馈", link ?? ""), (asks, "") })
        {
            var room = Most - first.Number.Length - Fixed(request).Length - address.Length;
            if (room >= 4)
                return (first.Number + Cut(first.ProjectName, room) + Fixed(request) + address, English());
        }
        return ((first.Number + Fixed("请反馈")) is var text && text.Length > Most ? text[..Most] : text, English());

        string English() => string.Create(CultureInfo.InvariantCulture,
            $"{first.Number} ({Cut(first.ProjectName, 40)}){(tasks.Count > 1 ? $" and {tasks.Count - 1} more" : "")}: {days} working days used. Please say how it goes by {answerDueOn:yyyy-MM-dd}.{(link is null ? "" : " " + link)}");
    }

    private static string Cut(string text, int room)
    {
        if (text.Length <= room)
            return text;
        // Half a character would be none.
        var end = char.IsHighSurrogate(text[room - 2]) ? room - 2 : room - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
