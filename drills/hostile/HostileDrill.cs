using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tongban.Drills.Hostile;

/// <summary>Starts the server with the demonstration city and sends it everything that the other parts make.</summary>
internal sealed class HostileDrill(int seed, int clients, string? database, TextWriter output) : IAsyncDisposable
{
    /// <summary>One of every kind, and nobody.</summary>
    private static readonly string[] People = ["ent01", "ent05", "fgw", "fgw.head", "zrzy", "zrzy.head", "sthj.head", "czj", "fgw.360502", "jcs", "jcs.head", "admin", "auditor"];

    // Who does with his own account what the others had better not.
    private static readonly string[] Spare = ["slj", "ent12"];

    /// <summary>Of all accounts of the demonstration.</summary>
    private const string Password = "Tongban-Demo-2026";

    /// <summary>How often the world is looked at anew, in requests: what was there may be gone.</summary>
    private const int Round = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-hostile-").FullName;
    private readonly Judge _judge = new(output);
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _lets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _reached = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _slow = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _lost = new(StringComparer.Ordinal);
    private readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _alone = new(1, 1);
    private TestedServer? _server;
    private Wire? _wire;

    public async Task<bool> RunAsync(int requests, HashSet<string> only, CancellationToken ct)
    {
        bool Does(string part) => only.Count == 0 || only.Contains(part);
        await output.WriteLineAsync(FormattableString.Invariant($"seed {seed}, {requests} requests, {clients} clients, {(database is null ? "SQLite" : "PostgreSQL")}"));
        _server = await TestedServer.StartAsync(_folder, database, ct);
        _wire = new Wire(_server.Address);
        foreach (var who in People)
        {
            var me = await _wire.SendAsync(new Request("GET", "/api/v1/me", await TokenAsync(who, ct), null, null, []), ct);
            _own.Add((string?)JsonNode.Parse(me.Text)?["personId"] ?? throw new InvalidOperationException($"{who}: {me.Text}"));
        }
        var description = new Description(JsonNode.Parse(await DescriptionAsync(ct))!);
        var pool = new Pool(People);
        var generator = new Generator(pool, new Values(description, pool));
        await LearnAsync(description, generator, pool, ct);
        await output.WriteLineAsync(FormattableString.Invariant($"{description.Operations.Count} operations, {People.Length} callers and nobody, {pool.Count} known values"));
        if (Does("api"))
            await PartAsync("API", () => ApiAsync(description, generator, pool, requests, ct));
        if (Does("uploads"))
            await PartAsync("uploads", () => UploadsAsync(description, generator, ct));
        if (Does("geometry"))
            await PartAsync("geometries", () => GeometriesAsync(ct));
        if (Does("pages"))
            await PartAsync("pages", () => PagesAsync(Math.Max(1, requests / 25_000), ct));
        if (Does("wire"))
            await PartAsync("wire", () => WireAsync(ct));
        // What was taken in is worked on afterwards: the process has to outlive that too.
        await Task.Delay(TimeSpan.FromSeconds(5), ct);
        var alive = _server.IsAlive;
        var memory = _server.MostMemory;
        if (alive)
            _judge.Look("GET /health/ready", "at the end", await _wire.SendAsync(new Request("GET", "/health/ready", null, null, null, []), ct), api: false, alone: true);
        var faults = _server.Faults;
        var ended = await _server.StopAsync(ct);
        var (sound, said) = await TestedServer.VerifyLedgerAsync(_folder, database, ct);
        _judge.Tell();
        foreach (var fault in faults.Take(20))
            await output.WriteLineAsync("  logged: " + (fault.Length > 400 ? fault[..400] : fault));
        if (!sound)
            await output.WriteLineAsync(said);
        await output.WriteLineAsync(FormattableString.Invariant($"{_judge.Looked} answers ({_judge.Statuses}); {_judge.Codes.Count} refusal codes; {_lost.Count} callers lost their account; memory at most {memory} MB"));
        await output.WriteLineAsync(FormattableString.Invariant($"5xx {_judge.Of(s => s >= 500)}, slowest {_judge.Slowest:0} ms, other faults {_judge.Faults - _judge.Of(s => s >= 500)}, faults logged {faults.Count}, process {(alive ? ended ? "alive and stopped in order" : "alive" : "DEAD")}, ledger {(sound ? "verifies" : "DOES NOT VERIFY")}"));
        return alive && ended && sound && _judge.Faults == 0 && faults.Count == 0;
    }

    public ValueTask DisposeAsync()
    {
        _wire?.Dispose();
        _server?.Dispose();
        _alone.Dispose();
        Directory.Delete(_folder, true);
        return ValueTask.CompletedTask;
    }

    private async Task PartAsync(string name, Func<Task<string>> part)
    {
        var (began, before) = (Stopwatch.GetTimestamp(), _judge.Looked);
        var told = await part();
        await output.WriteLineAsync(FormattableString.Invariant($"{name}: {_judge.Looked - before} answers in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s{told}; faults so far {_judge.Faults}"));
        if (!_server!.IsAlive)
            _judge.Wrong($"the process ended in {name}", "", "");
    }

    // As described, from every caller's mouth: what is answered teaches what exists, and who is let in where.
    private async Task LearnAsync(Description description, Generator generator, Pool pool, CancellationToken ct)
    {
        foreach (var (round, depth) in new[] { (0, 0), (1, 1), (2, 3) })
        {
            foreach (var operation in description.Operations.Where(o => o.Method is "GET" && o.Path.Count(c => c is '{') <= depth))
            {
                foreach (var who in People)
                {
                    if (round > 0 && !Lets(operation, who))
                        continue;
                    var random = Seeded(round, operation.Id);
                    var answer = await _wire!.SendAsync(generator.Sound(operation, await TokenAsync(who, ct), random), ct);
                    _judge.Look(operation.ToString(), $"{who}: {operation}", answer, api: true);
                    Note(operation, who, answer);
                    if (answer is { Status: 200, MediaType: "application/json" })
                    {
                        try
                        {
                            pool.Learn(operation.Path, JsonNode.Parse(answer.Text));
                        }
                        catch (JsonException)
                        {
                            // longer than what is kept
                        }
                    }
                }
            }
        }
    }

    private async Task<string> ApiAsync(Description description, Generator generator, Pool pool, int requests, CancellationToken ct)
    {
        // Passwords cost a third of a second each, and a ledger is verified as a whole: these get a smaller share.
        var operations = description.Operations.SelectMany(o => Enumerable.Repeat(o, o.Path is "/api/v1/tokens" or "/api/v1/accounts" or "/api/v1/me/password" or "/api/v1/ledger/verifications" || o.Path.EndsWith("/password-reset", StringComparison.Ordinal) || o.Path is "/api/v1/admin/people" ? 1 : 8)).ToList();
        for (var done = 0; done < requests; done += Round)
        {
            await Parallel.ForEachAsync(Enumerable.Range(done, Math.Min(Round, requests - done)), new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = ct }, async (n, stop) =>
            {
                var random = Seeded(n);
                var operation = operations[random.Next(operations.Count)];
                // Wrong passwords lock an account, and who asks for it is erased: that would end a caller's work and not break anything.
                var who = operation.Method is not "GET" && operation.Path.StartsWith("/api/v1/me/", StringComparison.Ordinal) ? Spare[random.Next(Spare.Length)] : WhoFor(operation, random);
                var token = who is null ? null : operation.Id is "RevokeToken" && random.Next(8) > 0 ? "no-such-token" : await TokenAsync(who, stop);
                var request = random.Next(5) < 2 ? generator.Sound(operation, token, random) : generator.Hostile(operation, token, random);
                // Callers do not disable themselves: that would end their work and not break anything.
                if (request.Method is not "GET" && _own.FirstOrDefault(id => request.Target.Contains(id, StringComparison.OrdinalIgnoreCase)) is { } own)
                    request = request with { Target = request.Target.Replace(own, Guid.CreateVersion7().ToString(), StringComparison.OrdinalIgnoreCase) };
                var answer = await _wire!.SendAsync(request, stop);
                var kind = $"{request.Method} {operation.Path}";
                var sent = $"#{n} {who ?? "nobody"}: {request}";
                if (who is not null && request.Token == token)
                    Note(operation, who, answer);
                if (answer.Status is >= 200 and < 300)
                    _reached.AddOrUpdate(operation.Id, 1, (_, c) => c + 1);
                if (answer.Status == 401 && who is not null && token is not "no-such-token" && request.Token == token)
                    _tokens.TryRemove(who, out _);
                // Another method or another path may belong to a page.
                var api = request.Target.StartsWith("/api/v1/", StringComparison.Ordinal) && !request.Target.Contains("/..", StringComparison.Ordinal);
                if (_judge.Look(kind, sent, answer, api) && _slow.AddOrUpdate(kind, 1, (_, c) => c + 1) <= 5)
                    await AloneAsync(kind, sent, request, api, stop);
            });
            if (!_server!.IsAlive)
                break;
            if (done + Round < requests)
                await LearnAsync(description, generator, pool, ct);
            await output.WriteLineAsync(FormattableString.Invariant($"  {Math.Min(requests, done + Round)}: 2xx {_judge.Of(s => s is >= 200 and < 300)}, 4xx {_judge.Of(s => s is >= 400 and < 500)}, 5xx {_judge.Of(s => s >= 500)}; operations answered with 2xx {_reached.Count} of {description.Operations.Count}"));
        }
        return FormattableString.Invariant($", {_reached.Count} of {description.Operations.Count} operations answered with 2xx");
    }

    // Every file to every operation that takes one, from somebody whom it lets in.
    private async Task<string> UploadsAsync(Description description, Generator generator, CancellationToken ct)
    {
        var takers = description.Operations.Where(o => o.TakesFile).ToList();
        await Parallel.ForEachAsync(takers.SelectMany(o => Uploads.Corpus.Select(f => (Operation: o, File: f))), new ParallelOptions { MaxDegreeOfParallelism = Math.Min(clients, 2), CancellationToken = ct }, async (pair, stop) =>
        {
            var (operation, file) = pair;
            var random = Seeded(0, operation.Id + file.Name);
            var who = WhoFor(operation, random, always: true) ?? "fgw";
            var request = generator.Sound(operation, await TokenAsync(who, stop), random) with { Body = file.Content };
            await AskAsync($"{operation} with a file", $"{who}: {file.Name} {request.Target}", request, stop);
        });
        return FormattableString.Invariant($", {Uploads.Corpus.Count} files, {takers.Count} operations");
    }

    private async Task<string> GeometriesAsync(CancellationToken ct)
    {
        (string Who, string Path, Func<string, object> Body)[] calls =
        [
            ("ent01", "/api/v1/sites:read", g => new { text = g }),
            ("zrzy", "/api/v1/site-checks", g => new { text = g }),
            ("fgw", "/api/v1/lists/negative/check", g => new { site = g }),
            ("ent01", "/api/v1/sites:corridor", g => new { text = g, width = 20 }),
            ("ent01", "/api/v1/projects/drafts", g => new { fields = new { name = "x", site = g } }),
            ("ent01", "/api/v1/projects", g => new
            {
                name = "年产一万吨材料项目", owner = "91360502MA0001018B", type = "filing", division = "360502", industry = "C38", location = "新余市", scale = "4200 平方米", content = "建设厂房", totalInvestment = 1000000, sources = new[] { new { source = "13", yuan = 1000000 } },
                landArea = 1000, plannedStart = "2027-03-01", plannedFinish = "2029-03-01", policyDeclared = true, site = g, contactName = "联系人", contactPhone = "0790-6440001", facts = new { annualEnergyTce = "420" },
            }),
        ];
        foreach (var (who, path, body) in calls)
        {
            foreach (var (name, text) in Geometries.Corpus)
                await AskAsync($"POST {path} geometry", $"{who}: {name}", new Request("POST", path, await TokenAsync(who, ct), JsonSerializer.SerializeToUtf8Bytes(body(text)), "application/json", []), ct);
        }
        // Filters of the features' interface: depth, length, costly functions.
        string[] filters =
        [
            string.Concat(Enumerable.Repeat("NOT ", 3000)) + "a=1", new string('(', 5000) + "a=1" + new string(')', 5000), string.Join(" OR ", Enumerable.Repeat("a=1", 2000)), "a LIKE '%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%x'", "S_INTERSECTS(geom," + new string('(', 1000) + ")", "S_INTERSECTS(geom,POLYGON((0 0,1e999 1,1 1,0 0)))", "a IN (" + string.Join(',', Enumerable.Range(0, 3000)) + ")",
            "a = 'x", "a = 1e999", "a BETWEEN 9223372036854775808 AND -1", "T_AFTER(a, DATE('9999-99-99'))", "CASEI(a)=CASEI('İ')", "a=''';DROP TABLE x;--'", "\0", "1=1", "a", "", "{\"op\":\"=\",\"args\":[]}", "a=1 AND", "S_DWITHIN(geom,POINT(0 0),1e308,meters)",
        ];
        string[] boxes = ["", "0", "0,0,0,0", "1,1,0,0", "NaN,NaN,NaN,NaN", "1e308,1e308,-1e308,-1e308", "0,0,0,1,1,1", "a,b,c,d", "-180,-90,180,90", string.Join(',', Enumerable.Range(0, 3000)), "170,0,-170,1"];
        foreach (var collection in (string[])["L01", "L26", "sites", "no-such", "%00", "..%2f"])
        {
            foreach (var query in filters.Select(f => "filter=" + Uri.EscapeDataString(f)).Concat(filters.Take(6).Select(f => "filter-lang=cql2-json&filter=" + Uri.EscapeDataString(f))).Concat(boxes.Select(b => "bbox=" + b)).Concat(["limit=-1", "limit=99999999999", "limit=1.5", "limit=", "offset=-1", "crs=http://127.0.0.1:1/", "bbox-crs=x&bbox=0,0,1,1", "datetime=../..", "datetime=9999-99-99/..", "after=%00", "f=exe", "sortby=-x", "properties=%27"]))
                await AskAsync("GET /ogc/collections/{collection}/items", query, new Request("GET", $"/ogc/collections/{collection}/items?{query}", null, null, null, []), ct);
        }
        foreach (var at in (string[])["lon=114.9&lat=27.8", "lon=NaN&lat=NaN", "lon=1e308&lat=-1e308", "lon=&lat=", "x=1&y=1", "lon=181&lat=91", "lon=114.9&lat=27.8&lon=1"])
            await AskAsync("GET /api/v1/layers:identify", at, new Request("GET", "/api/v1/layers:identify?" + at, null, null, null, []), ct);
        foreach (var tile in (string[])["0/0/0", "-1/0/0", "99/0/0", "22/4194303/4194303", "31/2147483647/2147483647", "0/1/1", "2147483648/0/0"])
            await AskAsync("GET /space/tiles", tile, new Request("GET", $"/space/tiles/{new string('0', 64)}/{tile}.mvt", null, null, null, []), ct, api: false);
        return FormattableString.Invariant($", {Geometries.Corpus.Count} geometries, {calls.Length} operations");
    }

    private async Task<string> PagesAsync(int times, CancellationToken ct)
    {
        var (forms, pages) = (0, 0);
        var readers = new List<Pages>();
        foreach (var who in (string[])["ent01", "fgw", "fgw.head", "zrzy.head", "czj", "jcs.head", "admin", "auditor"])
        {
            if (_lost.ContainsKey(who))
                continue;
            var reader = await Pages.SignInAsync(_wire!, who, Password, _judge, ct);
            await reader.WalkAsync(250, ct);
            readers.Add(reader);
            pages += reader.Visited.Count;
            forms += reader.Forms.Count;
        }
        await Parallel.ForEachAsync(readers, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = ct }, async (reader, stop) =>
        {
            var foreign = readers.First(r => r != reader).Forms.SelectMany(f => f.Fields).FirstOrDefault(f => f.Key is Form.Token).Value ?? "";
            var random = Seeded(0, reader.Who);
            foreach (var form in reader.Forms)
                await reader.WithoutTokenAsync(form, foreign, stop);
            // Addresses of pages with a part or a query that nobody links to.
            foreach (var path in reader.Visited)
            {
                var parts = path.Split('?');
                var segments = parts[0].Split('/');
                for (var i = 0; i < times; i++)
                {
                    var bent = segments.ToArray();
                    bent[random.Next(1, segments.Length)] = Values.Part(random);
                    await reader.GetAsync(string.Join('/', bent) is ['/', not '/', ..] odd ? odd : "/x", stop);
                    if (parts.Length > 1)
                        await reader.GetAsync(parts[0] + "?" + string.Join('&', parts[1].Split('&').Select(q => random.Next(2) == 0 ? q : q.Split('=')[0] + "=" + Values.Part(random))), stop);
                    else
                        await reader.GetAsync($"{parts[0]}?{((string[])["q", "tab", "after", "status", "month", "year", "from", "to", "division", "project", "view", "returnUrl"])[random.Next(12)]}={Values.Part(random)}", stop);
                }
            }
            foreach (var form in reader.Forms)
                await reader.SpoiltAsync(form, 3 * times, random, stop);
        });
        return FormattableString.Invariant($", {pages} pages, {forms} forms");
    }

    private async Task<string> WireAsync(CancellationToken ct)
    {
        var smuggling = new Smuggling(_server!.Address, _judge);
        await smuggling.RunAsync(ct);
        var (slowest, cut) = await smuggling.SlowAsync(300, TimeSpan.FromSeconds(40), ct);
        return FormattableString.Invariant($", {smuggling.Sent} over bare sockets; beside 300 callers who drip for 40 s ({cut} cut off) the slowest answer to others took {slowest:0} ms");
    }

    private async Task AskAsync(string kind, string sent, Request request, CancellationToken ct, bool api = true)
    {
        var answer = await _wire!.SendAsync(request, ct);
        // A kind that is slow is told a few times and not for every file.
        if (_judge.Look(kind, sent, answer, api) && _slow.AddOrUpdate(kind, 1, (_, c) => c + 1) <= 20)
            await AloneAsync(kind, sent, request, api, ct);
    }

    // One at a time. What the server's threads waited because other programs had the processors is the machine's and not the server's.
    private async Task AloneAsync(string kind, string sent, Request request, bool api, CancellationToken ct)
    {
        await _alone.WaitAsync(ct);
        try
        {
            Answer? best = null;
            for (var i = 0; i < 3 && (best is null || best.Took > Judge.TooSlow); i++)
            {
                await Task.Delay(200 * i, ct);
                var before = _server!.Processor();
                var again = await _wire!.SendAsync(request, ct);
                var after = _server.Processor();
                var (used, own) = (after.Used - before.Used, again.Took - (after.Waited - before.Waited));
                again = again with { Took = TimeSpan.FromTicks(Math.Min(again.Took.Ticks, Math.Max(used.Ticks, own.Ticks))) };
                best = best is null || again.Took < best.Took ? again : best;
            }
            _judge.Look(kind, sent, best!, api, alone: true);
        }
        finally
        {
            _alone.Release();
        }
    }

    private string? WhoFor(Operation operation, Random random, bool always = false)
    {
        if (!always && random.Next(12) == 0)
            return null;
        var welcome = random.Next(10) < 7 || always ? People.Where(w => Lets(operation, w)).ToList() : [];
        return welcome.Count > 0 ? welcome[random.Next(welcome.Count)] : People[random.Next(People.Length)];
    }

    private bool Lets(Operation operation, string who) => !_lets.TryGetValue(operation.Id, out var known) || !known.TryGetValue(who, out var lets) || lets;

    private void Note(Operation operation, string who, Answer answer)
    {
        if (answer.Status is > 0 and not 429)
            _lets.GetOrAdd(operation.Id, _ => new(StringComparer.Ordinal)).AddOrUpdate(who, answer.Status is not (401 or 403), (_, before) => before || answer.Status is not (401 or 403));
    }

    private async Task<string> TokenAsync(string who, CancellationToken ct)
    {
        if (_tokens.TryGetValue(who, out var known))
            return known;
        var answer = await _wire!.SendAsync(new Request("POST", "/api/v1/tokens", null, JsonSerializer.SerializeToUtf8Bytes(new { userName = who, password = Password }), "application/json", []), ct);
        // Whoever has registered a second enterprise meanwhile goes on for the first.
        if (answer.Status == 422 && JsonNode.Parse(answer.Text)?["capacities"]?[0] is { } first)
            answer = await _wire!.SendAsync(new Request("POST", "/api/v1/tokens", null, JsonSerializer.SerializeToUtf8Bytes(new { userName = who, password = Password, post = (string?)first["post"], enterprise = (string?)first["enterprise"] }), "application/json", []), ct);
        if (answer.Status != 200)
        {
            // Locked, reset or erased by what was sent before; the others go on, unless it is most of them.
            if (!Spare.Contains(who) && _lost.TryAdd(who, true) && _lost.Count > People.Length / 3)
                _judge.Wrong("too many callers cannot sign in any more", string.Join(' ', _lost.Keys), $"{answer.Status} {answer.Text}");
            return _tokens[who] = "no-such-token";
        }
        return _tokens[who] = (string?)JsonNode.Parse(answer.Text)?["token"] ?? throw new InvalidOperationException(answer.Text);
    }

    private async Task<string> DescriptionAsync(CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = _server!.Address };
        return await client.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative), ct);
    }

    // The same in every run, which the hash codes of texts are not.
    private Random Seeded(int number, string text = "")
    {
        var mixed = unchecked((uint)seed * 2_654_435_761u ^ (uint)number * 2_246_822_519u);
        foreach (var c in text)
            mixed = unchecked((mixed ^ c) * 16_777_619u);
        return new Random(unchecked((int)(mixed ^ (mixed >> 15))));
    }
}
