using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;

namespace Tongban.Space.Checks;

/// <inheritdoc cref="ISiteCheckRegister"/>
internal sealed class CheckRegister(TongbanDb db, ILayers layers, ISiteChecks checks) : ISiteCheckRegister
{
    private static readonly Expression<Func<StoredCheck, CheckSummary>> Summary = c =>
        new CheckSummary(c.Id, c.Subject, c.Title, c.CheckedAt, c.SiteDigest, c.SetDigest, c.FindingsDigest, c.Class, c.IsComplete, c.Findings);

    public async Task<SiteLook?> LookAsync(Site site, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(site);
        var set = await layers.CurrentAsync(null, ct);
        return set.Versions.Count == 0 ? null : new(site, set, await checks.CheckAsync(site, set, ct));
    }

    public Guid Keep(Site site, CheckResult result, PinnedSet set, string subject, string title, Actor by)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentNullException.ThrowIfNull(title);
        var check = StoredCheck.Of(site, result, title.Length > StoredCheck.TitleLength ? title[..StoredCheck.TitleLength] : title, by, set.At, subject);
        db.Add(check);
        return check.Id;
    }

    // Ids carry the moment of the check, so that the newest is the last by key.
    public Task<CheckSummary?> LatestAsync(string subject, CancellationToken ct) =>
        db.Set<StoredCheck>().AsNoTracking().Where(c => c.Subject == subject).OrderByDescending(c => c.Id).Select(Summary).FirstOrDefaultAsync(ct);

    public async Task<IReadOnlyDictionary<string, CheckSummary>> LatestAsync(IReadOnlyCollection<string> subjects, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        if (subjects.Count == 0)
            return new Dictionary<string, CheckSummary>();
        // A subject has a handful of checks; not every database knows the greatest of several keys.
        var keys = await db.Set<StoredCheck>().AsNoTracking().Where(c => c.Subject != null && subjects.Contains(c.Subject)).Select(c => new { c.Subject, c.Id }).ToListAsync(ct);
        var newest = keys.GroupBy(k => k.Subject, StringComparer.Ordinal).Select(g => g.Max(k => k.Id)).ToList();
        return await db.Set<StoredCheck>().AsNoTracking().Where(c => newest.Contains(c.Id)).Select(Summary).ToDictionaryAsync(c => c.Subject!, StringComparer.Ordinal, ct);
    }

    public async Task<IReadOnlyDictionary<string, CheckLine>> LatestLinesAsync(IReadOnlyCollection<string> subjects, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        if (subjects.Count == 0)
            return new Dictionary<string, CheckLine>();
        var lines = await db.Set<StoredCheck>().AsNoTracking().Where(c => c.Subject != null && subjects.Contains(c.Subject)).Select(c => new { c.Subject, Line = new CheckLine(c.Id, c.CheckedAt, c.SiteDigest, c.Class, c.IsComplete) }).ToListAsync(ct);
        return lines.GroupBy(l => l.Subject!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(l => l.Line.Id)!.Line, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<CheckLine>> HistoryAsync(string subject, int count, CancellationToken ct) =>
        await db.Set<StoredCheck>().AsNoTracking().Where(c => c.Subject == subject).OrderByDescending(c => c.Id).Take(count).Select(c => new CheckLine(c.Id, c.CheckedAt, c.SiteDigest, c.Class, c.IsComplete)).ToListAsync(ct);

    public Task<CheckSummary?> FindAsync(Guid id, CancellationToken ct) => db.Set<StoredCheck>().AsNoTracking().Where(c => c.Id == id).Select(Summary).SingleOrDefaultAsync(ct);
}
