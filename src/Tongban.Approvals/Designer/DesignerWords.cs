using System.Globalization;
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

    /// <summary>A gain or a loss of days, with its sign.</summary>
    public static string Delta(int days) => days == 0 ? "0" : days.ToString("+0;−0", CultureInfo.InvariantCulture);

    /// <summary>The faults of one item as refusals that name the form's fields.</summary>
    /// <param name="index">Place of the item in the file.</param>
    public static IReadOnlyList<Error> OfItem(this IEnumerable<CatalogueFault> faults, int index) => [.. faults.Where(f => f.File == "flow.json").Select(f => f.Inside($"items[{index}]")).OfType<Error>()];

    public static IReadOnlyList<Error> OfStage(this IEnumerable<CatalogueFault> faults, int no) => [.. faults.Where(f => f.File == "flow.json").Select(f => f.Inside($"stages[{no - 1}]")).OfType<Error>()];

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

/// <summary>What a condition asks, in words: the explanation that stands beside it while it is written.</summary>
internal static class ConditionWords
{
    public static Words Of(Condition condition) => condition switch
    {
        Condition.All all => Join(all.Parts, "，并且", " and "),
        Condition.Any any => Join(any.Parts, "，或者", " or "),
        Condition.Not { Part: Condition.Is yes } => ($"{yes.Fact.Title.Zh}：否", $"“{yes.Fact.Title.En}” is no"),
        Condition.Not { Part: Condition.Contains holds } => ($"{holds.Fact.Title.Zh}不含{holds.Fact.NameOf(holds.Value).Zh}", $"“{holds.Fact.Title.En}” does not have {holds.Fact.NameOf(holds.Value).En}"),
        Condition.Not not => ($"并非（{Of(not.Part).Zh}）", $"not ({Of(not.Part).En})"),
        Condition.Compare c => ($"{c.Fact.Title.Zh}{Sign(c.By).Zh} {Show(c.Threshold)} {c.Fact.Unit?.Zh}".TrimEnd(), $"“{c.Fact.Title.En}” is {Sign(c.By).En} {Show(c.Threshold)} {c.Fact.Unit?.En}".TrimEnd()),
        Condition.Is yes => ($"{yes.Fact.Title.Zh}：是", $"“{yes.Fact.Title.En}” is yes"),
        Condition.OneOf one => ($"{one.Fact.Title.Zh}为{string.Join('、', one.Values.Select(v => one.Fact.NameOf(v).Zh))}", $"“{one.Fact.Title.En}” is {string.Join(" or ", one.Values.Select(v => one.Fact.NameOf(v).En))}"),
        Condition.Contains holds => ($"{holds.Fact.Title.Zh}含{holds.Fact.NameOf(holds.Value).Zh}", $"“{holds.Fact.Title.En}” has {holds.Fact.NameOf(holds.Value).En}"),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    private static Words Join(IReadOnlyList<Condition> parts, string zh, string en)
    {
        var words = parts.Select(p => p is Condition.All or Condition.Any ? new Words($"（{Of(p).Zh}）", $"({Of(p).En})") : Of(p)).ToList();
        return (string.Join(zh, words.Select(w => w.Zh)), string.Join(en, words.Select(w => w.En)));
    }

    private static Words Sign(CompareBy by) => by switch
    {
        CompareBy.AtLeast => ("不少于", "at least"),
        CompareBy.Above => ("大于", "more than"),
        CompareBy.AtMost => ("不超过", "at most"),
        CompareBy.Below => ("少于", "less than"),
        CompareBy.Equal => ("等于", "exactly"),
        _ => ("不等于", "other than"),
    };

    private static string Show(decimal number) => number.ToString("#,0.######", CultureInfo.InvariantCulture);
}
