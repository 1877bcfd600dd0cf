using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Tongban.Drills.Support;

/// <summary>Reads the platform's records past the platform.</summary>
/// <param name="data">The data folder.</param>
/// <param name="database">Connection string of a PostgreSQL; <see langword="null"/> for the embedded database.</param>
internal sealed class Records(string data, string? database)
{
    /// <summary>Ids of all entries of the ledger. The caller's own key is the id of the first entry of the act.</summary>
    public async Task<HashSet<Guid>> LedgerIdsAsync(CancellationToken ct)
    {
        var ids = new HashSet<Guid>();
        await foreach (var row in ReadAsync("SELECT id FROM foundation_ledger", ct))
            ids.Add(row[0] is Guid id ? id : Guid.Parse((string)row[0], CultureInfo.InvariantCulture));
        return ids;
    }

    /// <summary>Digests of the files whose content is there and is what its digest says; others are added to <paramref name="broken"/>.</summary>
    public async Task<HashSet<string>> FilesAsync(ICollection<string> broken, CancellationToken ct)
    {
        var whole = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in ReadAsync("SELECT digest, content FROM foundation_files", ct))
        {
            var digest = (string)row[0];
            var file = Path.Combine(data, "files", digest[..2], digest);
            var content = row[1] as byte[] ?? (File.Exists(file) ? await File.ReadAllBytesAsync(file, ct) : null);
            if (content is not null && Convert.ToHexStringLower(SHA256.HashData(content)) == digest)
                whole.Add(digest);
            else
                broken.Add(digest);
        }
        return whole;
    }

    /// <summary>Acts that were done more than once: every project has a name of its own, every paper is sent once, every stage handed in and accepted once.</summary>
    /// <param name="name">What the names of the drill's projects begin with.</param>
    public async Task<int> DoubledAsync(string name, CancellationToken ct)
    {
        var doubled = 0L;
        foreach (var sql in (string[])[
            $"SELECT count(*) - count(DISTINCT name) FROM projects_projects WHERE name LIKE '{name}%'",
            $"SELECT count(*) FROM approvals_materials m JOIN approvals_stages s ON s.id = m.stage_case_id WHERE m.edition > 1 AND s.project_name LIKE '{name}%'",
            $"SELECT count(*) FROM (SELECT matter, act FROM foundation_ledger WHERE act IN ('projects.declared', 'approvals.stage-submitted', 'approvals.stage-accepted') GROUP BY matter, act HAVING count(*) > 1) twice"])
        {
            await foreach (var row in ReadAsync(sql, ct))
                doubled += Convert.ToInt64(row[0], CultureInfo.InvariantCulture);
        }
        return (int)doubled;
    }

    /// <summary>Digest of the paper that an act handed in, if it did.</summary>
    public static string? PaperOf(Intent intent) => intent.Method is "PUT" ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(intent.Body))) : null;

    private async IAsyncEnumerable<object[]> ReadAsync(string sql, [EnumeratorCancellation] CancellationToken ct)
    {
        await using DbConnection connection = database is null
            ? new SqliteConnection($"Data Source={Path.Combine(data, "tongban.db")};Mode=ReadOnly;Pooling=False") : new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the drill's own statements
        command.CommandText = database is null ? "PRAGMA wal_autocheckpoint=0; " + sql : sql;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(ct);
        // The pragma answers with a row of its own before the statement's.
        if (database is null)
            await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var values = new object[rows.FieldCount];
            rows.GetValues(values);
            yield return values;
        }
    }
}
