using Microsoft.Data.Sqlite;

namespace Tongban.Foundation.Storage;

/// <summary>The embedded engine counts the commits of others for each connection; this one never commits, so it counts all.</summary>
internal sealed class SqliteGeneration(StorageOptions options) : IGeneration, IDisposable
{
    private readonly Lock _turn = new();
    private SqliteConnection? _connection;
    private SqliteCommand? _ask;
    private int _opened;

    public ValueTask<string> NowAsync()
    {
        lock (_turn)
        {
            try
            {
                return ValueTask.FromResult($"{_opened}.{(_ask ?? Open()).ExecuteScalar()}");
            }
            catch (SqliteException)
            {
                Close();
                throw;
            }
        }
    }

    public void Dispose()
    {
        lock (_turn)
            Close();
    }

    private SqliteCommand Open()
    {
        _opened++; // a new connection counts from its own beginning
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(options.ReaderConnectionString) { Pooling = false }.ToString());
        _connection.Open();
        _ask = _connection.CreateCommand();
        _ask.CommandText = "PRAGMA data_version";
        _ask.Prepare();
        return _ask;
    }

    private void Close()
    {
        _ask?.Dispose();
        _connection?.Dispose();
        (_ask, _connection) = (null, null);
    }
}
