using System.IO.Compression;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Import;

/// <summary>Reads a stream and gives up when it becomes what no honest log is: a packed file that grows without end, markup in which one tag never closes.</summary>
/// <remarks>The XML reader holds a tag with all its values before anyone sees it, so its length has to be looked at beneath the reader. That works on bytes because only
/// encodings are let in that write <c>&lt;</c> as one byte.</remarks>
internal sealed class BoundedStream(Stream inner, LogLimits limits, Stream? packed, bool markup) : Stream
{
    private long _read;
    private long _sinceMarkup;

    /// <summary>Opens a log as it was sent, packed with gzip or plain.</summary>
    public static BoundedStream Open(Stream sent, LogLimits limits, bool markup)
    {
        Span<byte> first = stackalloc byte[4];
        var start = sent.Position;
        var n = sent.ReadAtLeast(first, 4, throwOnEndOfStream: false);
        sent.Position = start;
        if (n >= 2 && first[0] == 0x1F && first[1] == 0x8B)
            return new(new GZipStream(sent, CompressionMode.Decompress, leaveOpen: true), limits, sent, markup);
        return new(sent, limits, null, markup);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int n;
        try
        {
            n = inner.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new LogRefusedException(MiningErrors.Unreadable(("压缩文件已损坏。", "The packed file is damaged.")));
        }
        if ((_read += n) > limits.PlainBytes)
            throw new LogRefusedException(MiningErrors.TooLarge(limits.PlainBytes >> 20));
        if (packed is not null && _read > 16 << 20 && _read / limits.Ratio > packed.Position)
            throw new LogRefusedException(MiningErrors.Bomb(limits.Ratio));
        if (markup)
            Look(buffer[..n]);
        return n;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // What was sent belongs to whoever sent it, and is read more than once.
        if (disposing && packed is not null)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Look(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'<') is >= 0 and var at)
        {
            Check(at);
            _sinceMarkup = 0;
            bytes = bytes[(at + 1)..];
        }
        Check(bytes.Length);
    }

    private void Check(int more)
    {
        if ((_sinceMarkup += more) > limits.Markup)
            throw new LogRefusedException(MiningErrors.TooLongValue(limits.Markup >> 10));
    }
}
