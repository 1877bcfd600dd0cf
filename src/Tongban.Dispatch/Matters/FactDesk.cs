using System.Globalization;
using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Matters;

/// <summary>Asks every room what it knows of a project, and holds the models' conditions against it.</summary>
internal sealed class FactDesk(DispatchCatalogue catalogue, IEnumerable<IProjectFactSource> sources)
{
    private static readonly Words Clock = ("日历", "the calendar"), Reported = ("项目单位填报", "stated by the unit");

    /// <summary>What is known of the project for these models.</summary>
    /// <param name="stated">Fields of the report.</param>
    public async Task<KnownFacts> AskAsync(ProjectRecord project, IReadOnlyCollection<DispatchModel> models, IReadOnlyDictionary<string, string> stated, DateOnly today, CancellationToken ct)
    {
        var known = new Dictionary<string, KnownFact>(StringComparer.Ordinal);
        var asked = models.SelectMany(m => m.Conditions).SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in OfTheDay(project, today))
            known[name] = new(value, Clock, null);
        foreach (var fact in catalogue.File.Facts.Where(f => f.Field is not null && f.Name.IndexOf('*', StringComparison.Ordinal) < 0))
        {
            if (stated.GetValueOrDefault(fact.Field!) is { Length: > 0 } value)
                known[fact.Name] = new(value, Reported, null);
        }
        // A list is asked first: what it names is asked for then.
        var lists = asked.Where(n => catalogue.Fact(n)?.Kind is FactKind.List).ToHashSet(StringComparer.Ordinal);
        if (lists.Count > 0)
        {
            await TakeAsync(lists);
            foreach (var any in models.SelectMany(m => m.Conditions).SelectMany(Quantifiers))
            {
                foreach (var element in known.GetValueOrDefault(any.Source.Name)?.Value is { } items ? items.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [])
                    asked.UnionWith(any.Body.Facts.Select(f => FactTerm.With(f.Name, any.Variable, element)));
            }
        }
        await TakeAsync(asked.Except(known.Keys, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal));
        // What no room knows and the unit has stated is better than nothing, and shown as what it is.
        foreach (var fact in catalogue.File.Facts.Where(f => f.Otherwise is not null && asked.Contains(f.Name) && !known.ContainsKey(f.Name)))
        {
            if (stated.GetValueOrDefault(fact.Otherwise!) is { Length: > 0 } value && InUnit(fact, value) is { } text)
                known[fact.Name] = new(text, Reported, null);
        }
        return new(catalogue, known);

        async Task TakeAsync(HashSet<string> names)
        {
            foreach (var source in sources)
            {
                foreach (var fact in (await source.OfAsync(project, names, today, ct)).Where(f => f.Value is not null))
                    known.TryAdd(fact.Name, new(fact.Value!, source.Name, fact.Link));
            }
        }
    }

    /// <summary>One fact that no model asks for.</summary>
    public async Task<string?> OneAsync(ProjectRecord project, string name, DateOnly today, CancellationToken ct)
    {
        var asked = new HashSet<string>([name], StringComparer.Ordinal);
        foreach (var source in sources)
        {
            if ((await source.OfAsync(project, asked, today, ct)).FirstOrDefault(f => f.Name == name)?.Value is { } value)
                return value;
        }
        return null;
    }

    private static string? InUnit(FactData fact, string value) => fact.Times == 1 ? value
        : decimal.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (number * fact.Times).ToString("0.######", CultureInfo.InvariantCulture) : null;

    /// <summary>Facts that are worked out from the day alone.</summary>
    internal static IEnumerable<(string Name, string Value)> OfTheDay(ProjectRecord project, DateOnly today) =>
    [
        ("today", today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("year", today.Year.ToString(CultureInfo.InvariantCulture)),
        ("monthsElapsed", (today.Month - 1).ToString(CultureInfo.InvariantCulture)),
        ("division", project.Division),
    ];

    private static IEnumerable<string> Names(Expression expression) => expression switch
    {
        Expression.And and => Names(and.Left).Concat(Names(and.Right)),
        Expression.Or or => Names(or.Left).Concat(Names(or.Right)),
        Expression.Not not => Names(not.Inner),
        Expression.AnyOf any => [any.Source.Name],
        _ => expression.Facts.Select(f => f.Name),
    };

    private static IEnumerable<Expression.AnyOf> Quantifiers(Expression expression) => expression switch
    {
        Expression.And and => Quantifiers(and.Left).Concat(Quantifiers(and.Right)),
        Expression.Or or => Quantifiers(or.Left).Concat(Quantifiers(or.Right)),
        Expression.Not not => Quantifiers(not.Inner),
        Expression.AnyOf any => [any],
        _ => [],
    };
}

/// <summary>A value and who gave it.</summary>
internal sealed record KnownFact(string Value, Words Source, string? Link);

/// <summary>What is known of a project at one moment.</summary>
internal sealed class KnownFacts(DispatchCatalogue catalogue, IReadOnlyDictionary<string, KnownFact> known)
{
    public string? Text(string name) => known.GetValueOrDefault(name)?.Value;

    public FactValue? Value(string name) => known.TryGetValue(name, out var fact) && catalogue.Fact(name) is { } declared ? FactValue.Read(declared.Kind, fact.Value) : null;

    /// <summary>Holds a model's conditions against it; every fact that was asked for is kept with the answer.</summary>
    public CompareResult Compare(DispatchModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<ComparedCondition> conditions = [];
        foreach (var (data, condition) in model.Data.Compare.Zip(model.Conditions))
        {
            var asked = new List<string>();
            var truth = condition.Evaluate(name =>
            {
                if (!asked.Contains(name, StringComparer.Ordinal))
                    asked.Add(name);
                return Value(name);
            });
            conditions.Add(new(data.Expression, data.MeaningZh, data.MeaningEn, truth, [.. asked.Select(Shown)]));
        }
        return new(model.Code, CompareResult.OutcomeOf(conditions.Select(c => c.Truth)), conditions);
    }

    private ComparedFact Shown(string name)
    {
        var declared = catalogue.Fact(name);
        var fact = known.GetValueOrDefault(name);
        var part = declared?.Part(name) is { } p ? $" {p}" : "";
        return new(name, (declared?.NameZh ?? name) + part, (declared?.NameEn ?? name) + part, fact?.Value, fact?.Source.Zh, fact?.Source.En, fact?.Link);
    }
}
