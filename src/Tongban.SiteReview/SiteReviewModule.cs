using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;
using Tongban.SiteReview.Conclude;
using Tongban.SiteReview.Conditions;
using Tongban.SiteReview.DisputeHit;
using Tongban.SiteReview.FollowProject;
using Tongban.SiteReview.GiveOpinion;
using Tongban.SiteReview.Limits;
using Tongban.SiteReview.Model;
using Tongban.SiteReview.Open;
using Tongban.SiteReview.ReviewView;
using Tongban.SiteReview.Worklist;

namespace Tongban.SiteReview;

/// <summary>用地联合会审: the departments review a project's site together, on one map, once.</summary>
public sealed class SiteReviewModule : IModule, IPageEndpoints
{
    public string Name => "reviews";

    public IReadOnlyList<Permission> Permissions => SiteReviewPermissions.All;

    public void AddServices(IServiceCollection services)
    {
        services.AddScoped<ReviewDesk>();
        services.AddScoped<ReviewQuery>();
        services.AddScoped<ReviewWorklist>();
        services.AddScoped<AskReviewHandler>();
        services.AddScoped<GiveOpinionHandler>();
        services.AddScoped<DisputeHitHandler>();
        services.AddScoped<DecideDisputeHandler>();
        services.AddScoped<ConcludeReviewHandler>();
        services.AddScoped<IActHandler, OpenReviews>();
        services.AddScoped<IActHandler, EndWithProject>();
        services.AddScoped<IProjectConditions, CarriedConditions>();
        services.AddScoped<IOpenLimits, RecomputeReviews>();
        services.AddSingleton<ReviewSweep>();
        services.AddSweep<ReviewSweepJob>();
        services.AddSingleton<IProjectPanel, ReviewPanel>();
        services.AddSingleton<INavigationSource, ReviewNavigation>();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        // A value inside JSON columns; left alone it would be taken for a table.
        model.Ignore<ReviewFile>();
        model.ApplyConfiguration(new JointReviewTable());
        model.ApplyConfiguration(new ReviewFindingTable());
        model.ApplyConfiguration(new OpinionTaskTable());
        model.ApplyConfiguration(new FindingOpinionTable());
        model.ApplyConfiguration(new RoundConclusionTable());
    }

    public void MapEndpoints(IEndpointRouteBuilder api) => ReviewEndpoints.Map(api);

    public void MapPageEndpoints(IEndpointRouteBuilder site) => ReviewEndpoints.MapPages(site);
}

/// <summary>Rights of the pages and endpoints of joint review. Which organ is asked, leads or decides, the review itself says.</summary>
public static class SiteReviewPermissions
{
    public const string ReadName = "reviews.read";
    public const string HandleName = "reviews.handle";

    /// <summary>Reviews of projects one sees; the project's unit disputes here too.</summary>
    public static readonly Permission Read = new(ReadName, Roles.Applicant | Roles.Handler | Roles.Head | Roles.Auditor);

    /// <summary>Opinions, decisions on disputes, conclusions.</summary>
    public static readonly Permission Handle = new(HandleName, Roles.Handler | Roles.Head);

    public static IReadOnlyList<Permission> All => [Read, Handle];
}

internal sealed class ReviewNavigation : INavigationSource
{
    public IReadOnlyList<NavItem> Items { get; } =
    [
        new(("用地联合会审", "Joint review of sites"), "/site-reviews", "map-2", SiteReviewPermissions.ReadName, 25,
            (db, me) => db.Set<OpinionTask>().Where(t => t.Organ == me.Organ && t.State == TaskState.Open).Take(NavItem.MostCounted).Count()
                + db.Set<JointReview>().Where(r => r.Lead == me.Organ && r.State == ReviewState.Open && r.LeadDueOn != null).Take(NavItem.MostCounted).Count()),
    ];
}

/// <summary>The review's section of the project page.</summary>
internal sealed class ReviewPanel : IProjectPanel
{
    public int Order => 31;

    public Words Title => ("用地联合会审", "Joint review of the site");

    public Type Component => typeof(ReviewPanelView);
}
