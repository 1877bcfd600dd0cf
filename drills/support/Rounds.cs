using System.CommandLine;

namespace Tongban.Drills.Support;

/// <summary>Options that more than one drill has, and the end that every drill comes to.</summary>
internal static class Rounds
{
    public static Option<int> Seed { get; } = new("--seed") { DefaultValueFactory = _ => Random.Shared.Next(), Description = "decides what happens when" };

    public static Option<int> Clients { get; } = new("--clients") { DefaultValueFactory = _ => 4, Description = "clients that work at the same time, 1 to 12" };

    public static Option<double> Minutes(double otherwise) => new("--minutes") { DefaultValueFactory = _ => otherwise, Description = "gives up after so long" };

    /// <summary>Runs a drill for so long at most.</summary>
    /// <returns>0 when it came out as it must, otherwise 1.</returns>
    public static async Task<int> RunAsync(double minutes, Func<CancellationToken, Task<bool>> drill, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromMinutes(minutes));
        try
        {
            return await drill(limit.Token) ? 0 : 1;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"not done within {minutes} minutes"));
            return 1;
        }
    }
}
