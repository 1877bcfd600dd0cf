using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <content>The member <c>linkage</c>: jurisdiction between city and county, early start, groups.</content>
internal sealed partial class CatalogueCompiler
{
    private void CheckLinkage()
    {
        if (_flow.Linkage is not { } linkage)
            return;
        for (var i = 0; i < linkage.Jurisdiction.Count; i++)
            CheckJurisdiction(linkage.Jurisdiction[i], linkage.Jurisdiction.Take(i), $"linkage.jurisdiction[{i}]");
        CatalogueRules.Unique(linkage.EarlyStart, e => e.Item, File, "linkage.earlyStart", "item", _faults);
        for (var i = 0; i < linkage.EarlyStart.Count; i++)
            CheckEarlyStart(linkage.EarlyStart[i], $"linkage.earlyStart[{i}]");
        CatalogueRules.Unique(linkage.Groups, g => g.Id, File, "linkage.groups", "id", _faults);
        CatalogueRules.Named(linkage.Groups, g => g.NameZh, g => g.NameEn, File, "linkage.groups", _faults);
        for (var i = 0; i < linkage.Groups.Count; i++)
            CheckGroup(linkage.Groups[i], linkage.Groups.Take(i), $"linkage.groups[{i}]");
    }

    private void CheckJurisdiction(JurisdictionRow rule, IEnumerable<JurisdictionRow> before, string at)
    {
        RequireItem(rule.Item, $"{at}.item");
        RequireBasis(rule.Basis, at);
        Each(rule.Types ?? [], $"{at}.types", RequireType);
        var twoSteps = rule.Mode is LinkageMode.CountyChecksCityDecides or LinkageMode.CityAcceptsCountyDecides;
        if (twoSteps != rule.FirstStepDays is not null)
            Add("first-step-days", $"{at}.firstStepDays", ("分两步办理的须写明第一步的承诺时限，只有一步的不得写", "two steps need the promised days of the first; one step has none"));
        else if (rule.FirstStepDays is { } days && days is < 1 or > Linkage.FirstStepCeiling)
            Add("first-step-above-law", $"{at}.firstStepDays", ($"第一步承诺 {days} 个工作日，应为 1 至 {Linkage.FirstStepCeiling}（{Linkage.FirstStepBasis}）", $"the first step promises {days} working days; 1 to {Linkage.FirstStepCeiling} are allowed ({Linkage.FirstStepBasis})"));
        if (rule.InvestmentFrom is < 0 || rule.InvestmentBelow is <= 0 || (rule.InvestmentFrom is { } from && rule.InvestmentBelow is { } below && from >= below))
            Add("jurisdiction-empty", at, ("投资额范围为空，规则永远不适用", "the range of investment is empty; the rule never applies"));
        if (before.FirstOrDefault(b => b.Item == rule.Item && Covers(b, rule)) is not null)
            Add("jurisdiction-unreachable", at, ($"{rule.Item} 的前一条规则已经包含本条，本条永远不适用", $"an earlier rule of {rule.Item} covers this one, which never applies"));
        if (!_items.TryGetValue(rule.Item, out var item) || _city.Department(item.Department) is null)
            return;
        if (item.Role is not (ItemRole.Parallel or ItemRole.Conclusion))
            Add("jurisdiction-role", $"{at}.item", ($"{rule.Item} 不是由一个机关决定的事项，不能分级办理", $"{rule.Item} is not decided by one organ and has no levels"));
        var counties = _city.City.Divisions.Select(d => d.Code).ToList();
        foreach (var stranger in (rule.Divisions ?? []).Except(counties))
            Add("unknown-division", $"{at}.divisions", ($"{stranger} 不是本市的区县", $"{stranger} is no district or county of the city"));
        foreach (var division in counties.Where(c => rule.Divisions is not { Count: > 0 } some || some.Contains(c)))
        {
            var organs = rule.Mode switch
            {
                LinkageMode.City => new[] { _city.City.Division },
                LinkageMode.County => [division],
                _ => [division, _city.City.Division],
            };
            foreach (var code in organs)
            {
                var organ = OrganData.KeyOf(item.Department, code);
                if (_city.Organ(item.Department, code) is null)
                    Add("linkage-organ-missing", at, ($"没有机关 {organ}，不能按本规则办理 {rule.Item}", $"there is no organ {organ} to handle {rule.Item} by this rule"));
                else if (_powers is not null && _powers.Find(organ, rule.Item, _today) is null)
                    Add("no-power-in-force", at, ($"{organ} 在 {_today:yyyy-MM-dd} 没有办理 {rule.Item} 的有效权力", $"{organ} has no power in force for {rule.Item} on {_today:yyyy-MM-dd}"));
            }
        }
    }

    private static bool Covers(JurisdictionRow earlier, JurisdictionRow later) =>
        (earlier.Types is not { Count: > 0 } types || (later.Types is { Count: > 0 } some && !some.Except(types).Any()))
        && (earlier.Divisions is not { Count: > 0 } divisions || (later.Divisions is { Count: > 0 } where && !where.Except(divisions).Any()))
        && (earlier.InvestmentFrom ?? 0) <= (later.InvestmentFrom ?? 0)
        && (earlier.InvestmentBelow ?? decimal.MaxValue) >= (later.InvestmentBelow ?? decimal.MaxValue);

    private void CheckEarlyStart(EarlyStartRow early, string at)
    {
        RequireItem(early.Item, $"{at}.item");
        RequireBasis(early.Basis, at);
        Each(early.After, $"{at}.after", RequireItem);
        if (!_items.TryGetValue(early.Item, out var item))
            return;
        if (item.Role is not ItemRole.Parallel || item.Stage == 1)
            Add("early-start-role", $"{at}.item", ($"{early.Item} 不能提前办理：只有后续阶段的并联事项可以", $"{early.Item} cannot begin early: only parallel items of later stages can"));
        if (early.After.Count == 0)
            Add("early-start-ungated", $"{at}.after", ("提前办理须写明前置结果", "an early start names the results it needs"));
        for (var i = 0; i < early.After.Count; i++)
        {
            if (_items.TryGetValue(early.After[i], out var needed) && needed.Stage >= item.Stage)
                Add("early-start-not-earlier", $"{at}.after[{i}]", ($"{early.After[i]} 不属于更早的阶段", $"{early.After[i]} is not of an earlier stage"));
        }
    }

    private void CheckGroup(GroupRow group, IEnumerable<GroupRow> before, string at)
    {
        RequireBasis(group.Basis, at);
        Each(group.Items, $"{at}.items", RequireItem);
        Each(group.Departments ?? [], $"{at}.departments", RequireDepartment);
        if (group.Items.Count == 0)
            Add("group-empty", $"{at}.items", ("组内没有事项", "the group has no items"));
        if (group.Material is { } material && _flow.Materials.All(m => m.Id != material))
            Add("unknown-material", $"{at}.material", ($"没有材料“{material}”", $"there is no material “{material}”"));
        if (group.Kind is GroupKind.CombinedSurvey && group.Material is null)
            Add("group-without-material", $"{at}.material", ("多测合一须写明共用的测绘成果", "a combined survey names the result that is shared"));
        var items = group.Items.Select(i => _items.GetValueOrDefault(i)).OfType<ItemRow>().ToList();
        if (group.Kind is GroupKind.JointReview or GroupKind.JointAcceptance)
        {
            if (items.FirstOrDefault(i => i.Role is not ItemRole.Parallel) is { } other)
                Add("group-role", $"{at}.items", ($"{other.Id} 不是并联事项，不能合并决定", $"{other.Id} is no parallel item and cannot be decided jointly"));
            if (items.Select(i => i.Department).Concat(group.Departments ?? []).Distinct(StringComparer.Ordinal).Count() < 2)
                Add("group-of-one", $"{at}.items", ("只有一个部门，谈不上联合", "one department alone does nothing jointly"));
            foreach (var twice in before.Where(b => b.Kind is GroupKind.JointReview or GroupKind.JointAcceptance).SelectMany(b => b.Items).Intersect(group.Items))
                Add("group-overlap", $"{at}.items", ($"{twice} 已属于另一个联合组", $"{twice} already belongs to another joint group"));
        }
        if (group.Kind is not GroupKind.AreaAssessment && items.Select(i => i.Stage).Distinct().Count() > 1)
            Add("group-across-stages", $"{at}.items", ("组内事项不在同一阶段", "the items are not of one stage"));
    }

    private void RequireBasis(string basis, string at)
    {
        if (string.IsNullOrWhiteSpace(basis))
            Add("basis-missing", $"{at}.basis", ("没有依据", "no basis is stated"));
    }

    private Linkage ToLinkage(FlowCatalogue flow)
    {
        if (_flow.Linkage is not { } linkage)
            return Linkage.None;
        return new(
            [.. linkage.Jurisdiction.Select(r => new JurisdictionRule(r.Item, r.Mode, Types(r.Types ?? []), r.Divisions ?? [], r.InvestmentFrom, r.InvestmentBelow, r.FirstStepDays ?? 0, r.Basis))],
            [.. linkage.EarlyStart.Select(e => new EarlyStart(flow.Item(e.Item), [.. e.After.Select(flow.Item)], e.Basis))],
            [.. linkage.Groups.Select(g => new ItemGroup(g.Id, g.Kind, (g.NameZh, g.NameEn), [.. g.Items.Select(flow.Item)], [.. (g.Departments ?? []).Select(d => _city.Department(d)!)], g.Material is { } m ? flow.Material(m) : null, g.Basis))]);
    }
}
