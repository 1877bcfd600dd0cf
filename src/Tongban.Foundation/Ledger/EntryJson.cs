using System.Globalization;
using System.Text.Json.Nodes;

namespace Tongban.Foundation.Ledger;

/// <summary>An entry in proofs and exports: the fields under the names the hash uses, the payload as text, and the hash and place beside them.</summary>
internal static class EntryJson
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static JsonObject Write(LedgerEntry entry)
    {
        var json = new JsonObject
        {
            ["act"] = entry.Act,
            ["actor"] = entry.ActorId.ToString(),
            ["at"] = entry.RecordedAt.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture),
        };
        if (entry.Enterprise is not null)
            json["enterprise"] = entry.Enterprise;
        json["hash"] = Convert.ToHexStringLower(entry.Hash);
        json["id"] = entry.Id.ToString();
        json["matter"] = entry.Matter;
        if (entry.Organ is not null)
            json["organ"] = entry.Organ;
        json["payload"] = entry.Payload;
        if (entry.Position is not null)
            json["position"] = entry.Position;
        json["previous"] = Convert.ToHexStringLower(entry.PreviousHash);
        json["sequence"] = entry.Sequence;
        return json;
    }

    public static LedgerEntry Read(JsonObject json) => LedgerEntry.Restore(
        Guid.ParseExact(Text(json, "id"), "D"),
        Text(json, "matter"),
        json["sequence"]?.GetValue<long>() ?? throw new FormatException("The entry has no sequence."),
        Convert.FromHexString(Text(json, "previous")),
        Convert.FromHexString(Text(json, "hash")),
        DateTimeOffset.Parse(Text(json, "at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        Guid.ParseExact(Text(json, "actor"), "D"),
        json["organ"]?.GetValue<string>(),
        json["enterprise"]?.GetValue<string>(),
        Text(json, "act"),
        Text(json, "payload"),
        json["position"]?.GetValue<long>());

    private static string Text(JsonObject json, string name) => json[name]?.GetValue<string>() ?? throw new FormatException($"The entry has no {name}.");
}
