using System.Runtime.CompilerServices;

namespace Tongban.Space.Engine.Files;

/// <summary>Memory that stays where it is, handed out in pieces and given back as a whole.</summary>
/// <param name="chunkBytes">Taken from the runtime at a time; a site needs kilobytes, a layer megabytes.</param>
internal sealed unsafe class Arena(int chunkBytes = 1 << 22)
{
    // Vectors are read across the end of a piece.
    private const int Margin = LayerFormat.Padding;
    private readonly List<byte[]> _chunks = [];
    private int _used;

    public double* Doubles(int count) => (double*)Take(8L * count);

    public float* Floats(int count) => (float*)Take(4L * count);

    public int* Ints(int count) => (int*)Take(4L * count);

    private byte* Take(long bytes)
    {
        bytes = (bytes + 7) & ~7L;
        if (_chunks.Count == 0 || _used + bytes + Margin > _chunks[^1].Length)
        {
            _chunks.Add(GC.AllocateUninitializedArray<byte>(checked((int)Math.Max(chunkBytes, bytes + Margin)), pinned: true));
            _used = 0;
        }

        var at = (byte*)Unsafe.AsPointer(ref _chunks[^1][_used]);
        _used += (int)bytes;
        return at;
    }
}
