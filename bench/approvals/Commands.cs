using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Tongban.Foundation.Storage;

namespace Tongban.Bench.Approvals;

/// <summary>The database commands of one view of a page, and how the database carries them out.</summary>
internal sealed class Commands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly List<(string Sql, List<(string Name, object? Value)> Parameters, TimeSpan Took)> _seen = [];
    private readonly List<IDisposable> _subscriptions = [];

    private Commands() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>Asks for a page once, as one who has not seen it, and tells how many commands it took.</summary>
    /// <param name="plans">Prints each command with its plan.</param>
    public static async Task<int> OfAsync(Uri server, string path, string? cookie, StorageOptions storage, bool plans)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = server };
        await AskAsync(); // what a process reads once is not counted
        using var commands = new Commands();
        await AskAsync();
        List<(string Sql, List<(string Name, object? Value)> Parameters, TimeSpan Took)> seen;
        lock (commands._seen)
            seen = [.. commands._seen.Where(c => !c.Sql.Contains("foundation_act_cursors", StringComparison.Ordinal) && !c.Sql.Contains("position\" > ", StringComparison.Ordinal))]; // subscribers read beside it
        if (plans)
            await ExplainAsync(path, seen, storage);
        return seen.Count;

        async Task AskAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}view=c{Guid.NewGuid():N}", UriKind.Relative));
            if (cookie is not null)
                request.Headers.Add("Cookie", cookie);
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != RelationalEventId.CommandExecuted.Name || value.Value is not CommandExecutedEventData done)
            return;
        lock (_seen)
            _seen.Add((done.Command.CommandText, [.. done.Command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))], done.Duration));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    private static async Task ExplainAsync(string path, List<(string Sql, List<(string Name, object? Value)> Parameters, TimeSpan Took)> seen, StorageOptions storage)
    {
        await using DbConnection connection = storage.IsSqlite ? new SqliteConnection(storage.ReaderConnectionString) : new NpgsqlConnection(storage.WriterConnectionString);
        await connection.OpenAsync();
        foreach (var (sql, parameters, took) in seen)
        {
            Console.WriteLine($"-- {path}: {took.TotalMilliseconds:0.00} ms\n{sql}");
            await using var explain = connection.CreateCommand();
            explain.CommandText = (storage.IsSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) ") + sql;
            foreach (var (name, value) in parameters)
            {
                var parameter = explain.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                explain.Parameters.Add(parameter);
            }
            await using var lines = await explain.ExecuteReaderAsync();
            while (await lines.ReadAsync())
                Console.WriteLine("   " + lines.GetString(lines.FieldCount - 1));
        }
    }
}
