using Tongban.Foundation;

namespace Tongban.Dispatch.Reminders;

/// <summary>A unit was reminded of its open difficulties.</summary>
/// <param name="Month">Year and month, 202603.</param>
/// <param name="Channel"><c>sms</c>, <c>email</c>, or empty for the inbox alone.</param>
[Act("dispatch.unit-reminded", "二十五日提醒", "Unit reminded on the 25th")]
internal sealed record UnitReminded(string Organ, int Month, int Matters, string Channel, DateOnly AnswerDueOn) : IAct;

/// <summary>A unit said how one difficulty of its reminder goes.</summary>
/// <param name="Via"><c>Platform</c>, <c>Text</c>, or <c>Matter</c> for feedback on the difficulty itself.</param>
[Act("dispatch.reminder-answered", "反馈二十五日提醒", "Reminder answered")]
internal sealed record ReminderAnswered(string Organ, int Month, Guid Difficulty, string Via, string TextDigest) : IAct;

/// <summary>A unit did not answer in time.</summary>
[Act("dispatch.reminder-missed", "逾期未反馈", "Reminder not answered in time")]
internal sealed record ReminderMissed(string Organ, int Month, string Light) : IAct;

/// <summary>All units of a month were reminded.</summary>
[Act("dispatch.reminder-round-ended", "当月提醒完成", "Reminders of a month sent")]
internal sealed record ReminderRoundEnded(int Month, int Units) : IAct;

/// <summary>Nothing ran until it was too late to remind.</summary>
[Act("dispatch.reminder-round-left-out", "当月提醒缺失", "Reminders of a month left out")]
internal sealed record ReminderRoundLeftOut(int Month) : IAct;
