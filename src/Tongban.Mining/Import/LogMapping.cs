using Tongban.Foundation;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Import;

/// <summary>What a column of a table means.</summary>
internal enum ColumnRole
{
    /// <summary>Not taken in.</summary>
    Ignore,

    /// <summary>案例: which case the event belongs to.</summary>
    Case,

    /// <summary>活动: what was done.</summary>
    Activity,

    /// <summary>时间: when it was done, or when it ended.</summary>
    Timestamp,

    /// <summary>开始时间: when it began; the row then stands for two events, start and complete.</summary>
    StartTimestamp,

    /// <summary>执行者: who did it.</summary>
    Resource,

    /// <summary>生命周期: schedule, start, complete and the like.</summary>
    Lifecycle,

    /// <summary>An attribute of the case, as text.</summary>
    CaseText,

    /// <summary>An attribute of the case that is an instant, for example its deadline.</summary>
    CaseDate,

    /// <summary>An attribute of the event, as text.</summary>
    EventText,

    /// <summary>An attribute of the event that is an instant.</summary>
    EventDate,
}

/// <summary>A column and what it means.</summary>
internal sealed record MappedColumn(string Name, ColumnRole Role);

/// <summary>How a file is to be read.</summary>
/// <param name="Columns">Of a table; empty for XES, which says by itself what is what.</param>
/// <param name="Zone">Zone of times that name none.</param>
/// <param name="TimeFormat">Format of the times as .NET writes it; <see langword="null"/> for ISO 8601 and the usual ones.</param>
/// <param name="Classifier">XES: name of the classifier that tells activities apart; <see langword="null"/> for <c>concept:name</c>.</param>
internal sealed record LogMapping(IReadOnlyList<MappedColumn> Columns, string Zone, string? TimeFormat, string? Classifier)
{
    public const string DefaultZone = "Asia/Shanghai";

    /// <summary>Prefix by which columns of a table name attributes of the case.</summary>
    public const string CasePrefix = "case:";

    private static readonly (ColumnRole Role, string[] Names)[] Known =
    [
        (ColumnRole.Case, ["case:concept:name", "case id", "case_id", "caseid", "case", "案例", "案例编号", "案件编号", "办件编号", "业务编号", "项目代码", "流水号"]),
        (ColumnRole.Activity, ["concept:name", "activity", "activity name", "event", "task", "活动", "环节", "办理环节", "事项", "步骤"]),
        (ColumnRole.Timestamp, ["time:timestamp", "timestamp", "complete timestamp", "end timestamp", "time", "date", "时间", "办理时间", "完成时间", "操作时间"]),
        (ColumnRole.StartTimestamp, ["start_timestamp", "start timestamp", "开始时间"]),
        (ColumnRole.Resource, ["org:resource", "resource", "user", "经办人", "办理人", "人员", "执行者"]),
        (ColumnRole.Lifecycle, ["lifecycle:transition", "lifecycle", "transition", "生命周期"]),
        (ColumnRole.CaseDate, ["deadline", "due", "due date", "期限", "截止时间", "应办结时间", "enddate", "end date", "办结时间", "startdate", "start date", "受理时间"]),
    ];

    public IEnumerable<string> Of(ColumnRole role) => Columns.Where(c => c.Role == role).Select(c => c.Name);

    /// <summary>The name of the attribute that a column becomes.</summary>
    public static string AttributeOf(string column) => column.StartsWith(CasePrefix, StringComparison.Ordinal) && column.Length > CasePrefix.Length ? column[CasePrefix.Length..] : column;

    /// <summary>The likeliest meaning of the columns by their names and first values; the person confirms it.</summary>
    public static LogMapping Guess(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> sample)
    {
        var roles = new ColumnRole?[head.Count];
        foreach (var (role, names) in Known)
        {
            foreach (var name in names)
            {
                var at = head.ToList().FindIndex(h => h.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
                if (at >= 0 && roles[at] is null)
                {
                    roles[at] = role;
                    if (role is not ColumnRole.CaseDate)
                        break;
                }
            }
        }
        for (var i = 0; i < head.Count; i++)
        {
            var ofCase = head[i].StartsWith(CasePrefix, StringComparison.Ordinal);
            var values = sample.Where(r => i < r.Count && r[i].Length > 0).Select(r => r[i]).ToList();
            var dates = values.Count > 0 && values.TrueForAll(v => v.Length >= 10 && LogTime.TryRead(v, TimeZoneInfo.Utc, null, out _));
            roles[i] ??= (ofCase, dates) switch { (true, true) => ColumnRole.CaseDate, (true, false) => ColumnRole.CaseText, (false, true) => ColumnRole.EventDate, _ => ColumnRole.EventText };
        }
        return new([.. head.Select((h, i) => new MappedColumn(h, roles[i]!.Value))], DefaultZone, null, null);
    }

    /// <summary>The mapping under which what <see cref="LogExport"/> writes is read back as the same log.</summary>
    public static LogMapping OfExport(EventLog log) => new(
        [
            new("case:concept:name", ColumnRole.Case), new("concept:name", ColumnRole.Activity), new("time:timestamp", ColumnRole.Timestamp), new("org:resource", ColumnRole.Resource), new("lifecycle:transition", ColumnRole.Lifecycle),
            .. log.CaseColumns.Select(c => new MappedColumn(CasePrefix + c.Name, c.IsDate ? ColumnRole.CaseDate : ColumnRole.CaseText)),
            .. log.EventColumns.Select(c => new MappedColumn(c.Name, c.IsDate ? ColumnRole.EventDate : ColumnRole.EventText)),
        ], DefaultZone, null, null);

    /// <summary>Reads <c>column=role</c> pairs, one a line or parted by semicolons, over a guess: what is not named keeps its guessed role.</summary>
    public static Result<LogMapping> Parse(string? text, LogMapping guess)
    {
        var roles = guess.Columns.ToDictionary(c => c.Name, c => c.Role, StringComparer.Ordinal);
        foreach (var pair in (text ?? "").Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.LastIndexOf('=');
            var (name, word) = at < 0 ? (pair, "") : (pair[..at].Trim(), pair[(at + 1)..].Trim());
            if (!Enum.TryParse<ColumnRole>(word, ignoreCase: true, out var role) || !Enum.IsDefined(role) || char.IsAsciiDigit(word[0]))
                return MiningErrors.NoSuchRole(word);
            if (!roles.ContainsKey(name))
                return MiningErrors.NoSuchColumn(name);
            // A role that one column has is taken from the column that was guessed to have it.
            if (IsSingle(role))
            {
                foreach (var other in roles.Where(r => r.Value == role && r.Key != name).Select(r => r.Key).ToList())
                    roles[other] = ColumnRole.EventText;
            }
            roles[name] = role;
        }
        return guess with { Columns = [.. guess.Columns.Select(c => c with { Role = roles[c.Name] })] };
    }

    public static bool IsSingle(ColumnRole role) => role is ColumnRole.Case or ColumnRole.Activity or ColumnRole.Timestamp or ColumnRole.StartTimestamp or ColumnRole.Resource or ColumnRole.Lifecycle;

    /// <returns>The refusal, or <see langword="null"/> when a table can be read by this mapping.</returns>
    public Error? Check(bool table)
    {
        List<Error> wrong = [];
        if (LogTime.Zone(Zone) is null)
            wrong.Add(MiningErrors.NoSuchZone(Zone));
        if (TimeFormat is { Length: > 60 })
            wrong.Add(MiningErrors.TimeFormat());
        if (table)
        {
            foreach (var role in new[] { ColumnRole.Case, ColumnRole.Activity, ColumnRole.Timestamp })
            {
                if (!Of(role).Any())
                    wrong.Add(MiningErrors.RoleMissing(role));
            }
            foreach (var role in Enum.GetValues<ColumnRole>().Where(r => IsSingle(r) && Of(r).Count() > 1))
                wrong.Add(MiningErrors.RoleTwice(role));
        }
        return Error.Combine(wrong);
    }
}
