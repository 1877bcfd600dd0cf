using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Web;
using Tongban.Space.Contracts;
using Tongban.Space.Layers;

namespace Tongban.Space.Runs;

/// <summary>One batch in a list.</summary>
internal sealed record RunListed(Guid Id, string Title, string Kind, RunState State, int Done, int? Total, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, IReadOnlyDictionary<string, int> Classes);

/// <summary>One batch with what was found so far.</summary>
/// <param name="SetDigest">The set of layer versions it is held against.</param>
internal sealed record RunView(
    Guid Id, long Version, string Title, string Kind, string? SourceName, string? SourceDigest, string? OrganName, RunState State, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, int Done, int? Total, int Attempts, string SetDigest,
    IReadOnlyDictionary<string, int> Classes, IReadOnlyList<RunLayer> Layers, int LayersWithoutVersion, string ResultDigest, string? RefusalCode, string? Refusal)
{
    public int? Percent => State is not RunState.Running || Total is not > 0 ? null : (int)Math.Min(100, 100L * Done / Total.Value);
}

/// <summary>One layer over all sites of a batch.</summary>
/// <param name="Number">Version it was held against.</param>
internal sealed record RunLayer(string Code, string Name, ControlLevel Level, int Number, int Hits, int Near, int NotChecked, double SquareMetres);

/// <summary>One site of a batch.</summary>
internal sealed record RunRowView(
    int Number, string? Subject, string Title, string Class, string? ReasonCode, string? Reason, double? SquareMetres, double? Longitude, double? Latitude, int Hits, int NotChecked, IReadOnlyList<RunFinding> Findings, string? SiteDigest, string? FindingsDigest);

/// <summary>Which rows of a batch are asked for.</summary>
/// <param name="Class">A to D, U or N.</param>
/// <param name="Layer">Only those that hit it.</param>
/// <param name="Text">A part of the title.</param>
internal sealed record RunRowQuery(string? Class, string? Layer, string? Text);

/// <summary>Reading of batches.</summary>
internal sealed class RunQueries(TongbanDb db, Caller caller, LayerDirectory layers, OrganDirectory organs, ILayers sets)
{
    public const int PageSize = 50;
    private const int Places = 5_000;

    /// <summary>Classes by severity, as they are shown.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["D", "C", "B", "N", "A", "U"];

    public async Task<KeyPage<RunListed>> ListAsync(string? after, CancellationToken ct)
    {
        var last = PageKey.Read<Guid?>(after);
        var (me, organ, all) = (caller.Actor.PersonId, caller.Actor.Organ, caller.Actor.Is(Roles.Administrator | Roles.Auditor));
        var rows = await db.Set<ClassificationRun>().AsNoTracking().Where(r => all || r.BegunBy == me || (organ != null && r.Organ == organ)).Where(r => last == null || r.Id < last).OrderByDescending(r => r.Id).Take(PageSize + 1)
            .Select(r => new { r.Id, r.Title, r.Kind, r.State, r.Done, r.Total, r.BegunAt, r.EndedAt, r.Tally }).ToListAsync(ct);
        return new([.. rows.Take(PageSize).Select(r => new RunListed(r.Id, r.Title, r.Kind, r.State, r.Done, r.Total, r.BegunAt, r.EndedAt, r.Tally.Classes))], rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Id) : null);
    }

    public async Task<RunView?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is not { } r)
            return null;
        var set = await sets.OfAsync(r.Versions, ct);
        return new(
            r.Id, r.Version, r.Title, r.Kind, r.SourceName, r.SourceDigest, r.Organ is null ? null : organs.NameOf(r.Organ).ToString(), r.State, r.BegunAt, r.EndedAt, r.Done, r.Total, r.Attempts, r.SetDigest, r.Tally.Classes,
            [.. set.Versions.Select(v => (v, t: r.Tally.Layers.GetValueOrDefault(v.Code) ?? new(0, 0, 0, 0))).Select(x => new RunLayer(x.v.Code, x.v.Definition.Name.ToString(), x.v.Definition.Level, x.v.Number, x.t.Hits, x.t.Near, x.t.NotChecked, x.t.SquareMetres))],
            set.Missing.Count, r.ResultDigest, r.RefusalCode, r.RefusalZh is null ? null : Words.T(r.RefusalZh, r.RefusalEn ?? ""));
    }

    public async Task<Result<KeyPage<RunRowView>>> RowsAsync(Guid id, RunRowQuery query, string? after, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is null)
            return RunErrors.NoSuchRun();
        if (Wrong(query) is { } refusal)
            return refusal;
        var last = PageKey.Read<int>(after);
        var rows = await Rows(id, query).Where(r => r.Number > last).OrderBy(r => r.Number).Take(PageSize + 1)
            .Select(r => new { r.Number, r.Subject, r.Title, r.Class, r.ReasonCode, r.ReasonZh, r.ReasonEn, r.SquareMetres, r.Longitude, r.Latitude, r.Hits, r.NotChecked, r.Findings, r.SiteDigest, r.FindingsDigest }).ToListAsync(ct);
        return new KeyPage<RunRowView>([.. rows.Take(PageSize).Select(r => new RunRowView(
            r.Number, r.Subject, r.Title, r.Class, r.ReasonCode, r.ReasonZh is null ? null : Words.T(r.ReasonZh, r.ReasonEn ?? ""), r.SquareMetres, r.Longitude, r.Latitude, r.Hits, r.NotChecked, r.Findings, r.SiteDigest, r.FindingsDigest))],
            rows.Count > PageSize ? PageKey.Write(rows[PageSize - 1].Number) : null);
    }

    /// <summary>The sites as points of their class for a map: the gravest first, at most five thousand.</summary>
    public async Task<Result<byte[]>> PlacesAsync(Guid id, RunRowQuery query, string? bbox, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is null)
            return RunErrors.NoSuchRun();
        if (Wrong(query) is { } refusal)
            return refusal;
        double[]? box = null;
        if (!string.IsNullOrWhiteSpace(bbox))
        {
            box = [.. bbox.Split(',').Take(5).Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)];
            if (box.Length != 4 || !box.All(double.IsFinite))
                return new Error("space.run-bbox", ("范围应为西、南、东、北四个数。", "A box has four numbers: west, south, east, north.")) { Field = "bbox" };
        }
        using var json = new MemoryStream();
        var written = 0;
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "FeatureCollection");
            writer.WriteStartArray("features");
            foreach (var one in Classes.Where(c => c is not RunRow.NoBoundary && (query.Class is null || query.Class == c)))
            {
                var rows = Rows(id, query with { Class = one }).Where(r => r.Longitude != null);
                if (box is [var west, var south, var east, var north])
                    rows = rows.Where(r => r.Longitude >= west && r.Longitude <= east && r.Latitude >= south && r.Latitude <= north);
                foreach (var place in await rows.OrderBy(r => r.Number).Take(Places - written).Select(r => new { r.Number, r.Title, r.Class, r.Longitude, r.Latitude }).ToListAsync(ct))
                {
                    written++;
                    writer.WriteStartObject();
                    writer.WriteString("type", "Feature");
                    writer.WriteStartObject("properties");
                    writer.WriteString("name", $"{place.Number} {place.Title}");
                    writer.WriteString("class", place.Class);
                    writer.WriteString("tone", place.Class switch { "D" => "bad", "C" => "warn", "B" => "info", "A" => "good", _ => "neutral" });
                    writer.WriteEndObject();
                    writer.WriteStartObject("geometry");
                    writer.WriteString("type", "Point");
                    writer.WriteStartArray("coordinates");
                    writer.WriteNumberValue(Math.Round(place.Longitude!.Value, 6));
                    writer.WriteNumberValue(Math.Round(place.Latitude!.Value, 6));
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                    writer.WriteEndObject();
                }
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return json.ToArray();
    }

    /// <summary>The batch, for those who may see it.</summary>
    public async Task<ClassificationRun?> LoadAsync(Guid id, CancellationToken ct) =>
        await db.Set<ClassificationRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { } run && RunAccess.MaySee(caller.Actor, run.BegunBy, run.Organ) ? run : null;

    public static Words NameOf(string @class) => @class switch
    {
        "A" => ("A 无冲突", "A no conflict"),
        "B" => ("B 仅提示", "B advisory only"),
        "C" => ("C 限制", "C restricted"),
        "D" => ("D 禁止", "D forbidden"),
        RunRow.NoBoundary => ("U 无可用的范围", "U no usable boundary"),
        _ => ("未定类（未全部核对）", "not classified (not wholly checked)"),
    };

    private IQueryable<RunRow> Rows(Guid id, RunRowQuery query)
    {
        var rows = db.Set<RunRow>().AsNoTracking().Where(r => r.RunId == id);
        if (query.Class is { } one)
            rows = rows.Where(r => r.Class == one);
        if (query.Layer is { } layer)
            rows = rows.Where(r => r.HitLayers.Contains(" " + layer + " "));
        if (query.Text is { } text)
            rows = rows.Where(r => r.Title.Contains(text));
        return rows;
    }

    private Error? Wrong(RunRowQuery query) =>
        query.Class is { } one && !Classes.Contains(one, StringComparer.Ordinal) ? new("space.run-class", ("分类应为 A、B、C、D、U 或 N。", "A class is A, B, C, D, U or N.")) { Field = "class" }
        : query.Layer is { } layer && layers.Catalogue.Find(layer) is null ? LayerErrors(layer)
        : query.Text is { Length: > 100 } ? new("space.run-text", ("查找文字不超过 100 字。", "The text to look for has at most 100 characters.")) { Field = "q" } : null;

    private static Error LayerErrors(string layer) => new("space.run-layer", new Words("没有图层“{0}”。", "There is no layer {0}.").With(Model.SpaceErrors.Quote(layer))) { Field = "layer" };
}
