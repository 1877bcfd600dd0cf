using System.CommandLine;
using Tongban.Approvals.Catalogue;
using Tongban.Dispatch.Models;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;
using static Tongban.Foundation.Words;

namespace Tongban.Server.Cli;

/// <summary><c>tongban catalog check</c>: compiles the cities' catalogues and says what is wrong with them.</summary>
internal static class CatalogCommand
{
    private const string CityFile = "city.json";

    public static Command Create()
    {
        var folder = new Argument<string?>("FOLDER") { Description = T("一个城市的文件夹，或含多个城市的文件夹；缺省为 --catalog", "A city's folder or a folder of cities; by default that of --catalog"), Arity = ArgumentArity.ZeroOrOne };
        var check = new Command("check", T("编译目录数据并报告问题与时限", "Compile the catalogue, report faults and limits")) { folder };
        check.SetAction(parsed => Check(Path.GetFullPath(parsed.GetValue(folder) ?? CommonOptions.Read(parsed).CatalogFolder)));
        return new Command("catalog", T("目录数据", "The city's catalogue")) { check };
    }

    // catalog/cn/calendar beside catalog/<city>; a city's folder that lies elsewhere is checked without.
    private static string? CalendarsBeside(string city) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(city)) ?? "", "cn", "calendar") is var folder && Directory.Exists(folder) ? folder : null;

    private static int Check(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CommandFailedException(ExitCodes.CatalogueInvalid, new Words("没有文件夹 {0}。", "There is no folder {0}.").With(folder));
        string[] cities = File.Exists(Path.Combine(folder, CityFile)) ? [folder] : [.. Directory.GetDirectories(folder).Where(d => File.Exists(Path.Combine(d, CityFile))).Order(StringComparer.Ordinal)];
        if (cities is [])
            throw new CommandFailedException(ExitCodes.CatalogueInvalid, new Words("{0} 中没有城市目录（city.json）。", "There is no city (city.json) in {0}.").With(folder));
        var faults = 0;
        foreach (var city in cities)
        {
            var outcome = CatalogueCompiler.Compile(city, CityClock.DateOf(DateTimeOffset.UtcNow), CalendarsBeside(city));
            if (outcome.IsSound)
                Console.WriteLine(CatalogueReport.Of(outcome.Value).Render());
            IReadOnlyList<CatalogueFault> found = [.. outcome.Faults, .. DispatchFaults(city, outcome.Value)];
            foreach (var fault in found)
                Console.Error.WriteLine($"{Path.GetFileName(city)}: {fault}");
            faults += found.Count;
        }
        Console.WriteLine(faults == 0 ? T("目录数据可用。", "The catalogue is sound.") : T($"目录数据有 {faults} 处问题。", $"The catalogue has {faults} faults."));
        return faults == 0 ? ExitCodes.Done : ExitCodes.CatalogueInvalid;
    }

    // The models of the dispatch name items of the flow and control layers, so they are checked against both.
    private static IReadOnlyList<CatalogueFault> DispatchFaults(string folder, CompiledCity? compiled)
    {
        if (CityCatalogue.Read(folder).Value is not { } city)
            return [];
        var layers = LayerCatalogue.Read(folder, city).Value?.Layers.Select(l => l.Code).ToHashSet(StringComparer.Ordinal);
        var outcome = DispatchCatalogue.Read(folder, city, compiled?.Flow.Items.Select(i => i.Code).ToHashSet(StringComparer.Ordinal), layers);
        if (outcome.IsSound && outcome.Value.Models.Count > 0)
            Console.WriteLine(T($"  调度模型 {outcome.Value.Models.Count} 个，判定表完备且不重叠。", $"  {outcome.Value.Models.Count} dispatch models, decision tables complete and without overlap."));
        return outcome.Faults;
    }
}
