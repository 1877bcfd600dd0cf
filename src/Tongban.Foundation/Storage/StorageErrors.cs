namespace Tongban.Foundation.Storage;

/// <summary>Refusals of the storage layer.</summary>
internal static class StorageErrors
{
    public static Error Stale(long seen, long current) => new("storage.stale",
        new Words("您看到的是第 {0} 版，记录现在是第 {1} 版。", "You decided on version {0}; the record is now at version {1}.").With(seen, current), ErrorKind.Stale)
    { WayOut = ("请刷新后查看最新内容再提交。", "Reload, look at what changed, then send again.") };

    public static Error LostRace() => new("storage.lost-race",
        ("他人正在同时办理这件事，本次没有保存。", "Someone else is changing this record at the same moment; nothing was saved."), ErrorKind.Conflict)
    { WayOut = ("请刷新后再试。", "Reload and try again.") };

    public static Error KeyReused() => new("storage.key-reused",
        ("同一幂等键已用于另一个不同的请求。", "This idempotency key was already used for a different request."))
    { Field = "Idempotency-Key", WayOut = ("请为新的请求使用新的键。", "Use a new key for a new request.") };

    public static Error Unavailable() => new("storage.unavailable",
        ("数据暂时无法保存，本次没有任何改动。", "Records cannot be saved at the moment; nothing was changed."), ErrorKind.Unavailable)
    { WayOut = ("请稍后重试；重复提交不会重复办理。", "Try again shortly; sending twice does not act twice.") };
}
