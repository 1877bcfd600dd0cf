using System.Globalization;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.Ui;

namespace Tongban.Dispatch.Reminders.Pages;

/// <summary>States, months and ways in words.</summary>
internal static class ReminderWords
{
    public static string Month(int month) => Words.T(string.Create(CultureInfo.InvariantCulture, $"{month / 100}年{month % 100}月"), new DateOnly(month / 100, month % 100, 1).ToString("MMMM yyyy", CultureInfo.InvariantCulture));

    public static string Sent(int month) => Words.T($"{Month(month)}提醒", $"Reminders of {Month(month)}");

    public static string Of(ReminderRow row) => (row switch
    {
        { State: ReminderState.Answered } => new Words("已反馈", "Answered"),
        { State: ReminderState.Missed, AnsweredAt: not null } => new Words("逾期反馈", "Answered late"),
        { State: ReminderState.Missed } => new Words("未按期反馈", "Not answered in time"),
        _ => row.Open < row.Matters ? new Words("部分反馈", "Answered in part") : new Words("待反馈", "Waiting"),
    }).ToString();

    public static Tone Tone(ReminderRow row) => row switch
    {
        { State: ReminderState.Answered } => Foundation.Ui.Tone.Good,
        { State: ReminderState.Missed, AnsweredAt: not null } => Foundation.Ui.Tone.Neutral,
        { State: ReminderState.Missed } => Foundation.Ui.Tone.Bad,
        _ => Foundation.Ui.Tone.Info,
    };

    public static string Of(AnswerVia via) => (via switch { AnswerVia.Text => new Words("短信", "text message"), AnswerVia.Matter => new Words("事项办理", "on the difficulty"), _ => new Words("平台", "on the platform") }).ToString();

    public static string Way(string channel) => (channel switch { "sms" => new Words("短信", "Text message"), "email" => new Words("电子邮件", "E-mail"), _ => new Words("站内消息", "Inbox only") }).ToString();

    public static string Delivery(ReminderRow row) => row.Delivery is not { } state ? Way(row.Channel) : $"{Way(row.Channel)} · {(state switch
    {
        OutgoingState.Waiting => new Words("待发送", "waiting"),
        OutgoingState.Sending => new Words("发送中", "sending"),
        OutgoingState.Sent => new Words("已提交网关", "with the gateway"),
        OutgoingState.Delivered => new Words("已送达", "delivered"),
        OutgoingState.Unknown => new Words("结果不明", "outcome unknown"),
        OutgoingState.Dead => new Words("无法送达", "not delivered"),
        _ => new Words("已反馈，无需发送", "answered before it left"),
    })}";
}
