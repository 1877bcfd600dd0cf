namespace Tongban.Foundation.People;

/// <summary>The projects a mandate names, when it does not cover every matter of the enterprise (民法典第一百六十五条: 代理权限).</summary>
/// <remarks>Compared by what it holds, in whatever order it was given: a session that is asked about again has the same reach while the mandates are the same.</remarks>
public sealed class ProjectReach(IEnumerable<Guid> projects) : IEquatable<ProjectReach>
{
    private readonly Guid[] _projects = [.. projects.Distinct().Order()];

    public IReadOnlyList<Guid> Ids => _projects;

    public bool Contains(Guid project) => Array.BinarySearch(_projects, project) >= 0;

    public bool Equals(ProjectReach? other) => other is not null && _projects.AsSpan().SequenceEqual(other._projects);

    public override bool Equals(object? obj) => Equals(obj as ProjectReach);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var project in _projects)
            hash.Add(project);
        return hash.ToHashCode();
    }

    /// <summary>The ids in a row, as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => string.Join(' ', _projects.Select(p => p.ToString("N")));

    /// <returns>The reach that was written; what cannot be read as an id reaches nothing.</returns>
    public static ProjectReach Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text.Split(' ').Select(t => Guid.TryParseExact(t, "N", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty));
    }
}
