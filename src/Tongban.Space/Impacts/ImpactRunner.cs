using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;
using Tongban.Space.Layers;
using Tongban.Space.Work;

namespace Tongban.Space.Impacts;

/// <summary>Hears that a layer changed and has the subjects looked at again; the looking itself waits for nobody here.</summary>
internal sealed class ImpactOfLayerChange(TongbanDb db, CityClock clock, WorkSignal<ImpactRunner> signal) : IActHandler
{
    public string Name => "space.layer-impacts";

    public IReadOnlySet<string> Acts { get; } = new HashSet<string>(["space.layer-published", "space.layer-retired"], StringComparer.Ordinal);

    public async Task HandleAsync(LedgerEntry entry, CancellationToken ct)
    {
        using var payload = System.Text.Json.JsonDocument.Parse(entry.Payload);
        var version = payload.RootElement.GetProperty("version").GetGuid();
        var (layer, number) = (payload.RootElement.GetProperty("layer").GetString()!, payload.RootElement.GetProperty("number").GetInt32());
        var cause = entry.Act == "space.layer-published" ? ImpactCause.Publication : ImpactCause.Retirement;
        await db.ActAsync(new { entry.Id }, new Caller { Actor = Actor.System }, async () =>
        {
            // Told twice: it is under way or done already.
            if (await db.Set<LayerImpact>().AnyAsync(i => i.LayerVersionId == version && i.Cause == cause, ct))
                return (Result<bool>)true;
            var impact = LayerImpact.Begin(version, layer, number, cause, clock.Now);
            foreach (var waiting in await db.Set<LayerImpact>().Where(i => i.EndedAt == null && i.Layer == layer && i.Attempts == 0).ToListAsync(ct))
                waiting.GiveWayTo(impact, clock.Now);
            db.Add(impact);
            return true;
        }, ct);
        signal.Raise();
    }
}

/// <summary>Holds subjects against the set of versions as it is after a layer's change, some at a time. A check is stored only where the answer is another one, not where merely the version's number is.</summary>
internal sealed class ImpactRunner(
    TongbanDb db, CurrentLayers layers, ISiteChecks checks, ISiteCheckRegister register, IEnumerable<ISiteSource> sources, LayerDirectory directory, CityClock clock) : IWaitingWork
{
    private const int Chunk = 50;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly Caller Platform = new() { Actor = Actor.System };

    public async Task RunAsync(bool alone, CancellationToken ct)
    {
        while (await NextAsync(alone, ct) is { } next)
        {
            await WorkAsync(next.Id, next.Attempt, ct);
            alone = false;
        }
    }

    private async Task<(Guid Id, int Attempt)?> NextAsync(bool alone, CancellationToken ct)
    {
        var now = alone ? DateTimeOffset.MaxValue : clock.Now;
        var waiting = await db.Set<LayerImpact>().AsNoTracking().Where(i => i.EndedAt == null && (i.LeaseUntil == null || alone || i.LeaseUntil <= now)).OrderBy(i => i.BegunAt).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(ct);
        if (waiting is not { } id)
            return null;
        var set = await layers.CurrentAsync(null, ct);
        var attempt = 0;
        return await ActAsync(id, impact =>
        {
            var claimed = impact.Claim(set, now, clock.Now + Lease);
            attempt = impact.Attempts;
            return claimed;
        }, ct) ? (id, attempt) : null;
    }

    private async Task WorkAsync(Guid id, int attempt, CancellationToken ct)
    {
        var impact = await db.Set<LayerImpact>().AsNoTracking().SingleAsync(i => i.Id == id, ct);
        var set = impact.Cause is ImpactCause.Preview ? await layers.WithDraftAsync(impact.Versions, impact.LayerVersionId, ct) : await layers.OfAsync(impact.Versions, ct);
        // A draft that was published or thrown away meanwhile: nobody asks any more.
        if (set is not null)
        {
            foreach (var source in sources.OrderBy(s => s.Kind, StringComparer.Ordinal))
            {
                var order = impact.Kind is null ? 1 : string.CompareOrdinal(source.Kind, impact.Kind);
                if (order < 0)
                    continue;
                for (var after = order == 0 ? impact.After : null; ;)
                {
                    var some = await source.PageAsync(after, Chunk, ct);
                    if (some.Count > 0 && !await StoreAsync(impact, attempt, source.Kind, some, set, ct))
                        return;
                    if (some.Count < Chunk)
                        break;
                    after = some[^1].Subject;
                }
            }
        }
        await FinishAsync(id, attempt, ct);
    }

    private async Task<bool> StoreAsync(LayerImpact impact, int attempt, string kind, IReadOnlyList<SubjectSite> sites, PinnedSet set, CancellationToken ct)
    {
        var known = await register.LatestAsync([.. sites.Select(s => s.Subject)], ct);
        List<(SubjectSite Subject, Site Site, CheckSummary Before, CheckResult Now)> changed = [];
        var looked = 0;
        foreach (var subject in sites)
        {
            // One that was checked since then rests on this set or on a later one, whose own change looks after it.
            if (!known.TryGetValue(subject.Subject, out var before) || before.SetDigest == set.Digest || before.CheckedAt > impact.BegunAt)
                continue;
            looked++;
            // A record that cannot be read is its room's trouble and must not keep the others waiting.
            if (!Site.FromGeoJson(subject.Site, "site").TryGet(out var reading, out _))
                continue;
            var site = reading.Site;
            var now = await checks.CheckAsync(site, set, ct);
            if (Essence(before.Layers) != Essence(now.Layers))
                changed.Add((subject, site, before, now));
        }
        var stored = await db.ActAsync(new { impact.Id, attempt, kind, after = sites[^1].Subject }, Platform, async () =>
        {
            if (await db.Set<LayerImpact>().SingleOrDefaultAsync(i => i.Id == impact.Id, ct) is not { } current || !current.Advance(attempt, kind, sites[^1].Subject, looked, changed.Count, clock.Now + Lease))
                return (Result<bool>)ImpactErrors.Gone();
            foreach (var (subject, site, before, now) in changed)
            {
                Guid? after = null;
                if (impact.Cause is not ImpactCause.Preview)
                {
                    after = register.Keep(site, now, set, subject.Subject, subject.Title, Actor.System);
                    db.Record($"site-check:{after}", new SubjectCheckChanged(subject.Subject, before.Id, after.Value, before.Class, now.Class));
                    if (subject.Enterprise is { } owner)
                    {
                        db.Notify(Notice.To(Notice.Enterprise(owner), $"site-check-changed:{after}", new Words("图层 {0} 变更后，“{1}”的用地核对结果改变：{2} → {3}。", "With a change of layer {0} the answer about the site of '{1}' is another one: {2} → {3}.")
                            .With(impact.Layer, Model.SpaceErrors.Quote(subject.Title), before.Class ?? "–", now.Class ?? "–"), $"/space/checks/{after}", clock.Now));
                    }
                }
                db.Add(ImpactRow.Of(impact.Id, subject, before, after, now.Class, before.Layers.FirstOrDefault(l => l.Code == impact.Layer), now.Layers.FirstOrDefault(l => l.Code == impact.Layer)));
            }
            return true;
        }, ct);
        return stored.Error is null;
    }

    /// <summary>Ends it and tells the organs of the subjects, each once, and the layer's authority.</summary>
    private Task<Result<bool>> FinishAsync(Guid id, int attempt, CancellationToken ct) => db.ActAsync(new { id, attempt, finish = true }, Platform, async () =>
    {
        if (await db.Set<LayerImpact>().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } impact || !impact.Finish(attempt, clock.Now))
            return (Result<bool>)ImpactErrors.Gone();
        if (impact.Cause is ImpactCause.Preview || impact.Changed == 0)
            return true;
        var organs = await db.Set<ImpactRow>().AsNoTracking().Where(r => r.ImpactId == id && r.Organ != null).GroupBy(r => r.Organ!).Select(g => new { Organ = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Organ, g => g.Count, ct);
        if (directory.Catalogue.Find(impact.Layer) is { } layer)
            organs[directory.AuthorityOf(layer)] = impact.Changed;
        foreach (var (organ, count) in organs)
        {
            db.Notify(Notice.To(Notice.Organ(organ), $"layer-impact:{id}", new Words("图层 {0} 第 {1} 版变更后，{2} 个用地的核对结果改变。", "With the change of layer {0} (version {1}) the answers about {2} sites are other ones.")
                .With(impact.Layer, impact.Number, count), $"/space/versions/{impact.LayerVersionId}", clock.Now));
        }
        return true;
    }, ct);

    /// <summary>What a check says, without the versions it rests on. A distance counts only where it decides.</summary>
    internal static string Essence(IReadOnlyList<LayerResult> layers)
    {
        var text = new StringBuilder();
        foreach (var l in layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{l.Code} {l.Verdict} {l.Level} {l.SquareMetres:R} {(l.Verdict is CheckVerdict.Near ? l.NearestMetres : null):R} {l.Reason} {l.EntityCount}\n");
            foreach (var e in l.Entities)
                text.Append(CultureInfo.InvariantCulture, $" {e.Id} {e.Zone} {e.SquareMetres:R}\n");
        }
        return text.ToString();
    }

    private async Task<bool> ActAsync(Guid id, Func<LayerImpact, bool> act, CancellationToken ct) => (await db.ActAsync(id, Platform, async () =>
        await db.Set<LayerImpact>().SingleOrDefaultAsync(i => i.Id == id, ct) is { } impact && act(impact) ? true : (Result<bool>)ImpactErrors.Gone(), ct)).Error is null;
}
