using System.Text.RegularExpressions;
using Tongban.Foundation;
using Tongban.Projects.Contracts;
using Tongban.Space.Contracts;

namespace Tongban.Projects.Model;

/// <summary>A declaration as it was filled in. Anything may be missing or wrong until it has been checked.</summary>
internal sealed record ProjectDeclaration
{
    public string? Name { get; init; }

    /// <summary>Credit code of the project unit.</summary>
    public string? Owner { get; init; }

    public ProjectType? Type { get; init; }

    /// <summary>Code of <see cref="ProjectCategories"/>; nothing means <see cref="ProjectCategories.Default"/>.</summary>
    public string? Category { get; init; }

    public string? Division { get; init; }

    public string? Industry { get; init; }

    /// <summary>建设地点.</summary>
    public string? Location { get; init; }

    /// <summary>建设规模.</summary>
    public string? Scale { get; init; }

    /// <summary>建设内容.</summary>
    public string? Content { get; init; }

    /// <summary>Yuan.</summary>
    public decimal? TotalInvestment { get; init; }

    public IReadOnlyList<FundShare> Sources { get; init; } = [];

    /// <summary>用地面积, m²; 0 for a project without land.</summary>
    public decimal? LandArea { get; init; }

    public DateOnly? PlannedStart { get; init; }

    public DateOnly? PlannedFinish { get; init; }

    /// <summary>符合产业政策的声明.</summary>
    public bool PolicyDeclared { get; init; }

    /// <summary>GeoJSON or a boundary-point file, as text.</summary>
    public string? Site { get; init; }

    public string? ContactName { get; init; }

    public string? ContactPhone { get; init; }

    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();
}

/// <summary>What a declaration is checked against besides itself.</summary>
/// <param name="Divisions">Codes of the city and its counties and districts.</param>
/// <param name="IsIndustry">Whether GB/T 4754 has the code.</param>
/// <param name="IsCreditCode">Whether GB 32100 admits the code.</param>
internal sealed record DeclarationRules(IReadOnlySet<string> Divisions, Func<string, bool> IsIndustry, Func<string, bool> IsCreditCode);

/// <summary>Checks every field and names every fault at once.</summary>
/// <remarks>For a filing the law lists four groups of information and nothing else may be made a condition (企业投资项目核准和备案管理条例13): fund sources, land area,
/// dates and boundary are asked of the other types and are only checked if given.</remarks>
internal static partial class DeclarationCheck
{
    public static Error? Check(ProjectDeclaration d, DeclarationRules rules, DateOnly today, out SiteReading? site)
    {
        List<Error> errors = [];
        site = null;
        if (d.Type is not { } type || !Enum.IsDefined(type))
        {
            errors.Add(ProjectErrors.Missing("type", ("项目类型", "the project type"), ProjectErrors.Filing3));
            type = ProjectType.Filing;
        }

        var basis = ProjectErrors.BasisOf(type);
        var onlyFiling = type is ProjectType.Filing;

        Text(d.Name, "name", ("项目名称", "the project name"), 4, 120);
        Text(d.Location, "location", ("建设地点", "the location"), 2, 200);
        Text(d.Scale, "scale", ("建设规模", "the scale"), 2, 500);
        Text(d.Content, "content", ("建设内容", "the content"), 4, 2000);
        Text(d.ContactName, "contactName", ("联系人", "the contact person"), 2, 50);
        if (d.ContactPhone is null || !Telephone().IsMatch(d.ContactPhone.Trim()))
            errors.Add(ProjectErrors.Phone("contactPhone"));

        if (string.IsNullOrWhiteSpace(d.Owner))
            errors.Add(ProjectErrors.Missing("owner", ("项目单位统一社会信用代码", "the project unit's credit code"), basis));
        else if (!rules.IsCreditCode(d.Owner.Trim()))
            errors.Add(ProjectErrors.CreditCode("owner"));
        if (!string.IsNullOrWhiteSpace(d.Category) && !ProjectCategories.Exists(d.Category.Trim()))
            errors.Add(ProjectErrors.Category(d.Category));
        if (string.IsNullOrWhiteSpace(d.Division))
            errors.Add(ProjectErrors.Missing("division", ("建设地点所在的行政区", "the division"), basis));
        else if (!rules.Divisions.Contains(d.Division.Trim()))
            errors.Add(ProjectErrors.Division("division", d.Division));
        if (string.IsNullOrWhiteSpace(d.Industry))
            errors.Add(ProjectErrors.Missing("industry", ("所属行业", "the industry"), basis));
        else if (!rules.IsIndustry(d.Industry.Trim()))
            errors.Add(ProjectErrors.Industry("industry", d.Industry));

        Money();
        Dates();
        Land();
        if (onlyFiling && !d.PolicyDeclared)
            errors.Add(ProjectErrors.PolicyNotDeclared);
        Facts();

        if (!string.IsNullOrWhiteSpace(d.Site))
        {
            if (Site.FromText(d.Site, "site").TryGet(out var reading, out var fault))
                site = Compare(reading, d.LandArea);
            else
                errors.Add(fault);
        }
        else if (!onlyFiling && d.LandArea is > 0)
        {
            errors.Add(ProjectErrors.SiteMissing(basis));
        }

        return Error.Combine(errors);

        void Text(string? value, string field, Words what, int min, int max)
        {
            var text = value?.Trim() ?? "";
            if (text.Length == 0)
                errors.Add(ProjectErrors.Missing(field, what, basis));
            else if (text.Length < min || text.Length > max)
                errors.Add(ProjectErrors.Length(field, what, min, max, text.Length));
            else if (text.Where(c => (char.IsControl(c) && (c is not ('\r' or '\n') || field is "name")) || c is '<' or '>' or '\uFFFD').Cast<char?>().FirstOrDefault() is { } bad)
                errors.Add(ProjectErrors.Character(field, what, bad));
        }

        void Money()
        {
            if (d.TotalInvestment is not { } total)
                errors.Add(ProjectErrors.Missing("totalInvestment", ("项目总投资额", "the total investment"), basis));
            else if (total is <= 0 or > 10_000_000_000_000m || decimal.Round(total, 2) != total)
                errors.Add(ProjectErrors.Amount("totalInvestment"));

            for (var i = 0; i < d.Sources.Count; i++)
            {
                if (!FundSources.Exists(d.Sources[i].Source))
                    errors.Add(ProjectErrors.Source($"sources[{i}].source", d.Sources[i].Source));
                if (d.Sources[i].Yuan is < 0 or > 10_000_000_000_000m || decimal.Round(d.Sources[i].Yuan, 2) != d.Sources[i].Yuan)
                    errors.Add(ProjectErrors.Amount($"sources[{i}].yuan"));
            }

            if (d.Sources.GroupBy(s => s.Source).FirstOrDefault(g => g.Count() > 1) is { } twice)
                errors.Add(ProjectErrors.SourceTwice(twice.Key));
            if (d.Sources.Count == 0 && !onlyFiling)
                errors.Add(ProjectErrors.Missing("sources", ("资金来源", "the sources of funds"), basis));
            // Amounts that are out of bounds are named above; adding them up could not even be represented.
            else if (d.Sources.Count is > 0 and <= 50 && d.TotalInvestment is { } expected && d.Sources.All(s => s.Yuan is >= 0 and <= 10_000_000_000_000m)
                && d.Sources.Sum(s => s.Yuan) is var sum && sum != expected)
                errors.Add(ProjectErrors.SourcesDiffer(sum, expected));
        }

        void Dates()
        {
            if (!onlyFiling && d.PlannedStart is null)
                errors.Add(ProjectErrors.Missing("plannedStart", ("计划开工日期", "the planned start"), basis));
            if (!onlyFiling && d.PlannedFinish is null)
                errors.Add(ProjectErrors.Missing("plannedFinish", ("计划竣工日期", "the planned finish"), basis));
            if (d.PlannedStart < today)
                errors.Add(ProjectErrors.StartInThePast(today, basis));
            if (d.PlannedFinish < d.PlannedStart)
                errors.Add(ProjectErrors.FinishBeforeStart(basis));
            else if (d.PlannedFinish > today.AddYears(30))
                errors.Add(ProjectErrors.FinishTooFar(basis));
        }

        void Land()
        {
            if (d.LandArea is null && !onlyFiling)
                errors.Add(ProjectErrors.Missing("landArea", ("用地面积", "the land area"), basis));
            else if (d.LandArea is < 0 or > 1_000_000_000m)
                errors.Add(ProjectErrors.LandArea);
        }

        void Facts()
        {
            if (d.Facts.Count > 50)
                errors.Add(ProjectErrors.TooManyFacts);
            foreach (var (key, value) in d.Facts.Take(50))
            {
                if (!FactName().IsMatch(key) || value is null || value.Length > 1000 || value.Any(c => char.IsControl(c)))
                    errors.Add(ProjectErrors.Fact(key));
            }
        }
    }

    /// <summary>Declared land against the drawn boundary: a remark above 0.1 % or 1 m², whichever is larger (domain 05 § 8.4).</summary>
    private static SiteReading Compare(SiteReading reading, decimal? declared)
    {
        var drawn = reading.Site.AreaSquareMetres;
        return declared is not { } area || Math.Abs(area - drawn) <= Math.Max(1, drawn / 1000)
            ? reading
            : reading with { Warnings = [.. reading.Warnings, new("projects.land-area-differs", new Words("申报用地面积{0:0.##}平方米，用地范围实为{1:0.##}平方米。", "The declared land area is {0:0.##} m², the boundary encloses {1:0.##} m².").With(area, drawn))] };
    }

    [GeneratedRegex("^(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})\\z", RegexOptions.None, 1000)]
    private static partial Regex Telephone();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9.]{0,39}\\z", RegexOptions.None, 1000)]
    private static partial Regex FactName();
}
