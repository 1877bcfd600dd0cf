using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Model;

/// <summary>Where the time to begin construction stands.</summary>
internal enum TermState
{
    /// <summary>待开工.</summary>
    Running,

    /// <summary>已开工.</summary>
    Started,

    /// <summary>已失效.</summary>
    Lapsed,
}

/// <summary>A request for more time to begin that waits for the verifying organ.</summary>
internal sealed record TermRequest(string Reason, Guid By, DateTimeOffset At, TimeLimit Limit);

/// <summary>A project is begun within two years of its verification or filing, with one extension of at most a year, or it lapses, and its code with it.</summary>
/// <remarks>Verification: 企业投资项目核准和备案管理条例第十二条, asked for thirty working days before, answered in twenty. A filing is a notification: its unit states that it goes on, which takes effect on receipt
/// (general knowledge of 企业投资项目核准和备案管理办法; the regulation itself names no term).</remarks>
internal sealed class ProjectTerm : Aggregate, IOfProject
{
    public const string VerificationBasis = "企业投资项目核准和备案管理条例第十二条";
    public const string FilingBasis = "企业投资项目核准和备案管理办法（备案后两年内未开工的，应当说明或者撤回）";
    private const int Years = 2;
    private const int AskWorkingDaysBefore = 30;
    private const int AnswerWorkingDays = 20;

    private ProjectTerm()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string ProjectCode { get; private set; } = "";

    public string ProjectName { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public ProjectType Type { get; private set; }

    /// <summary>Organ that verified or took the filing in.</summary>
    public string Organ { get; private set; } = "";

    /// <summary>Item by whose power it answers.</summary>
    public string Item { get; private set; } = "";

    public TermState State { get; private set; }

    public TimeLimit Limit { get; private set; } = null!;

    /// <summary>Last day to begin.</summary>
    public DateOnly StartBy { get; private set; }

    public DateOnly? StartedOn { get; private set; }

    public TermRequest? Request { get; private set; }

    public DateOnly? RequestDueOn { get; private set; }

    public bool IsExtended { get; private set; }

    public string Basis => Type is ProjectType.Filing ? FilingBasis : VerificationBasis;

    /// <summary>Last day to ask for an extension.</summary>
    public DateOnly AskBy(WorkCalendar calendar)
    {
        if (Type is ProjectType.Filing)
            return StartBy;
        var day = StartBy;
        while (calendar.WorkingDaysBetween(day, StartBy) < AskWorkingDaysBefore)
            day = day.AddDays(-1);
        return day;
    }

    public static ProjectTerm Begin(StageCase stage, ItemCase item, CaseSetting setting)
    {
        var days = setting.Today.AddYears(Years).DayNumber - setting.Today.DayNumber;
        var term = new ProjectTerm
        {
            Id = NewId.At(setting.Now),
            ProjectId = stage.ProjectId,
            ProjectCode = stage.ProjectCode,
            ProjectName = stage.ProjectName,
            Owner = stage.Owner,
            Type = stage.Type,
            Organ = item.Organ,
            Item = item.Code,
            State = TermState.Running,
        };
        term.Limit = TimeLimit.Start(setting.Today, new LimitLength(days, LimitUnit.CalendarDay), term.Basis, setting.Calendar);
        term.StartBy = setting.Today.AddYears(Years);
        term.Record(new ProjectTermBegun(term.Id, item.Code, setting.Today, term.StartBy));
        return term;
    }

    /// <summary>The unit reports that construction has begun (条例第十六条).</summary>
    public Error? RecordStart(DateOnly on, CaseSetting setting)
    {
        if (State is not TermState.Running)
            return TermErrors.NotRunning(State);
        if (on > setting.Today || on < Limit.StartedOn || on > StartBy)
            return TermErrors.StartDayImpossible(Limit.StartedOn, StartBy < setting.Today ? StartBy : setting.Today);
        (State, StartedOn, Limit) = (TermState.Started, on, Limit.End(setting.Today, setting.Calendar).Value);
        Wait(null);
        Record(new ConstructionStarted(Id, on));
        return null;
    }

    /// <summary>The unit asks for more time, once. For a filing it states that it goes on, which takes effect at once.</summary>
    public Error? AskExtension(string reason, Actor unit, CaseSetting setting)
    {
        if (State is not TermState.Running)
            return TermErrors.NotRunning(State);
        if (IsExtended)
            return TermErrors.ExtendedOnce(StartBy);
        if (Request is not null)
            return TermErrors.AlreadyAsked();
        if (string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.ReasonMissing("reason");
        if (setting.Today > AskBy(setting.Calendar))
            return TermErrors.AskedTooLate(AskBy(setting.Calendar), Basis);
        Record(new TermExtensionAsked(Id, Sha256.Of(reason)));
        if (Type is ProjectType.Filing)
        {
            Extend(StartBy.AddYears(1));
            return null;
        }
        Wait(new TermRequest(reason.Trim(), unit.PersonId, setting.Now, TimeLimit.Start(setting.Today, new LimitLength(AnswerWorkingDays), VerificationBasis, setting.Calendar)));
        return null;
    }

    /// <param name="until">When granted: at most a year more.</param>
    public Error? AnswerExtension(bool grant, DateOnly? until, string? reason)
    {
        if (Request is null)
            return TermErrors.NothingAsked();
        if (!grant && string.IsNullOrWhiteSpace(reason))
            return ApprovalErrors.RefusalNeedsReasons() with { Field = "reason" };
        if (grant && (until is not { } last || last <= StartBy || last > StartBy.AddYears(1)))
            return TermErrors.UntilImpossible(StartBy.AddYears(1));
        Wait(null);
        if (grant)
            Extend(until!.Value);
        else
            Record(new TermExtensionRefused(Id, Sha256.Of(reason)));
        return null;
    }

    /// <summary>The last day passed and nothing was begun. A request that still waits keeps it alive: silence of the organ harms nobody.</summary>
    public Error? Lapse(CaseSetting setting)
    {
        if (State is not TermState.Running || setting.Today <= StartBy || Request is not null)
            return TermErrors.NotRunning(State);
        (State, Limit) = (TermState.Lapsed, Limit.End(setting.Today, setting.Calendar).Value);
        Record(new ProjectTermLapsed(Id, StartBy));
        return null;
    }

    private void Extend(DateOnly until)
    {
        (StartBy, IsExtended) = (until, true);
        Record(new ProjectTermExtended(Id, until));
    }

    private void Wait(TermRequest? request) => (Request, RequestDueOn) = (request, request?.Limit.DueOn);
}

/// <summary>Refusals about the time to begin construction.</summary>
internal static class TermErrors
{
    public static Error NotFound() => new("terms.not-found", ("该项目没有开工期限。", "This project has no term to begin."), ErrorKind.NotFound);

    public static Error NotRunning(TermState state) => new("terms.not-running", ($"当前为“{state.Name().Zh}”，不能办理。", $"It is “{state.Name().En}”; this is not possible."), ErrorKind.Conflict);

    public static Error StartDayImpossible(DateOnly from, DateOnly to) => new("terms.start-day-impossible", ($"开工日期应在 {from:yyyy-MM-dd} 至 {to:yyyy-MM-dd} 之间。", $"The day lies between {from:yyyy-MM-dd} and {to:yyyy-MM-dd}.")) { Field = "on" };

    public static Error ExtendedOnce(DateOnly until) => new("terms.extended-once", ($"开工只能延期一次，现至 {until:yyyy-MM-dd}。", $"It is extended only once, now to {until:yyyy-MM-dd}."), ErrorKind.Conflict) { LegalBasis = ProjectTerm.VerificationBasis };

    public static Error AlreadyAsked() => new("terms.already-asked", ("延期申请正在办理。", "A request is open."), ErrorKind.Conflict);

    public static Error AskedTooLate(DateOnly last, string basis) => new("terms.asked-too-late", ($"延期应在期限届满的 30 个工作日前申请，最后一日为 {last:yyyy-MM-dd}。", $"It is asked for thirty working days before; the last day was {last:yyyy-MM-dd}.")) { LegalBasis = basis };

    public static Error NothingAsked() => new("terms.nothing-asked", ("没有待答复的延期申请。", "No request waits."), ErrorKind.Conflict);

    public static Error UntilImpossible(DateOnly latest) => new("terms.until-impossible", ($"延期最长不得超过一年，最迟至 {latest:yyyy-MM-dd}。", $"At most a year more, to {latest:yyyy-MM-dd}.")) { Field = "until", LegalBasis = ProjectTerm.VerificationBasis };
}

internal static class TermWords
{
    public static Words Name(this TermState state) => state switch
    {
        TermState.Running => ("待开工", "To be begun"),
        TermState.Started => ("已开工", "Begun"),
        _ => ("已失效", "Lapsed"),
    };
}

[Act("approvals.project-term-begun", "起算开工期限", "Term to begin construction begun")]
internal sealed record ProjectTermBegun(Guid Term, string Item, DateOnly On, DateOnly StartBy) : IAct;

[Act("approvals.construction-started", "报告开工", "Construction started")]
internal sealed record ConstructionStarted(Guid Term, DateOnly On) : IAct;

[Act("approvals.term-extension-asked", "申请延期开工", "Extension of the start asked for")]
internal sealed record TermExtensionAsked(Guid Term, string ReasonDigest) : IAct;

[Act("approvals.term-extension-refused", "不同意延期开工", "Extension of the start refused")]
internal sealed record TermExtensionRefused(Guid Term, string ReasonDigest) : IAct;

[Act("approvals.project-term-extended", "延期开工", "Start extended")]
internal sealed record ProjectTermExtended(Guid Term, DateOnly Until) : IAct;

[Act("approvals.project-term-lapsed", "逾期未开工失效", "Project lapsed without a start")]
internal sealed record ProjectTermLapsed(Guid Term, DateOnly StartBy) : IAct;

internal sealed class ProjectTermTable : IEntityTypeConfiguration<ProjectTerm>
{
    public void Configure(EntityTypeBuilder<ProjectTerm> table)
    {
        table.ToTable("approvals_terms").HasKey(t => t.Id);
        table.Property(t => t.ProjectCode).HasMaxLength(24);
        table.Property(t => t.ProjectName).HasMaxLength(200);
        table.Property(t => t.Owner).HasMaxLength(18);
        table.Property(t => t.Organ).HasMaxLength(40);
        table.Property(t => t.Item).HasMaxLength(12);
        table.Property(t => t.Request).AsJson();
        table.Ignore(t => t.Basis);
        table.HasIndex(t => t.ProjectId).IsUnique();
        table.HasIndex(t => new { t.State, t.StartBy });
        table.HasIndex(t => new { t.Organ, t.RequestDueOn });
    }
}
