using System.IO.Compression;
using Tongban.Foundation.Web;
using Tongban.Mining.Import;
using Tongban.Mining.Logs;
using Tongban.Tests.Foundation;

namespace Tongban.Tests.Mining;

/// <summary>The receipt log, read by our own reader and, quite plainly, by this class.</summary>
internal static class Receipt
{
    public static string Fixture => Repository.Fixture(Path.Combine("mining", "receipt-60.csv"));

    /// <summary>The whole log of 1,434 cases, where the shared data is.</summary>
    public static string Whole(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "permit-log-receipt", name));
        if (!File.Exists(path))
            path = $"/work/shared/data/permit-log-receipt/{name}";
        Assert.SkipUnless(File.Exists(path), "the whole receipt log (../shared/data/permit-log-receipt) is not on this machine");
        return path;
    }

    public static ReadLog Read(string path) => Read(File.ReadAllBytes(path));

    public static ReadLog Read(byte[] file, string? mapping = null)
    {
        using var sent = new MemoryStream(file);
        var preview = LogReading.Preview(sent, LogLimits.Default);
        Assert.Null(preview.Error);
        var chosen = LogMapping.Parse(mapping, preview.Value.Guess);
        Assert.Null(chosen.Error);
        var read = LogReading.Read(sent, chosen.Value, LogLimits.Default, default);
        Assert.True(read.Error is null, read.Error?.Text.En);
        return read.Value;
    }

    public static EventLog Log(params (string Case, string Activity, double Hour)[] events)
    {
        var builder = new EventLogBuilder(LogLimits.Default);
        foreach (var (name, activity, hour) in events)
            builder.Add(builder.CaseOf(name), activity, At(hour), default, default);
        return builder.Build();
    }

    public static long At(double hour) => new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc).AddHours(hour).Ticks;

    /// <summary>Rows as dictionaries: nothing of the room is used.</summary>
    public static List<Dictionary<string, string>> Rows(string path)
    {
        using var file = new MemoryStream();
        using (var source = File.OpenRead(path))
        using (Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(source, CompressionMode.Decompress) : source)
            plain.CopyTo(file);
        var lines = Csv.Read(file.ToArray());
        return [.. lines.Skip(1).Select(l => l.Select((cell, i) => (cell, i)).ToDictionary(p => lines[0][p.i], p => p.cell))];
    }
}
