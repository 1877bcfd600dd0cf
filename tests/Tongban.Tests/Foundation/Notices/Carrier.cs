using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tongban.Tests.Foundation.Notices;

/// <summary>A carrier's message centre on the loopback address that speaks the little SMPP 3.4 a gateway needs: bind, take messages on, report them, hand messages over.</summary>
/// <remarks>Kannel's own fake centre listens on every address of the machine; this one does not.</remarks>
internal sealed class Carrier : IAsyncDisposable
{
    private const uint Response = 0x8000_0000, Bind = 0x9, Submit = 0x4, Deliver = 0x5, Enquire = 0x15;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private readonly TaskCompletionSource<NetworkStream> _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private uint _sequence;

    public Carrier()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Messages taken on: our number for it, the sender as the carrier sees him, the recipient, the text.</summary>
    public ConcurrentQueue<(string Id, string From, string To, string Text)> Taken { get; } = [];

    /// <summary>The gateway is there.</summary>
    public Task Bound => _bound.Task;

    /// <summary>Reports that a message has arrived.</summary>
    public Task ReportAsync((string Id, string From, string To, string Text) message) =>
        DeliverAsync(message.To, message.From, 0x04, 0, Encoding.ASCII.GetBytes($"id:{message.Id} sub:001 dlvrd:001 submit date:2603250900 done date:2603250901 stat:DELIVRD err:000 text:"));

    /// <summary>A subscriber writes to the gateway's number.</summary>
    public Task WriteAsync(string from, string to, string text) => DeliverAsync(from, to, 0, 8, Encoding.BigEndianUnicode.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        if (_bound.Task.IsCompletedSuccessfully)
            await (await _bound.Task).DisposeAsync();
        await _serving;
        _writing.Dispose();
    }

    private async Task DeliverAsync(string from, string to, byte kind, byte coding, byte[] text)
    {
        var body = new List<byte> { 0, 1, 1 };
        Text(body, from);
        body.AddRange([1, 1]);
        Text(body, to);
        body.AddRange([kind, 0, 0, 0, 0, 0, 0, coding, 0, (byte)text.Length, .. text]);
        await SendAsync(await _bound.Task, Deliver, Interlocked.Increment(ref _sequence), [.. body]);
    }

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var line = client.GetStream();
            var head = new byte[16];
            while (true)
            {
                await line.ReadExactlyAsync(head);
                var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head) - 16];
                await line.ReadExactlyAsync(body);
                var (command, sequence) = (BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)), BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(12)));
                switch (command)
                {
                    case Bind:
                        await SendAsync(line, command | Response, sequence, "test\0"u8.ToArray());
                        _bound.TrySetResult(line);
                        break;
                    case Submit:
                        var message = Read(body);
                        Taken.Enqueue(message);
                        await SendAsync(line, command | Response, sequence, [.. Encoding.ASCII.GetBytes(message.Id), 0]);
                        break;
                    case Enquire:
                        await SendAsync(line, command | Response, sequence, []);
                        break;
                }
            }
        }
        catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException or EndOfStreamException)
        {
            // the gateway or the test has ended
        }
    }

    private (string Id, string From, string To, string Text) Read(byte[] body)
    {
        var at = 0;
        string Word()
        {
            var end = Array.IndexOf(body, (byte)0, at);
            var word = Encoding.ASCII.GetString(body, at, end - at);
            at = end + 1;
            return word;
        }
        Word();
        at += 2;
        var from = Word();
        at += 2;
        var to = Word();
        at += 3;
        Word();
        Word();
        at += 2;
        var coding = body[at];
        at += 2;
        int length = body[at++];
        return ($"{Taken.Count + 1}", from, to, (coding == 8 ? Encoding.BigEndianUnicode : Encoding.Latin1).GetString(body, at, length));
    }

    private async Task SendAsync(NetworkStream line, uint command, uint sequence, byte[] body)
    {
        var unit = new byte[16 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(unit, unit.Length);
        BinaryPrimitives.WriteUInt32BigEndian(unit.AsSpan(4), command);
        BinaryPrimitives.WriteUInt32BigEndian(unit.AsSpan(12), sequence);
        body.CopyTo(unit, 16);
        await _writing.WaitAsync();
        try
        {
            await line.WriteAsync(unit);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static void Text(List<byte> body, string text)
    {
        body.AddRange(Encoding.ASCII.GetBytes(text));
        body.Add(0);
    }
}
