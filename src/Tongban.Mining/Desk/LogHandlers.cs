using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Mining.Import;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Desk;

internal sealed record HandInCommand(string Name, string FileDigest);

internal sealed record TakeInCommand(Guid Log, LogMapping Mapping);

internal sealed record DeclareFlowCommand(Guid Log, string Model);

internal sealed record RemoveLogCommand(Guid Log);

/// <summary>Takes logs in: the file first, then, when its columns are confirmed, what it says.</summary>
internal sealed class LogHandlers(TongbanDb db, Caller caller, FileStore files, LogCache cache, ImportTurn turn, CityClock clock, LogLimits limits)
{
    public Task<Result<Guid>> HandInAsync(string? name, Stream sent, CancellationToken ct) => turn.TakeAsync(async () =>
    {
        var title = name?.Trim() ?? "";
        if (title.Length is 0 or > 120)
            return MiningErrors.Name();
        if (!(await WholeAsync(sent, ct)).TryGet(out var content, out var refusal))
            return refusal;
        using var file = new MemoryStream(content, writable: false);
        if (!LogReading.Preview(file, limits).TryGet(out var preview, out refusal))
            return refusal;
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        return await db.ActAsync(new HandInCommand(title, digest), caller, async () =>
        {
            await files.KeepAsync(content, "application/octet-stream", ct);
            var log = ProcessLog.HandIn(title, preview.Format, digest, content.Length, preview.Guess, caller.Actor.Organ, clock.Now);
            db.Add(log);
            return (Result<Guid>)log.Id;
        }, ct);
    }, ct);

    /// <summary>The first rows of a file that waits for its columns to be confirmed.</summary>
    public async Task<Result<LogPreview>> PreviewAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<ProcessLog>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.State == LogState.HandedIn, ct) is not { } log || await files.ReadAsync(log.FileDigest, ct) is not { } file)
            return MiningErrors.NoSuchLog();
        using var content = new MemoryStream(file.Content, writable: false);
        return LogReading.Preview(content, limits);
    }

    /// <param name="mapping">Makes the mapping from the guess.</param>
    public Task<Result<string>> TakeInAsync(Guid id, Func<LogMapping, Result<LogMapping>> mapping, CancellationToken ct) => turn.TakeAsync(async () =>
    {
        if (await db.Set<ProcessLog>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.State != LogState.Removed, ct) is not { } waiting)
            return MiningErrors.NoSuchLog();
        if (waiting.State is not LogState.HandedIn)
            return MiningErrors.ImportedAlready();
        if (!mapping(waiting.Mapping).TryGet(out var chosen, out var refusal) || (refusal = chosen.Check(waiting.Format is LogFormat.Csv)) is not null)
            return refusal;
        if (await files.ReadAsync(waiting.FileDigest, ct) is not { } file)
            return MiningErrors.NoSuchLog();
        // Reading takes as long as the file is large; the act comes after it.
        using var content = new MemoryStream(file.Content, writable: false);
        if (!LogReading.Read(content, chosen, limits, ct).TryGet(out var read, out refusal))
            return refusal;
        var columns = LogFile.Write(read.Log);
        var taken = await db.ActAsync(new TakeInCommand(id, chosen), caller, async () =>
        {
            var log = await db.Set<ProcessLog>().SingleAsync(l => l.Id == id, ct);
            var kept = await files.KeepAsync(columns, LogFile.MediaType, ct);
            return log.TakeIn(chosen, read.Log, kept.Digest, read.Report) is { } no ? no : (Result<string>)kept.Digest;
        }, ct);
        if (taken.TryGet(out var digest, out _))
            cache.Keep(digest, read.Log);
        return taken;
    }, ct);

    public Task<Result<long>> DeclareAsync(Guid id, string? model, CancellationToken ct) => ChangeAsync(new DeclareFlowCommand(id, model ?? ""), id, log => log.Declare(model ?? ""), ct);

    public Task<Result<long>> RemoveAsync(Guid id, CancellationToken ct) => ChangeAsync(new RemoveLogCommand(id), id, log =>
    {
        log.Remove();
        return null;
    }, ct);

    private Task<Result<long>> ChangeAsync<T>(T command, Guid id, Func<ProcessLog, Error?> change, CancellationToken ct) where T : notnull => db.ActAsync(command, caller, async () =>
    {
        if (await db.Set<ProcessLog>().SingleOrDefaultAsync(l => l.Id == id && l.State != LogState.Removed, ct) is not { } log)
            return MiningErrors.NoSuchLog();
        if (caller.Expects(log) is { } stale)
            return stale;
        return change(log) is { } refusal ? refusal : (Result<long>)(log.Version + 1);
    }, ct);

    private async Task<Result<byte[]>> WholeAsync(Stream sent, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int n; (n = await sent.ReadAsync(buffer, ct)) > 0;)
        {
            if (content.Length + n > limits.FileBytes)
                return MiningErrors.TooLarge(limits.FileBytes >> 20);
            content.Write(buffer, 0, n);
        }
        return content.Length == 0 ? MiningErrors.Empty() : content.ToArray();
    }
}
