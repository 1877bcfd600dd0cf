using Tongban.Space.Engine.Files;

namespace Tongban.Space.Engine.Kernel;

/// <summary>The common area of two edge sets: windows small enough for the double sum.</summary>
/// <remarks>Each window is computed on its own, with its own floor and its own ray, so windows may be cut anywhere. They are cut until few pairs of edges are left, or one of the two is uniform. Not for several threads at once.</remarks>
internal sealed class CommonArea
{
    /// <summary>Pairs of edges up to which a window is not cut again: about where gathering twice costs as much as the pairs saved.</summary>
    private const int PairsPerWindow = 2048;

    /// <summary>A cut that does not leave at least this part of the pairs behind is not made: the boxes overlap there whatever one does.</summary>
    private const double WorthCutting = 0.75;
    private readonly PieceList _one = new();
    private readonly PieceList _other = new();
    private int _runOfOne;
    private int _runOfOther;

    /// <param name="one">The site, or whichever has the shorter runs.</param>
    public double Of(in EdgeSet one, in EdgeSet other, in Window window, int runOfOne = SiteGeometry.RunEdges, int runOfOther = LayerFormat.RunEdges)
    {
        if (window.IsEmpty)
            return 0;
        (_runOfOne, _runOfOther) = (runOfOne, runOfOther);
        return Cut(one, other, window, Pairs(one, other, window));
    }

    private double Cut(in EdgeSet one, in EdgeSet other, in Window window, double pairs)
    {
        if (pairs > PairsPerWindow)
        {
            var middle = window.Width > window.Height ? (window.West + window.East) / 2 : (window.South + window.North) / 2;
            var (first, second) = window.Width > window.Height
                ? (window with { East = middle }, window with { West = middle }) : (window with { North = middle }, window with { South = middle });
            var (ofFirst, ofSecond) = (Pairs(one, other, first), Pairs(one, other, second));
            if (ofFirst + ofSecond < WorthCutting * pairs)
                return Cut(one, other, first, ofFirst) + Cut(one, other, second, ofSecond);
        }

        _one.Gather(one, window);
        if (_one.Count == 0)
            return 0;
        _other.Gather(other, window);
        if (_one.IsUniform)
            return _one.CornerDepth * AreaKernel.Own(_other);
        return _other.IsUniform ? _other.CornerDepth * AreaKernel.Own(_one) : AreaKernel.Common(_one, _other);
    }

    /// <summary>An upper estimate from the boxes.</summary>
    private double Pairs(in EdgeSet one, in EdgeSet other, in Window window)
    {
        double near = SiteRelation.EdgesNear(one, window, _runOfOne);
        return near == 0 ? 0 : near * Math.Max(1, SiteRelation.EdgesNear(other, window, _runOfOther));
    }
}
