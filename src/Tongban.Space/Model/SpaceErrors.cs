using System.Globalization;
using Tongban.Foundation;
using Tongban.Space.Contracts;

namespace Tongban.Space.Model;

/// <summary>Why a boundary is refused. Every refusal names the field, the rule and, where there is one, the place and the way out.</summary>
internal static class SpaceErrors
{
    private static readonly Words ReExport = ("请在测绘或GIS软件中修正该处后重新导出。", "Correct this place in the surveying or GIS program and export again.");

    public static Error Empty(string field) => new("space.empty", ("没有提供用地范围。", "No boundary was given."))
    {
        Field = field,
        WayOut = ("请粘贴GeoJSON文本，或上传界址点坐标文件（TXT）。", "Paste GeoJSON text or upload a boundary-point file (TXT)."),
    };

    public static Error TooLarge(string field) => new("space.too-large", ("用地范围文件不得超过2 MB。", "A boundary may have at most 2 MB."))
    {
        Field = field,
        WayOut = ("请只保留项目用地范围，去掉属性和其他图层后重新导出。", "Keep only the project's own boundary, drop attributes and other layers, and export again."),
    };

    public static Error NotJson(string field, long line, long column) => new("space.not-json",
        new Words("不是有效的JSON文本：第{0}行第{1}个字节处无法读懂。", "This is not valid JSON: line {0}, byte {1} cannot be read.").With(line, column))
    {
        Field = field,
        WayOut = ("请检查括号、逗号和引号是否完整，字段是否重复，或重新导出GeoJSON。", "Check brackets, commas, quotes and repeated members, or export the GeoJSON again."),
    };

    public static Error TooDeep(string field) => new("space.too-deep", ("GeoJSON嵌套不得超过8层。", "GeoJSON may be nested at most 8 levels deep."))
    {
        Field = field,
        WayOut = ("请导出为Polygon或MultiPolygon，去掉嵌套的属性。", "Export a Polygon or MultiPolygon without nested attributes."),
    };

    public static Error TooManyPoints(string field) => new("space.too-many-points",
        new Words("用地范围不得超过{0}个界址点。", "A boundary may have at most {0} points.").With(Site.MaxPoints))
    {
        Field = field,
        WayOut = ("请在GIS软件中按0.05米抽稀后重新导出。", "Simplify the boundary to 0.05 m in a GIS program and export again."),
    };

    public static Error TooManyRings(string field) => new("space.too-many-rings",
        new Words("用地范围的外圈和内圈合计不得超过{0}个。", "A boundary may have at most {0} rings, shells and holes together.").With(Site.MaxRings))
    {
        Field = field,
        WayOut = ("请合并相邻地块，去掉细碎的内圈。", "Merge adjoining parcels and remove tiny holes."),
    };

    public static Error Structure(string field, string zh, string en) => new("space.bad-structure", new Words($"GeoJSON结构不符合RFC 7946:{zh}。", $"The GeoJSON does not follow RFC 7946: {en}."))
    {
        Field = field,
        LegalBasis = "RFC 7946",
        WayOut = ("请导出为Polygon、MultiPolygon、Feature或FeatureCollection。", "Export a Polygon, MultiPolygon, Feature or FeatureCollection."),
    };

    public static Error NotAnArea(string field, string type) => new("space.not-an-area",
        new Words("用地范围必须是面（Polygon或MultiPolygon），收到的是“{0}”。", "A boundary must be an area (Polygon or MultiPolygon); this is '{0}'.").With(Quote(type)))
    {
        Field = field,
        LegalBasis = "RFC 7946",
        WayOut = ("请删除点、线图形，只导出用地范围面。", "Remove points and lines and export the area only."),
    };

    public static Error BadNumber(string field, string where) => new("space.bad-number",
        new Words("坐标必须是有限的数值：{0}。", "Coordinates must be finite numbers: {0}.").With(where))
    { Field = field, WayOut = ReExport };

    public static Error AxesSwapped(string field, string where) => new("space.axes-swapped",
        new Words("坐标轴似乎颠倒：{0}。", "The axes seem to be swapped: {0}.").With(where))
    {
        Field = field,
        WayOut = ("GeoJSON应为“经度、纬度”；界址点文件应为“X北坐标（7位），Y东坐标（8位含带号）”。请对调两列后重试。",
            "GeoJSON has longitude before latitude; a boundary-point file has X (north, 7 digits) before Y (east, 8 digits with zone). Exchange the two columns and try again."),
    };

    public static Error Projected(string field, string where) => new("space.projected-coordinates",
        new Words("GeoJSON坐标应为经纬度（度），收到的像是投影坐标（米）：{0}。", "GeoJSON coordinates must be degrees; these look like metres: {0}.").With(where))
    {
        Field = field,
        WayOut = ("请转换为CGCS2000经纬度（EPSG:4490），或改用界址点坐标文件。", "Convert to CGCS2000 degrees (EPSG:4490) or use a boundary-point file."),
    };

    public static Error Degrees(string field, int line) => new("space.degrees-in-file",
        new Words("第{0}行像是经纬度（度），界址点文件应为高斯-克吕格平面坐标（米）。", "Line {0} looks like degrees; a boundary-point file has Gauss-Krüger metres.").With(line))
    {
        Field = field,
        WayOut = ("请换算为平面坐标，或改用GeoJSON。", "Convert to plane coordinates or use GeoJSON."),
    };

    public static Error OutsideChina(string field, SitePoint at) => new("space.outside-range",
        new Words("坐标超出我国范围（经度73至136度、纬度3至54度）：{0}。", "This place is outside the range of China (73 to 136 east, 3 to 54 north): {0}.").With(at))
    {
        Field = field,
        WayOut = ("请核对坐标系和带号：应为2000国家大地坐标系（CGCS2000）。", "Check the coordinate system and zone: it must be CGCS2000."),
    };

    public static Error Extent(string field) => new("space.extent", ("用地范围东西或南北跨度超过3度，不是一个项目的用地。", "The boundary extends over more than 3 degrees; that is not one project's land."))
    {
        Field = field,
        WayOut = ("请检查是否有错误的点，或是否混入了其他地块。", "Look for a wrong point or for parcels of other projects."),
    };

    public static Error TooFewPoints(string field, SitePoint? at) => new("space.too-few-points",
        new Words("一个圈至少要有三个不同的点{0}。", "A ring needs at least three different points{0}.").With(At(at)))
    { Field = field, WayOut = ReExport };

    public static Error ZeroArea(string field, SitePoint at) => new("space.zero-area",
        new Words("有一块面积不足1平方米：{0}。", "One area is smaller than 1 m²: {0}.").With(at))
    { Field = field, WayOut = ("请删除该细碎图形，或补全缺少的界址点。", "Remove this fragment or add the missing points.") };

    public static Error SelfCrossing(string field, string place) => new("space.self-crossing",
        new Words("边界自相交：{0}。", "The boundary crosses itself: {0}.").With(place))
    { Field = field, WayOut = ReExport };

    public static Error HoleOutside(string field, string place) => new("space.hole-outside",
        new Words("内圈不在外圈之内，或内圈互相包含、重复：{0}。", "A hole lies outside its shell, inside another hole, or is given twice: {0}.").With(place))
    { Field = field, WayOut = ReExport };

    public static Error PartsOverlap(string field, string place, double area) => new("space.parts-overlap",
        new Words("两个地块重叠{1:0.0}平方米（允许不超过1平方米）：{0}。", "Two parcels overlap by {1:0.0} m² (at most 1 m² is tolerated): {0}.").With(place, area))
    { Field = field, WayOut = ReExport };

    public static Error TooEntangled(string field) => new("space.too-entangled", ("地块之间交错过多，无法核对重叠。", "Too many parcels touch each other to check them for overlaps."))
    { Field = field, WayOut = ("请合并相邻地块后重新导出。", "Merge adjoining parcels and export again.") };

    public static Error CoordinateSystem(string field, string name) => new("space.coordinate-system",
        new Words("不接受坐标系“{0}”，应为2000国家大地坐标系（CGCS2000,EPSG:4490）。", "The coordinate system '{0}' is not accepted; it must be CGCS2000 (EPSG:4490).").With(Quote(name)))
    {
        Field = field,
        WayOut = ("1980西安、1954北京坐标系须由测绘单位转换；网络地图（GCJ-02、BD-09）的偏移坐标不能使用。",
            "Have a surveyor convert Xi'an 1980 or Beijing 1954; shifted coordinates of web maps (GCJ-02, BD-09) cannot be used."),
    };

    public static Error Undecodable(string field) => new("space.undecodable", ("文件编码无法识别，应为UTF-8或GB 18030（GBK）文本。", "The file's encoding is not recognised; it must be UTF-8 or GB 18030 (GBK) text."))
    { Field = field, WayOut = ("请用记事本另存为UTF-8文本。", "Save it as UTF-8 text in an editor.") };

    public static Error BadLine(string field, int line, string zh, string en) => new("space.bad-line",
        new Words($"第{line}行{zh}。", $"Line {line}: {en}."))
    {
        Field = field,
        WayOut = ("点行格式为“点号，圈号，X,Y”；地块行以“@”结尾。", "A point line is 'name,ring,X,Y'; a parcel line ends with '@'."),
    };

    public static Error ZoneUnknown(string field, int line) => new("space.zone-unknown",
        new Words("第{0}行的Y坐标没有带号，文件头也没有有效的“带号”。", "The Y of line {0} has no zone number and the header names no valid zone (带号).").With(line))
    {
        Field = field,
        WayOut = ("请在[属性描述]中填写带号（例如新余市为38），或导出含带号的8位Y坐标。", "Give 带号 in the header (38 for Xinyu) or export Y with its zone, 8 digits."),
    };

    public static Error ZoneMismatch(string field, int line, int inHeader, int inPoint) => new("space.zone-mismatch",
        new Words("第{0}行Y坐标的带号{2}与文件头的带号{1}不一致。", "Line {0}: the zone {2} of Y is not the zone {1} of the header.").With(line, inHeader, inPoint))
    { Field = field, WayOut = ("请核对带号后重新导出。", "Check the zone and export again.") };

    public static Error AreaMismatch(string field, string parcel, decimal declared, decimal computed) => new("space.area-mismatch",
        new Words("地块“{0}”申报面积{1}公顷，按坐标计算为{2:0.0000}公顷，相差超过1%。", "Parcel '{0}' declares {1} hectares, but its points enclose {2:0.0000}: more than 1 % apart.").With(Quote(parcel), declared, computed))
    {
        Field = field,
        WayOut = ("请核对面积单位（公顷）、内圈和界址点。", "Check the unit (hectares), the holes and the points."),
    };

    /// <summary>A stranger's text inside a sentence: short, and without anything that could disturb a page or a log.</summary>
    public static string Quote(string text)
    {
        var clean = new string([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(40)]);
        return clean.Length < text.Length ? clean + "…" : clean;
    }

    /// <summary>Degrees and the file's own metres, so that the place is found on a map and in the file.</summary>
    public static string Place(SitePoint at, double east, double north) =>
        string.Create(CultureInfo.InvariantCulture, $"{at} (X={north:0.000}, Y={east:0.000})");

    private static string At(SitePoint? at) => at is { } p ? $": {p}" : "";
}
