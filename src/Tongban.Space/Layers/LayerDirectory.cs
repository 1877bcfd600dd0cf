using System.Text;
using Tongban.Foundation;
using Tongban.Foundation.Catalogue;
using Tongban.Foundation.People;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Model;

namespace Tongban.Space.Layers;

/// <summary>The city's layer catalogue and division boundaries, taken over from its folder at every start.</summary>
internal sealed class LayerDirectory : ILayerOrgans
{
    private readonly Dictionary<string, Site> _boundaries = new(StringComparer.Ordinal);

    public LayerCatalogue Catalogue { get; private set; } = LayerCatalogue.None;

    public string Division { get; private set; } = "";

    /// <summary>The plane in which all layers are kept.</summary>
    public ReferenceSystem Plane => ReferenceSystem.OfEpsg(Catalogue.Epsg, "epsg").Value;

    /// <summary>Divisions whose boundary is in the city's folder.</summary>
    public IReadOnlyDictionary<string, Site> Boundaries => _boundaries;

    /// <summary>Reads <c>layers.json</c> and, where there is one, <c>boundaries/&lt;division&gt;.geojson</c> (CGCS2000).</summary>
    public Error? Load(string folder, CityCatalogue city)
    {
        var read = LayerCatalogue.Read(folder, city);
        if (!read.IsSound)
            return Error.Combine([.. read.Faults.Select(f => new Error("space.catalogue-unsound", (f.ToString(), f.ToString())) { WayOut = ("请先用 tongban catalog check 检查。", "Check it with tongban catalog check first.") })]);
        _boundaries.Clear();
        foreach (var division in city.City.AllDivisions)
        {
            var file = Path.Combine(folder, "boundaries", $"{division.Code}.geojson");
            if (!File.Exists(file))
                continue;
            if (!GeoJsonReader.Read(File.ReadAllBytes(file), "boundary").TryGet(out var reading, out var refusal))
                return refusal with { Text = ($"{division.Code}.geojson：{refusal.Text.Zh}", $"{division.Code}.geojson: {refusal.Text.En}") };
            _boundaries[division.Code] = reading.Site;
        }
        (Catalogue, Division) = (read.Value, city.City.Division);
        return null;
    }

    /// <inheritdoc/>
    public string ReviewLead => Organ.KeyOf(Catalogue.ReviewLead, Division);

    /// <inheritdoc/>
    public IReadOnlyList<string> Of(string layer) => Catalogue.Find(layer) is { } found ? [AuthorityOf(found), .. found.Consulted.Select(d => Organ.KeyOf(d, Division))] : [];

    /// <summary>The organ that publishes the layer.</summary>
    public string AuthorityOf(LayerData layer) => Organ.KeyOf(layer.Authority, Division);
}
