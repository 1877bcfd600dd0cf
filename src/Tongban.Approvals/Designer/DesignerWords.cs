using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Ui;

namespace Tongban.Approvals.Designer;

/// <summary>What the designer's pages call things.</summary>
internal static class DesignerWords
{
    public static Words Name(this ItemRole role) => role switch
    {
        ItemRole.Intake => ("网上申报", "Declaration"),
        ItemRole.PreCheck => ("预审", "Pre-check"),
        ItemRole.FilingOnReceipt => ("收到即备案", "Filing on receipt"),
        ItemRole.Parallel => ("并联办理", "Handled in parallel"),
        ItemRole.Conclusion => ("办结", "Conclusion"),
        _ => ("延伸服务", "Follow-on service"),
    };

    public static Words Name(this HandlingLevel level) => level switch
    {
        HandlingLevel.City => ("市级", "City"),
        HandlingLevel.County => ("县级", "County"),
        _ => ("市县按项目所在地", "City or county, where the project lies"),
    };

    public static Words Name(this Handling handling) => handling switch
    {
        Handling.Instant => ("即办件", "On the spot"),
        Handling.Promised => ("承诺件", "Within promised days"),
        _ => ("上报件", "Forwarded to a higher authority"),
    };

    public static Words Name(this LimitUnitName unit) => unit switch
    {
        LimitUnitName.Workday => ("工作日", "working days"),
        LimitUnitName.Day => ("日", "calendar days"),
        _ => ("即时", "at once"),
    };

    public static Words Name(this Necessity necessity) => necessity switch
    {
        Necessity.Required => ("必要", "required"),
        Necessity.Optional => ("非必要", "optional"),
        _ => ("容缺后补", "may follow"),
    };

    public static Words Name(this MaterialSource source) => source switch
    {
        MaterialSource.Applicant => ("申请人", "applicant"),
        MaterialSource.Intermediary => ("中介机构", "institution"),
        _ => ("政府核发，自行获取", "issued, fetched"),
    };

    public static Words Name(this ResultType type) => type switch
    {
        ResultType.Approval => ("批复", "Approval"),
        ResultType.Certificate => ("证照", "Certificate"),
        _ => ("其他", "Other"),
    };

    public static Words Name(this Numbering numbering) => numbering switch
    {
        Numbering.Document => ("公文文号", "Document number"),
        Numbering.Certificate => ("证照编号", "Certificate number"),
        _ => ("不编号", "Not numbered"),
    };

    public static Words Name(this FactType type) => type switch
    {
        FactType.Number => ("数值", "number"),
        FactType.Bool => ("是非", "yes or no"),
        FactType.Choice => ("单选", "one of"),
        _ => ("多选", "set"),
    };

    /// <summary>All members of an enumeration as answers of a select field.</summary>
    public static IReadOnlyList<Choice> Choices<T>(Func<T, Words> name) where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => new Choice(ItemForm.Code(v), name(v).ToString()))];

    public static string Days(int days) => Words.T($"{days} 天", days == 1 ? "1 day" : $"{days} days");

    /// <summary>The faults of one item as refusals that name the form's fields.</summary>
    /// <param name="index">Place of the item in the file.</param>
    public static IReadOnlyList<Error> OfItem(this IEnumerable<CatalogueFault> faults, int index) => [.. faults.Where(f => f.File == "flow.json").Select(f => f.Inside($"items[{index}]")).OfType<Error>()];

    public static IReadOnlyList<Error> OfStage(this IEnumerable<CatalogueFault> faults, int no) => [.. faults.Where(f => f.File == "flow.json").Select(f => f.Inside($"stages[{no - 1}]")).OfType<Error>()];

    /// <param name="list"><c>materials</c>, <c>facts</c> or <c>clockStopTypes</c>.</param>
    public static IReadOnlyList<Error> OfPart(this IEnumerable<CatalogueFault> faults, string list, int index) => [.. faults.Where(f => f.File == "flow.json").Select(f => f.Inside($"{list}[{index}]")).OfType<Error>()];

    private static Error? Inside(this CatalogueFault fault, string place)
    {
        if (fault.Path != place && !fault.Path.StartsWith(place + ".", StringComparison.Ordinal))
            return null;
        var field = fault.Path.Length == place.Length ? null : fault.Path[(place.Length + 1)..];
        // A member of a list is shown where its list is.
        if (field?.IndexOf('[', StringComparison.Ordinal) is >= 0 and var bracket)
            field = field[..bracket];
        return new Error(fault.Code, fault.Text) { Field = field };
    }
}
