using System.Globalization;
using System.Text;

namespace Tongban.Bench.Mining;

/// <summary>A log of a made-up office: cases that go one of many ways, with loops, pauses at night and long waits. The same seed gives the same file.</summary>
internal static class Generated
{
    private static readonly string[] Steps = [.. Enumerable.Range(1, 24).Select(i => $"环节 {i:00} {"受理审查勘查会签决定送达"[(i % 6 * 2)..((i % 6 * 2) + 2)]}")];

    private static readonly string[] Departments = ["自然资源局", "生态环境局", "住房和城乡建设局", "水利局", "交通运输局", "发展和改革委员会"];

    public static void Write(int events, int seed, string csv, string xes)
    {
        var dice = new Random(seed);
        using var table = new StreamWriter(csv, false, new UTF8Encoding(false), 1 << 20);
        using var xml = new StreamWriter(xes, false, new UTF8Encoding(false), 1 << 20);
        table.Write("case:concept:name,concept:name,time:timestamp,org:resource,lifecycle:transition,case:department,case:deadline,channel\n");
        xml.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1849-2016\" xmlns=\"http://www.xes-standard.org/\">\n");
        for (var (written, n) = (0, 1); written < events; n++)
        {
            var at = new DateTime(2025, 1, 1, 8, 0, 0, DateTimeKind.Utc).AddMinutes(dice.Next(0, 500_000));
            var (name, department, due, channel) = ($"A{n:0000000}", Departments[dice.Next(Departments.Length)], at.AddDays(30), dice.Next(2) == 0 ? "网上" : "窗口");
            xml.Write(string.Create(CultureInfo.InvariantCulture, $"<trace><string key=\"concept:name\" value=\"{name}\"/><string key=\"department\" value=\"{department}\"/><date key=\"deadline\" value=\"{due:yyyy-MM-ddTHH:mm:ssZ}\"/>\n"));
            var step = 0;
            while (step < Steps.Length && written < events)
            {
                var (start, who) = (at, $"officer {dice.Next(300)}");
                at = at.AddMinutes(5 + (dice.NextDouble() * dice.NextDouble() * 3000));
                table.Write(string.Create(CultureInfo.InvariantCulture, $"{name},{Steps[step]},{at:yyyy-MM-ddTHH:mm:ssZ},{who},complete,{department},{due:yyyy-MM-ddTHH:mm:ssZ},{channel}\n"));
                xml.Write(string.Create(CultureInfo.InvariantCulture, $"<event><string key=\"concept:name\" value=\"{Steps[step]}\"/><date key=\"time:timestamp\" value=\"{at:yyyy-MM-ddTHH:mm:ssZ}\"/><string key=\"org:resource\" value=\"{who}\"/><string key=\"lifecycle:transition\" value=\"complete\"/><string key=\"channel\" value=\"{channel}\"/></event>\n"));
                written++;
                // Mostly onwards, sometimes past a step or two, now and then back.
                step = dice.Next(100) switch { < 6 => Math.Max(0, step - dice.Next(1, 4)), < 70 => step + 1, < 95 => step + dice.Next(2, 5), _ => Steps.Length };
            }
            xml.Write("</trace>\n");
        }
        xml.Write("</log>\n");
    }
}
