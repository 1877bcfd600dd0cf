using System.Text;
using System.Text.Json;

namespace Tongban.Drills.Kill;

/// <summary>What a client asked: everything needed to ask again.</summary>
internal sealed record Intent(Guid Key, string User, string Method, string Path, string Body, string MediaType);

/// <summary>What it was answered.</summary>
internal sealed record Answer(Guid Key, int Status, string Body);

/// <summary>A client's own record of what it asked and what it was told, on disk before it goes on: the intent before the call, the answer after it.</summary>
internal sealed class Journal(string file) : IDisposable
{
    private readonly FileStream _stream = new(file, FileMode.Append, FileAccess.Write, FileShare.Read);

    public void Write(Intent intent) => WriteLine("?", JsonSerializer.Serialize(intent));

    public void Write(Answer answer) => WriteLine("!", JsonSerializer.Serialize(answer));

    public void Dispose() => _stream.Dispose();

    /// <summary>Everything the clients wrote down: each intent with its answer, if there was one.</summary>
    public static IReadOnlyList<(Intent Intent, Answer? Answer)> Read(string folder)
    {
        var (intents, answers) = (new List<Intent>(), new Dictionary<Guid, Answer>());
        foreach (var line in Directory.GetFiles(folder, "*.journal").Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
        {
            if (line[0] == '?')
                intents.Add(JsonSerializer.Deserialize<Intent>(line[1..])!);
            else
                answers[JsonSerializer.Deserialize<Answer>(line[1..])!.Key] = JsonSerializer.Deserialize<Answer>(line[1..])!;
        }
        return intents.ConvertAll(i => (i, answers.GetValueOrDefault(i.Key)));
    }

    private void WriteLine(string mark, string json)
    {
        _stream.Write(Encoding.UTF8.GetBytes(mark + json + "\n"));
        _stream.Flush(flushToDisk: true);
    }
}
