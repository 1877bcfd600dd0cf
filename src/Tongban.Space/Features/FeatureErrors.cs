using Tongban.Foundation;
using Tongban.Space.Model;

namespace Tongban.Space.Features;

/// <summary>Refusals of the features API. Its standard asks for 400 where a parameter cannot be used.</summary>
internal static class FeatureErrors
{
    public static Error NoSuchCollection(string collection) => new("space.no-such-collection", new Words("没有要素集“{0}”。", "There is no collection {0}.").With(SpaceErrors.Quote(collection)), ErrorKind.NotFound)
    { Field = "collection", WayOut = ("请在 /ogc/collections 中查找。", "Look for it in /ogc/collections.") };

    public static Error NoSuchFeature(string feature) => new("space.no-such-feature", new Words("没有要素“{0}”。", "There is no feature {0}.").With(SpaceErrors.Quote(feature)), ErrorKind.NotFound) { Field = "feature" };

    public static Error UnknownParameter(string name, IEnumerable<string> known) => new("space.unknown-parameter",
        new Words("没有参数“{0}”。", "There is no parameter {0}.").With(SpaceErrors.Quote(name)))
    { Field = name.Length <= 60 ? name : name[..60], WayOut = new Words("可用的参数：{0}。", "There are: {0}.").With(string.Join(", ", known.Take(40).Select(SpaceErrors.Quote))) };

    public static Error Parameter(string name, Words why) => new("space.bad-parameter", new Words("参数“{0}”：{1}。", "Parameter {0}: {2}.").With(SpaceErrors.Quote(name), why.Zh, why.En)) { Field = name };

    public static Error UnknownSystem(string name, string given, IEnumerable<string> known) => new("space.unknown-crs", new Words("参数“{0}”：没有坐标系“{1}”。", "Parameter {0}: there is no reference system {1}.").With(name, SpaceErrors.Quote(given)))
    { Field = name, WayOut = new Words("可用的坐标系：{0}。", "There are: {0}.").With(string.Join(", ", known)) };

    /// <param name="at">Character at which it was noticed, 1 for the first.</param>
    public static Error Filter(int at, Words why) => new("space.bad-filter", new Words("过滤条件第 {0} 个字符处：{1}。", "At character {0} of the filter: {2}.").With(at, why.Zh, why.En))
    { Field = "filter", LegalBasis = "OGC 21-065r2 (CQL2)" };
}
