using Tongban.Foundation;
using Tongban.Space.Model;

namespace Tongban.Space.Import;

/// <summary>Refusals of layers and their imports.</summary>
internal static class LayerErrors
{
    private static readonly Words Export = ("请在 GIS 软件中导出为 CGCS2000 坐标（EPSG:4490，或本市 3 度带 EPSG:4534 至 4554），并声明坐标系。", "Export it in CGCS2000 (EPSG:4490, or a 3-degree zone, EPSG:4534 to 4554) and declare that.");

    public static Error SystemUnknown(string field, string given) => new("space.system-unknown", new Words("无法识别坐标系“{0}”。", "The reference system '{0}' is not recognised.").With(SpaceErrors.Quote(given)))
    { Field = field, WayOut = Export };

    public static Error SystemMissing(string field) => new("space.system-missing", ("文件没有说明坐标系。", "The file does not say which reference system it is in."))
    { Field = field, WayOut = ("请附上 .prj 文件，或在导入时填写坐标系，例如 EPSG:4547。", "Add the .prj file, or name the system with the import, for example EPSG:4547.") };

    public static Error SystemShifted(string field, string given) => new("space.system-shifted", new Words("“{0}”是网络地图的偏移坐标，不能用于管控图层。", "'{0}' are the shifted coordinates of web maps; no control layer can be made of them.").With(SpaceErrors.Quote(given)))
    { Field = field, LegalBasis = "测绘法第九条", WayOut = ("请从测绘成果取得未加偏移的 CGCS2000 坐标。", "Take the coordinates from the survey itself, in CGCS2000.") };

    public static Error SystemOld(string field, string zh, string en) => new("space.system-old", new Words("{0}须先转换为 CGCS2000：转换参数不能由平台猜测。", "{1} has to be transformed to CGCS2000 first: its parameters cannot be guessed.").With(zh, en))
    { Field = field, LegalBasis = "测绘法第九条", WayOut = ("请由测绘单位按本地控制点的转换参数转换后再导入。", "Have surveyors transform it by the parameters of local control points, then import it.") };

    public static Error SystemContradiction(string field, string declared, string found) => new("space.system-contradiction",
        new Words("填写的坐标系是“{0}”，文件自身声明的是“{1}”。", "You named '{0}', the file itself says '{1}'.").With(SpaceErrors.Quote(declared), SpaceErrors.Quote(found)))
    { Field = field, WayOut = ("请核实后改正其中一个；不填写时以文件为准。", "Find out which is right and correct the other; left empty, the file counts.") };

    public static Error TooLarge(string field, long megabytes) => new("space.import-too-large", new Words("文件超过 {0} MB。", "The file is larger than {0} MB.").With(megabytes))
    { Field = field, WayOut = ("请分幅导出，或删去不需要的属性。", "Export it in parts or without attributes that are not needed.") };

    public static Error Format(string field) => new("space.import-format", ("无法识别文件格式。", "The format of the file is not recognised."))
    { Field = field, WayOut = ("可导入 GeoPackage、打包为 ZIP 的 Shapefile、GeoJSON、含 WKT 列的 CSV。", "GeoPackage, zipped Shapefile, GeoJSON and CSV with a WKT column can be imported.") };

    public static Error Damaged(string field, string zh, string en) => new("space.import-damaged", new Words("文件已损坏或不完整：{0}。", "The file is damaged or incomplete: {1}.").With(zh, en))
    { Field = field, WayOut = ("请重新导出后再上传。", "Export it again and upload the new file.") };

    public static Error Zip(string field, string zh, string en) => new("space.import-zip", new Words("压缩包不能接受：{0}。", "The ZIP file is not accepted: {1}.").With(zh, en))
    { Field = field, WayOut = ("请只把一个图层的 .shp、.shx、.dbf、.prj、.cpg 直接打包。", "Pack the .shp, .shx, .dbf, .prj and .cpg of one layer, and nothing else.") };

    public static Error Tables(string field, IReadOnlyList<string> names) => new("space.import-tables", names.Count == 0
        ? ("文件中没有要素表。", "The file has no table of features.")
        : new Words("文件中有多个要素表：{0}。", "The file has several tables of features: {0}.").With(SpaceErrors.Quote(string.Join('、', names))))
    { Field = field, WayOut = ("请指明要导入哪一个表，或每个图层一个文件。", "Say which one to import, or use one file for each layer.") };

    public static Error Limit(string field, string zh, string en) => new("space.import-limit", new Words("{0}。", "{1}.").With(zh, en))
    { Field = field, WayOut = ("请按行政区分幅导出。", "Export it in parts, by division.") };

    public static Error NothingUsable(string field, long rejected, Words most) => new("space.import-nothing-usable",
        new Words("没有一个要素可用（{0} 个被拒绝），主要原因：{1}", "Not one feature can be used ({0} were rejected); most because: {2}").With(rejected, most.Zh, most.En))
    { Field = field, WayOut = ("请核对坐标系、坐标轴次序和图形类型后重新导出。", "Check the reference system, the order of the axes and the kind of geometry.") };

    public static Error NoFeatures(string field) => new("space.import-empty", ("文件中没有要素。", "The file has no features.")) { Field = field };

    public static Error FieldMissing(string field, string name, IEnumerable<string> known) => new("space.import-field", new Words("文件没有字段“{0}”，现有：{1}。", "The file has no field '{0}'; it has: {1}.").With(SpaceErrors.Quote(name), string.Join(", ", known.Take(40).Select(SpaceErrors.Quote))))
    { Field = field };

    public static Error NoSuchLayer(string code) => new("space.no-such-layer", new Words("没有图层“{0}”。", "There is no layer {0}.").With(SpaceErrors.Quote(code)), ErrorKind.NotFound)
    { WayOut = ("请在图层目录中查找。", "Look for it in the layer catalogue.") };

    public static Error NoSuchVersion() => new("space.no-such-version", ("没有这个图层版本。", "There is no such version of the layer."), ErrorKind.NotFound);

    public static Error NotYourLayer(Words authority) => new("space.not-your-layer", new Words("该图层由{0}负责，其他机关不得改动。", "The layer is {1}'s; nobody else may change it.").With(authority.Zh, authority.En), ErrorKind.Forbidden)
    { WayOut = ("请联系主管机关。", "Ask the authority.") };

    public static Error ImportRunning(string code) => new("space.import-running", new Words("{0} 已有未公布的版本或正在导入。", "{0} already has a draft or a running import.").With(code), ErrorKind.Conflict)
    { WayOut = ("请先公布或撤销该草稿。", "Publish or discard it first.") };

    public static Error NotADraft() => new("space.version-not-draft", ("只有已导入、未公布的草稿可以这样处理；已公布的版本不可更改。", "Only an imported draft can be changed; a published version never is."), ErrorKind.Conflict)
    { WayOut = ("请导入新的版本。", "Import a new version.") };

    public static Error NotPublished() => new("space.version-not-published", ("只有现行版本可以停用。", "Only the version in force can be retired."), ErrorKind.Conflict);

    public static Error CoverageMissing() => new("space.coverage-missing", ("尚未给出覆盖范围：范围之外一律答复“未核对”，所以不能缺省。", "The area the layer covers is not given: outside it the answer is 'not checked', so it is never assumed."))
    { Field = "coverage", WayOut = ("请上传覆盖范围的面；本市已配置行政区边界的，可选择整个行政区。", "Upload the area it covers; where the city has division boundaries, a whole division can be chosen.") };

    public static Error BoundaryMissing(string division) => new("space.boundary-missing", new Words("没有 {0} 的行政区边界数据，不能以整个行政区为覆盖范围。", "There is no boundary of division {0}; it cannot be the area covered.").With(SpaceErrors.Quote(division)))
    { Field = "division", WayOut = ("请上传覆盖范围的面，或由管理员在城市目录的 boundaries 文件夹放入边界。", "Upload the area, or have the boundary put into the city's boundaries folder.") };

    public static Error RepairsNotConfirmed(int count) => new("space.repairs-not-confirmed", new Words("有 {0} 个图形修复后面积改变，须由人员核对确认。", "{0} repaired shapes changed their area; a person has to confirm them.").With(count))
    { Field = "repairs", WayOut = ("请逐一查看修复前后的面积并确认，或修正原始数据后重新导入。", "Compare the areas before and after and confirm, or correct the source and import it again.") };

    public static Error RejectedNotAcknowledged(long count) => new("space.rejected-not-acknowledged", new Words("有 {0} 个要素被拒绝，图层因此不完整，须说明理由后才能公布。", "{0} features were rejected, so the layer is incomplete; publishing it needs a reason.").With(count))
    { Field = "rejected", WayOut = ("请修正原始数据后重新导入；确需公布的，写明理由，被拒绝要素所在位置将答复“未核对”。", "Correct the source and import it again, or state why it is published without them; where they lie the answer will be 'not checked'.") };

    public static Error NothingToConfirm() => new("space.nothing-to-confirm", ("没有需要确认的内容。", "There is nothing to confirm."), ErrorKind.Conflict);

    public static Error Reason(int most) => new("space.reason", new Words("请写明理由（4 至 {0} 字）。", "State the reason in 4 to {0} characters.").With(most)) { Field = "reason" };

    public static Error FileMissing(string digest) => new("space.layer-file-missing", new Words("图层文件 {0} 不在或已损坏。", "The layer file {0} is missing or damaged.").With(digest[..Math.Min(12, digest.Length)]), ErrorKind.Unavailable)
    { WayOut = ("相关图层的核对结果为“未核对”；请管理员从备份恢复文件。", "Checks of that layer answer 'not checked'; have the file restored from the backup.") };

    public static Error Width(string field) => new("space.corridor-width", ("廊道宽度应为 0.5 至 500 米。", "The width of a corridor is 0.5 to 500 m.")) { Field = field };

    public static Error NotALine(string field) => new("space.not-a-line", ("道路中心线须为 LineString 或 MultiLineString。", "The centre line has to be a LineString or MultiLineString."))
    { Field = field, WayOut = ("请以 GeoJSON 给出中心线，经度在前。", "Give the centre line as GeoJSON, longitude first.") };
}
