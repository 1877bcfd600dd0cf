using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Tongban.Foundation.Time;

/// <summary>Unit of a limit. Laws that write 日 without 工作 mean calendar days (domain 01 § 1.1).</summary>
public enum LimitUnit { WorkingDay, CalendarDay }

/// <summary>A length of time as a law or a promise states it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LimitLength(int Value, LimitUnit Unit = LimitUnit.WorkingDay);

/// <summary>Signal lights of electronic supervision (电子监察).</summary>
public enum Light { Green, Yellow, Red, DoubleRed, Blue, Ended }

/// <summary>A clock that runs against an authority (办理时限): when it started, how long it is, when it stood still, when it is due.</summary>
/// <remarks>
/// The start day is not counted (民法典第二百零一条). A pause takes out the days after its first through its last; overlapping pauses are
/// counted once. A limit in calendar days whose last day is a rest day ends on the next working day (民法典第二百零三条).
/// Every change gives a new value, with the due day worked out by the calendar at hand; <see cref="Recompute"/> follows a republished calendar.
/// A limit of zero days is due on the day it starts.
/// </remarks>
public sealed record TimeLimit
{
    [JsonConstructor]
    internal TimeLimit()
    {
    }

    /// <summary>The day of the event that set the clock going; itself not counted.</summary>
    [JsonInclude] public DateOnly StartedOn { get; internal init; }

    /// <summary>The promised length, without an extension.</summary>
    [JsonInclude] public LimitLength Length { get; internal init; }

    /// <summary>Law, article or promise the length rests on.</summary>
    [JsonInclude] public string Basis { get; internal init; } = "";

    /// <summary>The law's own length when the promise is shorter.</summary>
    [JsonInclude] public LimitLength? Statutory { get; internal init; }

    [JsonInclude] public string? StatutoryBasis { get; internal init; }

    /// <summary>Pauses in the order in which they were recorded, gaps before a reopening among them.</summary>
    [JsonInclude] public IReadOnlyList<Pause> Pauses { get; internal init; } = [];

    [JsonInclude] public Extension? Extension { get; internal init; }

    [JsonInclude] public DateOnly? EndedOn { get; internal init; }

    /// <summary>The calendar the due days below were worked out with.</summary>
    [JsonInclude] public string CalendarVersion { get; internal init; } = "";

    /// <summary>The limit reaches into a year without a published calendar: its due days may still move.</summary>
    [JsonInclude] public bool IsProvisional { get; internal init; }

    /// <summary>The last day, extension included; while paused, by the planned end of the pause. <see langword="null"/> while paused without one.</summary>
    [JsonInclude] public DateOnly? DueOn { get; internal init; }

    /// <summary>First day with a yellow light: one working day left, or nine tenths used (domain 04 § 4.1). <see langword="null"/> as <see cref="DueOn"/>.</summary>
    [JsonInclude] public DateOnly? YellowFrom { get; internal init; }

    /// <summary>The last day by <see cref="Statutory"/>, extension included; <see langword="null"/> without one, or as <see cref="DueOn"/>.</summary>
    [JsonInclude] public DateOnly? StatutoryDueOn { get; internal init; }

    /// <summary>A pause is open. It stays open past its planned end until the limit is resumed or ended.</summary>
    [JsonIgnore] public bool IsPaused => EndedOn is null && Pauses.Any(p => p.To is null);

    [JsonIgnore] public bool IsEnded => EndedOn is not null;

    /// <summary>Sets a clock going.</summary>
    /// <param name="length">The promised length.</param>
    /// <param name="basis">Law, article or promise.</param>
    /// <param name="statutory">The law's length, when the promise is shorter: beyond it the light is double red.</param>
    public static TimeLimit Start(DateOnly on, LimitLength length, string basis, WorkCalendar calendar, LimitLength? statutory = null, string? statutoryBasis = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length.Value, nameof(length));
        ArgumentOutOfRangeException.ThrowIfNegative(statutory?.Value ?? 0, nameof(statutory));
        return new TimeLimit { StartedOn = on, Length = length, Basis = basis, Statutory = statutory, StatutoryBasis = statutoryBasis }.Computed(calendar);
    }

    /// <summary>Stops the clock after <paramref name="from"/>. Several procedures may run at once; days they share are taken out once.</summary>
    public Result<TimeLimit> Pause(string type, string basis, DateOnly from, DateOnly? plannedTo, WorkCalendar c, string? document = null, Guid? approvedBy = null)
    {
        if (EndedOn is { } endedOn)
            return TimeErrors.AlreadyEnded(endedOn);
        if (string.IsNullOrWhiteSpace(type) || string.IsNullOrWhiteSpace(basis))
            return TimeErrors.PauseWithoutBasis;
        if (from < StartedOn)
            return TimeErrors.BeforeStart(from, StartedOn) with { Field = "from" };
        if (plannedTo < from)
            return TimeErrors.PauseReversed(from, plannedTo.Value) with { Field = "plannedTo" };
        if (Pauses.FirstOrDefault(p => p.To is null && p.Type == type) is { } open)
            return TimeErrors.AlreadyPaused(type, open.From);

        return (this with { Pauses = [.. Pauses, new Pause(type, basis, from, plannedTo, null, document, approvedBy)] }).Computed(c);
    }

    /// <summary>The awaited result arrived on this day; the next day counts again.</summary>
    /// <param name="type">Only this procedure has ended; without it, every open one.</param>
    public Result<TimeLimit> Resume(DateOnly on, WorkCalendar c, string? type = null)
    {
        if (EndedOn is { } endedOn)
            return TimeErrors.AlreadyEnded(endedOn);
        if (!Pauses.Any(Closes))
            return TimeErrors.NotPaused;
        if (on < StartedOn)
            return TimeErrors.BeforeStart(on, StartedOn);
        if (Pauses.FirstOrDefault(p => Closes(p) && p.From > on) is { } later)
            return TimeErrors.PauseReversed(later.From, on) with { Field = "on" };

        return (this with { Pauses = [.. Pauses.Select(p => Closes(p) ? p with { To = on } : p)] }).Computed(c);

        bool Closes(Pause p) => p.To is null && (type is null || p.Type == type);
    }

    /// <summary>Makes the limit longer, and with it the law's own. Once, in the same unit, and no later than the due day.</summary>
    public Result<TimeLimit> Extend(LimitLength by, string basis, string reason, Guid approvedBy, DateOnly on, WorkCalendar c)
    {
        if (EndedOn is { } endedOn)
            return TimeErrors.AlreadyEnded(endedOn);
        if (Extension is { } before)
            return TimeErrors.ExtendedBefore(before.On);
        if (by.Value <= 0 || string.IsNullOrWhiteSpace(basis) || string.IsNullOrWhiteSpace(reason) || approvedBy == Guid.Empty)
            return TimeErrors.ExtensionIncomplete;
        if (by.Unit != Length.Unit)
            return TimeErrors.ExtensionUnit(Length.Unit);
        if (on < StartedOn)
            return TimeErrors.BeforeStart(on, StartedOn);
        if (Reach.Of(this, c, openUntilPlanned: false).DueOn is { } due && on > due)
            return TimeErrors.ExtendedTooLate(on, due);

        return (this with { Extension = new Extension(by, basis, reason, approvedBy, on) }).Computed(c);
    }

    /// <summary>The length itself is stated anew: the matter goes on under another version of the promise. Start, pauses and extension stay as they were.</summary>
    public Result<TimeLimit> Restate(LimitLength length, string basis, LimitLength? statutory, string? statutoryBasis, WorkCalendar c)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length.Value, nameof(length));
        if (EndedOn is { } endedOn)
            return TimeErrors.AlreadyEnded(endedOn);
        return (this with { Length = length, Basis = basis, Statutory = statutory, StatutoryBasis = statutoryBasis }).Computed(c);
    }

    /// <summary>The matter is decided or otherwise closed. Open pauses end with it.</summary>
    public Result<TimeLimit> End(DateOnly on, WorkCalendar c)
    {
        if (EndedOn is { } endedOn)
            return TimeErrors.AlreadyEnded(endedOn);
        if (on < StartedOn)
            return TimeErrors.BeforeStart(on, StartedOn);
        var lastStep = Pauses.Select(p => p.To ?? p.From).Append(Extension?.On ?? StartedOn).Max();
        if (on < lastStep)
            return TimeErrors.BeforeLastStep(on, lastStep);

        return (this with { EndedOn = on, Pauses = [.. Pauses.Select(p => p.To is null ? p with { To = on } : p)] }).Computed(c);
    }

    /// <summary>The closed matter goes on, for example after a review. The days since the end are a pause, so what had elapsed stays as it was.</summary>
    public Result<TimeLimit> Reopen(DateOnly on, string reason, WorkCalendar c)
    {
        if (EndedOn is not { } endedOn)
            return TimeErrors.NotEnded;
        if (string.IsNullOrWhiteSpace(reason))
            return TimeErrors.ReopenWithoutReason;
        if (on < endedOn)
            return TimeErrors.BeforeLastStep(on, endedOn);

        return (this with { EndedOn = null, Pauses = [.. Pauses, new Pause(PauseTypes.Reopened, reason, endedOn, null, on)] }).Computed(c);
    }

    /// <summary>The same limit by a republished calendar. Pauses and extension stay as recorded, and an ended limit keeps the due day it was judged by.</summary>
    /// <returns>This very instance when nothing moves: whatever holds it is then unchanged, and nobody's open page stale.</returns>
    public TimeLimit Recompute(WorkCalendar c) => IsEnded || Computed(c) is not { } again || again.Equals(this) ? this : again;

    /// <summary>Charged days after the start through today, or through the day it ended.</summary>
    public int Elapsed(DateOnly today, WorkCalendar c) => Reach.Of(this, c, openUntilPlanned: false).Elapsed(today);

    /// <summary>Days left, negative by the days charged after the due day.</summary>
    public int Remaining(DateOnly today, WorkCalendar c) => Length.Value + (Extension?.By.Value ?? 0) - Elapsed(today, c);

    /// <summary>The light of the day. Red from the day after the due day, a rest day or not, so that a list by due day and this light agree.</summary>
    public Light LightOn(DateOnly today, WorkCalendar c)
    {
        if (EndedOn <= today)
            return Light.Ended;
        foreach (var pause in Pauses)
        {
            if (pause.From <= today && (pause.To is null || today < pause.To))
                return pause.Type == PauseTypes.Reopened ? Light.Ended : Light.Blue;
        }

        var reach = Reach.Of(this, c, openUntilPlanned: false);
        return today > reach.StatutoryDueOn ? Light.DoubleRed
            : today > reach.DueOn ? Light.Red
            : today >= reach.YellowFrom ? Light.Yellow
            : Light.Green;
    }

    /// <summary>Says for every calendar day from the start through today (or the end) whether it was charged, to whom, and why.
    /// The last row's running count is <see cref="Elapsed"/>.</summary>
    public IReadOnlyList<ExplainedDay> Explain(DateOnly today, WorkCalendar c) => Explanation.Of(this, today, c);

    private TimeLimit Computed(WorkCalendar c)
    {
        var reach = Reach.Of(this, c, openUntilPlanned: true);
        var unplanned = Pauses.Any(p => p is { To: null, PlannedTo: null });
        var last = Pauses.Select(p => p.To ?? p.PlannedTo ?? p.From)
            .Append(StartedOn).Append(reach.DueOn ?? StartedOn).Append(reach.StatutoryDueOn ?? StartedOn).Max();
        return this with
        {
            CalendarVersion = c.Version,
            DueOn = unplanned ? null : reach.DueOn,
            YellowFrom = unplanned ? null : reach.YellowFrom,
            StatutoryDueOn = unplanned ? null : reach.StatutoryDueOn,
            IsProvisional = Enumerable.Range(StartedOn.Year, last.Year - StartedOn.Year + 1).Any(year => !c.IsPublished(year)),
        };
    }

    /// <summary>Two limits are equal when everything they say is, pause by pause.</summary>
    public bool Equals(TimeLimit? other) =>
        other is not null && StartedOn == other.StartedOn && Length == other.Length && Basis == other.Basis
        && Statutory == other.Statutory && StatutoryBasis == other.StatutoryBasis && Extension == other.Extension && EndedOn == other.EndedOn
        && CalendarVersion == other.CalendarVersion && IsProvisional == other.IsProvisional && DueOn == other.DueOn && YellowFrom == other.YellowFrom
        && StatutoryDueOn == other.StatutoryDueOn && Pauses.SequenceEqual(other.Pauses);

    public override int GetHashCode() => HashCode.Combine(StartedOn, Length, Basis, Statutory, Extension, EndedOn, DueOn, Pauses.Count);
}

/// <summary>JSON of a limit, for storage: no reflection, enums by name.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TimeLimit))]
public sealed partial class TimeLimitJson : JsonSerializerContext;
