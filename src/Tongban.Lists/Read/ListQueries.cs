using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Lists.Contracts;
using Tongban.Lists.Model;

namespace Tongban.Lists.Read;

/// <summary>What is asked of a list.</summary>
/// <param name="Text">Part of code, name or legal basis.</param>
/// <param name="State"><c>ended</c>, <c>all</c>; in force or to come when left out.</param>
internal sealed record ListFilter(string? Text, string? Class, string? Department, OrganLevel? Level, string? State = null);

/// <summary>A line of a list.</summary>
internal sealed record ListRow(string Code, string Class, string NameZh, string NameEn, string Organ, OrganLevel Level, string LegalBasis, DateOnly ValidFrom, DateOnly? ValidTo, int Published, bool IsEnded, bool Demonstration)
{
    public Words Name => (NameZh, NameEn.Length == 0 ? NameZh : NameEn);
}

/// <summary>A list as a whole.</summary>
internal sealed record ListSummary(ListKind List, string Name, int Edition, DateTimeOffset? PublishedAt, int Entries, IReadOnlyList<ListClassCount> Classes);

internal sealed record ListClassCount(string Code, string Name, int Entries);

/// <summary>A version of an entry. The organs that prepared it are public, the officers are not.</summary>
internal sealed record ListVersionAnswer(
    int Number, ListVersionState State, ListChangeReason Reason, bool Ends, string? Note, DateOnly ValidFrom, DateOnly? ValidTo, int? Edition, string? Document,
    string? DraftedByOrgan, DateTimeOffset DraftedAt, string? ReviewedByOrgan, DateTimeOffset? ReviewedAt, string? ReviewOpinion, DateTimeOffset? PublishedAt, ListContent Content);

/// <summary>An entry with its versions, newest first.</summary>
internal sealed record ListEntryAnswer(ListKind List, string Code, long Version, int Published, bool IsEnded, bool InForce, DateOnly? LastDay, ListVersionState? Pending, IReadOnlyList<ListVersionAnswer> Versions)
{
    /// <summary>The newest published version that says something; of an ended entry the one before the end.</summary>
    public ListVersionAnswer? Current => Versions.FirstOrDefault(v => v is { State: ListVersionState.Published, Ends: false, Reason: not (ListChangeReason.Suspended or ListChangeReason.Reinstated) });

    /// <summary>A power that may not be used for the time being.</summary>
    public bool Suspended { get; init; }

    public ListVersionAnswer? Open => Versions.FirstOrDefault(v => v.State is not (ListVersionState.Published or ListVersionState.Withdrawn));
}

/// <summary>What happened to an entry between two days.</summary>
internal enum ListDifferenceKind { Added, Cancelled, Delegated, LimitChanged, Changed, Suspended, Reinstated }

internal sealed record ListDifference(ListDifferenceKind Kind, string Code, string Name, IReadOnlyList<FieldDifference> Fields);

/// <summary>A published change.</summary>
internal sealed record ListChange(ListKind List, string Code, string Name, int Number, ListChangeReason Reason, bool Ends, string? Document, DateOnly ValidFrom, int? Edition, DateTimeOffset PublishedAt, string? Note);

/// <summary>Something an officer has to do with an entry.</summary>
internal sealed record ListWork(ListKind List, string Code, string Name, string Organ, ListVersionState State, ListChangeReason Reason, bool Ends, DateTimeOffset DraftedAt, string? DraftedByOrgan, bool Mine);

/// <summary>Reads the three lists; what is published is everyone's.</summary>
internal sealed class ListQueries(TongbanDb db, CityClock clock, Caller caller, ListRegister register, ListClasses classes)
{
    public const int PageSize = 50;

    public async Task<IReadOnlyList<ListSummary>> SummariesAsync(CancellationToken ct)
    {
        var heads = await db.Set<ListHead>().AsNoTracking().ToDictionaryAsync(h => h.List, ct);
        var counts = await db.Set<ListEntry>().Where(e => e.Published > 0 && !e.IsEnded).GroupBy(e => new { e.List, e.Class }).Select(g => new { g.Key.List, g.Key.Class, Count = g.Count() }).ToListAsync(ct);
        return [.. Enum.GetValues<ListKind>().Select(list => new ListSummary(list, ListClasses.Name(list).ToString(), heads.GetValueOrDefault(list)?.Edition ?? 0, heads.GetValueOrDefault(list)?.PublishedAt,
            counts.Where(c => c.List == list).Sum(c => c.Count),
            [.. counts.Where(c => c.List == list).OrderBy(c => c.Class, StringComparer.Ordinal).Select(c => new ListClassCount(c.Class, classes.Name(list, c.Class).ToString(), c.Count))]))];
    }

    public async Task<KeyPage<ListRow>> ListAsync(ListKind list, ListFilter filter, string? after, CancellationToken ct)
    {
        var query = Matching(list, filter);
        if (PageKey.Read<string>(after) is { } key)
            query = query.Where(e => string.Compare(e.Code, key) > 0);
        var rows = await query.OrderBy(e => e.Code).Take(PageSize + 1)
            .Select(e => new ListRow(e.Code, e.Class, e.NameZh, e.NameEn, e.Organ, e.Level, e.LegalBasis, e.ValidFrom, e.ValidTo, e.Published, e.IsEnded, e.Demonstration)).ToListAsync(ct);
        return rows.Count <= PageSize ? new(rows, null) : new(rows[..PageSize], PageKey.Write(rows[PageSize - 1].Code));
    }

    public Task<int> CountAsync(ListKind list, ListFilter filter, CancellationToken ct) => Matching(list, filter).CountAsync(ct);

    /// <summary>Newest published content of every entry that fits, for export.</summary>
    public async Task<IReadOnlyList<ListEntryData>> ExportAsync(ListKind list, ListFilter filter, CancellationToken ct) =>
        await (from e in Matching(list, filter) join v in db.Set<ListVersion>() on new { EntryId = e.Id, Number = e.Published } equals new { v.EntryId, v.Number } where !v.Ends orderby e.Code
               select new ListEntryData(e.Code, v.Content)).AsNoTracking().ToListAsync(ct);

    public async Task<ListEntryAnswer?> FindAsync(ListKind list, string code, CancellationToken ct)
    {
        var entry = await db.Set<ListEntry>().AsNoTracking().Include(e => e.Versions).SingleOrDefaultAsync(e => e.List == list && e.Code == code, ct);
        var sees = caller.Actor.Is(ListPermissions.Work.HeldBy);
        if (entry is null || (entry.Published == 0 && !sees))
            return null;
        var today = clock.Today;
        return new(list, code, entry.Version, entry.Published, entry.IsEnded, register.InForce(list, today).Any(e => e.Code == code), entry.IsEnded ? entry.ValidTo : null, sees ? entry.Pending : null,
            [.. entry.Versions.Where(v => v.State is ListVersionState.Published || sees).OrderByDescending(v => v.Number).Select(Answer)])
        {
            Suspended = entry.IsSuspended,
        };
    }

    public async Task<Result<FieldDifference[]>> CompareAsync(ListKind list, string code, int from, int to, CancellationToken ct)
    {
        if (await FindAsync(list, code, ct) is not { } entry)
            return ListErrors.NoSuchEntry(code);
        if (entry.Versions.FirstOrDefault(v => v.Number == from) is not { } before)
            return ListErrors.NoSuchVersion(code, from);
        if (entry.Versions.FirstOrDefault(v => v.Number == to) is not { } after)
            return ListErrors.NoSuchVersion(code, to);
        return ListFields.Compare(list, before.Content, after.Content).ToArray();
    }

    /// <summary>What was added, cancelled, delegated or given another limit between two days, each read from the first day on which it counts.</summary>
    public async Task<IReadOnlyList<ListDifference>> DifferencesAsync(ListKind list, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var handedOver = await db.Set<ListVersion>().Where(v => v.List == list && v.State == ListVersionState.Published && v.Ends && v.Reason == ListChangeReason.Delegated).Select(v => v.Code).ToListAsync(ct);
        var before = register.Listed(list, from).ToDictionary(e => e.Code, StringComparer.Ordinal);
        var after = register.Listed(list, to).ToDictionary(e => e.Code, StringComparer.Ordinal);
        var differences = new List<ListDifference>();
        foreach (var (code, entry) in after.Where(e => !before.ContainsKey(e.Key)))
            differences.Add(new(ListDifferenceKind.Added, code, entry.Content.Name.ToString(), []));
        foreach (var (code, entry) in before.Where(e => !after.ContainsKey(e.Key)))
            differences.Add(new(handedOver.Contains(code, StringComparer.Ordinal) ? ListDifferenceKind.Delegated : ListDifferenceKind.Cancelled, code, entry.Content.Name.ToString(), []));
        foreach (var (code, entry) in before.Where(e => after.TryGetValue(e.Key, out var now) && (now.Version != e.Value.Version || now.Suspended != e.Value.Suspended)))
        {
            var fields = ListFields.Compare(list, entry.Content, after[code].Content).Where(f => f.Changed).ToList();
            var kind = entry.Suspended != after[code].Suspended ? entry.Suspended ? ListDifferenceKind.Reinstated : ListDifferenceKind.Suspended : fields.Any(f => f.Field is "organ" or "level") ? ListDifferenceKind.Delegated : fields.Any(f => f.Field is "limitDays" or "limitText") ? ListDifferenceKind.LimitChanged : ListDifferenceKind.Changed;
            differences.Add(new(kind, code, after[code].Content.Name.ToString(), fields));
        }
        return [.. differences.OrderBy(d => d.Kind).ThenBy(d => d.Code, StringComparer.Ordinal)];
    }

    /// <summary>Published changes, newest first; what came with the first taking-over of a list is no change.</summary>
    public async Task<KeyPage<ListChange>> ChangesAsync(ListKind? list, string? after, CancellationToken ct)
    {
        var query = db.Set<ListVersion>().AsNoTracking().Where(v => v.State == ListVersionState.Published && (v.Number > 1 || v.PublishedBy != null));
        if (list is { } one)
            query = query.Where(v => v.List == one);
        if (PageKey.Read<ChangeKey>(after) is { } key)
            query = query.Where(v => v.PublishedAt < key.At || (v.PublishedAt == key.At && (v.Edition < key.Edition || (v.Edition == key.Edition && v.Id.CompareTo(key.Id) < 0))));
        var rows = await query.OrderByDescending(v => v.PublishedAt).ThenByDescending(v => v.Edition).ThenByDescending(v => v.Id).Take(PageSize + 1)
            .Select(v => new { v.Id, v.List, v.Code, v.Number, v.Reason, v.Ends, v.Document, v.ValidFrom, v.Edition, v.PublishedAt, v.Note, v.Content }).ToListAsync(ct);
        var items = rows.Take(PageSize).Select(v => new ListChange(v.List, v.Code, v.Content.Name.ToString(), v.Number, v.Reason, v.Ends, v.Document, v.ValidFrom, v.Edition, v.PublishedAt!.Value, v.Note)).ToList();
        return new(items, rows.Count <= PageSize ? null : PageKey.Write(new ChangeKey(rows[PageSize - 1].PublishedAt!.Value, rows[PageSize - 1].Edition ?? 0, rows[PageSize - 1].Id)));
    }

    /// <summary>Versions on their way, oldest first.</summary>
    public async Task<IReadOnlyList<ListWork>> WorkAsync(CancellationToken ct)
    {
        var me = caller.Actor.PersonId;
        var rows = await db.Set<ListVersion>().AsNoTracking().Where(v => v.State != ListVersionState.Published && v.State != ListVersionState.Withdrawn).OrderBy(v => v.DraftedAt).Take(200)
            .Select(v => new { v.List, v.Code, v.Content, v.State, v.Reason, v.Ends, v.DraftedAt, v.DraftedByOrgan, Mine = v.DraftedBy == me }).ToListAsync(ct);
        return [.. rows.Select(v => new ListWork(v.List, v.Code, v.Content.Name.ToString(), v.Content.Organ, v.State, v.Reason, v.Ends, v.DraftedAt, v.DraftedByOrgan, v.Mine))];
    }

    private static ListVersionAnswer Answer(ListVersion v) => new(v.Number, v.State, v.Reason, v.Ends, v.Note, v.ValidFrom, v.ValidTo, v.Edition, v.Document, v.DraftedByOrgan, v.DraftedAt, v.ReviewedByOrgan, v.ReviewedAt, v.ReviewOpinion, v.PublishedAt, v.Content);

    private IQueryable<ListEntry> Matching(ListKind list, ListFilter filter)
    {
        var query = db.Set<ListEntry>().AsNoTracking().Where(e => e.List == list && e.Published > 0);
        var today = clock.Today;
        query = filter.State switch
        {
            "all" => query,
            "ended" => query.Where(e => e.ValidTo != null && e.ValidTo < today),
            _ => query.Where(e => e.ValidTo == null || e.ValidTo >= today),
        };
        if (filter.Class?.Trim() is { Length: > 0 } given)
            query = query.Where(e => e.Class == given);
        if (filter.Department?.Trim().ToUpperInvariant() is { Length: > 0 } department)
            query = query.Where(e => e.Department == department);
        if (filter.Level is { } level)
            query = query.Where(e => e.Level == level);
        if (filter.Text?.Trim() is { Length: > 0 } text)
            query = query.Where(e => e.Code.Contains(text) || e.NameZh.Contains(text) || e.NameEn.Contains(text) || e.LegalBasis.Contains(text));
        return query;
    }

    private sealed record ChangeKey(DateTimeOffset At, int Edition, Guid Id);
}
