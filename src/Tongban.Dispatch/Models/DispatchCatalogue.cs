using System.Collections.Frozen;
using System.Globalization;
using Tongban.Dispatch.Reminders;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;

namespace Tongban.Dispatch.Models;

/// <summary>A model with its comparisons read.</summary>
internal sealed record DispatchModel(ModelData Data, IReadOnlyList<Expression> Conditions)
{
    public string Code => Data.Code;
}

/// <summary>The models of a city's dispatch, compiled (<c>dispatch.json</c>). A city without that file has none, and no dispatch.</summary>
internal sealed class DispatchCatalogue
{
    /// <summary>Name of the file in the city's folder.</summary>
    public const string FileName = "dispatch.json";

    private readonly FrozenDictionary<string, DispatchModel> _models;
    private readonly FrozenDictionary<string, FieldData> _fields;
    private readonly FrozenDictionary<string, UnitData> _units;

    private DispatchCatalogue(DispatchFile file, string division, IReadOnlyList<DispatchModel> models)
    {
        (File, Division, Models) = (file, division, models);
        _models = models.DistinctBy(m => m.Code).ToFrozenDictionary(m => m.Code, StringComparer.Ordinal);
        _fields = file.Fields.DistinctBy(f => f.Name).ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
        _units = file.Units.DistinctBy(u => u.NameZh).ToFrozenDictionary(u => u.NameZh, StringComparer.Ordinal);
    }

    /// <summary>Of a city that has no dispatch.</summary>
    public static DispatchCatalogue None { get; } = new(new("", "", "", 1, 3, 3, 2, 2, 30, [], new([], []), new([], []), [], [], []), "", []);

    public DispatchFile File { get; }

    /// <summary>The city.</summary>
    public string Division { get; }

    public IReadOnlyList<DispatchModel> Models { get; }

    /// <summary>Organ of the dispatch office.</summary>
    public string Office => OrganData.KeyOf(File.Office, Division);

    /// <summary>Organ of the city's leaders.</summary>
    public string Leaders => OrganData.KeyOf(File.Leaders, Division);

    public DispatchModel? Find(string? code) => code is null ? null : _models.GetValueOrDefault(code);

    public FieldData? Field(string name) => _fields.GetValueOrDefault(name);

    public FactData? Fact(string name) => FactIn(File.Facts, name);

    /// <summary>The organ that a unit of a model is for a project.</summary>
    /// <param name="division">Division of the project: a county's matter goes to the county's department.</param>
    /// <param name="sectorOrgan">Sector department of the project, where the plan names one.</param>
    public string OrganOf(string unit, string division, string? sectorOrgan = null) =>
        _units[unit] is var data && data.Sector && sectorOrgan is { Length: > 0 } ? sectorOrgan : OrganData.KeyOf(data.Department, division);

    /// <summary>Reads and compiles the file.</summary>
    /// <param name="items">Approval items of the city's flow; nothing is said of them when not given.</param>
    /// <param name="layers">Control layers of the city.</param>
    /// <returns>The value is there whenever the shapes are right; it is sound only without faults. Without the file: <see cref="None"/>.</returns>
    public static CatalogueOutcome<DispatchCatalogue> Read(string folder, CityCatalogue city, IReadOnlySet<string>? items = null, IReadOnlySet<string>? layers = null)
    {
        if (!System.IO.File.Exists(Path.Combine(folder, FileName)))
            return new(None, []);
        var faults = new List<CatalogueFault>();
        return CatalogueFile.Read<DispatchFile>(folder, FileName, faults) is { } file ? Compile(file, city, items, layers) : new(null, faults);
    }

    /// <summary>Compiles what a file says.</summary>
    public static CatalogueOutcome<DispatchCatalogue> Compile(DispatchFile file, CityCatalogue city, IReadOnlySet<string>? items = null, IReadOnlySet<string>? layers = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(city);
        var check = new Compilation(file, city, items, layers);
        check.Head();
        check.Units();
        check.Table(file.Classification, "classification", file.Models.Select(m => m.Code).ToHashSet(StringComparer.Ordinal));
        check.Table(file.Grading, "grading", new HashSet<string>(["1", "2", "3"], StringComparer.Ordinal));
        check.Facts();
        var models = check.Models();
        ReminderRule.Read(file.Reminder, check.Faults);
        return new(new DispatchCatalogue(file, city.City.Division, models), check.Faults);
    }

    private static FactData? FactIn(IReadOnlyList<FactData> facts, string name) => facts.FirstOrDefault(f => f.Name == name) ?? facts.FirstOrDefault(f => f.Covers(name));

    /// <summary>Looks for everything that is wrong, and says each with its place.</summary>
    private sealed class Compilation(DispatchFile file, CityCatalogue city, IReadOnlySet<string>? items, IReadOnlySet<string>? layers)
    {
        private static readonly string[] Evidences = ["approval", "spatial", "quota", "schedule", "fund", "investment", "weekly", "resource", "clock", "report"];

        public List<CatalogueFault> Faults { get; } = [];

        public void Head()
        {
            foreach (var (member, department) in new[] { ("office", file.Office), ("leaders", file.Leaders) })
                Exists(member, department, city.City.Division);
            foreach (var (member, days) in new[] { ("receiveWithin", file.ReceiveWithin), ("confirmWithin", file.ConfirmWithin), ("feedbackWithin", file.FeedbackWithin), ("cyclesBeforeLeaders", file.CyclesBeforeLeaders), ("mostReturns", file.MostReturns), ("keyDelayDays", file.KeyDelayDays) })
            {
                if (days < 1)
                    Add("limit", member, ("须为正数", "a positive number is expected"));
            }
        }

        public void Units()
        {
            CatalogueRules.Unique(file.Units, u => u.NameZh, FileName, "units", "nameZh", Faults);
            for (var i = 0; i < file.Units.Count; i++)
            {
                foreach (var division in city.City.AllDivisions)
                    Exists($"units[{i}].department", file.Units[i].Department, division.Code);
            }
        }

        /// <summary>Proves the table complete and without overlap over its declared facts.</summary>
        public void Table(DecisionTable table, string member, HashSet<string> outcomes)
        {
            CatalogueRules.Unique(table.Facts, f => f.Name, FileName, $"{member}.facts", "name", Faults);
            var shaped = true;
            foreach (var (fact, i) in table.Facts.Select((f, i) => (f, i)))
            {
                CatalogueRules.Unique(fact.Values, v => v.Value, FileName, $"{member}.facts[{i}].values", "value", Faults);
                if (fact.Values.Count is 0 or > 64)
                {
                    shaped = false;
                    Add("table-fact", $"{member}.facts[{i}].values", ("一个事实须有 1 至 64 种取值", "a fact has 1 to 64 values"));
                }
            }
            for (var i = 0; i < table.Rules.Count; i++)
            {
                foreach (var (name, values) in table.Rules[i].When)
                {
                    var at = $"{member}.rules[{i}].when.{name}";
                    if (table.Facts.FirstOrDefault(f => f.Name == name) is not { } fact)
                        Add("table-fact", at, ($"没有声明事实“{name}”", $"the table declares no fact “{name}”"));
                    else if (values.FirstOrDefault(v => fact.Values.All(k => k.Value != v)) is { } stranger)
                        Add("table-value", at, ($"事实“{name}”没有取值“{stranger}”", $"fact “{name}” has no value “{stranger}”"));
                }
                if (!outcomes.Contains(table.Rules[i].Then))
                    Add("table-outcome", $"{member}.rules[{i}].then", ($"没有“{table.Rules[i].Then}”", $"there is no “{table.Rules[i].Then}”"));
            }
            if (!shaped)
                return;
            foreach (var (first, second, @case) in table.Overlaps())
                Add("table-overlap", $"{member}.rules[{second}]", ($"与第 {first + 1} 条规则重叠，例如：{@case}", $"overlaps with rule {first + 1}, for example: {@case}"));
            foreach (var @case in table.Gaps())
                Add("table-gap", $"{member}.rules", ($"没有规则适用于：{@case}", $"no rule for: {@case}"));
            foreach (var outcome in outcomes.Except(table.Rules.Select(r => r.Then), StringComparer.Ordinal).Order(StringComparer.Ordinal))
                Add("table-unreached", $"{member}.rules", ($"没有规则得出“{outcome}”", $"no rule leads to “{outcome}”"));
        }

        public void Facts()
        {
            CatalogueRules.Unique(file.Facts, f => f.Name, FileName, "facts", "name", Faults);
            CatalogueRules.Named(file.Facts, f => f.NameZh, f => f.NameEn, FileName, "facts", Faults);
            CatalogueRules.Unique(file.Fields, f => f.Name, FileName, "fields", "name", Faults);
            CatalogueRules.Named(file.Fields, f => f.NameZh, f => f.NameEn, FileName, "fields", Faults);
            for (var i = 0; i < file.Facts.Count; i++)
            {
                if (!Evidences.Contains(file.Facts[i].Evidence, StringComparer.Ordinal))
                    Add("unknown-evidence", $"facts[{i}].evidence", ($"没有数据来源“{file.Facts[i].Evidence}”", $"there is no source “{file.Facts[i].Evidence}”"));
                if (file.Facts[i].Field is { } field && file.Fields.All(f => f.Name != field))
                    Add("unknown-field", $"facts[{i}].field", ($"没有字段“{field}”", $"there is no field “{field}”"));
                if (file.Facts[i].Otherwise is { } otherwise && file.Fields.All(f => f.Name != otherwise))
                    Add("unknown-field", $"facts[{i}].otherwise", ($"没有字段“{otherwise}”", $"there is no field “{otherwise}”"));
            }
        }

        public IReadOnlyList<DispatchModel> Models()
        {
            CatalogueRules.Unique(file.Models, m => m.Code, FileName, "models", "code", Faults);
            CatalogueRules.Named(file.Models, m => m.ItemZh, m => m.ItemEn, FileName, "models", Faults);
            CatalogueRules.Named(file.Models, m => m.ContentZh, m => m.ContentEn, FileName, "models", Faults);
            return [.. file.Models.Select(Model)];
        }

        private DispatchModel Model(ModelData model, int index)
        {
            var at = $"models[{index}]";
            if (model.LimitWorkdays is < 1 or > 60)
                Add("limit", $"{at}.limitWorkdays", ("办理时限须为 1 至 60 个工作日", "a limit of 1 to 60 working days is expected"));
            if (model.DefaultGrade is not ("1" or "2" or "3"))
                Add("unknown-grade", $"{at}.defaultGrade", ("等级应为 1、2 或 3", "1, 2 or 3 is expected"));
            foreach (var (unit, place) in model.CoUnits.Select((u, i) => (u, $"coUnits[{i}]")).Prepend((model.LeadUnit, "leadUnit")))
            {
                if (file.Units.All(u => u.NameZh != unit))
                    Add("unknown-unit", $"{at}.{place}", ($"没有单位“{unit}”", $"there is no unit “{unit}”"));
            }
            if (model.CoUnits.Contains(model.LeadUnit, StringComparer.Ordinal) || model.CoUnits.Distinct(StringComparer.Ordinal).Count() < model.CoUnits.Count)
                Add("unit-twice", $"{at}.coUnits", ("同一单位出现两次", "a unit is named twice"));
            for (var i = 0; i < model.Fields.Count; i++)
            {
                if (file.Fields.All(f => f.Name != model.Fields[i]))
                    Add("unknown-field", $"{at}.fields[{i}]", ($"没有字段“{model.Fields[i]}”", $"there is no field “{model.Fields[i]}”"));
            }
            if (model.Compare.Count == 0)
                Add("no-comparison", $"{at}.compare", ("没有比对条件", "there is nothing to compare"));
            List<Expression> conditions = [];
            for (var i = 0; i < model.Compare.Count; i++)
            {
                if (Condition(model.Compare[i], $"{at}.compare[{i}]") is { } condition)
                    conditions.Add(condition);
            }
            return new(model, conditions);
        }

        private Expression? Condition(CompareData data, string at)
        {
            if (!Evidences.Contains(data.Evidence, StringComparer.Ordinal))
                Add("unknown-evidence", $"{at}.evidence", ($"没有数据来源“{data.Evidence}”", $"there is no source “{data.Evidence}”"));
            if (!ExpressionParser.TryParse(data.Expression, name => FactIn(file.Facts, name) is not null, out var expression, out var fault))
            {
                Add("expression", $"{at}.expression", ($"第 {fault.At + 1} 个字符处：{fault.Text.Zh}", $"at character {fault.At + 1}: {fault.Text.En}"));
                return null;
            }
            Check(expression, null, $"{at}.expression");
            return expression;
        }

        // Every name is a declared fact, every word one it may be, and only like is compared with like.
        private void Check(Expression expression, string? variable, string at)
        {
            switch (expression)
            {
                case Expression.And and:
                    Check(and.Left, variable, at);
                    Check(and.Right, variable, at);
                    break;
                case Expression.Or or:
                    Check(or.Left, variable, at);
                    Check(or.Right, variable, at);
                    break;
                case Expression.Not not:
                    Check(not.Inner, variable, at);
                    break;
                case Expression.IsSet set:
                    Expect(set.Fact, variable, FactKind.Flag, at);
                    break;
                case Expression.AnyOf any:
                    Expect(any.Source, variable, FactKind.List, at);
                    Check(any.Body, any.Variable, at);
                    break;
                case Expression.AnyElement any:
                    Expect(any.Source, variable, FactKind.List, at);
                    break;
                case Expression.In within:
                    Words(within.Left, within.Words, variable, at);
                    break;
                case Expression.Compare compare:
                    Compare(compare, variable, at);
                    break;
            }
        }

        private void Compare(Expression.Compare compare, string? variable, string at)
        {
            var (left, right) = (KindOf(compare.Left, variable, at), KindOf(compare.Right, variable, at));
            if (left is null || right is null)
                return;
            if (left != right || left is FactKind.List || (left is FactKind.Word or FactKind.Flag && compare.Operator is not (Comparison.Equal or Comparison.NotEqual)))
                Add("comparison-kind", at, ($"{KindName(left.Value).Zh}不能这样与{KindName(right.Value).Zh}比较", $"{KindName(left.Value).En} cannot be compared so with {KindName(right.Value).En}"));
            else if (left is FactKind.Word)
            {
                if (compare.Right is Term.Constant { Value: FactValue.Word word })
                    Words(compare.Left, [word.Text], variable, at);
                else if (compare.Left is Term.Constant { Value: FactValue.Word first })
                    Words(compare.Right, [first.Text], variable, at);
            }
        }

        private void Words(Term term, IReadOnlyList<string> words, string? variable, string at)
        {
            if (term is not FactTerm fact || !Expect(fact, variable, FactKind.Word, at))
                return;
            if (Fact(fact, variable) is { Values: { Count: > 0 } known } && words.FirstOrDefault(w => !known.Contains(w, StringComparer.Ordinal)) is { } stranger)
                Add("unknown-value", at, ($"“{fact.Name}”没有取值“{stranger}”", $"“{fact.Name}” is never “{stranger}”"));
        }

        private FactKind? KindOf(Term term, string? variable, string at)
        {
            switch (term)
            {
                case FactTerm fact:
                    return Declared(fact, variable, at)?.Kind;
                case Term.Constant constant:
                    return constant.Value switch { FactValue.Number => FactKind.Number, FactValue.Flag => FactKind.Flag, FactValue.Day => FactKind.Day, _ => FactKind.Word };
                case Term.Arithmetic sum:
                    foreach (var side in new[] { sum.Left, sum.Right })
                    {
                        if (KindOf(side, variable, at) is { } kind and not FactKind.Number)
                            Add("comparison-kind", at, ($"{KindName(kind).Zh}不能参与计算", $"{KindName(kind).En} cannot be reckoned with"));
                    }
                    return FactKind.Number;
                default:
                    return null;
            }
        }

        private bool Expect(FactTerm fact, string? variable, FactKind kind, string at)
        {
            if (Declared(fact, variable, at) is not { } declared)
                return false;
            if (declared.Kind == kind)
                return true;
            Add("comparison-kind", at, ($"“{fact.Name}”是{KindName(declared.Kind).Zh}，此处应为{KindName(kind).Zh}", $"“{fact.Name}” is {KindName(declared.Kind).En}, {KindName(kind).En} is expected here"));
            return false;
        }

        private FactData? Fact(FactTerm term, string? variable) => FactIn(file.Facts, variable is null ? term.Name : FactTerm.With(term.Name, variable, "x"));

        private FactData? Declared(FactTerm term, string? variable, string at)
        {
            if (Fact(term, variable) is not { } fact)
            {
                Add("unknown-fact", at, ($"没有声明事实“{term.Name}”", $"no fact “{term.Name}” is declared"));
                return null;
            }
            if (variable is null && fact.Part(term.Name) is { } part)
            {
                if (fact.Name.Contains("item(*)", StringComparison.Ordinal) && items is not null && !items.Contains(part))
                    Add("unknown-item", at, ($"流程中没有事项 {part}", $"the flow has no item {part}"));
                else if (fact.Name is "overlap(site,*)" or "distance(site,*)" or "layer(*).landUse" or "layer(*).maxFar" && layers is not null && !layers.Contains(part.Split('.')[0]))
                    Add("unknown-layer", at, ($"没有图层 {part}", $"there is no layer {part}"));
            }
            return fact;
        }

        private static Words KindName(FactKind kind) => kind switch
        {
            FactKind.Number => ("数值", "a number"),
            FactKind.Day => ("日期", "a day"),
            FactKind.Flag => ("是否", "yes or no"),
            FactKind.Word => ("取值", "a word"),
            _ => ("列表", "a list"),
        };

        private void Exists(string member, string department, string division)
        {
            if (city.Organ(department, division) is null)
                Add("unit-missing", member, ($"{city.Division(division)?.NameZh}没有机关 {OrganData.KeyOf(department, division)}", $"{city.Division(division)?.NameEn} has no organ {OrganData.KeyOf(department, division)}"));
        }

        private void Add(string code, string path, Words text) => Faults.Add(new(code, FileName, path, text));
    }

    /// <summary>A grade as the table writes it.</summary>
    public static int GradeOf(string outcome) => int.Parse(outcome, CultureInfo.InvariantCulture);
}
