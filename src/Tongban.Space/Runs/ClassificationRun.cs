using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Space.Contracts;
using Tongban.Space.Import;
using Tongban.Space.Layers;

namespace Tongban.Space.Runs;

/// <summary>Where a batch stands.</summary>
internal enum RunState
{
    /// <summary>Waits, or is being worked on.</summary>
    Running,

    /// <summary>Every site has its answer.</summary>
    Finished,

    /// <summary>Its file cannot be read.</summary>
    Refused,

    Cancelled,
}

/// <summary>What was found in one layer, over all sites.</summary>
/// <param name="SquareMetres">Of those that are hit.</param>
internal sealed record LayerTally(int Hits, int Near, int NotChecked, double SquareMetres);

/// <summary>What was found so far. Immutable: every step makes a new one.</summary>
internal sealed record RunTally(IReadOnlyDictionary<string, int> Classes, IReadOnlyDictionary<string, LayerTally> Layers)
{
    public static RunTally None { get; } = new(new SortedDictionary<string, int>(StringComparer.Ordinal), new SortedDictionary<string, LayerTally>(StringComparer.Ordinal));

    public RunTally With(IEnumerable<RunRow> rows)
    {
        var classes = new SortedDictionary<string, int>(Classes.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        var layers = new SortedDictionary<string, LayerTally>(Layers.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var row in rows)
        {
            classes[row.Class] = classes.GetValueOrDefault(row.Class) + 1;
            foreach (var finding in row.Findings)
            {
                var before = layers.GetValueOrDefault(finding.Code) ?? new(0, 0, 0, 0);
                layers[finding.Code] = finding.Verdict switch
                {
                    CheckVerdict.Hit => before with { Hits = before.Hits + 1, SquareMetres = before.SquareMetres + finding.SquareMetres, NotChecked = before.NotChecked + (finding.Reason is null ? 0 : 1) },
                    CheckVerdict.Near => before with { Near = before.Near + 1, NotChecked = before.NotChecked + (finding.Reason is null ? 0 : 1) },
                    _ => before with { NotChecked = before.NotChecked + 1 },
                };
            }
        }
        return new(classes, layers);
    }
}

/// <summary>Many sites held against one fixed set of layer versions (批量空间分类): a whole plan in one job.</summary>
/// <remarks>Answers are stored in chunks together with how far it is, so that whoever goes on after a process died begins with the next site, and no site is answered twice.</remarks>
internal sealed class ClassificationRun : Aggregate
{
    public const int TitleLength = 200;

    /// <summary>Kind of a batch whose sites come from a file.</summary>
    public const string File = "file";

    public const int MostSites = 100_000;

    private ClassificationRun() { }

    public override string Matter => $"classification-run:{Id}";

    public string Title { get; private set; } = "";

    /// <summary><see cref="File"/>, or the kind of an <see cref="ISiteSource"/>.</summary>
    public string Kind { get; private set; } = "";

    public string? SourceName { get; private set; }

    public string? SourceDigest { get; private set; }

    public ImportOptions Options { get; private set; } = new();

    public string? Organ { get; private set; }

    public Guid BegunBy { get; private set; }

    public Roles BegunAs { get; private set; }

    public DateTimeOffset BegunAt { get; private set; }

    public RunState State { get; private set; }

    /// <summary>Versions the sites are held against, fixed when the batch began.</summary>
    public IReadOnlyList<Guid> Versions { get; private set; } = [];

    public string SetDigest { get; private set; } = "";

    /// <summary>Sites answered.</summary>
    public int Done { get; private set; }

    /// <summary><see langword="null"/> until somebody counted them.</summary>
    public int? Total { get; private set; }

    /// <summary>The last subject that was answered.</summary>
    public string? After { get; private set; }

    /// <summary>Until when the process that works on it is believed to live; then another goes on.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    public int Attempts { get; private set; }

    public RunTally Tally { get; private set; } = RunTally.None;

    /// <summary>SHA-256 over the answers so far, in their order.</summary>
    public string ResultDigest { get; private set; } = "";

    public string? RefusalCode { get; private set; }

    public string? RefusalZh { get; private set; }

    public string? RefusalEn { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public static ClassificationRun Begin(string title, string kind, string? sourceName, string? sourceDigest, ImportOptions options, Actor by, PinnedSet set, DateTimeOffset now)
    {
        var run = new ClassificationRun
        {
            Id = NewId.At(now), Title = title, Kind = kind, SourceName = sourceName, SourceDigest = sourceDigest, Options = options, Organ = by.Organ, BegunBy = by.PersonId, BegunAs = by.Roles, BegunAt = now,
            Versions = [.. set.Versions.Select(v => v.VersionId)], SetDigest = set.Digest,
        };
        run.Record(new ClassificationBegun(run.Id, kind, sourceDigest, set.Digest));
        return run;
    }

    /// <summary>A process takes it on: it waits, or whoever had it is gone.</summary>
    public bool Claim(DateTimeOffset now, DateTimeOffset until)
    {
        if (State is not RunState.Running || LeaseUntil > now)
            return false;
        LeaseUntil = until;
        Attempts++;
        return true;
    }

    /// <summary>Takes the answers of the next sites over.</summary>
    public bool Advance(int attempt, IReadOnlyList<RunRow> rows, string? after, int? total, DateTimeOffset until)
    {
        if (State is not RunState.Running || Attempts != attempt)
            return false;
        (Done, After, Total, LeaseUntil, Tally) = (Done + rows.Count, after, total, until, Tally.With(rows));
        var text = new StringBuilder(ResultDigest);
        foreach (var row in rows)
            text.Append('\n').Append(row.Number).Append(' ').Append(row.Class).Append(' ').Append(row.SiteDigest).Append(' ').Append(row.FindingsDigest);
        ResultDigest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return true;
    }

    public bool Finish(int attempt, DateTimeOffset now)
    {
        if (State is not RunState.Running || Attempts != attempt)
            return false;
        (State, EndedAt, LeaseUntil, Total) = (RunState.Finished, now, null, Done);
        Record(new ClassificationFinished(Id, SetDigest, Done, Tally.Classes, ResultDigest));
        return true;
    }

    public bool Refuse(int attempt, Error refusal, DateTimeOffset now)
    {
        if (State is not RunState.Running || Attempts != attempt)
            return false;
        var way = refusal.WayOut ?? ("", "");
        (State, EndedAt, LeaseUntil, RefusalCode, RefusalZh, RefusalEn) = (RunState.Refused, now, null, refusal.Code, $"{refusal.Text.Zh}{way.Zh}", $"{refusal.Text.En} {way.En}".TrimEnd());
        Record(new ClassificationRefused(Id, refusal.Code));
        return true;
    }

    public Error? Cancel(DateTimeOffset now)
    {
        if (State is not RunState.Running)
            return RunErrors.NotRunning();
        (State, EndedAt, LeaseUntil) = (RunState.Cancelled, now, null);
        Record(new ClassificationCancelled(Id, Done));
        return null;
    }
}

/// <summary>What was found about one site in one layer; layers that are clear or have no version are not listed.</summary>
internal sealed record RunFinding(string Code, CheckVerdict Verdict, ControlLevel Level, double SquareMetres, double Share, double? NearestMetres, string? Reason);

/// <summary>The answer about one site of a batch.</summary>
internal sealed class RunRow
{
    /// <summary>Class of a site without a boundary, or with one that cannot be used.</summary>
    public const string NoBoundary = "U";

    /// <summary>Nothing was found, but not everything was looked at.</summary>
    public const string NotClassified = "N";

    private RunRow() { }

    public Guid Id { get; private set; }

    public Guid RunId { get; private set; }

    /// <summary>Place in the batch, 1 for the first.</summary>
    public int Number { get; private set; }

    public string? Subject { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>A to D, U or N.</summary>
    public string Class { get; private set; } = "";

    public string? ReasonCode { get; private set; }

    public string? ReasonZh { get; private set; }

    public string? ReasonEn { get; private set; }

    public double? SquareMetres { get; private set; }

    /// <summary>Degrees, centre of the boundary.</summary>
    public double? Longitude { get; private set; }

    public double? Latitude { get; private set; }

    public int Hits { get; private set; }

    public int NotChecked { get; private set; }

    /// <summary>Codes of the layers that are hit, each between blanks.</summary>
    public string HitLayers { get; private set; } = "";

    public IReadOnlyList<RunFinding> Findings { get; private set; } = [];

    /// <summary>Canonical GeoJSON.</summary>
    public string? Site { get; private set; }

    public string? SiteDigest { get; private set; }

    public string? FindingsDigest { get; private set; }

    public static RunRow Of(Guid run, int number, string? subject, string title, Site site, CheckResult result)
    {
        List<RunFinding> findings = [.. result.Layers.Where(l => l.VersionId is not null && (l.Verdict is not CheckVerdict.Clear || l.Reason is not null))
            .Select(l => new RunFinding(l.Code, l.Verdict, l.Level, l.SquareMetres, l.Share, l.NearestMetres, l.Reason))];
        var hits = findings.Where(f => f.Verdict is CheckVerdict.Hit).Select(f => f.Code).ToList();
        return new()
        {
            Id = NewId.Random(), RunId = run, Number = number, Subject = subject, Title = Cut(title), Class = result.Class ?? NotClassified, SquareMetres = (double)site.AreaSquareMetres, Longitude = site.Centroid.Longitude,
            Latitude = site.Centroid.Latitude, Hits = hits.Count, NotChecked = result.Layers.Count(l => l.Reason is not null), HitLayers = hits.Count == 0 ? "" : $" {string.Join(' ', hits)} ", Findings = findings, Site = site.GeoJson,
            SiteDigest = result.SiteDigest, FindingsDigest = result.FindingsDigest,
        };
    }

    public static RunRow Without(Guid run, int number, string? subject, string title, string code, Words why) =>
        new() { Id = NewId.Random(), RunId = run, Number = number, Subject = subject, Title = Cut(title), Class = NoBoundary, ReasonCode = code, ReasonZh = why.Zh, ReasonEn = why.En };

    private static string Cut(string title) => title.Length > ClassificationRun.TitleLength ? title[..ClassificationRun.TitleLength] : title;
}

internal sealed class ClassificationRunTable : IEntityTypeConfiguration<ClassificationRun>
{
    public void Configure(EntityTypeBuilder<ClassificationRun> table)
    {
        table.ToTable("space_runs");
        table.HasKey(r => r.Id);
        table.Ignore(r => r.Acts);
        table.Ignore(r => r.Matter);
        table.Property(r => r.Title).HasMaxLength(ClassificationRun.TitleLength);
        table.Property(r => r.Kind).HasMaxLength(20);
        table.Property(r => r.SourceName).HasMaxLength(200);
        table.Property(r => r.SourceDigest).HasMaxLength(64);
        table.Property(r => r.Organ).HasMaxLength(40);
        table.Property(r => r.SetDigest).HasMaxLength(64);
        table.Property(r => r.After).HasMaxLength(Checks.StoredCheck.SubjectLength);
        table.Property(r => r.ResultDigest).HasMaxLength(64);
        table.Property(r => r.RefusalCode).HasMaxLength(80);
        table.Property(r => r.Options).AsJson(LayerColumns.Json);
        table.Property(r => r.Versions).AsJson(LayerColumns.Json);
        table.Property(r => r.Tally).AsJson(LayerColumns.Json);
        table.HasIndex(r => new { r.State, r.LeaseUntil });
        table.HasIndex(r => new { r.Organ, r.Id });
    }
}

internal sealed class RunRowTable : IEntityTypeConfiguration<RunRow>
{
    public void Configure(EntityTypeBuilder<RunRow> table)
    {
        table.ToTable("space_run_rows");
        table.HasKey(r => r.Id);
        table.Property(r => r.Subject).HasMaxLength(Checks.StoredCheck.SubjectLength);
        table.Property(r => r.Title).HasMaxLength(ClassificationRun.TitleLength);
        table.Property(r => r.Class).HasMaxLength(1);
        table.Property(r => r.ReasonCode).HasMaxLength(80);
        table.Property(r => r.HitLayers).HasMaxLength(300);
        table.Property(r => r.SiteDigest).HasMaxLength(64);
        table.Property(r => r.FindingsDigest).HasMaxLength(64);
        table.Property(r => r.Findings).AsJson(LayerColumns.Json);
        table.HasOne<ClassificationRun>().WithMany().HasForeignKey(r => r.RunId);
        table.HasIndex(r => new { r.RunId, r.Number }).IsUnique();
        table.HasIndex(r => new { r.RunId, r.Class, r.Number });
    }
}
