using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tongban.Approvals.Contracts;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.Catalogue;

/// <summary>States the demands of every published version, once each.</summary>
internal sealed class PublishedFlowRules(FlowLibrary library, IServiceScopeFactory scopes) : IFlowRules
{
    private readonly ConcurrentDictionary<string, FlowRules> _known = new(StringComparer.Ordinal);

    public FlowRules? Find(string version)
    {
        if (_known.TryGetValue(version, out var known))
            return known;
        using (var scope = scopes.CreateScope())
        {
            if (!scope.ServiceProvider.GetRequiredService<TongbanDb>().Set<FlowVersion>().AsNoTracking().Any(v => v.Version == version))
                return null;
        }
        return _known.GetOrAdd(version, v => Of(library.Of(v)));
    }

    public static FlowRules Of(FlowCatalogue flow) => new(flow.Version, flow.OpinionDays, [.. flow.Stages.Select(s => s.Name)], flow.Items.ToDictionary(i => i.Code, i => new ItemDemands(
        i.Code, i.Stage, i.Name, i.Department.Id, i.PromisedDays, i.Statutory is { AtOnce: false } law ? law.Length : null, i.DependsOn,
        i.Materials.Where(m => m.Material.Source is not MaterialSource.Issued).Select(m => m.Material.Id).ToHashSet(StringComparer.Ordinal),
        i.ClockStops.Select(c => c.Id).ToHashSet(StringComparer.Ordinal), [.. i.Consults.Select(c => c.Id)],
        i.Role is ItemRole.PreCheck, i.Role is ItemRole.Conclusion, i.Role is ItemRole.FollowOn, i.Handling is Handling.Instant, i.Result.Numbering is not Numbering.None), StringComparer.Ordinal));
}
