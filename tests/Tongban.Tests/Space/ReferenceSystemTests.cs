using Tongban.Space.Import;

namespace Tongban.Tests.Space;

public class ReferenceSystemTests
{
    private const string Cgcs = """GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]""";

    private static string Gauss(double meridian, double easting, string geographic = Cgcs) => FormattableString.Invariant(
        $"""PROJCS["CGCS2000_3_Degree_GK",{geographic},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",{easting:0.0}],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian:0.0}],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]""");

    [Theory]
    [InlineData("EPSG:4490"), InlineData("4490"), InlineData("urn:ogc:def:crs:EPSG::4490"), InlineData("CGCS2000"), InlineData("EPSG:4326"), InlineData("urn:ogc:def:crs:OGC:1.3:CRS84")]
    public void Degrees_of_both_systems_are_recognised(string text) => Assert.True(ReferenceSystem.Read(text, "epsg").Value.IsGeographic);

    [Theory]
    [InlineData("EPSG:4547", 114, 500_000), InlineData("EPSG:4526", 114, 38_500_000), InlineData("EPSG:4500", 129, 22_500_000), InlineData("EPSG:4508", 111, 500_000), InlineData("http://www.opengis.net/def/crs/EPSG/0/32650", 117, 500_000)]
    public void Planes_are_recognised_by_number(string text, double meridian, double easting)
    {
        var system = ReferenceSystem.Read(text, "epsg").Value;
        Assert.Equal((meridian, easting), (system.Meridian, system.FalseEasting));
    }

    [Fact]
    public void Planes_are_recognised_by_the_text_of_a_prj_file()
    {
        Assert.Equal((114, 500_000), Read(Gauss(114, 500_000)));
        Assert.Equal((114, 38_500_000), Read(Gauss(114, 38_500_000)));
        // A city's own meridian is a plane too.
        Assert.Equal((114.5, 500_000), Read(Gauss(114.5, 500_000)));
        Assert.True(ReferenceSystem.Read(Cgcs, "epsg").Value.IsGeographic);

        static (double, double) Read(string wkt)
        {
            var system = ReferenceSystem.Read(wkt, "epsg").Value;
            return (system.Meridian, system.FalseEasting);
        }
    }

    [Theory]
    [InlineData("GCJ-02", "space.system-shifted"), InlineData("gcj02", "space.system-shifted"), InlineData("BD-09", "space.system-shifted"), InlineData("火星坐标系", "space.system-shifted")]
    [InlineData("EPSG:4610", "space.system-old"), InlineData("EPSG:2383", "space.system-old"), InlineData("EPSG:4214", "space.system-old"), InlineData("EPSG:2434", "space.system-old"), InlineData("1980西安坐标系", "space.system-old")]
    [InlineData("EPSG:3857", "space.system-unknown"), InlineData("EPSG:27700", "space.system-unknown"), InlineData("what", "space.system-unknown"), InlineData("", "space.system-unknown")]
    public void What_cannot_be_taken_is_refused_with_a_way_out(string text, string code)
    {
        var error = ReferenceSystem.Read(text, "epsg").Error;
        Assert.Equal(code, error?.Code);
        Assert.NotNull(error!.WayOut);
    }

    [Fact]
    public void Old_datums_foreign_ellipsoids_and_odd_units_are_told_from_a_prj_file_too()
    {
        Assert.Equal("space.system-old", Code(Gauss(114, 500_000, """GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]""")));
        Assert.Equal("space.system-old", Code(Gauss(114, 500_000, """GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]""")));
        Assert.Equal("space.system-unknown", Code(Gauss(114, 500_000).Replace("6378137.0", "6378245.0", StringComparison.Ordinal)));
        Assert.Equal("space.system-unknown", Code(Gauss(114, 500_000).Replace("""["Meter",1.0]""", """["Foot",0.3048]""", StringComparison.Ordinal)));
        Assert.Equal("space.system-unknown", Code("PROJCS[" + new string('[', 10_000)));

        static string? Code(string wkt) => ReferenceSystem.Read(wkt, "epsg").Error?.Code;
    }

    // Domain 05 § 8.4: computed with PROJ.
    [Fact]
    public void The_published_test_corner_comes_out_to_the_millimetre()
    {
        var plane = ReferenceSystem.OfEpsg(4547, "epsg").Value;
        var (east, north) = ReferenceSystem.OfEpsg(4490, "epsg").Value.To(plane)(114.9, 27.8);
        Assert.Equal((588_690.664, 3_076_603.070), (Math.Round(east, 3), Math.Round(north, 3)));
        var (longitude, latitude) = plane.ToDegrees()(east, north);
        Assert.Equal((114.9, 27.8), (Math.Round(longitude, 9), Math.Round(latitude, 9)));
    }

    [Fact]
    public void A_zone_number_in_front_is_taken_off_without_losing_a_digit()
    {
        var to = ReferenceSystem.OfEpsg(4526, "epsg").Value.To(ReferenceSystem.OfEpsg(4547, "epsg").Value);
        Assert.Equal((588_690.5, 3_076_603.25), to(38_588_690.5, 3_076_603.25));
        var (east, north) = ReferenceSystem.OfEpsg(4508, "epsg").Value.To(ReferenceSystem.OfEpsg(4547, "epsg").Value)(884_000, 3_080_000);
        Assert.InRange(east, 580_000, 600_000);
        Assert.InRange(north, 3_070_000, 3_080_000);
    }

    [Theory]
    [InlineData("EPSG:4490", 27.8, 114.9, "axes-swapped"), InlineData("EPSG:4490", 588_690, 3_076_603, "metres-not-degrees"), InlineData("EPSG:4490", -71.1, 42.3, "outside-range"), InlineData("EPSG:4490", 114.9, 27.8, null)]
    [InlineData("EPSG:4547", 3_076_603, 588_690, "axes-swapped"), InlineData("EPSG:4547", 38_588_690, 3_076_603, "zone-prefix"), InlineData("EPSG:4547", 114.9, 27.8, "degrees-not-metres"), InlineData("EPSG:4547", 588_690, 3_076_603, null)]
    [InlineData("EPSG:4526", 588_690, 3_076_603, "zone-prefix-missing"), InlineData("EPSG:4526", 3_076_603, 38_588_690, "axes-swapped"), InlineData("EPSG:4547", double.NaN, 0, "bad-number")]
    public void A_coordinate_that_does_not_look_like_its_system_is_doubted(string epsg, double x, double y, string? doubt) =>
        Assert.Equal(doubt, ReferenceSystem.Read(epsg, "epsg").Value.Doubt(x, y));
}
