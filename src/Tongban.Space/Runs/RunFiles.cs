using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Space.Contracts;
using Tongban.Space.Export;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Runs;

/// <summary>The result of a batch as a spreadsheet and as a GeoPackage. Rows go from the database into the file, a thousand at a time.</summary>
internal sealed class RunFiles(TongbanDb db, CityClock clock, LayerDirectory layers, RunQueries queries, BlobFolder folder)
{
    private const int Batch = 1_000;

    public async Task<Result<(string Path, string Name)>> WorkbookAsync(Guid id, CancellationToken ct)
    {
        if (await queries.FindAsync(id, ct) is not { } run)
            return RunErrors.NoSuchRun();
        var path = NewFile(".xlsx");
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        using var book = new Workbook(file);
        book.Sheet(Words.T("汇总", "Summary"), [Words.T("项", "Item"), Words.T("值", "Value")],
        [
            [Words.T("名称", "Title"), run.Title], [Words.T("开始", "Begun"), Time(run.BegunAt)], [Words.T("完成", "Ended"), run.EndedAt is { } ended ? Time(ended) : null], [Words.T("已答复", "Answered"), run.Done],
            [Words.T("图层版本集摘要", "Digest of the set of versions"), run.SetDigest], [Words.T("结果摘要", "Digest of the result"), run.ResultDigest],
            [Words.T("没有数据的图层", "Layers without data"), run.LayersWithoutVersion],
            .. RunQueries.Classes.Select(c => (IReadOnlyList<object?>)[RunQueries.NameOf(c).ToString(), run.Classes.GetValueOrDefault(c)]),
        ]);
        book.Sheet(Words.T("图层", "Layers"), [Words.T("编码", "Code"), Words.T("图层", "Layer"), Words.T("级别", "Level"), Words.T("版本", "Version"), Words.T("涉及", "Hit"), Words.T("邻近", "Near"), Words.T("未全部核对", "Not wholly checked"), Words.T("涉及面积（平方米）", "Area hit, m²")],
            run.Layers.Select(l => (IReadOnlyList<object?>)[l.Code, l.Name, LayerWords.Level(l.Level).ToString(), l.Number, l.Hits, l.Near, l.NotChecked, Math.Round(l.SquareMetres, 2)]));
        book.Sheet(Words.T("用地", "Sites"), [Words.T("序号", "No."), Words.T("对象", "Subject"), Words.T("名称", "Title"), Words.T("分类", "Class"), Words.T("面积（平方米）", "Area, m²"), Words.T("涉及图层", "Layers hit"), Words.T("未全部核对的图层数", "Layers not wholly checked"), Words.T("说明", "Remark"), Words.T("经度", "Longitude"), Words.T("纬度", "Latitude"), Words.T("用地摘要", "Digest of the site"), Words.T("结果摘要", "Digest of the findings")],
            Rows(id, ct).Select(r => (IReadOnlyList<object?>)[r.Number, r.Subject, r.Title, r.Class, r.SquareMetres, r.HitLayers.Trim(), r.NotChecked, r.ReasonZh is null ? null : Words.T(r.ReasonZh, r.ReasonEn ?? ""), Six(r.Longitude), Six(r.Latitude), r.SiteDigest, r.FindingsDigest]));
        book.Sheet(Words.T("涉及情况", "Findings"), [Words.T("序号", "No."), Words.T("名称", "Title"), Words.T("图层编码", "Layer"), Words.T("图层", "Name"), Words.T("结论", "Verdict"), Words.T("级别", "Level"), Words.T("面积（平方米）", "Area, m²"), Words.T("占用地", "Share"), Words.T("距离（米）", "Nearest, m"), Words.T("未核对原因", "Why not checked")],
            Rows(id, ct).SelectMany(r => r.Findings.Select(f => (IReadOnlyList<object?>)[r.Number, r.Title, f.Code, layers.Catalogue.Find(f.Code)?.Name.ToString(), VerdictOf(f.Verdict), LayerWords.Level(f.Level).ToString(), Math.Round(f.SquareMetres, 2), Math.Round(f.Share, 6), f.NearestMetres is { } m ? Math.Round(m, 2) : null, f.Reason]))
                .Take(Workbook.MostRows - 1));
        book.Finish();
        return (path, $"classification-{id:N}.xlsx");
    }

    public async Task<Result<(string Path, string Name)>> GeoPackageAsync(Guid id, CancellationToken ct)
    {
        if (await queries.FindAsync(id, ct) is not { } run)
            return RunErrors.NoSuchRun();
        var path = NewFile(".gpkg");
        using var package = new GeoPackageWriter(path, layers.Plane, clock.Now);
        var sites = package.Areas("sites", run.Title, ("number", "INTEGER"), ("subject", "TEXT"), ("name", "TEXT"), ("class", "TEXT"), ("square_metres", "REAL"), ("hit_layers", "TEXT"), ("not_checked", "INTEGER"), ("remark", "TEXT"), ("site_digest", "TEXT"), ("findings_digest", "TEXT"));
        var findings = package.Rows("findings", Words.T("逐层结果", "layer by layer"), ("number", "INTEGER"), ("layer", "TEXT"), ("verdict", "TEXT"), ("level", "TEXT"), ("square_metres", "REAL"), ("share", "REAL"), ("nearest_metres", "REAL"), ("reason", "TEXT"));
        foreach (var row in Rows(id, ct))
        {
            sites.Add(row.Site is null ? [] : [.. PlaneShapes.Planar(PlaneShapes.InPlane(Site.FromStored(row.Site), layers.Plane))],
                row.Number, row.Subject, row.Title, row.Class, row.SquareMetres, row.HitLayers.Trim(), row.NotChecked, row.ReasonZh is null ? null : Words.T(row.ReasonZh, row.ReasonEn ?? ""), row.SiteDigest, row.FindingsDigest);
            foreach (var f in row.Findings)
                findings.Add(row.Number, f.Code, System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(f.Verdict.ToString()), LayerColumns.NameOf(f.Level), f.SquareMetres, f.Share, f.NearestMetres, f.Reason);
        }
        package.Finish();
        return (path, $"classification-{id:N}.gpkg");
    }

    internal static string VerdictOf(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Hit => Words.T("涉及", "hit"),
        CheckVerdict.Near => Words.T("邻近", "near"),
        CheckVerdict.Clear => Words.T("不涉及", "clear"),
        _ => Words.T("未核对", "not checked"),
    };

    private static double? Six(double? degrees) => degrees is { } d ? Math.Round(d, 6) : null;

    private static string Time(DateTimeOffset at) => CityClock.Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private IEnumerable<RunRow> Rows(Guid id, CancellationToken ct)
    {
        for (var last = 0; ;)
        {
            ct.ThrowIfCancellationRequested();
            var after = last;
            var some = db.Set<RunRow>().AsNoTracking().Where(r => r.RunId == id && r.Number > after).OrderBy(r => r.Number).Take(Batch).ToList();
            foreach (var row in some)
                yield return row;
            if (some.Count < Batch)
                yield break;
            last = some[^1].Number;
        }
    }

    private string NewFile(string extension)
    {
        Directory.CreateDirectory(folder.Scratch);
        return Path.Combine(folder.Scratch, Guid.NewGuid().ToString("N") + extension);
    }
}
