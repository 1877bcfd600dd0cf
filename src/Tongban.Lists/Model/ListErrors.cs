using Tongban.Foundation;
using Tongban.Lists.Contracts;

namespace Tongban.Lists.Model;

/// <summary>Refusals of the lists.</summary>
internal static class ListErrors
{
    public static Error NotFound(string code) => new("lists.no-such-power", new Words("权力清单中没有“{0}”。", "The power list has no entry {0}.").With(code), ErrorKind.NotFound)
    { WayOut = ("请在权力清单中按机关或事项查找。", "Look for it in the power list by organ or item.") };

    public static Error Reason(int most) => new("lists.reason-missing", new Words("请写明理由（2 至 {0} 字）。", "State the reason in 2 to {0} characters.").With(most))
    { Field = "reason", WayOut = ("写明依据的法律或决定及其文号。", "Name the law or decision it rests on, with its number.") };

    public static Error NotInUse(string code, PowerState state) => new("lists.power-not-in-use",
        new Words("“{0}”现为{1}，不能暂停。", "{0} cannot be suspended: it is {2}.").With(code, Name(state).Zh, Name(state).En), ErrorKind.Conflict)
    { WayOut = ("请刷新查看该事项的现状。", "Reload to see how the entry stands now.") };

    public static Error NotSuspended(string code, PowerState state) => new("lists.power-not-suspended",
        new Words("“{0}”现为{1}，无需恢复。", "{0} is {2}; only a suspended power can be reinstated.").With(code, Name(state).Zh, Name(state).En), ErrorKind.Conflict)
    { WayOut = ("已取消的权力须以新的条目重新公布。", "A power that was ended comes back as a new entry of the list.") };

    public static Error AlreadyEnded(string code, DateOnly? on) => new("lists.power-already-ended",
        new Words("“{0}”已于 {1:yyyy-MM-dd} 终止。", "{0} already ends on {1:yyyy-MM-dd}.").With(code, on), ErrorKind.Conflict);

    public static Error LastDay(DateOnly earliest, DateOnly? latest) => new("lists.last-day", latest is null
        ? new Words("最后有效日不得早于 {0:yyyy-MM-dd}。", "The last day is {0:yyyy-MM-dd} or later.").With(earliest)
        : new Words("最后有效日应在 {0:yyyy-MM-dd} 至 {1:yyyy-MM-dd} 之间。", "The last day lies between {0:yyyy-MM-dd} and {1:yyyy-MM-dd}.").With(earliest, latest))
    { Field = "lastDay", WayOut = ("已作出的行政行为不受影响；填写昨日即从今日起不得再行使。", "What was done stands. Give yesterday to end its use from today on.") };

    public static Error LastDayMissing() => new("lists.last-day-missing", ("请填写最后有效日。", "Give the last day.")) { Field = "lastDay" };

    public static Error CatalogueUnsound(string fault) => new("lists.catalogue-unsound", (fault, fault)) { WayOut = ("请先用 tongban catalog check 检查。", "Check it with tongban catalog check first.") };

    public static Error NoSuchEntry(string code) => new("lists.no-such-entry", new Words("清单中没有“{0}”。", "The list has no entry {0}.").With(code), ErrorKind.NotFound)
    { WayOut = ("请在清单中查找。", "Look for it in the list.") };

    public static Error NoSuchList(string name) => new("lists.no-such-list", new Words("没有清单“{0}”。", "There is no list {0}.").With(name), ErrorKind.NotFound)
    { WayOut = ("清单为 negative、power、supervision。", "The lists are negative, power and supervision.") };

    public static Error CodeTaken(string code) => new("lists.code-taken", new Words("编码“{0}”已在清单中。", "The code {0} is on the list already.").With(code), ErrorKind.Conflict)
    { Field = "code", WayOut = ("要改动它，请起草新的版本。", "To change it, draft a new version.") };

    public static Error CodeForm(string code, string letter, string department) => new("lists.code-form",
        new Words("编码“{0}”不合规则：区划-{1}-{2}-类别两位-顺序四位-子项两位。", "The code {0} does not have the form division-{1}-{2}-category-sequence-part.").With(code, letter, department))
    { Field = "code", WayOut = ("例如 360500-Q-ZRZY-01-0012-00。", "For example 360500-Q-ZRZY-01-0012-00.") };

    public static Error Length(string field, int least, int most) => new("lists.length", new Words("“{0}”应为 {1} 至 {2}。", "{0} has to be {1} to {2} long.").With(field, least, most))
    { Field = field };

    public static Error UnknownClass(string given) => new("lists.unknown-class", new Words("清单没有类别“{0}”。", "The list has no class {0}.").With(given)) { Field = "class" };

    public static Error UnknownOrgan(string given) => new("lists.unknown-organ", new Words("没有机关“{0}”。", "There is no organ {0}.").With(given)) { Field = "organ" };

    public static Error UnknownPower(string given) => new("lists.unknown-power", new Words("权力清单中没有有效的“{0}”。", "No power {0} is in force.").With(given))
    { Field = "powers", WayOut = ("监管须与有效的权力对应。", "Supervision follows a power in force.") };

    public static Error ValidityReversed() => new("lists.validity-reversed", ("失效日早于生效日。", "The last day is before the first.")) { Field = "validTo" };

    public static Error FeeWithoutCatalogue(int row, string basis) => new("lists.fee-without-catalogue", new Words("第 {0} 项收费没有收费目录清单的依据。", "Fee {0} has no basis in the fee catalogue.").With(row + 1))
    { Field = "fees", LegalBasis = basis, WayOut = ("未列入收费目录清单的，一律不得收取；请删除或写明目录依据。", "What is not in the catalogue may not be charged: remove it or name its entry.") };

    public static Error WrongPart(ListKind list) => new("lists.wrong-part", new Words("内容与清单“{0}”不符。", "The content does not belong to the list {0}.").With(list));

    public static Error LocalProhibition(string basis) => new("lists.local-prohibition", ("不得新设地方性市场准入限制：全国一张清单。", "No new local bar to market access may be published: there is one list for the country."))
    { Field = "origin", LegalBasis = basis, WayOut = ("须有法律、行政法规、国务院决定或全国清单的依据，来源写为全国。", "It needs a basis in a law, a regulation, a decision of the State Council or the national list, with national origin.") };

    public static Error ConsequenceMissing() => new("lists.consequence", ("限制类须写明需要核准（审批）还是另办事项；禁止类不写。", "A restriction says whether verification or a further item is needed; a prohibition does not.")) { Field = "consequence" };

    public static Error NoLinkedPower() => new("lists.no-linked-power", ("监管条目至少对应一项权力。", "An entry of supervision follows at least one power.")) { Field = "powers" };

    public static Error ReasonCode() => new("lists.change-reason", ("首次起草的理由是新增，之后的版本须写明立改废、合并、下放、取消或优化。", "The first version is added; later ones say law changed, merged, delegated, cancelled or improved.")) { Field = "reason" };

    public static Error HolderFixed(string code) => new("lists.holder-fixed", new Words("“{0}”支撑审批事项，其行使机关与事项不在版本间变更。", "{0} backs an approval item; its organ and item do not change between versions.").With(code))
    { Field = "organ", WayOut = ("请终止本条（下放或合并），另以新机关的编码起草新条目。", "End this entry (delegated or merged) and draft a new one under the new organ's code.") };

    public static Error Note(string field, int most) => new("lists.note", new Words("请写明理由（4 至 {0} 字）。", "State the reasons in 4 to {0} characters.").With(most)) { Field = field };

    public static Error VerdictMissing() => new("lists.verdict-missing", ("请选择审核结论。", "Choose the outcome of the review.")) { Field = "lawful" };

    public static Error Document() => new("lists.document", ("请填写公布文件的文号（4 至 100 字）。", "Give the number of the document by which it is published (4 to 100 characters).")) { Field = "document" };

    public static Error EntryEnded(string code) => new("lists.entry-is-ended", new Words("“{0}”已终止，不再修订。", "{0} has ended and is not amended any more.").With(code), ErrorKind.Conflict)
    { WayOut = ("恢复须以新的编码起草。", "It can come back under a new code.") };

    public static Error ChangePending(string code, ListVersionState state) => new("lists.change-pending", new Words("“{0}”已有{1}的版本。", "{0} already has a version that is {2}.").With(code, Name(state).Zh, Name(state).En), ErrorKind.Conflict)
    { WayOut = ("请等待其审核、公布或撤回。", "Wait until it is reviewed, published or withdrawn.") };

    public static Error NothingPending(string code, ListVersionState state) => new("lists.nothing-pending", new Words("“{0}”没有{1}的版本。", "{0} has no version that is {2}.").With(code, Name(state).Zh, Name(state).En), ErrorKind.Conflict)
    { WayOut = ("请刷新查看现状。", "Reload to see how it stands now.") };

    public static Error NotYourDraft(string code) => new("lists.not-your-draft", new Words("“{0}”的草案由他人起草。", "The draft of {0} is somebody else's.").With(code), ErrorKind.Forbidden);

    public static Error ReviewerIsDrafter(string code) => new("lists.reviewer-is-drafter", new Words("“{0}”须由起草人以外、不同机关或不同职责的人员审核。", "{0} has to be reviewed by an officer of another organ or role than its drafter.").With(code), ErrorKind.Forbidden)
    { LegalBasis = "国办发〔2018〕115号", WayOut = ("请交由合法性审核机构审核。", "Hand it to the legality office.") };

    public static Error ReviewerIsInterested(string code) => new("lists.reviewer-is-interested", new Words("“{0}”的责任机关不得审核自己的条目。", "The organ responsible for {0} may not review its own entry.").With(code), ErrorKind.Forbidden)
    { LegalBasis = "国办发〔2018〕115号" };

    public static Error PublisherIsReviewer(string code) => new("lists.publisher-is-reviewer", new Words("“{0}”的审核人不得公布它。", "Who reviewed {0} does not publish it.").With(code), ErrorKind.Forbidden);

    public static Error ReachesBack(DateOnly today) => new("lists.reaches-back", new Words("新版本的生效日不得早于今天（{0:yyyy-MM-dd}）。", "A new version counts from today ({0:yyyy-MM-dd}) or later.").With(today))
    { Field = "validFrom", WayOut = ("请退回修改生效日。", "Have the first day changed.") };

    public static Error NotYourOrgansEntry(string organ) => new("lists.not-your-organs-entry", new Words("只能起草本机关的条目；该条目的责任机关是 {0}。", "You may draft your own organ's entries only; this one is {0}'s.").With(organ), ErrorKind.Forbidden)
    { Field = "organ" };

    public static Error Cell(string column, string given) => new("lists.cell", new Words("列“{0}”的值“{1}”无法识别。", "Column {0} has the value “{1}”, which cannot be read.").With(column, given.Length > 60 ? given[..60] : given)) { Field = column };

    public static Error Unreadable(string why) => new("lists.file-unreadable", new Words("文件无法读取：{0}", "The file cannot be read: {0}").With(why)) { Field = "file", WayOut = ("请使用本页导出的 CSV 或 JSON 格式。", "Use the CSV or JSON form that the page exports.") };

    public static Error NoSuchVersion(string code, int number) => new("lists.no-such-version", new Words("“{0}”没有已公布的第 {1} 版。", "{0} has no published version {1}.").With(code, number), ErrorKind.NotFound);

    public static Words Name(ListVersionState state) => state switch
    {
        ListVersionState.Draft => ("起草中", "being drafted"),
        ListVersionState.InReview => ("审核中", "under review"),
        ListVersionState.Returned => ("已退回", "returned"),
        ListVersionState.Cleared => ("待公布", "cleared for publication"),
        ListVersionState.Withdrawn => ("已撤回", "withdrawn"),
        _ => ("已公布", "published"),
    };

    public static Words Name(PowerState state) => state switch
    {
        PowerState.Suspended => ("已暂停", "suspended"),
        PowerState.Withdrawn => ("已取消", "withdrawn"),
        _ => ("已公布", "published"),
    };
}
