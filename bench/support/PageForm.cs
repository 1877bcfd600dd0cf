using AngleSharp.Html.Dom;

namespace Tongban.Bench;

/// <summary>A field of a form.</summary>
/// <param name="Value">What a browser sends when nobody changes it; of a select in which nothing is chosen the first option that says something, of a box or circle what it stands for.</param>
/// <param name="IsHidden">Nobody sees it, so nobody could fill it in.</param>
/// <param name="IsSent">Not so what is switched off, and a box or circle without its mark: a browser leaves them out.</param>
internal sealed record PageField(string Name, string Value, bool IsHidden, bool IsSent);

/// <summary>A form that a page posts, as a browser reads it.</summary>
/// <param name="Action">Where to; <see langword="null"/> when it does not say, and so to the page itself.</param>
/// <param name="Fields">In the order of the page, without buttons.</param>
/// <param name="Files">Names of the fields that take a file.</param>
internal sealed record PageForm(string? Action, IReadOnlyList<PageField> Fields, IReadOnlyList<string> Files)
{
    public static IEnumerable<PageForm> AllOf(IHtmlDocument page) => page.Forms.Where(f => f.Method is "post").Select(Of);

    private static PageForm Of(IHtmlFormElement form)
    {
        List<PageField> fields = [];
        List<string> files = [];
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name)
                continue;
            switch (element)
            {
                case IHtmlInputElement { Type: "file" }:
                    files.Add(name);
                    break;
                case IHtmlInputElement { Type: "submit" or "button" or "reset" }:
                    break;
                case IHtmlInputElement input:
                    fields.Add(new(name, input.Value, input.Type is "hidden", !input.IsDisabled && (input.Type is not ("checkbox" or "radio") || input.IsChecked)));
                    break;
                case IHtmlSelectElement select:
                    var options = select.Options.Where(o => o.Value.Length > 0).ToList();
                    fields.Add(new(name, (options.Find(o => o.IsSelected) ?? options.FirstOrDefault())?.Value ?? "", false, !select.IsDisabled));
                    break;
                case IHtmlTextAreaElement area:
                    fields.Add(new(name, area.Value, false, !area.IsDisabled));
                    break;
            }
        }
        return new PageForm(form.GetAttribute("action"), fields, files);
    }
}
