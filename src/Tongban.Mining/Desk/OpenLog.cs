using Microsoft.EntityFrameworkCore;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Files;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Mining.Algorithms;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;
using Tongban.Mining.OwnActs;

namespace Tongban.Mining.Desk;

/// <summary>A line in the list of logs.</summary>
internal sealed record LogRow(string Key, Words Name, LogState State, bool Own, int Cases, int Events, DateTimeOffset? From, DateTimeOffset? To, DateTimeOffset? At);

/// <summary>A log that is being looked at, with what is known about it besides its events.</summary>
internal sealed class OpenLog
{
    public required string Key { get; init; }

    public required Words Name { get; init; }

    public required EventLog Log { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    /// <summary>What an activity is called on the page.</summary>
    public required Func<string, Words> Label { get; init; }

    /// <summary>The declared flow of each case, or <see langword="null"/> when there is none.</summary>
    public Func<EventLog, Func<int, DeclaredModel?>>? Models { get; init; }

    public string? Deadline { get; init; }

    public string? End { get; init; }

    /// <summary>The attribute by which it is usually parted.</summary>
    public string? By { get; init; }

    /// <summary>Of another system; <see langword="null"/> for our own acts.</summary>
    public ProcessLog? Record { get; init; }

    /// <summary>Our own: place of the ledger up to which it was read.</summary>
    public long? Position { get; init; }

    public string NameOf(int activity) => Label(Log.Activities[activity]).ToString();
}

/// <summary>Finds logs and opens them.</summary>
internal sealed class LogShelf(TongbanDb db, FileStore files, LogCache cache, OwnActsBook own, IDeclaredFlows flows, OrganDirectory organs, CityCatalogue city)
{
    public const string OwnStages = "own-stages", OwnItems = "own-items";

    private static readonly Dictionary<string, Words> ItemSteps = new(StringComparer.Ordinal)
    {
        ["opened"] = ("开始办理", "Opened"), ["taken"] = ("认领", "Taken on"), ["paused"] = ("特别程序开始", "Clock stopped"), ["resumed"] = ("特别程序结束", "Clock running again"), ["extended"] = ("批准延期", "Extended"),
        ["forwarded"] = ("转送上级", "Passed on"), ["decided"] = ("作出决定", "Decided"), ["returned"] = ("退回重办", "Returned"),
    };

    private static Words OwnName(string key) => key == OwnStages ? ("本平台：阶段办理", "This platform: stages") : ("本平台：事项办理", "This platform: items");

    public async Task<IReadOnlyList<LogRow>> ListAsync(CancellationToken ct)
    {
        var ours = await own.NowAsync(ct);
        var others = await db.Set<ProcessLog>().AsNoTracking().Where(l => l.State != LogState.Removed).OrderByDescending(l => l.HandedInAt).Take(200)
            .Select(l => new { l.Id, l.Name, l.State, l.Cases, l.Events, l.From, l.To, l.HandedInAt }).ToListAsync(ct);
        return
        [
            Row(OwnStages, ours.Stages), Row(OwnItems, ours.Items),
            .. others.Select(l => new LogRow(l.Id.ToString(), (l.Name, l.Name), l.State, false, l.Cases, l.Events, l.From, l.To, l.HandedInAt)),
        ];

        static LogRow Row(string key, EventLog log) => new(key, OwnName(key), LogState.Ready, true, log.CaseCount, log.EventCount, log.EventCount == 0 ? null : LogTime.Instant(log.At.Min()), log.EventCount == 0 ? null : LogTime.Instant(log.At.Max()), null);
    }

    public static bool IsOwn(string key) => key is OwnStages or OwnItems;

    public async Task<ProcessLog?> FindAsync(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) ? await db.Set<ProcessLog>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.State != LogState.Removed, ct) : null;

    public async Task<Result<OpenLog>> OpenAsync(string key, CancellationToken ct)
    {
        if (IsOwn(key))
            return await OwnAsync(key, ct);
        if (await FindAsync(key, ct) is not { } record)
            return MiningErrors.NoSuchLog();
        if (record.Digest is not { } digest)
            return MiningErrors.NotImported();
        if (cache.Find(digest) is not { } log)
        {
            if (await files.ReadAsync(digest, ct) is not { } file)
                return MiningErrors.NoSuchLog();
            cache.Keep(digest, log = LogFile.Read(file.Content));
        }
        var model = record.Model is { } text ? DeclaredModel.Parse(text).Value : null;
        string[] dates = [.. log.CaseColumns.Where(c => c.IsDate).Select(c => c.Name)];
        return new OpenLog
        {
            Key = key, Name = (record.Name, record.Name), Log = log, Zone = LogTime.Zone(record.Mapping.Zone) ?? TimeZoneInfo.Utc, Label = a => (a, a), Record = record,
            Models = model is null ? null : _ => _ => model,
            Deadline = Likely(dates, "deadline", "due", "期限", "截止", "应办结"), End = Likely(dates, "enddate", "end date", "ended", "办结", "完成"),
            By = Likely([.. log.CaseColumns.Where(c => !c.IsDate && c.Words.Length is > 1 and <= 60).Select(c => c.Name)], "department", "division", "channel", "部门", "区县", "渠道"),
        };
    }

    private static string? Likely(string[] names, params string[] words) => words.Select(w => names.FirstOrDefault(n => n.Equals(w, StringComparison.OrdinalIgnoreCase)) ?? names.FirstOrDefault(n => n.Contains(w, StringComparison.OrdinalIgnoreCase) && !n.Contains("planned", StringComparison.OrdinalIgnoreCase))).FirstOrDefault(n => n is not null);

    private async Task<OpenLog> OwnAsync(string key, CancellationToken ct)
    {
        var ours = await own.NowAsync(ct);
        var stages = key == OwnStages;
        var log = stages ? ours.Stages : ours.Items;
        var declared = new Dictionary<string, DeclaredFlow>(StringComparer.Ordinal);
        foreach (var version in log.CaseColumn("flow")?.Words ?? [])
        {
            if (await flows.FindAsync(version, ct) is { } flow)
                declared[version] = flow;
        }
        var names = declared.Values.Append(flows.Current).OfType<DeclaredFlow>().SelectMany(f => f.Stages).SelectMany(s => s.Items).GroupBy(i => i.Code).ToDictionary(g => g.Key, g => g.First().Name, StringComparer.Ordinal);
        var models = new Dictionary<(string, string, bool), DeclaredModel>();
        return new()
        {
            Key = key, Name = OwnName(key), Log = log, Zone = Foundation.Time.CityClock.Zone, Position = ours.Position, Deadline = "deadline", End = "ended", By = stages ? "division" : "department",
            Label = a => names.TryGetValue(a, out var item) ? ($"{a} {item.Zh}", $"{a} {item.En}") : ItemSteps.TryGetValue(a, out var step) ? step : ActNames.Find($"approvals.{a}") ?? (a, a),
            Models = log => c => stages ? OfStage(log, c) : OfItem(),
        };

        DeclaredModel? OfStage(EventLog log, int c)
        {
            var (flow, stage, state) = (log.CaseColumn("flow")?.TextAt(c), log.CaseColumn("stage")?.TextAt(c), log.CaseColumn("state")?.TextAt(c));
            // A stage that still runs has not left its flow by not having ended.
            if (flow is null || stage is null || state is null or "open" || !declared.TryGetValue(flow, out var version) || version.Stages.FirstOrDefault(s => $"{s.No}" == stage) is not { } items)
                return null;
            var concluded = log.TraceOf(c).ToArray().Any(a => log.Activities[a] == "stage-concluded");
            if (!models.TryGetValue((flow, stage, concluded), out var model))
                models[(flow, stage, concluded)] = model = StageModel(items, concluded);
            return model;
        }

        DeclaredModel? OfItem()
        {
            if (!models.TryGetValue(("", "", false), out var model))
                models[("", "", false)] = model = DeclaredModel.Of(ItemSteps.Keys, [("opened", "taken"), ("opened", "decided"), ("opened", "paused"), ("paused", "resumed"), ("opened", "extended"), ("opened", "forwarded"), ("forwarded", "decided")], ["opened"]).Value;
            return model;
        }
    }

    /// <summary>The published flow of a stage: its steps, its items and what each waits for. A correction may be asked for once (行政许可法第三十二条).</summary>
    internal static DeclaredModel StageModel(DeclaredStage stage, bool concluded)
    {
        string[] ends = ["stage-not-accepted", "stage-withdrawn", "stage-ended-with-project"];
        var codes = stage.Items.Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        var arrows = stage.Items.SelectMany(i => i.After.Where(codes.Contains).Select(a => (a, i.Code)))
            .Concat([("stage-opened", "stage-submitted"), ("stage-submitted", "correction-requested"), ("correction-requested", "correction-answered"), ("correction-answered", "stage-accepted"), ("stage-submitted", "stage-accepted")])
            .Concat(ends.Select(e => ("stage-opened", e)))
            .Concat(stage.Items.Where(i => i.Concludes).Select(i => (i.Code, "stage-concluded")));
        return DeclaredModel.Of([.. codes, "limit-extended", "item-returned", "stage-reopened"], arrows, concluded ? ["stage-opened", "stage-concluded"] : ["stage-opened"]).Value;
    }

    /// <summary>What a group is called: organs and divisions by name.</summary>
    public string GroupName(string? attribute, string? value) => value is null ? "—" : attribute is "organ" or "lead" ? organs.NameOf(value).ToString() : attribute is "department" ? organs.All.Values.FirstOrDefault(o => o.Department == value)?.Name.ToString() ?? value
        : attribute is "division" ? city.Division(value)?.Name.ToString() ?? value : value;
}

/// <summary>Ledger entries of logs are read by those who may see the logs.</summary>
internal sealed class LogMatters(TongbanDb db) : IMatterAccess
{
    public bool Handles(string matter) => matter.StartsWith("process-log:", StringComparison.Ordinal);

    public Task<bool> MayReadAsync(Actor actor, string matter, CancellationToken ct) => Task.FromResult(actor.Is(MiningPermissions.Read.HeldBy));

    public async Task<Words?> NameAsync(string matter, CancellationToken ct) =>
        Guid.TryParse(matter.AsSpan(matter.IndexOf(':', StringComparison.Ordinal) + 1), out var id) && await db.Set<ProcessLog>().Where(l => l.Id == id).Select(l => l.Name).SingleOrDefaultAsync(ct) is { } name ? (name, name) : null;
}
