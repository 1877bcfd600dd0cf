using Tongban.Foundation.Ledger;

namespace Tongban.Tests.Foundation.Ledger;

public sealed class MerkleTreeTests
{
    private const int Largest = 130;

    // The sample leaves and roots of the Certificate Transparency reference implementation (RFC 6962; RFC 9162 hashes the same way).
    private static readonly string[] SampleLeaves =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] SampleRoots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, 3000).Select(i => MerkleTree.LeafHash(BitConverter.GetBytes(i)))];

    [Fact]
    public async Task The_published_roots_come_out()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(MerkleTree.EmptyRoot));
        var leaves = SampleLeaves.Select(l => MerkleTree.LeafHash(Convert.FromHexString(l))).ToArray();
        var frontier = new MerkleFrontier();
        for (var size = 1; size <= 8; size++)
        {
            frontier.Append(leaves[size - 1]);
            Assert.Equal(SampleRoots[size - 1], Convert.ToHexStringLower(frontier.Root()));
            Assert.Equal(SampleRoots[size - 1], Convert.ToHexStringLower(await MerkleTree.RootAsync(new Source(leaves), size, TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public async Task The_published_paths_come_out()
    {
        var source = new Source([.. SampleLeaves.Select(l => MerkleTree.LeafHash(Convert.FromHexString(l)))]);
        var ct = TestContext.Current.CancellationToken;
        Assert.Equal(
            ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
            (await MerkleTree.InclusionProofAsync(source, 0, 8, ct)).Select(Convert.ToHexStringLower));
        Assert.Equal(
            ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
            (await MerkleTree.ConsistencyProofAsync(source, 6, 8, ct)).Select(Convert.ToHexStringLower));
    }

    [Fact]
    public async Task Every_proof_up_to_130_leaves_is_the_textbooks()
    {
        var ct = TestContext.Current.CancellationToken;
        var source = new Source(Leaves);
        var roots = Enumerable.Range(0, Largest + 1).Select(n => Naive.Root(Leaves.AsSpan(0, n))).ToArray();
        for (var size = 0; size <= Largest; size++)
        {
            Assert.Equal(roots[size], await MerkleTree.RootAsync(source, size, ct));
            for (var index = 0; index < size; index++)
            {
                var path = await MerkleTree.InclusionProofAsync(source, index, size, ct);
                Assert.Equal(Naive.Path(index, Leaves.AsSpan(0, size)), path);
                Assert.True(MerkleTree.VerifyInclusion(Leaves[index], index, size, path, roots[size]));
                Assert.False(MerkleTree.VerifyInclusion(Leaves[index + 1], index, size, path, roots[size]));
                Assert.False(MerkleTree.VerifyInclusion(Leaves[index], index, size, [.. path, roots[0]], roots[size]));
            }

            for (var from = 0; from <= size; from++)
            {
                var path = await MerkleTree.ConsistencyProofAsync(source, from, size, ct);
                if (from > 0)
                    Assert.Equal(Naive.Consistency(from, Leaves.AsSpan(0, size), true), path);
                Assert.True(MerkleTree.VerifyConsistency(from, size, roots[from], roots[size], path));
                if (from != size)
                {
                    Assert.False(MerkleTree.VerifyConsistency(from, size, roots[from == 1 ? 2 : 1], roots[size], path));
                    if (from > 0)
                        Assert.False(MerkleTree.VerifyConsistency(from, size, roots[from], roots[0], path));
                }
            }
        }
    }

    [Fact]
    public async Task A_damaged_proof_never_verifies()
    {
        var random = new Random(7);
        var source = new Source(Leaves);
        for (var round = 0; round < 2000; round++)
        {
            var size = random.Next(2, 2000);
            var index = random.Next(size);
            var root = await MerkleTree.RootAsync(source, size, TestContext.Current.CancellationToken);
            var path = (await MerkleTree.InclusionProofAsync(source, index, size, TestContext.Current.CancellationToken)).Select(h => h.ToArray()).ToList();
            Assert.True(MerkleTree.VerifyInclusion(Leaves[index], index, size, path, root));
            path[random.Next(path.Count)][random.Next(32)] ^= (byte)(1 << random.Next(8));
            Assert.False(MerkleTree.VerifyInclusion(Leaves[index], index, size, path, root));
        }
    }

    [Fact]
    public async Task Large_trees_are_proven_from_kept_subtrees_with_few_reads()
    {
        var source = new Source([]);
        var frontier = new MerkleFrontier();
        const int size = 300_000;
        for (var i = 0; i < size; i++)
        {
            var leaf = MerkleTree.LeafHash(BitConverter.GetBytes(i));
            source.Add(leaf);
            frontier.Append(leaf, source);
        }

        var root = frontier.Root();
        foreach (var index in (int[])[0, 1, 255, 256, 65535, 65536, 262143, 262144, 299_999])
        {
            source.Read = 0;
            var path = await MerkleTree.InclusionProofAsync(source, index, size, TestContext.Current.CancellationToken);
            Assert.True(source.Read <= 3 * 256 * 2, $"{source.Read} hashes read");
            Assert.True(MerkleTree.VerifyInclusion(source[index], index, size, path, root));
        }

        var halfway = await MerkleTree.RootAsync(source, 123_457, TestContext.Current.CancellationToken);
        var consistency = await MerkleTree.ConsistencyProofAsync(source, 123_457, size, TestContext.Current.CancellationToken);
        Assert.True(MerkleTree.VerifyConsistency(123_457, size, halfway, root, consistency));
    }

    [Fact]
    public void The_edge_goes_on_after_a_restart()
    {
        var whole = new MerkleFrontier();
        var halting = new MerkleFrontier();
        foreach (var leaf in Leaves.Take(1000))
        {
            whole.Append(leaf);
            halting.Append(leaf);
            halting = MerkleFrontier.FromBytes(halting.ToBytes());
            Assert.Equal(whole.Root(), halting.Root());
        }

        Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes(new byte[40]));
    }

    /// <summary>The definitions of RFC 9162, 2.1, word by word.</summary>
    private static class Naive
    {
        public static byte[] Root(ReadOnlySpan<byte[]> d) => d.Length switch
        {
            0 => MerkleTree.EmptyRoot,
            1 => d[0],
            _ => MerkleTree.NodeHash(Root(d[..K(d.Length)]), Root(d[K(d.Length)..])),
        };

        public static List<byte[]> Path(int m, ReadOnlySpan<byte[]> d)
        {
            if (d.Length == 1)
                return [];
            var k = K(d.Length);
            return m < k ? [.. Path(m, d[..k]), Root(d[k..])] : [.. Path(m - k, d[k..]), Root(d[..k])];
        }

        public static List<byte[]> Consistency(int m, ReadOnlySpan<byte[]> d, bool whole)
        {
            if (m == d.Length)
                return whole ? [] : [Root(d)];
            var k = K(d.Length);
            return m <= k ? [.. Consistency(m, d[..k], whole), Root(d[k..])] : [.. Consistency(m - k, d[k..], false), Root(d[..k])];
        }

        private static int K(int n)
        {
            var k = 1;
            while (k * 2 < n)
                k *= 2;
            return k;
        }
    }

    /// <summary>Keeps leaves and complete subtrees as storage will, and counts what is read.</summary>
    private sealed class Source(byte[][] leaves) : ILeafSource, ICollection<CompleteSubtree>
    {
        private readonly List<List<byte[]>> _levels = [[.. leaves]];

        public int Read { get; set; }

        public byte[] this[int index] => _levels[0][index];

        public int Count => _levels.Count;

        public bool IsReadOnly => false;

        public void Add(byte[] leaf) => _levels[0].Add(leaf);

        public void Add(CompleteSubtree item)
        {
            while (_levels.Count <= item.Level)
                _levels.Add([]);
            Assert.Equal(_levels[item.Level].Count, item.Index);
            _levels[item.Level].Add(item.Hash);
        }

        public ValueTask<IReadOnlyList<byte[]>> ReadAsync(int level, long first, int count, CancellationToken ct)
        {
            Read += count;
            if (level > 0 && _levels.Count <= level)
                return ValueTask.FromResult<IReadOnlyList<byte[]>>([.. Enumerable.Range((int)first, count).Select(i => Naive.Root(_levels[0].ToArray().AsSpan(i << (8 * level), 1 << (8 * level))))]);
            return ValueTask.FromResult<IReadOnlyList<byte[]>>(_levels[level].GetRange((int)first, count));
        }

        public void Clear() => throw new NotSupportedException();

        public bool Contains(CompleteSubtree item) => throw new NotSupportedException();

        public void CopyTo(CompleteSubtree[] array, int arrayIndex) => throw new NotSupportedException();

        public bool Remove(CompleteSubtree item) => throw new NotSupportedException();

        public IEnumerator<CompleteSubtree> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw new NotSupportedException();
    }
}
