namespace Tongban.Foundation.Ledger.Witnesses;

/// <summary>Refusals around witnesses.</summary>
internal static class WitnessErrors
{
    public static Error Name() => new("ledger.witness-name",
        new Words("见证机构名称须为 3 至 {0} 个字母、数字或 . - /，且不得与台账同名。", "A witness's name has 3 to {0} letters, digits or . - / and is not the ledger's own.").With(Witness.MostName))
    { Field = "name", WayOut = ("例如该机构的域名：sjj.xinyu.gov.cn。", "Take its domain, for example sjj.xinyu.gov.cn.") };

    public static Error NameTaken(string name) => new("ledger.witness-name-taken",
        new Words("名称“{0}”已经登记过；一个名称只对应一个公钥。", "The name {0} was registered before; a name stands for one key for ever.").With(name), ErrorKind.Conflict)
    { Field = "name", WayOut = ("更换公钥时请换一个名称，例如加上年份。", "With a new key take a new name, for example with the year.") };

    public static Error Key() => new("ledger.witness-key",
        ("公钥须为 ecdsa-p256-sha256:… 形式的 P-256 公钥。", "The key must be a P-256 key in the form ecdsa-p256-sha256:…"))
    { Field = "key", WayOut = ("在见证机构运行 tongban ledger witness --show-key 可得。", "The witness gets it by tongban ledger witness --show-key.") };

    public static Error NotFound() => new("ledger.witness-not-found", ("没有登记这个见证机构。", "No such witness is registered."), ErrorKind.NotFound);

    public static Error Retired(string name) => new("ledger.witness-retired", new Words("见证机构“{0}”已停用。", "The witness {0} was retired.").With(name), ErrorKind.Conflict);

    public static Error Line() => new("ledger.countersignature-unreadable",
        ("副署须为“— 名称 签名”一行。", "A countersignature is one line: — name signature."))
    { Field = "line", WayOut = ("格式见 docs/ledger-format.md 第 3.1 节。", "See docs/ledger-format.md, section 3.1.") };

    public static Error Signature(string name) => new("ledger.countersignature-invalid",
        new Words("副署不是“{0}”所登记公钥对该检查点的签名。", "The line is not the signature of {0}'s registered key under this checkpoint.").With(name))
    { Field = "line" };
}
