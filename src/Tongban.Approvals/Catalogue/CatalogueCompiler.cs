using System.Text.RegularExpressions;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Time;
using Tongban.Lists.Contracts;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <summary>Everything a city's folder holds, checked against itself.</summary>
internal sealed record CompiledCity(CityCatalogue City, PowerCatalogue Powers, FlowCatalogue Flow)
{
    /// <summary>The three lists; none in a city whose folder has none.</summary>
    public ListCatalogue Lists { get; init; } = ListCatalogue.None;

    /// <summary>The control layers; none in a city whose folder has none.</summary>
    public LayerCatalogue Layers { get; init; } = LayerCatalogue.None;
}

/// <summary>What came out of looking at a catalogue.</summary>
/// <param name="City"><see langword="null"/> as soon as there is one fault.</param>
/// <param name="Sketch">The flow in spite of its faults, as long as none of them stands in the way of computing with it. Never used to work by.</param>
internal sealed record Examination(CompiledCity? City, IReadOnlyList<CatalogueFault> Faults, FlowCatalogue? Sketch);

/// <summary>Turns a city's folder into a catalogue that can be worked with, or into the list of everything that is wrong with it.</summary>
internal sealed partial class CatalogueCompiler
{
    private const string File = "flow.json";

    // Faults that leave stages, items, days and order as they are: the longest chain can be computed in spite of them.
    private static readonly HashSet<string> Bearable =
    [
        "no-power-in-force", "no-listed-power", "power-not-listed", "power-category-mismatch", "unknown-power-category", "promise-above-statute", "name-missing", "basis-missing", "document-mark", "condition-idle",
        "not-by-lead", "remedies-missing", "power-status", "power-code-form", "power-code-mismatch", "validity-reversed", "no-conclusion", "several-conclusions", "role-twice",
    ];

    private static readonly string[] VersionedFiles = ["city.json", "departments.json", "flow.json"];
    private readonly List<CatalogueFault> _faults = [];
    private readonly FlowFile _flow;
    private readonly CityCatalogue _city;
    private readonly PowerCatalogue? _powers;
    private readonly DateOnly _today;
    private readonly Dictionary<string, ItemRow> _items;
    private readonly Dictionary<string, Fact> _facts;
    private readonly Dictionary<string, Condition> _conditions = new(StringComparer.Ordinal);

    private CatalogueCompiler(FlowFile flow, CityCatalogue city, PowerCatalogue? powers, DateOnly today)
    {
        (_flow, _city, _powers, _today) = (flow, city, powers, today);
        _items = flow.Items.DistinctBy(i => i.Id).ToDictionary(i => i.Id);
        _facts = flow.Facts.DistinctBy(f => f.Name).ToDictionary(f => f.Name, ToFact);
    }

    /// <summary>Compiles a city's folder.</summary>
    /// <param name="today">Powers have to be in force on this day.</param>
    /// <param name="calendars">Folder of the published working calendars, one file a year; the year of <paramref name="today"/> has to be among them. Not looked at when left out.</param>
    public static CatalogueOutcome<CompiledCity> Compile(string folder, DateOnly today, string? calendars = null) => Examine(folder, today, calendars) is var e && e.Faults.Count == 0 ? new(e.City, []) : new(null, e.Faults);

    /// <summary>Compiles files that are kept elsewhere than in a folder: those of a published version, those of a draft.</summary>
    public static Examination Examine(IReadOnlyDictionary<string, string> files, DateOnly today)
    {
        var folder = Directory.CreateTempSubdirectory("tongban-flow-");
        try
        {
            foreach (var (name, content) in files)
                System.IO.File.WriteAllText(Path.Combine(folder.FullName, name), content);
            return Examine(folder.FullName, today);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The same as <see cref="Compile"/>, and besides what can be computed although there are faults.</summary>
    public static Examination Examine(string folder, DateOnly today, string? calendars = null)
    {
        var examined = ExamineBare(folder, today, calendars);
        return examined with { Faults = [.. examined.Faults.Select(f => f with { Rule = FaultRules.Of(f.Code) })] };
    }

    private static Examination ExamineBare(string folder, DateOnly today, string? calendars)
    {
        var faults = new List<CatalogueFault>();
        if (calendars is not null && !System.IO.File.Exists(Path.Combine(calendars, $"{today.Year}.json")))
            faults.Add(new("calendar-missing", $"{today.Year}.json", "", ($"没有 {today.Year} 年的工作日历，期限无法计算", $"there is no working calendar of {today.Year}; no limit can be computed")));
        var city = CityCatalogue.Read(folder);
        faults.AddRange(city.Faults);
        var flow = CatalogueFile.Read<FlowFile>(folder, File, faults);
        if (city.Value is null || flow is null)
            return new(null, faults, null);

        var powers = PowerCatalogue.Read(folder, city.Value);
        faults.AddRange(powers.Faults);
        var lists = ListCatalogue.Read(folder, city.Value, powers.Value);
        faults.AddRange(lists.Faults);
        var layers = LayerCatalogue.Read(folder, city.Value);
        faults.AddRange(layers.Faults);
        var compiler = new CatalogueCompiler(flow, city.Value, powers.Value, today);
        compiler.Check();
        compiler.CheckListedPowers(lists.Value);
        faults.AddRange(compiler._faults.Select(compiler.Name));
        // Whatever is wrong with the layers, the flow can be computed.
        if (faults.Any(f => f.File != LayerCatalogue.File && !Bearable.Contains(f.Code)))
            return new(null, faults, null);
        var built = compiler.Build(CatalogueFile.Version(folder, VersionedFiles));
        return new(faults.Count > 0 || powers.Value is null ? null : new(city.Value, powers.Value, built) { Lists = lists.Value ?? ListCatalogue.None, Layers = layers.Value ?? LayerCatalogue.None }, faults, built);
    }

    private void Check()
    {
        CheckHead();
        CheckFacts();
        CheckMaterials();
        for (var i = 0; i < _flow.Items.Count; i++)
            CheckItem(_flow.Items[i], $"items[{i}]");
        CheckCycles();
        CheckReach();
        CheckRoles();
        CheckOrgansAndPowers();
        CheckLinkage();
    }

    private void CheckHead()
    {
        CatalogueRules.Named([_flow], f => f.NameZh, f => f.NameEn, File, "", _faults);
        CatalogueRules.Named(_flow.Stages, s => s.NameZh, s => s.NameEn, File, "stages", _faults);
        CatalogueRules.Named(_flow.ClockStopTypes, c => c.NameZh, c => c.NameEn, File, "clockStopTypes", _faults);
        CatalogueRules.Unique(_flow.ClockStopTypes, c => c.Id, File, "clockStopTypes", "id", _faults);
        CatalogueRules.Unique(_flow.Items, i => i.Id, File, "items", "id", _faults);
        CatalogueRules.Named(_flow.Items, i => i.NameZh, i => i.NameEn, File, "items", _faults);
        if (string.IsNullOrWhiteSpace(_flow.Remedies.Zh) || string.IsNullOrWhiteSpace(_flow.Remedies.En) || string.IsNullOrWhiteSpace(_flow.Remedies.Basis))
            Add("remedies-missing", "remedies", ("救济途径及其依据不能为空", "the remedies and their basis may not be empty"));
        if (_flow.Stages.Count == 0)
            Add("stage-order", "stages", ("流程没有阶段", "the flow has no stages"));
        CheckLimit(_flow.StageLimit, "stageLimit");
        // What the others miss has to be there before the lead must have told the applicant.
        if (OpinionDays < 1 || _flow.Items.Any(i => i is { Role: ItemRole.PreCheck, Consults.Count: > 0, StatutoryLimit: { Unit: LimitUnitName.Workday } law } && law.Value < OpinionDays))
            Add("opinion-days", "opinionDays", ($"征询答复 {OpinionDays} 个工作日，应至少 1 日且不超过预审的法定期限", $"{OpinionDays} working days to answer the pre-check; at least one, and no more than the law gives the pre-check itself"));

        for (var i = 0; i < _flow.Stages.Count; i++)
        {
            var stage = _flow.Stages[i];
            if (stage.No != i + 1)
                Add("stage-order", $"stages[{i}].no", ($"阶段应从 1 起依次编号，此处应为 {i + 1}", $"stages are numbered from 1 without gaps; {i + 1} is expected here"));
            if (string.IsNullOrWhiteSpace(stage.LeadDepartment))
                Add("stage-without-lead", $"stages[{i}].leadDepartment", ($"第 {stage.No} 阶段“{stage.NameZh}”没有牵头部门", $"stage {stage.No}, {stage.NameEn}, has no lead department"));
            else
                RequireDepartment(stage.LeadDepartment, $"stages[{i}].leadDepartment");
            RequireDepartment(stage.NationalTypicalLead, $"stages[{i}].nationalTypicalLead");
        }

        for (var i = 0; i < _flow.ClockStopTypes.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(_flow.ClockStopTypes[i].Basis))
                Add("basis-missing", $"clockStopTypes[{i}].basis", ("特别程序没有依据", "a special procedure without a basis"));
        }
    }

    private void CheckFacts()
    {
        CatalogueRules.Unique(_flow.Facts, f => f.Name, File, "facts", "name", _faults);
        CatalogueRules.Named(_flow.Facts, f => f.NameZh, f => f.NameEn, File, "facts", _faults);
        for (var i = 0; i < _flow.Facts.Count; i++)
        {
            var fact = _flow.Facts[i];
            if (!FactForm().IsMatch(fact.Name) || fact.Name is "and" or "or" or "not" or "in" or "contains")
                Add("fact-form", $"facts[{i}].name", ("事实名称应为小写字母开头的英文字母与数字，且不是条件语言的关键字", "a fact's name is letters and digits beginning with a small letter, and no word of the condition language"));
            RequireStage(fact.Stage, $"facts[{i}].stage");
            if (fact.Type == FactType.Number && (string.IsNullOrWhiteSpace(fact.UnitZh) || string.IsNullOrWhiteSpace(fact.UnitEn)))
                Add("fact-unit-missing", $"facts[{i}]", ("数值型事实须有中英文单位", "a number needs its unit in both languages"));
            if (fact.Type is FactType.Choice or FactType.Set && fact.Values is not { Count: > 0 })
                Add("fact-values-missing", $"facts[{i}]", ("选择型事实须列出可选值", "a choice or set needs its values"));
            if (fact.Values is { } values)
            {
                CatalogueRules.Unique(values, v => v.Code, File, $"facts[{i}].values", "code", _faults);
                CatalogueRules.Named(values, v => v.NameZh, v => v.NameEn, File, $"facts[{i}].values", _faults);
            }
        }
    }

    private void CheckMaterials()
    {
        CatalogueRules.Unique(_flow.Materials, m => m.Id, File, "materials", "id", _faults);
        CatalogueRules.Named(_flow.Materials, m => m.NameZh, m => m.NameEn, File, "materials", _faults);
        for (var i = 0; i < _flow.Materials.Count; i++)
        {
            for (var j = 0; j < _flow.Materials[i].ProducedBy.Count; j++)
                RequireItem(_flow.Materials[i].ProducedBy[j], $"materials[{i}].producedBy[{j}]");
            var material = _flow.Materials[i];
            if (material.Source is MaterialSource.Issued && material.ProducedBy.Count == 0 && (string.IsNullOrWhiteSpace(material.IssuerZh) || string.IsNullOrWhiteSpace(material.IssuerEn)))
                Add("material-without-issuer", $"materials[{i}].producedBy", ($"{material.Id} {material.NameZh}由政府部门核发，却没有事项产生它，也未写明核发机关", $"{material.Id}, {material.NameEn}, is issued by an authority, but no item produces it and no issuer is named"));
        }
    }

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

    private void CheckOrgansAndPowers()
    {
        var city = _city.City;
        for (var i = 0; i < _flow.Stages.Count; i++)
        {
            foreach (var division in city.AllDivisions.Where(d => _city.Department(_flow.Stages[i].LeadDepartment) is not null && _city.Organ(_flow.Stages[i].LeadDepartment, d.Code) is null))
                Add("lead-without-organ", $"stages[{i}].leadDepartment", ($"{division.NameZh}没有牵头机关 {_flow.Stages[i].LeadDepartment}@{division.Code}", $"{division.NameEn} has no leading organ {_flow.Stages[i].LeadDepartment}@{division.Code}"));
        }

        if (_powers is null)
            return;
        var categories = _powers.Categories.Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < _flow.Items.Count; i++)
        {
            var item = _flow.Items[i];
            if (!categories.Contains(item.PowerCategory))
                Add("unknown-power-category", $"items[{i}].powerCategory", ($"没有权力类别“{item.PowerCategory}”", $"there is no power category “{item.PowerCategory}”"));
            // A project may lie in the city itself; there the item falls to the city's organ, and somebody has to be able to act.
            if (item.Level is HandlingLevel.County && _city.Department(item.Department) is not null && _powers.Find(OrganData.KeyOf(item.Department, city.Division), item.Id, _today) is null)
                Add("level-without-organ", $"items[{i}].level", ($"{item.Id} 由县级办理，但项目在市本级时没有有权办理的机关", $"{item.Id} is handled by counties, but for a project of the city itself no organ may act"));
            foreach (var division in city.AllDivisions.Where(d => Handles(item.Level, city.LevelOf(d.Code)) && _city.Organ(item.Department, d.Code) is not null))
            {
                var organ = OrganData.KeyOf(item.Department, division.Code);
                if (_powers.Find(organ, item.Id, _today) is not { } power)
                    Add("no-power-in-force", $"items[{i}]", ($"{organ} 在 {_today:yyyy-MM-dd} 没有办理 {item.Id} 的有效权力", $"{organ} has no power in force for {item.Id} on {_today:yyyy-MM-dd}"));
                else if (power.Category != item.PowerCategory)
                    Add("power-category-mismatch", $"items[{i}].powerCategory", ($"权力 {power.Code} 的类别是 {power.Category}，事项写的是 {item.PowerCategory}", $"power {power.Code} is of category {power.Category}, the item says {item.PowerCategory}"));
            }
        }

        for (var i = 0; i < _powers.Entries.Count; i++)
        {
            if (!_items.ContainsKey(_powers.Entries[i].ItemCode))
                _faults.Add(new("unknown-item", "powers.json", $"entries[{i}].itemCode", ($"没有事项“{_powers.Entries[i].ItemCode}”", $"there is no item “{_powers.Entries[i].ItemCode}”")));
        }
    }

    // Positions change with every edit; a person looks for the item.
    private CatalogueFault Name(CatalogueFault fault)
    {
        if (Position().Match(fault.Path) is not { Success: true } match)
            return fault;
        var at = int.Parse(match.Groups["at"].Value, System.Globalization.CultureInfo.InvariantCulture);
        var (zh, en) = match.Groups["list"].Value switch
        {
            "items" => (_flow.Items[at].Id + " " + _flow.Items[at].NameZh, _flow.Items[at].Id + " " + _flow.Items[at].NameEn),
            "materials" => (_flow.Materials[at].Id, _flow.Materials[at].Id),
            "facts" => (_flow.Facts[at].Name, _flow.Facts[at].Name),
            _ => ("", ""),
        };
        return fault.File is not File || zh.Length == 0 ? fault : fault with { Text = ($"{zh}：{fault.Text.Zh}", $"{en}: {fault.Text.En}") };
    }

    private int OpinionDays => _flow.OpinionDays ?? FlowCatalogue.DefaultOpinionDays;

    /// <summary>What an organ does to a project stands on the published power list too, in force.</summary>
    private void CheckListedPowers(ListCatalogue? lists)
    {
        if (lists is not { Lists.Count: > 0 })
            return;
        for (var i = 0; i < _flow.Items.Count; i++)
        {
            var item = _flow.Items[i];
            foreach (var division in _city.City.AllDivisions.Where(d => Handles(item.Level, _city.City.LevelOf(d.Code)) && _city.Organ(item.Department, d.Code) is not null))
            {
                if (lists.PowerFor(OrganData.KeyOf(item.Department, division.Code), item.Id, _today) is null)
                    Add("no-listed-power", $"items[{i}]", ($"{ListCatalogue.FileOf(ListKind.Power)} 没有 {item.Department}@{division.Code} 办理 {item.Id} 的有效权力", $"{ListCatalogue.FileOf(ListKind.Power)} has no power in force for {item.Department}@{division.Code} on {item.Id}"));
            }
        }
    }

    private static bool Handles(HandlingLevel level, OrganLevel organ) => level switch
    {
        HandlingLevel.City => organ == OrganLevel.City,
        HandlingLevel.County => organ == OrganLevel.County,
        _ => true,
    };

    private FlowCatalogue Build(string version)
    {
        var materials = _flow.Materials.Select(m => new Material(m.Id, (m.NameZh, m.NameEn), m.Source, m.ProducedBy)).ToList();
        var material = materials.ToDictionary(m => m.Id);
        var stops = _flow.ClockStopTypes.Select(c => new ClockStopType(c.Id, (c.NameZh, c.NameEn), c.Basis, c.Mark)).ToList();
        var stop = stops.ToDictionary(s => s.Id);
        var stages = _flow.Stages.Select(s => new FlowStage(
            s.No, (s.NameZh, s.NameEn), _city.Department(s.LeadDepartment)!, s.NationalStageZh, [.. _flow.Items.Where(i => i.Stage == s.No).Select(ToItem)])).ToList();
        var flow = new FlowCatalogue(
            version, (_flow.NameZh, _flow.NameEn), _city, ToLimit(_flow.StageLimit), new((_flow.Remedies.Zh, _flow.Remedies.En), _flow.Remedies.Basis),
            stages, materials, [.. _flow.Facts.Select(f => _facts[f.Name])], stops)
        {
            OpinionDays = OpinionDays,
        };
        flow.Linkage = ToLinkage(flow);
        return flow;

        FlowItem ToItem(ItemRow i) => new(
            i.Id, i.Stage, (i.NameZh, i.NameEn), _city.Department(i.Department)!, i.Role, i.PowerCategory, i.Level,
            i.StatutoryLimit is null ? null : ToLimit(i.StatutoryLimit), i.PromisedDays, i.LegacyDays, i.Handling,
            Types(i.AppliesTo), Types(i.MandatoryFor), _conditions.GetValueOrDefault(i.Id), i.Condition,
            i.DependsOn, [.. i.Consults.Select(c => _city.Department(c)!)], [.. i.ClockStops.Select(c => stop[c])],
            i.ToleranceAllowed, i.CommitmentAllowed, [.. i.Materials.Select(m => new ItemMaterial(material[m.Ref], m.Necessity))],
            new((i.Result.NameZh, i.Result.NameEn), i.Result.Type, i.Result.Numbering, i.Result.DocumentMark)
            {
                Validity = i.Result.Validity is { } v ? new(v.Months, v.UntilStart, v.Basis, v.Mark) : null,
            },
            i.CountedInCriticalPath, i.Note)
        {
            PublicSafety = i.PublicSafety,
        };
    }

    private static List<ProjectType> Types(IReadOnlyList<string> codes) => [.. ProjectTypes.All.Where(t => codes.Contains(t.Code()))];

    private static StatutoryLimit ToLimit(LimitRow row) => new(
        new(row.Value, Unit(row.Unit)), row.Unit == LimitUnitName.Instant, row.Basis, row.Mark,
        row.Extension is { } e ? new LimitLength(e.Value, Unit(e.Unit)) : null, row.Extension?.Basis);

    private static LimitUnit Unit(LimitUnitName unit) => unit == LimitUnitName.Day ? LimitUnit.CalendarDay : LimitUnit.WorkingDay;

    private static Words Limit(LimitRow limit) => limit.Unit switch
    {
        LimitUnitName.Workday => ($" {limit.Value} 个工作日", $"{limit.Value} working days"),
        LimitUnitName.Day => ($" {limit.Value} 日", $"{limit.Value} calendar days"),
        _ => ("即时办理", "no time at all"),
    };

    internal static Fact ToFact(FactRow f) => new(
        f.Name, f.Type, f.Stage, (f.NameZh, f.NameEn), (f.QuestionZh, f.QuestionEn), (f.HelpZh, f.HelpEn),
        f.UnitZh is { } zh && f.UnitEn is { } en ? new Words(zh, en) : null,
        [.. (f.Values ?? []).Select(v => new FactChoice(v.Code, (v.NameZh, v.NameEn)))]);

    private int IndexOf(string id) => _flow.Items.Select((item, i) => (item, i)).First(p => p.item.Id == id).i;

    private static void Each(IReadOnlyList<string> values, string at, Action<string, string> check)
    {
        for (var i = 0; i < values.Count; i++)
            check(values[i], $"{at}[{i}]");
    }

    private void RequireDepartment(string id, string path)
    {
        if (_city.Department(id) is null)
            Add("unknown-department", path, ($"没有部门“{id}”", $"there is no department “{id}”"));
    }

    private void RequireItem(string id, string path)
    {
        if (!_items.ContainsKey(id))
            Add("unknown-item", path, ($"没有事项“{id}”", $"there is no item “{id}”"));
    }

    private void RequireStage(int no, string path)
    {
        if (_flow.Stages.All(s => s.No != no))
            Add("unknown-stage", path, ($"没有第 {no} 阶段", $"there is no stage {no}"));
    }

    private void RequireType(string code, string path)
    {
        if (!ProjectTypes.TryParse(code, out _))
            Add("unknown-project-type", path, ($"没有项目类型“{code}”，应为 FILE、APPR 或 GOV", $"there is no project type “{code}”; FILE, APPR or GOV is expected"));
    }

    private void Add(string code, string path, Words text) => _faults.Add(new(code, File, path, text));

    [GeneratedRegex(@"^(?<list>items|materials|facts)\[(?<at>[0-9]+)\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Position();

    [GeneratedRegex(@"^S[1-9]-[0-9]{2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ItemForm();

    [GeneratedRegex(@"^[a-z][A-Za-z0-9]{1,39}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FactForm();
}
