namespace Tongban.Foundation.Privacy;

/// <summary>Refusals about personal data.</summary>
internal static class PrivacyErrors
{
    public static Error GroundMissing() => new("privacy.ground-missing", ("请选择依据第四十七条的哪一项。", "Say on which item of article 47 you rely.")) { Field = "ground", LegalBasis = "个人信息保护法第四十七条" };

    public static Error TextTooLong(string field, int most) => new("privacy.text-too-long", new Words("最多 {0} 字。", "At most {0} characters.").With(most)) { Field = field };

    public static Error AlreadyAsked() => new("privacy.already-asked", ("您已有一件删除申请在办。", "A request of yours is being handled already."), ErrorKind.Conflict);

    public static Error NotOpen() => new("privacy.request-over", ("该申请已经办结。", "The request is over."), ErrorKind.Conflict);

    public static Error NoSuchRequest() => new("privacy.no-such-request", ("没有这件申请。", "There is no such request."), ErrorKind.NotFound);

    public static Error NotOneself() => new("privacy.not-oneself", ("不能办理本人的申请。", "Nobody decides on the own request."), ErrorKind.Forbidden) { WayOut = ("请由另一名管理员办理。", "Ask another administrator.") };

    public static Error DecisionMissing() => new("privacy.decision-missing", ("请选择删除或者不予删除。", "Say whether to erase or to refuse.")) { Field = "erase" };

    public static Error RefusalMissing() => new("privacy.refusal-missing", ("请选择不予删除的理由。", "Choose the reason of the refusal.")) { Field = "refusal", LegalBasis = "个人信息保护法第五十条" };

    public static Error AnswerMissing() => new("privacy.answer-missing", ("不予删除须说明理由。", "A refusal states its reasons.")) { Field = "answer", LegalBasis = "个人信息保护法第五十条" };

    public static Error NothingErasable() => new("privacy.nothing-erasable", ("现有信息均须保存或仍在使用，没有可以删除的内容。", "Everything held must be kept or is in use: there is nothing to erase."), ErrorKind.Conflict)
    { LegalBasis = "个人信息保护法第四十七条第二款", WayOut = ("请写明理由，不予删除。", "Refuse it and state the reasons.") };

    public static Error RefusalUnfounded(Words kind) => new("privacy.refusal-unfounded", new Words("“{0}”不属于这一理由，不能据此拒绝。", "This reason does not cover {1}.").With(kind.Zh, kind.En))
    { Field = "refusal", LegalBasis = "个人信息保护法第四十七条", WayOut = ("可以删除的应当删除，其余写明依据保留。", "Erase what can be erased; the rest stays by name.") };

    public static Error ErasuresUnreadable(int line) => new("privacy.erasures-unreadable", new Words("删除清单第 {0} 行无法读取。", "Line {0} of the list of erasures cannot be read.").With(line));
}
