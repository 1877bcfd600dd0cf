namespace Tongban.Foundation.Identifiers;

/// <summary>Refusals of the numbers; each names the rule that was broken and the standard it comes from.</summary>
public static class IdentifierErrors
{
    internal const string CreditStandard = "GB 32100-2015 法人和其他组织统一社会信用代码编码规则";
    internal const string CitizenStandard = "GB 11643-1999 公民身份号码";
    internal const string ProjectStandard = "GB/T 40058-2021；固定资产投资项目代码管理规范（发改投资〔2020〕1439号）";
    internal const string DivisionStandard = "GB/T 2260 中华人民共和国行政区划代码";
    internal const string IndustryStandard = "GB/T 4754-2017 国民经济行业分类";

    private static readonly Words CheckPaper = ("请核对证照上的号码后重新填写。", "Compare it with the certificate and enter it again.");

    public static Error CreditCodeEmpty(string field) => Of("credit-code-empty", field, CreditStandard,
        ("请填写统一社会信用代码。", "Enter the unified social credit code."));

    public static Error CreditCodeLength(string field, int length) => Of("credit-code-length", field, CreditStandard,
        ((Words)("统一社会信用代码应为 18 位，现为 {0} 位。", "A unified social credit code has 18 characters; this one has {0}.")).With(length));

    public static Error CreditCodeAlphabet(string field, int position) => Of("credit-code-alphabet", field, CreditStandard,
        ((Words)("统一社会信用代码第 {0} 位不是允许的字符：只用数字和大写字母，不用 I、O、S、V、Z。", "Character {0} of the unified social credit code is not allowed: digits and letters only, without I, O, S, V and Z.")).With(position));

    public static Error CreditCodeDivision(string field) => Of("credit-code-division", field, CreditStandard,
        ("统一社会信用代码第 3 至 8 位应为登记机关的行政区划码（6 位数字）。", "Characters 3 to 8 of a unified social credit code are the division code of the registering authority: six digits."));

    public static Error CreditCodeCheck(string field) => Of("credit-code-check", field, CreditStandard,
        ("统一社会信用代码的校验码（最后一位）不符。", "The check character (the last one) of the unified social credit code does not fit."));

    public static Error CitizenIdEmpty(string field) => Of("citizen-id-empty", field, CitizenStandard,
        ("请填写公民身份号码。", "Enter the citizen identity number."));

    public static Error CitizenIdLength(string field, int length) => Of("citizen-id-length", field, CitizenStandard,
        ((Words)("公民身份号码应为 18 位，现为 {0} 位。", "A citizen identity number has 18 characters; this one has {0}.")).With(length));

    public static Error CitizenIdAlphabet(string field, int position) => Of("citizen-id-alphabet", field, CitizenStandard,
        ((Words)("公民身份号码第 {0} 位不是允许的字符：前 17 位为数字，末位为数字或 X。", "Character {0} of the citizen identity number is not allowed: 17 digits, then a digit or X.")).With(position));

    public static Error CitizenIdDivision(string field) => Of("citizen-id-division", field, CitizenStandard,
        ("公民身份号码的前两位不是省级行政区划码。", "The first two digits of the citizen identity number are not the code of a province."));

    public static Error CitizenIdDate(string field) => Of("citizen-id-date", field, CitizenStandard,
        ("公民身份号码第 7 至 14 位不是有效的出生日期。", "Digits 7 to 14 of the citizen identity number are not a valid date of birth."));

    public static Error CitizenIdFuture(string field) => Of("citizen-id-future", field, CitizenStandard,
        ("公民身份号码中的出生日期晚于今天。", "The date of birth in the citizen identity number lies in the future."));

    public static Error CitizenIdCheck(string field) => Of("citizen-id-check", field, CitizenStandard,
        ("公民身份号码的校验码（最后一位）不符。", "The check character (the last one) of the citizen identity number does not fit."));

    public static Error ProjectCodeEmpty(string field) => Of("project-code-empty", field, ProjectStandard,
        ("请填写项目代码。", "Enter the project code."));

    public static Error ProjectCodeForm(string field) => Of("project-code-form", field, ProjectStandard,
        ("项目代码应为 24 位，形如 2101-360500-04-01-123456。", "A project code has 24 characters, such as 2101-360500-04-01-123456."));

    public static Error ProjectCodeDate(string field) => Of("project-code-date", field, ProjectStandard,
        ("项目代码第一段应为赋码年月（2020 年 11 月起，如 2101），旧代码为 2014 至 2021 的年份。", "The first part of a project code is year and month from November 2020 on (such as 2101), or in older codes a year from 2014 to 2021."));

    public static Error ProjectCodeDivision(string field) => Of("project-code-division", field, ProjectStandard,
        ("项目代码第二段不是行政区划码。", "The second part of the project code is not a division code."));

    public static Error ProjectCodeIndustry(string field) => Of("project-code-industry", field, ProjectStandard,
        ("旧版项目代码第三段应为行业大类 01 至 97。", "The third part of an older project code is an industry division from 01 to 97."));

    public static Error ProjectCodeType(string field) => Of("project-code-type", field, ProjectStandard,
        ("旧版项目代码第四段应为 01（审批）、02（核准）或 03（备案）。", "The fourth part of an older project code is 01 (approval), 02 (verification) or 03 (filing)."));

    public static Error DivisionCodeForm(string field) => Of("division-code-form", field, DivisionStandard,
        ("行政区划代码应为 6 位数字。", "A division code has six digits."));

    public static Error DivisionCodeProvince(string field) => Of("division-code-province", field, DivisionStandard,
        ("行政区划代码的前两位不是省级行政区划码。", "The first two digits of the division code are not the code of a province."));

    public static Error DivisionUnknown(string field, string code) => Of("division-unknown", field, DivisionStandard,
        ((Words)("行政区划代码 {0} 不在代码表中。", "The division code {0} is not in the table.")).With(code));

    public static Error DivisionNotInForce(string field, string code, string name) => Of("division-not-in-force", field, DivisionStandard,
        ((Words)("行政区划代码 {0}（{1}）在该日期不再使用。", "The division code {0} ({1}) was not in use on that day.")).With(code, name)) with
    {
        WayOut = ("请填写现行的行政区划代码。", "Give the code now in use."),
    };

    public static Error IndustryCodeForm(string field) => Of("industry-code-form", field, IndustryStandard,
        ("行业代码应为门类字母 A 至 T，可接 2 至 4 位数字，如 I6421。", "An industry code is a section letter from A to T, alone or with two to four digits, such as I6421."));

    public static Error IndustryUnknown(string field, string code) => Of("industry-unknown", field, IndustryStandard,
        ((Words)("行业代码 {0} 不在代码表中。", "The industry code {0} is not in the table.")).With(code));

    private static Error Of(string code, string field, string standard, Words text) => new("identifiers." + code, text)
    {
        Field = field.Length == 0 ? null : field, LegalBasis = standard, WayOut = CheckPaper,
    };
}
