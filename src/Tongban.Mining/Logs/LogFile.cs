using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Tongban.Mining.Logs;

/// <summary>A log as one immutable file: <c>TBLOG001</c>, the tables of names, then the columns as little-endian numbers. Described in <c>docs/domain/mining.md</c>.</summary>
/// <remarks>Nothing is packed: packers change from one version of a library to the next, and the digest must not.</remarks>
internal static class LogFile
{
    public const string MediaType = "application/vnd.tongban.event-log";

    private static ReadOnlySpan<byte> Mark => "TBLOG001"u8;

    public static byte[] Write(EventLog log)
    {
        using var file = new MemoryStream((log.EventCount * 17) + 4096);
        file.Write(Mark);
        Number(file, log.CaseCount);
        Number(file, log.EventCount);
        Texts(file, log.Cases);
        Numbers<int>(file, log.Starts);
        Texts(file, log.Activities);
        Numbers<int>(file, log.Activity);
        Numbers<long>(file, log.At);
        Texts(file, log.Resources);
        Numbers<int>(file, log.Resource);
        Texts(file, log.Lifecycles);
        file.Write(log.Lifecycle);
        foreach (var columns in new[] { log.CaseColumns, log.EventColumns })
        {
            Number(file, columns.Length);
            foreach (var column in columns)
            {
                Texts(file, [column.Name]);
                Number(file, (int)column.Kind);
                Texts(file, column.Words);
                if (column.IsDate)
                    Numbers<long>(file, column.Ticks);
                else
                    Numbers<int>(file, column.Codes);
            }
        }
        return file.ToArray();
    }

    /// <summary>SHA-256 of the file: the same for the same cases, events and attributes.</summary>
    public static string DigestOf(EventLog log) => Convert.ToHexStringLower(SHA256.HashData(Write(log)));

    /// <exception cref="InvalidDataException">These are not the bytes of a log.</exception>
    public static EventLog Read(byte[] content)
    {
        var file = new Reader(content);
        if (!file.Take(Mark.Length).SequenceEqual(Mark))
            throw new InvalidDataException("not an event log");
        var (cases, events) = (file.Number(), file.Number());
        var log = new EventLog
        {
            Cases = file.Texts(cases), Starts = file.Numbers<int>(cases + 1),
            Activities = file.Texts(), Activity = file.Numbers<int>(events), At = file.Numbers<long>(events),
            Resources = file.Texts(), Resource = file.Numbers<int>(events),
            Lifecycles = file.Texts(), Lifecycle = file.Numbers<byte>(events),
            CaseColumns = file.Columns(cases), EventColumns = file.Columns(events),
        };
        if (!file.AtEnd || log.Starts[0] != 0 || log.Starts[^1] != events || Array.Exists(log.Activity, a => (uint)a >= (uint)log.Activities.Length))
            throw new InvalidDataException("the event log is damaged");
        return log;
    }

    private static void Number(Stream file, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        file.Write(bytes);
    }

    private static void Texts(Stream file, string[] texts)
    {
        Number(file, texts.Length);
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Number(file, bytes.Length);
            file.Write(bytes);
        }
    }

    // The processors this runs on are little-endian, as the file is; on another the numbers would have to be turned round.
    private static void Numbers<T>(Stream file, ReadOnlySpan<T> values) where T : unmanaged => file.Write(MemoryMarshal.AsBytes(values));

    private ref struct Reader(ReadOnlySpan<byte> content)
    {
        private ReadOnlySpan<byte> _rest = content;

        public readonly bool AtEnd => _rest.IsEmpty;

        public ReadOnlySpan<byte> Take(int bytes)
        {
            if (bytes < 0 || bytes > _rest.Length)
                throw new InvalidDataException("the event log is cut short");
            var taken = _rest[..bytes];
            _rest = _rest[bytes..];
            return taken;
        }

        public int Number() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        public T[] Numbers<T>(int count) where T : unmanaged => MemoryMarshal.Cast<byte, T>(Take(checked(count * Marshal.SizeOf<T>()))).ToArray();

        public string[] Texts(int? expected = null)
        {
            var count = Number();
            if (count < 0 || count > _rest.Length || count != (expected ?? count))
                throw new InvalidDataException("the event log is damaged");
            var texts = new string[count];
            for (var i = 0; i < count; i++)
                texts[i] = Encoding.UTF8.GetString(Take(Number()));
            return texts;
        }

        public LogColumn[] Columns(int rows)
        {
            var columns = new LogColumn[Number()];
            for (var i = 0; i < columns.Length; i++)
            {
                var (name, kind, words) = (Texts(1)[0], (ColumnKind)Number(), Texts());
                columns[i] = new(name, kind, kind is ColumnKind.Date ? [] : Numbers<int>(rows), words, kind is ColumnKind.Date ? Numbers<long>(rows) : []);
            }
            return columns;
        }
    }
}
