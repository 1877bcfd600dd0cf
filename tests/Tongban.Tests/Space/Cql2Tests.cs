using NetTopologySuite.Geometries;
using Tongban.Space.Engine;
using Tongban.Space.Features;
using Tongban.Space.Import;
using Queryable = Tongban.Space.Features.Queryable;

namespace Tongban.Tests.Space;

/// <summary>Filters in CQL2 text: what they let through, and that no text at all does more than be refused.</summary>
public class Cql2Tests
{
    private static readonly IReadOnlyList<FeatureCrs> Systems = FeatureCrs.Of(ReferenceSystem.OfEpsg(4547, "epsg").Value);

    private static readonly Dictionary<string, Queryable> Queryables = new(StringComparer.Ordinal)
    {
        ["name"] = new("name", ValueKind.Text, ("名称", "name")), ["zone"] = new("zone", ValueKind.Text, ("分区", "zone")), ["squareMetres"] = new("squareMetres", ValueKind.Number, ("面积", "area")),
        ["open"] = new("open", ValueKind.Boolean, ("开放", "open")), ["source.地类"] = new("source.地类", ValueKind.Text, ("地类", "class")), ["IN use"] = new("IN use", ValueKind.Text, ("x", "x")),
    };

    [Theory]
    [InlineData("name = '一号地块'", true)]
    [InlineData("name <> '一号地块'", false)]
    [InlineData("squareMetres > 9999.9 AND squareMetres <= 1e4", true)]
    [InlineData("squareMetres BETWEEN 1 AND 2 OR NOT zone = 'core'", false)]
    [InlineData("NOT (zone = 'buffer') AND open = TRUE", true)]
    [InlineData("zone IN ('buffer', 'core')", true)]
    [InlineData("zone not in ('buffer')", true)]
    [InlineData("name LIKE '一%块'", true)]
    [InlineData("name LIKE '_号%'", true)]
    [InlineData("name LIKE '%\\%%'", false)]
    [InlineData("name NOT LIKE '二%'", true)]
    [InlineData("source.地类 IS NULL", true)]
    [InlineData("\"IN use\" IS NOT NULL", false)]
    [InlineData("source.地类 = 'x' OR name = '一号地块'", true)]
    [InlineData("NOT source.地类 = 'x'", false)]
    [InlineData("'core' = zone", true)]
    [InlineData("name = 'it''s' OR name = 'it\\'s'", false)]
    [InlineData("TRUE", true)]
    [InlineData("FALSE OR (TRUE AND TRUE)", true)]
    [InlineData("S_INTERSECTS(geometry, POINT(114.8935 27.795))", true)]
    [InlineData("s_intersects(POLYGON((114.8 27.7,114.9 27.7,114.9 27.9,114.8 27.9,114.8 27.7)), geometry)", true)]
    [InlineData("S_INTERSECTS(geometry, BBOX(114.95,27.7,115,27.9))", false)]
    [InlineData("S_INTERSECTS(geometry, BBOX(-180,-90,180,90)) AND zone='core'", true)]
    [InlineData("S_INTERSECTS(geometry, BBOX(1,2,3,4))", false)]
    public void A_filter_lets_through_what_meets_it(string filter, bool holds)
    {
        var parsed = Cql2Parser.Parse(filter, Queryables, Systems[0]);
        Assert.True(parsed.Error is null, parsed.Error?.Text.En);
        Assert.Equal(holds, parsed.Value.Holds(new Parcel()) is true);
    }

    [Fact]
    public void Shapes_are_written_in_the_order_of_their_systems_axes()
    {
        bool Holds(string filter, int system) => Cql2Parser.Parse(filter, Queryables, Systems[system]).Value.Holds(new Parcel()) is true;
        Assert.True(Holds("S_INTERSECTS(geometry, POINT(27.795 114.8935))", 1));
        Assert.True(Holds("S_INTERSECTS(geometry, POINT(3076050 588050))", 2));
        Assert.False(Holds("S_INTERSECTS(geometry, POINT(3076050 588150))", 2));
        Assert.Equal("space.bad-filter", Cql2Parser.Parse("S_INTERSECTS(geometry, POINT(114.8935 27.795))", Queryables, Systems[1]).Error?.Code);
    }

    public static TheoryData<string> Refused =>
    [
        "", " ", "name", "name =", "= 'x'", "name = 'x", "name = 'x' AND", "name = 'x' name = 'y'", "(name = 'x'", "name = 'x')", "unknown = 'x'", "name = 5", "squareMetres = 'x'", "open > 'a'", "name LIKE 5",
        "squareMetres LIKE '1%'", "name IN ()", "name IN ('a' 'b')", "name BETWEEN 'a' OR 'b'", "name IS", "name NOT 'x'", "squareMetres = 1e999", "squareMetres = 1.2.3", "squareMetres = --1", "name = DATE('2026-03-02')",
        "squareMetres = DATE('2026-13-02')", "CASEI(name) = 'x'", "name = name()", "S_WITHIN(geometry, POINT(1 2))", "S_INTERSECTS(geometry)", "S_INTERSECTS(geometry, geometry)", "S_INTERSECTS(name, POINT(1 2))", "S_INTERSECTS(geometry, POINT(1 2)",
        "S_INTERSECTS(geometry, POINT(114.9))", "S_INTERSECTS(geometry, POINT(nan nan))", "S_INTERSECTS(geometry, POINT EMPTY)", "S_INTERSECTS(geometry, CIRCLE(1 2 3))", "S_INTERSECTS(geometry, BBOX(1,2,3))", "S_INTERSECTS(geometry, BBOX(1,4,3,2))",
        "S_INTERSECTS(geometry, POLYGON((114.9 27.8,114.91 27.81,114.91 27.8,114.9 27.81,114.9 27.8)))", "S_INTERSECTS(geometry, POINT(0 0))", "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(" + new string('(', 3000) + ")",
        new string('(', 5_000) + "name = 'x'", string.Concat(Enumerable.Repeat("NOT ", 1_000)) + "TRUE", string.Join(" OR ", Enumerable.Repeat("TRUE", 300)), "name = '" + new string('x', Cql2Parser.Length) + "'",
        "name IN (" + string.Join(',', Enumerable.Repeat("'x'", 600)) + ")", "S_INTERSECTS(geometry, LINESTRING(" + string.Join(',', Enumerable.Repeat("1 1", 1_900)) + "))", "; DROP TABLE x", "\u0000", "名称 = 'x'", "name = \"name\"\"",
    ];

    [Theory, MemberData(nameof(Refused))]
    public void Anything_else_is_refused_with_its_place(string filter)
    {
        var refusal = Cql2Parser.Parse(filter, Queryables, Systems[0]).Error;
        Assert.Equal(("space.bad-filter", "filter"), (refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void Every_beginning_of_a_long_filter_is_answered_or_refused_and_nothing_else()
    {
        const string Filter = "NOT (name LIKE '_号%' AND \"IN use\" IS NOT NULL) OR zone IN ('a','b') AND squareMetres BETWEEN -1.5e3 AND 2 AND S_INTERSECTS(geometry, MULTIPOLYGON(((114.8 27.7,114.9 27.7,114.9 27.9,114.8 27.7)))) OR name = DATE('2026-03-02')";
        for (var i = 0; i <= Filter.Length; i++)
        {
            _ = Cql2Parser.Parse(Filter[..i], Queryables, Systems[0]);
            _ = Cql2Parser.Parse(Filter[i..], Queryables, Systems[0]);
        }
    }

    [Fact]
    public void Times_and_boxes_are_read_as_the_standard_writes_them()
    {
        Assert.NotNull(FeatureTime.Read("2026-03-02T09:00:00Z"));
        Assert.NotNull(FeatureTime.Read("../2026-03-02T09:00:00+08:00"));
        Assert.NotNull(FeatureTime.Read("2026-03-02T09:00:00Z/.."));
        foreach (var wrong in new[] { "", "/", "../..", "2026-03-02", "yesterday", "2026-03-02T09:00:00", "2026-03-03T09:00:00Z/2026-03-02T09:00:00Z", "1/2/3" })
            Assert.Null(FeatureTime.Read(wrong));
        Assert.Null(FeatureBox.Of([1, 4, 3, 2], Systems[0]));
        // Across the antimeridian there is a part of the world, and nothing of the city.
        Assert.True(FeatureBox.Of([170, 0, -170, 60], Systems[0])!.IsEmpty);
        Assert.False(FeatureBox.Of([-170, 0, -171, 60], Systems[0])!.IsEmpty);
    }

    private sealed class Parcel : IFeatureView
    {
        public Geometry Shape { get; } = LibraryGeometry.Of(PlanarPolygon.Rectangle(588_000, 3_076_000, 588_100, 3_076_100));

        public object? Value(string property) => property switch { "name" => "一号地块", "zone" => "core", "squareMetres" => 10_000.0, "open" => true, _ => null };
    }
}
