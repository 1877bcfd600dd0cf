using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Tongban.Foundation;
using Tongban.Foundation.Ui;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Projects.Declare;

/// <summary>The declaration as raw text fields: how a form posts it and a draft keeps it. Names are those of the API: <c>name</c>, <c>sources[0].yuan</c>, <c>facts.annualEnergyTce</c>.</summary>
internal static partial class DeclarationFields
{
    /// <summary>Lines of the table of sources; a form without script has a fixed number.</summary>
    public const int SourceRows = 6;

    /// <summary>Hidden fields that tell which state of the draft a window knows.</summary>
    public const string Revision = "revision", Window = "window";

    /// <summary>The uploaded boundary, kept as the text of <c>site</c>.</summary>
    public const string SiteFile = "siteFile";

    private static readonly HashSet<string> Plain =
    [
        "name", "type", "category", "division", "industry", "location", "scale", "content", "totalInvestment", "landArea",
        "plannedStart", "plannedFinish", "policyDeclared", "site", "contactName", "contactPhone",
    ];

    /// <summary>The declaration's fields of a post; the form's own machinery stays out. Several ticks of one question are joined by commas.</summary>
    public static SortedDictionary<string, string> Of(IFormCollection form)
    {
        SortedDictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var (name, values) in form)
        {
            if (IsField(name) && string.Join(',', values.Where(v => !string.IsNullOrEmpty(v))) is { Length: > 0 } value)
                fields[name] = value;
        }
        return fields;
    }

    public static DraftSeen Seen(Guid draftId, IFormCollection form) => new(
        draftId,
        int.TryParse(form[Revision], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0,
        Guid.TryParse(form[Window], out var window) ? window : null);

    /// <summary>Reads the fields as a declaration. What cannot be read is left out of it and refused by name.</summary>
    public static (ProjectDeclaration Declaration, IReadOnlyList<Error> Unreadable) Read(IReadOnlyDictionary<string, string> fields)
    {
        List<Error> errors = [];
        var type = default(ProjectType?);
        if (Text("type") is { } code)
        {
            if (ProjectTypes.TryParse(code, out var known))
                type = known;
            else
                errors.Add(ProjectErrors.TypeUnknown(code));
        }
        var declaration = new ProjectDeclaration
        {
            Name = Text("name"),
            Type = type,
            Category = Text("category"),
            Division = Text("division"),
            Industry = Text("industry"),
            Location = Text("location"),
            Scale = Text("scale"),
            Content = Text("content"),
            TotalInvestment = Number("totalInvestment"),
            Sources = Sources(),
            LandArea = Number("landArea"),
            PlannedStart = Day("plannedStart"),
            PlannedFinish = Day("plannedFinish"),
            PolicyDeclared = Text("policyDeclared") is "true",
            Site = Text("site"),
            ContactName = Text("contactName"),
            ContactPhone = Text("contactPhone"),
            Facts = fields.Where(f => f.Key.StartsWith("facts.", StringComparison.Ordinal)).ToDictionary(f => f.Key["facts.".Length..], f => f.Value),
        };
        return (declaration, errors);

        string? Text(string name) => fields.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        decimal? Number(string name)
        {
            if (Text(name) is not { } text)
                return null;
            // Thousands may be parted as people part them, in half-width or full-width.
            if (decimal.TryParse(text.Normalize(System.Text.NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal),
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
            errors.Add(ProjectErrors.NotANumber(name, text));
            return null;
        }

        DateOnly? Day(string name)
        {
            if (Text(name) is not { } text)
                return null;
            if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            errors.Add(ProjectErrors.NotADate(name, text));
            return null;
        }

        List<FundShare> Sources()
        {
            List<FundShare> shares = [];
            for (var row = 0; row < SourceRows; row++)
            {
                var source = Text($"sources[{row}].source");
                var given = Text($"sources[{row}].yuan");
                var yuan = Number($"sources[{row}].yuan");
                if (source is null && given is not null)
                    errors.Add(ProjectErrors.SourceIncomplete(row));
                else if (source is not null && given is null)
                    errors.Add(ProjectErrors.SourceAmountMissing(row));
                else if (source is not null && yuan is { } amount)
                    shares.Add(new FundShare(source, amount));
            }
            return shares;
        }
    }

    /// <summary>The GeoJSON of an uploaded boundary, of whichever kind the file is.</summary>
    public static Result<string> SiteOf(byte[] file) => Space.Contracts.Site.FromFile(file, "", "site").Then(r => (Result<string>)r.Site.GeoJson);

    /// <summary>Joins what could not be read with what the check found; where a field could not be read, that it is then missing says nothing new.</summary>
    public static Error? Join(IReadOnlyList<Error> unreadable, Error? found, IReadOnlyDictionary<string, string> fields)
    {
        if (unreadable.Count == 0)
            return found is null ? null : Error.Combine([.. Renumbered(found, fields)]);
        var named = unreadable.Select(e => FieldNames.Id(e.Field!)).ToHashSet(StringComparer.Ordinal);
        var sources = unreadable.Any(e => e.Field!.StartsWith("sources", StringComparison.Ordinal));
        return Error.Combine([.. unreadable, .. found is null ? [] : Renumbered(found, fields)
            .Where(e => e.Field is not { } field || (!named.Contains(FieldNames.Id(field)) && !(sources && field == "sources")))]);
    }

    // The check counts the sources that were given; the form shows six lines of which some are empty.
    private static IEnumerable<Error> Renumbered(Error found, IReadOnlyDictionary<string, string> fields)
    {
        var rows = Enumerable.Range(0, SourceRows).Where(r => fields.ContainsKey($"sources[{r}].source") && fields.ContainsKey($"sources[{r}].yuan")).ToList();
        foreach (var error in found.All)
        {
            var match = SourceField().Match(error.Field ?? "");
            yield return match.Success && int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) is var n && n < rows.Count
                ? error with { Also = [], Field = $"sources[{rows[n]}].{match.Groups["part"].Value}" } : error with { Also = [] };
        }
    }

    private static bool IsField(string name) => Plain.Contains(name) || SourceField().IsMatch(name) || FactField().IsMatch(name);

    [GeneratedRegex(@"^sources\[(?<n>[0-9]{1,2})\]\.(?<part>source|yuan)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SourceField();

    [GeneratedRegex(@"^facts\.[A-Za-z][A-Za-z0-9.]{0,39}\z", RegexOptions.None, 1000)]
    private static partial Regex FactField();
}
