using System.Globalization;
using Npgsql;
using Tongban.Foundation.Identifiers;
using Tongban.Foundation.Storage;
using Tongban.Projects.Contracts;
using Tongban.Projects.Model;

namespace Tongban.Bench.Approvals;

/// <summary>Copies of real projects with everything that hangs on them, written with COPY: fresh keys, codes and names, all else as the use cases and their subscribers wrote it.</summary>
/// <remarks>The measured days of a copy vary and lie in one of the last 36 months, and the efficiency cells are added up from them. The ledger is copied for the first <see cref="WithLedger"/> only:
/// the project page reads the chain of its own project, and nothing here reads more.</remarks>
internal sealed class CityFilling : IAsyncDisposable
{
    public static readonly string[] Products = ["锂电材料", "光伏组件", "钢铁铸件", "苎麻纺织", "生物医药", "冷链物流", "数控机床", "数据中心", "污水处理", "新能源汽车", "精密电子", "装配式建筑"];

    private const int Chunk = 1000, WithLedger = 200, First = 20_000;
    private const string Spans = "approvals_efficiency_spans", Cells = "approvals_efficiency_cells", Ledger = "foundation_ledger", Parts = "projects_name_parts";
    private static readonly string[] Places = ["高新区", "渝水", "分宜", "仙女湖", "良山", "罗坊", "水西", "珠珊", "城北", "城东", "袁河", "下村"];

    private readonly NpgsqlConnection _connection;
    private readonly IReadOnlyList<Original> _originals;
    private int _filled;
    private long _position;

    private CityFilling(NpgsqlConnection connection, IReadOnlyList<Original> originals) => (_connection, _originals) = (connection, originals);

    public string Mix => string.Join(", ", _originals.SelectMany(o => o.Tables).GroupBy(t => t.Name, StringComparer.Ordinal).OrderByDescending(g => g.Sum(t => t.Rows.Count)).Select(g => $"{g.Sum(t => t.Rows.Count)} {g.Key}"));

    public static string NameOf(int n) => $"{Places[n / 7 % Places.Length]}年产{(n % 97) + 3}万吨{Products[(n + (n / 20)) % Products.Length]}项目（{n / 12}号）";

    public string CodeOf(int n) => CaseTemplate.Fresh(_originals[n % _originals.Count].Code, First + n).Value;

    public static async Task<CityFilling> ReadAsync(StorageOptions storage, IReadOnlyList<Guid> projects)
    {
        var connection = new NpgsqlConnection(storage.WriterConnectionString + ";Command Timeout=1800");
        await connection.OpenAsync();
        // Every row that names the project, or one of its stages.
        var links = (await ListAsync(connection, $"SELECT table_name, min(column_name) FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('project_id', 'stage_case_id') AND table_name NOT LIKE 'foundation%' AND table_name <> '{Parts}' GROUP BY table_name", r => (Table: r.GetString(0), Column: r.GetString(1))))
            .Append(("projects_projects", "id")).Append((Ledger, "matter")).ToList();
        var originals = new List<Original>();
        foreach (var project in projects)
        {
            var tables = new List<Table>();
            foreach (var (table, column) in links)
            {
                var (columns, types, rows) = (new List<string>(), new List<string>(), new List<object?[]>());
                await using var read = new NpgsqlCommand($"SELECT * FROM {table} WHERE {column} {(column is "stage_case_id" ? "IN (SELECT id FROM approvals_stages WHERE project_id = $1)" : "= $1")}", connection);
                read.Parameters.Add(new() { Value = column is "matter" ? ProjectRecord.MatterOf(project) : project });
                await using var reader = await read.ExecuteReaderAsync();
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    columns.Add(reader.GetName(i));
                    types.Add(reader.GetDataTypeName(i).Split('(')[0]);
                }
                while (await reader.ReadAsync())
                {
                    var row = new object?[reader.FieldCount];
                    for (var i = 0; i < row.Length; i++)
                        row[i] = await reader.IsDBNullAsync(i) ? null : reader.GetValue(i);
                    rows.Add(row);
                }
                if (rows.Count > 0)
                    tables.Add(new(table, columns, types, rows));
            }
            originals.Add(Original.Of(tables));
        }
        return new(connection, originals);
    }

    public async Task FillAsync(int to)
    {
        var tables = _originals.SelectMany(o => o.Tables).Select(t => t.Name).Append(Parts).Distinct(StringComparer.Ordinal).ToArray();
        // Indexes are built once at the end: what counts is that they are there when it is read.
        var indexes = await ListAsync(_connection, $"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename IN ({string.Join(',', tables.Select(t => $"'{t}'"))}) AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            r => (Name: r.GetString(0), Definition: r.GetString(1)));
        await ExecuteAsync("SET session_replication_role = replica; SET maintenance_work_mem = '256MB'; SET synchronous_commit = off");
        foreach (var (name, _) in indexes)
            await ExecuteAsync($"DROP INDEX {name}");
        foreach (var numbers in Enumerable.Range(_filled, to - _filled).Chunk(Chunk))
        {
            foreach (var table in tables)
                await CopyAsync(table, numbers);
        }
        _filled = to;
        foreach (var (_, definition) in indexes)
            await ExecuteAsync(definition);
        await ExecuteAsync($"DELETE FROM {Cells}");
        await ExecuteAsync($"""
            INSERT INTO {Cells} (id, version, kind, month, stage, type, division, department, days, count, late, promised, legacy, applicant, preparing, special, intermediary, gap)
            SELECT gen_random_uuid(), 1, kind, month, stage, type, division, department, days, count(*), count(*) FILTER (WHERE days > promised), sum(promised), sum(legacy), sum(applicant), sum(preparing), sum(special), sum(intermediary), sum(gap)
            FROM {Spans} GROUP BY kind, month, stage, type, division, department, days
            """);
        await ExecuteAsync("VACUUM ANALYZE");
    }

    public async Task<long> CountAsync(string table) => (await ListAsync(_connection, $"SELECT count(*) FROM {table}", r => r.GetInt64(0)))[0];

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task CopyAsync(string table, int[] numbers)
    {
        if (table is Parts)
        {
            await using var parts = await _connection.BeginBinaryImportAsync($"COPY {Parts} (part, project_id) FROM STDIN (FORMAT BINARY)");
            foreach (var n in numbers)
            {
                foreach (var part in ProjectNamePart.PartsOf(NameOf(n)))
                    await parts.WriteRowAsync(CancellationToken.None, part, CaseTemplate.Fresh(_originals[n % _originals.Count].Project, First + n));
            }
            await parts.CompleteAsync();
            return;
        }
        if (_originals.Select(o => o.Find(table)).FirstOrDefault(t => t is not null) is not { } shape)
            return;
        await using var copy = await _connection.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", shape.Columns.Select(c => $"\"{c}\""))}) FROM STDIN (FORMAT BINARY)");
        foreach (var n in numbers)
        {
            var original = _originals[n % _originals.Count];
            if (original.Find(table) is not { } rows || (table is Ledger && n >= WithLedger))
                continue;
            var (code, name) = (CodeOf(n), NameOf(n));
            foreach (var row in rows.Rows)
            {
                await copy.StartRowAsync();
                for (var i = 0; i < row.Length; i++)
                {
                    if (Value(original, table, shape.Columns[i], row[i], n, code, name) is { } value)
                        await copy.WriteAsync(value, shape.Types[i]);
                    else
                        await copy.WriteNullAsync();
                }
            }
        }
        await copy.CompleteAsync();
    }

    private object? Value(Original original, string table, string column, object? value, int n, string code, string name)
    {
        var months = n % 36;
        switch (value)
        {
            case Guid id:
                return original.Keys.Contains(id) ? CaseTemplate.Fresh(id, First + n) : id;
            case string text:
                return text == original.Code.Value ? code : text == original.Name ? name : original.Replaced(text, First + n, code, name);
            // Before everything that the subscribers have read.
            case long when table is Ledger && column is "position":
                return --_position;
            case DateOnly day when table is Spans:
                return day.AddMonths(-months);
            case DateTime day when table is Spans && column is "opened_on" or "closed_on":
                return day.AddMonths(-months);
            case int month when table is Spans && column is "month":
                return new DateOnly(month / 100, month % 100, 1).AddMonths(-months) is var moved ? (moved.Year * 100) + moved.Month : month;
            case int days when table is Spans && column is "days":
                return days + (n / _originals.Count * 31 % 7);
            default:
                return value;
        }
    }

    private static async Task<List<T>> ListAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Table(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Types, IReadOnlyList<object?[]> Rows);

    /// <summary>One real project with all its rows.</summary>
    private sealed class Original
    {
        private readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Guid[]> _named = new(StringComparer.Ordinal);

        public required ProjectCode Code { get; init; }

        public required string Name { get; init; }

        public required Guid Project { get; init; }

        public HashSet<Guid> Keys { get; } = [];

        public IEnumerable<Table> Tables => _tables.Values;

        public static Original Of(List<Table> tables)
        {
            var project = tables.Single(t => t.Name is "projects_projects");
            object? Of(string column) => project.Rows[0][project.Columns.ToList().IndexOf(column)];
            var original = new Original { Code = ProjectCode.Parse((string)Of("code")!, provider: null), Name = (string)Of("name")!, Project = (Guid)Of("id")! };
            foreach (var table in tables)
            {
                original._tables.Add(table.Name, table);
                original.Keys.UnionWith(table.Rows.Select(r => (Guid)r[table.Columns.ToList().IndexOf("id")]!));
            }
            return original;
        }

        public Table? Find(string table) => _tables.GetValueOrDefault(table);

        /// <summary>Texts that name keys, the code or the project, such as JSON and addresses; which do is looked up once.</summary>
        public string Replaced(string text, long repetition, string code, string name)
        {
            if (text.Length < 24)
                return text;
            if (!_named.TryGetValue(text, out var found))
                _named.Add(text, found = [.. Keys.Where(k => text.Contains(k.ToString("D"), StringComparison.OrdinalIgnoreCase))]);
            foreach (var key in found)
                text = text.Replace(key.ToString("D"), CaseTemplate.Fresh(key, repetition).ToString("D"), StringComparison.OrdinalIgnoreCase);
            return found.Length == 0 && !text.Contains(Code.Value, StringComparison.Ordinal) ? text
                : text.Replace(Code.Value, code, StringComparison.Ordinal).Replace(Name, name, StringComparison.Ordinal);
        }
    }
}
