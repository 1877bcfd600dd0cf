using Tongban.Foundation;
using Tongban.Mining.Import;

namespace Tongban.Mining.Model;

/// <summary>Refusals of the mining.</summary>
internal static class MiningErrors
{
    private static readonly Words SendLess = ("请按年度或业务拆分后导入。", "Split the log by year or business and take in the parts.");

    public static Error NoSuchLog() => new("mining.no-such-log", ("没有这份日志。", "There is no such log."), ErrorKind.NotFound);

    public static Error Empty() => new("mining.empty", ("文件是空的。", "The file is empty.")) { Field = "file" };

    public static Error FileMissing() => new("mining.file-missing", ("请选择文件。", "Choose a file.")) { Field = "file", WayOut = ("可导入 XES 或 CSV，可用 gzip 压缩。", "XES or CSV, packed with gzip or plain.") };

    public static Error Name() => new("mining.name", ("名称应为 1 至 120 字。", "The name has 1 to 120 characters.")) { Field = "name" };

    public static Error Unreadable(Words why) => new("mining.unreadable", why) { Field = "file", WayOut = ("可导入 XES（IEEE 1849-2016）或 CSV（RFC 4180），可用 gzip 压缩。", "XES (IEEE 1849-2016) or CSV (RFC 4180), packed with gzip or plain.") };

    public static Error DocumentType() => new("mining.document-type", ("文件带有文档类型声明（DTD），不予读取。", "The file declares a document type (DTD) and is not read.")) { Field = "file", WayOut = ("XES 不需要文档类型声明，请删除后重试。", "XES needs none: remove it and try again.") };

    public static Error TooDeep(int most) => new("mining.too-deep", new Words("元素嵌套超过 {0} 层。", "Elements are nested more than {0} deep.").With(most)) { Field = "file" };

    public static Error TooLongValue(int kilobytes) => new("mining.too-long", new Words("单个标记或单行超过 {0} KB。", "A single tag or row is longer than {0} KB.").With(kilobytes)) { Field = "file" };

    public static Error TooLarge(long megabytes) => new("mining.too-large", megabytes > 0 ? new Words("文件超过 {0} MB。", "The file is larger than {0} MB.").With(megabytes) : ("文件过大。", "The file is too large.")) { Field = "file", WayOut = SendLess };

    public static Error Bomb(int ratio) => new("mining.packed-bomb", new Words("压缩文件展开后超过原来的 {0} 倍，不予读取。", "The packed file grows to more than {0} times its size and is not read.").With(ratio)) { Field = "file" };

    public static Error TooMany(string field, Words what, int most) => new("mining.too-many", new Words("{0}超过 {1:#,##0} 个。", "There are more than {1:#,##0} {2}.").With(what.Zh, most, what.En))
    { Field = field, WayOut = field is "events" or "cases" ? SendLess : ("请核对列的对应关系。", "Check what the columns were taken for.") };

    public static Error TooMuchText() => new("mining.too-much-text", ("日志中不同的文字过多。", "The log has too much different text.")) { Field = "file", WayOut = ("请忽略内容各不相同的列。", "Leave columns out in which every row says something else.") };

    public static Error NoEvents(ImportReport report) => new("mining.no-events", new Words("没有可用的事件；{0} 行被退回{1}。", "There are no usable events; {0} rows were rejected{2}.")
        .With(report.Rejected, report.Listed is [{ } first, ..] ? $"，首行理由：{first.ReasonZh}" : "", report.Listed is [{ } same, ..] ? $", the first because: {same.ReasonEn}" : ""))
    { Field = "file", WayOut = ("请核对列的对应关系与时间格式。", "Check what the columns were taken for and how the times are written.") };

    public static Error NoSuchColumn(string name) => new("mining.no-such-column", new Words("文件没有“{0}”列。", "The file has no column {0}.").With(name)) { Field = "mapping" };

    public static Error NoSuchRole(string? word) => new("mining.no-such-role", new Words("没有“{0}”这种列的含义。", "{0} is no meaning of a column.").With(word))
    { Field = "mapping", WayOut = ("可用：ignore、case、activity、timestamp、startTimestamp、resource、lifecycle、caseText、caseDate、eventText、eventDate。", "There are ignore, case, activity, timestamp, startTimestamp, resource, lifecycle, caseText, caseDate, eventText, eventDate.") };

    public static Error RoleMissing(ColumnRole role) => new("mining.role-missing", new Words("没有指定“{0}”列。", "No column is the {1}.").With(NameOf(role).Zh, NameOf(role).En)) { Field = "mapping" };

    public static Error RoleTwice(ColumnRole role) => new("mining.role-twice", new Words("“{0}”只能对应一列。", "Only one column can be the {1}.").With(NameOf(role).Zh, NameOf(role).En)) { Field = "mapping" };

    public static Error NoSuchZone(string? given) => new("mining.no-such-zone", new Words("没有时区“{0}”。", "There is no time zone {0}.").With(given)) { Field = "zone", WayOut = ("例如 Asia/Shanghai。", "For example Asia/Shanghai.") };

    public static Error TimeFormat() => new("mining.time-format", ("时间格式过长。", "The format of the times is too long.")) { Field = "timeFormat" };

    public static Error NoSuchClassifier(string name) => new("mining.no-such-classifier", new Words("日志没有分类器“{0}”。", "The log has no classifier {0}.").With(name)) { Field = "classifier" };

    public static Error NotImported() => new("mining.not-imported", ("这份日志还没有导入。", "This log is not taken in yet."), ErrorKind.Conflict) { WayOut = ("请先确认列的对应关系。", "Confirm what the columns mean first.") };

    public static Error ImportedAlready() => new("mining.imported-already", ("这份日志已经导入。", "This log was taken in already."), ErrorKind.Conflict);

    public static Error OwnLog() => new("mining.own-log", ("本平台的办理日志由存证账本生成，不能更改。", "The logs of this platform's own acts follow from the ledger and cannot be changed."), ErrorKind.Conflict);

    public static Error ModelLine(int line) => new("mining.model-line", new Words("规定流程第 {0} 行无法识别。", "Line {0} of the declared flow cannot be read.").With(line))
    { Field = "model", WayOut = ("每行“前一活动 > 后一活动”，或“! 必办活动”。", "One a line: “before > after”, or “! activity that must happen”.") };

    public static Error ModelCircle(string activity) => new("mining.model-circle", new Words("规定流程在“{0}”处成环。", "The declared flow goes round in a circle at {0}.").With(activity)) { Field = "model" };

    public static Error NoModel() => new("mining.no-model", ("这份日志还没有规定流程。", "This log has no declared flow yet."), ErrorKind.Conflict) { WayOut = ("请先填写规定流程。", "Enter the declared flow first.") };

    public static Error NoSuchAttribute(string? name) => new("mining.no-such-attribute", new Words("日志没有属性“{0}”。", "The log has no attribute {0}.").With(name)) { Field = "attribute" };

    public static Error NoSuchActivity(string? name) => new("mining.no-such-activity", new Words("日志没有活动“{0}”，或两个活动相同。", "The log has no activity {0}, or both are the same.").With(name)) { Field = "activity" };

    public static Error Hours() => new("mining.hours", ("请填写不小于零的时长。", "Enter a length of zero or more.")) { Field = "hours" };

    public static Error NoDeadline() => new("mining.no-deadline", ("日志没有可用作期限的日期属性。", "The log has no date that could be a deadline."), ErrorKind.Conflict) { Field = "deadline" };

    public static Error Period() => new("mining.period", ("时间段应为起止日期，且起不晚于止。", "A period has a first and a last day, in this order.")) { Field = "from" };

    public static Error NothingLeft() => new("mining.nothing-left", ("没有符合条件的案例。", "No case fulfils the conditions.")) { Field = "from" };

    public static Words NameOf(ColumnRole role) => role switch
    {
        ColumnRole.Ignore => ("不导入", "left out"), ColumnRole.Case => ("案例编号", "case"), ColumnRole.Activity => ("活动", "activity"), ColumnRole.Timestamp => ("时间", "time"), ColumnRole.StartTimestamp => ("开始时间", "time of the beginning"),
        ColumnRole.Resource => ("执行者", "resource"), ColumnRole.Lifecycle => ("生命周期", "lifecycle"), ColumnRole.CaseText => ("案例属性", "attribute of the case"), ColumnRole.CaseDate => ("案例日期", "date of the case"),
        ColumnRole.EventText => ("事件属性", "attribute of the event"), _ => ("事件日期", "date of the event"),
    };
}
