using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Tongban.Approvals.Designer;

/// <summary>Parts of a flow file as XML in our own namespace, member by member, and back without loss: what BPMN has no word for travels in extension elements.</summary>
/// <remarks>A scalar member is an attribute, an object is an element, a list is an element with one <c>e</c> per entry; a member that is null is left out.</remarks>
internal static class FlowXml
{
    public static readonly XNamespace Ns = "urn:tongban:flow:1";

    private static readonly HashSet<string> Lists = ["stages", "clockStopTypes", "facts", "materials", "items", "values", "producedBy", "appliesTo", "mandatoryFor", "dependsOn", "consults", "clockStops", "jurisdiction", "earlyStart", "groups", "types", "divisions", "after", "departments"];
    private static readonly HashSet<string> Numbers = ["no", "stage", "value", "legacyDays", "promisedDays", "months", "opinionDays", "firstStepDays", "investmentFrom", "investmentBelow"];
    private static readonly HashSet<string> Flags = ["toleranceAllowed", "commitmentAllowed", "countedInCriticalPath", "publicSafety", "untilStart"];

    // Members that the files always have, although they may be null.
    private static readonly Dictionary<string, string[]> Nullable = new(StringComparer.Ordinal) { ["item"] = ["statutoryLimit", "condition", "note"], ["result"] = ["documentMark"] };

    public static XElement ToXml(string name, JsonObject value)
    {
        var element = new XElement(Ns + name);
        foreach (var (member, content) in value)
        {
            switch (content)
            {
                case JsonObject inner:
                    element.Add(ToXml(member, inner));
                    break;
                case JsonArray list:
                    element.Add(new XElement(Ns + member, list.Select(entry => entry is JsonObject o ? ToXml("e", o) : new XElement(Ns + "e", Text(entry)))));
                    break;
                case not null:
                    element.Add(new XAttribute(member.StartsWith('$') ? member[1..] + "Ref" : member, Text(content)));
                    break;
            }
        }
        return element;
    }

    /// <summary>Reads an element back. What does not fit is found by the reader of the catalogue file, with its place.</summary>
    public static JsonObject ToJson(XElement element)
    {
        var value = new JsonObject();
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.Namespace == XNamespace.None))
        {
            var name = attribute.Name.LocalName is "schemaRef" ? "$schema" : attribute.Name.LocalName;
            value[name] = Numbers.Contains(name) && decimal.TryParse(attribute.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
                : Flags.Contains(name) && bool.TryParse(attribute.Value, out var flag) ? flag : attribute.Value;
        }
        foreach (var child in element.Elements().Where(e => e.Name.Namespace == Ns))
        {
            value[child.Name.LocalName] = !Lists.Contains(child.Name.LocalName) ? ToJson(child)
                : new JsonArray([.. child.Elements(Ns + "e").Select(e => e.HasAttributes || e.HasElements ? (JsonNode)ToJson(e) : JsonValue.Create(e.Value))]);
        }
        foreach (var member in Nullable.GetValueOrDefault(element.Name.LocalName) ?? [])
        {
            if (!value.ContainsKey(member))
                value[member] = null;
        }
        return value;
    }

    private static string Text(JsonNode? value) => value is null ? "" : value.GetValueKind() is System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
