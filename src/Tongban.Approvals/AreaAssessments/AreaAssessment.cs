using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NetTopologySuite.Geometries;
using Tongban.Approvals.Model;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;

namespace Tongban.Approvals.AreaAssessments;

/// <summary>A zone's published assessment (区域评估): the government had the zone assessed once, and no enterprise in it is asked again (优化营商环境条例第四十二条).</summary>
internal sealed class AreaAssessment : Aggregate
{
    private AreaAssessment()
    {
    }

    public override string Matter => $"area-assessment:{Id}";

    /// <summary>余区评〔2026〕1号.</summary>
    public string Number { get; private set; } = "";

    public string Zone { get; private set; } = "";

    /// <summary>Six digits: of the district or county; that of the city stands for all of it.</summary>
    public string Division { get; private set; } = "";

    /// <summary>Codes of the items it stands in for.</summary>
    public IReadOnlyList<string> Items { get; private set; } = [];

    /// <summary>Boundary of the zone as GeoJSON; <see langword="null"/> when it is known by name only.</summary>
    public string? Site { get; private set; }

    public string Conclusion { get; private set; } = "";

    public string Organ { get; private set; } = "";

    public DateTimeOffset PublishedAt { get; private set; }

    /// <summary>Last day on which it may be used.</summary>
    public DateOnly ValidTo { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnBecause { get; private set; }

    public static AreaAssessment Publish(string zone, string division, IReadOnlyList<string> items, string? site, string conclusion, string organ, DateOnly validTo, DateTimeOffset now) => new()
    {
        Id = NewId.At(now), Zone = zone.Trim(), Division = division, Items = [.. items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], Site = site,
        Conclusion = conclusion.Trim(), Organ = organ, PublishedAt = now, ValidTo = validTo,
    };

    /// <summary>Enters the number it was given; with it, it is published.</summary>
    public void Publish(string number)
    {
        Number = number;
        Record(new AreaAssessmentPublished(Id, number, Division, Organ, Items, ValidTo, Site is null ? null : Sha256.Of(Site), Sha256.Of(Conclusion)));
    }

    /// <summary>No longer to be used; what it satisfied before stays decided.</summary>
    public Error? Withdraw(string reason, DateTimeOffset now)
    {
        if (WithdrawnAt is not null)
            return AssessmentErrors.Withdrawn(Number);
        (WithdrawnAt, WithdrawnBecause) = (now, reason);
        Record(new AreaAssessmentWithdrawn(Id, Number, Sha256.Of(reason)));
        return null;
    }

    /// <summary>Whether it stands in for an item of a project: in force, for this item, of its division, and its site inside where both boundaries are known.</summary>
    public Error? Refuses(string item, string division, string cityDivision, string? site, DateOnly today)
    {
        if (WithdrawnAt is not null)
            return AssessmentErrors.Withdrawn(Number);
        if (today > ValidTo)
            return AssessmentErrors.Expired(Number, ValidTo);
        if (!Items.Contains(item))
            return AssessmentErrors.OtherItem(Number, item);
        if (Division != division && Division != cityDivision)
            return AssessmentErrors.OtherPlace(Number, Zone);
        return Site is not null && site is not null && !ZoneGeometry.Covers(Site, site) ? AssessmentErrors.OtherPlace(Number, Zone) : null;
    }
}

/// <summary>Whether a site lies within a zone; both as stored GeoJSON.</summary>
internal static class ZoneGeometry
{
    public static bool Covers(string zone, string site)
    {
        // A boundary shared with the zone may differ by a coordinate's last digit: a metre of tolerance keeps such a site inside.
        const double Metre = 1e-5;
        return Read(zone).Buffer(Metre).Covers(Read(site));
    }

    private static MultiPolygon Read(string geoJson)
    {
        using var document = JsonDocument.Parse(geoJson);
        var coordinates = document.RootElement.GetProperty("coordinates");
        var polygons = document.RootElement.GetProperty("type").GetString() is "Polygon" ? [coordinates] : coordinates.EnumerateArray().ToList();
        var factory = GeometryFactory.Default;
        return factory.CreateMultiPolygon([.. polygons.Select(p =>
        {
            var rings = p.EnumerateArray().Select(r => factory.CreateLinearRing([.. r.EnumerateArray().Select(c => new Coordinate(c[0].GetDouble(), c[1].GetDouble()))])).ToList();
            return factory.CreatePolygon(rings[0], [.. rings.Skip(1)]);
        })]);
    }
}

internal sealed class AreaAssessmentTable : IEntityTypeConfiguration<AreaAssessment>
{
    public void Configure(EntityTypeBuilder<AreaAssessment> table)
    {
        table.ToTable("approvals_area_assessments").HasKey(a => a.Id);
        table.Property(a => a.Number).HasMaxLength(60);
        table.Property(a => a.Zone).HasMaxLength(100);
        table.Property(a => a.Division).HasMaxLength(6);
        table.Property(a => a.Organ).HasMaxLength(40);
        table.Property(a => a.Items).AsJson();
        table.Property(a => a.Conclusion).HasMaxLength(Limits.Opinion);
        table.Property(a => a.WithdrawnBecause).HasMaxLength(Limits.Reason);
        table.HasIndex(a => new { a.Division, a.ValidTo });
    }
}

[Act("approvals.area-assessment-published", "发布区域评估", "Area assessment published")]
internal sealed record AreaAssessmentPublished(Guid Assessment, string Number, string Division, string Organ, IReadOnlyList<string> Items, DateOnly ValidTo, string? SiteDigest, string ConclusionDigest) : IAct;

[Act("approvals.area-assessment-withdrawn", "停用区域评估", "Area assessment withdrawn")]
internal sealed record AreaAssessmentWithdrawn(Guid Assessment, string Number, string ReasonDigest) : IAct;

[Act("approvals.item-satisfied", "以区域评估代替", "Item satisfied by an area assessment")]
internal sealed record ItemSatisfied(Guid StageCase, string Item, Guid Assessment, string Number, DateOnly ValidTo) : IAct;

internal static class AssessmentErrors
{
    private const string Basis = "优化营商环境条例第四十二条";

    public static Error NoSuch() => new("approvals.no-such-assessment", ("没有这份区域评估。", "There is no such area assessment."), ErrorKind.NotFound);

    public static Error Withdrawn(string number) => new("approvals.assessment-withdrawn", ($"{number}已停用。", $"{number} was withdrawn."), ErrorKind.Conflict);

    public static Error Expired(string number, DateOnly on) => new("approvals.assessment-expired", ($"{number}有效期至 {on:yyyy-MM-dd}，已过期。", $"{number} was valid until {on:yyyy-MM-dd}."), ErrorKind.Conflict);

    public static Error OtherItem(string number, string item) => new("approvals.assessment-other-item", ($"{number}不包括事项 {item}。", $"{number} does not stand in for item {item}.")) { LegalBasis = Basis };

    public static Error OtherPlace(string number, string zone) => new("approvals.assessment-other-place", ($"项目不在{number}的区域“{zone}”内。", $"The project does not lie in “{zone}”, the zone of {number}.")) { LegalBasis = Basis };

    public static Error NotAssessable(string item) => new("approvals.not-assessable", ($"事项 {item} 不能以区域评估代替。", $"An area assessment cannot stand in for item {item}.")) { Field = "items", LegalBasis = Basis };

    public static Error Missing(string field, Words text) => new("approvals.assessment-incomplete", text) { Field = field };
}
