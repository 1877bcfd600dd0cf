using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tongban.Space.Engine.Files;

/// <summary>The file being written: one pass, checksums and hash taken on the way.</summary>
internal sealed class LayerFileOutput : IDisposable
{
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 18];
    private LayerTrailer _trailer = new() { Magic = LayerFormat.Magic };
    private int _filled;
    private long _written;
    private int _section;
    private uint _crc;

    public LayerFileOutput(string path) => _stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);

    public void Write(in LayerHeader header)
    {
        Write(MemoryMarshal.AsBytes(new ReadOnlySpan<LayerHeader>(in header)));
        _trailer.Header = _crc;
        Pad(0);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _crc = LayerFormat.Checksum(_crc, bytes);
        Put(bytes);
    }

    public void WriteSection<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        Write(MemoryMarshal.AsBytes(items));
        EndSection();
    }

    public void EndSection()
    {
        _trailer.Sections[_section++] = _crc;
        Pad(LayerFormat.Padding);
    }

    /// <returns>SHA-256 of all that was written.</returns>
    public string Complete(long expected)
    {
        var trailer = MemoryMarshal.AsBytes(new Span<LayerTrailer>(ref _trailer));
        _trailer.Own = LayerFormat.Checksum(0, trailer[..(int)Marshal.OffsetOf<LayerTrailer>(nameof(LayerTrailer.Own))]);
        Put(trailer);
        Flush();
        if (_written != expected)
            throw new InvalidOperationException($"a layer file of {expected} bytes came to {_written}");
        _stream.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }

    private void Pad(int atLeast)
    {
        var at = _written + _filled;
        Put(stackalloc byte[(int)(LayerFormat.Align(at + atLeast) - at)]);
        _crc = 0;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var take = Math.Min(bytes.Length, _buffer.Length - _filled);
            bytes[..take].CopyTo(_buffer.AsSpan(_filled));
            _filled += take;
            bytes = bytes[take..];
            if (_filled == _buffer.Length)
                Flush();
        }
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _filled);
        _stream.Write(_buffer, 0, _filled);
        _written += _filled;
        _filled = 0;
    }
}

/// <summary>Bytes one after another, beyond the two gigabytes' doubling of a list only in principle.</summary>
internal sealed class ByteList
{
    private byte[] _bytes = new byte[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Count);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Count += bytes.Length;
    }

    public void AddText(string text) => Count += System.Text.Encoding.UTF8.GetBytes(text, Room(System.Text.Encoding.UTF8.GetMaxByteCount(text.Length)));

    private Span<byte> Room(int bytes)
    {
        if (Count + bytes > _bytes.Length)
            Array.Resize(ref _bytes, checked(Math.Max(Count + bytes, _bytes.Length > 1 << 30 ? Array.MaxLength : _bytes.Length * 2)));
        return _bytes.AsSpan(Count);
    }
}
