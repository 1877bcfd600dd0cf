using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Projects.ChangeRequests;

/// <summary>Where a request stands.</summary>
internal enum ChangeRequestState
{
    /// <summary>办理中: the authority's clock runs.</summary>
    Open,

    /// <summary>同意变更: in effect, the project's data are the requested ones.</summary>
    Agreed,

    /// <summary>不同意变更.</summary>
    Refused,

    /// <summary>已撤回: by the unit.</summary>
    Withdrawn,

    /// <summary>已终止: the project ended.</summary>
    Ended,
}

/// <summary>A unit asks the authority that verified or approved its project for a change of what was approved (变更申请): place, scale, content, amount.</summary>
/// <remarks>The authority of a verified project answers in writing within 20 working days of receipt (企业投资项目核准和备案管理条例第十一条). For a government-invested project the regulation
/// sends the change to the authority that approved it and names no time (政府投资条例第二十一条); the same length is promised. A filed project is changed by its unit itself.</remarks>
internal sealed class ChangeRequest : Aggregate, IOfProject
{
    /// <summary>Working days for the answer.</summary>
    public const int Days = 20;

    public const int LongestOpinion = 2000;

    private ChangeRequest()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public string ProjectName { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public ProjectType Type { get; private set; }

    /// <summary>The authority that is asked.</summary>
    public string Organ { get; private set; } = "";

    /// <summary>Of the project, from 1.</summary>
    public int Serial { get; private set; }

    /// <summary>What people call it: <c>2603-360502-04-01-123453-BG1</c>.</summary>
    public string Code => $"{ProjectCode}-BG{Serial}";

    /// <summary>What was approved, as it was when the request came.</summary>
    public ProjectChanges Before { get; private set; } = new();

    /// <summary>What is to be instead; <see langword="null"/> stays.</summary>
    public ProjectChanges Wanted { get; private set; } = new();

    public IReadOnlyList<string> Fields { get; private set; } = [];

    public string Reason { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }

    public ChangeRequestState State { get; private set; }

    public TimeLimit Limit { get; private set; } = default!;

    public DateOnly? DueOn { get; private set; }

    public DateOnly? YellowFrom { get; private set; }

    /// <summary>The authority's words; of a refusal its reasons.</summary>
    public string? Opinion { get; private set; }

    /// <summary>Number of the written decision.</summary>
    public string? Number { get; private set; }

    /// <summary>SHA-256 of the written decision, which is in the archive.</summary>
    public string? DecisionDigest { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public bool IsOpen => State is ChangeRequestState.Open;

    /// <param name="fields">Which fields differ, as the API spells them.</param>
    public static ChangeRequest Ask(Project project, ProjectChanges wanted, IReadOnlyList<string> fields, string reason, string organ, int serial, DateTimeOffset now, WorkCalendar calendar)
    {
        var request = new ChangeRequest
        {
            Id = NewId.At(now), ProjectId = project.Id, ProjectCode = project.Code, ProjectName = project.Name, Owner = project.Owner, Type = project.Type, Organ = organ, Serial = serial,
            Before = project.ApprovedNow, Wanted = wanted.Only(fields), Fields = [.. fields.Order(StringComparer.Ordinal)], Reason = reason.Trim(), AskedAt = now,
        };
        request.Follow(TimeLimit.Start(CityClock.DateOf(now), new LimitLength(Days), BasisOf(project.Type), calendar));
        request.Record(new ChangeRequested(project.Id, request.Id, organ, request.Fields, request.DueOn!.Value, Sha256.Of(request.Reason)));
        return request;
    }

    /// <summary>The authority answers. Whether the project takes the change is asked of the project, in the same unit.</summary>
    public Error? Decide(bool agreed, string? opinion, Guid by, DateTimeOffset now, WorkCalendar calendar)
    {
        if (!IsOpen)
            return ProjectErrors.RequestOver(State.Name());
        if (!agreed && (opinion?.Trim().Length ?? 0) < 2)
            return ProjectErrors.OpinionMissing;
        if (opinion?.Length > LongestOpinion)
            return ProjectErrors.OpinionTooLong(LongestOpinion);
        var today = CityClock.DateOf(now);
        var late = today > DueOn;
        if (Close(agreed ? ChangeRequestState.Agreed : ChangeRequestState.Refused, now, calendar) is { } wrong)
            return wrong;
        (Opinion, DecidedBy) = (string.IsNullOrWhiteSpace(opinion) ? null : opinion.Trim(), by);
        Record(new ChangeRequestDecided(ProjectId, Id, Organ, agreed, Limit.Elapsed(today, calendar), late, Sha256.Of(Opinion)));
        return null;
    }

    /// <summary>Enters the number and content of the written decision.</summary>
    public void Issue(string number, string digest) => (Number, DecisionDigest) = (number, digest);

    /// <summary>The unit takes its request back before it is decided.</summary>
    public Error? Withdraw(DateTimeOffset now, WorkCalendar calendar)
    {
        if (!IsOpen)
            return ProjectErrors.RequestOver(State.Name());
        if (Close(ChangeRequestState.Withdrawn, now, calendar) is { } wrong)
            return wrong;
        Record(new ChangeRequestWithdrawn(ProjectId, Id));
        return null;
    }

    /// <summary>The project ended; there is nothing left to change.</summary>
    public void End(DateTimeOffset now, WorkCalendar calendar)
    {
        if (IsOpen && Close(ChangeRequestState.Ended, now, calendar) is null)
            Record(new ChangeRequestEnded(ProjectId, Id));
    }

    /// <returns>Whether the due day moved with a republished calendar.</returns>
    public bool Recompute(WorkCalendar calendar)
    {
        if (!IsOpen)
            return false;
        var before = DueOn;
        Follow(Limit.Recompute(calendar));
        if (DueOn == before)
            return false;
        Record(new ChangeRequestLimitMoved(ProjectId, Id, DueOn!.Value, calendar.Version));
        return true;
    }

    public static string BasisOf(ProjectType type) => type is ProjectType.Verification ? "企业投资项目核准和备案管理条例第十一条" : "政府投资条例第二十一条；承诺时限";

    private Error? Close(ChangeRequestState state, DateTimeOffset now, WorkCalendar calendar)
    {
        if (!Limit.End(CityClock.DateOf(now), calendar).TryGet(out var ended, out var wrong))
            return wrong;
        (State, Limit, DueOn, YellowFrom, ClosedAt) = (state, ended, null, null, now);
        return null;
    }

    private void Follow(TimeLimit limit) => (Limit, DueOn, YellowFrom) = (limit, limit.DueOn, limit.YellowFrom);
}

internal sealed class ChangeRequestTable : IEntityTypeConfiguration<ChangeRequest>
{
    public void Configure(EntityTypeBuilder<ChangeRequest> table)
    {
        table.ToTable("projects_change_requests").IsAggregate();
        table.Ignore(r => r.Code);
        table.Property(r => r.ProjectCode).HasMaxLength(24);
        table.Property(r => r.ProjectName).HasMaxLength(120);
        table.Property(r => r.Owner).HasMaxLength(18);
        table.Property(r => r.Organ).HasMaxLength(40);
        table.Property(r => r.Before).IsJson<ProjectChanges, ProjectChanges>();
        table.Property(r => r.Wanted).IsJson<ProjectChanges, ProjectChanges>();
        table.Property(r => r.Fields).IsJson<IReadOnlyList<string>, List<string>>();
        table.Property(r => r.Reason).HasMaxLength(500);
        table.Property(r => r.Opinion).HasMaxLength(ChangeRequest.LongestOpinion);
        table.Property(r => r.Number).HasMaxLength(100);
        table.Property(r => r.DecisionDigest).HasMaxLength(64);
        // Two at once of one project meet here, and one of them is told so.
        table.HasIndex(r => new { r.ProjectId, r.Serial }).IsUnique();
        table.HasIndex(r => new { r.Owner, r.Id });
        // What an authority has to answer, by due day.
        table.HasIndex(r => new { r.Organ, r.State, r.DueOn, r.Id });
        table.HasIndex(r => new { r.State, r.YellowFrom });
    }
}

/// <summary>The unit asked for a change of what was approved; the authority's clock began.</summary>
/// <param name="Fields">Names of the fields, as the API spells them; the values stay with the request.</param>
[Act("projects.change-requested", "申请变更核准、审批内容", "Change of what was approved requested")]
internal sealed record ChangeRequested(Guid ProjectId, Guid Request, string Organ, IReadOnlyList<string> Fields, DateOnly DueOn, string ReasonDigest) : IAct;

/// <summary>The authority answered; what it agreed to is in effect with this act.</summary>
[Act("projects.change-decided", "对变更申请作出决定", "Request for a change decided")]
internal sealed record ChangeRequestDecided(Guid ProjectId, Guid Request, string Organ, bool Agreed, int DaysUsed, bool Late, string OpinionDigest) : IAct;

/// <summary>The unit took its request back.</summary>
[Act("projects.change-request-withdrawn", "撤回变更申请", "Request for a change withdrawn")]
internal sealed record ChangeRequestWithdrawn(Guid ProjectId, Guid Request) : IAct;

/// <summary>The project ended before the request was decided.</summary>
[Act("projects.change-request-ended", "项目终止，变更申请随之终止", "Request for a change ended with its project")]
internal sealed record ChangeRequestEnded(Guid ProjectId, Guid Request) : IAct;

/// <summary>A calendar was published again, and the due day moved with it.</summary>
[Act("projects.change-limit-moved", "变更申请期限随日历变动", "Limit of a request for a change moved")]
internal sealed record ChangeRequestLimitMoved(Guid ProjectId, Guid Request, DateOnly DueOn, string Calendar) : IAct;

internal static class ChangeRequestWords
{
    public static Words Name(this ChangeRequestState state) => state switch
    {
        ChangeRequestState.Open => ("办理中", "To be decided"),
        ChangeRequestState.Agreed => ("同意变更", "Agreed to"),
        ChangeRequestState.Refused => ("不同意变更", "Refused"),
        ChangeRequestState.Withdrawn => ("已撤回", "Withdrawn"),
        _ => ("已终止", "Ended with the project"),
    };

    public static Foundation.Ui.Tone ToneOf(this ChangeRequestState state) => state switch
    {
        ChangeRequestState.Open => Foundation.Ui.Tone.Info,
        ChangeRequestState.Agreed => Foundation.Ui.Tone.Good,
        ChangeRequestState.Refused => Foundation.Ui.Tone.Bad,
        _ => Foundation.Ui.Tone.Neutral,
    };

    /// <summary>What a field is called on the page of changes.</summary>
    public static Words FieldName(string field) => field switch
    {
        "location" => ("建设地点", "Location"),
        "scale" => ("建设规模", "Scale"),
        "content" => ("建设内容", "Content"),
        "totalInvestment" => ("总投资", "Total investment"),
        _ => ("资金来源", "Sources of funds"),
    };
}
