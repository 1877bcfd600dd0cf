using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Tongban.Foundation;
using Tongban.Foundation.Ledger;

namespace Tongban.Approvals.ArchivePackage;

/// <summary>Something wrong with a package.</summary>
/// <param name="File">The file of the package it is about.</param>
internal sealed record PackageFinding(string File, Words Text);

/// <summary>What the verification of a package came to.</summary>
/// <param name="SignedBy">Key that signed the index; <see langword="null"/> when none of the known ones did.</param>
internal sealed record PackageReport(PackageIndex? Index, LedgerPublicKey? SignedBy, IReadOnlyList<PackageFinding> Findings)
{
    public bool Sound => Findings.Count == 0;
}

/// <summary>Verifies an archive package without the platform: every file by its digest, the index by its signature, the chain of acts by its hashes, each entry by its proof, each document by the act that archived it.</summary>
internal static class PackageVerifier
{
    // A package that claims more than this is not unpacked: a bomb stays asleep.
    private const long LargestFile = 256L << 20;
    private const int MostFiles = 100_000;

    /// <param name="trusted">Keys as published elsewhere; empty believes those the package brings along.</param>
    /// <exception cref="InvalidDataException">This is no ZIP file at all.</exception>
    public static async Task<PackageReport> VerifyAsync(Stream from, IReadOnlyList<LedgerPublicKey> trusted, CancellationToken ct)
    {
        List<PackageFinding> findings = [];
        void Found(string file, string zh, string en) => findings.Add(new(file, (zh, en)));
        using var zip = new ZipArchive(from, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        if (zip.Entries.Count > MostFiles)
            throw new InvalidDataException("too many files");
        foreach (var entry in zip.Entries)
        {
            if (contents.ContainsKey(entry.FullName))
            {
                Found(entry.FullName, "同名文件出现两次。", "There are two files of this name.");
                continue;
            }
            try
            {
                if (entry.Length > LargestFile)
                    throw new InvalidDataException("too large");
                using var content = new MemoryStream();
                await using var stream = await entry.OpenAsync(ct);
                await stream.CopyToAsync(content, ct);
                contents[entry.FullName] = content.ToArray();
            }
            catch (InvalidDataException)
            {
                contents[entry.FullName] = [];
                Found(entry.FullName, "文件损坏，不能解压。", "The file is damaged and cannot be unpacked.");
            }
        }

        var (index, signer) = Index(contents, trusted, Found);
        if (index is null)
            return new(null, signer, findings);
        Files(index, contents, Found);
        Documents(index, Chain(index, contents, trusted, Found), Found);
        return new(index, signer, findings);
    }

    private static (PackageIndex?, LedgerPublicKey?) Index(Dictionary<string, byte[]> contents, IReadOnlyList<LedgerPublicKey> trusted, Action<string, string, string> found)
    {
        if (!contents.TryGetValue(PackageIndex.IndexFile, out var json))
        {
            found(PackageIndex.IndexFile, "缺少索引。", "The index is missing.");
            return (null, null);
        }
        var brought = Keys(contents);
        if (brought.Count == 0)
            found(PackageIndex.KeysFile, "缺少公钥或公钥不可读。", "The public keys are missing or cannot be read.");
        LedgerPublicKey? signer = null;
        if (!contents.TryGetValue(PackageIndex.SignatureFile, out var text) || !SignedDigest.TryParse(Encoding.UTF8.GetString(text), out var signed) || signed.Purpose != PackageIndex.FormatName)
            found(PackageIndex.SignatureFile, "缺少签名或签名不可读。", "The signature is missing or cannot be read.");
        else
        {
            var keys = trusted.Count > 0 ? trusted : brought;
            signer = keys.FirstOrDefault(signed.Verify);
            if (signer is null)
                found(PackageIndex.SignatureFile, trusted.Count > 0 ? "签名不是所给公钥的。" : "签名与所附公钥不符。", trusted.Count > 0 ? "The signature is not of a key that was given." : "The signature does not fit the keys of the package.");
            if (signed.Digest != ProjectPackage.Hash(json))
                found(PackageIndex.IndexFile, "索引与签名的摘要不符：索引被改动过。", "The index is not the one that was signed: it was changed.");
        }
        try
        {
            var index = PackageIndex.Read(json);
            if (index.Format == PackageIndex.FormatName)
                return (index, signer);
            found(PackageIndex.IndexFile, $"格式 {index.Format} 不认识。", $"The format {index.Format} is not known.");
        }
        catch (JsonException)
        {
            found(PackageIndex.IndexFile, "索引不可读。", "The index cannot be read.");
        }
        return (null, signer);
    }

    private static void Files(PackageIndex index, Dictionary<string, byte[]> contents, Action<string, string, string> found)
    {
        foreach (var file in index.Files)
        {
            if (!contents.TryGetValue(file.Name, out var content))
                found(file.Name, "缺少文件。", "The file is missing.");
            else if (content.Length != file.Length || ProjectPackage.Hash(content) != file.Sha256)
                found(file.Name, "内容与索引的摘要不符：文件被改动过。", "The content does not match its digest in the index: it was changed.");
        }
        foreach (var name in contents.Keys.Except(index.Files.Select(f => f.Name), StringComparer.Ordinal).Where(n => n is not (PackageIndex.IndexFile or PackageIndex.SignatureFile)))
            found(name, "索引中没有这个文件。", "The index does not name this file.");
    }

    private static List<LedgerEntry> Chain(PackageIndex index, Dictionary<string, byte[]> contents, IReadOnlyList<LedgerPublicKey> trusted, Action<string, string, string> found)
    {
        var keys = trusted.Count > 0 ? trusted : Keys(contents);
        List<LedgerEntry> chain = [];
        if (!contents.TryGetValue(PackageIndex.CheckpointFile, out var note) || !Checkpoint.TryParse(Encoding.UTF8.GetString(note), out var checkpoint) || checkpoint.Size != index.CheckpointSize || !keys.Any(checkpoint.Verify))
        {
            found(PackageIndex.CheckpointFile, "检查点缺失、不可读或签名无效。", "The checkpoint is missing, cannot be read or is not validly signed.");
            checkpoint = null;
        }
        var previous = LedgerEntry.Nothing;
        for (var sequence = 1; sequence <= index.Entries; sequence++)
        {
            var name = PackageIndex.ProofFile(sequence);
            if (!contents.TryGetValue(name, out var json))
            {
                found(name, "缺少账本记录。", "The ledger entry is missing.");
                return chain;
            }
            LedgerProof proof;
            try
            {
                proof = LedgerProof.FromJson(Encoding.UTF8.GetString(json));
            }
            catch (FormatException)
            {
                found(name, "账本记录不可读。", "The ledger entry cannot be read.");
                return chain;
            }
            var verdict = proof.Verify(keys.FirstOrDefault(k => k.KeyId == proof.PublicKey.KeyId));
            if (!verdict.Sound)
                found(name, verdict.Explanation.Zh, verdict.Explanation.En);
            else if (trusted.Count > 0 && keys.All(k => k.KeyId != proof.PublicKey.KeyId))
                found(name, "证明所附公钥不在所给公钥之中。", "The key of the proof is none of those given.");
            if (checkpoint is not null && proof.Checkpoint.ToString() != checkpoint.ToString())
                found(name, "证明所用检查点与档案包的不同。", "The proof is against another checkpoint than the package's.");
            if (proof.Entry.Matter != index.Matter || proof.Entry.Sequence != sequence || !proof.Entry.PreviousHash.AsSpan().SequenceEqual(previous))
                found(name, "记录没有接在前一条之后。", "The entry does not follow the one before it.");
            previous = proof.Entry.Hash;
            chain.Add(proof.Entry);
        }
        if (Convert.ToHexStringLower(previous) != index.Head)
            found(PackageIndex.IndexFile, "索引所载链头与最后一条记录不符。", "The head in the index is not the hash of the last entry.");
        return chain;
    }

    // The ledger says which documents there are: none may be missing, added or exchanged.
    private static void Documents(PackageIndex index, List<LedgerEntry> chain, Action<string, string, string> found)
    {
        Dictionary<Guid, string> archived = [];
        foreach (var entry in chain.Where(ProjectPackage.Archives))
        {
            try
            {
                var (id, digest) = ProjectPackage.DocumentOf(entry);
                archived[id] = digest;
            }
            catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException)
            {
                found(PackageIndex.ProofFile(entry.Sequence), "记录内容不可读。", "The payload cannot be read.");
            }
        }
        foreach (var document in index.Documents)
        {
            if (!archived.TryGetValue(document.Id, out var digest) || digest != document.Digest)
                found(document.File, "账本没有这份文件的归档记录。", "The ledger has no act that archived this document.");
            if (index.Files.FirstOrDefault(f => f.Name == document.File)?.Sha256 != document.Digest)
                found(document.File, "文件与所载文件摘要不符。", "The file is not the document's content.");
        }
        foreach (var id in archived.Keys.Except(index.Documents.Select(d => d.Id)).Except(index.Withheld))
            found(PackageIndex.IndexFile, $"缺少账本所载文件 {id}。", $"The document {id}, which the ledger knows, is missing.");
    }

    private static IReadOnlyList<LedgerPublicKey> Keys(Dictionary<string, byte[]> contents) => contents.TryGetValue(PackageIndex.KeysFile, out var text)
        ? [.. Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => LedgerPublicKey.TryParse(l, out var key) ? key : null).OfType<LedgerPublicKey>()] : [];
}
