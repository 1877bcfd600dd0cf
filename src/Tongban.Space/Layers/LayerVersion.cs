using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Space.Contracts;
using Tongban.Space.Import;

namespace Tongban.Space.Layers;

/// <summary>Where a version stands.</summary>
internal enum LayerVersionState
{
    /// <summary>The file waits to be read or is being read.</summary>
    Importing,

    /// <summary>The file could not be used.</summary>
    Refused,

    /// <summary>Read and to be looked at.</summary>
    Draft,

    /// <summary>In force.</summary>
    Published,

    /// <summary>Was in force until a later one was published.</summary>
    Superseded,

    /// <summary>Was in force until it was withdrawn without a successor.</summary>
    Retired,

    /// <summary>Never came into force.</summary>
    Discarded,
}

/// <summary>How far the reading of a file has come.</summary>
internal enum ImportStep { Waiting, Reading, Writing, Finished }

/// <summary>What the reading of a file gave.</summary>
/// <param name="System">Name of the recognised reference system.</param>
/// <param name="AreaM2">Ground covered, each place counted once.</param>
internal sealed record ImportOutcome(
    LayerFormat Format, string System, string ContentHash, long Bytes, int Features, int Rejected, int Repaired, int AreaChanged, int Notes, int Overlaps, long Points, double AreaM2, double OverlapM2,
    string ReportDigest, string PreviewDigest, ImportBounds Bounds);

/// <summary>Box of a version's entities in degrees.</summary>
internal sealed record ImportBounds(double West, double South, double East, double North);

/// <summary>One version of one layer, from the file that was handed in to its end. Once published its content never changes.</summary>
internal sealed class LayerVersion : Aggregate
{
    public const int ReasonLength = 500;

    private LayerVersion() { }

    public override string Matter => MatterOf(Layer);

    public string Layer { get; private set; } = "";

    /// <summary>1 for the first of the layer; numbers of refused and discarded ones are not given again.</summary>
    public int Number { get; private set; }

    public LayerVersionState State { get; private set; }

    public string SourceName { get; private set; } = "";

    public string SourceDigest { get; private set; } = "";

    public long SourceBytes { get; private set; }

    public ImportOptions Options { get; private set; } = new();

    /// <summary>Organ whose officer handed the file in.</summary>
    public string Organ { get; private set; } = "";

    public Guid BegunBy { get; private set; }

    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>Canonical GeoJSON of the area in which the layer is complete. Outside it, the answer is "not checked".</summary>
    public string Coverage { get; private set; } = "";

    public string CoverageDigest { get; private set; } = "";

    /// <summary>Division whose whole area it is; <see langword="null"/> for an uploaded area.</summary>
    public string? CoverageDivision { get; private set; }

    public ImportStep Step { get; private set; }

    /// <summary>Features read so far.</summary>
    public long Done { get; private set; }

    public long? Total { get; private set; }

    /// <summary>Until when the process that reads the file is believed to live; then another begins anew.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>How often the reading was begun.</summary>
    public int Attempts { get; private set; }

    public string? RefusalCode { get; private set; }

    public string? RefusalZh { get; private set; }

    public string? RefusalEn { get; private set; }

    public ImportOutcome? Outcome { get; private set; }

    /// <summary>SHA-256 of the layer file.</summary>
    public string? ContentHash { get; private set; }

    public DateTimeOffset? RepairsConfirmedAt { get; private set; }

    public Guid? RepairsConfirmedBy { get; private set; }

    public string? RejectionsReason { get; private set; }

    public DateTimeOffset? RejectionsAcknowledgedAt { get; private set; }

    public Guid? RejectionsAcknowledgedBy { get; private set; }

    /// <summary>The layer as the catalogue stated it when the version was published.</summary>
    public LayerData? Definition { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public Guid? PublishedBy { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndReason { get; private set; }

    public static string MatterOf(string layer) => $"layer:{layer}";

    public static LayerVersion Begin(
        string layer, int number, string sourceName, string sourceDigest, long sourceBytes, ImportOptions options, string organ, Guid by, Site coverage, string? division, DateTimeOffset now)
    {
        var version = new LayerVersion
        {
            Id = NewId.At(now), Layer = layer, Number = number, State = LayerVersionState.Importing, SourceName = sourceName, SourceDigest = sourceDigest, SourceBytes = sourceBytes, Options = options,
            Organ = organ, BegunBy = by, BegunAt = now, Coverage = coverage.GeoJson, CoverageDigest = coverage.Digest, CoverageDivision = division, Step = ImportStep.Waiting,
        };
        version.Record(new LayerImportBegun(version.Id, layer, number, sourceDigest, coverage.Digest));
        return version;
    }

    /// <summary>A process takes the reading on: it waits, or whoever had it is gone.</summary>
    public bool Claim(DateTimeOffset now, DateTimeOffset until)
    {
        if (State is not LayerVersionState.Importing || LeaseUntil > now)
            return false;
        (LeaseUntil, Step, Done) = (until, ImportStep.Reading, 0);
        Attempts++;
        return true;
    }

    public bool Advance(int attempt, ImportStep step, long done, long? total, DateTimeOffset until)
    {
        if (State is not LayerVersionState.Importing || Attempts != attempt)
            return false;
        (Step, Done, Total, LeaseUntil) = (step, done, total, until);
        return true;
    }

    public bool Finish(int attempt, ImportOutcome outcome)
    {
        if (State is not LayerVersionState.Importing || Attempts != attempt)
            return false;
        (State, Step, Outcome, ContentHash, LeaseUntil, Done) = (LayerVersionState.Draft, ImportStep.Finished, outcome, outcome.ContentHash, null, outcome.Features + outcome.Rejected);
        Record(new LayerImported(Id, Layer, Number, outcome.ContentHash, outcome.Features, outcome.Rejected, outcome.Repaired, outcome.AreaChanged, outcome.ReportDigest));
        return true;
    }

    public bool Refuse(int attempt, Error refusal)
    {
        if (State is not LayerVersionState.Importing || Attempts != attempt)
            return false;
        var way = refusal.WayOut ?? ("", "");
        (State, Step, LeaseUntil, RefusalCode, RefusalZh, RefusalEn) = (LayerVersionState.Refused, ImportStep.Finished, null, refusal.Code, $"{refusal.Text.Zh}{way.Zh}", $"{refusal.Text.En} {way.En}".TrimEnd());
        Record(new LayerImportRefused(Id, Layer, Number, refusal.Code));
        return true;
    }

    public Error? ConfirmRepairs(Guid by, DateTimeOffset now)
    {
        if (State is not LayerVersionState.Draft)
            return LayerErrors.NotADraft();
        if (Outcome is not { AreaChanged: > 0 } outcome || RepairsConfirmedAt is not null)
            return LayerErrors.NothingToConfirm();
        (RepairsConfirmedAt, RepairsConfirmedBy) = (now, by);
        Record(new LayerRepairsConfirmed(Id, Layer, Number, outcome.AreaChanged, outcome.ReportDigest));
        return null;
    }

    public Error? AcknowledgeRejections(string? reason, Guid by, DateTimeOffset now)
    {
        if (State is not LayerVersionState.Draft)
            return LayerErrors.NotADraft();
        if (Outcome is not { Rejected: > 0 } outcome || RejectionsAcknowledgedAt is not null)
            return LayerErrors.NothingToConfirm();
        if (reason?.Trim() is not { Length: >= 4 and <= ReasonLength } why)
            return LayerErrors.Reason(ReasonLength);
        (RejectionsReason, RejectionsAcknowledgedAt, RejectionsAcknowledgedBy) = (why, now, by);
        Record(new LayerRejectionsAcknowledged(Id, Layer, Number, outcome.Rejected, Sha256.Of(why)));
        return null;
    }

    /// <summary>What still stands in the way of publication; all of it at once.</summary>
    public Error? Obstacles()
    {
        if (State is not LayerVersionState.Draft)
            return LayerErrors.NotADraft();
        List<Error> errors = [];
        if (Coverage.Length == 0)
            errors.Add(LayerErrors.CoverageMissing());
        if (Outcome!.AreaChanged > 0 && RepairsConfirmedAt is null)
            errors.Add(LayerErrors.RepairsNotConfirmed(Outcome.AreaChanged));
        if (Outcome.Rejected > 0 && RejectionsAcknowledgedAt is null)
            errors.Add(LayerErrors.RejectedNotAcknowledged(Outcome.Rejected));
        return Error.Combine(errors);
    }

    public Error? Publish(LayerData definition, Guid? replaces, Guid by, DateTimeOffset now)
    {
        if (Obstacles() is { } refusal)
            return refusal;
        (State, Definition, PublishedAt, PublishedBy) = (LayerVersionState.Published, definition, now, by);
        Record(new LayerPublished(Id, Layer, Number, ContentHash!, Sha256.Of(LayerColumns.Write(definition)), replaces));
        return null;
    }

    public void Supersede(DateTimeOffset now) => (State, EndedAt) = (LayerVersionState.Superseded, now);

    public Error? Retire(string? reason, DateTimeOffset now)
    {
        if (State is not LayerVersionState.Published)
            return LayerErrors.NotPublished();
        if (reason?.Trim() is not { Length: >= 4 and <= ReasonLength } why)
            return LayerErrors.Reason(ReasonLength);
        (State, EndedAt, EndReason) = (LayerVersionState.Retired, now, why);
        Record(new LayerRetired(Id, Layer, Number, Sha256.Of(why)));
        return null;
    }

    public Error? Discard(DateTimeOffset now)
    {
        if (State is not (LayerVersionState.Draft or LayerVersionState.Importing))
            return LayerErrors.NotADraft();
        (State, EndedAt, LeaseUntil) = (LayerVersionState.Discarded, now, null);
        Record(new LayerDraftDiscarded(Id, Layer, Number));
        return null;
    }
}

/// <summary>Where the versions of a layer meet: one draft at a time, one in force.</summary>
internal sealed class LayerHead : Aggregate
{
    private LayerHead() { }

    public override string Matter => LayerVersion.MatterOf(Layer);

    public string Layer { get; private set; } = "";

    public int LastNumber { get; private set; }

    /// <summary>The version in force.</summary>
    public Guid? Current { get; private set; }

    /// <summary>The version that is being made.</summary>
    public Guid? Open { get; private set; }

    public static LayerHead Begin(string layer, DateTimeOffset now) => new() { Id = NewId.At(now), Layer = layer };

    public int NextNumber() => ++LastNumber;

    public void Begun(Guid version) => Open = version;

    public void Closed(Guid version) => Open = Open == version ? null : Open;

    public void Published(Guid version) => (Current, Open) = (version, null);

    public void Retired() => Current = null;
}
