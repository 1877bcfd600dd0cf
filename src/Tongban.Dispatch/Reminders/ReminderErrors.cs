using Tongban.Foundation;

namespace Tongban.Dispatch.Reminders;

/// <summary>Refusals about the 25th.</summary>
internal static class ReminderErrors
{
    public static Error NotFound() => new("dispatch.reminder-not-found", ("没有这条提醒。", "There is no such reminder."), ErrorKind.NotFound);

    public static Error NotYours() => new("dispatch.reminder-not-yours", ("提醒由被提醒的单位反馈。", "A reminder is answered by the unit it was sent to."), ErrorKind.Forbidden);

    public static Error NotInReminder() => new("dispatch.not-in-reminder", ("这条提醒不含该事项。", "The reminder does not name this difficulty.")) { Field = "matter" };

    public static Error AnswerLength(int most) => new("dispatch.reminder-answer-length", new Words("反馈须为 2 至 {0} 字。", "An answer has 2 to {0} characters.").With(most)) { Field = "text" };
}
