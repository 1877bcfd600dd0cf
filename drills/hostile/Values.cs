using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tongban.Drills.Hostile;

/// <summary>Makes values: some that fit a schema, and some that nobody should send.</summary>
internal sealed class Values(Description description, Pool pool)
{
    private const int Deepest = 8;

    private static readonly string[] Texts =
    [
        "核对无误", "不属于本机关职权", "年产两万吨锂电材料项目", "请于五个工作日内补正", "Please correct the paper", "13800000021", "nobody", "张三", "M10", "S1-03", "approved", "余府字〔2026〕1号", "13.00", "A", "x", "all", "2026-11-25", "工程建设",
    ];

    /// <summary>Values as raw JSON that hardly anything is meant to take.</summary>
    public static readonly string[] Hostile =
    [
        "null", "true", "{}", "[]", "[null]", "[[]]", "0", "-1", "-0", "1e30", "1e999", "-1e999", "9223372036854775807", "9223372036854775808", "-99999999999999999999999999999", "79228162514264337593543950336", "0.0000000000000000000000000001", "2147483648", "1.5", "1E400",
        "NaN", "Infinity", "0x10", "01", "+1", ".5", "'x'", "undefined", "/*c*/1", "\"\"", "\" \"", "\"   \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\u0007\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\uFFFE\\uFFFF\"", "\"\\ud83d\\ude00\"",
        "\"\\u202Egpj.exe\"", "\"\\u200B\\u200D\\uFEFF\"", "\"a\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301\"", "\"İıſK\"", "\"ﷺﷺﷺﷺ\"", "\"\\u2028\\u2029\"", "\"' OR 1=1 --\"", "\"'; DROP TABLE projects_projects; --\"", "\"%' ESCAPE '\"", "\"\\\\\"", "\"%_%_%_%_%\"",
        $"\"{Judge.Markup}\"", "\"\\\"><img src=x onerror=alert(1)>\"", "\"javascript:alert(1)\"", "\"../../../../etc/passwd\"", "\"..\\\\..\\\\windows\\\\win.ini\"", "\"/dev/zero\"", "\"file:///etc/passwd\"", "\"http://127.0.0.1:1/\"", "\"\\r\\nX-Injected: 1\\r\\n\\r\\n\"", "\"=cmd|' /C calc'!A0\"",
        "\"{{7*7}}\"", "\"${jndi:ldap://127.0.0.1:1/a}\"", "\"%s%s%s%n\"", "\"{0}{1}{999999999}\"", "\"$(sleep 5)\"", "\"2026-02-30\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"9999-12-31T23:59:59.9999999+00:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"2026-11-22T25:61:61Z\"", "\"-2026-01-01\"", "\"10000-01-01\"",
        "\"00000000-0000-0000-0000-000000000000\"", "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"", "\"{0198f3a2-6f0e-7c3b-9d51-2b6a5c7e8f90}\"", "\"not-a-uuid\"", "\"91360502MA0001018X\"", "\"2603-360502-04-01-123454\"", "\"POLYGON((0 0,1 1,1 0,0 1,0 0))\"", "{\"$type\":\"System.IO.FileInfo\",\"fileName\":\"x\"}", "{\"__proto__\":{\"admin\":true}}",
    ];

    /// <summary>What a part of a path may be attacked with, as it goes onto the wire.</summary>
    public static readonly string[] Paths =
    [
        "0", "-1", "x", "S1-03", "M10", "%F0%9F%98%80", "%27", "%22", "%00", "%0a", "%0d%0aX-Injected:%201", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..", "%252e%252e", "%C0%AE%C0%AE", "%FF%FE", "%ED%A0%80", "%u0041", "%", "%zz", "9223372036854775808", "-9223372036854775809", "99999999999999999999999999", "1e5", "NaN", "2026", "true",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "%7B0198f3a2-6f0e-7c3b-9d51-2b6a5c7e8f90%7D", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "a%20b", "a+b", "a;b=c", "a,b", "*", "~", "%25%25%25", "%E4%BD%A0%E5%A5%BD", "con", "%7F", "%C2%85", "%E2%80%AE", "'", "\"", "|", "%20", ".", "index.html", "x.json", "x.csv",
    ];

    private static readonly string[] Long = [new('9', 3000), new('a', 2100), string.Concat(Enumerable.Repeat("%E9%95%BF", 400)), string.Concat(Enumerable.Repeat("a%2f", 500)), string.Concat(Enumerable.Repeat("../", 200))];

    /// <summary>A value that the schema allows.</summary>
    public JsonNode? Fit(JsonNode? schema, string name, Random random, int depth = 0)
    {
        if (Description.MayBeNull(schema) && random.Next(6) == 0)
            return null;
        var real = description.Resolve(schema, random);
        if (real?["enum"] is JsonArray { Count: > 0 } choices && choices.Where(c => c is not null).ToList() is { Count: > 0 } named)
            return named[random.Next(named.Count)]!.DeepClone();
        switch (Description.TypeOf(real))
        {
            case "object":
                var made = new JsonObject();
                if (depth > Deepest)
                    return made;
                var required = (real!["required"]?.AsArray() ?? []).Select(r => (string)r!).ToHashSet(StringComparer.Ordinal);
                foreach (var (member, inner) in real["properties"]?.AsObject() ?? [])
                {
                    if (required.Contains(member) || random.Next(10) < 7)
                        made[member] = Fit(inner, member, random, depth + 1);
                }
                if (real["additionalProperties"] is JsonObject more)
                {
                    for (var i = random.Next(3); i >= 0; i--)
                        made[pool.Named("key", random) ?? "name"] = Fit(more, "value", random, depth + 1);
                }
                return made;
            case "array":
                var items = new JsonArray();
                for (var i = depth > Deepest ? 0 : random.Next(4); i > 0; i--)
                    items.Add(Fit(real!["items"], name.TrimEnd('s'), random, depth + 1));
                return items;
            case "integer":
                return long.TryParse(pool.Named(name, random), CultureInfo.InvariantCulture, out var known) && random.Next(3) > 0 ? known : random.Next(4) == 0 ? random.Next(2020, 2030) : random.Next(0, 12);
            case "number":
                return double.TryParse(pool.Named(name, random), CultureInfo.InvariantCulture, out var figure) && random.Next(3) > 0 ? figure : random.Next(0, 200_000) / 100.0;
            case "boolean":
                return random.Next(2) == 0;
            default:
                return Text(real, name, random);
        }
    }

    public string Text(JsonNode? schema, string name, Random random) => (string?)schema?["format"] switch
    {
        "date" => Day(random),
        "date-time" => Day(random) + "T09:30:00+08:00",
        "uuid" => pool.Named(name, random) is { } id && Guid.TryParse(id, out _) ? id : pool.Named("id", random) ?? Guid.CreateVersion7().ToString(),
        "byte" or "binary" => Convert.ToBase64String(Uploads.SmallPdf),
        _ when random.Next(4) > 0 && pool.Named(name, random) is { } known => known,
        _ when name is "site" or "geometry" or "wkt" or "geojson" || (name is "text" && random.Next(8) == 0) => Geometries.Sound[random.Next(Geometries.Sound.Length)],
        _ => Texts[random.Next(Texts.Length)],
    };

    /// <summary>The same JSON with one value, at any depth, replaced by a hostile one.</summary>
    public static string Spoil(JsonNode? sound, Random random)
    {
        var raw = HostileJson(random);
        if (sound is not (JsonObject { Count: > 0 } or JsonArray { Count: > 0 }))
            return raw;
        var copy = sound.DeepClone();
        var at = copy;
        while (true)
        {
            var (next, set) = Step(at, random);
            if (next is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && random.Next(4) > 0)
            {
                at = next;
                continue;
            }
            set("\u0001mark");
            return copy.ToJsonString().Replace("\"\\u0001mark\"", raw, StringComparison.Ordinal);
        }
    }

    private static (JsonNode? Next, Action<string> Set) Step(JsonNode at, Random random)
    {
        if (at is JsonArray items)
        {
            var index = random.Next(items.Count);
            return (items[index], mark => items[index] = mark);
        }
        var members = at.AsObject();
        var name = members.ElementAt(random.Next(members.Count)).Key;
        return (members[name], mark => members[name] = mark);
    }

    private static string HostileJson(Random random) => random.Next(30) switch
    {
        0 => "\"" + new string('长', 20_000) + "\"",
        1 => "\"" + string.Concat(Enumerable.Repeat("\\ud83d\\udc68\\u200d", 3000)) + "\"",
        2 => string.Concat(Enumerable.Repeat("[", 31)) + string.Concat(Enumerable.Repeat("]", 31)),
        3 => "[" + string.Join(',', Enumerable.Repeat("0", 20_000)) + "]",
        4 => "[" + string.Join(',', Enumerable.Repeat("{}", 5_000)) + "]",
        5 => new string('9', 2000),
        6 => "\"" + new string('A', 5000) + "\"",
        7 => JsonSerializer.Serialize(Geometries.Hostile(random)),
        8 => "\"" + Convert.ToBase64String(Uploads.Corpus[random.Next(Uploads.Corpus.Count)] is { Content.Length: < 100_000 } file ? file.Content : Uploads.SmallPdf) + "\"",
        _ => Hostile[random.Next(Hostile.Length)],
    };

    /// <summary>A hostile part of a path or a query.</summary>
    public static string Part(Random random) => random.Next(12) == 0 ? Long[random.Next(Long.Length)] : random.Next(3) == 0 ? Uri.EscapeDataString(Raw(random)) : Paths[random.Next(Paths.Length)];

    private static string Raw(Random random)
    {
        var json = Hostile[random.Next(Hostile.Length)];
        try
        {
            var text = json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json)! : json;
            return text.Any(char.IsSurrogate) ? "x" : text;
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string Day(Random random) => DateOnly.FromDateTime(DateTime.Today).AddDays(random.Next(5) switch { 0 => random.Next(-800, 800), 1 => -random.Next(0, 60), _ => random.Next(0, 40) }).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
