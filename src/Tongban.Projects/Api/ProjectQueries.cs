using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.Ledger;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Projects.Access;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Registers.Contracts;

namespace Tongban.Projects.Api;

/// <summary>What a list of projects is narrowed to. Text finds an exact code, or a part of the name.</summary>
internal sealed record ProjectFilter(string? Text = null, ProjectType? Type = null, ProjectStatus? Status = null, string? Division = null);

/// <summary>A project in a list.</summary>
internal sealed record ProjectRow(Guid Id, string Code, string Name, string Owner, ProjectType Type, ProjectStatus Status, string Division, decimal TotalInvestment, DateTimeOffset DeclaredAt);

/// <summary>A draft in a list.</summary>
internal sealed record DraftRow(Guid Id, string? Name, DateTimeOffset SavedAt, Guid? BranchOf);

/// <summary>An act of a project as its timeline shows it: no person is named.</summary>
/// <param name="Act">Stable name, <c>projects.declared</c>.</param>
/// <param name="Organ">Organ that acted; <see langword="null"/> for the enterprise and the platform.</param>
/// <param name="Enterprise">Credit code of the unit that acted.</param>
internal sealed record TimelineRow(long Sequence, DateTimeOffset At, string Act, string? Organ, string? Enterprise, string Payload);

/// <summary>Reads for pages and API, always through <see cref="ProjectVisibility.VisibleTo"/>.</summary>
internal sealed class ProjectQueries(TongbanDb db, ProjectAccess access, ILegalPersons legalPersons, OrganDirectory organs)
{
    public const int PageSize = 20;
    private const int LongestTimeline = 500;

    public async Task<KeyPage<ProjectRow>> ListAsync(ProjectFilter filter, string? after, CancellationToken ct)
    {
        var projects = db.Set<Project>().AsNoTracking().VisibleTo(await access.ScopeAsync(ct));
        if (filter.Type is { } type)
            projects = projects.Where(p => p.Type == type);
        if (filter.Status is { } status)
            projects = projects.Where(p => p.Status == status);
        if (!string.IsNullOrWhiteSpace(filter.Division))
            projects = projects.Where(p => p.Division == filter.Division);
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = filter.Text.Trim();
            projects = ProjectCode.TryParse(text, out var code) ? projects.Where(p => p.Code == code.Value) : projects.Where(p => p.Name.Contains(text));
        }
        if (PageKey.Read<Guid?>(after) is { } last)
            projects = projects.Where(p => p.Id < last);
        var rows = await projects.OrderByDescending(p => p.Id).Take(PageSize + 1)
            .Select(p => new ProjectRow(p.Id, p.Code, p.Name, p.Owner, p.Type, p.Status, p.Division, p.TotalInvestment, p.DeclaredAt)).ToListAsync(ct);
        return Page(rows, r => r.Id);
    }

    /// <returns>The project, or <see langword="null"/> when there is none that the caller may see.</returns>
    public async Task<(Project Project, ProjectScope Scope)?> FindAsync(string? code, CancellationToken ct)
    {
        if (!ProjectCode.TryParse(code, out var parsed))
            return null;
        var scope = await access.ScopeAsync(ct);
        return await db.Set<Project>().AsNoTracking().VisibleTo(scope).SingleOrDefaultAsync(p => p.Code == parsed.Value, ct) is { } project ? (project, scope) : null;
    }

    public async Task<IReadOnlyList<TimelineRow>> TimelineAsync(Guid projectId, CancellationToken ct)
    {
        var matter = ProjectRecord.MatterOf(projectId);
        return await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Matter == matter).OrderByDescending(e => e.Sequence).Take(LongestTimeline)
            .Select(e => new TimelineRow(e.Sequence, e.RecordedAt, e.Act, e.Organ, e.Enterprise, e.Payload)).ToListAsync(ct);
    }

    /// <summary>Who acted, without naming a person: the organ, the unit, or the platform by itself.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string?> enterprises, CancellationToken ct)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var code in enterprises.OfType<string>().Distinct(StringComparer.Ordinal))
            names[code] = (await legalPersons.FindAsync(code, ct))?.Name ?? code;
        return names;
    }

    public Words Who(TimelineRow row, IReadOnlyDictionary<string, string> enterprises) =>
        row.Organ is { } organ ? organs.NameOf(organ)
        : row.Enterprise is { } unit ? enterprises.TryGetValue(unit, out var name) ? (name, name) : (unit, unit)
        : ("平台自动办理", "The platform, by rule");

    public async Task<KeyPage<DraftRow>> DraftsAsync(string? after, CancellationToken ct)
    {
        var drafts = (await access.DraftsAsync(ct)).AsNoTracking();
        if (PageKey.Read<Guid?>(after) is { } last)
            drafts = drafts.Where(d => d.Id < last);
        var rows = await drafts.OrderByDescending(d => d.Id).Take(PageSize + 1).ToListAsync(ct);
        return Page([.. rows.Select(d => new DraftRow(d.Id, d.Fields.GetValueOrDefault("name"), d.SavedAt, d.BranchOf))], r => r.Id);
    }

    public async Task<ProjectDraft?> DraftAsync(Guid id, CancellationToken ct) => await (await access.DraftsAsync(ct)).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);

    private static KeyPage<T> Page<T>(List<T> rows, Func<T, Guid> key)
    {
        if (rows.Count <= PageSize)
            return new KeyPage<T>(rows, null);
        rows.RemoveAt(PageSize);
        return new KeyPage<T>(rows, PageKey.Write(key(rows[^1])));
    }
}
