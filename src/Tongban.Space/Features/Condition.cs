using Tongban.Foundation;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Tongban.Space.Features;

/// <summary>What a value is.</summary>
internal enum ValueKind { Text, Number, Boolean, Instant }

/// <summary>A property by which can be asked.</summary>
/// <param name="Values">The only values there are, where they are few.</param>
internal sealed record Queryable(string Name, ValueKind Kind, Words Title, IReadOnlyList<string>? Values = null);

/// <summary>A feature as a condition sees it: its properties (text, number, yes or no; <see langword="null"/> for none) and its shape in the plane.</summary>
internal interface IFeatureView
{
    object? Value(string property);

    Geometry Shape { get; }
}

/// <summary>A condition a feature meets, does not meet, or about which nothing can be said because a value is missing.</summary>
internal abstract record Condition
{
    public abstract bool? Holds(IFeatureView feature);
}

internal sealed record Always(bool Answer) : Condition
{
    public override bool? Holds(IFeatureView feature) => Answer;
}

internal sealed record All(IReadOnlyList<Condition> Of) : Condition
{
    public override bool? Holds(IFeatureView feature)
    {
        bool? all = true;
        foreach (var one in Of)
        {
            var holds = one.Holds(feature);
            if (holds is false)
                return false;
            all = holds is null ? null : all;
        }
        return all;
    }
}

internal sealed record Any(IReadOnlyList<Condition> Of) : Condition
{
    public override bool? Holds(IFeatureView feature)
    {
        bool? any = false;
        foreach (var one in Of)
        {
            var holds = one.Holds(feature);
            if (holds is true)
                return true;
            any = holds is null ? null : any;
        }
        return any;
    }
}

internal sealed record Not(Condition Of) : Condition
{
    public override bool? Holds(IFeatureView feature) => !Of.Holds(feature);
}

/// <summary>A property, or a value that was written down.</summary>
internal sealed record Operand(string? Property, object? Literal, ValueKind Kind)
{
    public object? In(IFeatureView feature) => Property is null ? Literal : feature.Value(Property);
}

internal enum Comparison { Equal, Unequal, Less, LessOrEqual, Greater, GreaterOrEqual }

internal sealed record Compared(Operand Left, Comparison How, Operand Right) : Condition
{
    public override bool? Holds(IFeatureView feature) => Order(Left.In(feature), Right.In(feature)) is { } order ? How switch
    {
        Comparison.Equal => order == 0,
        Comparison.Unequal => order != 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    } : null;

    /// <summary>Texts by their characters' numbers, no before yes.</summary>
    internal static int? Order(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (double a, double b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        _ => null,
    };
}

internal sealed record Between(Operand What, Operand Low, Operand High) : Condition
{
    public override bool? Holds(IFeatureView feature)
    {
        var what = What.In(feature);
        return Compared.Order(what, Low.In(feature)) is { } low && Compared.Order(what, High.In(feature)) is { } high ? low >= 0 && high <= 0 : null;
    }
}

internal sealed record OneOf(Operand What, IReadOnlyList<Operand> Values) : Condition
{
    public override bool? Holds(IFeatureView feature) => What.In(feature) is { } what ? Values.Any(v => Compared.Order(what, v.In(feature)) == 0) : null;
}

internal sealed record Missing(Operand What) : Condition
{
    public override bool? Holds(IFeatureView feature) => What.In(feature) is null;
}

/// <summary><c>%</c> stands for any text, <c>_</c> for one character, a backslash before them for themselves.</summary>
internal sealed record Like(Operand What, string Pattern) : Condition
{
    private readonly (char Character, char Kind)[] _pattern = Parts(Pattern);

    public override bool? Holds(IFeatureView feature) => What.In(feature) is string text ? Matches(text) : null;

    // Two positions to go back to and no recursion: a pattern of many percent signs costs no more than text times pattern.
    private bool Matches(string text)
    {
        int at = 0, part = 0, star = -1, mark = 0;
        while (at < text.Length)
        {
            if (part < _pattern.Length && _pattern[part].Kind is '%')
                (star, mark, part) = (part, at, part + 1);
            else if (part < _pattern.Length && (_pattern[part].Kind is '_' || _pattern[part].Character == text[at]))
                (at, part) = (at + 1, part + 1);
            else if (star >= 0)
                (part, mark, at) = (star + 1, mark + 1, mark + 1);
            else
                return false;
        }
        while (part < _pattern.Length && _pattern[part].Kind is '%')
            part++;
        return part == _pattern.Length;
    }

    private static (char, char)[] Parts(string pattern)
    {
        List<(char, char)> parts = [];
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is '\\' && i + 1 < pattern.Length)
                parts.Add((pattern[++i], ' '));
            else
                parts.Add((pattern[i], pattern[i] is '%' or '_' ? pattern[i] : ' '));
        }
        return [.. parts];
    }
}

/// <summary>Has a point in common with a shape in the plane.</summary>
internal sealed record Meets(IPreparedGeometry Shape) : Condition
{
    public static Condition With(Geometry shape) => shape.IsEmpty ? new Always(false) : new Meets(PreparedGeometryFactory.Prepare(shape));

    /// <summary>Box outside which nothing can meet it.</summary>
    public Envelope Box => Shape.Geometry.EnvelopeInternal;

    public override bool? Holds(IFeatureView feature) => Box.Intersects(feature.Shape.EnvelopeInternal) && Shape.Intersects(feature.Shape);
}
