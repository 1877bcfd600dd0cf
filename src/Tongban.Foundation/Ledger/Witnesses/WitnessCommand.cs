using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tongban.Foundation.Files;

namespace Tongban.Foundation.Ledger.Witnesses;

/// <summary>What <c>tongban ledger witness</c> was asked.</summary>
/// <param name="Server">Address of the platform whose ledger is witnessed.</param>
/// <param name="Name">Name under which this witness is registered there.</param>
/// <param name="KeyFile">Private key of the witness; made at first use.</param>
/// <param name="StateFile">The last checkpoint it signed.</param>
/// <param name="LedgerKeys">Keys of the ledger as published elsewhere.</param>
internal sealed record WitnessArguments(Uri Server, string Name, string KeyFile, string StateFile, IReadOnlyList<string> LedgerKeys);

/// <summary>One round of a witness: fetch the newest checkpoint, verify that it continues the last one seen, sign it, hand the signature in.</summary>
/// <remarks>It writes down what it signs before it hands it in: a witness that forgets could be shown two histories.</remarks>
internal static class WitnessCommand
{
    public static async Task<int> RunAsync(WitnessArguments arguments, HttpClient http, TextWriter output, CancellationToken ct)
    {
        try
        {
            using var signer = FileLedgerSigner.LoadOrCreate(arguments.KeyFile);
            var trusted = new List<LedgerPublicKey>();
            foreach (var key in arguments.LedgerKeys)
                trusted.Add(LedgerPublicKey.TryParse(File.Exists(key) ? (await File.ReadAllTextAsync(key, ct)).Trim() : key, out var read) ? read : throw new FormatException(key));
            var newest = Read((await JsonAsync(http, new Uri(arguments.Server, "/api/v1/ledger/checkpoints/latest"), ct))["note"]);
            if (!trusted.Exists(newest.Verify))
                return await TellAsync(output, LedgerVerifyCommand.Unsound, new Words("签到第 {0} 条的检查点不是台账公钥所签。", "The checkpoint over {0} entries is not signed by the ledger's key.").With(newest.Size));
            var last = File.Exists(arguments.StateFile) ? Read(JsonValue.Create(await File.ReadAllTextAsync(arguments.StateFile, ct))) : null;
            if (last is not null && !await ContinuesAsync(last, newest, arguments.Server, http, ct))
                return await TellAsync(output, LedgerVerifyCommand.Unsound, new Words("台账被改写：上次见到的前 {0} 条不是现在的开头。两份检查点请都保存：\n{1}\n{2}",
                    "The ledger was rewritten: the {0} entries seen last are not its beginning now. Keep both checkpoints:\n{1}\n{2}").With(last.Size, last, newest));

            var line = WitnessLine.Sign(newest, arguments.Name, signer);
            Durable.Write(arguments.StateFile, newest.ToString());
            using var answer = await http.PostAsJsonAsync(new Uri(arguments.Server, $"/api/v1/ledger/checkpoints/{newest.Size}/countersignatures"), new CountersignatureBody(line.ToString()), ct);
            if (!answer.IsSuccessStatusCode)
                return await TellAsync(output, LedgerVerifyCommand.NotJudged, new Words("平台未接受副署：{0}", "The platform did not take the signature: {0}").With(await answer.Content.ReadAsStringAsync(ct)));
            return await TellAsync(output, LedgerVerifyCommand.Sound, last is null
                ? new Words("首次见证：已副署前 {0} 条。", "First time: signed the first {0} entries.").With(newest.Size)
                : new Words("前 {0} 条未改动；已副署前 {1} 条。", "The first {0} entries are unchanged; signed the first {1}.").With(last.Size, newest.Size));
        }
        catch (Exception broken) when ((broken is HttpRequestException or JsonException or TaskCanceledException ? new Words("平台不可达或答复不可读：{0}", "The platform cannot be reached or its answer cannot be read: {0}").With(broken.Message)
            : LedgerVerifyCommand.Explain(broken)) is { } words)
        {
            return await TellAsync(output, LedgerVerifyCommand.NotJudged, words);
        }
    }

    private static async Task<bool> ContinuesAsync(Checkpoint last, Checkpoint newest, Uri server, HttpClient http, CancellationToken ct)
    {
        if (newest.Origin != last.Origin || newest.Size < last.Size)
            return false;
        if (newest.Size == last.Size)
            return newest.RootHash.AsSpan().SequenceEqual(last.RootHash);
        using var answer = await http.GetAsync(new Uri(server, $"/api/v1/ledger/consistency?from={last.Size}&to={newest.Size}"), ct);
        if (answer.StatusCode is System.Net.HttpStatusCode.NotFound)
            return false;   // a checkpoint that was given out is no longer there
        answer.EnsureSuccessStatusCode();
        var proof = await answer.Content.ReadFromJsonAsync<JsonObject>(ct) ?? throw new JsonException();
        var path = (proof["path"] as JsonArray ?? []).Select(h => Convert.FromHexString(h!.GetValue<string>())).ToList();
        return MerkleTree.VerifyConsistency(last.Size, newest.Size, last.RootHash, newest.RootHash, path);
    }

    private static async Task<JsonObject> JsonAsync(HttpClient http, Uri address, CancellationToken ct) =>
        await http.GetFromJsonAsync<JsonObject>(address, ct) ?? throw new JsonException(address.ToString());

    private static Checkpoint Read(JsonNode? note) => Checkpoint.TryParse(note?.GetValue<string>(), out var checkpoint) ? checkpoint : throw new FormatException(note?.ToString());

    private static async Task<int> TellAsync(TextWriter output, int code, Words words)
    {
        await output.WriteLineAsync(words.ToString());
        return code;
    }
}
