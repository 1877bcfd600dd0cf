using Tongban.Space.Engine.Files;
using Tongban.Space.Engine.Kernel;

namespace Tongban.Space.Engine;

/// <summary>A version of a layer that a check is to use.</summary>
/// <param name="Code">Code of the layer in the catalogue.</param>
/// <param name="Path">Where its file lies.</param>
/// <param name="Hash">SHA-256 of the file. When given it is verified when the file is opened.</param>
/// <param name="ToleranceSquareMetres">Common ground above this is a conflict; a touch or a sliver is not (domain 05 § 8.2).</param>
/// <param name="NearMetres">Closer than this, without conflict, is "near"; 0: the layer knows no distance.</param>
internal sealed record LayerPin(string Code, string Path, string? Hash, double ToleranceSquareMetres = 1, double NearMetres = 0);

/// <summary>One layer of a set: its file, or the reason why there is none.</summary>
internal sealed record PinnedLayer(LayerPin Pin, LayerFile? File, NotCheckedReason Fault, string? FaultDetail)
{
    /// <summary>Layers with the same coverage area share this number within the set.</summary>
    internal int CoverageGroup { get; init; }
}

/// <summary>The layer versions a check is made against, pinned: whatever is published meanwhile, this set stays what it is.</summary>
/// <remarks>
/// Each file carries its own tree; the set only adds the boxes of their roots. <see cref="With"/> therefore opens one file and shares all others.
/// A layer whose file is missing or damaged stays in the set and is answered "not checked". A set may be disposed while checks run on it: its files are unmapped after the last of them.
/// </remarks>
internal sealed class LayerSet : IDisposable
{
    private int _users = 1;
    private int _disposed;

    private LayerSet(int epsg, IReadOnlyList<PinnedLayer> layers)
    {
        Epsg = epsg;
        List<LayerFile> coverages = [];
        Layers = [.. layers.Select(l => l with { CoverageGroup = Group(l.File, coverages) })];
        CoverageGroups = coverages.Count;
    }

    /// <summary>The projected system of all layers and sites.</summary>
    public int Epsg { get; }

    public IReadOnlyList<PinnedLayer> Layers { get; }

    internal int CoverageGroups { get; }

    /// <summary>Opens the files. None of them can make this fail: a bad one becomes a layer that is not checked.</summary>
    public static LayerSet Open(int epsg, IEnumerable<LayerPin> pins) => new(epsg, [.. pins.Select(p => OpenOne(epsg, p))]);

    /// <summary>The set with one layer added or replaced by another version. Both sets are to be disposed.</summary>
    public LayerSet With(LayerPin pin)
    {
        var kept = Layers.Select(l => l.Pin.Code == pin.Code ? OpenOne(Epsg, pin) : Shared(l)).ToList();
        if (Layers.All(l => l.Pin.Code != pin.Code))
            kept.Add(OpenOne(Epsg, pin));
        return new(Epsg, kept);
    }

    /// <summary>The set without one layer. Both sets are to be disposed.</summary>
    public LayerSet Without(string code) => new(Epsg, [.. Layers.Where(l => l.Pin.Code != code).Select(Shared)]);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Leave();
    }

    /// <summary>A check begins: until <see cref="Leave"/> the files stay mapped.</summary>
    internal void Enter()
    {
        for (var users = Volatile.Read(ref _users); ; users = Volatile.Read(ref _users))
        {
            ObjectDisposedException.ThrowIf(users == 0, this);
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                return;
        }
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref _users) != 0)
            return;
        foreach (var layer in Layers)
            layer.File?.Dispose();
    }

    private static PinnedLayer Shared(PinnedLayer layer) => layer with { File = layer.File?.Share() };

    private static PinnedLayer OpenOne(int epsg, LayerPin pin)
    {
        try
        {
            var file = LayerFile.Open(pin.Path, pin.Hash);
            if (file.Epsg == epsg && file.Code == pin.Code)
                return new(pin, file, NotCheckedReason.None, null);
            file.Dispose();
            return new(pin, null, NotCheckedReason.WrongFile, $"layer {file.Code}, EPSG:{file.Epsg}");
        }
        catch (FileNotFoundException)
        {
            return new(pin, null, NotCheckedReason.FileMissing, null);
        }
        catch (LayerFileException e)
        {
            return new(pin, null, NotCheckedReason.FileDamaged, e.Message);
        }
    }

    /// <summary>Most layers of a city cover the same ground, the city's: that is then compared with a site once.</summary>
    private static int Group(LayerFile? file, List<LayerFile> coverages)
    {
        if (file is null)
            return -1;
        var group = coverages.FindIndex(c => SameCoverage(c, file));
        if (group >= 0)
            return group;
        coverages.Add(file);
        return coverages.Count - 1;
    }

    private static unsafe bool SameCoverage(LayerFile one, LayerFile other)
    {
        if (one.Coverage.Length != other.Coverage.Length)
            return false;
        for (var i = 0; i < one.Coverage.Length; i++)
        {
            EdgeSet a = one.Edges(one.Coverage[i]), b = other.Edges(other.Coverage[i]);
            if (a.Vertices != b.Vertices || a.RingCount != b.RingCount || !new ReadOnlySpan<double>(a.X, 2 * a.Vertices).SequenceEqual(new(b.X, 2 * b.Vertices)))
                return false;
        }

        return true;
    }
}
