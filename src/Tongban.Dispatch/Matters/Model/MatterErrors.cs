using Tongban.Foundation;

namespace Tongban.Dispatch.Matters;

/// <summary>Refusals of the dispatch of difficulties.</summary>
internal static class MatterErrors
{
    public static Error NoSuchMatter() => new("dispatch.no-such-matter", ("没有这件困难事项，或您无权查看。", "There is no such matter, or it is not for you to see."), ErrorKind.NotFound);

    public static Error NoSuchProject(string? code) => new("dispatch.no-such-project", ($"没有项目 {code}，或您无权查看。", $"There is no project {code}, or it is not for you to see."), ErrorKind.NotFound) { Field = "project" };

    public static Error NoDispatch() => new("dispatch.none-here", ("本市目录没有调度模型。", "The city’s catalogue has no dispatch models."), ErrorKind.Conflict);

    public static Error ProjectEnded(string code) => new("dispatch.project-ended", ($"项目 {code} 已终止，不能申报困难。", $"Project {code} has ended; nothing more is reported for it."), ErrorKind.Conflict);

    public static Error NotTheUnit() => new("dispatch.not-the-unit", ("只有项目单位可以这样办理。", "Only the project's unit does this."), ErrorKind.Forbidden);

    public static Error NotTheOffice() => new("dispatch.not-the-office", ("由调度办公室办理。", "The dispatch office does this."), ErrorKind.Forbidden);

    public static Error NotYourTask() => new("dispatch.not-your-task", ("本单位没有这件事项的待办任务。", "Your unit has no open task in this matter."), ErrorKind.Forbidden);

    public static Error NoSuchModel(string? code) => new("dispatch.no-such-model", ($"没有模型 {code}。", $"There is no model {code}.")) { Field = "model" };

    public static Error NothingChosen() => new("dispatch.nothing-chosen", ("请至少选择一件。", "Choose at least one."));

    public static Error ModelUndecided() => new("dispatch.model-undecided", ("请回答引导问题，或直接选择模型。", "Answer the questions, or choose a model.")) { Field = "model" };

    public static Error TextMissing(string field, Words what) => new("dispatch.text-missing", ($"请写明{what.Zh}。", $"Write {what.En}.")) { Field = field };

    public static Error TooLong(string field, int most) => new("dispatch.too-long", ($"不超过 {most} 字。", $"At most {most} characters.")) { Field = field };

    public static Error FieldMissing(string field, Words name) => new("dispatch.field-missing", ($"请填写{name.Zh}。", $"Fill in: {name.En}.")) { Field = field };

    public static Error FieldUnreadable(string field, Words name) => new("dispatch.field-unreadable", ($"{name.Zh}无法识别。", $"{name.En}: cannot be read.")) { Field = field };

    public static Error PlaceMissing() => new("dispatch.place-missing", ("请在地图上标出位置。", "Show the place on the map.")) { Field = "place" };

    public static Error PlaceUnreadable() => new("dispatch.place-unreadable", ("位置应为经纬度 GeoJSON。", "The place has to be GeoJSON in longitude and latitude.")) { Field = "place" };

    public static Error DayInFuture() => new("dispatch.day-in-future", ("发生日期不能晚于今天。", "It cannot have begun after today.")) { Field = "occurredOn" };

    public static Error ExpectedPast() => new("dispatch.expected-past", ("期望解决日期不能早于今天。", "The day you hope for cannot be past.")) { Field = "expectedOn" };

    public static Error TooManyFiles(int most) => new("dispatch.too-many-files", ($"一次最多上传 {most} 个文件。", $"At most {most} files at a time.")) { Field = "files" };

    public static Error EvidenceMissing() => new("dispatch.evidence-missing", ("坚持申报须附证据材料。", "Insisting needs evidence: attach at least one file.")) { Field = "files" };

    public static Error NotNow(MatterState state) => new("dispatch.not-now", ($"事项当前为“{state.Name().Zh}”，不能这样办理。", $"The matter is “{state.Name().En}”; this cannot be done now."), ErrorKind.Conflict);

    public static Error TaskNotNow(DispatchTaskState state) => new("dispatch.task-not-now", ($"任务当前为“{state.Name().Zh}”，不能这样办理。", $"The task is “{state.Name().En}”; this cannot be done now."), ErrorKind.Conflict);

    public static Error Binding() => new("dispatch.binding", ("责任单位已由调度办公室裁定，不能再退回。", "The dispatch office decided with binding effect; it cannot be returned any more."), ErrorKind.Conflict);

    public static Error GroundMissing() => new("dispatch.ground-missing", ("请选择退回理由。", "Choose the ground.")) { Field = "ground" };

    public static Error NoSuchOrgan(string? organ) => new("dispatch.no-such-organ", ($"没有机关 {organ}。", $"There is no organ {organ}.")) { Field = "organ" };

    public static Error SameOrgan() => new("dispatch.same-organ", ("不能指定本单位。", "Name another unit.")) { Field = "organ" };

    public static Error OutcomeMissing() => new("dispatch.outcome-missing", ("请选择办理结果。", "Choose the outcome.")) { Field = "outcome" };

    public static Error DecisionMissing() => new("dispatch.decision-missing", ("请作出选择。", "Choose one.")) { Field = "accepted" };

    public static Error HighestAlready() => new("dispatch.highest-already", ("该事项已由市领导协调，没有更高层级。", "The city’s leaders coordinate it already; there is no higher level."), ErrorKind.Conflict) { Field = "outcome" };

    public static Error CannotMerge() => new("dispatch.cannot-merge", ("只能并入本模型的另一件未办结事项。", "It can only go into another open matter of the same model."), ErrorKind.Conflict) { Field = "into" };

    public static Error MergedAlready() => new("dispatch.merged-already", ("该事项已有并入的事项，请把它们并入同一件。", "Others were merged into this one; merge the other way round."), ErrorKind.Conflict) { Field = "into" };
}
