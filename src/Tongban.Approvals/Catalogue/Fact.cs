using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Tongban.Foundation;

namespace Tongban.Approvals.Catalogue;

/// <summary>What kind of answer a fact has.</summary>
internal enum FactType { Number, Bool, Choice, Set }

/// <summary>Something about a project on which it depends which items apply: its energy use, the layers its site touches.</summary>
/// <param name="Stage">The stage that asks for it; later stages may use it too.</param>
/// <param name="Unit">Unit of a number, in words.</param>
/// <param name="Values">The vocabulary of a choice or a set, in the order in which it is offered.</param>
internal sealed record Fact(string Name, FactType Type, int Stage, Words Title, Words Question, Words Help, Words? Unit, IReadOnlyList<FactChoice> Values)
{
    private readonly FrozenDictionary<string, FactChoice> _values = Values.DistinctBy(v => v.Code).ToFrozenDictionary(v => v.Code);

    public bool Knows(string value) => _values.ContainsKey(value);

    /// <summary>What a value of the vocabulary is called; the code itself when it is not in it.</summary>
    public Words NameOf(string value) => _values.TryGetValue(value, out var choice) ? choice.Name : (value, value);

    /// <summary>Reads an answer as a form sends it: a decimal number, <c>true</c>/<c>false</c>, a code, codes separated by commas, a <c>?</c> before those that are not known.
    /// Nothing or <c>unknown</c> is no answer and gives <see langword="null"/>; an empty set is written <c>none</c>.</summary>
    public Result<FactValue?> Parse(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text) || text == "unknown")
            return default(FactValue);

        switch (Type)
        {
            case FactType.Number:
                return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    ? new FactValue.Number(number)
                    : CatalogueErrors.FactNotANumber(this, text);
            case FactType.Bool:
                return text is "true" or "false" ? new FactValue.Bool(text == "true") : CatalogueErrors.FactNotInVocabulary(this, text);
            case FactType.Choice:
                return Knows(text) ? new FactValue.Choice(text) : CatalogueErrors.FactNotInVocabulary(this, text);
            default:
                var codes = text == "none" ? [] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                if (codes.FirstOrDefault(c => !Knows(c.TrimStart(FactValue.Set.Unknown))) is { } stranger)
                    return CatalogueErrors.FactNotInVocabulary(this, stranger);
                var values = codes.Where(c => c[0] != FactValue.Set.Unknown).ToFrozenSet(StringComparer.Ordinal);
                return new FactValue.Set(values) { Open = codes.Where(c => c[0] == FactValue.Set.Unknown).Select(c => c[1..]).Where(c => !values.Contains(c)).ToFrozenSet(StringComparer.Ordinal) };
        }
    }
}

/// <summary>One value of a fact's vocabulary.</summary>
internal sealed record FactChoice(string Code, Words Name);

/// <summary>An answer to a fact. That nothing is known is the absence of an answer.</summary>
internal abstract record FactValue
{
    private FactValue()
    {
    }

    /// <summary>The answer as <see cref="Fact.Parse"/> reads it.</summary>
    public abstract string Text { get; }

    internal sealed record Number(decimal Value) : FactValue
    {
        public override string Text => Value.ToString(CultureInfo.InvariantCulture);
    }

    internal sealed record Bool(bool Value) : FactValue
    {
        public override string Text => Value ? "true" : "false";
    }

    internal sealed record Choice(string Value) : FactValue
    {
        public override string Text => Value;
    }

    internal sealed record Set(FrozenSet<string> Values) : FactValue
    {
        /// <summary>Stands before a code of which nobody knows whether it belongs: <c>L01,?L23</c>.</summary>
        public const char Unknown = '?';

        /// <summary>Codes of which nobody knows whether they belong.</summary>
        public FrozenSet<string> Open { get; init; } = [];

        public override string Text => Values.Count + Open.Count == 0 ? "none" : string.Join(',', Values.Order(StringComparer.Ordinal).Concat(Open.Order(StringComparer.Ordinal).Select(o => Unknown + o)));

        public bool Equals(Set? other) => other is not null && Values.SetEquals(other.Values) && Open.SetEquals(other.Open);

        public override int GetHashCode() => Values.Count;
    }
}

/// <summary>What is known about a project. A fact that is not in it is unknown, which is different from no.</summary>
internal sealed class FactSheet
{
    public static readonly FactSheet Empty = new(FrozenDictionary<string, FactValue>.Empty);

    private readonly FrozenDictionary<string, FactValue> _values;

    private FactSheet(FrozenDictionary<string, FactValue> values) => _values = values;

    public FactValue? this[string fact] => _values.GetValueOrDefault(fact);

    /// <summary>Names of the facts that have an answer, in order.</summary>
    public IEnumerable<string> Known => _values.Keys.Order(StringComparer.Ordinal);

    /// <summary>The same sheet with one answer more, or without it when <paramref name="value"/> is <see langword="null"/>.</summary>
    public FactSheet With(string fact, FactValue? value)
    {
        var values = _values.ToDictionary();
        if (value is null)
            values.Remove(fact);
        else
            values[fact] = value;
        return new(values.ToFrozenDictionary(StringComparer.Ordinal));
    }

    public FactSheet With(string fact, decimal value) => With(fact, new FactValue.Number(value));

    public FactSheet With(string fact, bool value) => With(fact, new FactValue.Bool(value));

    public FactSheet With(string fact, string choice) => With(fact, new FactValue.Choice(choice));

    public FactSheet With(string fact, params IEnumerable<string> set) => With(fact, new FactValue.Set(set.ToFrozenSet(StringComparer.Ordinal)));

    /// <summary>Reads answers as a form sends them; all refusals together, each with the fact as its field. A name the flow does not declare is refused.</summary>
    public static Result<FactSheet> Parse(FlowCatalogue flow, IEnumerable<KeyValuePair<string, string?>> answers)
    {
        var values = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        var errors = new List<Error>();
        foreach (var (name, text) in answers)
        {
            if (flow.Fact(name) is not { } fact)
                errors.Add(CatalogueErrors.UnknownFact(name));
            else if (!fact.Parse(text).TryGet(out var value, out var error))
                errors.Add(error);
            else if (value is not null)
                values[name] = value;
        }

        return Error.Combine(errors) is { } refused ? refused : new FactSheet(values.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The sheet as a JSON object of texts, facts in order: how it is stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(Known.ToDictionary(n => n, n => _values[n].Text));

    /// <summary>Reads a stored sheet.</summary>
    public static Result<FactSheet> FromJson(FlowCatalogue flow, string json) =>
        Parse(flow, JsonSerializer.Deserialize<Dictionary<string, string?>>(json) ?? []);
}

/// <summary>Refusals about the answers that a flow asks for.</summary>
internal static class CatalogueErrors
{
    public static Error UnknownFact(string name) => new("approvals.unknown-fact", ($"没有名为“{name}”的申报事实", $"There is no fact “{name}” to declare.")) { Field = name };

    public static Error FactNotANumber(Fact fact, string text) =>
        new("approvals.fact-not-a-number", ($"{fact.Title.Zh}应填写不小于零的数字，不能是“{text}”", $"{fact.Title.En} is a number not below zero, not “{text}”.")) { Field = fact.Name };

    public static Error FactNotInVocabulary(Fact fact, string text) =>
        new("approvals.fact-not-in-vocabulary", ($"{fact.Title.Zh}没有“{text}”这个选项", $"{fact.Title.En} does not offer “{text}”.")) { Field = fact.Name };
}
