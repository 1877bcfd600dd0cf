using System.Globalization;
using System.Text.RegularExpressions;

namespace Tongban.Foundation.Web;

/// <summary>What the reader of a table says about its columns, one rule a line or between semicolons.</summary>
/// <remarks>
/// <c>支付号=voucherNo</c>: the column 支付号 is the voucher's number. <c>content:={TITLE}，{ADDRESS}</c>: the field is made of other columns and of words; <c>code:=2601-360500-04-01-{ID:000000}</c> fills a number up with
/// zeros; without braces it is the same in every row. <c>sector?DPR=culture</c>: in the field sector, DPR means culture.
/// </remarks>
public sealed partial class ColumnMapping
{
    private readonly Dictionary<string, string> _heads = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _templates = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Field, string Value), string> _values = [];

    /// <summary>Reads the rules; a line that is none says nothing.</summary>
    public static ColumnMapping Parse(string? text)
    {
        var mapping = new ColumnMapping();
        foreach (var rule in (text ?? "").Replace('＝', '=').Replace('？', '?').Split([';', '；', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (rule.Split(":=", 2, StringSplitOptions.TrimEntries) is [var made, var template])
                mapping._templates.TryAdd(made, template);
            else if (rule.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right])
            {
                if (left.Split('?', 2, StringSplitOptions.TrimEntries) is [var field, var value])
                    mapping._values.TryAdd((field.ToUpperInvariant(), value), right);
                else
                    mapping._heads.TryAdd(left, right);
            }
        }
        return mapping;
    }

    /// <returns>The field a head means, <see langword="null"/> when nothing is said about it.</returns>
    public string? FieldOf(string head) => _heads.GetValueOrDefault(head);

    /// <summary>Whether a template makes the field.</summary>
    public bool Makes(string field) => _templates.ContainsKey(field);

    /// <param name="cell">The cell under a head.</param>
    /// <returns>The field as the template makes it; <see langword="null"/> when a column it needs is empty.</returns>
    public string? Make(string field, Func<string, string?> cell)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(cell);
        var empty = false;
        var text = Place().Replace(_templates[field], place =>
        {
            var value = cell(place.Groups["head"].Value.Trim());
            empty |= value is null;
            return place.Groups["pad"].Value.Length is > 0 and var width && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number.ToString("D" + width.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value ?? "";
        });
        return empty ? null : text;
    }

    /// <summary>What a value of the field means; itself when nothing is said about it.</summary>
    public string Translate(string field, string value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _values.GetValueOrDefault((field.ToUpperInvariant(), value), value);
    }

    [GeneratedRegex(@"\{(?<head>[^{}:]+)(:(?<pad>0{1,18}))?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
