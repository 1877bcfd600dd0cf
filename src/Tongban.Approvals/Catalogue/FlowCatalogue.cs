using System.Collections.Frozen;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Catalogue;

/// <summary>The approval flow of a city in one published version: stages, items, materials and the facts that decide which items apply.</summary>
/// <remarks>Immutable. A running case keeps the version under which its stage was opened, so everything that a case needs later is asked here by version.</remarks>
internal sealed class FlowCatalogue
{
    public const int DefaultOpinionDays = 3;

    private readonly FrozenDictionary<string, FlowItem> _items;
    private readonly FrozenDictionary<string, Material> _materials;
    private readonly FrozenDictionary<string, Fact> _facts;

    public FlowCatalogue(
        string version, Words name, CityCatalogue city, StatutoryLimit stageLimit, Remedies remedies, IReadOnlyList<FlowStage> stages,
        IReadOnlyList<Material> materials, IReadOnlyList<Fact> facts, IReadOnlyList<ClockStopType> clockStops)
    {
        (Version, Name, City, StageLimit, Remedies, Stages, Materials, Facts, ClockStops) = (version, name, city, stageLimit, remedies, stages, materials, facts, clockStops);
        Items = [.. stages.SelectMany(s => s.Items)];
        _items = Items.ToFrozenDictionary(i => i.Code);
        _materials = materials.ToFrozenDictionary(m => m.Id);
        _facts = facts.ToFrozenDictionary(f => f.Name);
    }

    /// <summary>Hash of the flow's content, twelve hexadecimal digits.</summary>
    public string Version { get; }

    public Words Name { get; }

    public CityCatalogue City { get; }

    /// <summary>Legal ceiling of a stage that several departments handle jointly: 45 working days, extended once by 15 (行政许可法第四十二条第二款).</summary>
    public StatutoryLimit StageLimit { get; }

    /// <summary>Working days in which a consulted organ says what it misses; whoever is silent misses nothing.</summary>
    public int OpinionDays { get; init; } = DefaultOpinionDays;

    public Remedies Remedies { get; }

    /// <summary>In order; the first has number 1.</summary>
    public IReadOnlyList<FlowStage> Stages { get; }

    /// <summary>All items in the order of the file.</summary>
    public IReadOnlyList<FlowItem> Items { get; }

    public IReadOnlyList<Material> Materials { get; }

    public IReadOnlyList<Fact> Facts { get; }

    public IReadOnlyList<ClockStopType> ClockStops { get; }

    /// <summary>Jurisdiction between city and county, early start, groups.</summary>
    public Linkage Linkage { get; internal set; } = Linkage.None;

    public FlowStage Stage(int no) => Stages[no - 1];

    /// <summary>The item with this code. An unknown code is a bug: codes of cases come from the version itself.</summary>
    public FlowItem Item(string code) => _items[code];

    public FlowItem? FindItem(string code) => _items.GetValueOrDefault(code);

    public Material? Material(string id) => _materials.GetValueOrDefault(id);

    public Fact? Fact(string name) => _facts.GetValueOrDefault(name);

    /// <summary>Facts that the declaration of a stage asks for, those of earlier stages not included.</summary>
    public IEnumerable<Fact> FactsAskedBy(int stage) => Facts.Where(f => f.Stage == stage);

    /// <summary>Every item of a stage with the answer whether it applies to the project.</summary>
    public IReadOnlyList<Applicability> ApplicableItems(int stageNo, ProjectType type, FactSheet facts) =>
        [.. Stage(stageNo).Items.Select(i => i.AppliesWhen(type, facts))];

    /// <summary>Items whose results must be there first. Those that do not apply are left out; one of which it is not yet known stays in, as unknown.</summary>
    public IReadOnlyList<Applicability> Prerequisites(string code, ProjectType type, FactSheet facts) =>
        [.. Item(code).DependsOn.Select(d => Item(d).AppliesWhen(type, facts)).Where(a => a.Applies != Truth.No)];

    /// <summary>The closing item of a stage for a type.</summary>
    public FlowItem Conclusion(int stageNo, ProjectType type) => Stage(stageNo).Items.Single(i => i.Role == ItemRole.Conclusion && i.AppliesTo.Contains(type));

    /// <summary>Papers that the applicable items of a stage need, each once, with the strictest necessity: one set of materials per stage.</summary>
    public IReadOnlyList<ItemMaterial> MaterialsOf(int stageNo, ProjectType type, FactSheet facts) =>
    [
        .. ApplicableItems(stageNo, type, facts).Where(a => a.Applies == Truth.Yes).SelectMany(a => a.Item.Materials)
            .GroupBy(m => m.Material).Select(g => new ItemMaterial(g.Key, g.Min(m => Strictness(m.Necessity)) switch { 0 => Necessity.Required, 1 => Necessity.Tolerable, _ => Necessity.Optional }))
            .OrderBy(m => m.Material.Id, StringComparer.Ordinal),
    ];

    /// <summary>Key of the organ that handles an item of a project in this division (six digits): level decides between the city's and the division's own.</summary>
    public string HandlingOrgan(FlowItem item, string division) =>
        OrganData.KeyOf(item.Department.Id, item.Level == HandlingLevel.City ? City.City.Division : division);

    /// <summary>Who handles an item of a project: the first rule that matches decides, and without one the item's level. A project of the city itself has one level.</summary>
    public Jurisdiction JurisdictionOf(FlowItem item, ProjectType type, string division, decimal investment)
    {
        var city = City.City.Division;
        if (division == city || Linkage.Jurisdiction.FirstOrDefault(r => r.Item == item.Code && r.Matches(type, division, investment)) is not { } rule)
            return new(HandlingOrgan(item, division), null, null);
        var (ofCity, ofCounty) = (OrganData.KeyOf(item.Department.Id, city), OrganData.KeyOf(item.Department.Id, division));
        return rule.Mode switch
        {
            LinkageMode.City => new(ofCity, null, rule),
            LinkageMode.County => new(ofCounty, null, rule),
            LinkageMode.CountyChecksCityDecides => new(ofCity, ofCounty, rule),
            _ => new(ofCounty, ofCity, rule),
        };
    }

    /// <summary>Key of the organ that leads a stage in a division.</summary>
    public string LeadOrgan(int stageNo, string division) => OrganData.KeyOf(Stage(stageNo).Lead.Id, division);

    /// <summary>Prefix and mark as they stand in a document number: <c>余发改备</c>. An item that the city handles carries the city's prefix in every division.</summary>
    public string? DocumentMark(FlowItem item, string division) => MarkOf(item, item.Level == HandlingLevel.City ? City.City.Division : division);

    /// <summary>The mark of the division whose organ decides.</summary>
    public string? MarkOf(FlowItem item, string issuer) => item.Result.Numbering switch
    {
        Numbering.Document => City.Division(issuer)?.DocumentPrefix + item.Result.DocumentMark,
        _ => item.Result.DocumentMark,
    };

    /// <summary>The number of a result: 余发改备〔2026〕1号, or for certificates 建字第360502202600001号.</summary>
    /// <param name="serial">Running number of the mark in the year, from 1.</param>
    public string? ResultNumber(FlowItem item, string division, int year, int serial) =>
        NumberOf(item, item.Level == HandlingLevel.City ? City.City.Division : division, year, serial);

    /// <summary>The number that the deciding organ's division gives.</summary>
    public string? NumberOf(FlowItem item, string issuer, int year, int serial) => item.Result.Numbering switch
    {
        Numbering.Document => $"{MarkOf(item, issuer)}〔{year}〕{serial}号",
        Numbering.Certificate => $"{item.Result.DocumentMark}第{issuer}{year}{serial:00000}号",
        _ => null,
    };

    /// <summary>The longest chain of promised days per stage.</summary>
    /// <param name="withUnknown">Whether items of which it is not known whether they apply are counted: the cautious answer. Otherwise they are left out.</param>
    public CriticalPath CriticalPath(ProjectType type, FactSheet facts, bool withUnknown = false) =>
        new([.. Stages.Select(s => StagePath(s, type, facts, withUnknown))]);

    /// <summary>Days it took when one department began after another had ended: the sum of the legacy promises.</summary>
    public int SerialBaseline(ProjectType type, FactSheet facts, bool withUnknown = false) =>
        Stages.SelectMany(s => Counted(s, type, facts, withUnknown)).Sum(i => i.LegacyDays);

    private static IEnumerable<FlowItem> Counted(FlowStage stage, ProjectType type, FactSheet facts, bool withUnknown) =>
        stage.Items.Where(i => i.Counted && i.AppliesWhen(type, facts).Applies is var applies && (applies == Truth.Yes || (withUnknown && applies == Truth.Unknown)));

    private static int Strictness(Necessity necessity) => necessity switch { Necessity.Required => 0, Necessity.Tolerable => 1, _ => 2 };

    private static StagePath StagePath(FlowStage stage, ProjectType type, FactSheet facts, bool withUnknown)
    {
        var items = Counted(stage, type, facts, withUnknown).ToDictionary(i => i.Code);
        var finish = new Dictionary<string, (int Days, FlowItem? Before)>(StringComparer.Ordinal);
        foreach (var item in items.Values)
            Finish(item);

        FlowItem? last = null;
        foreach (var item in items.Values)
        {
            // Of equally long chains the one that ends in the conclusion is the one people know.
            if (last is null || finish[item.Code].Days > finish[last.Code].Days || (finish[item.Code].Days == finish[last.Code].Days && item.Role == ItemRole.Conclusion))
                last = item;
        }

        var chain = new Stack<FlowItem>();
        for (var item = last; item is not null; item = finish[item.Code].Before)
            chain.Push(item);
        return new(stage.No, last is null ? 0 : finish[last.Code].Days, [.. chain]);

        int Finish(FlowItem item)
        {
            if (finish.TryGetValue(item.Code, out var known))
                return known.Days;
            FlowItem? before = null;
            var start = 0;
            foreach (var dependency in item.DependsOn.Where(items.ContainsKey).Select(d => items[d]))
            {
                var days = Finish(dependency);
                if (before is null || days > start)
                    (before, start) = (dependency, days);
            }

            finish[item.Code] = (start + item.PromisedDays, before);
            return start + item.PromisedDays;
        }
    }
}

/// <summary>The longest chain of a stage: its days and its items from the first to the last.</summary>
internal sealed record StagePath(int Stage, int Days, IReadOnlyList<FlowItem> Items);

/// <summary>The longest chains of all stages; a stage opens when the one before has ended.</summary>
internal sealed record CriticalPath(IReadOnlyList<StagePath> Stages)
{
    public int Days => Stages.Sum(s => s.Days);
}
