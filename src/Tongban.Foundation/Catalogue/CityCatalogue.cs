using System.Collections.Frozen;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Tongban.Foundation.Catalogue;

/// <summary>A city, its departments and the organs that act in it, read from <c>catalog/&lt;city&gt;/</c>.</summary>
public sealed partial class CityCatalogue
{
    private readonly FrozenDictionary<string, DepartmentData> _departments;
    private readonly FrozenDictionary<string, OrganData> _organs;
    private readonly FrozenDictionary<string, DivisionData> _divisions;

    private CityCatalogue(CityData city, IReadOnlyList<DepartmentData> departments, IReadOnlyList<OrganData> organs)
    {
        (City, Departments, Organs) = (city, departments, organs);
        // Indexes are also made of faulty data, so that later checks can go on: the first of two equal keys wins.
        _departments = departments.DistinctBy(d => d.Id).ToFrozenDictionary(d => d.Id);
        _organs = organs.DistinctBy(o => o.Key).ToFrozenDictionary(o => o.Key);
        _divisions = city.AllDivisions.DistinctBy(d => d.Code).ToFrozenDictionary(d => d.Code);
    }

    public CityData City { get; }

    public IReadOnlyList<DepartmentData> Departments { get; }

    public IReadOnlyList<OrganData> Organs { get; }

    public DepartmentData? Department(string id) => _departments.GetValueOrDefault(id);

    public OrganData? Organ(string key) => _organs.GetValueOrDefault(key);

    public OrganData? Organ(string department, string division) => Organ(OrganData.KeyOf(department, division));

    /// <summary>A division of the city, the city itself included.</summary>
    public DivisionData? Division(string code) => _divisions.GetValueOrDefault(code);

    /// <summary>Reads <c>city.json</c>, <c>departments.json</c> and <c>organs.json</c>.</summary>
    /// <returns>The value is there whenever the shapes are right, so that further checks can use it; it is sound only without faults.</returns>
    public static CatalogueOutcome<CityCatalogue> Read(string folder)
    {
        var faults = new List<CatalogueFault>();
        var city = CatalogueFile.Read<CityData>(folder, "city.json", faults);
        var departments = CatalogueFile.Read<DepartmentsFile>(folder, "departments.json", faults);
        var organs = CatalogueFile.Read<OrgansFile>(folder, "organs.json", faults);
        if (city is null || departments is null || organs is null)
            return new(null, faults);

        var catalogue = new CityCatalogue(city, departments.Departments, organs.Organs);
        catalogue.CheckCity(faults);
        catalogue.CheckDepartments(faults);
        catalogue.CheckOrgans(faults);
        return new(catalogue, faults);
    }

    private void CheckCity(List<CatalogueFault> faults)
    {
        void Add(string code, string path, Words text) => faults.Add(new(code, "city.json", path, text));

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(City.TimeZone, out _))
            Add("unknown-time-zone", "timeZone", ($"没有时区“{City.TimeZone}”", $"there is no time zone “{City.TimeZone}”"));
        if (!DivisionForm().IsMatch(City.Division) || !City.Division.EndsWith("00", StringComparison.Ordinal))
            Add("division-form", "division", ("市级代码应为六位数字，末两位为 00", "a city's code has six digits and ends in 00"));
        foreach (var (division, i) in City.Divisions.Select((d, i) => (d, i)))
        {
            if (!DivisionForm().IsMatch(division.Code) || division.Code[..4] != City.Division[..Math.Min(4, City.Division.Length)] || division.Code == City.Division)
                Add("division-form", $"divisions[{i}].code", ($"{division.Code} 不是 {City.Division} 的下级代码", $"{division.Code} is not a code below {City.Division}"));
            if (division.Kind is not ("district" or "county" or "county-city"))
                Add("division-kind", $"divisions[{i}].kind", ("应为 district、county 或 county-city", "district, county or county-city is expected"));
        }

        CatalogueRules.Unique(City.Divisions, d => d.Code, "city.json", "divisions", "code", faults);
        CatalogueRules.Named([City], c => c.NameZh, c => c.NameEn, "city.json", "", faults);
        CatalogueRules.Named(City.Divisions, d => d.NameZh, d => d.NameEn, "city.json", "divisions", faults);
    }

    private void CheckDepartments(List<CatalogueFault> faults)
    {
        foreach (var (department, i) in Departments.Select((d, i) => (d, i)))
        {
            if (!DepartmentForm().IsMatch(department.Id))
                faults.Add(new("department-form", "departments.json", $"departments[{i}].id", ("部门标识应为 2 至 8 位大写字母", "a department's id is 2 to 8 capital letters")));
            foreach (var division in City.AllDivisions.Where(d => Organ(department.Id, d.Code) is null))
                faults.Add(new("organ-missing", "organs.json", "", ($"{division.NameZh}没有{department.NameZh}（{department.Id}@{division.Code}）", $"{division.NameEn} has no {department.NameEn} ({department.Id}@{division.Code})")));
        }

        CatalogueRules.Unique(Departments, d => d.Id, "departments.json", "departments", "id", faults);
        CatalogueRules.Named(Departments, d => d.NameZh, d => d.NameEn, "departments.json", "departments", faults);
    }

    private void CheckOrgans(List<CatalogueFault> faults)
    {
        foreach (var (organ, i) in Organs.Select((o, i) => (o, i)))
        {
            void Add(string code, string member, Words text) => faults.Add(new(code, "organs.json", $"organs[{i}].{member}", text));

            if (Department(organ.Department) is null)
                Add("unknown-department", "department", ($"没有部门“{organ.Department}”", $"there is no department “{organ.Department}”"));
            if (Division(organ.Division) is null)
                Add("unknown-division", "division", ($"本市没有区划 {organ.Division}", $"the city has no division {organ.Division}"));
            if (organ.Key != OrganData.KeyOf(organ.Department, organ.Division))
                Add("organ-key", "key", ($"机关标识应为 {OrganData.KeyOf(organ.Department, organ.Division)}", $"the key of this organ is {OrganData.KeyOf(organ.Department, organ.Division)}"));
            if (organ.Level != City.LevelOf(organ.Division))
                Add("organ-level", "level", ("机关层级与所在区划不符", "the level does not fit the division"));
        }

        CatalogueRules.Unique(Organs, o => o.Key, "organs.json", "organs", "key", faults);
        CatalogueRules.Named(Organs, o => o.NameZh, o => o.NameEn, "organs.json", "organs", faults);
    }

    [GeneratedRegex(@"^[0-9]{6}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DivisionForm();

    [GeneratedRegex(@"^[A-Z]{2,8}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DepartmentForm();

    private sealed record DepartmentsFile(IReadOnlyList<DepartmentData> Departments)
    {
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }
    }

    private sealed record OrgansFile(IReadOnlyList<OrganData> Organs)
    {
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }
    }
}
