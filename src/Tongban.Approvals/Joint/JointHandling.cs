using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Joint;

/// <summary>Where a joint handling stands.</summary>
internal enum JointState
{
    /// <summary>已申请: applied for; the lead arranges the day.</summary>
    Applied,

    /// <summary>已安排: day, place and participants stand.</summary>
    Arranged,

    /// <summary>已出具联合意见, or every department took the shared survey over.</summary>
    Done,
}

/// <summary>The survey that all departments share (多测合一).</summary>
/// <param name="Institution">Name of the surveying institution.</param>
/// <param name="Result">SHA-256 of the result that was handed in.</param>
internal sealed record SharedSurvey(string Institution, string? CreditCode, DateOnly SurveyedOn, string Result);

/// <summary>Items of a stage handled together (联合审图, 联合验收): one application, one visit, one opinion. Or one survey used by all (多测合一).</summary>
/// <remarks>优化营商环境条例第四十二条. Each department's finding is recorded under its own power; the lead's opinion decides all member items at one moment, each as its department found.</remarks>
internal sealed class JointHandling : Aggregate
{
    private readonly List<JointFinding> _findings = [];

    private JointHandling()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid StageCaseId { get; private set; }

    public Guid ProjectId { get; private set; }

    /// <summary>Id of the group in the flow.</summary>
    public string Group { get; private set; } = "";

    public GroupKind Kind { get; private set; }

    public JointState State { get; private set; }

    public DateTimeOffset AppliedAt { get; private set; }

    public SharedSurvey? Survey { get; private set; }

    public DateOnly? VisitOn { get; private set; }

    public string? Place { get; private set; }

    /// <summary>How many visits were arranged; more than one after something had to be put right.</summary>
    public int Visits { get; private set; }

    public string? Opinion { get; private set; }

    public Guid? ConcludedBy { get; private set; }

    public DateTimeOffset? ConcludedAt { get; private set; }

    public IReadOnlyList<JointFinding> Findings => _findings;

    public static JointHandling Apply(Guid id, StageCase stage, ItemGroup group, IReadOnlyList<ItemCase> items, SharedSurvey? survey, DateTimeOffset now)
    {
        var joint = new JointHandling
        {
            Id = id,
            StageCaseId = stage.Id,
            ProjectId = stage.ProjectId,
            Group = group.Id,
            Kind = group.Kind,
            State = group.Kind is GroupKind.CombinedSurvey ? JointState.Arranged : JointState.Applied,
            AppliedAt = now,
            Survey = survey,
        };
        joint._findings.AddRange(items.Select(i => JointFinding.Ask(joint, i.Organ, i.Code)));
        foreach (var organ in group.Departments.Select(d => Organ.KeyOf(d.Id, stage.Division)).Where(o => items.All(i => i.Organ != o)))
            joint._findings.Add(JointFinding.Ask(joint, organ, null));
        joint.Record(new JointAppliedFor(joint.Id, stage.Id, group.Id, [.. items.Select(i => i.Code)], [.. joint._findings.Select(f => f.Organ).Distinct(StringComparer.Ordinal)], survey?.Result));
        return joint;
    }

    /// <summary>The lead sets day and place for all. After a visit on which something was found wrong it may set another: what was found wrong is looked at again.</summary>
    public Error? Arrange(DateOnly? visitOn, string? place, DateOnly today)
    {
        if (State is JointState.Done || Kind is GroupKind.CombinedSurvey)
            return JointErrors.Over();
        if (visitOn is not { } day || day < today)
            return JointErrors.VisitInThePast();
        if (string.IsNullOrWhiteSpace(place))
            return ApprovalErrors.ReasonMissing("place");
        (State, VisitOn, Place, Visits) = (JointState.Arranged, day, place.Trim(), Visits + 1);
        foreach (var wrong in _findings.Where(f => f.Agrees is false))
            wrong.LookAgain();
        Record(new JointVisitArranged(Id, StageCaseId, day, Visits, [.. _findings.Where(f => f.Agrees is null).Select(f => f.Organ).Distinct(StringComparer.Ordinal)]));
        return null;
    }

    /// <summary>A department states what it found, on the day of the visit or later.</summary>
    /// <param name="item">Its item; <see langword="null"/> for a department that takes part without one.</param>
    /// <param name="power">The power by which its item will be decided.</param>
    public Error? Find(string? item, bool agrees, string? text, Actor officer, string? power, DateTimeOffset now, DateOnly today)
    {
        if (State is JointState.Done)
            return JointErrors.Over();
        if (_findings.SingleOrDefault(f => f.Organ == officer.Organ && f.Item == item) is not { } finding)
            return JointErrors.NotAParticipant();
        if (State is not JointState.Arranged || VisitOn > today)
            return JointErrors.BeforeTheVisit(VisitOn);
        if (!agrees && string.IsNullOrWhiteSpace(text))
            return ApprovalErrors.RefusalNeedsReasons() with { Field = "text" };
        finding.Give(agrees, text, officer.PersonId, power, now);
        Record(new JointFindingGiven(Id, StageCaseId, finding.Organ, item, agrees, Sha256.Of(text)));
        // Nobody concludes a survey: it is accepted when every department took it over.
        if (Kind is GroupKind.CombinedSurvey && _findings.All(f => f.Agrees is true))
            (State, ConcludedAt) = (JointState.Done, now);
        return null;
    }

    /// <summary>The lead issues the one opinion. Everyone must have been heard.</summary>
    public Error? Conclude(string? opinion, Actor officer, DateTimeOffset now)
    {
        if (State is JointState.Done || Kind is GroupKind.CombinedSurvey)
            return JointErrors.Over();
        if (_findings.Where(f => f.Agrees is null).Select(f => f.Organ).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } silent)
            return JointErrors.NotAllHeard(silent);
        if (string.IsNullOrWhiteSpace(opinion))
            return ApprovalErrors.ReasonMissing("opinion");
        (State, Opinion, ConcludedBy, ConcludedAt) = (JointState.Done, opinion, officer.PersonId, now);
        Record(new JointOpinionIssued(Id, StageCaseId, Group, _findings.All(f => f.Agrees is true), [.. _findings.Where(f => f.Item is not null).Select(f => f.Item!)], Sha256.Of(opinion)));
        return null;
    }
}

/// <summary>What one department found about its item; asked for from the beginning.</summary>
internal sealed class JointFinding
{
    private JointFinding()
    {
    }

    public Guid Id { get; private set; }

    public Guid JointHandlingId { get; private set; }

    public Guid StageCaseId { get; private set; }

    public string Organ { get; private set; } = "";

    public string? Item { get; private set; }

    public bool? Agrees { get; private set; }

    public string? Text { get; private set; }

    public string? Power { get; private set; }

    public Guid? GivenBy { get; private set; }

    public DateTimeOffset? GivenAt { get; private set; }

    internal static JointFinding Ask(JointHandling joint, string organ, string? item) => new() { Id = NewId.Random(), JointHandlingId = joint.Id, StageCaseId = joint.StageCaseId, Organ = organ, Item = item };

    internal void Give(bool agrees, string? text, Guid by, string? power, DateTimeOffset now) => (Agrees, Text, GivenBy, Power, GivenAt) = (agrees, text, by, power, now);

    internal void LookAgain() => (Agrees, GivenBy, GivenAt) = (null, null, null);
}

internal sealed class JointHandlingTable : IEntityTypeConfiguration<JointHandling>
{
    public void Configure(EntityTypeBuilder<JointHandling> table)
    {
        table.ToTable("approvals_joint_handlings").HasKey(j => j.Id);
        table.Property(j => j.Group).HasMaxLength(40);
        table.Property(j => j.Place).HasMaxLength(200);
        table.Property(j => j.Opinion).HasMaxLength(Limits.Opinion);
        table.Property(j => j.Survey).AsJson();
        table.HasIndex(j => new { j.StageCaseId, j.Group }).IsUnique();
        table.HasMany(j => j.Findings).WithOne().HasForeignKey(f => f.JointHandlingId);
        table.Navigation(j => j.Findings).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class JointFindingTable : IEntityTypeConfiguration<JointFinding>
{
    public void Configure(EntityTypeBuilder<JointFinding> table)
    {
        table.ToTable("approvals_joint_findings").HasKey(f => f.Id);
        table.Property(f => f.Organ).HasMaxLength(40);
        table.Property(f => f.Item).HasMaxLength(12);
        table.Property(f => f.Text).HasMaxLength(Limits.Opinion);
        table.Property(f => f.Power).HasMaxLength(60);
        table.HasIndex(f => new { f.Organ, f.StageCaseId });
        table.HasIndex(f => f.StageCaseId);
    }
}

[Act("approvals.joint-applied-for", "申请联合办理", "Joint handling applied for")]
internal sealed record JointAppliedFor(Guid Joint, Guid StageCase, string Group, IReadOnlyList<string> Items, IReadOnlyList<string> Organs, string? SurveyDigest) : IAct;

[Act("approvals.joint-visit-arranged", "安排联合踏勘", "Joint visit arranged")]
internal sealed record JointVisitArranged(Guid Joint, Guid StageCase, DateOnly VisitOn, int Visit, IReadOnlyList<string> Organs) : IAct;

[Act("approvals.joint-finding-given", "部门验收（审查）结论", "Joint finding given")]
internal sealed record JointFindingGiven(Guid Joint, Guid StageCase, string Organ, string? Item, bool Agrees, string TextDigest) : IAct;

[Act("approvals.joint-opinion-issued", "出具联合意见", "Joint opinion issued")]
internal sealed record JointOpinionIssued(Guid Joint, Guid StageCase, string Group, bool Passed, IReadOnlyList<string> Items, string OpinionDigest) : IAct;

/// <summary>Refusals of joint handling.</summary>
internal static class JointErrors
{
    private const string Basis = "优化营商环境条例第四十二条";

    public static Error NoSuchGroup(string group) => new("approvals.no-such-group", ($"本阶段没有联合办理组 {group}。", $"The stage has no group {group}."), ErrorKind.NotFound);

    public static Error OtherStage(ItemGroup group) => new("approvals.group-of-other-stage", ($"“{group.Name.Zh}”属于第 {group.Stage} 阶段。", $"“{group.Name.En}” belongs to stage {group.Stage}."));

    public static Error NoSuchJoint() => new("approvals.no-such-joint", ("没有这次联合办理，或您无权查看。", "There is no such joint handling, or it is not for you to see."), ErrorKind.NotFound);

    public static Error AlreadyApplied(ItemGroup group) => new("approvals.joint-already-applied", ($"“{group.Name.Zh}”已经申请。", $"“{group.Name.En}” is already applied for."), ErrorKind.Conflict);

    public static Error NothingTogether(ItemGroup group) => new("approvals.nothing-together", ($"“{group.Name.Zh}”的事项都已办结或不适用。", $"No item of “{group.Name.En}” is still to be decided."), ErrorKind.Conflict);

    public static Error SurveyMissing(Material material) => new("approvals.survey-missing", ($"请先上传“{material.Name.Zh}”，并填写测绘机构和测绘日期。", $"Upload “{material.Name.En}” first and name institution and day of the survey.")) { Field = "institution", LegalBasis = Basis };

    public static Error VisitInThePast() => new("approvals.visit-day", ("请填写不早于今天的日期。", "Give a day not before today.")) { Field = "visitOn" };

    public static Error Over() => new("approvals.joint-over", ("联合办理已经结束。", "The joint handling is over."), ErrorKind.Conflict);

    public static Error NotAParticipant() => new("approvals.not-a-participant", ("贵机关（或该事项）不参加本次联合办理。", "Your organ, or this item, takes no part in it."), ErrorKind.Forbidden);

    public static Error BeforeTheVisit(DateOnly? day) => day is { } on
        ? new("approvals.before-the-visit", ($"联合踏勘定于 {on:yyyy-MM-dd}，此前不能出具结论。", $"The visit is on {on:yyyy-MM-dd}; findings follow it."), ErrorKind.Conflict)
        : new("approvals.before-the-visit", ("牵头部门尚未安排联合踏勘（会审）。", "The lead has not arranged the visit yet."), ErrorKind.Conflict);

    public static Error NotAllHeard(IReadOnlyList<string> organs) => new("approvals.not-all-heard", ($"尚未出具结论的部门：{string.Join('、', organs)}", $"Not heard yet: {string.Join(", ", organs)}"), ErrorKind.Conflict) { LegalBasis = Basis };

    public static Error DecidedJointly(string item) => new("approvals.decided-jointly", ($"事项 {item} 在联合办理中，由联合意见一并决定。", $"Item {item} is handled jointly; the joint opinion decides it."), ErrorKind.Conflict)
    { LegalBasis = Basis, WayOut = ("请在联合办理页面出具本部门结论。", "State your finding on the page of the joint handling.") };
}

internal static class JointWords
{
    public static Words Name(this JointState state, GroupKind kind) => (state, kind) switch
    {
        (JointState.Applied, _) => ("待牵头部门安排", "Waits for the lead's arrangement"),
        (JointState.Arranged, GroupKind.CombinedSurvey) => ("各部门核验成果", "The departments look at the result"),
        (JointState.Arranged, _) => ("已安排", "Arranged"),
        (_, GroupKind.CombinedSurvey) => ("成果已共用", "The result is shared"),
        _ => ("已出具联合意见", "Joint opinion issued"),
    };
}
