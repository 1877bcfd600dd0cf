using System.Globalization;
using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Model;

/// <summary>New values of a project's own data; what is <see langword="null"/> stays.</summary>
internal sealed record ProjectChanges
{
    public string? Name { get; init; }

    public string? Location { get; init; }

    public string? Scale { get; init; }

    public string? Content { get; init; }

    /// <summary>Yuan.</summary>
    public decimal? TotalInvestment { get; init; }

    /// <summary>All of them; they add up to the total.</summary>
    public IReadOnlyList<FundShare>? Sources { get; init; }

    public DateOnly? PlannedStart { get; init; }

    public DateOnly? PlannedFinish { get; init; }

    /// <summary>A new boundary: GeoJSON or a boundary-point file, as text.</summary>
    public string? Site { get; init; }

    /// <summary>Declared land, m²; follows the boundary.</summary>
    public decimal? LandArea { get; init; }

    public string? ContactName { get; init; }

    public string? ContactPhone { get; init; }

    /// <summary>Of what an approval is about, only the named fields.</summary>
    public ProjectChanges Only(IReadOnlyList<string> fields) => new()
    {
        Location = fields.Contains("location") ? Location : null, Scale = fields.Contains("scale") ? Scale : null, Content = fields.Contains("content") ? Content : null,
        TotalInvestment = fields.Contains("totalInvestment") ? TotalInvestment : null, Sources = fields.Contains("sources") ? Sources : null,
    };

    /// <summary>What the law calls the content of an approval: the place, the scale, the content, the amount.</summary>
    public static IReadOnlySet<string> Approved { get; } = new HashSet<string>(["location", "scale", "content", "totalInvestment", "sources"], StringComparer.Ordinal);
}

/// <content>Change of a project's own data (项目信息变更). The code stays; type, division and category are part of it and cannot be changed.</content>
internal sealed partial class Project
{
    /// <summary>Whether the unit itself changes the place, scale, content and amount, telling the authority; otherwise the authority that approved them does (企业投资项目核准和备案管理条例11、14; 政府投资条例21).</summary>
    public bool UnitChangesApproved => Type is ProjectType.Filing;

    /// <param name="byAuthority">The authority that approved the project enters what it has decided; otherwise the unit acts.</param>
    /// <param name="screen">Compares the changed undertaking with the negative list of today.</param>
    /// <returns>The first refusal with all others, or nothing when the change is in effect.</returns>
    public Error? Change(ProjectChanges changes, bool byAuthority, string? reason, DeclarationRules rules, DateOnly today, Func<ProjectDeclaration, Screening?> screen)
    {
        if (!Judge(changes, byAuthority, reason, rules, today, screen).TryGet(out var judged, out var refusal))
            return refusal;
        var (declaration, fields, reading) = judged;
        (Name, Location, Scale, Content) = (declaration.Name!.Trim(), declaration.Location!.Trim(), declaration.Scale!.Trim(), declaration.Content!.Trim());
        (TotalInvestment, Sources) = (declaration.TotalInvestment!.Value, [.. declaration.Sources]);
        (PlannedStart, PlannedFinish) = (declaration.PlannedStart, declaration.PlannedFinish);
        (ContactName, ContactPhone) = (declaration.ContactName!.Trim(), declaration.ContactPhone!.Trim());
        LandArea = declaration.LandArea;
        if (fields.Contains("site") && reading is not null)
        {
            (SiteGeoJson, SiteDigest, SiteArea, SiteWarnings) = (reading.Site.GeoJson, reading.Site.Digest, reading.Site.AreaSquareMetres, reading.Warnings);
            // What was found about the old boundary says nothing about the new one.
            (SiteFindings, LayerFact) = (null, null);
        }
        Record(new ProjectChanged(Id, Code, [.. fields.Order(StringComparer.Ordinal)], byAuthority, Digest(), Sha256.Of(reason!.Trim())));
        return null;
    }

    /// <summary>What stands against a request of the unit to change what was approved: nothing, when the authority could enter it today.</summary>
    public Error? RefusesRequest(ProjectChanges changes, string? reason, DeclarationRules rules, DateOnly today, Func<ProjectDeclaration, Screening?> screen) =>
        UnitChangesApproved ? ProjectErrors.UnitChangesItself : Judge(changes, byAuthority: true, reason, rules, today, screen).Error;

    /// <summary>Names of the fields in which the changes differ from what is on record.</summary>
    public IReadOnlyList<string> Differs(ProjectChanges changes) => [.. Changed(With(changes)).Order(StringComparer.Ordinal)];

    /// <summary>What the law calls the content of an approval, as it is now.</summary>
    public ProjectChanges ApprovedNow => new() { Location = Location, Scale = Scale, Content = Content, TotalInvestment = TotalInvestment, Sources = Sources };

    private Result<Judged> Judge(ProjectChanges changes, bool byAuthority, string? reason, DeclarationRules rules, DateOnly today, Func<ProjectDeclaration, Screening?> screen)
    {
        if (Status is not (ProjectStatus.Declared or ProjectStatus.InApproval))
            return ProjectErrors.NotPossible(Status);
        var declaration = With(changes);
        var fields = Changed(declaration);
        List<Error> errors = [];
        if ((reason?.Trim().Length ?? 0) is < 2 or > 500)
            errors.Add(ProjectErrors.ChangeReason);
        if (fields.Count == 0)
            errors.Add(ProjectErrors.NothingChanged);
        if (byAuthority)
            errors.AddRange(fields.Where(f => !ProjectChanges.Approved.Contains(f)).Select(ProjectErrors.UnitsOwn));
        else if (!UnitChangesApproved)
            errors.AddRange(fields.Where(ProjectChanges.Approved.Contains).Select(f => ProjectErrors.AskTheAuthority(f, Type)));
        // What was right when it was declared is not asked about again.
        if (DeclarationCheck.Check(declaration, rules, today, out var reading) is { } wrong)
            errors.AddRange(wrong.All.Where(e => e.Field is { } field && fields.Contains(field.Split('[')[0])).Select(e => e with { Also = [] }));
        if (errors.Count == 0 && fields.Overlaps(["name", "scale", "content", "site"]) && ScreeningRules.Refuse(screen(declaration), Type) is { } prohibited)
            errors.Add(prohibited);
        return Error.Combine(errors) is { } refusal ? refusal : new Judged(declaration, fields, reading);
    }

    private sealed record Judged(ProjectDeclaration Declaration, HashSet<string> Fields, SiteReading? Reading);

    private ProjectDeclaration With(ProjectChanges c) => new()
    {
        Name = c.Name ?? Name, Owner = Owner, Type = Type, Category = Category, Division = Division, Industry = Industry, Location = c.Location ?? Location, Scale = c.Scale ?? Scale,
        Content = c.Content ?? Content, TotalInvestment = c.TotalInvestment ?? TotalInvestment, Sources = c.Sources ?? Sources, LandArea = c.LandArea ?? LandArea, PlannedStart = c.PlannedStart ?? PlannedStart,
        PlannedFinish = c.PlannedFinish ?? PlannedFinish, PolicyDeclared = PolicyDeclared, ContactName = c.ContactName ?? ContactName, ContactPhone = c.ContactPhone ?? ContactPhone, Facts = Facts, Site = c.Site,
    };

    private HashSet<string> Changed(ProjectDeclaration d)
    {
        HashSet<string> fields = new(StringComparer.Ordinal);
        void Compare(string field, bool same)
        {
            if (!same)
                fields.Add(field);
        }
        Compare("name", d.Name!.Trim() == Name);
        Compare("location", d.Location!.Trim() == Location);
        Compare("scale", d.Scale!.Trim() == Scale);
        Compare("content", d.Content!.Trim() == Content);
        Compare("totalInvestment", d.TotalInvestment == TotalInvestment);
        Compare("sources", d.Sources.SequenceEqual(Sources));
        Compare("plannedStart", d.PlannedStart == PlannedStart);
        Compare("plannedFinish", d.PlannedFinish == PlannedFinish);
        Compare("landArea", d.LandArea == LandArea);
        Compare("site", string.IsNullOrWhiteSpace(d.Site) || (Site.FromText(d.Site, "site").TryGet(out var reading, out _) && reading.Site.Digest == SiteDigest));
        Compare("contactName", d.ContactName!.Trim() == ContactName);
        Compare("contactPhone", d.ContactPhone!.Trim() == ContactPhone);
        // The sources have to follow the total, whether they were touched or not.
        if (fields.Contains("totalInvestment") && Sources.Count > 0)
            fields.Add("sources");
        return fields;
    }

    // What is public about the project, so that the ledger proves what it was changed to. Persons are no part of it.
    private string Digest() => Sha256.Of(string.Join('\n', Name, Location, Scale, Content, TotalInvestment.ToString(CultureInfo.InvariantCulture),
        PlannedStart?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), PlannedFinish?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), SiteDigest));
}
