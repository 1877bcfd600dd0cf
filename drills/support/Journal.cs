using System.Text;
using System.Text.Json;

namespace Tongban.Drills.Support;

/// <summary>What a client asked: everything needed to ask again.</summary>
internal sealed record Intent(Guid Key, string User, string Method, string Path, string Body, string MediaType);

/// <summary>What it was answered.</summary>
internal sealed record Answer(Guid Key, int Status, string Body)
{
    public bool IsAcknowledged => Status < 300;
}

/// <summary>An answer, and when it came by the drill's own count (<see cref="Habits.Mark"/>).</summary>
internal sealed record Told(Answer Answer, long Mark);

/// <summary>A client's own record of what it asked and what it was told, on disk before it goes on: the intent before the call, the answer after it.</summary>
internal sealed class Journal(string file) : IDisposable
{
    private readonly FileStream _stream = new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);

    public void Write(Intent intent) => WriteLine("?", JsonSerializer.Serialize(intent));

    public void Write(Answer answer, long mark = 0) => WriteLine("!", JsonSerializer.Serialize(new Told(answer, mark)));

    /// <summary>A proof that was handed out: the platform is bound by it from then on.</summary>
    public void WriteProof(string proof, long mark = 0) => WriteLine("=", JsonSerializer.Serialize(new Told(new Answer(Guid.Empty, 200, proof), mark)));

    public void Dispose() => _stream.Dispose();

    /// <summary>Everything the clients wrote down: each intent with its last answer, if there was one.</summary>
    public static IReadOnlyList<(Intent Intent, Answer? Answer, long Mark)> Read(string folder)
    {
        var (intents, answers) = (new List<Intent>(), new Dictionary<Guid, Told>());
        foreach (var line in Lines(folder))
        {
            if (line[0] == '?')
                intents.Add(JsonSerializer.Deserialize<Intent>(line[1..])!);
            else if (line[0] == '!' && JsonSerializer.Deserialize<Told>(line[1..])! is var told)
                answers[told.Answer.Key] = told;
        }
        return intents.ConvertAll(i => (i, answers.GetValueOrDefault(i.Key)?.Answer, answers.GetValueOrDefault(i.Key)?.Mark ?? 0));
    }

    /// <summary>The proofs that were handed out.</summary>
    public static IReadOnlyList<(string Proof, long Mark)> Proofs(string folder) =>
        [.. Lines(folder).Where(l => l[0] == '=').Select(l => JsonSerializer.Deserialize<Told>(l[1..])!).Select(t => (t.Answer.Body, t.Mark))];

    // A client may be writing its last line at this moment: what has no end yet was not told yet.
    private static IEnumerable<string> Lines(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*.journal").Order(StringComparer.Ordinal))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var text = reader.ReadToEnd();
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
                yield return line;
        }
    }

    private void WriteLine(string mark, string json)
    {
        _stream.Write(Encoding.UTF8.GetBytes(mark + json + "\n"));
        _stream.Flush(flushToDisk: true);
    }
}
