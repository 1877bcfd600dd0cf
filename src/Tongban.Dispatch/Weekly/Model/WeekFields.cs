using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tongban.Foundation;

namespace Tongban.Dispatch.Weekly.Model;

/// <summary>Why work stands still.</summary>
internal enum StopReason { Labour, Materials, Equipment, Epidemic, Funds, Land, Procedure, Design, Dispute, Weather, Holiday, Other }

/// <summary>Kinds of materials; the unit follows from the kind.</summary>
internal enum MaterialKind { Steel, Cement, Aggregate, Concrete, Asphalt, Other }

internal enum EquipmentKind { Excavator, Loader, TowerCrane, MobileCrane, PileDriver, ConcretePump, Paver, DumpTruck, Other }

/// <summary>Epidemic supplies.</summary>
internal enum SupplyKind { Masks, Disinfectant, Thermometers, ProtectiveSuits }

/// <summary>One material.</summary>
/// <param name="Need">What the next seven days need, in the kind's unit.</param>
/// <param name="Stock">What lies on the site.</param>
/// <param name="StockDays">How many days that lasts.</param>
/// <param name="Gap">What is missing and not on its way.</param>
internal sealed record MaterialLine(MaterialKind Kind, decimal Need, decimal Stock, decimal StockDays, decimal Gap);

/// <summary>One kind of equipment, in sets.</summary>
internal sealed record EquipmentLine(EquipmentKind Kind, int Need, int Arrived);

/// <summary>One kind of epidemic supplies.</summary>
internal sealed record SupplyLine(SupplyKind Kind, decimal Stock, decimal DailyUse, decimal StockDays);

/// <summary>What a project returns of a week (domain 06 § 9.3). Persons are counted, money is in 10⁴ yuan.</summary>
/// <param name="Resumed">Whether work goes on (复工).</param>
/// <param name="ResumedOn">Since when; needed when it does.</param>
/// <param name="StopReason">Why not; needed when it does not.</param>
/// <param name="WeekInvestmentWan">Investment of the week.</param>
/// <param name="YearCumulativeWan">Investment since 1 January.</param>
/// <param name="PhysicalPct">Physical progress of the whole project, 0 to 100.</param>
/// <param name="ProblemModel">The coordination model a problem belongs to, for example <c>XT-03</c>.</param>
internal sealed record WeekFields(
    bool Resumed, DateOnly? ResumedOn, StopReason? StopReason, int WorkersNeeded, int WorkersOnSite, int OutOfProvince, int InQuarantine, int ManagersOnSite,
    IReadOnlyList<MaterialLine> Materials, IReadOnlyList<EquipmentLine> Equipment, IReadOnlyList<SupplyLine> Supplies,
    decimal WeekInvestmentWan, decimal YearCumulativeWan, decimal PhysicalPct, string? Milestones = null, string? Problems = null, string? ProblemModel = null, string? NextWeekPlan = null)
{
    /// <summary>Ten thousand persons on one site, a hundred billion yuan: what is above is a slip of the hand.</summary>
    private const int MostPersons = 10_000;

    private const decimal MostWan = 10_000_000m, MostAmount = 100_000_000m;

    /// <summary>How a return is kept and digested: kinds by name, so that their order may change.</summary>
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter() } };

    /// <summary>SHA-256 of everything that is returned.</summary>
    [JsonIgnore]
    public string Digest => Sha256.Of(JsonSerializer.Serialize(this, Json));

    /// <summary>Every refusal at once; a value that is merely odd is taken and flagged.</summary>
    public Error? Check(IsoWeek week)
    {
        List<Error> no = [];
        if (Resumed && ResumedOn is null)
            no.Add(WeeklyErrors.Missing("resumedOn", ("复工日期", "the day work was resumed")));
        if (Resumed && ResumedOn > week.Sunday)
            no.Add(WeeklyErrors.AfterWeek());
        if (!Resumed && StopReason is null)
            no.Add(WeeklyErrors.Missing("stopReason", ("停工原因", "the reason why work stands still")));
        foreach (var (field, persons) in new[] { ("workersNeeded", WorkersNeeded), ("workersOnSite", WorkersOnSite), ("outOfProvince", OutOfProvince), ("inQuarantine", InQuarantine), ("managersOnSite", ManagersOnSite) })
            Between(field, persons, MostPersons);
        Between("weekInvestmentWan", WeekInvestmentWan, MostWan);
        Between("yearCumulativeWan", YearCumulativeWan, MostWan);
        if (PhysicalPct is < 0 or > 100)
            no.Add(WeeklyErrors.Percent());
        foreach (var line in Materials)
        {
            foreach (var (part, value) in new[] { ("need", line.Need), ("stock", line.Stock), ("stockDays", line.StockDays), ("gap", line.Gap) })
                Between($"materials.{Name(line.Kind)}.{part}", value, MostAmount);
        }
        foreach (var line in Equipment)
        {
            Between($"equipment.{Name(line.Kind)}.need", line.Need, MostPersons);
            Between($"equipment.{Name(line.Kind)}.arrived", line.Arrived, MostPersons);
        }
        foreach (var line in Supplies)
        {
            foreach (var (part, value) in new[] { ("stock", line.Stock), ("dailyUse", line.DailyUse), ("stockDays", line.StockDays) })
                Between($"supplies.{Name(line.Kind)}.{part}", value, MostAmount);
        }
        if (Materials.DistinctBy(l => l.Kind).Count() < Materials.Count)
            no.Add(WeeklyErrors.Twice("materials"));
        if (Equipment.DistinctBy(l => l.Kind).Count() < Equipment.Count)
            no.Add(WeeklyErrors.Twice("equipment"));
        if (Supplies.DistinctBy(l => l.Kind).Count() < Supplies.Count)
            no.Add(WeeklyErrors.Twice("supplies"));
        foreach (var (field, text) in new[] { ("milestones", Milestones), ("problems", Problems), ("nextWeekPlan", NextWeekPlan) })
        {
            if (text?.Length > 1000)
                no.Add(WeeklyErrors.TooLong(field, 1000));
        }
        if (ProblemModel?.Length > 10)
            no.Add(WeeklyErrors.TooLong("problemModel", 10));
        return Error.Combine(no);

        void Between(string field, decimal value, decimal most)
        {
            if (value < 0 || value > most || decimal.Round(value, 4) != value)
                no.Add(WeeklyErrors.Number(field, most));
        }
    }

    /// <summary>The same week after week is typed once: what a new return begins with. Work done, milestones and problems begin empty.</summary>
    public WeekFields AsStart(bool sameYear) => this with { WeekInvestmentWan = 0, YearCumulativeWan = sameYear ? YearCumulativeWan : 0, Milestones = null, Problems = null, ProblemModel = null, NextWeekPlan = null };

    /// <summary>A return that says nothing yet.</summary>
    public static WeekFields Empty { get; } = new(false, null, null, 0, 0, 0, 0, 0, [], [], [], 0, 0, 0);

    internal static string Name<T>(T kind) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
