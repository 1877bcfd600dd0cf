using System.Numerics;
using System.Runtime.InteropServices;

namespace Tongban.Space.Engine.Kernel;

/// <summary>A place on a boundary: an edge, and how far along it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Along(int Edge, double Part);

/// <summary>The order in which one comes by along a boundary.</summary>
internal sealed class AlongOrder : IComparer<Along>
{
    public static AlongOrder Instance { get; } = new();

    public int Compare(Along x, Along y) => x.Edge != y.Edge ? x.Edge.CompareTo(y.Edge) : x.Part.CompareTo(y.Part);
}

/// <summary>The site's boundary crosses another's.</summary>
/// <param name="Entering">The site enters the other area there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Crossing(Along Site, Along Other, double X, double Y, bool Entering);

/// <summary>Finds where two boundaries cross, exactly, nothing touching (see <see cref="Side"/>).</summary>
internal sealed unsafe class Crossings
{
    private const double PairsPerWindow = 8192;
    private const double WorthCutting = 0.75;

    /// <summary>Corners nearer than this to the other's edges may give rings that rounding ties into knots: the caller then looks closer, m.</summary>
    private const double Delicate = 1e-6;
    private readonly EdgeList _site = new();
    private readonly EdgeList _other = new();

    public List<Crossing> Found { get; } = [];

    /// <summary>Something touched, or nearly did.</summary>
    public bool IsDelicate { get; private set; }

    public void Find(in EdgeSet site, in EdgeSet other, in Window window)
    {
        Found.Clear();
        IsDelicate = false;
        Cut(site, other, window, Pairs(site, other, window), window.East, window.North);
    }

    private static double Pairs(in EdgeSet site, in EdgeSet other, in Window window) =>
        (double)SiteRelation.EdgesNear(site, window, SiteGeometry.RunEdges) * SiteRelation.EdgesNear(other, window, Files.LayerFormat.RunEdges);

    private void Cut(in EdgeSet site, in EdgeSet other, in Window window, double pairs, double lastEast, double lastNorth)
    {
        if (pairs == 0)
            return;
        if (pairs > PairsPerWindow)
        {
            var middle = window.Width > window.Height ? (window.West + window.East) / 2 : (window.South + window.North) / 2;
            var (first, second) = window.Width > window.Height
                ? (window with { East = middle }, window with { West = middle }) : (window with { North = middle }, window with { South = middle });
            var (ofFirst, ofSecond) = (Pairs(site, other, first), Pairs(site, other, second));
            if (ofFirst + ofSecond < WorthCutting * pairs)
            {
                Cut(site, other, first, ofFirst, lastEast, lastNorth);
                Cut(site, other, second, ofSecond, lastEast, lastNorth);
                return;
            }
        }

        _site.Gather(site, window);
        if (_site.Count == 0)
            return;
        _other.Gather(other, window);
        for (var i = 0; i < _site.Count; i++)
        {
            var (west, south, east, north) = (_site.West[i], _site.South[i], _site.East[i], _site.North[i]);
            for (var j = 0; j < _other.Count; j += 8)
            {
                for (var bits = _other.Meets(j, west, south, east, north); bits != 0; bits &= bits - 1)
                {
                    var at = j + BitOperations.TrailingZeroCount(bits);

                    // The south-west corner of what the two boxes share lies in one window only: there the pair belongs.
                    var (x, y) = (Math.Max(west, _other.West[at]), Math.Max(south, _other.South[at]));
                    if ((x < window.East || window.East == lastEast) && (y < window.North || window.North == lastNorth) && x >= window.West && y >= window.South)
                        Pair(site, _site.Edge[i], other, _other.Edge[at]);
                }
            }
        }
    }

    private void Pair(in EdgeSet site, int e, in EdgeSet other, int f)
    {
        var (ax, ay, bx, by) = (site.X[e], site.Y[e], site.X[e + 1], site.Y[e + 1]);
        var (cx, cy, dx, dy) = (other.X[f], other.Y[f], other.X[f + 1], other.Y[f + 1]);
        var (fx, fy) = (dx - cx, dy - cy);
        var a = Orientation.Of(cx, cy, dx, dy, ax, ay);
        var b = Orientation.Of(cx, cy, dx, dy, bx, by);
        var reach = Delicate * (Math.Abs(fx) + Math.Abs(fy));
        IsDelicate |= Math.Abs(a) < reach || Math.Abs(b) < reach;
        var entering = Side.IsLeftOfOther(b, fx, fy);
        if (entering == Side.IsLeftOfOther(a, fx, fy))
            return;
        var (ex, ey) = (bx - ax, by - ay);
        var c = Orientation.Of(ax, ay, bx, by, cx, cy);
        var d = Orientation.Of(ax, ay, bx, by, dx, dy);
        reach = Delicate * (Math.Abs(ex) + Math.Abs(ey));
        IsDelicate |= Math.Abs(c) < reach || Math.Abs(d) < reach;
        if (Side.IsLeftOfSite(c, ex, ey) == Side.IsLeftOfSite(d, ex, ey))
            return;
        var (alongSite, alongOther) = (a / (a - b), c / (c - d));

        // A crossing at a corner is the corner itself, to the last bit.
        var (x, y) = alongSite == 0 ? (ax, ay) : alongSite == 1 ? (bx, by) : alongOther == 0 ? (cx, cy) : alongOther == 1 ? (dx, dy)
            : Math.Abs(ex) + Math.Abs(ey) < Math.Abs(fx) + Math.Abs(fy) ? (ax + (alongSite * ex), ay + (alongSite * ey)) : (cx + (alongOther * fx), cy + (alongOther * fy));
        Found.Add(new(new(e, alongSite), new(f, alongOther), x, y, entering));
    }
}
