using Tongban.Approvals.Contracts;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <summary>Computes the public figures once per version.</summary>
internal sealed class PublishedFlowFacts(FlowLibrary library) : IFlowFacts
{
    private volatile FlowFacts? _known;

    public FlowFacts? Current
    {
        get
        {
            if (library.Find() is not { } flow)
                return null;
            if (_known is not { } known || known.Version != flow.Version)
                _known = known = Of(flow);
            return known;
        }
    }

    public static FlowFacts Of(FlowCatalogue flow) => new(
        flow.Version, flow.Name, flow.City.City.Name, flow.Items.Count, flow.StageLimit.Length.Value, flow.StageLimit.Extension?.Value ?? 0, flow.StageLimit.Basis,
        [.. flow.Stages.Select(s => new StageFacts(s.No, s.Name, s.Lead.Name, s.Items.Count))],
        [.. ProjectTypes.All.Select(type => TypeReport.Of(flow, type)).Select(r => new TypeFacts(r.Type, r.Path.Days, r.SerialDays, [.. r.Path.Stages.Select(s => s.Days)]))]);
}
