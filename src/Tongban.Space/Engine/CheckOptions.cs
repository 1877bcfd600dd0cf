namespace Tongban.Space.Engine;

/// <summary>What a check is to work out besides areas and verdicts.</summary>
internal sealed record CheckOptions
{
    public static CheckOptions Areas { get; } = new();

    /// <summary>Return the common ground itself for layers in conflict.</summary>
    public bool Geometry { get; init; }

    /// <summary>Return the distance to the nearest feature of layers without conflict. Layers that ask for a distance are measured in any case.</summary>
    public bool Distances { get; init; }

    /// <summary>Features farther away need not be found.</summary>
    public double MaxMetres { get; init; } = double.PositiveInfinity;

    /// <summary>What is not done after this is answered "not checked".</summary>
    public TimeSpan? TimeLimit { get; init; }
}
