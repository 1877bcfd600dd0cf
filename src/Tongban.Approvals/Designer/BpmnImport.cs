using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Tongban.Approvals.Catalogue;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.Designer;

/// <summary>Something in a model that a flow cannot say, or says differently.</summary>
/// <param name="Element">Local name of the BPMN element: <c>exclusiveGateway</c>.</param>
/// <param name="Id">Its id, or that of the nearest element around it that has one.</param>
internal sealed record BpmnFinding(string Element, string? Id, string? Name, Words Why);

/// <summary>What came out of reading a model.</summary>
/// <param name="Flow">The flow as far as it could be read; it may be broken, which a draft may be.</param>
/// <param name="IsOurs">The model carries our own extensions: nothing was lost that was there.</param>
/// <param name="Taken">Id of an element → what it became: <c>S1-03</c>, <c>stage 2</c>, <c>S1-03 → S1-04</c>.</param>
/// <param name="Findings">Everything else, named one by one.</param>
internal sealed record BpmnReading(FlowFile? Flow, bool IsOurs, IReadOnlyDictionary<string, string> Taken, IReadOnlyList<BpmnFinding> Findings);

/// <summary>Reads BPMN 2.0: our own export without loss, anyone's model as far as a flow can say it.</summary>
internal static class BpmnImport
{
    /// <summary>Bytes of the largest model that is read.</summary>
    public const int LargestModel = 4 * 1024 * 1024;

    private const int DeepestElement = 64, MostElements = 100_000, MostStages = 9, MostItems = 99;
    private static readonly XNamespace Model = BpmnExport.Model;

    private static readonly HashSet<string> Tasks = ["task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "callActivity"];
    private static readonly HashSet<string> Groups = ["subProcess", "transaction", "adHocSubProcess"];
    private static readonly HashSet<string> Structure = ["definitions", "process", "collaboration", "participant", "laneSet", "childLaneSet", "lane", "flowNodeRef", "incoming", "outgoing", "documentation", "sequenceFlow", "parallelGateway", "task", "userTask", "resourceRef"];

    /// <summary>Reads a model.</summary>
    /// <param name="basis">The flow in force: what a foreign model cannot say (materials, facts, remedies) is taken from it.</param>
    /// <returns>A reading, whatever the model holds; a refusal only when it is no BPMN at all, too large or too deep.</returns>
    public static Result<BpmnReading> Read(byte[] content, FlowFile basis, CityCatalogue city)
    {
        if (!Load(content).TryGet(out var document, out var refusal))
            return refusal;
        var own = document.Descendants(Model + "process").FirstOrDefault(p => Extension(p, "flow") is not null);
        return own is null ? new Foreign(document, basis, city).Read() : new Own(document, own).Read();
    }

    public static Error TooLarge() => new("approvals.bpmn-too-large", ($"文件超过 {LargestModel / 1024 / 1024} MB。", $"The file is larger than {LargestModel / 1024 / 1024} MB.")) { Field = "file" };

    private static Result<XDocument> Load(byte[] content)
    {
        if (content.Length > LargestModel)
            return TooLarge();
        try
        {
            var count = 0;
            using (var look = Reader(content))
            {
                while (look.Read())
                {
                    if (look.NodeType is XmlNodeType.Element && (look.Depth > DeepestElement || ++count > MostElements))
                        return new Error("approvals.bpmn-too-deep", ($"模型嵌套超过 {DeepestElement} 层或元素超过 {MostElements} 个。", $"The model is nested more than {DeepestElement} deep or has more than {MostElements} elements.")) { Field = "file" };
                }
            }
            using var reader = Reader(content);
            var document = XDocument.Load(reader);
            return document.Root?.Name == Model + "definitions" ? document
                : new Error("approvals.not-bpmn", ("这不是 BPMN 2.0 模型：根元素应为 definitions。", "This is no BPMN 2.0 model: its root is not definitions.")) { Field = "file" };
        }
        catch (Exception e) when (e is XmlException or System.Text.DecoderFallbackException or ArgumentException)
        {
            return new Error("approvals.bpmn-not-xml", ($"无法读取为 XML：{e.Message}", $"It cannot be read as XML: {e.Message}")) { Field = "file" };
        }
    }

    // No document type, no entities, nothing fetched from anywhere.
    private static XmlReader Reader(byte[] content) => XmlReader.Create(new MemoryStream(content, writable: false), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LargestModel, IgnoreProcessingInstructions = true, IgnoreComments = true,
    });

    private static XElement? Extension(XElement element, string name) => element.Element(Model + "extensionElements")?.Element(FlowXml.Ns + name);

    private static string? IdOf(XElement element) => element.AncestorsAndSelf().Select(e => (string?)e.Attribute("id")).FirstOrDefault(id => id is not null);

    private static string NameOf(XElement element) => ((string?)element.Attribute("name"))?.ReplaceLineEndings(" ").Trim() ?? "";

    /// <summary>Ids of the activities whose end a node waits for, found back along the arrows.</summary>
    private static List<string> Before(string node, ILookup<string, string> into, HashSet<string> activities)
    {
        var (found, seen, open) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal) { node }, new Queue<string>([node]));
        while (open.TryDequeue(out var at))
        {
            foreach (var source in into[at])
            {
                if (activities.Contains(source))
                {
                    if (!found.Contains(source))
                        found.Add(source);
                }
                else if (seen.Add(source))
                {
                    open.Enqueue(source);
                }
            }
        }
        return found;
    }

    /// <summary>Our own export, perhaps changed in a modelling tool: names and arrows of the diagram win, all the rest is in the extensions.</summary>
    private sealed class Own(XDocument document, XElement process)
    {
        private readonly List<BpmnFinding> _findings = [];
        private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);

        public BpmnReading Read()
        {
            var flow = FlowXml.ToJson(Extension(process, "flow")!);
            foreach (var id in process.Attributes("id").Concat(document.Root!.Attributes("id")))
                _taken[id.Value] = "flow";
            var tasks = process.Descendants().Where(e => e.Name.Namespace == Model && Tasks.Contains(e.Name.LocalName)).ToList();
            var items = new List<(XElement Task, JsonObject Item, int Order)>();
            var numbers = new Dictionary<int, int>();
            foreach (var task in tasks)
            {
                if (Extension(task, "item") is not { } extension)
                    continue;
                var item = FlowXml.ToJson(extension);
                var order = int.TryParse((string?)item["order"], NumberStyles.None, CultureInfo.InvariantCulture, out var o) ? o : int.MaxValue;
                item.Remove("order");
                Rename(task, item);
                items.Add((task, item, order));
                if ((string?)item["id"] is { Length: 5 } code && int.TryParse(code[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Stage(task) is { } stage)
                    numbers[stage] = Math.Max(numbers.GetValueOrDefault(stage), number);
            }
            foreach (var task in tasks.Where(t => Extension(t, "item") is null))
            {
                if (Stage(task) is not { } stage || numbers.GetValueOrDefault(stage) >= MostItems)
                {
                    _findings.Add(new(task.Name.LocalName, IdOf(task), NameOf(task), ("不在任何阶段之内，或阶段事项已满。", "It stands in no stage, or its stage is full.")));
                    continue;
                }
                var number = numbers[stage] = numbers.GetValueOrDefault(stage) + 1;
                items.Add((task, JsonNode.Parse(CatalogueFile.Write(NewItem(stage, number, NameOf(task), "")))!.AsObject(), int.MaxValue));
                _findings.Add(new(task.Name.LocalName, IdOf(task), NameOf(task), ($"新画的任务，成为事项 S{stage}-{number:00}，部门与时限待填。", $"Drawn anew: it becomes item S{stage}-{number:00}; its department and limits have to be filled in.")));
            }
            TakeArrows(items);
            Classify();
            flow["items"] = new JsonArray([.. items.OrderBy(i => i.Order).Select(i => (JsonNode)i.Item)]);
            var faults = new List<CatalogueFault>();
            var read = CatalogueFile.ReadText<FlowFile>(flow.ToJsonString(), "flow.json", faults);
            _findings.AddRange(faults.Select(f => new BpmnFinding("extensionElements", null, f.Path, f.Text)));
            return new(read, true, _taken, _findings);
        }

        private static void Rename(XElement task, JsonObject item)
        {
            if (NameOf(task) is { Length: > 0 } name && name != ((string?)item["nameZh"])?.Trim())
                item["nameZh"] = name;
            if (((string?)task.Element(Model + "documentation"))?.Trim() is { Length: > 0 } english && english != ((string?)item["nameEn"])?.Trim())
                item["nameEn"] = english;
        }

        private void TakeArrows(List<(XElement Task, JsonObject Item, int Order)> items)
        {
            var arrows = process.Descendants(Model + "sequenceFlow").ToList();
            var into = arrows.ToLookup(f => (string?)f.Attribute("targetRef") ?? "", f => (string?)f.Attribute("sourceRef") ?? "", StringComparer.Ordinal);
            var codes = items.Where(i => i.Task.Attribute("id") is not null).DistinctBy(i => (string)i.Task.Attribute("id")!).ToDictionary(i => (string)i.Task.Attribute("id")!, i => ((string?)i.Item["id"] ?? "", Parent: i.Task.Parent), StringComparer.Ordinal);
            var activities = codes.Keys.ToHashSet(StringComparer.Ordinal);
            foreach (var (task, item, _) in items)
            {
                var id = (string?)task.Attribute("id") ?? "";
                _taken[id] = (string?)item["id"] ?? "";
                var drawn = Before(id, into, activities).Select(a => codes[a].Item1).ToList();
                var said = item["dependsOn"]?.AsArray().Select(d => (string?)d ?? "").ToList() ?? [];
                // An arrow that was never drawn, because its end does not stand in this stage, cannot have been taken away.
                bool CouldBeDrawn(string code) => code != (string?)item["id"] && codes.Values.Any(c => c.Item1 == code && c.Parent == task.Parent);
                var kept = said.Where(d => drawn.Contains(d) || !CouldBeDrawn(d)).ToList();
                var merged = kept.Concat(drawn.Where(d => !kept.Contains(d))).ToList();
                if (!merged.SequenceEqual(said))
                    _findings.Add(new(task.Name.LocalName, id, NameOf(task), ($"前置事项按图中箭头改为：{string.Join('、', merged)}", $"It waits for what the arrows say now: {string.Join(", ", merged)}")));
                item["dependsOn"] = new JsonArray([.. merged.Select(d => (JsonNode)d)]);
            }
        }

        /// <summary>What we drew ourselves says nothing that is not in the extensions; anything else is named.</summary>
        private void Classify()
        {
            foreach (var element in document.Root!.Descendants().Where(e => e.Name.Namespace == Model && e.Attribute("id") is not null))
            {
                var id = (string)element.Attribute("id")!;
                if (_taken.ContainsKey(id) || _findings.Any(f => f.Id == id))
                    continue;
                var ours = element.Name.LocalName is "startEvent" or "endEvent" or "sequenceFlow" or "parallelGateway" or "inclusiveGateway" or "resource" or "potentialOwner"
                    || (element.Name.LocalName is "subProcess" && id.StartsWith("stage-", StringComparison.Ordinal))
                    || (element.Name.LocalName is "boundaryEvent" or "timerEventDefinition" && id.StartsWith("ceiling-", StringComparison.Ordinal));
                if (ours)
                    _taken[id] = element.Name.LocalName;
                else
                    _findings.Add(new(element.Name.LocalName, id, NameOf(element), Why(element)));
            }
        }

        private static int? Stage(XElement task) => task.Ancestors().Select(a => (string?)a.Attribute("id")).FirstOrDefault(i => i?.StartsWith("stage-", StringComparison.Ordinal) is true) is { } id
            && int.TryParse(id[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var no) ? no : null;
    }

    /// <summary>Anyone's model: a process becomes a stage, an activity an item, a lane its department, arrows what an item waits for.</summary>
    private sealed class Foreign(XDocument document, FlowFile basis, CityCatalogue city)
    {
        private readonly List<BpmnFinding> _findings = [];
        private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _vendors = new(StringComparer.Ordinal);

        public BpmnReading Read()
        {
            var processes = document.Root!.Elements(Model + "process").ToList();
            var participants = document.Root.Descendants(Model + "participant").Where(p => p.Attribute("processRef") is not null)
                .ToLookup(p => Local((string)p.Attribute("processRef")!), p => p, StringComparer.Ordinal);
            var (stages, items) = (new List<StageRow>(), new List<ItemRow>());
            foreach (var process in processes)
            {
                var activities = process.Descendants().Where(IsActivity).ToList();
                var name = participants[(string?)process.Attribute("id") ?? ""].Select(NameOf).Append(NameOf(process)).FirstOrDefault(n => n.Length > 0) ?? (string?)process.Attribute("id") ?? "";
                if (activities.Count == 0 || stages.Count == MostStages)
                {
                    Find(process, activities.Count == 0 ? ("流程里没有任务，不能成为阶段。", "It has no activity and cannot be a stage.") : new Words($"阶段最多 {MostStages} 个。", $"There are at most {MostStages} stages."));
                    if (activities.Count > 0)
                        continue;
                }
                else
                {
                    var no = stages.Count + 1;
                    stages.Add(new(no, name, name, "", name, ""));
                    Take(process, $"stage {no}");
                    foreach (var participant in participants[(string?)process.Attribute("id") ?? ""])
                        Take(participant, $"stage {no}");
                    items.AddRange(Items(process, activities, no));
                }
            }
            foreach (var element in document.Root.Elements())
                Look(element);
            Take(document.Root, "flow");
            foreach (var (vendor, count) in _vendors.OrderBy(v => v.Key, StringComparer.Ordinal))
                _findings.Add(new("extensionElements", null, vendor, ($"其他工具的扩展（{count} 处），不导入。", $"Extensions of another tool ({count} places); they are left out.")));
            if (stages.Count == 0)
                return new(null, false, _taken, _findings);
            var last = stages.Count;
            var flow = basis with
            {
                NameZh = NameOf(document.Root) is { Length: > 0 } title ? title : stages[0].NameZh, NameEn = NameOf(document.Root) is { Length: > 0 } english ? english : stages[0].NameEn,
                Status = "imported from BPMN", Stages = stages, Items = items, Facts = [.. basis.Facts.Where(f => f.Stage <= last)], Materials = [.. basis.Materials.Select(m => m with { ProducedBy = [] })],
            };
            return new(flow, false, _taken, _findings);
        }

        private List<ItemRow> Items(XElement process, List<XElement> activities, int stage)
        {
            var lanes = process.Descendants(Model + "lane").SelectMany(l => l.Elements(Model + "flowNodeRef").Select(r => (Node: Local(r.Value.Trim()), Lane: l))).DistinctBy(p => p.Node).ToDictionary(p => p.Node, p => p.Lane, StringComparer.Ordinal);
            var codes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var activity in activities)
            {
                if (codes.Count == MostItems)
                {
                    Find(activity, ($"一个阶段最多 {MostItems} 个事项。", $"A stage has at most {MostItems} items."));
                    continue;
                }
                var id = (string?)activity.Attribute("id") ?? $"#{codes.Count}";
                codes.TryAdd(id, $"S{stage}-{codes.Count + 1:00}");
                Take(activity, codes[id]);
            }
            var into = Arrows(process);
            var known = codes.Keys.ToHashSet(StringComparer.Ordinal);
            var waits = known.ToDictionary(k => k, k => Before(k, into, known), StringComparer.Ordinal);
            DropCircles(waits, codes);

            var rows = new List<ItemRow>();
            foreach (var activity in activities.Where(a => codes.ContainsKey((string?)a.Attribute("id") ?? "")).DistinctBy(a => (string)a.Attribute("id")!))
            {
                var id = (string)activity.Attribute("id")!;
                var department = activity.AncestorsAndSelf().Select(a => lanes.GetValueOrDefault((string?)a.Attribute("id") ?? "")).FirstOrDefault(l => l is not null) is { } lane ? DepartmentOf(lane) : null;
                var code = codes[id];
                rows.Add(NewItem(stage, int.Parse(code[3..], CultureInfo.InvariantCulture), NameOf(activity) is { Length: > 0 } name ? name : id, department ?? "") with
                {
                    DependsOn = [.. waits[id].Select(w => codes[w]).Order(StringComparer.Ordinal)],
                    Note = ((string?)activity.Element(Model + "documentation"))?.Trim() is { Length: > 0 } note ? note[..Math.Min(note.Length, 500)] : null,
                });
            }
            return rows;
        }

        private ILookup<string, string> Arrows(XElement process)
        {
            var pairs = new List<(string To, string From)>();
            foreach (var flow in process.Descendants(Model + "sequenceFlow"))
            {
                var (from, to) = (Local((string?)flow.Attribute("sourceRef") ?? ""), Local((string?)flow.Attribute("targetRef") ?? ""));
                pairs.Add((to, from));
                Take(flow, $"{from} → {to}");
            }
            // The way into a sub-process leads to whatever begins in it, the way out comes from whatever ends in it.
            foreach (var group in process.Descendants().Where(e => e.Name.Namespace == Model && Groups.Contains(e.Name.LocalName)).Where(e => e.Attribute("id") is not null))
            {
                var id = (string)group.Attribute("id")!;
                var inside = group.Elements().Where(IsNode).Select(e => (string?)e.Attribute("id") ?? "").ToList();
                var targets = group.Elements(Model + "sequenceFlow").Select(f => Local((string?)f.Attribute("targetRef") ?? "")).ToHashSet(StringComparer.Ordinal);
                var sources = group.Elements(Model + "sequenceFlow").Select(f => Local((string?)f.Attribute("sourceRef") ?? "")).ToHashSet(StringComparer.Ordinal);
                pairs.AddRange(inside.Where(n => !targets.Contains(n)).Select(n => (n, id + "\u0001in")));
                pairs.AddRange(inside.Where(n => !sources.Contains(n)).Select(n => (id + "\u0001out", n)));
                for (var i = pairs.Count - 1; i >= 0; i--)
                {
                    if (pairs[i].To == id)
                        pairs[i] = (id + "\u0001in", pairs[i].From);
                    if (pairs[i].From == id)
                        pairs[i] = (pairs[i].To, id + "\u0001out");
                }
                if (inside.Count == 0)
                    pairs.Add((id + "\u0001out", id + "\u0001in"));
            }
            return pairs.ToLookup(p => p.To, p => p.From, StringComparer.Ordinal);
        }

        private void DropCircles(Dictionary<string, List<string>> waits, Dictionary<string, string> codes)
        {
            var state = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var id in codes.Keys)
                Visit(id);

            void Visit(string id)
            {
                state[id] = 1;
                foreach (var other in waits[id].ToList())
                {
                    var seen = state.GetValueOrDefault(other);
                    if (seen == 1)
                    {
                        waits[id].Remove(other);
                        var arrow = document.Descendants(Model + "sequenceFlow").FirstOrDefault(f => Local((string?)f.Attribute("sourceRef") ?? "") == other);
                        _findings.Add(new("sequenceFlow", (string?)arrow?.Attribute("id") ?? other, null, ($"{codes[other]} 到 {codes[id]} 的箭头使流程回头；事项不能循环，箭头未导入。", $"The way from {codes[other]} to {codes[id]} leads back; items cannot go round, it is left out.")));
                    }
                    else if (seen == 0)
                    {
                        Visit(other);
                    }
                }
                state[id] = 2;
            }
        }

        private string? DepartmentOf(XElement lane)
        {
            var name = NameOf(lane);
            var found = city.Departments.FirstOrDefault(d => d.NameZh == name || string.Equals(d.NameEn, name, StringComparison.OrdinalIgnoreCase) || d.Id == name);
            if (found is not null)
                Take(lane, found.Id);
            return found?.Id;
        }

        /// <summary>Names what is not taken over. A named element speaks for what is inside it, except where steps stand inside.</summary>
        private void Look(XElement element)
        {
            if (element.Name.Namespace != Model)
                return;
            var kind = element.Name.LocalName;
            if (kind is "extensionElements")
            {
                foreach (var vendor in element.Elements().Select(e => e.Name.NamespaceName).Distinct())
                    _vendors[vendor] = _vendors.GetValueOrDefault(vendor) + 1;
                return;
            }
            var plainEvent = kind is "startEvent" or "endEvent" && !element.Elements().Any(e => e.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal) || e.Name.LocalName is "eventDefinitionRef");
            if (plainEvent)
                Take(element, kind);
            else if (kind is "lane" && (string?)element.Attribute("id") is { } lane && !_taken.ContainsKey(lane))
                Find(element, ("没有同名部门，请在草稿中选择。", "There is no department of this name; choose one in the draft."));
            else if (kind is "participant" && (string?)element.Attribute("id") is { } participant && !_taken.ContainsKey(participant))
                Find(element, Why(element));
            else if (!Structure.Contains(kind))
                Find(element, Why(element));
            else if (element.Attribute("id") is { } id && !_taken.ContainsKey(id.Value))
                Take(element, kind);
            // Steps stand inside a sub-process, and a task may carry a loop or data of its own.
            if (Structure.Contains(kind) || Groups.Contains(kind) || Tasks.Contains(kind) || plainEvent)
            {
                foreach (var child in element.Elements())
                    Look(child);
            }
        }

        private void Find(XElement element, Words why) => _findings.Add(new(element.Name.LocalName, IdOf(element), NameOf(element) is { Length: > 0 } name ? name : null, why));

        private void Take(XElement element, string what)
        {
            if ((string?)element.Attribute("id") is { } id)
                _taken.TryAdd(id, what);
        }

        private static bool IsActivity(XElement e) => e.Name.Namespace == Model && Tasks.Contains(e.Name.LocalName) && e.Attribute("id") is not null;

        private static bool IsNode(XElement e) => e.Name.Namespace == Model && (Tasks.Contains(e.Name.LocalName) || Groups.Contains(e.Name.LocalName) || e.Name.LocalName.EndsWith("Gateway", StringComparison.Ordinal) || (e.Name.LocalName.EndsWith("Event", StringComparison.Ordinal) && e.Name.LocalName is not "boundaryEvent"));

        // A reference is a qualified name: the prefix names the model's own namespace.
        private static string Local(string name) => name.LastIndexOf(':') is >= 0 and var colon ? name[(colon + 1)..] : name;
    }

    private static ItemRow NewItem(int stage, int number, string name, string department)
    {
        var types = ProjectTypes.All.Select(ProjectTypes.Code).ToList();
        return new($"S{stage}-{number:00}", stage, name, name, department, ItemRole.Parallel, "01", HandlingLevel.CityAndCounty, null, 0, 1, Handling.Promised, types, types, null, [], [], [], false, false, [],
            new ResultRow("办理结果", "Result", ResultType.Other, Numbering.None, null), true, null);
    }

    /// <summary>Why an element is not taken over.</summary>
    private static Words Why(XElement element) => element.Name.LocalName switch
    {
        "exclusiveGateway" or "complexGateway" => ("按条件择一的分支没有对应：事项按项目类型与条件适用，不由流程中的选择决定；其前后的先后关系已保留。", "A choice of one way has no counterpart: whether an item applies depends on the project’s type and facts, not on a choice under way. The order around it is kept."),
        "inclusiveGateway" => ("按条件的分支没有对应，先后关系已保留；请在事项上写明条件。", "Ways under conditions have no counterpart here; the order is kept. Write the condition at the item."),
        "eventBasedGateway" => ("等待事件的分支没有对应。", "Waiting for one of several events has no counterpart."),
        "conditionExpression" => ("箭头上的条件不导入；请在事项上用条件语言写明。", "A condition on an arrow is not taken over; write it at the item in the condition language."),
        "boundaryEvent" => ("附着在任务上的事件没有对应；停止计时用特别程序表示，超时由监察处理。", "An event at the edge of a task has no counterpart: clocks stop by special procedures, and supervision handles what is late."),
        "intermediateCatchEvent" or "intermediateThrowEvent" => ("中间事件没有对应；前后的先后关系已保留。", "An event on the way has no counterpart; the order around it is kept."),
        "startEvent" => ("由消息、时间等触发的开始没有对应；阶段由申请人提交或上一阶段办结开启。", "A start by message, time or the like has no counterpart: a stage opens by submission or when the one before is concluded."),
        "endEvent" => ("带动作的结束（消息、错误、终止等）没有对应。", "An end that sends, fails or terminates has no counterpart."),
        "subProcess" or "transaction" or "adHocSubProcess" => ("子流程的边界不保留，其中的任务直接成为阶段的事项。", "The border of a sub-process is not kept; its tasks stand in the stage themselves."),
        "callActivity" => ("作为事项导入；被调用的流程不导入。", "It is taken as an item; the process it calls is not."),
        "manualTask" or "serviceTask" or "sendTask" or "receiveTask" or "scriptTask" or "businessRuleTask" => ("作为事项导入；任务的种类不保留。", "It is taken as an item; its kind of task is not kept."),
        "multiInstanceLoopCharacteristics" or "standardLoopCharacteristics" => ("重复执行没有对应，事项只办理一次。", "Repetition has no counterpart: an item is handled once."),
        "messageFlow" => ("参与方之间的消息没有对应。", "A message between participants has no counterpart."),
        "participant" => ("没有流程的参与方没有对应。", "A participant without a process has no counterpart."),
        "dataObject" or "dataObjectReference" or "dataStore" or "dataStoreReference" or "ioSpecification" or "dataInputAssociation" or "dataOutputAssociation" or "dataInput" or "dataOutput" or "property" or "itemDefinition" => ("数据没有对应；材料请在事项上从材料清单选择。", "Data has no counterpart; choose papers from the list at the item."),
        "textAnnotation" or "association" or "group" or "category" => ("注释与分组不导入。", "Notes and groupings are left out."),
        "potentialOwner" or "performer" or "humanPerformer" or "resource" or "resourceRole" => ("执行者不导入；请在事项上选择部门。", "The performer is not taken over; choose the department at the item."),
        "message" or "signal" or "error" or "escalation" or "interface" or "correlationProperty" or "endPoint" or "eventDefinitionRef" => ("消息、信号、错误与接口没有对应。", "Messages, signals, errors and interfaces have no counterpart."),
        "globalTask" or "globalUserTask" or "globalManualTask" or "globalScriptTask" or "globalBusinessRuleTask" => ("全局任务不在流程中，不导入。", "A global task stands in no process and is left out."),
        "import" or "relationship" or "extension" => ("引用的外部内容不读取。", "What is referred to outside the model is not read."),
        _ => ("目录没有与之对应的内容。", "The catalogue has nothing that corresponds to it."),
    };
}
