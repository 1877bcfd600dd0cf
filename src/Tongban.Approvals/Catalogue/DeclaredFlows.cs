using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Contracts;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.Catalogue;

/// <summary>Tells other rooms what was published. A version never changes, so neither does its declaration.</summary>
internal sealed class DeclaredFlows(FlowLibrary library, IServiceScopeFactory scopes) : IDeclaredFlows
{
    public DeclaredFlow? Current => library.Find() is { } flow ? Of(flow) : null;

    public async Task<DeclaredFlow?> FindAsync(string version, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<FlowVersion>().AsNoTracking().AnyAsync(v => v.Version == version, ct) ? Of(library.Of(version)) : null;
    }

    internal static DeclaredFlow Of(FlowCatalogue flow) => new(flow.Version, flow.Name, [.. flow.Stages.Select(s => new DeclaredStage(s.No, s.Name, [.. s.Items.Select(i => new DeclaredItem(i.Code, i.Name, i.Department.Id, i.PromisedDays, After(s, i), i.Role is ItemRole.Conclusion))]))]);

    // What is handled beside the others and what concludes begin after the pass of the pre-check, whether or not the flow says so.
    private static List<string> After(FlowStage stage, FlowItem item) =>
    [
        .. item.DependsOn.Concat(stage.Items.Where(i => i.Role is ItemRole.PreCheck && (item.Role is ItemRole.Parallel or ItemRole.Conclusion)).Select(i => i.Code)).Distinct(StringComparer.Ordinal),
    ];
}
