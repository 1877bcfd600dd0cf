using Tongban.Foundation;

namespace Tongban.Dispatch.Weekly.Model;

/// <summary>Refusals of the weekly dispatch.</summary>
internal static class WeeklyErrors
{
    private const string Rule = "重大项目按周调度制度";

    public static Error WeekForm(string? given, string field) => new("weekly.week-form", new Words("“{0}”不是周次。", "{0} is no week.").With(given)) { Field = field, WayOut = ("周次写作 2026-W09。", "A week is written 2026-W09.") };

    public static Error NoSuchProject(string? code) => new("weekly.no-such-project", new Words("没有项目“{0}”。", "There is no project {0}.").With(code), ErrorKind.NotFound) { Field = "code", WayOut = ("请核对项目代码。", "Check the project code.") };

    public static Error ProjectEnded(string code) => new("weekly.project-ended", new Words("项目“{0}”已撤回、作废或失效，不能列入。", "The project {0} was withdrawn, invalidated or has lapsed and cannot be listed.").With(code), ErrorKind.Conflict) { Field = "code" };

    public static Error NotListed(string code) => new("weekly.not-listed", new Words("项目“{0}”不在该周的重大项目清单中。", "The project {0} is not on the list of that week.").With(code), ErrorKind.Conflict) { WayOut = ("由发展和改革部门列入清单后再报送。", "The development and reform commission puts it on the list first.") };

    public static Error NotYours() => new("weekly.not-yours", ("只有项目单位，或为其代报的发展和改革部门可以报送。", "Only the project unit returns its week, or the development and reform commission for it."), ErrorKind.Forbidden) { LegalBasis = Rule };

    public static Error NotYourList() => new("weekly.not-your-list", ("市发展和改革委员会管理清单；区县发展和改革委员会只能列入本区县的区县重点项目。", "The city's development and reform commission keeps the list; that of a county only lists county key projects of its own."), ErrorKind.Forbidden) { LegalBasis = Rule };

    public static Error FutureWeek(string week) => new("weekly.future-week", new Words("{0} 尚未开始。", "{0} has not begun.").With(week)) { Field = "week" };

    public static Error PastWeek(int weeks) => new("weekly.past-week", new Words("只能报送或更正最近 {0} 周。", "Only the last {0} weeks can be returned or corrected.").With(weeks)) { Field = "week" };

    public static Error RevisionStale(int seen, int current) => new("weekly.revision-stale", new Words("您看到的是第 {0} 版，现在已有第 {1} 版。", "You saw revision {0}; there is a revision {1} by now.").With(seen, current), ErrorKind.Stale) { WayOut = ("请重新打开，核对后再更正。", "Open it again, look at it, then correct.") };

    public static Error Reason() => new("weekly.reason", ("请说明理由（2 至 400 字）。", "State the reason (2 to 400 characters).")) { Field = "reason" };

    public static Error CorrectionReason() => new("weekly.correction-reason", ("更正须说明原因（2 至 400 字）；原报送保留。", "A correction needs its reason (2 to 400 characters); what was returned before is kept.")) { Field = "reason" };

    public static Error PlanYear() => new("weekly.plan-year", ("计划年度应在 2015 至 2100 之间。", "The plan's year is between 2015 and 2100.")) { Field = "planYear" };

    public static Error PlannedAmount() => new("weekly.planned-amount", ("年度计划投资不得为负，也不得超过总投资。", "The year's planned investment is not below zero and not above the total.")) { Field = "plannedYearWan" };

    public static Error Missing(string field, Words what) => new("weekly.missing", new Words("请填写{0}。", "Enter {1}.").With(what.Zh, what.En)) { Field = field };

    public static Error AfterWeek() => new("weekly.after-week", ("复工日期晚于本周。", "The day of resumption is after the week.")) { Field = "resumedOn" };

    public static Error Number(string field, decimal most) => new("weekly.number", new Words("应为 0 至 {0:#,##0} 的数，至多四位小数。", "A number from 0 to {0:#,##0} with at most four decimals.").With(most)) { Field = field };

    public static Error Percent() => new("weekly.percent", ("形象进度应在 0 至 100 之间。", "Physical progress is between 0 and 100.")) { Field = "physicalPct" };

    public static Error Twice(string field) => new("weekly.twice", ("同一种类只能填一行。", "A kind stands once.")) { Field = field };

    public static Error TooLong(string field, int most) => new("weekly.too-long", new Words("至多 {0} 字。", "At most {0} characters.").With(most)) { Field = field };

    public static Error Unreadable(string why) => new("weekly.unreadable", new Words("文件无法读取：{0}", "The file cannot be read: {0}").With(why)) { Field = "file" };

    public static Error ColumnMissing(string column) => new("weekly.column-missing", new Words("缺少列“{0}”。", "The column {0} is missing.").With(column)) { Field = "file", WayOut = ("下载模板，或在对应关系中写明“文件列名=字段名”。", "Take the template, or say “head=field” in the mapping.") };

    public static Error Cell(string field, Words name, string text) => new("weekly.cell", ($"{name.Zh}“{text}”无法识别。", $"“{text}” cannot be read as {name.En}.")) { Field = field };

    public static Error TooManyLines(int most) => new("weekly.too-many-lines", new Words("一次最多 {0} 行。", "At most {0} lines at once.").With(most)) { Field = "file", WayOut = ("请分成几个文件导入。", "Split the file.") };

    public static Error NoFile() => new("weekly.no-file", ("请选择文件。", "Choose the file.")) { Field = "file" };

    public static Error TooLarge(int bytes) => new("weekly.too-large", new Words("文件超过 {0} MB。", "The file has more than {0} MB.").With(bytes / 1_000_000)) { Field = "file", WayOut = ("请分成几个文件导入。", "Split the file.") };

    public static Error NoLines() => new("weekly.no-lines", ("文件中没有数据行。", "The file has no line of data.")) { Field = "file", WayOut = ("首行为表头，从第二行起每行一个项目。", "The first line is the head; from the second on, a line a project.") };
}
