using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tongban.Approvals.ArchiveView;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.Time;
using Tongban.Projects.Contracts;

namespace Tongban.Approvals.ArchivePackage;

/// <summary>Makes the archive of a project one file that anyone can verify without the platform: documents, index, ledger chain with proofs, signature.</summary>
internal sealed class ProjectPackage(IProjectArchive archive, HoldingsQuery holdings, FileStore files, ILedgerProofs ledger, CityClock clock)
{
    private const string Archived = "projects.document-archived";

    private static readonly Error Unreadable = new("archive.file-missing", ("有文件暂时无法读取，没有生成档案包。", "A document cannot be read at the moment; no package was made."), ErrorKind.Unavailable)
    { WayOut = ("请稍后重试；仍不行请联系平台管理员。", "Try again later; if it stays so, speak to the administrator.") };

    /// <param name="to">May be written once from its beginning to its end.</param>
    public async Task<Error?> WriteAsync(Stream to, ProjectRecord project, ArchiveAudience audience, CancellationToken ct)
    {
        if (!(await ledger.OfMatterAsync(project.Matter, ct)).TryGet(out var chain, out var refusal))
            return refusal;
        var entered = chain.Proofs.Where(p => p.Entry.Act == Archived).Select(p => DocumentOf(p.Entry)).ToList();
        // What was archived after the checkpoint belongs to the next package.
        var documents = (await archive.ListAsync(project.Id, audience, ct)).Where(d => entered.Exists(e => e.Id == d.Id)).OrderBy(d => d.Id).ToList();
        var expected = await holdings.OfAsync(project.Id, audience, ct);

        List<PackagedFile> packed = [];
        List<PackagedDocument> listed = [];
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        async Task PutAsync(string name, byte[] content)
        {
            var entry = zip.CreateEntry(name);
            entry.LastWriteTime = clock.Now;
            await using var stream = await entry.OpenAsync(ct);
            await stream.WriteAsync(content, ct);
            if (name is not (PackageIndex.IndexFile or PackageIndex.SignatureFile))
                packed.Add(new(name, Hash(content), content.Length));
        }

        foreach (var document in documents)
        {
            var name = $"{PackageIndex.DocumentFolder}{document.Digest}{FileTypes.Extension(document.MediaType)}";
            if (packed.TrueForAll(f => f.Name != name))
            {
                if (await files.ReadAsync(document.Digest, ct) is not ({ }, { } content))
                    return Unreadable;
                await PutAsync(name, content);
            }
            listed.Add(new(document.Id, document.Kind.ToString(), document.Stage, document.ItemCode, document.Name.Zh, document.Name.En, document.Number, document.Edition, document.IssuedOn, document.Organ, document.Digest, document.MediaType, document.Length, name));
        }
        foreach (var proof in chain.Proofs)
            await PutAsync(PackageIndex.ProofFile(proof.Entry.Sequence), Encoding.UTF8.GetBytes(proof.ToJson()));
        await PutAsync(PackageIndex.CheckpointFile, Encoding.UTF8.GetBytes(chain.Checkpoint.ToString()));
        await PutAsync(PackageIndex.KeysFile, Encoding.UTF8.GetBytes(string.Concat(chain.Keys.Select(k => $"{k}\n"))));

        var index = new PackageIndex(
            PackageIndex.FormatName, project.Code, project.Name, project.Owner, LedgerEntry.Truncate(clock.Now), project.Matter, chain.Proofs.Count, Convert.ToHexStringLower(chain.Proofs[^1].Entry.Hash), chain.Checkpoint.Size,
            listed, [.. entered.Select(e => e.Id).Except(listed.Select(d => d.Id))],
            [.. (expected?.Stages ?? []).SelectMany(s => s.Results.Select(r => new PackagedResult(s.No, r.Item, r.Name.Zh, r.Name.En, r.State.ToString(), r.Outside, r.Number, r.IssuedOn, r.DueOn)))], [.. packed]).Write();
        await PutAsync(PackageIndex.IndexFile, index);
        await PutAsync(PackageIndex.SignatureFile, Encoding.UTF8.GetBytes(ledger.Sign(PackageIndex.FormatName, Hash(index)).ToString()));
        return null;
    }

    internal static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The document an entry says was archived, with the digest of its content.</summary>
    /// <exception cref="JsonException">The payload is no such act.</exception>
    internal static (Guid Id, string Digest) DocumentOf(LedgerEntry entry)
    {
        using var payload = JsonDocument.Parse(entry.Payload);
        return payload.RootElement.TryGetProperty("documentId", out var id) && payload.RootElement.TryGetProperty("digest", out var digest)
            ? (id.GetGuid(), digest.GetString() ?? "") : throw new JsonException("no archived document");
    }

    internal static bool Archives(LedgerEntry entry) => entry.Act == Archived;
}
