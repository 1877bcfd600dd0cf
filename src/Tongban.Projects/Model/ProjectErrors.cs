using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Projects.Contracts;

namespace Tongban.Projects.Model;

internal static class ProjectErrors
{
    public const string Filing3 = "企业投资项目核准和备案管理条例第三条";
    public const string Filing13 = "企业投资项目核准和备案管理条例第十三条";
    private const string Verification6 = "企业投资项目核准和备案管理条例第六条";
    private const string Government = "政府投资条例第九条、第十六条";

    public static string BasisOf(ProjectType type) => type switch
    {
        ProjectType.Filing => Filing13,
        ProjectType.Verification => Verification6,
        _ => Government,
    };

    public static Error Prohibited(ScreeningHit hit) => new("projects.prohibited",
        new Words("本项目属于负面清单禁止的“{0}”（{1} 第 {2} 版）：{3}。{4}。", "The negative list forbids this: “{5}” ({1}, version {2}). {6}.").With(hit.NameZh, hit.Entry, hit.Version, hit.Measure, hit.WhyZh, hit.NameEn, hit.WhyEn))
    { Field = "content", LegalBasis = hit.LegalBasis, WayOut = hit.WayOut };

    public static Error FilingNotEnough(ScreeningHit hit) => new("projects.filing-not-enough",
        new Words("本项目属于负面清单限制的“{0}”（{1} 第 {2} 版），不能备案，须核准或审批。{3}。", "The negative list restricts this: “{4}” ({1}, version {2}); it needs verification or approval, not a filing. {5}.").With(hit.NameZh, hit.Entry, hit.Version, hit.WhyZh, hit.NameEn, hit.WhyEn))
    { Field = "type", LegalBasis = hit.LegalBasis, WayOut = hit.WayOut };

    public static Error NotFound(string what) => new("projects.not-found", new Words("没有项目{0}，或您无权查看。", "There is no project {0}, or not for you.").With(what), ErrorKind.NotFound)
    { WayOut = ("请核对项目代码。", "Check the project code.") };

    public static Error Missing(string field, Words what, string basis) => new("projects.missing", new Words($"请填写{what.Zh}。", $"Please give {what.En}."))
    { Field = field, LegalBasis = basis, WayOut = ("已填内容保存在草稿中，补齐后再提交。", "What you filled in is kept as a draft; complete it and submit again.") };

    public static Error Length(string field, Words what, int min, int max, int length) => new("projects.length",
        new Words($"{what.Zh}应为{min}至{max}个字，现为{length}个字。", $"Please give {what.En} in {min} to {max} characters; it has {length}."))
    { Field = field, WayOut = ("请补充或精简文字。", "Add to it or shorten it.") };

    public static Error Character(string field, Words what, char bad) => new("projects.character",
        new Words($"{what.Zh}含有不允许的字符（U+{(int)bad:X4}）。", $"There is a character (U+{(int)bad:X4}) that is not allowed in {what.En}."))
    { Field = field, WayOut = ("请删除换行、控制字符、尖括号和乱码。", "Remove line breaks, control characters, angle brackets and garbled text.") };

    public static Error Phone(string field) => new("projects.phone", ("联系电话应为11位手机号或带区号的固定电话。", "The telephone must be a mobile number of 11 digits or a landline with area code."))
    { Field = field, WayOut = ("例如13800000000或0790-6440000。", "For example 13800000000 or 0790-6440000.") };

    public static Error CreditCode(string field) => new("projects.credit-code", ("统一社会信用代码不正确，校验位不符。", "This is not a valid unified social credit code."))
    { Field = field, LegalBasis = "GB 32100-2015", WayOut = ("请对照营业执照重新填写18位代码。", "Copy the 18 characters again from the licence.") };

    public static Error Division(string field, string given) => new("projects.division", new Words("行政区划“{0}”不属于本市。", "Division '{0}' does not belong to this city.").With(Short(given)))
    { Field = field, LegalBasis = "GB/T 2260", WayOut = ("请选择本市的县（区）；外地项目请到所在地申报。", "Choose a county or district of this city; declare other projects where they are.") };

    public static Error Industry(string field, string given) => new("projects.industry", new Words("行业代码“{0}”不存在。", "There is no industry code '{0}'.").With(Short(given)))
    { Field = field, LegalBasis = "GB/T 4754-2017", WayOut = ("请从国民经济行业分类中选择。", "Choose it from the classification of industries.") };

    public static Error Amount(string field) => new("projects.amount", ("金额应不小于零（总投资应大于零）、不超过10万亿元，且最多两位小数（单位：元）。", "An amount must not be negative (the total must be above zero), at most 10 trillion, with at most two decimals, in yuan."))
    { Field = field, WayOut = ("请核对单位是元而不是万元。", "Check that the unit is yuan, not ten thousand yuan.") };

    public static Error Source(string field, string given) => new("projects.source", new Words("资金来源代码“{0}”不存在。", "There is no fund source '{0}'.").With(Short(given)))
    { Field = field, WayOut = ("请从列表中选择资金来源。", "Choose the source from the list.") };

    public static Error SourceTwice(string code) => new("projects.source-twice", new Words("资金来源“{0}”填写了两次。", "Fund source '{0}' is given twice.").With(Short(code)))
    { Field = "sources", WayOut = ("请合并为一行。", "Put them into one line.") };

    public static Error SourcesDiffer(decimal sum, decimal total) => new("projects.sources-differ",
        new Words("各项资金来源合计{0:0.##}元，与总投资{1:0.##}元相差{2:0.##}元。", "The sources add up to {0:0.##} yuan; the total investment is {1:0.##}, {2:0.##} apart.").With(sum, total, Math.Abs(sum - total)))
    { Field = "sources", WayOut = ("请更正各项来源或总投资，使两者相等。", "Correct the sources or the total so that they are equal.") };

    public static Error StartInThePast(DateOnly today, string basis) => new("projects.start-in-the-past",
        new Words("计划开工日期早于今天（{0:yyyy-MM-dd}）：项目应在开工建设前申报。", "The planned start lies before today ({0:yyyy-MM-dd}): a project is declared before construction begins.").With(today))
    { Field = "plannedStart", LegalBasis = basis, WayOut = ("请填写今天或以后的日期；已开工的项目请联系发展改革部门。", "Give today or a later day; if work has begun, speak to the development commission.") };

    public static Error FinishBeforeStart(string basis) => new("projects.finish-before-start", ("计划竣工日期早于计划开工日期。", "The planned finish lies before the planned start."))
    { Field = "plannedFinish", LegalBasis = basis, WayOut = ("请更正日期。", "Correct the dates.") };

    public static Error FinishTooFar(string basis) => new("projects.finish-too-far", ("计划竣工日期在30年以后。", "The planned finish is more than 30 years away."))
    { Field = "plannedFinish", LegalBasis = basis, WayOut = ("请核对年份。", "Check the year.") };

    public static Error LandArea { get; } = new("projects.land-area", ("用地面积应为0至10亿平方米。", "The land area must be between 0 and one billion m²."))
    { Field = "landArea", WayOut = ("请核对单位是平方米；1公顷为10000平方米，1亩约为666.67平方米。", "Check that the unit is m²; a hectare has 10,000, a mu about 666.67.") };

    public static Error SiteMissing(string basis) => new("projects.site-missing", ("使用土地的项目应提供用地范围。", "A project that uses land gives its boundary."))
    { Field = "site", LegalBasis = basis, WayOut = ("请粘贴GeoJSON，或上传界址点坐标文件；不用地的项目请将用地面积填为0。", "Paste GeoJSON or upload a boundary-point file; without land, give 0 as land area.") };

    public static Error PolicyNotDeclared { get; } = new("projects.policy-not-declared", ("备案项目应声明符合产业政策。", "A filing project declares that it meets the industrial policy."))
    {
        Field = "policyDeclared",
        LegalBasis = Filing13 + "第一款第（四）项",
        WayOut = ("请确认项目不属于禁止投资建设或核准目录内的项目后勾选。", "Make sure that the project is neither forbidden nor on the verification catalogue, then tick the box."),
    };

    public static Error TooManyFacts { get; } = new("projects.too-many-facts", ("补充信息不得超过50项。", "At most 50 further answers are taken."))
    { Field = "facts", WayOut = ("请只回答表单中的问题。", "Answer only the questions of the form.") };

    public static Error Fact(string key) => new("projects.fact", new Words("补充信息“{0}”的名称或内容不符合要求。", "The further answer '{0}' has a name or a value that is not allowed.").With(Short(key)))
    { Field = "facts", WayOut = ("名称用字母和数字，内容不超过1000个字且不换行。", "Names have letters and digits, values at most 1000 characters without line breaks.") };

    public static Error NotPossible(ProjectStatus status) => new("projects.not-possible", new Words("项目当前状态（{0}）不能这样办理。", "The project's present state ({0}) does not allow this.").With(status), ErrorKind.Conflict)
    { WayOut = ("请刷新页面查看最新状态。", "Reload the page to see its present state.") };

    public static Error Reason { get; } = new("projects.reason", ("请填写理由，2至500个字。", "Please give a reason of 2 to 500 characters."))
    { Field = "reason", LegalBasis = "固定资产投资项目代码管理规范", WayOut = ("请写明事实和依据。", "State the facts and the rule.") };

    public static Error ChangeReason { get; } = new("projects.change-reason", ("请说明为什么变更，2至500个字。", "Say in 2 to 500 characters why it is changed."))
    { Field = "reason", WayOut = ("例如“建设规模优化，减少一栋厂房”。", "For example: one building fewer after a better layout.") };

    public static Error NothingChanged { get; } = new("projects.nothing-changed", ("没有任何内容与现有信息不同。", "Nothing differs from what is on record."))
    { WayOut = ("请修改需要变更的内容后再提交。", "Change what is to be changed, then send it.") };

    public static Error UnitsOwn(string field) => new("projects.change-units-own", ("项目名称、工期和联系方式由项目单位自行变更。", "Name, dates and contact are the unit's own to change."), ErrorKind.Forbidden)
    { Field = field, WayOut = ("请项目单位在项目页面变更。", "Ask the unit to change it on the project's page.") };

    public static Error AskTheAuthority(string field, ProjectType type) => new("projects.change-by-authority",
        type is ProjectType.Verification
            ? ("核准项目变更建设地点、规模、内容或投资，应当向原核准机关提出申请，二十个工作日内决定。", "Place, scale, content and amount of a verified project are changed by the authority that verified it, within 20 working days.")
            : ("审批项目变更建设地点，或较大变更规模、内容、投资，应当报原审批机关审批。", "Place, scale, content and amount of an approved project are changed by the authority that approved it."), ErrorKind.Forbidden)
    {
        Field = field,
        LegalBasis = type is ProjectType.Verification ? "企业投资项目核准和备案管理条例第十一条" : "政府投资条例第二十一条",
        WayOut = ("请在项目页面“申请变更”，由发展和改革部门决定；其他内容可以先变更。", "Ask for the change on the project's page; the development and reform commission decides. Change the rest at once."),
    };

    public static Error UnitChangesItself { get; } = new("projects.change-by-unit", ("备案项目由项目单位直接变更并告知备案机关，无需申请。", "The unit changes a filed project itself and tells the authority; nothing is asked for."), ErrorKind.Conflict)
    { LegalBasis = "企业投资项目核准和备案管理条例第十四条", WayOut = ("请在项目页面“变更项目信息”。", "Change it on the project's page.") };

    public static Error NoSuchRequest { get; } = new("projects.no-such-request", ("没有这件变更申请，或您无权查看。", "There is no such request, or it is not for you to see."), ErrorKind.NotFound);

    public static Error RequestPending(string code) => new("projects.change-requested-already", new Words("变更申请 {0} 尚未办结。", "Request {0} is still to be decided.").With(code), ErrorKind.Conflict)
    { WayOut = ("请等待决定，或者撤回后重新申请。", "Wait for the decision, or take it back and ask anew.") };

    public static Error RequestOver(Words state) => new("projects.request-over", new Words("该申请已经办结：{0}。", "This request is over: {1}.").With(state.Zh, state.En), ErrorKind.Conflict);

    public static Error NotYourRequest(Words organ) => new("projects.request-not-yours", new Words("由“{0}”或者市级发展和改革部门决定。", "This is for {1}, or for the development and reform commission of the city.").With(organ.Zh, organ.En), ErrorKind.Forbidden);

    public static Error AnswerMissing { get; } = new("projects.request-answer-missing", ("请选择同意或者不同意。", "Agree or refuse.")) { Field = "agreed" };

    public static Error OpinionMissing { get; } = new("projects.request-opinion", ("不同意变更的，须写明理由和依据。", "A refusal states its reasons and the law."))
    { Field = "opinion", LegalBasis = "行政许可法第三十八条" };

    public static Error OpinionTooLong(int most) => new("projects.request-opinion-long", new Words("意见不超过 {0} 字。", "At most {0} characters.").With(most)) { Field = "opinion" };

    public static Error NotTheAuthority { get; } = new("projects.change-not-yours", ("只有项目单位，或者本级、市级发展和改革部门可以变更项目信息。", "Only the project's unit, or the development and reform commission of its division or of the city, may change its data."), ErrorKind.Forbidden);

    public static Error DraftTooLarge { get; } = new("projects.draft-too-large", ("草稿不得超过300个字段、4 MB。", "A draft may have at most 300 fields and 4 MB."))
    { WayOut = ("请缩小用地范围文件。页面上的内容不会丢失。", "Make the boundary smaller. What is on the page is not lost.") };

    public static Error Document(string field, Words rule) => new("projects.document", rule)
    { Field = field, WayOut = ("请更正后重新归档。", "Correct it and file the document again.") };

    public static Error Category(string given) => new("projects.category", new Words("建设性质代码“{0}”不存在。", "There is no project category '{0}'.").With(Short(given)))
    { Field = "category", LegalBasis = "固定资产投资项目代码管理规范", WayOut = ("请从列表中选择建设性质。", "Choose the category from the list.") };

    public static Error OwnerNotActedFor { get; } = new("projects.owner-not-acted-for", ("只能为当前身份所代表的单位申报项目。", "Projects are declared for the unit you are acting for."), ErrorKind.Forbidden)
    { Field = "owner", WayOut = ("请在右上角切换到该单位的身份后再申报。", "Switch to that unit's capacity in the menu at the top right.") };

    public static Error NoMandate { get; } = new("projects.no-mandate", ("您没有该单位在有效期内的办事授权。", "You hold no mandate of this unit that is in force today."), ErrorKind.Forbidden)
    { Field = "owner", WayOut = ("请由单位登记账户在“企业信息”中授权。", "The account that registered the unit can give you one.") };

    public static Error OwnerUnregistered { get; } = new("projects.owner-unregistered", ("法人库中没有该项目单位。", "The register of legal persons does not have this unit."))
    { Field = "owner", WayOut = ("请先登记企业信息。", "Register the enterprise first.") };

    public static Error NotANumber(string field, string given) => new("projects.not-a-number", new Words("“{0}”不是数字。", "'{0}' is not a number.").With(Short(given)))
    { Field = field, WayOut = ("请只填写阿拉伯数字，例如1200.50。", "Give digits only, for example 1200.50.") };

    public static Error NotADate(string field, string given) => new("projects.not-a-date", new Words("“{0}”不是日期。", "'{0}' is not a date.").With(Short(given)))
    { Field = field, WayOut = ("请按“年-月-日”填写，例如2026-03-02。", "Write it as year-month-day, for example 2026-03-02.") };

    public static Error TypeUnknown(string given) => new("projects.type", new Words("项目类型“{0}”不存在。", "There is no project type '{0}'.").With(Short(given)))
    { Field = "type", LegalBasis = Filing3, WayOut = ("请选择备案、核准或审批。", "Choose filing, verification or approval.") };

    public static Error StatusUnknown(string given) => new("projects.status", new Words("项目状态“{0}”不存在。", "There is no project status '{0}'.").With(Short(given)))
    { Field = "status", WayOut = ("可用declared、inApproval、withdrawn或invalidated。", "Use declared, inApproval, withdrawn or invalidated.") };

    public static Error DraftHasNoSite { get; } = new("projects.draft-without-site", ("草稿还没有用地范围，无法核对。", "The draft has no boundary yet, so there is nothing to check.")) { Field = "site" };

    public static Error SiteFileTooLarge { get; } = new("projects.site-file-too-large", ("范围文件不得超过2 MB。", "The boundary file may have at most 2 MB."))
    { Field = "siteFile", WayOut = ("请简化界址点后重新上传。", "Reduce its points and upload it again.") };

    /// <summary>A code whose form is right but which this platform did not give.</summary>
    public static Error UnknownCode(ProjectCode code) => new("projects.unknown-code", code.Generation == 2 && !code.IsLocallyValid
            ? new Words("没有代码为{0}的项目，它的校验位也不是本平台代码的校验位，可能有一位写错。", "There is no project {0}, and its check digit is not one of this platform: one digit may be wrong.").With(code.Value)
            : new Words("本平台没有代码为{0}的项目。", "This platform has no project {0}.").With(code.Value), ErrorKind.NotFound)
    { Field = "code", WayOut = ("请对照申报回执逐位核对；外地项目请到所在地平台查询。", "Compare it with the receipt digit by digit; look up other cities' projects there.") };

    public static Error SourceIncomplete(int row) => new("projects.source-incomplete", new Words("第{0}行填写了金额，没有选择资金来源。", "Line {0} has an amount but no source.").With(row + 1))
    { Field = $"sources[{row}].source", WayOut = ("请选择来源，或清空金额。", "Choose the source or clear the amount.") };

    public static Error SourceAmountMissing(int row) => new("projects.source-amount-missing", new Words("第{0}行选择了资金来源，没有填写金额。", "Line {0} has a source but no amount.").With(row + 1))
    { Field = $"sources[{row}].yuan", WayOut = ("请填写金额，或取消选择来源。", "Give the amount or take the source away.") };

    public static Error DraftNotFound { get; } = new("projects.draft-not-found", ("没有这份草稿，或者它已经申报或删除。", "There is no such draft, or it was declared or discarded."), ErrorKind.NotFound)
    { WayOut = ("请在“我的项目”中查看。", "Look under my projects.") };

    public static Error NotOwner { get; } = new("projects.not-owner", ("只有项目单位可以撤回项目。", "Only the project unit may take the project back."), ErrorKind.Forbidden)
    { WayOut = ("请以项目单位的身份办理。", "Act in the capacity of the project unit.") };

    public static Error NotCodeAuthority { get; } = new("projects.not-code-authority", ("只有项目所在地或本市发展改革部门负责人可以作废项目代码。", "Only the head of the development and reform commission of the project's division or of the city may invalidate a code."), ErrorKind.Forbidden)
    { LegalBasis = "固定资产投资项目代码管理规范", WayOut = ("请联系发展改革部门。", "Speak to the development and reform commission.") };

    public static Error NoFreeCode { get; } = new("projects.no-free-code", ("本月该地区的项目代码暂时取不到空号，申报没有提交。", "No free project code was found for this division and month; nothing was submitted."), ErrorKind.Unavailable)
    { WayOut = ("请稍后重试，草稿不会丢失。", "Try again shortly; the draft is kept.") };

    private static string Short(string text)
    {
        var clean = new string([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(40)]);
        return clean.Length < text.Length ? clean + "…" : clean;
    }
}
