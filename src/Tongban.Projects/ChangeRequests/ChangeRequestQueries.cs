using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.ChangeProject;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Projects.ChangeRequests;

/// <summary>One field of a request: what was approved, and what is asked for instead.</summary>
internal sealed record ChangedValue(string Field, Words Name, string? Before, string? After)
{
    public static IReadOnlyList<ChangedValue> Of(ChangeRequest request) => [.. request.Fields.Select(f => new ChangedValue(f, ChangeRequestWords.FieldName(f), Written(request.Before, f), Written(request.Wanted, f)))];

    private static string? Written(ProjectChanges values, string field) => field switch
    {
        "location" => values.Location,
        "scale" => values.Scale,
        "content" => values.Content,
        "totalInvestment" => values.TotalInvestment is { } yuan ? Yuan(yuan) : null,
        _ => values.Sources is { } sources ? string.Join('；', sources.Select(s => $"{FundSources.Name(s.Source)} {Yuan(s.Yuan)}")) : null,
    };

    private static string Yuan(decimal yuan) => yuan.ToString("#,##0.##", CultureInfo.InvariantCulture);
}

/// <summary>A request in a list.</summary>
internal sealed record ChangeRequestRow(Guid Id, string Code, string ProjectCode, string ProjectName, ChangeRequestState State, string Organ, Words OrganName, DateTimeOffset AskedAt, DateOnly? DueOn, Light Light, int? DaysLeft);

/// <summary>A request as unit and authority see it.</summary>
/// <param name="MayDecide">The reader's organ answers it.</param>
/// <param name="MayWithdraw">The reader acts for the unit.</param>
internal sealed record ChangeRequestDetail(
    Guid Id, string Code, string ProjectCode, string ProjectName, string Owner, ChangeRequestState State, string Organ, Words OrganName, IReadOnlyList<ChangedValue> Changes, string Reason, DateTimeOffset AskedAt, ClockExplanation Clock,
    string? Opinion, string? Number, DateTimeOffset? ClosedAt, Guid? Document, bool MayDecide, bool MayWithdraw, long Version);

/// <summary>Who sees which requests: officers and auditors all, as they see all projects; an applicant those within his reach.</summary>
internal static class ChangeRequestVisibility
{
    public static IQueryable<ChangeRequest> VisibleTo(this IQueryable<ChangeRequest> requests, Actor actor) => actor.IsOfficer || actor.Is(Roles.Auditor) ? requests : requests.WithinReachOf(actor);
}

/// <summary>Reads requests, always through <see cref="ChangeRequestVisibility.VisibleTo"/>.</summary>
internal sealed class ChangeRequestQueries(TongbanDb db, Caller caller, IProjects projects, IProjectArchive archive, ProjectAuthority authority, OrganDirectory organs, Calendars calendars, CityClock clock)
{
    private const int PageSize = 30;
    private const int MostWaiting = 200;

    /// <summary>What waits for the caller's organ, by due day.</summary>
    public async Task<IReadOnlyList<ChangeRequestRow>> WaitingAsync(CancellationToken ct)
    {
        if (caller.Actor.Organ is not { } organ)
            return [];
        return [.. (await db.Set<ChangeRequest>().AsNoTracking().Where(r => r.Organ == organ && r.State == ChangeRequestState.Open).OrderBy(r => r.DueOn).ThenBy(r => r.Id).Take(MostWaiting).ToListAsync(ct)).Select(RowOf)];
    }

    /// <summary>Newest first.</summary>
    public async Task<KeyPage<ChangeRequestRow>> ListAsync(ChangeRequestState? state, string? after, CancellationToken ct)
    {
        var requests = db.Set<ChangeRequest>().AsNoTracking().VisibleTo(caller.Actor);
        if (state is { } only)
            requests = requests.Where(r => r.State == only);
        if (PageKey.Read<Guid?>(after) is { } last)
            requests = requests.Where(r => r.Id < last);
        var rows = await requests.OrderByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(ct);
        return new([.. rows.Take(PageSize).Select(RowOf)], rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id) : null);
    }

    public async Task<IReadOnlyList<ChangeRequestRow>> OfProjectAsync(Guid project, CancellationToken ct) =>
        [.. (await db.Set<ChangeRequest>().AsNoTracking().Where(r => r.ProjectId == project).OrderByDescending(r => r.Serial).ToListAsync(ct)).Select(RowOf)];

    public async Task<ChangeRequestDetail?> FindAsync(Guid id, CancellationToken ct)
    {
        var actor = caller.Actor;
        if (await db.Set<ChangeRequest>().AsNoTracking().VisibleTo(actor).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } r || await projects.FindAsync(r.ProjectId, ct) is not { } project)
            return null;
        var audience = actor.IsOfficer || actor.Is(Roles.Auditor) ? ArchiveAudience.Organs : ArchiveAudience.Applicant;
        var document = r.Number is null ? null : (await archive.ListAsync(r.ProjectId, audience, ct)).FirstOrDefault(d => d.Number == r.Number);
        return new(
            r.Id, r.Code, r.ProjectCode, project.Name, r.Owner, r.State, r.Organ, organs.NameOf(r.Organ), ChangedValue.Of(r), r.Reason, r.AskedAt, ClockExplanation.Of(r.Limit, clock.Today, calendars.Current),
            r.Opinion, r.Number, r.ClosedAt, document?.Id, r.IsOpen && authority.IsOf(actor, project.Division), r.IsOpen && actor.Is(Roles.Applicant) && r.IsWithinReachOf(actor), r.Version);
    }

    private ChangeRequestRow RowOf(ChangeRequest r) => new(
        r.Id, r.Code, r.ProjectCode, r.ProjectName, r.State, r.Organ, organs.NameOf(r.Organ), r.AskedAt, r.DueOn, r.Limit.LightOn(clock.Today, calendars.Current), r.IsOpen ? r.Limit.Remaining(clock.Today, calendars.Current) : null);
}
