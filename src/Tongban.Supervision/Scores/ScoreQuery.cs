using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Supervision.Cards;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Rules;

namespace Tongban.Supervision.Scores;

/// <summary>The score of one organ in a period.</summary>
internal sealed record OrganScore(string Organ, string NameZh, string NameEn, Score Score)
{
    public string Name => ((Words)(NameZh, NameEn)).ToString();
}

/// <summary>The score of one officer in a period.</summary>
internal sealed record OfficerScore(Guid Officer, string Name, Score Score);

/// <summary>Scores of a period of months. Everything is counted from measures and findings; a finding that was dismissed counts for nothing.</summary>
internal sealed class ScoreQuery(TongbanDb db, Caller caller, SupervisionOffice office, OrganDirectory organs)
{
    /// <param name="from">As 202601.</param>
    public async Task<IReadOnlyList<OrganScore>> OrgansAsync(int from, int to, CancellationToken ct)
    {
        var facts = await FactsAsync(from, to, null, m => m.Organ, ct);
        return [.. facts.Where(f => f.Key.Length > 0 && (office.ReadsAll(caller.Actor) || f.Key == caller.Actor.Organ)).Select(f => new OrganScore(f.Key, organs.NameOf(f.Key).Zh, organs.NameOf(f.Key).En, Scoring.Of(f.Value)))
            .OrderByDescending(s => s.Score.Points ?? -1).ThenBy(s => s.Organ, StringComparer.Ordinal)];
    }

    /// <summary>An organ's officers, for its head; for any other officer only his own.</summary>
    public async Task<Result<IReadOnlyList<OfficerScore>>> OfficersAsync(int from, int to, CancellationToken ct)
    {
        var actor = caller.Actor;
        if (actor.Organ is not { } organ || !actor.Is(Roles.Handler | Roles.Head))
            return SupervisionErrors.NotYourScore();
        var facts = await FactsAsync(from, to, organ, m => m.Officer?.ToString() ?? "", ct);
        var shown = facts.Where(f => Guid.TryParse(f.Key, out var id) && (actor.Is(Roles.Head) || id == actor.PersonId)).Select(f => (Id: Guid.Parse(f.Key), f.Value)).ToList();
        var ids = shown.Select(s => s.Id).ToList();
        var names = await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.DisplayName }).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        return shown.ConvertAll(s => new OfficerScore(s.Id, names.GetValueOrDefault(s.Id, ""), Scoring.Of(s.Value, ofOfficer: true))).OrderByDescending(s => s.Score.Points ?? -1).ToList();
    }

    private async Task<IReadOnlyDictionary<string, ScoreFacts>> FactsAsync(int from, int to, string? organ, Func<Part, string> by, CancellationToken ct)
    {
        var measures = db.Set<SupervisionMeasure>().AsNoTracking().Where(m => m.Month >= from && m.Month <= to);
        var (first, last) = (new DateOnly(from / 100, from % 100, 1), new DateOnly(to / 100, to % 100, 1).AddMonths(1).AddDays(-1));
        var findings = db.Set<Finding>().AsNoTracking().Where(f => f.FoundOn >= first && f.FoundOn <= last && !f.Dismissed);
        if (organ is not null)
            (measures, findings) = (measures.Where(m => m.Organ == organ), findings.Where(f => f.Organ == organ));
        var counted = await measures.GroupBy(m => new { m.Organ, Officer = organ == null ? null : m.Officer, m.Kind, m.Days, m.Promised, m.InTime })
            .Select(g => new { g.Key.Organ, g.Key.Officer, g.Key.Kind, g.Key.Days, g.Key.Promised, g.Key.InTime, Count = g.Count() }).ToListAsync(ct);
        var found = await findings.GroupBy(f => new { f.Organ, Officer = organ == null ? null : f.Officer, f.Rule, f.Level }).Select(g => new { g.Key.Organ, g.Key.Officer, g.Key.Rule, g.Key.Level, Count = g.Count() }).ToListAsync(ct);
        var facts = new Dictionary<string, ScoreFacts>(StringComparer.Ordinal);
        foreach (var c in counted)
        {
            var key = by(new(c.Organ, c.Officer));
            var f = facts.GetValueOrDefault(key) ?? Empty;
            facts[key] = c.Kind switch
            {
                MeasureKind.Closed => f with { Closed = f.Closed + c.Count, InTime = f.InTime + (c.InTime ? c.Count : 0), Speed = f.Speed + (c.Promised == 0 ? 0 : c.Count * Math.Max(0m, 1 - ((decimal)c.Days / c.Promised))) },
                MeasureKind.Accepted => f with { Accepted = f.Accepted + c.Count },
                MeasureKind.Rated => f with { Ratings = f.Ratings + c.Count, Stars = f.Stars + (c.Days * c.Count) },
                _ => f,
            };
        }
        foreach (var c in found)
        {
            var key = by(new(c.Organ, c.Officer));
            var f = facts.GetValueOrDefault(key) ?? Empty;
            f = c.Level is Severity.Yellow ? f with { Yellow = f.Yellow + c.Count } : f with { Red = f.Red + c.Count };
            if (c.Rule == RuleBook.SecondCorrection)
                f = f with { SecondCorrections = f.SecondCorrections + c.Count };
            if (c.Rule == RuleBook.ResultWithoutNumber)
                f = f with { Incomplete = f.Incomplete + c.Count };
            facts[key] = f;
        }
        return facts;
    }

    private static readonly ScoreFacts Empty = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private sealed record Part(string Organ, Guid? Officer);
}
