namespace Tongban.Space.Engine;

/// <summary>One polygon in planar metres of a projected system: a shell and its holes.</summary>
/// <remarks>A ring is <c>x, y, x, y, …</c>, in either direction; whether the closing point is repeated does not matter. X is the easting.</remarks>
internal sealed record PlanarPolygon(double[] Shell, IReadOnlyList<double[]> Holes)
{
    public PlanarPolygon(double[] shell)
        : this(shell, [])
    {
    }

    public IEnumerable<double[]> Rings => Holes.Prepend(Shell);

    /// <summary>Area in m²: the shell's minus the holes'.</summary>
    public double Area => Math.Abs(SignedArea(Shell)) - Holes.Sum(h => Math.Abs(SignedArea(h)));

    /// <summary>Positive when counter-clockwise. Taken relative to the first point: at a northing of 3 400 000 m the products would lose all digits of a small parcel.</summary>
    public static double SignedArea(ReadOnlySpan<double> ring)
    {
        if (ring.Length < 6)
            return 0;
        var (x0, y0) = (ring[0], ring[1]);
        double sum = 0;
        for (var i = 2; i + 3 < ring.Length; i += 2)
            sum += ((ring[i] - x0) * (ring[i + 3] - y0)) - ((ring[i + 2] - x0) * (ring[i + 1] - y0));
        return sum / 2;
    }

    /// <summary>The axis-parallel rectangle between two corners.</summary>
    public static PlanarPolygon Rectangle(double west, double south, double east, double north) => new([west, south, east, south, east, north, west, north]);
}

/// <summary>One entity of a layer: its key in the layer, one or more polygons, and its attributes.</summary>
/// <param name="Id">Key within the layer, as the import found or gave it.</param>
/// <param name="Attributes">A JSON object in UTF-8; may be empty.</param>
internal sealed record LayerFeature(string Id, IReadOnlyList<PlanarPolygon> Parts, ReadOnlyMemory<byte> Attributes = default);
