using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.AnswerFacts;
using Tongban.Approvals.AreaAssessments;
using Tongban.Approvals.Consultations;
using Tongban.Approvals.EarlyStarts;
using Tongban.Approvals.ForwardItem;
using Tongban.Approvals.Joint;
using Tongban.Approvals.ReopenStage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals;

/// <summary>What ties stages, departments and levels together: facts of a stage, first checks, joint handling, early start, reopening, consultation.</summary>
internal static class LinkageServices
{
    public static void AddLinkage(this IServiceCollection services)
    {
        services.AddScoped<AnswerFactsHandler>();
        services.AddScoped<CorrectFactHandler>();
        services.AddScoped<ForwardItemHandler>();
        services.AddScoped<StartEarlyHandler>();
        services.AddScoped<EndEarlyStarts>();
        services.AddScoped<EarlyStartQuery>();
        services.AddScoped<ReopenStageHandler>();
        services.AddScoped<ConsultationDesk>();
        services.AddScoped<ConsultationQuery>();
        services.AddScoped<AskConsultationHandler>();
        services.AddScoped<AnswerConsultationHandler>();
        services.AddScoped<AskAgainHandler>();
        services.AddScoped<PublishConsultationHandler>();
        services.AddScoped<JointDesk>();
        services.AddScoped<JointQuery>();
        services.AddScoped<ApplyJointlyHandler>();
        services.AddScoped<ArrangeVisitHandler>();
        services.AddScoped<GiveFindingHandler>();
        services.AddScoped<ConcludeJointlyHandler>();
        services.AddScoped<AssessmentQuery>();
        services.AddScoped<PublishAssessmentHandler>();
        services.AddScoped<WithdrawAssessmentHandler>();
        services.AddScoped<UseAssessmentHandler>();
        services.AddSingleton<INavigationSource, LinkageNavigation>();
    }

    public static void ConfigureLinkage(ModelBuilder model)
    {
        model.ApplyConfiguration(new JointHandlingTable());
        model.ApplyConfiguration(new JointFindingTable());
        model.ApplyConfiguration(new AreaAssessmentTable());
        model.ApplyConfiguration(new ConsultationTable());
    }

    public static void MapLinkage(IEndpointRouteBuilder api)
    {
        FactEndpoints.Map(api);
        ForwardItemHandler.Map(api);
        JointEndpoints.Map(api);
        ConsultationEndpoints.Map(api);
        StartEarlyHandler.Map(api);
        ReopenStageHandler.Map(api);
        AssessmentEndpoints.Map(api);
    }
}

/// <summary>Side bar lines of what stands between the stages.</summary>
internal sealed class LinkageNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("我的咨询", "My questions"), "/my/consultations", "message", ApprovalPermissions.ApplyName, 30),
        new(("企业咨询", "Consultations"), "/approvals/consultations", "message", ApprovalPermissions.HandleName, 20,
            (db, me) => db.Set<Consultation>().Where(c => c.Organ == me.Organ && (c.State == ConsultationState.Asked || c.State == ConsultationState.AskedAgain)).Take(NavItem.MostCounted).Count()),
        new(("咨询问答", "Questions and answers"), "/consultations", "help-circle", Order: 40) { Section = NavSection.Projects },
        new(("区域评估", "Area assessments"), "/area-assessments", "map-2", Order: 30) { Section = NavSection.Projects },
    ];
}
