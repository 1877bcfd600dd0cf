using System.Globalization;
using Microsoft.AspNetCore.Http;
using NetTopologySuite.Geometries;
using Tongban.Foundation;
using Tongban.Foundation.Web;

namespace Tongban.Space.Features;

/// <summary>When features are asked for: one instant, or from one to another.</summary>
internal sealed record FeatureTime(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>An instant or an interval (RFC 3339), open sides as <c>..</c> or left empty.</summary>
    public static FeatureTime? Read(string text)
    {
        var parts = text.Split('/');
        if (parts.Length == 1)
            return Instant(text) is { } at ? new(at, at) : null;
        if (parts.Length != 2 || parts.All(p => p is "" or ".."))
            return null;
        DateTimeOffset? from = null, to = null;
        if (parts[0] is not ("" or "..") && (from = Instant(parts[0])) is null)
            return null;
        if (parts[1] is not ("" or "..") && (to = Instant(parts[1])) is null)
            return null;
        return from > to ? null : new(from, to);
    }

    private static DateTimeOffset? Instant(string text) =>
        text.Length is >= 20 and <= 40 && text.Contains('T', StringComparison.OrdinalIgnoreCase) && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}

/// <summary>Where a page of features ended.</summary>
/// <param name="Source">Version whose features were being read, so that a list goes on in it when another comes into force meanwhile.</param>
/// <param name="After">Number or key of the last one that was looked at.</param>
internal sealed record FeatureCursor(string Source, string After);

/// <summary>A question for features, read and bounded.</summary>
/// <param name="Area">Area of the plane that is asked for; <see langword="null"/> for everywhere.</param>
/// <param name="Filter">All conditions together.</param>
internal sealed record FeatureQuery(int Limit, Condition? Area, Condition? Filter, FeatureTime? Time, FeatureCursor? After, FeatureCrs Crs, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    public const int Most = 1_000;
    public const int Usual = 100;
    private const int ParameterLength = 2_000;
    private static readonly string[] Known = ["f", "limit", "bbox", "bbox-crs", "datetime", "crs", "filter", "filter-lang", "filter-crs", "cursor"];

    /// <summary>The box within which everything that is asked for lies.</summary>
    public Envelope? Box => Area switch { Meets meets => meets.Box, Always { Answer: false } => new Envelope(), _ => null };

    public static Result<FeatureQuery> Read(IQueryCollection query, IReadOnlyList<Queryable> queryables, IReadOnlyList<FeatureCrs> systems)
    {
        var byName = queryables.ToDictionary(q => q.Name, StringComparer.Ordinal);
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in query)
        {
            if (!Known.Contains(name, StringComparer.Ordinal) && !byName.ContainsKey(name))
                return FeatureErrors.UnknownParameter(name, Known.Concat(byName.Keys));
            if (values.Count != 1)
                return FeatureErrors.Parameter(name, ("只能给出一次", "it may be given once"));
            if (name is not "filter" && values[0]!.Length > ParameterLength)
                return FeatureErrors.Parameter(name, ("过长", "it is too long"));
            given[name] = values[0]!;
        }
        var limit = Usual;
        if (given.TryGetValue("limit", out var most) && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1))
            return FeatureErrors.Parameter("limit", new Words("应为 1 至 {0} 的整数", "it is a whole number from 1 to {0}").With(Most));
        if (!SystemOf("crs").TryGet(out var crs, out var refusal) || !SystemOf("bbox-crs").TryGet(out var boxCrs, out refusal) || !SystemOf("filter-crs").TryGet(out var filterCrs, out refusal))
            return refusal;
        if (given.GetValueOrDefault("filter-lang") is not (null or "cql2-text"))
            return FeatureErrors.Parameter("filter-lang", ("只支持 cql2-text", "only cql2-text is supported"));
        Condition? area = null;
        if (given.TryGetValue("bbox", out var bbox))
        {
            if (!BoxOf(bbox, boxCrs).TryGet(out area, out refusal))
                return refusal;
        }
        FeatureTime? time = null;
        if (given.TryGetValue("datetime", out var datetime) && (time = FeatureTime.Read(datetime)) is null)
            return FeatureErrors.Parameter("datetime", ("应为时刻（如 2026-03-02T09:00:00Z）或区间（如 2026-01-01T00:00:00Z/..）", "it is an instant such as 2026-03-02T09:00:00Z or an interval such as 2026-01-01T00:00:00Z/.."));
        List<Condition> conditions = [];
        foreach (var (name, text) in given.Where(g => byName.ContainsKey(g.Key)))
        {
            if (!Equal(byName[name], text).TryGet(out var equal, out refusal))
                return refusal;
            conditions.Add(equal);
        }
        if (given.TryGetValue("filter", out var filter))
        {
            if (!Cql2Parser.Parse(filter, byName, filterCrs).TryGet(out var parsed, out refusal))
                return refusal;
            conditions.Add(parsed);
        }
        return new FeatureQuery(Math.Min(limit, Most), area, conditions.Count == 0 ? null : new All(conditions), time, PageKey.Read<FeatureCursor>(given.GetValueOrDefault("cursor")), crs,
            [.. given.Where(g => g.Key is not "cursor")]);

        Result<FeatureCrs> SystemOf(string name) => !given.TryGetValue(name, out var uri) ? (Result<FeatureCrs>)systems[0]
            : systems.FirstOrDefault(s => s.IsCalled(uri)) is { } found ? found : FeatureErrors.UnknownSystem(name, uri, systems.Select(s => s.Uri));
    }

    private static Result<Condition> BoxOf(string text, FeatureCrs crs)
    {
        var parts = text.Split(',');
        List<double> numbers = [];
        foreach (var part in parts.Take(7))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                return FeatureErrors.Parameter("bbox", ("应为 4 个或 6 个以逗号分隔的数", "it has 4 or 6 numbers with commas between them"));
            numbers.Add(number);
        }
        if (numbers.Count is not (4 or 6))
            return FeatureErrors.Parameter("bbox", ("应为 4 个或 6 个以逗号分隔的数", "it has 4 or 6 numbers with commas between them"));
        return FeatureBox.Of(numbers, crs) is { } box ? Meets.With(box) : FeatureErrors.Parameter("bbox", ("最小值大于最大值", "a least value is above the greatest"));
    }

    private static Result<Condition> Equal(Queryable queryable, string text)
    {
        object? value = queryable.Kind switch
        {
            ValueKind.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
            ValueKind.Boolean => text is "true" ? true : text is "false" ? false : null,
            _ => text,
        };
        return value is null ? FeatureErrors.Parameter(queryable.Name, ("值的类型不对", "its value is of the wrong kind"))
            : new Compared(new(queryable.Name, null, queryable.Kind), Comparison.Equal, new(null, value, queryable.Kind));
    }
}
