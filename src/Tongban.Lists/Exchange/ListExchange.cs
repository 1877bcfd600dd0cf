using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Lists.ChangeEntry;
using Tongban.Lists.Contracts;
using Tongban.Lists.Model;
using Tongban.Lists.Read;

namespace Tongban.Lists.Exchange;

/// <summary>Take rows of a file in as drafts.</summary>
/// <param name="File">CSV or JSON, as the export writes them.</param>
internal sealed record ImportListCommand(ListKind List, byte[] File, ListChangeReason Reason, string? Note);

/// <summary>A row that was not taken in.</summary>
/// <param name="Row">Line of the table, the head is 1; or place in the JSON list, from 1.</param>
internal sealed record RejectedRow(int Row, string? Code, IReadOnlyList<string> Reasons);

/// <summary>What an import did: nothing is published by it, every row that was taken in waits as a draft.</summary>
internal sealed record ImportReport(int Drafted, int Unchanged, IReadOnlyList<RejectedRow> Rejected);

/// <summary>Lists as files: out for everyone, in as drafts.</summary>
internal sealed class ListExchange(TongbanDb db, Caller caller, ChangeEntryHandlers change, ListQueries queries)
{
    public const int MostRows = 3000;

    public async Task<byte[]> CsvAsync(ListKind list, ListFilter filter, CancellationToken ct)
    {
        var fields = ListFields.Of(list);
        return Csv.Write(["code", .. fields.Select(f => f.Key)], (await queries.ExportAsync(list, filter, ct)).Select(e => (IReadOnlyList<string?>)[e.Code, .. fields.Select(f => f.Get(e.Content))]));
    }

    public async Task<byte[]> JsonAsync(ListKind list, ListFilter filter, CancellationToken ct) =>
        JsonSerializer.SerializeToUtf8Bytes(new ExportFile([.. await queries.ExportAsync(list, filter, ct)]), ListColumns.Json);

    /// <summary>Sound rows become drafts in one transaction; the others are reported with their reasons and change nothing.</summary>
    public async Task<Result<ImportReport>> ImportAsync(ImportListCommand command, CancellationToken ct)
    {
        if (!Read(command.List, command.File).TryGet(out var rows, out var unreadable))
            return unreadable;
        return await db.ActAsync(command, caller, async () =>
        {
            var published = (await queries.ExportAsync(command.List, new(null, null, null, null, "all"), ct)).ToDictionary(e => e.Code, e => e.Content, StringComparer.Ordinal);
            var (drafted, unchanged) = (0, 0);
            var rejected = new List<RejectedRow>();
            foreach (var (row, code, content) in rows)
            {
                if (content.Error is { } wrong)
                {
                    Reject(wrong);
                    continue;
                }
                var known = published.TryGetValue(code, out var now);
                if (known && ListColumns.Same(now, content.Value))
                {
                    unchanged++;
                    continue;
                }
                var result = known ? await change.AmendInAsync(new(command.List, code, content.Value, command.Reason is ListChangeReason.Added ? ListChangeReason.Improved : command.Reason, false, command.Note), ct)
                    : await change.DraftInAsync(new(command.List, code, content.Value, command.Note), ct);
                if (result.Error is { } refusal)
                    Reject(refusal);
                else
                    drafted++;

                void Reject(Error error) => rejected.Add(new(row, code.Length == 0 ? null : code, [.. error.All.Select(e => e.Field is null ? e.Text.ToString() : $"{e.Field}: {e.Text}")]));
            }
            return (Result<ImportReport>)new ImportReport(drafted, unchanged, rejected);
        }, ct);
    }

    private static Result<List<(int Row, string Code, Result<ListContent> Content)>> Read(ListKind list, byte[] file)
    {
        if (file.Length == 0)
            return ListErrors.Unreadable("empty");
        return file.AsSpan().TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{', ..] ? ReadJson(file) : ReadCsv(list, file);
    }

    private static Result<List<(int, string, Result<ListContent>)>> ReadCsv(ListKind list, byte[] file)
    {
        IReadOnlyList<IReadOnlyList<string>> lines;
        try
        {
            lines = Csv.Read(file);
        }
        catch (FormatException e)
        {
            return ListErrors.Unreadable(e.Message);
        }
        var head = lines.Count == 0 ? [] : lines[0].Select(c => c.Trim()).ToList();
        if (!head.Contains("code", StringComparer.Ordinal) || head.Distinct(StringComparer.Ordinal).Count() != head.Count)
            return ListErrors.Unreadable("the first line names the columns; code is one of them");
        if (lines.Count - 1 > MostRows)
            return ListErrors.Unreadable($"more than {MostRows} rows");
        var rows = new List<(int, string, Result<ListContent>)>();
        for (var i = 1; i < lines.Count; i++)
        {
            var row = head.Zip(lines[i]).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
            rows.Add((i + 1, row.GetValueOrDefault("code")?.Trim() ?? "", lines[i].Count > head.Count ? ListErrors.Unreadable($"{lines[i].Count} cells for {head.Count} columns") : ListFields.Read(list, row)));
        }
        return rows;
    }

    private static Result<List<(int, string, Result<ListContent>)>> ReadJson(byte[] file)
    {
        try
        {
            using var document = JsonDocument.Parse(file.AsMemory(file.AsSpan().IndexOf((byte)'{')));
            if (!document.RootElement.TryGetProperty("entries", out var entries) || entries.ValueKind is not JsonValueKind.Array)
                return ListErrors.Unreadable("entries is missing");
            if (entries.GetArrayLength() > MostRows)
                return ListErrors.Unreadable($"more than {MostRows} rows");
            var rows = new List<(int, string, Result<ListContent>)>();
            foreach (var entry in entries.EnumerateArray())
                rows.Add(ReadEntry(entry, rows.Count + 1));
            return rows;
        }
        catch (JsonException e)
        {
            return ListErrors.Unreadable(e.Message);
        }
    }

    private static (int, string, Result<ListContent>) ReadEntry(JsonElement entry, int row)
    {
        var code = entry.ValueKind is JsonValueKind.Object && entry.TryGetProperty("code", out var given) && given.ValueKind is JsonValueKind.String ? given.GetString()!.Trim() : "";
        try
        {
            return entry.Deserialize<ListEntryData>(ListColumns.Strict) is { Content: not null } data ? (row, code, data.Content) : (row, code, ListErrors.Unreadable("content is missing"));
        }
        catch (JsonException e)
        {
            return (row, code, ListErrors.Unreadable(e.Message));
        }
    }

    private sealed record ExportFile(IReadOnlyList<ListEntryData> Entries);
}
