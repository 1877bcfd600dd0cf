using Microsoft.EntityFrameworkCore;
using Tongban.Dispatch.Weekly.Model;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Dispatch.Weekly;

/// <summary>Who keeps the list, and who returns a week.</summary>
internal sealed class WeeklyDesk(CityCatalogue city, ILegalPersons legalPersons, CityClock clock)
{
    private const string Department = "FGW";

    /// <summary>The organ that keeps the list.</summary>
    public string Office { get; } = Organ.KeyOf(Department, city.City.Division);

    public string CityDivision { get; } = city.City.Division;

    /// <summary>The city's commission lists everything; that of a county county key projects of its own.</summary>
    public bool MayList(Actor actor, string division, KeyClass key) => actor.Is(DispatchPermissions.Direct.HeldBy) && (actor.Organ == Office || (key is KeyClass.County && actor.Organ == Organ.KeyOf(Department, division)));

    /// <summary>The project unit, today and by the register; or the commission that keeps the list, for a unit that cannot.</summary>
    public async Task<bool> MayReturnAsync(Actor actor, MajorProject major, CancellationToken ct) =>
        actor.IsOfficer ? actor.Is(DispatchPermissions.Report.HeldBy) && (actor.Organ == Office || actor.Organ == Organ.KeyOf(Department, major.Division))
            : await legalPersons.StandsForAsync(actor, major.Owner, major.ProjectId, clock.Today, ct);

    public Words DivisionName(string division) => city.Division(division)?.Name ?? (division, division);

    public IEnumerable<DivisionData> Divisions => city.City.AllDivisions;
}

/// <summary>Put a project on the list of major projects, or change its terms there.</summary>
internal sealed record ListMajorCommand(string Code, MajorTerms Terms, string? Reason);

/// <summary>Take a project off the list.</summary>
internal sealed record RemoveMajorCommand(string Code, string? Reason);

/// <summary>Keeps the list of major projects.</summary>
internal sealed class MajorProjectHandlers(TongbanDb db, Caller caller, IProjects projects, WeeklyDesk desk, CityClock clock)
{
    public Task<Result<long>> ListAsync(ListMajorCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await projects.FindByCodeAsync(command.Code.Trim(), ct) is not { } project)
            return WeeklyErrors.NoSuchProject(command.Code);
        if (!desk.MayList(caller.Actor, project.Division, command.Terms.Class))
            return WeeklyErrors.NotYourList();
        var week = IsoWeek.Of(clock.Today);
        var place = await PlaceAsync(project, ct);
        if (await FindAsync(project.Code, ct) is { } known)
        {
            if (caller.Expects(known) is { } stale)
                return stale;
            if (known.Enter(project, place, command.Terms, command.Reason, caller.Actor.Organ!, week, clock.Now) is { } refusal)
                return refusal;
            return known.Version + 1;
        }
        if (!MajorProject.List(project, place, command.Terms, command.Reason, caller.Actor.Organ!, week, clock.Now).TryGet(out var major, out var no))
            return no;
        db.Add(major);
        db.Notify(Notice.To(Notice.Enterprise(project.Owner), $"weekly-listed:{major.Id}", new Words("项目“{0}”已列入重大项目调度清单，请每周五 18:00 前报送。", "The project {0} is on the list of major projects: its return is due every Friday 18:00.").With(project.Name),
            "/my/weeks", clock.Now, project.Id));
        return (Result<long>)1L;
    }, ct);

    public Task<Result<long>> RemoveAsync(RemoveMajorCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await FindAsync(command.Code.Trim(), ct) is not { } major)
            return WeeklyErrors.NoSuchProject(command.Code);
        if (!desk.MayList(caller.Actor, major.Division, major.Newest.Class))
            return WeeklyErrors.NotYourList();
        if ((caller.Expects(major) ?? major.Remove(command.Reason, caller.Actor.Organ!, IsoWeek.Of(clock.Today), clock.Now)) is { } refusal)
            return refusal;
        return (Result<long>)(major.Version + 1);
    }, ct);

    private Task<MajorProject?> FindAsync(string code, CancellationToken ct) => db.Set<MajorProject>().Include(m => m.Entries).SingleOrDefaultAsync(m => m.Code == code, ct);

    private async Task<(decimal, decimal)?> PlaceAsync(ProjectRecord project, CancellationToken ct)
    {
        if (project.SiteDigest is null || await projects.FindSiteAsync(project.Id, ct) is not { } stored)
            return null;
        var centre = Site.FromStored(stored).Centroid;
        return (decimal.Round((decimal)centre.Longitude, 6), decimal.Round((decimal)centre.Latitude, 6));
    }
}
