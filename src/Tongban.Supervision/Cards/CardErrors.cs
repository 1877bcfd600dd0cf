using Tongban.Foundation;

namespace Tongban.Supervision.Cards;

/// <summary>Refusals of the supervision.</summary>
internal static class SupervisionErrors
{
    public const int ShortestText = 4, LongestText = 2000;

    public static Error NoSuchFinding() => new("supervision.no-such-finding", ("没有这条监察发现，或您无权查看。", "There is no such finding, or it is not for you to see."), ErrorKind.NotFound);

    public static Error NoSuchCard() => new("supervision.no-such-card", ("没有这份督办单，或您无权查看。", "There is no such card, or it is not for you to see."), ErrorKind.NotFound);

    public static Error NoSuchProject() => new("supervision.no-such-project", ("没有这个项目，或不是本单位的项目。", "There is no such project, or it is not yours."), ErrorKind.NotFound) { Field = "project" };

    public static Error NotTheOffice() => new("supervision.not-the-office", ("这一步由监察机关办理。", "This step is the supervising office's."), ErrorKind.Forbidden);

    public static Error NotTheOrgan() => new("supervision.not-the-organ", ("这一步由被督办的机关办理。", "This step is the organ's to which the card was issued."), ErrorKind.Forbidden);

    public static Error HeadOnly() => new("supervision.head-only", ("复核由监察机关负责人决定。", "An appeal is decided by the head of the supervising office."), ErrorKind.Forbidden);

    public static Error OwnCase() => new("supervision.own-case", ("不得监察本机关、本人经办的事项，也不得复核自己作出的决定。", "Nobody supervises his own organ or his own act, nor decides on an appeal against his own decision."), ErrorKind.Forbidden)
    { LegalBasis = "公务员法第七十六条", WayOut = ("请由其他工作人员办理。", "Let another officer do it.") };

    public static Error HandedOver(Words to) => new("supervision.handed-over", ($"这条发现涉及市人民政府自身，由{to.Zh}督办。", $"The finding is about the city's government itself; {to.En} issues the card."), ErrorKind.Forbidden)
    { LegalBasis = "公务员法第七十六条；本市设定（移送审计机关）", WayOut = ("发现已自动移送，无需另行办理。", "The finding was handed over by itself; nothing more is needed.") };

    public static Error NobodyAbove() => new("supervision.nobody-above", ("这条发现涉及市人民政府自身，本市目录中没有可以督办的机关。", "The finding is about the city's government itself, and the city's catalogue names no organ that may supervise it."), ErrorKind.Forbidden)
    { LegalBasis = "公务员法第七十六条", WayOut = ("请将发现打印件书面报送上级人民政府。", "Send the finding in writing to the government above.") };

    public static Error CardExists() => new("supervision.card-exists", ("这条发现已经发出督办单。", "A card was issued on this finding already."), ErrorKind.Conflict);

    public static Error Dismissed() => new("supervision.dismissed", ("这条发现已经认定不成立。", "This finding was held not to stand."), ErrorKind.Conflict);

    public static Error NotNow(CardState state) => new("supervision.card-state", ($"督办单当前为“{state.Name().Zh}”，不能这样办理。", $"The card is “{state.Name().En}”; this is not possible now."), ErrorKind.Conflict);

    public static Error StatementDays(DateOnly until) => new("supervision.statement-awaited", ($"情况说明期限至 {until:yyyy-MM-dd}，期满前请等待。", $"The statement may be given until {until:yyyy-MM-dd}; wait until then."), ErrorKind.Conflict);

    public static Error AppealTooLate(DateOnly until) => new("supervision.appeal-too-late", ($"复核应在 {until:yyyy-MM-dd} 前申请，期限已过。", $"An appeal was possible until {until:yyyy-MM-dd}."), ErrorKind.Conflict);

    public static Error AppealedOnce() => new("supervision.appealed-once", ("复核决定是最终决定。", "The decision on the appeal is final."), ErrorKind.Conflict);

    public static Error Length(string field) => new("supervision.text-length", ($"请填写 {ShortestText} 至 {LongestText} 字。", $"Write {ShortestText} to {LongestText} characters.")) { Field = field };

    public static Error CorrectionDays(int most) => new("supervision.correction-days", ($"整改期限为 1 至 {most} 个工作日。", $"A correction gets 1 to {most} working days.")) { Field = "days" };

    public static Error FeeMissing(string field) => new("supervision.fee-missing", field switch
    {
        "organ" => ("请选择收费机关。", "Choose the organ that charged."),
        "fee" => ("请填写收费项目名称（2 至 80 字）。", "Say what the charge was called (2 to 80 characters)."),
        "yuan" => ("请填写金额：大于零的数，单位为元。", "Enter the amount: a number above zero, in yuan."),
        _ => ("请填写收费日期，不晚于今天。", "Enter the day of the charge, not after today."),
    }) { Field = field };

    public static Error NoSigns() => new("supervision.no-signs", ("请至少选择一种灯或者提示。", "Choose at least one light or sign.")) { Field = "signs" };

    public static Error MonthUnknown() => new("supervision.month", ("请选择已经结束或者正在进行的月份。", "Choose a month that has begun.")) { Field = "month" };

    public static Error NoPdf() => new("supervision.no-pdf", ("本机没有安装 cairo 和 pango，不能生成 PDF。", "cairo and pango are not installed on this machine; no PDF can be made."), ErrorKind.Unavailable)
    { WayOut = ("请打开打印版，由浏览器另存为 PDF。", "Open the page to print and save it as PDF in the browser.") };

    public static Error NotYourScore() => new("supervision.score-hidden", ("个人得分只有本人和本机关负责人可见。", "An officer's score is for himself and the head of his organ."), ErrorKind.NotFound);
}
