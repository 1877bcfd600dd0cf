using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace Tongban.Foundation.Ui;

/// <summary>One icon of the sprite. It decorates: what it says stands beside it in words.</summary>
/// <remarks>Half the parts of a page are icons, so this one does without the life cycle of a component that may change: it is rendered once, as one piece of markup.</remarks>
public sealed class Icon : IComponent
{
    private RenderHandle _page;

    /// <summary>A name listed in <c>npm/icons.txt</c>.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";
    [Parameter] public bool Small { get; set; }
    [Parameter] public string? Class { get; set; }

    void IComponent.Attach(RenderHandle renderHandle) => _page = renderHandle;

    Task IComponent.SetParametersAsync(ParameterView parameters)
    {
        foreach (var parameter in parameters)
        {
            switch (parameter.Name)
            {
                case nameof(Name):
                    Name = (string)parameter.Value;
                    break;
                case nameof(Small):
                    Small = (bool)parameter.Value;
                    break;
                case nameof(Class):
                    Class = (string?)parameter.Value;
                    break;
                default:
                    throw new InvalidOperationException($"an icon has no {parameter.Name}");
            }
        }
        _page.Render(page => page.AddMarkupContent(0, Svg()));
        return Task.CompletedTask;
    }

    private string Svg() =>
        $"""<svg class="{(Small ? "icon icon-sm" : "icon")}{(Class is null ? "" : " " + HtmlEncoder.Default.Encode(Class))}" aria-hidden="true" focusable="false"><use href="/{_page.Assets["lib/icons.svg"]}#{HtmlEncoder.Default.Encode(Name)}"></use></svg>""";
}
