namespace Tongban.Foundation.Notices;

/// <summary>Refusals of the outbox.</summary>
internal static class OutboxErrors
{
    public static Error NoSuchMessage() => new("outbox.not-found", ("发件箱中没有这条消息。", "There is no such message in the outbox."), ErrorKind.NotFound);

    public static Error NotWaitingForAPerson() => new("outbox.not-waiting-for-a-person", ("只有无法送达或结果不明的消息由人处理。", "Only messages that were given up or whose outcome is unknown wait for a person."), ErrorKind.Conflict)
    { WayOut = ("请刷新后查看最新状态。", "Reload to see where it stands.") };
}
