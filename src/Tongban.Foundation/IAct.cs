using System.Collections.Concurrent;
using System.Collections.Frozen;
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
    private static readonly Lock Reading = new();
    private static FrozenDictionary<string, Words> _all = FrozenDictionary<string, Words>.Empty;
    private static int _assemblies;

    /// <summary>Every act of the modules in this process: stable name and words.</summary>
    public static IReadOnlyDictionary<string, Words> All
    {
        get
        {
            // Modules are loaded once, at start; the set is read anew only if one came later.
            var assemblies = AppDomain.CurrentDomain.GetAssemblies();
            lock (Reading)
            {
                if (_assemblies != assemblies.Length)
                {
                    _all = assemblies.Where(a => a.GetName().Name?.StartsWith("Tongban.", StringComparison.Ordinal) is true)
                        .SelectMany(a => a.GetTypes()).Where(t => t.IsClass && t.IsAssignableTo(typeof(IAct)))
                        .Select(t => t.GetCustomAttribute<ActAttribute>()).OfType<ActAttribute>()
                        .ToFrozenDictionary(a => a.Name, a => new Words(a.Zh, a.En), StringComparer.Ordinal);
                    _assemblies = assemblies.Length;
                }
                return _all;
            }
        }
    }

    /// <summary>What a timeline calls an act; its own name when no module knows it any more.</summary>
    public static Words WordsOf(string act) => Find(act) ?? (act, act);

    public static ActAttribute Of(Type act) => Known.GetOrAdd(act, static t =>
        t.GetCustomAttribute<ActAttribute>() ?? throw new InvalidOperationException($"{t} has no [Act] name"));

    /// <summary>What the act of that stable name is called, or <see langword="null"/> when no module of this process knows it: the ledger may be older than the program.</summary>
    public static Words? Find(string name) =>
        _all.TryGetValue(name, out var known) || All.TryGetValue(name, out known) ? known : null;
}
