using System.Collections.Frozen;
using System.Text.Json.Serialization;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;

namespace Tongban.Dispatch.Open311.Model;

/// <summary>What an attribute of a service may hold, as GeoReport v2 names it.</summary>
internal static class AttributeTypes
{
    public const string Text = "string", Number = "number", DateTime = "datetime", LongText = "text", One = "singlevaluelist", Several = "multivaluelist";

    public static readonly IReadOnlyList<string> All = [Text, Number, DateTime, LongText, One, Several];
}

internal sealed record ServiceValue(string Key, string NameZh, string NameEn)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);
}

/// <summary>Something a service asks beyond the place.</summary>
internal sealed record ServiceAttribute(string Code, string NameZh, string NameEn, string Datatype, bool Required, IReadOnlyList<ServiceValue> Values)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);
}

/// <summary>A kind of request a citizen can make of the city.</summary>
/// <param name="Department">Who handles it.</param>
/// <param name="LimitDays">Working days until it is due.</param>
internal sealed record ServiceType(
    string Code, string NameZh, string NameEn, string GroupZh, string GroupEn, string Department, int LimitDays, IReadOnlyList<string> Keywords, string DescriptionZh, string DescriptionEn, IReadOnlyList<ServiceAttribute> Attributes)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);

    [JsonIgnore]
    public Words Group => (GroupZh, GroupEn);

    [JsonIgnore]
    public Words Description => (DescriptionZh, DescriptionEn);
}

/// <summary>The city's service types (<c>services.json</c>). A city without that file offers none.</summary>
internal sealed class ServiceCatalogue
{
    public const string FileName = "services.json";

    private readonly FrozenDictionary<string, ServiceType> _byCode;

    private ServiceCatalogue(IReadOnlyList<ServiceType> services, string division) => (Services, Division, _byCode) = (services, division, services.DistinctBy(s => s.Code).ToFrozenDictionary(s => s.Code, StringComparer.Ordinal));

    public IReadOnlyList<ServiceType> Services { get; }

    /// <summary>The city; also the jurisdiction of GeoReport.</summary>
    public string Division { get; }

    public ServiceType? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code);

    /// <summary>The organ that handles a service.</summary>
    public string OrganOf(ServiceType service) => Organ.KeyOf(service.Department, Division);

    /// <summary>What a service is called, also one that is no longer offered.</summary>
    public Words NameOf(string code) => Find(code)?.Name ?? (code, code);

    public static CatalogueOutcome<ServiceCatalogue> Read(string folder, CityCatalogue city)
    {
        var faults = new List<CatalogueFault>();
        if (!File.Exists(Path.Combine(folder, FileName)))
            return new(new([], city.City.Division), faults);
        if (CatalogueFile.Read<ServicesFile>(folder, FileName, faults) is not { } file)
            return new(null, faults);
        CatalogueRules.Unique(file.Services, s => s.Code, FileName, "services", "code", faults);
        CatalogueRules.Named(file.Services, s => s.NameZh, s => s.NameEn, FileName, "services", faults);
        foreach (var (service, i) in file.Services.Select((s, i) => (s, i)))
        {
            if (city.Organ(service.Department, city.City.Division) is null)
                faults.Add(new("unknown-department", FileName, $"services[{i}].department", ($"本市没有部门“{service.Department}”", $"the city has no department “{service.Department}”")));
            if (service.LimitDays is < 1 or > 60)
                faults.Add(new("limit", FileName, $"services[{i}].limitDays", ("期限应为 1 至 60 个工作日", "a limit has 1 to 60 working days")));
            if (service.Code.Length is 0 or > 40 || service.Code.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
                faults.Add(new("service-code", FileName, $"services[{i}].code", ("代码为 1 至 40 位字母、数字、横线", "a code has 1 to 40 letters, digits and hyphens")));
            foreach (var (attribute, j) in service.Attributes.Select((a, j) => (a, j)))
            {
                var list = attribute.Datatype is AttributeTypes.One or AttributeTypes.Several;
                if (!AttributeTypes.All.Contains(attribute.Datatype, StringComparer.Ordinal) || list != attribute.Values.Count > 0)
                    faults.Add(new("datatype", FileName, $"services[{i}].attributes[{j}].datatype", ("没有这种数据类型，或可选值与类型不符", "there is no such type, or its values do not fit it")));
            }
        }
        return new(new(file.Services, city.City.Division), faults);
    }

    private sealed record ServicesFile(IReadOnlyList<ServiceType> Services)
    {
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }
    }
}
