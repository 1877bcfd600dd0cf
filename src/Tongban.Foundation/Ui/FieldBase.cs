using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Tongban.Foundation.Ui;

/// <summary>What all form fields share: a plain input with label, hint and error, which works without any script.</summary>
/// <remarks>After a refused post the field shows what the person typed: either the page passes it in <c>Value</c>, or, where it
/// could not be read as a number or a date, it comes from the post itself together with a sentence saying so.</remarks>
public abstract class FieldBase : ComponentBase
{
    /// <summary>Name the form posts, for example <c>Form.Name</c>.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>One line under the label: where to find it, how to write it.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>Marks the field and tells assistive technology; the rule itself is checked on the server.</summary>
    [Parameter]
    public bool Required { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>The refusal of the last post. Fields inside an <see cref="ActForm"/> receive it from there.</summary>
    [Parameter]
    public Error? Error { get; set; }

    /// <summary>Bootstrap column, for example <c>col-md-6</c>; used inside a <c>row</c>.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>Further attributes of the input: <c>maxlength</c>, <c>autocomplete</c>, <c>pattern</c>, …</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? More { get; set; }

    [CascadingParameter(Name = ActForm.RefusalName)]
    private Error? FormError { get; set; }

    [CascadingParameter(Name = ActForm.FormNameName)]
    private string? FormName { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    /// <summary>What was typed into a field that then came to nothing: it could not be read as a number or a date.</summary>
    private string? Misread => CameToNothing && FormName is not null && Http is { Request: { HasFormContentType: true } request }
        && request.Form["_handler"] == FormName && request.Form[Name].ToString() is { } typed && !string.IsNullOrWhiteSpace(typed) ? typed : null;

    /// <summary>Whether the page has no value for this field although its type could hold one.</summary>
    protected virtual bool CameToNothing => false;

    protected string Id => FieldNames.Id(Name);

    protected IReadOnlyList<string> Problems { get; private set; } = [];

    protected bool Invalid => Problems.Count > 0;

    protected string? InvalidCss => Invalid ? " is-invalid" : null;

    protected string? AriaInvalid => Invalid ? "true" : null;

    protected string? AriaRequired => Required ? "true" : null;

    /// <summary>Ids of hint and error, so that they are read out with the input.</summary>
    protected string? DescribedBy => (Hint, Invalid) switch
    {
        (not null, true) => $"{Id}-hint {Id}-error",
        (not null, false) => $"{Id}-hint",
        (null, true) => $"{Id}-error",
        _ => null,
    };

    /// <summary>What was typed but could not be read; otherwise the given value.</summary>
    protected string? Shown(string? value) => value ?? Misread;

    /// <summary>What to say when the input could not be read.</summary>
    protected virtual Words Unreadable => ("这里填写的内容无法识别", "This cannot be read");

    protected override void OnParametersSet()
    {
        var problems = (Error ?? FormError).About(Name).Select(e => e.Text.ToString()).ToList();
        if (Misread is not null)
            problems.Insert(0, Unreadable.ToString());
        Problems = problems;
    }
}
