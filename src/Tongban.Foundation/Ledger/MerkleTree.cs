using System.Numerics;
using System.Security.Cryptography;

namespace Tongban.Foundation.Ledger;

/// <summary>Where proofs read the tree from: leaf hashes, and hashes of complete subtrees kept at every eighth height.</summary>
public interface ILeafSource
{
    /// <summary>Hashes number <paramref name="first"/> (from 0) and following of a level. Level 0 are the leaf hashes; number i of level n is the root of the
    /// 256ⁿ leaves from i·256ⁿ on. Only subtrees that are complete within the tree in question are asked for, at most 256 at a time.</summary>
    ValueTask<IReadOnlyList<byte[]>> ReadAsync(int level, long first, int count, CancellationToken ct);
}

/// <summary>The Merkle tree over the whole ledger (RFC 9162, section 2.1, with SHA-256). Leaf i is the entry at position i + 1.</summary>
/// <remarks>With an <see cref="ILeafSource"/> that keeps level 1, 2, …, a proof at millions of entries reads some hundreds of hashes.</remarks>
public static class MerkleTree
{
    /// <summary>Every how many heights complete subtrees are kept: a level has 2⁸ times fewer hashes than the one below.</summary>
    public const int LevelHeight = 8;

    /// <summary>Root of the tree without leaves: the hash of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>SHA-256(0x00 ‖ data). The ledger's data is the 32-byte hash of the entry.</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> data)
    {
        var input = data.Length < 256 ? stackalloc byte[data.Length + 1] : new byte[data.Length + 1];
        input[0] = 0;
        data.CopyTo(input[1..]);
        return SHA256.HashData(input);
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * SHA256.HashSizeInBytes)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + SHA256.HashSizeInBytes)..]);
        return SHA256.HashData(input);
    }

    /// <summary>Root of the first <paramref name="size"/> leaves.</summary>
    public static async ValueTask<byte[]> RootAsync(ILeafSource leaves, long size, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? EmptyRoot : await RangeAsync(leaves, 0, size, ct);
    }

    /// <summary>The hashes that lead from leaf <paramref name="index"/> (from 0) to the root of <paramref name="size"/> leaves, lowest first (RFC 9162, 2.1.3.1).</summary>
    public static async ValueTask<IReadOnlyList<byte[]>> InclusionProofAsync(ILeafSource leaves, long index, long size, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        for (var first = 0L; size > 1;)
        {
            var left = Split(size);
            if (index < left)
            {
                path.Add(await RangeAsync(leaves, first + left, size - left, ct));
                size = left;
            }
            else
            {
                path.Add(await RangeAsync(leaves, first, left, ct));
                (first, index, size) = (first + left, index - left, size - left);
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>The hashes that show the first <paramref name="from"/> leaves of the tree of <paramref name="to"/> leaves to be the tree of that size (RFC 9162, 2.1.4.1).</summary>
    public static async ValueTask<IReadOnlyList<byte[]>> ConsistencyProofAsync(ILeafSource leaves, long from, long to, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        if (from == 0 || from == to)
            return [];

        var path = new List<byte[]>();
        var (first, size, known) = (0L, to, true);
        while (from != size)
        {
            var left = Split(size);
            if (from <= left)
            {
                path.Add(await RangeAsync(leaves, first + left, size - left, ct));
                size = left;
            }
            else
            {
                path.Add(await RangeAsync(leaves, first, left, ct));
                (first, from, size, known) = (first + left, from - left, size - left, false);
            }
        }

        if (!known)
            path.Add(await RangeAsync(leaves, first, size, ct));
        path.Reverse();
        return path;
    }

    /// <summary>Whether the path leads from the leaf to the root (RFC 9162, 2.1.3.2).</summary>
    public static bool VerifyInclusion(ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size)
            return false;

        var (fn, sn) = (index, size - 1);
        var hash = leafHash.ToArray();
        foreach (var step in path)
        {
            if (sn == 0 || step.Length != SHA256.HashSizeInBytes)
                return false;

            if ((fn & 1) == 1 || fn == sn)
            {
                hash = NodeHash(step, hash);
                if ((fn & 1) == 0)
                {
                    var shift = BitOperations.TrailingZeroCount(fn);
                    (fn, sn) = fn == 0 ? (0, 0) : (fn >> shift, sn >> shift);
                }
            }
            else
            {
                hash = NodeHash(hash, step);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the path shows the smaller tree to be the beginning of the larger (RFC 9162, 2.1.4.2).</summary>
    public static bool VerifyConsistency(long from, long to, ReadOnlySpan<byte> fromRoot, ReadOnlySpan<byte> toRoot, IReadOnlyList<byte[]> path)
    {
        if (from < 0 || from > to)
            return false;
        if (from == to)
            return path.Count == 0 && fromRoot.SequenceEqual(toRoot);
        if (from == 0)
            return path.Count == 0 && fromRoot.SequenceEqual(EmptyRoot);
        if (path.Count == 0 || path.Any(p => p.Length != SHA256.HashSizeInBytes))
            return false;

        var (fn, sn) = (from - 1, to - 1);
        var shift = BitOperations.TrailingZeroCount(~fn);
        (fn, sn) = (fn >> shift, sn >> shift);

        var whole = BitOperations.IsPow2(from);
        var start = whole ? fromRoot.ToArray() : path[0];
        var (fr, sr) = (start, start);
        for (var i = whole ? 0 : 1; i < path.Count; i++)
        {
            if (sn == 0)
                return false;

            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (NodeHash(path[i], fr), NodeHash(path[i], sr));
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                sr = NodeHash(sr, path[i]);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && fromRoot.SequenceEqual(fr) && toRoot.SequenceEqual(sr);
    }

    // The largest power of two below the size.
    private static long Split(long size) => 1L << BitOperations.Log2((ulong)size - 1);

    private static async ValueTask<byte[]> RangeAsync(ILeafSource leaves, long first, long count, CancellationToken ct)
    {
        if (BitOperations.IsPow2(count))
            return await CompleteAsync(leaves, first, BitOperations.Log2((ulong)count), ct);

        var left = Split(count);
        var leftHash = await CompleteAsync(leaves, first, BitOperations.Log2((ulong)left), ct);
        var rightHash = await RangeAsync(leaves, first + left, count - left, ct);
        return NodeHash(leftHash, rightHash);
    }

    private static async ValueTask<byte[]> CompleteAsync(ILeafSource leaves, long first, int height, CancellationToken ct)
    {
        var (level, rest) = (height / LevelHeight, height % LevelHeight);
        var row = await leaves.ReadAsync(level, first >> (level * LevelHeight), 1 << rest, ct);
        if (row.Count != 1 << rest)
            throw new InvalidOperationException($"The tree has {row.Count} of {1 << rest} hashes at level {level} from leaf {first}.");

        var hashes = row.ToArray();
        for (var count = hashes.Length; count > 1; count /= 2)
        {
            for (var i = 0; i < count / 2; i++)
                hashes[i] = NodeHash(hashes[2 * i], hashes[(2 * i) + 1]);
        }

        return hashes[0];
    }
}
