using System.Security.Cryptography;
using System.Text;
using Tongban.Foundation.Ledger;

namespace Tongban.Tests.Foundation.Ledger;

public sealed class LedgerEntryTests
{
    private static readonly Guid Id = new("0198c0de-0000-7000-8000-000000000001");
    private static readonly Guid Person = new("0198c0de-0000-7000-8000-0000000000aa");

    private static LedgerEntry First(string payload = """{"item":"A-01"}""") => LedgerEntry.Seal(
        Id, "project:1", 1, LedgerEntry.Nothing, new DateTimeOffset(2026, 3, 1, 17, 5, 9, TimeSpan.FromHours(8)).AddTicks(1234567), Person, "FGW@360500", null, "approvals.item-accepted", payload);

    [Fact]
    public void The_sealed_bytes_are_the_documented_object()
    {
        var entry = First();
        var digest = Convert.ToHexStringLower(SHA256.HashData("""{"item":"A-01"}"""u8));
        Assert.Equal(
            $$"""{"act":"approvals.item-accepted","actor":"0198c0de-0000-7000-8000-0000000000aa","at":"2026-03-01T09:05:09.123456Z","format":"tongban-ledger-1","id":"0198c0de-0000-7000-8000-000000000001","matter":"project:1","organ":"FGW@360500","payload":"{{digest}}","previous":"{{new string('0', 64)}}","sequence":1}""",
            Encoding.UTF8.GetString(entry.SealedBytes()));
        Assert.Equal(SHA256.HashData(entry.SealedBytes()), entry.Hash);
        Assert.Equal(CanonicalJson.Normalize(entry.SealedBytes()), entry.SealedBytes());
        Assert.True(entry.Verify());
    }

    [Fact]
    public void Long_payloads_and_rare_characters_are_sealed_too()
    {
        var entry = First("{\"name\":\"𠮷" + new string('中', 5000) + "\"}");
        Assert.True(entry.Verify());
        Assert.NotEqual(First().Hash, entry.Hash);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.Throws<ArgumentException>(() => LedgerEntry.Seal(Id, "project:\ud842", 1, LedgerEntry.Nothing, DateTimeOffset.UnixEpoch, Person, null, null, "a.b", "{}"));

    [Fact]
    public void The_place_is_given_once_and_is_not_hashed()
    {
        var entry = First();
        entry.Place(7);
        Assert.True(entry.Verify());
        Assert.Throws<InvalidOperationException>(() => entry.Place(8));
    }
}
