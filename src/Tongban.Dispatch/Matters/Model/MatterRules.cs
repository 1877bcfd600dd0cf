using Tongban.Dispatch.Models;
using Tongban.Foundation;

namespace Tongban.Dispatch.Matters;

/// <summary>What a report, a return and an answer have to say; all faults at once, each at its field.</summary>
internal static class MatterRules
{
    /// <summary>Longest text, in characters.</summary>
    public const int Longest = 2000;

    public const int LongestBasis = 300;

    public const int LongestField = 200;

    public const int LongestPlace = 20_000;

    public const int MostFiles = 6;

    public static IEnumerable<Error> Text(string? text, string field, Words what, int most = Longest)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim().Length < 2)
            yield return MatterErrors.TextMissing(field, what);
        else if (text.Length > most)
            yield return MatterErrors.TooLong(field, most);
    }

    /// <summary>The fields a model asks for, of those that were given; unknown ones are left out, empty ones are refused where the model asks for them.</summary>
    public static Result<IReadOnlyDictionary<string, string>> Fields(DispatchCatalogue catalogue, ModelData model, IReadOnlyDictionary<string, string>? given, bool all)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(model);
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        List<Error> errors = [];
        foreach (var name in model.Fields)
        {
            var field = catalogue.Field(name)!;
            var value = given?.GetValueOrDefault(name)?.Trim();
            if (string.IsNullOrEmpty(value))
            {
                if (all)
                    errors.Add(MatterErrors.FieldMissing($"fields.{name}", field.Text));
                continue;
            }
            var readable = field.Kind switch
            {
                FieldKind.Number => FactValue.Read(FactKind.Number, value) is FactValue.Number { IsExact: true, From: >= 0 },
                FieldKind.Day => FactValue.Read(FactKind.Day, value) is not null,
                _ => value.Length <= LongestField,
            };
            if (readable)
                kept[name] = value;
            else
                errors.Add(MatterErrors.FieldUnreadable($"fields.{name}", field.Text));
        }
        return Error.Combine(errors) is { } refusal ? refusal : kept;
    }
}
