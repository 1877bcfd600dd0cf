using System.Text.Json;
using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;
using Tongban.Projects.Progress;
using Tongban.Registers.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Api;

/// <summary>A declaration as the API takes it. Anything may be left out; what is missing is refused field by field.</summary>
/// <param name="Owner">Credit code; the unit the caller acts for unless given.</param>
/// <param name="Type"><c>FILE</c>, <c>APPR</c> or <c>GOV</c>.</param>
/// <param name="Category">01 to 05, the type segment of the code.</param>
/// <param name="TotalInvestment">Yuan.</param>
/// <param name="LandArea">m².</param>
/// <param name="Site">GeoJSON, or the text of a boundary-point file.</param>
/// <param name="Facts">Answers to the questions of <c>GET /api/v1/projects/questions</c>.</param>
/// <param name="Draft">A draft that this declaration replaces.</param>
internal sealed record DeclareBody(
    string? Name = null, string? Owner = null, string? Type = null, string? Category = null, string? Division = null, string? Industry = null,
    string? Location = null, string? Scale = null, string? Content = null, decimal? TotalInvestment = null, IReadOnlyList<FundBody>? Sources = null,
    decimal? LandArea = null, DateOnly? PlannedStart = null, DateOnly? PlannedFinish = null, bool? PolicyDeclared = null, string? Site = null,
    string? ContactName = null, string? ContactPhone = null, IReadOnlyDictionary<string, string>? Facts = null, Guid? Draft = null)
{
    public Result<ProjectDeclaration> Read()
    {
        ProjectType? type = null;
        if (!string.IsNullOrWhiteSpace(Type))
        {
            if (!ProjectTypes.TryParse(Type.Trim(), out var known))
                return ProjectErrors.TypeUnknown(Type);
            type = known;
        }
        return new ProjectDeclaration
        {
            Name = Name,
            Owner = Owner,
            Type = type,
            Category = Category,
            Division = Division,
            Industry = Industry,
            Location = Location,
            Scale = Scale,
            Content = Content,
            TotalInvestment = TotalInvestment,
            Sources = [.. (Sources ?? []).Select(s => new FundShare(s.Source, s.Yuan))],
            LandArea = LandArea,
            PlannedStart = PlannedStart,
            PlannedFinish = PlannedFinish,
            PolicyDeclared = PolicyDeclared is true,
            Site = Site,
            ContactName = ContactName,
            ContactPhone = ContactPhone,
            Facts = Facts ?? new Dictionary<string, string>(),
        };
    }
}

/// <summary>One source of funds. Codes 01 to 14 and 99.</summary>
internal sealed record FundBody(string Source, decimal Yuan);

/// <summary>The check of a project's site that counts, and the earlier ones.</summary>
internal sealed record ProjectSiteBody(string? SiteDigest, CheckSummary? Current, IReadOnlyList<CheckLine> Earlier);

/// <summary>A boundary held against the layers and not kept.</summary>
/// <param name="Class">A to D; nothing where something was not looked at and nothing was found.</param>
/// <param name="Layers">Empty while no layer was published: nothing was looked at.</param>
internal sealed record SiteLookBody(string SiteDigest, decimal SquareMetres, string? Class, bool IsComplete, IReadOnlyList<LayerResult> Layers);

/// <summary>A project's code, given at once.</summary>
/// <param name="Site">What its site meets.</param>
internal sealed record DeclaredBody(Guid Id, string Code, string Url, SiteFindings? Site);

/// <summary>A project in a list.</summary>
internal sealed record ProjectRowBody(
    Guid Id, string Code, string Name, string Owner, string Type, ProjectStatus Status, string Division, decimal TotalInvestment, DateTimeOffset DeclaredAt)
{
    public static ProjectRowBody Of(ProjectRow r) => new(r.Id, r.Code, r.Name, r.Owner, r.Type.Code(), r.Status, r.Division, r.TotalInvestment, r.DeclaredAt);
}

/// <summary>A project with all it declared.</summary>
/// <param name="ContactPhone">Masked for those who need not call.</param>
/// <param name="Site">The boundary as GeoJSON in CGCS2000.</param>
/// <param name="Version">Also the ETag.</param>
internal sealed record ProjectBody(
    Guid Id, string Code, string Name, string Owner, string Type, string Category, ProjectStatus Status, string Division, string Industry,
    string Location, string Scale, string Content, decimal TotalInvestment, IReadOnlyList<FundBody> Sources, decimal? LandArea,
    DateOnly? PlannedStart, DateOnly? PlannedFinish, DateOnly? FiledOn, JsonElement? Site, string? SiteDigest, decimal? SiteHectares,
    IReadOnlyList<WarningBody> Warnings, string ContactName, string ContactPhone, IReadOnlyDictionary<string, string> Facts,
    DateTimeOffset DeclaredAt, string? EndReason, Screening? Screening, long Version)
{
    public static ProjectBody Of(Project p, bool showsContact) => new(
        p.Id, p.Code, p.Name, p.Owner, p.Type.Code(), p.Category, p.Status, p.Division, p.Industry, p.Location, p.Scale, p.Content,
        p.TotalInvestment, [.. p.Sources.Select(s => new FundBody(s.Source, s.Yuan))], p.LandArea, p.PlannedStart, p.PlannedFinish, p.FiledOn,
        p.SiteGeoJson is null ? null : JsonElement.Parse(p.SiteGeoJson), p.SiteDigest, p.ToRecord().SiteHectares,
        [.. p.SiteWarnings.Select(w => new WarningBody(w.Code, w.Text.ToString()))],
        showsContact ? p.ContactName : Masks.Name(p.ContactName), showsContact ? p.ContactPhone : Masks.Phone(p.ContactPhone),
        p.Facts, p.DeclaredAt, p.EndReason, p.Screening, p.Version);
}

/// <summary>Something noticed about the boundary that stopped nothing.</summary>
internal sealed record WarningBody(string Code, string Text);

/// <summary>An act on the project, newest first.</summary>
internal sealed record TimelineBody(long Sequence, DateTimeOffset At, string Act, string Title, string Who, string? Organ, string? Enterprise);

/// <summary>A document of the archive.</summary>
internal sealed record DocumentBody(
    Guid Id, ArchiveKind Kind, int? Stage, string? ItemCode, string Name, string? Number, int Edition, DateOnly IssuedOn, string Digest, string MediaType, long Length, string? Organ, string Url)
{
    public static DocumentBody Of(ArchiveEntry d) => new(d.Id, d.Kind, d.Stage, d.ItemCode, d.Name.ToString(), d.Number, d.Edition, d.IssuedOn, d.Digest, d.MediaType, d.Length, d.Organ, $"/api/v1/projects/documents/{d.Id}");
}

/// <summary>A draft: the fields as typed, named as in the declaration (<c>sources[0].yuan</c>, <c>facts.annualEnergyTce</c>).</summary>
/// <param name="Revision">Send it back when saving.</param>
internal sealed record DraftBody(Guid Id, IReadOnlyDictionary<string, string> Fields, int Revision, DateTimeOffset SavedAt, Guid? BranchOf)
{
    public static DraftBody Of(ProjectDraft d) => new(d.Id, d.Fields, d.Revision, d.SavedAt, d.BranchOf);
}

/// <summary>Fields of a draft to keep.</summary>
/// <param name="Revision">The revision they are based on; an older one than the stored branches off a draft of its own.</param>
internal sealed record SaveDraftBody(IReadOnlyDictionary<string, string> Fields, int? Revision = null);

/// <summary>Where the fields are kept.</summary>
internal sealed record SavedDraftBody(Guid Id, int Revision, DateTimeOffset SavedAt);

/// <summary>Why a project ends.</summary>
internal sealed record ReasonBody(string? Reason);

/// <summary>A question of the declaration.</summary>
internal sealed record QuestionBody(string Name, QuestionKind Kind, string Title, string Question, string Help, string? Unit, IReadOnlyList<ChoiceBody> Choices);

/// <summary>A code and what it is called.</summary>
internal sealed record ChoiceBody(string Code, string Name);

/// <summary>How far a project is, as anyone may know it.</summary>
/// <param name="Type">FILE, APPR or GOV.</param>
/// <param name="FiledOn">Day on which a record filing took effect.</param>
internal sealed record ProgressBody(string Code, string Name, string Type, ProjectStatus Status, string Division, DateOnly? FiledOn, IReadOnlyList<StepBody> Steps)
{
    public static ProgressBody Of(PublicProgress found) => new(
        found.Project.Code, found.Project.Name, found.Project.Type.Code(), found.Project.Status, found.Project.Division, found.Project.FiledOn,
        [.. found.Rows.Select(r => new StepBody(r.Name.ToString(), r.State, r.Note?.ToString(), r.StartedOn, r.DueOn, r.EndedOn))]);
}

/// <summary>One step of a project.</summary>
/// <param name="Note">State, organ that leads, promised days.</param>
internal sealed record StepBody(string Name, ProgressState State, string? Note, DateOnly? StartedOn, DateOnly? DueOn, DateOnly? EndedOn);
