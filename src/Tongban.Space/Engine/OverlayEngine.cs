using System.Collections.Concurrent;

namespace Tongban.Space.Engine;

/// <summary>Holds a site against layers. One engine serves any number of threads; what a check needs for itself is kept and used again.</summary>
internal sealed class OverlayEngine(TimeProvider clock)
{
    private readonly ConcurrentBag<OverlayPass> _idle = [];

    /// <summary>Checks a site against every layer of a set, in the set's order.</summary>
    /// <remarks>
    /// A layer is clear only when its file is sound, the site and what is near it lie in the layer's coverage area, and everything there was looked at in time.
    /// The same set, site and options give the same bits, on any processor, unless time runs out.
    /// </remarks>
    public IReadOnlyList<LayerFinding> Check(LayerSet layers, SiteGeometry site, CheckOptions? options = null)
    {
        options ??= CheckOptions.Areas;
        layers.Enter();
        if (!_idle.TryTake(out var check))
            check = new(clock);
        try
        {
            return check.Run(layers, site, options);
        }
        finally
        {
            layers.Leave();
            check.Forget();
            _idle.Add(check);
        }
    }
}
