using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <content>Rules of the flow as a whole: name, legal ceiling, remedies, facts, materials.</content>
internal sealed partial class CatalogueCompiler
{
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
}
