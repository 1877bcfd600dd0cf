using Tongban.Space.Contracts;

namespace Tongban.Space.Model;

/// <summary>One area as it was given: a shell and its holes, each ring without its closing point.</summary>
internal sealed record RawPart(IReadOnlyList<SitePoint> Shell, IReadOnlyList<IReadOnlyList<SitePoint>> Holes)
{
    public IEnumerable<IReadOnlyList<SitePoint>> Rings => Holes.Prepend(Shell);
}
