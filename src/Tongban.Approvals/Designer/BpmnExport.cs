using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Designer;

/// <summary>The flow as a BPMN 2.0 model with its diagram: one process, a sub-process per stage, a user task per item, gateways where the way parts and joins.</summary>
/// <remarks>
/// What BPMN can say is said in BPMN: order, parallel ways, conditions on the way into an item, the organ as potential owner, the legal ceiling of a stage as a timer on its border.
/// Everything else (limits, materials, types, basis) travels in extension elements of <see cref="FlowXml.Ns"/>, so that <see cref="BpmnImport"/> gives back the very same flow.
/// </remarks>
internal sealed class BpmnExport
{
    public static readonly XNamespace Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    public static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    public static readonly XNamespace Dd = "http://www.omg.org/spec/DD/20100524/DI";
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    private const string ConditionLanguage = "urn:tongban:condition:1";
    private readonly FlowFile _flow;
    private readonly CityCatalogue _city;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<XElement> _shapes = [];
    private readonly List<XElement> _edges = [];
    private double _x = 160;

    private BpmnExport(FlowFile flow, CityCatalogue city) => (_flow, _city) = (flow, city);

    /// <summary>The model as UTF-8 XML. Also a broken draft can be exported; arrows to items that do not exist are not drawn, but they are kept.</summary>
    public static byte[] Write(FlowFile flow, CityCatalogue city)
    {
        var document = new BpmnExport(flow, city).Build();
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineHandling = NewLineHandling.Entitize }))
            document.Save(writer);
        return stream.ToArray();
    }

    private XDocument Build()
    {
        var departments = _flow.Items.Select(i => i.Department).Concat(_flow.Stages.Select(s => s.LeadDepartment)).Where(d => d.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var resources = departments.ToDictionary(d => d, d => Id($"organ-{d}"), StringComparer.Ordinal);
        var json = JsonNode.Parse(CatalogueFile.Write(_flow))!.AsObject();
        var rest = json.DeepClone().AsObject();
        rest.Remove("items");
        var process = new XElement(Model + "process", new XAttribute("id", Id("flow")), new XAttribute("name", _flow.NameZh), new XAttribute("isExecutable", "false"),
            new XElement(Model + "documentation", _flow.NameEn), new XElement(Model + "extensionElements", FlowXml.ToXml("flow", rest)));
        var items = json["items"]!.AsArray().Select((node, order) => (Row: _flow.Items[order], Json: node!.AsObject(), Order: order)).ToList();

        var (nodes, flows) = (new List<XElement>(), new List<XElement>());
        var start = Node("startEvent", "start", "", 36, 36, 80, 300, nodes);
        var previous = start;
        foreach (var stage in _flow.Stages)
        {
            var inside = new Stage(this, stage, [.. items.Where(i => i.Row.Stage == stage.No)], resources);
            var sub = inside.Build(_x, 300);
            nodes.Add(sub.Element);
            var timer = Timer(stage, sub);
            nodes.Add(timer);
            flows.Add(Flow(previous, sub, null));
            (previous, _x) = (sub, sub.X + sub.Width + 60);
        }
        // Items of a stage that does not exist have no sub-process to stand in.
        foreach (var (row, jsonRow, order) in items.Where(i => _flow.Stages.All(s => s.No != i.Row.Stage)))
        {
            nodes.Add(Task(row, jsonRow, order, resources, _x, 300).Element);
            _x += 160;
        }
        var end = Node("endEvent", "end", "", 36, 36, _x, 300, nodes);
        flows.Add(Flow(previous, end, null));
        process.Add(nodes, flows);

        return new XDocument(new XDeclaration("1.0", "UTF-8", null), new XElement(Model + "definitions",
            new XAttribute(XNamespace.Xmlns + "bpmn", Model.NamespaceName), new XAttribute(XNamespace.Xmlns + "bpmndi", Di.NamespaceName), new XAttribute(XNamespace.Xmlns + "dc", Dc.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "di", Dd.NamespaceName), new XAttribute(XNamespace.Xmlns + "xsi", Xsi.NamespaceName), new XAttribute(XNamespace.Xmlns + "tongban", FlowXml.Ns.NamespaceName),
            new XAttribute("id", "definitions"), new XAttribute("name", _flow.NameZh), new XAttribute("targetNamespace", FlowXml.Ns.NamespaceName), new XAttribute("exporter", "Tongban"),
            resources.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new XElement(Model + "resource", new XAttribute("id", r.Value), new XAttribute("name", _city.Department(r.Key)?.NameZh ?? r.Key))),
            process,
            new XElement(Di + "BPMNDiagram", new XAttribute("id", "diagram"), new XElement(Di + "BPMNPlane", new XAttribute("id", "plane"), new XAttribute("bpmnElement", (string)process.Attribute("id")!), _shapes, _edges))));
    }

    private XElement Timer(StageRow stage, Placed sub)
    {
        var id = Id($"ceiling-{stage.No}");
        _shapes.Add(Shape(id, sub.X + 40, sub.Y + sub.Height - 18, 36, 36, null));
        var limit = _flow.StageLimit;
        return new XElement(Model + "boundaryEvent", new XAttribute("id", id), new XAttribute("name", limit.Unit is LimitUnitName.Workday ? $"{limit.Value} 个工作日" : $"{limit.Value} 日"), new XAttribute("attachedToRef", sub.Id), new XAttribute("cancelActivity", "false"),
            new XElement(Model + "documentation", limit.Basis),
            new XElement(Model + "timerEventDefinition", new XAttribute("id", Id($"ceiling-{stage.No}-timer")),
                new XElement(Model + "timeDuration", new XAttribute(Xsi + "type", "bpmn:tFormalExpression"), string.Create(CultureInfo.InvariantCulture, $"P{limit.Value}D"))));
    }

    private Placed Task(ItemRow item, JsonObject json, int order, Dictionary<string, string> resources, double x, double y)
    {
        var xml = FlowXml.ToXml("item", json);
        xml.Add(new XAttribute("order", order));
        var id = Id(item.Id);
        var element = new XElement(Model + (item.Role is ItemRole.FilingOnReceipt or ItemRole.Intake ? "serviceTask" : "userTask"), new XAttribute("id", id), new XAttribute("name", item.NameZh),
            new XElement(Model + "documentation", item.NameEn), new XElement(Model + "extensionElements", xml));
        if (element.Name.LocalName is "userTask" && resources.TryGetValue(item.Department, out var resource))
            element.Add(new XElement(Model + "potentialOwner", new XAttribute("id", Id($"{item.Id}-organ")), new XElement(Model + "resourceRef", resource)));
        _shapes.Add(Shape(id, x, y - 32, 130, 64, null));
        return new(id, element, x, y - 32, 130, 64);
    }

    private Placed Node(string kind, string id, string name, double width, double height, double x, double middle, List<XElement> into)
    {
        var element = new XElement(Model + kind, new XAttribute("id", Id(id)));
        if (name.Length > 0)
            element.Add(new XAttribute("name", name));
        into.Add(element);
        var placed = new Placed((string)element.Attribute("id")!, element, x, middle - height / 2, width, height);
        _shapes.Add(Shape(placed.Id, placed.X, placed.Y, width, height, null));
        return placed;
    }

    /// <summary>An arrow, entered at both its ends.</summary>
    private XElement Flow(Placed from, Placed to, string? condition)
    {
        var id = Id($"to-{from.Id}-{to.Id}");
        var flow = new XElement(Model + "sequenceFlow", new XAttribute("id", id), new XAttribute("sourceRef", from.Id), new XAttribute("targetRef", to.Id));
        if (condition is not null)
            flow.Add(new XElement(Model + "conditionExpression", new XAttribute(Xsi + "type", "bpmn:tFormalExpression"), new XAttribute("language", ConditionLanguage), condition));
        Enter(from.Element, "outgoing", id);
        Enter(to.Element, "incoming", id);
        var (x1, y1, x2, y2) = (from.X + from.Width, from.Y + from.Height / 2, to.X, to.Y + to.Height / 2);
        var middle = x2 - 20;
        var points = Math.Abs(y1 - y2) < 1 ? new[] { (x1, y1), (x2, y2) } : [(x1, y1), (middle, y1), (middle, y2), (x2, y2)];
        _edges.Add(new XElement(Di + "BPMNEdge", new XAttribute("id", $"{id}-edge"), new XAttribute("bpmnElement", id), points.Select(p => new XElement(Dd + "waypoint", Coordinate("x", p.Item1), Coordinate("y", p.Item2)))));
        return flow;
    }

    // The schema wants documentation, extensionElements, incoming, outgoing, and only then the rest.
    private static void Enter(XElement node, string direction, string flow)
    {
        var entry = new XElement(Model + direction, flow);
        var before = node.Elements().LastOrDefault(e => e.Name.LocalName is "documentation" or "extensionElements" or "incoming" || (direction is "outgoing" && e.Name.LocalName is "outgoing"));
        if (before is null)
            node.AddFirst(entry);
        else
            before.AddAfterSelf(entry);
    }

    private static XElement Shape(string element, double x, double y, double width, double height, bool? expanded)
    {
        var shape = new XElement(Di + "BPMNShape", new XAttribute("id", $"{element}-shape"), new XAttribute("bpmnElement", element));
        if (expanded is { } open)
            shape.Add(new XAttribute("isExpanded", open));
        shape.Add(new XElement(Dc + "Bounds", Coordinate("x", x), Coordinate("y", y), Coordinate("width", width), Coordinate("height", height)));
        return shape;
    }

    private static XAttribute Coordinate(string name, double value) => new(name, value.ToString("0.#", CultureInfo.InvariantCulture));

    // An id is an XML name, and there is one of each.
    private string Id(string wanted)
    {
        var clean = new string([.. wanted.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')]);
        if (clean.Length == 0 || !(char.IsAsciiLetter(clean[0]) || clean[0] is '_'))
            clean = "_" + clean;
        var id = clean;
        for (var n = 2; !_ids.Add(id); n++)
            id = $"{clean}_{n}";
        return id;
    }

    /// <summary>A node with its place in the diagram.</summary>
    private sealed record Placed(string Id, XElement Element, double X, double Y, double Width, double Height);

    /// <summary>One stage: its items in columns by the longest way from the beginning.</summary>
    private sealed class Stage(BpmnExport model, StageRow stage, IReadOnlyList<(ItemRow Row, JsonObject Json, int Order)> items, Dictionary<string, string> resources)
    {
        private const double Column = 300, Line = 92;

        public Placed Build(double x, double middle)
        {
            var byCode = items.DistinctBy(i => i.Row.Id).ToDictionary(i => i.Row.Id, i => i.Row, StringComparer.Ordinal);
            var before = items.ToDictionary(i => i.Order, i => i.Row.DependsOn.Distinct(StringComparer.Ordinal).Where(d => d != i.Row.Id && byCode.ContainsKey(d)).ToList());
            var after = items.ToDictionary(i => i.Order, i => byCode[i.Row.Id] == i.Row ? items.Where(o => before[o.Order].Contains(i.Row.Id)).ToList() : []);
            var depth = Depths(byCode);
            var columns = items.Count == 0 ? 1 : depth.Values.Max() + 1;
            var rows = Math.Max(1, items.GroupBy(i => depth[i.Row.Id]).Select(g => g.Count()).DefaultIfEmpty(1).Max());
            var (width, height) = (columns * Column + 320, rows * Line + 90);

            var id = model.Id($"stage-{stage.No}");
            var element = new XElement(Model + "subProcess", new XAttribute("id", id), new XAttribute("name", stage.NameZh), new XElement(Model + "documentation", stage.NameEn));
            var sub = new Placed(id, element, x, middle - height / 2, width, height);
            model._shapes.Add(Shape(id, sub.X, sub.Y, width, height, true));

            var (nodes, flows) = (new List<XElement>(), new List<XElement>());
            var start = model.Node("startEvent", $"{id}-start", "", 36, 36, x + 30, middle, nodes);
            var tasks = new Dictionary<int, Placed>();
            foreach (var column in items.GroupBy(i => depth[i.Row.Id]))
            {
                var y = middle - (column.Count() - 1) * Line / 2;
                foreach (var (row, json, order) in column)
                {
                    tasks[order] = model.Task(row, json, order, resources, x + 210 + column.Key * Column, y);
                    nodes.Add(tasks[order].Element);
                    y += Line;
                }
            }
            var end = model.Node("endEvent", $"{id}-end", "", 36, 36, x + width - 66, middle, nodes);

            // The way into an item parts from the start or from each item it waits for; where several meet there is a join.
            var entries = new Dictionary<int, Placed>();
            foreach (var (row, _, order) in items)
            {
                if (before[order].Count < 2)
                {
                    entries[order] = tasks[order];
                    continue;
                }
                var kind = before[order].Any(d => IsConditional(byCode[d])) ? "inclusiveGateway" : "parallelGateway";
                entries[order] = Gateway(kind, $"{row.Id}-join", "Converging", tasks[order].X - 70, tasks[order].Y + 32);
                flows.Add(model.Flow(entries[order], tasks[order], null));
            }
            Part(start, $"{id}-fork", [.. items.Where(i => before[i.Order].Count == 0)], start.X + 70);
            foreach (var (row, _, order) in items)
                Part(tasks[order], $"{row.Id}-fork", after[order], tasks[order].X + 150);

            var last = items.Where(i => after[i.Order].Count == 0).ToList();
            if (last.Count > 1)
            {
                var join = Gateway(last.Any(i => IsConditional(i.Row)) ? "inclusiveGateway" : "parallelGateway", $"{id}-join", "Converging", end.X - 80, middle);
                flows.AddRange(last.Select(i => model.Flow(tasks[i.Order], join, null)));
                flows.Add(model.Flow(join, end, null));
            }
            else
            {
                flows.Add(model.Flow(last.Count == 1 ? tasks[last[0].Order] : start, end, null));
            }
            element.Add(nodes, flows);
            return sub;

            void Part(Placed from, string gatewayId, IReadOnlyList<(ItemRow Row, JsonObject Json, int Order)> to, double at)
            {
                if (to.Count == 0)
                    return;
                var conditional = to.Any(i => IsConditional(i.Row));
                if (to.Count == 1 && !conditional)
                {
                    flows.Add(model.Flow(from, entries[to[0].Order], null));
                    return;
                }
                var fork = Gateway(conditional ? "inclusiveGateway" : "parallelGateway", gatewayId, "Diverging", at, from.Y + from.Height / 2);
                flows.Add(model.Flow(from, fork, null));
                foreach (var (row, _, order) in to)
                    flows.Add(model.Flow(fork, entries[order], IsConditional(row) ? Condition(row) : null));
            }

            Placed Gateway(string kind, string wanted, string direction, double at, double y)
            {
                var gateway = model.Node(kind, wanted, "", 40, 40, at, y, nodes);
                gateway.Element.Add(new XAttribute("gatewayDirection", direction));
                return gateway;
            }
        }

        private static bool IsConditional(ItemRow item) => item.MandatoryFor.Count < ProjectTypes.All.Count;

        // For the reader of the diagram; what counts is in the item's extension.
        private static string Condition(ItemRow item)
        {
            var parts = new List<string>();
            if (item.MandatoryFor.Count > 0)
                parts.Add($"type in ({string.Join(", ", item.MandatoryFor.Select(t => $"'{t}'"))})");
            var rest = item.AppliesTo.Except(item.MandatoryFor).ToList();
            if (rest.Count > 0)
                parts.Add($"type in ({string.Join(", ", rest.Select(t => $"'{t}'"))}){(item.Condition is { } condition ? $" and ({condition})" : "")}");
            return string.Join(" or ", parts);
        }

        private static Dictionary<string, int> Depths(Dictionary<string, ItemRow> items)
        {
            var depth = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var code in items.Keys)
                Of(code, []);
            return depth;

            // A draft may run in a circle: the way back counts nothing.
            int Of(string code, HashSet<string> path)
            {
                if (depth.TryGetValue(code, out var known))
                    return known;
                if (!path.Add(code))
                    return 0;
                var own = 0;
                foreach (var other in items[code].DependsOn.Where(d => d != code && items.ContainsKey(d)))
                    own = Math.Max(own, Of(other, path) + 1);
                path.Remove(code);
                return depth[code] = own;
            }
        }
    }
}
