using Tongban.Foundation;

namespace Tongban.Approvals.OutsidePermits;

/// <summary>Refusals around permits of other systems.</summary>
internal static class OutsidePermitErrors
{
    private static readonly Words Correct = ("请更正后重新报送。", "Correct it and send it again.");

    public static Error NoSuchPermit() => new("permits.not-found", ("没有这件证照，或您无权查看。", "There is no such permit, or it is not for you to see."), ErrorKind.NotFound);

    public static Error Missing(string field, Words what) => new("permits.missing", ($"缺少{what.Zh}。", $"{what.En} is missing.")) { Field = field, WayOut = Correct };

    public static Error TooLong(string field, int most) => new("permits.too-long", new Words("最多 {0} 字。", "At most {0} characters.").With(most)) { Field = field, WayOut = Correct };

    public static Error Unreadable(string field, Words form) => new("permits.unreadable", ($"格式不对，应为{form.Zh}。", $"Not in the right form: {form.En}.")) { Field = field, WayOut = Correct };

    public static Error CreditCode() => new("permits.credit-code", ("统一社会信用代码无效。", "The unified social credit code is not valid.")) { Field = "creditCode", LegalBasis = "GB 32100-2015", WayOut = ("请核对十八位代码；确实没有的，请留空并填写项目名称。", "Check the eighteen characters; when there is none, leave it empty and give the project's name.") };

    public static Error ProjectCode() => new("permits.project-code", ("项目代码格式无效。", "This is not a project code.")) { Field = "projectCode", WayOut = ("请核对代码；不知道的，请留空并填写信用代码或项目名称。", "Check it; when it is not known, leave it empty and give the credit code or the project's name.") };

    public static Error NothingToGoBy() => new("permits.nothing-to-go-by", ("没有项目代码时，应有信用代码或项目名称。", "Without a project code, a credit code or the project's name is needed.")) { Field = "projectName", WayOut = Correct };

    public static Error UnknownDivision(string? division) => new("permits.division", new Words("行政区划 {0} 不属于本市。", "Division {0} is not one of this city.").With(division)) { Field = "division", WayOut = ("请填写项目所在地的六位区划代码。", "Give the six digits of the division where the project lies.") };

    public static Error NotYetIssued() => new("permits.in-the-future", ("发证日期不能晚于今天。", "The day of issue cannot lie in the future.")) { Field = "issuedOn", WayOut = Correct };

    public static Error EndsBeforeItBegins() => new("permits.valid-to", ("有效期不能早于发证日期。", "It cannot expire before it was issued.")) { Field = "validTo", WayOut = Correct };

    public static Error NotYourIssuer(Words issuer) => new("permits.not-your-issuer", new Words("“{0}”的证照由该机关或项目所在地牵头部门报送。", "Permits of {1} are sent by that organ or by the lead department of the division.").With(issuer.Zh, issuer.En), ErrorKind.Forbidden)
    { Field = "issuer", WayOut = ("请由发证机关或牵头部门报送。", "Have the issuer or the lead department send it.") };

    public static Error NumberTaken(string number) => new("permits.number-taken", new Words("同一机关的 {0} 已经报送，内容不同。", "Number {0} of this issuer was sent before with other content.").With(number), ErrorKind.Conflict)
    { Field = "number", WayOut = ("请核对文号；证照有变更的，以变更后的文号报送。", "Check the number; a changed permit is sent under the number of the change.") };

    public static Error InTheArchive(string number) => new("permits.in-the-archive", new Words("{0} 已在该项目档案中。", "{0} is in the archive of this project already.").With(number), ErrorKind.Conflict) { Field = "number", WayOut = ("无需重复报送。", "It need not be sent.") };

    public static Error NotWaiting(OutsidePermitState state) => new("permits.not-waiting", ($"这件证照{state.Name().Zh}。", $"This permit is not waiting any more: {state.Name().En}."), ErrorKind.Conflict);

    public static Error NotYours() => new("permits.not-yours", ("由发证机关或项目所在地牵头部门处理。", "This is for the issuer or for the lead department of the division to decide."), ErrorKind.Forbidden);

    public static Error NoSuchProject(string? code) => new("permits.no-such-project", new Words("没有项目代码 {0}。", "There is no project {0}.").With(code)) { Field = "projectCode", WayOut = ("请核对项目代码。", "Check the code.") };

    public static Error ProjectOver() => new("permits.project-over", ("该项目已撤回、作废或失效。", "This project was withdrawn, invalidated or has lapsed."), ErrorKind.Conflict) { Field = "projectCode", WayOut = ("请核对项目代码，或者退回。", "Check the code, or reject the permit.") };

    public static Error SayWhy() => new("permits.say-why", ("所选项目与证照所载单位不一致或不是建议的项目，请说明理由。", "The project is not the proposed one, or belongs to another unit than the permit names: say why it is this one.")) { Field = "reason" };

    public static Error File() => new("permits.file", ("文件应为 UTF-8 的 CSV，第一行为列名。", "The file must be CSV in UTF-8 with the names of the columns in its first line.")) { Field = "file", WayOut = ("请按说明中的列名制作文件。", "Use the columns of the description.") };

    public static Error Columns(string missing) => new("permits.columns", new Words("缺少列：{0}。", "Columns are missing: {0}.").With(missing)) { Field = "file", WayOut = ("请补上这些列；没有内容的单元格可以留空。", "Add them; a cell without content may stay empty.") };

    public static Error TooManyRows(int most) => new("permits.too-many-rows", new Words("一次最多 {0} 行。", "At most {0} rows at a time.").With(most)) { Field = "file", WayOut = ("请分批报送。", "Send it in parts.") };

    public static Error NoSuchState(string state) => new("permits.state", new Words("没有状态 {0}。", "There is no state {0}.").With(state)) { Field = "state", WayOut = ("可用 waiting、attached、rejected。", "Use waiting, attached or rejected.") };

    public static Error NotForThisItem(string item) => new("permits.not-for-this-item", new Words("事项 {0} 不能以外部证照为据办结。", "Item {0} cannot rest on a permit of another system.").With(item), ErrorKind.Conflict)
    { WayOut = ("预审和办结由牵头部门决定。", "Pre-check and conclusion are the lead's own to decide.") };

    public static Error NotOfThisProject() => new("permits.not-of-this-project", ("该证照没有归入本项目档案。", "This permit is not in the archive of the project."), ErrorKind.Conflict)
    { Field = "permit", WayOut = ("请先在“外部证照归集”中归入本项目。", "Attach it to the project first, among the permits of other systems.") };

    public static Error UsedAlready(string item) => new("permits.used-already", new Words("该证照已作为事项 {0} 的办理结果。", "This permit is the result of item {0} already.").With(item), ErrorKind.Conflict) { Field = "permit" };

    public static Error NamesAnother(string item) => new("permits.names-another-item", new Words("该证照是事项 {0} 的证照。", "This permit is one for item {0}.").With(item)) { Field = "permit", WayOut = ("请在该事项中据以办结。", "Accept it there.") };

    public static Error Expired(string number, DateOnly on) => new("permits.expired", new Words("{0} 有效期至 {1:yyyy-MM-dd}，已经届满。", "{0} was valid to {1:yyyy-MM-dd}.").With(number, on), ErrorKind.Conflict) { Field = "permit", WayOut = ("请由发证机关延续后再办。", "Have its issuer renew it first.") };

    public static Error SayWhyThisItem() => new("permits.say-why-this-item", ("证照没有载明事项，请说明为什么是本事项的办理结果。", "The permit names no item: say why it is the result of this one.")) { Field = "opinion" };

    public static Words Name(this OutsidePermitState state) => state switch
    {
        OutsidePermitState.Waiting => ("待归集", "waiting"),
        OutsidePermitState.Attached => ("已归集", "attached"),
        _ => ("已退回", "rejected"),
    };
}
