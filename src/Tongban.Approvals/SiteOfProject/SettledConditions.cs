using Tongban.Approvals.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.SiteOfProject;

/// <summary>Conditions that were settled for the project elsewhere and that an item carries.</summary>
internal sealed class SettledConditions(IEnumerable<IProjectConditions> sources)
{
    public async Task<IReadOnlyList<ProjectCondition>> OfItemAsync(Guid project, string item, CancellationToken ct)
    {
        List<ProjectCondition> conditions = [];
        foreach (var source in sources)
            conditions.AddRange((await source.OfProjectAsync(project, ct)).Where(c => c.Item == item));
        return conditions;
    }
}

/// <summary>Items of the flow in force.</summary>
internal sealed class FlowItems(FlowLibrary flows) : IApprovalItems
{
    public IReadOnlyList<ApprovalItemName> Of(ProjectType type) =>
        [.. flows.Current.Stages.SelectMany(s => s.Items.Where(i => i.AppliesTo.Contains(type)).Where(i => i.Role is ItemRole.Parallel or ItemRole.Conclusion).Select(i => new ApprovalItemName(i.Code, i.Name, s.No)))];
}
