using Tongban.Foundation.Catalogue;
using Tongban.Lists.Contracts;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Lists;

/// <summary>What the check of a city's lists finds, each fault planted into the real lists.</summary>
public sealed class ListCatalogueTests : IDisposable
{
    private static readonly string Xinyu = Path.Combine(Repository.Root, "catalog", "xinyu");
    private readonly string _folder = Directory.CreateTempSubdirectory("tongban-lists-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("negative", "\"nameEn\": \"Social organisations\", \"count\": 5", "\"nameEn\": \"Social organisations\", \"count\": 6", "class-count")]
    [InlineData("negative", "360500-N-FGW-01-0002-00", "360500-N-FGW-01-0001-00", "duplicate-id")]
    [InlineData("power", "\"organ\": \"QXJ@360500\"", "\"organ\": \"QXJ@360599\"", "unknown-organ")]
    [InlineData("power", "360500-Q-CGJ-01-0002-00", "360500-Q-CGJ-01-0999-00", "power-not-listed")]
    [InlineData("supervision", "360500-Q-STHJ-01-0001-00", "360500-Q-STHJ-01-0998-00", "unknown-linked-power")]
    [InlineData("supervision", "收费目录清单：水土保持补偿费（财综〔2014〕8号）", "", "list-entry")]
    [InlineData("supervision", "\"class\": \"J4\"", "\"class\": \"J9\"", "unknown-list-class")]
    public void A_planted_fault_is_found(string list, string sound, string faulty, string code)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "lists"));
        foreach (var name in new[] { "city.json", "departments.json", "organs.json", "powers.json", "lists/negative.json", "lists/power.json", "lists/supervision.json" })
            File.Copy(Path.Combine(Xinyu, name), Path.Combine(_folder, name));
        var file = Path.Combine(_folder, "lists", list + ".json");
        var text = File.ReadAllText(file);
        Assert.Contains(sound, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(sound, faulty, StringComparison.Ordinal));
        var city = CityCatalogue.Read(_folder).Value!;
        Assert.Contains(ListCatalogue.Read(_folder, city, PowerCatalogue.Read(_folder, city).Value).Faults, f => f.Code == code);
    }

    [Fact]
    public void A_city_without_lists_has_none()
    {
        var city = CityCatalogue.Read(Xinyu).Value!;
        Assert.Empty(ListCatalogue.Read(_folder, city, null).Value!.Lists);
    }
}
