using System.Collections.Concurrent;
using System.Reflection;

namespace Tongban.Foundation;

/// <summary>A fact of office (行政行为), named in the past tense, entered in the ledger. Its public properties are the payload:
/// no personal data, only references and digests.</summary>
public interface IAct;

/// <summary>The stable name of an act in ledger, feeds and subscriptions: <c>approvals.item-decided</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ActAttribute(string name, string zh, string en) : Attribute
{
    public string Name { get; } = name;

    /// <summary>What the timeline calls it, in Chinese.</summary>
    public string Zh { get; } = zh;

    /// <summary>What the timeline calls it, in English.</summary>
    public string En { get; } = en;
}

/// <summary>Looks up what an act is called.</summary>
public static class ActNames
{
    private static readonly ConcurrentDictionary<Type, ActAttribute> Known = new();

    private static readonly Lazy<System.Collections.Frozen.FrozenDictionary<string, ActAttribute>> Names = new(static () => System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
        AppDomain.CurrentDomain.GetAssemblies()
            .Where(a => a.GetName().Name is { } name && (name == "tongban" || name.StartsWith("Tongban.", StringComparison.Ordinal)))
            .SelectMany(a => a.GetTypes())
            .Select(t => t.GetCustomAttribute<ActAttribute>()).OfType<ActAttribute>().DistinctBy(a => a.Name), a => a.Name, StringComparer.Ordinal));

    /// <summary>Every act of the modules that are loaded when it is first asked, by name.</summary>
    public static IReadOnlyDictionary<string, ActAttribute> All => Names.Value;

    /// <summary>What a timeline calls an act; its own name when no module knows it any more.</summary>
    public static Words WordsOf(string act) => All.TryGetValue(act, out var known) ? (known.Zh, known.En) : (act, act);

    public static ActAttribute Of(Type act) => Known.GetOrAdd(act, static t =>
        t.GetCustomAttribute<ActAttribute>() ?? throw new InvalidOperationException($"{t} has no [Act] name"));
}
