using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.AgentService;

/// <summary>Where an agency service stands.</summary>
internal enum AgencyState
{
    /// <summary>待受理: the enterprise has asked; the service centre has to answer.</summary>
    Requested,

    /// <summary>代办中: an agent holds the mandate and acts.</summary>
    InProgress,

    /// <summary>已完成.</summary>
    Completed,

    /// <summary>未受理: the centre cannot help, with the reason.</summary>
    Declined,

    /// <summary>已终止: ended early by the enterprise, the agent or the centre.</summary>
    Terminated,
}

/// <summary>What an entry of the service's record is about.</summary>
internal enum AgencyEntryKind
{
    /// <summary>联系.</summary>
    Contact,

    /// <summary>材料交接: papers handed over, in either direction.</summary>
    HandOver,

    /// <summary>进展.</summary>
    Progress,
}

/// <summary>A line of the service's record.</summary>
/// <param name="ByAgent">Written by the agent; otherwise by the enterprise.</param>
internal sealed record AgencyEntry(AgencyEntryKind Kind, string Text, DateTimeOffset At, bool ByAgent);

/// <summary>The service centre sees one project through its approvals for an enterprise, free of charge (代办服务).</summary>
/// <remarks>
/// Five principles: voluntary entrusting, free of charge, whole process, lawful and efficient, linkage of levels (自愿委托、无偿代办、全程服务、合法高效、上下联动).
/// The agent acts by a mandate of the enterprise for this project alone, so every record shows who acted for whom.
/// </remarks>
internal sealed class AgencyCase : Aggregate, IOfProject
{
    /// <summary>The department whose organs run the service: the government service centre (政务服务中心).</summary>
    public const string CentreDepartment = "ZSJ";

    /// <summary>Working days within which the centre answers; the platform's own promise.</summary>
    public const int AnswerDays = 2;

    private AgencyCase()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public string ProjectName { get; private set; } = "";

    /// <summary>Credit code of the enterprise that entrusts.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>The service centre of the project's division.</summary>
    public string Centre { get; private set; } = "";

    public AgencyState State { get; private set; }

    /// <summary>What the agent is to do, in the enterprise's words.</summary>
    public string Scope { get; private set; } = "";

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    /// <summary>The representative who entrusted.</summary>
    public Guid RequestedBy { get; private set; }

    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>The centre's clock for its answer.</summary>
    public TimeLimit Limit { get; private set; } = null!;

    public DateOnly? DueOn { get; private set; }

    public Guid? Agent { get; private set; }

    public Guid? Mandate { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Summary of a completed service, or why it was declined or ended early.</summary>
    public string? EndText { get; private set; }

    public IReadOnlyList<AgencyEntry> Entries { get; private set; } = [];

    /// <summary>Always 0 yuan: the service is free (无偿代办).</summary>
    public static decimal Fee => 0m;

    public bool IsOpen => State is AgencyState.Requested or AgencyState.InProgress;

    public static Result<AgencyCase> Request(ProjectRecord project, string scope, DateOnly? from, DateOnly? to, Actor representative, DateTimeOffset now, WorkCalendar calendar)
    {
        var today = CityClock.DateOf(now);
        if (AgencyErrors.Text(scope, "scope", ("代办事项", "What is to be done")) is { } unsaid)
            return unsaid;
        if (from is not { } first || to is not { } last || first < today || last < first || last > first.AddYears(LongestYears))
            return AgencyErrors.Period(LongestYears);
        var limit = TimeLimit.Start(today, new LimitLength(AnswerDays), "代办服务承诺", calendar);
        var opened = new AgencyCase
        {
            Id = NewId.At(now),
            ProjectId = project.Id,
            ProjectCode = project.Code,
            ProjectName = project.Name,
            Owner = project.Owner,
            Centre = Organ.KeyOf(CentreDepartment, project.Division),
            State = AgencyState.Requested,
            Scope = scope.Trim(),
            From = first,
            To = last,
            RequestedBy = representative.PersonId,
            RequestedAt = now,
            Limit = limit,
            DueOn = limit.DueOn,
        };
        opened.Record(new AgencyRequested(opened.Id, opened.Centre, first, last, Sha256.Of(opened.Scope)));
        return opened;
    }

    /// <summary>The centre takes the service on and names the agent; the mandate for the project begins with it.</summary>
    public Error? Accept(Guid agent, Guid mandate, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not AgencyState.Requested)
            return AgencyErrors.NotWaiting(State);
        (State, Agent, Mandate, AcceptedAt, DueOn) = (AgencyState.InProgress, agent, mandate, now, null);
        Limit = Limit.End(CityClock.DateOf(now), calendar).Value;
        Record(new AgencyAccepted(Id, agent, mandate));
        return null;
    }

    public Error? Decline(string reason, DateTimeOffset now, WorkCalendar calendar)
    {
        if (State is not AgencyState.Requested)
            return AgencyErrors.NotWaiting(State);
        (State, EndText, EndedAt, DueOn) = (AgencyState.Declined, reason.Trim(), now, null);
        Limit = Limit.End(CityClock.DateOf(now), calendar).Value;
        Record(new AgencyDeclined(Id, Sha256.Of(reason)));
        return null;
    }

    public Error? Note(AgencyEntryKind kind, string text, bool byAgent, DateTimeOffset now)
    {
        if (State is not AgencyState.InProgress)
            return AgencyErrors.NotInProgress(State);
        if (Entries.Count == MostEntries)
            return AgencyErrors.RecordFull(MostEntries);
        Entries = [.. Entries, new AgencyEntry(kind, text.Trim(), now, byAgent)];
        Record(new AgencyNoted(Id, kind, byAgent, Sha256.Of(text)));
        return null;
    }

    public Error? Complete(string summary, DateTimeOffset now)
    {
        if (State is not AgencyState.InProgress)
            return AgencyErrors.NotInProgress(State);
        (State, EndText, EndedAt) = (AgencyState.Completed, summary.Trim(), now);
        Record(new AgencyCompleted(Id, Sha256.Of(summary)));
        return null;
    }

    /// <summary>The enterprise takes its word back, the agent lays the mandate down, or the centre ends the service.</summary>
    public Error? Terminate(string reason, DateTimeOffset now, WorkCalendar calendar)
    {
        if (!IsOpen)
            return AgencyErrors.Over(State);
        if (State is AgencyState.Requested)
            Limit = Limit.End(CityClock.DateOf(now), calendar).Value;
        (State, EndText, EndedAt, DueOn) = (AgencyState.Terminated, reason.Trim(), now, null);
        Record(new AgencyTerminated(Id, Sha256.Of(reason)));
        return null;
    }

    /// <summary>A republished calendar moves the open clock.</summary>
    /// <returns>Whether the due day moved.</returns>
    public bool Recompute(WorkCalendar calendar)
    {
        if (Limit.IsEnded || Limit.Recompute(calendar) is not { } after || Limit.DueOn == after.DueOn)
            return false;
        Record(new LimitRecomputed(Id, null, calendar.Version, Limit.DueOn, after.DueOn));
        (Limit, DueOn) = (after, after.DueOn);
        return true;
    }

    private const int LongestYears = 3;
    private const int MostEntries = 500;
}

internal sealed class AgencyCaseTable : IEntityTypeConfiguration<AgencyCase>
{
    public void Configure(EntityTypeBuilder<AgencyCase> table)
    {
        table.ToTable("approvals_agency_cases").HasKey(a => a.Id);
        table.Property(a => a.ProjectCode).HasMaxLength(24);
        table.Property(a => a.ProjectName).HasMaxLength(200);
        table.Property(a => a.Owner).HasMaxLength(18);
        table.Property(a => a.Centre).HasMaxLength(40);
        table.Property(a => a.Scope).HasMaxLength(Limits.Reason);
        table.Property(a => a.EndText).HasMaxLength(Limits.Reason);
        table.Property(a => a.Entries).AsJson();
        table.HasIndex(a => a.ProjectId);
        table.HasIndex(a => new { a.Centre, a.State, a.Id });
        table.HasIndex(a => new { a.Owner, a.Id });
    }
}

[Act("approvals.agency-requested", "委托代办", "Agency service asked for")]
internal sealed record AgencyRequested(Guid Agency, string Centre, DateOnly From, DateOnly To, string ScopeDigest) : IAct;

[Act("approvals.agency-accepted", "受理代办并指派代办员", "Agency service taken on")]
internal sealed record AgencyAccepted(Guid Agency, Guid Agent, Guid Mandate) : IAct;

[Act("approvals.agency-declined", "不受理代办", "Agency service declined")]
internal sealed record AgencyDeclined(Guid Agency, string ReasonDigest) : IAct;

[Act("approvals.agency-noted", "记录代办情况", "Agency service noted")]
internal sealed record AgencyNoted(Guid Agency, AgencyEntryKind Kind, bool ByAgent, string TextDigest) : IAct;

[Act("approvals.agency-completed", "代办完成", "Agency service completed")]
internal sealed record AgencyCompleted(Guid Agency, string SummaryDigest) : IAct;

[Act("approvals.agency-terminated", "终止代办", "Agency service ended early")]
internal sealed record AgencyTerminated(Guid Agency, string ReasonDigest) : IAct;
