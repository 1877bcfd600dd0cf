using System.Collections.Frozen;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;

namespace Tongban.Space.Contracts;

/// <summary>How strictly a layer or a part of it binds (管控级别), mildest first.</summary>
public enum ControlLevel
{
    /// <summary>提示: to be known; stops nothing.</summary>
    Advisory,

    /// <summary>限制: needs the authority's opinion or a further item.</summary>
    Restricted,

    /// <summary>禁止: stops the project unless an exemption is on record.</summary>
    Forbidden,
}

/// <summary>What the entities of a layer are when they are surveyed. Lines become areas by the distance of their class.</summary>
public enum LayerGeometry { Polygon, Line }

/// <summary>Which part of a site counts: what lies in the layer, or what lies beyond it (城镇开发边界).</summary>
public enum LayerMeasure { Overlap, Outside }

/// <summary>What a hit leads to.</summary>
public enum LayerAction { Block, Review, Consult, Warn, Info }

/// <summary>What a layer shows of the ground on maps beneath all others (底图), lowest first.</summary>
public enum LayerGround { Wood, Settlement, Water, Rail, Road }

/// <summary>A protected distance (保护距离): every line or point of the class becomes the area within <paramref name="Metres"/> of it.</summary>
/// <param name="Class">Value of the class field; the Chinese name is understood too. A class may have several distances, each of its own level.</param>
public sealed record LayerBuffer(string Class, string NameZh, string NameEn, decimal Metres, ControlLevel Level)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);

    /// <summary>Key of the zone that the distance makes: <c>pipeline-5</c>.</summary>
    [JsonIgnore]
    public string Zone => $"{Class}-{Metres:0.##}";
}

/// <summary>A part of a layer with a level of its own (分区): 核心区, 缓冲区, 实验区.</summary>
public sealed record LayerZone(string Key, string NameZh, string NameEn, ControlLevel Level)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);
}

/// <summary>A heading of the layer tree.</summary>
public sealed record LayerGroup(string Key, string NameZh, string NameEn)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);
}

/// <summary>One control layer as the city's catalogue states it: who answers for it, how strictly it binds, by which rule and law.</summary>
/// <param name="Code"><c>L01</c> to <c>L33</c> in Xinyu.</param>
/// <param name="Key">Short name in exchange files: <c>YJJBNT</c>.</param>
/// <param name="Authority">Department whose organ of the city publishes the layer; nobody else changes its content.</param>
/// <param name="Consulted">Departments that answer for it together with the first.</param>
/// <param name="OthersZh">Those outside the administration who are asked too.</param>
/// <param name="BasisVerified">Whether the article was read in the text of the law; otherwise the basis is named from the subject alone.</param>
/// <param name="ToleranceM2">Overlap in m² from which it counts as a conflict: an area, never a touch.</param>
public sealed record LayerData(
    string Code, string Key, string NameZh, string NameEn, string Group, string Authority, IReadOnlyList<string> Consulted, string? OthersZh, string? OthersEn, LayerGeometry Geometry, ControlLevel Level,
    LayerMeasure Measure, LayerAction Action, string RuleZh, string RuleEn, string LegalBasis, bool BasisVerified, decimal ToleranceM2, IReadOnlyList<LayerBuffer> Buffers, IReadOnlyList<LayerZone> Zones)
{
    /// <summary>Drawn beneath other layers on every map; <see langword="null"/> for most.</summary>
    public LayerGround? Ground { get; init; }

    [JsonIgnore]
    public Words Name => (NameZh, NameEn);

    [JsonIgnore]
    public Words Rule => (RuleZh, RuleEn);

    /// <summary>The level of a zone of the layer; an unknown or unnamed one has the layer's own.</summary>
    public ControlLevel LevelOf(string? zone) =>
        Zones.FirstOrDefault(z => z.Key == zone)?.Level ?? Buffers.FirstOrDefault(b => b.Zone == zone)?.Level ?? Level;

    /// <summary>What a zone is called.</summary>
    public Words NameOf(string? zone) =>
        Zones.FirstOrDefault(z => z.Key == zone)?.Name
        ?? (Buffers.FirstOrDefault(b => b.Zone == zone) is { } b ? new Words($"{b.NameZh} {b.Metres:0.##} 米", $"{b.NameEn}, {b.Metres:0.##} m") : (zone ?? "", zone ?? ""));
}

/// <summary>The control layers of a city (<c>layers.json</c>). A city without that file has none.</summary>
public sealed partial class LayerCatalogue
{
    /// <summary>Name of the file in the city's folder.</summary>
    public const string File = "layers.json";

    private readonly FrozenDictionary<string, LayerData> _layers;

    /// <summary>自然资源: leads the joint review of a site unless the city says otherwise.</summary>
    public const string UsualReviewLead = "ZRZY";

    private LayerCatalogue(int epsg, string reviewLead, IReadOnlyList<LayerGroup> groups, IReadOnlyList<LayerData> layers)
    {
        (Epsg, ReviewLead, Groups, Layers) = (epsg, reviewLead, groups, layers);
        _layers = layers.DistinctBy(l => l.Code).ToFrozenDictionary(l => l.Code, StringComparer.Ordinal);
    }

    public static LayerCatalogue None { get; } = new(4547, UsualReviewLead, [], []);

    /// <summary>The plane system all layers are kept in: a 3-degree CGCS2000 zone without prefix, 4534 to 4554.</summary>
    public int Epsg { get; }

    /// <summary>Department whose organ of the city leads joint reviews of sites.</summary>
    public string ReviewLead { get; }

    public IReadOnlyList<LayerGroup> Groups { get; }

    public IReadOnlyList<LayerData> Layers { get; }

    public LayerData? Find(string code) => _layers.GetValueOrDefault(code);

    /// <summary>Reads the layers and checks them: unique codes and keys, names in both languages, departments and groups that exist, distances where there are lines, a level that fits the action.</summary>
    public static CatalogueOutcome<LayerCatalogue> Read(string folder, CityCatalogue city)
    {
        ArgumentNullException.ThrowIfNull(city);
        if (!System.IO.File.Exists(Path.Combine(folder, File)))
            return new(None, []);
        var faults = new List<CatalogueFault>();
        if (CatalogueFile.Read<LayersFile>(folder, File, faults) is not { } file)
            return new(null, faults);
        if (file.Epsg is < 4534 or > 4554)
            faults.Add(new("layer-system", File, "epsg", ($"{file.Epsg} 不是不带带号的 3 度带（4534 至 4554）", $"{file.Epsg} is no 3-degree zone without prefix (4534 to 4554)")));
        CatalogueRules.Unique(file.Groups, g => g.Key, File, "groups", "key", faults);
        CatalogueRules.Named(file.Groups, g => g.NameZh, g => g.NameEn, File, "groups", faults);
        CatalogueRules.Unique(file.Layers, l => l.Code, File, "layers", "code", faults);
        CatalogueRules.Unique(file.Layers, l => l.Key, File, "layers", "key", faults);
        CatalogueRules.Named(file.Layers, l => l.NameZh, l => l.NameEn, File, "layers", faults);
        CatalogueRules.Named(file.Layers, l => l.RuleZh, l => l.RuleEn, File, "layers", faults);
        for (var i = 0; i < file.Layers.Count; i++)
            Check(file.Layers[i], $"layers[{i}]", file, city, faults);
        var lead = file.ReviewLead ?? UsualReviewLead;
        if (city.Department(lead) is null || city.Organ(lead, city.City.Division) is null)
            faults.Add(new("layer-review-lead", File, "reviewLead", ($"{lead} 在市级没有机关，无人牵头联合会审", $"{lead} has no organ of the city; nobody could lead a joint review")));
        return new(new(file.Epsg, lead, file.Groups, file.Layers), faults);
    }

    private static void Check(LayerData layer, string at, LayersFile file, CityCatalogue city, List<CatalogueFault> faults)
    {
        void Add(string code, string member, Words text) => faults.Add(new(code, File, $"{at}.{member}", text));

        if (!CodeForm().IsMatch(layer.Code))
            Add("layer-code", "code", ("图层编码应为 L 加两位数字", "a layer's code is L and two digits"));
        if (file.Groups.All(g => g.Key != layer.Group))
            Add("unknown-layer-group", "group", ($"没有图层分组“{layer.Group}”", $"there is no group “{layer.Group}”"));
        foreach (var (department, member) in layer.Consulted.Select((d, i) => (d, $"consulted[{i}]")).Prepend((layer.Authority, "authority")))
        {
            if (city.Department(department) is null)
                Add("unknown-department", member, ($"没有部门“{department}”", $"there is no department “{department}”"));
            else if (city.Organ(department, city.City.Division) is null)
                Add("layer-without-organ", member, ($"{department} 在市级没有机关，图层无人公布", $"{department} has no organ of the city; nobody could publish the layer"));
        }
        if (layer.Consulted.Contains(layer.Authority, StringComparer.Ordinal) || layer.Consulted.Distinct(StringComparer.Ordinal).Count() != layer.Consulted.Count)
            Add("layer-authority-twice", "consulted", ("同一部门列了两次", "a department is named twice"));
        if (string.IsNullOrWhiteSpace(layer.LegalBasis))
            Add("basis-missing", "legalBasis", ("缺少法律依据", "the legal basis is missing"));
        if (layer.ToleranceM2 is < 0.001m or > 1000m)
            Add("layer-tolerance", "toleranceM2", ("容差应为 0.001 至 1000 平方米：冲突是面积，不是接触", "the tolerance is 0.001 to 1000 m²: a conflict is an area, not a touch"));
        if (layer.Geometry is LayerGeometry.Line && layer.Buffers.Count == 0)
            Add("layer-buffer-missing", "buffers", ("线状图层须按类别给出距离", "a layer of lines needs a distance for every class"));
        if (layer.Action is LayerAction.Block != (layer.Level is ControlLevel.Forbidden))
            Add("layer-action", "action", ("禁止类须不予通过，其他级别不得", "a forbidden layer blocks, and no other does"));
        for (var i = 0; i < layer.Buffers.Count; i++)
        {
            if (layer.Buffers[i].Metres is <= 0 or > 10_000)
                Add("layer-buffer", $"buffers[{i}].metres", ("距离应大于 0、不超过 10000 米", "a distance is more than 0 and at most 10,000 m"));
        }
        CatalogueRules.Unique(layer.Buffers, b => b.Zone, File, $"{at}.buffers", "class", faults);
        CatalogueRules.Unique(layer.Zones, z => z.Key, File, $"{at}.zones", "key", faults);
        CatalogueRules.Named(layer.Buffers, b => b.NameZh, b => b.NameEn, File, $"{at}.buffers", faults);
        CatalogueRules.Named(layer.Zones, z => z.NameZh, z => z.NameEn, File, $"{at}.zones", faults);
        if (layer.Zones.Count > 0 && layer.Zones.Max(z => z.Level) > layer.Level && layer.Level is ControlLevel.Advisory)
            Add("layer-zone-level", "zones", ("提示类图层不得有更严的分区", "a layer that only advises has no stricter zones"));
    }

    [GeneratedRegex(@"^L[0-9]{2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeForm();

    private sealed record LayersFile(int Epsg, IReadOnlyList<LayerGroup> Groups, IReadOnlyList<LayerData> Layers)
    {
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }

        public string? ReviewLead { get; init; }
    }
}
