using Tongban.Space.Engine.Files;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine;

/// <summary>A project's land, prepared once for checks against any number of layers: rings, boxes around runs of 8 edges, area.</summary>
/// <remarks>The parts must be valid polygons in the layers' projected system that do not overlap; <c>Contracts/Site</c> makes sure of it. Immutable; may be used by several threads.</remarks>
internal sealed unsafe class SiteGeometry
{
    /// <summary>Edges in a run of a site's boundary.</summary>
    internal const int RunEdges = 8;

    private readonly Arena _arena;
    private readonly EdgeSet _edges;

    private SiteGeometry(ReadOnlySpan<double> points, ReadOnlySpan<int> ringEnds, Func<int, bool> isShell, IReadOnlyList<PlanarPolygon> parts)
    {
        // Corners, their boxes and the margins fit in one piece.
        _arena = new((24 * points.Length) + (256 * ringEnds.Length) + 2048);
        var draft = PolygonPreparation.Prepare(_arena, points, ringEnds, isShell);
        _edges = draft.Edges;
        (Bounds, Area, Parts) = (draft.Box, draft.Area, parts);
        PolygonPreparation.AddRuns(_arena, ref _edges, RunEdges, 0, LayerFormat.OriginNear((Bounds.West + Bounds.East) / 2), LayerFormat.OriginNear((Bounds.South + Bounds.North) / 2));
    }

    /// <summary>m².</summary>
    public double Area { get; }

    public Window Bounds { get; }

    public IReadOnlyList<PlanarPolygon> Parts { get; }

    internal ref readonly EdgeSet Edges => ref _edges;

    /// <exception cref="ArgumentException">No part, a ring that encloses nothing, or a number that is not finite.</exception>
    public static SiteGeometry Of(IReadOnlyList<PlanarPolygon> parts)
    {
        if (parts.Count == 0)
            throw new ArgumentException("a site has at least one part", nameof(parts));
        double[] points = [.. parts.SelectMany(p => p.Rings).SelectMany(r => r)];
        List<int> ends = [];
        HashSet<int> shells = [];
        foreach (var part in parts)
        {
            shells.Add(ends.Count);
            foreach (var ring in part.Rings)
                ends.Add((ends.Count > 0 ? ends[^1] : 0) + (ring.Length / 2));
        }

        return new(points, [.. ends], shells.Contains, parts);
    }
}
