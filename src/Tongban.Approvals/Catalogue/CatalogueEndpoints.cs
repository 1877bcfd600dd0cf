using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <summary>An item of a version.</summary>
internal sealed record FlowItemAnswer(
    string Code, int Stage, string NameZh, string NameEn, string Department, int PromisedDays, int LegacyDays, string? Statutory, string? Basis, IReadOnlyList<string> AppliesTo, IReadOnlyList<string> DependsOn);

/// <summary>The days of a project type: the longest chain, and one after another as before.</summary>
internal sealed record TypeDaysAnswer(string Type, int CriticalPathDays, int SerialDays, IReadOnlyList<int> StageDays);

/// <summary>A version with its figures and items.</summary>
internal sealed record FlowVersionAnswer(string Version, string NameZh, string NameEn, IReadOnlyList<TypeDaysAnswer> Types, IReadOnlyList<FlowItemAnswer> Items);

/// <summary>What is different between two versions.</summary>
internal sealed record FlowDifferenceAnswer(string From, string To, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<ChangedItemAnswer> Changed);

/// <summary>An item that two versions state differently.</summary>
internal sealed record ChangedItemAnswer(string Code, IReadOnlyList<ItemChangeAnswer> Changes);

/// <summary>One property, before and after.</summary>
internal sealed record ItemChangeAnswer(string What, string Before, string After);

/// <summary>Versions of the flow in the API.</summary>
internal static class CatalogueEndpoints
{
    // Publishing is the administrator's alone; an auditor reads.
    public static void Map(IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/admin/flow-versions").WithTags("administration");
        versions.MapGet("", (FlowVersions flows, CancellationToken ct) => flows.ListAsync(ct)).Require(ApprovalPermissions.ReadCatalogue)
            .WithName("ListFlowVersions").WithSummary("Published versions of the flow, newest first").WithDescription("A version is the hash of its content and never changes. Running cases keep theirs.");
        versions.MapGet("/{version}", async (string version, FlowVersions flows, CancellationToken ct) => (await flows.FindAsync(version, ct)).ToHttp(f => Results.Json(Answer(f)))).Require(ApprovalPermissions.ReadCatalogue)
            .WithName("GetFlowVersion").WithSummary("A version: its items, its longest chain per project type and the serial baseline").Produces<FlowVersionAnswer>();
        versions.MapGet("/{version}/changes", async (string version, string since, FlowVersions flows, CancellationToken ct) => (await flows.CompareAsync(since, version, ct)).ToHttp(d => Results.Json(Answer(d)))).Require(ApprovalPermissions.ReadCatalogue)
            .WithName("CompareFlowVersions").WithSummary("What a version changed since another, item by item").Produces<FlowDifferenceAnswer>();
        versions.MapPost("", async (FlowVersions flows, Caller caller, CancellationToken ct) => (await flows.PublishAsync(caller, ct)).ToHttp()).Require(FoundationPermissions.Administer)
            .WithName("PublishFlow").WithSummary("Publish the present content of the catalogue folder").WithDescription("Refused when it has faults or is published already. New cases run under the new version.")
            .Produces<FlowVersionRow>();
    }

    private static FlowVersionAnswer Answer(FlowCatalogue flow) => new(
        flow.Version, flow.Name.Zh, flow.Name.En,
        [.. PublishedFlowFacts.Of(flow).Types.Select(t => new TypeDaysAnswer(t.Type.Code(), t.Days, t.SerialDays, t.StageDays))],
        [.. flow.Items.Select(i => new FlowItemAnswer(i.Code, i.Stage, i.Name.Zh, i.Name.En, i.Department.Id, i.PromisedDays, i.LegacyDays, FlowDifference.Limit(i.Statutory), i.Statutory?.Basis, [.. i.AppliesTo.Select(t => t.Code())], i.DependsOn))]);

    private static FlowDifferenceAnswer Answer(FlowDifference d) => new(
        d.From, d.To, [.. d.Added.Select(i => i.Code)], [.. d.Removed.Select(i => i.Code)],
        [.. d.Changed.Select(c => new ChangedItemAnswer(c.Code, [.. c.Changes.Select(x => new ItemChangeAnswer(x.What.ToString(), x.Before, x.After))]))]);
}
