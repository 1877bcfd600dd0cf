using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tongban.Foundation.Ledger;

/// <summary>The whole ledger as a file of JSON lines, to be verified without the database: header, checkpoints, entries, heads, end.</summary>
public static class LedgerExport
{
    public const string Format = "tongban-ledger-export-1";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file. Entries come in the order of their position, as <see cref="LedgerVerifier"/> reads them.</summary>
    /// <returns>How many entries were written.</returns>
    public static async Task<long> WriteAsync(
        Stream to, IReadOnlyList<LedgerPublicKey> keys, IReadOnlyList<Checkpoint> checkpoints, IAsyncEnumerable<LedgerEntry> entries, IAsyncEnumerable<MatterHead> heads, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        await LineAsync(new JsonObject
        {
            ["format"] = Format,
            ["publicKeys"] = new JsonArray([.. keys.Select(k => JsonValue.Create(k.ToString()))]),
        });
        foreach (var checkpoint in checkpoints)
            await LineAsync(new JsonObject { ["checkpoint"] = checkpoint.ToString() });

        var (entryCount, headCount) = (0L, 0L);
        await foreach (var entry in entries.WithCancellation(ct))
        {
            entryCount++;
            await LineAsync(new JsonObject { ["entry"] = EntryJson.Write(entry) });
        }

        await foreach (var head in heads.WithCancellation(ct))
        {
            headCount++;
            await LineAsync(new JsonObject { ["head"] = new JsonObject { ["hash"] = Convert.ToHexStringLower(head.Hash), ["matter"] = head.Matter, ["sequence"] = head.Sequence } });
        }

        await LineAsync(new JsonObject { ["end"] = new JsonObject { ["checkpoints"] = checkpoints.Count, ["entries"] = entryCount, ["heads"] = headCount } });
        return entryCount;

        Task LineAsync(JsonObject line) => writer.WriteLineAsync(line.ToJsonString(Plain).AsMemory(), ct);
    }
}

/// <summary>Reads an exported ledger once, in its order: keys and checkpoints on opening, then <see cref="EntriesAsync"/>, then <see cref="HeadsAsync"/>.</summary>
/// <exception cref="FormatException">A line is not what it should be, or the end is missing; the message names the line.</exception>
public sealed class LedgerExportReader : IDisposable
{
    private readonly StreamReader _reader;
    private JsonObject? _line;
    private long _number;
    private long _entries;
    private long _heads;

    private LedgerExportReader(Stream from) => _reader = new StreamReader(from, new UTF8Encoding(false, throwOnInvalidBytes: true), leaveOpen: true);

    /// <summary>Keys the file brings along. They prove something only when compared with those published elsewhere.</summary>
    public IReadOnlyList<LedgerPublicKey> PublicKeys { get; private set; } = [];

    public IReadOnlyList<Checkpoint> Checkpoints { get; private set; } = [];

    public static async Task<LedgerExportReader> OpenAsync(Stream from, CancellationToken ct)
    {
        var reader = new LedgerExportReader(from);
        await reader.NextAsync(ct);
        if (reader._line is not { } header || header["format"]?.ToString() != LedgerExport.Format || header["publicKeys"] is not JsonArray keys)
            throw reader.Wrong($"is not the header of a {LedgerExport.Format} file");
        reader.PublicKeys = [.. keys.Select(k => LedgerPublicKey.TryParse(k?.ToString(), out var key) ? key : throw reader.Wrong("holds a key that cannot be read"))];

        var checkpoints = new List<Checkpoint>();
        await reader.NextAsync(ct);
        for (; reader._line?["checkpoint"] is { } text; await reader.NextAsync(ct))
            checkpoints.Add(Checkpoint.TryParse(text.ToString(), out var checkpoint) ? checkpoint : throw reader.Wrong("holds a checkpoint that cannot be read"));
        reader.Checkpoints = checkpoints;
        return reader;
    }

    public async IAsyncEnumerable<LedgerEntry> EntriesAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        for (; _line?["entry"] is JsonObject json; await NextAsync(ct))
        {
            _entries++;
            yield return Parse(() => EntryJson.Read(json));
        }
    }

    public async IAsyncEnumerable<MatterHead> HeadsAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        for (; _line?["head"] is JsonObject json; await NextAsync(ct))
        {
            _heads++;
            yield return Parse(() => new MatterHead(
                json["matter"]?.GetValue<string>() ?? throw new FormatException("no matter"),
                json["sequence"]?.GetValue<long>() ?? throw new FormatException("no sequence"),
                Convert.FromHexString(json["hash"]?.GetValue<string>() ?? throw new FormatException("no hash"))));
        }

        // Without its last line a file may have lost any number of lines before it.
        if (_line?["end"] is not JsonObject end)
            throw Wrong("should be an entry, a head or the end");
        if (Count(end, "entries") != _entries || Count(end, "heads") != _heads || Count(end, "checkpoints") != Checkpoints.Count)
            throw Wrong("counts other lines than the file has");
    }

    public void Dispose() => _reader.Dispose();

    private long Count(JsonObject end, string name) => Parse(() => end[name]?.GetValue<long>() ?? throw new FormatException($"no {name}"));

    private async Task NextAsync(CancellationToken ct)
    {
        var text = await _reader.ReadLineAsync(ct);
        _number++;
        _line = text is null ? null : Parse(() => JsonNode.Parse(text) as JsonObject);
    }

    private T Parse<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw Wrong("cannot be read", e);
        }
    }

    private FormatException Wrong(string what, Exception? inner = null) => new(string.Create(CultureInfo.InvariantCulture, $"Line {_number} {what}."), inner);
}
