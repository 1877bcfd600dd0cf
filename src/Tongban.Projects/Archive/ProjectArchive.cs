using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Projects.Archive;

/// <inheritdoc cref="IProjectArchive"/>
internal sealed class ProjectArchive(TongbanDb db, CityClock clock) : IProjectArchive
{
    public async Task<Result<Guid>> AddAsync(ArchiveEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var adding = db.Set<ArchiveDocument>().Local.Where(d => d.ProjectId == entry.ProjectId).ToList();
        var place = db.Set<ArchiveDocument>().AsNoTracking().Where(d => d.ProjectId == entry.ProjectId);
        if (adding.Find(d => SamePlace(d, entry) && d.Digest == entry.Digest)?.Id is { } here)
            return here;
        var already = await place.Where(d => d.Digest == entry.Digest && d.Kind == entry.Kind && d.Stage == entry.Stage && d.ItemCode == entry.ItemCode
            && d.Number == entry.Number && d.NameZh == entry.Name.Zh).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(ct);
        if (already is { } kept)
            return kept;

        // Editions count within a number; papers without one stand each for itself.
        var last = entry.Number is null ? 0 : Math.Max(
            await place.Where(d => d.Number == entry.Number).MaxAsync(d => (int?)d.Edition, ct) ?? 0,
            adding.Where(d => d.Number == entry.Number).Select(d => d.Edition).DefaultIfEmpty().Max());
        if (!ArchiveDocument.Archive(entry, last, clock.Now).TryGet(out var document, out var refusal))
            return refusal;
        db.Add(document);
        return document.Id;
    }

    public void Add(ArchiveEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!ArchiveDocument.Archive(entry, 0, clock.Now).TryGet(out var document, out var refusal))
            throw new ArgumentException($"{refusal.Code}: {refusal.Text.En}", nameof(entry));
        db.Add(document);
    }

    public async Task<IReadOnlyList<ArchiveEntry>> ListAsync(Guid projectId, ArchiveAudience audience, CancellationToken ct) =>
        [.. (await Readable(audience).Where(d => d.ProjectId == projectId).OrderByDescending(d => d.ArchivedAt).ThenByDescending(d => d.Id).ToListAsync(ct)).Select(d => d.ToEntry())];

    public async Task<ArchiveEntry?> FindAsync(Guid projectId, Guid id, ArchiveAudience audience, CancellationToken ct) =>
        (await Readable(audience).SingleOrDefaultAsync(d => d.ProjectId == projectId && d.Id == id, ct))?.ToEntry();

    private IQueryable<ArchiveDocument> Readable(ArchiveAudience audience)
    {
        ArchiveAudience[] open = audience switch
        {
            ArchiveAudience.Organs => [ArchiveAudience.Organs, ArchiveAudience.Applicant, ArchiveAudience.Public],
            ArchiveAudience.Applicant => [ArchiveAudience.Applicant, ArchiveAudience.Public],
            _ => [ArchiveAudience.Public],
        };
        return db.Set<ArchiveDocument>().AsNoTracking().Where(d => open.Contains(d.Audience));
    }

    private static bool SamePlace(ArchiveDocument d, ArchiveEntry e) =>
        d.Kind == e.Kind && d.Stage == e.Stage && d.ItemCode == e.ItemCode && d.Number == e.Number && d.NameZh == e.Name.Zh;
}
