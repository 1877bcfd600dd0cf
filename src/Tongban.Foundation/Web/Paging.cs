using System.Text;
using System.Text.Json;

namespace Tongban.Foundation.Web;

/// <summary>One page of a list, paged by key: the cost does not grow with the page's number, and nothing is shown twice or skipped.</summary>
/// <param name="Next">Pass as <c>after</c> to read on; <see langword="null"/> on the last page.</param>
public sealed record KeyPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>The place where a page ended, as an opaque text.</summary>
public static class PageKey
{
    public static string Write<TKey>(TKey key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(key))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <returns>The key, or the default when there is none or it is not ours: a mangled link shows the first page.</returns>
    public static TKey? Read<TKey>(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 400)
            return default;
        try
        {
            var base64 = text.Replace('-', '+').Replace('_', '/');
            return JsonSerializer.Deserialize<TKey>(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
        }
        catch (Exception mangled) when (mangled is FormatException or JsonException)
        {
            return default;
        }
    }
}
