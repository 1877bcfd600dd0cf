using System.Text;
using System.Text.RegularExpressions;
using Tongban.Foundation.Ledger;

namespace Tongban.Tests.Foundation.Ledger;

public sealed class ProofAndExportTests
{
    private static readonly MemorySigner Signer = new();
    private static readonly SampleLedger Ledger = SampleLedger.Make(5, 700, 40, 100, Signer);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_checkpoint_survives_its_text()
    {
        var text = Ledger.Checkpoints[2].ToString();
        Assert.True(Checkpoint.TryParse(text, out var read));
        Assert.Equal(text, read.ToString());
        Assert.True(read.Verify(Signer.PublicKey));
        Assert.True(Checkpoint.TryParse(text.Replace("\n", "\r\n", StringComparison.Ordinal), out _));
        Assert.True(Checkpoint.TryParse(text.Replace("\n300\n", "\n301\n", StringComparison.Ordinal), out var forged));
        Assert.False(forged.Verify(Signer.PublicKey));
        Assert.False(Checkpoint.TryParse(text[..^40], out var cut) && cut.Verify(Signer.PublicKey));
        Assert.False(Checkpoint.TryParse("", out _));
        Assert.True(LedgerPublicKey.TryParse(Signer.PublicKey.ToString(), out var key) && read.Verify(key));
    }

    [Fact]
    public void The_key_file_is_made_once_and_is_the_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are a Unix matter");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "ledger-key.pem");
            using var first = FileLedgerSigner.LoadOrCreate(path);
            using var second = FileLedgerSigner.LoadOrCreate(path);
            Assert.Equal(first.PublicKey.ToString(), second.PublicKey.ToString());
            Assert.True(first.PublicKey.Verify("x"u8, second.Sign("x"u8)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Single(folder.GetFiles());
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Throws<InvalidOperationException>(() => FileLedgerSigner.LoadOrCreate(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Every_applicant_can_take_a_proof_home()
    {
        var source = new Leaves();
        foreach (var checkpoint in Ledger.Checkpoints)
        {
            foreach (var entry in Ledger.Entries.Take((int)checkpoint.Size).Where((_, i) => i % 37 == 0))
            {
                var proof = LedgerProof.FromJson((await LedgerProof.MakeAsync(entry, checkpoint, Signer.PublicKey, source, Ct)).ToJson());
                Assert.True(proof.Verify(Signer.PublicKey).Sound);
                Assert.Contains(Signer.PublicKey.KeyId, proof.Verify().Explanation.En, StringComparison.Ordinal);
                Assert.False(proof.Verify(new MemorySigner().PublicKey).Sound);
                Assert.False((proof with { Entry = SampleLedger.Forge(entry, reseal: false, payload: "{}") }).Verify().Sound);
                Assert.False((proof with { Entry = SampleLedger.Forge(entry, reseal: true, payload: "{}") }).Verify().Sound);
                Assert.False((proof with { Entry = SampleLedger.Forge(entry, reseal: false, position: entry.Position % checkpoint.Size + 1) }).Verify().Sound);
            }
        }
    }

    [Fact]
    public void What_is_no_proof_is_refused_in_order()
    {
        foreach (var text in (string[])["", "[]", "{}", """{"format":"tongban-proof-1"}""", "null"])
            Assert.Throws<FormatException>(() => LedgerProof.FromJson(text));
    }

    [Fact]
    public async Task An_exported_ledger_verifies_without_the_database()
    {
        var file = await ExportAsync();
        using var reader = await LedgerExportReader.OpenAsync(new MemoryStream(file), Ct);
        var verifier = new LedgerVerifier(reader.PublicKeys);
        Assert.Empty(await verifier.VerifyAsync(reader.EntriesAsync(Ct), reader.HeadsAsync(Ct), reader.Checkpoints, Ct).ToListAsync(Ct));
        Assert.Equal((700, 700), (verifier.Entries, verifier.ProvenSize));
        Assert.Equal(Ledger.Checkpoints[^1].RootHash, verifier.Root);
    }

    [Fact]
    public async Task A_changed_or_shortened_file_is_noticed()
    {
        var lines = Encoding.UTF8.GetString(await ExportAsync()).TrimEnd('\n').Split('\n');
        var entry = Array.FindIndex(lines, l => l.Contains("\"position\":123,", StringComparison.Ordinal));
        var changed = (string[])lines.Clone();
        changed[entry] = changed[entry].Replace("Granted", "Refused", StringComparison.Ordinal);
        var finding = Assert.Single(await VerifyAsync(changed));
        Assert.Equal((LedgerFindingKind.EntryHashWrong, 123L), (finding.Kind, finding.Position));

        await Assert.ThrowsAsync<FormatException>(() => VerifyAsync(lines[..^1]));
        await Assert.ThrowsAsync<FormatException>(() => VerifyAsync([.. lines[..^3], lines[^1]]));
        changed[entry] = changed[entry][..40];
        var e = await Assert.ThrowsAsync<FormatException>(() => VerifyAsync(changed));
        Assert.Contains($"Line {entry + 1} ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_worked_example_in_the_documentation_is_right()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "global.json")))
            root = Path.GetDirectoryName(root)!;
        var document = await File.ReadAllTextAsync(Path.Combine(root, "docs", "ledger-format.md"), Ct);
        var lines = Regex.Match(document, "```jsonl\n(?<t>.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Groups["t"].Value.TrimEnd('\n').Split('\n');
        using var reader = await LedgerExportReader.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), Ct);
        var entries = await reader.EntriesAsync(Ct).ToListAsync(Ct);
        var heads = await reader.HeadsAsync(Ct).ToListAsync(Ct);
        var verifier = new LedgerVerifier(reader.PublicKeys);
        Assert.Empty(await verifier.VerifyAsync(SampleLedger.Stream(entries), SampleLedger.Stream(heads), reader.Checkpoints, Ct).ToListAsync(Ct));
        Assert.Equal(3, verifier.ProvenSize);

        Assert.Contains(Encoding.UTF8.GetString(entries[0].SealedBytes()), document, StringComparison.Ordinal);
        foreach (var entry in entries)
        {
            // The example must also have been written by the rules of CanonicalJson.
            Assert.Equal(CanonicalJson.Normalize(entry.Payload), entry.Payload);
            Assert.Contains(Convert.ToHexStringLower(entry.Hash), document, StringComparison.Ordinal);
            Assert.Contains($"| {entry.Position} | `{Convert.ToHexStringLower(MerkleTree.LeafHash(entry.Hash))}` |", document, StringComparison.Ordinal);
        }

        Assert.Contains($"root `{Convert.ToHexStringLower(verifier.Root)}`", document, StringComparison.Ordinal);
        Assert.Contains($"\n```\n{reader.Checkpoints[0]}```\n", document, StringComparison.Ordinal);
    }

    private static async Task<byte[]> ExportAsync()
    {
        using var file = new MemoryStream();
        await LedgerExport.WriteAsync(file, [Signer.PublicKey], Ledger.Checkpoints, SampleLedger.Stream(Ledger.Entries), SampleLedger.Stream(Ledger.Heads.Values), Ct);
        return file.ToArray();
    }

    private static async Task<List<LedgerFinding>> VerifyAsync(string[] lines)
    {
        using var reader = await LedgerExportReader.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), Ct);
        return await new LedgerVerifier(reader.PublicKeys).VerifyAsync(reader.EntriesAsync(Ct), reader.HeadsAsync(Ct), reader.Checkpoints, Ct).ToListAsync(Ct);
    }

    private sealed class Leaves : ILeafSource
    {
        private readonly List<List<byte[]>> _levels = [[], [], []];

        public Leaves()
        {
            var tree = new MerkleFrontier();
            List<CompleteSubtree> completed = [];
            foreach (var leaf in Ledger.Entries.Select(e => MerkleTree.LeafHash(e.Hash)))
            {
                _levels[0].Add(leaf);
                tree.Append(leaf, completed);
            }

            foreach (var subtree in completed)
                _levels[subtree.Level].Add(subtree.Hash);
        }

        public ValueTask<IReadOnlyList<byte[]>> ReadAsync(int level, long first, int count, CancellationToken ct) =>
            ValueTask.FromResult<IReadOnlyList<byte[]>>(_levels[level].GetRange((int)first, count));
    }
}
