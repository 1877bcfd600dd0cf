using System.Globalization;
using System.Text.Json;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;

namespace Tongban.Supervision.Rules;

/// <summary>One act as the ledger tells it.</summary>
internal sealed record Happening(Guid Id, long Sequence, DateTimeOffset At, Guid By, string? Organ, string? Enterprise, string Act, JsonElement Payload)
{
    public DateOnly Day { get; } = CityClock.DateOf(At);

    /// <summary>The platform acted, by law or by schedule.</summary>
    public bool ByPlatform => By == Actor.System.PersonId;

    public bool ByOfficer => Organ is not null && !ByPlatform;

    public static Happening Of(LedgerEntry entry)
    {
        using var payload = JsonDocument.Parse(entry.Payload);
        return new(entry.Id, entry.Sequence, entry.RecordedAt, entry.ActorId, entry.Organ, entry.Enterprise, entry.Act, payload.RootElement.Clone());
    }

    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public Guid Key(string name) => Guid.TryParse(Text(name), out var key) ? key : Guid.Empty;

    public DateOnly? Date(string name) => DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public DateTimeOffset? Instant(string name) => DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    public int Whole(string name) => Find(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : 0;

    public decimal Money(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var value) => value,
        { ValueKind: JsonValueKind.String } text when decimal.TryParse(text.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value) => value,
        _ => 0,
    };

    public bool Is(string name) => Find(name) is { ValueKind: JsonValueKind.True };

    public IReadOnlyList<string> Texts(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Where(e => e.ValueKind is JsonValueKind.String).Select(e => e.GetString()!)] : [];

    public IEnumerable<Happening> Parts(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Where(e => e.ValueKind is JsonValueKind.Object).Select(e => this with { Payload = e }) : [];

    private JsonElement? Find(string name) => Payload.ValueKind is JsonValueKind.Object && Payload.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}

/// <summary>What the rules ask besides the acts themselves.</summary>
/// <param name="Flow">Demands of a flow version.</param>
/// <param name="HasPower">Whether the organ held a power for the item on the day.</param>
/// <param name="IsListedFee">Whether the organ's fee of that name, under that entry of the supervision list when one is named, stood on the list on the day.</param>
internal sealed record RuleSources(Func<string, FlowRules?> Flow, WorkCalendar Calendar, Func<string, string, DateOnly, bool> HasPower, Func<string, string?, string, DateOnly, bool> IsListedFee);

/// <summary>A rule fired.</summary>
/// <param name="On">The day on which it did, whenever it was noticed.</param>
/// <param name="Officer">Who acted or has the item, where that is known.</param>
/// <param name="Entry">The act that made it fire; <see langword="null"/> when a day passed.</param>
internal sealed record Made(Guid Id, string Rule, Severity Level, DateOnly On, Guid Stage, int StageNo, string? Item, string Organ, Guid? Officer, Guid? Entry, Words Text);

/// <summary>What stood open is over.</summary>
internal sealed record Settled(Guid Id, DateOnly On, int Days, Words Text);

/// <summary>What the figures of a month are counted from.</summary>
internal enum MeasureKind
{
    /// <summary>受理; <see cref="Measured.InTime"/> is false when it counts as accepted by law.</summary>
    Accepted,

    /// <summary>办结: one decision of one item.</summary>
    Closed,

    /// <summary>阶段办结.</summary>
    StageClosed,

    /// <summary>补正.</summary>
    Corrected,

    /// <summary>停表: days it lasted.</summary>
    Paused,

    /// <summary>退回.</summary>
    Returned,

    /// <summary>评价: stars in <see cref="Measured.Days"/>.</summary>
    Rated,
}

/// <summary>One thing that counts.</summary>
/// <param name="Promised">Working days promised, of a decision.</param>
/// <param name="InTime">Decided in time; accepted and not by the law's silence.</param>
/// <param name="Detail">Decision, procedure.</param>
internal sealed record Measured(Guid Id, MeasureKind Kind, DateOnly On, Guid Stage, int StageNo, string? Item, string Organ, Guid? Officer, int Days, int Promised, bool InTime, string? Detail);

/// <summary>What runs now against an organ.</summary>
internal sealed record Runs(Guid Id, Guid Stage, int StageNo, string? Item, string Organ, Guid? Officer, DateOnly? DueOn, DateOnly? YellowFrom, DateOnly? LawDueOn, DateOnly? PausedSince, DateOnly? PlannedTo, string? PauseType, int Returned);
