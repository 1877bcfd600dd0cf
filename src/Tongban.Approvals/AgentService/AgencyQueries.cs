using Microsoft.EntityFrameworkCore;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.AgentService;

/// <summary>One service in a list.</summary>
internal sealed record AgencyRow(Guid Id, string ProjectCode, string ProjectName, string Enterprise, AgencyState State, DateOnly From, DateOnly To, DateOnly? DueOn, DateTimeOffset RequestedAt);

/// <summary>One service as its page and the API show it.</summary>
/// <param name="Fee">Yuan; always 0.</param>
/// <param name="Agent">The agent's name; an office, not a private matter.</param>
/// <param name="Light">Of the centre's answer, while it is awaited.</param>
/// <param name="Mine">The reader is the agent.</param>
internal sealed record AgencyAnswer(
    Guid Id, string ProjectCode, string ProjectName, string Enterprise, string Centre, AgencyState State, string Scope, DateOnly From, DateOnly To, decimal Fee,
    DateTimeOffset RequestedAt, DateOnly? DueOn, Light Light, int DaysLeft, string? Agent, DateTimeOffset? AcceptedAt, DateTimeOffset? EndedAt, string? EndText, IReadOnlyList<AgencyEntry> Entries, bool Mine, long Version);

/// <summary>Who sees which services: the enterprise, the centre, the agent, the auditors.</summary>
internal static class AgencyVisibility
{
    public static IQueryable<AgencyCase> VisibleTo(this IQueryable<AgencyCase> agencies, Actor actor)
    {
        if (actor.Is(Roles.Auditor))
            return agencies;
        if (actor.Organ is { } organ)
            return agencies.Where(a => a.Centre == organ);
        return actor.Enterprise is not null ? agencies.WithinReachOf(actor) : agencies.Where(a => a.Agent == actor.PersonId && actor.PersonId != Guid.Empty);
    }
}

/// <summary>Reads services for pages and API.</summary>
internal sealed class AgencyQueries(TongbanDb db, Caller caller, Calendars calendars, CityClock clock)
{
    private const int PageSize = 50;

    /// <summary>Newest first; those that wait for an answer before all others.</summary>
    public async Task<KeyPage<AgencyRow>> ListAsync(AgencyState? state, string? after, CancellationToken ct)
    {
        var agencies = db.Set<AgencyCase>().AsNoTracking().VisibleTo(caller.Actor);
        if (state is { } wanted)
            agencies = agencies.Where(a => a.State == wanted);
        if (PageKey.Read<Guid?>(after) is { } last)
            agencies = agencies.Where(a => a.Id < last);
        var rows = await agencies.OrderByDescending(a => a.Id).Take(PageSize + 1)
            .Select(a => new AgencyRow(a.Id, a.ProjectCode, a.ProjectName, a.Owner, a.State, a.From, a.To, a.DueOn, a.RequestedAt)).ToListAsync(ct);
        if (rows.Count <= PageSize)
            return new(rows, null);
        rows.RemoveAt(PageSize);
        return new(rows, PageKey.Write(rows[^1].Id));
    }

    public async Task<AgencyAnswer?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<AgencyCase>().AsNoTracking().VisibleTo(caller.Actor).SingleOrDefaultAsync(a => a.Id == id, ct) is { } agency ? await AnswerAsync(agency, ct) : null;

    /// <summary>The services of one project, newest first.</summary>
    public async Task<IReadOnlyList<AgencyRow>> OfProjectAsync(Guid project, CancellationToken ct) => await db.Set<AgencyCase>().AsNoTracking().VisibleTo(caller.Actor).Where(a => a.ProjectId == project)
        .OrderByDescending(a => a.Id).Select(a => new AgencyRow(a.Id, a.ProjectCode, a.ProjectName, a.Owner, a.State, a.From, a.To, a.DueOn, a.RequestedAt)).ToListAsync(ct);

    private async Task<AgencyAnswer> AnswerAsync(AgencyCase a, CancellationToken ct)
    {
        var agent = a.Agent is { } person ? await db.Set<Person>().AsNoTracking().Where(p => p.Id == person).Select(p => p.DisplayName).SingleOrDefaultAsync(ct) : null;
        var calendar = calendars.Current;
        return new(a.Id, a.ProjectCode, a.ProjectName, a.Owner, a.Centre, a.State, a.Scope, a.From, a.To, AgencyCase.Fee, a.RequestedAt, a.DueOn,
            a.Limit.LightOn(clock.Today, calendar), a.Limit.Remaining(clock.Today, calendar), agent, a.AcceptedAt, a.EndedAt, a.EndText, a.Entries, a.Agent == caller.Actor.PersonId, a.Version);
    }
}
