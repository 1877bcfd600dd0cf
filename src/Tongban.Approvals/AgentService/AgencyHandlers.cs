using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Registers.Contracts;

namespace Tongban.Approvals.AgentService;

internal sealed record RequestAgencyCommand(string ProjectCode, string? Scope, DateOnly? From, DateOnly? To);

internal sealed record AcceptAgencyCommand(Guid Agency, string? Agent);

internal sealed record DeclineAgencyCommand(Guid Agency, string? Reason);

internal sealed record NoteAgencyCommand(Guid Agency, AgencyEntryKind Kind, string? Text);

internal sealed record CompleteAgencyCommand(Guid Agency, string? Summary);

internal sealed record TerminateAgencyCommand(Guid Agency, string? Reason);

/// <summary>The acts of the agency service, each by whom it belongs to: the representative, the centre, the agent.</summary>
internal sealed class AgencyHandlers(TongbanDb db, Caller caller, IProjects projects, ILegalPersons legalPersons, IProjectMandates mandates, OrganDirectory organs, Calendars calendars, CityClock clock)
{
    public Task<Result<Guid>> HandleAsync(RequestAgencyCommand command, CancellationToken ct) => db.ActAsync(command, caller, async () =>
    {
        if (await projects.FindByCodeAsync(command.ProjectCode, ct) is not { } project || !caller.Actor.StandsFor(project.Owner, project.Id))
            return (Result<Guid>)AgencyErrors.NoSuchService();
        if (!await legalPersons.IsRepresentativeAsync(caller.Actor.PersonId, project.Owner, ct))
            return AgencyErrors.NotTheRepresentative();
        if (project.HasEnded)
            return AgencyErrors.ProjectOver();
        if (await db.Set<AgencyCase>().AnyAsync(a => a.ProjectId == project.Id && (a.State == AgencyState.Requested || a.State == AgencyState.InProgress), ct))
            return AgencyErrors.AlreadyOpen();
        if (!AgencyCase.Request(project, command.Scope ?? "", command.From, command.To, caller.Actor, clock.Now, calendars.Current).TryGet(out var agency, out var refusal))
            return refusal;
        db.Add(agency);
        Tell(Notice.Organ(agency.Centre), agency, "requested", ($"企业委托代办：{agency.ProjectName}，请于 {agency.DueOn:yyyy-MM-dd} 前答复", $"Agency service asked for: {agency.ProjectName}, answer by {agency.DueOn:yyyy-MM-dd}"));
        return agency.Id;
    }, ct);

    public Task<Result<long>> HandleAsync(AcceptAgencyCommand command, CancellationToken ct) => AsCentreAsync(command, command.Agency, async agency =>
    {
        var userName = (command.Agent ?? "").Trim().ToLowerInvariant();
        var person = await db.Set<Person>().AsNoTracking().Include(p => p.Posts).SingleOrDefaultAsync(p => p.UserName == userName && !p.IsDisabled, ct);
        var posts = person?.Posts.Where(p => p.Covers(clock.Today)).ToList() ?? [];
        if (person is null || posts.TrueForAll(p => p.Organ != agency.Centre))
            return AgencyErrors.NoSuchAgent(userName);
        // Whoever decides for an authority may not stand before it for a party.
        if (posts.Exists(p => p.Organ != agency.Centre))
            return AgencyErrors.AgentDecidesElsewhere();
        if (agency.State is not AgencyState.Requested)
            return AgencyErrors.NotWaiting(agency.State);
        var from = agency.From < clock.Today ? clock.Today : agency.From;
        var to = agency.To < from ? from : agency.To;
        if (!(await mandates.GrantAsync(agency.Owner, person.Id, agency.ProjectId, from, to, agency.RequestedBy, ct)).TryGet(out var mandate, out var refusal))
            return refusal;
        if (agency.Accept(person.Id, mandate, clock.Now, calendars.Current) is { } tooLate)
            return tooLate;
        Tell(Notice.Enterprise(agency.Owner), agency, "accepted", ($"代办已受理，代办员：{person.DisplayName}。服务免费", $"Your agency service is taken on by {person.DisplayName}, free of charge"));
        Tell(Notice.Person(person.Id), agency, "assigned", ($"您已被指派为代办员：{agency.ProjectName}", $"You are the agent for {agency.ProjectName}"));
        return null;
    }, ct);

    public Task<Result<long>> HandleAsync(DeclineAgencyCommand command, CancellationToken ct) => AsCentreAsync(command, command.Agency, agency =>
    {
        var refusal = TextRules.Reason(command.Reason) ?? agency.Decline(command.Reason!, clock.Now, calendars.Current);
        if (refusal is null)
            Tell(Notice.Enterprise(agency.Owner), agency, "declined", ($"代办未受理：{agency.ProjectName}", $"The agency service was declined: {agency.ProjectName}"));
        return Task.FromResult(refusal);
    }, ct);

    public Task<Result<long>> HandleAsync(NoteAgencyCommand command, CancellationToken ct) => ActAsync(command, command.Agency, agency =>
    {
        if (caller.Actor.IsOfficer && !IsAgent(agency))
            return Task.FromResult<Error?>(AgencyErrors.NotTheAgent());
        var refusal = AgencyErrors.Text(command.Text, "text", ("记录内容", "The entry")) ?? agency.Note(command.Kind, command.Text!, IsAgent(agency), clock.Now);
        if (refusal is null)
            Tell(IsAgent(agency) ? Notice.Enterprise(agency.Owner) : Notice.Person(agency.Agent!.Value), agency, $"noted.{agency.Entries.Count}", ($"代办有新记录：{agency.ProjectName}", $"New entry in the agency service: {agency.ProjectName}"));
        return Task.FromResult(refusal);
    }, ct);

    public Task<Result<long>> HandleAsync(CompleteAgencyCommand command, CancellationToken ct) => ActAsync(command, command.Agency, async agency =>
    {
        if (!IsAgent(agency))
            return AgencyErrors.NotTheAgent();
        if ((AgencyErrors.Text(command.Summary, "summary", ("办理情况", "The summary")) ?? agency.Complete(command.Summary!, clock.Now)) is { } refusal)
            return refusal;
        Tell(Notice.Enterprise(agency.Owner), agency, "completed", ($"代办已完成，请评价：{agency.ProjectName}", $"The agency service is completed, please rate it: {agency.ProjectName}"));
        return await mandates.EndAsync(agency.Owner, agency.Mandate!.Value, agency.Agent!.Value, ct);
    }, ct);

    public Task<Result<long>> HandleAsync(TerminateAgencyCommand command, CancellationToken ct) => ActAsync(command, command.Agency, async agency =>
    {
        var byEnterprise = caller.Actor.Enterprise is not null && !IsAgent(agency);
        if (byEnterprise && !await legalPersons.IsRepresentativeAsync(caller.Actor.PersonId, agency.Owner, ct))
            return AgencyErrors.NotTheRepresentative();
        if (TextRules.Reason(command.Reason) is { } unsaid)
            return unsaid;
        var (agent, mandate) = (agency.Agent, agency.Mandate);
        if (agency.Terminate(command.Reason!, clock.Now, calendars.Current) is { } refusal)
            return refusal;
        Tell(byEnterprise ? Notice.Organ(agency.Centre) : Notice.Enterprise(agency.Owner), agency, "terminated", ($"代办已终止：{agency.ProjectName}", $"The agency service was ended: {agency.ProjectName}"));
        return mandate is { } running ? await mandates.EndAsync(agency.Owner, running, byEnterprise ? caller.Actor.PersonId : agent!.Value, ct) : null;
    }, ct);

    private Task<Result<long>> AsCentreAsync<TCommand>(TCommand command, Guid id, Func<AgencyCase, Task<Error?>> act, CancellationToken ct) where TCommand : notnull => ActAsync(command, id, async agency =>
        caller.Actor.Organ != agency.Centre ? AgencyErrors.NotTheCentre(organs.NameOf(agency.Centre)) : await act(agency), ct);

    private Task<Result<long>> ActAsync<TCommand>(TCommand command, Guid id, Func<AgencyCase, Task<Error?>> act, CancellationToken ct) where TCommand : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<AgencyCase>().VisibleTo(caller.Actor).SingleOrDefaultAsync(a => a.Id == id, ct) is not { } agency)
            return (Result<long>)AgencyErrors.NoSuchService();
        return (caller.Expects(agency) ?? await act(agency)) is { } refusal ? refusal : agency.Version + 1;
    }, ct);

    // The agent writes as an officer of the centre, or in the capacity he holds by the mandate; it is the same person.
    private bool IsAgent(AgencyCase agency) => agency.Agent == caller.Actor.PersonId;

    private void Tell(string recipient, AgencyCase agency, string occasion, Words text) =>
        db.Notify(Notice.To(recipient, $"agency.{occasion}:{agency.Id:N}", text, $"/agency/{agency.Id}", clock.Now, agency.ProjectId));
}
