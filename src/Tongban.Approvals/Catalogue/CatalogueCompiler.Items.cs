using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <content>Rules of one item at a time: its form, condition, limits and result.</content>
internal sealed partial class CatalogueCompiler
{
    private void CheckItem(ItemRow item, string at)
    {
        if (!ItemForm().IsMatch(item.Id) || item.Id[1] - '0' != item.Stage)
            Add("item-form", $"{at}.id", ($"“{item.Id}”应为 S{item.Stage}-序号", $"“{item.Id}” has to be S{item.Stage}-number"));
        RequireStage(item.Stage, $"{at}.stage");
        RequireDepartment(item.Department, $"{at}.department");
        Each(item.Consults, $"{at}.consults", RequireDepartment);
        Each(item.MandatoryFor, $"{at}.mandatoryFor", RequireType);
        Each(item.AppliesTo, $"{at}.appliesTo", RequireType);
        Each(item.ClockStops, $"{at}.clockStops", (id, path) =>
        {
            if (_flow.ClockStopTypes.All(c => c.Id != id))
                Add("unknown-clock-stop", path, ($"没有特别程序“{id}”", $"there is no special procedure “{id}”"));
        });
        CatalogueRules.Unique(item.Materials, m => m.Ref, File, $"{at}.materials", "ref", _faults);
        for (var i = 0; i < item.Materials.Count; i++)
        {
            if (_flow.Materials.FirstOrDefault(m => m.Id == item.Materials[i].Ref) is { } material)
            {
                // What an authority issued is fetched; only what the applicant brings may follow later.
                if (item.Materials[i].Necessity is Necessity.Tolerable && !item.ToleranceAllowed && material.Source is not MaterialSource.Issued)
                    Add("tolerance-not-allowed", $"{at}.materials[{i}].necessity", ($"{item.Id} 不允许容缺受理，{material.Id} 不得标为容缺后补", $"{item.Id} allows no tolerance; {material.Id} may not follow later"));
            }
            else
                Add("unknown-material", $"{at}.materials[{i}].ref", ($"没有材料“{item.Materials[i].Ref}”", $"there is no material “{item.Materials[i].Ref}”"));
        }

        Each(item.DependsOn, $"{at}.dependsOn", (id, path) =>
        {
            RequireItem(id, path);
            if (!_items.TryGetValue(id, out var other))
                return;
            if (item.AppliesTo.Count > 0 && other.AppliesTo.Count > 0 && !item.AppliesTo.Intersect(other.AppliesTo).Any())
                Add("dependency-idle", path, ($"{item.Id} 与前置事项 {id} 没有共同适用的项目类型", $"{item.Id} and its prerequisite {id} share no project type"));
            if (other.Stage != item.Stage)
                Add("dependency-across-stages", path, ($"{item.Id} 依赖第 {other.Stage} 阶段的 {id}；阶段之间由阶段门控制", $"{item.Id} depends on {id} of stage {other.Stage}; between stages the gate of the stage decides"));
        });

        if (item.AppliesTo.Count == 0)
            Add("applies-to-nothing", $"{at}.appliesTo", ("事项不适用于任何项目类型", "the item applies to no project type"));
        for (var i = 0; i < item.MandatoryFor.Count; i++)
        {
            if (!item.AppliesTo.Contains(item.MandatoryFor[i]))
                Add("mandatory-not-applicable", $"{at}.mandatoryFor[{i}]", ($"对 {item.MandatoryFor[i]} 必办，却不适用于它", $"mandatory for {item.MandatoryFor[i]}, to which it does not apply"));
        }

        CheckCondition(item, at);
        CheckLimits(item, at);
        CheckResult(item, at);
    }

    private void CheckCondition(ItemRow item, string at)
    {
        var conditional = item.AppliesTo.Except(item.MandatoryFor).Any();
        if (string.IsNullOrWhiteSpace(item.Condition))
        {
            if (conditional)
                Add("condition-missing", $"{at}.condition", ($"{item.Id} 并非对全部适用类型必办，须写明条件", $"{item.Id} is not mandatory for every type it applies to and needs a condition"));
            return;
        }

        if (!conditional)
            Add("condition-idle", $"{at}.condition", ($"{item.Id} 对全部适用类型必办，条件不起作用", $"{item.Id} is mandatory for every type it applies to; its condition decides nothing"));
        var (condition, fault) = ConditionParser.Parse(item.Condition, name => _facts.GetValueOrDefault(name));
        if (fault is not null)
        {
            Add(fault.Code, $"{at}.condition", ($"第 {fault.Column} 列：{fault.Text.Zh}", $"column {fault.Column}: {fault.Text.En}"));
            return;
        }

        _conditions[item.Id] = condition!;
        foreach (var late in condition!.Facts.Where(f => f.Stage > item.Stage))
            Add("fact-asked-later", $"{at}.condition", ($"第 {item.Stage} 阶段的条件用到第 {late.Stage} 阶段才询问的“{late.Name}”", $"a condition of stage {item.Stage} uses “{late.Name}”, which is asked only in stage {late.Stage}"));
    }

    private void CheckLimits(ItemRow item, string at)
    {
        if (item.PromisedDays < 0 || item.LegacyDays < 0)
            Add("negative-days", at, ("时限不能为负", "a limit may not be negative"));
        if (item.StatutoryLimit is not { } law)
            return;

        CheckLimit(law, $"{at}.statutoryLimit");
        // n working days are at least n calendar days, so the plain comparison finds certain breaches in either unit.
        if (item.PromisedDays > (law.Unit == LimitUnitName.Instant ? 0 : law.Value))
            Add("promise-above-statute", $"{at}.promisedDays", ($"承诺 {item.PromisedDays} 个工作日，超过法定{Limit(law).Zh}（{law.Basis}）", $"{item.PromisedDays} working days are promised, the law allows {Limit(law).En} ({law.Basis})"));
    }

    private void CheckLimit(LimitRow limit, string at)
    {
        if (limit.Value < 0 || (limit.Unit == LimitUnitName.Instant) != (limit.Value == 0))
            Add("limit-form", $"{at}.value", ("期限应大于零；即时用 0 与 instant 表示", "a limit is above zero; at once is written 0 with instant"));
        if (string.IsNullOrWhiteSpace(limit.Basis))
            Add("basis-missing", $"{at}.basis", ("法定时限没有依据", "a legal limit without a basis"));
        if (limit.Extension is { } extension && (extension.Value <= 0 || extension.Unit == LimitUnitName.Instant || string.IsNullOrWhiteSpace(extension.Basis)))
            Add("limit-form", $"{at}.extension", ("延长期限须大于零并有依据", "an extension is above zero and has a basis"));
    }

    private void CheckResult(ItemRow item, string at)
    {
        if ((item.Result.Numbering == Numbering.None) != string.IsNullOrWhiteSpace(item.Result.DocumentMark))
            Add("document-mark", $"{at}.result.documentMark", ("编号的结果须有文号字样，不编号的不得有", "a numbered result needs a mark, an unnumbered one has none"));
        if (string.IsNullOrWhiteSpace(item.Result.NameZh) || string.IsNullOrWhiteSpace(item.Result.NameEn))
            Add("name-missing", $"{at}.result", ("结果缺少名称", "the result has no name"));
    }

    private static Words Limit(LimitRow limit) => limit.Unit switch
    {
        LimitUnitName.Workday => ($" {limit.Value} 个工作日", $"{limit.Value} working days"),
        LimitUnitName.Day => ($" {limit.Value} 日", $"{limit.Value} calendar days"),
        _ => ("即时办理", "no time at all"),
    };
}
