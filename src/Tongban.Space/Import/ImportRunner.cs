using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Notices;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Foundation.Web;
using Tongban.Space.Layers;
using Tongban.Space.Model;
using Tongban.Space.Work;

namespace Tongban.Space.Import;

/// <summary>Reads files that wait, one after the other. A process takes one on for two minutes at a time and says every second how far it is; when it dies, another begins that file anew,
/// which changes nothing but the record of the version.</summary>
internal sealed partial class ImportRunner(TongbanDb db, FileStore files, BlobStore blobs, BlobFolder folder, LayerDirectory layers, CityClock clock, ILogger<ImportRunner> log) : IWaitingWork
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WritingLease = TimeSpan.FromMinutes(30);

    /// <summary>Reads everything that waits.</summary>
    /// <param name="alone">No other process works on this database: whatever is marked as being read was left by one that died.</param>
    public async Task RunAsync(bool alone, CancellationToken ct)
    {
        SweepScratch();
        while (await NextAsync(alone, ct) is { } next)
        {
            await ReadAsync(next.Id, next.Attempt, ct);
            alone = false;
        }
    }

    /// <summary>What a process that died left behind; a day later nobody works on it.</summary>
    private void SweepScratch()
    {
        if (!Directory.Exists(folder.Scratch))
            return;
        var old = DateTime.UtcNow.AddDays(-1);
        foreach (var entry in new DirectoryInfo(folder.Scratch).EnumerateFileSystemInfos().Where(e => e.LastWriteTimeUtc < old).ToList())
        {
            if (entry is DirectoryInfo directory)
                directory.Delete(recursive: true);
            else
                entry.Delete();
        }
    }

    private async Task<(Guid Id, int Attempt)?> NextAsync(bool alone, CancellationToken ct)
    {
        var now = alone ? DateTimeOffset.MaxValue : clock.Now;
        var waiting = await db.Set<LayerVersion>().AsNoTracking().Where(v => v.State == LayerVersionState.Importing && (v.LeaseUntil == null || alone || v.LeaseUntil <= now)).OrderBy(v => v.BegunAt).Select(v => (Guid?)v.Id).FirstOrDefaultAsync(ct);
        if (waiting is not { } id)
            return null;
        var claimed = await ActAsync(id, version => version.Claim(now, clock.Now + Lease) ? version.Attempts : null, ct);
        return claimed is { } attempt ? (id, attempt) : null;
    }

    private async Task ReadAsync(Guid id, int attempt, CancellationToken ct)
    {
        var version = await db.Set<LayerVersion>().AsNoTracking().SingleAsync(v => v.Id == id, ct);
        var scratch = Path.Combine(folder.Scratch, $"{id:N}-{attempt}");
        Directory.CreateDirectory(scratch);
        try
        {
            var read = await BuildAsync(version, attempt, scratch, ct);
            if (read.TryGet(out var built, out var refusal))
            {
                var content = await blobs.KeepAsync(built.LayerFile, ct);
                await FinishAsync(id, attempt, built, content, ct);
            }
            else
                await ActAsync(id, v => v.Refuse(attempt, refusal) ? 0 : null, ct, closes: true);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Discarded meanwhile, or taken over by another process: there is nothing to finish.
        }
#pragma warning disable CA1031 // a file that breaks the reading is refused in words; the fault itself goes to the log
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            ImportFailed(id, fault);
            await ActAsync(id, v => v.Refuse(attempt, LayerErrors.Damaged("file", "无法处理", "it cannot be worked on")) ? 0 : null, ct, closes: true);
        }
#pragma warning restore CA1031
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task<Result<BuiltLayer>> BuildAsync(LayerVersion version, int attempt, string scratch, CancellationToken ct)
    {
        if (layers.Catalogue.Find(version.Layer) is not { } layer)
            return LayerErrors.NoSuchLayer(version.Layer);
        if (await blobs.FetchAsync(version.SourceDigest, ct) is not { } path)
            return LayerErrors.Damaged("file", "已保存的文件不在", "the file that was kept is not there");
        return await new LayerBuilder(layer, layers.Plane).BuildAsync(path, version.Options, Contracts.Site.FromStored(version.Coverage), scratch,
            async (step, done, total) => await ActAsync(version.Id, v => v.Advance(attempt, step, done, total, clock.Now + (step is ImportStep.Writing ? WritingLease : Lease)) ? 0 : null, ct) is not null, ct);
    }

    private async Task FinishAsync(Guid id, int attempt, BuiltLayer built, string content, CancellationToken ct)
    {
        var report = Report(built.Findings);
        await db.ActAsync(new { id, attempt, finish = true }, new Caller { Actor = Actor.System }, async () =>
        {
            if (await db.Set<LayerVersion>().SingleOrDefaultAsync(v => v.Id == id, ct) is not { } version)
                return (Result<bool>)LayerErrors.NoSuchVersion();
            var kept = await files.KeepAsync(report, "text/csv", ct);
            var preview = await files.KeepAsync(built.Preview, "application/geo+json", ct);
            var s = built.Summary;
            var finished = version.Finish(attempt, new ImportOutcome(
                built.Format, built.System, content, s.Bytes, s.Features, built.Rejected, built.Repaired, built.AreaChanged, built.Notes, built.Overlaps, built.Points, Math.Round(s.Area, 2), Math.Round(built.OverlapM2, 2),
                kept.Digest, preview.Digest, built.Bounds));
            if (finished)
            {
                Tell(version, built.Rejected + built.AreaChanged == 0
                    ? new Words("已读取完毕：{0} 个要素，可以预览和公布。", "has been read: {0} entities, ready to be looked at and published.").With(s.Features)
                    : new Words("已读取完毕：{0} 个要素，{1} 个被拒绝，{2} 个修复后面积改变，请核对。", "has been read: {0} entities, {1} rejected, {2} repaired with another area; please look.").With(s.Features, built.Rejected, built.AreaChanged));
            }
            return finished;
        }, ct);
    }

    private async Task<int?> ActAsync(Guid id, Func<LayerVersion, int?> act, CancellationToken ct, bool closes = false)
    {
        var done = await db.ActAsync(id, new Caller { Actor = Actor.System }, async () =>
        {
            if (await db.Set<LayerVersion>().SingleOrDefaultAsync(v => v.Id == id, ct) is not { } version || act(version) is not { } value)
                return (Result<int>)LayerErrors.NotADraft();
            if (closes && await db.Set<LayerHead>().SingleOrDefaultAsync(h => h.Layer == version.Layer, ct) is { } head)
                head.Closed(id);
            if (closes)
                Tell(version, ("无法导入，原因见版本页。", "cannot be imported; its page says why."));
            return value;
        }, ct);
        return done.TryGet(out var answer, out _) ? answer : null;
    }

    /// <summary>Whoever handed the file in need not wait beside it.</summary>
    private void Tell(LayerVersion version, Words what)
    {
        var name = layers.Catalogue.Find(version.Layer)?.Name ?? (version.Layer, version.Layer);
        db.Notify(Notice.To(Notice.Person(version.BegunBy), $"layer-import:{version.Id:N}", ($"图层“{name.Zh}”第 {version.Number} 版{what.Zh}", $"{name.En}, version {version.Number}, {what.En}"), $"/space/versions/{version.Id}", clock.Now));
    }

    /// <summary>Every finding as a line, in both languages: the report goes back to whoever made the data.</summary>
    internal static byte[] Report(IReadOnlyList<ImportFinding> findings) => Csv.Write(
        ["行 row", "编号 id", "类型 kind", "代码 code", "原因", "reason", "经度 longitude", "纬度 latitude", "修复前面积 m2 before", "修复后面积 m2 after"],
        findings.OrderBy(f => f.Kind).ThenBy(f => f.Row).Select(f => (IReadOnlyList<string?>)
        [
            f.Row == 0 ? "" : f.Row.ToString(CultureInfo.InvariantCulture), f.Id, KindName(f.Kind).Zh + " " + KindName(f.Kind).En, f.Code, f.Text.Zh, f.Text.En,
            f.Place?.Longitude.ToString("0.000000", CultureInfo.InvariantCulture), f.Place?.Latitude.ToString("0.000000", CultureInfo.InvariantCulture),
            f.Before?.ToString("0.000", CultureInfo.InvariantCulture), f.After?.ToString("0.000", CultureInfo.InvariantCulture),
        ]));

    internal static Words KindName(FindingKind kind) => kind switch
    {
        FindingKind.Rejected => ("拒绝", "rejected"),
        FindingKind.RepairedChanged => ("修复，面积改变", "repaired, area changed"),
        FindingKind.Repaired => ("修复，面积未变", "repaired, same area"),
        FindingKind.Overlap => ("重叠", "overlap"),
        _ => ("说明", "note"),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "The import {Version} failed")]
    private partial void ImportFailed(Guid version, Exception fault);
}
