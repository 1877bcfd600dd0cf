using System.Buffers.Binary;
using System.Text;

namespace Tongban.Drills.Power;

internal enum ChangeKind { Exists = 1, Create, Write, Truncate, Sync, Rename, Unlink, MakeFolder, Link, RemoveFolder, Unknown }

/// <summary>One thing the disk was told.</summary>
/// <param name="At">Its place in the log; everything acknowledged at a greater place came after it.</param>
/// <param name="File">The file's number on its disk; a folder has one too.</param>
/// <param name="Data">What was written, or the name of an unknown call.</param>
internal sealed record Change(long At, ChangeKind Kind, ulong File, long Offset, ReadOnlyMemory<byte> Data, string From, string To);

/// <summary>Reads what support/disk.c wrote down.</summary>
internal static class DiskLog
{
    public static List<Change> Read(string file, string root)
    {
        var bytes = (ReadOnlyMemory<byte>)System.IO.File.ReadAllBytes(file);
        var changes = new List<Change>();
        for (var at = 0; at < bytes.Length;)
        {
            var head = bytes.Span[at..];
            var (kind, length) = ((ChangeKind)BinaryPrimitives.ReadUInt32LittleEndian(head), BinaryPrimitives.ReadInt32LittleEndian(head[4..]));
            var data = bytes.Slice(at + 24, length);
            var (from, to) = ("", "");
            if (kind is ChangeKind.Exists or ChangeKind.Create or ChangeKind.Rename or ChangeKind.Unlink or ChangeKind.MakeFolder or ChangeKind.Link or ChangeKind.RemoveFolder)
            {
                var names = Encoding.UTF8.GetString(data.Span).Split('\0');
                (from, to) = (Path.GetRelativePath(root, names[0]), kind is ChangeKind.Rename or ChangeKind.Link ? Path.GetRelativePath(root, names[1]) : names.ElementAtOrDefault(1) ?? "");
            }
            changes.Add(new(at, kind, BinaryPrimitives.ReadUInt64LittleEndian(head[8..]), BinaryPrimitives.ReadInt64LittleEndian(head[16..]), data, from, to));
            at += 24 + length;
        }
        return changes;
    }
}
