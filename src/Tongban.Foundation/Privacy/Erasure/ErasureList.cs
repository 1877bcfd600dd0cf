using System.Text;
using System.Text.Json;

namespace Tongban.Foundation.Privacy.Erasure;

/// <summary>The list of erasures as a file, <c>tongban-erasures-1</c>: a header and one erasure a line. Kept outside of the backups, it makes them forget again.</summary>
internal static class ErasureList
{
    public const string Format = "tongban-erasures-1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> WriteAsync(PersonalDataDesk desk, Stream output, CancellationToken ct)
    {
        var count = 0;
        await LineAsync(new { format = Format });
        await foreach (var erasure in desk.ListAsync(ct))
        {
            await LineAsync(new { erasure });
            count++;
        }
        await LineAsync(new { end = new { erasures = count } });
        return count;

        async Task LineAsync(object line)
        {
            await output.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, Json), ct);
            await output.WriteAsync("\n"u8.ToArray(), ct);
        }
    }

    /// <summary>Reads a list, or a ledger export made after the erasures: the acts <c>privacy.person-erased</c> say the same.</summary>
    public static async Task<Result<IReadOnlyList<ErasureLine>>> ReadAsync(Stream input, CancellationToken ct)
    {
        List<ErasureLine> lines = [];
        using var reader = new StreamReader(input, Encoding.UTF8);
        var (number, ended, known) = (0, false, false);
        while (await reader.ReadLineAsync(ct) is { } text)
        {
            number++;
            try
            {
                using var line = JsonDocument.Parse(text);
                if (line.RootElement.TryGetProperty("format", out var format))
                    known = format.GetString() is Format or "tongban-ledger-export-1";
                else if (line.RootElement.TryGetProperty("erasure", out var erasure))
                    lines.Add(erasure.Deserialize<ErasureLine>(Json)!);
                else if (line.RootElement.TryGetProperty("entry", out var entry) && entry.GetProperty("act").GetString() is "privacy.person-erased")
                    lines.Add(OfAct(entry));
                else
                    ended |= line.RootElement.TryGetProperty("end", out _);
            }
            catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
            {
                return PrivacyErrors.ErasuresUnreadable(number);
            }
        }
        // A list that was cut off would leave persons un-erased without a word.
        return known && ended ? lines : PrivacyErrors.ErasuresUnreadable(number + 1);
    }

    private static ErasureLine OfAct(JsonElement entry)
    {
        using var payload = JsonDocument.Parse(entry.GetProperty("payload").GetString()!);
        var act = payload.RootElement;
        return new(act.GetProperty("request").GetGuid(), act.GetProperty("personId").GetGuid(), [.. act.GetProperty("erased").EnumerateArray().Select(k => k.GetString()!)], entry.GetProperty("at").GetDateTimeOffset());
    }
}
