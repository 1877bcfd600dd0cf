using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.Efficiency;

/// <summary>What the efficiency page is made of.</summary>
internal static class EfficiencyServices
{
    public static void AddEfficiency(this IServiceCollection services)
    {
        services.AddScoped<EfficiencyBook>();
        services.AddScoped<IActHandler>(s => s.GetRequiredService<EfficiencyBook>());
        services.AddScoped<EfficiencyQuery>();
        services.AddSingleton<INavigationSource, EfficiencyNavigation>();
    }

    public static void ConfigureEfficiency(this ModelBuilder model)
    {
        model.ApplyConfiguration(new EfficiencySpanTable());
        model.ApplyConfiguration(new EfficiencyCellTable());
    }

    public static void MapEfficiency(this IEndpointRouteBuilder api)
    {
        var efficiency = api.MapGroup("/efficiency").WithTags("efficiency");
        efficiency.MapGet("", async (string? from, string? to, string? type, string? division, EfficiencyQuery query, Caller caller, CancellationToken ct) =>
                Results.Json(await query.ReportAsync(query.Filter(from, to, type, division), Nameless(caller.Actor), ct)))
            .Public().WithName("GetEfficiency").WithSummary("Working days that ended stages and projects really took, against what the flow promises and what it took before")
            .WithDescription("Public, without names: groups of fewer than three are not broken down unless the reader holds an office. from and to are months such as 2026-03, by default the last twelve; type is FILE, APPR or GOV, division six digits.")
            .Produces<EfficiencyReport>();
        api.MapGet("/efficiency.csv", async (string? from, string? to, string? type, string? division, EfficiencyQuery query, Caller caller, CancellationToken ct) =>
                Results.File(EfficiencyQuery.Csv(await query.ReportAsync(query.Filter(from, to, type, division), Nameless(caller.Actor), ct)), "text/csv; charset=utf-8", "efficiency.csv"))
            .Public().WithTags("efficiency").WithName("DownloadEfficiency").WithSummary("The same figures as a table for spreadsheets").Produces<string>(StatusCodes.Status200OK, "text/csv");
        efficiency.MapGet("/stages", async (string? from, string? to, string? type, string? division, string? after, EfficiencyQuery query, Caller caller, CancellationToken ct) =>
                Results.Json(await query.SlowestAsync(query.Filter(from, to, type, division), caller.Actor, after, ct)))
            .Require(ApprovalPermissions.Efficiency).WithName("ListSlowestStages").WithSummary("Ended stages of the period, slowest first").WithDescription("Heads see the stages their organ took part in, auditors all. 50 a page: pass next as after.")
            .Produces<KeyPage<SlowStage>>();
        efficiency.MapGet("/projects/{code}", async (string code, EfficiencyQuery query, Caller caller, CancellationToken ct) =>
                await query.ProjectAsync(code, caller.Actor, ct) is { } path ? Results.Json(path) : NoPath(code).ToHttp())
            .Require(ApprovalPermissions.Read).WithName("GetProjectPath").WithSummary("A project's own critical path as it really ran, stage by stage, with whose time it was").Produces<ProjectPath>();
        api.MapPost("/admin/efficiency/rebuild", async (EfficiencyBook book, CancellationToken ct) => Results.Json(new Rebuilt(await book.RebuildAsync(ct))))
            .Require(FoundationPermissions.Administer).WithTags("administration").WithName("RebuildEfficiency").WithSummary("Measure every ended stage anew from its clocks").Produces<Rebuilt>();
    }

    public static bool Nameless(Actor actor) => !actor.Is(Roles.Head) && !actor.Is(Roles.Auditor);

    public static Error NoPath(string code) => new("approvals.no-path", ("没有这样的项目，或您不能查看。", "There is no such project, or you may not see it."), ErrorKind.NotFound) { Field = code.Length == 0 ? "code" : null };

    /// <summary>How many stages were measured anew.</summary>
    internal sealed record Rebuilt(int Stages);

    private sealed class EfficiencyNavigation : INavigationSource
    {
        public IReadOnlyList<NavItem> Items { get; } = [new(("办理效能", "Efficiency"), "/approvals/efficiency", "chart-bar", null, 30) { Section = NavSection.Oversight }];
    }
}
