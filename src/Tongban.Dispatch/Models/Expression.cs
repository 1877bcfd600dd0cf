namespace Tongban.Dispatch.Models;

internal enum Comparison { Equal, NotEqual, Less, AtMost, Greater, AtLeast }

/// <summary>What an expression asks while it is worked out.</summary>
/// <returns>The value, or <see langword="null"/> when nobody knows it.</returns>
internal delegate FactValue? FactLookup(string name);

/// <summary>A comparison of facts with three outcomes. A fact that nobody knows makes what depends on it "no data", and nothing more: <c>false and unknown</c> is false.</summary>
internal abstract record Expression
{
    public abstract Truth Evaluate(FactLookup facts);

    /// <summary>Names of the facts it asks for. Inside a quantifier they stand with its variable; the elements are asked for by their own names.</summary>
    public abstract IEnumerable<FactTerm> Facts { get; }

    internal sealed record And(Expression Left, Expression Right) : Expression
    {
        public override Truth Evaluate(FactLookup facts) => Truths.And(Left.Evaluate(facts), Right.Evaluate(facts));

        public override IEnumerable<FactTerm> Facts => Left.Facts.Concat(Right.Facts);
    }

    internal sealed record Or(Expression Left, Expression Right) : Expression
    {
        public override Truth Evaluate(FactLookup facts) => Truths.Or(Left.Evaluate(facts), Right.Evaluate(facts));

        public override IEnumerable<FactTerm> Facts => Left.Facts.Concat(Right.Facts);
    }

    internal sealed record Not(Expression Inner) : Expression
    {
        public override Truth Evaluate(FactLookup facts) => Truths.Not(Inner.Evaluate(facts));

        public override IEnumerable<FactTerm> Facts => Inner.Facts;
    }

    /// <summary>A flag standing alone.</summary>
    internal sealed record IsSet(FactTerm Fact) : Expression
    {
        public override Truth Evaluate(FactLookup facts) => Fact.Evaluate(facts) is FactValue.Flag flag ? Truths.Of(flag.Value) : Truth.NoData;

        public override IEnumerable<FactTerm> Facts => [Fact];
    }

    internal sealed record Compare(Term Left, Comparison Operator, Term Right) : Expression
    {
        public override Truth Evaluate(FactLookup facts) => Of(Left.Evaluate(facts), Operator, Right.Evaluate(facts));

        public override IEnumerable<FactTerm> Facts => Left.Facts.Concat(Right.Facts);

        internal static Truth Of(FactValue? left, Comparison by, FactValue? right) => (left, right) switch
        {
            (FactValue.Number a, FactValue.Number b) => OfNumbers(a, by, b),
            (FactValue.Day a, FactValue.Day b) => OfOrder(a.Date.CompareTo(b.Date), by),
            (FactValue.Word a, FactValue.Word b) => OfSame(string.Equals(a.Text, b.Text, StringComparison.Ordinal), by),
            (FactValue.Flag a, FactValue.Flag b) => OfSame(a.Value == b.Value, by),
            _ => Truth.NoData,
        };

        // Of a range it is said only what holds for the whole of it.
        private static Truth OfNumbers(FactValue.Number a, Comparison by, FactValue.Number b) => by switch
        {
            Comparison.Less => a.To < b.From ? Truth.True : a.From >= b.To ? Truth.False : Truth.NoData,
            Comparison.AtMost => a.To <= b.From ? Truth.True : a.From > b.To ? Truth.False : Truth.NoData,
            Comparison.Greater => OfNumbers(b, Comparison.Less, a),
            Comparison.AtLeast => OfNumbers(b, Comparison.AtMost, a),
            Comparison.Equal => a.IsExact && b.IsExact && a.From == b.From ? Truth.True : a.To < b.From || b.To < a.From ? Truth.False : Truth.NoData,
            _ => Truths.Not(OfNumbers(a, Comparison.Equal, b)),
        };

        private static Truth OfOrder(int order, Comparison by) => Truths.Of(by switch
        {
            Comparison.Less => order < 0,
            Comparison.AtMost => order <= 0,
            Comparison.Greater => order > 0,
            Comparison.AtLeast => order >= 0,
            Comparison.Equal => order == 0,
            _ => order != 0,
        });

        private static Truth OfSame(bool same, Comparison by) => by switch { Comparison.Equal => Truths.Of(same), Comparison.NotEqual => Truths.Of(!same), _ => Truth.NoData };
    }

    internal sealed record In(Term Left, IReadOnlyList<string> Words) : Expression
    {
        public override Truth Evaluate(FactLookup facts) => Left.Evaluate(facts) is FactValue.Word word ? Truths.Of(Words.Contains(word.Text, StringComparer.Ordinal)) : Truth.NoData;

        public override IEnumerable<FactTerm> Facts => Left.Facts;
    }

    /// <summary>Whether it holds for some element: <c>any(overlap(site,layer)&gt;0 for layer in controlled)</c>.</summary>
    internal sealed record AnyOf(Expression Body, string Variable, FactTerm Source) : Expression
    {
        public override Truth Evaluate(FactLookup facts)
        {
            if (Source.Evaluate(facts) is not FactValue.List list)
                return Truth.NoData;
            var any = Truth.False;
            foreach (var element in list.Items)
                any = Truths.Or(any, Body.Evaluate(name => facts(FactTerm.With(name, Variable, element))));
            return any;
        }

        public override IEnumerable<FactTerm> Facts => Body.Facts.Append(Source);
    }

    /// <summary>Whether it holds for some element of the one list its body names: <c>any(material.stockDays&lt;3)</c>.</summary>
    internal sealed record AnyElement(Compare Body, FactTerm Source) : Expression
    {
        public override Truth Evaluate(FactLookup facts)
        {
            if (Source.Evaluate(facts) is not FactValue.List list)
                return Truth.NoData;
            var any = Truth.False;
            foreach (var element in list.Items)
                any = Truths.Or(any, Body.Evaluate(name => name == Source.Name ? FactValue.Read(FactKind.Number, element) : facts(name)));
            return any;
        }

        public override IEnumerable<FactTerm> Facts => Body.Facts;
    }
}

/// <summary>A side of a comparison.</summary>
internal abstract record Term
{
    public abstract FactValue? Evaluate(FactLookup facts);

    public abstract IEnumerable<FactTerm> Facts { get; }

    internal sealed record Constant(FactValue Value) : Term
    {
        public override FactValue? Evaluate(FactLookup facts) => Value;

        public override IEnumerable<FactTerm> Facts => [];
    }

    internal sealed record Arithmetic(Term Left, char Operator, Term Right) : Term
    {
        // A range is compared, never reckoned with; dividing by nothing gives nothing.
        public override FactValue? Evaluate(FactLookup facts)
        {
            if (Left.Evaluate(facts) is not FactValue.Number { IsExact: true, From: var a } || Right.Evaluate(facts) is not FactValue.Number { IsExact: true, From: var b })
                return null;
            try
            {
                return Operator switch
                {
                    '+' => FactValue.Exactly(a + b),
                    '-' => FactValue.Exactly(a - b),
                    '*' => FactValue.Exactly(a * b),
                    _ => b == 0 ? null : FactValue.Exactly(a / b),
                };
            }
            catch (OverflowException)
            {
                return null;
            }
        }

        public override IEnumerable<FactTerm> Facts => Left.Facts.Concat(Right.Facts);
    }
}

/// <summary>A fact by its name, without blanks: <c>item(S1-03).state</c>, <c>overlap(site,L01)</c>, <c>today</c>.</summary>
internal sealed record FactTerm(string Name) : Term
{
    public override FactValue? Evaluate(FactLookup facts) => facts(Name);

    public override IEnumerable<FactTerm> Facts => [this];

    /// <summary>The name with an element in the place of a quantifier's variable: as a whole part or argument, never inside a longer word.</summary>
    public static string With(string name, string variable, string element)
    {
        var result = new System.Text.StringBuilder(name.Length + element.Length);
        for (var i = 0; i < name.Length;)
        {
            var start = i;
            while (i < name.Length && (char.IsLetterOrDigit(name[i]) || name[i] is '-' or '_'))
                i++;
            var part = name.AsSpan(start, i - start);
            if (part.Equals(variable, StringComparison.Ordinal))
                result.Append(element);
            else
                result.Append(part);
            if (i < name.Length)
                result.Append(name[i++]);
        }
        return result.ToString();
    }
}
