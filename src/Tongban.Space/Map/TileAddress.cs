using System.Runtime.InteropServices;

namespace Tongban.Space.Map;

/// <summary>A square of the world map: Web Mercator, numbered from the north-west as every web map does.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TileAddress(int Zoom, int X, int Y)
{
    /// <summary>Units along a side.</summary>
    public const int Extent = 4096;

    /// <summary>A tile is 512 pixels wide on the screen, so 8 units are a pixel.</summary>
    public const int Pixel = Extent / 512;

    /// <summary>Finer than this the map enlarges: a unit is then 13 cm at 28° north.</summary>
    public const int DeepestZoom = 16;

    /// <summary>Latitude of the map's upper edge.</summary>
    private const double Pole = 85.0511287798066;

    public bool Exists => Zoom is >= 0 and <= DeepestZoom && X >= 0 && Y >= 0 && X < 1 << Zoom && Y < 1 << Zoom;

    public double LongitudeAt(double unit) => ((X + (unit / Extent)) / (1 << Zoom) * 360) - 180;

    public double LatitudeAt(double unit) => Math.Atan(Math.Sinh(Math.PI * (1 - (2 * (Y + (unit / Extent)) / (1 << Zoom))))) * (180 / Math.PI);

    /// <summary>Where a place lies, in units from the tile's north-western corner.</summary>
    public (double X, double Y) UnitsOf(double longitude, double latitude)
    {
        var phi = Math.Clamp(latitude, -Pole, Pole) * (Math.PI / 180);
        var u = (longitude + 180) / 360;
        var v = (1 - (Math.Asinh(Math.Tan(phi)) / Math.PI)) / 2;
        return (((u * (1 << Zoom)) - X) * Extent, ((v * (1 << Zoom)) - Y) * Extent);
    }
}
