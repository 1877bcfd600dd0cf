using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Tongban.Foundation.Ledger;

/// <summary>A subtree that became complete and is kept for proofs.</summary>
/// <param name="Level">1 for 256 leaves, 2 for 65,536, …</param>
/// <param name="Index">Number within the level, from 0.</param>
public sealed record CompleteSubtree(int Level, long Index, byte[] Hash);

/// <summary>The right edge of a growing <see cref="MerkleTree"/>: enough to append leaves and to tell the root, in at most 64 hashes.</summary>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> _roots = [];   // of the complete subtrees, largest first: one for every bit set in the size

    /// <summary>How many leaves there are.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a leaf hash (<see cref="MerkleTree.LeafHash"/>).</summary>
    /// <param name="completed">Collects the subtrees of level 1 and above that the leaf completed.</param>
    public void Append(byte[] leafHash, ICollection<CompleteSubtree>? completed = null)
    {
        if (leafHash.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException("A hash is 32 bytes.", nameof(leafHash));

        var hash = leafHash;
        var height = 0;
        for (var bits = Size; (bits & 1) == 1; bits >>= 1)
        {
            hash = MerkleTree.NodeHash(_roots[^1], hash);
            _roots.RemoveAt(_roots.Count - 1);
            height++;
            if (completed is not null && height % MerkleTree.LevelHeight == 0)
                completed.Add(new CompleteSubtree(height / MerkleTree.LevelHeight, Size >> height, hash));
        }

        _roots.Add(hash);
        Size++;
    }

    /// <summary>Root of all leaves so far.</summary>
    public byte[] Root()
    {
        if (_roots is [])
            return MerkleTree.EmptyRoot;

        var hash = _roots[^1];
        for (var i = _roots.Count - 2; i >= 0; i--)
            hash = MerkleTree.NodeHash(_roots[i], hash);
        return hash;
    }

    /// <summary>Eight bytes of size (big-endian), then the roots of the complete subtrees, largest first.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[8 + (_roots.Count * SHA256.HashSizeInBytes)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Size);
        for (var i = 0; i < _roots.Count; i++)
            _roots[i].CopyTo(bytes, 8 + (i * SHA256.HashSizeInBytes));
        return bytes;
    }

    /// <exception cref="FormatException">The bytes are not a frontier.</exception>
    public static MerkleFrontier FromBytes(ReadOnlySpan<byte> bytes)
    {
        var size = bytes.Length < 8 ? -1 : BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (size < 0 || bytes.Length != 8 + (BitOperations.PopCount((ulong)size) * SHA256.HashSizeInBytes))
            throw new FormatException("These bytes are not the right edge of a Merkle tree.");

        var frontier = new MerkleFrontier { Size = size };
        for (var at = 8; at < bytes.Length; at += SHA256.HashSizeInBytes)
            frontier._roots.Add(bytes.Slice(at, SHA256.HashSizeInBytes).ToArray());
        return frontier;
    }
}
