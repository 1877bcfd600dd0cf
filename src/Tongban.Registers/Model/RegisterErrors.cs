using Tongban.Foundation;

namespace Tongban.Registers.Model;

/// <summary>Refusals of the registers.</summary>
internal static class RegisterErrors
{
    private const string Mandate = "民法典第一百六十五条";

    public static Error NotFound(string creditCode) => new("registers.not-found", new Words("法人库中没有{0}。", "The register has no {0}.").With(creditCode), ErrorKind.NotFound)
    { WayOut = ("请先登记该单位。", "Register it first.") };

    public static Error AlreadyRegistered(string creditCode) => new("registers.already-registered", new Words("{0}已经登记。", "{0} is already registered.").With(creditCode), ErrorKind.Conflict)
    { Field = "creditCode", WayOut = ("请由该单位的代表账户授权您办事。", "Ask its representative account for a mandate.") };

    public static Error NoSuchAgent(string userName) => new("registers.no-such-agent", new Words("没有用户名为“{0}”的账户。", "There is no account with the user name “{0}”.").With(userName))
    { Field = "userName", WayOut = ("请核对用户名，或请对方先注册账户。", "Check the name, or ask the person to register an account first.") };

    public static Error NotItsProject { get; } = new("registers.not-its-project", ("该项目不属于本单位。", "This project does not belong to the legal person."))
    { Field = "projectId", LegalBasis = Mandate, WayOut = ("请从列表中选择本单位的项目。", "Choose one of its projects.") };

    public static Error Text(string field, Words what, int min, int max) => new("registers.text",
        new Words($"{what.Zh}应为{min}至{max}个字符，且不含控制字符和尖括号。", $"{what.En} must have {min} to {max} characters, without control characters or angle brackets."))
    { Field = field, WayOut = ("请按登记证书填写。", "Fill it in as the certificate has it.") };

    public static Error Phone(string field) => new("registers.phone", ("联系电话应为11位手机号或带区号的固定电话。", "The telephone must be a mobile number of 11 digits or a landline with area code."))
    { Field = field, WayOut = ("例如13800000000或0790-6440000。", "For example 13800000000 or 0790-6440000.") };

    public static Error Division(string field) => new("registers.division", ("行政区划代码应为6位数字。", "A division code has six digits."))
    { Field = field, LegalBasis = "GB/T 2260", WayOut = ("请从列表中选择。", "Choose it from the list.") };

    public static Error Industry(string field) => new("registers.industry", ("行业代码应为门类字母加2至4位数字，或2至4位数字。", "An industry code has two to four digits, with or without its section letter."))
    { Field = field, LegalBasis = "GB/T 4754", WayOut = ("请从列表中选择。", "Choose it from the list.") };

    public static Error NotTheGrantor { get; } = new("registers.not-the-grantor", ("只有为该单位办理登记的代表账户可以授权或撤销授权。", "Only the representative account that registered this legal person may grant or revoke mandates."), ErrorKind.Forbidden)
    { LegalBasis = Mandate, WayOut = ("请由该单位的代表账户办理。", "Ask the representative of the legal person.") };

    public static Error OwnMandate { get; } = new("registers.own-mandate", ("代表账户本来就可以办事，无需授权给自己。", "The representative may act anyway and needs no mandate."))
    { Field = "userName", LegalBasis = Mandate, WayOut = ("请选择其他人员。", "Choose another person.") };

    public static Error MandatePeriod { get; } = new("registers.mandate-period", ("授权期限应从今天或以后开始，并不早于开始日结束。", "A mandate begins today or later and ends no earlier than it begins."))
    { Field = "to", LegalBasis = Mandate, WayOut = ("请更正起止日期。", "Correct the dates.") };

    public static Error MandateDates(string field) => new("registers.mandate-dates", ("请填写授权的起止日期。", "Give the mandate's first and last day."))
    { Field = field, LegalBasis = Mandate, WayOut = ("起止日均在授权期内。", "Both days are covered.") };

    public static Error MandateProject { get; } = new("registers.mandate-project", ("单项授权必须指定一个项目，全部授权不指定项目。", "A mandate for one project names it; a mandate for everything names none."))
    { Field = "projectId", LegalBasis = Mandate, WayOut = ("请选择项目或授权范围。", "Choose the project or the scope.") };

    public static Error MandateOverlaps(DateOnly from, DateOnly to) => new("registers.mandate-overlaps",
        new Words("该人员在{0:yyyy-MM-dd}至{1:yyyy-MM-dd}已有相同范围的授权。", "This person already holds the same mandate from {0:yyyy-MM-dd} to {1:yyyy-MM-dd}.").With(from, to), ErrorKind.Conflict)
    { Field = "from", LegalBasis = Mandate, WayOut = ("请先撤销原授权，或从其结束后开始。", "Revoke it first, or begin after its end.") };

    public static Error MandateNotFound { get; } = new("registers.mandate-not-found", ("没有这项授权。", "There is no such mandate."), ErrorKind.NotFound);

    public static Error MandateOver { get; } = new("registers.mandate-over", ("这项授权已经撤销或已经到期。", "This mandate has already been revoked or has run out."), ErrorKind.Conflict)
    { LegalBasis = "民法典第一百七十三条" };
}
