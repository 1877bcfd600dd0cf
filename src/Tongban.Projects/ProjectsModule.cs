using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tongban.Foundation;
using Tongban.Foundation.Housekeeping;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Privacy.Erasure;
using Tongban.Foundation.Privacy.Reading;
using Tongban.Foundation.Web;
using Tongban.Projects.Access;
using Tongban.Projects.Api;
using Tongban.Projects.Archive;
using Tongban.Projects.ChangeProject;
using Tongban.Projects.ChangeRequests;
using Tongban.Projects.Contracts;
using Tongban.Projects.Declare;
using Tongban.Projects.Drafts;
using Tongban.Projects.EndProject;
using Tongban.Projects.Model;
using Tongban.Projects.PersonalData;
using Tongban.Projects.Progress;
using Tongban.Projects.Register;
using Tongban.Registers.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Projects;

/// <summary>项目库: declaration, project code, project page, digital archive.</summary>
/// <remarks>Expects the city's <c>CityCatalogue</c> and the <c>ReferenceData</c> as singletons, and the register of legal persons.</remarks>
public sealed class ProjectsModule : IModule, IPageEndpoints
{
    public string Name => "projects";

    public IReadOnlyList<Permission> Permissions => ProjectPermissions.All;

    public void AddServices(IServiceCollection services)
    {
        services.AddScoped<PanelTurn>();
        services.AddScoped<IProjects, ProjectRegister>();
        services.AddScoped<NameSearch>();
        services.AddScoped<ProjectArchive>();
        services.AddScoped<IProjectArchive>(s => s.GetRequiredService<ProjectArchive>());
        services.AddScoped<IProjectChoices, ProjectChoices>();
        services.AddScoped<ISiteSource, ProjectSites>();
        services.AddScoped<ISubjectAccess, ProjectSites>();
        services.AddScoped<ProjectAccess>();
        services.AddScoped<ProjectCodes>();
        services.AddScoped<DeclareProjectHandler>();
        services.AddScoped<DraftHandlers>();
        services.AddScoped<IHousekeeping, TidyDrafts>();
        services.AddScoped<IPersonalData, ProjectPersonalData>();
        services.AddScoped<IMaskedData, MaskedContacts>();
        services.AddScoped<ProgressQuery>();
        services.AddScoped<EndProjectHandlers>();
        services.AddScoped<ProjectAuthority>();
        services.AddScoped<ChangeProjectHandler>();
        services.AddChangeRequests();
        services.AddScoped<ProjectQueries>();
        services.AddSingleton<DeclarationSetting>();
        services.AddScoped<DeclarationScreen>();
        services.AddScoped<SiteLooking>();
        services.AddScoped<IActHandler, FollowSiteChecks.TakeSiteChecks>();
        services.AddSingleton<IProjectPanel, Pages.SiteCheckPanel>();
        services.TryAddSingleton(CodeDigits.Random);
        services.AddSingleton<INavigationSource, ProjectNavigation>();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        // Values kept as JSON text inside a project's row; left alone they would be taken for tables.
        model.Ignore<FundShare>();
        model.Ignore<SiteWarning>();
        model.Ignore<Screening>();
        model.Ignore<ScreeningHit>();
        model.Ignore<SiteFindings>();
        model.Ignore<ProjectChanges>();
        model.ApplyConfiguration(new ProjectTable());
        model.ApplyConfiguration(new ChangeRequestTable());
        model.ApplyConfiguration(new ProjectNamePartTable());
        model.ApplyConfiguration(new ProjectDraftTable());
        model.ApplyConfiguration(new ArchiveDocumentTable());
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
        ProjectEndpoints.Map(api);
        ChangeRequestEndpoints.Map(api);
    }

    public void MapPageEndpoints(IEndpointRouteBuilder site) => ProjectPageEndpoints.Map(site);
}

/// <summary>Rights of the project pages and endpoints. Which projects one sees is decided by <see cref="ProjectAccess"/>.</summary>
public static class ProjectPermissions
{
    public const string DeclareName = "projects.declare";
    public const string ReadName = "projects.read";
    public const string SearchName = "projects.search";
    public const string InvalidateName = "projects.invalidate";

    /// <summary>Declaring, drafts, withdrawing: for one's own enterprise.</summary>
    public static readonly Permission Declare = new(DeclareName, Roles.Applicant);

    /// <summary>Projects that are visible to the caller.</summary>
    public static readonly Permission Read = new(ReadName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>All projects of the city.</summary>
    public static readonly Permission Search = new(SearchName, Roles.Handler | Roles.Head | Roles.Administrator | Roles.Auditor);

    /// <summary>Taking a wrong code out of use; the organ is checked too.</summary>
    public static readonly Permission Invalidate = new(InvalidateName, Roles.Head);

    public static IReadOnlyList<Permission> All => [Declare, Read, Search, Invalidate];
}

internal sealed class ProjectNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("我的项目", "My projects"), "/my/projects", "briefcase", ProjectPermissions.DeclareName, 10) { Section = NavSection.Work },
        new(("申报项目", "Declare a project"), "/my/projects/new", "file-plus", ProjectPermissions.DeclareName, 20) { Section = NavSection.Work },
        new(("项目查询", "Find projects"), "/search", "search", ProjectPermissions.SearchName, 10) { Section = NavSection.Projects },
    ];
}
