namespace Tongban.Foundation.Ledger;

/// <summary>Refusals around the ledger.</summary>
internal static class LedgerErrors
{
    public static Error EntryNotFound(Guid id) => new("ledger.entry-not-found",
        new Words("没有编号为 {0} 的记录，或者您无权查阅。", "There is no entry {0}, or it is not for you to read.").With(id), ErrorKind.NotFound);

    public static Error MatterNotFound() => new("ledger.matter-not-found",
        ("没有该事项的记录，或者您无权查阅。", "There are no entries of this matter, or they are not for you to read."), ErrorKind.NotFound);

    public static Error NotVerified() => new("ledger.not-verified", ("台账还没有核验过。", "The ledger has not been verified yet."), ErrorKind.NotFound);

    public static Error NoCheckpoint() => new("ledger.no-checkpoint",
        ("台账还没有检查点。", "The ledger has no checkpoint yet."), ErrorKind.NotFound)
    { WayOut = ("有记录之后几分钟内会自动生成。", "One is made within minutes of the first entry.") };

    public static Error CheckpointNotFound(long size) => new("ledger.checkpoint-not-found",
        new Words("没有签到第 {0} 条的检查点。", "There is no checkpoint over {0} entries.").With(size), ErrorKind.NotFound)
    { WayOut = ("请从检查点列表中选取。", "Take a size from the list of checkpoints.") };

    public static Error KeyNotFound() => new("ledger.key-not-found",
        ("没有公布过该编号的公钥。", "No key of that id was published."), ErrorKind.NotFound);

    public static Error WrongOrder(long from, long to) => new("ledger.wrong-order",
        new Words("起点 {0} 大于终点 {1}。", "The first size, {0}, is larger than the second, {1}.").With(from, to))
    { Field = "from", WayOut = ("请交换两者。", "Exchange the two.") };

    public static Error NotClosedYet() => new("ledger.not-closed-yet",
        ("该记录还没有进入检查点。", "No checkpoint covers this entry yet."), ErrorKind.Unavailable)
    { WayOut = ("请几分钟后再试。", "Try again in a few minutes.") };

    public static Error Disagrees() => new("ledger.disagrees",
        ("台账与其检查点不一致，不能出具证明。", "The ledger disagrees with its checkpoint; no proof can be given."), ErrorKind.Unavailable)
    { WayOut = ("请通知审计管理员核验台账。", "Tell the auditor to verify the ledger.") };

    public static Error ProofUnreadable() => new("ledger.proof-unreadable",
        ("这不是台账的证明文件。", "This is not a proof of the ledger."))
    { Field = "Form.Proof", WayOut = ("请选择从办件页面下载的 .json 证明文件，或粘贴其全部内容。", "Choose the .json proof you downloaded, or paste all of it.") };

    public static Error TooLarge(long entries, long most) => new("ledger.too-large-here",
        new Words("台账有 {0} 条记录，页面上最多核验 {1} 条。", "The ledger has {0} entries; a page verifies up to {1}.").With(entries, most))
    { WayOut = ("请在服务器上运行 tongban ledger verify。", "Run tongban ledger verify on the server.") };

    public static Error Busy() => new("ledger.verification-running",
        ("另一次核验正在进行。", "Another verification is running."), ErrorKind.Conflict)
    { WayOut = ("请稍后查看其结果。", "Look at its result in a moment.") };
}
