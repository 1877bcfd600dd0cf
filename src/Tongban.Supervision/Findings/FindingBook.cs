using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Contracts;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Lists.Contracts;
using Tongban.Supervision.Rules;

namespace Tongban.Supervision.Findings;

/// <summary>What the rules said of one project, read from its first act to its last.</summary>
internal sealed record WholeReading(CaseTrack Track, CaseFold Fold, long Sequence);

/// <summary>What a comparison with a reading from zero showed.</summary>
/// <param name="Chains">Projects that were read.</param>
/// <param name="Entries">Acts that were read.</param>
/// <param name="Digest">SHA-256 over everything that was found, by key.</param>
/// <param name="StoredDigest">The same over what had been kept.</param>
/// <param name="Differences">Projects in which the two differ.</param>
internal sealed record Recomputed(int Chains, long Entries, int Findings, int Measures, string Digest, string StoredDigest, IReadOnlyList<string> Differences, bool Repaired);

/// <summary>Keeps findings, running clocks and measures: reads every project's acts on behind the ledger, and looks at the days that pass.</summary>
/// <remarks>An act that is told twice is recognised by its number in its chain. Each project has one row that says how far it was read; whoever loses a race for it reads again.</remarks>
internal sealed class FindingBook(TongbanDb db, IFlowRules flows, IPowerRegister powers, IListRegister lists, SupervisionOffice office, Calendars calendars, CityClock clock, IServiceScopeFactory scopes) : IActHandler
{
    private const int Batch = 200, TellWithin = 7;
    private static readonly TimeSpan History = TimeSpan.FromHours(1);

    public string Name => "supervision.rules";

    /// <summary>Acts on which a rule or a figure looks.</summary>
    public IReadOnlySet<string> Acts { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "projects.declared", "projects.changed", "projects.change-decided", "projects.withdrawn", "projects.invalidated", "projects.lapsed", "supervision.fee-reported",
        "approvals.stage-opened", "approvals.item-started-early", "approvals.stage-submitted", "approvals.pre-check-opinion-given", "approvals.correction-requested", "approvals.correction-answered", "approvals.later-demand-blocked",
        "approvals.stage-accepted", "approvals.stage-not-accepted", "approvals.filing-not-accepted", "approvals.items-opened", "approvals.item-taken", "approvals.special-procedure-requested", "approvals.special-procedure-begun",
        "approvals.special-procedure-ended", "approvals.extension-requested", "approvals.limit-extended", "approvals.request-rejected", "approvals.item-forwarded", "approvals.item-decided", "approvals.result-issued",
        "approvals.item-returned", "approvals.limit-recomputed", "approvals.facts-answered", "approvals.site-facts-followed", "approvals.fact-corrected", "approvals.case-moved", "approvals.early-start-ended", "approvals.stage-withdrawn",
        "approvals.stage-ended-with-project", "approvals.stage-concluded", "approvals.stage-reopened", "approvals.joint-visit-arranged", "approvals.joint-finding-given", "approvals.joint-opinion-issued", "approvals.certificate-made",
        "approvals.certificate-served", "approvals.certificate-voided", "approvals.certificate-ended", "approvals.holder-request-answered", "approvals.commitment-check-opened", "approvals.commitment-checked",
        "approvals.hearing-right-announced", "approvals.hearing-requested", "approvals.hearing-noticed", "approvals.hearing-held", "approvals.supervision-duty-made", "approvals.supervision-checked", "approvals.case-rated",
    };

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!entry.Matter.StartsWith("project:", StringComparison.Ordinal))
            return;
        // What is read long after it happened (a first start, a machine that was off) is looked at as of today; nothing older can still come.
        await ReadOnAsync(entry.Matter, entry.Sequence, clock.Now - entry.RecordedAt > History ? clock.Today : null, ct);
    }

    /// <summary>Looks at the days that have passed in every project in which one matters.</summary>
    /// <returns>How many projects were looked at.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var today = clock.Today;
        var done = 0;
        while (true)
        {
            var chains = await db.Set<CaseWatch>().AsNoTracking().Where(w => w.NextOn <= today).OrderBy(w => w.NextOn).ThenBy(w => w.Id).Select(w => w.Chain).Take(Batch).ToListAsync(ct);
            if (chains.Count == 0)
                return done;
            foreach (var chain in chains)
            {
                using var scope = scopes.CreateScope();
                await scope.ServiceProvider.GetRequiredService<FindingBook>().ReadOnAsync(chain, 0, today, ct);
            }
            done += chains.Count;
        }
    }

    /// <summary>Reads one project on and looks at the days through today.</summary>
    public Task CatchUpAsync(string chain, CancellationToken ct) => ReadOnAsync(chain, 0, clock.Today, ct);

    /// <summary>Reads every project from its first act again and compares what the rules say with what was kept.</summary>
    /// <param name="repair">Puts what the reading says in the place of what differs; cards and dismissals stay.</param>
    public async Task<Recomputed> RecomputeAsync(bool repair, CancellationToken ct)
    {
        var (entries, findings, measures) = (0L, 0, 0);
        List<string> said = [], stored = [], differences = [];
        var after = "";
        while (true)
        {
            var watches = await db.Set<CaseWatch>().AsNoTracking().Where(w => string.Compare(w.Chain, after) > 0).OrderBy(w => w.Chain).Take(Batch).Select(w => new { w.Chain, w.Sequence, w.LookedOn }).ToListAsync(ct);
            if (watches.Count == 0)
                break;
            foreach (var watch in watches)
            {
                // As far as it was read, so that acts that came in the meantime are no difference.
                var whole = await WholeAsync(watch.Chain, watch.Sequence, watch.LookedOn, ct);
                var project = ProjectOf(watch.Chain);
                var news = Lines(Apply(whole.Fold, whole.Track, project, []), whole.Fold.Measured.Select(m => Of(m, whole.Track, project)));
                var olds = Lines(await db.Set<Finding>().AsNoTracking().Where(f => f.ProjectId == project).ToListAsync(ct), await db.Set<SupervisionMeasure>().AsNoTracking().Where(m => m.ProjectId == project).ToListAsync(ct));
                said.AddRange(news);
                stored.AddRange(olds);
                entries += whole.Sequence;
                findings += whole.Fold.Made.Count;
                measures += whole.Fold.Measured.Count;
                if (!news.SequenceEqual(olds, StringComparer.Ordinal))
                {
                    differences.Add(watch.Chain);
                    if (repair)
                    {
                        using var scope = scopes.CreateScope();
                        await scope.ServiceProvider.GetRequiredService<FindingBook>().RepairAsync(watch.Chain, ct);
                    }
                }
            }
            after = watches[^1].Chain;
        }
        said.Sort(StringComparer.Ordinal);
        stored.Sort(StringComparer.Ordinal);
        var chains = await db.Set<CaseWatch>().CountAsync(ct);
        return new(chains, entries, findings, measures, Sha256.Of(string.Join('\n', said)), Sha256.Of(string.Join('\n', stored)), differences, repair && differences.Count > 0);
    }

    /// <summary>A project read from zero, as far as the given entry.</summary>
    public async Task<WholeReading> WholeAsync(string chain, long through, DateOnly lookedOn, CancellationToken ct)
    {
        var track = new CaseTrack();
        var fold = new CaseFold(chain, track, Sources());
        var read = 0L;
        await foreach (var entry in db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Matter == chain && e.Sequence <= through).OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(ct))
        {
            fold.Apply(Happening.Of(entry));
            read = entry.Sequence;
        }
        fold.LookAt(lookedOn);
        return new(track, fold, read);
    }

    /// <param name="seen">An act with this number is to be read; without news nothing is done.</param>
    /// <param name="today">Days through this one are looked at.</param>
    private async Task ReadOnAsync(string chain, long seen, DateOnly? today, CancellationToken ct)
    {
        var key = CaseWatch.KeyOf(chain);
        var read = await db.ActAsync($"supervise {chain}", new Caller { Actor = Actor.System }, async () =>
        {
            var watch = await db.Set<CaseWatch>().SingleOrDefaultAsync(w => w.Id == key, ct);
            if (watch is not null && watch.Sequence >= seen && (seen > 0 || watch.LookedOn >= today))
                return (Result<bool>)false; // told twice
            if (watch is null)
                db.Add(watch = CaseWatch.Begin(chain));
            var from = watch.Sequence;
            var entries = await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Matter == chain && e.Sequence > from).OrderBy(e => e.Sequence).ToListAsync(ct);
            var track = watch.Remembered.Length == 0 ? new CaseTrack() : JsonSerializer.Deserialize<CaseTrack>(watch.Remembered, Json)!;
            var fold = new CaseFold(chain, track, Sources());
            foreach (var entry in entries)
                fold.Apply(Happening.Of(entry));
            if (today is { } day)
                fold.LookAt(day);
            await KeepAsync(chain, fold, track, ct);
            watch.Went(entries.Count == 0 ? from : entries[^1].Sequence, JsonSerializer.Serialize(track, Json), track.LookedOn ?? clock.Today, fold.NextOn);
            return true;
        }, ct);
        if (read.Error is { } refusal)
            throw new InvalidOperationException(refusal.Text.En);
    }

    private async Task KeepAsync(string chain, CaseFold fold, CaseTrack track, CancellationToken ct)
    {
        var project = ProjectOf(chain);
        var clocks = (await db.Set<RunningClock>().Where(c => c.ProjectId == project).ToListAsync(ct)).ToDictionary(c => c.Id);
        foreach (var runs in fold.Running())
        {
            var now = Of(runs, track, project);
            if (clocks.Remove(now.Id, out var before))
                db.Entry(before).CurrentValues.SetValues(now);
            else
                db.Add(now);
        }
        db.RemoveRange(clocks.Values);
        if (fold.Made.Count + fold.Settled.Count > 0)
        {
            var ids = fold.Made.Select(m => m.Id).Concat(fold.Settled.Select(s => s.Id)).ToHashSet();
            var known = (await db.Set<Finding>().Where(f => f.ProjectId == project).ToListAsync(ct)).Where(f => ids.Contains(f.Id)).ToList();
            foreach (var made in Apply(fold, track, project, known).Except(known))
            {
                db.Add(made);
                Tell(made);
            }
        }
        if (fold.Measured.Count > 0)
        {
            var known = (await db.Set<SupervisionMeasure>().Where(m => m.ProjectId == project).Select(m => m.Id).ToListAsync(ct)).ToHashSet();
            foreach (var measure in fold.Measured.Where(m => !known.Contains(m.Id)))
                db.Add(Of(measure, track, project));
        }
    }

    // What is long past is history and nobody's news.
    private void Tell(Finding finding)
    {
        if (finding.FoundOn < clock.Today.AddDays(-TellWithin) || finding.Organ.Length == 0)
            return;
        var rule = RuleBook.Of(finding.Rule);
        // What is about the government itself goes to the audit bureau without anybody's doing.
        foreach (var organ in finding.Organ == office.Key && office.Outside is { } outside ? (string[])[finding.Organ, outside] : [finding.Organ])
        {
            db.Notify(Notice.To(Notice.Organ(organ), $"supervision-finding:{finding.Id}",
                ($"电子监察：{rule.Name.Zh}（{finding.ProjectCode}）", $"Supervision: {rule.Name.En} ({finding.ProjectCode})"), $"/supervision/findings/{finding.Id}", clock.Now));
        }
    }

    private async Task RepairAsync(string chain, CancellationToken ct)
    {
        var (key, project) = (CaseWatch.KeyOf(chain), ProjectOf(chain));
        var repaired = await db.ActAsync($"supervise anew {chain}", new Caller { Actor = Actor.System }, async () =>
        {
            var watch = await db.Set<CaseWatch>().SingleAsync(w => w.Id == key, ct);
            var whole = await WholeAsync(chain, watch.Sequence, watch.LookedOn, ct);
            var findings = (await db.Set<Finding>().Where(f => f.ProjectId == project).ToListAsync(ct)).ToDictionary(f => f.Id);
            foreach (var now in Apply(whole.Fold, whole.Track, project, []))
            {
                if (findings.Remove(now.Id, out var before))
                {
                    (now.CardId, now.Dismissed) = (before.CardId, before.Dismissed);
                    db.Entry(before).CurrentValues.SetValues(now);
                }
                else
                {
                    db.Add(now);
                }
            }
            // A card keeps its finding: what people decided on stays to be read.
            db.RemoveRange(findings.Values.Where(f => f.CardId is null));
            var measures = (await db.Set<SupervisionMeasure>().Where(m => m.ProjectId == project).ToListAsync(ct)).ToDictionary(m => m.Id);
            foreach (var measure in whole.Fold.Measured.Select(m => Of(m, whole.Track, project)))
            {
                if (measures.Remove(measure.Id, out var before))
                    db.Entry(before).CurrentValues.SetValues(measure);
                else
                    db.Add(measure);
            }
            db.RemoveRange(measures.Values);
            watch.Went(watch.Sequence, JsonSerializer.Serialize(whole.Track, Json), whole.Track.LookedOn ?? watch.LookedOn, whole.Fold.NextOn);
            return (Result<bool>)true;
        }, ct);
        if (repaired.Error is { } refusal)
            throw new InvalidOperationException(refusal.Text.En);
    }

    private RuleSources Sources() => new(flows.Find, calendars.Current, (organ, item, on) => item.Length == 0 || powers.Find(organ, item, on).Power is not null, IsListed);

    private bool IsListed(string organ, string? entry, string fee, DateOnly on) =>
        lists.InForce(ListKind.Supervision, on).Any(e => (entry is null ? e.Content.Organ == organ : e.Code == entry) && e.Content.Fees.Any(f => f.Name == fee))
        || (entry is null && lists.InForce(ListKind.Power, on).Any(e => e.Content.Organ == organ && e.Content.Fees.Any(f => f.Name == fee)));

    private static List<Finding> Apply(CaseFold fold, CaseTrack track, Guid project, IReadOnlyList<Finding> known)
    {
        var all = known.ToDictionary(f => f.Id);
        foreach (var made in fold.Made)
            all.TryAdd(made.Id, Of(made, track, project));
        foreach (var settled in fold.Settled)
        {
            if (all.TryGetValue(settled.Id, out var finding))
                (finding.SettledOn, finding.DaysOver, finding.SettledZh, finding.SettledEn) = (settled.On, settled.Days, settled.Text.Zh, settled.Text.En);
        }
        return [.. all.Values];
    }

    private static List<string> Lines(IEnumerable<Finding> findings, IEnumerable<SupervisionMeasure> measures) =>
        [.. findings.Select(f => f.Said).Concat(measures.Select(m => m.Said)).Order(StringComparer.Ordinal)];

    private static Finding Of(Made made, CaseTrack track, Guid project) => new()
    {
        Id = made.Id, Rule = made.Rule, Level = made.Level, FoundOn = made.On, ProjectId = project, ProjectCode = track.Code, StageCaseId = made.Stage, Stage = made.StageNo, Item = made.Item,
        Organ = made.Organ, Division = DivisionOf(made.Organ, track), Officer = made.Officer, Entry = made.Entry, TextZh = made.Text.Zh, TextEn = made.Text.En,
    };

    private static RunningClock Of(Runs runs, CaseTrack track, Guid project) => new()
    {
        Id = runs.Id, ProjectId = project, ProjectCode = track.Code, StageCaseId = runs.Stage, Stage = runs.StageNo, Item = runs.Item ?? "", Organ = runs.Organ, Division = DivisionOf(runs.Organ, track), Officer = runs.Officer,
        DueOn = runs.DueOn, YellowFrom = runs.YellowFrom, LawDueOn = runs.LawDueOn, PausedSince = runs.PausedSince, PlannedTo = runs.PlannedTo, PauseType = runs.PauseType, Returned = runs.Returned,
    };

    private static SupervisionMeasure Of(Measured m, CaseTrack track, Guid project) => new()
    {
        Id = m.Id, Kind = m.Kind, CountsOn = m.On, Month = (m.On.Year * 100) + m.On.Month, ProjectId = project, ProjectCode = track.Code, StageCaseId = m.Stage, Stage = m.StageNo, Item = m.Item, Organ = m.Organ,
        Division = DivisionOf(m.Organ, track), Officer = m.Officer, Days = m.Days, Promised = m.Promised, InTime = m.InTime, Detail = m.Detail,
    };

    private static string DivisionOf(string organ, CaseTrack track) => organ.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? organ[(at + 1)..] : track.Division;

    private static Guid ProjectOf(string chain) => Guid.TryParse(chain.AsSpan(chain.IndexOf(':', StringComparison.Ordinal) + 1), out var id) ? id : Guid.Empty;

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault };
}

/// <summary>Every hour (domain 04 § 4.1); the first of a day comes after Approvals has swept its own limits, so that what the law did at midnight stands in the ledger.</summary>
internal sealed class SupervisionSweepJob(FindingBook book) : IScheduledJob
{
    public string Name => "supervision.sweep";

    public string Cron => "0 55 * * * ?";

    public Task RunAsync(CancellationToken ct) => book.SweepAsync(ct);
}
