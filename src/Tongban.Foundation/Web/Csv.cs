using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tongban.Foundation.Web;

/// <summary>Tables as comma-separated text (RFC 4180) that spreadsheets open as they are: UTF-8 with its mark, and no cell is taken for a formula.</summary>
public static class Csv
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    // What a Chinese Excel saves as "CSV" is GB 18030; that cannot be told from UTF-8 with certainty, so it is said what to do.
    private static string NotUtf8 => Words.T("不是 UTF-8 编码。请在 Excel 中另存为“CSV UTF-8”，或直接上传 XLSX", "it is not UTF-8. Save it as “CSV UTF-8”, or hand in the XLSX");

    /// <summary>The whole file.</summary>
    public static byte[] Write(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        Line(text, head);
        foreach (var row in rows)
            Line(text, row);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>Reads what <see cref="Write"/> writes, and what spreadsheets save: UTF-8, commas, quoted cells with line breaks. The apostrophe that kept a cell from being computed is taken off.</summary>
    /// <returns>The lines with their cells; empty lines are left out.</returns>
    /// <exception cref="FormatException">A quoted cell has no end, or the bytes are no UTF-8.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(ReadOnlySpan<byte> file)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.StartsWith(Encoding.UTF8.Preamble) ? file[3..] : file);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException(NotUtf8, e);
        }
        List<IReadOnlyList<string>> lines = [];
        var parser = new Parser();
        foreach (var c in text)
        {
            if (parser.Take(c) is { } line)
                lines.Add(line);
        }
        if (parser.End() is { } last)
            lines.Add(last);
        return lines;
    }

    /// <summary>The same line by line, for files of any length.</summary>
    /// <exception cref="FormatException">A quoted cell has no end, or the bytes are no UTF-8.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<string>> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var (parser, buffer) = (new Parser(), new char[32_768]);
        while (true)
        {
            int read;
            try
            {
                read = await reader.ReadAsync(buffer, ct);
            }
            catch (DecoderFallbackException e)
            {
                throw new FormatException(NotUtf8, e);
            }
            if (read == 0)
                break;
            for (var i = 0; i < read; i++)
            {
                if (parser.Take(buffer[i]) is { } line)
                    yield return line;
            }
        }
        if (parser.End() is { } last)
            yield return last;
    }

    /// <summary>Makes lines of characters.</summary>
    private sealed class Parser
    {
        private readonly StringBuilder _cell = new();
        private List<string> _cells = [];
        private bool _quoted, _wasQuoted, _quote;

        /// <returns>The line that this character ends, unless it is empty.</returns>
        public List<string>? Take(char c)
        {
            if (_quote)
            {
                // A quote inside a quoted cell: doubled it is one, alone it ends the cell.
                _quote = false;
                if (c == '"')
                {
                    _cell.Append('"');
                    return null;
                }
                _quoted = false;
            }
            if (_quoted)
            {
                if (c == '"')
                    _quote = true;
                else
                    _cell.Append(c);
            }
            else if (c == '"' && _cell.Length == 0 && !_wasQuoted)
                (_quoted, _wasQuoted) = (true, true);
            else if (c == ',')
                EndCell();
            else if (c == '\n')
                return EndLine();
            else if (c != '\r')
                _cell.Append(c);
            return null;
        }

        public List<string>? End() => _quoted && !_quote ? throw new FormatException(Words.T("有引号没有结束", "a quoted cell has no end")) : EndLine();

        private void EndCell()
        {
            var value = _cell.ToString();
            _cells.Add(value is ['\'', .. var rest] && Plain(rest) == value ? rest : value);
            _cell.Clear();
            _wasQuoted = false;
        }

        private List<string>? EndLine()
        {
            EndCell();
            var line = _cells;
            _cells = new(line.Count);
            return line.Exists(x => x.Length > 0) ? line : null;
        }
    }

    private static void Line(StringBuilder text, IReadOnlyList<string?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            var cell = Plain(cells[i] ?? "");
            if (cell.AsSpan().ContainsAny(Quoted))
                text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                text.Append(cell);
        }
        text.Append("\r\n");
    }

    /// <summary>A cell that begins like a formula would be computed by the reader's spreadsheet; an apostrophe makes it text. Full-width signs count too. A number below zero stays a number.</summary>
    public static string Plain(string cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] && !IsNegative(cell) ? "'" + cell : cell;

    // Digits with at most one point between them, as figures are written here: nothing that could be computed.
    private static bool IsNegative(string cell) => cell is ['-', >= '0' and <= '9', ..] && char.IsAsciiDigit(cell[^1]) && cell.Skip(1).All(c => char.IsAsciiDigit(c) || c is '.') && cell.Count(c => c is '.') <= 1;
}
