using System.Buffers.Binary;

namespace Tongban.Foundation.Identifiers;

/// <summary>Where the keys of everything that is kept come from: version 7 identifiers, whose first 48 bits are milliseconds (RFC 9562).</summary>
/// <remarks>
/// <para>Keys enter the acts and the acts enter the ledger, so that whoever wants to see the same story twice, hash by hash, must get the same keys. <see cref="Seeded"/> gives them from a seed for
/// everything that runs inside its scope; the simulated year and drills use it. It follows the flow of the code and not the process: what a server does beside it keeps drawing at random.</para>
/// <para>A seeded key can be foretold. Keys are no secrets here (who may see something is never decided by knowing its key), but the product itself never seeds.</para>
/// </remarks>
public static class NewId
{
    private static readonly AsyncLocal<Source?> Ambient = new();

    /// <summary>A key for something that begins at this instant; keys of later milliseconds sort after it.</summary>
    public static Guid At(DateTimeOffset now) => Ambient.Value is { } source ? source.Next(now) : Guid.CreateVersion7(now);

    /// <summary>A key for something whose beginning nobody asks for. It still sorts by the machine's time, except inside <see cref="Seeded"/>, where no time but the seed's is known.</summary>
    public static Guid Random() => Ambient.Value is { } source ? source.Next(DateTimeOffset.UnixEpoch) : Guid.CreateVersion7();

    /// <summary>Draws the keys from a seed until it is disposed of: the same calls in the same order get the same keys.</summary>
    /// <remarks>For tests and drills. Calls that race each other inside the scope get distinct keys in an order nobody knows.</remarks>
    public static IDisposable Seeded(int seed)
    {
        var before = Ambient.Value;
        Ambient.Value = new Source(seed);
        return new Scope(before);
    }

    /// <summary>The ambient seed of this flow, to go on with in another: a unit of work is finished by the writer, with its caller's keys.</summary>
    internal static object? Current => Ambient.Value;

    /// <summary>Goes on with what <see cref="Current"/> said elsewhere.</summary>
    internal static IDisposable Continue(object? current)
    {
        var before = Ambient.Value;
        Ambient.Value = (Source?)current;
        return new Scope(before);
    }

    private sealed class Source(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Lock _one = new();

        public Guid Next(DateTimeOffset now)
        {
            Span<byte> bytes = stackalloc byte[16];
            lock (_one)
                _random.NextBytes(bytes[6..]);
            var milliseconds = now.ToUnixTimeMilliseconds();
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
            BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)milliseconds);
            bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
            bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
            return new Guid(bytes, bigEndian: true);
        }
    }

    private sealed class Scope(Source? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
