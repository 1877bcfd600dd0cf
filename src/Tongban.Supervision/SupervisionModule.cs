using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Schedule;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Supervision.Api;
using Tongban.Supervision.Board;
using Tongban.Supervision.Cards;
using Tongban.Supervision.Fees;
using Tongban.Supervision.Findings;
using Tongban.Supervision.Reports;
using Tongban.Supervision.Pages;
using Tongban.Supervision.Scores;

namespace Tongban.Supervision;

/// <summary>电子监察: rules over acts and clocks, cards, the board, scores, the monthly report.</summary>
public sealed class SupervisionModule : IModule, IPageEndpoints
{
    public string Name => "supervision";

    public IReadOnlyList<Permission> Permissions => SupervisionPermissions.All;

    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<SupervisionOffice>();
        services.AddScoped<FindingBook>();
        services.AddScoped<IActHandler>(s => s.GetRequiredService<FindingBook>());
        services.AddScoped<IScheduledJob, SupervisionSweepJob>();
        services.AddScoped<FindingQueries>();
        services.AddScoped<BoardQuery>();
        services.AddScoped<CardHandlers>();
        services.AddScoped<RemindOfCards>();
        services.AddScoped<IOpenLimits, RecomputeCards>();
        services.AddScoped<IMatterAccess, CardMatters>();
        services.AddScoped<ReportFeeHandler>();
        services.AddScoped<ScoreQuery>();
        services.AddScoped<MonthlyReports>();
        services.AddScoped<Subscriptions>();
        services.AddScoped<BoardSubscriptions>();
        services.AddSingleton<ItemNames>();
        services.AddScoped<IScheduledJob, SupervisionMorningJob>();
        services.AddSingleton<INavigationSource, SupervisionNavigation>();
    }

    public void ConfigureModel(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        SupervisionTables.Configure(model);
    }

    public void MapEndpoints(IEndpointRouteBuilder api) => SupervisionEndpoints.Map(api);

    public void MapPageEndpoints(IEndpointRouteBuilder site) => SupervisionEndpoints.MapDownloads(site);
}
