using System.Globalization;
using Tongban.Foundation.Time;

namespace Tongban.Foundation.Identifiers;

/// <summary>Kinds of divisions in the table.</summary>
public enum DivisionKind
{
    Province, Prefecture, District, County, CountyCity, AutonomousCounty, Banner,

    /// <summary>A functional zone with a statistical code of its own.</summary>
    Zone,

    /// <summary>市辖区, 县 and the like: groups codes, is no place.</summary>
    Placeholder,
}

/// <summary>One division under one name.</summary>
/// <param name="Name">English falls back to Chinese where no English name is known.</param>
/// <param name="ValidFrom">First list that names it; <see langword="null"/> when it is older than the lists (before 2012-10-31).</param>
/// <param name="ValidTo">Last day, or the last list that names it; <see langword="null"/> while in use.</param>
public sealed record Division(DivisionCode Code, Words Name, DivisionKind Kind, DivisionCode? Parent, DateOnly? ValidFrom, DateOnly? ValidTo)
{
    public bool IsInForce(DateOnly on) => !(on < ValidFrom) && !(on > ValidTo);
}

/// <summary>The table of divisions, past ones included: a record keeps the code it was made with.</summary>
public sealed class Divisions
{
    private readonly Dictionary<DivisionCode, List<Division>> _byCode;
    private readonly ILookup<DivisionCode?, Division> _byParent;

    internal Divisions(IReadOnlyList<Division> rows)
    {
        All = rows;
        _byCode = rows.GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.OrderBy(r => r.ValidTo ?? DateOnly.MaxValue).ToList());
        _byParent = rows.ToLookup(r => r.Parent);
    }

    /// <summary>Every row, by code.</summary>
    public IReadOnlyList<Division> All { get; }

    /// <summary>The division under its latest name, in use or not.</summary>
    public Division? Find(DivisionCode code) => _byCode.TryGetValue(code, out var rows) ? rows[^1] : null;

    /// <summary>The division as it was on a day; <see langword="null"/> when the code was not in use.</summary>
    public Division? Find(DivisionCode code, DateOnly on) => _byCode.TryGetValue(code, out var rows) ? rows.FindLast(r => r.IsInForce(on)) : null;

    /// <summary>The places directly below a division on a day, placeholders left out.</summary>
    public IEnumerable<Division> Below(DivisionCode parent, DateOnly on) => _byParent[parent].Where(d => d.IsInForce(on) && d.Kind != DivisionKind.Placeholder);

    /// <summary>Refuses codes that do not exist, or not on that day.</summary>
    public Result<Division> InForce(DivisionCode code, DateOnly on, string field) =>
        Find(code, on) is { } division ? division
        : Find(code) is { } past ? IdentifierErrors.DivisionNotInForce(field, code.Value, past.Name.Zh)
        : IdentifierErrors.DivisionUnknown(field, code.Value);
}

/// <summary>One entry of the classification of economic activities.</summary>
/// <param name="Name">English is known for sections; below it falls back to Chinese.</param>
public sealed record Industry(IndustryCode Code, Words Name, IndustryCode? Parent);

/// <summary>The classification of economic activities (GB/T 4754-2017).</summary>
public sealed class Industries
{
    private readonly Dictionary<string, Industry> _byCode;
    private readonly Dictionary<string, Industry> _byDigits;
    private readonly ILookup<IndustryCode?, Industry> _byParent;

    internal Industries(IReadOnlyList<Industry> rows)
    {
        All = rows;
        _byCode = rows.ToDictionary(r => r.Code.Value, StringComparer.Ordinal);
        _byDigits = rows.Where(r => r.Code.Level > 1).ToDictionary(r => r.Code.Value[1..], StringComparer.Ordinal);
        _byParent = rows.ToLookup(r => r.Parent);
    }

    public IReadOnlyList<Industry> All { get; }

    public Industry? Find(IndustryCode code) => _byCode.GetValueOrDefault(code.Value);

    /// <summary>Finds by the digits alone, as other systems and project codes write them: <c>6421</c>.</summary>
    public Industry? FindByDigits(string digits) => _byDigits.GetValueOrDefault(digits);

    /// <summary>The entries directly below; <see langword="null"/> gives the sections.</summary>
    public IEnumerable<Industry> Below(IndustryCode? parent) => _byParent[parent];

    /// <summary>Refuses codes that are not in the table.</summary>
    public Result<Industry> Known(IndustryCode code, string field) =>
        Find(code) is { } industry ? industry : IdentifierErrors.IndustryUnknown(field, code.Value);
}

/// <summary>Data that hold in every city, read once at start from <c>catalog/cn</c>.</summary>
public sealed record ReferenceData(WorkCalendar Calendar, Divisions Divisions, Industries Industries)
{
    /// <param name="catalogFolder">The folder that holds <c>cn/</c>: <c>catalog</c>.</param>
    /// <exception cref="InvalidDataException">A file breaks its format; the message names file, line and field.</exception>
    public static ReferenceData Load(string catalogFolder)
    {
        var cn = Path.Combine(catalogFolder, "cn");
        return new(
            WorkCalendar.FromJsonFiles(Path.Combine(cn, "calendar")),
            new Divisions(ReadDivisions(Path.Combine(cn, "divisions", "divisions.csv"))),
            new Industries(ReadIndustries(Path.Combine(cn, "industry.csv"))));
    }

    private static List<Division> ReadDivisions(string file)
    {
        var rows = new List<Division>();
        foreach (var (line, f) in ReadCsv(file, "code,zh,en,kind,parent,validFrom,validTo"))
        {
            var code = DivisionCode.TryParse(f[0], out var own) ? own : throw Broken(file, line, "code");
            var kind = Enum.TryParse<DivisionKind>(f[3].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var known) ? known : throw Broken(file, line, "kind");
            var parent = f[4].Length == 0 ? null : DivisionCode.TryParse(f[4], out var above) ? above : throw Broken(file, line, "parent");
            rows.Add(new(code, Named(file, line, f[1], f[2]), kind, parent, Day(f[5], "validFrom"), Day(f[6], "validTo")));

            DateOnly? Day(string text, string field) => text.Length == 0 ? null
                : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Broken(file, line, field);
        }
        var codes = rows.Select(r => r.Code).ToHashSet();
        return rows.Find(r => r.Parent is { } parent && !codes.Contains(parent)) is { } orphan
            ? throw new InvalidDataException($"{file}: {orphan.Code}: the parent {orphan.Parent} is missing.") : rows;
    }

    private static List<Industry> ReadIndustries(string file)
    {
        var rows = new List<Industry>();
        var codes = new HashSet<IndustryCode>();
        foreach (var (line, f) in ReadCsv(file, "code,parent,zh,en"))
        {
            var code = IndustryCode.TryParse(f[0], out var own) && codes.Add(own) ? own : throw Broken(file, line, "code");
            var parent = f[1].Length == 0 ? null : IndustryCode.TryParse(f[1], out var above) && codes.Contains(above) ? above : throw Broken(file, line, "parent");
            rows.Add(new(code, Named(file, line, f[2], f[3]), parent));
        }
        return rows;
    }

    private static Words Named(string file, int line, string zh, string en) =>
        zh.Length == 0 ? throw Broken(file, line, "zh") : (zh, en.Length == 0 ? zh : en.Replace("; ", ", ", StringComparison.Ordinal));

    private static IEnumerable<(int Line, string[] Fields)> ReadCsv(string file, string header)
    {
        var number = 0;
        var columns = header.Split(',').Length;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (number == 1)
            {
                if (line != header)
                    throw new InvalidDataException($"{file}: the first line must be {header}");
                continue;
            }
            var fields = line.Split(',');
            if (fields.Length != columns)
                throw new InvalidDataException($"{file}, line {number}: {columns} fields expected, {fields.Length} found.");
            yield return (number, fields);
        }
    }

    private static InvalidDataException Broken(string file, int line, string field) => new($"{file}, line {line}: field {field} is not valid.");
}
