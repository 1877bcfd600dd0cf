using FsCheck;
using FsCheck.Fluent;
using Tongban.Dispatch.Models;

namespace Tongban.Tests.Dispatch;

/// <summary>Comparisons with three outcomes: what they say, and that knowing more never takes back what was said.</summary>
public class ExpressionTests
{
    private static readonly HashSet<string> Bare = new(["today", "a", "b", "c", "flag", "list"], StringComparer.Ordinal);

    [Theory]
    [InlineData("item(S1-03).state in (overdue,correction) or item(S1-04).state in (overdue,correction)", "item(S1-03).state=open;item(S1-04).state=overdue", Truth.True)]
    [InlineData("item(S1-03).state in (overdue,correction) or item(S1-04).state in (overdue,correction)", "item(S1-03).state=open", Truth.NoData)]
    [InlineData("item(S1-03).state in (overdue,correction)", "item(S1-03).state=open", Truth.False)]
    [InlineData("overlap(site,L01)>0 or overlap(site,L02)>0", "overlap(site,L01)=0;overlap(site,L02)=0", Truth.False)]
    [InlineData("overlap(site,L01)>0", "overlap(site,L01)=0..", Truth.NoData)]
    [InlineData("overlap(site,L01)>0", "overlap(site,L01)=3..", Truth.True)]
    [InlineData("flag and a<b", "flag=false", Truth.False)]
    [InlineData("flag and a<b", "flag=true", Truth.NoData)]
    [InlineData("not flag", "flag=false", Truth.True)]
    [InlineData("flag==false", "flag=false", Truth.True)]
    [InlineData("a<b*c/12*0.8", "a=100;b=1200;c=6", Truth.True)]
    [InlineData("a<b*c/12*0.8", "a=480;b=1200;c=6", Truth.False)]
    [InlineData("a/b<c", "a=1;b=0;c=5", Truth.NoData)]
    [InlineData("5<=a<=50", "a=5", Truth.True)]
    [InlineData("5<=a<=50", "a=50.5", Truth.False)]
    [InlineData("5<=a<=50", "a=5..49.99", Truth.True)]
    [InlineData("5<=a<=50", "a=0..4.99", Truth.False)]
    [InlineData("a.due<today", "a.due=2026-03-01;today=2026-03-02", Truth.True)]
    [InlineData("a.due<today", "a.due=nonsense;today=2026-03-02", Truth.NoData)]
    [InlineData("(a>1 or b>1) and c!=3", "a=2;c=4", Truth.True)]
    [InlineData("(a+1)*2>b", "a=1;b=3", Truth.True)]
    [InlineData("a.state!=done", "a.state=done", Truth.False)]
    [InlineData("any(list<3)", "list=5|2|9", Truth.True)]
    [InlineData("any(list<3)", "list=5|9", Truth.False)]
    [InlineData("any(list<3)", "", Truth.NoData)]
    [InlineData("any(overlap(site,layer)>layer.toleranceM2 for layer in list)", "list=L1|L2;overlap(site,L1)=0;L1.toleranceM2=1;overlap(site,L2)=9;L2.toleranceM2=1", Truth.True)]
    [InlineData("any(overlap(site,layer)>layer.toleranceM2 for layer in list)", "list=L1|L2;overlap(site,L1)=0;L1.toleranceM2=1", Truth.NoData)]
    [InlineData("any(overlap(site,layer)>layer.toleranceM2 for layer in list)", "list=L1;overlap(site,L1)=0;L1.toleranceM2=1", Truth.False)]
    [InlineData("distinct(item(S3-01).opinions)=conflict", "distinct(item(S3-01).opinions)=conflict", Truth.True)]
    public void It_is_true_false_or_nobody_knows(string text, string known, Truth expected) => Assert.Equal(expected, Parse(text).Evaluate(Facts(known)));

    [Theory]
    [InlineData("a<")]
    [InlineData("a<b)")]
    [InlineData("(a<b")]
    [InlineData("a b")]
    [InlineData("item(S1-03.state=x")]
    [InlineData("a in overdue")]
    [InlineData("any(a<b)")]
    [InlineData("a<b and")]
    [InlineData("1.2.3<a")]
    [InlineData("")]
    public void What_cannot_be_read_says_where(string text)
    {
        Assert.False(ExpressionParser.TryParse(text, Bare.Contains, out _, out var fault));
        Assert.InRange(fault.At, 0, text.Length);
    }

    [Fact]
    public void Brackets_without_end_are_refused_and_not_followed() =>
        Assert.False(ExpressionParser.TryParse(new string('(', 3000) + "a", Bare.Contains, out _, out _));

    /// <summary>Monotone: what is decided with some facts stays decided so when more become known.</summary>
    [Fact]
    public void Knowing_more_never_takes_back_what_was_said()
    {
        var names = new[] { "a", "b", "c" };
        var leaf = from left in Gen.Elements(names) from right in Gen.Choose(0, 3) from sign in Gen.Elements("<", "<=", ">", ">=", "=", "!=") select $"{left}{sign}{right}";
        Gen<string> Tree(int size) => size <= 1 ? leaf : Gen.OneOf(leaf, from l in Tree(size / 2) from r in Tree(size / 2) from by in Gen.Elements("and", "or") select $"({l} {by} {r})", from inner in Tree(size - 1) select $"not ({inner})");
        var cases = from size in Gen.Choose(1, 12) from text in Tree(size) from values in Gen.Choose(0, 3).ListOf(3) from mask in Gen.Choose(0, 7) from more in Gen.Choose(0, 7) select (text, values: values.ToList(), mask, more: mask | more);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var expression = Parse(c.text);
            FactValue? Look(int mask, string name) => Array.IndexOf(names, name) is var i and >= 0 && (mask & (1 << i)) != 0 ? FactValue.Exactly(c.values[i]) : null;
            var less = expression.Evaluate(n => Look(c.mask, n));
            var more = expression.Evaluate(n => Look(c.more, n));
            var all = expression.Evaluate(n => Look(7, n));
            return (less is Truth.NoData || less == more) && (more is Truth.NoData || more == all) && all is not Truth.NoData;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Negation_turns_both_laws_round() => Assert.All(
        from a in Enum.GetValues<Truth>() from b in Enum.GetValues<Truth>() select (a, b),
        p =>
        {
            Assert.Equal(Truths.Not(Truths.And(p.a, p.b)), Truths.Or(Truths.Not(p.a), Truths.Not(p.b)));
            Assert.Equal(Truths.And(p.a, Truths.Or(p.a, p.b)), p.a);
        });

    private static Expression Parse(string text)
    {
        Assert.True(ExpressionParser.TryParse(text, Bare.Contains, out var expression, out var fault), fault?.Text.En);
        return expression!;
    }

    private static FactLookup Facts(string known)
    {
        var values = known.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(k => (Name: k[..k.LastIndexOf('=')], Value: k[(k.LastIndexOf('=') + 1)..])).ToDictionary(k => k.Name, k => k.Value, StringComparer.Ordinal);
        return name => !values.TryGetValue(name, out var text) ? null
            : name is "list" ? FactValue.Read(FactKind.List, text.Replace('|', ';'))
            : FactValue.Read(name is "today" || name.EndsWith(".due", StringComparison.Ordinal) ? FactKind.Day : text is "true" or "false" ? FactKind.Flag : char.IsAsciiDigit(text[0]) ? FactKind.Number : FactKind.Word, text);
    }
}
