using System.Net;
using System.Text;
using Tongban.Foundation;

namespace Tongban.Space.Features;

/// <summary>The features API for readers without a program: plain pages with links, tables and no script.</summary>
internal sealed class OgcHtml
{
    private readonly StringBuilder _page = new();

    public OgcHtml(string title, string? lead, IReadOnlyList<(string Title, string Href)> way)
    {
        _page.Append(CultureInvariant, $"<!DOCTYPE html><html lang=\"{(Words.English ? "en" : "zh-CN")}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{E(title)}</title>")
            .Append("<style>body{font:16px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#182433}a{color:#0054a6}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #c8ccd4;padding:.4rem .6rem;text-align:start;vertical-align:top}.wide{overflow-x:auto}code{overflow-wrap:anywhere}</style></head><body>");
        if (way.Count > 0)
            _page.Append(CultureInvariant, $"<nav aria-label=\"{E(Words.T("路径", "Breadcrumb"))}\">{string.Join(" / ", way.Select(w => Link(w.Title, w.Href)))}</nav>");
        _page.Append(CultureInvariant, $"<main><h1>{E(title)}</h1>");
        if (lead is not null)
            _page.Append(CultureInvariant, $"<p>{E(lead)}</p>");
    }

    private static System.Globalization.CultureInfo CultureInvariant => System.Globalization.CultureInfo.InvariantCulture;

    public OgcHtml Links(IEnumerable<(string Title, string Href)> links)
    {
        _page.Append("<ul>");
        foreach (var (title, href) in links)
            _page.Append(CultureInvariant, $"<li>{Link(title, href)}</li>");
        _page.Append("</ul>");
        return this;
    }

    /// <param name="rows">Cells are text unless they were made by <see cref="Link"/>.</param>
    public OgcHtml Table(string caption, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        _page.Append(CultureInvariant, $"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{E(caption)}\"><table><caption>{E(caption)}</caption><thead><tr>");
        foreach (var cell in head)
            _page.Append(CultureInvariant, $"<th scope=\"col\">{E(cell)}</th>");
        _page.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            _page.Append("<tr>");
            foreach (var cell in row)
                _page.Append(CultureInvariant, $"<td>{(cell.Href is null ? E(cell.Text) : Link(cell.Text, cell.Href))}</td>");
            _page.Append("</tr>");
        }
        _page.Append("</tbody></table></div>");
        return this;
    }

    public override string ToString() => _page + "</main></body></html>";

    private static string Link(string title, string href) => $"<a href=\"{E(href)}\">{E(title)}</a>";

    private static string E(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A cell: its text, and where it leads to.</summary>
    internal sealed record Cell(string Text, string? Href = null);
}
