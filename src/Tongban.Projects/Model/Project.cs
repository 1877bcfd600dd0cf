using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Model;

/// <summary>An investment project from its declaration on (项目). It has one code for life, which every permit and payment carries.</summary>
/// <remarks>The code is assigned with the declaration (政府投资条例10; 企业投资项目核准和备案管理条例4) and never reused: a withdrawn or invalidated project keeps it.</remarks>
internal sealed partial class Project : Aggregate
{
    private Project()
    {
    }

    public override string Matter => ProjectRecord.MatterOf(Id);

    public string Code { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public string Name { get; private set; } = "";

    public ProjectType Type { get; private set; }

    public ProjectStatus Status { get; private set; }

    /// <summary>Code of <see cref="ProjectCategories"/>, a segment of the project code.</summary>
    public string Category { get; private set; } = ProjectCategories.Default;

    public string Division { get; private set; } = "";

    public string Industry { get; private set; } = "";

    public string Location { get; private set; } = "";

    public string Scale { get; private set; } = "";

    public string Content { get; private set; } = "";

    /// <summary>Yuan.</summary>
    public decimal TotalInvestment { get; private set; }

    /// <summary>Add up to <see cref="TotalInvestment"/>; empty when a filing did not say.</summary>
    public IReadOnlyList<FundShare> Sources { get; private set; } = [];

    /// <summary>Declared, m².</summary>
    public decimal? LandArea { get; private set; }

    public DateOnly? PlannedStart { get; private set; }

    public DateOnly? PlannedFinish { get; private set; }

    public bool PolicyDeclared { get; private set; }

    /// <summary>Canonical GeoJSON of <see cref="Site"/>.</summary>
    public string? SiteGeoJson { get; private set; }

    public string? SiteDigest { get; private set; }

    /// <summary>m², computed from the boundary.</summary>
    public decimal? SiteArea { get; private set; }

    public IReadOnlyList<SiteWarning> SiteWarnings { get; private set; } = [];

    public string ContactName { get; private set; } = "";

    public string ContactPhone { get; private set; } = "";

    public IReadOnlyDictionary<string, string> Facts { get; private set; } = new Dictionary<string, string>();

    public Guid DeclaredBy { get; private set; }

    public DateTimeOffset DeclaredAt { get; private set; }

    /// <summary>Day a record filing took effect.</summary>
    public DateOnly? FiledOn { get; private set; }

    /// <summary>How the declaration compared with the negative list.</summary>
    public Screening? Screening { get; private set; }

    /// <summary>Why it was withdrawn or its code invalidated.</summary>
    public string? EndReason { get; private set; }

    /// <summary>The contact person goes at the person's request, once the project is over; what was archived stays.</summary>
    internal void EraseContact() => (ContactName, ContactPhone) = ("", "");

    /// <summary>Checks everything, assigns the code, and for a filing puts the record filing in effect: receipt of all information is the filing (条例13).</summary>
    /// <param name="nextCode">Asked only when nothing is wrong, so that no code is lost.</param>
    public static Result<Project> Declare(ProjectDeclaration declaration, DeclarationRules rules, Guid declaredBy, DateTimeOffset now, DateOnly today, Func<string> nextCode, Screening? screening = null)
    {
        var faults = new[] { DeclarationCheck.Check(declaration, rules, today, out var site), ScreeningRules.Refuse(screening, declaration.Type) }.OfType<Error>();
        if (Error.Combine([.. faults]) is { } refusal)
            return refusal;

        var project = new Project
        {
            Id = NewId.At(now),
            Code = nextCode(),
            Owner = declaration.Owner!.Trim(),
            Name = declaration.Name!.Trim(),
            Type = declaration.Type!.Value,
            Status = ProjectStatus.Declared,
            Category = string.IsNullOrWhiteSpace(declaration.Category) ? ProjectCategories.Default : declaration.Category.Trim(),
            Division = declaration.Division!.Trim(),
            Industry = declaration.Industry!.Trim(),
            Location = declaration.Location!.Trim(),
            Scale = declaration.Scale!.Trim(),
            Content = declaration.Content!.Trim(),
            TotalInvestment = declaration.TotalInvestment!.Value,
            Sources = [.. declaration.Sources],
            LandArea = declaration.LandArea,
            PlannedStart = declaration.PlannedStart,
            PlannedFinish = declaration.PlannedFinish,
            PolicyDeclared = declaration.PolicyDeclared,
            SiteGeoJson = site?.Site.GeoJson,
            SiteDigest = site?.Site.Digest,
            SiteArea = site?.Site.AreaSquareMetres,
            SiteWarnings = site?.Warnings ?? [],
            ContactName = declaration.ContactName!.Trim(),
            ContactPhone = declaration.ContactPhone!.Trim(),
            Facts = new SortedDictionary<string, string>(declaration.Facts.ToDictionary(), StringComparer.Ordinal),
            DeclaredBy = declaredBy,
            DeclaredAt = now,
            Screening = screening,
        };
        project.Record(new ProjectDeclared(project.Id, project.Code, project.Owner, project.Type, project.Division, project.Industry, project.TotalInvestment, project.SiteDigest));
        if (screening is not null)
            project.Record(new ProjectScreened(project.Id, [.. screening.Editions.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => FormattableString.Invariant($"{e.Key}:{e.Value}"))], [.. screening.Hits.Select(h => FormattableString.Invariant($"{h.Entry}@{h.Version}"))]));
        if (project.Type is ProjectType.Filing)
        {
            project.FiledOn = today;
            project.Record(new ProjectFiled(project.Id, project.Code, today));
        }

        return project;
    }

    /// <summary>The first stage begins. A project already in approval stays as it is.</summary>
    public Error? EnterApproval()
    {
        if (Status is ProjectStatus.InApproval)
            return null;
        if (Status is not ProjectStatus.Declared)
            return ProjectErrors.NotPossible(Status);
        Status = ProjectStatus.InApproval;
        Record(new ProjectEnteredApproval(Id));
        return null;
    }

    /// <summary>The enterprise gives the project up.</summary>
    public Error? Withdraw(string reason) => End(ProjectStatus.Withdrawn, reason, new ProjectWithdrawn(Id, Code));

    /// <summary>The authority takes a wrong code out of use, with a reason.</summary>
    public Error? Invalidate(string reason) => End(ProjectStatus.Invalidated, reason, new ProjectInvalidated(Id, Code));

    /// <summary>Construction was not begun in time.</summary>
    public Error? Lapse(string reason) => End(ProjectStatus.Lapsed, reason, new ProjectLapsed(Id, Code));

    public ProjectRecord ToRecord() => new(Id, Code, Name, Owner, Type, Division, Industry, Status, TotalInvestment, LandArea, SiteDigest,
        SiteArea is { } area ? Math.Round(area / 10_000m, 4, MidpointRounding.AwayFromZero) : null, FiledOn, KnownFacts) { EndReason = EndReason, Screening = Screening, Site = SiteFindings };

    private Error? End(ProjectStatus status, string reason, IAct act)
    {
        if (Status is not (ProjectStatus.Declared or ProjectStatus.InApproval))
            return ProjectErrors.NotPossible(Status);
        if (reason.Trim().Length is < 2 or > 500)
            return ProjectErrors.Reason;
        (Status, EndReason) = (status, reason.Trim());
        Record(act);
        return null;
    }
}
