using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <content>Rules of what items mean for each other: circles, what can never begin, the part each one plays.</content>
internal sealed partial class CatalogueCompiler
{
    private void CheckCycles()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<string>();
        foreach (var item in _flow.Items)
            Visit(item.Id);

        void Visit(string id)
        {
            if (done.Contains(id) || !_items.TryGetValue(id, out var item))
                return;
            if (path.IndexOf(id) is >= 0 and var start)
            {
                var cycle = string.Join(" → ", path.Skip(start).Append(id));
                Add("dependency-cycle", $"items[{IndexOf(id)}].dependsOn", ($"相互依赖：{cycle}", $"items wait for each other: {cycle}"));
                return;
            }

            path.Add(id);
            foreach (var dependency in item.DependsOn)
                Visit(dependency);
            path.RemoveAt(path.Count - 1);
            done.Add(id);
        }
    }

    // The conclusion ends the stage: what waits for it would never be opened.
    private void CheckReach()
    {
        for (var i = 0; i < _flow.Items.Count; i++)
        {
            var item = _flow.Items[i];
            if (item.Role is not (ItemRole.FollowOn or ItemRole.Conclusion) && EarlierThan(item).FirstOrDefault(e => e.Role is ItemRole.Conclusion or ItemRole.FollowOn) is { } end)
                Add("unreachable-item", $"items[{i}].dependsOn", ($"{item.Id} 须待 {end.Id} 办结后才能开始，而阶段已随之结束", $"{item.Id} begins only after {end.Id}, with which the stage has ended"));
        }
    }

    // Everything an item waits for, directly or through others; a circle is walked once.
    private List<ItemRow> EarlierThan(ItemRow item)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { item.Id };
        var earlier = new List<ItemRow>();
        var open = new Stack<string>(item.DependsOn);
        while (open.TryPop(out var id))
        {
            if (!seen.Add(id) || !_items.TryGetValue(id, out var found) || found.Stage != item.Stage)
                continue;
            earlier.Add(found);
            foreach (var next in found.DependsOn)
                open.Push(next);
        }
        return earlier;
    }

    private void CheckRoles()
    {
        for (var i = 0; i < _flow.Items.Count; i++)
        {
            var item = _flow.Items[i];
            var lead = _flow.Stages.FirstOrDefault(s => s.No == item.Stage)?.LeadDepartment;
            if (item.Role is ItemRole.Intake or ItemRole.PreCheck or ItemRole.Conclusion && !string.IsNullOrWhiteSpace(lead) && item.Department != lead)
                Add("not-by-lead", $"items[{i}].department", ($"{item.Id} 应由牵头部门 {lead} 办理", $"{item.Id} belongs to the lead department {lead}"));
            if (item.Role is ItemRole.Conclusion && (!item.CountedInCriticalPath || item.AppliesTo.Except(item.MandatoryFor).Any()))
                Add("conclusion-conditional", $"items[{i}]", ($"{item.Id} 是办结事项，须必办并计入时限", $"{item.Id} concludes the stage; it has to be mandatory and on the clock"));
            if (item.Role is ItemRole.FilingOnReceipt && (item.PromisedDays != 0 || item.Handling != Handling.Instant || !item.AppliesTo.SequenceEqual([ProjectType.Filing.Code()])))
                Add("filing-not-instant", $"items[{i}]", ($"{item.Id} 收到即为备案：只适用于 FILE、即办、零天（企业投资项目核准和备案管理条例第十三条）", $"{item.Id} takes effect on receipt: FILE only, instant, zero days (企业投资项目核准和备案管理条例13)"));
            if ((item.Role == ItemRole.FollowOn) == item.CountedInCriticalPath)
                Add("follow-on-counted", $"items[{i}].countedInCriticalPath", ($"{item.Id}：延伸服务且只有延伸服务不计入时限", $"{item.Id}: follow-on services and only they are off the clock"));
        }

        foreach (var stage in _flow.Stages)
        {
            foreach (var type in ProjectTypes.All.Select(t => t.Code()))
            {
                var at = $"stages[{stage.No - 1}]";
                var items = _flow.Items.Where(i => i.Stage == stage.No && i.AppliesTo.Contains(type)).ToList();
                var conclusions = items.Where(i => i.Role == ItemRole.Conclusion).Select(i => i.Id).ToList();
                if (conclusions.Count == 0)
                    Add("no-conclusion", at, ($"第 {stage.No} 阶段没有 {type} 的办结事项", $"stage {stage.No} has no concluding item for {type}"));
                if (conclusions.Count > 1)
                    Add("several-conclusions", at, ($"第 {stage.No} 阶段对 {type} 有多个办结事项：{string.Join('、', conclusions)}", $"stage {stage.No} has several concluding items for {type}: {string.Join(", ", conclusions)}"));
                foreach (var role in new[] { ItemRole.Intake, ItemRole.PreCheck, ItemRole.FilingOnReceipt }.Where(r => items.Count(i => i.Role == r) > 1))
                    Add("role-twice", at, ($"第 {stage.No} 阶段对 {type} 有多个 {role} 事项", $"stage {stage.No} has several {role} items for {type}"));
            }
        }
    }
}
