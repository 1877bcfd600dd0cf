using System.Globalization;
using Tongban.Foundation;
using Tongban.Foundation.Web;
using Tongban.Plans.Model;

namespace Tongban.Plans.Exchange;

/// <summary>Tables as files: CSV or XLSX in, XLSX out.</summary>
internal static class Sheets
{
    public const string MediaType = Foundation.Web.Workbook.MediaType;

    /// <returns>Lines of cells, the head first; a date stands as 2026-03-02, a number as it is written in code.</returns>
    public static Result<List<IReadOnlyList<string>>> Read(byte[] file)
    {
        try
        {
            return TableFile.Read(file, TakeInHandlers.MostRows) is { } lines ? lines : PlanErrors.TooManyRows(TakeInHandlers.MostRows);
        }
        catch (FormatException unreadable)
        {
            return PlanErrors.Unreadable(unreadable.Message);
        }
    }

    /// <summary>One sheet a table; a decimal becomes a number, a day stands as 2026-03-02.</summary>
    public static byte[] Write(params IReadOnlyList<(string Name, IReadOnlyList<string> Head, IEnumerable<IReadOnlyList<object?>> Rows)> tables)
    {
        using var buffer = new MemoryStream();
        using (var book = new Foundation.Web.Workbook(buffer))
        {
            foreach (var (name, head, rows) in tables)
                book.Sheet(name, head, rows.Select(r => (IReadOnlyList<object?>)[.. r.Select(c => c is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : c)]));
            book.Finish();
        }
        return buffer.ToArray();
    }
}
