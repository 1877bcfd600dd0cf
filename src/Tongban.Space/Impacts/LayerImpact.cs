using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Layers;

namespace Tongban.Space.Impacts;

/// <summary>Why the subjects are looked at again.</summary>
internal enum ImpactCause
{
    /// <summary>The version came into force.</summary>
    Publication,

    /// <summary>It ended without a successor.</summary>
    Retirement,

    /// <summary>It is a draft, and somebody asks whom it would affect. Nothing is stored but the answer.</summary>
    Preview,
}

/// <summary>Whom a change of a layer affects (图层变更影响): every subject that has a check is held against the new set of versions, and those with another answer are listed.</summary>
internal sealed class LayerImpact : Aggregate
{
    private LayerImpact() { }

    public override string Matter => LayerVersion.MatterOf(Layer);

    public Guid LayerVersionId { get; private set; }

    public string Layer { get; private set; } = "";

    public int Number { get; private set; }

    public ImpactCause Cause { get; private set; }

    public DateTimeOffset BegunAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The published versions the subjects are held against, fixed when the work began; a previewed draft comes on top.</summary>
    public IReadOnlyList<Guid> Versions { get; private set; } = [];

    public string SetDigest { get; private set; } = "";

    /// <summary>Kind of the subjects that are being looked at, and the last of them.</summary>
    public string? Kind { get; private set; }

    public string? After { get; private set; }

    /// <summary>Subjects looked at.</summary>
    public int Done { get; private set; }

    /// <summary>Subjects whose answer changed, or would.</summary>
    public int Changed { get; private set; }

    /// <summary>The version whose change came before anybody had begun with this one, and which answers for both.</summary>
    public Guid? SupersededBy { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    public int Attempts { get; private set; }

    public static LayerImpact Begin(Guid version, string layer, int number, ImpactCause cause, DateTimeOffset now) =>
        new() { Id = cause is ImpactCause.Preview ? NewId.At(now) : KeyOf(version, cause), LayerVersionId = version, Layer = layer, Number = number, Cause = cause, BegunAt = now };

    // An act is told at least once and perhaps to two processes at the same moment: what a version's end or beginning does is worked out under one key, so that the second meets the first.
    private static Guid KeyOf(Guid version, ImpactCause cause) => Sha256.Key($"{version} {cause}");

    /// <summary>A process takes it on: it waits, or whoever had it is gone. The first one fixes the set.</summary>
    public bool Claim(PinnedSet set, DateTimeOffset now, DateTimeOffset until)
    {
        if (EndedAt is not null || LeaseUntil > now)
            return false;
        LeaseUntil = until;
        if (Attempts++ == 0)
            (Versions, SetDigest) = ([.. set.Versions.Select(v => v.VersionId)], set.Digest);
        return true;
    }

    /// <summary>The layer changed once more before anybody had begun: the sites are looked at once, for the newer change. What is under way is finished.</summary>
    public bool GiveWayTo(LayerImpact newer, DateTimeOffset now)
    {
        if (EndedAt is not null || Attempts > 0 || Cause is ImpactCause.Preview || newer.Layer != Layer || newer.Number < Number || newer.Id == Id)
            return false;
        (SupersededBy, EndedAt, LeaseUntil) = (newer.LayerVersionId, now, null);
        Record(new LayerImpactSuperseded(Id, LayerVersionId, Layer, Number, newer.LayerVersionId));
        return true;
    }

    public bool Advance(int attempt, string kind, string after, int done, int changed, DateTimeOffset until)
    {
        if (EndedAt is not null || Attempts != attempt)
            return false;
        (Kind, After, Done, Changed, LeaseUntil) = (kind, after, Done + done, Changed + changed, until);
        return true;
    }

    public bool Finish(int attempt, DateTimeOffset now)
    {
        if (EndedAt is not null || Attempts != attempt)
            return false;
        (EndedAt, LeaseUntil) = (now, null);
        // A question what would happen is no act of office.
        if (Cause is not ImpactCause.Preview)
            Record(new LayerImpactFound(Id, LayerVersionId, Layer, Number, Cause is ImpactCause.Publication ? "publication" : "retirement", SetDigest, Done, Changed));
        return true;
    }
}

/// <summary>A subject whose answer changed, or would.</summary>
internal sealed class ImpactRow
{
    private ImpactRow() { }

    public Guid Id { get; private set; }

    public Guid ImpactId { get; private set; }

    public string Subject { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string? Organ { get; private set; }

    /// <summary>The check that counted until then.</summary>
    public Guid CheckBefore { get; private set; }

    /// <summary>The check that counts now; <see langword="null"/> in a preview.</summary>
    public Guid? CheckAfter { get; private set; }

    public string? ClassBefore { get; private set; }

    public string? ClassAfter { get; private set; }

    /// <summary>Of the layer that changed.</summary>
    public CheckVerdict VerdictBefore { get; private set; }

    public CheckVerdict VerdictAfter { get; private set; }

    public double SquareMetresBefore { get; private set; }

    public double SquareMetresAfter { get; private set; }

    public static ImpactRow Of(Guid impact, SubjectSite site, CheckSummary before, Guid? checkAfter, string? classAfter, LayerResult? was, LayerResult? now) => new()
    {
        Id = NewId.Random(), ImpactId = impact, Subject = site.Subject, Title = site.Title.Length > 200 ? site.Title[..200] : site.Title, Organ = site.Organ, CheckBefore = before.Id, CheckAfter = checkAfter,
        ClassBefore = before.Class, ClassAfter = classAfter, VerdictBefore = was?.Verdict ?? CheckVerdict.NotChecked, VerdictAfter = now?.Verdict ?? CheckVerdict.NotChecked,
        SquareMetresBefore = was?.SquareMetres ?? 0, SquareMetresAfter = now?.SquareMetres ?? 0,
    };
}

internal sealed class LayerImpactTable : IEntityTypeConfiguration<LayerImpact>
{
    public void Configure(EntityTypeBuilder<LayerImpact> table)
    {
        table.ToTable("space_impacts");
        table.HasKey(i => i.Id);
        table.Ignore(i => i.Acts);
        table.Ignore(i => i.Matter);
        table.Property(i => i.Layer).HasMaxLength(8);
        table.Property(i => i.Versions).AsJson(LayerColumns.Json);
        table.Property(i => i.SetDigest).HasMaxLength(64);
        table.Property(i => i.Kind).HasMaxLength(20);
        table.Property(i => i.After).HasMaxLength(Checks.StoredCheck.SubjectLength);
        table.HasIndex(i => new { i.LayerVersionId, i.Cause });
        // What waits, and of one layer what may give way.
        table.HasIndex(i => new { i.EndedAt, i.Layer });
    }
}

internal sealed class ImpactRowTable : IEntityTypeConfiguration<ImpactRow>
{
    public void Configure(EntityTypeBuilder<ImpactRow> table)
    {
        table.ToTable("space_impact_rows");
        table.HasKey(r => r.Id);
        table.Property(r => r.Subject).HasMaxLength(Checks.StoredCheck.SubjectLength);
        table.Property(r => r.Title).HasMaxLength(200);
        table.Property(r => r.Organ).HasMaxLength(40);
        table.Property(r => r.ClassBefore).HasMaxLength(1);
        table.Property(r => r.ClassAfter).HasMaxLength(1);
        table.HasOne<LayerImpact>().WithMany().HasForeignKey(r => r.ImpactId);
        table.HasIndex(r => new { r.ImpactId, r.Subject }).IsUnique();
    }
}
