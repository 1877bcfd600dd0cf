using Tongban.Foundation.People;
using Tongban.Foundation.Ui;

namespace Tongban.Foundation.Administration;

/// <summary>Whether a post in a list is held on a day.</summary>
internal static class PostDays
{
    public static bool Covers(PostRow post, DateOnly day) => post.From <= day && (post.To is null || day <= post.To);
}

/// <summary>All organs as answers of a select field, by division.</summary>
internal static class OrganChoices
{
    public static IEnumerable<Choice> Of(OrganDirectory organs) => organs.All.Values.OrderBy(o => o.Division, StringComparer.Ordinal).ThenBy(o => o.Department, StringComparer.Ordinal)
        .Select(o => new Choice(o.Key, o.Name.ToString(), Group: o.Division));
}
