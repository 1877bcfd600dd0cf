using System.Text.Json.Nodes;
using Tongban.Foundation.Catalogue;
using Tongban.Space.Contracts;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Space;

public class LayerCatalogueTests
{
    private static string Xinyu => Path.Combine(Repository.Root, "catalog", "xinyu");

    [Fact]
    public void The_citys_33_layers_are_sound()
    {
        var outcome = LayerCatalogue.Read(Xinyu, CityCatalogue.Read(Xinyu).Value!);

        Assert.Empty(outcome.Faults);
        Assert.Equal((33, 4547), (outcome.Value!.Layers.Count, outcome.Value.Epsg));
        Assert.Equal(ControlLevel.Forbidden, outcome.Value.Find("L01")!.Level);
        Assert.Equal("永久基本农田", outcome.Value.Find("L01")!.NameZh);
        // A pipeline's inner strip is forbidden, its outer one needs a permit.
        var corridors = outcome.Value.Find("L32")!;
        Assert.Equal((ControlLevel.Forbidden, ControlLevel.Restricted), (corridors.LevelOf("pipeline-5"), corridors.LevelOf("pipeline-50")));
        // What is in no known zone has the layer's own level: never a milder one.
        Assert.Equal(ControlLevel.Forbidden, outcome.Value.Find("L22")!.LevelOf(null));
    }

    [Fact]
    public void A_city_without_the_file_has_no_layers()
    {
        var folder = Path.Combine(Repository.Root, "catalog", "binzhou");
        Assert.Empty(LayerCatalogue.Read(folder, CityCatalogue.Read(folder).Value!).Value!.Layers);
    }

    [Theory]
    [InlineData("layer-system", "epsg", 4526)]
    [InlineData("layer-code", "layers/0/code", "X1")]
    [InlineData("duplicate-id", "layers/1/code", "L01")]
    [InlineData("duplicate-id", "layers/1/key", "YJJBNT")]
    [InlineData("name-missing", "layers/0/nameEn", "")]
    [InlineData("name-missing", "layers/0/ruleZh", "rule")]
    [InlineData("unknown-layer-group", "layers/0/group", "nowhere")]
    [InlineData("unknown-department", "layers/0/authority", "ABC")]
    [InlineData("layer-authority-twice", "layers/1/consulted/0", "ZRZY")]
    [InlineData("basis-missing", "layers/0/legalBasis", " ")]
    [InlineData("layer-tolerance", "layers/0/toleranceM2", 0)]
    [InlineData("layer-buffer-missing", "layers/29/buffers", null)]
    [InlineData("layer-buffer", "layers/29/buffers/0/metres", 0)]
    [InlineData("layer-action", "layers/0/action", "info")]
    [InlineData("wrong-type", "layers/0/level", "strict")]
    public void Each_planted_fault_is_called_by_its_name(string code, string at, object? value)
    {
        var folder = Directory.CreateTempSubdirectory("tongban-test-").FullName;
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(Path.Combine(Xinyu, LayerCatalogue.File)))!;
            var steps = at.Split('/');
            var node = steps[..^1].Aggregate(root, (n, step) => int.TryParse(step, out var i) ? n[i]! : n[step]!);
            var planted = value is null ? new JsonArray() : JsonValue.Create(value) as JsonNode;
            if (int.TryParse(steps[^1], out var index))
                node[index] = planted;
            else
                node[steps[^1]] = planted;
            File.WriteAllText(Path.Combine(folder, LayerCatalogue.File), root.ToJsonString());

            var faults = LayerCatalogue.Read(folder, CityCatalogue.Read(Xinyu).Value!).Faults;

            Assert.Contains(faults, f => f.Code == code && f.File == LayerCatalogue.File && f.Path.Replace("[", "/", StringComparison.Ordinal).Replace("].", "/", StringComparison.Ordinal).StartsWith(steps[0], StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
