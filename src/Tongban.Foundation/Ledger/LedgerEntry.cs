using System.Security.Cryptography;
using System.Text;

namespace Tongban.Foundation.Ledger;

/// <summary>One act as the ledger keeps it: who did what to which matter and when, sealed to the entry before it in the same matter.</summary>
/// <remarks>
/// The hash is SHA-256 over the canonical JSON object described in <c>docs/ledger-format.md</c>. It covers every field except
/// <see cref="Position"/>, which is given after the commit and is guarded by the checkpoints instead.
/// </remarks>
public sealed class LedgerEntry
{
    /// <summary>Version of the encoding below; a new one gets a new name, and old entries keep theirs.</summary>
    public const string Format = "tongban-ledger-1";

    /// <summary>Longest <see cref="Matter"/>, in UTF-16 units.</summary>
    public const int MatterLength = 80;

    private LedgerEntry()
    {
    }

    /// <summary>Id of the act, made by whoever asks for it; asking twice with one id enters it once.</summary>
    public Guid Id { get; private set; }

    /// <summary>What the act is about: the chain this entry belongs to, for example <c>project:0198…</c>.</summary>
    public string Matter { get; private set; } = "";

    /// <summary>Number within the matter, from 1 and without gaps.</summary>
    public long Sequence { get; private set; }

    /// <summary>Hash of the matter's entry before this one; 32 zero bytes for the first.</summary>
    public byte[] PreviousHash { get; private set; } = [];

    /// <summary>SHA-256 of this entry.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>When the act was entered: UTC, whole microseconds (what both databases keep), never earlier than the entry before it in the matter.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The account that acted.</summary>
    public Guid ActorId { get; private set; }

    /// <summary>Organ in whose name it acted, or <see langword="null"/>.</summary>
    public string? Organ { get; private set; }

    /// <summary>Enterprise for which it acted, or <see langword="null"/>.</summary>
    public string? Enterprise { get; private set; }

    /// <summary>Stable name of the act: <c>approvals.item-decided</c>.</summary>
    public string Act { get; private set; } = "";

    /// <summary>The act itself as canonical JSON text.</summary>
    public string Payload { get; private set; } = "";

    /// <summary>Place in the order of commits over all matters, from 1 without gaps; <see langword="null"/> until it is given. Not part of the hash.</summary>
    public long? Position { get; internal set; }

    /// <summary>What stands before the first entry of a matter: 32 zero bytes. A fresh copy each time, as arrays can be written to.</summary>
    public static byte[] Nothing => new byte[SHA256.HashSizeInBytes];

    /// <summary>An instant as the ledger keeps it: UTC, cut (not rounded) to whole microseconds.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>Makes the next entry of a matter. The caller holds the matter's head, so that nobody else makes the same one.</summary>
    /// <param name="at">Cut to whole microseconds.</param>
    /// <param name="payload">Canonical JSON, from <see cref="CanonicalJson.Write"/>.</param>
    public static LedgerEntry Seal(
        Guid id, string matter, long sequence, byte[] previousHash, DateTimeOffset at, Guid actorId, string? organ, string? enterprise, string act, string payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(matter);
        ArgumentException.ThrowIfNullOrEmpty(act);
        ArgumentException.ThrowIfNullOrEmpty(payload);
        if (matter.Length > MatterLength)
            throw new ArgumentException($"A matter's name has at most {MatterLength} characters.", nameof(matter));
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        if (previousHash.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException("A hash is 32 bytes.", nameof(previousHash));
        if (sequence == 1 && previousHash.AsSpan().ContainsAnyExcept((byte)0))
            throw new ArgumentException("The first entry of a matter has nothing before it.", nameof(previousHash));

        var entry = Restore(id, matter, sequence, previousHash, [], Truncate(at), actorId, organ, enterprise, act, payload, position: null);
        entry.Hash = entry.ComputeHash();
        return entry;
    }

    /// <summary>An entry as it was kept elsewhere, believed unseen; <see cref="Verify"/> tells whether it is sound.</summary>
    public static LedgerEntry Restore(
        Guid id, string matter, long sequence, byte[] previousHash, byte[] hash, DateTimeOffset at, Guid actorId, string? organ, string? enterprise,
        string act, string payload, long? position) => new()
        {
            Id = id,
            Matter = matter,
            Sequence = sequence,
            PreviousHash = previousHash,
            Hash = hash,
            RecordedAt = at,
            ActorId = actorId,
            Organ = organ,
            Enterprise = enterprise,
            Act = act,
            Payload = payload,
            Position = position,
        };

    /// <summary>Gives the entry its place in the order of commits, once.</summary>
    public void Place(long position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, 1);
        if (Position is { } already && already != position)
            throw new InvalidOperationException($"Entry {Id} already stands at {already}.");
        Position = position;
    }

    /// <summary>Whether <see cref="Hash"/> is the hash of what the entry says. The chain and the place are for <c>LedgerVerifier</c>.</summary>
    public bool Verify()
    {
        try
        {
            return RecordedAt.UtcTicks % TimeSpan.TicksPerMicrosecond == 0 && Hash.AsSpan().SequenceEqual(ComputeHash());
        }
        catch (ArgumentException)
        {
            return false;   // text that cannot have been sealed: half of a surrogate pair
        }
    }

    /// <summary>The bytes that are hashed: a canonical JSON object, so that anyone can make them from the fields.</summary>
    public byte[] SealedBytes()
    {
        var writer = WriteSealed();
        var bytes = writer.Written.ToArray();
        writer.Return();
        return bytes;
    }

    private byte[] ComputeHash()
    {
        var writer = WriteSealed();
        var hash = SHA256.HashData(writer.Written);
        writer.Return();
        return hash;
    }

    private CanonicalWriter WriteSealed()
    {
        Span<byte> payload = stackalloc byte[SHA256.HashSizeInBytes];
        PayloadHash(payload);

        // The labels stand in canonical order; a field added here goes to its alphabetical place and gets a new Format.
        var writer = CanonicalWriter.Rent();
        writer.Raw("{\"act\":"u8);
        writer.String(Act);
        writer.Raw(",\"actor\":"u8);
        writer.Guid(ActorId);
        writer.Raw(",\"at\":"u8);
        writer.Quoted(RecordedAt.UtcDateTime, "yyyy-MM-ddTHH:mm:ss.ffffffZ");
        if (Enterprise is not null)
        {
            writer.Raw(",\"enterprise\":"u8);
            writer.String(Enterprise);
        }

        writer.Raw(",\"format\":\"tongban-ledger-1\",\"id\":"u8);
        writer.Guid(Id);
        writer.Raw(",\"matter\":"u8);
        writer.String(Matter);
        if (Organ is not null)
        {
            writer.Raw(",\"organ\":"u8);
            writer.String(Organ);
        }

        writer.Raw(",\"payload\":"u8);
        writer.Hex(payload);
        writer.Raw(",\"previous\":"u8);
        writer.Hex(PreviousHash);
        writer.Raw(",\"sequence\":"u8);
        writer.Integer(Sequence);
        writer.Raw((byte)'}');
        return writer;
    }

    // The payload enters as its digest: no text inside it can pretend to be another field, and an entry can be proven without showing it.
    private void PayloadHash(Span<byte> hash)
    {
        var most = Encoding.UTF8.GetMaxByteCount(Payload.Length);
        if (most <= 2048)
        {
            Span<byte> utf8 = stackalloc byte[most];
            SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(Payload, utf8)], hash);
            return;
        }

        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(most);
        SHA256.HashData(rented.AsSpan(0, Encoding.UTF8.GetBytes(Payload, rented)), hash);
        System.Buffers.ArrayPool<byte>.Shared.Return(rented);
    }
}
