using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;

namespace Tongban.Space.Engine.Files;

/// <summary>Unites polygons that cover common ground, once, when a layer is published: a check then counts each place once by adding.</summary>
internal static class Dissolve
{
    /// <summary>The same ground as polygons that do not overlap.</summary>
    public static IReadOnlyList<PlanarPolygon> Separate(IEnumerable<PlanarPolygon> polygons)
    {
        var all = polygons.ToList();
        return all.Count < 2 ? all : Union(all);
    }

    /// <summary>Marks polygons that overlap as members of their group and adds each group's union.</summary>
    /// <returns>The number of groups.</returns>
    public static int Groups(List<PolygonDraft> polygons, IReadOnlyList<OverlapEntry> overlaps, Func<PlanarPolygon, PolygonDraft> prepare)
    {
        Dictionary<int, int> leaders = [];
        foreach (var pair in overlaps)
            leaders[Leader(pair.First)] = Leader(pair.Second);
        var groups = overlaps.SelectMany(o => new[] { o.First, o.Second }).Distinct().GroupBy(Leader).OrderBy(g => g.Min()).ToList();
        for (var group = 0; group < groups.Count; group++)
        {
            List<PlanarPolygon> members = [];
            foreach (var member in groups[group].Order())
            {
                ref var draft = ref CollectionsMarshal.AsSpan(polygons)[member];
                draft.Role = PolygonRole.Member;
                members.Add(LibraryGeometry.Polygon(draft.Edges));
            }

            foreach (var united in Union(members))
                polygons.Add(prepare(united) with { Role = PolygonRole.Dissolved, Feature = group });
        }

        return groups.Count;

        int Leader(int polygon)
        {
            while (leaders.TryGetValue(polygon, out var above) && above != polygon)
                polygon = leaders[polygon] = leaders.GetValueOrDefault(above, above);
            return polygon;
        }
    }

    /// <summary>Pairs of polygons to pairs of features. Parts of one feature that overlap are united as well, but are no pair.</summary>
    public static IReadOnlyList<OverlapEntry> ByFeature(List<PolygonDraft> polygons, IReadOnlyList<OverlapEntry> overlaps) =>
    [
        .. overlaps.Select(o => (A: polygons[o.First].Feature, B: polygons[o.Second].Feature, o.Area)).Where(o => o.A != o.B)
            .GroupBy(o => (Math.Min(o.A, o.B), Math.Max(o.A, o.B))).OrderBy(g => g.Key).Select(g => new OverlapEntry(g.Key.Item1, g.Key.Item2, g.Sum(o => o.Area))),
    ];

    private static List<PlanarPolygon> Union(List<PlanarPolygon> polygons) =>
        LibraryGeometry.Polygons(OverlayNGRobust.Union(polygons.Select(p => (Geometry)LibraryGeometry.Of(p))));
}
