using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Plans.Model;

/// <summary>Refusals of the plans.</summary>
internal static class PlanErrors
{
    public static Error NoSuchProject(string? code) => new("plans.no-such-project", new Words("项目池中没有“{0}”。", "The pool has no project {0}.").With(code), ErrorKind.NotFound)
    { Field = "projectCode", WayOut = ("请先将项目列入储备库，或核对项目代码。", "Admit the project first, or check its code.") };

    public static Error NoSuchPool(string? pool) => new("plans.no-such-pool", new Words("没有资金池“{0}”。", "There is no fund pool {0}.").With(pool), ErrorKind.NotFound) { Field = "pool" };

    public static Error NoSuchIndicator(string? number) => new("plans.no-such-indicator", new Words("没有预算指标“{0}”。", "There is no budget indicator {0}.").With(number), ErrorKind.NotFound)
    { Field = "indicatorNo", LegalBasis = "预算法第十三条", WayOut = ("请先导入预算指标：未列入预算的不得支出。", "Import the indicator first: what is not in the budget is not spent.") };

    public static Error NoSuchPayment(string? voucher) => new("plans.no-such-payment", new Words("没有支付凭证“{0}”。", "There is no payment voucher {0}.").With(voucher), ErrorKind.NotFound) { Field = "voucherNo" };

    public static Error NoSuchPlan() => new("plans.no-such-plan", ("没有这个计划。", "There is no such plan."), ErrorKind.NotFound);

    public static Error NoSuchItem(string code) => new("plans.no-such-item", new Words("计划中没有项目“{0}”。", "The plan has no item {0}.").With(code), ErrorKind.NotFound);

    public static Error NoSuchWarning() => new("plans.no-such-warning", ("没有这条预警。", "There is no such warning."), ErrorKind.NotFound);

    public static Error NoSuchRun() => new("plans.no-such-run", ("没有这次测算。", "There is no such run."), ErrorKind.NotFound);

    public static Error NoSuchBatch() => new("plans.no-such-batch", ("没有这次导入。", "There is no such import."), ErrorKind.NotFound);

    public static Error Code(string? given) => new("plans.project-code", new Words("“{0}”不是有效的项目代码。", "{0} is no project code.").With(given))
    { Field = "code", LegalBasis = "政府投资条例第十条", WayOut = ("项目代码由在线平台赋予，如 2101-360500-04-01-123456。", "The online platform gives the code, for example 2101-360500-04-01-123456.") };

    public static Error CodeTaken(string code) => new("plans.project-known", new Words("项目“{0}”已在项目池中。", "The project {0} is in the pool already.").With(code), ErrorKind.Conflict) { Field = "code" };

    public static Error ProjectDiffersHere(string code) => new("plans.project-differs-here", new Words("项目“{0}”已在项目池中，内容不同。", "The project {0} is in the pool with other content.").With(code), ErrorKind.Conflict) { Field = "code", WayOut = ("项目池中的项目请在其页面上办理。", "What is in the pool is changed on its own page.") };

    public static Error PoolTaken(string pool) => new("plans.pool-known", new Words("资金池“{0}”已存在。", "The fund pool {0} is there already.").With(pool), ErrorKind.Conflict) { Field = "pool" };

    public static Error Length(string field, int least, int most) => new("plans.length", new Words("“{0}”应为 {1} 至 {2} 字。", "{0} has {1} to {2} characters.").With(field, least, most)) { Field = field };

    public static Error Division(string? given) => new("plans.division", new Words("“{0}”不是行政区划代码。", "{0} is no division code.").With(given)) { Field = "division" };

    public static Error Sector(string? given) => new("plans.sector", new Words("没有行业“{0}”。", "There is no sector {0}.").With(given)) { Field = "sector" };

    public static Error SectorOrgan() => new("plans.sector-organ", ("请选择行业主管部门。", "Choose the sector department.")) { Field = "sectorOrgan" };

    public static Error SectorOrganElsewhere(string organ, string? division) => new("plans.sector-organ-elsewhere", new Words("“{0}”不管辖 {1}。", "{0} has no say in {1}.").With(organ, division)) { Field = "sectorOrgan", WayOut = ("市级部门管全市项目，区县部门管本区县项目。", "A department of the city answers for projects anywhere in it, one of a county for those in the county.") };

    public static Error OtherLevel(string what, string code) => new("plans.other-level", new Words("项目“{1}”不属于“{0}”的级次。", "The project {1} belongs to another level than {0}.").With(what, code)) { Field = "code", WayOut = ("项目由其行业主管部门所在的一级编制计划、安排资金；市级资金可用于区县项目。", "A project is planned at the level of its sector department; money of the city may go to projects of its counties.") };

    public static Error Source(string field, string? given) => new("plans.source", new Words("没有资金来源“{0}”。", "There is no fund source {0}.").With(given)) { Field = field, WayOut = ("资金来源代码为 01 至 14 及 99。", "Sources are 01 to 14 and 99.") };

    public static Error SourceTwice() => new("plans.source-twice", ("同一年度同一来源只能填一行。", "A source stands once in a year.")) { Field = "shares" };

    public static Error NotFiscal(string source) => new("plans.not-fiscal", new Words("“{0}”不是财政性资金来源。", "{0} is no fiscal source.").With(source)) { Field = "budget" };

    public static Error Between() => new("plans.between", ("请填写起止日期，止不早于起。", "Give both days; the second is not before the first.")) { Field = "to" };

    public static Error PeriodReversed() => new("plans.period-reversed", ("完工日早于开工日。", "The end is before the beginning.")) { Field = "to" };

    public static Error WindowReversed() => new("plans.window-reversed", ("使用期限的截止日早于起始日。", "The window ends before it begins.")) { Field = "windowTo" };

    public static Error Year(int given) => new("plans.year", new Words("年度“{0}”不在 2015 至 2060 之间。", "The year {0} is not between 2015 and 2060.").With(given)) { Field = "year" };

    public static Error Month(int given) => new("plans.month", new Words("“{0}”不是月份。", "{0} is no month.").With(given)) { Field = "month" };

    public static Error FutureMonth(int year, int month) => new("plans.future-month", new Words("{0}年{1}月尚未开始。", "The month {0}-{1:00} has not begun.").With(year, month)) { Field = "month" };

    public static Error FutureDay(string field) => new("plans.future-day", ("日期不得晚于今天。", "The day may not be after today.")) { Field = field };

    public static Error Amount(string field) => new("plans.amount", ("金额应大于零，精确到分。", "The amount is above zero and exact to the fen.")) { Field = field };

    public static Error ShareAmount(string field, string source, int? year = null) => new("plans.share-amount", year is { } y ? new Words("{0}年“{1}”的金额应大于零，精确到分。", "The amount of {2} in {0} is above zero and exact to the fen.").With(y, NameOf(source).Zh, NameOf(source).En)
        : new Words("“{0}”的金额应大于零，精确到分。", "The amount of {1} is above zero and exact to the fen.").With(NameOf(source).Zh, NameOf(source).En)) { Field = field };

    public static Error Percent() => new("plans.percent", ("形象进度应在 0 至 100 之间。", "Physical progress is between 0 and 100.")) { Field = "physicalPercent" };

    public static Error Priority() => new("plans.priority", ("优先级为 1 至 100。", "The priority is 1 to 100.")) { Field = "priority" };

    public static Error SourcesDoNotAddUp(decimal total, decimal sum) => new("plans.sources-do-not-add-up", new Words("各来源合计 {1:0.00} 元，与总投资 {0:0.00} 元不符。", "The sources add up to {1:0.00} yuan, the total investment is {0:0.00}.").With(total, sum)) { Field = "sources" };

    public static Error Reason(string field, int least, int most) => new("plans.reason-missing", new Words("请写明理由（{0} 至 {1} 字）。", "State the reason in {0} to {1} characters.").With(least, most)) { Field = field };

    public static Error PoolState(string code, PoolState state) => new("plans.pool-state", new Words("项目“{0}”现为{1}。", "The project {0} is {2}.").With(code, Name(state).Zh, Name(state).En), ErrorKind.Conflict);

    public static Error NoSuchStep(string code, PoolState from, PoolState to) => new("plans.no-such-step", new Words("项目“{0}”现为{1}，不能转为{2}。", "The project {0} is {3}; it cannot become {4}.").With(code, Name(from).Zh, Name(to).Zh, Name(from).En, Name(to).En), ErrorKind.Conflict)
    { WayOut = ("项目依次经过储备、前期、列入计划、在建、完工、销号；可中止并恢复。", "A project goes from reserve to preparatory, planned, under construction, completed and closed; it may be suspended and resumed.") };

    public static Error ByPlanOnly(string code) => new("plans.by-plan-only", new Words("项目“{0}”随年度计划的批准列入计划。", "The project {0} becomes planned with the approval of an annual plan.").With(code), ErrorKind.Conflict) { LegalBasis = "政府投资条例第十五条、第十六条" };

    public static Error ConditionMissing(MilestoneKind kind, string basis) => new("plans.condition-missing", new Words("缺少“{0}”的批复或记录。", "There is no {1} on record.").With(Name(kind).Zh, Name(kind).En))
    { LegalBasis = basis, WayOut = ("请先登记该节点及其文号。", "Record the milestone with its document first.") };

    public static Error EntryCondition(string code, Error missing) => new("plans.entry-condition", new Words("项目“{0}”：{1}", "Project {0}: {2}").With(code, missing.Text.Zh, missing.Text.En)) { LegalBasis = missing.LegalBasis, WayOut = missing.WayOut };

    public static Error MoreThanPromised(string pool, decimal rest) => new("plans.more-than-promised", new Words("资金池“{0}”尚可到位 {1:0.00} 元。", "The pool {0} can take in {1:0.00} yuan more.").With(pool, rest)) { Field = "yuan" };

    public static Error PoolExhausted(string pool, decimal free) => new("plans.pool-exhausted", new Words("资金池“{0}”可下达额度为 {1:0.00} 元。", "The pool {0} has {1:0.00} yuan to allot.").With(pool, free))
    { Field = "yuan", LegalBasis = "政府投资条例第十八条", WayOut = ("请减少金额、调减其他指标，或改用其他资金池。", "Ask for less, lower another indicator, or use another pool.") };

    public static Error IndicatorExhausted(string number, decimal rest) => new("plans.indicator-exhausted", new Words("预算指标“{0}”余额为 {1:0.00} 元。", "The indicator {0} has {1:0.00} yuan left.").With(number, rest)) { Field = "yuan", LegalBasis = "预算法第十三条" };

    public static Error NotArrived(string pool, decimal cash) => new("plans.not-arrived", new Words("资金池“{0}”已到位未支付的资金为 {1:0.00} 元。", "Of the pool {0}, {1:0.00} yuan have arrived and are unpaid.").With(pool, cash)) { Field = "yuan" };

    public static Error OutsideWindow(string pool, DateOnly from, DateOnly to) => new("plans.outside-window", new Words("资金池“{0}”的使用期限为 {1:yyyy-MM-dd} 至 {2:yyyy-MM-dd}。", "The pool {0} may be used from {1:yyyy-MM-dd} to {2:yyyy-MM-dd}.").With(pool, from, to)) { Field = "day" };

    public static Error Earmark(string pool, Words earmark, Words sector) => new("plans.earmark", new Words("资金池“{0}”专用于{1}，项目属于{2}。", "The pool {0} is earmarked for {3}; the project belongs to {4}.").With(pool, earmark.Zh, sector.Zh, earmark.En, sector.En)) { Field = "pool" };

    public static Error ProjectDiffers(string given, string indicator, string project) => new("plans.project-differs", new Words("凭证的项目代码“{0}”与指标“{1}”的项目“{2}”不符。", "The voucher names project {0}; the indicator {1} belongs to {2}.").With(given, indicator, project)) { Field = "projectCode" };

    public static Error IndicatorTaken(string number) => new("plans.indicator-differs", new Words("预算指标“{0}”已导入，内容不同。", "The indicator {0} is there with other content.").With(number), ErrorKind.Conflict) { Field = "indicatorNo", WayOut = ("调整指标请使用指标调整。", "To change it, adjust it.") };

    public static Error VoucherTaken(string voucher) => new("plans.voucher-differs", new Words("凭证“{0}”已导入，内容不同。", "The voucher {0} is there with other content.").With(voucher), ErrorKind.Conflict) { Field = "voucherNo", WayOut = ("更正请先冲销原凭证，再以新凭证号导入。", "To correct it, reverse it and import it under a new number.") };

    public static Error AlreadyReversed(string voucher, DateOnly on) => new("plans.already-reversed", new Words("凭证“{0}”已于 {1:yyyy-MM-dd} 冲销。", "The voucher {0} was reversed on {1:yyyy-MM-dd}.").With(voucher, on), ErrorKind.Conflict);

    public static Error Cell(string column, string given) => new("plans.cell", new Words("列“{0}”的值“{1}”无法识别。", "Column {0} has the value “{1}”, which cannot be read.").With(column, given.Length > 60 ? given[..60] : given)) { Field = column };

    public static Error ColumnMissing(string column) => new("plans.column-missing", new Words("表头中没有“{0}”列。", "The head names no column {0}.").With(column)) { Field = "file", WayOut = ("请在列对应中写明，如 凭证编号=voucherNo。", "Name it in the mapping, for example Voucher=voucherNo.") };

    public static Error Unreadable(string why) => new("plans.file-unreadable", new Words("文件无法读取：{0}", "The file cannot be read: {0}").With(why)) { Field = "file", WayOut = ("请使用 UTF-8 的 CSV 或 XLSX，首行为表头。", "Use CSV in UTF-8 or XLSX; the first line is the head.") };

    public static Error TooManyRows(int most) => new("plans.too-many-rows", new Words("一次最多 {0} 行。", "At most {0} rows at once.").With(most)) { Field = "file" };

    public static Error PlanState(string title, PlanState state) => new("plans.plan-state", new Words("“{0}”现为{1}。", "{0} is {2}.").With(title, Name(state).Zh, Name(state).En), ErrorKind.Conflict);

    public static Error Frozen(string title, PlanState state) => new("plans.plan-frozen", new Words("“{0}”现为{1}，不再改动。", "{0} is {2} and is not changed any more.").With(title, Name(state).Zh, Name(state).En), ErrorKind.Conflict)
    { LegalBasis = "政府投资条例第十七条、第十八条", WayOut = ("已批准的计划请另编调整版本。", "Draw up a new version of an approved plan.") };

    public static Error PlanOpen(string title) => new("plans.plan-open", new Words("“{0}”尚在编制。", "{0} is being drawn up already.").With(title), ErrorKind.Conflict) { WayOut = ("请批准或撤回后再编新版本。", "Approve or withdraw it first.") };

    public static Error PlanThere(string title) => new("plans.plan-there", new Words("“{0}”已批准。", "{0} is approved already.").With(title), ErrorKind.Conflict) { WayOut = ("请编制调整版本。", "Draw up a new version of it.") };

    public static Error PlanEmpty() => new("plans.plan-empty", ("计划没有项目。", "The plan has no items."));

    public static Error YearOutside(int year, int from, int to) => new("plans.year-outside", new Words("{0}年不在计划期 {1}—{2} 内。", "The year {0} is outside {1} to {2}.").With(year, from, to)) { Field = "shares" };

    public static Error MoreThanTotal(string code, decimal rest) => new("plans.more-than-total", new Words("项目“{0}”尚余投资 {1:0.00} 元，计划合计超出。", "Of project {0}, {1:0.00} yuan are left; the plan is more.").With(code, rest)) { Field = "shares", LegalBasis = "政府投资条例第十二条、第二十三条" };

    public static Error OwnFieldsMissing(string code, PlanPart part) => new("plans.own-fields-missing", new Words("请先填写“{0}”由{1}部门负责的内容，再确认。", "Fill in the {2} part of {0} before confirming it.").With(code, PlanParts.Name(part).Zh, PlanParts.Name(part).En), ErrorKind.Conflict);

    public static Error NotConfirmed(string code, IReadOnlyList<PlanPart> open) => new("plans.not-confirmed", new Words("项目“{0}”尚待{1}确认。", "Project {0} waits for the confirmation of {2}.").With(code, string.Join('、', open.Select(p => PlanParts.Name(p).Zh)), string.Join(", ", open.Select(p => PlanParts.Name(p).En))), ErrorKind.Conflict);

    public static Error Differs(string code, Words what) => new("plans.plan-differs", new Words("项目“{0}”：{1}。", "Project {0}: {2}.").With(code, what.Zh, what.En), ErrorKind.Conflict) { LegalBasis = "政府投资条例第十八条", WayOut = ("请由各部门协调一致后再批准。", "The departments have to agree first.") };

    public static Error Deficit(string source, int year, decimal missing) => new("plans.fund-deficit", new Words("{0}年“{1}”计划超出资金池 {2:0.00} 元。", "In {0} the plan takes {2:0.00} yuan more from {3} than its pools have.").With(year, NameOf(source).Zh, missing, NameOf(source).En)) { LegalBasis = "政府投资条例第十八条" };

    public static Error ChangeWithoutReason(string code, PlanChangeKind kind) => new("plans.change-without-reason", new Words("项目“{0}”{1}，须写明理由。", "Project {0} was {2}: state the reason.").With(code, Name(kind).Zh, Name(kind).En)) { Field = "changeReason" };

    public static Error NotYourPart(PlanPart part) => new("plans.not-your-part", new Words("该内容由{0}部门负责。", "These fields belong to {1}.").With(PlanParts.Name(part).Zh, PlanParts.Name(part).En), ErrorKind.Forbidden);

    public static Error NotYourProject(string code) => new("plans.not-your-project", new Words("项目“{0}”不属于本单位。", "The project {0} is not yours.").With(code), ErrorKind.Forbidden);

    public static Error WarningState(WarningState state) => new("plans.warning-state", new Words("预警现为{0}。", "The warning is {1}.").With(Name(state).Zh, Name(state).En), ErrorKind.Conflict);

    public static Error DuePast() => new("plans.due-past", ("答复期限须晚于今天。", "The answer is due after today.")) { Field = "dueOn" };

    public static Error NothingToBalance() => new("plans.nothing-to-balance", ("项目池中没有可平衡的项目。", "The pool has no project to weigh.")) { WayOut = ("请先列入项目并设立资金池。", "Admit projects and open fund pools first.") };

    public static Error Factor() => new("plans.factor", ("假设的比例应为 0 至 300 的数（接口中为 0 至 3 的系数）。", "A share is a number from 0 to 300 percent (a factor from 0 to 3 in the API).")) { Field = "factors" };

    public static Words NameOf(string source) => FundSources.Exists(source) ? FundSources.Name(source) : (source, source);

    public static Words Name(FundingMode mode) => mode switch
    {
        FundingMode.Direct => ("直接投资", "direct investment"),
        FundingMode.Capital => ("资本金注入", "capital injection"),
        FundingMode.Subsidy => ("投资补助、贷款贴息", "subsidy"),
        _ => ("企业投资", "enterprise investment"),
    };

    public static Words Name(BatchKind kind) => kind switch
    {
        BatchKind.Indicators => ("预算指标", "Budget indicators"),
        BatchKind.Arrivals => ("资金到位", "Arrivals"),
        BatchKind.Payments => ("支付记录", "Payments"),
        BatchKind.Projects => ("储备项目", "Projects for the pool"),
        _ => ("月度进度", "Monthly returns"),
    };

    public static Words Name(PoolState state) => state switch
    {
        Model.PoolState.Reserve => ("储备", "in reserve"),
        Model.PoolState.Preparatory => ("前期", "preparatory"),
        Model.PoolState.Planned => ("列入计划", "planned"),
        Model.PoolState.UnderConstruction => ("在建", "under construction"),
        Model.PoolState.Completed => ("完工", "completed"),
        Model.PoolState.Closed => ("销号", "closed"),
        _ => ("中止", "suspended"),
    };

    public static Words Name(PlanState state) => state switch
    {
        Model.PlanState.Drafting => ("编制中", "being drawn up"),
        Model.PlanState.Approved => ("已批准", "approved"),
        Model.PlanState.Superseded => ("已被调整", "superseded"),
        _ => ("已撤回", "withdrawn"),
    };

    public static Words Name(WarningState state) => state switch
    {
        Model.WarningState.Open => ("待处置", "open"),
        Model.WarningState.Ordered => ("已责令说明", "ordered to answer"),
        Model.WarningState.Answered => ("已答复", "answered"),
        _ => ("已解除", "cleared"),
    };

    public static Words Name(PlanChangeKind kind) => kind switch
    {
        PlanChangeKind.Added => ("新增", "added"),
        PlanChangeKind.Removed => ("调出", "removed"),
        PlanChangeKind.Cut => ("调减", "cut"),
        PlanChangeKind.Shifted => ("后移", "put off"),
        PlanChangeKind.Raised => ("调增", "raised"),
        _ => ("调整来源", "paid from elsewhere"),
    };

    public static Words Name(MilestoneKind kind) => kind switch
    {
        MilestoneKind.Proposal => ("项目建议书", "project proposal"),
        MilestoneKind.Feasibility => ("可行性研究报告", "feasibility study"),
        MilestoneKind.Estimate => ("初步设计概算", "verified estimate"),
        MilestoneKind.SubsidyProcedure => ("投资补助程序", "subsidy procedure"),
        MilestoneKind.ConstructionPermit => ("施工许可", "construction permit"),
        MilestoneKind.StartReport => ("开工报告", "start report"),
        MilestoneKind.EstimateAdjustment => ("概算调整", "adjustment of the estimate"),
        MilestoneKind.ContentChanged => ("地点、规模或内容变更", "change of site, scale or content"),
        MilestoneKind.Completion => ("竣工验收", "completion acceptance"),
        _ => ("竣工财务决算", "final accounts"),
    };
}
