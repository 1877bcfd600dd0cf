using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Layers;

namespace Tongban.Space.Checks;

/// <summary>A check as it was made: the boundary, the versions, the findings. It never changes; made again it gives the same.</summary>
internal sealed class StoredCheck : Aggregate
{
    public const int TitleLength = 200;
    public const int SubjectLength = 80;

    private StoredCheck() { }

    public override string Matter => $"site-check:{Id}";

    public DateTimeOffset CheckedAt { get; private set; }

    public Guid CheckedBy { get; private set; }

    /// <summary>Organ or enterprise for which it was made.</summary>
    public string? Organ { get; private set; }

    public string? Enterprise { get; private set; }

    /// <summary>Whose site it was: <c>project:2611-360500-04-01-123456</c>; <see langword="null"/> when a person only tried a boundary.</summary>
    public string? Subject { get; private set; }

    /// <summary>What the person calls the site.</summary>
    public string Title { get; private set; } = "";

    public string Site { get; private set; } = "";

    public decimal SquareMetres { get; private set; }

    public string SiteDigest { get; private set; } = "";

    public string SetDigest { get; private set; } = "";

    public string FindingsDigest { get; private set; } = "";

    public string? Class { get; private set; }

    public bool IsComplete { get; private set; }

    public IReadOnlyList<LayerResult> Findings { get; private set; } = [];

    public static StoredCheck Of(Site site, CheckResult result, string title, Actor by, DateTimeOffset at, string? subject = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subject?.Length ?? 0, SubjectLength, nameof(subject));
        var check = new StoredCheck
        {
            Id = NewId.At(at), CheckedAt = at, CheckedBy = by.PersonId, Organ = by.Organ, Enterprise = by.Enterprise, Subject = subject, Title = title, Site = site.GeoJson, SquareMetres = site.AreaSquareMetres,
            SiteDigest = result.SiteDigest, SetDigest = result.SetDigest, FindingsDigest = result.FindingsDigest, Class = result.Class, IsComplete = result.IsComplete, Findings = result.Layers,
        };
        check.Record(new SiteChecked(check.Id, result.SiteDigest, result.SetDigest, result.FindingsDigest, result.Class, result.Layers.Count(l => l.Verdict is CheckVerdict.Hit), result.Layers.Count(l => l.Verdict is CheckVerdict.NotChecked), subject));
        return check;
    }
}

internal sealed class StoredCheckTable : IEntityTypeConfiguration<StoredCheck>
{
    public void Configure(EntityTypeBuilder<StoredCheck> table)
    {
        table.ToTable("space_checks");
        table.HasKey(c => c.Id);
        table.Ignore(c => c.Acts);
        table.Ignore(c => c.Matter);
        table.Property(c => c.Organ).HasMaxLength(40);
        table.Property(c => c.Enterprise).HasMaxLength(18);
        table.Property(c => c.Subject).HasMaxLength(StoredCheck.SubjectLength);
        table.Property(c => c.Title).HasMaxLength(StoredCheck.TitleLength);
        table.Property(c => c.SiteDigest).HasMaxLength(64);
        table.Property(c => c.SetDigest).HasMaxLength(64);
        table.Property(c => c.FindingsDigest).HasMaxLength(64);
        table.Property(c => c.Class).HasMaxLength(1);
        table.Property(c => c.Findings).AsJson(LayerColumns.Json);
        table.HasIndex(c => new { c.CheckedBy, c.Id });
        table.HasIndex(c => new { c.Subject, c.Id });
    }
}
