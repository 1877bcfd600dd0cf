using System.Text.Json.Nodes;
using Tongban.Approvals.Catalogue;
using Tongban.Tests.Approvals.Catalogue;

namespace Tongban.Tests.Approvals.Designer;

/// <summary>The city's flow with something changed, as another version.</summary>
internal static class ChangedFlow
{
    public static FlowCatalogue Of(Action<JsonObject> edit)
    {
        var files = Directory.GetFiles(Xinyu.Folder, "*.json").ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
        var flow = JsonNode.Parse(files["flow.json"])!.AsObject();
        edit(flow);
        files["flow.json"] = flow.ToJsonString();
        var known = flow["items"]!.AsArray().Select(i => (string)i!["id"]!).ToHashSet();
        var powers = JsonNode.Parse(files["powers.json"])!.AsObject();
        powers["entries"] = new JsonArray([.. powers["entries"]!.AsArray().Where(e => known.Contains((string)e!["itemCode"]!)).Select(e => e!.DeepClone())]);
        files["powers.json"] = powers.ToJsonString();
        var examined = CatalogueCompiler.Examine(files, Xinyu.Today);
        return examined.Sketch ?? throw new InvalidOperationException(string.Join("; ", examined.Faults));
    }

    public static FlowCatalogue Promising(string item, int days) => Of(f => f.Item(item)["promisedDays"] = days);

    public static void RemoveItem(this JsonObject flow, string item)
    {
        var items = flow["items"]!.AsArray();
        items.Remove(items.Single(i => (string)i!["id"]! == item));
        foreach (var other in items)
        {
            var waits = other!["dependsOn"]!.AsArray();
            foreach (var entry in waits.Where(d => (string)d! == item).ToList())
                waits.Remove(entry);
        }
        foreach (var material in flow["materials"]!.AsArray())
        {
            var producers = material!["producedBy"]!.AsArray();
            foreach (var entry in producers.Where(d => (string)d! == item).ToList())
                producers.Remove(entry);
        }
    }

    public static JsonObject AddItem(this JsonObject flow, string like, string code)
    {
        var item = flow.Item(like).DeepClone().AsObject();
        item["id"] = code;
        item["nameZh"] = "新增审查";
        item["nameEn"] = "Added review";
        flow["items"]!.AsArray().Add(item);
        return item;
    }
}
