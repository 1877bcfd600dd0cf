using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Storage;
using Tongban.Mining.Logs;

namespace Tongban.Mining.OwnActs;

/// <summary>Which of our own logs.</summary>
internal enum OwnLog
{
    /// <summary>阶段办理: a case is a stage of a project; its activities are the items and the stage's own steps.</summary>
    Stages,

    /// <summary>事项办理: a case is an item of a stage; its activities are what was done about it.</summary>
    Items,
}

/// <summary>Our own logs as far as the ledger was read.</summary>
/// <param name="Position">Place of the last entry that was read.</param>
internal sealed record OwnLogs(long Position, EventLog Stages, EventLog Items)
{
    public EventLog Of(OwnLog log) => log is OwnLog.Stages ? Stages : Items;
}

/// <summary>Keeps our own logs up to date by reading the ledger on from the place where it stopped.</summary>
/// <remarks>What is kept is only what the ledger says, entry by entry in the order of commits, so that a process that begins from the first entry has the same logs, digest by digest.
/// Nothing is written: the ledger is the record, and this a way to look at it.</remarks>
internal sealed class OwnActsBook(IServiceScopeFactory scopes) : IDisposable
{
    private const int Batch = 5_000;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly OwnActsReading _reading = new();
    private OwnLogs? _known;

    /// <summary>The logs with everything that has a place in the ledger by now.</summary>
    public async Task<OwnLogs> NowAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TongbanDb>();
            var names = OwnActsReading.Acts.ToList();
            var before = _reading.Position;
            while (true)
            {
                var from = _reading.Position;
                // The end is asked for first: entries placed meanwhile are read next time, none is passed over.
                var last = await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position > from).OrderBy(e => e.Position).Skip(Batch - 1).Select(e => e.Position).FirstOrDefaultAsync(ct)
                    ?? await db.Set<LedgerEntry>().AsNoTracking().MaxAsync(e => e.Position, ct);
                if (last is not { } to || to <= from)
                    break;
                foreach (var entry in await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Position > from && e.Position <= to && names.Contains(e.Act)).OrderBy(e => e.Position).ToListAsync(ct))
                    _reading.Read(entry);
                _reading.Position = to;
            }
            if (_known is null || before != _reading.Position)
                _known = new(_reading.Position, _reading.Build(OwnLog.Stages), _reading.Build(OwnLog.Items));
            return _known;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}

/// <summary>Turns entries of the ledger into events. What an entry says is in docs/acts.md; an act that says nothing about a stage is passed over.</summary>
internal sealed class OwnActsReading
{
    private readonly List<Happened> _events = [];
    private readonly Dictionary<string, Dictionary<string, string>> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, long>> _dates = new(StringComparer.Ordinal);

    /// <summary>Acts that are events of the logs.</summary>
    public static IReadOnlySet<string> Acts { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "approvals.stage-opened", "approvals.stage-submitted", "approvals.correction-requested", "approvals.correction-answered", "approvals.stage-accepted", "approvals.stage-not-accepted",
        "approvals.items-opened", "approvals.item-started-early", "approvals.item-taken", "approvals.item-forwarded", "approvals.special-procedure-begun", "approvals.special-procedure-ended", "approvals.limit-extended", "approvals.item-decided", "approvals.item-returned",
        "approvals.stage-concluded", "approvals.stage-withdrawn", "approvals.stage-reopened", "approvals.stage-ended-with-project",
    };

    /// <summary>Place of the last entry that was read.</summary>
    public long Position { get; set; }

    public void Read(LedgerEntry entry)
    {
        using var payload = JsonDocument.Parse(entry.Payload);
        var said = payload.RootElement;
        if (!said.TryGetProperty("stageCase", out var id) || !id.TryGetGuid(out var stage))
            return;
        var (at, act) = (entry.RecordedAt.UtcTicks, entry.Act["approvals.".Length..]);
        var item = Text(said, "item");
        switch (act)
        {
            case "stage-opened":
                Say(stage, null, "stage", said.GetProperty("stage").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture));
                Say(stage, null, "flow", Text(said, "flow"));
                Say(stage, null, "lead", Text(said, "lead"));
                Say(stage, null, "division", Text(said, "lead")?.Split('@')[^1]);
                Say(stage, null, "state", "open");
                Step();
                break;
            case "items-opened":
                foreach (var opened in said.GetProperty("items").EnumerateArray())
                    Open(Text(opened, "item")!, Text(opened, "organ"), Due(opened, "dueOn"));
                break;
            case "item-started-early":
                Open(item!, Text(said, "organ"), null);
                break;
            case "item-taken":
                Phase(item!, "start", "taken");
                break;
            case "special-procedure-begun":
                Phase(item!, "suspend", "paused");
                break;
            case "special-procedure-ended":
                Phase(item!, "resume", "resumed");
                Date(stage, item, "deadline", Due(said, "dueOn"));
                break;
            case "limit-extended":
                Date(stage, item, "deadline", Due(said, "dueOn"));
                if (item is null)
                    Step();
                else
                    Add(OwnLog.Items, Key(stage, item), "extended", "complete");
                break;
            case "item-forwarded":
                Add(OwnLog.Stages, Key(stage, null), item!, "reassign");
                Add(OwnLog.Items, Key(stage, item), "forwarded", "complete");
                Date(stage, item, "deadline", Due(said, "dueOn"));
                break;
            case "item-decided":
                // What is decided the moment it is declared was never opened.
                if (!_texts.ContainsKey(Key(stage, item)))
                    Open(item!, Text(said, "organ"), null);
                Phase(item!, "complete", "decided");
                Say(stage, item, "decision", Text(said, "decision"));
                Date(stage, item, "ended", at);
                break;
            case "item-returned":
                Add(OwnLog.Items, Key(stage, item), "returned", "complete");
                Add(OwnLog.Stages, Key(stage, null), "item-returned", "complete");
                Forget(stage, item, "ended");
                break;
            case "stage-accepted":
                Date(stage, null, "deadline", Due(said, "dueOn"));
                Step();
                break;
            case "stage-concluded":
                Say(stage, null, "state", Text(said, "decision"));
                Date(stage, null, "ended", at);
                Step();
                break;
            case "stage-not-accepted" or "stage-withdrawn" or "stage-ended-with-project":
                Say(stage, null, "state", act["stage-".Length..]);
                Date(stage, null, "ended", at);
                Step();
                break;
            case "stage-reopened":
                Say(stage, null, "state", "open");
                Forget(stage, null, "ended");
                Date(stage, null, "deadline", Due(said, "dueOn"));
                Step();
                break;
            default:
                Step();
                break;
        }

        void Step() => Add(OwnLog.Stages, Key(stage, null), act, "complete");

        void Open(string code, string? organ, long? due)
        {
            Add(OwnLog.Stages, Key(stage, null), code, "schedule");
            Add(OwnLog.Items, Key(stage, code), "opened", "complete");
            Say(stage, code, "item", code);
            Say(stage, code, "organ", organ);
            Say(stage, code, "department", organ?.Split('@')[0]);
            Say(stage, code, "division", organ?.Split('@')[^1]);
            Say(stage, code, "stage", _texts.GetValueOrDefault(Key(stage, null))?.GetValueOrDefault("stage"));
            Say(stage, code, "flow", _texts.GetValueOrDefault(Key(stage, null))?.GetValueOrDefault("flow"));
            Date(stage, code, "deadline", due);
        }

        void Phase(string code, string phase, string ofItem)
        {
            Add(OwnLog.Stages, Key(stage, null), code, phase);
            Add(OwnLog.Items, Key(stage, code), ofItem, "complete");
        }

        void Add(OwnLog log, string ofCase, string activity, string phase) => _events.Add(new(log, ofCase, activity, phase, at, entry.Organ ?? (entry.Enterprise is null ? "platform" : "applicant")));
    }

    /// <summary>The log of everything read so far.</summary>
    public EventLog Build(OwnLog log)
    {
        var builder = new EventLogBuilder(LogLimits.Default with { Events = int.MaxValue, Cases = int.MaxValue });
        foreach (var e in _events)
        {
            if (e.Log == log)
                builder.Add(builder.CaseOf(e.Case), e.Activity, e.At, e.Who, e.Phase);
        }
        foreach (var (ofCase, texts) in _texts)
        {
            if (!builder.Knows(ofCase))
                continue;
            foreach (var (name, value) in texts)
                builder.CaseColumn(name, ColumnKind.Text)!.Set(builder.CaseOf(ofCase), value);
        }
        foreach (var (ofCase, dates) in _dates)
        {
            if (!builder.Knows(ofCase))
                continue;
            foreach (var (name, value) in dates)
                builder.CaseColumn(name, ColumnKind.Date)!.Set(builder.CaseOf(ofCase), value);
        }
        return builder.Build();
    }

    private static string Key(Guid stage, string? item) => item is null ? stage.ToString() : $"{stage}/{item}";

    private static string? Text(JsonElement said, string name) => said.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>A due day lasts until it is over in the city.</summary>
    private static long? Due(JsonElement said, string name) =>
        Text(said, name) is { } day && DateOnly.TryParseExact(day, "yyyy-MM-dd", out var on) ? Foundation.Time.CityClock.StartOf(on.AddDays(1)).UtcTicks - 1 : null;

    private void Say(Guid stage, string? item, string name, string? value)
    {
        if (value is not { Length: > 0 })
            return;
        var key = Key(stage, item);
        if (!_texts.TryGetValue(key, out var texts))
            _texts[key] = texts = new(StringComparer.Ordinal);
        texts[name] = value;
    }

    private void Date(Guid stage, string? item, string name, long? value)
    {
        if (value is not { } ticks)
            return;
        var key = Key(stage, item);
        if (!_dates.TryGetValue(key, out var dates))
            _dates[key] = dates = new(StringComparer.Ordinal);
        dates[name] = ticks;
    }

    private void Forget(Guid stage, string? item, string name) => _dates.GetValueOrDefault(Key(stage, item))?.Remove(name);

    private readonly record struct Happened(OwnLog Log, string Case, string Activity, string Phase, long At, string Who);
}
