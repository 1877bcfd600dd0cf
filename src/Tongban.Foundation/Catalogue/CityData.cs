using System.Text.Json.Serialization;

namespace Tongban.Foundation.Catalogue;

/// <summary>On which level of government an organ stands.</summary>
public enum OrganLevel
{
    /// <summary>市级: the city itself.</summary>
    City,

    /// <summary>县级: a district or county of the city.</summary>
    County,
}

/// <summary>A city as <c>city.json</c> states it.</summary>
/// <param name="Division">Six-digit code of the city (GB/T 2260).</param>
/// <param name="TimeZone">IANA name; working days are counted in it.</param>
/// <param name="DocumentPrefix">What the city's document numbers begin with: <c>余</c> in 余发改备〔2026〕1号.</param>
/// <param name="Divisions">Districts and counties of the city, without the city itself.</param>
public sealed record CityData(
    string NameZh, string NameEn, string Division, string TimeZone, string DocumentPrefix, IReadOnlyList<DivisionData> Divisions)
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [JsonIgnore]
    public Words Name => (NameZh, NameEn);

    /// <summary>The city itself and then its districts and counties.</summary>
    [JsonIgnore]
    public IEnumerable<DivisionData> AllDivisions => Divisions.Prepend(new(Division, NameZh, NameEn, "city", DocumentPrefix));

    /// <summary>The level on which the organs of a division stand.</summary>
    public OrganLevel LevelOf(string division) => division == Division ? OrganLevel.City : OrganLevel.County;
}

/// <summary>A district, county or county-level city.</summary>
/// <param name="Kind"><c>district</c> 区, <c>county</c> 县, <c>county-city</c> 县级市, or <c>city</c> for the city itself.</param>
public sealed record DivisionData(string Code, string NameZh, string NameEn, string Kind, string DocumentPrefix)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);
}

/// <summary>A kind of organ that every division has: 发展和改革委员会.</summary>
/// <param name="Id">Short upper-case key such as <c>FGW</c>.</param>
/// <param name="LegacyNameZh">What it was called before the reform of 2018; old documents carry that name.</param>
public sealed record DepartmentData(string Id, string NameZh, string NameEn, string LegacyNameZh)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);
}

/// <summary>A department of one division, the organ that acts.</summary>
/// <param name="Key">Department and division: <c>FGW@360500</c>.</param>
public sealed record OrganData(string Key, string Department, string Division, OrganLevel Level, string NameZh, string NameEn)
{
    [JsonIgnore]
    public Words Name => (NameZh, NameEn);

    /// <summary>The key of a department's organ in a division.</summary>
    public static string KeyOf(string department, string division) => $"{department}@{division}";
}
