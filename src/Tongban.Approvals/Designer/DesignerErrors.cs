using Tongban.Foundation;
using Tongban.Foundation.Catalogue;

namespace Tongban.Approvals.Designer;

/// <summary>Refusals of the flow designer.</summary>
internal static class DesignerErrors
{
    public static Error NoSuchDraft() => new("approvals.no-such-draft", ("没有这个草稿。", "There is no such draft."), ErrorKind.NotFound);

    public static Error NoFlowYet() => new("approvals.no-flow-yet", ("还没有发布任何目录版本，无从起草。", "No version of the flow is published yet that a draft could begin from."), ErrorKind.Conflict);

    public static Error DraftClosed(DraftState state) => new("approvals.draft-closed", ($"草稿{state.Name().Zh}，不能再修改。", $"The draft is {state.Name().En}; it can no longer be changed."), ErrorKind.Conflict)
    { WayOut = ("请从现行版本新建草稿。", "Begin a new draft from the version in force.") };

    public static Error TitleMissing() => new("approvals.draft-title", ("请填写草稿名称，不超过 80 字。", "Give the draft a name of at most 80 characters.")) { Field = "title" };

    public static Error NoSuchDraftItem(string code) => new("approvals.no-such-draft-item", ($"草稿中没有事项 {code}。", $"The draft has no item {code}."), ErrorKind.NotFound) { Field = "item" };

    public static Error NoSuchDraftStage(int no) => new("approvals.no-such-draft-stage", ($"草稿中没有第 {no} 阶段。", $"The draft has no stage {no}."), ErrorKind.NotFound) { Field = "stage" };

    public static Error NoSuchDraftPart(string id) => new("approvals.no-such-draft-part", ($"草稿中没有“{id}”。", $"The draft has no “{id}”."), ErrorKind.NotFound) { Field = "id" };

    public static Error PartExists(string id) => new("approvals.draft-part-exists", ($"草稿中已有“{id}”。", $"The draft has “{id}” already."), ErrorKind.Conflict) { Field = "id", WayOut = ("请换一个编号，或者修改已有的。", "Take another id, or change the one that is there.") };

    public static Error PartIdForm(string id) => new("approvals.draft-part-id", ($"“{id}”不是编号：字母开头，只用字母、数字和连字符，2 至 40 位。", $"“{id}” is no id: a letter first, then letters, digits and hyphens, 2 to 40 in all.")) { Field = "id", WayOut = ("例如 M50、siteSlope、expert-review。", "For example M50, siteSlope, expert-review.") };

    public static Error ChoiceLine(int line) => new("approvals.draft-choice-line", ($"选项第 {line} 行应为“编码|中文|英文”。", $"Line {line} of the choices should be “code|Chinese|English”.")) { Field = "values" };

    public static Error ItemExists(string code) => new("approvals.draft-item-exists", ($"草稿中已有事项 {code}。", $"The draft has an item {code} already."), ErrorKind.Conflict) { Field = "code" };

    public static Error ItemCodeForm(string code) => new("approvals.draft-item-code", ($"“{code}”不是事项编码，应如 S1-13：阶段与两位序号。", $"“{code}” is no code of an item; it is like S1-13: the stage and two digits.")) { Field = "code" };

    public static Error NotAWholeNumber(string field, string? text) => new("approvals.not-a-whole-number", ($"“{text}”不是零至九百九十九之间的整数。", $"“{text}” is no whole number from 0 to 999.")) { Field = field };

    public static Error NotOneOf(string field, string? text) => new("approvals.not-one-of", ($"没有“{text}”这个选项。", $"“{text}” is not offered here.")) { Field = field };

    public static Error NotText() => new("approvals.draft-not-text", ("内容含有不能保存的控制字符。", "The content has control characters that cannot be kept.")) { Field = "flow" };

    /// <summary>The body is not a flow file; every place that does not fit is named.</summary>
    public static Error NotAFlowFile(IReadOnlyList<CatalogueFault> faults) => AsError("approvals.not-a-flow-file", faults, ErrorKind.Invalid);

    /// <summary>The draft is broken; every fault is named.</summary>
    public static Error DraftFaulty(IReadOnlyList<CatalogueFault> faults) => new Error("approvals.draft-faulty",
        ($"草稿有 {faults.Count} 处错误，不能发布。", $"The draft has {faults.Count} faults and cannot be published."))
    { WayOut = ("请先改正下列各处。", "Put these places right first."), Also = [.. faults.Take(50).Select(f => new Error("approvals.draft-fault", f.Text.At(f), ErrorKind.Invalid) { Field = f.Path })] };

    public static Error DraftUnchanged(string version) => new("approvals.draft-unchanged", new Words("草稿内容与已发布的版本 {0} 相同。", "The draft is version {0}, which is published already.").With(version), ErrorKind.Conflict);

    /// <summary>Someone else published meanwhile: to publish this draft would silently undo it.</summary>
    public static Error DraftOutdated(string basedOn, string current) => new("approvals.draft-outdated",
        new Words("草稿起于版本 {0}，现行版本已是 {1}；直接发布会抹去其间的修改。", "The draft was begun from version {0}; version {1} is in force now, and its changes would be lost.").With(basedOn, current), ErrorKind.Conflict)
    { WayOut = ("请从现行版本新建草稿，再作修改。", "Begin a draft from the version in force and make the changes there.") };

    public static Error NoModelChosen() => new("approvals.no-model-chosen", ("请选择要导入的文件。", "Choose the file to import.")) { Field = "file" };

    public static Error NothingToCompute() => new("approvals.draft-not-computable", ("草稿的错误使关键路径无法计算，请先改正。", "The faults of the draft stand in the way of computing its days; put them right first."), ErrorKind.Conflict);

    public static Error AlreadyThere(string version) => new("approvals.already-there", new Words("该办件已按版本 {0} 办理。", "The case is under version {0} already.").With(version), ErrorKind.Conflict);

    public static Error MoveNotInForce(string version, string current) => new("approvals.move-not-in-force",
        new Words("版本 {0} 不是现行版本；在办件只能转入现行版本 {1}。", "Version {0} is not in force; running cases can only be moved to version {1}.").With(version, current), ErrorKind.Conflict);

    public static Error NothingChosenToMove(int most) => new("approvals.no-case-chosen", ($"请选择要转入的在办件，一次不超过 {most} 件。", $"Choose the cases to move, at most {most} at a time.")) { Field = "cases" };

    private static Error AsError(string code, IReadOnlyList<CatalogueFault> faults, ErrorKind kind) =>
        Error.Combine([.. faults.Take(50).Select(f => new Error(code, f.Text.At(f), kind) { Field = f.Path })])!;

    private static Words At(this Words text, CatalogueFault fault) => fault.Path.Length == 0 ? text : ($"{fault.Path}：{text.Zh}", $"{fault.Path}: {text.En}");
}
