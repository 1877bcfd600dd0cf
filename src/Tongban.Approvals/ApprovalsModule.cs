using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.AgentService;
using Tongban.Approvals.AnswerCorrection;
using Tongban.Approvals.Api;
using Tongban.Approvals.ArchivePackage;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Contracts;
using Tongban.Approvals.DecideItem;
using Tongban.Approvals.Designer;
using Tongban.Approvals.Efficiency;
using Tongban.Approvals.EndWithProject;
using Tongban.Approvals.ExtendLimit;
using Tongban.Approvals.GiveOpinion;
using Tongban.Approvals.Institutions;
using Tongban.Approvals.ItemView;
using Tongban.Approvals.Model;
using Tongban.Approvals.MyStage;
using Tongban.Approvals.NotAccept;
using Tongban.Approvals.OpenStage;
using Tongban.Approvals.OutsidePermits;
using Tongban.Approvals.PassPreCheck;
using Tongban.Approvals.PersonalData;
using Tongban.Approvals.PlaneView;
using Tongban.Approvals.ProjectFacts;
using Tongban.Approvals.ProvideMaterial;
using Tongban.Approvals.Ratings;
using Tongban.Approvals.RequestCorrection;
using Tongban.Approvals.IssueResult;
using Tongban.Approvals.ReturnItem;
using Tongban.Approvals.SignCommitment;
using Tongban.Approvals.SiteOfProject;
using Tongban.Approvals.SpecialProcedure;
using Tongban.Approvals.SubmitStage;
using Tongban.Approvals.SupervisionDuties;
using Tongban.Approvals.SweepLimits;
using Tongban.Approvals.TakeItem;
using Tongban.Approvals.WithdrawStage;
using Tongban.Approvals.Worklist;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals;

/// <summary>Parallel approval (并联审批): stages, items, clocks, decisions.</summary>
public sealed class ApprovalsModule : IModule, IPageEndpoints
{
    public string Name => "approvals";

    public IReadOnlyList<Permission> Permissions => [.. ApprovalPermissions.All, .. AgencyServices.Permissions, .. RatingServices.Permissions, .. OutsidePermitServices.Permissions];

    public void AddServices(IServiceCollection services)
    {
        services.AddAgencyService();
        services.AddRatings();
        services.AddOutsidePermits();
        services.AddArchive();
        services.AddSingleton<FlowLibrary>();
        services.AddSingleton<IFlowFacts, PublishedFlowFacts>();
        services.AddSingleton<IDeclaredFlows, DeclaredFlows>();
        services.AddSingleton<IFlowRules, PublishedFlowRules>();
        services.AddScoped<FlowVersions>();
        services.AddDesigner();
        services.AddSingleton<INavigationSource, CatalogueNavigation>();
        services.AddSingleton<LimitSweep>();
        services.AddSweep<LimitSweepJob>();
        services.AddScoped<IOpenLimits, RecomputeLimits>();
        services.AddScoped<IOpenLimits, RecomputeServices>();
        services.AddSingleton<INavigationSource, ApprovalNavigation>();
        services.AddScoped<CaseDesk>();
        services.AddScoped<IProjectFactSource, ApprovalFacts>();
        services.AddScoped<ResultDocuments>();
        services.AddScoped<IDeclarationFollower, OpenFirstStage>();
        services.AddScoped<OpenNextStage>();
        services.AddScoped<IActHandler, CloseWithProject>();
        services.AddScoped<IActHandler, FollowChanges.FollowProjectChanges>();
        services.AddScoped<ProvideMaterialHandler>();
        services.AddScoped<SubmitStageHandler>();
        services.AddScoped<AnswerCorrectionHandler>();
        services.AddScoped<SignCommitmentHandler>();
        services.AddScoped<WithdrawStageHandler>();
        services.AddScoped<GiveOpinionHandler>();
        services.AddScoped<RequestCorrectionHandler>();
        services.AddScoped<PassPreCheckHandler>();
        services.AddScoped<NotAcceptHandler>();
        services.AddScoped<TakeItemHandler>();
        services.AddScoped<RequestSpecialProcedureHandler>();
        services.AddScoped<ResumeItemHandler>();
        services.AddScoped<RequestExtensionHandler>();
        services.AddScoped<AnswerRequestHandler>();
        services.AddScoped<DecideItemHandler>();
        services.AddScoped<ReturnItemHandler>();
        services.AddScoped<WorklistQuery>();
        services.AddScoped<PlaneQuery>();
        services.AddScoped<ClockQuery>();
        services.AddScoped<StageProgress>();
        services.AddScoped<IProjectProgress>(s => s.GetRequiredService<StageProgress>());
        services.AddScoped<IMatterAccess, ProjectLedgerAccess>();
        services.AddSingleton<IDeclarationQuestions, FlowQuestions>();
        services.AddSingleton<IProjectPanel, StagePanel>();
        services.AddApprovalPersonalData();
        services.AddEfficiency();
        services.AddListBinding();
        services.AddInstitutions();
        services.AddLinkage();
        services.AddSiteOfProject();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        model.ApplyConfiguration(new FlowVersionTable());
        model.AddDesignerTables();
        AgencyServices.ConfigureModel(model);
        RatingServices.ConfigureModel(model);
        OutsidePermitServices.ConfigureModel(model);
        model.ApplyConfiguration(new StageCaseTable());
        model.ApplyConfiguration(new ItemCaseTable());
        model.ApplyConfiguration(new StageMaterialTable());
        model.ApplyConfiguration(new PreCheckOpinionTable());
        model.ConfigureEfficiency();
        SupervisionServices.ConfigureModel(model);
        InstitutionTables.Add(model);
        LinkageServices.ConfigureLinkage(model);
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
        ApprovalEndpoints.Map(api);
        AgencyServices.Map(api);
        RatingServices.Map(api);
        OutsidePermitServices.Map(api);
        ArchiveServices.Map(api);
        CatalogueEndpoints.Map(api);
        api.MapEfficiency();
        DesignerEndpoints.Map(api);
        SupervisionEndpoints.Map(api);
        InstitutionEndpoints.Map(api);
        LinkageServices.MapLinkage(api);
    }

    public void MapPageEndpoints(IEndpointRouteBuilder site)
    {
        MaterialDownload.Map(site);
        ArchiveServices.MapPages(site);
        Consultations.ConsultationEndpoints.MapPages(site);
        BpmnExchange.MapDownloads(site);
    }
}
