using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Tongban.Foundation;

namespace Tongban.Dispatch.Models;

/// <summary>What cannot be read of an expression, and where.</summary>
/// <param name="At">Character from which on it cannot be read, counted from 0.</param>
internal sealed record ExpressionFault(Words Text, int At);

/// <summary>Reads the comparisons of the models: <c>and</c>, <c>or</c>, <c>not</c>, comparisons (also <c>5&lt;=x&lt;=50</c>), <c>in (…)</c>, sums and products, <c>any(…)</c>, facts with arguments.</summary>
/// <remarks>A bare word is a fact where the catalogue declares one of that name, and otherwise a value: <c>item(S1-03).state=overdue</c>.</remarks>
internal sealed class ExpressionParser
{
    private const int Deepest = 40;
    private readonly string _text;
    private readonly Func<string, bool> _isFact;
    private int _at;
    private int _depth;

    private ExpressionParser(string text, Func<string, bool> isFact) => (_text, _isFact) = (text, isFact);

    /// <param name="isFact">Whether a bare word names a fact.</param>
    public static bool TryParse(string text, Func<string, bool> isFact, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out ExpressionFault? fault)
    {
        var parser = new ExpressionParser(text, isFact);
        try
        {
            expression = parser.ReadOr();
            parser.Blanks();
            if (parser._at < text.Length)
                throw parser.Fail(("此处不应再有内容", "nothing more is expected here"));
            fault = null;
            return true;
        }
        catch (UnreadableException unreadable)
        {
            (expression, fault) = (null, unreadable.Fault);
            return false;
        }
    }

    private Expression ReadOr()
    {
        var left = ReadAnd();
        while (Word("or"))
            left = new Expression.Or(left, ReadAnd());
        return left;
    }

    private Expression ReadAnd()
    {
        var left = ReadNot();
        while (Word("and"))
            left = new Expression.And(left, ReadNot());
        return left;
    }

    private Expression ReadNot()
    {
        try
        {
            if (++_depth > Deepest)
                throw Fail(("嵌套过深", "nested too deeply"));
            return Word("not") ? new Expression.Not(ReadNot()) : ReadComparison();
        }
        finally
        {
            _depth--;
        }
    }

    private Expression ReadComparison()
    {
        if (AnyAhead())
            return ReadAny();
        // A bracket may hold a condition or a sum: whichever can be read.
        Blanks();
        if (_at < _text.Length && _text[_at] == '(')
        {
            var start = _at++;
            UnreadableException? inside = null;
            Expression? condition = null;
            try
            {
                condition = ReadOr();
                Expect(')');
            }
            catch (UnreadableException unreadable)
            {
                inside = unreadable;
            }
            if (inside is null && !OperatorAhead())
                return condition!;
            _at = start;
            var sum = TryReadSum();
            if (sum is null || !OperatorAhead())
                throw inside ?? Fail(("条件不能与数值比较", "a condition is not compared with a number"));
            return ReadRest(sum);
        }
        return ReadRest(ReadSum());
    }

    private Term? TryReadSum()
    {
        try
        {
            return ReadSum();
        }
        catch (UnreadableException)
        {
            return null;
        }
    }

    private Expression ReadRest(Term left)
    {
        if (Word("in"))
            return new Expression.In(left, ReadWords());
        if (ReadOperator() is not { } first)
            return left is FactTerm flag ? new Expression.IsSet(flag) : throw Fail(("缺少比较", "a comparison is expected"));
        var middle = ReadSum();
        Expression result = new Expression.Compare(left, first, middle);
        while (ReadOperator() is { } next)
        {
            var right = ReadSum();
            result = new Expression.And(result, new Expression.Compare(middle, next, right));
            middle = right;
        }
        return result;
    }

    private Expression ReadAny()
    {
        Word("any");
        Expect('(');
        var body = ReadOr();
        if (Word("for"))
        {
            var variable = Identifier() ?? throw Fail(("缺少变量名", "a variable is expected"));
            if (!Word("in"))
                throw Fail(("缺少 in", "“in” is expected"));
            var source = ReadFact();
            Expect(')');
            return new Expression.AnyOf(body, variable, source);
        }
        Expect(')');
        return body is Expression.Compare compare && compare.Facts.ToList() is [var only]
            ? new Expression.AnyElement(compare, only) : throw Fail(("any 中须恰有一个列表事实的比较", "any without “for” compares exactly one list"));
    }

    private bool AnyAhead()
    {
        var at = _at;
        var is_ = Word("any") && Peek() == '(';
        _at = at;
        return is_;
    }

    private List<string> ReadWords()
    {
        Expect('(');
        List<string> words = [];
        do
            words.Add(Identifier() ?? throw Fail(("缺少取值", "a value is expected")));
        while (Take(','));
        Expect(')');
        return words;
    }

    private Term ReadSum()
    {
        var left = ReadProduct();
        while (Peek() is '+' or '-')
            left = new Term.Arithmetic(left, _text[_at++], ReadProduct());
        return left;
    }

    private Term ReadProduct()
    {
        var left = ReadPrimary();
        while (Peek() is '*' or '/')
            left = new Term.Arithmetic(left, _text[_at++], ReadPrimary());
        return left;
    }

    private Term ReadPrimary()
    {
        try
        {
            if (++_depth > Deepest)
                throw Fail(("嵌套过深", "nested too deeply"));
            var next = Peek();
            if (next == '(')
            {
                _at++;
                var inner = ReadSum();
                Expect(')');
                return inner;
            }
            if (next is >= '0' and <= '9')
                return new Term.Constant(ReadNumber());
            var fact = ReadFact();
            return fact.Name switch
            {
                "true" => new Term.Constant(new FactValue.Flag(true)),
                "false" => new Term.Constant(new FactValue.Flag(false)),
                _ when fact.Name.AsSpan().IndexOfAny('.', '(') < 0 && !_isFact(fact.Name) => new Term.Constant(new FactValue.Word(fact.Name)),
                _ => fact,
            };
        }
        finally
        {
            _depth--;
        }
    }

    private FactValue.Number ReadNumber()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            _at++;
        return decimal.TryParse(_text.AsSpan(start, _at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? FactValue.Exactly(value) : throw Fail(("不是数字", "not a number"));
    }

    /// <summary>A path of names with arguments; blanks inside the arguments do not belong to the name.</summary>
    private FactTerm ReadFact()
    {
        var name = new StringBuilder(Identifier() ?? throw Fail(("缺少事实或取值", "a fact or a value is expected")));
        while (_at < _text.Length && _text[_at] is '.' or '(')
        {
            if (_text[_at] == '.')
            {
                _at++;
                name.Append('.').Append(Identifier() ?? throw Fail(("缺少名称", "a name is expected")));
                continue;
            }
            var open = 0;
            do
            {
                if (_at >= _text.Length)
                    throw Fail(("缺少右括号", "a closing bracket is missing"));
                var c = _text[_at++];
                open += c switch { '(' => 1, ')' => -1, _ => 0 };
                if (c is not ' ')
                    name.Append(c);
            }
            while (open > 0);
        }
        return new FactTerm(name.ToString());
    }

    private string? Identifier()
    {
        Blanks();
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_' || (_text[_at] == '-' && _at > start && _at + 1 < _text.Length && char.IsLetter(_text[_at + 1]) && char.IsLetter(_text[_at - 1]))))
            _at++;
        return _at > start ? _text[start.._at] : null;
    }

    private Comparison? ReadOperator()
    {
        Blanks();
        foreach (var (sign, comparison) in Signs)
        {
            if (_text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal))
            {
                _at += sign.Length;
                return comparison;
            }
        }
        return null;
    }

    private static readonly (string Sign, Comparison Comparison)[] Signs =
    [
        ("!=", Comparison.NotEqual), ("<=", Comparison.AtMost), (">=", Comparison.AtLeast), ("==", Comparison.Equal), ("<", Comparison.Less), (">", Comparison.Greater), ("=", Comparison.Equal),
    ];

    private bool OperatorAhead()
    {
        var at = _at;
        var ahead = ReadOperator() is not null || Peek() is '+' or '-' or '*' or '/';
        _at = at;
        return ahead;
    }

    /// <summary>Takes a word of the language, not the beginning of a longer one.</summary>
    private bool Word(string word)
    {
        Blanks();
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal) || (_at + word.Length < _text.Length && (char.IsLetterOrDigit(_text[_at + word.Length]) || _text[_at + word.Length] is '.' or '_')))
            return false;
        _at += word.Length;
        return true;
    }

    private char Peek()
    {
        Blanks();
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char c)
    {
        if (Peek() != c)
            return false;
        _at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c))
            throw Fail(($"缺少“{c}”", $"“{c}” is expected"));
    }

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
            _at++;
    }

    private UnreadableException Fail(Words text) => new(new(text, _at));

    private sealed class UnreadableException(ExpressionFault fault) : Exception(fault.Text.En)
    {
        public ExpressionFault Fault { get; } = fault;
    }
}
