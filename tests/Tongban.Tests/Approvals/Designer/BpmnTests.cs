using System.Xml.Linq;
using Tongban.Approvals.Catalogue;
using Tongban.Approvals.Designer;
using Tongban.Foundation.Catalogue;
using Tongban.Tests.Approvals.Catalogue;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Approvals.Designer;

public class BpmnTests
{
    private static readonly XNamespace Model = BpmnExport.Model;

    private static readonly string Reference = FindReference();

    private static readonly FlowFile Flow = CatalogueFile.ReadText<FlowFile>(File.ReadAllText(Path.Combine(Xinyu.Folder, "flow.json")), "flow.json", [])!;

    public static TheoryData<string> Models => new(Directory.Exists(Reference) ? Directory.GetFiles(Reference, "*.bpmn").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal) : Enumerable.Repeat("none", 1));

    [Fact]
    public void Writing_a_flow_file_keeps_its_version()
    {
        var folder = Directory.CreateTempSubdirectory("tongban-flow-");
        try
        {
            foreach (var file in Directory.GetFiles(Xinyu.Folder))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            File.WriteAllText(Path.Combine(folder.FullName, "flow.json"), CatalogueFile.Write(Flow));

            Assert.Equal(Xinyu.Flow.Version, CatalogueCompiler.Compile(folder.FullName, Xinyu.Today).Value!.Flow.Version);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_citys_flow_comes_back_from_bpmn_without_loss()
    {
        var reading = BpmnImport.Read(BpmnExport.Write(Flow, Xinyu.City.City), Flow, Xinyu.City.City).Value;

        Assert.True(reading.IsOurs);
        Assert.Equal([], reading.Findings);
        Assert.Equal(CatalogueFile.Write(Flow), CatalogueFile.Write(reading.Flow!));
    }

    [Fact]
    public void A_broken_draft_comes_back_as_it_was()
    {
        var broken = Flow with
        {
            Items =
            [
                .. Flow.Items.Select(i => i.Id switch
                {
                    "S1-02" => i with { DependsOn = ["S1-05", "S9-99", "S2-01"], NameZh = "含\n换行 <&\"'>", NameEn = "" },
                    "S1-03" => i with { Condition = "siteLayers contains", Note = "" },
                    "S1-06" => i with { Department = "", AppliesTo = [], StatutoryLimit = null },
                    _ => i,
                }),
                Flow.Items[5] with { Stage = 8 },
            ],
        };

        var reading = BpmnImport.Read(BpmnExport.Write(broken, Xinyu.City.City), Flow, Xinyu.City.City).Value;

        // A line break in a name becomes a blank on the way through a modelling tool; ours is read from the extension.
        Assert.Equal(CatalogueFile.Write(broken with { Items = [.. broken.Items.Select(i => i.Id == "S1-02" ? i with { NameZh = "含 换行 <&\"'>" } : i)] }), CatalogueFile.Write(reading.Flow!));
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_everything_is_drawn()
    {
        var document = XDocument.Load(new MemoryStream(BpmnExport.Write(Flow, Xinyu.City.City)));
        var elements = document.Descendants().Where(e => e.Name.Namespace == Model).ToList();
        var ids = document.Descendants().Attributes("id").Where(a => a.Parent!.Name.Namespace != FlowXml.Ns).Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());

        var known = elements.Attributes("id").ToDictionary(a => a.Value, a => a.Parent!);
        foreach (var flow in elements.Where(e => e.Name == Model + "sequenceFlow"))
        {
            var (from, to) = (known[(string)flow.Attribute("sourceRef")!], known[(string)flow.Attribute("targetRef")!]);
            Assert.Contains((string)flow.Attribute("id")!, from.Elements(Model + "outgoing").Select(o => o.Value));
            Assert.Contains((string)flow.Attribute("id")!, to.Elements(Model + "incoming").Select(o => o.Value));
            Assert.Same(from.Parent, to.Parent);
            Assert.Same(flow.Parent, from.Parent);
        }
        var drawn = document.Descendants().Attributes("bpmnElement").Select(a => a.Value).ToHashSet();
        Assert.All(elements.Where(e => e.Attribute("id") is not null && e.Name.LocalName is "sequenceFlow" or "subProcess" or "boundaryEvent" || e.Name.LocalName.EndsWith("Task", StringComparison.Ordinal) || e.Name.LocalName.EndsWith("Gateway", StringComparison.Ordinal)), e => Assert.Contains((string)e.Attribute("id")!, drawn));
        Assert.All(elements.Where(e => e.Name == Model + "resourceRef"), e => Assert.Contains(e.Value, known.Keys));
        Assert.Equal(46, elements.Count(e => e.Name.LocalName is "userTask" or "serviceTask"));
        Assert.Equal(5, elements.Count(e => e.Name.LocalName is "subProcess"));
        // Whatever the tool, nothing comes in and goes out of a task twice: ways part and join at gateways.
        Assert.All(elements.Where(e => e.Name.LocalName is "userTask" or "serviceTask"), e => Assert.True(e.Elements(Model + "incoming").Count() == 1 && e.Elements(Model + "outgoing").Count() == 1, (string)e.Attribute("id")!));
    }

    [Fact]
    public void Names_and_arrows_changed_in_a_modelling_tool_are_taken_over()
    {
        var document = XDocument.Load(new MemoryStream(BpmnExport.Write(Flow, Xinyu.City.City)));
        document.Descendants(Model + "userTask").Single(t => (string?)t.Attribute("id") == "S1-03").SetAttributeValue("name", "用地预审与选址");
        // S2-05 no longer waits for S2-01.
        var arrow = document.Descendants(Model + "sequenceFlow").Single(f => (string?)f.Attribute("sourceRef") == "S2-01" || ((string?)f.Attribute("sourceRef") == "S2-01-fork" && ((string?)f.Attribute("targetRef"))!.StartsWith("S2-05", StringComparison.Ordinal)));
        arrow.Remove();

        var reading = BpmnImport.Read(System.Text.Encoding.UTF8.GetBytes(document.ToString()), Flow, Xinyu.City.City).Value;

        Assert.Equal("用地预审与选址", reading.Flow!.Items.Single(i => i.Id == "S1-03").NameZh);
        Assert.DoesNotContain("S2-01", reading.Flow.Items.Single(i => i.Id == "S2-05").DependsOn);
        Assert.Contains(reading.Findings, f => f.Id == "S2-05");
    }

    [Theory, MemberData(nameof(Models))]
    public void Every_reference_model_is_read_and_nothing_in_it_is_silently_lost(string file)
    {
        Assert.SkipUnless(Directory.Exists(Reference), $"the reference models are not there: {Reference}");
        var content = File.ReadAllBytes(Path.Combine(Reference, file));

        Assert.True(BpmnImport.Read(content, Flow, Xinyu.City.City).TryGet(out var reading, out var refusal), refusal?.Text.En);
        Assert.False(reading.IsOurs);
        Assert.NotNull(reading.Flow);

        var document = XDocument.Load(new MemoryStream(content));
        var reported = reading.Findings.Select(f => f.Id).OfType<string>().ToHashSet();
        var lost = document.Root!.DescendantsAndSelf().Where(e => e.Name.Namespace == Model && e.Attribute("id") is not null)
            .Where(e => !reading.Taken.ContainsKey((string)e.Attribute("id")!) && !e.AncestorsAndSelf().Any(a => a.Attribute("id") is { } id && reported.Contains(id.Value)))
            .Select(e => $"{e.Name.LocalName} {(string?)e.Attribute("id")}").ToList();
        Assert.Equal([], lost);
        var activities = document.Root.Elements(Model + "process").Descendants().Count(e => e.Name.Namespace == Model && (e.Name.LocalName.EndsWith("Task", StringComparison.Ordinal) || e.Name.LocalName is "task" or "callActivity"));
        Assert.Equal(activities, reading.Flow.Items.Count);
        // It can be written out and read again like any other draft.
        var again = BpmnImport.Read(BpmnExport.Write(reading.Flow, Xinyu.City.City), Flow, Xinyu.City.City).Value;
        Assert.Equal(CatalogueFile.Write(reading.Flow), CatalogueFile.Write(again.Flow!));
    }

    [Fact]
    public void The_plain_model_becomes_a_chain()
    {
        Assert.SkipUnless(Directory.Exists(Reference), $"the reference models are not there: {Reference}");

        var flow = BpmnImport.Read(File.ReadAllBytes(Path.Combine(Reference, "A.1.0.bpmn")), Flow, Xinyu.City.City).Value.Flow!;

        Assert.Equal(["", "S1-01", "S1-02"], flow.Items.Select(i => string.Join(',', i.DependsOn)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>", "approvals.bpmn-not-xml")]
    [InlineData("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"", "approvals.bpmn-not-xml")]
    [InlineData("<html/>", "approvals.not-bpmn")]
    [InlineData("", "approvals.bpmn-not-xml")]
    [InlineData("{}", "approvals.bpmn-not-xml")]
    [InlineData("<?xml version=\"1.0\" encoding=\"klingon\"?><a/>", "approvals.bpmn-not-xml")]
    public void What_is_no_model_is_refused(string content, string code) =>
        Assert.Equal(code, BpmnImport.Read(System.Text.Encoding.UTF8.GetBytes(content), Flow, Xinyu.City.City).Error?.Code);

    [Fact]
    public void A_model_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 200)) + string.Concat(Enumerable.Repeat("</a>", 200));

        Assert.Equal("approvals.bpmn-too-deep", BpmnImport.Read(System.Text.Encoding.UTF8.GetBytes(deep), Flow, Xinyu.City.City).Error?.Code);
        Assert.Equal("approvals.bpmn-too-large", BpmnImport.Read(new byte[BpmnImport.LargestModel + 1], Flow, Xinyu.City.City).Error?.Code);
    }

    private static string FindReference()
    {
        for (var at = new DirectoryInfo(Repository.Root); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, "shared", "data", "bpmn-miwg") is var folder && Directory.Exists(folder))
                return folder;
        }
        return Path.Combine(Repository.Root, "..", "shared", "data", "bpmn-miwg");
    }
}
