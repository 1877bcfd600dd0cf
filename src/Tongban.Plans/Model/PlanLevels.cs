using Tongban.Foundation.People;

namespace Tongban.Plans.Model;

/// <summary>The two levels that plan: the city, whose code ends in 00, and its counties and districts, whose codes begin like the city's (GB/T 2260).</summary>
internal static class PlanLevels
{
    /// <summary>The level an organ plans at: <c>SLJ@360521</c> is the county's.</summary>
    public static string Of(string organ) => organ[(organ.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public static bool IsCity(string level) => level.EndsWith("00", StringComparison.Ordinal);

    /// <summary>Whether what belongs to the upper level reaches into the lower one: every level into itself, the city into its counties.</summary>
    public static bool Covers(string upper, string lower) => upper == lower || (IsCity(upper) && upper.Length == 6 && lower.Length == 6 && upper[..4] == lower[..4]);

    /// <returns>The county or district an officer looks no further than; <see langword="null"/> for officers of the city, and for all who are no officers.</returns>
    public static string? CountyOf(Actor actor) => actor.Organ is { } organ && Of(organ) is var level && !IsCity(level) ? level : null;
}
