using Npgsql;

namespace Tongban.Foundation.Storage;

/// <summary>The server's snapshot names exactly which transactions are visible: two equal ones see the same records, whichever process wrote them.</summary>
/// <remarks>A position in the log or in the ledger would not do: both are taken before the commit is visible to others.</remarks>
internal sealed class PostgresGeneration(NpgsqlDataSource source) : IGeneration
{
    private readonly Lock _turn = new();
    private Task<string> _asked = Task.FromResult("");
    private Task<string>? _next;

    /// <summary>Whoever comes while a question is under way cannot use its answer, but shares the next one with all who wait.</summary>
    public ValueTask<string> NowAsync()
    {
        lock (_turn)
            return new(_next ??= AskAfterAsync(_asked));
    }

    private async Task<string> AskAfterAsync(Task<string> before)
    {
        await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        lock (_turn)
            (_asked, _next) = (_next!, null);
        await using var ask = source.CreateCommand("SELECT pg_current_snapshot()::text");
        return (string)(await ask.ExecuteScalarAsync())!;
    }
}
