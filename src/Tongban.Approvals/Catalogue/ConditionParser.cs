using System.Globalization;
using Tongban.Foundation;

namespace Tongban.Approvals.Catalogue;

/// <summary>A place in a condition that cannot be understood. Columns count from 1.</summary>
internal sealed record ConditionFault(string Code, int Column, Words Text);

/// <summary>Reads the condition language of <c>flow.json</c> (grammar in docs/domain/approvals-catalogue.md) and checks names and types while reading.</summary>
internal sealed class ConditionParser
{
    private const int MaxDepth = 20;
    private readonly string _text;
    private readonly Func<string, Fact?> _facts;
    private readonly List<Token> _tokens = [];
    private int _next;
    private int _depth;

    private ConditionParser(string text, Func<string, Fact?> facts) => (_text, _facts) = (text, facts);

    private enum Kind { Word, Number, Text, Symbol, End }

    /// <summary>The condition, or the first fault in it.</summary>
    public static (Condition? Condition, ConditionFault? Fault) Parse(string text, Func<string, Fact?> facts)
    {
        var parser = new ConditionParser(text, facts);
        try
        {
            parser.Scan();
            var condition = parser.Any();
            var rest = parser.Peek;
            return rest.Kind == Kind.End
                ? (condition, null)
                : throw new Stop("condition-syntax", rest.Column, ($"此处应为 and、or 或结尾，而不是“{rest.Text}”", $"and, or or the end is expected here, not “{rest.Text}”"));
        }
        catch (Stop stop)
        {
            return (null, stop.Fault);
        }
    }

    private Token Peek => _tokens[_next];

    private Token Take() => _tokens[_next++];

    private bool TakeIf(string text)
    {
        if (Peek.Text != text || Peek.Kind is not (Kind.Word or Kind.Symbol))
            return false;
        _next++;
        return true;
    }

    private Condition Any()
    {
        var parts = new List<Condition> { All() };
        while (TakeIf("or"))
            parts.Add(All());
        return parts.Count == 1 ? parts[0] : new Condition.Any(parts);
    }

    private Condition All()
    {
        var parts = new List<Condition> { Negated() };
        while (TakeIf("and"))
            parts.Add(Negated());
        return parts.Count == 1 ? parts[0] : new Condition.All(parts);
    }

    private Condition Negated()
    {
        if (++_depth > MaxDepth)
            throw new Stop("condition-syntax", Peek.Column, ($"嵌套超过 {MaxDepth} 层", $"nested more than {MaxDepth} deep"));
        try
        {
            if (TakeIf("not"))
                return new Condition.Not(Negated());
            if (!TakeIf("("))
                return Question();
            var inner = Any();
            Expect(")");
            return inner;
        }
        finally
        {
            _depth--;
        }
    }

    private Condition Question()
    {
        var name = Take();
        if (name.Kind != Kind.Word || name.Text is "and" or "or" or "in" or "contains")
            throw new Stop("condition-syntax", name.Column, ($"此处应为事实名称，而不是{Shown(name)}", $"a fact's name is expected here, not {Shown(name)}"));
        var fact = _facts(name.Text) ?? throw new Stop("unknown-fact", name.Column, ($"没有声明过事实“{name.Text}”", $"the fact “{name.Text}” is not declared"));

        var sign = Peek;
        switch (sign.Text)
        {
            case ">=" or ">" or "<=" or "<" when sign.Kind == Kind.Symbol:
            case "==" or "!=" when sign.Kind == Kind.Symbol && fact.Type == FactType.Number:
                _next++;
                Require(fact, FactType.Number, sign);
                return new Condition.Compare(fact, By(sign.Text), Number());
            case "==" or "!=" when sign.Kind == Kind.Symbol:
                _next++;
                Require(fact, FactType.Choice, sign);
                var equal = new Condition.OneOf(fact, [Value(fact)]);
                return sign.Text == "==" ? equal : new Condition.Not(equal);
            case "in" when sign.Kind == Kind.Word:
                _next++;
                Require(fact, FactType.Choice, sign);
                return new Condition.OneOf(fact, Values(fact));
            case "contains" when sign.Kind == Kind.Word:
                _next++;
                Require(fact, FactType.Set, sign);
                return new Condition.Contains(fact, Value(fact));
            default:
                if (fact.Type != FactType.Bool)
                    throw new Stop("condition-type", sign.Column, ($"“{fact.Name}”不是是非型事实，须与值比较", $"“{fact.Name}” is not a yes-or-no fact and has to be compared with a value"));
                return new Condition.Is(fact);
        }
    }

    private static void Require(Fact fact, FactType type, Token sign)
    {
        if (fact.Type != type)
            throw new Stop("condition-type", sign.Column, ($"“{sign.Text}”不适用于{TypeName(fact.Type).Zh}“{fact.Name}”", $"“{sign.Text}” does not fit “{fact.Name}”, {TypeName(fact.Type).En}"));
    }

    private static Words TypeName(FactType type) => type switch
    {
        FactType.Number => ("数值型事实", "a number"),
        FactType.Bool => ("是非型事实", "a yes-or-no fact"),
        FactType.Choice => ("单选型事实", "a choice"),
        _ => ("多选型事实", "a set"),
    };

    private static CompareBy By(string sign) => sign switch
    {
        ">=" => CompareBy.AtLeast,
        ">" => CompareBy.Above,
        "<=" => CompareBy.AtMost,
        "<" => CompareBy.Below,
        "==" => CompareBy.Equal,
        _ => CompareBy.NotEqual,
    };

    private decimal Number()
    {
        var token = Take();
        return token.Kind == Kind.Number && decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new Stop("condition-type", token.Column, ($"此处应为数字，而不是{Shown(token)}", $"a number is expected here, not {Shown(token)}"));
    }

    private List<string> Values(Fact fact)
    {
        Expect("(");
        var values = new List<string> { Value(fact) };
        while (TakeIf(","))
            values.Add(Value(fact));
        Expect(")");
        return values;
    }

    private string Value(Fact fact)
    {
        var token = Take();
        if (token.Kind != Kind.Text)
            throw new Stop("condition-type", token.Column, ($"此处应为引号中的值，如 'L23'，而不是{Shown(token)}", $"a value in quotes such as 'L23' is expected here, not {Shown(token)}"));
        return fact.Knows(token.Text)
            ? token.Text
            : throw new Stop("unknown-value", token.Column, ($"“{fact.Name}”没有值“{token.Text}”", $"“{fact.Name}” has no value “{token.Text}”"));
    }

    private void Expect(string symbol)
    {
        var token = Take();
        if (token.Kind != Kind.Symbol || token.Text != symbol)
            throw new Stop("condition-syntax", token.Column, ($"此处应为“{symbol}”，而不是{Shown(token)}", $"“{symbol}” is expected here, not {Shown(token)}"));
    }

    private static Words Shown(Token token) => token.Kind == Kind.End ? ("结尾", "the end") : ($"“{token.Text}”", $"“{token.Text}”");

    private void Scan()
    {
        for (var at = 0; at < _text.Length;)
        {
            var start = at;
            var c = _text[at];
            if (c == ' ')
            {
                at++;
                continue;
            }

            if (char.IsAsciiLetter(c))
            {
                while (at < _text.Length && char.IsAsciiLetterOrDigit(_text[at]))
                    at++;
                Add(Kind.Word, start, _text[start..at]);
            }
            else if (char.IsAsciiDigit(c))
            {
                while (at < _text.Length && (char.IsAsciiDigit(_text[at]) || _text[at] == '.'))
                    at++;
                Add(Kind.Number, start, _text[start..at]);
            }
            else if (c == '\'')
            {
                var end = _text.IndexOf('\'', at + 1);
                if (end < 0)
                    throw new Stop("condition-syntax", start + 1, ("引号没有结束", "the quotation mark is never closed"));
                Add(Kind.Text, start, _text[(at + 1)..end]);
                at = end + 1;
            }
            else
            {
                var two = at + 1 < _text.Length ? _text.Substring(at, 2) : "";
                var symbol = two is ">=" or "<=" or "==" or "!=" ? two : c is '(' or ')' or ',' or '<' or '>' ? c.ToString() : null;
                if (symbol is null)
                    throw new Stop("condition-syntax", start + 1, ($"不认识的符号“{c}”", $"the sign “{c}” is not known"));
                Add(Kind.Symbol, start, symbol);
                at += symbol.Length;
            }
        }

        Add(Kind.End, _text.Length, "");
    }

    private void Add(Kind kind, int start, string text) => _tokens.Add(new(kind, start + 1, text));

    private readonly record struct Token(Kind Kind, int Column, string Text);

    /// <summary>Leaves the descent at the first fault; never leaves this class.</summary>
    private sealed class Stop(string code, int column, Words text) : Exception
    {
        public ConditionFault Fault { get; } = new(code, column, text);
    }
}
