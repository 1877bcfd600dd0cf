using System.Collections;

namespace Tongban.Foundation;

/// <summary>The rooms this process is made of, in the order in which <c>Program.cs</c> lists them.</summary>
public sealed class ModuleSet(IReadOnlyList<IModule> modules) : IReadOnlyList<IModule>
{
    /// <summary>Equal for sets of the same modules.</summary>
    internal string Key { get; } = string.Join(' ', modules.Select(m => m.GetType().FullName));

    public int Count => modules.Count;

    public IModule this[int index] => modules[index];

    public IEnumerator<IModule> GetEnumerator() => modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
