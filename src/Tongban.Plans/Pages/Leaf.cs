using Tongban.Foundation;

namespace Tongban.Plans.Pages;

/// <summary>A leaf of a list that is there as a whole, such as the items of one plan: the reader turns over, the page stays short.</summary>
internal sealed record Leaf<T>(IReadOnlyList<T> Items, int First, int All, int Page)
{
    /// <summary>Lines of a leaf.</summary>
    public const int Size = 50;

    /// <param name="page">Counted from 1; a number beyond the list gives its last leaf.</param>
    public static Leaf<T> Of(IReadOnlyList<T> all, int? page)
    {
        var no = Math.Clamp(page ?? 1, 1, Math.Max(1, (all.Count + Size - 1) / Size));
        var first = (no - 1) * Size;
        return new([.. all.Skip(first).Take(Size)], first, all.Count, no);
    }

    public int? Previous => Page > 1 ? Page - 1 : null;

    public int? Next => First + Items.Count < All ? Page + 1 : null;

    public string? Summary => All <= Size ? null : Words.T($"共 {All} 项，第 {First + 1} 至 {First + Items.Count} 项", $"{First + 1} to {First + Items.Count} of {All}");
}
