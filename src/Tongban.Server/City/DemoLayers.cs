using System.Text;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Space.Checks;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Server.City;

/// <summary>The layers of the demonstration city, handed in, read and published by the organs they belong to. Some stay without data and two cover only a part of the city, so that "not checked" is seen.</summary>
internal sealed class DemoLayers(IServiceProvider services, DemoActs acts, DemoPeople people, DemoClock clock, DateOnly today)
{
    /// <summary>Nobody has handed anything in for these.</summary>
    public static IReadOnlyList<string> WithoutData { get; } = ["L05", "L09", "L13", "L27", "L29", "L33"];

    public async Task TellAsync()
    {
        var layers = services.GetRequiredService<LayerDirectory>();
        if (layers.Catalogue.Layers.Count == 0)
            return;
        var ground = DemoGround.Make().Layers;
        clock.GoTo(today.AddDays(-58));
        foreach (var (code, features) in ground.OrderBy(l => l.Key, StringComparer.Ordinal))
            await PublishAsync(layers, code, features, "演示数据");
        clock.GoTo(today.AddDays(-21));
        await PublishAsync(layers, "L01", DemoGround.FarmlandAfterSurvey(ground["L01"]), "演示数据-年度变更");
        clock.GoTo(today.AddDays(-2), 200);
        await ImportAsync(layers, "L08", DemoGround.GreenLinesAsDelivered(ground["L08"]), "演示数据-待核");
        // Nobody comes to a desk with thirty messages about files that were read weeks ago.
        foreach (var organ in layers.Catalogue.Layers.Select(layers.AuthorityOf).Distinct(StringComparer.Ordinal))
            await acts.AsAsync(people.Handler(organ), s => s.GetRequiredService<Inbox>().ReadAllAsync(s.GetRequiredService<Caller>(), default));
        clock.GoTo(today.AddDays(-1), 200);
        await acts.AsAsync(people.Applicant(1), s => s.GetRequiredService<CheckHandlers>().CheckAsync(new(DemoGround.SiteOf(14_600, -150, 1_250, 820), "二期扩建意向用地（演示）"), default));
    }

    private async Task PublishAsync(LayerDirectory layers, string code, IEnumerable<string> features, string name)
    {
        var version = await ImportAsync(layers, code, features, name);
        await acts.AsAsync(people.Head(layers.AuthorityOf(layers.Catalogue.Find(code)!)), s => s.GetRequiredService<LayerHandlers>().PublishAsync(new(version), default));
    }

    private async Task<Guid> ImportAsync(LayerDirectory layers, string code, IEnumerable<string> features, string name)
    {
        var layer = layers.Catalogue.Find(code)!;
        var officer = people.Handler(layers.AuthorityOf(layer));
        var coverage = DemoGround.Coverage(code switch { "L26" => [DemoGround.South], "L06" => [DemoGround.District], _ => [DemoGround.Outline] });
        var version = await acts.AsAsync(officer, async s =>
        {
            var begin = s.GetRequiredService<BeginImportHandler>();
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(DemoGround.Collection(features)));
            return (await begin.ReceiveAsync(code, stream, default)).TryGet(out var kept, out var refusal)
                ? await begin.HandleAsync(new(code, $"{layer.NameZh}-{name}.geojson", kept.Digest, kept.Bytes, new ImportOptions("EPSG:4490"), coverage, null), default) : refusal;
        });
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportRunner>().RunAsync(alone: true, default);
        return version;
    }
}
