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
