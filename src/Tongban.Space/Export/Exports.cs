using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Space.Checks;
using Tongban.Space.Contracts;
using Tongban.Space.Engine;
using Tongban.Space.Engine.Files;
using Tongban.Space.Features;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Export;

/// <summary>Layer versions and checks as GeoPackages, in the city's plane. Whoever may read the thing may have it as a file.</summary>
internal sealed class Exports(Caller caller, CityClock clock, LayerDirectory layers, LayerQueries versions, OpenLayers files, ILayers sets, LayerSets open, OverlayEngine engine, CheckHandlers checks, BlobFolder folder)
{
    private const int Columns = 100;
    private static readonly CheckOptions WithGeometry = new() { Geometry = true, TimeLimit = TimeSpan.FromSeconds(20) };

    // Large layers are written one at a time: writing is disk and processor, and the second waits for the first one's file.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>A version with its entities and the area it covers. Written once and kept for a day. Attributes of the source file may name persons: officers get them, others do not.</summary>
    public async Task<Result<(string Path, string Name)>> LayerAsync(Guid id, CancellationToken ct)
    {
        if (await versions.VersionAsync(id, ct) is not { ContentHash: { } hash } version || (version.Definition ?? layers.Catalogue.Find(version.Layer)) is not { } layer)
            return LayerErrors.NoSuchVersion();
        var full = caller.Actor.IsOfficer;
        var name = string.Create(CultureInfo.InvariantCulture, $"{version.Layer}-v{version.Number}.gpkg");
        var path = Path.Combine(folder.Scratch, $"{hash}-{(full ? "full" : "plain")}.gpkg");
        await OneAtATime.WaitAsync(ct);
        try
        {
            if (!File.Exists(path))
            {
                if (await files.BorrowAsync(hash, ct) is not { } file)
                    return LayerErrors.FileMissing(hash);
                using (file)
                    Write(path, file, layer, version.Number, full, ct);
            }
            return (path, name);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>A check: the boundary, the answer of every layer, and the ground in common, cut out again from the versions that were used then.</summary>
    public async Task<Result<(string Path, string Name)>> CheckAsync(Guid id, CancellationToken ct)
    {
        if (await checks.FindAsync(id, ct) is not { } check)
            return CheckHandlers.NoSuchCheck();
        var site = Site.FromStored(check.Site);
        var set = await sets.OfAsync([.. check.Layers.Select(l => l.VersionId).OfType<Guid>()], ct);
        var shape = PlaneShapes.Planar(PlaneShapes.InPlane(site, layers.Plane)).ToList();
        Directory.CreateDirectory(folder.Scratch);
        var path = Path.Combine(folder.Scratch, $"{Guid.NewGuid():N}.gpkg");
        using var package = new GeoPackageWriter(path, layers.Plane, clock.Now);
        package.Areas("site", Words.T("用地范围", "the site"), ("title", "TEXT"), ("class", "TEXT"), ("square_metres", "REAL"), ("checked_at", "TEXT"), ("site_digest", "TEXT"), ("set_digest", "TEXT"), ("findings_digest", "TEXT"))
            .Add(shape, check.Title, check.Class, (double)check.SquareMetres, check.CheckedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), check.SiteDigest, check.SetDigest, check.FindingsDigest);
        var answers = package.Rows("layers", Words.T("逐层结果", "layer by layer"), ("code", "TEXT"), ("name", "TEXT"), ("verdict", "TEXT"), ("level", "TEXT"), ("square_metres", "REAL"), ("share", "REAL"), ("nearest_metres", "REAL"),
            ("reason", "TEXT"), ("version", "INTEGER"), ("content_hash", "TEXT"), ("rule", "TEXT"), ("legal_basis", "TEXT"), ("explanation", "TEXT"));
        foreach (var l in check.Layers)
        {
            answers.Add(l.Code, Words.T(l.NameZh, l.NameEn), Kebab(l.Verdict), LayerColumns.NameOf(l.Level), l.SquareMetres, l.Share, l.NearestMetres, l.Reason, l.Number, l.ContentHash, Words.T(l.RuleZh, l.RuleEn), l.LegalBasis,
                Words.T(l.ExplanationZh, l.ExplanationEn));
        }
        var ground = package.Areas("common_ground", Words.T("与图层共有的部分", "ground in common with a layer"), ("code", "TEXT"), ("name", "TEXT"), ("entity", "TEXT"), ("square_metres", "REAL"), ("counts", "TEXT"));
        using (var lease = await open.OpenAsync(set, ct))
        {
            var findings = engine.Check(lease.Set, SiteGeometry.Of(shape), WithGeometry);
            for (var i = 0; i < findings.Count; i++)
            {
                var (layer, file) = (set.Versions[i].Definition, lease.Set.Layers[i].File);
                foreach (var part in findings[i].Parts)
                {
                    ground.Add([part.Polygon], layer.Code, layer.Name.ToString(), part.Feature >= 0 ? file?.FeatureId(part.Feature) : null, part.Polygon.Area,
                        layer.Measure is LayerMeasure.Outside ? "inside the layer; what lies outside counts" : "in the layer");
                }
            }
        }
        package.Finish();
        return (path, $"check-{id:N}.gpkg");
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/layer-versions/{version:guid}/layer.gpkg", async (Guid version, Exports exports, CancellationToken ct) => (await exports.LayerAsync(version, ct)).ToHttp(f => Results.File(f.Path, GeoPackageWriter.MediaType, f.Name, enableRangeProcessing: true)))
            .Require(FoundationPermissions.SignedIn).WithTags("layers").WithName("DownloadLayer").WithSummary("A version of a layer as a GeoPackage")
            .WithDescription("Tables: the layer, and `coverage`, the area in which it is complete. In the city's plane, so that the areas are exactly those of checks. Attributes of the source file are for officers only.")
            .Produces<byte[]>(StatusCodes.Status200OK, GeoPackageWriter.MediaType);
        api.MapGet("/site-checks/{siteCheck:guid}/result.gpkg", async (Guid siteCheck, Exports exports, CancellationToken ct) => (await exports.CheckAsync(siteCheck, ct)).ToHttp(f => Once(f.Path, f.Name)))
            .Require(FoundationPermissions.SignedIn).WithTags("space").WithName("DownloadSiteCheck").WithSummary("A check as a GeoPackage")
            .WithDescription("Tables: `site`, `layers` (one row a layer), `common_ground` (the parts of the site that lie in a layer, cut out again from the versions that were used).").Produces<byte[]>(StatusCodes.Status200OK, GeoPackageWriter.MediaType);
    }

    /// <summary>A file that is gone once it was sent.</summary>
    internal static IResult Once(string path, string name, string type = GeoPackageWriter.MediaType) =>
        Results.File(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 81_920, FileOptions.DeleteOnClose | FileOptions.Asynchronous), type, name);

    private void Write(string path, LayerFile file, LayerData layer, int number, bool full, CancellationToken ct)
    {
        Directory.CreateDirectory(folder.Scratch);
        var partial = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var package = new GeoPackageWriter(partial, layers.Plane, clock.Now))
            {
                var fields = full ? FieldsOf(file, ct) : [];
                var entities = package.Areas(string.Create(CultureInfo.InvariantCulture, $"{layer.Code}_v{number}"), $"{layer.NameZh} {layer.NameEn}",
                    [("entity", "TEXT"), ("name", "TEXT"), ("zone", "TEXT"), ("zone_name", "TEXT"), ("level", "TEXT"), ("square_metres", "REAL"), .. fields.Select(f => (f.Column, "TEXT"))]);
                for (var i = 0; i < file.FeatureCount; i++)
                {
                    ct.ThrowIfCancellationRequested();
                    using var entity = new LayerEntity(file, i, layer);
                    entities.Add(entity.Parts, [entity.Id, entity.Name, entity.Zone, entity.Zone is { } zone ? layer.NameOf(zone).ToString() : null, entity.Value("level"), entity.SquareMetres, .. fields.Select(f => (object?)entity.SourceOf(f.Field))]);
                }
                package.Areas("coverage", Words.T("图层完整的范围", "area in which the layer is complete")).Add(file.CoverageGeometry());
                package.Finish();
            }
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>The source's attributes as columns. Names of columns differ by more than their case.</summary>
    private static List<(string Field, string Column)> FieldsOf(LayerFile file, CancellationToken ct)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < file.FeatureCount && names.Count < Columns; i++)
        {
            ct.ThrowIfCancellationRequested();
            using var entity = new LayerEntity(file, i, null);
            names.UnionWith(entity.SourceNames);
        }
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        List<(string, string)> columns = [];
        foreach (var name in names.Order(StringComparer.Ordinal).Take(Columns))
        {
            var column = "src_" + name;
            for (var i = 2; !taken.Add(column); i++)
                column = string.Create(CultureInfo.InvariantCulture, $"src_{name}_{i}");
            columns.Add((name, column));
        }
        return columns;
    }

    private static string Kebab(CheckVerdict verdict) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(verdict.ToString());
}
