using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Tongban.Foundation;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Architecture;

public partial class RefusalTests
{
    [Fact]
    public void Every_code_is_dotted_and_lower_case()
    {
        var codes = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .SelectMany(f => (f.EndsWith("Errors.cs", StringComparison.Ordinal) ? AnyCode() : NamedCode()).Matches(File.ReadAllText(f)).Select(m => m.Groups["code"].Value)).ToList();
        Assert.True(codes.Count > 100, $"only {codes.Count} codes were found");
        Assert.Empty(codes.Where(c => !Form().IsMatch(c)).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_refusals_never_share_a_code()
    {
        var made = House.Types.Where(t => t is { IsAbstract: true, IsSealed: true } && t.Name.EndsWith("Errors", StringComparison.Ordinal))
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(m => m.ReturnType == typeof(Error) && !m.IsPrivate).Select(m => (Refusal: $"{m.DeclaringType!.Name}.{m.Name}", Error: Make(m))).Where(m => m.Error is not null).ToList();
        Assert.True(made.Count > 100, $"only {made.Count} refusals could be made");
        Assert.Empty(made.GroupBy(m => m.Error!.Code).Where(g => g.Select(m => m.Refusal).Distinct().Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Refusal).Distinct())}"));
        Assert.Empty(made.Where(m => !Form().IsMatch(m.Error!.Code)).Select(m => m.Refusal));
        Assert.Empty(made.Where(m => m.Error!.All.Any(e => string.IsNullOrWhiteSpace(e.Text.Zh) || string.IsNullOrWhiteSpace(e.Text.En))).Select(m => m.Refusal));
    }

    // A refusal about a whole record cannot be made from nothing; it is left out.
    private static Error? Make(MethodInfo refusal)
    {
        try
        {
            return (Error?)refusal.Invoke(null, [.. refusal.GetParameters().Select(p => Anything(p.ParameterType))]);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    private static object? Anything(Type type) =>
        type == typeof(string) ? "something"
        : type == typeof(Words) ? (Words)("某事", "something")
        : type == typeof(int) ? 3 : type == typeof(long) ? 3L : type == typeof(decimal) ? 3m
        : type == typeof(DateOnly) ? new DateOnly(2026, 3, 2)
        : Nullable.GetUnderlyingType(type) is { } inner ? Anything(inner)
        : type.IsValueType ? Activator.CreateInstance(type)
        : type.IsAbstract || type.IsInterface || type.IsArray ? null : RuntimeHelpers.GetUninitializedObject(type);

    [GeneratedRegex("^[a-z]+(-[a-z]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+$")]
    private static partial Regex Form();

    [GeneratedRegex("new(?: Error)?\\(\\s*\"(?<code>[^\"{}]+)\"\\s*,")]
    private static partial Regex AnyCode();

    [GeneratedRegex("new Error\\(\\s*\"(?<code>[^\"{}]+)\"")]
    private static partial Regex NamedCode();
}
