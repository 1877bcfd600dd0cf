namespace Tongban.Drills.Support;

/// <summary>Counts what is not as it must be, and says each of it at once.</summary>
internal sealed class Tally(TextWriter output)
{
    public int Wrong { get; private set; }

    public async Task ExpectAsync(bool holds, string otherwise)
    {
        if (holds)
            return;
        Wrong++;
        await output.WriteLineAsync("  WRONG: " + otherwise);
    }

    /// <summary>Answers that no client should have got.</summary>
    public async Task ExpectNoneAsync(IEnumerable<string> answers)
    {
        foreach (var answer in answers)
            await ExpectAsync(false, answer);
    }

    /// <summary>Whoever has no answer asks again with the same key: the act is then done once, whether it was done before or not, and a third time changes nothing.</summary>
    /// <returns>Those who asked.</returns>
    public async Task<IReadOnlyList<Intent>> AskAgainAsync(Uri server, string journals, IReadOnlyDictionary<string, string> tokens, CancellationToken ct)
    {
        var open = Journal.Read(journals).Where(a => a.Answer is null || a.Answer.Status >= 500).Select(a => a.Intent).ToList();
        // Read last: the later answer counts.
        using var journal = new Journal(Path.Combine(journals, "~again.journal"));
        foreach (var intent in open)
        {
            var answer = await Client.AskAgainAsync(server, intent, tokens, ct);
            journal.Write(answer);
            var repeated = await Client.AskAgainAsync(server, intent, tokens, ct);
            await ExpectAsync(answer.IsAcknowledged && repeated == answer, $"asked again, {intent.Method} {intent.Path} answers {answer.Status} {answer.Body}, then {repeated.Status} {repeated.Body}");
        }
        return open;
    }
}
