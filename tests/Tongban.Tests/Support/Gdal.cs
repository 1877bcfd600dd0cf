using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tongban.Tests.Support;

/// <summary>GDAL's own tools, to hold what we write against what others read (Debian package gdal-bin).</summary>
internal static partial class Gdal
{
    public static bool IsInstalled { get; } = File.Exists("/usr/bin/ogrinfo") && File.Exists("/usr/bin/ogr2ogr");

    /// <summary>Tables that GDAL sees, with the number of their rows and the EPSG code of their shapes, if they have any.</summary>
    public static IReadOnlyDictionary<string, (int Count, int? Epsg)> Describe(string path)
    {
        var said = Run("/usr/bin/ogrinfo", "-ro", "-al", "-so", path);
        Assert.DoesNotContain("ERROR", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", said, StringComparison.Ordinal);
        return said.Split("\nLayer name: ")[1..].ToDictionary(t => t[..t.IndexOf('\n', StringComparison.Ordinal)], t => (
            int.Parse(Count().Match(t).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture),
            Code().Match(t) is { Success: true } code ? int.Parse(code.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : (int?)null), StringComparer.Ordinal);
    }

    /// <summary>The features of a table as GeoJSON in its own plane, every coordinate to the last bit.</summary>
    public static JsonArray Features(string path, string table) =>
        JsonNode.Parse(Run("/usr/bin/ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", "/vsistdout/", path, table))!["features"]!.AsArray();

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && error.Result.Length == 0, $"{Path.GetFileName(program)}: {error.Result}");
        return said;
    }

    [GeneratedRegex(@"\nFeature Count: (\d+)")]
    private static partial Regex Count();

    // The last identifier of the description is that of the whole system.
    [GeneratedRegex(@"\n    ID\[""EPSG"",(\d+)\]\]")]
    private static partial Regex Code();
}
