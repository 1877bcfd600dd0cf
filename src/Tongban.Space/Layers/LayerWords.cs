using Tongban.Foundation;
using Tongban.Foundation.Ui;
using Tongban.Space.Contracts;
using Tongban.Space.Import;

namespace Tongban.Space.Layers;

/// <summary>What pages call things.</summary>
internal static class LayerWords
{
    public static Words Level(ControlLevel level) => level switch
    {
        ControlLevel.Forbidden => ("禁止", "Forbidden"),
        ControlLevel.Restricted => ("限制", "Restricted"),
        _ => ("提示", "Advisory"),
    };

    public static Tone ToneOf(ControlLevel level) => level switch { ControlLevel.Forbidden => Tone.Bad, ControlLevel.Restricted => Tone.Warn, _ => Tone.Info };

    public static Words Action(LayerAction action) => action switch
    {
        LayerAction.Block => ("不通过", "Blocks"),
        LayerAction.Review => ("本部门复核", "Reviewed by the authority"),
        LayerAction.Consult => ("征求主管部门意见", "The authority is consulted"),
        LayerAction.Warn => ("提示", "Points out"),
        _ => ("统计", "Counts"),
    };

    public static Words State(LayerVersionState state) => state switch
    {
        LayerVersionState.Importing => ("正在导入", "being imported"),
        LayerVersionState.Refused => ("无法导入", "refused"),
        LayerVersionState.Draft => ("草稿", "draft"),
        LayerVersionState.Published => ("现行", "in force"),
        LayerVersionState.Superseded => ("已被替代", "superseded"),
        LayerVersionState.Retired => ("已停用", "retired"),
        _ => ("已撤销", "discarded"),
    };

    public static Tone ToneOf(LayerVersionState state) => state switch
    {
        LayerVersionState.Importing => Tone.Info,
        LayerVersionState.Refused => Tone.Bad,
        LayerVersionState.Draft => Tone.Warn,
        LayerVersionState.Published => Tone.Good,
        _ => Tone.Neutral,
    };

    public static Words Step(ImportStep step) => step switch
    {
        ImportStep.Waiting => ("等待读取", "waiting"),
        ImportStep.Reading => ("正在读取、转换和检查图形", "reading, transforming and checking shapes"),
        ImportStep.Writing => ("正在查找重叠并写入图层文件", "looking for overlaps and writing the layer file"),
        _ => ("已完成", "finished"),
    };

    public static Words Format(LayerFormat format) => format switch
    {
        LayerFormat.GeoPackage => ("GeoPackage", "GeoPackage"),
        LayerFormat.Shapefile => ("Shapefile（ZIP）", "Shapefile (ZIP)"),
        LayerFormat.GeoJson => ("GeoJSON", "GeoJSON"),
        _ => ("CSV（WKT）", "CSV (WKT)"),
    };

    /// <summary>m², hectares or km², whichever is read most easily.</summary>
    public static string Area(double squareMetres) => squareMetres switch
    {
        < 10_000 => string.Create(global::System.Globalization.CultureInfo.InvariantCulture, $"{squareMetres:#,0.##} m²"),
        < 10_000_000 => Words.T($"{squareMetres / 10_000:#,0.0000} 公顷", $"{squareMetres / 10_000:#,0.0000} ha"),
        _ => string.Create(global::System.Globalization.CultureInfo.InvariantCulture, $"{squareMetres / 1_000_000:#,0.00} km²"),
    };
}
