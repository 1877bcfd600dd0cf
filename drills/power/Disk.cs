namespace Tongban.Drills.Power;

/// <summary>How much of what was not synced reaches the disk before the power is gone.</summary>
internal enum Loss
{
    /// <summary>Nothing: the cache was lost whole.</summary>
    All,

    /// <summary>Everything: the cut came after the last write.</summary>
    None,

    /// <summary>Up to some write, in order, and that one in part.</summary>
    Tail,

    /// <summary>Any of the writes, the others not: the disk wrote them in another order.</summary>
    Writes,

    /// <summary>Any of the sectors of 512 bytes: reordered and torn.</summary>
    Sectors,
}

/// <summary>A disk as it would be found: what was synced is there; of the rest, as much as the loss leaves.</summary>
/// <remarks>Names are kept as strictly as content. A sync of a file makes its content last, not its name: a new, renamed or removed name lasts when its folder is synced
/// (fsync(2)). Many file systems promise more; nobody has to.</remarks>
/// <param name="begin">Copy of the folder as it was, whole and synced, before the first change.</param>
internal sealed class Disk(string begin)
{
    private const int Sector = 512;

    private readonly Dictionary<ulong, Node> _nodes = [];
    private readonly SortedDictionary<string, Node> _names = new(StringComparer.Ordinal), _lasting = new(StringComparer.Ordinal);
    private readonly List<Naming> _pendingNames = [];
    private long _order;

    /// <summary>Writes that no sync has covered.</summary>
    public int Pending => _nodes.Values.Sum(n => n.Pending.Count) + _pendingNames.Count;

    public void Take(Change change)
    {
        switch (change.Kind)
        {
            case ChangeKind.Exists when !_nodes.ContainsKey(change.File):
                var folder = change.To == "d";
                var found = new Node(change.From, folder) { Content = folder ? [] : File.ReadAllBytes(Path.Combine(begin, change.From)) };
                found.Length = found.Content.Length;
                _nodes[change.File] = _names[change.From] = _lasting[change.From] = found;
                break;
            case ChangeKind.Exists:
                break;
            case ChangeKind.Create or ChangeKind.MakeFolder:
                var made = new Node(change.From, change.Kind is ChangeKind.MakeFolder);
                _nodes[change.File] = made;
                Name(new(_order++, change.Kind, change.From, change.From, made));
                break;
            case ChangeKind.Write or ChangeKind.Truncate when _nodes.TryGetValue(change.File, out var written):
                written.Pending.Add(new(_order++, change.Kind is ChangeKind.Truncate, change.Offset, change.Data));
                break;
            case ChangeKind.Sync when _nodes.TryGetValue(change.File, out var synced):
                foreach (var write in synced.Pending)
                    synced.Apply(write.IsCut, write.Offset, write.Data.Span);
                synced.Pending.Clear();
                if (synced.IsFolder)
                    Last(synced.Path);
                break;
            case ChangeKind.Rename or ChangeKind.Link or ChangeKind.Unlink or ChangeKind.RemoveFolder when _names.TryGetValue(change.From, out var named):
                Name(new(_order++, change.Kind, change.From, change.To, named));
                break;
            case ChangeKind.Unlink:
                break;   // a socket: nothing a disk has to keep
            case ChangeKind.Unknown:
                throw new InvalidOperationException($"a file of the data folder was changed in a way this drill does not know: {System.Text.Encoding.UTF8.GetString(change.Data.Span)}");
            default:
                throw new InvalidOperationException($"{change.Kind} of a file that the drill has not met: {change.From}");
        }
    }

    /// <summary>Lays the disk out as it would be found after a cut at this moment.</summary>
    public void LayOut(string folder, Loss loss, Random random)
    {
        var share = random.NextDouble();
        var last = random.NextInt64(_order + 1);
        var names = new SortedDictionary<string, Node>(_lasting, StringComparer.Ordinal);
        foreach (var naming in _pendingNames)
        {
            if (loss is Loss.None || (loss is Loss.Tail && naming.Order < last) || (loss is Loss.Writes or Loss.Sectors && random.NextDouble() < share))
                Apply(naming, names);
        }
        foreach (var (path, node) in names)
        {
            if (path is not "." && Path.GetDirectoryName(path) is { Length: > 0 } parent && !names.ContainsKey(parent))
                continue;   // a name in a folder that is not there
            var target = Path.Combine(folder, path);
            if (!Directory.Exists(Path.GetDirectoryName(target)))
                continue;
            if (node.IsFolder)
                Directory.CreateDirectory(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            else
                node.WriteTo(target, loss, last, share, random);
        }
    }

    private void Name(Naming naming)
    {
        Apply(naming, _names);
        _pendingNames.Add(naming);
    }

    private static void Apply(Naming naming, SortedDictionary<string, Node> names)
    {
        if (naming.Kind is ChangeKind.Rename or ChangeKind.Unlink or ChangeKind.RemoveFolder)
            names.Remove(naming.From);
        if (naming.Kind is not (ChangeKind.Unlink or ChangeKind.RemoveFolder))
            names[naming.To] = naming.Node;
    }

    // A move between two folders lasts with the folder it went to.
    private void Last(string folder)
    {
        foreach (var naming in _pendingNames.Where(n => Folder(n.To.Length > 0 ? n.To : n.From) == folder))
            Apply(naming, _lasting);
        _pendingNames.RemoveAll(n => Folder(n.To.Length > 0 ? n.To : n.From) == folder);
    }

    private static string Folder(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";

    private sealed record Naming(long Order, ChangeKind Kind, string From, string To, Node Node);

    private sealed record Write(long Order, bool IsCut, long Offset, ReadOnlyMemory<byte> Data);

    private sealed class Node(string path, bool isFolder)
    {
        public string Path => path;

        public bool IsFolder => isFolder;

        public byte[] Content { get; set; } = [];

        public int Length { get; set; }

        public List<Write> Pending { get; } = [];

        public void Apply(bool isCut, long offset, ReadOnlySpan<byte> data)
        {
            var end = (int)offset + data.Length;
            if (end > Content.Length)
            {
                var grown = new byte[Math.Max(end, Math.Min(Content.Length * 2, Content.Length + (8 << 20)))];
                Content.AsSpan(0, Length).CopyTo(grown);
                Content = grown;
            }
            if (isCut)
            {
                if (offset < Length)
                    Content.AsSpan((int)offset, Length - (int)offset).Clear();
                Length = (int)offset;
                return;
            }
            data.CopyTo(Content.AsSpan((int)offset));
            Length = Math.Max(Length, end);
        }

        public void WriteTo(string target, Loss loss, long last, double share, Random random)
        {
            var (kept, length) = (Content, Length);
            if (Pending.Count > 0 && loss is not Loss.All)
                Content = Content.AsSpan(0, Length).ToArray();
            foreach (var write in loss is Loss.All ? [] : Pending)
            {
                if (loss is Loss.Tail && write.Order > last)
                    break;
                if (loss is Loss.None || (loss is Loss.Tail && write.Order < last) || write.IsCut || write.Data.Length == 0)
                {
                    if (loss is Loss.None or Loss.Tail || random.NextDouble() < share)
                        Apply(write.IsCut, write.Offset, write.Data.Span);
                }
                else if (loss is Loss.Writes)
                {
                    if (random.NextDouble() < share)
                        Apply(false, write.Offset, write.Data.Span);
                }
                else
                {
                    for (var at = 0; at < write.Data.Length;)
                    {
                        var to = (int)Math.Min(write.Data.Length, at + Sector - ((write.Offset + at) % Sector));
                        if (random.NextDouble() < (loss is Loss.Tail ? 0.5 : share))
                            Apply(false, write.Offset + at, write.Data.Span[at..to]);
                        at = to;
                    }
                }
            }
            using (var file = new FileStream(target, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
                file.Write(Content, 0, Length);
            (Content, Length) = (kept, length);
        }
    }
}
