using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;

namespace Tongban.Foundation.Ledger;

/// <summary>Writes RFC 8785 tokens into a reused buffer. One per thread at a time: <see cref="Rent"/>, write, <see cref="Return"/>.</summary>
internal sealed class CanonicalWriter
{
    // RFC 8785, 3.2.2.2: only these are escaped; everything else, Chinese included, stands as UTF-8.
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private const int KeepUpTo = 1 << 20;

    [ThreadStatic]
    private static CanonicalWriter? _spare;

    private byte[] _buffer = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public static CanonicalWriter Rent()
    {
        var writer = _spare ?? new CanonicalWriter();
        _spare = null;
        writer._length = 0;
        return writer;
    }

    public void Return()
    {
        if (_buffer.Length <= KeepUpTo)
            _spare = this;
    }

    public void Raw(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    public void Raw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        _length += value.Length;
    }

    public void String(ReadOnlySpan<char> text)
    {
        // Six bytes (\u001f) is the most one UTF-16 unit can become.
        var room = Room(checked((text.Length * 6) + 2));
        room[0] = (byte)'"';
        var at = 1;
        while (true)
        {
            var special = text.IndexOfAny(Escaped);
            var plain = special < 0 ? text : text[..special];
            if (Utf8.FromUtf16(plain, room[at..], out _, out var bytes, replaceInvalidSequences: false) != OperationStatus.Done)
                throw new ArgumentException("The text holds half of a surrogate pair, which no JSON document can carry.", nameof(text));

            at += bytes;
            if (special < 0)
                break;

            at += Escape(text[special], room[at..]);
            text = text[(special + 1)..];
        }

        room[at++] = (byte)'"';
        _length += at;
    }

    public void Integer(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        _length += written;
    }

    /// <summary>A quoted text that needs no escaping: hex digits, digests, keys.</summary>
    public void Hex(ReadOnlySpan<byte> value)
    {
        var room = Room((value.Length * 2) + 2);
        room[0] = (byte)'"';
        Convert.TryToHexStringLower(value, room[1..], out var written);
        room[written + 1] = (byte)'"';
        _length += written + 2;
    }

    public void Guid(Guid value)
    {
        var room = Room(38);
        room[0] = (byte)'"';
        value.TryFormat(room[1..], out _);
        room[37] = (byte)'"';
        _length += 38;
    }

    /// <summary>A quoted value in an invariant format whose text needs no escaping.</summary>
    public void Quoted<T>(T value, ReadOnlySpan<char> format) where T : IUtf8SpanFormattable
    {
        var room = Room(80);
        room[0] = (byte)'"';
        if (!value.TryFormat(room[1..], out var written, format, CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"{typeof(T)} does not fit.");

        room[written + 1] = (byte)'"';
        _length += written + 2;
    }

    /// <summary>A decimal as a quoted invariant number without trailing zeros: 1.50 and 1.5 are the same amount and the same bytes.</summary>
    public void Decimal(decimal value)
    {
        var room = Room(40);
        room[0] = (byte)'"';
        var written = 1;
        if (value == 0)
        {
            room[written++] = (byte)'0';
        }
        else
        {
            value.TryFormat(room[1..], out written, default, CultureInfo.InvariantCulture);
            written++;
            if (room[..written].Contains((byte)'.'))
            {
                while (room[written - 1] == (byte)'0')
                    written--;
                if (room[written - 1] == (byte)'.')
                    written--;
            }
        }

        room[written++] = (byte)'"';
        _length += written;
    }

    /// <summary>A number as ECMAScript writes it (RFC 8785, 3.2.2.3).</summary>
    public void Double(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException("JSON has no word for infinity or for what is not a number.", nameof(value));

        if (value == 0)
        {
            Raw((byte)'0');
            return;
        }

        // Shortest digits that read back as the same number, as d.ddddE±xxx; then laid out by ECMA-262, Number::toString.
        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 17; precision++)
        {
            var candidate = value.ToString(string.Create(CultureInfo.InvariantCulture, $"E{precision}"), CultureInfo.InvariantCulture);
            if (double.Parse(candidate, CultureInfo.InvariantCulture) == value)
            {
                shortest = candidate;
                break;
            }
        }

        var negative = shortest[0] == '-';
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        var digits = shortest[(negative ? 1 : 0)..e].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        var n = int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        var k = digits.Length;
        var text = n switch
        {
            _ when k <= n && n <= 21 => digits + new string('0', n - k),
            > 0 and <= 21 => $"{digits[..n]}.{digits[n..]}",
            > -6 and <= 0 => $"0.{new string('0', -n)}{digits}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(k > 1 ? "." : "")}{digits[1..]}e{(n > 0 ? "+" : "-")}{Math.Abs(n - 1)}"),
        };
        foreach (var character in negative ? "-" + text : text)
            Raw((byte)character);
    }

    private static int Escape(char character, Span<byte> room)
    {
        room[0] = (byte)'\\';
        var letter = character switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\f' => 'f',
            '\r' => 'r',
            _ => 'u',
        };
        room[1] = (byte)letter;
        if (letter != 'u')
            return 2;

        const string digits = "0123456789abcdef";
        (room[2], room[3], room[4], room[5]) = ((byte)'0', (byte)'0', (byte)digits[character >> 4], (byte)digits[character & 15]);
        return 6;
    }

    private Span<byte> Room(int count)
    {
        if (_buffer.Length - _length < count)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(_length + count)));
        return _buffer.AsSpan(_length);
    }
}
