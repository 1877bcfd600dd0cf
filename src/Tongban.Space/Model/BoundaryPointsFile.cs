using System.Globalization;
using System.Text;
using Tongban.Foundation;
using Tongban.Space.Contracts;

namespace Tongban.Space.Model;

/// <summary>A boundary-point file (界址点坐标文件) as it stands in surveying practice: header, parcels, points (domain 05 § 8.5).
/// What was read is kept as text, so writing it again gives the same file except for line ends and full-width signs.</summary>
internal sealed class BoundaryPointsFile
{
    private readonly List<(string Key, string Value)> _header = [];
    private readonly List<Parcel> _parcels = [];

    private sealed record PointLine(string Name, int Ring, string X, string Y, int Line);

    private sealed record Parcel(IReadOnlyList<string>? Fields, List<PointLine> Points)
    {
        public string Name => Fields is { Count: > 3 } f && f[3].Length > 0 ? f[3] : "?";
    }

    /// <summary>UTF-8 if it can be, else GB 18030, which contains GBK and GB 2312.</summary>
    public static Result<string> Decode(ReadOnlySpan<byte> file, string field)
    {
        if (file is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(file[2..]);
        if (file is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode.GetString(file[2..]);
        try
        {
            return new UTF8Encoding(false, true).GetString(file);
        }
        catch (DecoderFallbackException)
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            try
            {
                return Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(file);
            }
            catch (DecoderFallbackException)
            {
                return SpaceErrors.Undecodable(field);
            }
        }
    }

    public static Result<BoundaryPointsFile> Parse(string text, string field)
    {
        if (string.IsNullOrWhiteSpace(text.TrimStart('\uFEFF')))
            return SpaceErrors.Empty(field);
        var file = new BoundaryPointsFile();
        var inHeader = false;
        var (number, points, rings) = (0, 0, 0);
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = HalfWidth(raw);
            if (line.Length == 0)
                continue;
            if (line[0] is '[' && line.EndsWith(']'))
            {
                inHeader = line is "[属性描述]";
                if (!inHeader && line is not "[地块坐标]")
                    return SpaceErrors.BadLine(field, number, $"的段名“{SpaceErrors.Quote(line)}”未知", $"the section '{SpaceErrors.Quote(line)}' is unknown");
                continue;
            }

            if (inHeader)
            {
                var equals = line.IndexOf('=', StringComparison.Ordinal);
                if (equals < 1)
                    return SpaceErrors.BadLine(field, number, "应为“名称=值”", "expected 'name=value'");
                file._header.Add((line[..equals].Trim(), line[(equals + 1)..].Trim()));
            }
            else if (line.EndsWith('@'))
            {
                file._parcels.Add(new([.. (line.EndsWith(",@", StringComparison.Ordinal) ? line[..^2] : line[..^1]).Split(',').Select(f => f.Trim())], []));
            }
            else
            {
                if (++points > Site.MaxPoints)
                    return SpaceErrors.TooManyPoints(field);
                var fields = line.Split(',', StringSplitOptions.TrimEntries);
                if (fields.Length != 4)
                    return SpaceErrors.BadLine(field, number, $"应有4项，实有{fields.Length}项", $"expected 4 values, found {fields.Length}");
                if (!int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ring) || ring is < 1 or > Site.MaxRings)
                    return SpaceErrors.BadLine(field, number, $"的圈号应为1至{Site.MaxRings}的整数", $"the ring number must be from 1 to {Site.MaxRings}");
                if (file._parcels.Count == 0)
                    file._parcels.Add(new(null, []));
                var parcel = file._parcels[^1];
                if ((parcel.Points.Count == 0 || parcel.Points[^1].Ring != ring) && ++rings > Site.MaxRings)
                    return SpaceErrors.TooManyRings(field);
                parcel.Points.Add(new(fields[0], ring, fields[2], fields[3], number));
            }
        }

        return points == 0 ? SpaceErrors.Empty(field) : file;
    }

    /// <summary>The file of a site: every area a parcel, its shell ring 1, its holes 2, 3, …</summary>
    public static BoundaryPointsFile Of(Site site, string producer, DateOnly producedOn, string name, string use)
    {
        var file = new BoundaryPointsFile();
        file._header.AddRange(
        [
            ("格式版本号", "1.01"), ("数据产生单位", Plain(producer)), ("数据产生日期", producedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("坐标系", "2000国家大地坐标系"), ("几度分带", "3"), ("投影类型", "高斯克吕格"), ("计量单位", "米"),
            ("带号", site.Zone.ToString(CultureInfo.InvariantCulture)), ("精度", "0.0001"), ("转换参数", ",,,,,,"),
        ]);
        var plane = GaussKruger.Zone(site.Zone);
        for (var i = 0; i < site.Parts.Count; i++)
        {
            List<PointLine> points = [];
            var (ringNumber, corner, area) = (0, 0, 0.0);
            foreach (var ring in site.Parts[i].Rings)
            {
                ringNumber++;
                var metres = ring.Select(plane.Project).ToList();
                area += (ringNumber == 1 ? 1 : -1) * Math.Abs(SiteBuilder.SignedArea([.. metres.Select(m => new SitePoint(m.East, m.North))]));
                var first = corner + 1;
                foreach (var (east, north) in metres)
                    points.Add(Point(++corner, ringNumber, east, north));
                points.Add(Point(first, ringNumber, metres[0].East, metres[0].North));
            }

            var label = site.Parts.Count == 1 ? Plain(name) : $"{Plain(name)}{i + 1}";
            file._parcels.Add(new([points.Count.ToString(CultureInfo.InvariantCulture), (area / 10_000).ToString("0.0000", CultureInfo.InvariantCulture),
                (i + 1).ToString(CultureInfo.InvariantCulture), label, "面", "", Plain(use), ""], points));
        }

        return file;

        static PointLine Point(int corner, int ring, double east, double north) =>
            new($"J{corner}", ring, north.ToString("0.0000", CultureInfo.InvariantCulture), east.ToString("0.0000", CultureInfo.InvariantCulture), 0);

        // A separator inside a value would make another field of its rest.
        static string Plain(string value) => new([.. value.Where(c => !char.IsControl(c) && c is not (',' or ',' or '@' or '[' or ']' or '=')).Take(60)]);
    }

    public string Write()
    {
        var text = new StringBuilder();
        if (_header.Count > 0)
        {
            text.Append("[属性描述]\n");
            foreach (var (key, value) in _header)
                text.Append(key).Append('=').Append(value).Append('\n');
            text.Append("[地块坐标]\n");
        }

        foreach (var parcel in _parcels)
        {
            if (parcel.Fields is not null)
                text.AppendJoin(',', parcel.Fields).Append(",@\n");
            foreach (var p in parcel.Points)
                text.Append(CultureInfo.InvariantCulture, $"{p.Name},{p.Ring},{p.X},{p.Y}\n");
        }

        return text.ToString();
    }

    public Result<SiteReading> ToSite(string field)
    {
        List<SiteWarning> warnings = [];
        var system = Header("坐标系");
        if (system.Length > 0 && !system.Contains("2000", StringComparison.Ordinal))
            return SpaceErrors.CoordinateSystem(field, system);
        if (Header("计量单位") is { Length: > 0 } unit && unit is not ("米" or "m"))
            return SpaceErrors.BadLine(field, 1, $"起的文件头计量单位“{SpaceErrors.Quote(unit)}”应为“米”", $"the header's unit '{SpaceErrors.Quote(unit)}' must be metres (米)");
        if (system.Length == 0)
            warnings.Add(new("space.system-not-named", ("文件没有注明坐标系，已按2000国家大地坐标系(CGCS2000)使用。", "The file names no coordinate system; it is used as CGCS2000.")));
        _ = int.TryParse(Header("带号"), NumberStyles.None, CultureInfo.InvariantCulture, out var zone);

        List<RawPart> parts = [];
        foreach (var parcel in _parcels)
        {
            if (!Rings(parcel, zone, field, warnings).TryGet(out var rings, out var error))
                return error;
            var mine = ByContainment(rings);
            if (Compare(parcel, mine, field, warnings) is { } mismatch)
                return mismatch;
            parts.AddRange(mine);
        }

        return SiteBuilder.Build(parts, field, warnings);
    }

    private string Header(string key) => _header.LastOrDefault(h => h.Key == key).Value ?? "";

    private static Result<List<List<SitePoint>>> Rings(Parcel parcel, int headerZone, string field, List<SiteWarning> warnings)
    {
        List<List<SitePoint>> rings = [];
        var open = 0;
        foreach (var lines in Runs(parcel.Points))
        {
            List<SitePoint> ring = new(lines.Count);
            foreach (var line in lines)
            {
                if (!Locate(line, headerZone, field).TryGet(out var point, out var error))
                    return error;
                ring.Add(point);
            }

            if (ring.Count > 1 && ring[0] == ring[^1])
                ring.RemoveAt(ring.Count - 1);
            else
                open++;
            if (ring.Count < 3)
                return SpaceErrors.TooFewPoints(field, ring[0]);
            rings.Add(ring);
        }

        if (rings.Count == 0)
            return SpaceErrors.TooFewPoints(field, null);
        if (open > 0)
            warnings.Add(new("space.rings-closed", new Words("地块“{0}”有{1}个圈首尾不相接，已自动闭合。", "Parcel '{0}': {1} rings did not end where they began and were closed.").With(SpaceErrors.Quote(parcel.Name), open)));
        if (parcel.Fields is [var declared, ..] && (!int.TryParse(declared, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count != parcel.Points.Count))
            warnings.Add(new("space.point-count", new Words("地块“{0}”注明{1}个点，实有{2}个。", "Parcel '{0}' announces {1} points and has {2}.").With(SpaceErrors.Quote(parcel.Name), SpaceErrors.Quote(declared), parcel.Points.Count)));
        return rings;
    }

    /// <summary>Points of one ring stand together; a ring also ends where it comes back to its first point.</summary>
    private static IEnumerable<List<PointLine>> Runs(List<PointLine> points)
    {
        List<PointLine> run = [];
        foreach (var point in points)
        {
            if (run.Count > 0 && (run[0].Ring != point.Ring || (run.Count > 3 && run[^1].X == run[0].X && run[^1].Y == run[0].Y)))
            {
                yield return run;
                run = [];
            }

            run.Add(point);
        }

        if (run.Count > 0)
            yield return run;
    }

    private static Result<SitePoint> Locate(PointLine point, int headerZone, string field)
    {
        if (!Metres(point.X, out var north) || !Metres(point.Y, out var east))
            return SpaceErrors.BadNumber(field, $"{point.Line}: {SpaceErrors.Quote(point.X)}, {SpaceErrors.Quote(point.Y)}");
        if (north < 200 && east < 200)
            return SpaceErrors.Degrees(field, point.Line);
        if (east is >= 1_000_000 and < 6_500_000 && north is < 1_000_000 or >= 13_000_000)
            return SpaceErrors.AxesSwapped(field, $"{point.Line}: X={SpaceErrors.Quote(point.X)}, Y={SpaceErrors.Quote(point.Y)}");

        var zone = headerZone;
        if (east >= 1_000_000)
        {
            zone = (int)(east / 1_000_000);
            if (headerZone != 0 && headerZone != zone)
                return SpaceErrors.ZoneMismatch(field, point.Line, headerZone, zone);
        }
        else
        {
            east += zone * 1_000_000.0;
        }

        if (!GaussKruger.Exists(zone))
            return SpaceErrors.ZoneUnknown(field, point.Line);
        // Farther than 3 degrees from its meridian no point of a zone can lie; the projection would not even be defined far out.
        if (Math.Abs(east - (zone * 1_000_000.0) - 500_000) > 340_000 || north is < 330_000 or > 6_000_000)
            return SpaceErrors.BadLine(field, point.Line, $"的坐标不在{zone}带内:X={SpaceErrors.Quote(point.X)}, Y={SpaceErrors.Quote(point.Y)}", $"the point is not in zone {zone}: X={SpaceErrors.Quote(point.X)}, Y={SpaceErrors.Quote(point.Y)}");
        var place = GaussKruger.Zone(zone).Unproject(east, north);
        return new SitePoint(Math.Round(place.Longitude, 8), Math.Round(place.Latitude, 8));
    }

    private static bool Metres(string text, out double value)
    {
        value = 0;
        if (text.Length > 24 || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exact))
            return false;
        value = (double)exact;
        return value >= 0;
    }

    /// <summary>Ring numbers vary between surveyors; what lies inside an odd number of other rings is a hole.</summary>
    private static List<RawPart> ByContainment(List<List<SitePoint>> rings)
    {
        var around = rings.Select((ring, i) => Enumerable.Range(0, rings.Count).Where(j => j != i && Contains(rings[j], ring)).ToList()).ToList();
        return [.. Enumerable.Range(0, rings.Count).Where(i => around[i].Count % 2 == 0).Select(shell => new RawPart(
            rings[shell],
            [.. Enumerable.Range(0, rings.Count).Where(hole => around[hole].Count == around[shell].Count + 1 && around[hole].Contains(shell)).Select(hole => rings[hole])]))];
    }

    /// <summary>By the inner ring's first corner that is not on the other's boundary; rings that cross are found out later.</summary>
    private static bool Contains(List<SitePoint> outer, List<SitePoint> inner)
    {
        if (Math.Abs(SiteBuilder.SignedArea(outer)) <= Math.Abs(SiteBuilder.SignedArea(inner)))
            return false;
        var corners = new HashSet<SitePoint>(outer);
        var probe = inner.FirstOrDefault(p => !corners.Contains(p), inner[0]);
        var inside = false;
        for (int i = 0, j = outer.Count - 1; i < outer.Count; j = i++)
        {
            if (outer[i].Latitude > probe.Latitude != outer[j].Latitude > probe.Latitude
                && probe.Longitude < ((outer[j].Longitude - outer[i].Longitude) * (probe.Latitude - outer[i].Latitude) / (outer[j].Latitude - outer[i].Latitude)) + outer[i].Longitude)
                inside = !inside;
        }

        return inside;
    }

    /// <summary>Declared against computed: a remark above 0.1 % or 1 m², whichever is larger; a refusal above 1 %.</summary>
    private static Error? Compare(Parcel parcel, List<RawPart> parts, string field, List<SiteWarning> warnings)
    {
        if (parcel.Fields is not { Count: > 1 } fields || fields[1].Length == 0)
            return null;
        if (fields[1].Length > 24 || !decimal.TryParse(fields[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var declared) || declared > 1_000_000)
        {
            warnings.Add(new("space.area-unreadable", new Words("地块“{0}”的申报面积“{1}”无法读懂。", "The declared area '{1}' of parcel '{0}' cannot be read.").With(SpaceErrors.Quote(parcel.Name), SpaceErrors.Quote(fields[1]))));
            return null;
        }

        // An area that cannot be computed is refused with its place by the checks that follow.
        if (!SiteBuilder.Build(parts, field, []).TryGet(out var reading, out _))
            return null;
        var computed = reading.Site.AreaSquareMetres / 10_000m;
        var apart = Math.Abs(declared - computed);
        if (apart > 0.01m * computed && apart > 0.0001m)
            return SpaceErrors.AreaMismatch(field, parcel.Name, declared, computed);
        if (apart > Math.Max(0.001m * computed, 0.0001m))
            warnings.Add(new("space.area-differs", new Words("地块“{0}”申报{1}公顷，按坐标计算为{2:0.0000}公顷。", "Parcel '{0}' declares {1} hectares; its points enclose {2:0.0000}.").With(SpaceErrors.Quote(parcel.Name), declared, computed)));
        return null;
    }

    /// <summary>Full-width signs of Chinese editors as their half-width twins; the ideographic space and tabs as spaces.</summary>
    private static string HalfWidth(ReadOnlySpan<char> line)
    {
        var text = new char[line.Length];
        for (var i = 0; i < line.Length; i++)
        {
            text[i] = line[i] switch
            {
                >= '\uFF01' and <= '\uFF5E' and var c => (char)(c - 0xFEE0),
                '\u3000' or '\t' or '\uFEFF' => ' ',
                '【' => '[',
                '】' => ']',
                var c => c,
            };
        }

        return new string(text).Trim();
    }
}
