using System.Globalization;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Web;

namespace Tongban.Approvals.OutsidePermits;

/// <summary>A permit as it was sent, every field as text.</summary>
internal sealed record PermitFields(
    string? Number, string? Name, string? Issuer, string? CreditCode, string? ProjectCode, string? ProjectName, string? Division, string? IssuedOn, string? ValidTo, string? FileDigest);

/// <summary>Checks a permit as it was sent; all faults are told together.</summary>
internal static class OutsidePermitReader
{
    public const int LongestNumber = 100, LongestName = 200, LongestIssuer = 40, MostRows = 2000;

    /// <summary>Columns of the file: each under its English or its Chinese name.</summary>
    public static readonly IReadOnlyList<(string Name, string Zh)> Columns =
    [
        ("number", "文号"), ("name", "证照名称"), ("issuer", "发证机关"), ("creditCode", "统一社会信用代码"), ("projectCode", "项目代码"),
        ("projectName", "项目名称"), ("division", "行政区划"), ("issuedOn", "发证日期"), ("validTo", "有效期至"), ("fileDigest", "文件摘要"),
    ];

    private static readonly string[] Required = ["number", "name", "issuer", "issuedOn"];

    /// <summary>The rows of a file with their line numbers; the header is line 1.</summary>
    public static Result<IReadOnlyList<(int Row, PermitFields Fields)>> Rows(ReadOnlySpan<byte> file)
    {
        IReadOnlyList<IReadOnlyList<string>> lines;
        try
        {
            lines = Csv.Read(file);
        }
        catch (FormatException)
        {
            return OutsidePermitErrors.File();
        }
        if (lines.Count == 0)
            return OutsidePermitErrors.File();
        if (lines.Count > MostRows + 1)
            return OutsidePermitErrors.TooManyRows(MostRows);
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < lines[0].Count; i++)
        {
            var head = lines[0][i].Trim();
            if (Columns.FirstOrDefault(c => c.Zh == head || c.Name.Equals(head, StringComparison.OrdinalIgnoreCase)) is { Name: { } name })
                at.TryAdd(name, i);
        }
        if (Required.Where(r => !at.ContainsKey(r)).ToList() is { Count: > 0 } missing)
            return OutsidePermitErrors.Columns(string.Join(", ", missing));
        return lines.Skip(1).Select((cells, i) =>
        {
            string? Cell(string column) => at.TryGetValue(column, out var n) && n < cells.Count && !string.IsNullOrWhiteSpace(cells[n]) ? cells[n].Trim() : null;
            return (i + 2, new PermitFields(Cell("number"), Cell("name"), Cell("issuer"), Cell("creditCode"), Cell("projectCode"), Cell("projectName"), Cell("division"), Cell("issuedOn"), Cell("validTo"), Cell("fileDigest")));
        }).ToList();
    }

    public static Result<StatedPermit> Read(PermitFields sent, FlowCatalogue flow, OrganDirectory organs, DateOnly today)
    {
        List<Error> faults = [];
        string? Text(string? text, string field, int most, Words? required)
        {
            var trimmed = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
            if (trimmed is null && required is { } what)
                faults.Add(OutsidePermitErrors.Missing(field, what));
            if (trimmed?.Length > most)
                faults.Add(OutsidePermitErrors.TooLong(field, most));
            return trimmed;
        }
        DateOnly? Day(string? text, string field, Words? required)
        {
            if (Text(text, field, 20, required) is not { } day)
                return null;
            if (DateOnly.TryParseExact(day, ["yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
                return read;
            faults.Add(OutsidePermitErrors.Unreadable(field, ("日期，如 2026-03-02", "a date such as 2026-03-02")));
            return null;
        }

        var number = Text(sent.Number, "number", LongestNumber, ("文号", "The number"));
        var name = Text(sent.Name, "name", LongestName, ("证照名称或事项编码", "The name or the item code"));
        var issuer = Text(sent.Issuer, "issuer", LongestIssuer, ("发证机关", "The issuer"));
        var projectName = Text(sent.ProjectName, "projectName", LongestName, null);
        string? creditCode = null, projectCode = null, stated = null;
        if (!string.IsNullOrWhiteSpace(sent.CreditCode))
        {
            if (CreditCode.TryParse(sent.CreditCode, out var code))
                creditCode = code.Value;
            else
                faults.Add(OutsidePermitErrors.CreditCode());
        }
        if (!string.IsNullOrWhiteSpace(sent.ProjectCode))
        {
            if (ProjectCode.TryParse(sent.ProjectCode, out var code))
                (projectCode, stated) = (code.Value, code.Value.Length >= 11 ? code.Value[5..11] : null);
            else
                faults.Add(OutsidePermitErrors.ProjectCode());
        }
        else if (creditCode is null && projectName is null && string.IsNullOrWhiteSpace(sent.CreditCode))
            faults.Add(OutsidePermitErrors.NothingToGoBy());
        var division = string.IsNullOrWhiteSpace(sent.Division) ? stated : sent.Division.Trim();
        if (division is null || division.Length != 6 || organs.Find(flow.LeadOrgan(1, division)) is null)
            faults.Add(OutsidePermitErrors.UnknownDivision(division));
        var issuedOn = Day(sent.IssuedOn, "issuedOn", ("发证日期", "The day of issue"));
        var validTo = Day(sent.ValidTo, "validTo", null);
        if (issuedOn > today)
            faults.Add(OutsidePermitErrors.NotYetIssued());
        if (validTo < issuedOn)
            faults.Add(OutsidePermitErrors.EndsBeforeItBegins());
        var digest = Text(sent.FileDigest, "fileDigest", 64, null)?.ToLowerInvariant();
        if (digest is not null && (digest.Length != 64 || !digest.All(char.IsAsciiHexDigitLower)))
            faults.Add(OutsidePermitErrors.Unreadable("fileDigest", ("64 位十六进制 SHA-256", "SHA-256 in 64 hexadecimal digits")));
        if (Error.Combine(faults) is { } refusal)
            return refusal;

        var item = flow.FindItem(name!);
        var organ = organs.Find(issuer!)?.Key ?? organs.All.Values.FirstOrDefault(o => o.NameZh == issuer)?.Key;
        return new StatedPermit(number!, item?.Result.Name.Zh ?? name!, item?.Code, organ ?? issuer!, creditCode, projectCode, projectName, division!, issuedOn!.Value, validTo, digest);
    }
}
