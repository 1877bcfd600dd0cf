using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Projects.Contracts;

namespace Tongban.Dispatch.Weekly.Model;

/// <summary>Whose key project it is (重点项目).</summary>
internal enum KeyClass { Provincial, Municipal, County }

/// <summary>What was done with the list.</summary>
internal enum MajorEntryKind { Listed, Changed, Removed }

/// <summary>What is decided with a project on the list.</summary>
/// <param name="ShouldResumeOn">From when work should go on; it counts for the resumption rate from the week of that day.</param>
/// <param name="PlanYear">Year of <paramref name="PlannedYearWan"/>.</param>
/// <param name="PlannedYearWan">Investment the annual plan has for the project, in 10⁴ yuan.</param>
internal sealed record MajorTerms(KeyClass Class, DateOnly? ShouldResumeOn, int PlanYear, decimal PlannedYearWan);

/// <summary>One line of the list's history. Lines are added and never changed, so that the list of any past instant stays knowable; name, place and sector stand in it as they were.</summary>
internal sealed class MajorEntry
{
    private MajorEntry() { }

    public Guid Id { get; private set; }

    public Guid MajorId { get; private set; }

    public Guid ProjectId { get; private set; }

    /// <summary>1 for the first line of the project; of two lines of one instant the later holds.</summary>
    public int No { get; private set; }

    public MajorEntryKind Kind { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>The first week for which it holds, <see cref="IsoWeek.Key"/>.</summary>
    public int FromWeek { get; private set; }

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public string Division { get; private set; } = "";

    /// <summary>Section of GB/T 4754.</summary>
    public string Sector { get; private set; } = "";

    public KeyClass Class { get; private set; }

    public DateOnly? ShouldResumeOn { get; private set; }

    public int PlanYear { get; private set; }

    public decimal PlannedYearWan { get; private set; }

    public decimal TotalWan { get; private set; }

    /// <summary>Degrees, where the project has a boundary.</summary>
    public decimal? Longitude { get; private set; }

    public decimal? Latitude { get; private set; }

    /// <summary>Who decided.</summary>
    public string Organ { get; private set; } = "";

    public string Reason { get; private set; } = "";

    internal static MajorEntry Of(MajorProject major, MajorEntryKind kind, ProjectRecord project, (decimal Longitude, decimal Latitude)? place, MajorTerms terms, string reason, string organ, IsoWeek week, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), MajorId = major.Id, No = major.Entries.Count + 1, ProjectId = project.Id, Kind = kind, At = now, FromWeek = week.Key, Code = project.Code, Name = project.Name, Owner = project.Owner, Division = project.Division,
        Sector = project.Industry.Length == 0 ? "" : project.Industry[..1], Class = terms.Class, ShouldResumeOn = terms.ShouldResumeOn, PlanYear = terms.PlanYear, PlannedYearWan = terms.PlannedYearWan,
        TotalWan = decimal.Round(project.TotalInvestment / 10_000m, 4), Longitude = place?.Longitude, Latitude = place?.Latitude, Organ = organ, Reason = reason,
    };

    /// <summary>The same line, ending it.</summary>
    internal MajorEntry Removal(string reason, string organ, IsoWeek week, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), MajorId = MajorId, No = No + 1, ProjectId = ProjectId, Kind = MajorEntryKind.Removed, At = now, FromWeek = week.Key, Code = Code, Name = Name, Owner = Owner, Division = Division, Sector = Sector, Class = Class,
        ShouldResumeOn = ShouldResumeOn, PlanYear = PlanYear, PlannedYearWan = PlannedYearWan, TotalWan = TotalWan, Longitude = Longitude, Latitude = Latitude, Organ = organ, Reason = reason,
    };
}

/// <summary>A project on the list of major projects (重大项目调度清单), which returns every week, or one that was on it.</summary>
internal sealed class MajorProject : Aggregate, IOfProject
{
    private readonly List<MajorEntry> _entries = [];

    private MajorProject() { }

    /// <summary>Its acts join the project's chain.</summary>
    public override string Matter => ProjectRecord.MatterOf(ProjectId);

    public Guid ProjectId { get; private set; }

    public string Code { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public string Division { get; private set; } = "";

    /// <summary>As of now.</summary>
    public bool IsListed { get; private set; }

    /// <summary>History of the list, oldest first.</summary>
    public IReadOnlyList<MajorEntry> Entries => _entries;

    public MajorEntry Newest => _entries.MaxBy(e => e.No)!;

    public static Result<MajorProject> List(ProjectRecord project, (decimal, decimal)? place, MajorTerms terms, string? reason, string organ, IsoWeek week, DateTimeOffset now)
    {
        var major = new MajorProject { Id = NewId.At(now), ProjectId = project.Id };
        return major.Enter(project, place, terms, reason, organ, week, now) is { } refusal ? refusal : major;
    }

    /// <summary>Puts it on the list, again or with other terms.</summary>
    public Error? Enter(ProjectRecord project, (decimal, decimal)? place, MajorTerms terms, string? reason, string organ, IsoWeek week, DateTimeOffset now)
    {
        if (project.HasEnded)
            return WeeklyErrors.ProjectEnded(project.Code);
        List<Error> no = [];
        if (reason?.Trim() is not { Length: >= 2 and <= 400 })
            no.Add(WeeklyErrors.Reason());
        if (terms.PlanYear is < 2015 or > 2100)
            no.Add(WeeklyErrors.PlanYear());
        if (terms.PlannedYearWan < 0 || terms.PlannedYearWan * 10_000m > project.TotalInvestment)
            no.Add(WeeklyErrors.PlannedAmount());
        if (Error.Combine(no) is { } refusal)
            return refusal;
        var entry = MajorEntry.Of(this, IsListed ? MajorEntryKind.Changed : MajorEntryKind.Listed, project, place, terms, reason!.Trim(), organ, week, now);
        _entries.Add(entry);
        (Code, Owner, Division, IsListed) = (project.Code, project.Owner, project.Division, true);
        Record(entry.Kind is MajorEntryKind.Listed ? new MajorProjectListed(ProjectId, Code, terms.Class, week.ToString(), organ, Sha256.Of(entry.Reason)) : new MajorProjectChanged(ProjectId, Code, terms.Class, week.ToString(), organ, Sha256.Of(entry.Reason)));
        return null;
    }

    public Error? Remove(string? reason, string organ, IsoWeek week, DateTimeOffset now)
    {
        if (!IsListed)
            return WeeklyErrors.NotListed(Code);
        if (reason?.Trim() is not { Length: >= 2 and <= 400 } given)
            return WeeklyErrors.Reason();
        _entries.Add(Newest.Removal(given, organ, week, now));
        IsListed = false;
        Record(new MajorProjectRemoved(ProjectId, Code, week.ToString(), organ, Sha256.Of(given)));
        return null;
    }
}
