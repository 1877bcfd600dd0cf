using Microsoft.Data.Sqlite;
using Tongban.Drills.Support;
using Tongban.Foundation.Ledger;

namespace Tongban.Drills.Power;

/// <summary>Records what reaches the disk while clients work, then cuts the power at many moments of that record and judges what would be found.</summary>
internal sealed class PowerDrill : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-power-").FullName;

    // Data and temporary files on one disk, as files are moved from one to the other.
    private string Root => Path.Combine(_folder, "disk");

    private string Data => Path.Combine(Root, "data");

    private string Journals => Path.Combine(_folder, "journals");

    /// <summary>Runs the whole drill.</summary>
    /// <param name="seconds">How long clients work, in three lives of the server: ended in order, killed, ended in order.</param>
    /// <param name="served">Every so manieth image is also started as a server and asked again.</param>
    /// <returns>Whether nothing was lost and nothing corrupt.</returns>
    public async Task<bool> RunAsync(int images, double seconds, int clients, int seed, int served, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync(FormattableString.Invariant($"seed {seed}, {images} images, {clients} clients, {seconds} s"));
        Directory.CreateDirectory(Journals);
        await Town.FoundAsync(Data, null, ct);
        SqliteConnection.ClearAllPools();
        Directory.CreateDirectory(Path.Combine(Root, "tmp"));
        var begin = Path.Combine(_folder, "begin");
        Copy(Root, begin);
        using var disk = await DiskShim.BuildAsync(_folder, Root, records: true, ct) ?? throw new InvalidOperationException("this drill needs a C compiler (cc)");
        var (tokens, from) = await WorkAsync(disk, clients, seconds, ct);

        var changes = DiskLog.Read(disk.Log, Root);
        var told = Journal.Read(Journals);
        var acts = told.Where(t => t.Answer is { IsAcknowledged: true }).Select(t => new Acknowledged(t.Intent.Key, Records.PaperOf(t.Intent), t.Mark)).ToList();
        var proofs = Journal.Proofs(Journals).Select(p => (LedgerProof.FromJson(p.Proof), p.Mark)).ToList();
        await output.WriteLineAsync(FormattableString.Invariant($"{acts.Count} acts acknowledged, {acts.Count(a => a.Paper is not null)} of them papers, {proofs.Count} proofs; the disk was told {changes.Count} things in {disk.Length >> 20} MB, {changes.Count(c => c.Kind is ChangeKind.Sync)} of them syncs"));
        Directory.Delete(Root, true);

        var (lost, corrupt, pending, asked) = (0, 0, 0L, 0);
        var judge = new ImageJudge(acts, proofs);
        var model = new Disk(begin);
        var next = 0;
        foreach (var (number, cut, cutSeed) in Cuts(changes, from, images, seed).Index().Select(c => (c.Index, c.Item.Index, c.Item.Seed)))
        {
            for (; next < cut; next++)
                model.Take(changes[next]);
            // The place of the first change that did not happen any more.
            var at = cut < changes.Count ? changes[cut].At : long.MaxValue;
            var random = new Random(cutSeed);
            var loss = (Loss)random.Next(5);
            pending += model.Pending;
            model.LayOut(Directory.CreateDirectory(Root).FullName, loss, random);
            var verdict = await judge.JudgeAsync(Data, at, ct);
            var faults = verdict.Corrupt.ToList();
            if (number % served == 0)
            {
                asked++;
                if (await ServeAsync(told.Where(t => t.Answer is { IsAcknowledged: true } && t.Mark <= at).TakeLast(5), tokens, ct) is { } fault)
                    faults.Add(fault);
            }
            (lost, corrupt) = (lost + verdict.Lost, corrupt + (faults.Count > 0 ? 1 : 0));
            if (verdict.Lost > 0 || faults.Count > 0)
                await output.WriteLineAsync(FormattableString.Invariant($"image {number}: cut before {cut} of {changes.Count}, {loss}, {model.Pending} pending: lost {verdict.Lost}; {string.Join("; ", faults.Take(3))}"));
            Directory.Delete(Root, true);
        }
        await output.WriteLineAsync(FormattableString.Invariant($"{images} images, lost {lost}, corrupt {corrupt}; {pending / Math.Max(1, images)} writes pending on average, {asked} images served and asked again"));
        return lost == 0 && corrupt == 0 && acts.Count > 0 && proofs.Count > 0;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, true);
    }

    // The first sign-ins are not journalled, so no cut lies before them.
    private async Task<(Dictionary<string, string> Tokens, long From)> WorkAsync(DiskShim disk, int clients, double seconds, CancellationToken ct)
    {
        disk.Environment["DOTNET_EnableDiagnostics"] = "0";
        disk.Environment["TMPDIR"] = Path.Combine(Root, "tmp");
        Dictionary<string, string>? tokens = null;
        var from = 0L;
        var habits = new Habits(() => disk.Length, LargePaper: 100_000, Proofs: true);
        foreach (var life in (int[])[1, 2, 3])
        {
            using var server = await ServerProcess.StartAsync(Data, null, ct, disk.Environment);
            if (tokens is null)
                (tokens, from) = (await Client.SignInAllAsync(server.Address, clients, ct), disk.Length);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var working = Enumerable.Range(1, clients).Select(n => new Client(Town.Enterprises[n - 1], $"power {life} {n:00}", Journals, tokens, habits)).ToList();
            var work = working.ConvertAll(c => Task.Run(() => c.WorkAsync(server.Address, stop.Token), ct));
            await Task.Delay(TimeSpan.FromSeconds(seconds / 3), ct);
            if (life == 2)
                await server.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(work);
            if (life != 2)
                await server.StopAsync(ct);
            if (working.SelectMany(c => c.Wrong).FirstOrDefault() is { } wrong && life != 2)
                throw new InvalidOperationException(wrong);
        }
        return (tokens!, from);
    }

    // Half anywhere, half just before or after a sync, where most is under way.
    private static List<(int Index, int Seed)> Cuts(List<Change> changes, long from, int images, int seed)
    {
        var random = new Random(seed);
        var first = changes.FindIndex(c => c.At >= from);
        var syncs = changes.Index().Where(c => c.Index >= first && c.Item.Kind is ChangeKind.Sync).Select(c => c.Index).ToList();
        return [.. Enumerable.Range(0, images).Select(n => (n % 2 == 0 ? random.Next(first, changes.Count + 1) : syncs[random.Next(syncs.Count)] + random.Next(2), random.Next())).OrderBy(c => c.Item1)];
    }

    // As after a real power cut: the server is started on what is there, and clients who were told ask once more.
    private async Task<string?> ServeAsync(IEnumerable<(Intent Intent, Answer? Answer, long Mark)> told, Dictionary<string, string> tokens, CancellationToken ct)
    {
        try
        {
            using var server = await ServerProcess.StartAsync(Data, null, ct);
            using (var http = new HttpClient { BaseAddress = server.Address })
            using (var page = await http.GetAsync(new Uri("/login", UriKind.Relative), ct))
            {
                if (!page.IsSuccessStatusCode)
                    return $"/login answers {(int)page.StatusCode}";
            }
            foreach (var (intent, answer, _) in told)
            {
                if (await Client.AskAgainAsync(server.Address, intent, tokens, ct) is var again && again != answer)
                    return $"{intent.Method} {intent.Path} was answered {answer!.Status} and is now answered {again.Status} {again.Body}";
            }
            await server.KillAsync();
            var (sound, said) = await ServerProcess.VerifyLedgerAsync(Data, null, ct);
            return sound ? null : said;
        }
        catch (InvalidOperationException broken)
        {
            return broken.Message;
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
