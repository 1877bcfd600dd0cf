using System.Text;

namespace Tongban.Foundation.Ui;

/// <summary>How a form's field, a refusal's <see cref="Error.Field"/> and an anchor on the page find each other.</summary>
/// <remarks>A form posts <c>Form.CreditCode</c>, the API and the refusal say <c>creditCode</c>: the prefix <c>Form.</c>
/// is left out and case does not count.</remarks>
public static class FieldNames
{
    /// <summary>The id of the input, and the anchor its refusal links to: <c>f-creditcode</c>.</summary>
    public static string Id(string nameOrField)
    {
        var id = new StringBuilder("f-");
        foreach (var c in Bare(nameOrField))
            id.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-');
        return id.ToString();
    }

    /// <summary>Those of a refusal's sentences that are about this input.</summary>
    public static IEnumerable<Error> About(this Error? error, string name)
    {
        if (error is null)
            return [];
        var id = Id(name);
        return error.All.Where(e => e.Field is { } field && Id(field) == id);
    }

    private static ReadOnlySpan<char> Bare(string name) =>
        name.StartsWith("Form.", StringComparison.Ordinal) ? name.AsSpan("Form.".Length) : name;
}
