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
using Tongban.Projects.Register;
using Tongban.Registers.Contracts;

namespace Tongban.Projects.Api;

/// <summary>What a list of projects is narrowed to. Text finds an exact code, or a part of the name.</summary>
internal sealed record ProjectFilter(string? Text = null, ProjectType? Type = null, ProjectStatus? Status = null, string? Division = null);

/// <summary>A project in a list.</summary>
internal sealed record ProjectRow(Guid Id, string Code, string Name, string Owner, ProjectType Type, ProjectStatus Status, string Division, decimal TotalInvestment, DateTimeOffset DeclaredAt);

/// <summary>A draft in a list.</summary>
internal sealed record DraftRow(Guid Id, string? Name, DateTimeOffset SavedAt, Guid? BranchOf);

/// <summary>An act of a project as its timeline shows it. A person is named only as the agent who acted for the unit.</summary>
/// <param name="Act">Stable name, <c>projects.declared</c>.</param>
/// <param name="Organ">Organ that acted; <see langword="null"/> for the enterprise and the platform.</param>
/// <param name="Enterprise">Credit code of the unit that acted.</param>
internal sealed record TimelineRow(long Sequence, DateTimeOffset At, string Act, string? Organ, string? Enterprise, Guid ActorId, string Payload);

/// <summary>What those who stand in a timeline are called.</summary>
/// <param name="Units">Name by credit code.</param>
/// <param name="Agents">Name of everyone who acted for a unit by a mandate of it.</param>
internal sealed record TimelineNames(IReadOnlyDictionary<string, string> Units, IReadOnlyDictionary<(Guid Person, string Unit), string> Agents)
{
    public static readonly TimelineNames None = new(new Dictionary<string, string>(), new Dictionary<(Guid, string), string>());
}

/// <summary>Reads for pages and API, always through <see cref="ProjectVisibility.VisibleTo"/>.</summary>
internal sealed class ProjectQueries(TongbanDb db, ProjectAccess access, ILegalPersons legalPersons, OrganDirectory organs, NameSearch names)
{
    public const int PageSize = 20;
    private const int LongestTimeline = 500;

    public async Task<KeyPage<ProjectRow>> ListAsync(ProjectFilter filter, string? after, CancellationToken ct)
    {
        var scope = access.Scope;
        var projects = db.Set<Project>().AsNoTracking().VisibleTo(scope);
        if (filter.Type is { } type)
            projects = projects.Where(p => p.Type == type);
        if (filter.Status is { } status)
            projects = projects.Where(p => p.Status == status);
        if (!string.IsNullOrWhiteSpace(filter.Division))
            projects = projects.Where(p => p.Division == filter.Division);
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = filter.Text.Trim();
            if (ProjectCode.TryParse(text, out var code))
                projects = projects.Where(p => p.Code == code.Value);
            else if (scope.All)
                return await ByNameAsync(projects, text, PageKey.Read<Guid?>(after), ct);
            else
                projects = projects.Where(p => p.Name.Contains(text)); // a unit has few projects
        }
        if (PageKey.Read<Guid?>(after) is { } last)
            projects = projects.Where(p => p.Id < last);
        return Page(await Rows(projects.OrderByDescending(p => p.Id).Take(PageSize + 1)).ToListAsync(ct), r => r.Id);
    }

    // A page may hold fewer rows than there are, or none, and still have a next one: the search looked at as many names as it does at a time.
    private async Task<KeyPage<ProjectRow>> ByNameAsync(IQueryable<Project> projects, string text, Guid? before, CancellationToken ct)
    {
        var rarest = await names.RarestAsync(text);
        var found = new List<ProjectRow>();
        for (var looked = 0; rarest is not { Names: 0 };)
        {
            var candidates = await names.CandidatesAsync(rarest?.Part, before, ct);
            if (candidates.Count > 0)
                found.AddRange(await Rows(names.Matching(projects, rarest?.Part, candidates, text).OrderByDescending(p => p.Id).Take(PageSize + 1 - found.Count)).ToListAsync(ct));
            if (found.Count > PageSize || candidates.Count < NameSearch.Block)
                break;
            (looked, before) = (looked + candidates.Count, candidates[^1]);
            if (looked >= NameSearch.MostLookedAt)
                return new(found, PageKey.Write(before.Value));
        }
        return Page(found, r => r.Id);
    }

    private static IQueryable<ProjectRow> Rows(IQueryable<Project> projects) =>
        projects.Select(p => new ProjectRow(p.Id, p.Code, p.Name, p.Owner, p.Type, p.Status, p.Division, p.TotalInvestment, p.DeclaredAt));

    /// <returns>The project, or <see langword="null"/> when there is none that the caller may see.</returns>
    public async Task<(Project Project, ProjectScope Scope)?> FindAsync(string? code, CancellationToken ct)
    {
        if (!ProjectCode.TryParse(code, out var parsed))
            return null;
        var scope = access.Scope;
        return await db.Set<Project>().AsNoTracking().VisibleTo(scope).SingleOrDefaultAsync(p => p.Code == parsed.Value, ct) is { } project ? (project, scope) : null;
    }

    public async Task<IReadOnlyList<TimelineRow>> TimelineAsync(Guid projectId, CancellationToken ct)
    {
        var matter = ProjectRecord.MatterOf(projectId);
        return await db.Set<LedgerEntry>().AsNoTracking().Where(e => e.Matter == matter).OrderByDescending(e => e.Sequence).Take(LongestTimeline)
            .Select(e => new TimelineRow(e.Sequence, e.RecordedAt, e.Act, e.Organ, e.Enterprise, e.ActorId, e.Payload)).ToListAsync(ct);
    }

    /// <summary>The names for <see cref="Who"/>.</summary>
    /// <param name="owner">Credit code of the project's own unit.</param>
    public async Task<TimelineNames> NamesAsync(IReadOnlyList<TimelineRow> timeline, string owner, CancellationToken ct)
    {
        Dictionary<string, string> units = new(StringComparer.Ordinal);
        foreach (var code in timeline.Select(r => r.Enterprise).OfType<string>().Append(owner).Distinct(StringComparer.Ordinal))
            units[code] = (await legalPersons.FindAsync(code, ct))?.Name ?? code;
        Dictionary<(Guid, string), string> agents = [];
        foreach (var (person, unit) in timeline.Where(r => r.Enterprise is not null).Select(r => (r.ActorId, r.Enterprise!)).Distinct())
        {
            if (!await legalPersons.IsRepresentativeAsync(person, unit, ct) && await db.Set<Person>().AsNoTracking().Where(p => p.Id == person).Select(p => p.DisplayName).SingleOrDefaultAsync(ct) is { } name)
                agents[(person, unit)] = name;
        }
        return new(units, agents);
    }

    /// <summary>Who acted: the organ, the unit (through whom, when an agent acted for it), or the platform by itself.</summary>
    public Words Who(TimelineRow row, TimelineNames names)
    {
        if (row.Organ is { } organ)
            return organs.NameOf(organ);
        if (row.Enterprise is not { } code)
            return ("平台自动办理", "The platform, by rule");
        var unit = names.Units.GetValueOrDefault(code, code);
        return names.Agents.TryGetValue((row.ActorId, code), out var agent) ? ($"{agent} 代 {unit}", $"{agent}, for {unit}") : (unit, unit);
    }

    public async Task<KeyPage<DraftRow>> DraftsAsync(string? after, CancellationToken ct)
    {
        var drafts = access.Drafts().AsNoTracking();
        if (PageKey.Read<Guid?>(after) is { } last)
            drafts = drafts.Where(d => d.Id < last);
        var rows = await drafts.OrderByDescending(d => d.Id).Take(PageSize + 1).ToListAsync(ct);
        return Page([.. rows.Select(d => new DraftRow(d.Id, d.Fields.GetValueOrDefault("name"), d.SavedAt, d.BranchOf))], r => r.Id);
    }

    public async Task<ProjectDraft?> DraftAsync(Guid id, CancellationToken ct) => await access.Drafts().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);

    private static KeyPage<T> Page<T>(List<T> rows, Func<T, Guid> key)
    {
        if (rows.Count <= PageSize)
            return new KeyPage<T>(rows, null);
        rows.RemoveAt(PageSize);
        return new KeyPage<T>(rows, PageKey.Write(key(rows[^1])));
    }
}
