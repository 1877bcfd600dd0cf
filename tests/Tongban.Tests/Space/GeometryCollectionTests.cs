using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Tongban.Space.Contracts;

namespace Tongban.Tests.Space;

/// <summary>Real collections of broken geometry: every one is answered, none throws. They are moved to the neighbourhood of Xinyu where their own place would hide the fault.</summary>
public class GeometryCollectionTests
{
    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            foreach (var root in (string[])[Path.Combine(at.FullName, "shared"), Path.Combine(at.FullName, "..", "shared")])
            {
                var folder = Path.Combine(root, "data", "geometry-invalid");
                if (Directory.Exists(folder))
                    return folder;
            }
        }

        Assert.Skip("the collection shared/data/geometry-invalid is not on this machine");
        return "";
    }

    [Theory]
    [InlineData("invalid_geometries"), InlineData("invalid_structure"), InlineData("problematic_geometries"), InlineData("problematic_structure"), InlineData("valid")]
    public void Every_file_of_the_collection_is_answered(string kind)
    {
        var files = Directory.GetFiles(Path.Combine(Folder(), "chrieke", kind), "*.geojson");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var result = Site.FromGeoJson(File.ReadAllBytes(file), "f");
            Assert.True(result.Error is { Field: "f", WayOut: not null } || result.Value.Warnings.Count > 0, file);
        }
    }

    [Fact]
    public void Known_faults_are_called_by_their_name_once_they_lie_in_Xinyu()
    {
        var folder = Path.Combine(Folder(), "chrieke");
        Assert.Equal("space.self-crossing", Moved("problematic_geometries/problematic_self_intersection_large.geojson"));
        Assert.Equal("space.too-few-points", Moved("invalid_geometries/invalid_less_three_unique_nodes.geojson"));

        string? Moved(string file)
        {
            var text = File.ReadAllText(Path.Combine(folder, file));
            // Drawn in Berlin: moved by 101.5 degrees east and 24.7 south.
            var moved = Regex.Replace(text, @"\[\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\]", m => FormattableString.Invariant(
                $"[{double.Parse(m.Groups[1].Value) + 101.5:0.########},{double.Parse(m.Groups[2].Value) - 24.7:0.########}]"));
            return Site.FromGeoJson(moved, "f").Error?.Code;
        }
    }

    [Fact]
    public void Large_real_areas_with_crossings_are_refused_with_a_place_and_sound_ones_are_read()
    {
        using var csv = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder(), "planning-data-invalid_geometry.csv.gz")), CompressionMode.Decompress));
        var answers = new List<string>();
        foreach (Match wkt in Regex.Matches(csv.ReadToEnd(), @"MULTIPOLYGON\s*\((\(\(.*?\)\))\)", RegexOptions.Singleline))
        {
            // England lies outside the range: moved by 115 degrees east and 24 south.
            var json = new StringBuilder("{\"type\":\"MultiPolygon\",\"coordinates\":[");
            json.Append(Regex.Replace(Regex.Replace(wkt.Groups[1].Value, @"(-?[\d.]+)\s+(-?[\d.]+)", m => FormattableString.Invariant(
                $"#{double.Parse(m.Groups[1].Value) + 115},{double.Parse(m.Groups[2].Value) - 24}$")), @"\s", "").Replace('(', '[').Replace(')', ']').Replace('#', '[').Replace('$', ']'));
            answers.Add(Site.FromGeoJson(json.Append("]}").ToString(), "f").Error?.Code ?? "read");
        }

        Assert.Equal(4, answers.Count);
        Assert.Equal(2, answers.Count(a => a == "read"));
        Assert.All(answers.Where(a => a != "read"), a => Assert.True(a is "space.self-crossing" or "space.zero-area", a));
    }
}
