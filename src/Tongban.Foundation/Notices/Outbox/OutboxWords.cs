using Tongban.Foundation.Ui;

namespace Tongban.Foundation.Notices.Outbox;

/// <summary>States and channels in words.</summary>
internal static class OutboxWords
{
    public static string Of(OutgoingState state) => (state switch
    {
        OutgoingState.Waiting => new Words("待发送", "Waiting"),
        OutgoingState.Sending => new Words("发送中", "Sending"),
        OutgoingState.Sent => new Words("已提交", "Sent"),
        OutgoingState.Delivered => new Words("已送达", "Delivered"),
        OutgoingState.Unknown => new Words("结果不明", "Unknown"),
        OutgoingState.Dead => new Words("无法送达", "Dead letter"),
        _ => new Words("无需发送", "Not needed"),
    }).ToString();

    public static Tone Tone(OutgoingState state) => state switch
    {
        OutgoingState.Sent or OutgoingState.Sending => Ui.Tone.Info,
        OutgoingState.Delivered => Ui.Tone.Good,
        OutgoingState.Unknown => Ui.Tone.Warn,
        OutgoingState.Dead => Ui.Tone.Bad,
        _ => Ui.Tone.Neutral,
    };

    public static string Channel(string name) => (name switch { "sms" => new Words("短信", "Text message"), "email" => new Words("电子邮件", "E-mail"), _ => new Words(name, name) }).ToString();
}
