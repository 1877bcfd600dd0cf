using System.Globalization;
using System.Runtime.InteropServices;
using Tongban.Foundation;

namespace Tongban.Space.Contracts;

/// <summary>A place in CGCS2000 (EPSG:4490), degrees.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SitePoint(double Longitude, double Latitude)
{
    /// <summary>Longitude, then latitude, to 1e-6 degree (about 0.1 m): enough to find the place on a map.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Longitude:0.000000}, {Latitude:0.000000}");
}

/// <summary>The smallest box around a site in CGCS2000 degrees.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SiteBounds(double West, double South, double East, double North);

/// <summary>Something about a boundary that does not stop it but that a person should know.</summary>
/// <param name="Code">Stable, dotted: <c>space.area-differs</c>.</param>
/// <param name="Text">The sentence for a person.</param>
public sealed record SiteWarning(string Code, Words Text)
{
    /// <summary>Where, if it concerns one place.</summary>
    public SitePoint? Place { get; init; }
}

/// <summary>A boundary that was read, with what was noticed on the way.</summary>
public sealed record SiteReading(Site Site, IReadOnlyList<SiteWarning> Warnings);
