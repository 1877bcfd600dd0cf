using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tongban.Drills.Hostile;

/// <summary>Makes requests to an operation: as described, then with one thing about them that is not.</summary>
internal sealed partial class Generator(Pool pool, Values values)
{
    private static readonly string[] ContentTypes =
    [
        "text/plain", "application/xml", "text/html", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=" + new string('b', 300), "application/json; charset=utf-16", "application/json; charset=nonsense", "application/json; charset=utf-7",
        "application/json; charset=\"", "application/json;;;", "application/json, text/plain", "application/problem+json", "application/json; charset=gb2312", "application/json; charset=utf-8; charset=utf-16", "application/JSON ; CHARSET=UTF-8", "*/*", "json", "", " ", "application/octet-stream", "text/csv", "application/gzip", "application/x-protobuf",
    ];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("If-Match", "*"), ("If-Match", "abc"), ("If-Match", "\"-1\""), ("If-Match", "\"99999999999999999999\""), ("If-Match", "\"1\", \"2\""), ("If-Match", "W/\"1\""), ("If-Match", "\"\""), ("If-Match", "\"1"), ("If-Match", new string('"', 3000)), ("If-Match", "\"0\""), ("If-Match", "\"999999\""),
        ("Idempotency-Key", "x"), ("Idempotency-Key", "00000000-0000-0000-0000-000000000000"), ("Idempotency-Key", "1,2"), ("Idempotency-Key", new string('a', 5000)), ("Idempotency-Key", "{0198f3a2-6f0e-7c3b-9d51-2b6a5c7e8f90}"), ("Idempotency-Key", "0198f3a2-6f0e-7c3b-9d51-2b6a5c7e8f90"), ("Idempotency-Key", "' OR 1=1 --"), ("Idempotency-Key", "你好"),
        ("Accept-Language", "zh-CN;q=NaN"), ("Accept-Language", new string('x', 4000)), ("Accept-Language", "xx-INVALID-1234567890, *;q=-1"), ("Accept-Language", string.Join(',', Enumerable.Range(0, 400).Select(n => $"a{n};q=0.{n}"))), ("Accept-Language", "\"\"\""), ("Accept-Language", ";;;;,,,,"),
        ("Accept", "application/xml"), ("Accept", "*/*;q="), ("Accept", "text/html"), ("Accept", new string('*', 4000)), ("Accept-Encoding", "br;q=NaN, gzip;q=-1, identity;q=0, *;q=0"), ("Accept-Encoding", "gzip"), ("Accept-Encoding", "br"), ("Accept-Charset", "utf-7"),
        ("Range", "bytes=0-0"), ("Range", "bytes=-1,5-2,0-"), ("Range", "bytes=" + string.Join(',', Enumerable.Repeat("0-", 500))), ("Range", "bytes=9223372036854775807-9223372036854775808"), ("If-None-Match", "*"), ("If-None-Match", "W/\"\", \"x"), ("If-Modified-Since", "yesterday"), ("If-Modified-Since", "Mon, 99 Foo 99999 99:99:99 GMT"), ("If-Range", "\"x\""),
        ("Host", "evil.example"), ("Host", "evil.example:99999"), ("Host", "[::1"), ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "javascript"), ("Forwarded", "for=\"[::1]\";host=evil.example"), ("X-HTTP-Method-Override", "DELETE"), ("X-Original-URL", "/admin/people"), ("X-Rewrite-URL", "/admin"),
        ("Content-Encoding", "gzip"), ("Content-Encoding", "br"), ("Content-Encoding", "nonsense"), ("Content-Encoding", "gzip, gzip, gzip"), ("Origin", "null"), ("Origin", "https://evil.example"), ("Referer", "https://evil.example/"), ("Access-Control-Request-Method", "DELETE"), ("traceparent", "00-x-y-zz"), ("traceparent", "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-ff"), ("tracestate", new string('a', 2000)), ("baggage", string.Join(',', Enumerable.Range(0, 300).Select(n => $"k{n}=v"))),
        ("Cookie", "__Host-tongban=x; tb-af=y; tb-lang=c%3Dxx%7Cuic%3Dyy"), ("Cookie", new string('c', 6000)), ("Cookie", "=;=;;;,,,\"\\"), ("Cookie", "tb-lang=\"c=zh-CN|uic="), ("User-Agent", Judge.Markup), ("User-Agent", new string('u', 6000)), ("X-Empty", ""), ("X-Ümlaut", "x"), ("Authorization", "Basic Og=="), ("Authorization", "Bearer"), ("Authorization", "Bearer " + new string('x', 4000)), ("Authorization", "Bearer ' OR 1=1 --"), ("Authorization", "Negotiate TlRMTVNTUAABAAAA"), ("Authorization", "bearer 你好"), ("Content-Language", "x"), ("Content-MD5", "x"), ("Content-Disposition", "attachment; filename=\"../../x\""),
    ];

    private static readonly string[] Methods = ["PATCH", "OPTIONS", "HEAD", "TRACE", "PUT", "DELETE", "POST", "GET", "PROPFIND", "get", "LOCK", "X"];

    private static readonly byte[] Bomb = Pack(new byte[20_000_000]);

    /// <summary>A request that fits the description as far as it tells.</summary>
    public Request Sound(Operation operation, string? token, Random random)
    {
        var (target, headers) = Target(operation, random, hostile: false);
        if (operation.MediaTypes.Count == 0)
            return new Request(operation.Method, target, token, operation.Method is "POST" && random.Next(2) == 0 ? "{}"u8.ToArray() : null, null, headers) is { Body: null } bare ? bare : new Request(operation.Method, target, token, "{}"u8.ToArray(), "application/json", headers);
        if (operation.TakesFile)
        {
            var file = Uploads.Sound(operation.Path, random);
            return new Request(operation.Method, target, token, file, operation.MediaTypes[random.Next(operation.MediaTypes.Count)], headers);
        }
        return new Request(operation.Method, target, token, Values.Utf8(Body(operation, random)?.ToJsonString() ?? "null"), "application/json", headers);
    }

    /// <summary>A request with something about it that nobody should send.</summary>
    public Request Hostile(Operation operation, string? token, Random random)
    {
        var request = Sound(operation, token, random);
        switch (random.Next(20))
        {
            case < 8 when operation.MediaTypes.Count > 0 && !operation.TakesFile:
                return request with { Body = Values.Utf8(Values.Spoil(Body(operation, random), random)) };
            case < 11 when request.Body is not null:
                return Torn(request, operation, random);
            case < 13 when request.Body is not null:
                return request with { ContentType = ContentTypes[random.Next(ContentTypes.Length)] };
            case < 16 when operation.Parameters.Any(p => p.In is "path" or "query"):
                return request with { Target = Target(operation, random, hostile: true).Target };
            case 16:
                return request with { Method = Methods[random.Next(Methods.Length)] };
            case 17:
                return request with { Target = Bent(request.Target, random) };
            default:
                var several = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Headers[random.Next(Headers.Length)]).ToList();
                return request with { Headers = [.. request.Headers, .. several], Token = several.Exists(h => h.Name is "Authorization") ? null : request.Token };
        }
    }

    private JsonNode? Body(Operation operation, Random random)
    {
        // What the description shows is as good as what it allows.
        if (operation.Example is JsonObject example && random.Next(3) == 0)
        {
            var shown = example.DeepClone().AsObject();
            foreach (var name in shown.Where(m => m.Value is JsonValue).Select(m => m.Key).ToList())
            {
                if (random.Next(3) == 0 && pool.Named(name, random) is { } known && shown[name]!.GetValueKind() is System.Text.Json.JsonValueKind.String)
                    shown[name] = known;
            }
            return shown;
        }
        return values.Fit(operation.Body, "body", random);
    }

    private (string Target, IReadOnlyList<(string, string)> Headers) Target(Operation operation, Random random, bool hostile)
    {
        var attacked = hostile ? operation.Parameters.Where(p => p.In is "path" or "query").Select(p => p.Name).ToList() : [];
        var chosen = attacked.Count == 0 ? null : attacked[random.Next(attacked.Count)];
        var path = Placeholder().Replace(operation.Path, m =>
        {
            var name = m.Groups["name"].Value;
            if (name == chosen || (hostile && random.Next(6) == 0))
                return Values.Part(random);
            var schema = operation.Parameters.FirstOrDefault(p => p.Name == name)?.Schema;
            return Uri.EscapeDataString(pool.ForPath(operation.Path, name, random) ?? values.Fit(schema, name, random)?.ToString() ?? "x");
        });
        List<string> query = [];
        foreach (var parameter in operation.Parameters.Where(p => p.In is "query"))
        {
            if (parameter.Name == chosen)
            {
                query.Add($"{parameter.Name}={Values.Part(random)}");
                if (random.Next(3) == 0)
                    query.Add($"{parameter.Name}={Values.Part(random)}");
            }
            else if (parameter.Required || random.Next(3) == 0)
            {
                query.Add($"{parameter.Name}={Uri.EscapeDataString(pool.Named(parameter.Name, random) is { } known && random.Next(2) == 0 ? known : values.Fit(parameter.Schema, parameter.Name, random)?.ToString() ?? "")}");
            }
        }
        List<(string, string)> headers = [];
        if (operation.Method is not "GET" && random.Next(2) == 0)
            headers.Add(("Idempotency-Key", Guid.CreateVersion7().ToString()));
        if (operation.Method is not "GET" && random.Next(8) == 0)
            headers.Add(("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{random.Next(1, 9)}\"")));
        return (path + (query.Count == 0 ? "" : "?" + string.Join('&', query)), headers);
    }

    // JSON that is torn, doubled, too deep, in another encoding, packed or missing.
    private static Request Torn(Request request, Operation operation, Random random)
    {
        var body = request.Body!;
        var text = operation.TakesFile ? "{}" : Encoding.UTF8.GetString(body);
        return random.Next(20) switch
        {
            0 => request with { Body = [] },
            1 => request with { Body = null, ContentType = null },
            2 => request with { Body = body[..random.Next(body.Length)] },
            3 => request with { Body = [.. body, .. body] },
            4 => request with { Body = [.. Encoding.UTF8.Preamble, .. body] },
            5 => request with { Body = Encoding.Unicode.GetBytes(text) },
            6 => request with { Body = Values.Utf8(string.Concat(Enumerable.Repeat("[", 5000)) + string.Concat(Enumerable.Repeat("]", 5000))) },
            7 => request with { Body = Values.Utf8(string.Concat(Enumerable.Repeat("{\"a\":", 3000)) + "1" + new string('}', 3000)) },
            8 => request with { Body = Values.Utf8(text.TrimEnd('}') + (text.Length > 2 ? "," : "") + "\"noSuchMember\":1}") },
            9 => request with { Body = Values.Utf8(Doubled(text)) },
            10 => request with { Body = Values.Utf8($"[{text}]") },
            11 => request with { Body = Values.Utf8(text + "garbage") },
            12 => request with { Body = Values.Utf8(text.Replace("\"", "'", StringComparison.Ordinal)) },
            13 => request with { Body = Flipped(body, random) },
            14 => request with { Body = Pack(body), Headers = [.. request.Headers, ("Content-Encoding", "gzip")] },
            15 => request with { Body = Bomb, Headers = [.. request.Headers, ("Content-Encoding", "gzip")] },
            16 => request with { Body = Values.Utf8("{" + string.Join(',', Enumerable.Range(0, 5000).Select(n => $"\"k{n}\":{n}")) + "}") },
            17 => request with { Body = Values.Utf8("{\"a\":\"" + new string('x', random.Next(20) == 0 ? 2_000_000 : 200_000) + "\"}") },
            18 => request with { Body = [.. "{\""u8, 0xFF, 0xFE, 0xC0, 0x80, .. "\":1}"u8] },
            _ => request with { Body = Values.Utf8(random.Next(4) switch { 0 => "null", 1 => "\"text\"", 2 => "12", _ => "// comment\n{}" }) },
        };
    }

    private static string Doubled(string text) => FirstMember().Match(text) is { Success: true } first ? "{" + first.Groups["member"].Value + ":null," + text[1..] : "{\"a\":1,\"a\":2}";

    private static byte[] Flipped(byte[] body, Random random)
    {
        var copy = body.ToArray();
        for (var i = 0; i < 3 && copy.Length > 0; i++)
            copy[random.Next(copy.Length)] = (byte)random.Next(256);
        return copy;
    }

    private static string Bent(string target, Random random) => random.Next(14) switch
    {
        0 => target.Replace("/api/v1/", "/api/v1//", StringComparison.Ordinal),
        1 => target.Replace("/api/v1/", "/api/v2/", StringComparison.Ordinal),
        2 => target.Replace("/api/v1/", "/API/V1/", StringComparison.Ordinal),
        3 => target.Replace("/api/v1/", "/api/v1/./", StringComparison.Ordinal),
        4 => target.Replace("/api/v1/", "/api/v1/../v1/", StringComparison.Ordinal),
        5 => target.Replace("/api/v1/", "/api%2fv1%2f", StringComparison.Ordinal),
        6 => target + "/",
        7 => target + "/no-such-thing",
        8 => target + (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', Enumerable.Range(0, 1500).Select(n => $"p{n}=v")),
        9 => target + (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "after=" + Values.Part(random),
        10 => target + (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "a[]=1&a[b]=2&=3&&&%=4",
        11 => target + "%00",
        12 => target + ".json",
        _ => target + "?" + new string('q', 4000),
    };

    private static byte[] Pack(byte[] body)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(body);
        return packed.ToArray();
    }

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("^\\{(?<member>\"\\w+\")", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstMember();
}
