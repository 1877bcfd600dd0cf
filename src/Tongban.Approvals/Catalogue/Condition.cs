using System.Globalization;
using Tongban.Foundation;

namespace Tongban.Approvals.Catalogue;

/// <summary>The answer of a condition when not everything is known.</summary>
internal enum Truth { No, Unknown, Yes }

/// <summary>When a conditional item applies, as a tree over declared facts. Unknown facts make it unknown unless the others already decide (Kleene's logic).</summary>
internal abstract record Condition
{
    private Condition()
    {
    }

    public abstract Truth Evaluate(FactSheet facts);

    /// <summary>Why the answer is what it is, naming only the facts that decided it.</summary>
    public abstract Words Explain(FactSheet facts);

    /// <summary>Facts the condition looks at, each once.</summary>
    public IEnumerable<Fact> Facts => Leaves().Select(l => l.Fact).DistinctBy(f => f.Name);

    /// <summary>Facts that have to be known for an answer; none when there is one already.</summary>
    public IReadOnlyList<Fact> Missing(FactSheet facts) =>
        Evaluate(facts) == Truth.Unknown ? [.. Undecided(facts).Select(l => l.Fact).DistinctBy(f => f.Name)] : [];

    protected abstract IEnumerable<Leaf> Leaves();

    /// <summary>The leaves whose answer would change an unknown result.</summary>
    protected abstract IEnumerable<Leaf> Undecided(FactSheet facts);

    private static Words Join(IEnumerable<Words> parts)
    {
        var all = parts.Distinct().ToList();
        return (string.Join('；', all.Select(p => p.Zh)), string.Join("; ", all.Select(p => p.En)));
    }

    /// <summary>Holds when every part holds.</summary>
    internal sealed record All(IReadOnlyList<Condition> Parts) : Condition
    {
        public override Truth Evaluate(FactSheet facts) => Parts.Min(p => p.Evaluate(facts));

        public override Words Explain(FactSheet facts) => Join(Deciding(facts).Select(p => p.Explain(facts)));

        protected override IEnumerable<Leaf> Leaves() => Parts.SelectMany(p => p.Leaves());

        protected override IEnumerable<Leaf> Undecided(FactSheet facts) => Deciding(facts).SelectMany(p => p.Undecided(facts));

        private IEnumerable<Condition> Deciding(FactSheet facts)
        {
            var answer = Evaluate(facts);
            return Parts.Where(p => p.Evaluate(facts) == answer);
        }
    }

    /// <summary>Holds when one part holds.</summary>
    internal sealed record Any(IReadOnlyList<Condition> Parts) : Condition
    {
        public override Truth Evaluate(FactSheet facts) => Parts.Max(p => p.Evaluate(facts));

        public override Words Explain(FactSheet facts) => Join(Deciding(facts).Select(p => p.Explain(facts)));

        protected override IEnumerable<Leaf> Leaves() => Parts.SelectMany(p => p.Leaves());

        protected override IEnumerable<Leaf> Undecided(FactSheet facts) => Deciding(facts).SelectMany(p => p.Undecided(facts));

        private IEnumerable<Condition> Deciding(FactSheet facts)
        {
            var answer = Evaluate(facts);
            return Parts.Where(p => p.Evaluate(facts) == answer);
        }
    }

    /// <summary>Holds when the part does not. What is unknown stays unknown.</summary>
    internal sealed record Not(Condition Part) : Condition
    {
        public override Truth Evaluate(FactSheet facts) => Truth.Yes - (int)Part.Evaluate(facts);

        public override Words Explain(FactSheet facts) => Part.Explain(facts);

        protected override IEnumerable<Leaf> Leaves() => Part.Leaves();

        protected override IEnumerable<Leaf> Undecided(FactSheet facts) => Part.Undecided(facts);
    }

    /// <summary>A question about one fact.</summary>
    internal abstract record Leaf(Fact Fact) : Condition
    {
        public sealed override Truth Evaluate(FactSheet facts) => facts[Fact.Name] is { } value && Settles(value) ? Holds(value) ? Truth.Yes : Truth.No : Truth.Unknown;

        public sealed override Words Explain(FactSheet facts) => facts[Fact.Name] is { } value && Settles(value)
            ? Describe(value)
            : ($"尚不清楚：{Fact.Title.Zh}", $"not known yet: {Fact.Title.En}");

        protected sealed override IEnumerable<Leaf> Leaves() => [this];

        protected sealed override IEnumerable<Leaf> Undecided(FactSheet facts) => facts[Fact.Name] is { } value && Settles(value) ? [] : [this];

        /// <summary>Whether the answer says anything about this question: of a set some members may be open.</summary>
        protected virtual bool Settles(FactValue value) => true;

        protected abstract bool Holds(FactValue value);

        protected abstract Words Describe(FactValue value);
    }

    /// <summary>Compares a number with a threshold: <c>annualEnergyTce >= 1000</c>.</summary>
    internal sealed record Compare(Fact Fact, CompareBy By, decimal Threshold) : Leaf(Fact)
    {
        protected override bool Holds(FactValue value)
        {
            var number = ((FactValue.Number)value).Value;
            return By switch
            {
                CompareBy.AtLeast => number >= Threshold,
                CompareBy.Above => number > Threshold,
                CompareBy.AtMost => number <= Threshold,
                CompareBy.Below => number < Threshold,
                CompareBy.Equal => number == Threshold,
                _ => number != Threshold,
            };
        }

        protected override Words Describe(FactValue value)
        {
            var number = ((FactValue.Number)value).Value;
            var (zh, en) = (By, Holds(value)) switch
            {
                (CompareBy.AtLeast, true) or (CompareBy.Below, false) => ("达到", "which reaches"),
                (CompareBy.AtLeast, false) or (CompareBy.Below, true) => ("未达到", "which is below"),
                (CompareBy.Above, true) or (CompareBy.AtMost, false) => ("超过", "which is more than"),
                (CompareBy.Above, false) or (CompareBy.AtMost, true) => ("未超过", "which is not more than"),
                (CompareBy.Equal, true) or (CompareBy.NotEqual, false) => ("等于", "which equals"),
                _ => ("不等于", "which is not"),
            };
            return ($"{Fact.Title.Zh} {Show(number)} {Fact.Unit?.Zh}，{zh} {Show(Threshold)}", $"{Fact.Title.En} {Show(number)} {Fact.Unit?.En}, {en} {Show(Threshold)}");
        }

        private static string Show(decimal number) => number.ToString("#,0.######", CultureInfo.InvariantCulture);
    }

    /// <summary>Asks a yes-or-no fact: <c>roadOccupation</c>.</summary>
    internal sealed record Is(Fact Fact) : Leaf(Fact)
    {
        protected override bool Holds(FactValue value) => ((FactValue.Bool)value).Value;

        protected override Words Describe(FactValue value) => Holds(value)
            ? ($"{Fact.Title.Zh}：是", $"{Fact.Title.En}: yes")
            : ($"{Fact.Title.Zh}：否", $"{Fact.Title.En}: no");
    }

    /// <summary>Asks whether a choice is one of several: <c>buildingType in ('residential', 'public')</c>.</summary>
    internal sealed record OneOf(Fact Fact, IReadOnlyList<string> Values) : Leaf(Fact)
    {
        protected override bool Holds(FactValue value) => Values.Contains(((FactValue.Choice)value).Value);

        protected override Words Describe(FactValue value)
        {
            var chosen = Fact.NameOf(((FactValue.Choice)value).Value);
            var (zh, en) = Holds(value) ? ("属于", "which is one of") : ("不属于", "which is none of");
            return ($"{Fact.Title.Zh}为{chosen.Zh}，{zh}{string.Join('、', Values.Select(v => Fact.NameOf(v).Zh))}",
                $"{Fact.Title.En} is {chosen.En}, {en} {string.Join(", ", Values.Select(v => Fact.NameOf(v).En))}");
        }
    }

    /// <summary>Asks whether a set holds a value: <c>siteLayers contains 'L23'</c>.</summary>
    internal sealed record Contains(Fact Fact, string Value) : Leaf(Fact)
    {
        protected override bool Settles(FactValue value) => !((FactValue.Set)value).Open.Contains(Value);

        protected override bool Holds(FactValue value) => ((FactValue.Set)value).Values.Contains(Value);

        protected override Words Describe(FactValue value)
        {
            var name = Fact.NameOf(Value);
            return Holds(value)
                ? ($"{Fact.Title.Zh}：有 {Value} {name.Zh}", $"{Fact.Title.En}: {Value} {name.En} is among them")
                : ($"{Fact.Title.Zh}：无 {Value} {name.Zh}", $"{Fact.Title.En}: {Value} {name.En} is not among them");
        }
    }
}

/// <summary>How a number is compared with its threshold.</summary>
internal enum CompareBy { AtLeast, Above, AtMost, Below, Equal, NotEqual }
