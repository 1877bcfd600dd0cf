using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Tongban.Drills.Hostile;

/// <summary>Values that the server itself has answered with, by the name of the member and by the path they were found under: so that requests reach what exists.</summary>
/// <param name="spared">User names of the drill's own callers: guessed passwords would lock them, which ends their work and breaks nothing.</param>
internal sealed class Pool(IReadOnlyCollection<string> spared)
{
    private const int Most = 60, Deepest = 12;
    private readonly ConcurrentDictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    public int Count => _values.Values.Sum(v => v.Count);

    /// <summary>Takes in an answer.</summary>
    public void Learn(string path, JsonNode? answer) => Learn(path, answer, 0);

    /// <summary>A value for a parameter of a path, or <see langword="null"/> where nothing is known.</summary>
    public string? ForPath(string path, string name, Random random)
    {
        var before = path[..path.IndexOf($"{{{name}}}", StringComparison.Ordinal)].TrimEnd('/');
        var segment = before[(before.LastIndexOf('/') + 1)..];
        // What the path says is more to the point than the name, which may be "id" or "code".
        string[] names = name is "id" or "code" or "key" ? [$"{segment}/{name}", name] : [name, $"{segment}/id", $"{segment}/code", $"{segment}/{name}"];
        foreach (var candidate in names)
        {
            if (Named(candidate, random) is { } found)
                return found;
        }
        return null;
    }

    public string? Named(string name, Random random)
    {
        if (!_values.TryGetValue(name, out var list))
            return null;
        lock (list)
            return list.Count == 0 ? null : list[random.Next(list.Count)];
    }

    private void Learn(string path, JsonNode? node, int depth)
    {
        if (depth > Deepest)
            return;
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items.Take(20))
                {
                    if (item is JsonValue value)
                        Add(path[(path.LastIndexOf('/') + 1)..], value);
                    else
                        Learn(path, item, depth + 1);
                }
                break;
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    if (value is JsonValue leaf)
                    {
                        Add(name, leaf);
                        if (name is "id" or "code" or "key" or "number" or "version" or "name" or "digest")
                        {
                            foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => !s.StartsWith('{') && s is not ("api" or "v1")).TakeLast(2))
                                Add($"{segment}/{name}", leaf);
                        }
                    }
                    else
                    {
                        Learn(depth == 0 ? path : $"{path}/{name}", value, depth + 1);
                    }
                }
                break;
        }
    }

    private void Add(string name, JsonValue value)
    {
        var text = value.ToString();
        if (text.Length is 0 or > 200 || text is "true" or "false" || (name is "userName" && spared.Contains(text)))
            return;
        var list = _values.GetOrAdd(name, _ => []);
        lock (list)
        {
            if (list.Contains(text))
                return;
            // The newest stay: what is old may be gone.
            if (list.Count >= Most)
                list.RemoveAt(0);
            list.Add(text);
        }
    }
}
