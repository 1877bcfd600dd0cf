using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Mining.Import;

namespace Tongban.Mining.Model;

[Act("mining.log-handed-in", "提交事件日志", "Event log handed in")]
internal sealed record LogHandedIn(Guid Log, string Format, string FileDigest, long Bytes) : IAct;

[Act("mining.log-taken-in", "导入事件日志", "Event log taken in")]
internal sealed record LogTakenIn(Guid Log, string Digest, int Cases, int Events, long Rejected) : IAct;

[Act("mining.flow-declared", "填写规定流程", "Declared flow of a log entered")]
internal sealed record FlowDeclared(Guid Log, string ModelDigest) : IAct;

[Act("mining.log-removed", "移除事件日志", "Event log removed")]
internal sealed record LogRemoved(Guid Log) : IAct;

/// <summary>Where a log stands.</summary>
internal enum LogState
{
    /// <summary>待确认列: the file is there, what its columns mean is not confirmed.</summary>
    HandedIn,

    /// <summary>已导入.</summary>
    Ready,

    /// <summary>已移除.</summary>
    Removed,
}

/// <summary>An event log of another system (事件日志): the file as it was handed in, and the columns it became.</summary>
internal sealed class ProcessLog : Aggregate
{
    private ProcessLog() { }

    public override string Matter => $"process-log:{Id}";

    public string Name { get; private set; } = "";

    public LogState State { get; private set; }

    public LogFormat Format { get; private set; }

    /// <summary>SHA-256 of the file as it was handed in.</summary>
    public string FileDigest { get; private set; } = "";

    public long FileBytes { get; private set; }

    /// <summary>The guess, then what was confirmed.</summary>
    public LogMapping Mapping { get; private set; } = new([], LogMapping.DefaultZone, null, null);

    /// <summary>SHA-256 of the columns: the same for the same cases and events.</summary>
    public string? Digest { get; private set; }

    public int Cases { get; private set; }

    public int Events { get; private set; }

    public int Activities { get; private set; }

    public DateTimeOffset? From { get; private set; }

    public DateTimeOffset? To { get; private set; }

    public ImportReport Report { get; private set; } = ImportReport.None;

    /// <summary>The declared flow as it was written; <see langword="null"/> without one.</summary>
    public string? Model { get; private set; }

    public string? Organ { get; private set; }

    public DateTimeOffset HandedInAt { get; private set; }

    public static ProcessLog HandIn(string name, LogFormat format, string fileDigest, long bytes, LogMapping guess, string? organ, DateTimeOffset now)
    {
        var log = new ProcessLog { Id = NewId.At(now), Name = name, Format = format, FileDigest = fileDigest, FileBytes = bytes, Mapping = guess, Organ = organ, HandedInAt = now };
        log.Record(new LogHandedIn(log.Id, format.ToString(), fileDigest, bytes));
        return log;
    }

    public Error? TakeIn(LogMapping mapping, Logs.EventLog log, string digest, ImportReport report)
    {
        if (State is not LogState.HandedIn)
            return MiningErrors.ImportedAlready();
        (Mapping, Digest, Cases, Events, Activities, Report, State) = (mapping, digest, log.CaseCount, log.EventCount, log.Activities.Length, report, LogState.Ready);
        From = Logs.LogTime.Instant(log.At.Min());
        To = Logs.LogTime.Instant(log.At.Max());
        Record(new LogTakenIn(Id, digest, Cases, Events, report.Rejected));
        return null;
    }

    public Error? Declare(string model)
    {
        if (State is not LogState.Ready)
            return MiningErrors.NotImported();
        if (Algorithms.DeclaredModel.Parse(model).Error is { } wrong)
            return wrong;
        Model = model;
        Record(new FlowDeclared(Id, Sha256.Of(model)));
        return null;
    }

    public void Remove()
    {
        State = LogState.Removed;
        Record(new LogRemoved(Id));
    }
}

internal static class MiningTables
{
    public static void Configure(ModelBuilder model)
    {
        // Values inside JSON columns; left alone they would be taken for tables.
        model.Ignore<LogMapping>();
        model.Ignore<MappedColumn>();
        model.Ignore<ImportReport>();
        model.Ignore<RejectedEvent>();
        model.Ignore<ImportNote>();
        model.Entity<ProcessLog>(t =>
        {
            t.ToTable("mining_logs").HasKey(l => l.Id);
            t.Ignore(l => l.Matter);
            t.Ignore(l => l.Acts);
            t.Property(l => l.Name).HasMaxLength(120);
            t.Property(l => l.FileDigest).HasMaxLength(64);
            t.Property(l => l.Digest).HasMaxLength(64);
            t.Property(l => l.Mapping).AsJson();
            t.Property(l => l.Report).AsJson();
            t.Property(l => l.Model).HasMaxLength(40_000);
            t.Property(l => l.Organ).HasMaxLength(40);
            t.HasIndex(l => new { l.State, l.HandedInAt });
        });
    }
}
