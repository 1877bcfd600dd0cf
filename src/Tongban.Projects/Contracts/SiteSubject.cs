namespace Tongban.Projects.Contracts;

/// <summary>The name under which the checks of a project's site are kept: its code, which it has for life.</summary>
public static class SiteSubject
{
    private const string Prefix = "project:";

    /// <param name="code">National project code, as printed.</param>
    public static string Of(string code) => Prefix + code;

    /// <returns>The project code, or <see langword="null"/> when it is the site of something else.</returns>
    public static string? CodeOf(string? subject) => subject is not null && subject.StartsWith(Prefix, StringComparison.Ordinal) ? subject[Prefix.Length..] : null;
}
