using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;

namespace Tongban.Approvals.Designer;

/// <summary>The form of one item: plain names and texts, so that what was typed comes back as it was typed. Lists are one box per member: <c>dependsOn.S1-02</c>.</summary>
internal sealed class ItemForm
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    public string? this[string name] => _values.GetValueOrDefault(name);

    public bool Has(string name) => this[name] is "true";

    /// <summary>Members of a list that are ticked, as posted or stored.</summary>
    public IEnumerable<string> Ticked(string list) => _values.Where(v => v.Value is "true" && v.Key.StartsWith(list + ".", StringComparison.Ordinal)).Select(v => v.Key[(list.Length + 1)..]);

    public static ItemForm Of(IFormCollection posted)
    {
        var form = new ItemForm();
        foreach (var (name, value) in posted)
            form._values[name] = value.ToString();
        return form;
    }

    public static ItemForm Of(ItemRow item)
    {
        var form = new ItemForm();
        var v = form._values;
        (v["nameZh"], v["nameEn"], v["department"], v["role"], v["powerCategory"], v["level"]) = (item.NameZh, item.NameEn, item.Department, Code(item.Role), item.PowerCategory, Code(item.Level));
        (v["handling"], v["promisedDays"], v["legacyDays"], v["condition"], v["note"]) = (Code(item.Handling), Text(item.PromisedDays), Text(item.LegacyDays), item.Condition, item.Note);
        (v["toleranceAllowed"], v["commitmentAllowed"], v["countedInCriticalPath"]) = (Flag(item.ToleranceAllowed), Flag(item.CommitmentAllowed), Flag(item.CountedInCriticalPath));
        if (item.StatutoryLimit is { } law)
        {
            (v["statutoryLimit.value"], v["statutoryLimit.unit"], v["statutoryLimit.basis"], v["statutoryLimit.mark"]) = (Text(law.Value), Code(law.Unit), law.Basis, law.Mark);
            if (law.Extension is { } more)
                (v["statutoryLimit.extension.value"], v["statutoryLimit.extension.unit"], v["statutoryLimit.extension.basis"]) = (Text(more.Value), Code(more.Unit), more.Basis);
        }
        (v["result.nameZh"], v["result.nameEn"], v["result.type"], v["result.numbering"], v["result.documentMark"]) = (item.Result.NameZh, item.Result.NameEn, Code(item.Result.Type), Code(item.Result.Numbering), item.Result.DocumentMark);
        Tick("appliesTo", item.AppliesTo);
        Tick("mandatoryFor", item.MandatoryFor);
        Tick("dependsOn", item.DependsOn);
        Tick("consults", item.Consults);
        Tick("clockStops", item.ClockStops);
        foreach (var material in item.Materials)
            v[$"materials.{material.Ref}"] = Code(material.Necessity);
        return form;

        void Tick(string list, IReadOnlyList<string> members)
        {
            foreach (var member in members)
                v[$"{list}.{member}"] = "true";
        }
    }

    /// <summary>The item as the form states it. Refused is only what cannot be written down at all; whether it makes sense is the compiler's business.</summary>
    /// <param name="flow">Offers the members of the lists, in their order; what the item had before and is unknown to the flow stays unless it is unticked.</param>
    public Result<ItemRow> Read(ItemRow before, FlowFile flow, IReadOnlyList<string> departments)
    {
        var errors = new List<Error>();
        var promised = Whole("promisedDays", errors) ?? 0;
        var legacy = Whole("legacyDays", errors) ?? 0;
        LimitRow? law = null;
        if (!string.IsNullOrWhiteSpace(this["statutoryLimit.value"]) || this["statutoryLimit.unit"] is "instant")
        {
            var unit = One<LimitUnitName>("statutoryLimit.unit", errors);
            law = new(unit is LimitUnitName.Instant ? 0 : Whole("statutoryLimit.value", errors) ?? 0, unit, Trim("statutoryLimit.basis") ?? "", Trim("statutoryLimit.mark") is { Length: > 0 } mark ? mark : "G")
            {
                Extension = string.IsNullOrWhiteSpace(this["statutoryLimit.extension.value"]) ? null
                    : new(Whole("statutoryLimit.extension.value", errors) ?? 0, One<LimitUnitName>("statutoryLimit.extension.unit", errors), Trim("statutoryLimit.extension.basis") ?? ""),
            };
        }
        var types = Projects.Contracts.ProjectTypes.All.Select(Projects.Contracts.ProjectTypes.Code).ToList();
        var materials = new List<ItemMaterialRow>();
        foreach (var id in before.Materials.Select(m => m.Ref).Concat(flow.Materials.Select(m => m.Id)).Distinct(StringComparer.Ordinal))
        {
            if (!string.IsNullOrEmpty(this[$"materials.{id}"]))
                materials.Add(new(id, One<Necessity>($"materials.{id}", errors)));
        }
        var row = before with
        {
            NameZh = Trim("nameZh") ?? "", NameEn = Trim("nameEn") ?? "", Department = Trim("department") ?? "", Role = One<ItemRole>("role", errors), PowerCategory = Trim("powerCategory") ?? "",
            Level = One<HandlingLevel>("level", errors), Handling = One<Handling>("handling", errors), PromisedDays = promised, LegacyDays = legacy, StatutoryLimit = law,
            AppliesTo = Chosen("appliesTo", before.AppliesTo, types), MandatoryFor = Chosen("mandatoryFor", before.MandatoryFor, types),
            Condition = Trim("condition")?.ReplaceLineEndings(" ") is { Length: > 0 } condition ? condition : null,
            DependsOn = Chosen("dependsOn", before.DependsOn, [.. flow.Items.Where(i => i.Stage == before.Stage && i.Id != before.Id).Select(i => i.Id)]),
            Consults = Chosen("consults", before.Consults, departments), ClockStops = Chosen("clockStops", before.ClockStops, [.. flow.ClockStopTypes.Select(c => c.Id)]),
            ToleranceAllowed = Has("toleranceAllowed"), CommitmentAllowed = Has("commitmentAllowed"), CountedInCriticalPath = Has("countedInCriticalPath"), Materials = materials,
            // What the form does not ask for (the term of the result) stays.
            Result = before.Result with
            {
                NameZh = Trim("result.nameZh") ?? "", NameEn = Trim("result.nameEn") ?? "", Type = One<ResultType>("result.type", errors), Numbering = One<Numbering>("result.numbering", errors),
                DocumentMark = Trim("result.documentMark") is { Length: > 0 } documentMark ? documentMark : null,
            },
            Note = Trim("note") is { Length: > 0 } note ? note : null,
        };
        return Error.Combine(errors) is { } refusal ? refusal : row;
    }

    /// <summary>How a member of an enumeration is written in the files: <c>city-and-county</c>.</summary>
    public static string Code<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    // What stood there stays in its order; what was added follows in the order in which it is offered.
    private List<string> Chosen(string list, IReadOnlyList<string> before, IReadOnlyList<string> offered)
    {
        var ticked = Ticked(list).ToHashSet(StringComparer.Ordinal);
        return [.. before.Concat(offered).Distinct(StringComparer.Ordinal).Where(ticked.Contains)];
    }

    private string? Trim(string name) => this[name]?.Trim();

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? Flag(bool value) => value ? "true" : null;

    private int? Whole(string name, List<Error> errors)
    {
        if (int.TryParse(this[name], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 999)
            return number;
        errors.Add(DesignerErrors.NotAWholeNumber(name, this[name]));
        return null;
    }

    private T One<T>(string name, List<Error> errors) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Code(value) == this[name])
                return value;
        }
        errors.Add(DesignerErrors.NotOneOf(name, this[name]));
        return default;
    }
}
