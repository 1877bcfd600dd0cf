using System.Globalization;
using System.Text.RegularExpressions;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Ledger;
using Tongban.Foundation.People;
using Tongban.Foundation.Storage;

namespace Tongban.Bench.Approvals;

/// <summary>One statement with its values.</summary>
/// <param name="Types">PostgreSQL's names of the types.</param>
internal sealed record Statement(string Sql, string?[] Types, object?[] Values);

/// <summary>The rows one real case wrote, unit by unit, as statements that can be written again as another case: fresh keys, codes and digests, all else byte for byte.</summary>
internal sealed partial class CaseTemplate
{
    private readonly IReadOnlyList<IReadOnlyList<Line>> _units;
    private readonly HashSet<Guid> _keys = [];
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> _contained = new(StringComparer.Ordinal);

    private CaseTemplate(IReadOnlyList<IReadOnlyList<Line>> units) => _units = units;

    public int Units => _units.Count;

    /// <summary>Rows by table and kind in one case.</summary>
    public string Mix => string.Join(", ", _units.SelectMany(u => u).GroupBy(l => TableName().Match(l.Sql).Groups["t"].Value + (l.Sql.StartsWith("UPDATE", StringComparison.Ordinal) ? " updated" : "")).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}"));

    public int Rows => _units.Sum(u => u.Count);

    public int Entries { get; private init; }

    public static CaseTemplate Of(IReadOnlyList<UnitOfWork> units, TongbanDb db, bool postgres)
    {
        var maps = TongbanDb.MapsOf(db.Model, postgres);
        var entryMap = maps[db.Model.FindEntityType(typeof(LedgerEntry))!];
        // What subscribers write meanwhile, in the platform's own name, is not part of the case.
        units = [.. units.Where(u => u.Entries.Any(e => e.Actor.PersonId != Actor.System.PersonId))];
        var heads = new Dictionary<string, LedgerHead>(StringComparer.Ordinal);
        var template = new CaseTemplate([.. units.Select(u => Lines(u, entryMap, heads, postgres))]) { Entries = units.Sum(u => u.Entries.Count) };
        template.FindNames();
        return template;
    }

    /// <summary>The state at the end: one insert for every row of the named tables that is left, for filling a database.</summary>
    public CaseTemplate Folded(params string[] tables)
    {
        var rows = new Dictionary<(RowMap, object), object?[]>();
        foreach (var line in _units.SelectMany(u => u).Where(l => l.Map is not null && tables.Any(t => l.Sql.Contains(t, StringComparison.Ordinal))))
        {
            var map = line.Map!;
            if (line.Kind is RowChangeKind.Insert)
            {
                rows[(map, Key(map.InsertColumns, line.Values))] = [.. line.Values];
                continue;
            }
            var row = rows[(map, Key(map.UpdateColumns, line.Values))];
            // The condition stands last and repeats key and version; the new values come first.
            for (var i = line.Values.Length - 1; i >= 0; i--)
                row[Array.FindIndex(map.InsertColumns, c => c.Property == map.UpdateColumns[i].Property)] = line.Values[i];
        }
        var folded = new CaseTemplate([[.. rows.OrderBy(r => r.Key.Item1.Order).Select(r => new Line(r.Key.Item1.InsertSql, r.Key.Item1, RowChangeKind.Insert, TypesOf(r.Key.Item1.InsertColumns), r.Value, -1))]]);
        folded._keys.UnionWith(_keys);
        folded._texts.UnionWith(_texts);
        return folded;

        static object Key(RowMap.Column[] columns, object?[] values) => values[Array.FindIndex(columns, c => c.Property.IsPrimaryKey())]!;
    }

    /// <param name="repetition">From 1; makes the keys of this copy.</param>
    /// <param name="position">Next place in the order of commits.</param>
    public IEnumerable<IReadOnlyList<Statement>> Copy(long repetition, Func<long> position)
    {
        var texts = new List<(string Old, string New)>();
        foreach (var key in _keys)
        {
            var fresh = Fresh(key, repetition);
            texts.Add((key.ToString("D"), fresh.ToString("D")));
            texts.Add((key.ToString("D").ToUpperInvariant(), fresh.ToString("D").ToUpperInvariant()));
            texts.Add((key.ToString("N"), fresh.ToString("N")));
        }
        foreach (var text in _texts)
            texts.Add((text, text.Length == 64 ? repetition.ToString("x12", CultureInfo.InvariantCulture) + text[12..] : Fresh(ProjectCode.Parse(text, provider: null), repetition).Value));
        foreach (var unit in _units)
            yield return [.. unit.Select(l => new Statement(l.Sql, l.Types, [.. l.Values.Select((v, i) => i == l.Position ? position() : Replace(v, texts, repetition))]))];
    }

    private object? Replace(object? value, List<(string Old, string New)> texts, long repetition)
    {
        if (value is Guid id)
            return _keys.Contains(id) ? Fresh(id, repetition) : id;
        if (value is not string { Length: >= 24 } text)
            return value;
        // Which names a text contains is the same in every copy.
        if (!_contained.TryGetValue(text, out var found))
            _contained.Add(text, found = [.. Enumerable.Range(0, texts.Count).Where(i => text.Contains(texts[i].Old, StringComparison.Ordinal))]);
        foreach (var i in found)
            text = text.Replace(texts[i].Old, texts[i].New, StringComparison.Ordinal);
        return text;
    }

    // The first 48 bits are a time: later copies sort behind earlier ones, as fresh keys do.
    internal static Guid Fresh(Guid id, long repetition)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var time = (((long)System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes) << 16) & 0xFFFF_FFFF_0000) | System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        time += repetition << 12;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, (int)(time >> 16));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)time);
        return new Guid(bytes, bigEndian: true);
    }

    // A month has 100,000 codes of a kind: copies fill one month after the other from the first in which such codes were given, years before those given by the running application.
    internal static ProjectCode Fresh(ProjectCode code, long repetition) =>
        ProjectCode.Issue(new DateOnly(2020, 11, 1).AddMonths((int)(repetition / 100_000)), code.Division, code.Department!, code.Type, (int)(repetition % 100_000));

    private void FindNames()
    {
        foreach (var line in _units.SelectMany(u => u).Where(l => l.Map is not null && l.Kind is RowChangeKind.Insert))
        {
            for (var i = 0; i < line.Values.Length; i++)
            {
                var column = line.Map!.InsertColumns[i];
                if (column.Property.IsPrimaryKey() && line.Values[i] is Guid key)
                    _keys.Add(key);
                else if (column.Property.IsPrimaryKey() && line.Values[i] is string { Length: 64 } digest)
                    _texts.Add(digest);
                else if (column.Property.GetContainingIndexes().Any(x => x.IsUnique && x.Properties.Count == 1) && line.Values[i] is string { Length: 24 } code)
                    _texts.Add(code);
            }
        }
        if (_texts.Count(t => t.Length == 24) > 1)
            throw new InvalidOperationException("a case of more than one project: its copies would get the same code");
    }

    private static List<Line> Lines(UnitOfWork unit, RowMap entryMap, Dictionary<string, LedgerHead> heads, bool postgres)
    {
        var lines = new List<Line>();
        foreach (var (series, _) in unit.Numbers)
            lines.Add(new(postgres ? "INSERT INTO foundation_number_series(series, last) VALUES ($1, 1) ON CONFLICT(series) DO UPDATE SET last = foundation_number_series.last + 1"
                : "INSERT INTO foundation_number_series(series, last) VALUES (@p0, 1) ON CONFLICT(series) DO UPDATE SET last = last + 1", null, RowChangeKind.Insert, ["text"], [series], -1));
        var chain = new ChainExtension(unit);
        foreach (var matter in chain.Matters)
            chain.Found(heads.GetValueOrDefault(matter), matter);
        var place = Array.FindIndex(entryMap.InsertColumns, c => c.Property.Name == nameof(LedgerEntry.Position));
        foreach (var entry in chain.Seal(() => null))
            lines.Add(new(entryMap.InsertSql, entryMap, RowChangeKind.Insert, TypesOf(entryMap.InsertColumns), entryMap.Insert(entry).Values, postgres ? -1 : place));
        foreach (var (head, isNew) in chain.NewHeads)
        {
            heads[head.Matter] = head;
            var sql = !postgres ? "INSERT INTO foundation_ledger_heads(matter, sequence, hash, recorded_at) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT(matter) DO UPDATE SET sequence = @p1, hash = @p2, recorded_at = @p3"
                : isNew ? "INSERT INTO foundation_ledger_heads(matter, sequence, hash, recorded_at) VALUES ($1, $2, $3, $4)" : "UPDATE foundation_ledger_heads SET sequence = $2, hash = $3, recorded_at = $4 WHERE matter = $1";
            lines.Add(new(sql, null, isNew ? RowChangeKind.Insert : RowChangeKind.Update, ["text", "bigint", "bytea", "timestamp with time zone"], [head.Matter, head.Sequence, head.Hash, postgres ? head.RecordedAt : head.RecordedAt.UtcTicks], -1));
        }
        foreach (var row in unit.Rows)
            lines.Add(new(row.Map.Sql(row.Kind), row.Map, row.Kind, TypesOf(row.Map.Columns(row.Kind)), row.Values, -1));
        return lines;
    }

    private static string?[] TypesOf(RowMap.Column[] columns) => [.. columns.Select(c => c.DataTypeName)];

    private sealed record Line(string Sql, RowMap? Map, RowChangeKind Kind, string?[] Types, object?[] Values, int Position);

    [GeneratedRegex("(INTO|UPDATE|FROM) (?<t>[a-z_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableName();
}
