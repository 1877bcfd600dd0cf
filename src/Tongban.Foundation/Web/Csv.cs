using System.Buffers;
using System.Text;

namespace Tongban.Foundation.Web;

/// <summary>Tables as comma-separated text (RFC 4180) that spreadsheets open as they are: UTF-8 with its mark, and no cell is taken for a formula.</summary>
public static class Csv
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

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
            throw new FormatException("not UTF-8", e);
        }
        List<IReadOnlyList<string>> lines = [];
        List<string> cells = [];
        var cell = new StringBuilder();
        var (quoted, wasQuoted) = (false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                    cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[++i]);
                else
                    quoted = false;
            }
            else if (c == '"' && cell.Length == 0 && !wasQuoted)
                (quoted, wasQuoted) = (true, true);
            else if (c == ',')
                EndCell();
            else if (c is '\n')
                EndLine();
            else if (c != '\r')
                cell.Append(c);
        }
        if (quoted)
            throw new FormatException("a quoted cell has no end");
        EndLine();
        return lines;

        void EndCell()
        {
            var value = cell.ToString();
            cells.Add(value is ['\'', .. var rest] && Plain(rest) == value ? rest : value);
            cell.Clear();
            wasQuoted = false;
        }

        void EndLine()
        {
            EndCell();
            if (cells.Any(x => x.Length > 0))
                lines.Add([.. cells]);
            cells.Clear();
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

    /// <summary>A cell that begins like a formula would be computed by the reader's spreadsheet; an apostrophe makes it text. Full-width signs count too.</summary>
    public static string Plain(string cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? "'" + cell : cell;
}
