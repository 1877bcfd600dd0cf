using System.Text;
using Microsoft.EntityFrameworkCore;
using Tongban.Foundation;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;
using Tongban.Foundation.Time;
using Tongban.Space.Contracts;
using Tongban.Space.Layers;

namespace Tongban.Space.Import;

/// <summary>A file for a new version of a layer, kept already.</summary>
/// <param name="SourceDigest">SHA-256 under which the file is kept.</param>
/// <param name="Coverage">GeoJSON of the area the layer is complete in, or <see langword="null"/> with a division.</param>
/// <param name="Division">Division whose whole area is covered; only where its boundary is known.</param>
internal sealed record BeginImportCommand(string Layer, string FileName, string SourceDigest, long Bytes, ImportOptions Options, string? Coverage, string? Division);

/// <summary>An officer of the layer's authority hands a file in; it is read in the background.</summary>
internal sealed class BeginImportHandler(TongbanDb db, Caller caller, CityClock clock, LayerDirectory layers, OrganDirectory organs, BlobStore blobs, BlobFolder folder, ImportSignal signal)
{
    /// <summary>Takes the bytes in before anything is decided about them: only size and kind are looked at.</summary>
    public async Task<Result<(string Digest, long Bytes)>> ReceiveAsync(string layer, Stream content, CancellationToken ct)
    {
        if (Mine(layer).Error is { } refusal)
            return refusal;
        Directory.CreateDirectory(folder.Scratch);
        var path = Path.Combine(folder.Scratch, $"{Guid.NewGuid():N}.upload");
        try
        {
            var length = 0L;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            {
                var buffer = new byte[131_072];
                for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
                {
                    if ((length += read) > ImportLimits.File)
                        return LayerErrors.TooLarge("file", ImportLimits.File >> 20);
                    await file.WriteAsync(buffer.AsMemory(0, read), ct);
                }
            }
            if (LayerSource.Sniff(path) is null)
                return LayerErrors.Format("file");
            return (await blobs.KeepAsync(path, ct), length);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public async Task<Result<Guid>> HandleAsync(BeginImportCommand command, CancellationToken ct)
    {
        var result = await db.ActAsync(command, caller, async () =>
        {
            if (!Mine(command.Layer).TryGet(out var layer, out var refusal))
                return refusal;
            if (!CoverageOf(command).TryGet(out var coverage, out var noCoverage))
                return noCoverage;
            var head = await db.Set<LayerHead>().SingleOrDefaultAsync(h => h.Layer == layer.Code, ct);
            if (head is null)
                db.Add(head = LayerHead.Begin(layer.Code, clock.Now));
            if (head.Open is not null)
                return LayerErrors.ImportRunning(layer.Code);
            var version = LayerVersion.Begin(layer.Code, head.NextNumber(), NameOf(command.FileName), command.SourceDigest, command.Bytes, command.Options, caller.Actor.Organ!, caller.Actor.PersonId, coverage, command.Division, clock.Now);
            head.Begun(version.Id);
            db.Add(version);
            return (Result<Guid>)version.Id;
        }, ct);
        if (result.Error is null)
            signal.Raise();
        return result;
    }

    /// <summary>The layer, if the caller's organ is its authority.</summary>
    public Result<LayerData> Mine(string code)
    {
        if (layers.Catalogue.Find(code) is not { } layer)
            return LayerErrors.NoSuchLayer(code);
        var authority = layers.AuthorityOf(layer);
        return caller.Actor.Organ == authority && caller.Actor.Is(SpacePermissions.Prepare.HeldBy) ? layer : LayerErrors.NotYourLayer(organs.NameOf(authority));
    }

    private Result<Site> CoverageOf(BeginImportCommand command)
    {
        if (!string.IsNullOrWhiteSpace(command.Division))
            return layers.Boundaries.TryGetValue(command.Division, out var boundary) ? boundary : LayerErrors.BoundaryMissing(command.Division);
        return string.IsNullOrWhiteSpace(command.Coverage) ? LayerErrors.CoverageMissing() : Site.FromText(command.Coverage, "coverage").Then(r => (Result<Site>)r.Site);
    }

    private static string NameOf(string name)
    {
        var plain = new StringBuilder();
        foreach (var c in name.AsSpan(name.LastIndexOfAny(['/', '\\']) + 1))
        {
            if (!char.IsControl(c) && plain.Length < 200)
                plain.Append(c);
        }
        return plain.Length == 0 ? "layer" : plain.ToString();
    }
}

/// <summary>Tells the worker of this process that there is something to read.</summary>
internal sealed class ImportSignal : IDisposable
{
    private readonly SemaphoreSlim _waiting = new(0);

    public void Raise() => _waiting.Release();

    public void Dispose() => _waiting.Dispose();

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct) => _waiting.WaitAsync(atMost, ct);
}
