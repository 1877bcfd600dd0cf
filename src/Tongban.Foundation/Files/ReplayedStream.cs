namespace Tongban.Foundation.Files;

/// <summary>A stream of which the first bytes were looked at already: they come again, then the rest. It is read once, from the beginning to the end.</summary>
/// <param name="start">The bytes that were looked at.</param>
/// <param name="rest">What follows them.</param>
/// <param name="leaveOpen">The rest stays open for whoever opened it.</param>
public sealed class ReplayedStream(byte[] start, Stream rest, bool leaveOpen = true) : Stream
{
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer) => Take(buffer) is > 0 and var taken ? taken : rest.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Take(buffer.Span) is > 0 and var taken ? taken : await rest.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
            rest.Dispose();
        base.Dispose(disposing);
    }

    private int Take(Span<byte> to)
    {
        var count = Math.Min(to.Length, start.Length - _at);
        start.AsSpan(_at, count).CopyTo(to);
        _at += count;
        return count;
    }
}
