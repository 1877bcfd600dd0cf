using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Simplify;
using Tongban.Space.Contracts;

namespace Tongban.Space.Import;

/// <summary>A picture of a version for the map: its first entities, simplified, the area it covers, and the places that need a look.</summary>
internal sealed class PreviewWriter(LayerData layer, ReferenceSystem plane) : IDisposable
{
    public const int Entities = 1_500;
    private const int Points = 60_000;
    private const int Places = 300;
    private readonly MemoryStream _json = new();
    private readonly Func<double, double, (double Longitude, double Latitude)> _toDegrees = plane.ToDegrees();
    private Utf8JsonWriter? _writer;
    private int _entities;
    private int _points;

    private Utf8JsonWriter Writer
    {
        get
        {
            if (_writer is null)
            {
                _writer = new(_json, new JsonWriterOptions { Encoder = global::System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
                _writer.WriteStartObject();
                _writer.WriteString("type", "FeatureCollection");
                _writer.WriteStartArray("features");
            }
            return _writer;
        }
    }

    public void Add(ShapedFeature feature)
    {
        if (_entities >= Entities || _points >= Points)
            return;
        _entities++;
        var tone = layer.LevelOf(feature.Zone) switch { ControlLevel.Forbidden => "bad", ControlLevel.Restricted => "warn", _ => "info" };
        Begin(feature.Zone is null ? feature.Id : $"{feature.Id} {layer.NameOf(feature.Zone)}", tone);
        Writer.WriteString("type", "MultiPolygon");
        Writer.WriteStartArray("coordinates");
        foreach (var polygon in feature.Polygons)
        {
            Geometry seen = polygon.NumPoints > 100 ? DouglasPeuckerSimplifier.Simplify(polygon, 1) : polygon;
            if (seen is not Polygon { IsEmpty: false } simple)
                simple = polygon;
            Writer.WriteStartArray();
            foreach (var ring in simple.Holes.Prepend(simple.Shell))
            {
                Writer.WriteStartArray();
                foreach (var c in ring.Coordinates)
                {
                    var (longitude, latitude) = _toDegrees(c.X, c.Y);
                    Position(longitude, latitude);
                }
                Writer.WriteEndArray();
            }
            Writer.WriteEndArray();
            _points += simple.NumPoints;
        }
        Writer.WriteEndArray();
        End();
    }

    public void Add(Site coverage, IEnumerable<ImportFinding> findings)
    {
        Begin("", "neutral");
        Writer.WriteString("type", "MultiLineString");
        Writer.WriteStartArray("coordinates");
        foreach (var ring in coverage.Parts.SelectMany(p => p.Rings))
        {
            Writer.WriteStartArray();
            foreach (var p in ring.Append(ring[0]))
                Position(p.Longitude, p.Latitude);
            Writer.WriteEndArray();
        }
        Writer.WriteEndArray();
        End();
        foreach (var finding in findings.Where(f => f.Place is not null && f.Kind is FindingKind.Rejected or FindingKind.RepairedChanged).Take(Places))
        {
            Begin(finding.Id ?? "", finding.Kind is FindingKind.Rejected ? "bad" : "warn");
            Writer.WriteString("type", "Point");
            Writer.WritePropertyName("coordinates");
            Position(finding.Place!.Value.Longitude, finding.Place.Value.Latitude);
            End();
        }
    }

    public byte[] Write()
    {
        Writer.WriteEndArray();
        Writer.WriteEndObject();
        Writer.Flush();
        return _json.ToArray();
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _json.Dispose();
    }

    private void Begin(string name, string tone)
    {
        Writer.WriteStartObject();
        Writer.WriteString("type", "Feature");
        Writer.WriteStartObject("properties");
        Writer.WriteString("name", name);
        Writer.WriteString("tone", tone);
        Writer.WriteEndObject();
        Writer.WriteStartObject("geometry");
    }

    private void End()
    {
        Writer.WriteEndObject();
        Writer.WriteEndObject();
    }

    private void Position(double longitude, double latitude)
    {
        Writer.WriteStartArray();
        Writer.WriteNumberValue(Math.Round(longitude, 7));
        Writer.WriteNumberValue(Math.Round(latitude, 7));
        Writer.WriteEndArray();
    }
}
