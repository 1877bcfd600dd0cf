using System.Globalization;
using System.Text;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using NetTopologySuite.Operation.Valid;
using Tongban.Foundation;
using Tongban.Space.Engine;
using Tongban.Space.Model;

namespace Tongban.Space.Features;

/// <summary>Reads a filter in CQL2 text (OGC 21-065r2): comparisons, AND, OR, NOT, LIKE, BETWEEN, IN, IS NULL, and S_INTERSECTS of the geometry with a shape or a box.</summary>
/// <remarks>Length, nesting, number of conditions, of listed values and of points are bounded before anything is built of them. Properties and the kinds of their values are checked while it is read,
/// so that a filter that was read can be held against any feature.</remarks>
internal sealed class Cql2Parser
{
    public const int Length = 8_000;
    public const int Depth = 24;
    public const int Conditions = 200;
    public const int Listed = 500;
    public const int Points = 2_000;

    /// <summary>What the shape of a feature is called in a filter.</summary>
    public const string Geometry = "geometry";

    private static readonly ScanLimits ShapeLimits = new(Length, Points, 200, 200, 6);
    private static readonly string[] Shapes = ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"];
    private readonly string _text;
    private readonly IReadOnlyDictionary<string, Queryable> _queryables;
    private readonly FeatureCrs _crs;
    private int _at;
    private int _depth;
    private int _conditions;

    private Cql2Parser(string text, IReadOnlyDictionary<string, Queryable> queryables, FeatureCrs crs) => (_text, _queryables, _crs) = (text, queryables, crs);

    /// <param name="crs">The system in which shapes of the filter are written.</param>
    public static Result<Condition> Parse(string text, IReadOnlyDictionary<string, Queryable> queryables, FeatureCrs crs)
    {
        if (text.Length > Length)
            return FeatureErrors.Filter(Length + 1, new Words("过滤条件超过 {0} 个字符", "the filter has more than {0} characters").With(Length));
        var parser = new Cql2Parser(text, queryables, crs);
        try
        {
            var condition = parser.Either();
            return parser.AtEnd ? condition : FeatureErrors.Filter(parser._at + 1, ("此处应已结束", "it should end here"));
        }
        catch (FilterFault fault)
        {
            return FeatureErrors.Filter(fault.At + 1, fault.Why);
        }
    }

    private bool AtEnd
    {
        get
        {
            Blank();
            return _at == _text.Length;
        }
    }

    private Condition Either()
    {
        Enter();
        List<Condition> parts = [Both()];
        while (Keyword("OR"))
            parts.Add(Both());
        _depth--;
        return parts.Count == 1 ? parts[0] : new Any(parts);
    }

    private Condition Both()
    {
        List<Condition> parts = [Negated()];
        while (Keyword("AND"))
            parts.Add(Negated());
        return parts.Count == 1 ? parts[0] : new All(parts);
    }

    private Condition Negated()
    {
        if (!Keyword("NOT"))
            return Primary();
        Enter();
        var of = Negated();
        _depth--;
        return new Not(of);
    }

    private Condition Primary()
    {
        if (++_conditions > Conditions)
            throw Fault(new Words("条件超过 {0} 个", "there are more than {0} conditions").With(Conditions));
        if (Sign('('))
        {
            var inner = Either();
            Expect(')');
            return inner;
        }
        var start = _at;
        if (Keyword("TRUE"))
            return new Always(true);
        if (Keyword("FALSE"))
            return new Always(false);
        if (Keyword("S_INTERSECTS"))
            return Spatial();
        _at = start;
        return Predicate();
    }

    private Condition Predicate()
    {
        var left = Scalar();
        if (Keyword("IS"))
        {
            var not = Keyword("NOT");
            if (!Keyword("NULL"))
                throw Fault(("IS 之后应为 NULL 或 NOT NULL", "NULL or NOT NULL should follow IS"));
            return Negate(new Missing(left), not);
        }
        var isNot = Keyword("NOT");
        if (Keyword("LIKE"))
        {
            Blank();
            if (left.Kind is not ValueKind.Text || Peek() != '\'')
                throw Fault(("LIKE 用于文字，之后应为单引号中的文字", "LIKE is for texts and needs a quoted one"));
            return Negate(new Like(left, Quoted('\'')), isNot);
        }
        if (Keyword("BETWEEN"))
        {
            var low = Same(left, Scalar());
            if (!Keyword("AND"))
                throw Fault(("BETWEEN 的两个值之间应为 AND", "AND should stand between the two values of BETWEEN"));
            return Negate(new Between(left, low, Same(left, Scalar())), isNot);
        }
        if (Keyword("IN"))
        {
            Expect('(');
            List<Operand> values = [];
            do
            {
                if (values.Count == Listed)
                    throw Fault(new Words("列出的值超过 {0} 个", "more than {0} values are listed").With(Listed));
                values.Add(Same(left, Scalar()));
            }
            while (Sign(','));
            Expect(')');
            return Negate(new OneOf(left, values), isNot);
        }
        if (isNot)
            throw Fault(("NOT 之后应为 LIKE、BETWEEN 或 IN", "LIKE, BETWEEN or IN should follow NOT"));
        var how = Operator() ?? throw Fault(("此处应为比较：=、<>、<、<=、>、>=、LIKE、BETWEEN、IN 或 IS NULL", "a comparison should stand here: =, <>, <, <=, >, >=, LIKE, BETWEEN, IN or IS NULL"));
        return new Compared(left, how, Same(left, Scalar()));
    }

    private Condition Spatial()
    {
        Expect('(');
        var (named, shape) = (false, (Condition?)null);
        for (var i = 0; i < 2; i++)
        {
            if (i == 1)
                Expect(',');
            Blank();
            var start = _at;
            var name = Peek() == '"' ? Quoted('"') : Word();
            if (name == Geometry)
                named = true;
            else if (string.Equals(name, "BBOX", StringComparison.OrdinalIgnoreCase))
                shape = Box();
            else if (Shapes.Contains(name.ToUpperInvariant(), StringComparer.Ordinal))
                shape = Meets.With(WellKnown(start));
            else
                throw Fault(new Words("S_INTERSECTS 只比较 {0} 与一个图形或 BBOX", "S_INTERSECTS compares {0} with a shape or BBOX only").With(Geometry), start);
        }
        Expect(')');
        return named && shape is not null ? shape : throw Fault(new Words("S_INTERSECTS 只比较 {0} 与一个图形或 BBOX", "S_INTERSECTS compares {0} with a shape or BBOX only").With(Geometry));
    }

    private Condition Box()
    {
        Expect('(');
        List<double> numbers = [];
        do
        {
            if (numbers.Count == 6)
                throw Fault(("BBOX 有 4 个或 6 个数", "BBOX has 4 or 6 numbers"));
            Blank();
            numbers.Add(Number());
        }
        while (Sign(','));
        Expect(')');
        if (numbers.Count is not (4 or 6))
            throw Fault(("BBOX 有 4 个或 6 个数", "BBOX has 4 or 6 numbers"));
        return FeatureBox.Of(numbers, _crs) is { } box ? Meets.With(box) : throw Fault(("BBOX 的最小值大于最大值", "a least value of the BBOX is above the greatest"));
    }

    /// <summary>Well-known text up to its last bracket; scanned before the library reads it.</summary>
    private Geometry WellKnown(int start)
    {
        var depth = 0;
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] is '(')
                depth++;
            else if (_text[_at] is ')' && --depth == 0)
            {
                _at++;
                break;
            }
            else if (_text[_at] is '\'' or '"')
                break;
        }
        var text = _text[start.._at];
        if (InputScan.Wkt(Encoding.UTF8.GetBytes(text), ShapeLimits) is { IsSound: false } scan)
            throw Fault(scan.Words, start);
        Geometry shape;
        try
        {
            shape = new WKTReader { IsOldNtsCoordinateSyntaxAllowed = false }.Read(text);
        }
        catch (Exception e) when (e is ParseException or ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            throw Fault(("图形文本无法读懂", "the shape's text cannot be read"), start);
        }
        if (shape.IsEmpty)
            throw Fault(("图形为空", "the shape is empty"), start);
        if (shape.Coordinates.FirstOrDefault(c => !_crs.Reaches(c.X, c.Y)) is { } outside)
            throw Fault(new Words("坐标 {0} {1} 不在本市坐标系的范围内，或坐标轴次序不对", "the coordinates {0} {1} are out of the range of the city's system, or their order is wrong").With(outside.X, outside.Y), start);
        shape.Apply(new Moved(_crs));
        shape.GeometryChanged();
        return new IsValidOp(shape).IsValid ? shape : throw Fault(("图形不合规，例如边界自相交", "the shape is not valid: its boundary may cross itself"), start);
    }

    private Operand Scalar()
    {
        Blank();
        var start = _at;
        switch (Peek())
        {
            case '\'':
                return new(null, Quoted('\''), ValueKind.Text);
            case '"':
                return Property(Quoted('"'), start);
            case '-' or '+' or '.' or (>= '0' and <= '9'):
                return new(null, Number(), ValueKind.Number);
            default:
                var word = Word();
                if (word.Length == 0)
                    throw Fault(("此处应为属性或值", "a property or a value should stand here"), start);
                if (word.Equals("TRUE", StringComparison.OrdinalIgnoreCase) || word.Equals("FALSE", StringComparison.OrdinalIgnoreCase))
                    return new(null, word.Length == 4, ValueKind.Boolean);
                if ((word.Equals("DATE", StringComparison.OrdinalIgnoreCase) || word.Equals("TIMESTAMP", StringComparison.OrdinalIgnoreCase)) && Sign('('))
                    return Instant(word.Length == 4);
                if (Peek() == '(')
                    throw Fault(new Words("不支持函数“{0}”", "the function {0} is not supported").With(SpaceErrors.Quote(word)), start);
                return Property(word, start);
        }
    }

    private Operand Instant(bool day)
    {
        Blank();
        var start = _at;
        if (Peek() != '\'')
            throw Fault(("此处应为单引号中的日期", "a quoted date should stand here"));
        var text = Quoted('\'');
        Expect(')');
        var sound = day ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            : text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        return sound ? new(null, text, ValueKind.Instant) : throw Fault(("日期应为 DATE('2026-03-02') 或 TIMESTAMP('2026-03-02T09:00:00Z')", "a date is DATE('2026-03-02') or TIMESTAMP('2026-03-02T09:00:00Z')"), start);
    }

    private Operand Property(string name, int start) => _queryables.TryGetValue(name, out var queryable) ? new(name, null, queryable.Kind)
        : throw Fault(new Words("没有属性“{0}”，可查询的有：{1}", "there is no property {0}; there are: {1}").With(SpaceErrors.Quote(name), string.Join(", ", _queryables.Keys.Take(40).Select(SpaceErrors.Quote))), start);

    private Operand Same(Operand left, Operand right) => left.Kind == right.Kind ? right
        : throw Fault(new Words("两边的类型不同：{0} 与 {1}", "the two sides are of different kinds: {0} and {1}").With(left.Kind.ToString().ToLowerInvariant(), right.Kind.ToString().ToLowerInvariant()));

    private static Condition Negate(Condition condition, bool not) => not ? new Not(condition) : condition;

    private Comparison? Operator()
    {
        Blank();
        var rest = _text.AsSpan(_at);
        (Comparison?, int) found = rest switch
        {
            ['<', '>', ..] => (Comparison.Unequal, 2),
            ['<', '=', ..] => (Comparison.LessOrEqual, 2),
            ['>', '=', ..] => (Comparison.GreaterOrEqual, 2),
            ['=', ..] => (Comparison.Equal, 1),
            ['<', ..] => (Comparison.Less, 1),
            ['>', ..] => (Comparison.Greater, 1),
            _ => (null, 0),
        };
        _at += found.Item2;
        return found.Item1;
    }

    private double Number()
    {
        var start = _at;
        while (_at < _text.Length && (_text[_at] is (>= '0' and <= '9') or '.' or 'e' or 'E' || (_text[_at] is '-' or '+' && (_at == start || _text[_at - 1] is 'e' or 'E'))))
            _at++;
        return double.TryParse(_text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value : throw Fault(("此处应为有限的数", "a finite number should stand here"), start);
    }

    /// <summary>A text in quotation marks; the mark itself is written twice, or with a backslash before it.</summary>
    private string Quoted(char mark)
    {
        var start = _at++;
        var text = new StringBuilder();
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == mark)
            {
                if (_at + 1 < _text.Length && _text[_at + 1] == mark)
                    _at++;
                else
                {
                    _at++;
                    return text.ToString();
                }
            }
            else if (c is '\\' && mark is '\'' && _at + 1 < _text.Length && _text[_at + 1] is '\'')
                c = _text[++_at];
            text.Append(c);
        }
        throw Fault(("引号没有结束", "the quotation has no end"), start);
    }

    private bool Keyword(string word)
    {
        Blank();
        if (string.Compare(_text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0 || (_at + word.Length < _text.Length && IsPart(_text[_at + word.Length])))
            return false;
        _at += word.Length;
        return true;
    }

    private string Word()
    {
        Blank();
        var start = _at;
        if (_at < _text.Length && (char.IsLetter(_text[_at]) || _text[_at] is '_' or ':'))
        {
            while (_at < _text.Length && IsPart(_text[_at]))
                _at++;
        }
        return _text[start.._at];
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '_' or ':' or '.' || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private char Peek()
    {
        Blank();
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Sign(char sign)
    {
        if (Peek() != sign || _at == _text.Length)
            return false;
        _at++;
        return true;
    }

    private void Expect(char sign)
    {
        if (!Sign(sign))
            throw Fault(new Words("此处应为“{0}”", "'{0}' should stand here").With(sign));
    }

    private void Enter()
    {
        if (++_depth > Depth)
            throw Fault(new Words("嵌套超过 {0} 层", "it is nested more than {0} deep").With(Depth));
    }

    private void Blank()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private FilterFault Fault(Words why, int? at = null) => new(at ?? _at, why);

    private sealed class Moved(FeatureCrs crs) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i)
        {
            var (x, y) = crs.ToPlane(seq.GetX(i), seq.GetY(i));
            seq.SetX(i, x);
            seq.SetY(i, y);
        }
    }

#pragma warning disable CA1032, CA1064 // thrown and caught inside this class
    private sealed class FilterFault(int at, Words why) : Exception
    {
        public int At { get; } = at;

        public Words Why { get; } = why;
    }
#pragma warning restore CA1032, CA1064
}
