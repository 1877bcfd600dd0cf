using System.Text.Json;
using System.Text.Json.Serialization;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation;

namespace Tongban.Dispatch.Models;

/// <summary><c>dispatch.json</c> as it is written.</summary>
/// <param name="Office">Department whose organ of the city is the dispatch office (调度办).</param>
/// <param name="Leaders">Department whose organ stands for the city's leaders.</param>
/// <param name="ReceiveWithin">Working days within which a unit receives a task.</param>
/// <param name="ConfirmWithin">Working days within which the reporter says whether the answer solves it.</param>
/// <param name="FeedbackWithin">Working days after the reminder of the month (<see cref="Reminding"/>) within which a unit says how it goes; then the cycle is over.</param>
/// <param name="CyclesBeforeLeaders">Feedback cycles after which an unsolved matter of grade Ⅱ goes to the city's leaders.</param>
/// <param name="MostReturns">Returns after which the dispatch office decides, with binding effect.</param>
/// <param name="KeyDelayDays">Calendar days of delay after which a key project is a matter of the city's leaders.</param>
internal sealed record DispatchFile(
    string Status, string Office, string Leaders, int ReceiveWithin, int ConfirmWithin, int FeedbackWithin, int CyclesBeforeLeaders, int MostReturns, int KeyDelayDays,
    IReadOnlyList<UnitData> Units, DecisionTable Classification, DecisionTable Grading, IReadOnlyList<FactData> Facts, IReadOnlyList<FieldData> Fields, IReadOnlyList<ModelData> Models)
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The rule of the 25th as it is written; compiled it is <see cref="Reminding"/>.</summary>
    public JsonElement? Reminder { get; init; }

    /// <summary>When units are reminded, and how long they have to answer.</summary>
    internal ReminderRule Reminding => (ReminderRule.Read(Reminder, []) ?? ReminderRule.Usual) with { AnswerWithin = FeedbackWithin };

    /// <summary>The weekly dispatch's own part.</summary>
    public JsonElement? Weekly { get; init; }
}

/// <summary>A unit as the models name it, and the department that it is here.</summary>
/// <param name="Sector">行业主管部门: the sector department of the project where the plan names one, otherwise <paramref name="Department"/>.</param>
internal sealed record UnitData(string NameZh, string Department, bool Sector = false);

/// <summary>A fact that comparisons may ask for.</summary>
/// <param name="Name"><c>item(*).state</c>: the star stands for an item, a layer or a kind of pipe.</param>
/// <param name="Evidence">Where it comes from: approval, spatial, quota, schedule, fund, investment, weekly, resource, clock, or report: what the unit states.</param>
/// <param name="Values">Every word it may be; empty when any text may stand there.</param>
/// <param name="Field">Field of the report that states it.</param>
/// <param name="Otherwise">Field of the report that is taken where no room knows the fact; the evidence then says so.</param>
/// <param name="Times">What that field is multiplied by to be in the fact's unit: 10000 from 10⁴ yuan to yuan.</param>
internal sealed record FactData(string Name, FactKind Kind, string Evidence, string NameZh, string NameEn, IReadOnlyList<string>? Values = null, string? Field = null, string? Otherwise = null, decimal Times = 1)
{
    [JsonIgnore]
    public Words Text => (NameZh, NameEn);

    /// <summary>Whether a name is one of this fact's.</summary>
    public bool Covers(string name)
    {
        var star = Name.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return name == Name;
        return name.Length >= Name.Length && name.StartsWith(Name.AsSpan(0, star), StringComparison.Ordinal) && name.EndsWith(Name[(star + 1)..], StringComparison.Ordinal) && Part(name)!.AsSpan().IndexOfAny('(', ')', ',') < 0;
    }

    /// <summary>What stands in the place of the star.</summary>
    public string? Part(string name) => Name.IndexOf('*', StringComparison.Ordinal) is var star and >= 0 ? name[star..(name.Length - (Name.Length - star - 1))] : null;
}

/// <summary>What a field of the report holds.</summary>
internal enum FieldKind { Text, Number, Day }

/// <summary>A field that some models ask for.</summary>
internal sealed record FieldData(string Name, FieldKind Kind, string NameZh, string NameEn, string? UnitZh = null, string? UnitEn = null)
{
    [JsonIgnore]
    public Words Text => (NameZh, NameEn);

    [JsonIgnore]
    public string? Unit => UnitZh is null ? null : Words.T(UnitZh, UnitEn ?? "");
}

/// <summary>One condition of a model's comparison.</summary>
internal sealed record CompareData(string Expression, string MeaningZh, string MeaningEn, string Evidence)
{
    [JsonIgnore]
    public Words Meaning => (MeaningZh, MeaningEn);
}

/// <summary>One of the models (协调事项处理模型).</summary>
/// <param name="LeadUnit">责任单位, by the name the city's list of units gives it.</param>
/// <param name="CoUnits">协办单位; they have half of the limit.</param>
/// <param name="LimitWorkdays">Limit of the lead unit, in working days from the dispatch.</param>
/// <param name="DefaultGrade">1 to 3; the grading table decides with it.</param>
/// <param name="Fields">What the report has to state beyond the common fields.</param>
/// <param name="Place">Whether the place has to be shown on the map.</param>
/// <param name="Keywords">Words of the report's text that point to it.</param>
internal sealed record ModelData(
    string Code, string GroupZh, string GroupEn, string ItemZh, string ItemEn, string ContentZh, string ContentEn, string LeadUnit, IReadOnlyList<string> CoUnits, int LimitWorkdays, string DefaultGrade,
    IReadOnlyList<string> Fields, bool Place, IReadOnlyList<string> Keywords, IReadOnlyList<CompareData> Compare)
{
    [JsonIgnore]
    public Words Group => (GroupZh, GroupEn);

    [JsonIgnore]
    public Words Item => (ItemZh, ItemEn);

    [JsonIgnore]
    public Words Content => (ContentZh, ContentEn);
}
