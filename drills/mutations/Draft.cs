using System.Security.Cryptography;
using Tongban.Foundation.Ledger;

namespace Tongban.Drills.Mutations;

/// <summary>An entry whose fields can be changed, as whoever holds the database can.</summary>
internal sealed class Draft(LedgerEntry entry)
{
    public const int Fields = 12;

    public Guid Id { get; set; } = entry.Id;

    public string Matter { get; set; } = entry.Matter;

    public long Sequence { get; set; } = entry.Sequence;

    public byte[] Previous { get; set; } = entry.PreviousHash;

    public byte[] Hash { get; set; } = entry.Hash;

    public long Ticks { get; set; } = entry.RecordedAt.UtcTicks;

    public Guid Actor { get; set; } = entry.ActorId;

    public string? Organ { get; set; } = entry.Organ;

    public string? Enterprise { get; set; } = entry.Enterprise;

    public string Act { get; set; } = entry.Act;

    public string Payload { get; set; } = entry.Payload;

    public long? Position { get; set; } = entry.Position;

    public LedgerEntry Done() => LedgerEntry.Restore(Id, Matter, Sequence, Previous, Hash, new DateTimeOffset(Ticks, TimeSpan.Zero), Actor, Organ, Enterprise, Act, Payload, Position);

    /// <summary>As it is, with the hash that belongs to it.</summary>
    public LedgerEntry Sealed()
    {
        Hash = SHA256.HashData(Done().SealedBytes());
        return Done();
    }

    /// <summary>Turns over one bit of one field's value; a field that is absent becomes present.</summary>
    public void Turn(int field, Random random)
    {
        switch (field)
        {
            case 0: Id = Turned(Id, random); break;
            case 1: Matter = Turned(Matter, random); break;
            case 2: Sequence ^= 1L << random.Next(12); break;
            case 3: Previous = Turned(Previous, random); break;
            case 4: Hash = Turned(Hash, random); break;
            case 5: Ticks ^= 1L << random.Next(50); break;
            case 6: Actor = Turned(Actor, random); break;
            case 7: Organ = Organ is null ? "FGW@360500" : random.Next(8) == 0 ? null : Turned(Organ, random); break;
            case 8: Enterprise = Enterprise is null ? "91360500MA35XXXX0A" : random.Next(8) == 0 ? null : Turned(Enterprise, random); break;
            case 9: Act = Turned(Act, random); break;
            case 10: Payload = Turned(Payload, random); break;
            default: Position ^= 1L << random.Next(12); break;
        }
    }

    public static byte[] Turned(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    /// <summary>Text with one bit of one character turned over, still text.</summary>
    public static string Turned(string text, Random random)
    {
        while (true)
        {
            var (at, bit) = (random.Next(text.Length), 1 << random.Next(text.Length > 0 && text.All(char.IsAscii) ? 7 : 16));
            var turned = (char)(text[at] ^ bit);
            if (turned != 0 && !char.IsSurrogate(turned) && !char.IsSurrogate(text[at]))
                return string.Concat(text.AsSpan(0, at), [turned], text.AsSpan(at + 1));
        }
    }

    private static Guid Turned(Guid id, Random random) => new(Turned(id.ToByteArray(), random));
}
